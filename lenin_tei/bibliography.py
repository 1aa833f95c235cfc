"""References in words become the parts of a TEI `bibl` (TEI Guidelines 3.12.2): what a transcription was made from,
where a text was first published, who published an edition.

In: a stretch of a front-matter line and its offset. Out: `Piece`s in the order of the text, as typed. What is not sure
is left out: the line itself is kept literally elsewhere.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lenin_tei.citations import CUT, Piece, Reading, is_exact, take_date, take_scopes
from lenin_tei.profile import Profile, is_prose
from lenin_tei.source import Span, trimmed

LIMIT = 2000
_IN_BOOK = re.compile(r"\b(?:book|booklet|pamphlet|brochure):?\s+(?:\(in \w+\)\s+)?(?=[“\"‘A-Z])")
_QUALIFIED = re.compile(r"\bin (?:part|full|(?:pamphlet|leaflet|abridged|brochure|book) form)\b", re.IGNORECASE)
_SECOND_JOURNAL = re.compile(r"\s+and\s+(?=(?:in\s)?(?:the\s)?(?:[a-z]+\s){0,4}[A-Z“][^,;.]{1,60}?\bNos?\.?\s?\d)")
_INVERTED = re.compile(r"(?P<author>[A-Z][\w’-]+, (?:[A-Z]\.\s?)+)\s?(?=[A-Z][a-z])")
_PERSON = re.compile(r"(?:[A-Z]\.\s?)+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*$|[A-Z]\.\s?(?:[A-Z][\w’'-]+\s?){1,3}$")
_NAME = re.compile(r"(?:[A-Z][\w’'-]*\.?\s){1,3}[A-Z][\w’'-]+$")
_NUMERAL = re.compile(r"\s(?P<value>[IVXLC]+)$")
_JOINED = re.compile(r"\s+(?:and|&)\s+|/")
_WORD = re.compile(r"[^\s]+")
_CONNECTORS = frozenset(
    [
        "du",
        "des",
        "de",
        "et",
        "of",
        "the",
        "and",
        "for",
        "i",
        "v",
        "za",
        "und",
        "der",
        "die",
        "das",
        "für",
        "la",
        "le",
        "&",
    ]
)
_LEADING = frozenset({"In", "As", "By", "From", "Published", "First", "Issued", "In:"})


class Candidate(NamedTuple):
    """A segment that may be a title: its place, and the lower-case words before it ("in the journal")."""

    span: Span
    before: frozenset[str]


def read_edition(text: str, base: int, profile: Profile) -> list[Piece]:
    """Read an edition: "Lenin’s Collected Works, Progress Publishers, Moscow, Volume 28, 1974, pages 100-103"."""
    reading = Reading(text[:LIMIT], base, profile)
    if _is_archival(reading):
        return []
    scope = take_scopes(reading)
    take_date(reading, last=True)
    if reading.has("biblScope", "issue") and scope is not None:
        _take_journal(reading, scope)
    _take_imprint(reading)
    titles = _titles(reading)
    if reading.has("title"):
        journal = next(piece.span.start for piece in reading.pieces if piece.element == "title") - base
        if len(titles) == 1 and titles[0].span.end < journal:
            reading.take("title", *titles[0].span, level="a")
    elif titles:
        _take_titles(reading, titles)
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
    cut = _SECOND_JOURNAL.search(text)
    if cut and re.search(r"\bNos?\.?\s?\d", text[: cut.start()]):
        first = _read_one(text[: cut.start()], base, profile)
        return [first, *read_publication(text[cut.end() :], base + cut.end(), profile)]
    return [pieces] if (pieces := _read_one(text, base, profile)) else []


def _read_one(text: str, base: int, profile: Profile) -> list[Piece]:
    reading = Reading(text, base, profile)
    if book := _IN_BOOK.search(text):
        _take_book(reading, book.end())
    scope = take_scopes(reading)
    take_date(reading)
    if note := _QUALIFIED.search(reading.rest):
        reading.take("note", *note.span())
    else:
        _take_language(reading)
    if reading.has("biblScope", "issue") and scope is not None and not reading.has("title"):
        _take_journal(reading, scope)
    _take_imprint(reading)
    if not reading.has("title") and (titles := _titles(reading)):
        _take_title(reading, titles[0])
    return sorted(reading.pieces, key=lambda piece: piece.span)


def read_publisher(text: str, base: int, profile: Profile) -> list[Piece]:
    """Read "Progress Publishers, Moscow, 1970": the first name is the publisher, whatever words it holds."""
    reading = Reading(text[:LIMIT], base, profile)
    take_date(reading, last=True)
    _take_imprint(reading)
    if not reading.has("publisher") and (names := _titles(reading)):
        reading.take("publisher", *names[0].span)
    return sorted(reading.pieces, key=lambda piece: piece.span)


def read_version(text: str, base: int, profile: Profile) -> list[list[Piece]]:
    """Read a digital version: "marx.org in 1997, marxists.org 1999" gives two lists of pieces."""
    reading = Reading(text[:LIMIT], base, profile)
    for _ in range(6):
        take_date(reading)
    for segment in list(reading.segments()):
        candidate = _candidate(reading, segment.start, segment.end)
        if candidate and not segment.bracketed and reading.rest[candidate.span.start].isalpha():
            reading.take("publisher", *candidate.span)
    versions: list[list[Piece]] = []
    for piece in sorted(reading.pieces, key=lambda piece: piece.span):
        if not versions or (piece.element == "publisher" and any(one.element == "publisher" for one in versions[-1])):
            versions.append([])
        versions[-1].append(piece)
    return [pieces for pieces in versions if any(piece.element == "publisher" for piece in pieces)]


def _take_book(reading: Reading, start: int) -> None:
    """Take the title of a book named as one: it may hold stops and years, and ends before its volume."""
    volume = re.search(r",?\s+Vol\b", reading.rest[start:])
    end = start + volume.start() if volume else len(reading.rest)
    while end > start and reading.rest[end - 1] in " .,;":
        end -= 1
    if inverted := _INVERTED.match(reading.rest, start, end):
        reading.take("author", *inverted.span("author"))
        start = inverted.end()
    reading.take("title", start, end, level="m")


def _take_journal(reading: Reading, scope: int) -> None:
    """Take the title that stands before volume or number: the capitalised words and what joins them."""
    head = reading.rest[:scope].rstrip(f" \xa0,;{CUT}")
    head = head.removesuffix(" in").rstrip(f" \xa0,;{CUT}")
    if head.endswith(")") and (opened := head.rfind("(")) > 0:
        place = trimmed(head, Span(opened + 1, len(head) - 1))
        if head[place.start : place.end].isalpha():
            reading.take("pubPlace", *place)
        head = head[:opened].rstrip()
    start = max(head.rfind(sign) for sign in f",;:()]{CUT}") + 1
    words = list(_WORD.finditer(head, start))
    first = len(words)
    while first and (_is_titular(words[first - 1].group()) or words[first - 1].group() in _CONNECTORS):
        first -= 1
    while first < len(words) and (words[first].group() in _CONNECTORS or words[first].group() in _LEADING):
        first += 1
    if first and words[first - 1].group() == "the" and words[first : first + 1]:
        first += words[first].group().lower() in reading.profile.journals
    if first < len(words):
        reading.take("title", words[first].start(), len(head), level="j")


def _is_titular(word: str) -> bool:
    bare = word.lstrip("“\"‘'(")
    return bare[:1].isupper() or bare[:1].isdigit() or (bare != word and bare[:1].isalpha())


def _take_language(reading: Reading) -> None:
    for language in re.finditer(r"\bin ([A-Z][a-z]+)(?: translation)?\b", reading.rest):
        if language[1] in reading.profile.languages:
            reading.take("note", *language.span())
            return


def _take_imprint(reading: Reading) -> None:
    """Take publishers and places of publication."""
    profile = reading.profile
    for segment in list(reading.segments()):
        candidate = _candidate(reading, segment.start, segment.end)
        if candidate is None:
            continue
        start, end = candidate.span
        text = reading.rest[start:end]
        words = {word.strip(".,’“”") for word in text.split()}
        parts = _JOINED.split(text)
        if all(part in profile.places for part in parts):
            for part in parts:
                at = reading.rest.index(part, start)
                reading.take("pubPlace", at, at + len(part))
            continue
        if words & profile.nothing or reading.has("publisher"):
            continue
        place = next((place for place in sorted(profile.places) if text.endswith(f" {place}")), "")
        if _is_publisher(text.removesuffix(place), profile):
            reading.take("publisher", start, end - len(place) - bool(place))
            if place:
                reading.take("pubPlace", end - len(place), end)
        elif candidate.before & {"by"} and (words & profile.organisations or candidate.before & {"issued"}):
            reading.take("publisher", start, end)


def _is_publisher(text: str, profile: Profile) -> bool:
    words = [word.strip(".,’“”") for word in text.split()]
    while words and words[-1] in ("Co", "Company", "Ltd", "Inc", "&", ""):
        words.pop()
    return bool(words) and words[-1] in profile.publishers


def _candidate(reading: Reading, start: int, end: int) -> Candidate | None:
    """Return a segment without the words that lead to a name ("in the journal …"), None when nothing is left."""
    before: set[str] = set()
    words = list(_WORD.finditer(reading.rest, start, end))
    while words and words[-1].group().islower() and len(words[-1].group()) <= 3:
        words.pop()
    for word in words:
        bare = word.group().rstrip(":")
        lower = bare.lower()
        leads = bare in _LEADING if not before else "in" in before and bare in reading.profile.languages
        if not leads and not (bare.islower() and (lower in reading.profile.bibliographic or len(bare) <= 3)):
            if bare.islower() and "." not in bare[:-1]:
                return None
            return Candidate(Span(word.start(), words[-1].end()), frozenset(before))
        before.add(lower)
    return None


def _titles(reading: Reading) -> list[Candidate]:
    """Return the segments that may be titles or authors, in order."""
    found: list[Candidate] = []
    cited = min((piece.span.start for piece in reading.pieces if _is_behind_title(piece)), default=0) - reading.base
    for segment in reading.segments():
        if found and segment.start > cited > 0:
            break
        candidate = _candidate(reading, segment.start, segment.end)
        if candidate is None or segment.bracketed:
            continue
        text = reading.rest[slice(*candidate.span)]
        words = {word.strip(".,’“”") for word in text.split()}
        unsure = words & reading.profile.nothing or "by" in candidate.before or not text.strip("“\"‘'")[:1].isalpha()
        if not unsure and len(text) <= 150 and not is_prose(text, reading.profile, 2):
            found.append(candidate)
    return found


def _is_behind_title(piece: Piece) -> bool:
    return piece.attributes.get("unit") == "page" or (
        piece.element == "date" and len(piece.attributes.get("when", "")) > 4
    )


def _take_titles(reading: Reading, titles: list[Candidate]) -> None:
    """Take author and title, or article and journal, or the title alone."""
    first, *others = titles
    text = reading.rest[slice(*first.span)]
    names = {other: _JOINED.split(reading.rest[slice(*other.span)]) for other in others}
    others = [other for other in others if not all(_PERSON.match(name) for name in names[other])]
    printed = reading.has("publisher") or reading.has("pubPlace")
    persons = [_NAME.match(name) for name in _JOINED.split(text)]
    if others and (_PERSON.match(text) or (printed and all(persons) and not _split_author(reading, first))):
        _take_authors(reading, first.span)
        first, *others = others
    if others and is_exact(reading) and not printed and not reading.has("biblScope", "volume"):
        reading.take("title", *first.span, level="a")
        reading.take("title", *others[0].span, level="j")
    else:
        _take_title(reading, first)


def _take_title(reading: Reading, candidate: Candidate) -> None:
    """Take a title with its author ("Lenin’s Collected Works") and its numeral ("Lenin Miscellany XXV")."""
    profile = reading.profile
    start, end = candidate.span
    if at := _split_author(reading, candidate):
        author = reading.rest[start:at].rstrip()
        for ending in ("’s", "'s", "’", "'"):
            author = author.removesuffix(ending)
        _take_authors(reading, Span(start, start + len(author)))
        start = at
    text = reading.rest[start:end]
    numeral = _NUMERAL.search(text)
    words = text[: numeral.start()].split() if numeral else text.split()
    if numeral and words[-1].capitalize() in profile.books:
        reading.take("biblScope", start + numeral.start("value"), end, unit="volume")
        end = start + numeral.start()
    level = _level(reading, {word.strip(".,’“”") for word in words} | candidate.before)
    reading.take("title", start, end, **({"level": level} if level else {}))


def _level(reading: Reading, words: set[str] | frozenset[str]) -> str:
    """Return "m" for a book, "j" for a journal, "" where nothing tells."""
    profile = reading.profile
    if words & profile.books or any(word.capitalize() in profile.books for word in words):
        return "m"
    if words & profile.journals:
        return "j"
    if reading.has("publisher") or reading.has("pubPlace") or reading.has("biblScope", "volume"):
        return "m"
    return "j" if is_exact(reading) else ""


def _split_author(reading: Reading, candidate: Candidate) -> int:
    """Return where "Collected Works" and the like begin behind an author's name; 0 where none does."""
    start, end = candidate.span
    text = reading.rest[start:end]
    longest = max((len(title) for title in reading.profile.collected if text.endswith(title)), default=0)
    return end - longest if 0 < longest < len(text) else 0


def _take_authors(reading: Reading, span: Span) -> None:
    start = span.start
    text = reading.rest[slice(*span)]
    for name in _JOINED.split(text):
        at = reading.rest.index(name, start)
        reading.take("author", at, at + len(name))
        start = at + len(name)
