"""Decisions on thin evidence, told to the editor: which part was taken for what, and what to do if it is not that.

In: named parts. Out: a diagnostic for every part whose name rests on thin evidence. The decision stands; the text is
the same either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lenin_tei.diagnostics import Diagnostic, Report
from lenin_tei.parts import Part
from lenin_tei.source import Source

MESSAGES = {
    "T040": "“{words}” was taken for a heading; if it is none, end it with a full stop",
    "T041": "“{words}” was taken for a signature only because of its place; check it",
    "T042": "“{words}” was read as part of the note before it; set the text off with two blank lines if it is not",
    "T044": "“{words}” was taken for the author because it looks like a name; say Author: … if it is not",
    "T046": "“{words}” was taken for verse because its lines are short; check it",
    "T047": "“{words}” was read as the words of a speaker who speaks only once; check it",
}
# Codes of decisions that an editor should look at: those told here, and those of notes, layout and kind of text.
DECISIONS = frozenset({*MESSAGES, "T022", "T030", "T031", "T043", "T045"})


def report_doubts(source: Source, parts: Sequence[Part], report: Report) -> None:
    """Report the parts that were named on thin evidence."""
    for part in parts:
        if part.doubt:
            words = " ".join(part.text.split())
            shown = words if len(words) <= 50 else words[:47] + "…"
            start = part.stretch.span.start
            report(source.diagnostic(start, part.doubt, MESSAGES[part.doubt].format(words=shown)))


def decisions_in(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return how many decisions an editor should look at, by the path of the transcription."""
    found: dict[str, int] = {}
    for one in diagnostics:
        if one.code in DECISIONS:
            found[one.path] = found.get(one.path, 0) + 1
    return found
