"""The title block: which parts stand before the text, and which of them is the author's name.

In: parts that nothing has named yet, with front matter named. Out: heads and mottoes before the text, named.
"""

from __future__ import annotations

from lenin_tei.parts import Part
from lenin_tei.patterns import lazy
from lenin_tei.wording import (
    NUMERAL_ONLY,
    SENTENCES,
    TOWN,
    is_closing,
    is_date,
    is_dateline,
    is_person,
    is_salutation,
    is_titled,
    last_sign,
    opens_with_salutation,
)

STREET = lazy(r"\d{1,5}[a-z]?,? +[A-Z]")
QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“", "'": "'"}
TITLE_BLOCK = 12  # stretches: the front matter of a title block stands among the first of a file
LONG_TITLE = 300  # characters
DASHED = lazy(r" ?[–—] | -- | - ")
TEXT = frozenset({"speech", "columns", "leaders"})  # kinds that only the text has


def name_title_block(parts: list[Part]) -> tuple[int, str]:
    """Name the heads before the text; return the number of the first part of the text, and the author line or "".

    Front matter at the very top is no part of the block: the titles stand under it.
    """
    top = next((i for i, part in enumerate(parts) if part.kind not in ("meta", "rule", "nav", "page")), 0)
    start, author = name_block(parts[top:])
    start += top
    if 0 < start < len(parts) and not parts[start].kind and is_summary(parts[start]):
        parts[start].name("head", "phrases between dashes say what the text is about")
        start += 1
    return start, author


def is_summary(part: Part) -> bool:
    """Whether a part lists what a text is about: phrases between dashes, no sentence."""
    phrases = DASHED.split(part.plain)
    if part.lines > 1 or len(part.text) >= 2 * LONG_TITLE or len(phrases) < 3:
        return False
    begun = all(phrase[:1].isupper() or phrase[:1] in QUOTES for phrase in phrases)
    return begun and last_sign(part.plain) not in (".", ",", ";") and not SENTENCES.search(part.plain)


def name_block(parts: list[Part]) -> tuple[int, str]:
    """Name the heads before the text among parts the first of which nothing has named yet."""
    start = text_start(parts)
    first_meta = next((i for i, part in enumerate(parts[:start]) if part.kind == "meta"), None)
    author, titled = "", False
    if first_meta is None:
        start = min(start, letter_start(parts))
    for number, part in enumerate(parts[:start]):
        if part.kind or (first_meta is not None and number > first_meta):
            continue
        if first_meta is None and not may_be_title(parts, number):
            break
        if titled and is_motto(part):
            part.name("epigraph", "a quotation between title and text")
            continue
        part.name("head", "before the text")
        if not author and part.lines == 1 and is_person(part.plain) and not NUMERAL_ONLY.fullmatch(part.plain):
            author = part.plain
            part.doubt = "" if number or "." in author or is_confirmed(parts, author) else "T044"
        else:
            titled = True
    return start, author


def is_confirmed(parts: list[Part], author: str) -> bool:
    """Whether an author line stands alone, above front matter or title and date, or is named again by a short part."""
    if any(part.kind == "meta" for part in parts) or not any(p.kind == "" and p.short for p in parts[1:4]):
        return True
    if any(is_date(part.plain) for part in parts[1:4]):
        return True
    words = author.strip("()[] .,").removesuffix("’s").removesuffix("'s").split()
    named = any(words[-1] in part.text or words[-1].upper() in part.text for part in parts[1:] if part.short)
    return named or len(words) == 1 or words[0] in ("The", "A", "An", "On", "To", "In")


def text_start(parts: list[Part]) -> int:
    """Return the number of the first part that is text and not title block."""
    metas = [i for i, part in enumerate(parts[:TITLE_BLOCK]) if part.kind == "meta"]
    first = 0
    if metas and not all(part.kind or heads_text(part) for part in parts[: metas[0]]):
        metas = []  # the lines stand behind the text or inside it
    if metas and all(reads_as_title(part) for part in parts[: metas[0]] if part.running):
        first = metas[0]
    running = next((i for i, part in enumerate(parts[first:], first) if part.running or part.kind in TEXT), None)
    if running is not None:
        return running
    begin = (metas[-1] + 1) if metas else 1
    for number, part in enumerate(parts[begin:], begin):
        if not part.kind and not (reads_as_title(part) and not is_dateline(part.plain)):
            return number
    return len(parts)


def heads_text(part: Part) -> bool:
    """Whether a part may stand above front matter: a title in any form, a date, a motto, or a line of an opener."""
    if part.running or reads_as_title(part) or is_motto(part) or is_dateline(part.plain) or is_salutation(part.plain):
        return True
    words = part.plain.split()
    return (
        part.text.isupper()
        or is_titled(part.plain)
        or len(words) < 6
        or sum(w[0].islower() for w in words) * 2 < len(words)
    )


def reads_as_title(part: Part) -> bool:
    """Whether a part has nothing of a sentence or a letter."""
    return (
        part.lines <= 6
        and len(part.text) < LONG_TITLE
        and last_sign(part.plain) not in (".", ",", ";", ":", "")
        and not is_salutation(part.plain)
        and not any(STREET.match(row) for row in part.plain.split("\n")[1:])
    )


def may_be_title(parts: list[Part], number: int) -> bool:
    """Whether a part before the text belongs to the title block of a file without front matter."""
    part = parts[number]
    if is_salutation(part.plain) or is_closing(part.plain) or (number and TOWN.fullmatch(part.plain)):
        return False
    if is_dateline(part.plain):
        return opens_no_letter(parts, number) and (is_date(part.plain) or number > 0)
    if reads_as_title(part) or is_motto(part):
        return True
    return number < 3 and (part.text.isupper() or is_titled(part.plain))


def letter_start(parts: list[Part]) -> int:
    """Return the number of the first part of an opener: the date or the street above the first salutation.

    Without a salutation among the first parts, return their number.
    """
    salute = next((i for i, part in enumerate(parts[:TITLE_BLOCK]) if opens_with_salutation(part.text)), None)
    if salute is None:
        return len(parts)
    for number, part in enumerate(parts[:salute]):
        rows = part.plain.split("\n")
        if is_dateline(part.plain) and (
            not is_date(part.plain) or number == 0 or is_addressed(parts[number + 1 : salute])
        ):
            return number
        street = STREET.match(rows[0]) is not None
        if salute - number <= 4 and (street or (rows[0].rstrip().endswith(",") and number == salute - 1)):
            return number
    return salute


def is_addressed(parts: list[Part]) -> bool:
    """Whether nothing but lines of an address stands between a date and a salutation."""
    return all(part.lines == 1 and part.plain.rstrip()[-1:] in ",.;" for part in parts)


def opens_no_letter(parts: list[Part], number: int) -> bool:
    """Whether no salutation follows within three parts."""
    return not any(is_salutation(part.plain) for part in parts[number + 1 : number + 4])


def is_motto(part: Part) -> bool:
    """Whether a part is wrapped in quotation marks, or is verse."""
    closing = QUOTES.get(part.text[0])
    if closing and part.plain.rstrip().endswith(closing) and (part.lines > 2 or len(part.text) > 70):
        return True
    rows = part.plain.split("\n")
    said_by = len(rows) > 1 and rows[-1].lstrip("( ")[:1] in "—–-" and rows[-1].strip(" —–-().")[:1].isupper()
    if closing and said_by and closing in "\n".join(rows[:-1]):
        return True
    return part.lines >= 4 and last_sign(part.plain) in (".", "!", "?", "…", ",", ";") and not part.text.isupper()
