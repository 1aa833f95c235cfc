"""Saxon runs the contexts and tests of a rule set over a document: the reference for the project's own engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lenin_tei.schematron import Schema
from lenin_tei.schematron.compiling import NAMESPACES, alternatives

NUMBER = "count(ancestor-or-self::* | preceding::*)"


class Saxon:
    """A processor with the namespaces of a rule set; without lets, `current()` being the context node."""

    def __init__(self, schema: Schema) -> None:
        from saxonche import PySaxonProcessor

        self.processor: Any = PySaxonProcessor(license=False)
        self.schema = schema

    def failures(self, path: Path) -> set[tuple[str, int, int]]:
        """Return rule, number of the check and number of the element for every check that does not hold."""
        document = self.processor.parse_xml(xml_file_name=str(path))
        xpath = self.processor.new_xpath_processor()
        for prefix, uri in (NAMESPACES | dict(self.schema.namespaces)).items():
            xpath.declare_namespace(prefix, uri)
        found = set()
        for pattern in self.schema.patterns:
            seen: set[str] = set()
            for rule in pattern.rules:
                xpath.set_context(xdm_item=document)
                context = " | ".join(one if one.startswith("/") else f"//{one}" for one in alternatives(rule.context))
                for node in list(xpath.evaluate(context) or ()):
                    xpath.set_context(xdm_item=node)
                    identity = str(xpath.evaluate_single("generate-id(.)"))
                    if identity in seen:
                        continue
                    seen.add(identity)
                    number = int(str(xpath.evaluate_single(f"(. | ..)[last()] ! {NUMBER}")))
                    for index, check in enumerate(rule.checks):
                        test = let_in(rule.lets, check.test).replace("current()", ".")
                        if xpath.effective_boolean_value(test) == (check.kind == "report"):
                            found.add((f"{pattern.name}, line {rule.line}", index, number))
        return found


def let_in(lets: tuple[Any, ...], test: str) -> str:
    """Return a test within the variables it sees."""
    return "".join(f"let ${let.name} := ({let.value}) return " for let in lets) + f"({test})"
