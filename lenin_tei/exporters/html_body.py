"""TEI elements to HTML: a walk with a stack of its own, so that depth costs nothing.

In comes an element, out comes HTML that nests as HTML must: an element of running text that holds a block becomes a
`<div>`, and no link stands inside a link. Every word of the TEI is in the page once, notes after the text; what the
table does not name becomes `<div>` or `<span>` with the class `tei-NAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import NamedTuple, TypeAlias

from lenin_tei.exporters.html_nesting import ALWAYS_BLOCKS, HOLDERS, NEVER_BLOCKS, is_block, tag_of
from lenin_tei.exporters.html_table import SENTENCES, SPACED
from lenin_tei.exporters.links import Identifiers, shared_attributes
from lenin_tei.exporters.notes import Notes
from lenin_tei.exporters.register import Entry, PageIndex
from lenin_tei.exporters.tree import XML_ID, Element, entity_text, is_entity, local_name, words

# What a list, a table and a row take in, and what anything else that stands there is wrapped in.
_FITTING = {"list": words("item label head"), "table": words("row head"), "row": words("cell")}
_WRAPS = {"list": ("<li>", "</li>"), "table": ("<tr><td>", "</td></tr>"), "row": ("<td>", "</td>")}


@dataclass(slots=True)
class Page:
    """What all parts of a page share: ids, index, and what its switches have to switch."""

    identifiers: Identifiers
    index: PageIndex
    holding: set[Element]
    linking: set[Element]
    features: set[str] = field(default_factory=set)
    hanging: list[tuple[str, str]] = field(default_factory=list)
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    levels: int = 1


class Html(NamedTuple):
    """An element as HTML: what opens it, what stands in it (nodes and ready HTML), what closes it."""

    start: str
    nodes: Iterable[Element | str]
    end: str


Rule = Callable[["Body", Element], Html]
Items: TypeAlias = tuple[tuple[str, str], ...]


class _Frame(NamedTuple):
    element: Element | None
    name: str
    nodes: Iterator[Element | str]
    end: str
    tail: str | None
    wrap: tuple[str, str] | None
    linked: bool
    whole: bool  # its nodes are its own children, and nothing else
    plain: bool = False  # so they are, and nothing is put between or around them
    apart: bool = False  # they stand in lines of their own


class Body:
    """The text of one document on its way to HTML."""

    def __init__(
        self,
        page: Page,
        document: Element,
        rules: Mapping[str, Rule],
        title: Element | None = None,
        notes: Notes | None = None,
    ) -> None:
        self.page = page
        self._holding, self._linking = page.holding, page.linking
        self.notes = notes or Notes(document)
        self.rules = rules
        self._else = rules.get("")
        self.title = title
        self.linked = False
        self.moved = False
        self.name = ""
        self.apart = False
        self.mentions: dict[tuple[str, Items], tuple[Entry, str, str]] = {}
        self.alternatives: set[Element] = set()
        self.back_links: dict[Element, list[str]] = {}
        self.note_ids: dict[Element, str] = {}
        self._pieces: list[str] = []
        self._welded = False

    def html(self, nodes: Iterable[Element | str]) -> str:
        """Return *nodes* as HTML, without their tails; notes met on the way wait in `notes`."""
        pieces = self._pieces = []
        stack = [_Frame(None, "", iter(nodes), "", None, None, False, False)]
        while stack:
            frame = stack[-1]
            for node in frame.nodes:
                if isinstance(node, str):
                    pieces.append(node)
                elif name := local_name(node):
                    opened = self._known(node, name, frame) if frame.plain else self._opened(node, name, frame)
                    if opened is not None:
                        stack.append(opened)
                        break
                else:
                    if is_entity(node):
                        self._text(entity_text(node), frame.wrap)
                    if node.tail and node.getparent() is frame.element:
                        self._text(node.tail, frame.wrap)
            else:
                stack.pop()
                pieces.append(frame.end)
                self.linked = frame.linked
                if frame.tail:
                    self._text(frame.tail, stack[-1].wrap)
        return "".join(pieces)

    def _known(self, element: Element, name: str, around: _Frame) -> _Frame | None:
        """Do what `_opened` does for an element that looks like one before: nearly all names, and what has no rule."""
        items, linked, pieces = tuple(element.items()), self.linked, self._pieces
        mentioned = self.mentions.get((name, items))
        if mentioned is not None:
            if linked or around.apart or element in self._holding or element in self._linking:
                return self._opened(element, name, around)
            entry, start, end = mentioned
            pieces.append(f'<a id="{self.page.index.mention(entry)}" {start}')
            self.linked = True
        elif name in self.rules or element in self._holding or around.name == "cit":
            return self._opened(element, name, around)
        else:
            identifier, items = self._identified(element, items) if items else ("", items)
            start, end = _form(name, items, around.apart)
            pieces.append(f"{start}{identifier}{end}" if identifier else start + end)
            end = f"</{start[1:]}>"
        text, tail = element.text, element.tail
        if text:
            self._text(text, _WRAPS.get(name))
        if len(element):
            return self._frame(element, name, end, tail, linked)
        pieces.append(end)
        self.linked = linked
        if tail:
            self._text(tail)
        return None

    def _opened(self, element: Element, name: str, around: _Frame) -> _Frame | None:
        """Write the start of *element* and return its frame; write all of it where nothing stands in it but text."""
        linked, pieces = self.linked, self._pieces
        own = around.whole or element.getparent() is around.element
        self.name, self.moved, self.apart = name, not own, not own or around.apart
        rule = self.rules.get(name, self._else)
        start, nodes, end = rule(self, element) if rule else self.plain(element)
        tail = element.tail if own else None
        if not around.plain:
            if own and around.wrap and name not in _FITTING.get(around.name, ()):
                start, end = around.wrap[0] + start, end + around.wrap[1]
            if not tail and _stands_in(element, SPACED):
                end += " "
        pieces.append(start)
        text = element.text
        if nodes is element:
            if text:
                self._text(text, _WRAPS.get(name))
            if len(element):
                return self._frame(element, name, end, tail, linked)
        elif nodes != ():
            if text and not text.isspace():
                self._text(text)  # where TEI allows no text; but it was typed
            wrap = _WRAPS.get(name)
            return _Frame(element, name, iter(nodes), end, tail, wrap, linked, False, False, name in HOLDERS)
        pieces.append(end)
        self.linked = linked
        if tail:
            self._text(tail, around.wrap)
        return None

    def _frame(self, element: Element, name: str, end: str, tail: str | None, linked: bool) -> _Frame:
        """Return the frame of an element whose nodes are its own children."""
        wrap = _WRAPS.get(name)
        plain = not wrap and name not in SPACED and self._else is None
        return _Frame(element, name, iter(element), end, tail, wrap, linked, True, plain, name in HOLDERS)

    def _text(self, text: str, wrap: tuple[str, str] | None = None) -> None:
        if self._welded:
            text, self._welded = text.lstrip(), False
        if wrap and not text.isspace():
            text = f"{wrap[0]}{escape(text, quote=False)}{wrap[1]}"
        elif "&" in text or "<" in text or ">" in text:
            text = escape(text, quote=False)
        self._pieces.append(text)

    def weld(self) -> str:
        """Take white space off the end and off what comes next; return the last character."""
        while self._pieces and not self._pieces[-1].rstrip():
            self._pieces.pop()
        self._welded = True
        if not self._pieces:
            return ""
        self._pieces[-1] = self._pieces[-1].rstrip()
        return self._pieces[-1][-1]

    def plain(self, element: Element, tag: str = "", further: str = "") -> Html:
        """Return *element* as the table has it, or as *tag*, with one more class *further*."""
        tag = tag or self.tag(element)
        if tag in SENTENCES and element in self.page.holding:
            tag = "div"
        return Html(f"<{tag}{self.attributes(element, further)}>", element, f"</{tag}>")

    def tag(self, element: Element) -> str:
        """Return the HTML element for *element*."""
        return tag_of(local_name(element), block=element in self.page.holding or is_block(element))

    def attributes(self, element: Element, further: str = "") -> str:
        """Return id, class, language and all other attributes of *element*; *further* is one more class."""
        identifier, items = self._identified(element, tuple(element.items()))
        after = f" {further}" if further else ""
        return identifier + shared_attributes(local_name(element), items, after=after)

    def _identified(self, element: Element, items: Items) -> tuple[str, Items]:
        """Return the id attribute of *element*, and its other attributes."""
        if not items or element.get(XML_ID) is None:
            return "", items
        return self.page.identifiers.attribute(element), tuple([item for item in items if item[0] != XML_ID])


@lru_cache(maxsize=8192)
def _form(name: str, items: Items, apart: bool) -> tuple[str, str]:
    """Return the start of an element without a rule that holds no blocks, as it is before and after its id."""
    tag = tag_of(name, block=name not in NEVER_BLOCKS and (apart or name in ALWAYS_BLOCKS))
    return f"<{tag}", f"{shared_attributes(name, items)}>"


def _stands_in(element: Element, names: frozenset[str]) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) in names
