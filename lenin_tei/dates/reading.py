"""A whole string, or the beginning of a line, read as one date: all of the grammar, limits, and years alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from lenin_tei.dates.grammar import joined, read_dated, read_numeric, read_span
from lenin_tei.dates.moments import Moment, Stretch, exists, in_order, last_day, moment
from lenin_tei.dates.pieces import Contradiction, Tokens, is_day, is_year, read_year_span, skip, token
from lenin_tei.dates.tokens import read_tokens
from lenin_tei.dates.years import read_century, read_decade

BOUNDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("not", "earlier", "than"), "notBefore"),
    (("no", "earlier", "than"), "notBefore"),
    (("not", "before"), "notBefore"),
    (("later", "than"), "notBefore"),
    (("after",), "notBefore"),
    (("not", "later", "than"), "notAfter"),
    (("no", "later", "than"), "notAfter"),
    (("not", "after"), "notAfter"),
    (("earlier", "than"), "notAfter"),
    (("prior", "to"), "notAfter"),
    (("before",), "notAfter"),
)
BOUND_STARTS = frozenset(words[0] for words, _ in BOUNDS)
LEAD_IN = (("on", "the"), ("in", "the"), ("at", "the"), ("on",), ("in",), ("at",), ("during",))
LEAD_IN_STARTS = frozenset(words[0] for words in LEAD_IN)


class Found(NamedTuple):
    """A date in running text: character offsets and the TEI attributes; without a year they hold --10-03 or --10."""

    start: int
    end: int
    attributes: dict[str, str]


def read_date(text: str) -> dict[str, str] | None:
    """Return the attributes of a string that is one date expression with its year, else None."""
    attributes = _read_whole(text.strip())
    return None if attributes is None else dict(attributes)


@lru_cache(maxsize=64)  # the date of a heading is asked for by every stage that holds it against others
def _read_whole(text: str) -> Mapping[str, str] | None:
    """Return the attributes of a trimmed string that is one date expression with its year, else None."""
    if text[:1] == "(" and text.rstrip(" .,;:")[-1:] == ")":
        text = text[1:].rstrip(" .,;:")[:-1]
    found = leading_date(text)
    if found is None or text[found.end :].strip(" .,;:"):
        return None
    return None if any(value.startswith("--") for value in found.attributes.values()) else found.attributes


def leading_date(text: str) -> Found | None:
    """Return the date expression at the beginning of *text*, with "not later than", "between" and the like; else None.

    Its end is behind its last character, so that a place may follow: "between May 22 and June 1, 1901, in Munich".
    """
    tokens = read_tokens(text[:400])
    try:
        found = _read_bounded(tokens, 0) or _read_plain(tokens, 0)
    except Contradiction:
        return None
    if found is None or goes_on(tokens, found[1]):
        return None
    return Found(tokens[0].start, tokens[found[1] - 1].end, found[0])


def goes_on(tokens: Tokens, end: int) -> bool:
    """Whether what follows spoils a date: an unreadable number, or a sign and digits that belong to it."""
    after = token(tokens, end)
    touching = after.start == token(tokens, end - 1).end and token(tokens, end + 1).start == after.end
    return after.kind == "other" or (touching and after.text in ("-", "/") and token(tokens, end + 1).text.isdigit())


def _read_plain(tokens: Tokens, at: int) -> tuple[dict[str, str], int] | None:
    """Read a date, a span, a year or a century, after "in", "on" or nothing."""
    if token(tokens, at).text in LEAD_IN_STARTS:
        at = next((end for words in LEAD_IN if (end := skip(tokens, at, *words))), at)
    at = skip(tokens, at, "night", "of") or at
    found = read_numeric(tokens, at) or _read_pair(tokens, at, "to") or read_span(tokens, at) or _read_years(tokens, at)
    return None if found is None else (found[0].attributes, found[1])


def _read_years(tokens: Tokens, at: int) -> tuple[Stretch, int] | None:
    """Read a year alone, in square brackets or not, years joined by a dash, a decade, a century.

    "1918-03" can only be a month; "1905-07" may be a month or two years, so it is nothing, but "1905–07" is two years.
    """
    found, sign, last = token(tokens, at), token(tokens, at + 1), token(tokens, at + 2)
    if is_year(found) and sign.text == "-" and not sign.value and len(last.text) == 2 and 1 <= last.value <= 12:
        if last.value > found.value % 100 or token(tokens, at + 3).text == "-":
            raise Contradiction
        return moment(found.value, last.value), at + 3
    if is_year(found):
        return read_year_span(tokens, at) or (moment(found.value), at + 1)
    if found.text == "[" and is_year(sign) and last.text == "]":
        return moment(sign.value), at + 3
    article = skip(tokens, at, "the") or at
    half = skip(tokens, article, "first", "half", "of", "the") or skip(tokens, article, "second", "half", "of", "the")
    return read_decade(tokens, article) or read_century(tokens, half or article)


def _read_bounded(tokens: Tokens, at: int) -> tuple[dict[str, str], int] | None:
    """Read a date that is given by its limits."""
    if pair := _read_pair(tokens, at, "and"):
        stretch, end = pair
        return Stretch(stretch.first, stretch.last, within=True, julian=stretch.julian).attributes, end
    return _read_limits(tokens, at) or _read_limited(tokens, at)


def _read_pair(tokens: Tokens, at: int, joint: str) -> tuple[Stretch, int] | None:
    """Read "between X and Y" or "[from] X to Y"; X takes its year from Y, and Y its month from X."""
    start = skip(tokens, at, "between") if joint == "and" else skip(tokens, at, "from") or at
    if start is None:
        return None
    middle = next((index for index in range(at, min(at + 14, len(tokens))) if tokens[index].text == joint), None)
    if middle is None or not start < middle:
        return None
    right, shift = tokens[middle + 1 :], middle + 1
    month = next((one for one in tokens[start:middle] if one.kind == "month"), None)
    if month and is_day(token(right, 0)) and token(right, 1).kind != "month":
        right, shift = [month, *right], middle
    last = read_dated(right, 0) or _read_years(right, 0)
    if last is None:
        return None
    left = tokens[: middle - (tokens[middle - 1].text == ",")]
    first = read_dated(left, start, last[0].first.year) or _read_years(left, start)
    if first is None or first[1] != len(left):
        return None
    return joined(first[0], last[0]), last[1] + shift


def _read_limits(tokens: Tokens, at: int) -> tuple[dict[str, str], int] | None:
    """Read "not earlier than X", "prior to X", "not earlier than X, but not later than Y"."""
    limit, start = _read_bound(tokens, at)
    found = _read_moment(tokens, start) if limit else None
    if found is None:
        return None
    stretch, end = found
    second, behind = _read_bound(tokens, end)
    other = _read_moment(tokens, behind) if second and second != limit else None
    if other is None:
        return _limits(**{limit: stretch}), end
    found = read_dated(tokens, start, other[0].first.year) or found
    return _limits(**{limit: found[0], second: other[0]}), other[1]


def _read_moment(tokens: Tokens, at: int) -> tuple[Stretch, int] | None:
    return read_numeric(tokens, at) or read_dated(tokens, at) or _read_years(tokens, at)


def _read_bound(tokens: Tokens, at: int) -> tuple[str, int]:
    """Return the attribute a bound at *at* stands for and the index behind it; "" where there is none."""
    at = skip(tokens, at, ",") or at
    at = skip(tokens, at, "but") or skip(tokens, at, "and") or at
    if token(tokens, at).text in BOUND_STARTS:
        for words, name in BOUNDS:
            if end := skip(tokens, at, *words):
                return name, end
    return "", at


def _limits(notBefore: Stretch | None = None, notAfter: Stretch | None = None) -> dict[str, str]:  # noqa: N803 - TEI's
    """Return the attributes for one limit or both."""
    if notBefore and notAfter and not in_order(notBefore.first, notAfter.last):
        raise Contradiction
    found = {"notBefore": notBefore.first.iso} if notBefore else {}
    found |= {"notAfter": notAfter.last.iso} if notAfter else {}
    julian = any(limit and limit.julian for limit in (notBefore, notAfter))
    return found | ({"calendar": "#julian"} if julian else {})


def _read_limited(tokens: Tokens, at: int) -> tuple[dict[str, str], int] | None:
    """Read "in October, not earlier than 2nd, 1909" and "in 1905, not earlier than March 31"."""
    at = skip(tokens, at, "in") or at
    whole = token(tokens, at)
    limit, start = _read_bound(tokens, at + 1)
    start = skip(tokens, start, "the") or start
    if not limit or not (whole.kind == "month" or is_year(whole)):
        return None
    if whole.kind == "month" and is_day(token(tokens, start)) and token(tokens, start + 1).kind != "month":
        dated = read_dated([whole, *tokens[start:]], 0)
        found = None if dated is None else (dated[0], dated[1] + start - 1)
    else:
        found = read_dated(tokens, start, whole.value) if is_year(whole) else None
    if (
        found is None
        or found[0].first.year is None
        or found[0].julian
        or (is_year(whole) and found[0].first.year != whole.value)
    ):
        return None
    inside = part_of_whole(found[0], month=whole.kind == "month")
    if limit == "notBefore":
        return _limits(notBefore=found[0], notAfter=Stretch(inside.last, inside.last)), found[1]
    return _limits(notBefore=Stretch(inside.first, inside.first), notAfter=found[0]), found[1]


def part_of_whole(limit: Stretch, *, month: bool) -> Stretch:
    """Return the whole month or year around a limit, as exact as the limit is."""
    year, number, day = limit.first
    first, last = (number, number) if month else (1, 12)
    if day is None or year is None:
        return Stretch(Moment(year, first), Moment(year, last))
    return Stretch(Moment(year, first, 1), Moment(year, last, last_day(year, last or 12)))


def resolve(attributes: dict[str, str], year: int) -> dict[str, str] | None:
    """Return the attributes of a date without a year in *year*; None where that year has no such day."""
    found = {name: f"{year:04d}{value[1:]}" if value.startswith("--") else value for name, value in attributes.items()}
    dates = [Moment(*map(int, value.split("-"))) for name, value in found.items() if name != "calendar"]
    return found if all(map(exists, dates)) else None
