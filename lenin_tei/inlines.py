"""Marks inside a leaf block: line breaks, page numbers, quoted words, audience notes.

In: the text and the logical lines of a leaf. Out: marks with true offsets. Quoted words become `q` only where every
quotation mark of the leaf has its partner (TEI Guidelines 3.3.3); the signs themselves stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lenin_tei.model import Block, Mark
from lenin_tei.patterns import lazy
from lenin_tei.source import Span

PAGE = lazy(
    r"\[(?:p|pp|pg|page|S)\.? ?(?P<square>\d{1,4}[a-z]?)\]|\|(?P<bar>\d{1,4}[a-z]?)\||\{(?:p"
    r"|page)\.? ?(?P<curly>\d{1,4})\}",
    re.I,
)
STAGE = lazy(
    r"[(\[](?:(?:[A-Z][\w’',;:. –—-]{0,60} )|(?:[A-Z][\w’'-]{0,20}, ))?(?:applause|laughter|ovation|cheers"
    r"|interruptions?|commotion|uproar|hear, hear|cries|shouts|general animation|animation|stir|hissing|hisses"
    r"|voices?)\b[^()\[\]\n]{0,120}[)\]]",
    re.I,
)
CURLY = lazy("[“”]")


def find_marks(text: str, lines: Sequence[Span], *, broken: bool = True) -> list[Mark]:
    """Return the marks of the leaf made of these logical lines; *broken* keeps the breaks between them as `lb`."""
    marks = []
    if broken and len(lines) > 1:
        for before, after in zip(lines, lines[1:], strict=False):
            marks.append(Mark(Span(before.end, after.start), "lb"))
    span = Span(lines[0].start, lines[-1].end)
    if (
        text.find("(", span.start, span.end) >= 0
        or text.find("[", span.start, span.end) >= 0
        or text.find("|", span.start, span.end) >= 0
    ):
        marks += page_marks(text, span)
        marks += stage_marks(text, span)
    marks += quoted(text, span)
    return marks


def leaf(
    text: str, element: str, lines: Sequence[Span], attributes: dict[str, str] | None = None, *, quotes: bool = True
) -> Block:
    """Return a leaf block over these logical lines, with the marks its text shows."""
    marks = find_marks(text, lines)
    if marks and not quotes:
        marks = [mark for mark in marks if mark.element != "q"]
    return Block(element, Span(lines[0].start, lines[-1].end), attributes or {}, tuple(marks))


def page_marks(text: str, span: Span) -> Iterator[Mark]:
    """Yield page numbers typed inside the text."""
    for found in PAGE.finditer(text, span.start, span.end):
        attributes = {"n": found[found.lastgroup or 0], "rend": " ".join(found.group().split())}
        if text[max(0, found.start() - 1) : found.start()].isalpha() and text[found.end() : found.end() + 1].isalpha():
            attributes["break"] = "no"  # the page ends within a word
        yield Mark(Span(*found.span()), "pb", attributes)


def without_references(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without page numbers in their text that do not count up: those refer to pages of something."""
    numbers = [
        int(re.sub(r"\D", "", mark.attributes["n"]))
        for block in blocks
        for inner in block.leaves()
        for mark in inner.marks
        if mark.element == "pb"
    ]
    rising = sum(after - before in (0, 1, 2) for before, after in pairwise(numbers))
    if len(numbers) < 2 or rising * 2 >= len(numbers) - 1:
        return list(blocks)
    return [without_pages(block) for block in blocks]


def without_pages(block: Block) -> Block:
    """Return a block without page numbers in its text."""
    if block.children:
        return block._replace(children=tuple(without_pages(child) for child in block.children))
    return block._replace(marks=tuple(mark for mark in block.marks if mark.element != "pb"))


def stage_marks(text: str, span: Span) -> Iterator[Mark]:
    """Yield what the audience did: (Applause.), (Stormy applause), (Laughter.)"""
    for found in STAGE.finditer(text, span.start, span.end):
        yield Mark(Span(*found.span()), "incident")


def quoted(text: str, span: Span) -> list[Mark]:
    """Return `q` marks over words in curly quotation marks; none if a mark of the leaf has no partner."""
    if text.find("“", span.start, span.end) < 0 and text.find("”", span.start, span.end) < 0:
        return []
    marks: list[Mark] = []
    open_at: list[int] = []
    for found in CURLY.finditer(text, span.start, span.end):
        if found.group() == "“":
            open_at.append(found.start())
        elif open_at:
            start = open_at.pop()
            if not open_at:
                marks.append(Mark(Span(start, found.end()), "q"))
        else:
            return []
    return [] if open_at else marks
