"""The frame of a letter, where a file is one letter: its opener above the text, its closer and what stands below it.

In: the parts of a letter. Out: the same parts, those of the frame named. What is no letter's frame is left to the rules
that hold for any text. TEI Guidelines 4.2.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from lenin_tei.closings import ADDRESSED, COPIED, ENCLOSED, SHEET, cells, formula_end
from lenin_tei.heads import is_strong_head
from lenin_tei.letter_words import (
    calls,
    closes,
    greets,
    is_closer,
    is_letter_date,
    is_letter_dateline,
    is_name,
    kinds_of_closer,
    reads_as_text,
    takes_leave,
)
from lenin_tei.letters import is_address_line
from lenin_tei.parts import Part
from lenin_tei.profile import Profile
from lenin_tei.title_parts import STREET
from lenin_tei.wording import POSTSCRIPT, between_names, is_person, is_salutation, last_sign

FEW = 4  # parts behind a closer: more are no postscript
TOP = 8  # parts: a letter opens among the first
ENDS_NOTHING = frozenset({"noteshead", "note", "notemore", "nav", "boilerplate", "meta"})


def name_opener_of_letter(parts: list[Part], profile: Profile) -> None:
    """Name the salutation, the dates and the addresses above the text of a letter."""
    salute = find_salutation(parts, profile)
    if salute is not None:
        parts[salute].name("salute", "addresses somebody on a line of its own")
        if salute + 2 < len(parts) and parts[salute + 1].short and greets(parts[salute + 1].plain, profile):
            parts[salute + 1].name("salute", "addresses somebody under a salutation")
    stop = salute if salute is not None else min(TOP, len(parts))
    found = None
    for number in range(stop):
        part = parts[number]
        if part.kind in ("rule", "page", "meta", "nav"):
            continue
        if part.kind or not part.short or reads_as_text(part.text):
            if salute is None:
                break
            continue
        if between_names(" ".join(part.plain.split())):
            continue  # a title that says who writes to whom
        if is_letter_dateline(part.plain.split("\n"), profile, above=True):
            part.name("dateline", "a date, with or without a place, above a letter")
            found = number
    name_addresses(parts, stop if salute is not None else (found + 1 if found is not None else 0))


def find_salutation(parts: list[Part], profile: Profile) -> int | None:
    """Return the number of the part that addresses somebody above the text: by its words, else by its place."""
    for number, part in enumerate(parts[:TOP]):
        if not part.kind and part.short and part.lines <= 3 and number + 1 < len(parts):
            if greets(part.plain, profile) and not parts[number + 1].kind and not closes(part.plain, profile):
                return number
            if part.lines == 1 and reads_as_text(part.text):
                return None
    text = next((n for n, part in enumerate(parts[:TOP]) if part.running or reads_as_text(part.text)), 0)
    above = parts[text - 1] if text else None
    if above is None or above.kind or above.lines > 1 or is_letter_date(above.plain, profile):
        return None
    return text - 1 if calls(above.plain) or is_salutation(above.plain) else None


def name_addresses(parts: list[Part], stop: int) -> None:
    """Name the addresses right above a salutation or a date line, up to what may be a title."""
    for number in range(stop - 1, -1, -1):
        part = parts[number]
        if part.kind in ("dateline", "address", "rule", "page"):
            if part.kind == "dateline" and part.stretch.gap > 1:
                return
            continue
        if part.kind or not part.short or part.lines > 8 or not is_address(part):
            return
        part.name("address", "lines of an address above a letter")


def is_address(part: Part) -> bool:
    """Whether a part is an address and no title: several lines, or one with a comma, a stop or a number of a house."""
    rows = [row.strip(" ,\u00a0\t") for row in part.plain.split("\n")]
    if not all(is_address_line(row) for row in rows) or between_names(" ".join(rows)):
        return False
    if STREET.match(rows[0]) or any(STREET.match(row) for row in rows):
        return True
    if len(rows) > 1:
        return not is_strong_head(rows[0]) or part.plain.split("\n")[0].rstrip().endswith(",")
    titled = is_strong_head(part.plain) or part.text.lower().startswith(("letter ", "from "))
    titled = titled or (part.text[:3] in ("To ", "TO ") and part.plain[-1] != ",")
    return not titled and ("," in part.plain or part.plain.endswith(".") or "  " in part.text)


def name_closer_of_letter(parts: list[Part], profile: Profile) -> None:
    """Name the closers of a letter, and what stands behind the last one up to notes."""
    first = next((n for n, part in enumerate(parts) if not part.kind), len(parts))
    last = next((n for n in range(first, len(parts)) if parts[n].kind in ENDS_NOTHING), len(parts))
    closed = None
    for number in range(first + 1, last):
        part = parts[number]
        if part.kind or not part.short or POSTSCRIPT.match(part.text):
            continue
        rows = cells(part)
        if closed == number - 1 and parts[number - 1].kind == "closing" and names_only(rows):
            part.name("signed", "names under a closing formula")
        elif closes_here(parts, number, last, profile):
            kind, rule = (
                ("closing", "a closing formula") if len(rows) == 1 else ("signed", "a closing formula over names")
            )
            part.name(kind, rule)
            part.rows_are = kinds_of_closer(rows, profile)
        else:
            continue
        closed = number
    if closed is None:
        closed = name_signature(parts, first, last, profile)
    if closed is not None:
        name_behind_closer(parts, closed, last, profile)
        return
    for number in range(last - 1, first, -1):
        if parts[number].kind or not POSTSCRIPT.match(parts[number].text):
            break
        parts[number].name("postscript", "P.S. at the end of a letter")


def closes_here(parts: list[Part], number: int, last: int, profile: Profile) -> bool:
    """Whether a part is a closer, by its words or, at the end of the letter, by its looks."""
    rows = cells(parts[number])
    if is_closer(rows, profile):
        return len(rows) > 1 or stands_at_end(parts, number, last, profile)
    behind = parts[number + 1 : last]
    return takes_leave(rows, profile) and all(part.short or POSTSCRIPT.match(part.text) for part in behind)


def names_only(rows: Sequence[str]) -> bool:
    """Whether lines under a formula are names."""
    return 0 < len(rows) <= 4 and all(is_name(row) for row in rows)


def stands_at_end(parts: list[Part], number: int, last: int, profile: Profile) -> bool:
    """Whether a formula of one line has its name behind it, or names or another formula follow it, or nothing does."""
    if formula_end(parts[number].plain, sure=True):
        return True
    if number + 1 == last or (names_only(cells(parts[number + 1])) and parts[number + 1].short):
        return last_sign(parts[number].plain) not in ("?", ";", ":")
    rows = cells(parts[number + 1])
    return parts[number + 1].short and is_closer(rows, profile)


def name_signature(parts: list[Part], first: int, last: int, profile: Profile) -> int | None:
    """Name a signature without a formula: a name at the end of the text, above postscripts and dates."""
    for number in range(last - 1, first, -1):
        part = parts[number]
        if part.kind or not part.short:
            return None
        rows = cells(part)
        if POSTSCRIPT.match(part.text) or is_letter_dateline(rows, profile) or part.text[0] == "[":
            continue
        if len(rows) > 1 and is_receiver(rows, part) and (ADDRESSED.match(part.text) or any(map(STREET.match, rows))):
            continue
        if len(rows) <= 3 and max(map(len, rows)) < 60 and is_name(rows[0]) and last_sign(part.plain) not in "?!;:,":
            doubt = "" if is_person(rows[0]) else "T041"
            part.name("signed", "a name on a line of its own at the end of a letter", doubt)
            return number
        return None
    return None


def name_behind_closer(parts: list[Part], closed: int, last: int, profile: Profile) -> None:
    """Name what stands behind the closer: dates, addresses, words about the sheet; a few more are a postscript."""
    begun = False
    few = sum(not part.kind and not POSTSCRIPT.match(part.text) for part in parts[closed + 1 : last]) <= FEW
    for number in range(closed + 1, last):
        part = parts[number]
        if part.kind == "rule":
            return
        if part.kind:
            continue
        rows = cells(part)
        if POSTSCRIPT.match(part.text):
            part.name("postscript", "P.S. behind the closer of a letter")
            begun = True
        elif begun and part.stretch.gap < 2 and not part.short:
            part.name("postscript", "goes on with a P.S.")
        elif part.text[0] == "[" or SHEET.match(part.text) or ENCLOSED.match(part.text) or COPIED.match(part.text):
            part.name("trailer", "words about the sheet behind the closer of a letter")
        elif is_letter_dateline(rows, profile):
            part.name("date", "a date, with or without a place, behind the closer of a letter")
        elif part.short and part.lines <= 8 and is_receiver(rows, part):
            part.name("endaddress", "an address behind the closer of a letter")
        elif few:
            part.name("postscript", "words behind the closer of a letter")
            begun = True
        else:
            return  # something else begins


def is_receiver(rows: Sequence[str], part: Part) -> bool:
    """Whether lines behind a closer are somebody's address."""
    if last_sign(part.plain) in ("!", "?") or reads_as_text(part.text):
        return False
    if ADDRESSED.match(part.text):
        return len(rows) > 1 or is_address_line(rows[0])
    return len(rows) > 1 and all(is_address_line(row.strip(" ,")) for row in rows)
