"""Text with standoff names, for programs: JSON Lines and the W3C Web Annotation model.

Offsets count Unicode code points, the end excluded; the text is that of `--to text` with the same options.
"""

from __future__ import annotations

import json
import re
import uuid
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.annotations import Annotation, annotate_text
from lenin_tei.exporters.descriptions import authority_address, entry_label
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.text_rules import NAMES, TextOptions
from lenin_tei.exporters.tree import XML_ID, Element

_CONTEXT = 32
_BLANK_LINES = re.compile(r"\n{2,}")


def export_jsonl(root: Element, **options: object) -> str:
    """Return one JSON object per line: a block of text (what stands between blank lines) and the names in it."""
    text, found = annotate_text(root, choose(TextOptions, options))
    names = [one for one in found if one.element in NAMES]
    lines = []
    for start, end in blocks(text, names):
        here = found[bisect_left(found, start, key=_start) : bisect_left(found, end, key=_start)]
        inside = [one for one in here if one.element in NAMES]
        outer = next((one for one in here if one.element not in NAMES and one.start == start), None)
        block: dict[str, Any] = {
            "document": outer.document if outer is not None else next((one.document for one in inside), ""),
            "element": outer.element if outer is not None else "",
            "start": start,
            "end": end,
            "text": text[start:end],
            "names": [
                {"start": one.start - start, "end": one.end - start, "element": one.element} | _kept(one)
                for one in inside
            ],
        }
        lines.append(json.dumps(block, ensure_ascii=False) + "\n")
    return "".join(lines)


def _start(one: Annotation) -> int:
    return one.start


def _kept(name: Annotation) -> dict[str, dict[str, str]]:
    return {"attributes": name.attributes} if name.attributes else {}


def blocks(text: str, names: list[Annotation]) -> Iterator[tuple[int, int]]:
    """Yield start and end of every stretch between blank lines; no name is ever cut, and no word is left out."""
    cuts = [found.span() for found in _BLANK_LINES.finditer(text.rstrip("\n"))]
    crossing = [(one.start, one.end) for one in names if "\n\n" in text[one.start : one.end]]
    start = 0
    for left, right in cuts:
        if not any(begin < left < end for begin, end in crossing):
            yield start, left
            start = right
    end = len(text.rstrip("\n"))
    if end > start:
        yield start, end


def export_webannotation(root: Element, **options: object) -> str:
    """Return the names as a W3C AnnotationPage; each is selected twice, by position and by the words around it."""
    text, found = annotate_text(root, choose(TextOptions, options))
    entries = {f"#{entry.get(XML_ID)}": entry for entry in root.iter("*") if entry.get(XML_ID)}
    items = [_annotation(one, text, entries) for one in found if one.element in NAMES]
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}",
        "type": "AnnotationPage",
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _annotation(name: Annotation, text: str, entries: dict[str, Element]) -> dict[str, Any]:
    source = f"{name.document or 'text'}.txt"
    pointer = name.attributes.get("ref", "") or name.attributes.get("key", "")
    said = f"{text}\n{source} {name.element} {name.start} {name.end} {pointer}"
    position = {"type": "TextPositionSelector", "start": name.start, "end": name.end}
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[name.start : name.end],
        "prefix": text[max(0, name.start - _CONTEXT) : name.start],
        "suffix": text[name.end : name.end + _CONTEXT],
    }
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, said)}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": list(_bodies(name, pointer, entries.get(pointer))),
        "target": {"source": source, "selector": [position, quote]},
    }


def _bodies(name: Annotation, pointer: str, entry: Element | None) -> Iterator[dict[str, str]]:
    """Yield what is said of a name: its element, what it points to, the authority records of its entry."""
    yield {"type": "TextualBody", "purpose": "classifying", "value": name.element}
    if entry is not None:
        yield {"type": "TextualBody", "purpose": "tagging", "value": entry_label(entry)}
        for idno in entry.iterchildren("{*}idno"):
            if authority_address(idno):
                yield {"type": "SpecificResource", "purpose": "identifying", "source": authority_address(idno)}
    elif pointer and ":" in safe_address(pointer):
        yield {"type": "SpecificResource", "purpose": "identifying", "source": pointer}
    elif pointer:
        yield {"type": "TextualBody", "purpose": "tagging", "value": pointer}
