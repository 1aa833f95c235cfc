"""Authority files read back into rows, listed, shown, written anew, added to and merged.

Ids are promises: an edit never takes one away and never gives one a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from lenin_tei.authority import LAYOUT, SEPARATOR, Row, entry_lines, read_csv, write_csv, write_tei
from lenin_tei.diagnostics import Diagnostic, LeninTeiError, Report
from lenin_tei.names.checking import check_authority
from lenin_tei.names.entries import TEI, XML_ID, Entry, Name, entry_elements, name_tags, parse, read_entry
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

# Columns that TEI has a place for in some kinds only; others that are not kept are found by reading back.
ONLY_FOR = {"sex": {"person"}, "geo": {"place"}, "type": KEPT.keys() - {"person"}}


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
    names = name_tags(element)
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
        inner = None if child is None else next(child.iterchildren(TEI + "date"), None)
        dates = [one.get("when") or one.get("when-iso") or "" for one in (child, inner) if one is not None]
        found.append(next(filter(None, dates), ""))
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


def add_entry(data: bytes, path: str, row: Row) -> bytes:
    """Return an authority file with one more entry, at the end of its list; nothing else in the file changes.

    An id that is there, on whatever element, or a value TEI has no place for raises `LeninTeiError`.
    """
    there = {element.get(XML_ID) for element in parse(data, path).iter()}
    if row.id in there:
        raise LeninTeiError(f"{path} has an element with the id {row.id!r} already; choose another id")
    refuse_loss([row], write_tei([row]).encode(), path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LeninTeiError(f"{path} is not UTF-8; save it as UTF-8 to add entries") from error
    list_ = LAYOUT[row.kind][0]
    entry = [*entry_lines(row)]
    in_list = [f"    <{list_}>", *entry, f"    </{list_}>"]
    in_stand_off = ["  <standOff>", *in_list, "  </standOff>"]
    for place, lines in (
        (f"</{list_}>", entry),
        ("</standOff>", in_list),
        ("<text", in_stand_off),
        ("</TEI>", in_stand_off),
    ):
        whole = before(text, place, lines).encode()
        if row in [read_row(element, read_entry(element, kind)) for element, kind in entry_elements(whole, path)]:
            return whole
    raise LeninTeiError(f"{path} has no place for a {row.kind}: it needs a {list_} in a standOff")


def before(text: str, place: str, lines: list[str]) -> str:
    """Return a text with lines put before the last tag that begins like *place*, or as it is."""
    found = list(re.finditer(rf"{re.escape(place)}(?=[\s>]|(?<=>))", text))
    if not found:
        return text
    at = found[-1].start()
    start = text.rfind("\n", 0, at) + 1
    added = "".join(f"{line}\n" for line in lines)
    return f"{text[:at]}\n{added}{text[at:]}" if text[start:at].strip() else f"{text[:start]}{added}{text[start:]}"


def write_authority(rows: list[Row], path: str, header: str = "") -> bytes:
    """Return the entries as a TEI file that gives them back exactly; what it could not raises `LeninTeiError`."""
    data = write_tei(rows, header=header).encode()
    refuse_loss(rows, data, path)
    return data


def refuse_loss(rows: list[Row], data: bytes, path: str) -> None:
    """Raise `LeninTeiError` for the first thing of the rows that the TEI made of them would not hold."""
    held = {row.id: row for row in read_rows(data, path, lambda found: None)}
    for row in rows:
        for field in fields(row):
            said, kept = getattr(row, field.name), getattr(held.get(row.id, row), field.name)
            placed = not said or row.kind in ONLY_FOR.get(field.name, KEPT)
            if row.id not in held or said != kept or not placed:
                raise LeninTeiError(f"{path}: {row.id}: the TEI for a {row.kind} cannot hold {field.name} = {said!r}")
    wrong = next((one for one in check_authority(data, path) if one.severity == "error"), None)
    if wrong is not None:
        raise LeninTeiError(f"{path}: {wrong.message}")


def write_table(rows: list[Row], path: str, report: Report) -> str:
    """Return the entries as CSV; what does not come back from the table as it is is reported (N014)."""
    table = write_csv(rows)
    for row, back in zip(rows, read_csv(table, path), strict=True):
        if row != back:
            lost = next(field.name for field in fields(row) if getattr(row, field.name) != getattr(back, field.name))
            report(Diagnostic(path, 0, 0, "N014", f"{row.id}: the table cannot hold its {lost} as it is"))
    return table


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
