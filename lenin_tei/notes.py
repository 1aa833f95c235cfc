"""Notes and their markers: labels notes begin with, signs that may call them, and which belongs to which.

In: stretches and where they stand. Out: pairs of marker span and note. A pair is made only when one reading is
possible; what is left over is reported (T020–T022) and stays in the text as typed.
TEI: a note stands at its marker (Guidelines 3.9.1); `@n` is the label without its brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from lenin_tei.patterns import lazy
from lenin_tei.source import Span

# A label at the start of a note: [1] [1*] [A] (1) 1. 1) 1*. * † A. {1} ¹
LABEL = lazy(
    r"\^?\[\s*(?P<square>\d{1,4}[a-z]?\*{0,2}|\*{1,6}\d*|[A-Za-z]|[†‡§¶]+|note)\s*\][.:)]?\s*"
    r"|\[Footnote\s+(?P<footnote>\d{1,4}|[A-Z]|\*{1,3}):\s*"
    r"|\((?P<round>\d{1,4}[a-z]?|\*{1,6}|[a-z])\)[.:]?\s*"
    r"|(?P<digits>\d{1,3}[a-z]?\*{0,2})[.)](?=[\s.])\s*"
    r"|(?P<bare>\d{1,3}\*{0,2})(?=[\s\u00a0])\s*"
    r"|\{\s*(?P<curly>\d{1,4})\s*\}\s*|(?P<raised>[¹²³⁰⁴-⁹]{1,3})[.)]?\s*"
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
# Behind what a raised digit is glued: up to four signs behind a letter, a bracket or quotation mark behind a digit; no
# stop of "p.5" or "No.5". Set apart by a blank it stands behind a sentence only.
SIGNED_OFF = r"[.,;:!?…’”\"')\]]"
BEHIND_SIGNS = "|".join(rf"(?<=[^\W\d_]{SIGNED_OFF * count})" for count in (1, 2, 3, 4))
BEHIND_SIGNS += r"|(?<=\d[)”\"])|(?<=\d\.[)”\"])|(?<=\d[)”\"][.,;:])"
ABBREVIATED = "".join(rf"(?<!\b{word}\.)" for word in ("[Pp]", "pp", "[Nn]o", "[Nn]os", "[Vv]ol", "[Cc]h", "[Aa]rt"))
DIGIT_MARKER = (
    "0123456789",
    lazy(r"[(\d]"),
    lazy(
        r"(?<=\S)\((?P<round>\d{1,3}[a-z]?)\)|\((?P<listed>\d{1,3}[a-z]?)\)"
        rf"|(?:{BEHIND_SIGNS}){ABBREVIATED}(?P<glued>\d{{1,3}}\*?)\)?(?=[\s—–.,;:)”\"]|$)"
        r"|(?<=[^\W\d_])(?P<word>\d{1,3}\*?)\)?(?=[\s.,;:!?’”\"'—–)]|$)"
        r"|(?:(?<=[^\W\d_][.!?”\"]\s)|(?<=[.!?][)”\"]\s))(?P<apart>\d{1,3})(?=\s*$|\s+[A-ZÀ-Þ“\"])"
    ),
)
RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
APART = frozenset({"listed", "apart"})
NEAREST, FAR = 3, 50  # notes with one label behind a sign: as many may be its own, and are looked at
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
    return Label(found[found.lastgroup].translate(RAISED), found.group().strip(), found.end(), found.lastgroup)


# The signs one of which a marker holds (looked for first, since most blocks have none), where one may begin, and how.
Pattern = tuple[str, re.Pattern[str], re.Pattern[str]]


def find_markers(text: str, span: Span, pattern: Pattern = SURE_MARKER) -> Iterator[Marker]:
    """Yield the signs inside *span* that call a note, or with another pattern those that may."""
    signs, starts, whole = pattern
    for sign in signs:
        if text.find(sign, span.start, span.end) >= 0:
            break
    else:
        return
    end = span.start
    for start in starts.finditer(text, span.start, span.end):
        if start.start() >= end and (found := whole.match(text, start.start(), span.end)):
            end = found.end()
            kind = found.lastgroup or ""
            yield Marker(Span(*found.span()), found[kind].translate(RAISED), kind)


def narrowed(text: str, pattern: Pattern) -> Pattern:
    """Return the pattern with only those of its signs that the whole text has: most texts have one or none."""
    signs, starts, whole = pattern
    return "".join(sign for sign in signs if sign in text), starts, whole


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
    only with notes that no sure sign has called, and only in the order of the notes: of all such signs the heaviest
    row is taken in which both go up.
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
    unsure = [marker for marker in markers if marker.kind not in CERTAIN]
    pairs |= in_order(unsure, by_label, notes, taken)
    return Pairing(pairs, tuple(lonely))


def in_order(
    markers: Sequence[Marker], by_label: Mapping[str, list[int]], notes: Sequence[tuple[str, int, int]], taken: set[int]
) -> dict[Span, int]:
    """Return the heaviest row of unsure markers whose free notes go up as they do; stars take theirs wherever it is.

    A sign glued to a word weighs more than one set apart, which may begin a sentence or number a list.
    """
    pairs: dict[Span, int] = {}
    used = set(taken)
    ends: list[int] = []  # notes that end a row, going up, each with the weight of the row and its last step
    weights: list[int] = []
    last: list[int] = []
    steps: list[tuple[Marker, int, int]] = []  # marker, note, number of the step before it
    for marker in markers:
        labelled = by_label.get(marker.core.lower(), [])
        behind = bisect_right(labelled, marker.span.end, key=lambda note: notes[note][2])
        free = list(islice((note for note in labelled[behind : behind + FAR] if note not in used), NEAREST))
        if marker.kind == "signs":
            if free:
                pairs[marker.span] = free[0]
                used.add(free[0])
            continue
        for note in reversed(free):
            place = bisect_left(ends, note)
            weight = (weights[place - 1] if place else 0) + (1 if marker.kind in APART else 3)
            if place < len(ends) and ends[place] == note and weights[place] >= weight:
                continue  # the first of equal signs calls the note
            steps.append((marker, note, last[place - 1] if place else -1))
            worse = place
            while worse < len(ends) and weights[worse] <= weight:
                worse += 1
            ends[place:worse], weights[place:worse], last[place:worse] = [note], [weight], [len(steps) - 1]
    step = last[-1] if last else -1
    while step >= 0:
        marker, note, step = steps[step]
        pairs[marker.span] = note
    return pairs


def choose(marker: Marker, candidates: list[int], notes: Sequence[tuple[str, int, int]], taken: set[int]) -> int | None:
    """Return the note a sure marker calls: the first free one in the nearest zone behind it."""
    first = bisect_right(candidates, marker.span.end, key=lambda number: notes[number][2])
    if first < len(candidates):
        end = bisect_right(candidates, notes[candidates[first]][1], first, key=lambda number: notes[number][1])
        looked_at = candidates[first : min(end, first + FAR)]
        return next((number for number in looked_at if number not in taken), candidates[end - 1])
    before = candidates[: -FAR - 1 : -1]
    return next((number for number in before if number not in taken), before[0] if before else None)
