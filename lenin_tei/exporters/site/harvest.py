"""What a site must know of one document before it writes any page: facts, words, names with the words around them.

In comes the tree of one TEI document; out comes a `Harvest`, which holds strings, numbers and tuples only.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lxml import etree

from lenin_tei.exporters.breaks import BREAKS, CONTAINERS, NEVER
from lenin_tei.exporters.descriptions import readable_date
from lenin_tei.exporters.html_table import TABLE
from lenin_tei.exporters.tree import XML_ID, Element, descend, local_name, plain_text
from lenin_tei.mentions import NAMES, entry_key, text_of, texts_of
from lenin_tei.patterns import lazy
from lenin_tei.records import Record, read_record

# Raised when what is harvested changes, so that what was remembered before is read again.
VERSION = 1
_CONTEXT = 70
_OPENING = 30
_WORD = lazy(r"[^\W_]+")
_DAY = lazy(r"\d{4}(-\d\d(-\d\d)?)?")
_COORDINATES = lazy(r"\s*([+-]?\d{1,3}(?:\.\d+)?)[\s,;]+([+-]?\d{1,3}(?:\.\d+)?)\s*")
_WORKS_IN_LISTS = ("bibl", "biblStruct", "biblFull")


class Mention(NamedTuple):
    """A name in the text: the entry it belongs to, its words and those around it, the id of the place it stands at."""

    key: str
    kind: str
    before: str
    words: str
    after: str
    anchor: str


class Described(NamedTuple):
    """An entry as a document describes it."""

    key: str
    kind: str
    label: str
    sort: str
    life: str
    also: str
    numbers: tuple[tuple[str, str], ...]
    latitude: str = ""
    longitude: str = ""


class Harvest(NamedTuple):
    """A document as the lists of a site show it; `terms` are counted words for search."""

    title: str
    author: str
    kind: str
    language: str
    date: str
    dated: str
    updated: str
    opening: str
    identifier: str
    mentions: tuple[Mention, ...]
    described: tuple[Described, ...]
    terms: dict[str, int]


def harvest(document: Element, path: str) -> Harvest:
    """Return what a site must know of *document*."""
    record = read_record(document, path)
    text = text_of(document, alternatives=True)
    opening = " ".join(text_of(document).split()[:_OPENING])
    return Harvest(
        title=". ".join(record.titles[:1]) or record.title,
        author=record.author,
        kind=record.kind,
        language=record.language,
        date=record.date,
        dated=_readable(record),
        updated=_updated(document),
        opening=opening,
        identifier=record.id,
        mentions=tuple(_mentions(document)),
        described=tuple(_described(document, record)),
        terms=dict(Counter(terms(text))),
    )


def _readable(record: Record) -> str:
    """Return when the text was written, in words: as the attributes say, else as the header has it."""
    written = record.written
    if written.get("when"):
        return readable_date(written["when"])
    start = written.get("from") or written.get("notBefore")
    end = written.get("to") or written.get("notAfter")
    if start and end:
        return f"{readable_date(start)} – {readable_date(end)}"
    return written.get("text", "") or readable_date(record.date)


def _updated(document: Element) -> str:
    """Return the last day the header dates the file itself with: its publication or a change; "" for none."""
    header = descend(document, "teiHeader")
    dates: list[Element] = []
    if header is not None:
        dates += header.iterfind("{*}revisionDesc//{*}change")
        dates += header.iterfind("{*}fileDesc/{*}publicationStmt//{*}date")
        dates += header.iterfind("{*}fileDesc/{*}editionStmt//{*}date")
    days = (date.get("when", "") or date.get("to", "") for date in dates)
    return max((found[0] for day in days if (found := _DAY.match(day))), default="")


def _mentions(document: Element) -> Iterator[Mention]:
    for text in texts_of(document):
        pieces, names = _read(text)
        whole = "".join(pieces)
        lines = [-1, *(place for place, sign in enumerate(whole) if sign == "\n"), len(whole)]
        for element, start, end in names:
            key, kind = _key_of(element)
            words = " ".join(whole[start:end].split())
            if not words or not kind or (not key and local_name(element) in ("title", "rs", "name")):
                continue
            line = bisect_right(lines, start) - 1
            before = _tail(whole[max(lines[line] + 1, start - _CONTEXT) : start], start - _CONTEXT > lines[line])
            stop = lines[min(bisect_right(lines, max(end - 1, start)), len(lines) - 1)]
            after = _head(whole[end : min(stop, end + _CONTEXT)], end + _CONTEXT < stop)
            yield Mention(key or f"{kind} {words}", kind, before, words, after, _anchor(element))


def _read(text: Element) -> tuple[list[str], list[tuple[Element, int, int]]]:
    """Return the pieces of a text, blocks and notes set apart by line breaks, and where each name stands."""
    pieces: list[str] = []
    names: list[tuple[Element, int, int]] = []
    starts: list[int] = []
    length = 0

    def add(piece: str | None) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            length += len(piece)

    walk = etree.iterwalk(text, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        name = local_name(element)
        apart = name in BREAKS or name in CONTAINERS or name == "note"
        if event == "start":
            add("\n" if apart else " " if name in ("lb", "pb") and element.get("break") != "no" else None)
            if name in NEVER:
                walk.skip_subtree()
                continue
            if name in NAMES:
                starts.append(length)
            add(" ".join((element.text or "").split("\n")))
            continue
        if event == "end" and name in NAMES:
            names.append((element, starts.pop(), length))
        if element is not text:
            add("\n" if apart else None)
            add(" ".join((element.tail or "").split("\n")))
    return pieces, names


def _key_of(name: Element) -> tuple[str, str]:
    """Return the key and the kind of a name; no kind for what no index has."""
    found = TABLE["names"].get(local_name(name), "")
    kind = "" if found == "date" else TABLE["types"].get(name.get("type", "").lower(), found)
    return entry_key(name.get("ref")) or (name.get("key") or "").strip(), kind


def _anchor(element: Element) -> str:
    """Return the id of the nearest element around that has one: such ids stay, however often a page is made."""
    for above in element.iterancestors():
        if local_name(above) in ("text", "TEI"):
            return ""
        if above.get(XML_ID):
            return above.get(XML_ID, "")
    return ""


def _tail(words: str, cut: bool) -> str:
    collapsed = " ".join(words.split()) + (" " if words[-1:].isspace() else "")
    return f"… {collapsed.partition(' ')[2]}" if cut else collapsed.lstrip()


def _head(words: str, cut: bool) -> str:
    collapsed = (" " if words[:1].isspace() else "") + " ".join(words.split())
    return f"{collapsed.rpartition(' ')[0]} …" if cut else collapsed


def _described(document: Element, record: Record) -> Iterator[Described]:
    places = _places(document)
    sorts = {
        element.get(XML_ID, ""): plain_text(form)
        for element in document.iter("{*}person", "{*}place", "{*}org", *(f"{{*}}{name}" for name in _WORKS_IN_LISTS))
        for form in element.iterchildren("*")
        if form.get("type") == "sort"
    }
    for entry in record.entries:
        if not entry.key:
            continue
        sort = sorts.get(entry.key, "") or entry.name
        life = "–".join((entry.birth[:4], entry.death[:4])) if entry.birth or entry.death else ""
        also = ", ".join(form for form in entry.forms if form not in (entry.name, sort))
        kind = TABLE["entries"].get(entry.kind, entry.kind)
        yield Described(
            entry.key, kind, entry.name, sort, life, also, entry.identifiers, *places.get(entry.key, ("", ""))
        )


def _places(document: Element) -> dict[str, tuple[str, str]]:
    """Return latitude and longitude of the places that state them (`location/geo`, decimal degrees)."""
    found = {}
    for place in document.iter("{*}place"):
        geo = place.find("{*}location//{*}geo")
        read = _COORDINATES.fullmatch(plain_text(geo)) if geo is not None else None
        if read and abs(float(read[1])) <= 90 and abs(float(read[2])) <= 180:
            found[place.get(XML_ID, "")] = (read[1], read[2])
    return found


def terms(text: str) -> list[str]:
    """Return the words of *text* as search compares them: small letters without accents (search.js does the same)."""
    text = text.lower()
    if not text.isascii():
        text = "".join(map(_folded, text))
    return _WORD.findall(text)


@cache
def _folded(sign: str) -> str:
    parts = unicodedata.normalize("NFKD", sign).lower()
    return "".join(part for part in parts if not unicodedata.category(part).startswith("M"))
