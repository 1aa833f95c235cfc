"""Exporters: each reads a TEI file, anybody's, and returns it in another form.

`EXPORTERS` names the forms; `export` is the way in.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Literal, NamedTuple, overload

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError, Report
from lenin_tei.exporters.tree import Element
from lenin_tei.xmlparser import safe_parser


class Exporter(NamedTuple):
    """A form: where its function is (imported when asked for), the ending of its files, what it is good for."""

    module: str
    function: str
    ending: str
    about: str


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter("annotations", "export_csv", ".csv", "a table of the names and what they point to"),
    "epub": Exporter("epub", "export_epub", ".epub", "a book for reading devices"),
    "html": Exporter("html", "export_html", ".html", "a page to read: text, notes, index, colophon"),
    "json": Exporter("annotations", "export_json", ".json", "the text with standoff annotations"),
    "markdown": Exporter("markdown", "export_markdown", ".md", "Markdown with footnotes"),
    "text": Exporter("text", "export_text", ".txt", "the transcription given back"),
}


@overload
def export(  # type: ignore[overload-overlap]
    data: bytes, *, to: Literal["epub"], path: str = "", report: Report | None = None, **options: object
) -> bytes: ...
@overload
def export(data: bytes, *, to: str, path: str = "", report: Report | None = None, **options: object) -> str: ...
def export(data: bytes, *, to: str, path: str = "", report: Report | None = None, **options: object) -> str | bytes:
    """Return the TEI file *data* in the form *to*; *options* are the form's own.

    Raises `LeninTeiError` for an unknown form or option, and for what is no XML.
    """
    if to not in EXPORTERS:
        raise LeninTeiError(f"unknown form {to!r}; known forms are {', '.join(EXPORTERS)}")
    form = EXPORTERS[to]
    function: Callable[..., str | bytes] = getattr(import_module(f"{__name__}.{form.module}"), form.function)
    return function(read_tree(data, path), **options)


def read_tree(data: bytes, path: str = "") -> Element:
    """Return the root of the XML in *data*; nothing is fetched and no entity expanded."""
    parser = safe_parser()
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LeninTeiError(f"{path or 'input'} is no well-formed XML: {error.msg}") from error
