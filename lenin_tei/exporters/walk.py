"""The walk through one document to a text: who is laid out when, with a stack of its own so that depth costs nothing.

What a single element prints is said by rules (`text_rules.py`, `markdown_rules.py`), how far it stands from the next
by a table (`breaks.py`). Running text between the elements that matter is taken in one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from lxml import etree

from lenin_tei.exporters import front
from lenin_tei.exporters.breaks import BREAKS, CONTAINERS, LINES, NEVER, PLACELESS
from lenin_tei.exporters.layout import BLANK, LINE, NONE, PARAGRAPH, Layout
from lenin_tei.exporters.notes import Notes
from lenin_tei.exporters.text_blocks import KEPT_RULE, find_kept, is_inline
from lenin_tei.exporters.text_rules import JOIN, LITERAL_RULE, Next, Reading, Rule, TextOptions
from lenin_tei.exporters.tree import Element, entity_text, is_entity, local_name, matchers


class _Frame(NamedTuple):
    """An open element: the nodes still to come, the break between them, and what follows when they are done."""

    element: Element | None
    name: str
    nodes: Iterator[Element]
    running: bool
    inside: int
    close: int
    suffix: str
    done: Callable[[], object] | None
    tail: str | None


class Walk:
    """One document on its way into a layout."""

    def __init__(
        self,
        document: Element,
        options: TextOptions,
        layout: Layout,
        rules: Mapping[str, Rule],
        labels: dict[str, list[Element]] | None = None,
    ) -> None:
        self._texts = front.texts(document)
        literals = front.literals(document) if options.header else {}
        self._literal_notes = {note for notes in literals.values() for note in notes}
        self._before = front.title_block(document)[1] if "" in literals else None
        self._rules = rules
        self._kept = {found for text in self._texts for found in find_kept(text)}
        self._stops = _stops([*self._texts, *self._literal_notes], rules, self._kept)
        self._reading = Reading(document, options, layout, literals, Notes(document), {} if labels is None else labels)
        self._layout = layout
        self._stack: list[_Frame] = []

    def write(self) -> None:
        """Lay out text by text; then literal blocks whose place is gone, then the notes that wait."""
        literals = self._reading.literals
        self._walk(self._texts)
        self._walk([note for name in list(literals) for note in literals.pop(name)])
        self._walk(self._reading.notes.that_wait())

    def _walk(self, nodes: Iterable[Element]) -> None:
        stack, stops, layout = self._stack, self._stops, self._layout
        stack.append(_Frame(None, "", iter(nodes), False, PARAGRAPH, NONE, "", None, None))
        while stack:
            frame = stack[-1]
            node = next(frame.nodes, None)
            if node is None:
                stack.pop()
                layout.finish(frame.suffix)
                if frame.done is not None:
                    frame.done()
                self._close(frame.close, frame.tail)
            elif frame.running and node not in stops:
                layout.text(etree.tostring(node, method="text", encoding="unicode"))
            else:
                self._open(node, frame)

    def _close(self, strength: int, tail: str | None) -> None:
        if strength == JOIN:
            self._layout.join()
        elif strength:
            self._layout.close(strength)
        if tail:
            self._layout.text(tail)

    def _open(self, element: Element, around: _Frame) -> None:
        """Lay out *element* as far as its first child, and put its children on the stack."""
        layout, name, tail = self._layout, local_name(element), element.tail
        moved = around.element is None or (name == "note" and element.getparent() is not around.element)
        if tail and (moved or (around.name in CONTAINERS and tail.isspace())):
            tail = None
        if not name or name in NEVER:
            if is_entity(element):
                layout.text(entity_text(element))
            layout.text(tail)
        elif element is self._before:
            self._before = None
            literals = self._reading.literals.pop("", [])
            self._stack.append(around._replace(nodes=iter([element]), close=NONE, suffix="", done=None, tail=None))
            self._stack.append(_Frame(None, "", iter(literals), False, PARAGRAPH, PARAGRAPH, "", None, None))
        else:
            if layout.traced:
                layout.mark(element.sourceline)
            strength = NONE if is_inline(element) else _strength(name, around, tail)
            layout.open(strength)
            if self._stops.get(element):
                self._enter(element, name, strength, tail, placed=moved or around.inside == PARAGRAPH)
            else:
                layout.text(etree.tostring(element, method="text", encoding="unicode", with_tail=False))
                self._close(strength, tail)

    def _enter(self, element: Element, name: str, strength: int, tail: str | None, *, placed: bool) -> None:
        literal = name == "note" and element in self._literal_notes
        rule = LITERAL_RULE if literal else self._rules.get(name)
        if element in self._kept and not literal:
            rule = KEPT_RULE
        nodes, suffix, close, done = rule(self._reading, element, placed) if rule else Next(element)
        if nodes != () and element.text and not (name in CONTAINERS and element.text.isspace()):
            self._layout.text(element.text)
        inside = LINE if literal else CONTAINERS.get(name, PARAGRAPH if name == "anchor" else NONE)
        running = inside == NONE and name not in CONTAINERS
        after = strength if close is None else close
        self._stack.append(_Frame(element, name, iter(nodes), running, inside, after, suffix, done, tail))


def _strength(name: str, around: _Frame, tail: str | None) -> int:
    """Return the break around an element called *name*: its own, or the one its container puts around its children."""
    inside = around.inside
    if name in PLACELESS:
        return NONE
    if inside == NONE or (inside == BLANK and tail):
        return BREAKS.get(name, NONE)
    if name in LINES:
        return LINE
    if name == "lg" and around.name == "lg":
        return PARAGRAPH
    return max(inside, BREAKS.get(name, NONE)) if inside == BLANK else inside


@cache
def _look_at(names: frozenset[str]) -> tuple[str, ...]:
    return matchers({*BREAKS, *CONTAINERS, *NEVER, *names})


def _stops(tops: Iterable[Element], rules: Mapping[str, Rule], kept: set[Element]) -> dict[Element, bool]:
    """Return the nodes that are not running text; False for those whose inside is, and only breaks set them apart."""
    look_at = _look_at(frozenset(rules))
    plain_highlights = "emph" not in rules
    stops: dict[Element, bool] = {}
    for top in tops:
        stops[top] = True
        for found in chain(kept, top.iter(etree.Entity, etree.Comment, etree.ProcessingInstruction, *look_at)):
            name = local_name(found)
            if name == "hi" and plain_highlights and not found.get("n"):
                continue
            stops[found] = (
                stops.get(found, False) or found in kept or name not in BREAKS or name in rules or name in CONTAINERS
            )
            element = found.getparent() if name or is_entity(found) else None
            while element is not None and not stops.get(element):
                stops[element] = True
                element = element.getparent()
    return stops
