"""Lines from pieces of text: what has been said so far, and how far the next piece stands from it.

White space that contains a line break is layout of the XML file and becomes one blank; all other white space is text.
Everything is linear in the number of characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NONE, BLANK, LINE, PARAGRAPH = range(4)
_CLOSING = frozenset(",.;:!?)]»”’…")


def collapse(text: str) -> str:
    """Return *text* with every run of white space that holds a line break replaced by one blank."""
    if "\n" not in text:
        return text
    first, *middle, last = text.split("\n")
    inner = [line for line in (line.strip(" \t\r") for line in middle) if line]
    return " ".join([first.rstrip(" \t\r"), *inner, last.lstrip(" \t\r")])


class Layout:
    """A text in the making: pieces, and the break that is due before the next piece.

    `escape` rewrites running text, *hard* ends a line that the next one belongs to; both are for marked-up text.
    """

    __slots__ = (
        "_break",
        "_hard",
        "_joined",
        "_marks",
        "_pieces",
        "_plain",
        "_soft",
        "escape",
        "flat",
        "kept",
        "prefixes",
        "traced",
    )

    def __init__(
        self, *, traced: bool = False, escape: Callable[[str, str], str] | None = None, hard: str = "\n"
    ) -> None:
        self.traced = traced
        self.escape = escape
        self.prefixes: list[str] = []
        self.flat = False
        self.kept = False
        self._hard = hard
        self._plain = hard == "\n"
        self._marks: list[tuple[int, int]] = []
        self._pieces: list[str] = []
        self._break = NONE
        self._joined = False
        self._soft = False

    def text(self, text: str | None) -> None:
        """Add running text."""
        if not text:
            return
        if self.kept:
            self._keep(text)
            return
        due = self._break
        if due == BLANK and not self._joined and text[0] in _CLOSING:
            due = self._break = NONE  # punctuation behind an element that stands apart
        if due or self._joined or not self._pieces:
            text = text.lstrip(" \t\r\n")
        if "\n" in text:
            text = collapse(text)
            if text[0] == " " and self._last() == " ":
                text = text[1:]
        if text:
            if self.escape is not None:
                text = self.escape(text, self._line())
            self.literal(text)

    def _keep(self, text: str) -> None:
        """Add text whose lines and blanks are its own."""
        for number, line in enumerate(text.replace("\t", "    ").split("\n")):
            if number and self._pieces and self._break < LINE:
                self._break = LINE
            elif number and self._pieces:
                self._pieces.append("\n")
            if line:
                self.literal(line if self.escape is None else self.escape(line.strip(), self._line()))

    def indent(self, blanks: str) -> None:
        """Set in what comes next, if it begins a line."""
        if self._break > BLANK or not self._pieces:
            self.literal(blanks)
            self._joined = True

    def unhyphenate(self) -> None:
        """Take the hyphen off the end of what stands there."""
        place = next(place for place in range(len(self._pieces) - 1, -1, -1) if self._pieces[place])
        self._pieces[place] = self._pieces[place][:-1]

    def literal(self, text: str) -> None:
        """Add *text* exactly as it is, after the break that is due."""
        pieces, due = self._pieces, self._break
        if due and pieces:
            if due > BLANK and self._plain and not self.prefixes:
                pieces.append("\n" if due == LINE else "\n\n")
            else:
                self._break_now()
        pieces.append(text)
        self._break, self._joined = NONE, False

    def sign(self, text: str) -> None:
        """Add a sign that was typed, as it is; only what markup would take for a mark is escaped."""
        self.literal(text if self.escape is None else self.escape(text, self._line()))

    def _break_now(self) -> None:
        due = self._break
        if due == BLANK:
            if not self._last().isspace():
                self._pieces.append(" ")
            return
        prefix = "".join(self.prefixes)
        first = self._hard if due == LINE and not self._soft else "\n"
        self._pieces.append(first + prefix if due == LINE else f"\n{prefix.rstrip()}\n{prefix}")
        self._soft = False

    def _last(self) -> str:
        """Return the last character; "" where there is none."""
        for piece in reversed(self._pieces):
            if piece:
                return piece[-1]
        return ""

    def _line(self) -> str:
        """Return the last words of the line that is being written; "" where one begins."""
        if self._break > BLANK or self._joined or not self._pieces:
            return ""
        return "".join(self._pieces[-3:]).rpartition("\n")[2].removeprefix("".join(self.prefixes))

    def soften(self) -> None:
        """Let the line break that is due be a plain one."""
        self._soft = True

    def open(self, strength: int) -> None:
        """Ask for a break before the next piece, unless that piece was joined to the one before."""
        if self.flat and strength > BLANK:
            strength = BLANK
        if strength > self._break and not self._joined:
            self._break = strength

    def close(self, strength: int) -> None:
        """Ask for a break before the next piece in any case."""
        if self.flat and strength > BLANK:
            strength = BLANK
        if strength:
            self._joined = False
            if strength > self._break:
                self._break = strength

    def join(self) -> None:
        """Put the next piece on this line, one blank apart, whatever element it opens."""
        self._break, self._joined = BLANK, True

    def attach(self, text: str) -> None:
        """Add *text* to the line that has just ended; the break that is due stays due."""
        due, self._break = self._break, NONE
        self.literal(text)
        self._break = due

    def tab(self) -> None:
        """Start the next cell, also where this one is empty."""
        self.finish("\t")
        self._joined = True

    def start(self) -> None:
        """Begin the line that is due now, before it has text."""
        if self._pieces and self._break:
            self._break_now()
        self.weld()

    def finish(self, text: str) -> None:
        """Add *text* right after the last piece, whatever break is due."""
        if text:
            self._break = NONE
            self.literal(text)

    def weld(self) -> None:
        """Put the next piece right after the last one, without the blanks before it."""
        self._break, self._joined = NONE, True

    def unbroken(self) -> bool:
        """Take white space off the end, and tell whether the last character is a hyphen."""
        self._break = NONE
        for place in range(len(self._pieces) - 1, -1, -1):  # what is taken off leaves its place
            kept = self._pieces[place] = self._pieces[place].rstrip()
            if kept:
                return kept[-1] in "-\u2010\u00ad\u00ac\u2e17\u2e40"
        return False

    def mark(self, line: int | None) -> None:
        """Remember that what comes next stands in *line* of the file."""
        self._marks.append((len(self._pieces), line or 0))

    def trace(self) -> Iterator[tuple[int, int]]:
        """Yield for every mark the number of non-space characters before it, and its line."""
        count = done = 0
        for pieces, line in self._marks:
            count += sum(len("".join(piece.split())) for piece in self._pieces[done:pieces])
            done = max(done, pieces)
            yield count, line

    def place(self) -> int:
        """Return how many pieces there are: the place of what comes next, and of the break before it."""
        return len(self._pieces)

    def offsets(self) -> list[int]:
        """Return for each place how many characters of `result` stand before it, all places in order."""
        raw = "".join(self._pieces)
        removed = [found.span() for found in re.finditer(r"(?<! ) +(?=\n)", raw)] if " \n" in raw else []
        end, gone, at = len(raw.rstrip()), 0, 0
        offsets, cuts = [0], iter([*removed, (len(raw) + 1, len(raw) + 1)])
        cut = next(cuts)
        for piece in self._pieces:
            at += len(piece)
            while cut[1] <= at:
                gone += cut[1] - cut[0]
                cut = next(cuts)
            offsets.append(min(at - max(0, at - cut[0]), end) - gone)
        return offsets

    def result(self) -> str:
        """Return the text: no blanks at the ends of lines, one line break at its end, and nothing for nothing."""
        text = "".join(self._pieces).rstrip()
        if " \n" in text:
            text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
        return text + "\n" if text else ""
