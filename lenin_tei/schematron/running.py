"""Rules over a document → findings, each with its place.

A rule that cannot run is a finding of its own (kind ``unsupported``), once per rule: never silence.  A fault that fires
the same test many times at one place is told once, in the words that name the element best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from xml.parsers import expat

from lxml import etree

from lenin_tei.relaxng.positions import Positions
from lenin_tei.relaxng.reader_xml import EntityDeclaredError, as_bytes_of_ascii, make_parser
from lenin_tei.schematron.expressions import FAILURES, Document, Expressions, Values
from lenin_tei.schematron.model import Assertion, Let, Rule, RulePattern, RuleSet, SchematronError
from lenin_tei.xmlparser import safe_parser

_SEVERITIES = {
    "warning": "warning", "warn": "warning", "nonfatal": "warning", "caution": "warning",
    "info": "information", "information": "information", "hint": "information", "debug": "information",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule finds: at *line* and *column* (from 1) of the document, where the element concerned begins.

    *kind* is ``assert`` or ``report``, ``xml`` for a document that is not XML, or ``unsupported`` for a rule that
    cannot run, whose *rule_line* is then the place to look at; *severity* is error, warning or information.
    """

    line: int
    column: int
    kind: str
    severity: str
    message: str
    name: str
    pattern: str
    rule: str
    test: str
    rule_line: int


def _unsupported(rules: RuleSet, line: int, message: str, pattern: str = "", rule: str = "") -> Finding:
    where = f'the rule "{pattern or rule}"' if pattern or rule else "the schema"
    words = f"{where} ({rules.path}, line {line}) cannot run: {message}"
    return Finding(1, 1, "unsupported", "error", words, "", pattern, rule, "", line)


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text.rpartition("] ")[2] or text or type(error).__name__


def find_unsupported(rules: RuleSet) -> list[Finding]:
    """Return a finding for everything in the schema that cannot run, whatever the document."""
    expressions = Expressions(rules.namespaces, rules.version, rules.keys)
    found = [_unsupported(rules, line, message) for line, message in rules.refused]
    for pattern in rules.patterns:
        for rule in pattern.rules:
            found += _unreadable(rules, pattern, rule, expressions)
    return found


def _unreadable(rules: RuleSet, pattern: RulePattern, rule: Rule, expressions: Expressions) -> Iterator[Finding]:
    readings: list[tuple[Any, str, int]] = [(expressions.context, rule.context, rule.line)]
    readings += [(expressions.read, let.value, rule.line) for let in (*pattern.lets, *rule.lets)]
    for assertion in rule.assertions:
        readings.append((expressions.test, assertion.test, assertion.line))
        kinds = {"value-of": expressions.text, "name": expressions.name}
        readings += [(kinds[part.kind], part.text, assertion.line) for part in assertion.message if part.kind in kinds]
    for read, expression, line in readings:
        try:
            read(expression)
        except FAILURES as error:
            yield _unsupported(rules, line, f"{expression}: {_reason(error)}", pattern.id, rule.id)


class Run:
    """One pass of the rules over one document."""

    def __init__(self, rules: RuleSet, document: Document) -> None:
        self.rules = rules
        self.document = document
        self.expressions = document.expressions
        self.broken: dict[tuple[int, str], Finding] = {}
        self.fired: list[tuple[Any, Finding]] = []

    def refuse(self, line: int, expression: str, error: Exception, pattern: RulePattern, rule: Rule | None) -> None:
        """Note once that an expression cannot run."""
        words = f"{expression}: {_reason(error)}"
        finding = _unsupported(self.rules, line, words, pattern.id, rule.id if rule else "")
        self.broken.setdefault((line, expression), finding)

    def bind(
        self, lets: tuple[Let, ...], item: Any, values: Values, where: tuple[int, RulePattern, Rule | None]
    ) -> Values:
        """Return *values* with the variables of *lets*, evaluated at *item*."""
        values = dict(values)
        for let in lets:
            try:
                found = self.document.select(self.expressions.read(let.value), item, values)
            except FAILURES as error:
                self.refuse(where[0], let.value, error, where[1], where[2])
            else:
                values[let.name] = found[0] if len(found) == 1 else found
        return values

    def pattern(self, pattern: RulePattern, values: Values) -> None:
        """Run one pattern: each node is judged by the first rule that fits it."""
        taken: set[int] = set()
        values = self.bind(pattern.lets, self.document.tree, values, (0, pattern, None))
        for rule in pattern.rules:
            try:
                nodes = self.document.find_nodes(rule.context, values)
            except FAILURES as error:
                self.refuse(rule.line, rule.context, error, pattern, rule)
                continue
            for node in nodes:
                if id(node) not in taken:
                    taken.add(id(node))
                    self.rule(pattern, rule, node, values)

    def rule(self, pattern: RulePattern, rule: Rule, node: Any, values: Values) -> None:
        """Judge one node by one rule."""
        values = self.bind(rule.lets, node, values, (rule.line, pattern, rule))
        for assertion in rule.assertions:
            try:
                holds = self.document.holds(assertion.test, node, values)
                if holds is assertion.report:
                    self.fired.append((node, self.finding(pattern, rule, assertion, node, values)))
            except FAILURES as error:
                self.refuse(assertion.line, assertion.test, error, pattern, rule)

    def finding(self, pattern: RulePattern, rule: Rule, assertion: Assertion, node: Any, values: Values) -> Finding:
        """Return what an assertion says of *node*, its place still to be filled in."""
        kinds = {"value-of": self.expressions.text, "name": self.expressions.name}
        words = [
            part.text if part.kind == "text" else str(self.document.evaluate(kinds[part.kind](part.text), node, values))
            for part in assertion.message
        ]
        return Finding(
            0,
            0,
            "report" if assertion.report else "assert",
            _SEVERITIES.get(assertion.role.lower(), "error"),
            " ".join("".join(words).split()),
            _shown_name(node),
            pattern.id,
            rule.id or assertion.id,
            assertion.test,
            assertion.line,
        )


def _shown_name(node: Any) -> str:
    name = str(getattr(node, "name", None) or "")
    return name.rpartition("}")[2]


def _element_of(node: Any) -> Any:
    """Return the lxml element a node is, or is in; None for the document."""
    while node is not None and not hasattr(node, "elem"):
        node = node.parent
    return None if node is None else node.elem


def _once(fired: list[tuple[Any, Finding]]) -> list[tuple[Any, Finding]]:
    """Leave one finding for each test at each place, the one whose words name the element, if any does."""
    best: dict[tuple[int, str, str], tuple[Any, Finding]] = {}
    for node, finding in fired:
        key = (id(node), finding.kind, " ".join(finding.test.split()))
        known = best.setdefault(key, (node, finding))
        if not _names_element(known[1]) and _names_element(finding):
            best[key] = (node, finding)
    return list(best.values())


def _names_element(finding: Finding) -> bool:
    return re.search(rf"(?<![\w.\-]){re.escape(finding.name)}(?![\w.\-])", finding.message) is not None


def _element_places(data: bytes, encoding: str | None) -> list[tuple[int, int]]:
    """Return line and column of every start tag, in order."""
    offsets: list[int] = []
    positions = Positions(data, encoding or "utf-8")
    parser = make_parser(encoding)
    parser.StartElementHandler = lambda *_: offsets.append(parser.CurrentByteIndex)

    def declare(_: str, declared: str | None, __: int) -> None:
        if encoding is None and declared:
            positions.encoding = declared

    parser.XmlDeclHandler = declare
    parser.Parse(data, True)
    return [positions.place(offset) for offset in offsets]


def _placed(fired: list[tuple[Any, Finding]], root: etree._Element, data: bytes, encoding: str | None) -> list[Finding]:
    """Return the findings with their places, in the order of the document."""
    if not fired:
        return []
    places = _element_places(data, encoding)
    by_element = dict(zip(root.iter("*"), places, strict=True))
    found = []
    for node, finding in _once(fired):
        line, column = by_element.get(_element_of(node), (1, 1))
        found.append(replace(finding, line=line, column=column))
    return sorted(found, key=lambda one: (one.line, one.column))


def active_patterns(rules: RuleSet, phase: str) -> tuple[RulePattern, ...]:
    """Return the patterns of a phase: ``#ALL``, ``#DEFAULT`` or its name; ``SchematronError`` when there is none."""
    phase = rules.default_phase if phase in ("", "#DEFAULT") else phase
    if phase in ("", "#ALL"):
        return rules.patterns
    if phase not in rules.phases:
        raise SchematronError(rules.path, 0, f'there is no phase "{phase}"')
    return tuple(pattern for pattern in rules.patterns if pattern.id in rules.phases[phase])


def _ill_formed(line: int, column: int, message: str) -> Finding:
    return Finding(line, column, "xml", "error", f"not well-formed: {message}", "", "", "", "", 0)


def check(
    data: bytes,
    rules: RuleSet,
    *,
    phase: str = "",
    uri: str = "",
    now: datetime | None = None,
    encoding: str | None = None,
) -> list[Finding]:
    """Return what the rules find in the document *data*, in its order, after what in the rules cannot run.

    *phase* chooses patterns, *uri* is what ``document-uri()`` answers, *now* what ``current-date()`` does, *encoding*
    what *data* is known to be in, whatever it declares.
    """
    patterns = active_patterns(rules, phase)
    try:
        plain, encoding = as_bytes_of_ascii(data, encoding)
        make_parser(encoding).Parse(plain, True)
        etree_root = etree.fromstring(plain, safe_parser(encoding))
    except expat.ExpatError as error:
        return [_ill_formed(error.lineno, error.offset + 1, expat.ErrorString(error.code))]
    except EntityDeclaredError as error:
        return [
            _ill_formed(
                error.line, error.column + 1, f'the entity "{error.name}" is declared; entities are not expanded'
            )
        ]
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        return [_ill_formed(1, 1, str(error))]
    document = Document(etree_root, _expressions(rules), uri, now)
    run = Run(rules, document)
    lets = (*rules.lets, *rules.phase_lets.get(phase or rules.default_phase, ()))
    values = run.bind(lets, document.tree, {}, (0, RulePattern("", (), ()), None))
    for pattern in patterns:
        run.pattern(pattern, values)
    refused = [_unsupported(rules, line, message) for line, message in rules.refused]
    return [*refused, *run.broken.values(), *_placed(run.fired, etree_root, plain, encoding)]


_MADE: dict[int, tuple[RuleSet, Expressions]] = {}


def _expressions(rules: RuleSet) -> Expressions:
    """Return the expressions of a schema, read once while it is in use."""
    known = _MADE.get(id(rules))
    if known is None or known[0] is not rules:
        if len(_MADE) > 20:
            _MADE.clear()
        known = _MADE[id(rules)] = rules, Expressions(rules.namespaces, rules.version, rules.keys)
    return known[1]
