"""Authority files kept: entries in and out as CSV and TEI, and the layout such a file is written in.

CSV has one row per entry; a column with several values separates them by " | ". A name may carry the years of its use:
"Petrograd (1914-1924)". Names in `members` are what members are called (Bolsheviks), `idnos` are TYPE:NUMBER.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lenin_tei.diagnostics import LeninTeiError

COLUMNS = (
    "id", "kind", "type", "main", "variants", "members", "sort", "sex", "start", "end", "geo", "occupation",
    "idnos", "note",
)  # fmt: skip
SEPARATOR = " | "
YEARS = re.compile(r"^(.*\S) \((\d{4})?-(\d{4})?\)$")
NCNAME = re.compile(r"[^\W\d][\w.-]*")
# Kind → list, entry, name, in the order the lists are written.
LAYOUT = {
    "person": ("listPerson", "person", "persName"),
    "place": ("listPlace", "place", "placeName"),
    "org": ("listOrg", "org", "orgName"),
    "event": ("listEvent", "event", "eventName"),
    "work": ("listBibl", "bibl", "title"),
}


HEADER = """
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title type="main">Authority file</title>
      </titleStmt>
      <publicationStmt>
        <p>Unpublished.</p>
      </publicationStmt>
      <sourceDesc>
        <p>Compiled for an edition.</p>
      </sourceDesc>
    </fileDesc>
  </teiHeader>
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as CSV has it: all text, "" where nothing is known."""

    id: str
    kind: str
    type: str = ""
    main: str = ""
    variants: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    sort: str = ""
    sex: str = ""
    start: str = ""
    end: str = ""
    geo: str = ""
    occupation: str = ""
    idnos: tuple[str, ...] = ()
    note: str = ""


def read_csv(text: str, path: str) -> Iterator[Row]:
    """Yield the entries of a CSV file (comma, semicolon or tab); a faulty row raises `LeninTeiError` with its line."""
    header = text.removeprefix("\ufeff").partition("\n")[0]
    delimiter = next((sign for sign in "\t;" if sign in header), ",")
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    seen: dict[str, int] = {}
    try:
        for fields in rows:
            row = read_cells(dict(fields), path, rows.line_num)
            if row.id in seen:
                said = f"the id {row.id!r} is also that of line {seen[row.id]}; give one of them another"
                raise LeninTeiError(f"{path}:{rows.line_num}: {said}")
            seen[row.id] = rows.line_num
            yield row
    except csv.Error as error:
        raise LeninTeiError(f"{path}:{rows.line_num}: the table cannot be read: {error}") from error


def read_cells(fields: dict[str | None, str | None], path: str, line: int) -> Row:
    """Return one row of a CSV file, checked."""
    if None in fields:
        raise LeninTeiError(f"{path}:{line}: the row has more cells than there are columns; quote cells with commas")
    values = {str(name): " ".join((value or "").split()) for name, value in fields.items()}
    unknown = [name for name in values if name not in COLUMNS]
    if unknown:
        raise LeninTeiError(f"{path}:1: unknown column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}")
    if not NCNAME.fullmatch(values.get("id", "")) or values.get("kind") not in LAYOUT or not values.get("main"):
        raise LeninTeiError(f"{path}:{line}: a row needs an id (a letter first), a kind "
                            f"({', '.join(LAYOUT)}) and a main form")  # fmt: skip
    several = {name: split(values.pop(name, "")) for name in ("variants", "members", "idnos")}
    return Row(**values, **several)  # type: ignore[arg-type]


def split(value: str) -> tuple[str, ...]:
    """Return the values of a column that holds several."""
    return tuple(part.strip() for part in value.split("|") if part.strip())


def write_csv(rows: Iterable[Row]) -> str:
    """Return the entries as CSV, in their order."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        cells = (getattr(row, name) for name in COLUMNS)
        table.writerow([SEPARATOR.join(cell) if isinstance(cell, tuple) else cell for cell in cells])
    return out.getvalue()


def write_tei(rows: Iterable[Row], *, header: str = "") -> str:
    """Return the entries as a TEI file: lists by kind, entries by id, one element per line.

    *header* is a whole teiHeader, indented by two; without one a header says that the file is unpublished.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<?xml-model href="lenin_tei.rng" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"?>',
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">',
        *(header or HEADER).strip("\n").split("\n"),
        "  <standOff>",
    ]
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for kind, (list_, *_) in LAYOUT.items():
        if kind in by_kind:
            lines.append(f"    <{list_}>")
            for row in sorted(by_kind[kind], key=lambda row: row.id):
                lines += entry_lines(row)
            lines.append(f"    </{list_}>")
    return "\n".join([*lines, "  </standOff>", "</TEI>", ""])


def entry_lines(row: Row) -> list[str]:
    """Return one entry as indented lines of TEI."""
    _, entry, name = LAYOUT[row.kind]
    attributes = f' xml:id="{row.id}"'
    if row.type and row.kind != "work":
        attributes += f" type={quoteattr(row.type)}"
    if row.kind == "work" and row.type not in ("", "a", "m", "j", "s", "u"):
        attributes += f" type={quoteattr(row.type)}"
    if row.kind == "event":
        attributes += event_dates(row)
    if row.sex:
        attributes += f" sex={quoteattr(row.sex)}"
    lines = [f"      <{entry}{attributes}>"]
    forms = [("main", row.main), *(("variant", form) for form in row.variants)]
    forms += [("members", form) for form in row.members] + ([("sort", row.sort)] if row.sort else [])
    lines += [f"        {name_line(name, type_, form, row)}" for type_, form in forms]
    lines += [f"        {line}" for line in fact_lines(row)]
    return [*lines, f"      </{entry}>"]


def event_dates(row: Row) -> str:
    """Return the date attributes of an event."""
    if row.start and row.end:
        return f' from="{row.start}" to="{row.end}"'
    return f' when="{row.start}"' if row.start else ""


def name_line(name: str, type_: str, form: str, row: Row) -> str:
    """Return one name of an entry with its years."""
    years = YEARS.match(form)
    text = years[1] if years else form
    attributes = ' type="variant" subtype="members"' if type_ == "members" else f' type="{type_}"'
    if row.kind == "work":
        level = row.type if row.type in ("a", "m", "j", "s", "u") else "j" if row.type == "periodical" else "m"
        attributes = f' level="{level}"{attributes}'
    if years:
        attributes += "".join(f' {key}="{year}"' for key, year in (("from", years[2]), ("to", years[3])) if year)
    return f"<{name}{attributes}>{escape(text)}</{name}>"


def fact_lines(row: Row) -> Iterator[str]:
    """Yield what else is known of an entry, in the order TEI wants."""
    if row.kind == "person":
        if row.start:
            yield f'<birth when="{row.start}"/>'
        if row.end:
            yield f'<death when="{row.end}"/>'
        for occupation in row.occupation.split(SEPARATOR) if row.occupation else ():
            yield f"<occupation>{escape(occupation)}</occupation>"
    if row.geo:
        yield f"<location><geo>{escape(row.geo)}</geo></location>"
    for idno in row.idnos:
        type_, _, number = idno.partition(":")
        yield f"<idno type={quoteattr(type_)}>{escape(number)}</idno>"
    for note in row.note.split(SEPARATOR) if row.note else ():
        yield f"<note>{escape(note)}</note>"
