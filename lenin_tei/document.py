"""Named parts become a document: leaf blocks with marks, grouped into openers, closers, lists, notes and divisions.

In: `Part`s in order. Out: a `Document` whose body holds every part in the order of the transcription. The tree follows
TEI Guidelines 4.2 (what may open and close a `div`): where a signature is followed by further text, a new `div` begins.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lenin_tei.blocks import read_blocks
from lenin_tei.diagnostics import Report
from lenin_tei.divisions import divide, text_type_of
from lenin_tei.inlines import find_marks
from lenin_tei.metadata import read_facts
from lenin_tei.model import Block, Document, Fact, Mark, is_note
from lenin_tei.notes import DIGIT_MARKER, SIGN_MARKER, SURE_MARKER, Marker, find_markers, note_label, pair
from lenin_tei.naming import GAP, ITEM, is_verse, name_parts
from lenin_tei.parts import Part
from lenin_tei.profile import Profile, line_role
from lenin_tei.source import Source, Span, trimmed
from lenin_tei.wording import is_closing, is_date, is_dateline, is_person


TAB = re.compile("\t")


def read_document(source: Source, profile: Profile, report: Report, *, lines: str = "auto") -> Document:
    """Return the transcription as a document; *lines* is "auto", "wrapped" or "kept"."""
    parts = name_parts(source.text, read_blocks(source, report, lines=lines), profile)
    if not parts:
        report(source.diagnostic(0, "T004", "the transcription holds no text; check that this is the right file"))
    facts = list(title_facts(source.text, parts))
    for group, part in enumerate(part for part in parts if part.kind == "meta"):
        facts += read_facts(source, part.stretch.lines, profile, report, group=group)
    for part in parts:
        if part.kind == "boilerplate" and line_role(part.rows()[0], profile):
            facts += read_facts(source, part.stretch.lines, profile, lambda _: None)
    blocks = pair_notes(source, list(read_leaves(source.text, parts)), report)
    blocks = list(with_speakers(source.text, blocks, facts))
    blocks = [with_hyphens(source, block, report) for block in blocks]
    text_type = text_type_of(source.text, blocks, facts)
    body = divide(source.text, blocks, text_type)
    return Document(source, text_type, profile.language, tuple(facts), tuple(body))


def title_facts(text: str, parts: Sequence[Part]) -> Iterator[Fact]:
    """Yield author and titles from the heads before the text."""
    heads = []
    for part in parts:
        if part.kind == "head":
            heads.append(part)
        elif part.kind not in ("rule", "nav", "epigraph"):
            break
    named = False
    for number, part in enumerate(heads):
        words = marker_free(text, part.stretch.span)
        if not number and len(heads) > 1 and part.lines == 1 and is_author_line(words):
            yield Fact("titleStmt", "author", words, part.stretch.span)
        elif is_date(words):
            yield Fact("creation", "date", words, part.stretch.span, {"type": "heading"})
        else:
            yield Fact("titleStmt", "title", words, part.stretch.span, {"type": "sub" if named else "main"})
            named = True
    if not named and heads:
        words = marker_free(text, heads[0].stretch.span)
        yield Fact("titleStmt", "title", words, heads[0].stretch.span, {"type": "main"})


ARTICLES = frozenset({"the", "a", "an", "on", "to", "in", "of", "for", "from", "letter", "letters", "speech", "report", "note", "notes"})


def is_author_line(words: str) -> bool:
    """Whether the first line of the title block is a person's name: two words or more, none an article."""
    plain = re.sub(r"[’']s$", "", words)
    parts = plain.lower().split()
    return is_person(plain) and (len(parts) > 1 or "." in plain) and not ARTICLES.intersection(parts)


def marker_free(text: str, span: Span) -> str:
    """Return the words of a head on one line, without note markers."""
    words = text[span.start : span.end]
    for marker in reversed(list(find_markers(text, span))):
        words = words[: marker.span.start - span.start] + words[marker.span.end - span.start :]
    return " ".join(words.split()).rstrip(" ^")


def read_leaves(text: str, parts: Sequence[Part]) -> Iterator[Block]:
    """Yield a flat sequence of blocks: leaves, and the branches whose bounds the parts themselves show."""
    author_seen = any(part.kind == "head" for part in parts) is False
    number = 0
    while number < len(parts):
        part = parts[number]
        lines = part.stretch.lines
        if part.stretch.page_break:
            yield Block("pb", Span(lines[0].start, lines[0].start))
        if part.kind == "note":
            last = number + 1
            while last < len(parts) and parts[last].kind == "notemore":
                last += 1
            yield read_note(text, parts[number:last])
            number = last
            continue
        if part.kind == "item" or (part.kind == "p" and part.lines > 1 and listed_lines(text, part)):
            last = number + 1
            while last < len(parts) and parts[last].kind == "item":
                last += 1
            yield read_list(text, parts[number:last])
            number = last
            continue
        if part.kind in RUNS:
            last = number + 1
            while last < len(parts) and parts[last].kind == part.kind:
                last += 1
            yield read_run(text, parts[number:last])
            number = last
            continue
        if part.kind == "head" and not author_seen:
            author_seen = True
            words = marker_free(text, part.stretch.span)
            more = any(p.kind == "head" for p in parts[number + 1 : number + 4])
            if part.lines == 1 and more and is_author_line(words):
                yield Block("byline", part.stretch.span, children=(leaf(text, "docAuthor", lines),))
                number += 1
                continue
        yield from read_part(text, part)
        number += 1


RUNS = frozenset({"columns", "contents", "boilerplate"})


def read_run(text: str, parts: Sequence[Part]) -> Block:
    """Return neighbouring parts of one kind as one block: a table, a list of contents, boilerplate."""
    lines = [line for part in parts for line in part.stretch.lines]
    span = Span(lines[0].start, lines[-1].end)
    if parts[0].kind == "columns":
        return read_table(text, lines, GAP)
    if parts[0].kind == "contents":
        items = tuple(leaf(text, "item", part.stretch.lines) for part in parts)
        return Block("list", span, {"type": "simple"}, children=items)
    attributes = {"type": "transcription", "subtype": "boilerplate"}
    return Block("note", span, attributes, children=tuple(Block("ab", line) for line in lines))


def read_part(text: str, part: Part) -> Iterator[Block]:
    """Yield the block or blocks of one part."""
    lines = part.stretch.lines
    span = part.stretch.span
    match part.kind:
        case "rule":
            yield Block("milestone", span, {"unit": "section", "rend": " ".join(text[span.start : span.end].split())})
        case "meta":
            yield Block("note", span, {"type": "transcription"}, children=tuple(Block("ab", line) for line in lines))
        case "speech":
            colon = text.index(":", span.start) + 1
            said = trimmed(text, Span(colon, lines[0].end))
            speaker = leaf(text, "speaker", (Span(span.start, colon),))
            rest = [line for line in (said, *lines[1:]) if line.end > line.start]
            yield Block("sp", span, children=(speaker, leaf(text, "p", rest)) if rest else (speaker,))
        case "stage":
            yield Block("stage", span)
        case "nav":
            yield leaf(text, "fw", lines, quotes=False)
        case "head" | "noteshead":
            words = marker_free(text, span)
            attributes = {"type": "date"} if is_date(words) else {}
            if part.kind == "noteshead":
                attributes = {"type": "notes"}
            yield leaf(text, "head", lines, attributes)
        case "table":
            yield read_table(text, lines)
        case "verse":
            yield Block("lg", span, children=tuple(leaf(text, "l", (line,)) for line in lines))
        case "quote":
            yield Block("quote", span, children=(leaf(text, "p", lines, quotes=False),))
        case "epigraph":
            if part.lines >= 4:
                inner = Block("lg", span, children=tuple(leaf(text, "l", (line,)) for line in lines))
            else:
                inner = leaf(text, "p", lines, quotes=False)
            yield Block("epigraph", span, children=(inner,))
        case "salute":
            yield leaf(text, "salute", lines, {"part": "opener"})
        case "dateline":
            yield leaf(text, "dateline", lines, {"part": "opener"})
        case "date":
            yield leaf(text, "dateline", lines, {"part": "closer"})
        case "address":
            yield Block("address", span, {"part": "opener"}, children=tuple(leaf(text, "addrLine", (line,)) for line in lines))
        case "closing" | "signed":
            yield from read_signature(text, part)
        case "postscript":
            yield leaf(text, "p", lines, {"part": "postscript"})
        case _:
            yield leaf(text, "p", lines)


def leaf(
    text: str, element: str, lines: Sequence[Span], attributes: dict[str, str] | None = None, *, quotes: bool = True
) -> Block:
    """Return a leaf block over these logical lines, with the marks its text shows."""
    marks = find_marks(text, lines)
    if not quotes:
        marks = [mark for mark in marks if mark.element != "q"]
    return Block(element, Span(lines[0].start, lines[-1].end), attributes or {}, tuple(marks))


def cells_of(text: str, line: Span, gap: re.Pattern[str] = TAB) -> Iterator[Span]:
    """Yield the cells of a line between tabs (or another gap), trimmed; an empty cell has an empty span."""
    start = line.start
    for found in gap.finditer(text, line.start, line.end):
        yield trimmed(text, Span(start, found.start()))
        start = found.end()
    yield trimmed(text, Span(start, line.end))


def read_signature(text: str, part: Part) -> Iterator[Block]:
    """Yield salute, signed and dateline for the lines of a signature; a name and the offices under it are one signed."""
    rows: list[tuple[str, list[Span]]] = []
    for line in part.stretch.lines:
        for cell in cells_of(text, line):
            if cell.start == cell.end:
                continue
            words = text[cell.start : cell.end]
            kind = signature_kind(words)
            if rows and kind == rows[-1][0] and kind in ("signed", "address"):
                rows[-1][1].append(cell)
            else:
                rows.append((kind, [cell]))
    for kind, cells in rows:
        if kind == "address":
            lines = tuple(leaf(text, "addrLine", (cell,)) for cell in cells)
            yield Block("address", Span(cells[0].start, cells[-1].end), {"part": "closer"}, children=lines)
        else:
            yield leaf(text, kind, cells, {"part": "closer"})


def signature_kind(words: str) -> str:
    """Return what a line of a signature is: formula, date line, address of the receiver, or the signature itself."""
    if is_closing(words):
        return "salute"
    if is_dateline(words):
        return "dateline"
    return "address" if words.startswith("To ") else "signed"


def read_table(text: str, lines: Sequence[Span], gap: re.Pattern[str] = TAB) -> Block:
    """Return a table with a row for every line and a cell for every stretch between tabs (or another gap)."""
    rows = []
    for line in lines:
        cells = tuple(Block("cell", cell) for cell in cells_of(text, line, gap))
        rows.append(Block("row", line, children=cells))
    return Block("table", Span(lines[0].start, lines[-1].end), children=tuple(rows))


def listed_lines(text: str, part: Part) -> bool:
    """Whether the lines of a part are items: at least two, each with a list marker."""
    rows = part.rows()
    return all((found := ITEM.match(row)) and found.end() < len(row) for row in rows)


def read_list(text: str, parts: Sequence[Part]) -> Block:
    """Return a list: one item per part, or per line where every line has a marker; `@n` keeps the marker."""
    items = []
    for part in parts:
        groups = [(line,) for line in part.stretch.lines] if part.lines > 1 and listed_lines(text, part) else [part.stretch.lines]
        items += [read_item(text, lines) for lines in groups]
    span = Span(parts[0].stretch.span.start, parts[-1].stretch.span.end)
    return Block("list", span, {"type": "ordered" if items[0].attributes["n"].isalnum() else "bulleted"}, children=tuple(items))


def read_item(text: str, lines: Sequence[Span]) -> Block:
    """Return an item whose marker is kept in `@n`, and as typed in `@rend` unless it is the number with a full stop."""
    first = lines[0]
    found = ITEM.match(text, first.start, first.end)
    assert found is not None
    typed = found.group().strip()
    core = typed.strip("()[].")
    block = leaf(text, "item", lines, {"n": core} | ({} if typed == core + "." else {"rend": typed}))
    return replace(block, marks=(Mark(Span(*found.span()), None), *(m for m in block.marks if m.span.start >= found.end())))


def read_note(text: str, parts: Sequence[Part]) -> Block:
    """Return a note with its further paragraphs; the label is kept in `@n` and, if it is not [n], in `@rend`."""
    children: list[Block] = []
    attributes: dict[str, str] = {}
    for number, part in enumerate(parts):
        label = note_label(text, part.stretch.span) if not number and part.label else None
        if label is not None:
            attributes = {"n": label.core, "label": label.typed}
            first = part.stretch.lines[0]
            block = leaf(text, "p", part.stretch.lines)
            if label.typed.startswith("^"):
                attributes["label"] = ""
                children.append(block)
                continue
            marks = (Mark(Span(first.start, label.end), None), *(m for m in block.marks if m.span.start >= label.end))
            children.append(replace(block, marks=marks))
        elif part.lines > 1 and any("\t" in row for row in part.rows()):
            children.append(read_table(text, part.stretch.lines))
        elif part.lines >= 4 and is_verse(part.rows()):
            children.append(Block("lg", part.stretch.span, children=tuple(leaf(text, "l", (line,)) for line in part.stretch.lines)))
        else:
            children.append(leaf(text, "p", part.stretch.lines))
    span = Span(parts[0].stretch.span.start, parts[-1].stretch.span.end)
    return Block("note", span, attributes, children=tuple(children))


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
    for marker in outcome.lonely_markers:
        typed = text[marker.span.start : marker.span.end]
        message = f"note marker {typed} has no note; add the note, or remove the marker"
        report(source.diagnostic(marker.span.start, "T020", message))
    for number in outcome.lonely_notes:
        label = notes[number].attributes.get("label", "") or "without a label"
        message = f"no marker in the text calls the note {label}; add one, or leave the note where it is"
        report(source.diagnostic(notes[number].span.start, "T021", message))
    marks = sorted((span, Mark(span, "note", {"target": ids[number]})) for span, number in outcome.pairs.items())
    called = set(outcome.pairs.values())
    made, number = [], 0
    for block in blocks:
        if is_note(block):
            more = {"xml:id": ids[number], **({"called": "yes"} if number in called else {})}
            block, number = replace(block, attributes={**block.attributes, **more}), number + 1
        made.append(with_marks(block, marks))
    return made


SPEAKER = re.compile(r"[—–-]{1,2}\s*(?P<who>Ed|Editor|Eds|Tr|Trans|Transl|Translator|MIA|ETOL|Transcriber|[A-Z][\w.’ -]{2,25})\.?\W*$")
EDITORS = frozenset({"Ed", "Editor", "Eds"})
TRANSLATORS = frozenset({"Tr", "Trans", "Transl", "Translator"})
ONLINE = re.compile(r"\b(?:MIA|ETOL|transcriber|marxists’? internet archive)\b", re.I)


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
        yield replace(block, attributes={**block.attributes, **more})


HYPHEN = re.compile(r"(?P<first>[^\W\d_]+(?:-[^\W\d_]+)*)-(?P<gap>\n\s*)(?P<second>[^\W\d_]+)")


def with_hyphens(source: Source, block: Block, report: Report) -> Block:
    """Return the block with a `lb` where a word is broken at the end of a hard-wrapped line (Guidelines 3.2.2).

    The hyphen stays in the text. `@break` is "no" where the document shows the whole word, with or without the
    hyphen; else it is "maybe", and the place is reported (T031).
    """
    text = source.text
    if block.children:
        return replace(block, children=tuple(with_hyphens(source, child, report) for child in block.children))
    if text.find("-\n", block.span.start, block.span.end) < 0:
        return block
    kept = {mark.span.start for mark in block.marks if mark.element == "lb"}
    marks = []
    for found in HYPHEN.finditer(text, block.span.start, block.span.end):
        if found.start("gap") in kept:
            continue
        whole, apart = found["first"] + found["second"], f"{found['first']}-{found['second']}"
        known = any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I) for word in (whole, apart))
        marks.append(Mark(Span(*found.span("gap")), "lb", {"break": "no" if known else "maybe"}))
        if not known:
            message = f"“{apart}” is broken at the end of the line and stands nowhere else; the hyphen was kept, check it"
            report(source.diagnostic(found.start("first"), "T031", message))
    return replace(block, marks=(*block.marks, *marks))


def markers_of(text: str, blocks: Sequence[Block], zones: Sequence[tuple[str, int, int]]) -> list[Marker]:
    """Return the signs of the text that may call one of these notes, in order.

    Signs that may mean something else are looked for only if a note is labelled so.
    """
    labels = {core for core, _, _ in zones}
    patterns = [SURE_MARKER]
    if any(label and not label[0].isalnum() for label in labels) or any("*" in label for label in labels):
        patterns.append(SIGN_MARKER)
    sure = {marker.core for leaf in noted_leaves(blocks) for marker in find_markers(text, leaf.span)}
    if any(label[:1].isdigit() and label not in sure for label in labels):
        patterns.append(DIGIT_MARKER)
    found = []
    for block in noted_leaves(blocks):
        hidden = [mark.span for mark in block.marks if mark.element in (None, "pb")]
        if text.startswith("^[", block.span.start):
            hidden.append(Span(block.span.start, block.span.start + 2))
        for pattern in patterns:
            for marker in find_markers(text, block.span, pattern):
                if not any(start <= marker.span.start < end for start, end in hidden):
                    found.append(marker)
    return sorted(found, key=lambda marker: marker.span)


def noted_leaves(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the leaves that may hold note markers."""
    for block in blocks:
        if block.element == "note" and not is_note(block):
            continue
        for inner in block.leaves():
            if inner.element not in ("milestone", "pb", "fw"):
                yield inner


def with_marks(block: Block, marks: Sequence[tuple[Span, Mark]]) -> Block:
    """Return the block with those of the sorted *marks* that lie in it."""
    first = bisect_left(marks, (block.span, ), key=lambda pair: (pair[0],))
    if first >= len(marks) or marks[first][0].start >= block.span.end:
        return block
    if block.children:
        return replace(block, children=tuple(with_marks(child, marks) for child in block.children))
    more = []
    while first < len(marks) and marks[first][0].start < block.span.end:
        more.append(marks[first][1])
        first += 1
    return replace(block, marks=(*block.marks, *more))


def identifiers(text: str, blocks: Iterable[Block], prefix: str) -> list[str]:
    """Return an id for every block, made from its own text so that it survives changes elsewhere."""
    seen: dict[str, int] = {}
    made = []
    for block in blocks:
        name = f"{prefix}-{zlib.crc32(''.join(text[block.span.start : block.span.end].split()).encode()):08x}"
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return made
