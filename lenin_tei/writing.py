"""When and where a text was written, as the values of front matter say it.

In: a value as typed. Out: offsets in it and TEI attributes; nothing where words around a date say more than was
understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from lenin_tei.dates import leading_date
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile
from lenin_tei.source import Span

# Words that say more of a date than the date itself.
_QUALIFIER = lazy(
    r"about|after|approximately|around|before|beginning|between|ca?|circa|earlier|early|end|half|late|later|middle|no|"
    r"not|or|perhaps|prior|probably|since|than|until"
)
_PLACE = lazy(
    r"(?:St\.\s|Saint\s)?[^\W\d_a-z][\w’'-]*(?:\s(?:(?:of|on|am|de|la|le|del|di|upon)\s)?[^\W\d_a-z][\w’'-]*)*"
)
_IN_PLACE = lazy(r"\bin\s+(?P<the>the\s+)?(?=[A-Z])")
_NOUN = lazy(r"\s(?P<noun>[a-z]{4,})")


def read_written_date(text: str) -> tuple[int, int, Mapping[str, str]] | None:
    """Find the one date of a value; None where words around it say more than was understood."""
    for word in islice(re.finditer(r"\S+", text), 12):
        start = word.start()
        found = leading_date(text[start:])
        if found is None or any(value.startswith("--") for value in found.attributes.values()):
            if any(sign.isdigit() for sign in word.group()) or _QUALIFIER.fullmatch(word.group().lower().strip(",.")):
                return None
            continue
        if re.match(r"\s*(?:,?\s*(?:and|or|to|not|but|before|after)\b|[-–—/])[^.;]*\d", text[start + found.end :]):
            return None
        end = start + found.end
        while (lead := re.match(r"(?:[Oo]n|[Ii]n|[Aa]t|[Tt]he|[Dd]uring)\s+", text[start:end])) and (
            leading_date(text[start + lead.end() :]) or found
        ).attributes == found.attributes:
            start += lead.end()
        return start, end, found.attributes
    return None


def read_place(text: str) -> Span | None:
    """Return the first place name in "the remand prison in St. Petersburg", "the Isle of Capri (Italy)"."""
    found = _PLACE.search(text)
    return Span(*found.span()) if found else None


def read_written_place(text: str, profile: Profile) -> Span | None:
    """Return the place in "in Munich and mailed …", "in the Swiss mountains"; a language or month is none."""
    for lead in _IN_PLACE.finditer(text):
        found = _PLACE.match(text, lead.end())
        if (
            found is None
            or found.group().split()[0] in profile.languages
            or found.group().split()[0] in profile.nothing
        ):
            continue
        noun = _NOUN.match(text, found.end()) if lead["the"] else None
        if noun and noun["noun"] not in profile.bibliographic:
            return Span(found.start(), noun.end())
        return Span(*found.span())
    return None
