"""Rules run over a document: contexts become nodes, tests become verdicts, messages become text.

A context is an XSLT pattern. Most are a name with or without simple conditions, which libxml2 finds at once; the rest
is found by elementpath, which also runs every test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from elementpath import ElementPathError, XPathContext, XPathToken
from elementpath.tree_builders import get_node_tree
from elementpath.xpath_nodes import AttributeNode, DocumentNode, EtreeElementNode, XPathNode
from lxml import etree

from lenin_tei.schematron.compiling import CURRENT, CompiledCheck, CompiledRule, CompiledSchema, Message
from lenin_tei.schematron.model import Schema

# What elementpath takes as values: nodes, atomic values, lists of them.
Variables = dict[str, Any]


# What an expression may raise when it is run: its own errors, and those of the values it meets.
_ERRORS = (ElementPathError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError, AttributeError)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a rule says of a node: *element* is the node, or the one it belongs to; *attribute* its name if it is one.

    *kind* is "failed", or "stopped" where a rule could not be run; then *element* may be None, which is nowhere.
    """

    element: etree._Element | None
    attribute: str
    severity: str
    message: str
    rule: str
    kind: str = "failed"


@dataclass
class _Run:
    """One document under examination."""

    document: etree._ElementTree
    tree: DocumentNode
    nodes: dict[etree._Element, EtreeElementNode]
    stopped: set[str]

    def context(self, node: XPathNode, variables: Variables) -> XPathContext:
        """Return the context of an expression at a node."""
        return XPathContext(self.tree, item=node, variables=variables | {CURRENT: node})


class Rules:
    """The rules of a phase, compiled; they can be run over any number of documents."""

    def __init__(self, schema: Schema, phase: str = "") -> None:
        self.compiled = CompiledSchema(schema, phase)

    def check(self, document: etree._ElementTree, uri: str = "") -> Iterator[Failure]:
        """Yield what the rules say of *document*, pattern by pattern; what cannot be run is told once."""
        for fault in self.compiled.faults:
            yield Failure(None, "", "warning", fault, "", "stopped")
        tree = cast("DocumentNode", get_node_tree(cast("Any", document), uri=uri or None))
        nodes = {cast("Any", node.elem): node for node in tree.iter() if isinstance(node, EtreeElementNode)}
        run = _Run(document, tree, nodes, set())
        variables: Variables = {}
        yield from _bind(run, tree, self.compiled.lets, variables, "the rule set")
        told: set[tuple[XPathNode, str]] = set()
        for pattern in self.compiled.patterns:
            seen: set[XPathNode] = set()
            bound: Variables | None = None
            for rule in pattern.rules:
                nodes_found, faults = _find(run, rule, variables | (bound or {}))
                fresh = [node for node in nodes_found if node not in seen]
                seen.update(fresh)
                yield from _stops(run, [*faults, *(rule.faults if fresh else ())], rule.name)
                if fresh and bound is None:
                    bound = {}
                    yield from _bind(run, tree, pattern.lets, bound, pattern.name, variables)
                for node in fresh:
                    yield from _run_rule(run, rule, node, variables | (bound or {}), told)


def compile_schema(schema: Schema, phase: str = "") -> Rules:
    """Return the rules of a phase, ready to run."""
    return Rules(schema, phase)


def _stops(run: _Run, faults: Sequence[str], rule: str) -> Iterator[Failure]:
    """Yield what could not be run, once for a document."""
    for fault in faults:
        if fault not in run.stopped:
            run.stopped.add(fault)
            yield Failure(None, "", "warning", fault, rule, "stopped")


def _bind(
    run: _Run,
    node: XPathNode,
    lets: Sequence[tuple[str, XPathToken]],
    into: Variables,
    rule: str,
    around: Variables | None = None,
) -> Iterator[Failure]:
    """Evaluate variables at a node, each seeing those before it."""
    for name, token in lets:
        try:
            into[name] = list(token.select(run.context(node, (around or {}) | into)))
        except _ERRORS as error:
            into[name] = []
            yield from _stops(run, [f"the variable {name} of {rule} cannot be evaluated: {_reason(error)}"], rule)


def _find(run: _Run, rule: CompiledRule, variables: Variables) -> tuple[list[XPathNode], list[str]]:
    """Return the nodes the context of a rule fits, in document order, and what of it could not be found."""
    found: dict[XPathNode, None] = {}
    faults = list(rule.context_faults)
    for select in rule.contexts:
        if isinstance(select, etree.XPath):
            elements = cast("list[etree._Element]", select(run.document))
            found |= dict.fromkeys(run.nodes[element] for element in elements)
            continue
        try:
            items = list(select.select(run.context(run.tree, variables)))
        except _ERRORS as error:
            faults.append(f"the context “{rule.context}” of {rule.name} cannot be found: {_reason(error)}")
            continue
        found |= dict.fromkeys(item for item in items if isinstance(item, XPathNode))
    return sorted(found, key=lambda node: node.position) if len(rule.contexts) > 1 else list(found), faults


def _run_rule(
    run: _Run, rule: CompiledRule, node: XPathNode, variables: Variables, told: set[tuple[XPathNode, str]]
) -> Iterator[Failure]:
    """Yield what the checks of a rule say of a node; the same words of the same node only once."""
    own = dict(variables)
    yield from _bind(run, node, rule.lets, own, rule.name)
    for check in rule.checks:
        try:
            holds = bool(check.test.evaluate(run.context(node, own)))
        except _ERRORS as error:
            fault = f"the {check.kind} “{check.source}” of {rule.name} cannot be run: {_reason(error)}"
            if fault not in run.stopped:
                run.stopped.add(fault)
                yield Failure(_element(node), "", "warning", fault, rule.name, "stopped")
            continue
        if holds == (check.kind == "report"):
            message = _message(run, check, node, own)
            if (node, message) not in told:
                told.add((node, message))
                yield Failure(_element(node), _attribute(node), check.severity, message, check.name or rule.name)


def _element(node: XPathNode | None) -> etree._Element | None:
    """Return the lxml element of a node or of the nearest element around it; of the document its root."""
    while node is not None and not isinstance(node, EtreeElementNode):
        node = node.getroot() if isinstance(node, DocumentNode) else node.parent
    return cast("etree._Element | None", node.elem if node is not None else None)


def _attribute(node: XPathNode) -> str:
    return node.name or "" if isinstance(node, AttributeNode) else ""


def _message(run: _Run, check: CompiledCheck, node: XPathNode, variables: Variables) -> str:
    """Return a message with its values and names put in, white space normalised; what cannot be had becomes "…"."""
    words = "".join(part if isinstance(part, str) else _part(run, part, node, variables) for part in check.message)
    return " ".join(words.split()) or f"{check.kind} {check.source}"


def _part(run: _Run, part: Message, node: XPathNode, variables: Variables) -> str:
    try:
        items = list(part.token.select(run.context(node, variables)))
    except _ERRORS:
        return "…"
    if part.kind == "name":
        return _name(items[0]) if items and isinstance(items[0], XPathNode) else "".join(map(_string, items[:1]))
    return " ".join(map(_string, items))


def _name(node: XPathNode) -> str:
    """Return the name of a node as the document writes it."""
    element = _element(node)
    if isinstance(node, EtreeElementNode) and element is not None:
        local = etree.QName(element).localname
        return f"{element.prefix}:{local}" if element.prefix else local
    return (node.name or "").rpartition("}")[2]


def _string(item: object) -> str:
    if isinstance(item, XPathNode):
        return str(item.string_value)
    if isinstance(item, float) and item.is_integer() and abs(item) < 1e15:
        return str(int(item))
    return str(item).lower() if isinstance(item, bool) else str(item)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
