"""Heads: the list of contents, and the headings between paragraphs.

A head is a short line that is no sentence: without a full stop, or numbered, or in capitals, or in title case. Its
neighbours decide the rest: a line before a signature's place or in a row of numbered lines is none.
"""

from __future__ import annotations

import re

from lenin_tei.parts import Part
from lenin_tei.wording import (
    CAPITAL,
    INITIALS,
    NUMBERING,
    NUMERAL_ONLY,
    POSTSCRIPT,
    SENTENCES,
    SIGNED,
    is_closing,
    is_date,
    is_dateline,
    is_salutation,
    is_titled,
    last_sign,
)

CONTENTS = frozenset({"contents", "table of contents", "contents list", "inhalt", "table des matières", "index"})
WEAK = "a short line without a full stop before a paragraph"


def name_contents(parts: list[Part]) -> None:
    """Name the lines under a heading "Contents" up to a break or running text."""
    for number, part in enumerate(parts[:-1]):
        if (
            not part.short
            or part.kind not in ("", "nav")
            or part.lines != 1
            or part.text.strip(" :.").lower() not in CONTENTS
        ):
            continue
        if parts[number + 1].kind == "table":
            part.name("head", "a heading over a list of contents")
            continue
        last = number + 1
        while (
            last < len(parts)
            and not parts[last].kind
            and parts[last].short
            and not (last > number + 1 and parts[last].stretch.gap > 1)
        ):
            last += 1
        if last - number > 3 or (last - number > 1 and parts[number + 1].lines > 2):
            part.name("head", "a heading over a list of contents")
            entries = parts[number + 1 : last]
            for entry in entries if last - number > 3 else entries[:1]:
                entry.name("contents", "a line of a list of contents")


def name_heads(parts: list[Part], start: int) -> None:
    """Name the heads between paragraphs."""
    name_dated_entries(parts, start)
    for number, part in enumerate(parts):
        if part.kind or not part.short or part.lines > 6:
            continue
        behind = number + 1
        while behind < len(parts) and parts[behind].kind == "rule":
            behind += 1
        following = parts[behind] if behind < len(parts) else None
        if following is None or following.kind in ("noteshead", "note", "nav"):
            continue
        rule = head_rule(parts, number, following, start)
        if rule:
            part.name("head", rule, "T040" if rule == WEAK and is_weak(parts, number) else "")


def name_dated_entries(parts: list[Part], start: int) -> None:
    """Name the dates over the entries of a diary: at least three dates on lines of their own, with text under each."""
    found = [
        number
        for number, part in enumerate(parts[:-1])
        if number >= min(start, 1) and not part.kind and part.lines == 1 and is_date(part.plain)
        if not parts[number + 1].kind and not is_salutation(parts[number + 1].plain)
        if parts[number + 1].running or last_sign(parts[number + 1].plain) in (".", "!", "?", "…")
    ]
    if len(found) > 2 or (len(found) > 1 and names_diary(parts[:4])):
        for number in found:
            parts[number].name("head", "a date over an entry, as over others")


def names_diary(parts: list[Part]) -> bool:
    """Whether the first parts of a text speak of a diary or the like."""
    return any(word in part.text.lower() for part in parts for word in ("diary", "journal", "chronicle", "log"))


def head_rule(parts: list[Part], number: int, following: Part, start: int) -> str:
    """Return the rule that makes a short part between paragraphs a head, or ""."""
    part = parts[number]
    text = part.plain
    before = parts[number - 1] if number else None
    if is_salutation(text) or is_closing(text) or SIGNED.match(text) or POSTSCRIPT.match(text):
        return ""
    if (
        SENTENCES.search(text)
        or is_address(part)
        or (part.lines >= 4 and is_poem(part))
        or not (text_follows(parts, number) or is_division_line(text))
    ):
        return ""
    if part.lines > 1 and before is not None and not before.kind and is_dateline(before.plain):
        return ""  # to whom, under the date of a letter
    if in_a_row(parts, number) or (text[0] == "[" and text[-1] == "]"):
        return ""
    if is_strong_head(text):
        return "numbered, or in capitals"
    if is_dateline(text):
        under_head = before is not None and before.kind == "head"
        return "a date under a head" if under_head and is_date(text) and not is_salutation(following.plain) else ""
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"‘'([«„"):
        return ""
    end = last_sign(text)
    if end in (",", ";", ":"):
        return ""
    behind_break = part.stretch.gap >= 2 or (before is not None and before.kind in ("rule", "meta", "head"))
    if end in (".", "!", "?", "…"):
        words = text.split()
        capital = sum(not word[0].islower() for word in words) * 2 >= len(words)
        titled = is_titled(text) and capital and len(words) >= 3 and text[0] not in "“\"‘'([" and len(text) < 90
        return "in title case behind a break, or a question" if titled and (behind_break or end == "?") else ""
    if text[0] in "“\"‘'" and not is_titled(text):
        return ""
    return WEAK


def is_weak(parts: list[Part], number: int) -> bool:
    """Whether neither a break nor capitals speak for a head: most of its words begin small and nothing sets it off."""
    part = parts[number]
    words = [word for word in part.plain.split() if word[0].isalpha()]
    set_off = part.stretch.gap >= 2 or (number > 0 and parts[number - 1].kind in ("rule", "meta", "head", "pb"))
    return not set_off and sum(word[0].islower() for word in words) * 2 > len(words)


def is_poem(part: Part) -> bool:
    """Whether at least four lines begin with a capital and one ends like a line of verse."""
    rows = [row.strip() for row in part.rows()]
    return all(row[0].isupper() for row in rows) and any(row[-1] in ",;." for row in rows)


def is_address(part: Part) -> bool:
    """Whether the lines of a part end like those of an address."""
    rows = part.plain.split("\n")
    return len(rows) > 2 and sum(row.rstrip().endswith((",", ".")) for row in rows[:-1]) * 2 >= len(rows)


def text_follows(parts: list[Part], number: int) -> bool:
    """Whether something longer than names and dates follows within eight parts."""
    for part in parts[number + 1 : number + 9]:
        if part.kind in ("noteshead", "note", "nav"):
            return False
        if part.kind in ("table", "epigraph", "contents", "salute", "dateline", "address"):
            return True
        sentence = last_sign(part.plain) in (".", "!", "?", ":", ",", ";", "…") and not is_dateline(part.plain)
        if not part.kind and (part.running or sentence):
            return True
    return number + 9 < len(parts)


def is_division_line(text: str) -> bool:
    """Whether a line is the name of a division with its number and nothing else ("ANNEX G")."""
    found = NUMBERING.match(text)
    return found is not None and found.end() == len(text) > 5


def is_strong_head(text: str) -> bool:
    """Whether a text is a head by its own looks: a numeral, a numbered title, or capitals."""
    if NUMERAL_ONLY.fullmatch(text):
        return True
    if last_sign(text) in (",", ";", ":") or INITIALS.fullmatch(text) or is_date(text):
        return False
    numbered = NUMBERING.match(text)
    if numbered and numbered.end() < len(text) < 110:
        rest = text[numbered.end() :]
        if re.match(CAPITAL + r"|[“\"‘'(]", rest) and (is_titled(rest) or rest.isupper()):
            return last_sign(text) != "." or len(rest) < 60
    return len(text) < 200 and text.isupper() and sum(c.isalpha() for c in text) > 3


def in_a_row(parts: list[Part], number: int) -> bool:
    """Whether a numbered line stands next to another numbered line: a list, not heads."""
    part = parts[number]
    if NUMERAL_ONLY.fullmatch(part.plain) or not NUMBERING.match(part.plain) or is_division_line(part.plain):
        return False
    for near in (number - 1, number + 1):
        other = parts[near] if 0 <= near < len(parts) else None
        if (
            other
            and not other.kind
            and other.stretch.gap <= 1
            and NUMBERING.match(other.plain)
            and not NUMERAL_ONLY.fullmatch(other.plain)
        ):
            return True
    return False
