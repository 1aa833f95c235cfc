"""What closes a letter: formulas, signatures, dates and addresses under them, postscripts, what was noted on the sheet.

Sure signs name a part wherever it stands (a closing formula, "(Signed)", the author's name); weak ones only at the end
of a stretch of text between heads. TEI Guidelines 4.2.2.
"""

from __future__ import annotations

import re

from lenin_tei.parts import Part
from lenin_tei.patterns import lazy
from lenin_tei.wording import (
    CLOSING_BEGUN,
    INITIALS,
    NAMES,
    NUMBERING,
    POSTSCRIPT,
    SIGNED,
    goes_on_closing,
    has_office,
    is_closing,
    is_dateline,
    is_person,
    last_sign,
)

Kind = tuple[str, str]
ENDS = frozenset({"rule", "meta", "noteshead", "note", "nav", "head"})  # what may stand behind the end of a text
JOINED = lazy(r", (?:and |& )?| and | & ")
PLACED = "a name on a line of its own at the end"
# A name no heading is: it begins with an initial or a forename cut short ("J. A.", "Th: Jeffreys").
ABBREVIATED = lazy(r"(?:[A-ZÀ-Þ]|[A-ZÀ-Þ][a-z]{1,3}(?=[.:]))[.:] ?\S")
# A formula with its name behind it, without a comma between.
FORMULA_AND_NAME = lazy(
    r"(?P<formula>.{3,60}\b(?:[Ss]ervants?|[Ss]ervt\.?|[Ff]riend|[Bb]rother|[Ss]ister|[Ss]on|[Dd]aughter"
    r"|[Ff]ather|[Mm]other"
    r"|[Hh]usband|[Ww]ife|[Cc]omrade|[Tt]ruly|[Ss]incerely|[Ff]aithfully|[Rr]espectfully|[Aa]ffectionately"
    r"|[Oo]bediently"
    r"|[Ff]raternally|[Ee]ver|[Yy]ours|[Yy]our[’']s|[Ll]ove|[Gg]reetings|from)),? (?P<name>[A-ZÀ-Þ][^,;!?]{1,40})"
)
# How an address or a direction under a signature begins.
ADDRESSED = lazy(
    r"(?:To|Messrs|Mr|Mrs|Miss|Herrn?|Monsieur|Madame|Address(?:ed)?|Direct|His|Her|The Rt|The Right|Sir|Dr|Prof)\b\.?"
)
ENCLOSED = lazy(r"\(?(?:Encl?s?|Enclosures?|Enclosed)\b\.?", re.I)
# How editors begin what they say about a sheet: recipient's copy, draft, autograph letter signed …
SHEET = lazy(r"(?:RC|FC|PrC|SC|Dft|Tr|MS|ALS|TLS|LS|AL|ADS?|ADf|TDf|Endorsed|Addressed|Docketed|Postmark)\b")
COPIED = lazy(r"(?:cc|c\.c\.|Copy|Copies)\b", re.I)


def cells(part: Part) -> list[str]:
    """Return the lines of a part, those with tabs cut at the tabs, without the empty ones and without note markers."""
    rows = part.plain.split("\n")
    return [cell.strip() for row in rows for cell in row.split("\t") if cell.strip("\u00a0 ")]


def formula_end(row: str, *, sure: bool = False) -> int:
    """Return the length of the formula in a line that holds a name too ("Yours, W. Frey"), 0 for any other line.

    *sure*: the line is known to begin as a formula does.
    """
    end = row.rfind(",") + 1
    name = row[end:].strip()
    if end and is_closing(row[:end]) and is_person(name) and (ABBREVIATED.match(name) or len(name.split()) > 1):
        return end
    found = FORMULA_AND_NAME.fullmatch(row)
    worded = found is not None and (sure or is_closing(found["formula"]))
    return found.end("formula") if found and worded and is_person(found["name"]) else 0


def is_name_line(row: str) -> bool:
    """Whether a line of a signature is a name or an office."""
    return len(row) < 90 and NAMES.fullmatch(row) is not None


def signs_under(rows: list[str]) -> bool:
    """Whether all lines may stand under a formula: more of it, names, offices, dates."""
    return all(is_name_line(row) or is_closing(row) or is_dateline(row) or goes_on_closing(row) for row in rows)


def closes_over_lines(rows: list[str]) -> bool:
    """Whether lines are a formula over several lines and a name ("I have the honour to be, / Sir, / …")."""
    begun = is_closing(rows[0]) or CLOSING_BEGUN.fullmatch(rows[0].lower()) is not None
    return begun and last_sign(rows[0]) not in ("!", "?", ";", ":") and signs_under(rows[1:])


def sure_closing(parts: list[Part], number: int, surname: str, *, letter: bool) -> Kind | None:
    """Return kind and rule of a part that closes a letter wherever it stands; *letter*: somebody was addressed."""
    part = parts[number]
    rows = cells(part)
    if not rows or max(map(len, rows)) > 100:
        return None
    if SIGNED.match(rows[0]) and len(part.text) < 160:
        return "signed", "says that it is a signature"
    if len(rows) == 1:
        if is_closing(rows[0]) and last_sign(rows[0]) not in ("!", "?", ";", ":") and is_ended(parts, number):
            return "closing", "a closing formula"
    elif closes_over_lines(rows):
        return "signed", "a closing formula over a name"
    if parts[number - 1].kind == "closing" and len(rows) <= 5 and signs_under(rows):
        return "signed", "names under a closing formula"
    if len(rows) == 1 and INITIALS.fullmatch(rows[0]) and ends_text(parts, number):
        return "signed", "initials under the last running text"
    ended = last_sign(part.plain) not in ("!", "?", ";", ":")
    if len(rows) <= 4 and ended and signs_over_postscript(parts, number, rows):
        return "signed", "a name over a P.S."
    if (
        surname
        and len(rows) <= 4
        and ended
        and stands_below_text(parts, number)
        and len(rows[0]) < 60
        and names_author(rows, surname)
    ):
        return "signed", "the author's name on a line of its own"
    if letter and ABBREVIATED.match(rows[0]) and is_person(rows[0]) and len(rows) <= 3 and signs_under(rows[1:]):
        return "signed", "a name with an initial on a line of its own in a letter"
    return None


def ends_text(parts: list[Part], number: int) -> bool:
    """Whether only short parts stand between a part and the next heading, notes or the end."""
    for part in parts[number + 1 :]:
        if part.kind:
            return part.kind in ENDS
        if not part.short:
            return False
    return True


def signs_over_postscript(parts: list[Part], number: int, rows: list[str]) -> bool:
    """Whether lines are a person's name, with office or date, and a P.S. stands right under them."""
    below = parts[number + 1] if number + 1 < len(parts) else None
    if below is None or below.kind or not POSTSCRIPT.match(below.text) or not is_person(rows[0].split(",")[0]):
        return False
    return signs_under(rows[1:]) and len(rows[0]) < 60


def stands_below_text(parts: list[Part], number: int) -> bool:
    """Whether something else than a title or front matter stands right above a part."""
    above = next((part for part in reversed(parts[max(0, number - 3) : number]) if part.kind != "rule"), None)
    return above is not None and above.kind not in ("head", "meta")


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
        return bool(part.kind) or (part.short and signs_under(cells(part)))
    return True


def weak_closing(part: Part, *, alone: bool) -> Kind | None:
    """Return kind and rule of a part that closes a stretch of text only because it stands at its end."""
    if not part.short or part.lines > 8:
        return None
    if is_dateline(part.plain) and not alone and not (part.lines > 1 and has_office(part.rows()[0])):
        return "date", "a date, with or without a place, at the end"
    rows = cells(part)
    if alone or not rows or max(map(len, rows)) > 100 or last_sign(part.plain) in ("!", "?", ";", ":"):
        return None
    numbered = NUMBERING.match(part.plain)
    if numbered and (numbered.end() == len(part.plain) or not is_person(rows[0].split(",")[0])):
        return None
    if all(is_name_line(row) or is_dateline(row) for row in rows) and (
        len(rows) > 1 or is_person(rows[0]) or has_office(rows[0]) or are_persons(rows[0])
    ):
        return "signed", PLACED
    if is_closing(part.plain):
        return "closing", "a closing formula at the end"
    return None


def are_persons(row: str) -> bool:
    """Whether a line lists persons: "Anna, Karl and Peter"."""
    names = JOINED.split(row)
    return len(names) > 1 and all(is_person(name) for name in names)


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


def name_behind_signature(parts: list[Part], first: int, last: int) -> None:
    """Name what stands on the sheet of a letter behind its signature: addresses, enclosures, endorsements, directions.

    Only short parts right behind it count; running text after a signature is somebody else's.
    """
    number = last - 1
    while number > first and not parts[number].kind and parts[number].short and parts[number].lines <= 8:
        number -= 1
    if parts[number].kind not in ("signed", "postscript", "date") or last - number > 6:
        return
    for part in parts[number + 1 : last]:
        if is_dateline(part.plain):
            part.name("date", "a date, with or without a place, at the end")
        elif part.text[0] == "[" or SHEET.match(part.text):
            part.name("trailer", "words about the sheet behind the signature of a letter")
        elif ADDRESSED.match(part.text) and last_sign(part.plain) not in ("!", "?") and part.lines > 1:
            part.name("endaddress", "an address behind the signature of a letter")
        elif ENCLOSED.match(part.text) or COPIED.match(part.text):
            part.name("trailer", "enclosures or copies behind the signature of a letter")
        else:
            part.name("postscript", "a short paragraph behind the signature of a letter")
