"""A transcription cut into stretches of lines: what stands between two blank lines, with its layout.

In: a `Source`. Out: `Stretch`es in order; every character that is not white space falls into exactly one of them. A
stretch is a tuple of logical lines: where a file is hard-wrapped, the lines that the wrapping cut are one logical line.
Whether it is hard-wrapped is decided once per document from what its lines show (`measure_layout`), or by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lenin_tei.diagnostics import Report
from lenin_tei.source import Source, Span

MANY_GAPS = 6  # stretches: enough to see how many blank lines usually stand between two
WRAPPED_AT_MOST = 110  # columns: no editor or browser wraps plain text wider
SPACES = " \t\u00a0"
SET_RIGHT = 12  # blanks: a short line behind more of them was set to the right or the middle, not wrapped


class Layout(NamedTuple):
    """How the lines of a document are meant: `width` 0 means that every line break was typed on purpose.

    `doubtful`: a fair share of the breaks looks like wrapping all the same.
    """

    width: int = 0
    indented: bool = False
    doubtful: bool = False


class Stretch(NamedTuple):
    """Neighbouring lines without a blank line: `lines` are logical lines, trimmed; `gap` counts the blank lines before.

    `indent` is the number of blanks before the first line, `page_break` says that a form feed stands before it.
    """

    span: Span
    lines: tuple[Span, ...]
    gap: int
    indent: int
    page_break: bool = False


def read_blocks(source: Source, report: Report, *, lines: str = "auto") -> list[Stretch]:
    """Cut the transcription into stretches; *lines* is "auto", "wrapped" or "kept"."""
    raw = list(raw_stretches(source.text))
    if lines == "auto" and is_double_spaced(source.text, raw):
        raw = list(single_spaced(source.text, raw))
    raw = even_gaps(raw)
    layout = Layout() if lines == "kept" else measure_layout(source.text, raw, forced=lines == "wrapped")
    if lines == "auto" and layout.doubtful:
        message = "the line breaks may be wrapping or meant; they were kept, say --lines wrapped if they are not"
        report(source.diagnostic(raw[0].span.start, "T030", message))
    if not layout.width:
        return list(each_line(source.text, raw)) if lines_are_paragraphs(raw) else raw
    joined = []
    for stretch in raw:
        for part in split_at_indents(source.text, stretch) if layout.indented else (stretch,):
            joined.append(join_lines(source.text, part, layout.width))
    return joined


def describe_layout(source: Source, *, lines: str = "auto") -> str:
    """Return in words how the lines of a transcription are read."""
    raw = list(raw_stretches(source.text))
    double = lines == "auto" and is_double_spaced(source.text, raw)
    if double:
        raw = list(single_spaced(source.text, raw))
    layout = Layout() if lines == "kept" else measure_layout(source.text, raw, forced=lines == "wrapped")
    if layout.width:
        return f"lines wrapped at {layout.width} columns and joined" + (", double-spaced" if double else "")
    return "every line a paragraph" if lines_are_paragraphs(raw) else "line breaks kept"


def raw_stretches(text: str) -> Iterator[Stretch]:
    """Yield the stretches with every physical line as a line of its own; a drawn rule is a stretch by itself."""
    lines: list[Span] = []
    gap, page_break = 0, False
    for start, words, ends_page in physical_lines(text):
        rule = is_rule(words)
        if lines and (rule or not words):
            yield stretch_of(text, lines, gap, page_break)
            lines, gap, page_break = [], 0, False
        if rule:
            yield stretch_of(text, [Span(start, start + len(words))], gap, page_break)
            gap, page_break = 0, False
        elif words:
            lines.append(Span(start, start + len(words)))
        else:
            gap += 1
        if ends_page:
            if lines:
                yield stretch_of(text, lines, gap, page_break)
                lines, gap = [], 0
            page_break = True
    if lines:
        yield stretch_of(text, lines, gap, page_break)


def physical_lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield where the words of every line begin, the words, and whether a form feed ends the line."""
    start = 0
    for line in text.split("\n"):
        *pages, last = line.split("\f") if "\f" in line else (line,)
        for page in pages:
            yield start + len(page) - len(page.lstrip()), page.strip(), True
            start += len(page) + 1
        words = last.strip()
        yield (start if words is last else start + len(last) - len(last.lstrip())), words, False
        start += len(last) + 1


def stretch_of(text: str, lines: list[Span], gap: int, page_break: bool) -> Stretch:
    """Return the stretch of these lines."""
    return Stretch(Span(lines[0].start, lines[-1].end), tuple(lines), gap, indent_of(text, lines[0]), page_break)


def indent_of(text: str, line: Span) -> int:
    """Count the white space between the start of the physical line and its first sign."""
    first = start = line.start
    while start > 0 and text[start - 1] in SPACES:
        start -= 1
    return first - start


def end_column(text: str, line: Span) -> int:
    """Return the column behind the last sign of a line, indentation included."""
    return indent_of(text, line) + line.end - line.start


def first_word(text: str, line: Span) -> int:
    """Return the length of the first word of a line."""
    end = line.start
    while end < line.end and not text[end].isspace():
        end += 1
    return end - line.start


def measure_layout(text: str, raw: list[Stretch], *, forced: bool = False) -> Layout:
    """Tell hard-wrapped lines from lines broken on purpose.

    A line that wrapping broke is full: the first word of the next line would not have fitted. Where most breaks inside
    longer stretches are of that kind and next to no line is longer than the margin, the file is hard-wrapped.
    """
    if all(len(stretch.lines) == 1 for stretch in raw):
        return Layout()
    columns = [[end_column(text, line) for line in stretch.lines] for stretch in raw]
    inner = sorted(column for stretch in columns if len(stretch) > 1 for column in stretch[:-1])
    everything = sum(map(len, columns))
    too_long = sum(column > WRAPPED_AT_MOST for stretch in columns for column in stretch)
    fitting = [column for column in inner if column <= WRAPPED_AT_MOST]
    if not fitting or (too_long * 50 > everything and not forced):
        return Layout()
    width = fitting[min(len(fitting) - 1, int(len(fitting) * 0.99))]
    breaks = full = 0
    for stretch, ends in zip(raw, columns, strict=True):
        if len(ends) < 3:
            continue
        for end, following in zip(ends, stretch.lines[1:], strict=False):
            breaks += 1
            full += end + 1 + first_word(text, following) > width
    if not forced and (breaks < 3 or width < 40 or full * 2 < breaks):
        return Layout(doubtful=breaks >= 8 and width >= 40 and full * 4 >= breaks and full * 2 < breaks)
    return Layout(width, indented=begins_with_indents(text, raw))


def is_double_spaced(text: str, raw: list[Stretch]) -> bool:
    """Whether a blank line stands between all lines: most stretches are one line that breaks off inside a sentence."""
    single = [stretch.lines[0] for stretch in raw if len(stretch.lines) == 1]
    middling = [line for line in single if 45 <= line.end - line.start <= WRAPPED_AT_MOST]
    if len(middling) < 12 or len(middling) * 10 < len(raw) * 7:
        return False
    unfinished = sum(text[line.end - 1].isalnum() or text[line.end - 1] in ",-" for line in middling)
    return unfinished * 10 >= len(middling) * 6


def single_spaced(text: str, raw: list[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches of a double-spaced text: lines one blank line apart belong together."""
    held: list[Span] = []
    first = raw[0]
    for stretch in raw:
        if held and (stretch.gap > 1 or stretch.page_break):
            yield stretch_of(text, held, first.gap, first.page_break)
            held = []
        if not held:
            first = stretch
        held += stretch.lines
    yield stretch_of(text, held, first.gap, first.page_break)


def even_gaps(raw: list[Stretch]) -> list[Stretch]:
    """Return the stretches with gaps counted from the usual one, where nearly all gaps are more than one blank line."""
    gaps = sorted(stretch.gap for stretch in raw[1:])
    usual = gaps[len(gaps) // 10] if len(gaps) >= MANY_GAPS else 1
    return (
        raw
        if usual < 2
        else [stretch._replace(gap=min(stretch.gap, max(1, stretch.gap - usual + 1))) for stretch in raw]
    )


def lines_are_paragraphs(raw: list[Stretch]) -> bool:
    """Whether every line is a paragraph: hardly a blank line, and the long lines stand directly below each other."""
    long = sum(line.end - line.start > WRAPPED_AT_MOST for stretch in raw for line in stretch.lines)
    together = sum(
        line.end - line.start > WRAPPED_AT_MOST for stretch in raw if len(stretch.lines) > 1 for line in stretch.lines
    )
    few = len(raw) == 1 or len(raw) * 4 <= sum(len(stretch.lines) for stretch in raw)
    return long > 0 and together * 10 >= long * 7 and few


def each_line(text: str, raw: list[Stretch]) -> Iterator[Stretch]:
    """Yield a stretch for every line."""
    for stretch in raw:
        for number, line in enumerate(stretch.lines):
            yield stretch_of(text, [line], stretch.gap if number == 0 else 0, stretch.page_break and number == 0)


def begins_with_indents(text: str, raw: list[Stretch]) -> bool:
    """Whether paragraphs are told apart by an indented first line: most lines stand in long stretches."""
    lines = [line for stretch in raw if len(stretch.lines) > 8 for line in stretch.lines]
    if len(lines) < 20 or len(lines) * 2 < sum(len(stretch.lines) for stretch in raw):
        return False
    indents = [indent_of(text, line) for line in lines]
    base = min(indents)
    deeper = sum(base + 1 < indent <= base + 10 for indent in indents)
    return len(lines) // 40 < deeper < len(lines) // 2


def split_at_indents(text: str, stretch: Stretch) -> Iterator[Stretch]:
    """Cut a stretch before every line that is indented more than the line before it."""
    base = min(indent_of(text, line) for line in stretch.lines)
    starts = [0, *(i for i, line in enumerate(stretch.lines) if i and base + 1 < indent_of(text, line) <= base + 10)]
    if len(starts) > max(2, len(stretch.lines) // 2):
        yield stretch
        return
    for number, (first, last) in enumerate(zip(starts, [*starts[1:], len(stretch.lines)], strict=True)):
        lines = list(stretch.lines[first:last])
        yield stretch_of(text, lines, stretch.gap if number == 0 else 1, stretch.page_break and number == 0)


def join_lines(text: str, stretch: Stretch, width: int) -> Stretch:
    """Join the lines that the wrapping at *width* cut."""
    joined: list[Span] = []
    full = False
    for line, following in zip(stretch.lines, (*stretch.lines[1:], None), strict=True):
        if full and not is_rule(text[line.start : line.end]):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
        full = (
            following is not None
            and "\t" not in text[line.start : line.end]
            and "   " not in text[line.start : line.end]
            and (indent_of(text, line) <= SET_RIGHT or (line.end - line.start) * 2 > width)
            and (
                end_column(text, line) + 1 + first_word(text, following) > width
                or is_ragged(text, line, following, width)
            )
            and not is_rule(text[line.start : line.end])
        )
    return Stretch(stretch.span, tuple(joined), stretch.gap, stretch.indent, stretch.page_break)


def is_ragged(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether a line that is not quite full was wrapped by hand: it is long and the sentence goes on below."""
    if not text[following.start].islower() or text[line.end - 1] in ".!?:;":
        return False
    return end_column(text, line) * 4 >= width * 3 or (text[line.end - 1] == "-" and text[line.end - 2].isalpha())


def is_rule(line: str) -> bool:
    """Whether a line is a drawn rule: ten or more of one sign that is neither letter nor digit, or underscores."""
    return len(line) >= 10 and not line[0].isalnum() and line.count(line[0]) == len(line)
