"""What is not valid for our schema: RELAX NG decides, the XSD from the same source explains.

libxml2 compiles both in a fraction of a second. Its RELAX NG validator knows the verdict and tells the reasons badly;
its XSD validator names element, attribute and what was expected, one message for one fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache

from lxml import etree

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.resources import schema_path
from lenin_tei.xmlfile import XMLFile

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
RNG = "{http://relaxng.org/ns/structure/1.0}"
FEW = 5
# The elements to name first where many could stand.
COMMON = (
    "titleStmt",
    "title",
    "body",
    "head",
    "opener",
    "p",
    "div",
    "list",
    "lg",
    "quote",
    "note",
    "closer",
    "bibl",
    "hi",
)
# What a value should have been, by the XSD type it is not.
VALUES = {
    "data.date": "no date; write 1918, 1918-10 or 1918-10-03",
    "data.pointer": "no pointer; write #id of an element in this file, or a URI without spaces",
    "data.pointers": "no pointer; write #id of an element in this file, or a URI without spaces",
    "data.word": "no single word; write one word without spaces",
    "data.number": "no number; write digits",
    "xs:ID": "no name for an xml:id; begin with a letter and use letters, digits, - and _ only",
    "xs:language": "no language tag; write a code such as en, ru or en-GB",
    "xs:anyURI": "no URI; write it without spaces",
}
_NAME = re.compile(r"\{[^}]*\}")
_EXPECTED = re.compile(r"Expected is (?:one of )?\(\s*(.*?)\s*\)\.")
_ATTRIBUTE = re.compile(r"attribute '(?:\{[^}]*\})?([^']+)'")
_TYPE = re.compile(r"(?:atomic|union|list|simple) type '(?:\{[^}]*\})?([^']+)'")
_SET = re.compile(r"not an element of the set \{(.*)\}")
_STEP = re.compile(r"(?:([^:/\[\]]+):)?([^:/\[\]]+)(?:\[(\d+)\])?")


@cache
def _relaxng() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(schema_path("lenin_tei.rng")), etree.XMLParser(no_network=True)))


@cache
def _xsd() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(schema_path("lenin_tei.xsd")), etree.XMLParser(no_network=True)))


@cache
def _names(kind: str) -> tuple[str, ...]:
    """Return the names of all elements or attributes ("element", "attribute") of the schema."""
    grammar = etree.parse(str(schema_path("lenin_tei.rng")), etree.XMLParser(no_network=True))
    return tuple(sorted({str(found.get("name")) for found in grammar.iter(RNG + kind) if found.get("name")}))


def check_schema(file: XMLFile) -> Iterator[Diagnostic]:
    """Yield S001 for every fault of a file, told once; nothing if RELAX NG finds it valid."""
    relaxng = _relaxng()
    if relaxng.validate(file.root):
        return
    reasons = list(relaxng.error_log)[:1] if _xsd().validate(file.root) else list(_xsd().error_log)
    doubled = _doubled_ids(file)
    told = set()
    for entry in reasons:
        element = find_element(file.root, entry.path or "")
        found = _ATTRIBUTE.search(entry.message)
        name = found[1] if found else ""
        key = (element, name or entry.type_name)
        if key in told or (name == "id" and element.get(XML + "id") in doubled):
            continue
        told.add(key)
        message = f"{explain(entry.message, element, name)} ({path_of(element)})"
        yield file.diagnostic(element, "S001", message, _as_typed(element, name))


def _doubled_ids(file: XMLFile) -> set[str]:
    """Return the values xml:id has more than once: R002 tells them."""
    counted = Counter(element.get(XML + "id") for element in file.root.iter("*"))
    return {name for name, times in counted.items() if name is not None and times > 1}


def find_element(root: etree._Element, path: str) -> etree._Element:
    """Return the element a path of libxml2 names (`/*/*[2]/ns:name[1]`), or the last one the path leads to."""
    element = root
    for step in path.split("/")[2:]:
        found = _STEP.fullmatch(step)
        if found is None:
            break
        prefix, name, number = found[1], found[2], int(found[3] or 1)
        children = [child for child in element.iterchildren("*") if name == "*" or _is(child, prefix, name)]
        if len(children) < number:
            break
        element = children[number - 1]
    return element


def _is(element: etree._Element, prefix: str | None, name: str) -> bool:
    return element.prefix == prefix and etree.QName(element).localname == name


def path_of(element: etree._Element) -> str:
    """Return the way to an element as a person reads it: TEI/text/body/div/p[3]."""
    steps = []
    around: etree._Element | None = element
    while around is not None:
        name = etree.QName(around).localname
        parent = around.getparent()
        alike = [] if parent is None else [child for child in parent.iterchildren("*") if child.tag == around.tag]
        steps.append(f"{name}[{alike.index(around) + 1}]" if len(alike) > 1 else name)
        around = parent
    return "/".join(reversed(steps))


def _as_typed(element: etree._Element, name: str) -> str | None:
    """Return an attribute's name with its prefix, None for no attribute."""
    return f"xml:{name}" if name and element.get(name) is None and element.get(XML + name) is not None else name or None


def explain(message: str, element: etree._Element, attribute: str) -> str:
    """Return what libxml2 says about an element, in words that name the way out."""
    tag = etree.QName(element).localname
    if attribute:
        return _explain_attribute(message, element, tag, attribute)
    if "Missing child element" in message:
        return f"<{tag}> lacks something; {_expected(message)}"
    if "not expected" in message or "No matching global" in message:
        return _explain_misplaced(message, element, tag)
    if "Character content" in message or "expect text" in message:
        return f"<{tag}> holds elements only; put the text into one of them, or remove it"
    if "content is not allowed" in message or "no element content" in message:
        return f"<{tag}> must be empty; remove what stands in it"
    return _NAME.sub("", message).rstrip(".")


def _explain_misplaced(message: str, element: etree._Element, tag: str) -> str:
    """Return why an element cannot stand where it does: of another namespace, unknown, or in the wrong place."""
    parent = element.getparent()
    if not str(element.tag).startswith(TEI):
        namespace = etree.QName(element).namespace or "none"
        return f"<{tag}> is no TEI element (namespace {namespace}); remove it, or change its namespace"
    if tag not in _names("element"):
        near = _near(tag, "element")
        return f"<{tag}> is no element of the encoding; {near or 'see docs/reference/encoding.md for what there is'}"
    if parent is None:
        return f"a file cannot begin with <{tag}>; begin with <TEI>"
    return f"<{tag}> cannot stand here in <{etree.QName(parent).localname}>; {_expected(message)}"


def _explain_attribute(message: str, element: etree._Element, tag: str, attribute: str) -> str:
    """Return what is wrong with an attribute: not allowed, missing, or with a value that cannot be."""
    if "not allowed" in message and "value" not in message:
        near = "" if attribute in _names("attribute") else _near(attribute, "attribute", sign="@")
        return f"@{attribute} cannot stand on <{tag}>; {near or 'remove it'}"
    if "required but missing" in message:
        return f"<{tag}> needs @{attribute}; add it"
    value = element.get(attribute, element.get(XML + attribute, ""))
    typed = f'{attribute}="{value}" of <{tag}>'
    allowed = _SET.search(message)
    if allowed:
        values = [str(found) for found in re.findall(r"'([^']*)'", allowed[1])]
        meant = get_close_matches(value, values, 1)
        return f"{typed} is not allowed; " + (f"did you mean {meant[0]}?" if meant else f"write {_few(values)}")
    kind = _TYPE.search(message)
    return f"{typed} is {VALUES.get(kind[1] if kind else '', 'not allowed; see docs/reference/encoding.md')}"


def _expected(message: str) -> str:
    """Return the names libxml2 expected, the common ones first; those of groups ("model.block") are left out."""
    found = _EXPECTED.search(message)
    names = [] if found is None else [_NAME.sub("", name) for name in found[1].split(", ")]
    named = [name for name in names if "." not in name and "#" not in name and "*" not in name]
    if len(names) != len(named) and not named:
        return "something else is expected"
    named.sort(key=lambda name: COMMON.index(name) if name in COMMON else len(COMMON))
    return f"expected {_few(named)}" if named else "nothing more is expected"


def _few(names: Sequence[str]) -> str:
    """Return a few of *names* in words."""
    shown = [*names[:FEW], "…"] if len(names) > FEW else list(names)
    return " or ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _near(name: str, kind: str, *, sign: str = "") -> str:
    """Return "did you mean x?" where a name of the schema is close to *name*."""
    near = get_close_matches(name, _names(kind), 1)
    return f"did you mean {sign or '<'}{near[0]}{'' if sign else '>'}?" if near else ""
