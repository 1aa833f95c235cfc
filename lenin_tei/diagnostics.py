"""The one language of problems: `Diagnostic` says where and what, `RULES` says what a code means and what to do.

`RULES` is the only list of codes; `lenin-tei explain` and docs/reference/diagnostics.md are written from it. A code is
a family letter and three digits, and is never used again for something else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lenin_tei.rules import TABLE

FAMILIES = {
    "T": "transcription",
    "N": "names",
    "X": "XML",
    "S": "schema",
    "R": "references",
    "H": "house rules",
    "F": "fidelity",
    "P": "platform fitness",
    "C": "corpus",
}


class LeninTeiError(Exception):
    """Something the user must mend before we can run: one line, exit code 2."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


def one_line(words: str) -> str:
    """Return words that quote anybody's text or file name, fit for one line of a terminal: no control characters."""
    if words.isprintable():
        return words
    return "".join(f"\\x{ord(char):02x}" if ord(char) < 32 or 127 <= ord(char) < 160 else char for char in words)


class Rule(NamedTuple):
    """What a code stands for: `severity` is "error" (not valid or not faithful) or "warning" (a person should look)."""

    severity: str
    title: str
    explanation: str
    example: str
    instead: str


RULES: dict[str, Rule] = {code: Rule(*row) for code, row in TABLE.items()}


class Diagnostic(NamedTuple):
    """One problem at one place; line and column count from 1, and 0 means the file as a whole.

    *end_line* and *end_column*, where they are known, are the place behind the tag or text concerned: there jing puts
    its errors.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    end_line: int = 0
    end_column: int = 0

    @property
    def severity(self) -> str:
        """The severity of the rule: "error" or "warning"."""
        return RULES[self.code].severity


Report = Callable[[Diagnostic], None]
