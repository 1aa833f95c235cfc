"""A transcription becomes a document: its facts, and its blocks in the order of the transcription.

In: a `Source` and a `Profile`. Out: a `Document`. The stages are named in `read_document`, one line each.
"""

from __future__ import annotations

from functools import cached_property

from lenin_tei.blocks import read_blocks
from lenin_tei.chronology import settle_dates
from lenin_tei.conventions import with_conventions
from lenin_tei.diagnostics import Report
from lenin_tei.divisions import divide
from lenin_tei.doubts import report_doubts
from lenin_tei.inlines import without_references
from lenin_tei.languages import language_of
from lenin_tei.leaves import read_leaves
from lenin_tei.metadata import read_facts
from lenin_tei.model import Block, Document, Mark
from lenin_tei.naming import name_parts
from lenin_tei.note_pairs import pair_notes, with_speakers
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile, line_role
from lenin_tei.source import Source, Span
from lenin_tei.text_types import text_type_of
from lenin_tei.title_block import title_facts


def read_document(source: Source, profile: Profile, report: Report, *, lines: str = "auto") -> Document:
    """Return the transcription as a document; *lines* is "auto", "wrapped" or "kept"."""
    parts = name_parts(source.text, read_blocks(source, report, lines=lines), profile)
    if not parts:
        report(source.diagnostic(0, "T004", "the transcription holds no text; check that this is the right file"))
    facts = list(title_facts(source.text, parts))
    for group, part in enumerate(part for part in parts if part.kind == "meta"):
        facts += read_facts(source, part.stretch.lines, profile, report, group=group)
    for part in parts:
        if part.kind == "boilerplate" and line_role(part.rows()[0], profile):
            facts += read_facts(source, part.stretch.lines, profile, lambda _: None)
    report_doubts(source, parts, report)
    blocks = pair_notes(source, without_references(list(read_leaves(source.text, parts))), report)
    blocks = list(with_speakers(source.text, blocks, facts))
    blocks = with_conventions(source.text, blocks, profile)
    if "-\n" in source.text:
        hyphens = Hyphens(source, report)
        blocks = [hyphens.mark(block) for block in blocks]
    text_type = text_type_of(source.text, blocks, facts, profile.text_type)
    if text_type == profile.text_type != text_type_of(source.text, blocks, facts):
        report(source.diagnostic(0, "T045", f"the text was taken for a {text_type} because the profile expects one"))
    body = divide(source.text, blocks, text_type)
    facts = settle_dates(source, text_type, body, facts, report)
    return Document(source, text_type, language_of(source.text, profile.language), tuple(facts), tuple(body))


WORD = lazy(r"[^\W\d_]++(?:-[^\W\d_]++)*+")
BROKEN = lazy(r"(?P<gap>\n\s*)(?P<second>[^\W\d_]+)")
LONGEST_WORD = 60  # characters


class Hyphens:
    """Words broken at the ends of hard-wrapped lines (Guidelines 3.2.2).

    The hyphen stays in the text; a `lb` behind it has `@break` "no" where the document shows the whole word elsewhere,
    with or without the hyphen; else "maybe", and the place is reported (T031).
    """

    def __init__(self, source: Source, report: Report) -> None:
        self.source, self.report = source, report

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the transcription in lower case."""
        return frozenset(WORD.findall(self.source.text.lower()))

    def mark(self, block: Block) -> Block:
        """Return the block with its broken words marked."""
        if block.children:
            return block._replace(children=tuple(self.mark(child) for child in block.children))
        text, end = self.source.text, block.span.end
        place = text.find("-\n", block.span.start, end)
        if place < 0:
            return block
        kept = {mark.span.start for mark in block.marks if mark.element == "lb"}
        marks = []
        while place >= 0:
            behind = BROKEN.match(text, place + 1, end)
            before = [
                found.group() for found in WORD.finditer(text, max(block.span.start, place - LONGEST_WORD), place)
            ]
            if behind and before and text.endswith(before[-1], 0, place) and place + 1 not in kept:
                marks.append(self.line_break(before[-1], behind["second"], Span(*behind.span("gap"))))
            place = text.find("-\n", place + 2, end)
        return block._replace(marks=(*block.marks, *marks))

    def line_break(self, first: str, second: str, gap: Span) -> Mark:
        """Return the mark between the halves of a word."""
        known = f"{first}{second}".lower() in self.words or f"{first}-{second}".lower() in self.words
        if not known:
            message = f"“{first}-{second}” is broken at the end of a line and stands nowhere else; check the hyphen"
            self.report(self.source.diagnostic(gap.start - 1, "T031", message))
        return Mark(gap, "lb", {"break": "no" if known else "maybe"})
