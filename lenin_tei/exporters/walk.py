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
from lenin_tei.exporters.text_rules import JOIN, LITERAL_RULE, Reading, Rule, TextOptions
from lenin_tei.exporters.tree import Element, entity_text, is_entity, local_name, matchers


class _Frame(NamedTuple):
    """An open element: the nodes still to come, the break between them, and what follows when they are done."""

    element: Element | None
    nodes: Iterator[Element]
    container: bool
    running: bool
    inside: int
    strengths: dict[str, int]
    close: int
    suffix: str = ""
    done: Callable[[], object] | None = None
    tail: str | None = None


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
        stack.append(_outermost(nodes, NONE))
        while stack:
            frame = stack[-1]
            running = frame.running
            for node in frame.nodes:
                if running and node not in stops:
                    layout.text(etree.tostring(node, method="text", encoding="unicode"))
                elif self._open(node, frame):
                    break
            else:
                stack.pop()
                if frame.suffix:
                    layout.finish(frame.suffix)
                if frame.done is not None:
                    frame.done()
                self._close(frame.close, frame.tail)

    def _close(self, strength: int, tail: str | None) -> None:
        if strength == JOIN:
            self._layout.join()
        elif strength:
            self._layout.close(strength)
        if tail:
            self._layout.text(tail)

    def _open(self, element: Element, around: _Frame) -> bool:
        """Lay out *element* as far as its first child; tell whether its children are on the stack now."""
        layout, name, tail = self._layout, local_name(element), element.tail
        moved = around.element is None or (name == "note" and element.getparent() is not around.element)
        if tail and (moved or (around.container and tail.isspace())):
            tail = None
        if name in _UNPRINTED:
            if is_entity(element):
                layout.text(entity_text(element))
            layout.text(tail)
            return False
        if element is self._before:
            self._before = None
            literals = self._reading.literals.pop("", [])
            again = around._replace(nodes=iter([element]), close=NONE, suffix="", done=None, tail=None)
            self._stack += [again, _outermost(literals, PARAGRAPH)]
            return True
        if layout.traced:
            layout.mark(element.sourceline)
        strength = around.strengths[name]
        if name == "list" and is_inline(element):
            strength = NONE
        elif tail and around.inside == BLANK and strength:
            strength = BREAKS.get(name, NONE)
        layout.open(strength)
        if self._stops.get(element):
            return self._enter(element, name, strength, tail, placed=moved or around.inside == PARAGRAPH)
        inner = etree.tostring(element, method="text", encoding="unicode", with_tail=False) if len(element) else None
        layout.text(inner or element.text)
        self._close(strength, tail)
        return False

    def _enter(self, element: Element, name: str, strength: int, tail: str | None, *, placed: bool) -> bool:
        literal = name == "note" and element in self._literal_notes
        rule = LITERAL_RULE if literal else self._rules.get(name)
        if element in self._kept and not literal:
            rule = KEPT_RULE
        nodes: Iterable[Element] = element
        suffix, after, done = "", strength, None
        if rule:
            nodes, suffix, close, done = rule(self._reading, element, placed)
            after = strength if close is None else close
        if nodes == ():
            self._layout.finish(suffix)
            if done is not None:
                done()
            self._close(after, tail)
            return False
        inside, container = CONTAINERS.get(name), name in CONTAINERS
        text = element.text
        if text and not (container and text.isspace()):
            self._layout.text(text)
        if literal or inside is None:
            inside = LINE if literal else PARAGRAPH if name == "anchor" else NONE
        running = inside == NONE and not container
        strengths = _STRENGTHS[inside, name == "lg"]
        frame = _Frame(element, iter(nodes), container, running, inside, strengths, after, suffix, done, tail)
        self._stack.append(frame)
        return True


def _outermost(nodes: Iterable[Element], close: int) -> _Frame:
    """Return a frame for what is laid out one after the other, whatever it stands in."""
    return _Frame(None, iter(nodes), False, False, PARAGRAPH, _STRENGTHS[PARAGRAPH, False], close)


class _Strengths(dict[str, int]):
    """The break around an element by its name: its own, or the one its container puts around its children."""

    def __init__(self, inside: int, *, in_lines: bool) -> None:
        self._inside, self._in_lines = inside, in_lines

    def __missing__(self, name: str) -> int:
        strength = self[name] = self._find(name)
        return strength

    def _find(self, name: str) -> int:
        if name in PLACELESS:
            return NONE
        if self._inside == NONE:
            return BREAKS.get(name, NONE)
        if name in LINES:
            return LINE
        if name == "lg" and self._in_lines:
            return PARAGRAPH
        return max(BLANK, BREAKS.get(name, NONE)) if self._inside == BLANK else self._inside


_STRENGTHS = {
    (inside, in_lines): _Strengths(inside, in_lines=in_lines)
    for inside in (NONE, BLANK, LINE, PARAGRAPH)
    for in_lines in (False, True)
}


_UNPRINTED = NEVER | {""}


@cache
def _look_at(names: frozenset[str]) -> tuple[tuple[str, ...], dict[str, bool]]:
    """Return what is no running text where *names* have rules, as matchers, and for each whether it is entered."""
    stopping = {*BREAKS, *CONTAINERS, *NEVER, *names}
    return matchers(stopping), {name: name not in BREAKS or name in names or name in CONTAINERS for name in stopping}


def _stops(tops: Iterable[Element], rules: Mapping[str, Rule], kept: set[Element]) -> dict[Element, bool]:
    """Return the nodes that are not running text; False for those whose inside is, and only breaks set them apart."""
    look_at, entered = _look_at(frozenset(rules))
    plain_highlights = "emph" not in rules
    stops: dict[Element, bool] = dict.fromkeys(kept, True)
    for top in tops:
        stops[top] = True
        for found in chain(kept, top.iter(etree.Entity, etree.Comment, etree.ProcessingInstruction, *look_at)):
            name = local_name(found)
            if name == "hi" and plain_highlights and not found.get("n"):
                continue
            if entered.get(name, True):
                stops[found] = True
            else:
                stops.setdefault(found, False)
            element = found.getparent() if name or is_entity(found) else None
            while element is not None and not stops.get(element):
                stops[element] = True
                element = element.getparent()
    return stops
