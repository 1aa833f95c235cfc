"""Who wrote to whom: facts for `correspDesc`, as far as the title and the opener say them.

In: a document whose names are marked. Out: facts with places "correspDesc/sent" and "correspDesc/received" (TEI
Guidelines 2.4.6). Addressees named in the title become the names they are; what remains between and behind them is a
group described in words (`rs`). Nothing is added that the transcription does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lenin_tei.model import Block, Document, Fact, Mark, masked
from lenin_tei.patterns import lazy
from lenin_tei.source import Span
from lenin_tei.wording import has_office, is_person

TITLED_TO = lazy(
    r"(?:.{0,60}\b(?:letter|telegram|message|note|cable|greetings|postcard|reply|answer)\b.{0,20}\bto"
    r"|to)\s+(?:the\s+)?",
    re.I,
)
INITIALS = lazy(r"[A-ZÀ-Þ]\. ?(?:[A-ZÀ-Þ]\. ?)?[A-ZÀ-Þ]")
GLUE = lazy(r"(?:[\s,;.:]|\band\b|\bthe\b|\bto\b)+", re.I)
ADDRESSEES = frozenset({"persName", "orgName"})


def correspondence_facts(document: Document) -> Iterator[Fact]:
    """Yield place of the sender and addressees of a letter or telegram."""
    if document.text_type not in ("letter", "telegram"):
        return
    given = {fact.place for fact in document.facts}
    if "correspDesc/received" not in given or not any(
        f.element != "placeName" for f in document.facts if f.place == "correspDesc/received"
    ):
        head = next(
            (leaf for leaf in document.leaves() if leaf.element == "head" and leaf.attributes.get("type") != "date"),
            None,
        )
        if head is not None:
            yield from addressees(document, head)
    datelines = [leaf for block in document.body for leaf in openers(block)]
    if len(datelines) == 1 and not any(
        f.place == "correspDesc/sent" and f.element == "placeName" for f in document.facts
    ):
        for mark in datelines[0].marks:
            if mark.element == "placeName":
                yield fact_of(document, "correspDesc/sent", mark)
                break


def openers(block: Block) -> Iterator[Block]:
    """Yield the date lines of openers."""
    if block.element == "opener":
        yield from (leaf for leaf in block.leaves() if leaf.element == "dateline")
    elif block.element != "note":
        for child in block.children:
            yield from openers(child)


def addressees(document: Document, head: Block) -> Iterator[Fact]:
    """Yield whom the title names behind its "to"."""
    text = masked(document.source, head)
    found = TITLED_TO.match(text)
    if not found:
        return
    start, end = head.span.start + found.end(), head.span.end
    names = [mark for mark in head.marks if mark.element in ADDRESSEES and mark.span.start >= start]
    outer = [
        m
        for m in names
        if not any(o is not m and o.span.start <= m.span.start and m.span.end <= o.span.end for o in names)
    ]
    if not outer:
        words = " ".join(text[found.end() :].split()).strip(" ,.;:")
        if INITIALS.match(words) and is_person(words):
            yield Fact("correspDesc/received", "persName", words, Span(start, end))
        elif has_office(words) or is_several(words):  # anybody else may be a person, a paper or a place
            kind = "org" if has_office(words) else "group"
            yield Fact("correspDesc/received", "rs", words, Span(start, end), {"type": kind})
        return
    place = outer[0].span.start
    for mark in sorted(outer, key=lambda m: m.span):
        yield from described(document, text, head, place, mark.span.start)
        yield fact_of(document, "correspDesc/received", mark)
        place = mark.span.end
    yield from described(document, text, head, place, end)


def described(document: Document, text: str, head: Block, start: int, end: int) -> Iterator[Fact]:
    """Yield the group described in words between two names of a title."""
    words = " ".join(text[start - head.span.start : end - head.span.start].split())
    while found := GLUE.match(words):
        words = words[found.end() :]
    words = words.rstrip(" ,;.:")
    if len(words.split()) > 1 and is_several(words):
        yield Fact("correspDesc/received", "rs", words, Span(start, end), {"type": "group"})


def is_several(words: str) -> bool:
    """Whether a description speaks of more than one."""
    return any(len(word) > 4 and word.lower().endswith("s") for word in words.split())


def fact_of(document: Document, place: str, mark: Mark) -> Fact:
    """Return the fact that a marked name stands for."""
    words = " ".join(document.source.text[mark.span.start : mark.span.end].split())
    return Fact(place, mark.element or "rs", words, mark.span, {k: v for k, v in mark.attributes.items() if k == "ref"})
