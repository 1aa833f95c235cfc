"""The document as values: spans of the transcription, marks over them, blocks around them.

Nothing here knows XML; element and attribute names are TEI's. All offsets count characters of `Source.text`
(`\\n` line ends); a span holds `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from lenin_tei.source import Source, Span

NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
EMPTY_ELEMENTS = frozenset({"lb", "pb", "milestone", "anchor", "note", "gap", "cb"})
BLANKED: frozenset[str | None] = EMPTY_ELEMENTS | {None}


class Mark(NamedTuple):
    """Markup over a span inside a leaf block.

    `element` None: these characters are transcription markup (a note's label, a list marker); they are left out of the
    text because an attribute keeps them. An element of `EMPTY_ELEMENTS` stands for its characters.
    """

    span: Span
    element: str | None
    attributes: Mapping[str, str] = NO_ATTRIBUTES


class Block(NamedTuple):
    """A unit of layout: a leaf holds marks over its text, a branch holds blocks.

    A leaf's span is exactly its text; a branch's span runs from its first to its last child.
    """

    element: str
    span: Span
    attributes: Mapping[str, str] = NO_ATTRIBUTES
    marks: tuple[Mark, ...] = ()
    children: tuple[Block, ...] = ()

    def leaves(self) -> Iterator[Block]:
        """Yield the leaf blocks in the order of the transcription."""
        if self.children:
            for child in self.children:
                if child.children:
                    yield from child.leaves()
                else:
                    yield child  # without a generator of its own: most children are leaves
        else:
            yield self


class Fact(NamedTuple):
    """One thing the transcription says about itself, with the lines that say it.

    `place` is where it belongs in the header ("titleStmt", "printEdition", "firstPublication", "onlineVersion",
    "creation", "correspDesc/sent" …); `element` and `attributes` are TEI's; `text` is as typed. Facts of one
    bibliographic item share a `group`.
    """

    place: str
    element: str
    text: str
    span: Span
    attributes: Mapping[str, str] = NO_ATTRIBUTES
    group: int = 0


class Document(NamedTuple):
    """A whole transcription, read: its facts and its blocks in the order of the transcription."""

    source: Source
    text_type: str = ""
    language: str = ""
    facts: tuple[Fact, ...] = ()
    body: tuple[Block, ...] = ()
    entities: tuple[str, ...] = ()

    def leaves(self) -> Iterator[Block]:
        """Yield the leaf blocks in the order of the transcription."""
        for block in self.body:
            yield from block.leaves()


def is_note(block: Block) -> bool:
    """Whether a block is a note of the text (literal front matter is a note of the header)."""
    return block.element == "note" and block.attributes.get("type") != "transcription"


def map_leaves(blocks: Iterable[Block], change: Mapping[Span, tuple[Mark, ...]]) -> tuple[Block, ...]:
    """Return the blocks with the marks of every leaf replaced by those *change* has for its span."""
    made = []
    for block in blocks:
        if block.children:
            made.append(block._replace(children=map_leaves(block.children, change)))
        else:
            made.append(block._replace(marks=change[block.span]) if block.span in change else block)
    return tuple(made)


def nested(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return the marks sorted by place, outer before inner; a mark that crosses an earlier one is left out."""
    kept: list[Mark] = []
    around: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.span.start, -m.span.end)):
        while around and around[-1].span.end <= mark.span.start:
            around.pop()
        if around and mark.span.end > around[-1].span.end:
            continue
        kept.append(mark)
        around.append(mark)
    return tuple(kept)


def masked(source: Source, block: Block) -> str:
    """Return the text of a leaf block with line breaks and transcription markup blanked out at equal length.

    Recognisers search this clean text, and the offsets they find are true (add `block.span.start`).
    """
    start, end = block.span
    pieces: list[str] = []
    done = start
    for first, last in sorted(mark.span for mark in block.marks if mark.element in BLANKED):
        if last > done:
            pieces += source.text[done : max(first, done)], " " * (last - max(first, done))
            done = last
    pieces.append(source.text[done:end])
    return "".join(pieces).replace("\n", " ")
