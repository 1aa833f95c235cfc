"""What opens and closes a letter: dates and places, addresses, salutations; formulas, signatures, postscripts.

Sure signs name a part wherever it stands (a closing formula, "(Signed)", the author's name); weak ones only at the top
or at the end of a stretch of text between heads. TEI Guidelines 4.2.2.
"""

from __future__ import annotations

import re

from lenin_tei.heads import STREET, is_strong_head
from lenin_tei.parts import Part
from lenin_tei.patterns import lazy
from lenin_tei.wording import (
    NAMES,
    NUMBERING,
    POSTSCRIPT,
    SIGNED,
    has_office,
    is_closing,
    is_dated,
    is_dateline,
    is_person,
    is_salutation,
    last_sign,
    opens_with_salutation,
)

ADDRESS = lazy(r"[\w’'.,&/() -]{2,60}")
Kind = tuple[str, str]


def name_sure_letter_parts(parts: list[Part], author: str, start: int) -> None:
    """Name salutations with what stands before them, closing formulas with what stands behind them, and signatures."""
    surname = surname_of(author)
    for number, part in enumerate(parts):
        if not part.kind and not part.short and opens_with_salutation(part.text):
            name_above_salute(parts, number)
        if part.kind or not part.short or part.lines > 8:
            continue
        if opens_with_salutation(part.text) and not is_salutation(part.plain):
            name_above_salute(parts, number)
            continue
        if is_salutation(part.plain) and opens_text(parts, number):
            part.name("salute", "addresses somebody on a line of its own")
            name_above_salute(parts, number)
        elif number >= min(start, 2):
            kind = sure_closing(parts, number, surname)
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
        if (
            part.kind
            or not part.short
            or part.lines > 8
            or (is_strong_head(part.plain) and not is_dated(part.plain) and not STREET.match(part.plain))
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


def sure_closing(parts: list[Part], number: int, surname: str) -> Kind | None:
    """Return kind and rule of a part that closes a letter wherever it stands."""
    part = parts[number]
    rows = cells(part)
    if not rows or max(map(len, rows)) > 100:
        return None
    if SIGNED.match(rows[0]) and len(part.text) < 160:
        return "signed", "says that it is a signature"
    before = parts[number - 1]
    if is_closing(rows[0]) and last_sign(rows[0]) not in ("!", "?", ";", ":"):
        if len(rows) == 1 and is_ended(parts, number):
            return "closing", "a closing formula"
        if len(rows) > 1 and all(is_name_line(row) or is_closing(row) or is_dateline(row) for row in rows[1:]):
            return "signed", "a closing formula over a name"
    if before.kind == "closing" and len(rows) <= 5 and all(is_name_line(row) or is_dateline(row) for row in rows):
        return "signed", "names under a closing formula"
    if (
        surname
        and len(rows) <= 4
        and len(rows[0]) < 60
        and names_author(rows, surname)
        and last_sign(part.plain) not in ("!", "?", ";", ":")
    ):
        return "signed", "the author's name on a line of its own"
    return None


def names_author(rows: list[str], surname: str) -> bool:
    """Whether the first line is a person's name with the author's surname and the rest may stand under it."""
    first = rows[0].split(",")[0]
    return (
        is_person(first)
        and re.search(rf"(?<!\w){re.escape(surname)}(?!\w)", first.lower()) is not None
        and all(is_name_line(row) or is_dateline(row) for row in rows[1:])
    )


def is_ended(parts: list[Part], number: int) -> bool:
    """Whether a closing formula is followed by a name, another formula, or the end of a stretch of text."""
    for part in parts[number + 1 : number + 2]:
        return bool(part.kind) or (
            part.short and (is_closing(part.plain) or all(is_name_line(row) for row in cells(part)))
        )
    return True


def cells(part: Part) -> list[str]:
    """Return the lines of a part, those with tabs cut at the tabs, without the empty ones and without note markers."""
    rows = part.plain.split("\n") if "\t" in part.plain else [row.strip() for row in part.plain.split("\n")]
    return [cell.strip() for row in rows for cell in row.split("\t") if cell.strip("\u00a0 ")]


def is_name_line(row: str) -> bool:
    """Whether a line of a signature is a name or an office."""
    return len(row) < 90 and NAMES.fullmatch(row) is not None


def name_letter_parts(parts: list[Part], author: str) -> None:
    """Name openers and closers that only their place tells: at the top and at the end of a stretch of text."""
    for first, last in sections(parts):
        top = first
        while top < last and name_opener(parts, top):
            top += 1
        end = last - 1
        while end >= top and parts[end].kind in ("rule", "meta"):
            end -= 1
        name_postscripts(parts, top, last)
        end = name_postscript(parts, top, end)
        while end >= top:
            part = parts[end]
            if part.kind in ("rule", "meta", "signed", "closing", "date", "postscript"):
                end -= 1
                continue
            kind = None if part.kind else weak_closing(part, alone=end == first)
            if kind is None:
                break
            part.name(*kind)
            end -= 1


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
    if is_dateline(part.plain) or (
        1 < part.lines <= 7 and is_dated(part.plain) and all(is_dateline(row) or is_address_line(row) for row in rows)
    ):
        part.name("dateline", "a date, with or without a place, at the top")
        return True
    return False


def name_postscripts(parts: list[Part], first: int, last: int) -> None:
    """Name every P.S. right behind a signature, with what follows up to a break or the next part of a letter."""
    for number in range(first + 1, last):
        if parts[number].kind or parts[number - 1].kind != "signed" or not POSTSCRIPT.match(parts[number].text):
            continue
        for more in parts[number:last]:
            if more.kind or (more is not parts[number] and more.stretch.gap > 1):
                break
            more.name("postscript", "P.S. right behind a signature")


def name_postscript(parts: list[Part], top: int, end: int) -> int:
    """Name a P.S. that stands behind a signature; return the number of the part before it."""
    for number in range(end, max(top, end - 8), -1):
        part = parts[number]
        if not part.kind and POSTSCRIPT.match(part.text) and parts[number - 1].short:
            for more in parts[number : end + 1]:
                if not more.kind:
                    more.name("postscript", "P.S. behind the signature")
            return number - 1
    return end


def weak_closing(part: Part, *, alone: bool) -> Kind | None:
    """Return kind and rule of a part that closes a stretch of text only because it stands at its end."""
    if not part.short or part.lines > 8:
        return None
    if is_dateline(part.plain) and not alone:
        return "date", "a date, with or without a place, at the end"
    rows = cells(part)
    if alone or not rows or max(map(len, rows)) > 100 or last_sign(part.plain) in ("!", "?", ";", ":"):
        return None
    if NUMBERING.match(part.plain) and not is_person(part.plain):
        return None
    if all(is_name_line(row) or is_dateline(row) for row in rows) and (
        len(rows) > 1 or is_person(rows[0]) or has_office(rows[0])
    ):
        return "signed", "a name on a line of its own at the end"
    if is_closing(part.plain):
        return "closing", "a closing formula at the end"
    return None
