"""What may hold what in HTML: which TEI elements are blocks, and which hold blocks or links."""

from __future__ import annotations

from lenin_tei.exporters.breaks import BREAKS, CONTAINERS, PLACELESS
from lenin_tei.exporters.html_table import BLOCKS, ELEMENTS
from lenin_tei.exporters.layout import LINE, PARAGRAPH
from lenin_tei.exporters.notes import is_placed
from lenin_tei.exporters.tree import Element, local_name, matchers, words

_LINKS = ("{*}note", "{*}ref", "{*}ptr")
_WORDS = words("c g pc w")
NEVER_BLOCKS = (PLACELESS | _WORDS) - {"note"}
_BLOCK_TAGS = {name for name, tag in ELEMENTS.items() if tag in BLOCKS}
ALWAYS_BLOCKS = {*BREAKS, *_BLOCK_TAGS} - NEVER_BLOCKS - {"note", "quote"}
HOLDERS = frozenset(name for name, strength in CONTAINERS.items() if strength in (LINE, PARAGRAPH))
# What is a <div> or <section> whatever it holds, so that nobody asks what that is.
_UNREMARKABLE = words("back body div div1 div2 div3 div4 div5 div6 div7 front group text")
_LOOKED_FOR = matchers({*ALWAYS_BLOCKS, *HOLDERS, "note", "quote"})


def tag_of(name: str, *, block: bool) -> str:
    """Return the HTML element for an element called *name* that is a *block*, or words in a sentence."""
    tag = ELEMENTS.get(name, "")
    if block:
        return tag if tag in BLOCKS else "div"
    return tag if tag and tag not in BLOCKS else "span"


def is_block(element: Element) -> bool:
    """Tell whether *element* cannot stand in a sentence, whatever it holds."""
    name = local_name(element)
    if name in NEVER_BLOCKS:
        return False
    if name == "note":
        return is_placed(element)
    if name in ALWAYS_BLOCKS:
        return True
    parent = element.getparent()
    if parent is not None and local_name(parent) in HOLDERS:
        return True
    return name == "quote" and parent is not None and local_name(parent) == "cit" and is_block(parent)


def find_holding(root: Element) -> tuple[set[Element], set[Element]]:
    """Return the elements that hold blocks and those that hold links, as far as that is no matter of course.

    What a moved note holds does not count. What lies between a block and the next element that holds blocks anyway is
    looked at, and no more: a block in a paragraph is found, a paragraph in a division need not be.
    """
    holding: set[Element] = set()
    for element in root.iter(*_LOOKED_FOR):
        if local_name(element) in HOLDERS and len(element):
            holding.add(element)
            _climb(element, holding)
        else:
            parent = element.getparent()
            if parent is not None and local_name(parent) not in _UNREMARKABLE and is_block(element):
                _climb(element, holding)
    linking: set[Element] = set()
    for element in root.iter(*_LINKS):
        _climb(element, linking)
    return holding, linking


def _climb(element: Element, reached: set[Element]) -> None:
    """Add to *reached* what *element* stands in, as far as the note that will be moved or what holds anything."""
    parent = element.getparent()
    while parent is not None and parent not in reached:
        name = local_name(parent)
        if name in _UNREMARKABLE:
            return
        reached.add(parent)
        if name == "note" and not is_placed(parent):
            return
        parent = parent.getparent()
