"""Text with standoff annotations: the text exporter's text, and where in it each block and each name stands.

Offsets count Unicode code points of that text, the end excluded, so `text[start:end]` are the words of the element.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.front import document_language
from lenin_tei.exporters.layout import PARAGRAPH, Layout
from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.text_rules import NAMES, RULES, Next, Reading, Rule, TextOptions
from lenin_tei.exporters.tree import XML_ID, Element, child, documents, local_name
from lenin_tei.exporters.walk import Walk

_BLOCKS = ("ab", "head", "l", "p")


@dataclass(slots=True)
class Annotation:
    """An element of the text: where it stands, what it is called, its attributes."""

    start: int
    end: int
    element: str
    attributes: dict[str, str] = field(default_factory=dict)
    document: str = ""


def annotate_text(root: Element, options: TextOptions) -> tuple[str, list[Annotation]]:
    """Return the text of *root* and its annotations, in the order in which they begin."""
    if options.wrap or options.names != "text":
        raise LeninTeiError("offsets need the text as it is: no wrap, no names=id; every name says what it points to")
    layout = Layout()
    found: list[Annotation] = []
    for document in documents(root):
        layout.close(PARAGRAPH)
        Walk(document, options, layout, _recording(found, document.get(XML_ID, ""))).write()
    text, offsets = layout.result(), layout.offsets()
    for one in found:
        one.start, one.end = offsets[min(one.start, len(offsets) - 1)], offsets[min(one.end, len(offsets) - 1)]
        while one.start < one.end and text[one.start].isspace():
            one.start += 1
        while one.end > one.start and text[one.end - 1].isspace():
            one.end -= 1
    return text, sorted((one for one in found if one.end > one.start), key=lambda one: one.start)


def _recording(found: list[Annotation], document: str) -> Mapping[str, Rule]:
    """Return the rules of the text exporter, and rules that record where blocks and names begin and end."""

    def record(reading: Reading, element: Element, placed: bool) -> Next:
        attributes = {str(name).rpartition("}")[2]: str(value) for name, value in sorted(element.attrib.items())}
        made = Annotation(reading.layout.place(), 0, local_name(element), attributes, document)
        found.append(made)
        rule = RULES.get(made.element)
        following = rule(reading, element, placed) if rule else Next(element)
        first = following.done

        def done() -> None:
            if first is not None:
                first()
            made.end = reading.layout.place()

        return following._replace(done=done)

    return RULES | dict.fromkeys((*NAMES, *_BLOCKS), record)


def export_json(root: Element, **options: object) -> str:
    """Return text, facts and annotations of *root* as one JSON object (docs/reference/json.md)."""
    text, found = annotate_text(root, choose(TextOptions, options))
    facts = facts_of(root if child(root, "teiHeader") is not None else documents(root)[0], document_language(root))
    data = {
        "facts": {name: values for name, values in facts.items() if values},
        "text": text,
        "annotations": [asdict(one) for one in found],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
