"""Lists: parts that are items become a list, items of another form a list inside the item before them.

In: the parts of a list, or one part whose lines are items. Out: a `Block`; `@n` of an item keeps its marker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lenin_tei.inlines import leaf
from lenin_tei.items import ITEM, depths
from lenin_tei.model import Block, Mark
from lenin_tei.parts import Part
from lenin_tei.source import Span


def listed_lines(text: str, part: Part) -> bool:
    """Whether the lines of a part are items: at least two, each with a list marker, letters in their order."""
    found = [ITEM.match(row) for row in part.rows()]
    if not all(one and one.end() < len(row) for one, row in zip(found, part.rows(), strict=True)):
        return False
    letters = [one["letter"] for one in found if one and one["letter"]]
    return len(letters) != len(found) or (
        all(ord(b[0]) >= ord(a[0]) for a, b in pairwise(letters)) and letters[0] in "AaIi"
    )


def read_list(text: str, parts: Sequence[Part]) -> Block:
    """Return a list: one item per part, or per line where every line has a marker; `@n` keeps the marker.

    Items of another form stand in a list inside the item before them.
    """
    items: list[tuple[Sequence[Span], re.Match[str]]] = []
    for part in parts:
        alone = part.lines > 1 and listed_lines(text, part)
        for lines in [(line,) for line in part.stretch.lines] if alone else [part.stretch.lines]:
            found = ITEM.match(text, lines[0].start, lines[0].end)
            assert found is not None
            items.append((lines, found))
    deep = depths([(found.lastgroup or "", found[found.lastgroup or 0]) for _, found in items])
    return nest(text, items, deep)


def nest(text: str, items: Sequence[tuple[Sequence[Span], re.Match[str]]], deep: Sequence[int]) -> Block:
    """Return the list of these items, the deeper ones in lists inside the items before them."""
    made: list[Block] = []
    number = 0
    while number < len(items):
        last = number + 1
        while last < len(items) and deep[last] > deep[number]:
            last += 1
        item = read_item(text, *items[number])
        if last > number + 1:
            inner = nest(text, items[number + 1 : last], deep[number + 1 : last])
            own = item._replace(element="p", attributes={})
            item = Block("item", Span(item.span.start, inner.span.end), item.attributes, children=(own, inner))
        made.append(item)
        number = last
    kind = "ordered" if made[0].attributes["n"].isalnum() else "bulleted"
    return Block("list", Span(made[0].span.start, made[-1].span.end), {"type": kind}, children=tuple(made))


def read_item(text: str, lines: Sequence[Span], found: re.Match[str]) -> Block:
    """Return an item whose marker is kept in `@n`, and as typed in `@rend` unless it is the number with a full stop."""
    typed = found.group().strip()
    core = typed.strip("()[].")
    block = leaf(text, "item", lines, {"n": core} | ({} if typed == core + "." else {"rend": typed}))
    return block._replace(
        marks=(Mark(Span(*found.span()), None), *(m for m in block.marks if m.span.start >= found.end()))
    )
