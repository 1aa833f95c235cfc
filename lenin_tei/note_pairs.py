"""Notes and their markers in a whole document: every note gets its id, every marker that has a note a mark.

In: the flat blocks of a document. Out: the same blocks with marks and attributes; what is left over is reported (T020,
T021) and stays where it was typed. TEI Guidelines 3.9.1.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lenin_tei.diagnostics import Report
from lenin_tei.model import Block, Fact, Mark, is_note
from lenin_tei.notes import DIGIT_MARKER, SIGN_MARKER, SURE_MARKER, Marker, Pairing, find_markers, narrowed, pair
from lenin_tei.patterns import lazy
from lenin_tei.source import Source, Span, unspaced


def pair_notes(source: Source, blocks: list[Block], report: Report) -> list[Block]:
    """Give every note its id, every marker that has a note a mark, and report what is left over."""
    text = source.text
    notes = [block for block in blocks if is_note(block)]
    ids = identifiers(text, notes, "note")
    zones, zone, last_was_note = [], 0, False
    for block in blocks:
        if is_note(block):
            zone += not last_was_note
            zones.append((block.attributes.get("n", ""), zone, block.span.start))
        last_was_note = is_note(block) or (last_was_note and block.element == "milestone")
    markers = markers_of(text, blocks, zones)
    outcome = pair(markers, zones)
    pairs = reachable(outcome.pairs, notes)
    joined = eliminated(outcome, pairs, zones)
    pairs = reachable(pairs | {place_of(marker): number for marker, number in joined.items()}, notes)
    joined = {marker: number for marker, number in joined.items() if place_of(marker) in pairs}
    for marker, number in joined.items():
        typed, label = text[marker.span.start : marker.span.end], notes[number].attributes.get("label", "")
        message = (
            f"marker {typed} and note {label} were joined, since nothing else answers to either; check the numbers"
        )
        report(source.diagnostic(marker.span.start, "T043", message))
    for marker in (one for one in outcome.lonely_markers if one not in joined):
        if YEAR.fullmatch(marker.core):  # an editor's date
            continue
        typed = text[marker.span.start : marker.span.end]
        message = f"note marker {typed} has no note; add the note, or remove the marker"
        report(source.diagnostic(marker.span.start, "T020", message))
    for number in sorted(set(range(len(notes))) - set(pairs.values())):
        label = notes[number].attributes.get("label", "") or "without a label"
        twins = [n for n in set(pairs.values()) if zones[n][:2] == zones[number][:2] and zones[n][0]]
        if twins:
            message = f"two notes begin {label}, and only one is called; correct the number of one of them"
            report(source.diagnostic(notes[number].span.start, "T022", message))
        else:
            message = f"no marker in the text calls the note {label}; add one, or leave the note where it is"
            report(source.diagnostic(notes[number].span.start, "T021", message))
    marks = sorted((span, Mark(span, "note", {"target": ids[number]})) for span, number in pairs.items())
    called = set(pairs.values())
    made, number = [], 0
    for block in blocks:
        if is_note(block):
            more = {"xml:id": ids[number], **({"called": "yes"} if number in called else {})}
            block, number = block._replace(attributes={**block.attributes, **more}), number + 1
        made.append(with_marks(block, marks) if marks else block)
    return made


def place_of(marker: Marker) -> Span:
    """Return the place of a marker that stays in the text as typed: its note hangs before it."""
    return Span(marker.span.start, marker.span.start)


def eliminated(outcome: Pairing, pairs: Mapping[Span, int], zones: Sequence[tuple[str, int, int]]) -> dict[Marker, int]:
    """Return the lonely markers for which just one lonely note is left between the same neighbours, and that note."""
    lonely = [marker for marker in outcome.lonely_markers if marker.core.isdigit() and not YEAR.fullmatch(marker.core)]
    called = sorted(pairs.items())
    free = sorted(set(range(len(zones))) - set(pairs.values()))
    places: dict[tuple[int, int], list[Marker]] = defaultdict(list)
    for marker in lonely:
        behind = bisect_left(called, (marker.span, -1))
        first = called[behind - 1][1] if behind else -1
        last = called[behind][1] if behind < len(called) else len(zones)
        places[first, last].append(marker)
    found = {}
    for (first, last), markers in places.items():
        left = [number for number in free[bisect_right(free, first) :] if number < last]
        if len(markers) == len(left) == 1 and called and zones[left[0]][0].isdigit():
            before = zones[left[0]][2] > markers[0].span.end
            if before and abs(int(zones[left[0]][0]) - int(markers[0].core)) <= SLIP:
                found[markers[0]] = left[0]
    return found


def reachable(pairs: Mapping[Span, int], notes: Sequence[Block]) -> dict[Span, int]:
    """Return the pairs whose marker stands in the text, or in a note that is itself called from there.

    A note that is called only from within itself, or by a note that it calls, would hang nowhere. Each note hangs in
    the one that calls it: of a long chain only the first are paired.
    """
    starts = [note.span.start for note in notes]
    owner = {}
    for span in pairs:
        number = bisect_right(starts, span.start) - 1
        owner[span] = number if number >= 0 and span.start < notes[number].span.end else None
    found: set[int | None] = {None}
    waiting = dict(pairs)
    kept: dict[Span, int] = {}
    for _ in range(DEEPEST):
        ready = [span for span in waiting if owner[span] in found]
        for span in ready:
            kept[span] = waiting.pop(span)
        found.update(kept[span] for span in ready)
    return kept


def markers_of(text: str, blocks: Sequence[Block], zones: Sequence[tuple[str, int, int]]) -> list[Marker]:
    """Return the signs of the text that may call one of these notes, in order.

    Signs that may mean something else are looked for only if a note is labelled so.
    """
    labels = {core for core, _, _ in zones}
    leaves = list(noted_leaves(blocks))
    patterns = [narrowed(text, SURE_MARKER)]
    if any(label and not label[0].isalnum() for label in labels) or any("*" in label for label in labels):
        patterns.append(SIGN_MARKER)
    sure = {marker.core for leaf in leaves for marker in find_markers(text, leaf.span, patterns[0])}
    if any(label[:1].isdigit() and label not in sure for label in labels):
        patterns.append(DIGIT_MARKER)
    if not sure and len(patterns) == 1:
        return []
    inside = set()
    if DIGIT_MARKER in patterns:
        inside = {leaf.span.start for leaf in noted_leaves([block for block in blocks if is_note(block)])}
    found = []
    for block in leaves:
        hidden = [mark.span for mark in block.marks if mark.element in (None, "pb")]
        if text.startswith("^[", block.span.start):
            hidden.append(Span(block.span.start, block.span.start + 2))
        for pattern in patterns:
            if pattern is DIGIT_MARKER and block.span.start in inside:
                continue  # notes are full of page numbers
            for marker in find_markers(text, block.span, pattern):
                if not any(start <= marker.span.start < end for start, end in hidden):
                    found.append(marker)
    return list(apart(sorted(found, key=lambda marker: marker.span)))


def apart(markers: Sequence[Marker]) -> Iterator[Marker]:
    """Yield the markers that do not lie in the one before: the star in [*] is no sign of its own."""
    end = 0
    for marker in markers:
        if marker.span.start >= end:
            end = marker.span.end
            yield marker


def noted_leaves(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the leaves that may hold note markers."""
    for block in blocks:
        if block.element == "note" and not is_note(block):
            continue
        for inner in block.leaves() if block.children else (block,):
            if inner.element not in ("milestone", "pb", "fw"):
                yield inner


def with_marks(block: Block, marks: Sequence[tuple[Span, Mark]]) -> Block:
    """Return the block with those of the sorted *marks* that lie in it."""
    first = bisect_left(marks, block.span.start, key=lambda pair: pair[0].start)
    if first >= len(marks) or marks[first][0].start >= block.span.end:
        return block
    if block.children:
        return block._replace(children=tuple(with_marks(child, marks) for child in block.children))
    more = []
    while first < len(marks) and marks[first][0].start < block.span.end:
        more.append(marks[first][1])
        first += 1
    return block._replace(marks=(*block.marks, *more))


DEEPEST = 10  # notes in notes in notes …
SLIP = 10  # how far the numbers of a marker and its note may lie apart
YEAR = lazy(r"1[4-9]\d\d|20[0-3]\d")
SPEAKER = lazy(
    r"[—–-]{1,2}\s*(?P<who>Ed|Editor|Eds|Tr|Trans|Transl|Translator|MIA|ETOL|Transcriber|[A-Z][\w.’ -]{2,25})\.?\W*$"
)
EDITORS = frozenset({"Ed", "Editor", "Eds"})
TRANSLATORS = frozenset({"Tr", "Trans", "Transl", "Translator"})
ONLINE = lazy(r"\b(?:MIA|ETOL|transcriber|marxists’? internet archive)\b", re.I)


def with_speakers(text: str, blocks: Sequence[Block], facts: Sequence[Fact]) -> Iterator[Block]:
    """Yield the blocks, every note with whose note it is: as it says itself, or as its heading does.

    `@resp` points to the edition the notes were printed in or put online with, where the header describes one.
    """
    places = {fact.place for fact in facts}
    authors = {fact.text.split()[-1].rstrip("’s") for fact in facts if fact.element == "author" and fact.text.split()}
    heading = ""
    for block in blocks:
        if block.element == "head":
            heading = text[block.span.start : block.span.end] if block.attributes.get("type") == "notes" else ""
        if not is_note(block):
            yield block
            continue
        said = SPEAKER.search(text[max(block.span.start, block.span.end - 60) : block.span.end])
        who = said["who"] if said else ""
        kind, resp = "", "printEdition"
        if who in EDITORS:
            kind = "editorial"
        elif who in TRANSLATORS:
            kind = "translation"
        elif who in authors or (not who and re.match(r"author[’']?s", heading, re.I)):
            kind, resp = "authorial", ""
        elif ONLINE.search(who or heading):
            kind, resp = "editorial", "onlineVersion"
        more = {"type": kind} if kind else {}
        if resp in places:
            more["resp"] = {"printEdition": "#print-edition", "onlineVersion": "#online-version"}[resp]
        yield block._replace(attributes={**block.attributes, **more})


def identifiers(text: str, blocks: Iterable[Block], prefix: str) -> list[str]:
    """Return an id for every block, made from its own text so that it survives changes elsewhere."""
    seen: dict[str, int] = {}
    made = []
    for block in blocks:
        name = f"{prefix}-{zlib.crc32(unspaced(text[block.span.start : block.span.end]).encode()):08x}"
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return made
