"""Text becomes tokens a date grammar can read; anything else is a token of its own, so nothing is skipped."""

from __future__ import annotations

import re
from typing import NamedTuple

from lenin_tei.patterns import lazy

_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
MONTHS = (*_FIRST_HALF, "July", "August", "September", "October", "November", "December")
SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1) if name != "May"} | {"Sept": 9}
MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(MONTHS, 1)},
    **{name.upper(): number for number, name in enumerate(MONTHS, 1)},
    **SHORT,
    **{name.upper(): number for name, number in SHORT.items()},
}
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN = {numeral: number for number, numeral in enumerate(_NUMERALS, 1)}
WEEKDAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
DASHES = "-–—−"
_CHUNK = lazy(r"[^\W_]+|\n[^\S\n]*\n|\S")
_GLUED = lazy(r"([A-Z][A-Za-z]+)([0-9]{1,2})\Z")  # a month and its day with the blank between them lost
_ORDINAL = lazy(r"(\d\d?)(st|nd|rd|th|d)\Z", re.IGNORECASE)
_DECADE = lazy(r"(\d{3}0)s\Z")


class Token(NamedTuple):
    """A word, a number or a sign of the text; `value` is the month's or the number's, `text` is lower case for words.

    A dash that is no mere hyphen has the value 1, and so has a word with a capital. Kinds: month, number (one or two
    digits), ordinal (3rd), year (four digits), decade (1840s), word, mark, other.
    """

    kind: str
    text: str
    value: int
    start: int
    end: int


END = Token("end", "", 0, 0, 0)


def read_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of *text* from *start* to *end*; an empty line is a mark, as no date goes over it."""
    chunks = _CHUNK.finditer(text, start, len(text) if end is None else end)
    tokens = [_token(found[0], *found.span()) for found in chunks]
    if any(token.kind == "other" for token in tokens):
        return [part for token in tokens for part in _parted(token)]
    return tokens


def _parted(token: Token) -> tuple[Token, ...]:
    """Return "December15" as a month and a number, any other token as it is."""
    found = _GLUED.match(token.text) if token.kind == "other" else None
    if found is None or found[1] not in MONTH_NUMBERS:
        return (token,)
    middle = token.start + len(found[1])
    return _token(found[1], token.start, middle), _token(found[2], middle, token.end)


def _token(chunk: str, start: int, end: int) -> Token:
    if chunk.isalpha():
        if chunk in MONTH_NUMBERS:
            return Token("month", chunk, MONTH_NUMBERS[chunk], start, end)
        return Token("word", chunk.lower(), chunk[0].isupper(), start, end)
    if chunk.isascii() and chunk.isdigit():
        kind = "number" if len(chunk) < 3 else "year" if len(chunk) == 4 else "other"
        return Token(kind, chunk, int(chunk) if len(chunk) < 5 else 0, start, end)
    if not chunk[0].isalnum():
        return Token("mark", "-" if chunk in DASHES else chunk, chunk in DASHES[1:], start, end)
    if found := _ORDINAL.match(chunk):
        return Token("ordinal", chunk, int(found[1]), start, end)
    if found := _DECADE.match(chunk):
        return Token("decade", chunk, int(found[1]), start, end)
    return Token("other", chunk, 0, start, end)
