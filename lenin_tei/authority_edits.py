"""Authority files read back into rows, listed, shown, added to and merged.

Ids are promises: an edit never takes one away and never gives one a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from lenin_tei.authority import SEPARATOR, Row
from lenin_tei.diagnostics import Diagnostic, LeninTeiError, Report
from lenin_tei.names.entries import ENTRIES, TEI, Entry, Name, entry_elements, read_entry
from lenin_tei.names.spelling import key_of

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADER = re.compile(r"[ \t]*<teiHeader\b.*?</teiHeader>[ \t]*\n?", re.S)
# What the columns have a place for, besides names.
KEPT = {
    "person": {"birth", "death", "occupation", "idno", "note", "sex"},
    "place": {"location", "idno", "note"},
    "org": {"idno", "note"},
    "event": {"idno", "note"},
    "work": {"idno", "note"},
}


def header_of(data: bytes) -> str:
    """Return the teiHeader of an authority file as it is written there, or ""."""
    found = HEADER.search(data.decode("utf-8", "replace"))
    return found.group() if found else ""


def read_rows(data: bytes, path: str, report: Report) -> list[Row]:
    """Return the entries of a TEI authority file; what the columns cannot hold is reported (N014), once per entry."""
    rows = []
    for element, kind in entry_elements(data, path):
        entry = read_entry(element, kind)
        if not entry.names:
            continue
        lost = sorted(set(no_column(element, kind)))
        if lost:
            message = f"{entry.id}: there is no column for {', '.join(lost)}; keep the TEI file as the original"
            report(Diagnostic(path, element.sourceline or 0, 1, "N014", message))
        rows.append(read_row(element, entry))
    return rows


def no_column(element: _Element, kind: str) -> Iterator[str]:
    """Yield the names of the elements in an entry that the columns cannot hold."""
    names = ENTRIES[str(element.tag)[len(TEI) :]][1]
    for child in element:
        tag = child.tag[len(TEI) :] if isinstance(child.tag, str) and child.tag.startswith(TEI) else str(child.tag)
        if tag in names:
            yield from (inner.tag[len(TEI) :] for inner in child if isinstance(inner.tag, str))
        elif tag not in KEPT[kind] and isinstance(child.tag, str):
            yield tag


def read_row(element: _Element, entry: Entry) -> Row:
    """Return one entry as a row."""
    names = {
        type_: tuple(with_years(name) for name in entry.names if name.type == type_)
        for type_ in ("main", "variant", "members", "sort")
    }
    main = (*names["main"], *names["variant"], *names["members"], *names["sort"])[0]
    start, end = dates_of(element, entry.kind)
    subtype = element.get("type") or ("" if entry.kind != "work" or entry.subtype == "m" else entry.subtype)
    return Row(
        entry.id, entry.kind, subtype, main, tuple(form for form in names["variant"] if form != main), names["members"],
        names["sort"][0] if names["sort"] else "", entry.sex, start, end, SEPARATOR.join(texts(element, "geo")),
        SEPARATOR.join(texts(element, "occupation")),
        tuple(f"{idno.get('type') or 'id'}:{(idno.text or '').strip()}" for idno in element.iterchildren(TEI + "idno")),
        SEPARATOR.join(texts(element, "note")),
    )  # fmt: skip


def with_years(name: Name) -> str:
    """Return a name with the years of its use, as a column writes them."""
    return f"{name.text} ({name.start or ''}-{name.end or ''})" if name.start or name.end else name.text


def dates_of(element: _Element, kind: str) -> tuple[str, str]:
    """Return birth and death, or the beginning and end of an event, as precisely as they are written."""
    if kind == "event":
        return element.get("from") or element.get("when") or "", element.get("to") or ""
    found = []
    for tag in ("birth", "death"):
        child = element.find(TEI + tag)
        found.append("" if child is None else child.get("when") or "")
    return found[0], found[1]


def texts(element: _Element, tag: str) -> list[str]:
    """Return the texts of all elements of that name in an entry."""
    return [" ".join("".join(found.itertext()).split()) for found in element.iter(TEI + tag)]


def list_rows(rows: Iterable[Row], *, kind: str = "", form: str = "") -> Iterator[str]:
    """Yield a line per entry: id, kind, main form, years; only those of a kind, only those with *form* in a name."""
    wanted = key_of(form)
    for row in rows:
        if kind and row.kind != kind:
            continue
        if wanted and not any(wanted in key_of(name) for name in (row.main, *row.variants, *row.members, row.sort)):
            continue
        years = f"\t{row.start}–{row.end}" if row.start or row.end else ""
        yield f"{row.id}\t{row.kind}\t{row.main}{years}"


def show_row(rows: Iterable[Row], id_: str) -> str:
    """Return everything known of an entry, a line per fact; an unknown id raises `LeninTeiError`."""
    row = next((row for row in rows if row.id == id_.removeprefix("#")), None)
    if row is None:
        raise LeninTeiError(f"the authority file has no entry {id_!r}; `authority list` shows all")
    lines = []
    for field in fields(row):
        value = getattr(row, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if one:
                lines.append(f"{field.name:10} {one}")
    return "\n".join(lines)


def add_row(rows: list[Row], row: Row) -> list[Row]:
    """Return the entries with one more; an id that exists raises `LeninTeiError`, because ids are never used again."""
    if any(there.id == row.id for there in rows):
        raise LeninTeiError(f"the authority file has an entry {row.id!r} already; choose another id")
    return [*rows, row]


def merge_rows(first: list[Row], second: list[Row], path: str, report: Report) -> list[Row]:
    """Return the entries of two files as one: what *first* leaves open comes from *second*, forms are united.

    Where both say something different of one id, *first* is kept and the difference is reported (N010) for *path*.
    """
    merged = {row.id: row for row in first}
    for row in second:
        there = merged.get(row.id)
        merged[row.id] = row if there is None else united(there, row, path, report)
    return list(merged.values())


def united(a: Row, b: Row, path: str, report: Report) -> Row:
    """Return one entry of two with the same id."""
    changes: dict[str, object] = {}
    for field in fields(a):
        ours, theirs = getattr(a, field.name), getattr(b, field.name)
        if isinstance(ours, tuple):
            changes[field.name] = tuple(dict.fromkeys((*ours, *theirs)))
        elif not ours:
            changes[field.name] = theirs
        elif theirs and ours != theirs and field.name != "main":
            message = f"{a.id}: {field.name} is {ours!r} here and {theirs!r} in the other file; the first is kept"
            report(Diagnostic(path, 0, 0, "N010", message))
    if b.main != a.main and b.main not in a.variants:
        changes["variants"] = tuple(dict.fromkeys((*a.variants, b.main, *b.variants)))
    return replace(a, **changes)  # type: ignore[arg-type]
