"""Stretches named: which is a head, a metadata block, a paragraph, a signature, a note.

In: stretches of lines. Out: `Part`s in the same order, each with the kind it was given and the rule that gave it
(`convert --explain` prints both). A rule states one convention; rules that need the neighbourhood look at the stretches
around. Kinds: head, meta, nav, rule, p, quote, verse, table, list, salute, dateline, address, closing, signed,
postscript, noteshead, note, notemore, epigraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lenin_tei.blocks import Stretch
from lenin_tei.notes import note_label
from lenin_tei.profile import Profile, line_role
from lenin_tei.wording import (
    DATED,
    NAMES,
    NUMBERING,
    NUMERAL_ONLY,
    OFFICE,
    POSTSCRIPT,
    SHORT,
    SIGNED,
    is_closing,
    is_date,
    is_dateline,
    is_person,
    is_salutation,
    is_titled,
    last_sign,
)

SEPARATOR = re.compile(r"[\s*\-_=~#.•·—–―─━⁂§oO0+|/\\^]{1,200}")
ITEM = re.compile(
    r"(?P<open>[(\[]?)(?:(?P<digits>\d{1,3})|(?P<letter>[a-zA-Z])|(?P<roman>[ivxlc]{2,6}|[IVXLC]{2,6}))(?P<close>[.)\]]{1,2})[ \t\u00a0]*"
    r"|[•·○●▪■]\s*"
)
PAIRS = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“", "'": "'"}


@dataclass(slots=True)
class Part:
    """A stretch with its kind and the rule that named it."""

    stretch: Stretch
    text: str
    kind: str = ""
    rule: str = ""
    label: str = field(default="")

    def name(self, kind: str, rule: str) -> None:
        """Give the part its kind."""
        self.kind, self.rule = kind, rule

    @property
    def lines(self) -> int:
        """The number of logical lines."""
        return len(self.stretch.lines)

    @property
    def short(self) -> bool:
        """Whether no line is running text."""
        return len(self.text) < SHORT * 3 and all(end - start < SHORT for start, end in self.stretch.lines)


def name_parts(text: str, stretches: Sequence[Stretch], profile: Profile) -> list[Part]:
    """Return a named part for every stretch."""
    parts = [Part(stretch, text[stretch.span.start : stretch.span.end]) for stretch in stretches]
    for part in parts:
        name_by_itself(text, part, profile)
    start = text_start(parts)
    author = name_title_block(text, parts, start, profile)
    name_notes(text, parts, profile)
    name_heads(parts, start)
    name_letter_parts(text, parts, author)
    for part in parts:
        if not part.kind:
            name_paragraph(text, part)
    return parts


def lines_of(text: str, part: Part) -> list[str]:
    """Return the logical lines of a part."""
    return [text[start:end] for start, end in part.stretch.lines]


def name_by_itself(text: str, part: Part, profile: Profile) -> None:
    """Name what needs no neighbours: separators, metadata, navigation, tables."""
    rows = lines_of(text, part)
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
    if max(map(len, rows)) > 200 or len(rows) > 8:
        return False
    found = 0
    for row in rows:
        plain = " ".join(row.replace("\t", " ").split()).strip(" .").lower()
        if not plain:
            continue
        if plain in profile.navigation or any(sign in row for sign in ("|", "¦", "→", "←")) or plain[0] in "<>«»" or plain[-1] in "<>»":
            found += 1
        elif plain.startswith(("next:", "previous:", "back to ", "return to ", "last updated", "next section", "previous section")) or plain.endswith(
            (" archive", " archives", " index", "table of contents")
        ):
            found += 1
        else:
            return False
    return found > 0


def is_metadata(rows: list[str], profile: Profile) -> bool:
    """Whether a stretch is front matter: its first line, or most of its lines, read so."""
    if line_role(rows[0], profile) is None:
        return False
    if len(rows) == 1:
        return True
    known = sum(line_role(row, profile) is not None for row in rows)
    return known * 3 >= len(rows) or ":" in rows[0][:40]


def is_table(rows: list[str]) -> bool:
    """Whether at least two lines hold two filled cells."""
    return sum(len([cell for cell in row.split("\t") if cell.strip("\u00a0 ")]) >= 2 for row in rows) >= 2


def is_running(part: Part) -> bool:
    """Whether a part is running text."""
    return not part.kind and not part.short


def text_start(parts: list[Part]) -> int:
    """Return the number of the first part that is text and not title: running text, or what follows the front matter."""
    running = next((i for i, part in enumerate(parts) if is_running(part)), None)
    if running is not None:
        return running
    last_meta = max((i for i, part in enumerate(parts[:12]) if part.kind == "meta"), default=-1)
    for i, part in enumerate(parts[last_meta + 1 :], last_meta + 1):
        if not part.kind and (last_meta >= 0 or i > 0) and not reads_as_title(part):
            return i
    return len(parts)


def reads_as_title(part: Part) -> bool:
    """Whether a short part has nothing of a sentence or a letter."""
    return part.lines <= 6 and last_sign(part.text) not in (".", ",", ";", ":") and not is_salutation(part.text)


def name_title_block(text: str, parts: list[Part], start: int, profile: Profile) -> str:
    """Name the heads before the text; return the author line, or ""."""
    metas = [i for i, part in enumerate(parts[:start]) if part.kind == "meta"]
    before_meta = metas[0] if metas else None
    author = ""
    for i, part in enumerate(parts[:start]):
        if part.kind:
            continue
        if before_meta is None and (is_salutation(part.text) or (is_dateline(part.text) and not is_date(part.text))):
            break
        if before_meta is not None and i > before_meta:
            break
        if before_meta is None and not reads_as_title(part) and not title_with_stop(parts, i):
            break
        if is_motto(text, part) and any(p.kind == "head" for p in parts[:i]):
            part.name("epigraph", "a quotation between title and text")
            continue
        part.name("head", "before the text")
        if not author and part.lines == 1 and is_person(part.text):
            author = part.text
    return author


def title_with_stop(parts: list[Part], i: int) -> bool:
    """Whether a part that ends like a sentence is a title all the same: the first two, in capitals or title case."""
    return i < 3 and (parts[i].text.isupper() or is_titled(parts[i].text))


def is_motto(text: str, part: Part) -> bool:
    """Whether a part is wrapped in quotation marks, or is verse."""
    closing = PAIRS.get(part.text[0])
    return bool(closing and part.text.rstrip().endswith(closing) and (part.lines > 2 or len(part.text) > 70)) or (
        part.lines >= 4 and last_sign(part.text) in ENDS and not part.text.isupper()
    )


ENDS = (".", "!", "?", "…", ",", ";")


def is_notes_heading(part: Part, profile: Profile) -> bool:
    """Whether a part is the heading over notes."""
    if part.lines > 2 or len(part.text) > 60:
        return False
    plain = re.sub(r"[^\w\s’']", " ", part.text).lower()
    plain = " ".join(plain.split()).replace("'", "’")
    if plain in profile.notes_headings:
        return True
    words = plain.split()
    return len(words) <= 5 and (
        words[-1] in ("notes", "footnotes", "endnotes", "footnote", "endnote") or (words[0] in ("notes", "note", "footnotes", "endnotes") and words[1:2] in (["by"], ["to"], ["on"]))
    )


def name_notes(text: str, parts: list[Part], profile: Profile) -> None:
    """Name headings over notes, notes and their further paragraphs."""
    i = 0
    while i < len(parts):
        if not parts[i].kind and is_notes_heading(parts[i], profile) and i + 1 < len(parts):
            parts[i].name("noteshead", "a heading for notes")
            i = name_zone(text, parts, i + 1, headed=True)
        elif not parts[i].kind and opens_zone(text, parts, i):
            i = name_zone(text, parts, i, headed=False)
        else:
            i += 1


def opens_zone(text: str, parts: list[Part], i: int) -> bool:
    """Whether notes begin here without a heading: labels in square brackets, or other labels behind a break."""
    label = note_label(text, parts[i].stretch.span)
    if label is None or not text[label.end : parts[i].stretch.span.end].strip():
        return False
    if not any(is_running(part) or part.kind == "p" for part in parts[:i]):
        return False
    behind_break = parts[i].stretch.gap >= 2 or parts[i - 1].kind == "rule"
    called = is_called(text, label.core, label.kind, parts[i].stretch.span.start)
    if label.kind == "square":
        return called or (label.core.isdigit() and behind_break)
    return called and (behind_break or (label.kind == "signs" and i > 0))


def is_called(text: str, core: str, kind: str, end: int) -> bool:
    """Whether the text before *end* has a sign with this label."""
    if kind in ("square", "digits", "letter", "round", "bare"):
        forms = [f"[{core}]", f"({core})"] if kind != "letter" else [f"[{core}]"]
        if any(0 <= text.find(form) < end and not at_line_start(text, text.find(form)) for form in forms):
            return True
        return kind in ("digits", "bare") and re.search(rf"[^\W\d_][.,;:!?’”\"')]?{re.escape(core)}\)?(?=[\s.,;:—–]|$)", text[max(0, end - 100_000) : end]) is not None
    return any(
        found.start() < end and not at_line_start(text, found.start())
        for found in re.finditer(rf"(?<!\*){re.escape(core)}(?!\*)", text[max(0, end - 100_000) : end])
    )


def at_line_start(text: str, offset: int) -> bool:
    """Whether only white space stands before *offset* in its line."""
    line = text.rfind("\n", 0, offset) + 1
    return not text[line:offset].strip()


def name_zone(text: str, parts: list[Part], i: int, *, headed: bool) -> int:
    """Name the notes from part *i* on; return the number of the first part behind them."""
    last_label = max(
        (j for j in range(i, zone_limit(parts, i)) if is_label_part(text, parts[j])), default=None
    )
    if last_label is None and headed and not any(is_called_anywhere(text, parts, i)):
        return i
    limit = zone_limit(parts, i)
    begun = False
    while i < limit:
        part = parts[i]
        if part.kind in ("meta", "nav"):
            break
        if part.kind == "rule":
            if last_label is None or i > last_label:
                break
            i += 1
            continue
        label = note_label(text, part.stretch.span) if is_label_part(text, part) else None
        if label:
            part.name("note", "begins with a note's label")
            part.label = label.core
            begun = True
        elif not begun:
            part.name("note", "the first paragraph under a heading for notes")
            begun = True
        elif last_label is not None and i < last_label:
            part.name("notemore", "stands between two notes")
        elif headed or part.stretch.gap <= 1:
            part.name("notemore", "goes on after a note")
        else:
            break
        i += 1
    return i


def is_called_anywhere(text: str, parts: list[Part], i: int) -> list[bool]:
    """Whether unlabelled notes are wanted: the text has a marker such as [1]."""
    return [re.search(r"\S\[(?:\d{1,3}|\*{1,3})\]", text[: parts[i].stretch.span.start]) is not None] if i < len(parts) else []


def is_label_part(text: str, part: Part) -> bool:
    """Whether a part begins with a note's label and has more to say."""
    if part.kind not in ("", "table", "meta", "p"):
        return False
    label = note_label(text, part.stretch.span)
    return label is not None and label.end < part.stretch.span.end


def zone_limit(parts: list[Part], i: int) -> int:
    """Return where notes from *i* on must end: at a numbered or chapter head behind a break."""
    for j in range(i, len(parts)):
        part = parts[j]
        if part.kind == "nav":
            return j
        if j > i and not part.kind and part.short and part.lines <= 3 and part.stretch.gap >= 2 and is_strong_head(part) and any(is_running(p) for p in parts[j + 1 : j + 6]):
            return j
    return len(parts)


def is_strong_head(part: Part) -> bool:
    """Whether a short part is a head by its own looks: a numeral, a chapter, capitals, or a title without a stop."""
    text = part.text
    if NUMERAL_ONLY.fullmatch(text):
        return True
    numbered = NUMBERING.match(text)
    if numbered and numbered.end() < len(text) and len(text) < 100 and text[numbered.end()].isupper() and (is_titled(text[numbered.end() :]) or text.isupper()):
        return last_sign(text) not in (",", ";", ":")
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and text.isupper() and last_sign(text) not in (",", ";", ":") and len(text) < 200


def name_heads(parts: list[Part], start: int) -> None:
    """Name the heads between paragraphs."""
    for i, part in enumerate(parts):
        if part.kind or not part.short or part.lines > 6:
            continue
        following = next((p for p in parts[i + 1 :] if p.kind != "rule"), None)
        if following is None or following.kind in ("noteshead", "note", "nav"):
            continue
        if is_head(parts, i, start):
            part.name("head", "a short line without a full stop before a paragraph")


def is_head(parts: list[Part], i: int, start: int) -> bool:
    """Whether a short part between paragraphs is a head."""
    part = parts[i]
    text = part.text
    if is_salutation(text) or is_closing(text) or SIGNED.match(text) or (POSTSCRIPT.match(text)):
        return False
    if is_strong_head(part):
        return True
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"‘'(["):
        return False
    end = last_sign(text)
    behind_break = part.stretch.gap >= 2 or (i > 0 and parts[i - 1].kind in ("rule", "meta", "head"))
    if end in (",", ";", ":"):
        return False
    if end in (".", "!", "?", "…"):
        return is_titled(text) and len(text.split()) >= 3 and (behind_break or end == "?") and not is_dateline(text) and text[0] not in "“\"‘'("
    if is_dateline(text) and not (is_date(text) and behind_break and i < start):
        return False
    return not (text[0] in "“\"‘'" and text.rstrip()[-1] in "”\"’'" and not is_titled(text))


def name_letter_parts(text: str, parts: list[Part], author: str) -> None:
    """Name openers and closers: what stands at the top and at the end of every stretch of text."""
    surname = author.replace("’s", "").split()[-1].strip(".,").lower() if author else ""
    for first, last in sections(parts):
        top = first
        while top < last and name_opener(text, parts, top, first):
            top += 1
        end = last - 1
        while end >= top and parts[end].kind in ("rule", "meta"):
            end -= 1
        name_closers(text, parts, top, end, surname)


def sections(parts: list[Part]) -> list[tuple[int, int]]:
    """Return the stretches of text between heads and notes, as (first, behind the last)."""
    found, first = [], None
    for i, part in enumerate(parts):
        if part.kind in ("head", "noteshead", "note", "notemore", "nav", "epigraph"):
            if first is not None:
                found.append((first, i))
            first = None
        elif first is None and part.kind != "rule":
            first = i
    if first is not None:
        found.append((first, len(parts)))
    return found


def name_opener(text: str, parts: list[Part], i: int, first: int) -> bool:
    """Name a part at the top of a section if it belongs to a letter's opener."""
    part = parts[i]
    if part.kind in ("rule", "meta"):
        return True
    if part.kind or not part.short:
        return False
    if is_dateline(part.text) or (part.lines > 1 and all_lines(text, part, lambda row: is_dateline(row) or is_address_line(row)) and DATED.search(part.text)):
        part.name("dateline", "a date, with or without a place, at the top")
        return True
    if is_salutation(part.text):
        part.name("salute", "addresses somebody on a line of its own")
        return True
    if part.lines > 1 and part.lines <= 7 and all_lines(text, part, is_address_line) and opens_letter(parts, i):
        part.name("address", "lines of an address at the top")
        return True
    if part.lines == 1 and is_address_line(part.text) and opens_letter(parts, i):
        part.name("address", "a line of an address at the top")
        return True
    return False


def opens_letter(parts: list[Part], i: int) -> bool:
    """Whether a date or salutation follows within a few short parts."""
    for part in parts[i + 1 : i + 5]:
        if part.kind or not part.short:
            return False
        if is_salutation(part.text) or is_dateline(part.text):
            return True
    return False


def all_lines(text: str, part: Part, test: object) -> bool:
    """Whether *test* holds for every line of a part."""
    assert callable(test)
    return all(test(row.strip()) for row in lines_of(text, part))


def is_address_line(row: str) -> bool:
    """Whether a line may stand in an address: names, numbers, no sentence."""
    return 0 < len(row) < 70 and (NAMES.fullmatch(row) is not None or re.fullmatch(r"[\w’'.,&/ -]{2,60}", row) is not None) and row[0].isalnum() and not row[0].islower() and sum(word[:1].islower() for word in row.split()) <= max(1, len(row.split()) // 3)


def name_closers(text: str, parts: list[Part], top: int, end: int, surname: str) -> None:
    """Name signatures and closing formulas, from the end of a section backwards, and sure ones anywhere in it."""
    i = end
    while i > top and is_postscript_tail(parts, i, top):
        i -= 1
    if i < end:
        for part in parts[i + 1 : end + 1]:
            if not part.kind and part.short is not None:
                part.name("postscript", "P.S. after the signature")
    while i >= top:
        part = parts[i]
        if part.kind in ("rule", "meta"):
            i -= 1
            continue
        kind = closing_kind(text, part, surname, at_end=True, alone=i == top)
        if part.kind or kind is None:
            break
        part.name(*kind)
        i -= 1
    for part in parts[top : i + 1]:
        if not part.kind and part.short and (kind := closing_kind(text, part, surname, at_end=False)):
            part.name(*kind)


def is_postscript_tail(parts: list[Part], i: int, top: int) -> bool:
    """Whether a P.S. begins at or shortly before part *i*, behind something that closes a letter."""
    for j in range(i, max(top, i - 6), -1):
        if POSTSCRIPT.match(parts[j].text):
            return j > top and parts[j - 1].short
    return False


def closing_kind(text: str, part: Part, surname: str, *, at_end: bool, alone: bool = False) -> tuple[str, str] | None:
    """Return kind and rule of a part that closes a letter, or None."""
    if not part.short or part.lines > 8:
        return None
    rows = [row.strip() for line in lines_of(text, part) for row in line.split("\t") if row.strip("\u00a0 ")]
    if not rows or max(map(len, rows)) > 100:
        return None
    if SIGNED.match(rows[0]) and len(part.text) < 100:
        return "signed", "says that it is a signature"
    if is_closing(rows[0]) and (len(rows) == 1 or all(is_name_line(row) or is_closing(row) or is_dateline(row) for row in rows[1:])):
        return ("closing", "a closing formula") if len(rows) == 1 else ("signed", "a closing formula over a name")
    if surname and len(rows) <= 4 and surname in rows[0].lower() and len(rows[0]) < 50 and is_person(rows[0].split(",")[0]) and last_sign(part.text) not in ("!", "?", ";", ":"):
        return "signed", "the author's name on a line of its own"
    if not at_end:
        return None
    if is_dateline(part.text):
        return "dateline", "a date, with or without a place, at the end"
    if alone:
        return None
    if all(is_name_line(row) or is_dateline(row) for row in rows) and last_sign(part.text) not in ("!", "?", ";", ":"):
        if len(rows) > 1 or is_person(rows[0]) or OFFICE.search(rows[0]):
            return "signed", "a name on a line of its own at the end"
    return None


def is_name_line(row: str) -> bool:
    """Whether a line of a signature is a name or an office."""
    return len(row) < 90 and NAMES.fullmatch(row) is not None


def name_paragraph(text: str, part: Part) -> None:
    """Name what is left: list items, verse, quotations, paragraphs."""
    found = ITEM.match(part.text)
    if found and found.end() < len(part.text):
        part.name("item", "begins with a list marker")
    elif part.lines >= 4 and is_verse(text, part):
        part.name("verse", "four or more short lines that begin with a capital")
    elif is_quotation(part.text):
        part.name("quote", "wrapped in quotation marks")
    else:
        part.name("p", "running text")


def is_verse(text: str, part: Part) -> bool:
    """Whether the lines look like verse: short, most begin with a capital or a quotation mark, none is an address."""
    rows = [row.strip() for row in lines_of(text, part)]
    if max(map(len, rows)) >= 75 or any("\t" in row for row in rows):
        return False
    begun = sum(row.lstrip(PAIRS_OPEN)[:1].isupper() for row in rows)
    return begun * 4 >= len(rows) * 3 and sum(map(len, rows)) / len(rows) > 18


PAIRS_OPEN = "“\"‘'«„(— –-"


def is_quotation(text: str) -> bool:
    """Whether one pair of quotation marks encloses the whole text."""
    closing = PAIRS.get(text[:1])
    if closing is None or len(text) < 60 or not text.rstrip(" .*[]0123456789").endswith(closing):
        return False
    inner = text[1 : text.rindex(closing)]
    return text[0] not in inner and closing not in inner if closing != text[0] else closing not in inner
