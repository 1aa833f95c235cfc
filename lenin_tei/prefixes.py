"""Private prefixes in pointers (`psn:lenin`), resolved as the file's listPrefixDef says (TEI Guidelines 17.2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lenin_tei.xmlfile import XMLFile

TEI = "{http://www.tei-c.org/ns/1.0}"
# Schemes everybody knows; any other word before a colon is a prefix of somebody's own.
SCHEMES = frozenset(
    "http https ftp file mailto urn doi info tag data tel geo ark hdl isbn iiif news oai about cid mid ws wss".split()
)
# What a browser runs, or shows as a page that may run something.
_RUN = re.compile(r"(?:javascript|vbscript|livescript|mocha):|data:(?!image/(?!svg)|audio/|video/|font/)")
# What browsers pass over before they look at the scheme.
_PASSED_OVER = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")
_PREFIX = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(?!//)")
# A pattern is used only if it cannot run away: characters and classes, groups that are not repeated, two repetitions.
_CHARACTER = r"\\[A-Za-z.\-+*?()\[\]{}|\\^$/]|\[\^?(?:\\.|[^\]\\\[])+\]|[^\\\[\](){}*+?|^$]"
_TAME = re.compile(rf"(?:(?:{_CHARACTER})(?:[*+?]|\{{\d{{1,3}}(?:,\d{{0,3}})?\}})?|\((?!\?)|\)(?![*+?{{]))*")
_REPETITION = re.compile(r"(?<!\\)[*+{]")
_LONGEST = 300


def is_run(pointer: str) -> bool:
    """Whether a browser that follows *pointer* runs it as a program."""
    return ":" in pointer and _RUN.match(_PASSED_OVER.sub("", pointer[:_LONGEST]).lower()) is not None


@dataclass(frozen=True, slots=True)
class Prefixes:
    """The prefixes a file declares: for each, patterns with their replacements, in order."""

    definitions: dict[str, tuple[tuple[re.Pattern[str], str], ...]]

    def resolve(self, pointer: str) -> str | None:
        """Return what a pointer stands for, itself if it has no prefix; None if its prefix is declared nowhere.

        A prefix that is declared by a pattern we do not run gives "", which points nowhere and is not judged.
        """
        found = _PREFIX.match(pointer)
        if found is None or pointer.startswith("#"):
            return pointer
        if found[1] not in self.definitions:
            return pointer if found[1].lower() in SCHEMES else None
        rest = pointer[found.end() :][:_LONGEST]
        for pattern, replacement in self.definitions[found[1]]:
            match = pattern.fullmatch(rest)
            if match:
                return _filled(replacement, match)
        return ""


def _filled(replacement: str, match: re.Match[str]) -> str:
    """Return a replacement with $1, $2 … filled in."""
    groups = ["", *(group or "" for group in match.groups())]
    return re.sub(r"\$(\d)", lambda sign: (groups[int(sign[1]) :] or [""])[0], replacement)


def read_prefixes(file: XMLFile) -> Prefixes:
    """Return the prefixes that the prefixDef elements of a file declare."""
    definitions: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
    for element in file.root.iter(TEI + "prefixDef"):
        ident, typed = element.get("ident", ""), element.get("matchPattern", "")
        patterns = definitions.setdefault(ident, ())
        if len(typed) <= _LONGEST and _TAME.fullmatch(typed) and len(_REPETITION.findall(typed)) <= 2:
            try:
                pattern = re.compile(typed)
            except re.error:
                continue
            definitions[ident] = (*patterns, (pattern, element.get("replacementPattern", "")))
    return Prefixes(definitions)
