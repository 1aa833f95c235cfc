"""Where notes were typed: under a heading, or behind the text with labels that markers call.

In: parts. Out: the same parts with noteshead, note (begins a note) and notemore (goes on in it) named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lenin_tei.heads import is_strong_head
from lenin_tei.notes import SIGN_MARKER, SURE_MARKER, Signs, find_markers, note_label
from lenin_tei.parts import Part
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile
from lenin_tei.wording import NUMERAL_ONLY

MARKED = lazy(r"\S\s?\[(?:\d{1,3}|\*{1,3})\]")
MANY = 300  # parts: enough to see whether notes go on to the end
REMARKS = frozenset({"remark", "remarks", "comments", "sources", "works cited", "bibliographical notes"})
WORDS = frozenset({"note", "notes", "footnote", "footnotes", "endnote", "endnotes"})


def is_notes_heading(part: Part, profile: Profile) -> bool:
    """Whether a part is the heading over notes."""
    if part.lines > 2 or len(part.text) > 60:
        return False
    words = re.sub(r"[^\w\s’']", " ", part.text).lower().replace("'", "’").split()
    if " ".join(words) in profile.notes_headings:
        return True
    return 1 <= len(words) <= 5 and (
        words[-1] in WORDS or (words[0] in WORDS and words[1:2] in (["by"], ["to"], ["on"]))
    )


def name_notes(text: str, parts: list[Part], profile: Profile) -> None:
    """Name headings over notes, notes and their further paragraphs."""
    signs = Signs(text)
    window = Window(0, 0, frozenset(), {})
    number = running = 0
    while number < len(parts):
        part = parts[number]
        running += part.running
        if not part.kind and (is_notes_heading(part, profile) or is_remarks(signs, parts, number)):
            part.name("noteshead", "a heading for notes")
            window = window_at(text, parts, number + 1, window)
            number = name_zone(text, parts, number + 1, window, headed=True)
        elif not part.kind and number > 1 and opens_zone(signs, parts, number, running=running > 0):
            window = window_at(text, parts, number, window)
            number = name_zone(text, parts, number, window, headed=False)
        else:
            number += 1


def is_remarks(signs: Signs, parts: list[Part], number: int) -> bool:
    """Whether a part is a heading that stands over notes or text ("Remarks"), and a called label follows it."""
    part = parts[number]
    if len(part.text) > 30 or part.text.strip(" .:").lower() not in REMARKS or number + 1 >= len(parts):
        return False
    label = note_label(signs.text, parts[number + 1].stretch.span)
    return label is not None and signs.calls(label, part.stretch.span.start)


def has_label(text: str, part: Part) -> bool:
    """Whether a part begins with a note's label and has more to say."""
    if part.kind not in ("", "table", "meta"):
        return False
    label = note_label(text, part.stretch.span)
    return label is not None and label.end < part.stretch.span.end


def opens_zone(signs: Signs, parts: list[Part], number: int, *, running: bool) -> bool:
    """Whether notes begin here without a heading: [1] that a marker calls, other labels only where the text ends.

    Before any *running* text, only [1] that a marker calls is sure enough.
    """
    part = parts[number]
    label = note_label(signs.text, part.stretch.span)
    if label is None or label.end >= part.stretch.span.end:
        return False
    if not running:
        return label.kind == "square" and signs.calls(label, part.stretch.span.start)
    behind_break = part.stretch.gap >= 2 or parts[number - 1].kind in ("rule", "meta", "signed")
    if not behind_break and label.kind not in ("square", "footnote", "signs", "curly", "raised"):
        return False
    called = signs.calls(label, part.stretch.span.start)
    if label.kind == "footnote":
        return called
    if label.kind == "square":
        return called or (label.core.isdigit() and behind_break)
    if not called:
        return False
    if label.kind in ("signs", "curly", "raised"):
        return True
    return behind_break and (labels_to_the_end(signs.text, parts, number) or surely_called(signs, parts, number))


def labels_to_the_end(text: str, parts: list[Part], number: int) -> bool:
    """Whether most of what follows begins with a label."""
    rest = []
    for part in parts[number : number + MANY]:
        if part.kind in ("nav", "head"):
            break
        if part.kind != "rule":
            rest.append(has_label(text, part))
    return sum(rest) * 2 >= len(rest)


def surely_called(signs: Signs, parts: list[Part], number: int) -> bool:
    """Whether this part and the next two begin with numbers that follow each other, and sure signs call all three."""
    cores = []
    for part in parts[number : number + 3]:
        label = note_label(signs.text, part.stretch.span) if not part.kind else None
        if label is None or not label.core.isdigit() or signs.sure.get(label.core, label.end) >= label.end:
            return False
        cores.append(int(label.core))
    return len(cores) == 3 and cores == list(range(cores[0], cores[0] + 3))


def zone_limit(parts: list[Part], number: int) -> int:
    """Return where notes from *number* on must end: at navigation, or at a head behind a break with text under it."""
    for i in range(number, len(parts)):
        part = parts[i]
        if part.kind in ("nav", "head"):
            return i
        behind_break = i > number and not part.kind and part.short and part.lines <= 3 and part.stretch.gap >= 2
        followed = NUMERAL_ONLY.fullmatch(part.plain) or any(p.running for p in parts[i + 1 : i + 6])
        if behind_break and followed and is_strong_head(part.plain):
            return i
    return len(parts)


class Window(NamedTuple):
    """Parts that may hold notes: from `start` up to `limit`, those that begin with a label, the last one of each."""

    start: int
    limit: int
    labelled: frozenset[int]
    last_of: Mapping[str, int]  # label → part


def window_at(text: str, parts: list[Part], number: int, known: Window) -> Window:
    """Return the window for notes from part *number* on: the *known* one where it covers that part.

    Nothing behind the part has been named meanwhile, so both end at the same place.
    """
    if known.start <= number < known.limit:
        return known
    limit = zone_limit(parts, number)
    labelled = [i for i in range(number, limit) if has_label(text, parts[i])]
    labels = (note_label(text, parts[i].stretch.span) for i in labelled)
    last_of = {label.core: i for i, label in zip(labelled, labels, strict=True) if label}
    return Window(number, limit, frozenset(labelled), last_of)


def name_zone(text: str, parts: list[Part], number: int, window: Window, *, headed: bool) -> int:
    """Name the notes from part *number* on; return the number of the first part behind them."""
    limit, labelled = window.limit, window.labelled
    last = max(window.last_of.values(), default=-1)
    if last < number and (
        not headed or number >= len(parts) or not MARKED.search(text, 0, parts[number].stretch.span.start)
    ):
        return number
    last, begun = max(last, number), False
    while number < limit:
        part = parts[number]
        label = note_label(text, part.stretch.span) if number in labelled else None
        if part.kind in ("rule", "meta") and label is None:
            if number > last:
                break
            number += 1
            continue
        if label:
            part.name("note", "begins with a note's label")
            part.label = label.core
        elif not begun:
            part.name("note", "the first paragraph under a heading for notes")
        elif not headed and resumes_text(text, parts, number, window):
            break
        elif number < last:
            part.name("notemore", "stands between two notes")
        elif headed or part.stretch.gap <= 1:
            part.name("notemore", "goes on after a note", "" if headed and part.stretch.gap <= 1 else "T042")
        else:
            break
        begun = True
        number += 1
    return number


def resumes_text(text: str, parts: list[Part], number: int, window: Window) -> bool:
    """Whether a part between notes at the foot of a page is the text again: it calls a note that stands behind it.

    Behind a note with a star nothing but a quotation goes on with the note.
    """
    part = parts[number]
    for pattern in (SURE_MARKER, SIGN_MARKER):
        if any(window.last_of.get(sign.core, -1) > number for sign in find_markers(text, part.stretch.span, pattern)):
            return True
    before = parts[number - 1]
    starred = before.label != "" and not before.label[0].isalnum()
    return starred and not (before.text.rstrip().endswith(":") or part.text[0] in "“\"‘'«„" or part.lines > 1)
