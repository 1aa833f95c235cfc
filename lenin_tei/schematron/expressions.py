"""Running the expressions of Schematron rules on one document, through elementpath.

``current()`` is a variable, for an expression has no other way to keep the node it began with; ``key()`` is a function
over an index made when it is first asked.  Nothing is fetched: expressions cannot open files or addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import elementpath
from elementpath.xpath31 import XPath31Parser
from lxml import etree

from lenin_tei.schematron.contexts import Alternative, split_context
from lenin_tei.schematron.model import Key
from lenin_tei.schematron.plain import plain_test

CURRENT = "lenin-tei-current"
# Everything an expression may raise while it is read or run.
FAILURES = (
    elementpath.ElementPathError,
    ArithmeticError,
    RecursionError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
)

_CURRENT_CALL = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|(?<![\w:.\-$])current\s*\(\s*\)""")
# Texts are compared by their characters; elementpath would ask the machine for its locale.
_CODEPOINTS = "http://www.w3.org/2005/xpath-functions/collation/codepoint"
_XML = "http://www.w3.org/XML/1998/namespace"

Node = Any
Values = dict[str, Any]


def with_current(expression: str) -> str:
    """Return *expression* with ``current()`` as a variable, texts in quotation marks left alone."""
    return _CURRENT_CALL.sub(lambda match: match[1] or f"${CURRENT}", expression)


class Expressions:
    """The expressions of one schema, each read once; version 1 speaks XPath 1.0."""

    def __init__(self, namespaces: Mapping[str, str], version: int, keys: tuple[Key, ...]) -> None:
        self.namespaces = dict(namespaces)
        self.version = version
        self.keys = keys
        self.document: Document | None = None
        self._read: dict[tuple[str, bool], Any] = {}
        self._plain: dict[str, Callable[[Any], bool] | None] = {}
        self._newer = XPath31Parser(namespaces=self.namespaces, default_collation=_CODEPOINTS)
        self._parser: Any = elementpath.XPath1Parser(namespaces=self.namespaces) if version == 1 else self._newer
        if keys:

            def key(name: str, value: Any) -> list[Node]:
                assert self.document is not None
                return self.document.find_by_key(name, value)

            for parser in {id(one): one for one in (self._newer, self._parser)}.values():
                parser.external_function(key, "key")

    def read(self, expression: str, *, newest: bool = False) -> Any:
        """Return the expression ready to run; *newest* reads it as XPath 3.1 whatever the schema speaks."""
        key = (expression, newest)
        if key not in self._read:
            parser = self._newer if newest else self._parser
            self._read[key] = parser.parse(with_current(expression))
        return self._read[key]

    def test(self, expression: str) -> Any:
        """Return a test ready to run."""
        return self.read(f"boolean({expression}\n)")

    def plain(self, expression: str) -> Callable[[Any], bool] | None:
        """Return the test as libxml2 runs it, when it is plain."""
        if expression not in self._plain:
            self._plain[expression] = plain_test(expression, self.namespaces)
        return self._plain[expression]

    def text(self, expression: str) -> Any:
        """Return the expression of a message ready to run."""
        if self.version == 1:
            return self.read(f"string({expression}\n)")
        return self.read(f"string-join(for $one in ({expression}\n) return string($one), ' ')")

    def name(self, path: str) -> Any:
        """Return the expression of a <name> ready to run."""
        return self.read(f"name(({path}\n)[1])", newest=True)

    def context(self, expression: str) -> Any:
        """Return the expression that finds the nodes of a context, which is an XSLT pattern, ready to run."""
        return self.read(f"//({expression}\n)", newest=True)


class Document:
    """One document: its nodes, by name and by attribute, and what expressions give on them."""

    def __init__(self, root: etree._Element, expressions: Expressions, uri: str, now: Any = None) -> None:
        self.expressions = expressions
        expressions.document = self
        document: Any = root.getroottree()
        self.tree: Any = elementpath.get_node_tree(document, namespaces=expressions.namespaces, uri=uri or None)
        self._documents: Any = {uri: self.tree} if uri else None
        self._now = now
        self._by_name: dict[str, list[Node]] = {}
        self._by_attribute: dict[str, list[Node]] = {}
        self._all: list[Node] | None = None
        self._indexes: dict[str, dict[str, list[Node]]] = {}
        for node in self.tree.iter_descendants():
            element = getattr(node, "elem", None)
            if element is not None and isinstance(element.tag, str):
                self._by_name.setdefault(element.tag, []).append(node)
                for name in element.attrib:
                    self._by_attribute.setdefault(str(name), []).append(node)

    def context(self, item: Node, variables: Values) -> Any:
        """Return what elementpath needs to run an expression on *item*."""
        return elementpath.XPathContext(
            self.tree,
            item=item,
            variables={**variables, CURRENT: item},
            current_dt=self._now,
            documents=self._documents,
        )

    def select(self, expression: Any, item: Node, variables: Values) -> list[Any]:
        """Return the items an expression gives."""
        return list(expression.select(self.context(item, variables)))

    def evaluate(self, expression: Any, item: Node, variables: Values) -> Any:
        """Return the value an expression gives."""
        return expression.evaluate(self.context(item, variables))

    def holds(self, test: str, node: Node, variables: Values) -> bool:
        """Return whether a test holds at a node."""
        plain = self.expressions.plain(test)
        element = getattr(node, "elem", None)
        if plain is not None and element is not None:
            try:
                return bool(plain(element))
            except etree.XPathError:
                # libxml2 has limits of its own; elementpath then decides.
                self.expressions._plain[test] = None
        return bool(self.evaluate(self.expressions.test(test), node, variables))

    def find_by_key(self, name: str, value: Any) -> list[Node]:
        """Return the nodes an <xsl:key> has under a value, or under each of several."""
        if name not in self._indexes:
            index: dict[str, list[Node]] = {}
            for key in (one for one in self.expressions.keys if one.name == name):
                for node in self.find_nodes(key.match, {}):
                    for item in self.select(self.expressions.read(key.use, newest=True), node, {}):
                        index.setdefault(_string(item), []).append(node)
            self._indexes[name] = index
        values = value if isinstance(value, list) else [value]
        return [node for one in values for node in self._indexes[name].get(_string(one), ())]

    def find_nodes(self, context: str, variables: Values) -> list[Node]:
        """Return the nodes a rule's context matches, in document order."""
        alternatives = split_context(context)
        if alternatives is None:
            return self.select(self.expressions.context(context), self.tree, variables)
        found: dict[int, Node] = {}
        for alternative in alternatives:
            pool = self._pool(alternative)
            if pool and alternative.test is None:
                return self.select(self.expressions.context(context), self.tree, variables)
            if pool and alternative.test:
                pool = self._passing(pool, alternative.test, variables)
            found.update((id(node), node) for node in pool)
        return list(found.values()) if len(alternatives) == 1 else sorted(found.values(), key=_position)

    def _passing(self, pool: list[Node], test: str, variables: Values) -> list[Node]:
        """Return the nodes that pass the test of a context."""
        plain = self.expressions.plain(test)
        if plain is not None and all(hasattr(node, "elem") for node in pool):
            return [node for node in pool if plain(node.elem)]
        whole = self.expressions.read(f"boolean({test}\n)", newest=True)
        return [node for node in pool if self.evaluate(whole, node, variables)]

    def _pool(self, alternative: Alternative) -> list[Node]:
        """Return the nodes that the last step of an alternative names."""
        prefix, name = alternative.prefix, alternative.name
        namespace = self._namespace(prefix) if prefix else ""
        if alternative.attribute:
            wanted = f"{{{namespace}}}{name}" if namespace else name
            owners = self._by_attribute.get(wanted, []) if name != "*" else self._everything()
            return [one for node in owners for one in node.attributes if name == "*" or one.name == wanted]
        namespace = namespace or ("" if prefix else self.expressions.namespaces.get("", ""))
        needed = None
        if alternative.needs is not None:
            needed = self._expanded(*alternative.needs)
        if name != "*":
            pool = self._by_name.get(f"{{{namespace}}}{name}" if namespace else name, [])
            return pool if needed is None else [node for node in pool if needed in node.elem.attrib]
        pool = self._everything() if needed is None else self._by_attribute.get(needed, [])
        return [node for node in pool if not prefix or etree.QName(node.elem).namespace == namespace]

    def _expanded(self, prefix: str | None, name: str) -> str:
        return f"{{{self._namespace(prefix)}}}{name}" if prefix else name

    def _everything(self) -> list[Node]:
        if self._all is None:
            self._all = sorted((node for nodes in self._by_name.values() for node in nodes), key=_position)
        return self._all

    def _namespace(self, prefix: str) -> str:
        if prefix == "xml":
            return _XML
        if prefix not in self.expressions.namespaces:
            raise ValueError(f'the namespace prefix "{prefix}" is not declared')
        return self.expressions.namespaces[prefix]


def _position(node: Node) -> int:
    return int(node.position)


def _string(item: Any) -> str:
    return str(item.string_value) if hasattr(item, "string_value") else str(item)
