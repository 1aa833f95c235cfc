"""TEI to plain text: the transcription given back.

In comes the root of any TEI file, out goes text: title block, literal front matter (`notesStmt/note[@type=
'transcription']`), body, notes (TEI Guidelines 3.9, 4.1). The header and standOff are never printed. One reading of
every `choice` and `app` is printed: the original one, unless the corrected layer is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from lenin_tei.exporters import front
from lenin_tei.exporters.breaks import BREAKS, CONTAINERS, LINES, NEVER, PLACELESS
from lenin_tei.exporters.layout import BLANK, LINE, NONE, PARAGRAPH, Layout
from lenin_tei.exporters.notes import Notes
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.text_rules import (
    JOIN,
    LITERAL_RULE,
    NAME_RULES,
    RULES,
    Next,
    Reading,
    Rule,
    TextOptions,
)
from lenin_tei.exporters.tree import (
    Element,
    documents,
    entity_text,
    is_entity,
    local_name,
    matchers,
)

_LOOK_AT: tuple[str, ...] = matchers({*BREAKS, *CONTAINERS, *NEVER, *RULES})
_LOOK_AT_NAMES = matchers(NAME_RULES)


def export_text(root: Element, **options: object) -> str:
    """Return the text of *root*; the options are the fields of `TextOptions`."""
    return write_text(root, choose(TextOptions, options))


def write_text(root: Element, options: TextOptions | None = None) -> str:
    """Return the text of every document in *root*, each with its notes at its end."""
    layout = Layout()
    for document in documents(root):
        layout.close(PARAGRAPH)
        _Writer(document, options or TextOptions(), layout).write()
    return layout.result()


def trace_text(root: Element, options: TextOptions) -> Iterator[tuple[int, int]]:
    """Yield, for each element laid out, how many non-space characters stand before it and its line in the file."""
    layout = Layout(traced=True)
    for document in documents(root):
        _Writer(document, options, layout).write()
    yield from layout.trace()


class _Frame(NamedTuple):
    """An open element: the nodes still to come, the break between them, and what follows when they are done."""

    element: Element | None
    nodes: Iterator[Element]
    running: bool
    inside: int
    close: int
    suffix: str
    tail: str | None


class _Writer:
    """The walk through one document, with a stack of its own so that depth costs nothing."""

    def __init__(self, document: Element, options: TextOptions, layout: Layout) -> None:
        self.texts = front.texts(document)
        literals = front.literals(document) if options.header else {}
        self.literal_notes = {note for notes in literals.values() for note in notes}
        self.before = front.title_block(document)[1] if "" in literals else None
        self.rules: dict[str, Rule] = RULES if options.names == "text" else RULES | NAME_RULES
        self.stops = _stops([*self.texts, *self.literal_notes], self.rules)
        self.reading = Reading(document, options, layout, literals, Notes(document))
        self.stack: list[_Frame] = []

    def write(self) -> None:
        """Lay out text by text; then literal blocks whose place is gone, then the notes that wait."""
        literals = self.reading.literals
        self._walk(self.texts)
        self._walk([note for name in list(literals) for note in literals.pop(name)])
        self._walk(self.reading.notes.that_wait())

    def _walk(self, nodes: Iterable[Element]) -> None:
        stack, stops, layout = self.stack, self.stops, self.reading.layout
        stack.append(_Frame(None, iter(nodes), False, PARAGRAPH, NONE, "", None))
        while stack:
            frame = stack[-1]
            node = next(frame.nodes, None)
            if node is not None:
                if frame.running and node not in stops:
                    layout.text(etree.tostring(node, method="text", encoding="unicode"))
                else:
                    self._open(node, frame)
                continue
            stack.pop()
            layout.finish(frame.suffix)
            self._close(frame.close, frame.tail)

    def _close(self, strength: int, tail: str | None) -> None:
        if strength == JOIN:
            self.reading.layout.join()
        else:
            self.reading.layout.close(strength)
        self.reading.layout.text(tail)

    def _open(self, element: Element, around: _Frame) -> None:
        """Lay out *element* as far as its first child, and put its children on the stack."""
        layout, name, tail = self.reading.layout, local_name(element), element.tail
        moved = element.getparent() is not around.element
        if moved or (tail and tail.isspace() and _drops_blanks(around)):
            tail = None
        if not name or name in NEVER:
            if is_entity(element):
                layout.text(entity_text(element))
            layout.text(tail)
        elif element is self.before:
            self.before = None
            literals = self.reading.literals.pop("", [])
            self.stack.append(around._replace(nodes=iter([element]), close=NONE, suffix="", tail=None))
            self.stack.append(_Frame(None, iter(literals), False, PARAGRAPH, PARAGRAPH, "", None))
        else:
            layout.mark(element.sourceline)
            strength = _strength(name, around, tail)
            layout.open(strength)
            if self.stops.get(element):
                self._enter(element, name, strength, tail, placed=moved or around.inside == PARAGRAPH)
            else:
                layout.text(etree.tostring(element, method="text", encoding="unicode", with_tail=False))
                self._close(strength, tail)

    def _enter(self, element: Element, name: str, strength: int, tail: str | None, *, placed: bool) -> None:
        literal = name == "note" and element in self.literal_notes
        rule = LITERAL_RULE if literal else self.rules.get(name)
        nodes, suffix, close = rule(self.reading, element, placed) if rule else Next(element)
        if nodes is element and element.text and not (name in CONTAINERS and element.text.isspace()):
            self.reading.layout.text(element.text)
        inside = LINE if literal else CONTAINERS.get(name, PARAGRAPH if name == "anchor" else NONE)
        running = inside == NONE and name not in CONTAINERS
        after = strength if close is None else close
        self.stack.append(_Frame(element, iter(nodes), running, inside, after, suffix, tail))


def _drops_blanks(frame: _Frame) -> bool:
    """Tell whether white space between the children of the frame's element is layout of the file only."""
    return frame.element is None or local_name(frame.element) in CONTAINERS


def _strength(name: str, around: _Frame, tail: str | None) -> int:
    """Return the break around an element called *name*: its own, or the one its container puts around its children."""
    inside = around.inside
    if name in PLACELESS:
        return NONE
    if inside == NONE or (inside == BLANK and tail):
        return BREAKS.get(name, NONE)
    if name in LINES:
        return LINE
    if name == "lg" and around.element is not None and local_name(around.element) == "lg":
        return PARAGRAPH
    return max(inside, BREAKS.get(name, NONE)) if inside == BLANK else inside


def _stops(tops: Iterable[Element], rules: Mapping[str, Rule]) -> dict[Element, bool]:
    """Return the nodes that are not running text; False for those whose inside is, and only breaks set them apart."""
    look_at = _LOOK_AT if rules is RULES else (*_LOOK_AT, *_LOOK_AT_NAMES)
    stops: dict[Element, bool] = {}
    for top in tops:
        stops[top] = True
        for found in top.iter(etree.Entity, etree.Comment, etree.ProcessingInstruction, *look_at):
            name = local_name(found)
            if name == "hi" and not found.get("n"):
                continue
            stops[found] = stops.get(found, False) or name not in BREAKS or name in rules or name in CONTAINERS
            element = found.getparent() if name or is_entity(found) else None
            while element is not None and not stops.get(element):
                stops[element] = True
                element = element.getparent()
    return stops
