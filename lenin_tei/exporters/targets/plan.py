"""What a platform wants written, as data: the table `[target]` of its file in `platforms/`.

The same file says what the platform ignores (`[[check]]`, read by `fitness.py`) and, for people, what it reads and
where we write that (`[[reads]]`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.fitness import FOLDER
from lenin_tei.patterns import lazy

KEYS: Mapping[str, str] = {
    "about": "one line for `target list`",
    "documents": 'where each document goes, `{stem}` is its name without ending; `""` where none is written',
    "id": "the xml:id of `TEI`; left out: what the document has, else `{stem}`",
    "pointers": 'how a mention names its entry: `ref` (`ref="#id"`), `key` (`key="id"`), or `leave`',
    "names": "which elements mention in the text: `rs`, `names` (persName, placeName, orgName), or `leave`",
    "registers": "where entries go: `files`, `sourceDesc`, `particDesc`, `standOff`, or `leave`",
    "files": 'with `registers = "files"`: the file of each kind of entry',
    "kinds": "the kinds of entries that are moved; others stay where they are",
    "ids": "elements of the text that get an xml:id where they have none",
    "instructions": "processing instructions before `TEI`",
    "steps": "changes that a table cannot say, by name, in order",
    "extras": "further files, by name",
    "settings": "what the editor may set with `--set`: name, default, sentence",
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "pointers": ("leave", "ref", "key"),
    "names": ("leave", "rs", "names"),
    "registers": ("leave", "files", "sourceDesc", "particDesc", "standOff"),
}
# Letters that both file systems and every edition of XML take in a name: Latin, Greek and Cyrillic ones.
_LETTERS = "a-z\u00df-\u00f6\u00f8-\u0131\u0134-\u013e\u0141-\u0148\u03b1-\u03ce\u0430-\u044f\u0451-\u045c"
_NO_NAME, _LETTER = lazy(f"[^{_LETTERS}0-9_.-]+"), lazy(f"[{_LETTERS}]")
_ENDING, _PARTS = lazy(r"(?:\.tei)?\.xml$", re.I), lazy(r"[/\\]")
KINDS = ("person", "place", "org", "event", "work")


@dataclass(frozen=True, slots=True)
class Setting:
    """Something the editor may set: the value it has otherwise, and what it is."""

    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Reads:
    """For the reference: what the platform looks for, and where we write it."""

    what: str
    reads: str
    written: str


@dataclass(frozen=True, slots=True)
class Target:
    """What is written for a platform; the fields are those of `KEYS`."""

    name: str
    title: str
    about: str
    documents: str
    id: str = ""
    pointers: str = "leave"
    names: str = "leave"
    registers: str = "leave"
    files: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = KINDS
    ids: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)
    reads: tuple[Reads, ...] = ()

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return all settings with those *given*; raise `LeninTeiError` for one that does not exist."""
        for name in given:
            if name not in self.settings:
                known = ", ".join(self.settings) or "none"
                raise LeninTeiError(f"{self.name} has no setting {name!r}; its settings are: {known}")
        return {name: setting.default for name, setting in self.settings.items()} | dict(given)


@cache
def target_names() -> tuple[str, ...]:
    """Return the names of all targets, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if "target" in _tables(path.stem)))


@cache
def load_target(name: str) -> Target:
    """Return a target; raise `LeninTeiError` for an unknown one."""
    if name not in target_names():
        raise LeninTeiError(f"{name} is no target known here; known are {', '.join(target_names())}")
    tables = _tables(name)
    return read_target(name, tables)


@cache
def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def read_target(name: str, tables: Mapping[str, Any]) -> Target:
    """Return the target that the tables of a platform file describe; raise `LeninTeiError` for what no target has."""
    table = dict(tables["target"])
    for key, value in table.items():
        if key not in KEYS:
            raise LeninTeiError(f"{name}.toml: unknown key {key!r} in [target]; known are {', '.join(KEYS)}")
        if key in CHOICES and value not in CHOICES[key]:
            raise LeninTeiError(f"{name}.toml: {key} can be {', '.join(CHOICES[key])}, not {value!r}")
    settings = {key: Setting(**value) for key, value in table.pop("settings", {}).items()}
    for key in ("kinds", "ids", "instructions", "steps", "extras"):
        if key in table:
            table[key] = tuple(table[key])
    reads = tuple(Reads(**row) for row in tables.get("reads", ()))
    return Target(name=name, title=tables["title"], settings=settings, reads=reads, **table)


def stem_of(path: str) -> str:
    """Return the name a document has on every platform: lower case, no spaces, a letter first, without ending."""
    name = _ENDING.sub("", _PARTS.split(path)[-1])
    slug = _NO_NAME.sub("-", name.lower()).strip("-.") or "document"
    return slug if _LETTER.match(slug) else f"doc-{slug}"
