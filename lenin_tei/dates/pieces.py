"""The small pieces of a date: days, months, parts of months and years, as typed and before their year is known.

Every reader takes tokens and an index and returns the index behind what it read, or None where its rule does not fit.
What fits but contradicts itself raises `Contradiction`, so that half of it is not taken for the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lenin_tei.dates.moments import SEASONS, Moment, Stretch
from lenin_tei.dates.tokens import END, SHORT, Token

Tokens = Sequence[Token]
YEARS = range(1000, 2100)
PART_WORDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("early", "in"), "beginning"),
    (("early",), "beginning"),
    (("late", "in"), "end"),
    (("late",), "end"),
    (("mid",), "middle"),
    (("beginning", "of"), "beginning"),
    (("start", "of"), "beginning"),
    (("first", "days", "of"), "beginning"),
    (("middle", "of"), "middle"),
    (("end", "of"), "end"),
    (("last", "days", "of"), "end"),
    (("final", "days", "of"), "end"),
    (("first", "half", "of"), "first half"),
    (("second", "half", "of"), "second half"),
    (("latter", "half", "of"), "second half"),
)
PART_STARTS = frozenset((*(words[0] for words, _ in PART_WORDS), *SEASONS, "winter"))


class Contradiction(Exception):  # noqa: N818 - not an error: the grammar's word for "give nothing"
    """The typed words fit the grammar and cannot be true, or can be true in two ways."""


class Piece(NamedTuple):
    """What was typed, before the year is known: two ends, each with the part of the month or year that was named."""

    first: Moment
    last: Moment
    first_part: str = ""
    last_part: str = ""
    within: bool = False


def token(tokens: Tokens, at: int) -> Token:
    """Return the token at an index; `END` outside."""
    return tokens[at] if 0 <= at < len(tokens) else END


def skip(tokens: Tokens, at: int, *words: str) -> int | None:
    """Return the index behind *words*, if they stand at *at*."""
    if not 0 <= at <= len(tokens) - len(words):
        return None
    for number, word in enumerate(words, at):
        if tokens[number].text != word:
            return None
    return at + len(words)


def is_day(found: Token) -> bool:
    """Whether a number can be the day of a month."""
    return found.kind in ("number", "ordinal") and 1 <= found.value <= 31


def is_year(found: Token) -> bool:
    """Whether a number of four digits can be a year."""
    return found.kind == "year" and found.value in YEARS


def read_stretch(tokens: Tokens, at: int) -> tuple[Piece, int] | None:
    """Read days, months or parts of them, joined by a dash or not, without a year."""
    found = read_simple(tokens, at)
    if found is None:
        return None
    first, end = found
    if token(tokens, end).text != "-" or first.last.year is not None:
        return found
    second = read_simple(tokens, end + 1)
    if second is None or second[0].first.year is not None:
        return found
    last, end = second
    return Piece(first.first, last.last, first.first_part, last.last_part, first.within or last.within), end


def read_simple(tokens: Tokens, at: int) -> tuple[Piece, int] | None:
    """Read days, a month, two neighbouring months, or a part of a month or year."""
    at = skip(tokens, at, "the") or at
    if token(tokens, at).kind == "word":
        return read_part(tokens, at) if token(tokens, at).text in PART_STARTS else None
    return read_days(tokens, at) or read_month(tokens, at)


def read_part(tokens: Tokens, at: int) -> tuple[Piece, int] | None:
    """Read "early March", "end of 1907", "summer of 1917": a part of a month or of a year."""
    if token(tokens, at).text in SEASONS:
        end = at + 1 + (token(tokens, at + 1).text in ("of", ","))
        if not is_year(token(tokens, end)):
            return None
        moment = Moment(token(tokens, end).value)
        return Piece(moment, moment, token(tokens, at).text, token(tokens, at).text), end + 1
    if (end := skip(tokens, at, "winter", "of") or skip(tokens, at, "winter") or 0) and is_year(token(tokens, end)):
        span = read_year_span(tokens, end)
        if span and span[0].last.year == token(tokens, end).value + 1:
            return Piece(Moment(token(tokens, end).value, 12), Moment(span[0].last.year, 2), within=True), span[1]
    for words, part in PART_WORDS:
        end = skip(tokens, at, *words) or 0
        if not end:
            continue
        end += token(tokens, end).text in ("-", "the") and words == ("mid",)
        found = token(tokens, end)
        if found.kind == "month" and not is_day(token(tokens, end + 1)):
            return Piece(Moment(None, found.value), Moment(None, found.value), part, part), end + 1
        if is_year(found) and token(tokens, end + 1).text != "-":
            return Piece(Moment(found.value), Moment(found.value), part, part), end + 1
    return None


def read_month(tokens: Tokens, at: int) -> tuple[Piece, int] | None:
    """Read a month, or two neighbouring months joined by "and" or "or"."""
    month = token(tokens, at)
    if month.kind != "month":
        return None
    moment = Moment(None, month.value)
    word, other = token(tokens, at + 1).text, token(tokens, at + 2)
    neighbour = other.kind == "month" and other.value == month.value + 1 and not is_day(token(tokens, at + 3))
    if word in ("and", "or") and neighbour:
        return Piece(moment, Moment(None, other.value), within=word == "or"), at + 3
    return Piece(moment, moment), behind_month(tokens, at)


def behind_month(tokens: Tokens, at: int) -> int:
    """Return the index behind a month and the full stop of its abbreviation."""
    return at + 1 + (token(tokens, at + 1).text == "." and token(tokens, at).text.title() in SHORT)


def read_days(tokens: Tokens, at: int) -> tuple[Piece, int] | None:
    """Read one day, neighbouring days or a row of days of one month, the month before or after them."""
    if token(tokens, at).kind == "month":
        month = token(tokens, at).value
        at = behind_month(tokens, at)
        at = skip(tokens, at, "the") or at
        days = read_day_numbers(tokens, at)
        if days is None:
            return None
        first, last, within, end = days
    else:
        days = read_day_numbers(tokens, at)
        if days is None:
            return None
        first, last, within, end = days
        end = skip(tokens, end, "of") or end
        if token(tokens, end).kind != "month":
            return None
        month = token(tokens, end).value
        end = behind_month(tokens, end)
    return Piece(Moment(None, month, first), Moment(None, month, last), within=within), end


def read_day_numbers(tokens: Tokens, at: int) -> tuple[int, int, bool, int] | None:
    """Read "3", "3rd", "3-5", "3 to 5", "3 and 4", "3 or 4", "9, 10 and 11".

    Returns the first, the last, whether one of them is meant, and the index behind.
    """
    first = token(tokens, at)
    if not is_day(first) or thousands(tokens, at):
        return None
    join, second = token(tokens, at + 1).text, token(tokens, at + 2)
    if join in ("-", "to", "and", "or") and is_day(second) and token(tokens, at + 3).text not in (":", "%"):
        if join in ("and", "or") and second.value != first.value + 1:
            return first.value, first.value, False, at + 1
        if second.value <= first.value:
            raise Contradiction
        return first.value, second.value, join == "or", at + 3
    last, end = first.value, at + 1
    while token(tokens, end).text in (",", "and") and is_day(token(tokens, end + 1)):
        if token(tokens, end + 1).value != last + 1:
            return first.value, first.value, False, at + 1
        last, end = last + 1, end + 2
    if last > first.value and token(tokens, end).kind != "month" and not is_year(token(tokens, end + 1)):
        return first.value, first.value, False, at + 1
    return first.value, last, False, end


def thousands(tokens: Tokens, at: int) -> bool:
    """Whether a number goes on behind a comma or point, as in 1,918."""
    sign, rest = token(tokens, at + 1), token(tokens, at + 2)
    close_by = sign.start == token(tokens, at).end and rest.start == sign.end
    return close_by and sign.text in (",", ".", ":") and rest.text.isdigit() and rest.kind != "year"


def read_year_span(tokens: Tokens, at: int) -> tuple[Stretch, int] | None:
    """Read "1905-07", "1899-1901": two years joined by a dash; what may as well be a year and a month is refused."""
    first, sign, second = token(tokens, at), token(tokens, at + 1), token(tokens, at + 2)
    if not is_year(first) or sign.text != "-" or second.kind not in ("number", "year"):
        return None
    if len(second.text) == 1 or (after := token(tokens, at + 3)).text == "-" or (after.kind == "other"):
        raise Contradiction
    last = second.value if second.kind == "year" else first.value // 100 * 100 + second.value
    if not first.value < last < 2100:
        raise Contradiction
    return Stretch(Moment(first.value), Moment(last)), at + 3
