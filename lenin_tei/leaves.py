"""Named parts become blocks: leaves with marks, and the branches whose bounds the parts themselves show.

In: `Part`s in order. Out: a flat sequence of blocks in the same order: tables, lists and notes are whole, openers,
closers and divisions are not built yet (`divisions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import category

from lenin_tei.closings import formula_end
from lenin_tei.inlines import leaf, page_marks
from lenin_tei.lists import listed_lines, read_list
from lenin_tei.model import Block, Mark
from lenin_tei.naming import is_verse
from lenin_tei.notes import note_label
from lenin_tei.parts import Part
from lenin_tei.patterns import lazy
from lenin_tei.rows import GAP, LEADER, SPEAKER
from lenin_tei.source import Span, trimmed
from lenin_tei.title_block import author_behind_by, author_with_year, is_author_line, marker_free
from lenin_tei.wording import CLOSING_BEGUN, goes_on_closing, is_closing, is_date, is_dateline, last_sign

TAB = lazy("\t")


RUNS = frozenset({"columns", "leaders", "contents", "boilerplate", "longquote"})


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
        if part.kind == "head" and part.lines == 1 and (name := author_behind_by(text, part.stretch.span)):
            author_seen = True
            yield Block("byline", part.stretch.span, marks=(Mark(name, "docAuthor"),))
            number += 1
            continue
        if part.kind == "head" and not author_seen:
            author_seen = True
            words = marker_free(text, part.stretch.span)
            more = any(p.kind == "head" for p in parts[number + 1 : number + 4])
            if part.lines == 1 and more and is_author_line(words):
                yield Block("byline", part.stretch.span, children=(leaf(text, "docAuthor", lines),))
                number += 1
                continue
            if more and (found := author_with_year(text, part, parts)):
                yield Block("byline", part.stretch.span, marks=(Mark(found[0], "docAuthor"),))
                number += 1
                continue
        yield from read_part(text, part)
        number += 1


def read_run(text: str, parts: Sequence[Part]) -> Block:
    """Return neighbouring parts of one kind as one block: a table, a list of contents, boilerplate."""
    lines = [line for part in parts for line in part.stretch.lines]
    span = Span(lines[0].start, lines[-1].end)
    if parts[0].kind in ("columns", "leaders"):
        return read_table(text, lines, GAP if parts[0].kind == "columns" else LEADER)
    if parts[0].kind == "longquote":
        inner = tuple(leaf(text, "p", part.stretch.lines, quotes=False) for part in parts)
        return Block("quote", span, children=inner)
    if parts[0].kind == "contents":
        entries = [(line,) for line in lines] if len(parts) == 1 else [part.stretch.lines for part in parts]
        items = tuple(leaf(text, "item", entry) for entry in entries)
        return Block("list", span, {"type": "simple"}, children=items)
    attributes = {"type": "transcription", "subtype": "boilerplate"}
    return Block("note", span, attributes, children=tuple(Block("ab", line) for line in lines))


def read_part(text: str, part: Part) -> Iterator[Block]:
    """Yield the block or blocks of one part."""
    lines, span = part.stretch.lines, part.stretch.span
    match part.kind:
        case "rule":
            yield read_separator(text, span)
        case "page":
            mark = next(page_marks(text, span))
            yield Block("pb", span, mark.attributes)
        case "meta":
            yield Block("note", span, {"type": "transcription"}, children=tuple(Block("ab", line) for line in lines))
        case "head" | "noteshead":
            date = {"type": "date"} if is_date(marker_free(text, span)) else {}
            yield leaf(text, "head", lines, {"type": "notes"} if part.kind == "noteshead" else date)
        case "trailer":
            yield leaf(text, "trailer", lines)
        case "nav":
            yield leaf(text, "fw", lines, quotes=False)
        case "salute" | "dateline" | "address" | "closing" | "signed" | "date" | "postscript" | "endaddress":
            yield from read_letter_part(text, part)
        case _:
            yield read_text_part(text, part)


def read_separator(text: str, span: Span) -> Block:
    """Return a milestone that keeps its signs in `@rend`; signs TEI allows in no attribute stay text in an `ab`."""
    signs = text[span.start : span.end].split()
    if all(category(sign)[0] in "LNPS" for word in signs for sign in word):
        return Block("milestone", span, {"unit": "section", "rend": " ".join(signs)})
    return Block("ab", span)


def read_letter_part(text: str, part: Part) -> Iterator[Block]:
    """Yield what a part of a letter becomes; the attribute part says whether it opens or closes."""
    lines, span = part.stretch.lines, part.stretch.span
    match part.kind:
        case "salute" | "dateline":
            yield leaf(text, part.kind, lines, {"part": "opener"})
        case "address" | "endaddress":
            rows = tuple(leaf(text, "addrLine", (line,)) for line in lines)
            yield Block("address", span, {"part": "opener" if part.kind == "address" else "receiver"}, children=rows)
        case "date":
            yield leaf(text, "dateline", lines, {"part": "closer"})
        case "postscript":
            yield leaf(text, "p", lines, {"part": "postscript"})
        case _:
            yield from read_signature(text, part)


def read_text_part(text: str, part: Part) -> Block:
    """Return the block of running text, verse, a quotation, a table, or a speech."""
    lines, span = part.stretch.lines, part.stretch.span
    match part.kind:
        case "table":
            return read_table(text, lines)
        case "verse":
            return read_verse(text, part)
        case "quote":
            return Block("quote", span, children=(leaf(text, "p", lines, quotes=False),))
        case "epigraph":
            inner = read_verse(text, part) if part.lines >= 4 else leaf(text, "p", lines, quotes=False)
            return Block("epigraph", span, children=(inner,))
        case "stage":
            return Block("stage", span)
        case "speech":
            return read_speech(text, part)
        case _:
            return leaf(text, "p", lines)


def read_verse(text: str, part: Part) -> Block:
    """Return a line group with a line of verse for every line."""
    return Block("lg", part.stretch.span, children=tuple(leaf(text, "l", (line,)) for line in part.stretch.lines))


def read_speech(text: str, part: Part) -> Block:
    """Return a speech: the speaker's name with its colon, and what was said."""
    lines, span = part.stretch.lines, part.stretch.span
    found = SPEAKER.match(text, span.start, span.end)
    colon = found.end() if found else span.start
    speaker = leaf(text, "speaker", (Span(span.start, colon),))
    said = [line for line in (trimmed(text, Span(colon, lines[0].end)), *lines[1:]) if line.end > line.start]
    return Block("sp", span, children=(speaker, leaf(text, "p", said)) if said else (speaker,))


def cells_of(text: str, line: Span, gap: re.Pattern[str] = TAB) -> Iterator[Span]:
    """Yield the cells of a line between tabs (or another gap), trimmed; an empty cell has an empty span."""
    start = line.start
    for found in gap.finditer(text, line.start, line.end):
        yield trimmed(text, Span(start, found.start()))
        start = found.end()
    yield trimmed(text, Span(start, line.end))


def read_signature(text: str, part: Part) -> Iterator[Block]:
    """Yield salute, signed and dateline for the lines of a signature.

    A name and its offices are one signed; where the frame of a letter is known, so are the lines of a formula.
    """
    rows: list[tuple[str, list[Span]]] = []
    known = list(part.rows_are)
    for line in part.stretch.lines:
        for cell in cells_of(text, line):
            if cell.start == cell.end:
                continue
            said = known.pop(0) if known else ""
            words = text[cell.start : cell.end]
            if split := formula_end(words, sure=said == "salute"):
                rows.append(("salute", [Span(cell.start, cell.start + split)]))
                cell = trimmed(text, Span(cell.start + split, cell.end))
                words = text[cell.start : cell.end]
                said = "signed"
            kind = said or signature_kind(words)
            one = kind in ("signed", "address") or (said and not ends_sentence(text, rows[-1][1][-1] if rows else cell))
            if rows and kind == rows[-1][0] and one:
                rows[-1][1].append(cell)
            else:
                rows.append((kind, [cell]))
    for kind, cells in rows:
        if kind == "address":
            lines = tuple(leaf(text, "addrLine", (cell,)) for cell in cells)
            yield Block("address", Span(cells[0].start, cells[-1].end), {"part": "closer"}, children=lines)
        else:
            yield leaf(text, kind, cells, {"part": "closer"})


def ends_sentence(text: str, line: Span) -> bool:
    """Whether a line of a formula is a sentence of its own: another formula stands under it."""
    return last_sign(text[line.start : line.end]) in (".", "!", "?")


def signature_kind(words: str) -> str:
    """Return what a line of a signature is: formula, date line, address of the receiver, or the signature itself."""
    if is_closing(words) or goes_on_closing(words) or CLOSING_BEGUN.fullmatch(words.lower()):
        return "salute"
    if is_dateline(words):
        return "dateline"
    return "address" if words.startswith("To ") else "signed"


def read_table(text: str, lines: Sequence[Span], gap: re.Pattern[str] = TAB) -> Block:
    """Return a table with a row for every line and a cell for every stretch between tabs (or another gap)."""
    rows = []
    for line in lines:
        start = line.start
        while gap is TAB and start and text[start - 1] in "\t \u00a0":
            start -= 1  # cells before the first word are empty
        cells = tuple(Block("cell", cell) for cell in cells_of(text, Span(start, line.end), gap))
        rows.append(Block("row", line, children=cells))
    return Block("table", Span(lines[0].start, lines[-1].end), children=tuple(rows))


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
            if label.typed.startswith(("^", "[Footnote")):
                attributes["label"] = ""
                children.append(block)
                continue
            marks = (Mark(Span(first.start, label.end), None), *(m for m in block.marks if m.span.start >= label.end))
            children.append(block._replace(marks=marks))
        elif part.lines > 1 and any("\t" in row for row in part.rows()):
            children.append(read_table(text, part.stretch.lines))
        elif part.lines >= 4 and is_verse(part.rows()):
            children.append(read_verse(text, part))
        else:
            children.append(leaf(text, "p", part.stretch.lines))
    span = Span(parts[0].stretch.span.start, parts[-1].stretch.span.end)
    return Block("note", span, attributes, children=tuple(children))
