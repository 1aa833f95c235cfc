"""A stretch of lines with the kind it was given and the rule that gave it.

Kinds: head, meta, nav, rule, page, contents, table, columns, leaders, salute, dateline, address, closing, signed, date,
postscript, trailer, endaddress, noteshead, note, notemore, epigraph, boilerplate, speech, stage, item, verse, quote,
longquote, p. `convert --explain` prints kind and rule of every part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lenin_tei.blocks import Stretch
from lenin_tei.patterns import lazy
from lenin_tei.source import Span
from lenin_tei.wording import SHORT

TRAILING_MARKERS = lazy(
    r"(?:\s*+(?:\^?\[\s*(?:\d{1,4}[a-z]?\*{0,2}|\*{1,6}\d*|[A-Za-z]|[†‡]+)\s*\]|\((?:\d{1,3}|\*{1,4})\)|\*++"
    r"|[†‡]++|[¹²³⁴-⁹]++))+\s*$"
)
INNER_MARKERS = lazy(r"(?<=[\w.,:;!?’”\"')])\s?\[(?:pp?\. ?\d{1,4}|\d{1,3}[a-z]?\*?|\*{1,3})\]")
MARKER_ENDS = frozenset("])*†‡¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Part:
    """A stretch being named; `plain` is its text without note markers at the end (in a short
    part without any), `label` that of a note.

    `lines` is the number of its logical lines; `doubt` is the code under which a decision on thin evidence is reported,
    "" for a sure one; `short` says that no line is running text.
    """

    stretch: Stretch
    text: str
    plain: str
    lines: int
    kind: str = ""
    rule: str = ""
    label: str = ""
    doubt: str = ""
    short: bool = False
    rows_are: tuple[str, ...] = ()
    """of a closer whose lines are known: salute, signed or dateline for each"""

    def name(self, kind: str, rule: str, doubt: str = "") -> None:
        """Give the part its kind; *doubt* is the code of a decision on thin evidence (T040 …)."""
        self.kind, self.rule, self.doubt = kind, rule, doubt

    @property
    def running(self) -> bool:
        """Whether the part is running text that no rule has named."""
        return not self.kind and not self.short

    def rows(self) -> list[str]:
        """Return the logical lines."""
        if self.lines == 1:
            return [self.text]
        start = self.stretch.span.start
        return [self.text[a - start : b - start] for a, b in self.stretch.lines]


def parts_of(text: str, stretches: Sequence[Stretch]) -> list[Part]:
    """Return an unnamed part for every stretch."""
    return [make_part(text, stretch) for stretch in stretches]


def make_part(text: str, stretch: Stretch) -> Part:
    """Return the part of one stretch."""
    words = text[stretch.span.start : stretch.span.end]
    found = TRAILING_MARKERS.search(words[-60:]) if words[-1:] in MARKER_ENDS else None
    plain = words[: len(words) - len(found.group())] or words if found else words
    lines = len(stretch.lines)
    if lines == 1:
        short = len(words) < SHORT
    else:
        lengths = [end - start for start, end in stretch.lines]  # blanks at the left are layout
        short = sum(lengths) < SHORT * 3 and max(lengths) < SHORT
    if short and "[" in plain:
        plain = INNER_MARKERS.sub("", plain)
    return Part(stretch, words, plain, lines, short=short)


def joined(text: str, parts: Sequence[Part]) -> Part:
    """Return neighbouring parts as one, named as the first."""
    if len(parts) == 1:
        return parts[0]
    stretch = parts[0].stretch
    lines = tuple(line for part in parts for line in part.stretch.lines)
    made = make_part(
        text, Stretch(Span(lines[0].start, lines[-1].end), lines, stretch.gap, stretch.indent, stretch.page_break)
    )
    made.name(parts[0].kind, parts[0].rule)
    return made


def split(text: str, part: Part, starts: Sequence[int]) -> list[Part]:
    """Return a part cut before the lines of these numbers; only the first keeps what stood before it."""
    made = []
    lines, stretch = part.stretch.lines, part.stretch
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        inner = lines[first:last]
        gap, page = (stretch.gap, stretch.page_break) if first == 0 else (1, False)
        span = Span(inner[0].start, inner[-1].end)
        made.append(make_part(text, Stretch(span, tuple(inner), gap, stretch.indent, page)))
    return made


def cut(text: str, part: Part, place: int) -> list[Part]:
    """Return a part of one line as two, cut at this place in its text."""
    start, end = part.stretch.span
    first = Span(start, start + len(part.text[:place].rstrip()))
    second = Span(start + place, end)
    stretch = part.stretch
    return [
        make_part(text, Stretch(first, (first,), stretch.gap, stretch.indent, stretch.page_break)),
        make_part(text, Stretch(second, (second,), 0, stretch.indent)),
    ]
