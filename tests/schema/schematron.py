"""Runs the assertions of a Schematron file over a document, for the tests: which fire, and where.

Knows what lenin_tei.sch uses: let of the whole schema, patterns, rules (the first that fits an element counts), assert,
and contexts in XPath 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from elementpath import ElementNode, XPath2Parser, XPathContext, XPathToken
from elementpath.tree_builders import get_node_tree
from lxml import etree

SCH = "{http://purl.oclc.org/dsdl/schematron}"


@dataclass(frozen=True, slots=True)
class Fired:
    """An assertion that does not hold for an element."""

    assertion: str
    element: etree._Element


class Rules:
    """The rules of one Schematron file, compiled."""

    def __init__(self, path: Path) -> None:
        root = etree.parse(path).getroot()
        self.names = {ns.get("prefix", ""): ns.get("uri", "") for ns in root.iter(f"{SCH}ns")}
        self.parser = XPath2Parser(self.names)
        self.lets = {let.get("name", ""): self.parser.parse(let.get("value", "")) for let in root.findall(f"{SCH}let")}
        self.patterns = [
            [self._rule(rule) for rule in pattern.iter(f"{SCH}rule")] for pattern in root.iter(f"{SCH}pattern")
        ]

    def _rule(self, rule: etree._Element) -> tuple[etree.XPath, list[tuple[str, XPathToken]]]:
        tests = [
            (test.get("id", ""), self.parser.parse(f"boolean({test.get('test')})"))
            for test in rule.iter(f"{SCH}assert")
        ]
        context = " | ".join(f"//{option}" for option in rule.get("context", "").split(" | "))
        return etree.XPath(context, namespaces=self.names), tests

    def check(self, document: etree._ElementTree) -> Iterator[Fired]:
        """Yield the assertions that *document* does not keep, pattern by pattern."""
        tree = get_node_tree(document)
        nodes = {node.elem: node for node in tree.iter() if isinstance(node, ElementNode)}
        variables = {name: list(value.select(XPathContext(tree))) for name, value in self.lets.items()}
        for pattern in self.patterns:
            seen: set[etree._Element] = set()
            for context, tests in pattern:
                for element in context(document):
                    if element in seen:
                        continue
                    seen.add(element)
                    for assertion, test in tests:
                        if not test.evaluate(XPathContext(tree, item=nodes[element], variables=variables)):
                            yield Fired(assertion, element)
