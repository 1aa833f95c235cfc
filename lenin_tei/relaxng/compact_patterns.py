"""The patterns, definitions and name classes of the compact syntax, read off a ``CompactParser``."""

from __future__ import annotations

from lenin_tei.relaxng.compact_tokens import CompactParser
from lenin_tei.relaxng.syntax import MAX_DEPTH, Node

_REPEATS = {"*": "zeroOrMore", "+": "oneOrMore", "?": "optional"}
_JOINS = {",": "group", "|": "choice", "&": "interleave"}


def read_contents(parser: CompactParser, closing: str) -> list[Node]:
    """Read the definitions of a grammar, <div> or <include>, up to and with the closing brace."""
    parser.depth += 1
    if parser.depth > MAX_DEPTH // 2:
        raise parser.fault("the schema is nested too deep")
    found: list[Node] = []
    while not parser.peek("}") and parser.tokens[parser.at].kind != "end":
        found.append(read_component(parser))
    if closing == "}":
        parser.need("}")
    parser.depth -= 1
    return found


def read_component(parser: CompactParser) -> Node:
    """Read one definition, <div> or <include>."""
    if parser.take("div"):
        node = parser.node("div")
        parser.need("{")
        node.children = read_contents(parser, "}")
        return node
    if parser.take("include"):
        node = parser.node("include", {"href": parser.literal()})
        parser.inherit(node)
        if parser.take("{"):
            node.children = read_contents(parser, "}")
        return node
    node = parser.node("start") if parser.take("start") else parser.node("define", {"name": parser.identifier()})
    node.line = parser.tokens[parser.at - 1].line
    if parser.take("|="):
        node.attributes["combine"] = "choice"
    elif parser.take("&="):
        node.attributes["combine"] = "interleave"
    else:
        parser.need("=")
    node.children = [read_pattern(parser)]
    return node


def read_pattern(parser: CompactParser) -> Node:
    """Read particles joined by one kind of sign."""
    parser.depth += 1
    if parser.depth > MAX_DEPTH // 2:
        raise parser.fault("the schema is nested too deep")
    items = [read_particle(parser)]
    sign = next((sign for sign in _JOINS if parser.peek(sign)), "")
    while sign and parser.take(sign):
        items.append(read_particle(parser))
    if sign and parser.peek(*_JOINS):
        raise parser.fault(f'"{sign}" and "{parser.tokens[parser.at].text}" cannot be mixed without parentheses')
    parser.depth -= 1
    return items[0] if not sign else parser.node(_JOINS[sign], {}, items)


def read_particle(parser: CompactParser) -> Node:
    """Read a pattern with its repeat sign."""
    node = read_primary(parser)
    for sign, name in _REPEATS.items():
        if parser.take(sign):
            return parser.node(name, {}, [node])
    return node


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
        node.children = read_contents(parser, "}")
        return node
    if parser.take("("):
        inner = read_pattern(parser)
        parser.need(")")
        # A group of its own, so that a repeat or a join around it stays around all of it.
        return parser.node("group", {}, [inner])
    return _read_data(parser)


def _braced(parser: CompactParser) -> Node:
    parser.need("{")
    inner = read_pattern(parser)
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
