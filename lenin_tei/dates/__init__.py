"""Dates in the English of transcriptions become TEI attributes (TEI Guidelines 3.6.4, att.datable), or nothing.

`@when`, `@from`, `@to`, `@notBefore` and `@notAfter` always hold the Gregorian date; `@calendar="#julian"` says that
the typed words (the first ones of a double date) are old style. A date that shows no calendar is taken as it stands.
Beginning, middle and end are thirds of a month or year; seasons are whole months; "before" and "after" a day keep the
day itself as the limit. What can be read in two ways, what does not exist and what contradicts itself gives nothing.
"""

from __future__ import annotations

from lenin_tei.dates.reading import Found, leading_date, read_date, resolve
from lenin_tei.dates.running import find_dates, find_year_lines

__all__ = ["Found", "find_dates", "find_year_lines", "leading_date", "read_date", "resolve"]
