"""A Schematron rule set as values, with abstract patterns, abstract rules and inclusions resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class SchematronError(Exception):
    """A rule set that cannot be used: one line, with the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Let:
    """A variable: its name and the XPath of its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message: "text", or "value" and "name" with an XPath whose value or name is put in."""

    kind: str
    content: str


@dataclass(frozen=True, slots=True)
class Check:
    """One assert or report: its XPath, what it says, and its severity ("error" or "warning")."""

    kind: str
    test: str
    message: tuple[Piece, ...]
    severity: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is checked of the nodes that a context fits; *line* is its place in the rule set."""

    context: str
    lets: tuple[Let, ...]
    checks: tuple[Check, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """Rules of which the first that fits a node counts."""

    name: str
    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A choice of patterns, with variables of its own."""

    patterns: frozenset[str]
    lets: tuple[Let, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A whole rule set; *faults* are its constructs that cannot be run, in words."""

    path: str
    binding: str
    namespaces: Mapping[str, str]
    lets: tuple[Let, ...]
    patterns: tuple[Pattern, ...]
    phases: Mapping[str, Phase]
    default_phase: str = ""
    faults: tuple[str, ...] = ()

    def active(self, phase: str = "") -> tuple[tuple[Let, ...], tuple[Pattern, ...]]:
        """Return the variables and patterns of a phase: "#ALL", "#DEFAULT", "" (the default, else all) or its name."""
        name = self.default_phase if phase in ("", "#DEFAULT") else phase
        if name in ("", "#ALL"):
            return self.lets, self.patterns
        if name not in self.phases:
            known = ", ".join(sorted(self.phases)) or "none"
            raise SchematronError(f"{self.path} has no phase {name}; it has {known}")
        chosen = self.phases[name]
        return self.lets + chosen.lets, tuple(one for one in self.patterns if one.name in chosen.patterns)
