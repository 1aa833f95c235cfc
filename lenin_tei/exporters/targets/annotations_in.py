"""Annotations made elsewhere become markup: W3C Web Annotations of the text of a document, as Recogito writes them.

An annotation is taken only if its quotation stands exactly at its offset, and if a name can be put around those words
without cutting another element in two; what is left out is told, with the reason. No word changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.targets.anchors import Place, Stretch, places_in, stretches_of
from lenin_tei.exporters.targets.entries import make
from lenin_tei.exporters.text_reading import NAMES
from lenin_tei.exporters.tree import XML_ID, Element, local_name
from lenin_tei.xmlparser import safe_parser

# What tools call the kinds of names → the element.
TAGS = {
    "person": "persName",
    "place": "placeName",
    "location": "placeName",
    "organization": "orgName",
    "organisation": "orgName",
    "event": "name",
    "work": "title",
} | {name.lower(): name for name in NAMES}
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an annotation asks for: a stretch of the text, the words it quotes there, an element with attributes."""

    start: int
    end: int
    exact: str
    element: str
    attributes: tuple[tuple[str, str], ...]


def read_annotations(data: bytes, path: str) -> list[Mapping[str, Any]]:
    """Return the annotations in a JSON file: one, a list, a page, a collection, or one a line."""
    try:
        text = data.decode("utf-8-sig")
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise LeninTeiError(f"{path} is no JSON: {error}") from error
    while isinstance(found, dict) and ("items" in found or "first" in found):
        found = found.get("items", found.get("first"))
    listed = found if isinstance(found, list) else [found]
    if not all(isinstance(one, dict) for one in listed):
        raise LeninTeiError(f"{path} holds no Web Annotations")
    return listed


def import_annotations(root: Element, annotations: list[Mapping[str, Any]], tell: Tell) -> int:
    """Put the names that *annotations* mark into the tree; return how many. Each that is left out is told."""
    text, stretches = stretches_of(root)
    wanted = [one for one in (_wanted(annotation, text, tell) for annotation in annotations) if one is not None]
    # Inner names first, and those of one stretch in their order: an outer name is put around what is there.
    wanted.sort(key=lambda one: (one.end - one.start, one.start))
    ids = {one.get(XML_ID) for one in root.iter("*")}
    taken = 0
    for one in wanted:
        stretch = _around(one, stretches)
        reason = "it stands in no block of the text" if stretch is None else _mark(one, stretch, text, ids)
        if reason:
            tell(f"{one.exact!r} at {one.start}: left out, because {reason}")
        else:
            taken += 1
    return taken


def _wanted(annotation: Mapping[str, Any], text: str, tell: Tell) -> Wanted | None:
    """Return what an annotation asks for; None, and a word, if that is nothing we can do."""
    position: Mapping[str, Any] = {}
    quotation: Mapping[str, Any] = {}
    for selector in _selectors(annotation):
        position = selector if selector.get("type") == "TextPositionSelector" else position
        quotation = selector if selector.get("type") == "TextQuoteSelector" else quotation
    exact, start, end = quotation.get("exact"), position.get("start"), position.get("end")
    if not isinstance(exact, str) or not isinstance(start, int) or not isinstance(end, int):
        tell(f"{annotation.get('id', 'an annotation')}: left out, because it has no quotation with an offset")
        return None
    place = _checked(text, exact, start, end)
    if place is None:
        tell(f"{exact!r} at {start}: left out, because other words stand there: {text[start:end]!r}")
        return None
    element, attributes = _element(annotation)
    if not element:
        tell(f"{exact!r} at {start}: left out, because none of its tags is a kind of name")
        return None
    return Wanted(*place, exact, element, attributes)


def _checked(text: str, exact: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the offsets in characters at which *exact* stands: those given, else those given as UTF-16 units."""
    if exact.strip() and 0 <= start < end and text[start:end] == exact:
        return start, end
    units = text.encode("utf-16-le")
    if exact.strip() and 0 <= start < end and units[2 * start : 2 * end] == exact.encode("utf-16-le"):
        before = len(units[: 2 * start].decode("utf-16-le"))
        return before, before + len(exact)
    return None


def _selectors(annotation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    targets = annotation.get("target")
    for target in targets if isinstance(targets, list) else [targets]:
        selectors = target.get("selector") if isinstance(target, dict) else None
        for selector in selectors if isinstance(selectors, list) else [selectors]:
            while isinstance(selector, dict):
                yield selector
                selector = selector.get("refinedBy")


def _element(annotation: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return element and attributes an annotation asks for: from a start tag it keeps, else from tags and links."""
    bodies = annotation.get("body", annotation.get("bodies", []))
    element, pointer = "", ""
    for body in bodies if isinstance(bodies, list) else [bodies]:
        if not isinstance(body, dict):
            continue
        value = body.get("value") or body.get("source") or body.get("id") or ""
        value = value if isinstance(value, str) else ""
        if body.get("format") == "application/xml":
            kept = _start_tag(value)
            if kept is not None:
                return kept
        elif body.get("purpose") in ("identifying", "linking"):
            pointer = f"#{value.rpartition('#')[2]}" if "#" in value and "://" not in value else value
        elif not element:
            element = TAGS.get(value.lower(), "")
    return element, ((("ref", pointer),) if pointer and " " not in pointer else ())


def _start_tag(value: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    try:
        tag = etree.fromstring(value.encode(), safe_parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    if tag.tag not in NAMES:
        return None
    return str(tag.tag), tuple((str(name), str(one)) for name, one in tag.attrib.items() if "{" not in str(name))


def _around(one: Wanted, stretches: list[Stretch]) -> Stretch | None:
    """Return the smallest block that holds the words."""
    around = [stretch for stretch in stretches if stretch.start <= one.start and one.end <= stretch.end]
    return min(around, key=lambda stretch: stretch.end - stretch.start, default=None)


def _mark(one: Wanted, stretch: Stretch, text: str, ids: set[str | None]) -> str:
    """Put a name around its words; return why that cannot be done, "" if it was."""
    places = places_in(stretch.element, text, stretch.start, stretch.end)
    offsets = [number for number in range(one.start, one.end) if not text[number].isspace()]
    if any(number not in places for number in offsets):
        return "these words are not running text of the document"
    first, last = places[offsets[0]], places[offsets[-1]]
    attributes = {name: value for name, value in one.attributes if not value.startswith("#") or value[1:] in ids}
    name = _same_name(first, last, places, offsets, one.element)
    if name is not None:
        for key, value in attributes.items():
            name.set(key, value)
        return ""
    start, end = _lifted(first, last, stretch.element)
    if start.container is not end.container:
        return f"it would cut <{local_name(first.container)}> in two"
    _wrap(start, end, make(one.element, **attributes))
    return ""


def _same_name(
    first: Place, last: Place, places: Mapping[int, Place], offsets: list[int], element: str
) -> Element | None:
    """Return the name that holds exactly these words already."""
    around = first.container
    inside = {places[number].container for number in offsets}
    while around is not None:
        words = sum(1 for char in "".join(str(part) for part in around.itertext()) if not char.isspace())
        if words > len(offsets):
            return None
        if (
            local_name(around) == element
            and words == len(offsets)
            and all(one is around or around in one.iterancestors() for one in inside)
        ):
            return around
        parent = around.getparent()
        if parent is None:
            return None
        around = parent
    return None


def _lifted(first: Place, last: Place, block: Element) -> tuple[Place, Place]:
    """Return where the name begins and ends, moved out of elements that lie in it wholly."""
    end = Place(last.node, last.in_tail, last.offset + 1)
    start = first
    common = _common(start.container, end.container)
    while start.container is not common and start.container is not block and _is_first(start):
        inner = start.container
        before = inner.getprevious()
        around = inner.getparent()
        if around is None:
            break
        start = Place(before, True, len(before.tail or "")) if before is not None else Place(
            around, False, len(around.text or ""))  # fmt: skip
    while end.container is not common and end.container is not block and _is_last(end):
        end = Place(end.container, True, 0)
    return start, end


def _common(one: Element, other: Element) -> Element | None:
    ancestors = [one, *one.iterancestors()]
    return next((found for found in (other, *other.iterancestors()) if found in ancestors), None)


def _is_first(place: Place) -> bool:
    return not place.in_tail and not place.run[: place.offset].strip()


def _is_last(place: Place) -> bool:
    rest = place.run[place.offset :].strip()
    return not rest and (place.node.getnext() is None if place.in_tail else not len(place.node))


def _wrap(start: Place, end: Place, name: Element) -> None:
    """Put all between two places of one element into *name*."""
    container = start.container
    same = start.node is end.node and start.in_tail == end.in_tail
    before, after = start.run[: start.offset], end.run[end.offset :]
    inner: list[Element] = []
    if same:
        name.text = start.run[start.offset : end.offset]
    else:
        name.text = start.run[start.offset :]
        following = start.node.getnext() if start.in_tail else (start.node[0] if len(start.node) else None)
        while following is not None:
            inner.append(following)
            if following is end.node:
                break
            following = following.getnext()
        end.node.tail = end.run[: end.offset]
    if start.in_tail:
        start.node.tail = before
        container.insert(container.index(start.node) + 1, name)
    else:
        container.text = before
        container.insert(0, name)
    for one in inner:
        tail = one.tail
        name.append(one)
        one.tail = tail
    name.tail = after
