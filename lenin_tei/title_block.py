"""The heads before the text, as facts: author, title, subtitle, date.

In: named parts. Out: facts for the titleStmt, in order, without note markers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lenin_tei.model import Fact
from lenin_tei.notes import find_markers
from lenin_tei.parts import Part
from lenin_tei.patterns import lazy
from lenin_tei.source import Span
from lenin_tei.wording import NUMERAL_ONLY, between_names, is_date, is_person

NO_NAME = frozenset(
    """the a an on to in of for from with at against about letter letters speech report note notes correspondence
    our own special correspondent staff""".split()
)
EDITORS = frozenset({"the editor", "the editors", "editor", "editors"})
NUMBERED = lazy(r"(?:[IVXL]{2,7}|\d{1,3})[.):]")
WITH_YEAR = lazy(r"(?P<name>[^\d\n]{3,60}?),? \(?(?P<year>1[5-9]\d\d|20[0-2]\d)\)?")
SIGNATURES = frozenset({"signed", "closing"})
BY = lazy(r"[Bb][Yy]\s+(?=[^\W\d_a-z])")


def is_author_line(words: str) -> bool:
    """Whether the first line of the title block is a person's name: two words or more, no number, no article."""
    plain = re.sub(r"[’']s$", "", words)
    parts = plain.lower().split()
    if is_editor(plain):
        return True
    if NUMBERED.match(plain) or NO_NAME.intersection(parts):
        return False
    return is_person(plain) and (len(parts) > 1 or "." in plain)


def is_editor(words: str) -> bool:
    """Whether a line in the place of an author names an office, and no person that the header could name."""
    return words.strip("[]().").lower() in EDITORS


def author_behind_by(text: str, span: Span) -> Span | None:
    """Return the name in a line "by Anna Holm"; None for any other line."""
    found = BY.match(text, span.start, span.end)
    if not found or list(find_markers(text, span)):
        return None
    return Span(found.end(), span.end) if is_author_line(text[found.end() : span.end]) else None


def author_with_year(text: str, first: Part, parts: Sequence[Part]) -> tuple[Span, Span] | None:
    """Return the name and the year in a first line "Anna Holm 1919"; None where nothing shows that it is a name.

    An initial shows it, or a signature, or a line of front matter that says by whom the text is.
    """
    found = WITH_YEAR.fullmatch(text, *first.stretch.span)
    if not found or not is_author_line(found["name"]):
        return None
    surname, by = found["name"].split()[-1].lower(), f"by {found['name'].lower()}"
    shown = any(
        (part.kind in SIGNATURES and surname in part.text.lower()) or (part.kind == "meta" and by in part.text.lower())
        for part in parts
    )
    return (Span(*found.span("name")), Span(*found.span("year"))) if shown or "." in found["name"] else None


def marker_free(text: str, span: Span) -> str:
    """Return the words of a head on one line, without note markers."""
    words = text[span.start : span.end]
    for marker in reversed(list(find_markers(text, span))):
        words = words[: marker.span.start - span.start] + words[marker.span.end - span.start :]
    return " ".join(words.split()).rstrip(" ^") or " ".join(text[span.start : span.end].split())


def is_issue(text: str, heads: Sequence[Part], meta: str) -> bool:
    """Whether the first head is a journal with its date, and the front matter names that journal."""
    journal, comma, date = marker_free(text, heads[0].stretch.span).rpartition(", ")
    return bool(comma and journal) and is_date(date) and journal.removeprefix("The ").lower() in meta.lower()


def is_series(text: str, heads: Sequence[Part]) -> bool:
    """Whether the first head is that of a collection, and the title under it says who writes to whom."""
    above, title = (marker_free(text, part.stretch.span) for part in heads[:2])
    return not is_author_line(above) and between_names(title) is not None and between_names(above) is None


def title_facts(text: str, parts: Sequence[Part]) -> Iterator[Fact]:
    """Yield author and titles from the heads before the text."""
    heads = []
    for part in parts:
        if part.kind == "head":
            heads.append(part)
        elif part.kind not in ("rule", "nav", "epigraph", "page"):
            break
    named = False
    numbers: list[Fact] = []
    meta = next((part.text for part in parts if part.kind == "meta"), "")
    place = 1 if len(heads) > 1 and (is_issue(text, heads, meta) or is_series(text, heads)) else 0
    for number, part in enumerate(heads):
        words = marker_free(text, part.stretch.span)
        if number == place and (len(heads) > 1 or "." in words) and part.lines == 1 and is_author_line(words):
            if not is_editor(words):
                yield Fact("titleStmt", "author", words, part.stretch.span)
        elif number < place:
            numbers.append(Fact("titleStmt", "title", words, part.stretch.span, {"type": "sub"}))
        elif number == place and len(heads) > 1 and (found := author_with_year(text, part, parts)):
            yield Fact("titleStmt", "author", text[slice(*found[0])], found[0])
            yield Fact("creation", "date", text[slice(*found[1])], found[1], {"type": "heading"})
        elif part.lines == 1 and (name := author_behind_by(text, part.stretch.span)):
            yield Fact("titleStmt", "author", text[name.start : name.end], name)
        elif named and NUMERAL_ONLY.fullmatch(words):
            continue  # the number of a section is no title
        elif NUMERAL_ONLY.fullmatch(words) and number + 1 < len(heads) and not named:
            numbers.append(Fact("titleStmt", "title", words, part.stretch.span, {"type": "sub"}))  # in a collection
        elif is_date(words):
            yield Fact("creation", "date", words, part.stretch.span, {"type": "heading"})
        else:
            yield Fact("titleStmt", "title", words, part.stretch.span, {"type": "sub" if named else "main"})
            named = True
            yield from numbers
            numbers = []
    if not named and heads:
        words = marker_free(text, heads[0].stretch.span)
        yield Fact("titleStmt", "title", words, heads[0].stretch.span, {"type": "main"})
