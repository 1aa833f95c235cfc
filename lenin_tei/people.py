"""Names in front-matter values: who did something.

In: a value as typed. Out: offsets in it. Only what is plainly a name is read; "Unknown" and "and others" are nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile
from lenin_tei.source import Span, trimmed

_BRACKETED = lazy(r"\([^()]*\)|\[[^\[\]]*\]")
_BY = lazy(r"(?:^|\s)by\s", re.IGNORECASE)
_BEHIND = lazy(r"\d|;|\s(?:for|in|on|with|from|as|under)\s")
_JOINED = lazy(r",|&|/|\s+and\s+")
_TITLED = lazy(r"(?:(?:and|the)\s+)*(?:late\s+)?(?:(?:and|the)\s+)*", re.IGNORECASE)
_NAME_PART = lazy(r"[^\W\d_]['’.\w-]*$")
_PARTICLES = frozenset(
    ("de", "da", "del", "der", "den", "di", "la", "le", "van", "von", "und", "of", "the", "and", "al")
)


class Person(NamedTuple):
    """A name: "persName" or "orgName", and its offsets in the value."""

    element: str
    start: int
    end: int


def read_people(text: str, profile: Profile) -> list[Person] | None:
    """Return the names in "Bernard Isaacs and The Late Isidor Lasker"; None when the value is no list of names.

    The list is empty where the value says that nobody is known, or from which language something was translated.
    """
    plain = _BRACKETED.sub(lambda found: " " * len(found.group()), text)
    by = _BY.search(plain)
    start = by.end() if by else 0
    if not by and plain.lstrip().lower().startswith("from "):
        return []
    behind = _BEHIND.search(plain, start)
    found = []
    for first, last in _parts(plain, start, behind.start() if behind else len(plain)):
        words = plain[first:last].split()
        if not words or all(word.strip(".,") in profile.nothing for word in words):
            continue
        if not _is_name(words, profile):
            return None
        organisation = any(word.strip(".,’") in profile.organisations for word in words)
        found.append(Person("orgName" if organisation else "persName", first, last))
    return found


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the single names of a list, without "the late" and final stops."""
    last = start
    for cut in [*_JOINED.finditer(text, start, end), None]:
        first, stop = trimmed(text, Span(last, cut.start() if cut else end))
        titled = _TITLED.match(text, first, stop)
        first = titled.end() if titled else first
        while stop > first and text[stop - 1] in " .,:–—-" and not _is_initial(text, stop):
            stop -= 1
        yield first, stop
        last = cut.end() if cut else end


def _is_initial(text: str, end: int) -> bool:
    """Say whether the stop before *end* ends an initial: "Taken down by L.F."."""
    return text[end - 1] == "." and end > 1 and text[end - 2].isupper() and (end < 3 or not text[end - 3].isalpha())


def _is_name(words: list[str], profile: Profile) -> bool:
    """Say whether all words may be parts of one name; one lower-case slip at the beginning is allowed."""
    if len(words) > 8 or not all(_NAME_PART.match(word) or word in _PARTICLES for word in words):
        return False
    lower = [word for word in words if word[0].islower() and word not in _PARTICLES]
    slip = len(lower) == 1 and lower[0] == words[0] and len(words) == 2 and lower[0] not in profile.bibliographic
    return (not lower or slip) and not words[-1][0].islower()
