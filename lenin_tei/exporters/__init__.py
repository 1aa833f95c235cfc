"""Exporters: each reads a TEI file, anybody's, and returns it in another form.

`EXPORTERS` names the forms of one file, `export` is the way in; `FOLDER_EXPORTERS` names those that make a
folder out of many files, with `export_folder`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Literal, NamedTuple, overload

from lenin_tei.diagnostics import LeninTeiError, Report
from lenin_tei.exporters.folder import Content, Documents, FolderFunction, check_inside
from lenin_tei.exporters.plugins import load_plugin, plugin_names
from lenin_tei.exporters.tree import read_tree


class Exporter(NamedTuple):
    """A form: where its function is (imported when asked for), the ending of its files, what it is good for."""

    module: str
    function: str
    ending: str
    about: str


EXPORTERS: dict[str, Exporter] = {
    "bibtex": Exporter("references", "export_bibtex", ".bib", "a reference for BibTeX and biblatex"),
    "conllu": Exporter("conllu", "export_conllu", ".conllu", "words and sentences with names, for linguists' tools"),
    "csl": Exporter(
        "references", "export_csl", ".csl.json", "a reference for Zotero and other citation styles (CSL-JSON)"
    ),
    "csv": Exporter("tables", "export_csv", ".csv", "a table of the names, or with --table letters of the letters"),
    "epub": Exporter("epub", "export_epub", ".epub", "a book for reading devices"),
    "html": Exporter("html", "export_html", ".html", "a page to read: text, notes, index, colophon"),
    "json": Exporter("annotations", "export_json", ".json", "the text with standoff annotations"),
    "jsonl": Exporter(
        "standoff_forms", "export_jsonl", ".jsonl", "a line of JSON for each block of text and its names"
    ),
    "markdown": Exporter("markdown", "export_markdown", ".md", "Markdown with footnotes"),
    "pdf": Exporter("pdf", "export_pdf", ".pdf", "pages to print, with footnotes; needs lenin-tei[pdf]"),
    "text": Exporter("text", "export_text", ".txt", "the transcription given back"),
    "webannotation": Exporter(
        "standoff_forms", "export_webannotation", ".jsonld", "the names as W3C Web Annotations of the text"
    ),
}


class FolderExporter(NamedTuple):
    """A form of a whole folder: where its function is, what it is good for, whether it remembers its last run.

    The function takes documents (path and bytes, read as they are asked for, as often as they are) and the form's
    options, and yields files: a path inside the output folder, and bytes or a `Later`. With *remembers* the options
    hold `state`, an SQLite connection that is there again the next time the same folder is written.
    """

    module: str
    function: str
    about: str
    remembers: bool = False


FOLDER_EXPORTERS: dict[str, FolderExporter] = {
    "beacon": FolderExporter("beacon", "export_beacon", "BEACON lists of the authority records that are mentioned"),
    "cmif": FolderExporter("cmif", "export_cmif", "an index of letters for correspSearch (CMIF 1.1)"),
    "site": FolderExporter("site", "export_site", "a web site out of many files, with indexes and search", True),
    "tei": FolderExporter("targets.building", "export_target", "TEI as a publishing platform reads it: --for TARGET"),
    "tables": FolderExporter("tables", "export_tables", "names.csv and letters.csv of all files"),
}


@overload
def export(  # type: ignore[overload-overlap]
    data: bytes, *, to: Literal["epub", "pdf"], path: str = "", report: Report | None = None, **options: object
) -> bytes: ...
@overload
def export(data: bytes, *, to: str, path: str = "", report: Report | None = None, **options: object) -> str: ...
def export(data: bytes, *, to: str, path: str = "", report: Report | None = None, **options: object) -> str | bytes:
    """Return the TEI file *data* in the form *to*; *options* are the form's own.

    Raises `LeninTeiError` for an unknown form or option, and for what is no XML.
    """
    function = _function(to)
    return function(read_tree(data, path), **options)


def _function(to: str) -> Callable[..., str | bytes]:
    """Return the function of a form, ours or that of another package."""
    if to in EXPORTERS:
        form = EXPORTERS[to]
        function: Callable[..., str | bytes] = getattr(import_module(f"{__name__}.{form.module}"), form.function)
        return function
    plugin = load_plugin(to)
    if plugin is None:
        raise LeninTeiError(f"unknown form {to!r}; known forms are {', '.join([*EXPORTERS, *plugin_names()])}")
    return plugin.function


def ending_of(to: str) -> str:
    """Return the ending of the files of a form; an unknown form raises `LeninTeiError`."""
    if to in EXPORTERS:
        return EXPORTERS[to].ending
    plugin = load_plugin(to)
    if plugin is None:
        raise LeninTeiError(f"unknown form {to!r}; known forms are {', '.join([*EXPORTERS, *plugin_names()])}")
    return plugin.ending


def export_folder(documents: Documents, *, to: str, **options: object) -> Iterator[tuple[str, Content]]:
    """Yield the files of the form *to* of many TEI files; every path stays inside the folder it is meant for.

    Raises `LeninTeiError` for an unknown form or option, and for what cannot be exported.
    """
    if to not in FOLDER_EXPORTERS:
        raise LeninTeiError(f"unknown form {to!r} of a folder; known forms are {', '.join(FOLDER_EXPORTERS)}")
    form = FOLDER_EXPORTERS[to]
    function: FolderFunction = getattr(import_module(f"{__name__}.{form.module}"), form.function)
    for path, content in function(documents, options):
        yield check_inside(path), content
