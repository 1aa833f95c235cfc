"""Schema bytes → a tree of the elements of the RELAX NG namespace (specification, sections 3 and 4.1 to 4.5).

Annotations are left out, names are trimmed, ``datatypeLibrary`` is inherited, and the full syntax is checked.
Entities, external subsets and anything that would open another file are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.parsers import expat

from lenin_tei.relaxng.errors import SchemaError
from lenin_tei.relaxng.names import SEPARATOR, XML_NAMESPACE
from lenin_tei.relaxng.uris import is_uri
from lenin_tei.relaxng.xml_names import is_ncname
from lenin_tei.relaxng.xsd_types import XML_SPACE

RNG_NAMESPACE = "http://relaxng.org/ns/structure/1.0"
MAX_DEPTH = 100

_JOINS = frozenset(("group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed"))
_NO_CHILDREN = frozenset(("ref", "parentRef", "empty", "text", "notAllowed", "externalRef"))
PATTERNS = _JOINS | _NO_CHILDREN | {"element", "attribute", "value", "data", "grammar"}
NAME_CLASSES = frozenset(("name", "anyName", "nsName", "choice"))
_GRAMMAR = frozenset(("start", "define", "div", "include"))
_REQUIRED = {
    "ref": "name", "parentRef": "name", "define": "name", "param": "name", "data": "type", "externalRef": "href",
    "include": "href",
}  # fmt: skip
_OPTIONAL = {"element": "name", "attribute": "name", "value": "type", "start": "combine", "define": "combine"}
_TEXT_ONLY = frozenset(("value", "param", "name"))
_SOME_PATTERNS = _JOINS | {"define", "except"}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:.")


@dataclass(slots=True)
class Node:
    """One element of the schema; ``library`` is the datatype library in force, ``base`` what hrefs are relative to."""

    name: str
    attributes: dict[str, str]
    path: str
    line: int
    library: str
    base: str
    prefixes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def fault(self, message: str) -> SchemaError:
        """Return the error that says *message* of this element."""
        return SchemaError(self.path, self.line, message)


class _Parser:
    """The handlers of one parse."""

    def __init__(self, path: str, base: str) -> None:
        self.path = path
        self.base = base
        self.root: Node | None = None
        self.open: list[Node] = []
        self.foreign = 0
        self.prefixes: dict[str, str] = {"xml": XML_NAMESPACE}
        self.hidden: list[tuple[str, str | None]] = []
        self.expat = parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartNamespaceDeclHandler = self.declare
        parser.EndNamespaceDeclHandler = self.undeclare
        parser.EntityDeclHandler = self.refuse_entity
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def fault(self, message: str) -> SchemaError:
        return SchemaError(self.path, self.expat.CurrentLineNumber, message)

    def refuse_entity(self, name: str, *_: object) -> None:
        raise self.fault(f'the schema declares the entity "{name}"; entities are not read')

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self.hidden.append((prefix or "", self.prefixes.get(prefix or "")))
        self.prefixes = {**self.prefixes, prefix or "": uri or ""}

    def undeclare(self, _: str | None) -> None:
        prefix, before = self.hidden.pop()
        self.prefixes = {key: value for key, value in self.prefixes.items() if key != prefix}
        if before is not None:
            self.prefixes[prefix] = before

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(SEPARATOR)
        if self.foreign or (namespace != RNG_NAMESPACE and self.open):
            if self.open and self.open[-1].name in _TEXT_ONLY:
                raise self.fault(f"<{self.open[-1].name}> may hold text only")
            self.foreign += 1
            return
        if namespace != RNG_NAMESPACE:
            raise self.fault(f"the root element is <{local}>, not an element of RELAX NG ({RNG_NAMESPACE})")
        if len(self.open) >= MAX_DEPTH:
            raise self.fault(f"the schema is nested deeper than {MAX_DEPTH} elements")
        parent = self.open[-1] if self.open else None
        own = {key: value for key, value in attributes.items() if SEPARATOR not in key}
        base = parent.base if parent else self.base
        if xml_base := attributes.get(f"{XML_NAMESPACE}{SEPARATOR}base"):
            base = _join(base, xml_base, self)
        library = own.pop("datatypeLibrary", parent.library if parent else "")
        node = Node(local, own, self.path, self.expat.CurrentLineNumber, library, base, self.prefixes)
        if library and (not _ABSOLUTE.match(library) or "#" in library or not is_uri(library)):
            raise node.fault(f'datatypeLibrary "{library}" is not an absolute URI without fragment')
        if parent is None:
            self.root = node
        else:
            parent.children.append(node)
        self.open.append(node)

    def end(self, _: str) -> None:
        if self.foreign:
            self.foreign -= 1
            return
        check_node(self.open.pop(), self.open[-1] if self.open else None)

    def characters(self, text: str) -> None:
        if not self.foreign and self.open:
            node = self.open[-1]
            if node.name in _TEXT_ONLY:
                node.text += text
            elif text.strip(XML_SPACE):
                raise self.fault(f"text is not allowed in <{node.name}>")


def _join(base: str, href: str, parser: _Parser) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        raise parser.fault(f'"{href}" is not a URI') from None


def check_node(node: Node, parent: Node | None) -> None:
    """Check one element against the full syntax, its children being checked already."""
    name = node.name
    if name not in PATTERNS | NAME_CLASSES | _GRAMMAR | {"except", "param"}:
        raise node.fault(f"<{name}> is not an element of RELAX NG")
    if parent is None and name not in PATTERNS:
        raise node.fault(f"<{name}> cannot be the root element of a schema")
    _check_attributes(node)
    kinds = [child.name for child in node.children]
    if name in ("element", "attribute"):
        _check_named(node, kinds)
    elif parent is not None and _is_name_class(node, parent):
        _check_all(node, kinds, NAME_CLASSES, 1)
    elif name in _SOME_PATTERNS:
        _check_all(node, kinds, PATTERNS, 1)
    elif name == "start":
        _check_all(node, kinds, PATTERNS, 1, 1)
    elif name == "data":
        rest = kinds[:-1] if kinds and kinds[-1] == "except" else kinds
        if any(kind != "param" for kind in rest):
            raise node.fault("<data> may hold <param> elements, then one <except>")
    elif name in ("anyName", "nsName"):
        _check_all(node, kinds, frozenset(("except",)), 0, 1)
    elif name in _NO_CHILDREN | _TEXT_ONLY:
        _check_all(node, kinds, frozenset(), 0)
    elif name in ("grammar", "div", "include"):
        allowed = _GRAMMAR - {"include"} if name == "include" else _GRAMMAR
        _check_all(node, kinds, allowed, 0)
        if name == "include" and any(_inner_include(child) for child in node.children):
            raise node.fault("<include> may not stand inside <include>")


def _is_name_class(node: Node, parent: Node) -> bool:
    if node.name == "except":
        return parent.name in ("anyName", "nsName")
    return node.name == "choice" and _holds_names(parent, node)


def _holds_names(parent: Node, node: Node) -> bool:
    """Return whether *node*, a <choice>, stands where *parent* has its name class."""
    if parent.name in ("element", "attribute"):
        return "name" not in parent.attributes and parent.children[0] is node
    # Deeper in a name class only the children can tell; a choice of patterns never begins with a name class.
    return (bool(node.children) and node.children[0].name in NAME_CLASSES - {"choice"}) or _begins_with_names(node)


def _begins_with_names(node: Node) -> bool:
    while node.name == "choice" and node.children:
        node = node.children[0]
    return node.name in NAME_CLASSES and node.name != "choice"


def _inner_include(node: Node) -> bool:
    return node.name == "include" or (node.name == "div" and any(_inner_include(child) for child in node.children))


def _check_all(node: Node, kinds: list[str], allowed: frozenset[str], least: int, most: int | None = None) -> None:
    for child in node.children:
        if child.name not in allowed:
            raise child.fault(f"<{child.name}> is not allowed in <{node.name}>")
    if len(kinds) < least:
        raise node.fault(f"<{node.name}> is empty")
    if most is not None and len(kinds) > most:
        raise node.children[most].fault(f"<{node.name}> may hold one element only")


def _check_named(node: Node, kinds: list[str]) -> None:
    """Check an <element> or <attribute>: a name, then patterns."""
    patterns = node.children
    if "name" not in node.attributes:
        if not kinds or kinds[0] not in NAME_CLASSES:
            raise node.fault(f"<{node.name}> has neither an attribute name nor a name class")
        patterns = node.children[1:]
    for child in patterns:
        if child.name not in PATTERNS:
            raise child.fault(f"<{child.name}> is not allowed in <{node.name}>")
    if node.name == "element" and not patterns:
        raise node.fault("<element> has no content; write <empty/> for none")
    if node.name == "attribute" and len(patterns) > 1:
        raise patterns[1].fault("<attribute> may hold one pattern only")


def _check_attributes(node: Node) -> None:
    required, optional = _REQUIRED.get(node.name), _OPTIONAL.get(node.name)
    for key, value in node.attributes.items():
        if key not in ("ns", required, optional):
            raise node.fault(f'<{node.name}> may not have the attribute "{key}"')
        if key in ("name", "type", "combine"):
            node.attributes[key] = trimmed = value.strip(XML_SPACE)
            qualified = key == "name" and node.name in ("element", "attribute")
            if not all(map(is_ncname, trimmed.split(":", 1) if qualified else (trimmed,))):
                raise node.fault(f'the attribute {key}="{value}" of <{node.name}> is not a name')
        if key == "combine" and node.attributes[key] not in ("choice", "interleave"):
            raise node.fault(f'combine must be "choice" or "interleave", not "{value}"')
        if key == "href" and ("#" in value or not is_uri(value)):
            raise node.fault(f'href="{value}" must be a URI without fragment')
    if required is not None and required not in node.attributes:
        raise node.fault(f"<{node.name}> lacks the attribute {required}")


def parse_schema(data: bytes, path: str, base: str) -> Node:
    """Return the root of the schema *data*; *path* is told in errors, *base* is what its hrefs are relative to."""
    parser = _Parser(path, base)
    try:
        parser.expat.Parse(data, True)
    except expat.ExpatError as error:
        raise SchemaError(path, error.lineno, f"not well-formed XML: {expat.ErrorString(error.code)}") from None
    except (ValueError, LookupError) as error:
        raise SchemaError(path, parser.expat.CurrentLineNumber, f"cannot be decoded: {error}") from None
    assert parser.root is not None
    return parser.root
