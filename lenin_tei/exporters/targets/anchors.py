"""Offsets of a document's text lead back into its tree: which characters of which text nodes they are.

The text is that of the text exporter, which prints note markers, leaves out readings and moves notes. So each block
is compared with its stretch of the text, character by character without white space; where they part they are brought
together again, and what cannot be is not anchored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lenin_tei.exporters.layout import PARAGRAPH, Layout
from lenin_tei.exporters.text_reading import CORRECTED, ORIGINAL, Next, Reading, Rule, TextOptions
from lenin_tei.exporters.text_rules import RULES
from lenin_tei.exporters.tree import Element, documents, local_name
from lenin_tei.exporters.walk import Walk

BLOCKS = ("ab", "head", "l", "p", "salute", "signed", "dateline", "docAuthor", "stage", "trailer", "item", "cell",
          "speaker", "quote", "note", "label", "addrLine")  # fmt: skip
# How far text and tree may be apart, and how many characters must then agree.
REACH, AGREE = 80, 8


class Place(NamedTuple):
    """A character: in the text of an element, or in the tail of one."""

    node: Element
    in_tail: bool
    offset: int

    @property
    def container(self) -> Element:
        """The element in whose own text the character stands."""
        parent = self.node.getparent()
        return parent if self.in_tail and parent is not None else self.node

    @property
    def run(self) -> str:
        """The whole text node."""
        return (self.node.tail if self.in_tail else self.node.text) or ""


@dataclass(slots=True)
class Stretch:
    """A block and where it stands in the text."""

    start: int
    end: int
    element: Element


def stretches_of(root: Element) -> tuple[str, list[Stretch]]:
    """Return the text of a document, and the blocks in it, outer ones before those they hold."""
    layout = Layout()
    found: list[Stretch] = []
    rules = _recording(found)
    for document in documents(root):
        layout.close(PARAGRAPH)
        Walk(document, TextOptions(), layout, rules).write()
    text, offsets = layout.result(), layout.offsets()
    last = len(offsets) - 1
    for one in found:
        one.start, one.end = offsets[min(one.start, last)], offsets[min(one.end, last)]
    return text, [one for one in found if one.end > one.start]


def _recording(found: list[Stretch]) -> Mapping[str, Rule]:
    """Return the rules of the text exporter; those of blocks also say where these begin and end."""

    def recorded(rule: Rule | None) -> Rule:
        def record(reading: Reading, element: Element, placed: bool) -> Next:
            made = Stretch(reading.layout.place(), 0, element)
            step = rule(reading, element, placed) if rule is not None else Next(element)
            if step.nodes == ():
                return step
            found.append(made)

            def end() -> None:
                if step.done is not None:
                    step.done()
                made.end = reading.layout.place()

            return step._replace(done=end)

        return record

    return RULES | {name: recorded(RULES.get(name)) for name in BLOCKS}


def places_in(block: Element, text: str, start: int, end: int) -> dict[int, Place]:
    """Return the place in the tree of each character of `text[start:end]`, which is the text of *block*."""
    nodes = [(char, place) for place, char in _characters(block)]
    letters = [(number, text[number]) for number in range(start, end) if not text[number].isspace()]
    printed, typed = "".join(char for _, char in letters), "".join(char for char, _ in nodes)
    found: dict[int, Place] = {}
    i = j = 0
    while i < len(printed) and j < len(typed):
        if printed[i] == typed[j]:
            found[letters[i][0]] = nodes[j][1]
            i, j = i + 1, j + 1
            continue
        step = _together(printed, typed, i, j)
        if step is None:
            break
        i, j = step
    return found


def _together(printed: str, typed: str, i: int, j: int) -> tuple[int, int] | None:
    """Return the next places at which text and tree agree again, the nearest first; None if there are none."""
    for away in range(1, REACH):
        for left, right in ((i + away, j), (i, j + away)):
            ahead = min(AGREE, len(printed) - left, len(typed) - right)
            if ahead > 0 and printed[left : left + ahead] == typed[right : right + ahead]:
                return left, right
    return None


def _characters(block: Element) -> Iterator[tuple[Place, str]]:
    """Yield the characters of a block without white space, as they are read: one reading of each choice, no notes."""
    stack: list[tuple[Element, bool]] = [(block, False)]
    while stack:
        node, in_tail = stack.pop()
        run = (node.tail if in_tail else node.text) or ""
        readable = in_tail or isinstance(node.tag, str)
        for index, char in enumerate(run if readable else ""):
            if not char.isspace():
                yield Place(node, in_tail, index), char
        if in_tail or not isinstance(node.tag, str):
            continue
        for child in reversed(list(node)):
            stack.append((child, True))
            if isinstance(child.tag, str) and _is_read(child, block):
                stack.append((child, False))


def _is_read(element: Element, block: Element) -> bool:
    """Whether an element inside a block is read where it stands."""
    name, parent = local_name(element), element.getparent()
    if name in ("note", "fw", "figDesc") and element is not block:
        return False
    around = local_name(parent) if parent is not None else ""
    if around == "choice" and parent is not None:
        names = [local_name(one) for one in parent.iterchildren("*")]
        wanted = [one for one in names if one in ORIGINAL] or [one for one in names if one not in CORRECTED] or names
        return name == wanted[0]
    return not (around == "app" and name in ("rdg", "rdgGrp"))
