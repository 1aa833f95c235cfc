"""Text with standoff annotations: the text exporter's text, and where in it each block and each name stands.

Offsets count Unicode code points of that text, the end excluded, so `text[start:end]` are the words of the element.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from lenin_tei.exporters.front import document_language
from lenin_tei.exporters.layout import PARAGRAPH, Layout
from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.register import entry_label
from lenin_tei.exporters.text_rules import NAMES, RULES, Next, Reading, Rule, TextOptions
from lenin_tei.exporters.tree import XML_ID, Element, child, documents, local_name
from lenin_tei.exporters.walk import Walk

_BLOCKS = ("ab", "head", "l", "p")
_COLUMNS = ("document", "element", "type", "text", "ref", "entry", "when", "cert", "resp", "start", "end")


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
    return text, [one for one in found if one.end > one.start]


def _recording(found: list[Annotation], document: str) -> Mapping[str, Rule]:
    """Return the rules of the text exporter, and rules that record where blocks and names begin and end."""

    def record(reading: Reading, element: Element, _placed: bool) -> Next:
        attributes = {str(name).rpartition("}")[2]: str(value) for name, value in sorted(element.attrib.items())}
        made = Annotation(reading.layout.begin(), 0, local_name(element), attributes, document)
        found.append(made)
        return Next(element, done=lambda: setattr(made, "end", reading.layout.place()))

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


def export_csv(root: Element, **options: object) -> str:
    """Return a table of the names in *root*: what is written, where, and which entry it points to."""
    text, found = annotate_text(root, choose(TextOptions, options))
    entries = {f"#{entry.get(XML_ID)}": entry for entry in root.iter("*") if entry.get(XML_ID)}
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in found:
        if one.element not in NAMES:
            continue
        entry = entries.get(one.attributes.get("ref", ""))
        values = one.attributes | {
            "document": one.document,
            "element": one.element,
            "text": " ".join(text[one.start : one.end].split()),
            "entry": entry_label(entry) if entry is not None else "",
            "start": str(one.start),
            "end": str(one.end),
        }
        writer.writerow(_harmless(values.get(name, "")) for name in _COLUMNS)
    return table.getvalue()


def _harmless(cell: str) -> str:
    """Return *cell* so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") and not cell.lstrip("+-").isdigit() else cell
