"""Moments as far as they are known, the arithmetic of the two calendars, and parts of months and years.

Before 14 February 1918 Russia counted by the Julian calendar, 12 days behind in the 19th century and 13 in the 20th.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

PARTS = {"beginning": (1, 10), "middle": (11, 20), "end": (21, 31), "first half": (1, 15), "second half": (16, 31)}
PARTS_OF_YEAR = {"beginning": (1, 4), "middle": (5, 8), "end": (9, 12), "first half": (1, 6), "second half": (7, 12)}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}


class Moment(NamedTuple):
    """A date as far as it is known; what is None was not said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """The value as TEI writes it (teidata.temporal.w3c): 1918-10-03, 1918-10, 1918, --10-03, --10."""
        text = "-" if self.year is None else f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def in_year(self, year: int | None) -> Moment:
        """Return the moment with *year*, if it has none of its own."""
        return self if self.year is not None or year is None else self._replace(year=year)


class Stretch(NamedTuple):
    """A time from `first` to `last`; `within`: at some moment in between, not the whole of it."""

    first: Moment
    last: Moment
    within: bool = False
    julian: bool = False

    @property
    def attributes(self) -> dict[str, str]:
        """The TEI attributes that say so."""
        if self.first == self.last:
            found = {"when": self.first.iso}
        elif self.within:
            found = {"notBefore": self.first.iso, "notAfter": self.last.iso}
        else:
            found = {"from": self.first.iso, "to": self.last.iso}
        if self.julian:
            found["calendar"] = "#julian"
        return found


def moment(year: int | None, month: int | None = None, day: int | None = None) -> Stretch:
    """Return the stretch of one moment."""
    return Stretch(Moment(year, month, day), Moment(year, month, day))


def last_day(year: int | None, month: int) -> int:
    """Return the number of the last day of a Gregorian month; 29 for a February of no year."""
    return monthrange(2000 if year is None else year, month)[1]


def exists(moment: Moment, *, julian: bool = False) -> bool:
    """Whether the calendar has such a day; a 29 February of no year exists."""
    if moment.month is None or moment.day is None:
        return moment.month is None or 1 <= moment.month <= 12
    if julian and moment.year is not None and (moment.month, moment.day) == (2, 29):
        return moment.year % 4 == 0
    return 1 <= moment.month <= 12 and 1 <= moment.day <= last_day(moment.year, moment.month)


def gregorian(moment: Moment) -> Moment | None:
    """Return the Gregorian date of a whole Julian one; None where a part is missing or the year is out of reach."""
    year, month, day = moment
    if year is None or month is None or day is None or not exists(moment, julian=True):
        return None
    # The distance grows on 29 February of the years the Gregorian calendar has no leap day in.
    counted = year - (month < 3)
    distance = timedelta(counted // 100 - counted // 400 - 2)
    try:
        if (month, day) == (2, 29):
            found = date(year, 2, 28) + distance + timedelta(1)
        else:
            found = date(year, month, day) + distance
    except OverflowError:
        return None
    return Moment(found.year, found.month, found.day)


def part_of(part: str, moment: Moment) -> Stretch | None:
    """Return the named part of a month or a year ("beginning", "second half", "summer" …).

    None where it cannot be told.
    """
    year, month, day = moment
    if part in SEASONS:
        first, last = SEASONS[part]
        return None if month is not None else Stretch(Moment(year, first), Moment(year, last), within=True)
    if part not in PARTS or day is not None:
        return None
    if month is None:
        first, last = PARTS_OF_YEAR[part]
        return None if year is None else Stretch(Moment(year, first), Moment(year, last), within=True)
    first, last = PARTS[part]
    if last == 31:
        if year is None and month == 2:
            return None
        last = last_day(year, month)
    return Stretch(Moment(year, month, first), Moment(year, month, last), within=True)


def same_days(typed: Stretch, other: Stretch) -> Stretch | None:
    """Return what a double date such as "January 18 (31)" says; None unless one is the other in the other calendar.

    The old style may stand first or in the brackets. Without a year both distances, 12 and 13 days, are
    tried; a pair that goes over a New Year's Eve is not read then.
    """
    years = [typed.first.year] if typed.first.year is not None else [1917, 1890]
    for year in years:
        old = Stretch(typed.first.in_year(year), typed.last.in_year(year))
        new = Stretch(other.first.in_year(year), other.last.in_year(year))
        if gregorian(old.first) == new.first and gregorian(old.last) == new.last:
            return Stretch(other.first, other.last, julian=True)
        if gregorian(new.first) == old.first and gregorian(new.last) == old.last:
            return Stretch(typed.first, typed.last)
    return None


def in_order(first: Moment, last: Moment) -> bool:
    """Whether *last* does not lie before *first*, as far as both are known."""
    if (first.year is None) != (last.year is None) or (
        first.month is None and last.month is not None and first.year is None
    ):
        return False
    return tuple(part or 0 for part in first) <= (last.year or 0, last.month or 12, last.day or 31)
