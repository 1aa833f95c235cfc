"""The compact syntax as tokens, and a cursor over them that knows what has been declared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lenin_tei.relaxng.datatypes import XSD_LIBRARY
from lenin_tei.relaxng.errors import SchemaError
from lenin_tei.relaxng.names import XML_NAMESPACE
from lenin_tei.relaxng.syntax import Node

_TOKEN = re.compile(
    r"""(?P<space>[\s\ufeff]+|\#[^\n]*)"""
    r"""|(?P<literal>\"{3}.*?\"{3}|'{3}.*?'{3}|"[^"\n]*"|'[^'\n]*')"""
    r"""|(?P<name>\\?[^\W\d][\w.\-\u00b7]*(?::(?:[^\W\d][\w.\-\u00b7]*|\*))?)"""
    r"""|(?P<sign>\|=|&=|>>|[={}()\[\]|&,\-+*?~])""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\x+\{([0-9A-Fa-f]{1,6})\}")
_KEYWORDS = frozenset(
    (
        "attribute",
        "default",
        "datatypes",
        "div",
        "element",
        "empty",
        "external",
        "grammar",
        "include",
        "inherit",
        "list",
    )
) | {"mixed", "namespace", "notAllowed", "parent", "start", "string", "text", "token"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: kind ``literal``, ``name``, ``sign`` or ``end``, its text and line."""

    kind: str
    text: str
    line: int


def read_tokens(text: str, path: str) -> list[Token]:
    """Cut a schema in compact syntax into tokens, the last of kind ``end``."""
    tokens: list[Token] = []
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise SchemaError(path, line, f'"{text[at]}" cannot stand here')
        kind, piece = match.lastgroup or "", match.group()
        if kind == "literal":
            quotes = 3 if piece[:3] in ('"""', "'''") and len(piece) >= 6 else 1
            tokens.append(Token(kind, _ESCAPE.sub(_character, piece[quotes:-quotes]), line))
        elif kind != "space":
            tokens.append(Token(kind, piece, line))
        line += piece.count("\n")
        at = match.end()
    return [*tokens, Token("end", "the end of the file", line)]


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


class CompactParser:
    """A cursor over the tokens, with the namespaces and datatype libraries declared."""

    def __init__(self, tokens: list[Token], path: str, base: str) -> None:
        self.tokens = tokens
        self.at = 0
        self.path = path
        self.base = base
        self.prefixes = {"xml": XML_NAMESPACE}
        self.inherited: set[str] = set()
        self.libraries = {"xsd": XSD_LIBRARY}
        self.default: str | None = None
        self.depth = 0

    def fault(self, message: str) -> SchemaError:
        """Return the error that says *message* of the next token."""
        return SchemaError(self.path, self.tokens[self.at].line, message)

    def skip_annotations(self) -> None:
        """Pass over ``[ … ]`` and ``>> name [ … ]``."""
        while self.tokens[self.at].kind == "sign" and self.tokens[self.at].text in ("[", ">>"):
            self.at += 2 if self.tokens[self.at].text == ">>" else 0
            if self.at >= len(self.tokens) or self.tokens[self.at].text != "[":
                self.at = min(self.at, len(self.tokens) - 1)
                raise self.fault("an annotation must stand in brackets")
            depth = 0
            while True:
                token = self.tokens[self.at]
                if token.kind == "end":
                    raise self.fault("an annotation is not closed")
                depth += {"[": 1, "]": -1}.get(token.text, 0) if token.kind == "sign" else 0
                self.at += 1
                if depth == 0:
                    break

    def peek(self, *signs: str) -> bool:
        """Return whether one of these signs or keywords comes next."""
        self.skip_annotations()
        token = self.tokens[self.at]
        return token.kind in ("sign", "name") and token.text in signs

    def take(self, *signs: str) -> bool:
        """Pass over one of these, when it comes next."""
        found = self.peek(*signs)
        self.at += found
        return found

    def need(self, sign: str) -> None:
        """Pass over *sign*, which must come next."""
        if not self.take(sign):
            raise self.fault(f'expected "{sign}", not "{self.tokens[self.at].text}"')

    def next(self, kind: str, what: str) -> str:
        """Return the text of the next token, which must be of this kind."""
        self.skip_annotations()
        token = self.tokens[self.at]
        if token.kind != kind:
            raise self.fault(f'expected {what}, not "{token.text}"')
        self.at += 1
        return token.text

    def literal(self) -> str:
        """Return the text of the next literals, joined."""
        text = self.next("literal", "a text in quotation marks")
        while self.take("~"):
            text += self.next("literal", "a text in quotation marks")
        return text

    def identifier(self) -> str:
        """Return a name without colon; a backslash before it only keeps it from being a keyword."""
        name = self.next("name", "a name")
        if ":" in name or name in _KEYWORDS:
            self.at -= 1
            raise self.fault(f'"{name}" cannot be a name here')
        return name.removeprefix("\\")

    def node(self, name: str, attributes: dict[str, str] | None = None, children: list[Node] | None = None) -> Node:
        """Return a new element of the schema, in the line of the token just passed."""
        line = self.tokens[max(self.at - 1, 0)].line
        return Node(name, attributes or {}, self.path, line, "", self.base, self.prefixes, children or [])

    def declarations(self) -> None:
        """Read the declarations of namespaces and datatype libraries."""
        while self.peek("namespace", "default", "datatypes"):
            if self.take("datatypes"):
                name = self.identifier()
                self.need("=")
                self.libraries[name] = self.literal()
                continue
            default = self.take("default")
            self.need("namespace")
            name = "" if default and self.peek("=") else self.identifier()
            self.need("=")
            uri = None if self.take("inherit") else self.literal()
            if name:
                self.prefixes[name] = uri or ""
                if uri is None:
                    self.inherited.add(name)
            if default:
                self.default = uri

    def inherit(self, node: Node) -> None:
        """Read ``inherit = prefix``, when it comes next."""
        if self.take("inherit"):
            self.need("=")
            self.set_namespace(node, self.identifier())

    def set_namespace(self, node: Node, prefix: str) -> None:
        """Give *node* the namespace that *prefix* stands for."""
        if prefix not in self.prefixes:
            raise self.fault(f'the namespace prefix "{prefix}" is not declared')
        if prefix not in self.inherited:
            node.attributes["ns"] = self.prefixes[prefix]
