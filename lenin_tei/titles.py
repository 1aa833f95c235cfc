"""Titles, authors, publishers and places in a citation: told by where they stand and by the word lists of a profile.

In: a `Reading` whose pages, numbers and date are taken already. Out: the same, with title, author and imprint taken.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lenin_tei.citations import CUT, Piece, Reading, is_exact
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile, is_prose
from lenin_tei.source import Span, trimmed

_PERSON = lazy(r"(?:[A-Z]\.\s?)+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*$|[A-Z]\.\s?(?:[A-Z][\w’'-]+\s?){1,3}$")
_NAME = lazy(r"(?:[A-Z][\w’'-]*\.?\s){1,3}[A-Z][\w’'-]+$")
_NUMERAL = lazy(r"\s(?P<value>[IVXLC]+)$")
_JOINED = lazy(r"\s+(?:and|&)\s+|/")
_DOMAIN = lazy(r"\w\.[a-z]{2,}")
_WORD = lazy(r"[^\s]+")
_CONNECTORS = lazy(r"d[eu]s?|et|of|the|and|for|i|v|za|und|de[rn]|die|das|für|l[ae]|&")
_LEADING = frozenset({"In", "As", "By", "From", "Published", "First", "Issued", "In:"})
_BOOK_END = lazy(r",\s+(?P<word>Vol|[A-Z][\w. ]*?)(?=[,.;]|\s\d|$)")
PLACE_NAME = lazy(r"[A-ZÀ-Þ][a-zß-ÿ]{2,20}(?:[ -][A-ZÀ-Þ][a-zß-ÿ]{2,20})?")
INVERTED = lazy(r"(?P<author>[A-Z][\w’-]+,\s(?:[A-Z]\.\s?)*[A-Z]\.),?\s?(?=[A-Z][a-z])")


class Candidate(NamedTuple):
    """A segment that may be a title: its place, and the lower-case words before it ("in the journal")."""

    span: Span
    before: frozenset[str]


def take_book(reading: Reading, start: int) -> None:
    """Take the title of a book named as one: it may hold stops and years, and ends before its volume or place."""
    text = reading.rest
    end = next((found.start() for found in _BOOK_END.finditer(text, start) if _ends_book(found, reading)), len(text))
    if text[start] == "“" and text.find("”", start, end) > 0:
        end = text.find("”", start, end) + 1
    while end > start and text[end - 1] in " .,;":
        end -= 1
    if inverted := INVERTED.match(text, start, end):
        reading.take("author", *inverted.span("author"))
        start = inverted.end()
    elif at := _split_author(reading, Span(start, end)):
        reading.take("author", start, start + len(text[start:at].rstrip(" ,’s")))
        start = at
    reading.take("title", start, end, level="m")


def _ends_book(found: re.Match[str], reading: Reading) -> bool:
    """Say whether a comma stands before a volume or a place of publication."""
    return found["word"] == "Vol" or found["word"] in reading.profile.places


def take_journal(reading: Reading, scope: int) -> None:
    """Take the title that stands before volume or number: the capitalised words and what joins them."""
    head = reading.rest[:scope].rstrip(f" \xa0,;{CUT}")
    head = head.removesuffix(" in").rstrip(f" \xa0,;{CUT}")
    if head.endswith((")", "]")) and (opened := max(head.rfind("("), head.rfind("["))) > 0:
        place = trimmed(head, Span(opened + 1, len(head) - 1))
        if head[place.start : place.end].replace(" ", "").isalpha():
            reading.take("pubPlace", *place)
        head = head[:opened].rstrip()
    start = _last_sign(head) + 1
    words = list(_WORD.finditer(head, start))
    first = len(words)
    while first and (_is_titular(words[first - 1].group()) or _CONNECTORS.fullmatch(words[first - 1].group())):
        first -= 1
    while first < len(words) and (_CONNECTORS.fullmatch(words[first].group()) or words[first].group() in _LEADING):
        first += 1
    if first and words[first - 1].group() == "the" and words[first : first + 1]:
        first += words[first].group().lower() in reading.profile.journals
    if first < len(words):
        reading.take("title", words[first].start(), len(head), level="j")


def _last_sign(head: str) -> int:
    """Return where the last sign that may stand before a title is; the comma of "Workers’, Soldiers’ …" is none."""
    place = max(head.rfind(sign) for sign in f",;:()]{CUT}")
    while place > 0 and head[place] == "," and head[place - 1] in "’'":
        place = max(head.rfind(sign, 0, place) for sign in f",;:()]{CUT}")
    return place


def _is_titular(word: str) -> bool:
    bare = word.lstrip("“\"‘'(")
    return bare[:1].isupper() or bare[:1].isdigit() or (bare != word and bare[:1].isalpha())


def take_imprint(reading: Reading) -> None:
    """Take publishers and places of publication."""
    for segment in list(reading.segments()):
        if candidate := find_candidate(reading, segment.start, segment.end):
            start, end = candidate.span
            by = reading.rest.find(" by ", start, end)
            if by > 0:
                behind = find_candidate(reading, by, end)
                _take_place(reading, Span(start, by))
                candidate = behind or candidate
            else:
                _take_place(reading, candidate.span)
            _take_publisher(reading, candidate)
    if reading.has("publisher") and not reading.has("pubPlace"):
        _take_place_behind(reading)


def _take_place_behind(reading: Reading) -> None:
    """Take one name right behind the publisher, with a year, a volume or pages further on: a place by its position."""
    publisher = next(piece for piece in reading.pieces if piece.element == "publisher")
    end = publisher.span.end - reading.base
    for segment in list(reading.segments()):
        candidate = find_candidate(reading, segment.start, segment.end) if segment.start >= end else None
        if candidate is None:
            continue
        start, stop = candidate.span
        name = reading.rest[start:stop]
        words = set(name.split())
        known = words & (reading.profile.books | reading.profile.journals | reading.profile.organisations)
        between = reading.rest[end:start].strip(f" ,.[]{CUT}")
        behind = any(piece.span.start - reading.base > stop for piece in reading.pieces)
        if not between and behind and PLACE_NAME.fullmatch(name) and not known and not words & reading.profile.nothing:
            reading.take("pubPlace", start, stop)
        return


def _take_place(reading: Reading, span: Span) -> None:
    """Take the places in "London & New York", "Moscow: Progress Publishers", "Progress Publishers Moscow"."""
    start, end = span
    places, text = reading.profile.places, reading.rest[start:end]
    names = _JOINED.split(text)
    if all(name in places for name in names):
        for name in names:
            at = reading.rest.index(name, start)
            reading.take("pubPlace", at, at + len(name))
        return
    before, colon, _ = text.partition(": ")
    if colon and (before in places or (PLACE_NAME.fullmatch(before) and _is_publisher(text, reading.profile))):
        reading.take("pubPlace", start, start + len(before))
        if not reading.has("publisher"):
            reading.take("publisher", start + len(before) + len(colon), end)
        return
    words = text.split()
    last = next((name for size in (2, 1) if (name := " ".join(words[-size:])) in places and name != text), "")
    if last and (_is_publisher(text.removesuffix(last), reading.profile) or text.endswith(f". {last}")):
        reading.take("pubPlace", end - len(last), end)


def _take_publisher(reading: Reading, candidate: Candidate) -> None:
    """Take a segment that ends like a publisher, or follows "by" and is an organisation."""
    start, end = candidate.span
    text = reading.rest[start:end].rstrip(f" .{CUT}")
    words = {word.strip(".,’“”") for word in text.split()}
    profile = reading.profile
    if not text or CUT in text or words & profile.nothing or reading.has("publisher"):
        return
    by = candidate.before & {"by"} and (words & profile.organisations or candidate.before & {"issued"})
    if by or _is_publisher(text, profile):
        reading.take("publisher", start, start + len(text))


def _is_publisher(text: str, profile: Profile) -> bool:
    words = [word.strip(".,’“”") for word in text.split()]
    while words and words[-1] in ("Co", "Company", "Ltd", "Inc", "&", ""):
        words.pop()
    return bool(words) and words[-1] in profile.publishers


def find_candidate(reading: Reading, start: int, end: int) -> Candidate | None:
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


def find_titles(reading: Reading) -> list[Candidate]:
    """Return the segments that may be titles or authors, in order."""
    found: list[Candidate] = []
    cited = min((piece.span.start for piece in reading.pieces if _is_behind_title(piece)), default=0) - reading.base
    for segment in reading.segments():
        if found and segment.start > cited > 0:
            break
        candidate = find_candidate(reading, segment.start, segment.end)
        if candidate is None or segment.bracketed:
            continue
        text = reading.rest[slice(*candidate.span)]
        words = {word.strip(".,’“”") for word in text.split()}
        named = "by" in candidate.before or " by " in text or _DOMAIN.search(text) or words & reading.profile.nothing
        lettered = text.strip("“\"‘'")[:1].isalpha()
        if lettered and not named and len(text) <= 150 and not is_prose(text, reading.profile, 2):
            found.append(candidate)
    return found


def _is_behind_title(piece: Piece) -> bool:
    return piece.attributes.get("unit") == "page" or (
        piece.element == "date" and len(piece.attributes.get("when", "")) > 4
    )


def take_titles(reading: Reading, titles: list[Candidate]) -> None:
    """Take author and title, or article and journal, or the title alone."""
    first, *others = titles
    text = reading.rest[slice(*first.span)]
    names = {other: _JOINED.split(reading.rest[slice(*other.span)]) for other in others}
    others = [other for other in others if not all(_PERSON.match(name) for name in names[other])]
    printed = reading.has("publisher") or reading.has("pubPlace")
    persons = [_NAME.match(name) and not name.startswith(("The ", "A ", "An ")) for name in _JOINED.split(text)]
    collected = any(words in text for words in reading.profile.collected)
    if (
        others
        and not collected
        and (_PERSON.match(text) or (printed and all(persons) and not _split_author(reading, first.span)))
    ):
        _take_authors(reading, first.span)
        first, *others = others
    if others and is_exact(reading) and not printed and not reading.has("biblScope", "volume"):
        reading.take("title", *first.span, level="a")
        reading.take("title", *others[0].span, level="j")
    else:
        take_title(reading, first)


def take_title(reading: Reading, candidate: Candidate) -> None:
    """Take a title with its author ("Lenin’s Collected Works") and its numeral ("Lenin Miscellany XXV")."""
    profile = reading.profile
    start, end = candidate.span
    if at := _split_author(reading, candidate.span):
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
    if reading.has("biblScope", "issue"):
        return "j"
    if words & profile.books or any(word.capitalize() in profile.books for word in words):
        return "m"
    if words & profile.journals:
        return "j"
    if reading.has("publisher") or reading.has("biblScope", "volume"):
        return "m"
    if reading.has("pubPlace"):  # over two years something periodical may have come out
        return "" if any(piece.element == "date" and "from" in piece.attributes for piece in reading.pieces) else "m"
    return "j" if is_exact(reading) else ""


def _split_author(reading: Reading, span: Span) -> int:
    """Return where "Collected Works" and the like begin behind an author's name; 0 where none does."""
    start, end = span
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
