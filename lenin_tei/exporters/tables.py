"""TEI to tables: the names of a document, or a line about each letter; of one file, or of all files of a folder.

Tables are CSV in UTF-8 (RFC 4180 but for the line end, which is a line feed); no cell can be taken for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lenin_tei.exporters.annotations import annotate_text
from lenin_tei.exporters.descriptions import entry_label
from lenin_tei.exporters.folder import Content, Documents
from lenin_tei.exporters.options import choose, one_of
from lenin_tei.exporters.text_rules import NAMES, TextOptions
from lenin_tei.exporters.tree import XML_ID, Element, read_tree
from lenin_tei.records import Action, Record, read_records

_NAME_COLUMNS = ("document", "element", "type", "text", "ref", "entry", "when", "cert", "resp", "start", "end")
_LETTER_COLUMNS = (
    *("document", "title", "author", "kind", "sent_by", "sent_by_ref", "sent_from", "sent_from_ref", "sent_date"),
    *("received_by", "received_by_ref", "received_at", "received_at_ref", "received_date", "written", "language"),
    *("source", "identifier", "licence", "words"),
)


@dataclass(frozen=True, slots=True)
class TableOptions(TextOptions):
    """Which table; for names, the options of the text in which their places are counted."""

    table: str = one_of("names", "letters")


def export_csv(root: Element, **options: object) -> str:
    """Return a table of the names or of the letters in *root*."""
    chosen = choose(TableOptions, options)
    if chosen.table == "letters":
        return _table(_LETTER_COLUMNS, map(_letter, filter(_is_letter, read_records(root))))
    return _table(_NAME_COLUMNS, _names(root, chosen))


def export_tables(documents: Documents, options: Mapping[str, object]) -> Iterator[tuple[str, Content]]:
    """Yield names.csv and letters.csv of all documents; the first column says which file a line is about."""
    chosen = choose(TableOptions, options)
    letters = (one for path, data in documents for one in read_records(read_tree(data, path), path) if _is_letter(one))
    yield "letters.csv", _table(_LETTER_COLUMNS, map(_letter, letters)).encode()
    names = (name | {"document": path} for path, data in documents for name in _names(read_tree(data, path), chosen))
    yield "names.csv", _table(_NAME_COLUMNS, names).encode()


def _table(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(row.get(name, "")) for name in columns] for row in rows)
    return table.getvalue()


def _names(root: Element, options: TextOptions) -> Iterator[dict[str, str]]:
    """Yield a row for each name: what is written, where, and which entry it points to."""
    text, found = annotate_text(root, options)
    entries = {f"#{entry.get(XML_ID)}": entry for entry in root.iter("*") if entry.get(XML_ID)}
    for one in found:
        if one.element in NAMES:
            entry = entries.get(one.attributes.get("ref", ""))
            yield one.attributes | {
                "document": one.document,
                "element": one.element,
                "text": " ".join(text[one.start : one.end].split()),
                "entry": entry_label(entry) if entry is not None else "",
                "start": str(one.start),
                "end": str(one.end),
            }


def _is_letter(record: Record) -> bool:
    return record.letter or bool(record.actions) or record.kind in ("letter", "telegram", "postcard")


def _letter(record: Record) -> dict[str, str]:
    """Return the row of a letter: what its header states, several values with "; " between them."""
    row = {
        "document": record.path or record.id,
        "title": record.title,
        "author": record.author,
        "kind": record.kind,
        "written": _dates([record.written]),
        "language": record.language,
        "source": "; ".join(one.text for one in record.sources),
        "identifier": "; ".join(value for _, value in record.identifiers),
        "licence": record.licence,
        "words": str(record.words),
    }
    return row | _action("sent", "from", record.sent) | _action("received", "at", record.received)


def _action(name: str, where: str, action: Action | None) -> dict[str, str]:
    if action is None:
        return {}
    return {
        f"{name}_by": "; ".join(one.text for one in action.people),
        f"{name}_by_ref": "; ".join(one.key for one in action.people if one.key),
        f"{name}_{where}": "; ".join(one.text for one in action.places),
        f"{name}_{where}_ref": "; ".join(one.key for one in action.places if one.key),
        f"{name}_date": _dates(action.dates),
    }


def _dates(dates: Iterable[Mapping[str, str]]) -> str:
    """Return dates as EDTF-like words: "1912-07-09", "1912-07-11/1912-07-14", else as written."""
    shown = []
    for date in dates:
        start, end = date.get("from", date.get("notBefore", "")), date.get("to", date.get("notAfter", ""))
        limits = f"{start}/{end}" if start or end else ""
        shown.append(date.get("when", "") or limits or date.get("text", ""))
    return "; ".join(filter(None, shown))


def _harmless(cell: str) -> str:
    """Return *cell* so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not cell.lstrip("+-").isdigit() else cell
