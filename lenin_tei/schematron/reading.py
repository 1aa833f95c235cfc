"""A Schematron schema → rules as values (ISO/IEC 19757-3): inclusions, abstract patterns and rules already worked in.

Schemas are files of their own, or stand embedded in a RELAX NG schema, as TEI's do.  Nothing here runs an expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urldefrag

from lxml import etree

from lenin_tei.relaxng.loading import resolve_local
from lenin_tei.relaxng.syntax import RNG_NAMESPACE
from lenin_tei.schematron.model import Assertion, Key, Let, Part, Rule, RulePattern, RuleSet, SchematronError
from lenin_tei.xmlparser import safe_parser

NAMESPACES = ("http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron")
XSL_NAMESPACE = "http://www.w3.org/1999/XSL/Transform"
# Which XPath each query language speaks; others cannot run.
BINDINGS = {
    "xslt": 1, "xslt1": 1, "xpath": 1, "xpath1": 1, "xslt2": 2, "xpath2": 2, "xslt3": 3, "xpath3": 3, "xpath31": 3,
}  # fmt: skip
_XML = "http://www.w3.org/XML/1998/namespace"
_MAX_INCLUSIONS = 20

Resolve = Callable[[str, str], bytes]


@dataclass(slots=True)
class _Reading:
    """What is gathered while a schema is read."""

    path: str
    resolve: Resolve
    refused: list[tuple[int, str]] = field(default_factory=list)
    rules: dict[str, etree._Element] = field(default_factory=dict)
    diagnostics: dict[str, etree._Element] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)


def _line(element: etree._Element) -> int:
    return element.sourceline or 0


def _is(element: etree._Element, *names: str) -> bool:
    """Return whether *element* is one of Schematron's called one of *names*."""
    if not isinstance(element.tag, str):
        return False
    qname = etree.QName(element)
    return qname.namespace in NAMESPACES and qname.localname in names


def _parse(data: bytes, path: str) -> etree._Element:
    try:
        return etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError as error:
        raise SchematronError(path, error.lineno or 0, f"not well-formed XML: {error.msg}") from None


def _include(element: etree._Element, base: str, reading: _Reading, depth: int = 0) -> None:
    """Put the content of the files that <include> and <extends href> name in their place."""
    for include in [
        node for node in element.iter() if _is(node, "include") or (_is(node, "extends") and node.get("href"))
    ]:
        href, fragment = urldefrag(include.get("href", ""))
        if depth > _MAX_INCLUSIONS:
            raise SchematronError(reading.path, _line(include), f'"{href}" includes itself')
        try:
            root = _parse(reading.resolve(href, base), href)
        except (OSError, ValueError) as error:
            raise SchematronError(reading.path, _line(include), f'"{href}" cannot be read: {error}') from None
        if fragment:
            root = next((one for one in root.iter() if fragment in (one.get("id"), one.get(f"{{{_XML}}}id"))), root)
        _include(root, f"{base.rpartition('/')[0]}/{href}" if "/" not in href[:1] else href, reading, depth + 1)
        parent = include.getparent()
        assert parent is not None
        new = list(root) if _is(include, "extends") else [root]
        at = parent.index(include)
        parent[at : at + 1] = new


def _parts(element: etree._Element, reading: _Reading) -> Iterator[Part]:
    """Yield the pieces of a message."""
    yield Part("text", element.text or "")
    for child in element:
        if _is(child, "value-of"):
            yield Part("value-of", _filled(child.get("select", "."), reading))
        elif _is(child, "name"):
            yield Part("name", _filled(child.get("path", "."), reading))
        elif isinstance(child.tag, str):
            yield from _parts(child, reading)
        yield Part("text", child.tail or "")


def _filled(expression: str, reading: _Reading) -> str:
    """Return an expression of an abstract pattern with its parameters put in."""
    for name in sorted(reading.parameters, key=len, reverse=True):
        expression = re.sub(rf"\${re.escape(name)}(?![\w.\-])", lambda _, n=name: reading.parameters[n], expression)  # type: ignore[misc]
    return expression


def _lets(element: etree._Element, reading: _Reading) -> tuple[Let, ...]:
    found = []
    for child in element:
        if _is(child, "let"):
            value = child.get("value")
            if value is None:
                reading.refused.append((_line(child), f'the variable "{child.get("name")}" has no value attribute'))
                value = "()"
            found.append(Let(child.get("name", ""), _filled(value, reading)))
    return tuple(found)


def _assertion(element: etree._Element, role: str, reading: _Reading) -> Assertion:
    parts = list(_parts(element, reading))
    for name in element.get("diagnostics", "").split():
        if name in reading.diagnostics:
            parts += [Part("text", " "), *_parts(reading.diagnostics[name], reading)]
        else:
            reading.refused.append((_line(element), f'there is no diagnostic "{name}"'))
    test = _filled(element.get("test", ""), reading)
    role = element.get("role", element.get("flag", role) or role)
    return Assertion(_is(element, "report"), test, role, element.get("id", ""), tuple(parts), _line(element))


def _rule_parts(
    rule: etree._Element, role: str, reading: _Reading, extended: tuple[str, ...] = ()
) -> tuple[list[Let], list[Assertion]]:
    """Return variables and assertions of a rule, those of abstract rules it extends among them."""
    lets = list(_lets(rule, reading))
    assertions: list[Assertion] = []
    for child in rule:
        if _is(child, "assert", "report"):
            assertions.append(_assertion(child, role, reading))
        elif _is(child, "extends"):
            name = child.get("rule", "")
            base = reading.rules.get(name)
            if base is None or name in extended:
                reading.refused.append((_line(child), f'there is no abstract rule "{name}" to extend'))
                continue
            more_lets, more = _rule_parts(base, base.get("role", role), reading, (*extended, name))
            lets += more_lets
            assertions += more
    return lets, assertions


def _rule(rule: etree._Element, role: str, reading: _Reading) -> Rule:
    lets, assertions = _rule_parts(rule, rule.get("role", role), reading)
    context = _filled(rule.get("context", ""), reading)
    return Rule(context, tuple(lets), tuple(assertions), rule.get("id", ""), _line(rule))


def _pattern(pattern: etree._Element, abstract: Mapping[str, etree._Element], reading: _Reading) -> RulePattern:
    """Return one pattern, from the abstract one it is made of when it has ``is-a``."""
    body = pattern
    reading.parameters = {}
    if base := pattern.get("is-a"):
        if base not in abstract:
            reading.refused.append((_line(pattern), f'there is no abstract pattern "{base}"'))
        body = abstract.get(base, pattern)
        reading.parameters = {
            child.get("name", ""): child.get("value", "") for child in pattern if _is(child, "param", "with-param")
        }
    role = pattern.get("role", "")
    rules = [_rule(child, role, reading) for child in body if _is(child, "rule") and child.get("abstract") != "true"]
    made = RulePattern(pattern.get("id", pattern.get("name", "")), _lets(body, reading), tuple(rules))
    reading.parameters = {}
    return made


def _find_patterns(root: etree._Element, reading: _Reading) -> list[RulePattern]:
    everything = [node for node in root.iter() if _is(node, "pattern", "rule", "assert", "report")]
    patterns = [node for node in everything if _is(node, "pattern")]
    abstract = {node.get("id", ""): node for node in patterns if node.get("abstract") == "true"}
    found: list[RulePattern] = []
    for node in everything:
        parent = node.getparent()
        if _is(node, "pattern") and node.get("abstract") != "true":
            found.append(_pattern(node, abstract, reading))
        elif _is(node, "rule") and node.get("context") and not (parent is not None and _is(parent, "pattern", "rules")):
            # A rule embedded in RELAX NG without a pattern around it is a pattern of its own.
            found.append(RulePattern(node.get("id", ""), (), (_rule(node, "", reading),)))
        elif _is(node, "assert", "report") and not (parent is not None and _is(parent, "rule")):
            reading.refused.append((_line(node), "an assertion outside any rule has no context"))
    return found


def _refuse_stylesheet_parts(root: etree._Element, reading: _Reading) -> tuple[Key, ...]:
    """Return the keys, noting whatever else of XSLT the schema brings along."""
    keys = []
    for node in root.iter(f"{{{XSL_NAMESPACE}}}*"):
        if etree.QName(node).localname == "key":
            keys.append(Key(node.get("name", ""), node.get("match", ""), node.get("use", "")))
        elif (parent := node.getparent()) is not None and etree.QName(parent).namespace != XSL_NAMESPACE:
            reading.refused.append((_line(node), f"<xsl:{etree.QName(node).localname}> cannot run without XSLT"))
    return tuple(keys)


def read_rules(data: bytes, path: str, *, resolve: Resolve = resolve_local, base: str = "") -> RuleSet:
    """Return the rules of a Schematron schema, or those embedded in a RELAX NG schema, or raise ``SchematronError``."""
    root = _parse(data, path)
    reading = _Reading(path, resolve)
    embedded = not _is(root, "schema")
    if embedded and etree.QName(root).namespace != RNG_NAMESPACE:
        raise SchematronError(path, _line(root), f"<{etree.QName(root).localname}> is neither Schematron nor RELAX NG")
    if not embedded:
        _include(root, base or path, reading)
    binding = root.get("queryBinding", "xslt2" if embedded else "xslt").lower()
    if binding not in BINDINGS:
        raise SchematronError(path, _line(root), f'the query language "{binding}" is not known')
    reading.rules = {n.get("id", ""): n for n in root.iter() if _is(n, "rule") and n.get("abstract") == "true"}
    reading.diagnostics = {n.get("id", ""): n for n in root.iter() if _is(n, "diagnostic")}
    phases = [node for node in root.iter() if _is(node, "phase")]
    rules = RuleSet(
        path,
        BINDINGS[binding],
        {node.get("prefix", ""): node.get("uri", "") for node in root.iter() if _is(node, "ns")},
        tuple(let for node in ([root] if not embedded else [root, *root.iter(f"{{{NAMESPACES[0]}}}schema")])
              for let in _lets(node, reading)),
        tuple(_find_patterns(root, reading)),
        {phase.get("id", ""): tuple(one.get("pattern", "") for one in phase if _is(one, "active")) for phase in phases},
        {phase.get("id", ""): _lets(phase, reading) for phase in phases},
        root.get("defaultPhase", ""),
        _refuse_stylesheet_parts(root, reading),
    )  # fmt: skip
    return replace(rules, refused=tuple(dict.fromkeys(reading.refused)))


def load_rules(path: str | Path) -> RuleSet:
    """Return the rules in the file *path*; ``SchematronError`` when it cannot be read."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SchematronError(str(path), 0, f"cannot be read: {error.strerror}") from None
    return read_rules(data, str(path), base=Path(path).absolute().as_uri())
