"""ISO Schematron in XML becomes a `Schema`: inclusions fetched, abstract patterns filled in, rules extended.

Of a RELAX NG the embedded patterns, rules, namespaces and variables are read; a rule that stands there alone is a
pattern of its own. Whatever is not of ISO Schematron and would change what a rule means is kept as a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from lenin_tei.schematron.model import Check, Let, Pattern, Phase, Piece, Rule, Schema, SchematronError
from lenin_tei.xmlparser import safe_parser

SCH = "{http://purl.oclc.org/dsdl/schematron}"
OLD = "{http://www.ascc.net/xml/schematron}"
RNG = "{http://relaxng.org/ns/structure/1.0}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
BINDINGS = frozenset(("", "xslt", "xslt1", "xslt2", "xslt3", "xpath", "xpath1", "xpath2", "xpath3", "xpath31"))
WARNINGS = frozenset(("warning", "warn", "nonfatal", "info", "information", "informational", "hint", "debug"))
DEEPEST = 20
_VARIABLE = re.compile(r"\$([\w.\-]+)")

Resolve = Callable[[str, str], bytes]


def nothing(href: str, base: str) -> bytes:
    """Refuse to read another file."""
    raise SchematronError(f"{base} includes {href}, which cannot be read")


@dataclass
class _Reader:
    """The state of reading one rule set."""

    path: str
    resolve: Resolve
    abstract_rules: dict[str, etree._Element] = field(default_factory=dict)
    abstract_patterns: dict[str, etree._Element] = field(default_factory=dict)
    diagnostics: dict[str, etree._Element] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_schema(data: bytes, path: str, resolve: Resolve = nothing) -> Schema:
    """Return the rule set in *data*; *resolve(href, base)* gives the bytes of a file it includes.

    Raises `SchematronError` for what is no ISO Schematron or asks for a query language other than XPath.
    """
    root = _parse(data, path)
    if str(root.tag).startswith(OLD):
        raise SchematronError(f"{path} is Schematron 1.5; bring it to ISO Schematron ({SCH[1:-1]})")
    if root.tag != SCH + "schema" and not str(root.tag).startswith(RNG):
        raise SchematronError(f"{path} is neither Schematron nor RELAX NG but <{etree.QName(root).localname}>")
    binding = root.get("queryBinding", "").lower() if root.tag == SCH + "schema" else "xslt2"
    if binding not in BINDINGS:
        raise SchematronError(f"{path} has queryBinding {binding}; only XPath is understood")
    reader = _Reader(path, resolve)
    _include(reader, root, path, 0)
    for element in root.iter(SCH + "rule", SCH + "pattern", SCH + "diagnostic"):
        _collect(reader, element)
    for element in root.iter(XSL + "function", XSL + "key", XSL + "include", XSL + "import"):
        reader.faults.append(
            f"{_where(path, element)}: <xsl:{etree.QName(element).localname}> needs XSLT and is passed over"
        )
    embedded = root.tag != SCH + "schema"
    lets = tuple(_lets(reader, root, embedded=embedded))
    patterns = tuple(_embedded(reader, root) if embedded else _patterns(reader, root))
    return Schema(
        path,
        binding or "xslt",
        {ns.get("prefix", ""): ns.get("uri", "") for ns in root.iter(SCH + "ns")},
        lets,
        patterns,
        {one.get("id", ""): _phase(reader, one) for one in root.iterchildren(SCH + "phase")},
        root.get("defaultPhase", "").removeprefix("#DEFAULT") if not embedded else "",
        tuple(reader.faults),
    )


def _parse(data: bytes, path: str) -> etree._Element:
    try:
        return etree.fromstring(data, safe_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SchematronError(f"{path} is not well-formed: {error}") from error


def _where(path: str, element: etree._Element) -> str:
    return f"{path}:{element.sourceline}"


def _include(reader: _Reader, root: etree._Element, base: str, depth: int) -> None:
    """Put what `include` and `extends/@href` name in their place."""
    for element in list(root.iter(SCH + "include", SCH + "extends")):
        href = element.get("href")
        if not href:
            continue
        if depth >= DEEPEST:
            raise SchematronError(f"{_where(base, element)}: files include each other more than {DEEPEST} deep")
        name, _, fragment = href.partition("#")
        other = _parse(reader.resolve(name, base), name)
        found = other if not fragment else _by_id(other, fragment)
        if found is None:
            raise SchematronError(f"{_where(base, element)}: {href} has no element with that id")
        _include(reader, found, name, depth + 1)
        parent = element.getparent()
        if parent is None:
            continue
        put = list(found) if element.tag == SCH + "extends" else [found]
        index = parent.index(element)
        parent.remove(element)
        for offset, child in enumerate(put):
            parent.insert(index + offset, child)


def _by_id(root: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in root.iter("*") if name in (one.get("id"), one.get(XML_ID))), None)


def _collect(reader: _Reader, element: etree._Element) -> None:
    """Remember abstract rules and patterns and diagnostics by their ids."""
    name = element.get("id", "")
    if element.tag == SCH + "diagnostic":
        reader.diagnostics[name] = element
    elif element.get("abstract") == "true":
        kept = reader.abstract_rules if element.tag == SCH + "rule" else reader.abstract_patterns
        kept[name] = element


def _lets(reader: _Reader, element: etree._Element, *, embedded: bool = False) -> Iterator[Let]:
    """Yield the variables of an element; in a RELAX NG those that stand in no rule or pattern."""
    for let in element.iter(SCH + "let") if embedded else element.iterchildren(SCH + "let"):
        parent = let.getparent()
        if embedded and parent is not None and parent.tag in (SCH + "rule", SCH + "pattern"):
            continue
        if let.get("value") is None:
            reader.faults.append(
                f"{_where(reader.path, let)}: the variable {let.get('name')} has no @value and is passed over"
            )
        else:
            yield Let(let.get("name", ""), let.get("value", ""))


def _patterns(reader: _Reader, root: etree._Element) -> Iterator[Pattern]:
    """Yield the patterns to run, those made of an abstract one with their parameters filled in."""
    for number, element in enumerate(root.iterchildren(SCH + "pattern"), 1):
        if element.get("abstract") != "true":
            yield _pattern(reader, element, number)


def _pattern(reader: _Reader, element: etree._Element, number: int) -> Pattern:
    name = element.get("id") or f"pattern {number}"
    model = element.get("is-a")
    if not model:
        return Pattern(name, tuple(_lets(reader, element)), tuple(_rules(reader, element, {})))
    abstract = reader.abstract_patterns.get(model)
    if abstract is None:
        raise SchematronError(f"{_where(reader.path, element)}: there is no abstract pattern {model}")
    given = {one.get("name", ""): one.get("value", "") for one in abstract.iterchildren(SCH + "param")}
    given |= {one.get("name", ""): one.get("value", "") for one in element.iterchildren(SCH + "param")}
    lets = tuple(Let(let.name, _filled(let.value, given)) for let in _lets(reader, abstract))
    return Pattern(name, lets, tuple(_rules(reader, abstract, given)))


def _embedded(reader: _Reader, root: etree._Element) -> Iterator[Pattern]:
    """Yield the patterns in a RELAX NG; a rule that stands alone is one."""
    for number, element in enumerate(root.iter(SCH + "pattern", SCH + "rule"), 1):
        parent = element.getparent()
        if element.get("abstract") == "true" or (parent is not None and parent.tag == SCH + "pattern"):
            continue
        if element.tag == SCH + "pattern":
            yield _pattern(reader, element, number)
        else:
            yield Pattern(element.get("id") or f"rule {number}", (), (_rule(reader, element, {}),))


def _rules(reader: _Reader, pattern: etree._Element, given: Mapping[str, str]) -> Iterator[Rule]:
    for element in pattern.iterchildren(SCH + "rule"):
        if element.get("abstract") != "true":
            yield _rule(reader, element, given)


def _filled(text: str, given: Mapping[str, str]) -> str:
    """Return an XPath with the parameters of an abstract pattern put in."""
    return _VARIABLE.sub(lambda found: given.get(found[1], found[0]), text) if given else text


def _rule(reader: _Reader, element: etree._Element, given: Mapping[str, str]) -> Rule:
    lets, checks = _contents(reader, element, given, element.get("role", ""), 0)
    return Rule(_filled(element.get("context", "/"), given), tuple(lets), tuple(checks), element.sourceline or 0)


def _contents(
    reader: _Reader, element: etree._Element, given: Mapping[str, str], role: str, depth: int
) -> tuple[list[Let], list[Check]]:
    """Return the variables and checks of a rule, those of the abstract rules it extends in their place."""
    lets: list[Let] = []
    checks: list[Check] = []
    for child in element.iterchildren("*"):
        if child.tag == SCH + "let" and child.get("value") is not None:
            lets.append(Let(child.get("name", ""), _filled(child.get("value", ""), given)))
        elif child.tag in (SCH + "assert", SCH + "report"):
            checks.append(_check(reader, child, given, child.get("role") or role))
        elif child.tag == SCH + "extends" and child.get("rule"):
            abstract = reader.abstract_rules.get(child.get("rule", ""))
            if abstract is None or depth >= DEEPEST:
                raise SchematronError(f"{_where(reader.path, child)}: there is no abstract rule {child.get('rule')}")
            more = _contents(reader, abstract, given, role or abstract.get("role", ""), depth + 1)
            lets += more[0]
            checks += more[1]
    return lets, checks


def _check(reader: _Reader, element: etree._Element, given: Mapping[str, str], role: str) -> Check:
    message = list(_message(element, given))
    for name in element.get("diagnostics", "").split():
        if name in reader.diagnostics:
            message += [Piece("text", " "), *_message(reader.diagnostics[name], given)]
    severity = "warning" if role.lower() in WARNINGS else "error"
    kind = etree.QName(element).localname
    return Check(kind, _filled(element.get("test", ""), given), tuple(message), severity, element.get("id", ""))


def _message(element: etree._Element, given: Mapping[str, str]) -> Iterator[Piece]:
    """Yield the parts of a message in order."""
    yield Piece("text", element.text or "")
    for child in element:
        if child.tag == SCH + "value-of":
            yield Piece("value", _filled(child.get("select", "."), given))
        elif child.tag == SCH + "name":
            yield Piece("name", _filled(child.get("path", "."), given))
        elif isinstance(child.tag, str):
            yield from _message(child, given)
        yield Piece("text", child.tail or "")


def _phase(reader: _Reader, element: etree._Element) -> Phase:
    active = frozenset(one.get("pattern", "") for one in element.iterchildren(SCH + "active"))
    return Phase(active, tuple(_lets(reader, element)))
