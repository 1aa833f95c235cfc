"""Notes and their markers: labels notes begin with, signs that may call them, and which belongs to which.

In: stretches and where they stand. Out: pairs of marker span and note. A pair is made only when one reading is
possible; what is left over is reported (T020–T022) and stays in the text as typed.
TEI: a note stands at its marker (Guidelines 3.9.1); `@n` is the label without its brackets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from lenin_tei.patterns import lazy
from lenin_tei.source import Span

# A label at the start of a note: [1] [1*] [A] (1) 1. 1) 1*. * † A.
LABEL = lazy(
    r"\^?\[\s*(?P<square>\d{1,4}[a-z]?\*{0,2}|\*{1,6}\d*|[A-Za-z]|[†‡§¶]+|note)\s*\][.:)]?\s*"
    r"|\[Footnote\s+(?P<footnote>\d{1,4}|[A-Z]|\*{1,3}):\s*"
    r"|\((?P<round>\d{1,4}[a-z]?|\*{1,6}|[a-z])\)[.:]?\s*"
    r"|(?P<digits>\d{1,3}[a-z]?\*{0,2})[.)](?=[\s.])\s*"
    r"|(?P<bare>\d{1,3}\*{0,2})(?=[\s\u00a0])\s*"
    r"|(?P<signs>\*{1,6}\d{0,2}|[†‡§¶]{1,3})[.:)]?\s*"
    r"|(?P<letter>[A-Za-z])[.)](?=\s)\s*"
)
# Signs that call a note wherever they stand, and signs that may mean something else: (1), a raised or glued digit.
# Each pattern is tried only where a sign it can begin with stands: one search for the set of signs is fast.
SURE_MARKER = (
    "[{¹²³⁰⁴⁵⁶⁷⁸⁹",
    lazy("[\\[{¹²³⁰⁴-⁹]"),
    lazy(
        r"\[\s*(?P<square>\d{1,4}[a-z]?\*{0,2}|\*{1,6}\d{0,2}|[A-Za-z]|[†‡§¶]{1,3}|note)\s*\]"
        r"|\{\s*(?P<curly>\d{1,4})\s*\}"
        r"|(?P<raised>[¹²³⁰⁴-⁹]{1,3})"
    ),
)
SIGN_MARKER = (
    "*†‡",
    lazy(r"[(*†‡]"),
    re.compile(r"\((?P<round>\*{1,6}|\*\d{1,3})\)|(?P<signs>\*{1,6}\d{0,2}|[†‡]{1,3})"),
)
DIGIT_MARKER = (
    "0123456789",
    lazy(r"[(\d]"),
    lazy(
        r"\((?P<round>\d{1,3}[a-z]?)\)"
        r"|(?<=[^\W\d_][.,;:!?’”\"')])(?P<glued>\d{1,3}\*?)\)?(?=[\s—–.,;:]|$)"
        r"|(?<=[^\W\d_])(?P<word>\d{1,3}\*?)\)?(?=[\s.,;:!?’”\"'—–)]|$)"
    ),
)
RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
CERTAIN = frozenset({"square", "curly", "raised"})


class Label(NamedTuple):
    """What a note begins with: its core ("1"), the sign as typed ("[1]") and where the note's text starts."""

    core: str
    typed: str
    end: int
    kind: str


class Marker(NamedTuple):
    """A sign that may call a note: `core` without brackets, `kind` the form it has."""

    span: Span
    core: str
    kind: str


def note_label(text: str, span: Span) -> Label | None:
    """Return the label that the text of *span* begins with."""
    found = LABEL.match(text, span.start, span.end)
    if not found or not found.lastgroup:
        return None
    return Label(found[found.lastgroup], found.group().strip(), found.end(), found.lastgroup)


# The signs one of which a marker holds (looked for first, since most blocks have none), where one may begin, and how.
Pattern = tuple[str, re.Pattern[str], re.Pattern[str]]


def find_markers(text: str, span: Span, pattern: Pattern = SURE_MARKER) -> Iterator[Marker]:
    """Yield the signs inside *span* that call a note, or with another pattern those that may."""
    signs, starts, whole = pattern
    words = text[span.start : span.end]
    if not any(sign in words for sign in signs):
        return
    end = span.start
    for start in starts.finditer(text, span.start, span.end):
        if start.start() >= end and (found := whole.match(text, start.start(), span.end)):
            end = found.end()
            kind = found.lastgroup or ""
            yield Marker(Span(*found.span()), found[kind].translate(RAISED), kind)


class Signs:
    """The first place of every sign of a text that may call a note, by its core."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def sure(self) -> dict[str, int]:
        """First places of signs such as [1] that do not stand at the start of a line."""
        return self.first(SURE_MARKER)

    @cached_property
    def doubtful(self) -> dict[str, int]:
        """First places of signs such as (1) or a digit glued to a word."""
        return self.first(DIGIT_MARKER)

    @cached_property
    def stars(self) -> dict[str, int]:
        """First places of signs such as * and †."""
        return self.first(SIGN_MARKER)

    def first(self, pattern: Pattern) -> dict[str, int]:
        """Return the first place of every sign of one kind."""
        found: dict[str, int] = {}
        for marker in find_markers(self.text, Span(0, len(self.text)), pattern):
            if marker.core not in found and not self.at_line_start(marker.span.start):
                found[marker.core] = marker.span.start
        return found

    def at_line_start(self, offset: int) -> bool:
        """Whether only white space stands before *offset* in its line."""
        line = max(self.text.rfind("\n", max(0, offset - 21), offset) + 1, offset - 20)
        return not self.text[line:offset].strip()

    def calls(self, label: Label, end: int) -> bool:
        """Whether the text before *end* has a sign with this label."""
        never = len(self.text)
        if self.sure.get(label.core, never) < end:
            return True
        if label.kind == "signs":
            return self.stars.get(label.core, never) < end
        return label.kind in ("digits", "bare", "round") and self.doubtful.get(label.core, never) < end


class Pairing(NamedTuple):
    """The outcome: marker → number of its note, and the sure markers nobody answers to."""

    pairs: dict[Span, int]
    lonely_markers: tuple[Marker, ...]


def pair(markers: Sequence[Marker], notes: Sequence[tuple[str, int, int]]) -> Pairing:
    """Give every marker its note.

    *notes* are (label core, zone, offset) in the order of the transcription; a zone is a group of notes typed together.
    A marker belongs to the first zone behind it that has its label; where a zone has a label twice (numbers that start
    again), the markers take its notes in turn. Signs that may mean something else, such as a raised digit or (1), pair
    only with notes that no sure sign has called, and only in the order of the notes.
    """
    by_label: dict[str, list[int]] = defaultdict(list)
    for number, (core, _, _) in enumerate(notes):
        by_label[core.lower()].append(number)
    pairs: dict[Span, int] = {}
    taken: set[int] = set()
    lonely = []
    for marker in markers:
        if marker.kind not in CERTAIN:
            continue
        found = choose(marker, by_label.get(marker.core.lower(), []), notes, taken)
        if found is None:
            lonely.append(marker)
        else:
            pairs[marker.span] = found
            taken.add(found)
    latest = -1
    for marker in markers:
        if marker.kind in CERTAIN:
            latest = max(latest, pairs.get(marker.span, -1))
            continue
        free = [n for n in by_label.get(marker.core.lower(), []) if n not in taken and notes[n][2] > marker.span.end]
        if free and (free[0] > latest or marker.kind == "signs"):
            pairs[marker.span] = latest = free[0]
            taken.add(free[0])
    return Pairing(pairs, tuple(lonely))


def choose(marker: Marker, candidates: list[int], notes: Sequence[tuple[str, int, int]], taken: set[int]) -> int | None:
    """Return the note a sure marker calls: the first free one in the nearest zone behind it."""
    behind = [number for number in candidates if notes[number][2] > marker.span.end]
    if behind:
        nearest = [number for number in behind if notes[number][1] == notes[behind[0]][1]]
        return next((number for number in nearest if number not in taken), nearest[-1])
    before = [number for number in candidates if number not in taken]
    return before[-1] if before else (candidates[-1] if candidates else None)
