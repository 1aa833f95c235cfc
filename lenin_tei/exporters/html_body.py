"""TEI elements to HTML: a walk with a stack of its own, so that depth costs nothing.

In comes an element, out comes HTML that nests as HTML must: an element of running text that holds a block becomes a
`<div>`, and no link stands inside a link. Every word of the TEI is in the page once, notes after the text; what the
table does not name becomes `<div>` or `<span>` with the class `tei-NAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from lenin_tei.exporters.breaks import BREAKS, CONTAINERS, PLACELESS
from lenin_tei.exporters.html_table import BLOCKS, ELEMENTS, SENTENCES, SPACED
from lenin_tei.exporters.layout import LINE, PARAGRAPH
from lenin_tei.exporters.links import Identifiers, classes, data_attributes, language_attributes
from lenin_tei.exporters.notes import Notes, is_placed
from lenin_tei.exporters.register import PageIndex
from lenin_tei.exporters.tree import Element, entity_text, is_entity, local_name, words

# What a list, a table and a row take in, and what anything else that stands there is wrapped in.
_FITTING = {"list": words("item label head"), "table": words("row head"), "row": words("cell")}
_WRAPS = {"list": ("<li>", "</li>"), "table": ("<tr><td>", "</td></tr>"), "row": ("<td>", "</td>")}
_LINKS = ("{*}note", "{*}ref", "{*}ptr")
_WORDS = words("c g pc w")


@dataclass(slots=True)
class Page:
    """What all parts of a page share: ids, index, and what its switches have to switch."""

    identifiers: Identifiers
    index: PageIndex
    holding: set[Element]
    linking: set[Element]
    features: set[str] = field(default_factory=set)
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    levels: int = 1


class Html(NamedTuple):
    """An element as HTML: what opens it, what stands in it (nodes and ready HTML), what closes it."""

    start: str
    nodes: Iterable[Element | str]
    end: str


Rule = Callable[["Body", Element], Html]


class _Frame(NamedTuple):
    element: Element | None
    name: str
    nodes: Iterator[Element | str]
    end: str
    tail: str | None
    wrap: tuple[str, str] | None
    linked: bool


class Body:
    """The text of one document on its way to HTML."""

    def __init__(self, page: Page, document: Element, rules: Mapping[str, Rule], title: Element | None = None) -> None:
        self.page = page
        self.notes = Notes(document)
        self.rules = rules
        self.title = title
        self.linked = False
        self.moved = False
        self.alternatives: set[Element] = set()
        self.back_links: dict[Element, list[str]] = {}
        self.note_ids: dict[Element, str] = {}
        self._pieces: list[str] = []
        self._welded = False

    def html(self, nodes: Iterable[Element | str]) -> str:
        """Return *nodes* as HTML, without their tails; notes met on the way wait in `notes`."""
        self._pieces = []
        stack = [_Frame(None, "", iter(nodes), "", None, None, False)]
        while stack:
            frame = stack[-1]
            node = next(frame.nodes, None)
            if node is None:
                stack.pop()
                self._pieces.append(frame.end)
                self.linked = frame.linked
                self._text(frame.tail, stack[-1].wrap if stack else None)
            elif isinstance(node, str):
                self._pieces.append(node)
            elif not local_name(node):
                self._text(entity_text(node) if is_entity(node) else None, frame.wrap)
                self._text(node.tail if node.getparent() is frame.element else None, frame.wrap)
            else:
                stack.append(self._opened(node, frame))
        return "".join(self._pieces)

    def _opened(self, element: Element, around: _Frame) -> _Frame:
        """Write the start of *element* and return its frame."""
        name, parent, linked = local_name(element), element.getparent(), self.linked
        self.moved = parent is not around.element
        rule = self.rules.get(name) or self.rules.get("")
        made = rule(self, element) if rule else self.plain(element)
        tail = None if parent is not around.element else element.tail
        start, end = made.start, made.end
        if around.wrap and parent is around.element and name not in _FITTING.get(around.name, ()):
            start, end = around.wrap[0] + start, end + around.wrap[1]
        if parent is not None and local_name(parent) in SPACED and not tail:
            end += " "
        self._pieces.append(start)
        wrap = _WRAPS.get(name)
        if made.nodes is element:
            self._text(element.text, wrap)
        elif made.nodes != () and element.text and not element.text.isspace():
            self._text(element.text, None)  # where TEI allows no text; but it was typed
        return _Frame(element, name, iter(made.nodes), end, tail, wrap, linked)

    def _text(self, text: str | None, wrap: tuple[str, str] | None) -> None:
        if self._welded and text:
            text, self._welded = text.lstrip(), False
        if text:
            written = escape(text, quote=False)
            self._pieces.append(f"{wrap[0]}{written}{wrap[1]}" if wrap and not text.isspace() else written)

    def weld(self) -> str:
        """Take white space off the end and off what comes next; return the last character."""
        while self._pieces and not self._pieces[-1].rstrip():
            self._pieces.pop()
        self._welded = True
        if not self._pieces:
            return ""
        self._pieces[-1] = self._pieces[-1].rstrip()
        return self._pieces[-1][-1]

    def plain(self, element: Element, tag: str = "", *further: str) -> Html:
        """Return *element* as the table has it, or as *tag*, with classes *further*."""
        tag = tag or self.tag(element)
        if tag in SENTENCES and element in self.page.holding:
            tag = "div"
        return Html(f"<{tag}{self.attributes(element, *further)}>", element, f"</{tag}>")

    def tag(self, element: Element) -> str:
        """Return the HTML element for *element*."""
        tag = ELEMENTS.get(local_name(element), "")
        if is_block(element) or element in self.page.holding:
            return tag if tag in BLOCKS else "div"
        return tag if tag and tag not in BLOCKS else "span"

    def attributes(self, element: Element, *further: str) -> str:
        """Return id, class, language and all other attributes of *element*."""
        return (
            self.page.identifiers.attribute(element)
            + classes(element, *further)
            + language_attributes(element)
            + data_attributes(element)
        )


def is_block(element: Element) -> bool:
    """Tell whether *element* cannot stand in a sentence, whatever it holds."""
    name, parent = local_name(element), element.getparent()
    if name in PLACELESS or name in _WORDS:
        return name == "note" and is_placed(element)
    if parent is not None and CONTAINERS.get(local_name(parent), 0) in (LINE, PARAGRAPH):
        return True
    if name == "quote":
        return parent is not None and local_name(parent) == "cit" and is_block(parent)
    return name in BREAKS or ELEMENTS.get(name, "") in BLOCKS


def find_holding(root: Element) -> tuple[set[Element], set[Element]]:
    """Return the elements that hold blocks and those that hold links; what a moved note holds does not count."""
    holding: set[Element] = set()
    for element in root.iter("*"):
        if is_block(element):
            _climb(element, holding)
    linking: set[Element] = set()
    for element in root.iter(*_LINKS):
        _climb(element, linking)
    return holding, linking


def _climb(element: Element, reached: set[Element]) -> None:
    """Add to *reached* what *element* stands in, as far as the note that will be moved."""
    parent = element.getparent()
    while parent is not None and parent not in reached:
        reached.add(parent)
        if local_name(parent) == "note" and not is_placed(parent):
            return
        parent = parent.getparent()
