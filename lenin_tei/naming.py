"""Every stretch gets a kind: what stands by itself first, then what needs its neighbours.

In: the stretches of a transcription. Out: `Part`s in the same order, all named. The order of the rules is the order
of the calls in `name_parts`; the first rule that fits names a part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lenin_tei.blocks import Stretch
from lenin_tei.heads import name_contents, name_heads
from lenin_tei.inlines import PAGE, STAGE
from lenin_tei.items import is_item
from lenin_tei.letter_frame import name_closer_of_letter, name_opener_of_letter
from lenin_tei.letter_lines import arrange_letter
from lenin_tei.letters import name_letter_parts, name_sure_letter_parts
from lenin_tei.note_zones import name_notes
from lenin_tei.parts import Part, joined, make_part, parts_of, split
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile, key_role, line_role, text_bounds
from lenin_tei.rows import name_columns, name_speeches
from lenin_tei.source import Span, trimmed
from lenin_tei.title_parts import name_title_block
from lenin_tei.wording import SIGNED, is_date

SEPARATOR = lazy(r"[\s*\-_=~#.•·—–―─━⁂§+|/\\^]{1,200}")
NOTE_LINE = lazy(r"\[(?:\d{1,3}|\*{1,3})\]\s?\S")
LINK_SIGNS = lazy(r"[|¦→←<>]|«(?=\s)|(?<=\s)»")
ARROWS = lazy(r"^(?:[<>←→]|«\s)|(?:[<>←→]|\s»)$")
ISSUE = lazy(r"[^\W\d_a-z][^.:;!?]{1,60},? Nos?\. ?\d{1,4}[.,]?")
UNFINISHED = lazy(r"(?:,|\b(?:and|of|the|to|in|on|for|at|with|by|from|a|an|und|der|des))$", re.I)
QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“", "'": "'"}
PAIRS = {"“": "”", "«": "»", "„": "“"}
CITED = lazy(r"\d|\bwww\.|https?://|\.(?:org|com|net|uk)\b")
FEW_LINES = 4
MOST_LINES, LONG_LINE = 12, 250  # of front matter whose first line has no wording of the profile
LINE = 120  # characters: the key of a wrapped line stands in them
OPENING = "“\"‘'«„(— –-"


def name_parts(text: str, stretches: Sequence[Stretch], profile: Profile) -> list[Part]:
    """Return a named part for every stretch."""
    parts = split_stretches(text, parts_of(text, stretches), profile)
    name_boilerplate(text, parts, profile)
    name_each(parts, profile)
    if profile.text_type == "letter":
        parts = arrange_letter(text, parts, profile)
        name_each(parts, profile)
    name_contents(parts)
    name_columns(parts)
    name_speeches(parts)
    if profile.text_type == "letter":
        name_opener_of_letter(parts, profile)
    start, author = name_title_block(parts)
    start -= join_titles(text, parts, start)
    name_notes(text, parts, profile)
    if profile.text_type == "letter":
        name_closer_of_letter(parts, profile)
    name_sure_letter_parts(parts, author, start)
    name_heads(parts, start)
    name_letter_parts(parts, author)
    margin = quotation_indent(parts)
    for number, part in enumerate(parts):
        if not part.kind:
            name_paragraph(parts, number, margin)
    name_long_quotations(parts)
    return parts


def split_stretches(text: str, parts: list[Part], profile: Profile) -> list[Part]:
    """Cut stretches whose first and further lines begin with labels like [1]: notes without a blank line between."""
    made = []
    for part in parts:
        starts = []
        if part.text[0] == "[" and part.lines > 1:
            starts = [number for number, row in enumerate(part.rows()) if NOTE_LINE.match(row)]
        if len(starts) > 1 and starts[0] == 0:
            made += split(text, part, starts)
        else:
            made.append(cut_at_keys(text, part, profile) if "\n" in part.text else part)
    return made


def cut_at_keys(text: str, part: Part, profile: Profile) -> Part:
    """Return a part that begins with a key of front matter, its joined lines cut where another key begins a full line.

    A wrapped line of front matter that ends near the margin looks as if the wrapping had cut it.
    """
    if not has_key(part.text, profile):
        return part
    lines: list[Span] = []
    for start, end in part.stretch.lines:
        place = text.find("\n", start, end)
        while place >= 0:
            line = trimmed(text, Span(place + 1, min(end, place + 1 + LINE)))
            if text[place - 3 : place].rstrip()[-1:] in ".;:)”" and has_key(text[slice(*line)], profile):
                lines.append(trimmed(text, Span(start, place)))
                start = line.start
            place = text.find("\n", place + 1, end)
        lines.append(Span(start, end))
    return make_part(text, part.stretch._replace(lines=tuple(lines)))


def has_key(words: str, profile: Profile) -> bool:
    """Whether words begin with a key of front matter and a colon."""
    colon = words.find(":", 0, 60)
    return colon > 1 and "\n" not in words[:colon] and key_role(words[:colon].strip(), profile) is not None


def name_boilerplate(text: str, parts: list[Part], profile: Profile) -> None:
    """Name what stands before and behind the lines between which the profile says the text stands."""
    first, last = text_bounds(text, profile)
    if first == 0 and last == len(text):
        return
    for part in parts:
        if part.stretch.span.start < first or part.stretch.span.start >= last:
            part.name("boilerplate", "outside the lines that begin and end the text")


def quotation_indent(parts: list[Part]) -> int:
    """Return the indentation from which a hard-wrapped paragraph is a quotation: two more than most have."""
    wrapped = sorted(part.stretch.indent for part in parts if not part.kind and "\n" in part.text)
    return wrapped[len(wrapped) // 2] + 2 if len(wrapped) > 4 else 1_000


def join_titles(text: str, parts: list[Part], start: int) -> int:
    """Join the lines of a title that goes on behind a comma or a small word; return how many parts fewer there are."""
    number, end = 0, start
    while number + 1 < end:
        last = number
        while last + 1 < end and title_goes_on(parts[last], parts[last + 1]):
            last += 1
        if last > number:
            parts[number : last + 1] = [joined(text, parts[number : last + 1])]
            end -= last - number
        number += 1
    return start - end


def title_goes_on(first: Part, second: Part) -> bool:
    """Whether a line of a title ends behind a comma or a small word and the next goes on with it."""
    if first.kind != "head" or second.kind != "head":
        return False
    return UNFINISHED.search(first.text) is not None and not second.plain[0].isdigit()


def name_each(parts: list[Part], profile: Profile) -> None:
    """Name the parts that need no neighbours."""
    for number, part in enumerate(parts):
        if not part.kind:
            name_by_itself(part, profile, first=number == 0)


def name_by_itself(part: Part, profile: Profile, *, first: bool) -> None:
    """Name what needs no neighbours: separators, navigation, metadata, tables."""
    rows = part.rows()
    worded = part.text[0].isalnum()  # neither a page number in brackets nor a rule begins so
    if not worded and len(part.text) < 20 and PAGE.fullmatch(part.text):
        part.name("page", "the number of a page on a line of its own")
    elif not worded and (
        not any(map(str.isalnum, part.text)) or (len(part.text) > 2 and SEPARATOR.fullmatch(part.text))
    ):
        part.name("rule", "a line without letters or digits separates sections")
    elif is_navigation(rows, profile) or ("\n" in part.text and is_navigation(part.text.split("\n"), profile)):
        part.name("nav", "the site's own navigation")
    elif is_metadata(rows, profile, first=first):
        part.name("meta", "lines with a key or a bibliographic wording of the profile")
    elif is_table(rows):
        part.name("table", "several lines with cells between tabs")


def is_navigation(rows: list[str], profile: Profile) -> bool:
    """Whether every line leads somewhere else in an archive's site."""
    if len(rows) > 8:
        return False
    for row in rows:
        if len(row) > 200:
            return False
    rows = [" ".join(row.split()) for row in rows]
    return any(rows) and all(leads_elsewhere(row, profile) for row in rows if row.strip(" ."))


def leads_elsewhere(row: str, profile: Profile) -> bool:
    """Whether a line is a link of a site: its wording is known, or arrows or bars set it off and it is no sentence."""
    plain = row.strip(" .").lower()
    if plain in profile.navigation:
        return True
    if plain.endswith(profile.navigation_endings):
        return line_role(row, profile) is None  # "Marked up by … for the … Archive" is front matter
    if plain.startswith(profile.navigation_openings):
        return True
    if not LINK_SIGNS.search(row):
        return False
    links = [link.strip() for link in LINK_SIGNS.split(row) if link.strip()]
    if len(links) < 2 and not ARROWS.search(row):
        return False
    return all(len(link) < 60 and link[0].isalnum() and link[-1] not in ".,;!?" for link in links)


def is_metadata(rows: list[str], profile: Profile, *, first: bool) -> bool:
    """Whether a stretch is front matter: its first line and a third of its lines read so.

    A first line may also be a journal with its number, when a date or a line of front matter stands under it; or,
    where a title stands *first*, any line with a number or an address, when nothing but front matter stands under it.
    """
    if line_role(rows[0], profile) is None:
        if len(rows) > 1 and ISSUE.fullmatch(rows[0].strip()):
            return all(is_date(row) or SIGNED.match(row) or line_role(row, profile) for row in rows[1:])
        if len(rows) <= FEW_LINES and len(rows) > 1 and line_role(" ".join(rows), profile):
            return True  # a citation over several lines
        cited = not first and 1 < len(rows) <= MOST_LINES and len(rows[0]) < LONG_LINE and CITED.search(rows[0])
        return bool(cited) and all(line_role(row, profile) for row in rows[1:])
    if len(rows) <= 3 or ":" in rows[0][:40]:
        return True
    known = 1 + sum(line_role(row, profile) is not None for row in rows[1:])
    return known * 3 >= len(rows)


def is_table(rows: list[str]) -> bool:
    """Whether at least two lines hold two filled cells."""
    tabbed = [row for row in rows if "\t" in row] if len(rows) > 1 else []
    return sum(sum(bool(cell.strip("\u00a0 ")) for cell in row.split("\t")) >= 2 for row in tabbed) >= 2


def name_paragraph(parts: list[Part], number: int, margin: int) -> None:
    """Name what is left: list items, verse, quotations, paragraphs; *margin* is the indentation of quotations."""
    part = parts[number]
    if STAGE.fullmatch(part.text):
        part.name("stage", "what the audience did, on a line of its own")
        return
    if is_item(parts, number):
        part.name("item", "begins with a list marker")
    elif part.lines >= 4 and is_verse(part.rows()):
        ended = any(row.strip()[-1:] in ",;.!?…:—”’" for row in part.rows())
        part.name("verse", "four or more short lines that begin with a capital", "" if ended else "T046")
    elif is_quotation(part.plain):
        part.name("quote", "wrapped in quotation marks")
    elif part.stretch.indent >= margin and "\n" in part.text:
        part.name("quote", "indented deeper than the other paragraphs")
    else:
        part.name("p", "running text")


def name_long_quotations(parts: list[Part]) -> None:
    """Name neighbouring paragraphs that begin with quotation marks of which only that of the last is closed."""
    number = 0
    while number < len(parts):
        last = number
        while last < len(parts) and parts[last].kind == "p" and left_open(parts[last].text) == 1:
            last += 1
        sign = parts[number].text[:1]
        if number < last < len(parts) and parts[last].kind in ("p", "quote") and parts[last].text[0] == sign:
            closed = left_open(parts[last].text) == 0 and parts[last].plain.rstrip(" .…").endswith(PAIRS[sign])
            if closed and all(part.text[0] == sign for part in parts[number:last]):
                for part in parts[number : last + 1]:
                    part.name("longquote", "paragraphs begin with quotation marks, only the last is closed")
        number = max(last, number) + 1


def left_open(text: str) -> int:
    """Return how many of the quotation marks a text begins with stay open; 0 where it begins with none."""
    closing = PAIRS.get(text[:1])
    return text.count(text[0]) - text.count(closing) if closing else 0


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
