"""The grammar of dates and spans of time: tokens in, a `Stretch` and the index behind its last token out.

    span    = dated ["-" dated]
    dated   = stretch [other] [style] [["," | "of"] YEAR] [other] [style]
    stretch = simple ["-" simple]
    simple  = days | part MONTH | part YEAR | MONTH [("and" | "or") MONTH] | season YEAR

"other" are the same days in the other calendar, in brackets.
"""

from __future__ import annotations

from itertools import pairwise

from lenin_tei.dates.moments import Moment, Stretch, exists, gregorian, in_order, part_of, same_days
from lenin_tei.dates.pieces import (
    Contradiction,
    Piece,
    Tokens,
    is_day,
    is_year,
    read_day_numbers,
    read_stretch,
    skip,
    token,
)
from lenin_tei.dates.tokens import ROMAN, WEEKDAYS

# What ends the second half of a double date. In square brackets it needs its month: "[1]" is a note marker.
CLOSING = {"(": ")", "[": "]", "/": ""}
STYLES = {("o", ".", "s", "."): "old", ("n", ".", "s", "."): "new", ("old", "style"): "old", ("new", "style"): "new"}
STYLE_STARTS = frozenset(words[0] for words in STYLES)


def read_span(tokens: Tokens, at: int, year: int | None = None) -> tuple[Stretch, int] | None:
    """Read a date or a span of time at *at*; *year* is taken where none is typed."""
    first = read_dated(tokens, at, year)
    if first is None:
        return None
    stretch, end = first
    if token(tokens, end).text != "-" or (second := read_dated(tokens, end + 1, year)) is None:
        return first
    return joined(stretch, second[0]), second[1]


def joined(first: Stretch, last: Stretch) -> Stretch:
    """Return the time from the beginning of *first* to the end of *last*."""
    if first.julian != last.julian or not in_order(first.first, last.last) or first.first == last.last:
        raise Contradiction
    return Stretch(first.first, last.last, first.within or last.within, first.julian)


def read_dated(tokens: Tokens, at: int, year: int | None = None) -> tuple[Stretch, int] | None:
    """Read one date: days, months, a season or a part of them, with its year and both calendars if typed."""
    if token(tokens, at).text in WEEKDAYS:
        at += 1 + (token(tokens, at + 1).text == ",")
    tokens = month_first(tokens, at)
    piece, end = read_stretch(tokens, at) or (None, at)
    if piece is None:
        return None
    other, end = read_other(tokens, end) or (None, end)
    style, end = read_style(tokens, end) or ("", end)
    typed, end = read_year(tokens, end, piece)
    if other is None:
        other, end = read_other(tokens, end) or (None, end)
    if not style:
        style, end = read_style(tokens, end) or ("", end)
    if typed is None:
        typed = year
    return close(piece, typed, other, style), end


def month_first(tokens: Tokens, at: int) -> Tokens:
    """Return the tokens with a month that stands behind two days before them: "18 (31) January", "18/31 January"."""
    sign = token(tokens, at + 1).text
    month = at + (4 if sign == "(" and token(tokens, at + 3).text == ")" else 3)
    days = token(tokens, at).kind == "number" and token(tokens, at + 2).kind == "number" and sign in ("(", "/")
    if not days or token(tokens, month).kind != "month":
        return tokens
    return [*tokens[:at], tokens[month], *tokens[at:month], *tokens[month + 1 :]]


def read_year(tokens: Tokens, at: int, piece: Piece) -> tuple[int | None, int]:
    """Return the year at *at* with the index behind it; a part of a year has its year already."""
    if piece.first.year is not None:
        return None, at
    stop = piece.first.day is not None and token(tokens, at).text == "."
    end = at + (stop or token(tokens, at).text in (",", "of"))
    if token(tokens, end).text == "[" and is_year(token(tokens, end + 1)) and token(tokens, end + 2).text == "]":
        return token(tokens, end + 1).value, end + 3  # supplied by an editor
    if not is_year(token(tokens, end)):
        return None, at
    after = token(tokens, end + 1)
    if after.text == "-" and token(tokens, end + 2).kind in ("number", "year"):
        raise Contradiction
    return token(tokens, end).value, end + 1


def close(piece: Piece, year: int | None, other: Piece | None, style: str) -> Stretch:
    """Return what a piece says in *year*, in the Gregorian calendar."""
    stretch = settled(piece, year, julian=style == "old" or other is not None)
    if other is not None:
        found = same_days(stretch, settled(other, year, julian=True)) if style != "new" else None
        if found is None:
            raise Contradiction
        return found
    if style == "old":
        first, last = gregorian(stretch.first), gregorian(stretch.last)
        if first is None or last is None:
            raise Contradiction
        return Stretch(first, last, stretch.within, julian=True)
    return stretch


def settled(piece: Piece, year: int | None, *, julian: bool) -> Stretch:
    """Return a piece with its year, parts of months worked out, both ends real days in order."""
    first, last = piece.first.in_year(year), piece.last.in_year(year)
    within = piece.within or bool(piece.first_part or piece.last_part)
    ends = []
    for part, moment in ((piece.first_part, first), (piece.last_part, last)):
        if not exists(moment, julian=julian):
            raise Contradiction
        found = part_of(part, moment) if part else Stretch(moment, moment)
        if found is None:
            raise Contradiction
        ends.append(found)
    if not in_order(ends[0].first, ends[1].last):
        raise Contradiction
    return Stretch(ends[0].first, ends[1].last, within)


def read_other(tokens: Tokens, at: int) -> tuple[Piece, int] | None:
    """Read the second half of a double date: "(31)", "(November 7)", "(January 2, 1918)", "/27"."""
    sign = token(tokens, at).text
    if sign not in CLOSING:
        return None
    found = read_stretch(tokens, at + 1)
    if found is None and sign == "[":
        return None
    if found is None:
        days = read_day_numbers(tokens, at + 1)
        if days is None:
            return None
        month = next((one.value for one in reversed(tokens[:at]) if one.kind == "month"), None)
        piece, end = Piece(Moment(None, month, days[0]), Moment(None, month, days[1]), within=days[2]), days[3]
    else:
        piece, end = found
    year, end = read_year(tokens, end, piece)
    piece = piece._replace(first=piece.first.in_year(year), last=piece.last.in_year(year))
    end = end + (token(tokens, end).text == "," and sign != "/")
    end = next((after for words in STYLES if (after := skip(tokens, end, *words))), end)
    if sign == "/":
        return piece, end
    return (piece, end + 1) if token(tokens, end).text == CLOSING[sign] else None


def read_style(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read "(O.S.)", "New Style" and the like."""
    bracket = token(tokens, at).text == "("
    start = at + (bracket or token(tokens, at).text == ",")
    if token(tokens, start).text not in STYLE_STARTS:
        return None
    for words, style in STYLES.items():
        end = skip(tokens, start, *words)
        if end is not None and (not bracket or token(tokens, end).text == ")"):
            return style, end + bracket
    return None


def read_numeric(tokens: Tokens, at: int) -> tuple[Stretch, int] | None:
    """Read 1918-10-03, 3.10.1918, 3. X. 1918 and a date with strokes whose day is over 12; blanks only behind stops."""
    if token(tokens, at + 1).text not in ("-", ".", "/"):
        return None
    five = [token(tokens, at + step) for step in range(5)]
    blank = five[2].kind == "word" or (five[1].text == "." and five[4].kind == "year")
    if any(not 0 <= two.start - one.end <= blank for one, two in pairwise(five)) or five[1].text != five[3].text:
        return None
    first, sign, second, last = five[0], five[1].text, five[2], five[4]
    month = ROMAN.get(second.text.upper(), 0) if second.kind == "word" and sign in "./" else second.value
    if second.kind not in ("number", "word") or not month:
        return None
    if sign == "-" and is_year(first) and len(second.text) == len(last.text) == 2:
        moment = Moment(first.value, month, last.value)
    elif sign in "./" and is_day(first) and is_year(last):
        moment = Moment(last.value, month, first.value)
        if sign == "/" and second.kind == "number":
            if first.value < 13 and month < 13 and first.value != month:
                raise Contradiction
            moment = moment if month < 13 else Moment(last.value, first.value, month)
    else:
        return None
    if not exists(moment):
        raise Contradiction
    return Stretch(moment, moment), at + 5
