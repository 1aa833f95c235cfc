"""Schematron rules turned into XSLT for Saxon: the reference for the project's own engine."""

from __future__ import annotations

from html import escape
from typing import Any

from lenin_tei.schematron import RuleSet
from lenin_tei.schematron.model import Let, RulePattern

XSL = "http://www.w3.org/1999/XSL/Transform"
# The number of the element a node is, or is in.
NUMBER = "count(ancestor-or-self::*) + count((ancestor-or-self::*)[last()]/preceding::*)"

Fired = set[tuple[int, int, int, int]]


def attribute(name: str, text: str) -> str:
    return f'{name}="{escape(text)}"'


def variables(lets: tuple[Let, ...]) -> str:
    return "".join(f"<xsl:variable {attribute('name', let.name)} {attribute('select', let.value)}/>" for let in lets)


def pattern_templates(number: int, pattern: RulePattern) -> str:
    """Return the templates of one pattern, in a mode of their own, the first rule with the highest priority."""
    mode = f'mode="m{number}"'
    further = f'<xsl:apply-templates select="@*|node()" {mode}/>'
    made = [
        f'<xsl:template match="text()|comment()|processing-instruction()" {mode} priority="-5"/>',
        f'<xsl:template match="@*|node()|/" {mode} priority="-6">{further}</xsl:template>',
    ]
    for place, rule in enumerate(pattern.rules):
        tests = "".join(
            f"<xsl:if {attribute('test', one.test if one.report else f'not({one.test})')}>"
            f"<xsl:value-of select=\"concat('{number} {place} {index} ', {NUMBER}, '&#10;')\"/></xsl:if>"
            for index, one in enumerate(rule.assertions)
        )
        head = f'<xsl:template {attribute("match", rule.context)} {mode} priority="{1000 - place}">'
        made.append(f"{head}{variables((*pattern.lets, *rule.lets))}{tests}{further}</xsl:template>")
    return "".join(made)


def stylesheet(rules: RuleSet) -> str:
    """Return a stylesheet that writes pattern, rule, assertion and element for everything that fires."""
    namespaces = "".join(f" {attribute(f'xmlns:{prefix}', uri)}" for prefix, uri in rules.namespaces.items())
    keys = "".join(
        f'<xsl:key name="{key.name}" {attribute("match", key.match)} {attribute("use", key.use)}/>'
        for key in rules.keys
    )
    modes = "".join(f'<xsl:apply-templates select="." mode="m{number}"/>' for number in range(len(rules.patterns)))
    body = "".join(pattern_templates(number, pattern) for number, pattern in enumerate(rules.patterns))
    return (
        f'<xsl:stylesheet version="2.0" xmlns:xsl="{XSL}"{namespaces}><xsl:output method="text"/>{keys}'
        f'{variables(rules.lets)}<xsl:template match="/">{modes}</xsl:template>{body}</xsl:stylesheet>'
    )


class Saxon:
    """The rules as Saxon runs them."""

    def __init__(self, rules: RuleSet) -> None:
        from saxonche import PySaxonProcessor

        self.processor: Any = PySaxonProcessor(license=False)
        self.program = self.processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet(rules))

    def fired(self, document: str) -> Fired:
        """Return pattern, rule, assertion and element, by number, for everything that fires."""
        output = self.program.transform_to_string(xdm_node=self.processor.parse_xml(xml_text=document))
        lines = [tuple(map(int, line.split())) for line in (output or "").splitlines() if line.strip()]
        return {(line[0], line[1], line[2], line[3]) for line in lines}
