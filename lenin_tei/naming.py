"""Every stretch gets a kind: what stands by itself first, then what needs its neighbours.

In: the stretches of a transcription. Out: `Part`s in the same order, all named. The order of the rules is the order
of the calls in `name_parts`; the first rule that fits names a part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lenin_tei.blocks import Stretch
from lenin_tei.heads import name_contents, name_heads, name_title_block
from lenin_tei.inlines import STAGE
from lenin_tei.letters import name_letter_parts, name_sure_letter_parts
from lenin_tei.note_zones import name_notes
from lenin_tei.parts import Part, joined, parts_of
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile, line_role, text_bounds

SEPARATOR = lazy(r"[\s*\-_=~#.•·—–―─━⁂§+|/\\^]{1,200}")
ITEM = lazy(
    r"(?:(?P<bullet>[•·○●▪■])|[(\[](?P<round>\d{1,3}|[a-z]|[ivxlc]{1,6})[)\]]|(?P<half>\d{1,3}|[a-z]|[ivxlc]{1,6})\)"
    r"|(?P<digits>\d{1,3})\.(?=[ \t\u00a0])"
    r"|(?P<letter>[A-Za-z]|[ivxlc]{2,6}|[IVXLC]{2,6})\.(?=[ \t\u00a0]))[ \t\u00a0]*"
)
GAP = lazy(r"[ \u00a0]{2,}|\t")
LINK_SIGNS = lazy(r"[|¦→←<>]|«(?=\s)|(?<=\s)»")
ARROWS = lazy(r"^(?:[<>←→]|«\s)|(?:[<>←→]|\s»)$")
SPEAKER = lazy(r"(?P<who>[A-ZÀ-Þ][\w.’-]{0,24}(?: [A-ZÀ-Þ][\w.’-]{0,24}){0,3}):(?=\s)")
UNFINISHED = lazy(r"(?:,|\b(?:and|of|the|to|in|on|for|at|with|by|from|a|an|und|der|des))$", re.I)
QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“", "'": "'"}
OPENING = "“\"‘'«„(— –-"


def name_parts(text: str, stretches: Sequence[Stretch], profile: Profile) -> list[Part]:
    """Return a named part for every stretch."""
    parts = parts_of(text, stretches)
    name_boilerplate(text, parts, profile)
    for part in parts:
        if not part.kind:
            name_by_itself(part, profile)
    name_columns(parts)
    name_contents(parts)
    start, author = name_title_block(parts)
    start -= join_titles(text, parts, start)
    name_notes(text, parts, profile)
    name_sure_letter_parts(parts, author, start)
    name_heads(parts, start)
    name_letter_parts(parts, author)
    margin = quotation_indent(parts)
    for number, part in enumerate(parts):
        if not part.kind:
            name_paragraph(parts, number, margin)
    name_speeches(parts)
    return parts


def name_boilerplate(text: str, parts: list[Part], profile: Profile) -> None:
    """Name what stands before and behind the lines between which the profile says the text stands."""
    first, last = text_bounds(text, profile)
    for part in parts:
        if part.stretch.span.start < first or part.stretch.span.start >= last:
            part.name("boilerplate", "outside the lines that begin and end the text")


def name_columns(parts: list[Part]) -> None:
    """Name neighbouring lines whose columns are set apart by blanks and mostly hold numbers: the rows of a table."""
    run: list[Part] = []
    for part in [*parts, None]:
        if part is not None and not part.kind and part.short and all(is_row_of_numbers(row) for row in part.rows()):
            run.append(part)
            continue
        if sum(p.lines for p in run) > 1:
            for row in run:
                row.name("columns", "lines with columns of numbers")
        run = []


def is_row_of_numbers(row: str) -> bool:
    """Whether a line has three cells or more between wide blanks, most of them numbers."""
    cells = [cell for cell in GAP.split(row.strip()) if cell]
    return len(cells) > 2 and sum(cell[0].isdigit() or cell in "—–-" for cell in cells) * 2 > len(cells)


def quotation_indent(parts: list[Part]) -> int:
    """Return the indentation from which a hard-wrapped paragraph is a quotation: two more than most have."""
    wrapped = sorted(part.stretch.indent for part in parts if not part.kind and "\n" in part.text)
    return wrapped[len(wrapped) // 2] + 2 if len(wrapped) > 4 else 1_000


def name_speeches(parts: list[Part]) -> None:
    """Name the paragraphs of a conversation: at least two speakers, each with two turns or more."""
    turns: dict[str, list[Part]] = {}
    for part in parts:
        found = SPEAKER.match(part.text) if part.kind == "p" else None
        if found:
            turns.setdefault(found["who"], []).append(part)
    regular = {who: said for who, said in turns.items() if len(said) > 1}
    if len(regular) > 1 and sum(map(len, regular.values())) > 4:
        for who, said in regular.items():
            for part in said:
                part.name("speech", "begins with the name of a speaker and a colon")
                part.label = who


def join_titles(text: str, parts: list[Part], start: int) -> int:
    """Join the lines of a title that goes on behind a comma or a small word; return how many parts fewer there are."""
    number, fewer = 0, 0
    while number + 1 < start - fewer:
        first, second = parts[number], parts[number + 1]
        if first.kind == second.kind == "head" and UNFINISHED.search(first.text) and not second.plain[0].isdigit():
            parts[number : number + 2] = [joined(text, first, second)]
            fewer += 1
        else:
            number += 1
    return fewer


def name_by_itself(part: Part, profile: Profile) -> None:
    """Name what needs no neighbours: separators, navigation, metadata, tables."""
    rows = part.rows()
    if not any(c.isalnum() for c in part.text) or (len(part.text) > 2 and SEPARATOR.fullmatch(part.text)):
        part.name("rule", "a line without letters or digits separates sections")
    elif is_navigation(rows, profile):
        part.name("nav", "the site's own navigation")
    elif is_metadata(rows, profile):
        part.name("meta", "lines with a key or a bibliographic wording of the profile")
    elif is_table(rows):
        part.name("table", "several lines with cells between tabs")


def is_navigation(rows: list[str], profile: Profile) -> bool:
    """Whether every line leads somewhere else in an archive's site."""
    if len(rows) > 8 or max(map(len, rows)) > 200:
        return False
    rows = [" ".join(row.split()) for row in rows]
    return any(rows) and all(leads_elsewhere(row, profile) for row in rows if row.strip(" ."))


def leads_elsewhere(row: str, profile: Profile) -> bool:
    """Whether a line is a link of a site: its wording is known, or arrows or bars set it off and it is no sentence."""
    plain = row.strip(" .").lower()
    if plain in profile.navigation or plain.endswith(profile.navigation_endings):
        return True
    if plain.startswith(profile.navigation_openings):
        return True
    links = [link.strip() for link in LINK_SIGNS.split(row) if link.strip()]
    if not LINK_SIGNS.search(row) or (len(links) < 2 and not ARROWS.search(row)):
        return False
    return all(len(link) < 60 and link[0].isalnum() and link[-1] not in ".,;!?" for link in links)


def is_metadata(rows: list[str], profile: Profile) -> bool:
    """Whether a stretch is front matter: its first line and a third of its lines read so."""
    if line_role(rows[0], profile) is None:
        return False
    known = sum(line_role(row, profile) is not None for row in rows)
    return known * 3 >= len(rows) or ":" in rows[0][:40]


def is_table(rows: list[str]) -> bool:
    """Whether at least two lines hold two filled cells."""
    return sum("\t" in row and sum(bool(cell.strip("\u00a0 ")) for cell in row.split("\t")) >= 2 for row in rows) >= 2


def name_paragraph(parts: list[Part], number: int, margin: int) -> None:
    """Name what is left: list items, verse, quotations, paragraphs; *margin* is the indentation of quotations."""
    part = parts[number]
    if STAGE.fullmatch(part.text):
        part.name("stage", "what the audience did, on a line of its own")
        return
    if is_item(parts, number):
        part.name("item", "begins with a list marker")
    elif part.lines >= 4 and is_verse(part.rows()):
        part.name("verse", "four or more short lines that begin with a capital")
    elif is_quotation(part.plain):
        part.name("quote", "wrapped in quotation marks")
    elif part.stretch.indent >= margin and "\n" in part.text:
        part.name("quote", "indented deeper than the other paragraphs")
    else:
        part.name("p", "running text")


def is_item(parts: list[Part], number: int) -> bool:
    """Whether a part begins with a list marker; a letter or a number with a full stop needs a neighbour of its kind."""
    found = ITEM.match(parts[number].text)
    if not found or found.end() >= len(parts[number].text) or found.lastgroup is None:
        return False
    if found.lastgroup in ("bullet", "round", "half"):
        return True
    for near in (number - 1, number + 1, number - 2, number + 2):
        other = ITEM.match(parts[near].text) if 0 <= near < len(parts) and parts[near].kind in ("", "item") else None
        if other and other.lastgroup == found.lastgroup and other[found.lastgroup] != found[found.lastgroup]:
            return True
    return False


def is_verse(rows: list[str]) -> bool:
    """Whether the lines look like verse: short, most begin with a capital or a quotation mark, none is an address."""
    if max(map(len, rows)) >= 75 or any("\t" in row for row in rows):
        return False
    begun = sum(row.lstrip(OPENING)[:1].isupper() for row in rows)
    return begun * 4 >= len(rows) * 3 and sum(map(len, rows)) > 18 * len(rows)


def is_quotation(text: str) -> bool:
    """Whether one pair of quotation marks encloses the whole text."""
    closing = QUOTES.get(text[:1])
    text = text.rstrip(" .…\u00a0")
    if closing is None or len(text) < 60 or not text.endswith(closing):
        return False
    inner = text[1:-1]
    return text[0] not in inner and closing not in inner
