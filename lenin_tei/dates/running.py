"""Dates found in running text, where a number may be anything: years and months alone need a cue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lenin_tei.dates.grammar import read_numeric, read_span
from lenin_tei.dates.moments import Stretch
from lenin_tei.dates.pieces import PART_STARTS, Contradiction, Tokens, token
from lenin_tei.dates.reading import Found, goes_on
from lenin_tei.dates.tokens import Token, read_tokens
from lenin_tei.dates.years import (
    NUMERALS,
    ROMAN_CENTURIES,
    plural,
    read_century,
    read_cued_year,
    read_decade,
    read_part_of_decade,
)
from lenin_tei.patterns import lazy

MONTH_CUES = frozenset(("in", "since", "until", "till", "during"))
NUMBERED = frozenset(("no", "nos", "number", "vol", "volume", "p", "pp", "page", "pages", "chapter", "part", "§", "№"))
# What before a number shows that it is a part of another one, or an amount.
ATTACHED = frozenset((".", "-", "/", ",", "$", "£", "§"))
NEVER_FIRST = frozenset(("mark", "other"))
STARTS = PART_STARTS | set(NUMERALS) | set(ROMAN_CENTURIES)
# Where a date may be: the beginning of a month's name, a year, a century. No date is longer than _REACH characters.
_ANCHOR = lazy(r"[JFMASOND][aepucoAEPUCO][nbrylgptvcNBRYLGPTVC]|[0-9]{4}|[Cc]entury|CENTURY")
_REACH = 90
_YEAR_LINE = lazy(
    r"^(?:[^\n0-9]{0,80}[^\W_](?<!\bNo)(?<!\bVol)(?<!hapter)[^\S\n]+|[^\S\n]*)[\[(]?(1[5-9][0-9]{2}|20[0-9]{2})[\])]?[^\S\n]*$",
    re.MULTILINE,
)


def find_dates(text: str, year: int | None = None) -> Iterator[Found]:
    """Yield the dates in running text, in order, without the prepositions before them.

    *year*, if given, is taken for dates that name none. A year alone needs a cue ("in 1905", "(1918)"), and so does a
    month alone; "1,918 men", "October Revolution" and "May Day" are no dates.
    """
    for start, end in _regions(text):
        tokens = read_tokens(text, start, end)
        at, row = 0, -1
        while at < len(tokens):
            if tokens[at].kind in NEVER_FIRST or (tokens[at].kind == "word" and tokens[at].text not in STARTS):
                at += 1
                continue
            try:
                found = _read_running(tokens, at, year, row)
            except Contradiction:
                at = _behind(tokens, at)
                continue
            if found is None or goes_on(tokens, found[1]):
                at += 1
                continue
            if short_year(tokens, found[1]):
                at = found[1] + 1
                continue
            yield Found(tokens[at].start, tokens[found[1] - 1].end, found[0].attributes)
            at = row = found[1]


def short_year(tokens: Tokens, end: int) -> bool:
    """Tell whether two digits follow an abbreviated month: "3 Oct. 18" names a year nobody can be sure of."""
    after = token(tokens, end)
    return token(tokens, end - 1).text == "." and after.kind == "number" and len(after.text) == 2


def find_year_lines(text: str) -> Iterator[Found]:
    """Yield the years that are or end a line of a heading: the year a document is filed under."""
    for found in _YEAR_LINE.finditer(text):
        yield Found(*found.span(1), {"when": found[1]})


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text around months, years and centuries, cut at white space."""
    start = end = -1
    for found in _ANCHOR.finditer(text):
        if start >= 0 and found.start() - _REACH <= end:
            end = found.end() + _REACH
            continue
        if start >= 0:
            yield _blank(text, start, -1), _blank(text, end, 1)
        start, end = max(found.start() - _REACH, 0), found.end() + _REACH
    if start >= 0:
        yield _blank(text, start, -1), _blank(text, end, 1)


def _blank(text: str, at: int, step: int) -> int:
    """Return the nearest end of a word from *at* on, no more than twenty characters away."""
    for place in range(at, at + 20 * step, step):
        if not 0 < place < len(text) or text[place].isspace():
            return min(max(place, 0), len(text))
    return at


def _behind(tokens: Tokens, at: int) -> int:
    """Return the index behind an expression that contradicts itself."""
    at += 1
    while at < len(tokens) and (tokens[at].kind != "word" or tokens[at].text in ("and", "to", "old", "new", "style")):
        at += 1
    return at


def _read_running(tokens: Tokens, at: int, year: int | None, row: int) -> tuple[Stretch, int] | None:
    """Read a date in running text that begins exactly at *at*; *row* is the index behind the date before it."""
    first = tokens[at]
    before = token(tokens, at - 1)
    if first.kind == "month":
        return _read_from_month(tokens, at, year)
    if first.kind == "word":
        found = read_span(tokens, at, year) or read_century(tokens, at) or read_part_of_decade(tokens, at)
        return None if first.text == "fall" and not first.value and before.text != "the" else found
    if first.kind == "decade":
        return read_decade(tokens, at)
    dashed = first.kind == "year" and before.text == "-" and before.value
    if before.end == first.start and before.text in ATTACHED and not dashed:
        return None
    if first.kind == "year":
        between = [one.text for one in tokens[row:at]] if 0 <= at - row <= 2 and row >= 0 else []
        in_row = between in (["to"], ["and"], [","], ["or"], [",", "and"], [",", "or"])
        return read_numeric(tokens, at) or read_cued_year(tokens, at, in_row=in_row)
    label = token(tokens, at - 2) if before.text == "." else before
    if label.text in NUMBERED:
        return None
    return read_numeric(tokens, at) or read_span(tokens, at, year) or read_century(tokens, at)


def _read_from_month(tokens: Tokens, at: int, year: int | None) -> tuple[Stretch, int] | None:
    """Read a date that begins with a month: "in March 20 delegates" is none, nor is "May Day"."""
    found = read_span(tokens, at, year)
    before = token(tokens, at - 1).text
    if found is None or token(tokens, found[1]).text == "day":
        return None
    if not any(one.kind in ("number", "ordinal", "year") for one in tokens[at : found[1]]):
        return found if before in MONTH_CUES and _month_stands_alone(token(tokens, found[1])) else None
    return None if before == "in" and plural(token(tokens, found[1])) else found


def _month_stands_alone(after: Token) -> bool:
    """Whether what follows a month leaves it a month: no name ("May Day"), no number."""
    named = after.kind == "word" and bool(after.value)
    return not named and after.kind not in ("number", "year", "other", "ordinal") and after.text != "-"
