"""A grammar written as a plain RELAX NG schema that libxml2 compiles quickly.

libxml2 takes seconds over the nested choices of classes that large schemas have; in the patterns kept here they are
flat and without doubles already.  Each element is a definition, and so is each larger pattern used more than once.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from lenin_tei.relaxng.grammar import Grammar
from lenin_tei.relaxng.names import NameClass, split_name
from lenin_tei.relaxng.patterns import (
    ATTRIBUTE,
    CHOICE,
    DATA,
    ELEMENT,
    EMPTY,
    GROUP,
    INTERLEAVE,
    LIST,
    NOT_ALLOWED,
    ONE_OR_MORE,
    TEXT,
    VALUE,
)
from lenin_tei.relaxng.syntax import RNG_NAMESPACE

_TAGS = {CHOICE: "choice", GROUP: "group", INTERLEAVE: "interleave", ONE_OR_MORE: "oneOrMore", LIST: "list"}
_PLAIN = {EMPTY: "<empty/>", NOT_ALLOWED: "<notAllowed/>", TEXT: "<text/>"}


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'


def write_name_class(name_class: NameClass) -> str:
    """Return a name class as XML."""
    kind = name_class[0]
    if kind == "name":
        namespace, local = split_name(name_class[1])
        return f"<name ns={_quoted(namespace)}>{local}</name>"
    if kind == "choice":
        return f"<choice>{write_name_class(name_class[1])}{write_name_class(name_class[2])}</choice>"
    inner = f"<except>{write_name_class(name_class[-1])}</except>" if name_class[-1] is not None else ""
    return f"<anyName>{inner}</anyName>" if kind == "any" else f"<nsName ns={_quoted(name_class[1])}>{inner}</nsName>"


class _Writer:
    """Writes the nodes of a flat grammar; those worth a definition of their own are referred to."""

    def __init__(self, grammar: Grammar) -> None:
        self.nodes = grammar.flat[1]
        uses = Counter(part for node in self.nodes for part in node[1])
        uses.update(content for _, content in grammar.flat[2])
        self.shared = {
            number
            for number, node in enumerate(self.nodes)
            if uses[number] > 1 and node[0] in (CHOICE, GROUP, INTERLEAVE, ONE_OR_MORE, ATTRIBUTE)
        }

    def refer(self, number: int) -> str:
        """Return a node in full, or a reference to its definition."""
        return f'<ref name="p{number}"/>' if number in self.shared else self.write(number)

    def write(self, number: int) -> str:
        """Return a node in full."""
        node = self.nodes[number]
        kind, parts = node[0], [self.refer(part) for part in node[1]]
        if kind in _PLAIN:
            return _PLAIN[kind]
        if kind in _TAGS:
            if kind == CHOICE and "<empty/>" in parts and len(parts) > 1:
                rest = [part for part in parts if part != "<empty/>"]
                inner = rest[0] if len(rest) == 1 else f"<choice>{''.join(rest)}</choice>"
                return f"<optional>{inner}</optional>"
            return f"<{_TAGS[kind]}>{''.join(parts)}</{_TAGS[kind]}>"
        if kind == ATTRIBUTE:
            return f"<attribute>{write_name_class(node[2])}{parts[0]}</attribute>"
        if kind == ELEMENT:
            return f'<ref name="e{node[2]}"/>'
        return _write_data(node, parts)


def _write_data(node: tuple[Any, ...], parts: list[str]) -> str:
    library, name, params = node[2]
    head = f"type={_quoted(name)} datatypeLibrary={_quoted(library)}"
    if node[0] == VALUE:
        prefixes = dict(node[4])
        ns = f" ns={_quoted(prefixes.pop(''))}" if "" in prefixes else ""
        declared = "".join(f" xmlns:{prefix}={_quoted(uri)}" for prefix, uri in prefixes.items() if prefix != "xml")
        return f"<value {head}{ns}{declared}>{escape(str(node[3]))}</value>"
    inner = "".join(f"<param name={_quoted(key)}>{escape(value)}</param>" for key, value in params)
    exception = f"<except>{parts[0]}</except>" if node[0] == DATA and parts else ""
    return f"<data {head}>{inner}{exception}</data>"


def flatten(grammar: Grammar) -> bytes:
    """Return the grammar as one RELAX NG schema without includes, nested choices or doubles, in UTF-8."""
    writer = _Writer(grammar)
    first, _, elements = grammar.flat
    lines = [f"<grammar xmlns={_quoted(RNG_NAMESPACE)}>", f"<start>{writer.refer(first)}</start>"]
    for number in sorted(writer.shared):
        lines.append(f'<define name="p{number}">{writer.write(number)}</define>')
    for place, (name_class, content) in enumerate(elements):
        body = writer.refer(content)
        lines.append(f'<define name="e{place}"><element>{write_name_class(name_class)}{body}</element></define>')
    return "\n".join([*lines, "</grammar>", ""]).encode()
