"""When a text was written: what front matter, headings and the date line say, held against each other.

In: the facts of a document and its blocks. Out: the facts, each date of writing with what the others prove about it:
a day of the old calendar that another line gives in both; a heading that only repeats the date of an issue, which says
when the text was printed; a date line, which is finer than a month. Two days that contradict each other are T012.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lenin_tei.dates import find_dates, read_date
from lenin_tei.dates.moments import Moment, gregorian
from lenin_tei.diagnostics import Report
from lenin_tei.model import Block, Fact
from lenin_tei.patterns import lazy
from lenin_tei.source import Source, Span

LETTERS = frozenset({"letter", "telegram"})
NEW_STYLE = "1918-02-14"
ISSUES = frozenset({"printEdition", "firstPublication"})
# What every date in both calendars has: a bracket, a stroke, or "O.S." and "old style".
TWO_CALENDARS = lazy(r"[(\[/]|old|o\s*\.", re.IGNORECASE)
ENDS = ("when", "from", "to", "notBefore", "notAfter")


def settle_dates(
    source: Source, text_type: str, body: Sequence[Block], facts: Sequence[Fact], report: Report
) -> list[Fact]:
    """Return the facts with the dates of writing settled."""
    issues = [values(fact) for fact in facts if fact.place in ISSUES and fact.element == "date"]
    settled = [no_later_than_printed(fact, issues) for fact in facts]
    line = date_line(source.text, body, settled, deep=text_type in LETTERS)
    if line is not None:
        settled = with_date_line(source, settled, line, report, sent=text_type in LETTERS)
    double = [found for words in dated_words(source.text, settled, line) for found in doubled(words)]
    return [in_old_style(fact, double) for fact in settled]


def is_written(fact: Fact) -> bool:
    """Whether a fact says when the text was written or sent."""
    return fact.element == "date" and fact.place in ("creation", "correspDesc/sent")


def values(fact: Fact) -> dict[str, str]:
    """Return the date of a fact as TEI attributes; that of a heading is read here."""
    found = {name: value for name, value in fact.attributes.items() if name in ENDS}
    return found or dict(read_date(fact.text) or {})


def no_later_than_printed(fact: Fact, issues: Sequence[Mapping[str, str]]) -> Fact:
    """Return a heading that is the date of the issue the text was printed in as the latest date of writing."""
    if not issues or not is_written(fact) or fact.attributes.get("type") != "heading":
        return fact
    found = values(fact)
    if not found or found not in issues:
        return fact
    last = found.get("when") or found.get("to") or found.get("notAfter", "")
    return fact._replace(text=f"{fact.text.strip('() ')} or earlier", attributes={"type": "heading", "notAfter": last})


def date_line(text: str, body: Sequence[Block], facts: Iterable[Fact], *, deep: bool) -> Fact | None:
    """Return the day in the only date line of a text: of the whole text, or of its divisions where it is a letter.

    A letter (*deep*) without one may be dated by a title that ends with a day.
    """
    lines = [line.span for block in body for line in date_lines(block, deep=deep)]
    if deep and not lines:
        titles = [fact for fact in facts if fact.element == "title" and fact.place == "titleStmt"][:3]
        lines = [fact.span for fact in titles if " " in fact.text and fact.text.rstrip(" ).]")[-4:].isdigit()]
    if len(lines) != 1:
        return None
    start, end = lines[0]
    days = [date for date in find_dates(text[start:end]) if date.attributes.get("when", "-")[0] != "-"]
    if len(days) != 1:
        return None
    span = Span(start + days[0].start, start + days[0].end)
    return Fact("creation", "date", text[slice(*span)], span, {**days[0].attributes, "type": "heading"})


def date_lines(block: Block, *, deep: bool) -> Iterator[Block]:
    """Yield the date lines in the opener and closer of a division, those of notes apart."""
    for child in block.children:
        if child.element in ("opener", "closer"):
            yield from (leaf for leaf in child.leaves() if leaf.element == "dateline")
        elif child.element == "div" and deep:
            yield from date_lines(child, deep=True)


def with_date_line(source: Source, facts: list[Fact], line: Fact, report: Report, *, sent: bool) -> list[Fact]:
    """Return the facts with what the date line says: alone, for a coarser heading, or as the day of sending."""
    written = [fact for fact in facts if is_written(fact) and fact.place == "creation"]
    stated = next((fact for fact in written if fact.attributes.get("type") != "heading"), None)
    known = stated or (written[0] if written else None)
    if known is None:
        return [*facts, line]
    if covers(values(known), line.attributes):
        if known.attributes.get("type") == "heading":
            return [line if fact is known else fact for fact in facts]
        return [*facts, line._replace(place="correspDesc/sent")] if sent else facts
    if sent and not same_day(values(known), line.attributes):
        message = (
            f"the date line says “{line.text}”, the lines above the text “{known.text}”; the header states the latter; "
            "correct the one that is wrong"
        )
        report(source.diagnostic(line.span.start, "T012", message))
    return facts


def covers(wide: Mapping[str, str], day: Mapping[str, str]) -> bool:
    """Whether a day lies in a time that is less exactly known."""
    first = wide.get("when") or wide.get("from") or wide.get("notBefore") or ""
    last = wide.get("when") or wide.get("to") or wide.get("notAfter") or ""
    value = day.get("when", "")
    inside = (not first or first <= value[: len(first)]) and (not last or value[: len(last)] <= last)
    return inside and first != value and bool(first or last)


def same_day(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two dates may be one day, in one calendar or in both; what is no single day contradicts nothing."""
    first, second = one.get("when", ""), other.get("when", "")
    if len(first) < 10 and first and second and "when" in one:
        return second.startswith(first)
    if len(first) < 10 or len(second) < 10:
        return "when" not in one
    return first == second or new_style(first) == second or new_style(second) == first


def dated_words(text: str, facts: Iterable[Fact], line: Fact | None) -> Iterator[str]:
    """Yield the words that may hold a date in both calendars: titles, dated headings and the date line."""
    for fact in facts:
        if (fact.place == "titleStmt" and fact.element == "title") or is_written(fact):
            yield " ".join(text[slice(*fact.span)].split())
    if line is not None:
        yield line.text


def doubled(words: str) -> Iterator[Mapping[str, str]]:
    """Yield the dates that words give in both calendars."""
    if not TWO_CALENDARS.search(words):
        return
    for found in find_dates(words):
        if "calendar" in found.attributes:
            yield {name: value for name, value in found.attributes.items() if name in ENDS}


def in_old_style(fact: Fact, double: Sequence[Mapping[str, str]]) -> Fact:
    """Return a date of writing in the Gregorian calendar where another line gives its day in both calendars."""
    if not double or not is_written(fact) or "calendar" in fact.attributes:
        return fact
    found = values(fact)
    changed = {name: new_style(value) for name, value in found.items()}
    if not found or changed not in double:
        return fact
    kept = {"type": fact.attributes["type"]} if "type" in fact.attributes else {}
    return fact._replace(attributes={**kept, **changed, "calendar": "#julian"})


def new_style(value: str) -> str:
    """Return a day of the old calendar in the new one, or "" where it is none."""
    if len(value) != 10 or value >= NEW_STYLE or not value[:4].isdigit():
        return ""
    day = gregorian(Moment(*map(int, value.split("-"))))
    return day.iso if day else ""
