"""Dates of the text as mentions: what a day without a year rests on, and how certain that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lenin_tei.dates import Found, resolve
from lenin_tei.model import Document
from lenin_tei.names.calibration import certainty
from lenin_tei.names.resolution import Mention

NEW_CALENDAR = 1918  # Russia went over in February of that year


def years_in(attributes: Mapping[str, str]) -> list[int]:
    """Return the years of a date's attributes."""
    return [int(value[:4]) for value in attributes.values() if value[:4].isdigit()]


def dated(dates: list[Found], own: int, *, julian: bool) -> Iterator[Mention]:
    """Yield the dates of a block: a day without a year is of the only year the block names, else of the document's.

    In a document that also counts by the old calendar (*julian*) a day without a year before 1919 could be either.
    """
    named = {year for date in dates for year in years_in(date.attributes)}
    year = own if not named or named == {own} else named.pop() if len(named) == 1 else 0
    plain = 0 if julian and year <= NEW_CALENDAR else year
    for found in dates:
        attributes: dict[str, str] | None = found.attributes
        rule = "date"
        evidence: dict[str, str] = {}
        if any(value.startswith("--") for value in found.attributes.values()):
            its_year = year if "calendar" in found.attributes else plain
            attributes = resolve(found.attributes, its_year) if its_year else None
            rule = "day"
            evidence = {"evidence": "internal"}  # the year is the document's own
            if attributes is None and all(len(value) < 7 for value in found.attributes.values() if value[:2] == "--"):
                continue
        rule = rule if attributes else "bare day"
        yield Mention(
            found.start, found.end, "date", {**attributes, **evidence} if attributes else {}, (), rule, certainty(rule)
        )


def year_of(document: Document) -> int:
    """Return the year the document was written in, or 0."""
    for place in ("creation", "correspDesc/sent", "firstPublication"):
        for fact in document.facts:
            if fact.place.startswith(place) and fact.element == "date":
                for name in ("when", "notAfter", "to", "notBefore", "from"):
                    if fact.attributes.get(name, "")[:4].isdigit():
                        return int(fact.attributes[name][:4])
    return 0
