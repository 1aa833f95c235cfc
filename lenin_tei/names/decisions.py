"""Decisions: what editors decided about the names and slips of a document, in a TOML file beside it.

    [[correct]]                                   # a slip: becomes choice with sic and corr (TEI Guidelines, 3.5.1)
    quote = "it has ceased to he feasible"        # words of the transcription; white space may differ
    words = "he"                                  # the words meant, once in the quote; without it the whole quote
    corr = "be"

    [[accept]]    as = "person", ref = "#person-x"    mark these words (both may be left out where the tool knows them)
    [[reject]]                                        mark nothing on exactly these words
    [[retype]]    as = "org"                          another kind of name
    [[relink]]    ref = "#person-y"                   another entry, or "" for none

`form = "the Party"` instead of `quote` speaks of every mention of that form in the document. `by` and `cert` say whose
decision it is and how sure. Accepting a longer or a shorter stretch merges or splits names: what it crosses gives way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.patterns import lazy
from lenin_tei.source import Span
from lenin_tei.tomlfile import WORD, line_of, read_toml

VERBS = ("accept", "reject", "retype", "relink", "correct")
ALLOWED = {
    "accept": {"as", "ref"},
    "reject": set(),
    "retype": {"as", "ref"},
    "relink": {"ref"},
    "correct": {"corr", "sic"},
}
NEEDED = {"accept": (), "reject": (), "retype": ("as",), "relink": ("ref",), "correct": ("corr",)}
COMMON_KEYS = {"quote", "words", "form", "by", "cert", "note"}
KINDS = ("person", "place", "org", "event", "treaty", "work", "group", "date")
CERTAINTIES = ("high", "medium", "low", "unknown")
TABLE_LINE = lazy(r"^\s*\[\[\s*(\w+)\s*\]\]")


class Decision(NamedTuple):
    """One verdict. `kind` and `ref` are None where it leaves them to the register; `ref` "" means no entry.

    A *shared* one comes from the file of the whole corpus: that its form is not in every document is no fault.
    """

    verb: str
    line: int
    quote: str = ""
    words: str = ""
    form: str = ""
    kind: str | None = None
    ref: str | None = None
    corr: str = ""
    by: str = "editor"
    cert: str = "high"
    note: str = ""
    path: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that hold for a document, in order: what comes later is stronger."""

    path: str = ""
    all: tuple[Decision, ...] = ()

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.all)


NO_DECISIONS = Decisions()


def combined(corpus: Decisions, document: Decisions) -> Decisions:
    """Return the decisions of the corpus and of one document as one; the document's are stronger."""
    return Decisions(document.path, (*(each._replace(shared=True) for each in corpus), *document))


def load_decisions(data: bytes, path: str) -> Decisions:
    """Read a decisions file; a fault in it raises `LeninTeiError` with file and line."""
    text, tables = read_toml(data, path)
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := TABLE_LINE.match(line):
            lines.setdefault(header[1], []).append(number)
    made = []
    for verb, entries in tables.items():
        if verb not in VERBS or not isinstance(entries, list):
            raise LeninTeiError(f"{path}:{line_of(text, '', verb)}: {verb!r} is no kind of decision; write [[accept]], "
                                "[[reject]], [[retype]], [[relink]] or [[correct]]")  # fmt: skip
        for number, entry in enumerate(entries):
            there = lines.get(verb, [])
            made.append(read_decision(verb, entry, path, there[number] if number < len(there) else 1))
    return Decisions(path, tuple(sorted(made, key=lambda decision: decision.line)))


def read_decision(verb: str, entry: object, path: str, line: int) -> Decision:
    """Return one decision, checked."""
    if not isinstance(entry, dict):
        raise LeninTeiError(f"{path}:{line}: a decision is a table; write [[{verb}]] above its lines")
    for key, value in entry.items():
        if key not in COMMON_KEYS | ALLOWED[verb]:
            raise LeninTeiError(f"{path}:{line}: [[{verb}]] has no {key!r}")
        if not isinstance(value, str):
            raise LeninTeiError(f"{path}:{line}: {key} must be a string in quotation marks")
    if bool(entry.get("quote")) == bool(entry.get("form")):
        raise LeninTeiError(f"{path}:{line}: a decision needs either quote or form")
    for key in NEEDED[verb]:
        if key not in entry:
            raise LeninTeiError(f"{path}:{line}: [[{verb}]] needs {key}")
    if verb == "correct" and not entry.get("quote"):
        raise LeninTeiError(f"{path}:{line}: [[correct]] needs quote: a slip is corrected in one place")
    if entry.get("as", "person") not in KINDS:
        raise LeninTeiError(f"{path}:{line}: as must be one of {', '.join(KINDS)}")
    if entry.get("cert", "high") not in CERTAINTIES:
        raise LeninTeiError(f"{path}:{line}: cert must be one of {', '.join(CERTAINTIES)}")
    if not WORD.fullmatch(entry.get("by", "editor")):
        raise LeninTeiError(f"{path}:{line}: by must be one word, a letter first; it becomes the id of that editor")
    words = entry.get("words") or entry.get("sic") or ""
    if words and entry.get("quote", "").count(words) == 0:
        raise LeninTeiError(f"{path}:{line}: the words {words!r} do not stand in the quote")
    ref = entry.get("ref")
    return Decision(
        verb, line, entry.get("quote", ""), words, entry.get("form", ""), entry.get("as"),
        None if ref is None else ref.removeprefix("#"), entry.get("corr", ""), entry.get("by", "editor"),
        entry.get("cert", "high"), entry.get("note", ""), path,
    )  # fmt: skip


def pattern(words: str) -> str:
    """Return a regular expression for these words with any white space between them."""
    return r"\s+".join(re.escape(word) for word in words.split())


def whole(words: str) -> str:
    """Return the pattern of these words that does not begin or end inside a word."""
    before, after = r"(?<!\w)" if words.strip()[:1].isalnum() else "", r"(?!\w)" if words.strip()[-1:].isalnum() else ""
    return before + pattern(words) + after


def find_quote(text: str, decision: Decision) -> list[Span]:
    """Return every place the decision's words stand at; none or several mean that it does not fit.

    Words that stand more than once in the quote are taken where they stand as whole words, if that is one place.
    """
    found = []
    for quote in re.finditer(whole(decision.quote), text):
        inner = inner_spans(quote.group(), decision.words) if decision.words else [Span(0, len(quote.group()))]
        found += [Span(quote.start() + start, quote.start() + end) for start, end in inner]
    return found


def inner_spans(quote: str, words: str) -> list[Span]:
    """Return where the words stand in the quote: as whole words, or else anywhere."""
    as_words = [Span(*found.span()) for found in re.finditer(whole(words), quote)]
    return as_words or [Span(*found.span()) for found in re.finditer(pattern(words), quote)]


def find_form(text: str, form: str) -> Iterator[Span]:
    """Yield every place where the form stands as whole words."""
    for found in re.finditer(whole(form), text):
        yield Span(*found.span())
