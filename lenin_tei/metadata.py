"""Front matter becomes facts: the lines about a text, each value with its place in the teiHeader (TEI Guidelines 2).

In: the logical lines of one block of front matter. Out: `Fact`s, as typed, with the span they were read from. A date
that cannot be read without guessing is T011, a line that is not understood T010; neither makes a fact.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from lenin_tei.bibliography import read_edition, read_publication, read_publisher, read_version
from lenin_tei.citations import Piece, find_slip
from lenin_tei.diagnostics import Report
from lenin_tei.model import Fact
from lenin_tei.patterns import lazy
from lenin_tei.people import read_people
from lenin_tei.profile import Profile
from lenin_tei.source import Source, Span, trimmed
from lenin_tei.statements import GAPS, Statement, read_statements, unread
from lenin_tei.wording import is_person
from lenin_tei.writing import read_place, read_written_date, read_written_place

GROUPS = 1000
"""Facts of one block have groups from its number times this."""
_NOTED = ("published according", "printed from", "printed according", "translated from")
_MONTH = lazy(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_BY = lazy(r"\s*by\s+", re.I)
_WORD = lazy(r"[^\W\d_]+")
_CC_ADDRESS = lazy(r"https?://creativecommons\.org/[\w./-]+[\w/]")
_CC_SHORT = lazy(r"\bCC[ -](?P<kind>BY(?:-NC)?(?:-SA|-ND)?)[ -](?P<version>[1-4]\.0)\b")
_INITIAL = lazy(r"(?<!\w)[A-Z]\.$")
_SENTENCE_END = lazy(r"(?<=[a-z)\d])[.;](?:\s|$)|\bPermission\b|\bYou may\b|\bThis\b|\bPlease\b")


class Facts:
    """The facts of one block while they are read; `groups` says to which group the next facts of a place belong."""

    def __init__(self, source: Source, profile: Profile, report: Report, group: int) -> None:
        self.source = source
        self.profile = profile
        self.report = report
        self.group = group
        self.facts: list[Fact] = []
        self.groups: dict[str, int] = {}
        self.elements = defaultdict[tuple[int, str], Counter[str]](Counter)

    def text(self, start: int, end: int) -> str:
        """Return the transcription between two offsets, as one line."""
        return self.source.text[start:end].replace("\n", " ")

    def add(self, place: str, element: str, span: Span, attributes: Mapping[str, str] | None = None) -> None:
        """Add the fact at *span* to the open group of its place."""
        group = self.groups.setdefault(place, 0) or self.open(place)
        text = " ".join(self.text(*span).split())
        self.facts.append(Fact(place, element, text, span, dict(attributes or {}), group))
        self.elements[group, place][element] += 1

    def open(self, place: str) -> int:
        """Begin a new group of facts, and return its number."""
        self.group += 1
        self.groups[place] = self.group
        return self.group

    def has(self, place: str, *, but: str = "") -> bool:
        """Say whether the open group of *place* holds facts, other than *but* elements."""
        return any(n and name != but for name, n in self.elements[self.groups.get(place, -1), place].items())

    def add_pieces(self, place: str, pieces: Iterable[Piece]) -> None:
        """Add the pieces of one reference."""
        for piece in pieces:
            self.add(place, piece.element, piece.span, piece.attributes)

    def drop_years_of_title(self) -> None:
        """Leave out years in the title of the open edition ("Works, Vol. 4, 1917–1920"): its publisher dates it.

        The date of an issue stays.
        """
        facts = [fact for fact in self.facts if fact.group == self.groups.get("printEdition")]
        issue = any(fact.attributes.get("unit") == "issue" for fact in facts)
        for fact in [one for one in facts if one.element == "date" and is_year(one) and not issue]:
            self.elements[fact.group, fact.place][fact.element] -= 1
            self.facts.remove(fact)

    def puzzled(self, statement: Statement) -> None:
        """Report a statement that was not understood."""
        self.report(unread(self.source, statement.start, statement.end))


def is_year(fact: Fact) -> bool:
    """Say whether a date is a year or a span of years."""
    return all(len(value) == 4 for name, value in fact.attributes.items() if name != "calendar")


def read_facts(
    source: Source, lines: Sequence[Span], profile: Profile, report: Report, *, group: int = 0
) -> list[Fact]:
    """Return the facts in the logical lines of one block; blocks of one document have different *group* numbers.

    Facts with the same place and `Fact.group` belong to one item (one `bibl`, one `respStmt`).
    """
    facts = Facts(source, profile, report, group * GROUPS)
    for statement in read_statements(source, lines, profile, report):
        READERS[statement.role](facts, statement)
    if "printEdition" in facts.groups:  # a publisher or an edition is named on another line
        printed = facts.groups["printEdition"]
        return [
            fact._replace(place="printEdition", element="note", group=printed) if fact.place == "source" else fact
            for fact in facts.facts
        ]
    return facts.facts


def _read_written(facts: Facts, statement: Statement) -> None:
    """Read when and where a text was written, or by whom."""
    statement = _with_in(statement)
    text = facts.text(statement.value, statement.end)
    if (by := _BY.match(text)) and is_person(text[by.end() :].rstrip(GAPS)):
        facts.add("titleStmt", "author", _closed(facts, statement.value + by.end(), statement.end))
        return
    found = read_written_date(text)
    if found:
        start, end, attributes = found
        facts.add("creation", "date", Span(statement.value + start, statement.value + end), attributes)
        before = trimmed(text, Span(0, len(text[:start].rstrip(" ,"))))
        if text[slice(*before)] in facts.profile.places:
            facts.add("creation", "placeName", Span(statement.value + before.start, statement.value + before.end))
        text = text[:start] + " " * (end - start) + text[end:]
    elif re.search(r"\d", text) or _MONTH.search(text):
        span = trimmed(facts.source.text, Span(statement.value, statement.end))
        message = f'date not understood: "{facts.text(*span)}"; the header states no date of writing'
        facts.report(facts.source.diagnostic(span.start, "T011", message))
    if place := read_written_place(text, facts.profile):
        facts.add("creation", "placeName", Span(statement.value + place.start, statement.value + place.end))


def _with_in(statement: Statement) -> Statement:
    """Give the value the "in" back that its label ends with: "Written in" Paris, "Published in" full."""
    return statement._replace(value=statement.value - 2) if statement.label.lower().endswith(" in") else statement


def _read_published(facts: Facts, statement: Statement) -> None:
    """Read where a text was first published, and after what it was printed."""
    span = _closed(facts, statement.start, statement.end)
    if statement.label.lower().startswith(_NOTED) or "according to" in facts.text(statement.value, statement.end):
        facts.add("firstPublication", "note", span)
        return
    statement = _with_in(statement)
    value = facts.text(statement.value, statement.end)
    publications = read_publication(value, statement.value, facts.profile)
    for pieces in publications:
        if facts.has("firstPublication", but="note"):
            facts.open("firstPublication")
        facts.add_pieces("firstPublication", pieces)
    if slip := find_slip(value):
        start, end = statement.value + slip.start(), statement.value + slip.end()
        message = f'date not understood: "{facts.text(start, end)}"; the header states no date of publication'
        facts.report(facts.source.diagnostic(start, "T011", message))
    elif not publications and not set(_WORD.findall(value)) & facts.profile.nothing and value.strip(GAPS):
        facts.puzzled(statement)


def _closed(facts: Facts, start: int, end: int) -> Span:
    """Return a span without white space and final punctuation; the stop of an initial stays."""
    text = facts.source.text
    while end > start and text[end - 1] in GAPS and not _INITIAL.search(text, max(start, end - 3), end):
        end -= 1
    return trimmed(text, Span(start, end))


def _read_source(facts: Facts, statement: Statement) -> None:
    pieces = read_edition(facts.text(statement.value, statement.end), statement.value, facts.profile)
    facts.add_pieces("printEdition", pieces)
    if not pieces and facts.text(statement.value, statement.end).strip(GAPS):
        facts.add("source", "bibl", _closed(facts, statement.value, statement.end))  # it may be no printed book
        facts.puzzled(statement)


def _read_publisher(facts: Facts, statement: Statement) -> None:
    pieces = read_publisher(facts.text(statement.value, statement.end), statement.value, facts.profile)
    if any(piece.element == "date" for piece in pieces):
        facts.drop_years_of_title()
    facts.add_pieces("printEdition", pieces)


def _read_edition_line(facts: Facts, statement: Statement) -> None:
    if (span := _closed(facts, statement.value, statement.end)).start < span.end:
        facts.add("printEdition", "edition", span)


def _read_people(facts: Facts, statement: Statement) -> None:
    """Read who did something: the wording of the key is the resp, every name a persName or orgName."""
    start = statement.value - 4 if statement.label.lower().endswith(" from") else statement.value
    people = read_people(facts.text(start, statement.end), facts.profile)
    if people is None:
        facts.puzzled(statement)
    elif people:
        facts.open("titleStmt")
        label = statement.label
        for ending in (" by", " for", " from"):
            label = label.removesuffix(ending)
        facts.add("titleStmt", "resp", Span(statement.start, statement.start + len(label)))
        for person in people:
            facts.add("titleStmt", person.element, Span(start + person.start, start + person.end))
    elif statement.label.lower().startswith(_NOTED) and "firstPublication" in facts.groups:
        facts.add("firstPublication", "note", _closed(facts, statement.start, statement.end))


def _read_online(facts: Facts, statement: Statement) -> None:
    versions = read_version(facts.text(statement.value, statement.end), statement.value, facts.profile)
    for pieces in versions:
        if facts.has("onlineVersion"):
            facts.open("onlineVersion")
        facts.add_pieces("onlineVersion", pieces)
    if not versions and facts.text(statement.value, statement.end).strip(GAPS):
        facts.puzzled(statement)


def _read_licence(facts: Facts, statement: Statement) -> None:
    """Read a statement about copyright and use: as found, and the archive whose version it speaks of."""
    text = facts.text(statement.value, statement.end)
    end = _SENTENCE_END.search(text)
    head = text[: end.start()] if end else text
    named = (
        "Archive" in head and len(head) <= 120 and not statement.label.lower().startswith(("copyright", "©", "fair"))
    )
    if named and not facts.has("onlineVersion", but="licence"):
        for pieces in read_version(head, statement.value, facts.profile)[:1]:
            facts.add_pieces("onlineVersion", pieces)
    whole = facts.text(statement.start, statement.end)
    target = _licence_target(whole)
    span = trimmed(facts.source.text, Span(statement.start, statement.end))
    facts.add("availability", "p" if target is None else "licence", span, {"target": target} if target else {})


def _licence_target(text: str) -> str | None:
    """Return the address of the licence a statement names, "" where it names one without version, else None."""
    if address := _CC_ADDRESS.search(text):
        return address.group()
    if "GNU Free Documentation License" in text:
        return "https://www.gnu.org/licenses/fdl.html"
    if short := _CC_SHORT.search(text):
        return f"https://creativecommons.org/licenses/{short['kind'].lower()}/{short['version']}/"
    return "" if "Creative Commons" in text else None


def _read_correspondence(facts: Facts, statement: Statement) -> None:
    """Read "Sent from Geneva to St. Petersburg"."""
    text = facts.text(statement.value, statement.end)
    sent, to, received = (text, "", "") if statement.label.lower().endswith("from") else ("", "", text)
    if sent:
        sent, to, received = text.partition(" to ")
    for place, part, start in (("sent", sent, 0), ("received", received, len(sent) + len(to))):
        if found := read_place(part):
            base = statement.value + start
            facts.add(f"correspDesc/{place}", "placeName", Span(base + found.start, base + found.end))


def _read_signed(facts: Facts, statement: Statement) -> None:
    facts.add("firstPublication", "note", _closed(facts, statement.start, statement.end))


def _reader(place: str, element: str, **attributes: str) -> Callable[[Facts, Statement], None]:
    """Return a reader that takes the whole value as one fact."""

    def read(facts: Facts, statement: Statement) -> None:
        if (span := _closed(facts, statement.value, statement.end)).start < span.end:
            facts.add(place, element, span, attributes)

    return read


def _read_nothing(facts: Facts, statement: Statement) -> None:
    """Take no fact from a known line."""


READERS: Mapping[str, Callable[[Facts, Statement], None]] = {
    "title": _reader("titleStmt", "title", type="main"),
    "author": _reader("titleStmt", "author"),
    "written": _read_written,
    "delivered": _read_written,
    "dictated": _read_written,
    "published": _read_published,
    "source": _read_source,
    "publisher": _read_publisher,
    "edition": _read_edition_line,
    "translated": _read_people,
    "edited": _read_people,
    "transcribed": _read_people,
    "online": _read_online,
    "licence": _read_licence,
    "correspondence": _read_correspondence,
    "signed": _read_signed,
    "addressee": _reader("correspDesc/received", "persName"),
    "sender_place": _reader("correspDesc/sent", "placeName"),
    "addressee_place": _reader("correspDesc/received", "placeName"),
    "kept": _read_nothing,
    "remark": _read_nothing,
}
