"""Small questions the exporters ask of a TEI tree: what an element is called, what it says, which text it holds.

Names are local names, so that a file without the TEI namespace can still be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeAlias

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.xmlparser import safe_parser

Element: TypeAlias = etree._Element
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def words(text: str) -> frozenset[str]:
    """Return the words of *text*: a set of element names, readable in the source."""
    return frozenset(text.split())


class _LocalNames(dict[object, str]):
    """Tags without their namespaces; what is no element has a function for a tag, and no name."""

    def __missing__(self, tag: object) -> str:
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


_LOCAL = _LocalNames()


def local_name(element: Element) -> str:
    """Return the name of *element* without its namespace; comments, instructions and entities have none ("")."""
    return _LOCAL[element.tag]


def is_language(tag: str) -> bool:
    """Tell whether *tag* looks like a language tag (BCP 47)."""
    main, *further = tag.split("-")
    return main.isascii() and main.isalpha() and 2 <= len(main) <= 8 and all(map(_is_subtag, further))


def _is_subtag(part: str) -> bool:
    return part.isascii() and part.isalnum() and len(part) <= 8


def is_entity(element: Element) -> bool:
    """Tell whether this is an entity reference the parser left alone."""
    return isinstance(element, etree._Entity)


def matchers(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names* as lxml's `iter` wants them, in any namespace."""
    return tuple(f"{{*}}{name}" for name in sorted(names))


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child called *name*, if there is one."""
    return None if element is None else next(element.iterchildren(f"{{*}}{name}"), None)


def descend(element: Element | None, path: str) -> Element | None:
    """Return the first descendant at *path* ("teiHeader/fileDesc"), if there is one."""
    for name in path.split("/"):
        element = child(element, name)
    return element


class Paths(dict[str, list[Element]]):
    """What stands at each path below an element, found when it is asked for; "a|b" is either, "*" any."""

    def __init__(self, element: Element | None) -> None:
        super().__init__({"": [] if element is None else [element]})
        self._children: dict[Element, list[tuple[str, Element]]] = {}

    def __missing__(self, path: str) -> list[Element]:
        before, _, step = path.rpartition("/")
        found: list[Element] = []
        for parent in self[before]:
            if parent not in self._children:
                self._children[parent] = [(local_name(part), part) for part in parent.iterchildren("*")]
            names = _names(step)
            found += [part for name, part in self._children[parent] if step == "*" or name in names]
        self[path] = found
        return found


@cache
def _names(step: str) -> frozenset[str]:
    return frozenset(step.split("|"))


def entity_text(entity: Element) -> str:
    """Return what an entity reference stands for when that is plain text, else the reference as written.

    An entity that holds markup or further entities is never expanded, so no reference can grow.
    """
    written = entity.text or ""
    dtd = entity.getroottree().docinfo.internalDTD
    for declared in dtd.iterentities() if dtd is not None else ():
        content = declared.content or ""
        if f"&{declared.name};" == written and content and not set(content) & set("&<"):
            return content
    return written


def take(element: Element, name: str) -> str | None:
    """Remove an attribute and return its value, None if there is none.

    A value that only a DTD gives as the default is no part of the tag: lxml crashes when it is asked to remove one.
    """
    value = element.get(name)
    if name in element.keys():  # noqa: SIM118
        del element.attrib[name]
    return value


def plain_text(element: Element) -> str:
    """Return all text in *element*, its white space collapsed to single blanks."""
    if not len(element):
        return " ".join((element.text or "").split()) if isinstance(element.tag, str) else ""
    return " ".join("".join(texts(element)).split())


def begins_word(element: Element) -> bool:
    """Tell whether white space, or nothing, stands before *element* in its parent."""
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return not text or text[-1].isspace()


def glyph_text(g: Element) -> str:
    """Return the character that an empty `g` stands for, as `charDecl` of its document says (Guidelines 5); else ""."""
    pointer = g.get("ref", "")
    if not pointer.startswith("#"):
        return ""
    for declared in g.getroottree().iter("{*}char", "{*}glyph"):
        if declared.get(XML_ID) == pointer[1:]:
            mappings = list(declared.iterchildren("{*}mapping"))
            good = [one for one in mappings if one.get("type") in ("Unicode", "standard", "standardized", "normalized")]
            return next(map(plain_text, good or mappings), "")
    return ""


def texts(element: Element) -> Iterator[str]:
    """Yield the pieces of text in *element*, without comments and instructions."""
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start" and node.text:
            yield node.text
        if event != "start" and node is not element and node.tail:
            yield node.tail


def documents(root: Element) -> list[Element]:
    """Return every TEI document in *root*, in order; *root* itself when it holds none."""
    return list(root.iter("{*}TEI")) or [root]


def read_tree(data: bytes, path: str = "") -> Element:
    """Return the root of the XML in *data*; nothing is fetched and no entity expanded."""
    parser = safe_parser()
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LeninTeiError(f"{path or 'input'} is no well-formed XML: {error.msg}") from error
