"""Stages made visible: the named parts of a transcription as lines, the document model as JSON."""

from __future__ import annotations

import json

from lenin_tei.blocks import describe_layout, read_blocks
from lenin_tei.conversion import Options, pick_profile
from lenin_tei.model import Block, Document
from lenin_tei.naming import name_parts
from lenin_tei.profile_choice import choose_profile
from lenin_tei.source import Source, Span, read_source


def explain_parts(data: bytes, path: str, options: Options) -> str:
    """Return a line for every stretch: its place, its kind, its first words and the rule that named it.

    The code of a doubt stands behind the rule of a decision on thin evidence. The first line says which profile was
    taken and why, and how lines were read.
    """
    source = read_source(data, path, lambda _: None, options.encoding)
    profile = pick_profile(source.text, options)
    why = choose_profile(source.text)[1] if options.profile == "auto" else "as asked for"
    lines = describe_layout(source, lines=options.lines)
    rows = [f"{path}: profile {profile.name} ({why}), encoding {source.encoding}, {lines}"]
    for part in name_parts(source.text, read_blocks(source, lambda _: None, lines=options.lines), profile):
        line = source.position(part.stretch.span.start).line
        words = " ".join(part.text.split())
        rows.append(f"{line:6}  {part.kind:11} {words[:50]:50}  {part.rule}{f' [{part.doubt}]' if part.doubt else ''}")
    return "\n".join(rows) + "\n"


def document_json(document: Document) -> str:
    """Return the document model as JSON: spans are [start, end) in characters of the transcription."""
    value = {
        "path": document.source.path,
        "encoding": document.source.encoding,
        "textType": document.text_type,
        "language": document.language,
        "facts": [
            {
                "place": fact.place,
                "element": fact.element,
                "text": fact.text,
                "span": list(fact.span),
                "attributes": dict(fact.attributes),
                "group": fact.group,
            }
            for fact in document.facts
        ],
        "body": [block_value(document.source, block) for block in document.body],
        "entities": list(document.entities),
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def block_value(source: Source, block: Block) -> dict[str, object]:
    """Return a block as plain values; a leaf carries its text."""
    value: dict[str, object] = {"element": block.element, "span": list(block.span)}
    if block.attributes:
        value["attributes"] = dict(block.attributes)
    if block.children:
        value["children"] = [block_value(source, child) for child in block.children]
        return value
    value["text"] = words(source, block.span)
    if block.marks:
        value["marks"] = [
            {
                "element": mark.element,
                "span": list(mark.span),
                "attributes": dict(mark.attributes),
                "text": words(source, mark.span),
            }
            for mark in block.marks
        ]
    return value


def words(source: Source, span: Span) -> str:
    """Return the characters of a span."""
    return source.text[span.start : span.end]
