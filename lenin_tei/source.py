"""A text in memory and places in it: bytes become a `Source`; offsets become lines and columns.

Only `\\n` ends a line: `\\r\\n` and `\\r` become `\\n` on reading (as XML 1.0 section 2.11 does), other separators
stay text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lenin_tei.decoding import decode
from lenin_tei.diagnostics import Diagnostic, Report
from lenin_tei.patterns import lazy

# Characters XML 1.0 cannot hold (section 2.2): C0 controls but tab and newline, surrogates, U+FFFE, U+FFFF.
FORBIDDEN = lazy("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
# What UTF-8 looks like when it was read as Windows-1252: a lead byte's letter and one or two of the other half's signs.
SPOILT = lazy("[ÂÃÄÅÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}")


SPOILT_LEADS = "ÂÃÄÅÐÑâ"


class Span(NamedTuple):
    """A stretch of the transcription: character offsets, the end excluded."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as a person counts it: line and column from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """A transcription: its name, its characters and the encoding they were read from."""

    path: str
    text: str
    encoding: str = "utf-8"

    @cached_property
    def line_starts(self) -> Sequence[int]:
        """The offset of the first character of every line."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def position(self, offset: int) -> Position:
        """Return the line and column of *offset*, both counted from 1."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def diagnostic(self, offset: int, code: str, message: str) -> Diagnostic:
        """Return the diagnostic *code* at *offset*."""
        return Diagnostic(self.path, *self.position(offset), code, message)


def read_source(
    data: bytes, path: str, report: Report, encoding: str | None = None, *, repair_mojibake: bool = False
) -> Source:
    """Return the transcription in *data*, decoded and with `\\n` line ends.

    Letters spoilt by a wrong decoding are reported (T003), and mended only with *repair_mojibake*.

    Characters that XML cannot hold become U+FFFD, one for one, and are reported (T001). *encoding* forces one; an
    unknown or unfitting one raises `LeninTeiError`.
    """
    text, used = decode(data, path, encoding, report)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if repair_mojibake:
        text = SPOILT.sub(lambda found: mended(found.group()) or found.group(), text)
    forbidden = list(FORBIDDEN.finditer(text))
    source = Source(path, FORBIDDEN.sub(REPLACEMENT, text) if forbidden else text, used)
    report_mojibake(source, report)
    for found in forbidden:
        report(
            source.diagnostic(
                found.start(),
                "T001",
                f"character U+{ord(found.group()):04X} cannot stand in XML; it became U+FFFD, check the original",
            )
        )
    return source


def mended(spoilt: str) -> str | None:
    """Return the character that two or three spoilt ones stand for, or None."""
    try:
        data = b"".join(c.encode("cp1252") if ord(c) > 255 or c.isprintable() else bytes([ord(c)]) for c in spoilt)
        return data.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def report_mojibake(source: Source, report: Report) -> None:
    """Report the first place with spoilt letters, and how many there are."""
    places = sorted(spoilt_places(source.text))
    if places:
        start, first = places[0]
        message = (
            f"“{first}” looks like a spoilt “{mended(first)}” ({len(places)} such places); --repair-mojibake mends them"
        )
        report(source.diagnostic(start, "T003", message))


def spoilt_places(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and characters of everything that looks spoilt; only what a lead letter begins is looked at."""
    for lead in SPOILT_LEADS:
        start = text.find(lead)
        while start >= 0:
            found = SPOILT.match(text, start)
            if found and mended(found.group()):
                yield start, found.group()
            start = text.find(lead, start + 1)


def unspaced(text: str) -> str:
    """Return a text without its white space; the blanks first, so that few pieces are left to be joined."""
    return "".join(text.replace(" ", "").split())


def trimmed(text: str, span: Span) -> Span:
    """Return *span* without the white space at its ends."""
    start, end = span
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return span
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
