"""Name classes and names as a schema writes them (specification, sections 4.8 to 4.10 and 4.16)."""

from __future__ import annotations

from lenin_tei.relaxng.names import XMLNS_NAMESPACE, NameClass, expanded, split_name
from lenin_tei.relaxng.syntax import Node
from lenin_tei.relaxng.xml_names import is_ncname
from lenin_tei.relaxng.xsd_types import XML_SPACE


def qualified(node: Node, name: str, ns: str) -> str:
    """Return the expanded name of a QName in the schema."""
    prefix, colon, local = name.partition(":")
    if not colon:
        return expanded(ns, name)
    if not node.prefixes.get(prefix):
        raise node.fault(f'the prefix "{prefix}" of "{name}" is not declared')
    return expanded(node.prefixes[prefix], local)


def read_name_class(node: Node, ns: str, within: str = "") -> NameClass:
    """Return the name class of *node*; *within* is the wildcard whose exception it stands in (4.16)."""
    ns = node.attributes.get("ns", ns)
    if node.name == "name":
        text = node.text.strip(XML_SPACE)
        if not all(map(is_ncname, text.split(":", 1))):
            raise node.fault(f'"{text}" is not a name')
        return ("name", qualified(node, text, ns))
    if node.name == "choice":
        classes = [read_name_class(child, ns, within) for child in node.children]
        return _choose(classes)
    if (node.name == "anyName" and within) or within == "nsName":
        raise node.fault(f"<{node.name}> may not stand in the exception of <{within}>")
    exception = None
    if node.children:
        body = node.children[0]
        inner = body.attributes.get("ns", ns)
        exception = _choose([read_name_class(child, inner, node.name) for child in body.children])
    return ("any", exception) if node.name == "anyName" else ("ns", ns, exception)


def _choose(classes: list[NameClass]) -> NameClass:
    """Return the choice of the classes, balanced so that many names nest little."""
    if len(classes) == 1:
        return classes[0]
    middle = len(classes) // 2
    return ("choice", _choose(classes[:middle]), _choose(classes[middle:]))


def check_attribute_names(name_class: NameClass, node: Node) -> None:
    """Refuse attributes that are namespace declarations (4.16)."""
    if name_class[0] == "choice":
        check_attribute_names(name_class[1], node)
        check_attribute_names(name_class[2], node)
    elif name_class[0] != "any":
        namespace = split_name(name_class[1])[0] if name_class[0] == "name" else name_class[1]
        if name_class == ("name", "xmlns") or namespace == XMLNS_NAMESPACE:
            raise node.fault("namespace declarations are not attributes; xmlns cannot be named in a schema")
