"""A Schematron schema as values, inclusions and abstract patterns and rules already worked in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class SchematronError(Exception):
    """The schema at *path* cannot be used, for what is wrong at *line*."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Let:
    """A variable and the expression it stands for."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message: literal ``text``, or an expression to evaluate (``value-of``, ``name``)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """One <assert> (``report`` false) or <report>."""

    report: bool
    test: str
    role: str
    id: str
    message: tuple[Part, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What is asserted of the nodes of a context."""

    context: str
    lets: tuple[Let, ...]
    assertions: tuple[Assertion, ...]
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class RulePattern:
    """Rules of which the first that fits a node is the only one to judge it."""

    id: str
    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """An <xsl:key>."""

    name: str
    match: str
    use: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A whole schema; ``refused`` names what is in it that cannot run, by line."""

    path: str
    version: int
    namespaces: Mapping[str, str]
    lets: tuple[Let, ...]
    patterns: tuple[RulePattern, ...]
    phases: Mapping[str, tuple[str, ...]]
    phase_lets: Mapping[str, tuple[Let, ...]]
    default_phase: str
    keys: tuple[Key, ...]
    refused: tuple[tuple[int, str], ...] = ()
