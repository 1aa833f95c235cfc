"""Exporters: each reads a TEI file, anybody's, and returns it in another form.

`EXPORTERS` names the forms; `export` is the way in.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError, Report
from lenin_tei.exporters.tree import Element

# Name of the form → module and function; imported when asked for, so that text need not wait for a template engine.
EXPORTERS: dict[str, tuple[str, str]] = {
    "csv": ("lenin_tei.exporters.annotations", "export_csv"),
    "html": ("lenin_tei.exporters.html", "export_html"),
    "json": ("lenin_tei.exporters.annotations", "export_json"),
    "markdown": ("lenin_tei.exporters.markdown", "export_markdown"),
    "text": ("lenin_tei.exporters.text", "export_text"),
}


def export(data: bytes, *, to: str, path: str = "", report: Report | None = None, **options: object) -> str:
    """Return the TEI file *data* in the form *to*; *options* are the form's own.

    Raises `LeninTeiError` for an unknown form or option, and for what is no XML.
    """
    if to not in EXPORTERS:
        raise LeninTeiError(f"unknown form {to!r}; known forms are {', '.join(EXPORTERS)}")
    module, name = EXPORTERS[to]
    exporter: Callable[..., str] = getattr(import_module(module), name)
    return exporter(read_tree(data, path), **options)


def read_tree(data: bytes, path: str = "") -> Element:
    """Return the root of the XML in *data*; nothing is fetched and no entity expanded."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        collect_ids=False,
        remove_pis=False,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LeninTeiError(f"{path or 'input'} is no well-formed XML: {error.msg}") from error
