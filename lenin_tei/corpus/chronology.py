"""Dates that cannot both be true: written after publication, by somebody not born yet, received before it was sent.

In come dates as TEI attributes with the precision they have; a verdict is given only where no day of one stretch could
come before a day of the other (TEI Guidelines 14.4). What is open at the end in question is not judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from sqlite3 import Row

from lenin_tei.corpus.facts import Facts, told
from lenin_tei.diagnostics import Diagnostic
from lenin_tei.patterns import lazy

Day = tuple[int, int, int]
_VALUE = lazy(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?\Z")


def earliest(date: Mapping[str, str] | str) -> Day | None:
    """Return the first day a date may mean, None where that is open or no date."""
    return _limit(date, ("when", "from", "notBefore"), (1, 1))


def latest(date: Mapping[str, str] | str) -> Day | None:
    """Return the last day a date may mean, None where that is open or no date."""
    return _limit(date, ("when", "to", "notAfter"), (12, 31))


def _limit(date: Mapping[str, str] | str, names: tuple[str, ...], open_parts: tuple[int, int]) -> Day | None:
    values = [date] if isinstance(date, str) else [date[name] for name in names if name in date]
    found = _VALUE.match(values[0]) if values else None
    if found is None:
        return None
    year, month, day = found.groups()
    return int(year), int(month or open_parts[0]), int(day or open_parts[1])


def shown(date: Mapping[str, str] | str) -> str:
    """Return a date as it is told in a message: its value or its limits."""
    if isinstance(date, str):
        return date
    values = [date[name] for name in ("when", "from", "notBefore", "to", "notAfter") if date.get(name)]
    return "–".join(values[:2])


def after(one: Mapping[str, str] | str, other: Mapping[str, str] | str) -> bool:
    """Whether every day of *one* comes after every day of *other*."""
    start, end = earliest(one), latest(other)
    return start is not None and end is not None and start > end


def check_dates(facts: Facts) -> Iterator[Diagnostic]:
    """Yield C120 and C121 for every document."""
    for row in facts.ask("SELECT * FROM documents ORDER BY path, number"):
        said = json.loads(row["facts"])
        yield from _check_order(row, said)
        yield from _check_lives(row, said, facts)


def _check_order(row: Row, said: Mapping[str, Mapping[str, str]]) -> Iterator[Diagnostic]:
    written = said["written"]
    if after(written, said["published"]):
        message = f"written {shown(written)}, first published {shown(said['published'])}; correct one of the dates"
        yield told(row, "written", "C120", message)
    for date in said["sources"]:
        if after(written, date) and date != shown(said["published"]):
            message = f"written {shown(written)}, and the source is of {date}; correct one of the dates"
            yield told(row, "sources", "C120", message)
            break
    sent, received = _dates(said["sent"]), _dates(said["received"])
    if sent and received and after(sent[0], received[0]):
        message = f"sent {shown(sent[0])}, received {shown(received[0])}; correct one of the dates"
        yield told(row, "letter", "C120", message)
    if written and sent and after(written, sent[0]):
        message = f"written {shown(written)}, sent {shown(sent[0])}; correct one of the dates"
        yield told(row, "letter", "C120", message)


def _dates(action: Mapping[str, object]) -> list[Mapping[str, str]]:
    dates = action.get("dates") or []
    assert isinstance(dates, list)
    return dates


def _check_lives(row: Row, said: Mapping[str, object], facts: Facts) -> Iterator[Diagnostic]:
    """Yield C121 where somebody wrote or got a letter outside their life, as any entry of the corpus states it."""
    written, sent, received = said["written"], said["sent"], said["received"]
    assert isinstance(written, dict) and isinstance(sent, dict) and isinstance(received, dict)
    when = written or (_dates(sent) or [{}])[0]
    writers = [*map(tuple, said["authors"]), *map(tuple, sent.get("people", ()))]  # type: ignore[call-overload]
    for name, key in dict.fromkeys(writers):
        for fault in _outside(name, key, "wrote this", when, facts):
            yield told(row, "written" if written else "letter", "C121", fault)
    for name, key in dict.fromkeys(map(tuple, received.get("people", ()))):
        for fault in _outside(name, key, "got this", (_dates(received) or [when])[0], facts):
            yield told(row, "letter", "C121", fault)


def _outside(name: str, key: str, did: str, when: Mapping[str, str], facts: Facts) -> Iterator[str]:
    if not key:
        return
    for entry in facts.ask("SELECT birth, death FROM entries WHERE key = ? ORDER BY birth, death LIMIT 1", key):
        if entry["death"] and after(when, entry["death"]):
            yield f"{name} {did} in {shown(when)} and died in {entry['death']}; correct the date or the name"
        elif entry["birth"] and after(entry["birth"], when):
            yield f"{name} {did} in {shown(when)} and was born in {entry['birth']}; correct the date or the name"
