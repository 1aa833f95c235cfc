"""References in words become the parts of a TEI `bibl` (TEI Guidelines 3.12.2).

What a transcription was made from, where a text was first published, which digital version it was taken from. In: a
stretch of a front-matter line and its offset. Out: `Piece`s in the order of the text, as typed. What is not sure is
left out: the line itself is kept literally elsewhere.
"""

from __future__ import annotations

import re

from lenin_tei.citations import Piece, Reading, is_exact, take_date, take_scopes
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile
from lenin_tei.titles import (
    INVERTED,
    find_candidate,
    find_titles,
    take_book,
    take_imprint,
    take_journal,
    take_title,
    take_titles,
)

LIMIT = 2000
MOST_DATES = 6
_IN_BOOK = lazy(r"\b(?:book|booklet|pamphlet|brochure):?\s+(?:\(in \w+\)\s+)?(?=[“\"‘A-Z])")
_QUALIFIED = lazy(r"\bin (?:part|full|(?:pamphlet|leaflet|abridged|brochure|book) form)\b", re.IGNORECASE)
# An author and a book in quotation marks: "Anna Holm, ‘The Lamps of Bergen (1901-1912)’, …".
_QUOTED_TITLE = lazy(
    r"\s*(?P<author>(?:[A-Z][\w.’-]*\s){1,3}[A-Z][\w’-]+),?\s[‘'“](?P<title>[A-Z][^‘’'“”]{5,120})[’'”](?=[,.]?\s|,|$)"
)
_IN_FULL = lazy(r",?;?\s+and\s+(?=in full in\s)")
_SECOND_JOURNAL = lazy(
    r"(?:\s+and\s+|;\s*)(?=(?:in\s)?(?:the\s)?(?:[a-z]+\s|\d{4}\s){0,6}[A-Z“][^,;.]{1,60}?,?\s?\bNos?\.?\s?\d)"
)


def read_edition(text: str, base: int, profile: Profile) -> list[Piece]:
    """Read an edition: "Lenin’s Collected Works, Progress Publishers, Moscow, Volume 28, 1974, pages 100-103"."""
    reading = Reading(text[:LIMIT], base, profile)
    if _is_archival(reading):
        return []
    if inverted := INVERTED.match(text, len(text) - len(text.lstrip())):
        reading.take("author", *inverted.span("author"))
    scope = take_scopes(reading)
    quoted = None if reading.has("biblScope", "issue") else _QUOTED_TITLE.match(reading.rest)
    take_date(reading, last=True)
    if quoted and not is_exact(reading):
        reading.take("author", *quoted.span("author"))
        reading.take("title", *quoted.span("title"), level="m")
    if reading.has("biblScope", "issue") and scope is not None:
        take_journal(reading, scope)
    take_imprint(reading)
    titles = find_titles(reading)
    if reading.has("title"):
        journal = next(piece.span.start for piece in reading.pieces if piece.element == "title") - base
        if len(titles) == 1 and titles[0].span.end < journal:
            reading.take("title", *titles[0].span, level="a")
    elif titles:
        take_titles(reading, titles)
        _doubt_year(reading, text)
    return sorted(reading.pieces, key=lambda piece: piece.span)


def _is_archival(reading: Reading) -> bool:
    """Say whether a document of an archive is described: it has no title that could be cited."""
    first = next(reading.segments(), None)
    words = reading.rest[first.start : first.end].split() if first else []
    return any(word.strip(".,’“”") in reading.profile.archival for word in words)


def _doubt_year(reading: Reading, text: str) -> None:
    """Drop a year behind the name of a congress: it is the year of the congress."""
    titles = "".join(
        text[piece.span.start - reading.base : piece.span.end - reading.base]
        for piece in reading.pieces
        if piece.element == "title"
    )
    if any(word in titles for word in ("Congress", "Conference", "Proceedings")) and not is_exact(reading):
        reading.pieces = [piece for piece in reading.pieces if piece.element != "date"]


def read_publication(text: str, base: int, profile: Profile) -> list[list[Piece]]:
    """Read where a text was first published; two journals give two lists of pieces."""
    text = text[:LIMIT]
    cut = _IN_FULL.search(text) or _SECOND_JOURNAL.search(text)
    if cut and (text.startswith("in full", cut.end()) or re.search(r"\bNos?\.?\s?\d", text[: cut.start()])):
        first = _read_one(text[: cut.start()], base, profile)
        return [first, *read_publication(text[cut.end() :], base + cut.end(), profile)]
    return [pieces] if (pieces := _read_one(text, base, profile)) else []


def _read_one(text: str, base: int, profile: Profile) -> list[Piece]:
    reading = Reading(text, base, profile)
    if book := _IN_BOOK.search(text):
        take_book(reading, book.end())
    scope = take_scopes(reading)
    take_date(reading)
    if note := _QUALIFIED.search(reading.rest):
        reading.take("note", *note.span())
    else:
        _take_language(reading)
    if reading.has("biblScope", "issue") and scope is not None and not reading.has("title"):
        take_journal(reading, scope)
    take_imprint(reading)
    if not reading.has("title") and (titles := find_titles(reading)):
        take_title(reading, titles[0])
    return sorted(reading.pieces, key=lambda piece: piece.span)


def read_publisher(text: str, base: int, profile: Profile) -> list[Piece]:
    """Read "Progress Publishers, Moscow, 1970": the first name is the publisher, whatever words it holds."""
    reading = Reading(text[:LIMIT], base, profile)
    take_date(reading, last=True)
    take_imprint(reading)
    if not reading.has("publisher") and (names := find_titles(reading)):
        reading.take("publisher", *names[0].span)
    return sorted(reading.pieces, key=lambda piece: piece.span)


def read_version(text: str, base: int, profile: Profile) -> list[list[Piece]]:
    """Read a digital version: "marx.org in 1997, marxists.org 1999" gives two lists of pieces."""
    reading = Reading(text[:LIMIT], base, profile)
    while len(reading.pieces) < MOST_DATES and take_date(reading):
        pass
    for segment in list(reading.segments()):
        candidate = find_candidate(reading, segment.start, segment.end)
        if candidate and not segment.bracketed and reading.rest[candidate.span.start].isalpha():
            reading.take("publisher", *candidate.span)
    versions: list[list[Piece]] = []
    for piece in sorted(reading.pieces, key=lambda piece: piece.span):
        if not versions or (piece.element == "publisher" and any(one.element == "publisher" for one in versions[-1])):
            versions.append([])
        versions[-1].append(piece)
    named = [pieces for pieces in versions if any(piece.element == "publisher" for piece in pieces)]
    return named or versions


def _take_language(reading: Reading) -> None:
    for language in re.finditer(r"\bin ([A-Z][a-z]+)(?: translation)?\b", reading.rest):
        if language[1] in reading.profile.languages:
            reading.take("note", *language.span())
            return
