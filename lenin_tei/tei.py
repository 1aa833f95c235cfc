"""A document becomes a TEI tree: `text` with its divisions, `standOff` with the entries that are mentioned.

In: a `Document` and the finished `teiHeader`. Out: the `TEI` element. The text of every leaf is taken from the
transcription between its marks, never typed anew; a note is built at its marker (TEI Guidelines 3.9.1).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from lenin_tei.model import EMPTY_ELEMENTS, Block, Document, Mark, is_note, nested
from lenin_tei.patterns import lazy
from lenin_tei.source import unspaced

NAMESPACE = "http://www.tei-c.org/ns/1.0"
TEI = f"{{{NAMESPACE}}}"
XML = "{http://www.w3.org/XML/1998/namespace}"
LINE_BREAKS = lazy(r"(?<![ \t\u00a0])[ \t\u00a0]*\n\s*")
IDENTIFIED = frozenset({"div", "p"})
TITLE = frozenset({"head", "byline"})
INTERNAL = frozenset({"called", "label", "part", "target"})
Element = etree._Element


class Builder:
    """Builds the text of one document; holds what the whole walk needs: the text, the notes, the ids given so far."""

    def __init__(self, document: Document) -> None:
        self.text = document.source.text
        self.notes = {b.attributes["xml:id"]: b for b in notes_of(document.body)}
        self.levels = levels_of(document.body, self.notes)
        self.nested = any(level > 1 for level in self.levels.values()) or any(calls(n) for n in self.notes.values())
        self.depth = 0
        self.ids: dict[str, int] = {}
        self.hung: set[str] = set()
        self.laid_out: set[str] = set()
        self.waiting: dict[str, None] = {}  # notes that hang at their markers and whose typed place is still to come
        self.anchors = 0
        self.literal: list[tuple[Block, str | None]] = []
        self.in_title, self.titled, self.ruled = True, False, False

    def build(self, body: Sequence[Block]) -> Element:
        """Return the `text` element."""
        root = etree.Element(f"{{{NAMESPACE}}}text")
        parent = etree.SubElement(root, f"{{{NAMESPACE}}}body")
        self.blocks(parent, body, last=True)
        if not len(parent):
            etree.SubElement(parent, f"{{{NAMESPACE}}}div", {"type": "document"})
        return root

    def element(self, parent: Element, name: str, attributes: Mapping[str, str] | None = None) -> Element:
        """Append and return an element; attributes named xml:… come in XML's namespace."""
        made: Element = etree.SubElement(parent, TEI + name)
        if attributes:
            for key, value in attributes.items():
                if key not in INTERNAL:
                    made.set(XML + key[4:] if key.startswith("xml:") else key, value)
        return made

    def blocks(self, parent: Element, blocks: Sequence[Block], *, last: bool = False) -> None:
        """Append blocks; *last* says that nothing follows them in the document."""
        number = 0
        while number < len(blocks):
            run = number
            while run < len(blocks) and is_note(blocks[run]):
                run += 1
            if run > number:
                self.typed_notes(parent, blocks[number:run], last=last and run == len(blocks))
                number = run
            else:
                if blocks[number].element == "note":
                    ahead = next((b.element for b in blocks[number + 1 :] if b.element not in EMPTY_ELEMENTS), "")
                    self.literal_lines(
                        parent, blocks[number], usual=self.titled and not self.ruled and ahead not in TITLE
                    )
                else:
                    self.block(parent, blocks[number], last=last and number + 1 == len(blocks))
                number += 1

    def typed_notes(self, parent: Element, notes: Sequence[Block], *, last: bool) -> None:
        """Append what stands where notes were typed: notes nobody calls, and a sign for the others if one is needed.

        Without a sign, notes are laid out in the order of their markers: at the next `div` of notes, or at the end.
        """
        names = [note.attributes["xml:id"] for note in notes]
        waiting = len(self.waiting)
        called = ["called" in note.attributes for note in notes]
        usual = len(names) == waiting and names == list(self.waiting) and all(called) and not self.nested
        self.laid_out.update(names)
        for name in names:
            self.waiting.pop(name, None)
        if parent.get("type") == "notes" and all(child.tag == f"{{{NAMESPACE}}}head" for child in parent):
            if not usual and (any(called) or waiting or self.nested):
                parent.set("corresp", " ".join("#" + name for name in names))
        elif any(called) and not (usual and last):
            self.anchors += 1
            self.in_title = False  # front matter behind the notes is not where it usually stands
            sign = self.element(parent, "anchor", {"type": "notes", "xml:id": f"notes-{self.anchors}"})
            if not usual:
                sign.set("corresp", " ".join("#" + name for name in names))
        for note in notes:
            if "called" not in note.attributes:
                self.in_title = False
                self.note(parent, note, None)

    def block(self, parent: Element, block: Block, *, last: bool = False) -> None:
        """Append a block."""
        attributes = dict(block.attributes)
        if block.element in IDENTIFIED and block.span.end > block.span.start:
            attributes["xml:id"] = self.identifier(block)
        if attributes.get("type") == "notes" and self.notes and not begins_with_notes(block):
            attributes["type"] = "section"  # a div of notes is where notes are laid out
        made = self.element(parent, block.element, attributes)
        self.titled = self.titled or block.element in TITLE
        self.ruled = block.element in ("milestone", "pb") or (self.ruled and block.element not in TITLE)
        if block.element not in TITLE and block.element not in ("docAuthor", "div", "milestone", "anchor", "pb"):
            self.in_title = False
        if block.children:
            self.blocks(made, block.children, last=last)
        elif block.element not in EMPTY_ELEMENTS:
            self.leaf(made, block)

    def literal_lines(self, parent: Element, block: Block, *, usual: bool) -> None:
        """Keep literal front matter for the header; an anchor stands where it was typed, unless that is as *usual*.

        Usual is right behind the title block: only heads and bylines before it, none behind it.
        """
        body = parent.getparent()
        at_top = body is not None and body.tag == f"{{{NAMESPACE}}}body"
        if usual and self.in_title and not self.literal and at_top:
            self.literal.append((block, None))
            return
        self.anchors += 1
        name = f"source-{self.anchors}"
        self.element(parent, "anchor", {"type": "transcription", "xml:id": name})
        self.literal.append((block, "#" + name))

    def note(self, parent: Element, block: Block, marker: str | None) -> None:
        """Append a note: at its marker, or where it was typed."""
        made = self.element(parent, "note", note_attributes(block, marker))
        in_title = self.in_title
        self.depth += 1
        for child in block.children:
            self.block(made, child)
        self.depth -= 1
        self.in_title = in_title

    def leaf(self, parent: Element, block: Block) -> None:
        """Fill an element with the text of a leaf and the elements of its marks."""
        if not block.marks:
            words = self.text[block.span.start : block.span.end]
            parent.text = (LINE_BREAKS.sub(" ", words) if "\n" in words else words) or None
            return
        place = block.span.start
        around: list[tuple[Element, int]] = [(parent, block.span.end)]
        for mark in nested(block.marks):
            while len(around) > 1 and around[-1][1] <= mark.span.start:
                self.say(around[-1][0], place, around[-1][1])
                place = max(place, around.pop()[1])
            if mark.span.start < place:
                continue
            self.say(around[-1][0], place, mark.span.start)
            place = mark.span.start
            if mark.element is None or mark.element in EMPTY_ELEMENTS or mark.element == "choice":
                self.stand_in(around[-1][0], mark)
                place = mark.span.end
            else:
                made = self.element(around[-1][0], mark.element, mark.attributes)
                if mark.element == "incident":
                    made = self.element(made, "desc")
                around.append((made, mark.span.end))
        while around:
            made, end = around.pop()
            self.say(made, place, end)
            place = max(place, end)

    def stand_in(self, parent: Element, mark: Mark) -> None:
        """Append the element that stands for the characters of a mark."""
        if mark.element == "note":
            self.marker(parent, mark)
        elif mark.element == "choice":
            self.choice(parent, mark)
        elif mark.element == "gap":
            made = self.element(parent, "gap", mark.attributes)
            self.say(self.element(made, "desc"), mark.span.start, mark.span.end)
        elif mark.element:
            self.element(parent, mark.element, mark.attributes)

    def marker(self, parent: Element, mark: Mark) -> None:
        """Append the note a marker calls, or a reference when the note hangs elsewhere: the text goes before notes."""
        name = mark.attributes["target"]
        typed = self.text[mark.span.start : mark.span.end]
        if name in self.hung or self.levels.get(name) != self.depth + 1:
            made = self.element(parent, "ref", {"type": "note"})
            made.set("target", "#" + name)
            made.text = typed
        else:
            self.hung.add(name)
            if name not in self.laid_out:
                self.waiting[name] = None
            self.note(parent, self.notes[name], typed)

    def choice(self, parent: Element, mark: Mark) -> None:
        """Append an editor's correction: `sic` keeps what was typed."""
        made = self.element(parent, "choice")
        sic = self.element(made, "sic")
        self.say(sic, mark.span.start, mark.span.end)
        corr = self.element(made, "corr", {k: v for k, v in mark.attributes.items() if k not in ("sic", "corr")})
        corr.text = mark.attributes["corr"]

    def say(self, parent: Element, start: int, end: int) -> None:
        """Append the characters from *start* to *end*; a line break inside a paragraph is a blank."""
        if start >= end:
            return
        text = self.text[start:end]
        if "\n" in text:
            text = LINE_BREAKS.sub(" ", text)
        last = next(parent.iterchildren(reversed=True), None)  # len(parent) would count all children
        if last is not None:
            last.tail = (last.tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def identifier(self, block: Block) -> str:
        """Return an id made from the block's own text, so that it survives changes elsewhere."""
        span = block.span
        if block.element == "div":
            first = next((leaf for leaf in block.leaves() if leaf.element not in ("ab", "milestone")), block)
            span = first.span
        name = f"{block.element}-{zlib.crc32(unspaced(self.text[span.start : span.end]).encode()):08x}"
        self.ids[name] = self.ids.get(name, 0) + 1
        return name if self.ids[name] == 1 else f"{name}-{self.ids[name]}"


def begins_with_notes(division: Block) -> bool:
    """Whether notes stand right under the heads of a division."""
    return next((is_note(child) for child in division.children if child.element != "head"), False)


def notes_of(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the notes of the text."""
    for block in blocks:
        if is_note(block):
            yield block
        elif block.children:
            yield from notes_of(block.children)


def calls(block: Block) -> list[str]:
    """Return the names of the notes that are called in a block, those in its own notes left out."""
    if block.children:
        return [name for child in block.children if not is_note(child) for name in calls(child)]
    return [mark.attributes["target"] for mark in block.marks if mark.element == "note"]


def levels_of(body: Sequence[Block], notes: Mapping[str, Block]) -> dict[str, int]:
    """Return how deep each called note hangs: 1 in the text, 2 in a note that hangs there …"""
    levels: dict[str, int] = {}
    level, names = 1, [name for block in body if not is_note(block) for name in calls(block)]
    while names:
        fresh = [name for name in dict.fromkeys(names) if name not in levels]
        levels |= dict.fromkeys(fresh, level)
        names = [name for one in fresh for name in calls(notes[one])]
        level += 1
    return levels


def note_attributes(block: Block, marker: str | None) -> dict[str, str]:
    """Return the attributes of a note; `@rend` says how marker and label were typed unless both are [n]."""
    core = block.attributes.get("n", "")
    label = "".join(block.attributes.get("label", "").split())
    attributes = {k: v for k, v in block.attributes.items() if k not in INTERNAL}
    if not core and marker:
        attributes["n"] = core = marker.strip("[](){}^. ")
    typed = "".join((marker or "-").split())
    usual = f"[{core}]"
    if (typed, label) != (usual, usual):
        attributes["rend"] = f"{typed} {label}".strip()
    return {"place": "end", **attributes}


def build_tei(document: Document, name: str) -> tuple[Element, list[tuple[Block, str | None]]]:
    """Return the `TEI` element without header, and the literal blocks with the anchors they stand at."""
    builder = Builder(document)
    root = etree.Element(f"{{{NAMESPACE}}}TEI", nsmap={None: NAMESPACE})
    root.set(XML + "id", name)
    if document.language:
        root.set(XML + "lang", document.language)
    root.append(builder.build(document.body))
    return root, builder.literal
