"""Dates, times and durations of XML Schema 1.0 as values that can be compared.

A date or time is ``(days, seconds, fraction, zoned)``: days and seconds of the moment, in UTC when it has a time zone.
There is no year 0: the year before 1 is -1, and is a leap year.
"""

from __future__ import annotations

import re
from functools import cache

Moment = tuple[int, int, str, bool]
Duration = tuple[int, int, str, bool]

_ZONE = r"(?P<zone>Z|[+\-][0-9]{2}:[0-9]{2})?\Z"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9]|60)(?:\.(?P<fraction>[0-9]*))?"

FORMS = {
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
}
_DURATION = (
    r"(-)?P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9.])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:(?=[.]?[0-9])([0-9]*)(?:\.([0-9]*))?S)?)?\Z"
)
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
_FOURTEEN_HOURS = 14 * 3600


@cache
def _compiled(form: str) -> re.Pattern[str]:
    # Compiled when used: most processes meet one or two of the forms.
    return re.compile(form)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_to(year: int, month: int, day: int) -> int | None:
    """Return the number of the day, or None when the month is too short for it."""
    leap = _is_leap(year)
    length = _DAYS_BEFORE[month] - _DAYS_BEFORE[month - 1] + (1 if leap and month == 2 else 0)
    if day > length:
        return None
    past = year - 1
    days = past * 365 + past // 4 - past // 100 + past // 400
    return days + _DAYS_BEFORE[month - 1] + (1 if leap and month > 2 else 0) + day


def _offset(zone: str | None) -> int | None:
    """Return a time zone in seconds, None when it is impossible."""
    if zone is None or zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if minutes > 59 or hours * 60 + minutes > 14 * 60 or zone == "-14:00":
        return None
    return (hours * 3600 + minutes * 60) * (-1 if zone[0] == "-" else 1)


def read_moment(kind: str, text: str) -> Moment | None:
    """Return the moment that *text* writes as the datatype *kind*, None when it writes none."""
    match = _compiled(FORMS[kind]).match(text)
    if match is None:
        return None
    found = match.groupdict()
    offset = _offset(found["zone"])
    year = int(found.get("year") or 4)
    if offset is None or year == 0:
        return None
    # The year 4 stands in where there is none, for 29 February is a possible --02-29.
    days = _days_to(year if year > 0 else year + 1, int(found.get("month") or 1), int(found.get("day") or 1))
    if days is None:
        return None
    seconds = -offset
    if found.get("hour"):
        seconds += int(found["hour"]) * 3600 + int(found["minute"]) * 60 + int(found["second"])
    fraction = (found.get("fraction") or "").rstrip("0")
    if kind != "time":
        days, seconds = days + seconds // 86400, seconds % 86400
    return days, seconds, fraction, found["zone"] is not None


def compare_moments(left: Moment, right: Moment) -> int | None:
    """Return -1, 0 or 1, or None when a missing time zone leaves the order open."""
    if left[3] == right[3]:
        return (left[:3] > right[:3]) - (left[:3] < right[:3])
    if left[3]:
        reverse = compare_moments(right, left)
        return None if reverse is None else -reverse
    for shift, verdict in ((_FOURTEEN_HOURS, -1), (-_FOURTEEN_HOURS, 1)):
        total = left[0] * 86400 + left[1] + shift
        moved = (total // 86400, total % 86400, left[2])
        if (moved > right[:3]) - (moved < right[:3]) == verdict:
            return verdict
    return None


def read_duration(text: str) -> Duration | None:
    """Return a duration as (months, seconds, fraction, negative), None when *text* writes none."""
    match = _compiled(_DURATION).match(text)
    if match is None or any(group is not None and len(group) > 40 for group in match.groups()):
        return None
    sign, *numbers, fraction = match.groups()
    if all(number is None for number in numbers) and fraction is None:
        return None
    years, months, days, hours, minutes, seconds = (int(number or 0) for number in numbers)
    total = days * 86400 + hours * 3600 + minutes * 60 + seconds
    fraction = (fraction or "").rstrip("0")
    months += years * 12
    return months, total, fraction, sign is not None and (months, total, fraction) != (0, 0, "")


def compare_durations(left: Duration, right: Duration) -> int | None:
    """Return -1, 0 or 1, or None when the length of months leaves the order open."""
    verdicts = {_from_start(left, right, year, month) for year, month in ((1696, 9), (1697, 2), (1903, 3), (1903, 7))}
    return verdicts.pop() if len(verdicts) == 1 else None


def _from_start(left: Duration, right: Duration, year: int, month: int) -> int:
    ends = []
    for months, seconds, fraction, negative in (left, right):
        count = year * 12 + month - 1 + (-months if negative else months)
        days = _days_to(count // 12, count % 12 + 1, 1)
        assert days is not None
        exact = float(f"0.{fraction or 0}")
        ends.append(days * 86400 + (-seconds - exact if negative else seconds + exact))
    return (ends[0] > ends[1]) - (ends[0] < ends[1])
