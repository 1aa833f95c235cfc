"""The text of each document with its names beside it, as W3C Web Annotations, for tools such as Recogito.

The text and its offsets are those of `exporters.annotations`. The Web Annotation Data Model counts characters (code
points), Recogito runs in browsers and counts UTF-16 units; each gets a file of its own. The start tag of each name is
kept as a description, so that reading the annotations back loses no attribute.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from lenin_tei.exporters.annotations import Annotation, annotate_text
from lenin_tei.exporters.targets.building import Written
from lenin_tei.exporters.text_reading import NAMES, TextOptions

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# How many characters of the text stand before and after a quotation, to find it by.
AROUND = 24


def annotation_files(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield, for every document, its text, its Web Annotations, and those for Recogito."""
    for stem, path, root in written.trees():
        text, found = annotate_text(root, TextOptions())
        names = [one for one in found if one.element in NAMES]
        yield f"{stem}.txt", text.encode()
        page = {
            "@context": CONTEXT,
            "id": f"{stem}.annotations.json",
            "type": "AnnotationPage",
            "items": [_annotation(one, number, stem, path, text) for number, one in enumerate(names, 1)],
        }
        yield f"{stem}.annotations.json", _json(page)
        yield (
            f"{stem}.recogito.json",
            _json([_for_recogito(one, n, stem, path, text) for n, one in enumerate(names, 1)]),
        )


def _annotation(one: Annotation, number: int, stem: str, path: str, text: str) -> dict[str, object]:
    body: list[dict[str, str]] = [{"type": "TextualBody", "purpose": "tagging", "value": one.element}]
    pointer = one.attributes.get("ref", "")
    if pointer:
        source = f"{path}{pointer}" if pointer.startswith("#") else pointer
        body.append({"type": "SpecificResource", "purpose": "identifying", "source": source})
    tag = {"type": "TextualBody", "purpose": "describing", "format": "application/xml", "value": _start_tag(one)}
    return {
        "id": f"{stem}.annotations.json#{number}",
        "type": "Annotation",
        "motivation": "identifying" if pointer else "tagging",
        "body": [*body, tag],
        "target": {"source": f"{stem}.txt", "selector": _selectors(one.start, one.end, text, one)},
    }


def _for_recogito(one: Annotation, number: int, stem: str, path: str, text: str) -> dict[str, object]:
    units = [len(text[:place].encode("utf-16-le")) // 2 for place in (one.start, one.end)]
    made = _annotation(one, number, stem, path, text)
    bodies = made["body"]
    assert isinstance(bodies, list)
    kept = [body for body in bodies if body["purpose"] == "tagging"]
    kept += [
        {"type": "TextualBody", "purpose": "linking", "value": body["source"]}
        for body in bodies
        if body["purpose"] == "identifying"
    ]
    target = {"source": f"{stem}.txt", "selector": _selectors(units[0], units[1], text, one)}
    return {"@context": CONTEXT, **made, "id": f"#{stem}-{number}", "body": kept, "target": target}


def _selectors(start: int, end: int, text: str, one: Annotation) -> list[dict[str, object]]:
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[one.start : one.end],
            "prefix": text[max(0, one.start - AROUND) : one.start],
            "suffix": text[one.end : one.end + AROUND],
        },
    ]


def _start_tag(one: Annotation) -> str:
    words = "".join(
        f" {name}={quoteattr(value)}" for name, value in one.attributes.items() if name not in ("id", "lang")
    )
    return f"<{one.element}{words}/>"


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
