"""TEI to references for reference managers: BibTeX and CSL-JSON, with the facts the header states and no others."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.colophon import with_unit
from lenin_tei.exporters.tree import XML_LANG, Element, Paths, child, descend, local_name, plain_text
from lenin_tei.records import Record, read_record

_ESCAPED = {sign: f"\\{sign}" for sign in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
_SIGNS = str.maketrans(_ESCAPED)
_SOURCES = "fileDesc/sourceDesc/bibl|biblStruct|biblFull|p|msDesc"
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def export_bibtex(root: Element, **options: object) -> str:
    """Return an entry of BibTeX (also read by biblatex) for each document in *root*."""
    _no_options(options)
    keys: set[str] = set()
    return "\n".join(_bibtex(facts, keys) for facts in map(_facts, _documents(root)))


def export_csl(root: Element, **options: object) -> str:
    """Return a list of CSL-JSON items, one for each document in *root*."""
    _no_options(options)
    keys: set[str] = set()
    items = [_csl(facts, keys) for facts in map(_facts, _documents(root))]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _no_options(options: dict[str, object]) -> None:
    if options:
        raise LeninTeiError(f"no option {next(iter(options))!r} here; a reference is made from the header alone")


def _documents(root: Element) -> list[tuple[Element, Record]]:
    elements = list(root.iter("{*}TEI")) or [root]
    return [(element, read_record(element)) for element in elements]


def _facts(document: tuple[Element, Record]) -> dict[str, Any]:
    """Return what a reference says, by the names of BibTeX; names of people as (family, given) or (whole,)."""
    element, record = document
    statement = descend(element, "teiHeader/fileDesc/publicationStmt")
    identifiers = [(kind.lower(), value) for kind, value in record.identifiers]
    addresses = [value for _, value in identifiers if ":" in safe_address(value)]
    facts = {
        "key": record.id,
        "author": _people(element, "author"),
        "editor": _people(element, "editor"),
        "title": ". ".join(record.titles),
        "publisher": record.publisher,
        "address": _text(child(statement, "pubPlace")),
        "year": _when(child(statement, "date")),
        "origdate": record.written.get("when", ""),
        "doi": next((value for kind, value in identifiers if kind == "doi"), ""),
        "url": next(iter(addresses), ""),
        "note": "; ".join(filter(None, map(_source, _sources(element)))),
        "language": record.language or element.get(XML_LANG, ""),
    }
    return {name: value for name, value in facts.items() if value}


def _sources(document: Element) -> list[Element]:
    header = child(document, "teiHeader")
    return Paths(header)[_SOURCES]


def _source(element: Element) -> str:
    """Return a source in words: as it was written, or its parts with commas between them."""
    parts = list(element.iterchildren("*"))
    if not parts:
        return with_unit(element)
    if any((text or "").strip() for text in (element.text, *(part.tail for part in element))):
        return plain_text(element)
    return ", ".join(filter(None, map(_source, parts)))


def _text(element: Element | None) -> str:
    return "" if element is None else plain_text(element)


def _when(date: Element | None) -> str:
    return "" if date is None else date.get("when", "") or plain_text(date)


def _people(document: Element, kind: str) -> list[tuple[str, ...]]:
    statement = descend(document, "teiHeader/fileDesc/titleStmt")
    people: list[tuple[str, ...]] = []
    for element in statement.iterchildren(f"{{*}}{kind}") if statement is not None else ():
        names = list(element.iter("{*}persName", "{*}name", "{*}orgName")) or [element]
        people += [name for name in map(_person, names) if name[0]]
    return people


def _person(name: Element) -> tuple[str, ...]:
    """Return family and given names where the file marks them, or where a comma parts them; else the whole name."""
    family = " ".join(plain_text(part) for part in name.iter("{*}surname"))
    given = " ".join(plain_text(part) for part in name.iter("{*}forename"))
    if family and given:
        return family, given
    whole = plain_text(name)
    parts = [part.strip() for part in whole.split(",")]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) and local_name(name) != "orgName" else (whole,)


def _key(facts: dict[str, Any], keys: set[str]) -> str:
    """Return a key of its own: the id of the document, else author and year."""
    made = facts.get("key") or "".join([*(name[0].split()[-1] for name in facts.get("author", [])[:1]), _year(facts)])
    plain = unicodedata.normalize("NFKD", made).encode("ascii", "ignore").decode()
    wanted = re.sub(r"[^A-Za-z0-9_.:-]", "", plain) or "text"
    key, count = wanted, 1
    while key in keys:
        count += 1
        key = f"{wanted}-{count}"
    keys.add(key)
    return key


def _year(facts: dict[str, Any]) -> str:
    found = re.match(r"\d{4}", facts.get("origdate", "") or facts.get("year", ""))
    return found[0] if found else ""


def _bibtex(facts: dict[str, Any], keys: set[str]) -> str:
    lines = [f"@misc{{{_key(facts, keys)},"]
    for name, value in facts.items():
        if name in ("author", "editor"):
            people = " and ".join(_bibtex_name(one) for one in value)
            lines.append(f"  {name} = {{{people}}},")
        elif name == "title":
            lines.append(f"  title = {{{{{value.translate(_SIGNS)}}}}},")
        elif name in ("url", "doi"):
            lines.append(f"  {name} = {{{value.translate(_ADDRESS)}}},")
        elif name == "year":
            found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-\d\d)?", value)
            lines.append(f"  year = {{{(found[1] if found else value).translate(_SIGNS)}}},")
            lines += [f"  month = {{{int(found[2])}}},"] if found and found[2] else []
        elif name != "key":
            lines.append(f"  {name} = {{{value.translate(_SIGNS)}}},")
    return "\n".join([*lines, "}", ""])


def _bibtex_name(name: tuple[str, ...]) -> str:
    parts = [part.translate(_SIGNS) for part in name]
    return ", ".join(parts) if len(parts) == 2 else f"{{{parts[0]}}}"


def _csl(facts: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    item: dict[str, Any] = {"id": _key(facts, keys), "type": "document"}
    for name, wanted in (("title", "title"), ("publisher", "publisher"), ("address", "publisher-place"),
                         ("doi", "DOI"), ("url", "URL"), ("note", "note"), ("language", "language")):  # fmt: skip
        if name in facts:
            item[wanted] = facts[name]
    for name in ("author", "editor"):
        if name in facts:
            item[name] = [dict(zip(("family", "given") if len(one) == 2 else ("literal",), one, strict=True))
                          for one in facts[name]]  # fmt: skip
    for name, wanted in (("year", "issued"), ("origdate", "original-date")):
        if name in facts:
            item[wanted] = _csl_date(facts[name])
    return item


def _csl_date(value: str) -> dict[str, Any]:
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return {"date-parts": [[int(part) for part in value.split("-")]]}
    return {"literal": value}
