"""What opens a letter: dates and places, addresses, salutations; and where in a text a letter may open and close.

Sure signs name a part wherever it stands (a salutation with what stands above it); weak ones only at the top or at the
end of a stretch of text between heads. What closes a letter is told by `closings`. TEI Guidelines 4.2.2.
"""

from __future__ import annotations

import re

from lenin_tei.closings import (
    PLACED,
    name_behind_signature,
    name_postscript,
    name_postscripts,
    sure_closing,
    weak_closing,
)
from lenin_tei.heads import is_strong_head
from lenin_tei.parts import Part
from lenin_tei.patterns import lazy
from lenin_tei.title_parts import STREET
from lenin_tei.wording import (
    COMRADES,
    NAMES,
    TOWN,
    has_office,
    is_dated,
    is_dateline,
    is_salutation,
    opens_with_salutation,
)

ADDRESS = lazy(r"[\w’'.,&/() -]{2,60}")
Kind = tuple[str, str]


def name_sure_letter_parts(parts: list[Part], author: str, start: int) -> None:
    """Name salutations with what stands before them, closing formulas with what stands behind them, and signatures."""
    surname, letter = surname_of(author), False
    for number, part in enumerate(parts):
        if not part.kind and not part.short and opens_with_salutation(part.text):
            name_above_salute(parts, number)
        letter = letter and part.kind != "noteshead"
        if part.kind or not part.short or part.lines > 8:
            continue
        if opens_with_salutation(part.text) and not is_salutation(part.plain):
            name_above_salute(parts, number)
            continue
        calls = number > 0 and parts[number - 1].kind in ("meta", "dateline") and COMRADES.fullmatch(part.plain)
        if (is_salutation(part.plain) or calls) and opens_text(parts, number):
            part.name("salute", "addresses somebody on a line of its own")
            name_above_salute(parts, number)
            letter = True
        elif number >= min(start, 2):
            kind = sure_closing(parts, number, surname, letter=letter)
            if kind:
                part.name(*kind)


def surname_of(author: str) -> str:
    """Return the last word of an author line, without possessive and stops, in lower case."""
    words = re.sub(r"[’']s$", "", author.strip("()[] .,")).split()
    return words[-1].strip("().,").lower() if words else ""


def opens_text(parts: list[Part], number: int) -> bool:
    """Whether a paragraph follows a salutation directly."""
    return number + 1 < len(parts) and not parts[number + 1].kind


def name_above_salute(parts: list[Part], number: int) -> None:
    """Name the dates and addresses right above a salutation."""
    i = number - 1
    while i >= 0 and number - i <= 8:
        part = parts[i]
        addressed = i > 0 and parts[i - 1].plain.rstrip().endswith(",")  # the last line of an address
        if (
            part.kind
            or not part.short
            or part.lines > 8
            or (
                is_strong_head(part.plain)
                and not is_dated(part.plain)
                and not STREET.match(part.plain)
                and not addressed
            )
        ):
            break
        kind = above_salute(part)
        if kind is None or (
            i > 0
            and part.kind == ""
            and follows_text(parts, i)
            and not is_dated(part.plain)
            and part.lines == 1
            and part.stretch.gap < 2
        ):
            break
        part.name(*kind)
        if part.stretch.gap >= 2 and i < number - 1 and is_dated(part.plain):
            break
        i -= 1


def follows_text(parts: list[Part], i: int) -> bool:
    """Whether running text stands right before a part."""
    return parts[i - 1].kind in ("", "p") and not parts[i - 1].short


def above_salute(part: Part) -> Kind | None:
    """Return what a short part above a salutation is: date line, address, a salutation to more people."""
    rows = [row.strip(" ,\u00a0\t") for row in part.rows()]
    if is_dateline(part.plain) or (
        is_dated(part.plain) and all(is_dateline(row) or is_address_line(row) for row in rows)
    ):
        return "dateline", "a date, with or without a place, above a salutation"
    if is_salutation(part.plain):
        return "salute", "addresses somebody above a salutation"
    if all(is_address_line(row) for row in rows):
        return "address", "lines of an address above a salutation"
    return None


def is_address_line(row: str) -> bool:
    """Whether a line may stand in an address: names and numbers, no sentence."""
    if not 0 < len(row) < 70 or not row[0].isalnum() or row[0].islower():
        return False
    words = row.split()
    small = sum(word[0].islower() for word in words)
    return small <= max(1, len(words) // 3) and (NAMES.fullmatch(row) is not None or ADDRESS.fullmatch(row) is not None)


def name_letter_parts(parts: list[Part], author: str) -> None:
    """Name openers and closers that only their place tells: at the top and at the end of a stretch of text."""
    surname = surname_of(author)
    for first, last in sections(parts):
        top = first
        addressed = any(part.kind == "salute" for part in parts[first:last])
        while top < last and name_opener(parts, top):
            top += 1
        addressed = addressed or any(part.kind == "address" for part in parts[first:top])
        end = last - 1
        while end >= top and parts[end].kind in ("rule", "meta"):
            end -= 1
        name_postscripts(parts, top, last)
        if addressed:
            name_behind_signature(parts, first, last)
        end = name_postscript(parts, top, end)
        while end >= top:
            part = parts[end]
            if part.kind in ("rule", "meta", "signed", "closing", "date", "postscript", "trailer", "endaddress"):
                end -= 1
                continue
            kind = None if part.kind else weak_closing(part, alone=end <= top or is_first(parts[first:end]))
            if kind is None:
                break
            bare = kind[1] == PLACED and part.lines == 1 and not has_office(part.plain) and "." not in part.plain
            part.name(*kind, "T041" if bare and not addressed and part.plain.split()[-1].lower() != surname else "")
            end -= 1


def is_first(above: list[Part]) -> bool:
    """Whether nothing but front matter and what opens a letter stands above a part in its section."""
    return all(part.kind in ("rule", "meta", "dateline", "salute", "address") for part in above)


def sections(parts: list[Part]) -> list[tuple[int, int]]:
    """Return the stretches of text between heads and notes, as (first, behind the last)."""
    found, first = [], None
    for number, part in enumerate(parts):
        if part.kind in ("head", "noteshead", "note", "notemore", "nav", "epigraph", "contents"):
            if first is not None:
                found.append((first, number))
            first = None
        elif first is None and part.kind != "rule":
            first = number
    if first is not None:
        found.append((first, len(parts)))
    return found


def name_opener(parts: list[Part], number: int) -> bool:
    """Name a part at the top of a section if it opens a letter; say whether the opener may go on."""
    part = parts[number]
    if part.kind in ("rule", "meta", "dateline", "salute", "address"):
        return True
    if part.kind or not part.short:
        return False
    rows = [row.strip(" ,\u00a0\t") for row in part.rows()]
    if TOWN.fullmatch(part.plain) and part.lines == 1:
        part.name("dateline", "a town with its state at the top")
        return True
    if is_dateline(part.plain) or (
        1 < part.lines <= 7 and is_dated(part.plain) and all(is_dateline(row) or is_address_line(row) for row in rows)
    ):
        part.name("dateline", "a date, with or without a place, at the top")
        return True
    if part.lines > 1 and number and parts[number - 1].kind == "dateline" and all(is_address_line(row) for row in rows):
        part.name("address", "lines of an address under a date at the top")
        return True
    if part.lines > 1 and rows_of_address(part, rows) and number + 1 < len(parts):
        below = parts[number + 1]
        if below.kind == "dateline" or (not below.kind and below.short and is_dateline(below.plain)):
            part.name("address", "lines of an address above a date at the top")
            return True
    return False


def rows_of_address(part: Part, rows: list[str]) -> bool:
    """Whether lines are those of an address, and all but the last end as such lines do."""
    ended = all(row.rstrip()[-1:] in ",.;" for row in part.plain.split("\n")[:-1])
    return ended and all(is_address_line(row) for row in rows)
