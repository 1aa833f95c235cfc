"""The parts of a citation that can be told by their form: pages, issue, volume, edition, date.

In: a stretch of a front-matter line. Out: `Piece`s whose spans lie in the transcription; what was taken is cut out of
the text that is still to be read, at equal length, so that all offsets stay true (TEI Guidelines 3.12.2.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lenin_tei.dates import find_dates, read_date
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile
from lenin_tei.source import Span

CUT = "\x1f"
_MARKER = lazy(r"(?<!\d)\[\d{1,3}[a-z*]?\]")
_PAGES = lazy(
    r"(?<![^\W\d_])(?:pages?|pp?)\.?\s*:?\s*(?P<value>(?P<first>\d\w*(?:\.\d\w*)?)"
    r"(?:\s?[-–—]\s?(?P<last>\d\w*(?:\.\d\w*)?))?(?P<more>(?:\s?[,&]\s?\d{1,3}(?!\d))*))",
    re.IGNORECASE,
)
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_ANY_YEAR = r"(?:1[6-9]|20)\d\d(?!\d)"
_ISSUES = lazy(
    r"(?<![^\W\d_])(?P<many>N[or]s?|Numbers?|Issues?|Heft|#)\.?\s*(?P<value>\d+(?:[-–/]\d+)?(?:\s\(\d{1,3}\))?)"
    rf"(?P<more>(?:(?:,\s?|,?\sand\s|\s?&\s?)(?!{_ANY_YEAR})\d{{1,4}}(?!\d|\s{_MONTHS}))*)",
    re.IGNORECASE,
)
_GLUED_ISSUE = lazy(r"(?<=[a-z])(?P<many>No)\.\s*(?P<value>\d+(?:[-–/]\d+)?)(?P<more>)")
# "International Socialism, 2 : 71": series and number.
_SERIES = lazy(r"(?<=[a-z])(?P<many>),?\s(?P<value>\d\s?:\s?\d{1,3})(?P<more>)(?=\s?[,(])")
_VOLUME = lazy(
    r"(?<![^\W\d_])(?:Volume|Vol|Bd|Band|Tome)\b\.?\s*"
    r"(?P<value>\d+|[IVXLC]+\b|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b)(?:\s+of\s+\w+)?",
    re.IGNORECASE,
)
_ORDINAL = r"(?:\d+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh)"
_EDITION = lazy(
    rf"\b{_ORDINAL}(?:\s+(?:and|&)\s+{_ORDINAL})?(?:\s+\(?[A-Za-z]+\)?){{0,3}}?\s+(?:Ed\.|Editions?\b|Printing\b)",
    re.IGNORECASE,
)
_YEAR = lazy(r"\[?(?<![\w.])(?:1[6-9]|20)\d\d(?:[-–](?:(?:1[6-9]|20)\d\d|\d\d)|\s[-–]\s(?:1[6-9]|20)\d\d)?(?!\w)\]?")
_YEAR_MONTH = lazy(rf"(?<![\w.])(?P<year>(?:1[6-9]|20)\d\d)\s(?P<month>{_MONTHS}[a-z]*)(?=,|$)")
_DOUBTFUL_YEAR = lazy(r"\[(?P<century>1[6-9]|20)(?:(?P<decade>\d)(?:\[\d\]|[x?-])|(?:xx|\?\?|--))\]")
_SLIP = lazy(r"\b(?:[ltIi|]\d{3}|[1ltI][89][OoIl][\dOoIl]|[1ltI][89]\d[OoIl])\b")
_DIGIT = lazy(r"\d")
_SEPARATORS = lazy(rf"[,;()\[\]]|{CUT}+")
_QUOTED = lazy(r"“[^“”]*”")
_NOT_JOURNALS = ("Letter", "Part", "Document", "Leaflet", "Appendix", "Chapter")
_EDGES = " .–—-:•©\xa0\n"


class Piece(NamedTuple):
    """A part of a citation: TEI element, place in the transcription, TEI attributes."""

    element: str
    span: Span
    attributes: Mapping[str, str]


class Segment(NamedTuple):
    """What lies between two signs of a citation: offsets in its text, and whether it stands in brackets."""

    start: int
    end: int
    bracketed: bool


class Reading:
    """A citation while it is read: `rest` is its text with the pieces taken so far cut out, `base` its offset."""

    def __init__(self, rest: str, base: int, profile: Profile) -> None:
        self.rest = rest
        self.base = base
        self.profile = profile
        self.pieces: list[Piece] = []

    def take(self, element: str, start: int, end: int, /, **attributes: str) -> None:
        """Note that `rest[start:end]` is *element*, and cut it out."""
        self.pieces.append(Piece(element, Span(self.base + start, self.base + end), attributes))
        self.rest = self.rest[:start] + CUT * (end - start) + self.rest[end:]

    def cut(self, start: int, end: int) -> None:
        """Blank `rest[start:end]` out at equal length."""
        self.rest = self.rest[:start] + CUT * (end - start) + self.rest[end:]

    def has(self, element: str, unit: str = "") -> bool:
        """Say whether such a piece was taken."""
        return any(p.element == element and p.attributes.get("unit", "") == unit for p in self.pieces)

    def segments(self) -> Iterator[Segment]:
        """Yield what lies between commas, brackets and cuts, trimmed; quoted words stay together."""
        last, depth = 0, 0
        text = self.rest
        if "“" in text:
            text = _QUOTED.sub(lambda quoted: "“" * len(quoted.group()), text)
        for found in [*_SEPARATORS.finditer(text), None]:
            words = self.rest[last : found.start() if found else len(self.rest)].rstrip()
            body = words.lstrip()
            inner = body.rstrip(_EDGES)
            end = last + len(words) - len(body) + len(inner)
            inner = inner.lstrip(_EDGES)
            if inner:
                yield Segment(end - len(inner), end, depth > 0)
            if found:
                depth = max(0, depth + (found.group() in "([") - (found.group() in ")]"))
                last = found.end()


def take_scopes(reading: Reading) -> int | None:
    """Take pages, volume, issue and edition; return where the first of volume and issue stood."""
    for marker in _MARKER.finditer(reading.rest):
        reading.cut(*marker.span())
    if pages := _PAGES.search(reading.rest):
        reading.take("biblScope", *pages.span("value"), unit="page", **_page_limits(pages))
        reading.cut(*pages.span())
    issue = _find_issue(reading.rest)
    if issue:
        end = issue.end("more") if issue["many"].lower().endswith("s") else issue.end("value")
        reading.take("biblScope", issue.start("value"), end, unit="issue")
        reading.cut(issue.start(), end)
    volume = _VOLUME.search(reading.rest)
    if volume:
        reading.take("biblScope", *volume.span("value"), unit="volume")
        reading.cut(*volume.span())
    if edition := _EDITION.search(reading.rest):
        reading.take("edition", *edition.span())
    return min((found.start() for found in (issue, volume) if found), default=None)


def _find_issue(text: str) -> re.Match[str] | None:
    """Find the number of a journal; the number of a letter or part is none."""
    found = (m for m in _ISSUES.finditer(text) if not text[: m.start()].rstrip().endswith(_NOT_JOURNALS))
    return next(found, None) or _GLUED_ISSUE.search(text) or _SERIES.search(text)


def _page_limits(found: re.Match[str]) -> dict[str, str]:
    """Return @from and @to; "51–7" ends at 57; of a list of pages only the text is sure."""
    first, last = found["first"], found["last"] or found["first"]
    if found["more"]:
        return {}
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return {"from": first, "to": last}


def take_date(reading: Reading, *, last: bool = False) -> bool:
    """Take the date with a year that stands first (or last), and say whether there was one."""
    if not _DIGIT.search(reading.rest):
        return False
    if slip := find_slip(reading.rest):
        reading.cut(*slip.span())
    dates = list(_dates(reading.rest))
    if dates:
        start, end, attributes = (max if last else min)(dates, key=lambda one: one[0])
        reading.take("date", start, end, **attributes)
    return bool(dates)


def find_slip(text: str) -> re.Match[str] | None:
    """Find a year with a letter typed for a digit: "19O5", "l934"."""
    return _SLIP.search(text)


def _dates(text: str) -> Iterator[tuple[int, int, Mapping[str, str]]]:
    """Yield the dates with a year, in any order; a year in doubt ("[197[4]]") is the span of its decade."""
    seen: list[tuple[int, int]] = []
    for date in find_dates(text):
        if not any(value.startswith("--") for value in date.attributes.values()):
            seen.append((date.start, date.end))
            yield date.start, date.end, date.attributes
    for found in _YEAR_MONTH.finditer(text):
        if read := read_date(f"{found['month']} {found['year']}"):
            seen.append(found.span())
            yield (*found.span(), read)
    for year in _YEAR.finditer(text):
        start, end = year.span()
        start += text[start] == "[" and text[end - 1] != "]"
        end -= text[end - 1] == "]" and text[start] != "["
        if any(first < end and start < last for first, last in seen):
            continue
        alone = text[start:end].strip("[]")
        if len(alone) == 4 and alone.isascii():  # nothing to read in a year and no more
            yield start, end, {"when": alone}
        elif read := read_date(text[start:end]):
            yield start, end, read
    for doubtful in _DOUBTFUL_YEAR.finditer(text):
        years = doubtful["century"] + (doubtful["decade"] or "")
        yield (*doubtful.span(), {"notBefore": years.ljust(4, "0"), "notAfter": years.ljust(4, "9")})


def is_exact(reading: Reading) -> bool:
    """Say whether the date taken names a month: books have years, periodicals have days and months."""
    return any(
        len(value) > 4
        for piece in reading.pieces
        if piece.element == "date"
        for name, value in piece.attributes.items()
        if name != "calendar"
    )
