"""The XPath of a rule set compiled: contexts, variables, tests and the parts of messages.

`current()`, which XPath does not have, is the variable of that meaning. What cannot be compiled is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from elementpath import ElementPathError, XPath2Parser, XPathToken
from elementpath.xpath31 import XPath31Parser
from lxml import etree

from lenin_tei.schematron.model import Check, Let, Pattern, Rule, Schema

CURRENT = "schematron-current-node"
# Strings are compared by their characters: elementpath would ask the machine for its locale.
CODEPOINTS = "http://www.w3.org/2005/xpath-functions/collation/codepoint"
NAMESPACES = {
    "xs": "http://www.w3.org/2001/XMLSchema",
    "fn": "http://www.w3.org/2005/xpath-functions",
}
_CURRENT_CALL = re.compile(r""""[^"]*"|'[^']*'|(?<![\w:\-])current\s*\(\s*\)""")
_SIGN = re.compile(r""""[^"]*"|'[^']*'|[()\[\]|]|\bunion\b""")
# Contexts libxml2 (XPath 1) and XPath 2 understand alike: names, steps, existence of attributes, equality with words.
_TEST = r"(?:[^\W\d][\w.\-]*:)?(?:[^\W\d][\w.\-]*|\*)"
_CONDITION = r"""\[\s*(?:not\(\s*)?@[\w:.\-]+\s*(?:\)\s*)?\]|\[\s*@[\w:.\-]+\s*=\s*(?:'[^']*'|"[^"]*")\s*\]"""
_ALIKE = re.compile(rf"{_TEST}(?://?{_TEST})*(?:{_CONDITION})*")


@dataclass(frozen=True, slots=True)
class Message:
    """A part of a message that is worked out: its kind ("value" or "name") and XPath."""

    kind: str
    token: XPathToken


@dataclass(frozen=True, slots=True)
class CompiledCheck:
    """An assert or report, ready to run."""

    kind: str
    source: str
    test: XPathToken
    message: tuple[str | Message, ...]
    severity: str
    name: str


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule, ready to run; the faults name what of its context, and what of the rest, is not."""

    name: str
    context: str
    contexts: tuple[XPathToken | etree.XPath, ...]
    lets: tuple[tuple[str, XPathToken], ...]
    checks: tuple[CompiledCheck, ...]
    context_faults: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern, ready to run."""

    name: str
    lets: tuple[tuple[str, XPathToken], ...]
    rules: tuple[CompiledRule, ...]


class CompiledSchema:
    """The patterns of one phase, ready to run."""

    def __init__(self, schema: Schema, phase: str) -> None:
        lets, patterns = schema.active(phase)
        self.namespaces = NAMESPACES | dict(schema.namespaces)
        self.faults = list(schema.faults)
        self.parser = _parser(schema.binding, self.namespaces)
        self.lets = self._lets(lets, "the rule set", self.faults)
        self.patterns = tuple(self._pattern(pattern) for pattern in patterns)

    def _pattern(self, pattern: Pattern) -> CompiledPattern:
        lets = self._lets(pattern.lets, pattern.name, self.faults)
        return CompiledPattern(pattern.name, lets, tuple(self._rule(rule, pattern.name) for rule in pattern.rules))

    def _rule(self, rule: Rule, pattern: str) -> CompiledRule:
        name = f"{pattern}, line {rule.line}" if rule.line else pattern
        faults: list[str] = []
        context_faults: list[str] = []
        contexts = [self._context(one, name, context_faults) for one in alternatives(rule.context)]
        lets = self._lets(rule.lets, name, faults)
        checks = [self._check(check, name, faults) for check in rule.checks]
        return CompiledRule(
            name,
            rule.context,
            tuple(one for one in contexts if one is not None),
            lets,
            tuple(one for one in checks if one is not None),
            tuple(context_faults),
            tuple(faults),
        )

    def _lets(self, lets: Iterable[Let], name: str, faults: list[str]) -> tuple[tuple[str, XPathToken], ...]:
        compiled = [(let.name, self._xpath(let.value, f"the variable {let.name} of {name}", faults)) for let in lets]
        return tuple((one, token) for one, token in compiled if token is not None)

    def _context(self, pattern: str, name: str, faults: list[str]) -> XPathToken | etree.XPath | None:
        """Return what finds the nodes an XSLT pattern fits: it may begin anywhere in the document."""
        if _ALIKE.fullmatch(pattern):
            try:
                return etree.XPath(f"//{pattern}", namespaces=self.namespaces)
            except etree.XPathError:
                pass
        anywhere = pattern if pattern.startswith(("/", "id(", "key(", "doc(")) else f"//{pattern}"
        return self._xpath(anywhere, f"the context of {name}", faults)

    def _check(self, check: Check, name: str, faults: list[str]) -> CompiledCheck | None:
        test = self._xpath(f"boolean({check.test})", f"the {check.kind} of {name}", faults)
        if test is None:
            return None
        message: list[str | Message] = []
        for piece in check.message:
            token = None if piece.kind == "text" else self._xpath(piece.content, f"a message of {name}", faults)
            words = piece.content if piece.kind == "text" else "…"
            message.append(words if token is None else Message(piece.kind, token))
        return CompiledCheck(check.kind, check.test, test, tuple(message), check.severity, check.name)

    def _xpath(self, source: str, what: str, faults: list[str]) -> XPathToken | None:
        """Return an expression compiled; None, and a fault named, if it cannot be."""
        rewritten = _CURRENT_CALL.sub(lambda found: found[0] if found[0][0] in "\"'" else f"${CURRENT}", source)
        try:
            return self.parser.parse(rewritten)
        except (ElementPathError, ValueError, TypeError, KeyError, RecursionError, SyntaxError) as error:
            faults.append(f"{what} cannot be run: “{source}”: {' '.join(str(error).split())[:200]}")
            return None


def _parser(binding: str, namespaces: dict[str, str]) -> XPath2Parser:
    """Return the parser for a query binding; XPath 3.1 holds XPath 2 and what XSLT 2 adds to it, as generate-id."""
    if binding in ("xslt", "xslt1", "xpath", "xpath1"):
        return XPath2Parser(namespaces, compatibility_mode=True, default_collation=CODEPOINTS)
    return XPath31Parser(namespaces, default_collation=CODEPOINTS)


def alternatives(pattern: str) -> list[str]:
    """Return the alternatives of an XSLT pattern, which | or "union" separate outside of brackets."""
    parts, depth, start = [], 0, 0
    for found in _SIGN.finditer(pattern):
        sign = found[0]
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign in ("|", "union") and depth == 0:
            parts.append(pattern[start : found.start()])
            start = found.end()
    parts.append(pattern[start:])
    return [part.strip() for part in parts if part.strip()]
