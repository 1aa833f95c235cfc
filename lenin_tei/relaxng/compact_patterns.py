"""The patterns and name classes of the compact syntax, read off a ``CompactParser``."""

from __future__ import annotations

from lenin_tei.relaxng.compact import CompactParser
from lenin_tei.relaxng.syntax import Node


def read_primary(parser: CompactParser) -> Node:
    """Read a pattern up to its repeat sign."""
    for word in ("element", "attribute"):
        if parser.take(word):
            return _read_named(parser, word)
    for word in ("list", "mixed"):
        if parser.take(word):
            return parser.node(word, {}, [_braced(parser)])
    for word in ("empty", "text", "notAllowed"):
        if parser.take(word):
            return parser.node(word)
    if parser.take("parent"):
        return parser.node("parentRef", {"name": parser.identifier()})
    if parser.take("external"):
        node = parser.node("externalRef", {"href": parser.literal()})
        parser.inherit(node)
        return node
    if parser.take("grammar"):
        node = parser.node("grammar")
        parser.need("{")
        node.children = parser.contents("}")
        return node
    if parser.take("("):
        inner = parser.pattern()
        parser.need(")")
        # A group of its own, so that a repeat or a join around it stays around all of it.
        return parser.node("group", {}, [inner])
    return _read_data(parser)


def _braced(parser: CompactParser) -> Node:
    parser.need("{")
    inner = parser.pattern()
    parser.need("}")
    return inner


def _read_named(parser: CompactParser, word: str) -> Node:
    node = parser.node(word)
    name_class = read_name_class(parser, attribute=word == "attribute")
    node.children = [name_class, _braced(parser)]
    return node


def _read_data(parser: CompactParser) -> Node:
    """Read a value, a datatype or a reference."""
    parser.skip_annotations()
    token = parser.tokens[parser.at]
    if token.kind == "literal":
        node = parser.node("value", {"type": "token"})
        node.text = parser.literal()
        return node
    name = parser.next("name", "a pattern")
    prefix, colon, local = name.partition(":")
    if not colon and name not in ("string", "token"):
        parser.at -= 1
        return parser.node("ref", {"name": parser.identifier()})
    library = ""
    if colon:
        if prefix not in parser.libraries:
            raise parser.fault(f'the datatype library "{prefix}" is not declared')
        library = parser.libraries[prefix]
    kind = local if colon else name
    if parser.tokens[parser.at].kind == "literal":
        node = parser.node("value", {"type": kind})
        node.library, node.text = library, parser.literal()
        return node
    node = parser.node("data", {"type": kind})
    node.library = library
    if parser.take("{"):
        while not parser.take("}"):
            param = parser.node("param", {"name": _param_name(parser)})
            parser.need("=")
            param.text = parser.literal()
            node.children.append(param)
    if parser.take("-"):
        node.children.append(parser.node("except", {}, [read_primary(parser)]))
    return node


def _param_name(parser: CompactParser) -> str:
    return parser.next("name", "the name of a parameter").removeprefix("\\")


def read_name_class(parser: CompactParser, *, attribute: bool) -> Node:
    """Read names joined by bars; the unprefixed name of an attribute has no namespace."""
    parser.depth += 1
    if parser.depth > 50:
        raise parser.fault("the schema is nested too deep")
    found = [_read_one_name(parser, attribute=attribute)]
    while parser.take("|"):
        found.append(_read_one_name(parser, attribute=attribute))
    parser.depth -= 1
    return found[0] if len(found) == 1 else parser.node("choice", {}, found)


def _read_one_name(parser: CompactParser, *, attribute: bool) -> Node:
    if parser.take("("):
        inner = read_name_class(parser, attribute=attribute)
        parser.need(")")
        return inner
    if parser.take("*"):
        return _with_exception(parser, parser.node("anyName"), attribute=attribute)
    name = parser.next("name", "a name")
    prefix, colon, local = name.partition(":")
    if colon and local == "*":
        node = parser.node("nsName")
        parser.set_namespace(node, prefix)
        return _with_exception(parser, node, attribute=attribute)
    node = parser.node("name")
    if colon:
        parser.set_namespace(node, prefix)
        node.text = local
    else:
        node.text = name.removeprefix("\\")
        if attribute:
            node.attributes["ns"] = ""
    return node


def _with_exception(parser: CompactParser, node: Node, *, attribute: bool) -> Node:
    if parser.take("-"):
        body = parser.node("except", {}, [_read_one_name(parser, attribute=attribute)])
        node.children = [body]
    return node
