"""Front matter becomes facts: the lines about a text, each value with its place in the teiHeader (TEI Guidelines 2).

In: the logical lines of one block of front matter. Out: `Fact`s, as typed, with the span they were read from. A date
that cannot be read without guessing is T011, a line that is not understood T010; neither makes a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lenin_tei.bibliography import read_edition, read_publication, read_publisher, read_version
from lenin_tei.citations import Piece, find_slip
from lenin_tei.dates import leading_date, read_date
from lenin_tei.diagnostics import Diagnostic, Report
from lenin_tei.model import Fact
from lenin_tei.people import read_people, read_place, read_written_place
from lenin_tei.profile import Profile, edit_distance, is_navigation, read_front_line
from lenin_tei.source import Source, Span, trimmed

# Which roles may follow inside a line of another role: "Translated: A; Edited by B", "… 1925. Sent from X to Y."
_INSIDE: Mapping[str, frozenset[str]] = {
    "written": frozenset({"written", "dictated", "delivered", "published", "correspondence"}),
    "published": frozenset(
        {"published", "translated", "edited", "correspondence", "signed", "transcribed", "dictated"}
    ),
    "source": frozenset({"translated", "edited", "transcribed"}),
    "translated": frozenset({"translated", "edited", "transcribed"}),
}
_ALIKE = {"dictated": "written", "delivered": "written", "edited": "translated", "transcribed": "translated"}
_AGAIN = {"source": frozenset({"published", "source"}), "publisher": frozenset({"published"})}
_NOTED = ("published according", "printed from", "printed according", "translated from")
_QUALIFIERS = frozenset(
    [
        "not",
        "no",
        "later",
        "earlier",
        "than",
        "before",
        "after",
        "prior",
        "between",
        "beginning",
        "end",
        "early",
        "late",
        "half",
        "middle",
        "or",
        "circa",
        "about",
        "around",
        "approximately",
        "probably",
        "perhaps",
        "since",
        "until",
    ]
)
_MONTH = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"[^\W\d_][\w /\\&()-]{1,40}:\s")
_CC_ADDRESS = re.compile(r"https?://creativecommons\.org/[\w./-]+[\w/]")
_CC_SHORT = re.compile(r"\bCC[ -](?P<kind>BY(?:-NC)?(?:-SA|-ND)?)[ -](?P<version>[1-4]\.0)\b")
_SENTENCE_END = re.compile(r"(?<=[a-z)\d])[.;](?:\s|$)|\bPermission\b|\bYou may\b|\bThis\b|\bPlease\b")
_GAPS = " .,;:–—-•\xa0\t\n"
GROUPS = 1000


class Clause(NamedTuple):
    """A statement of a line: its role, its label as typed, where the label and where the value begin, and its end."""

    role: str
    label: str
    start: int
    value: int
    end: int


@dataclass(slots=True)
class Facts:
    """The facts of one block while they are read."""

    source: Source
    profile: Profile
    report: Report
    group: int
    facts: list[Fact] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    """place → the group its next facts belong to"""

    def text(self, start: int, end: int) -> str:
        """Return the transcription between two offsets, as one line."""
        return self.source.text[start:end].replace("\n", " ")

    def add(self, place: str, element: str, span: Span, attributes: Mapping[str, str] | None = None) -> None:
        """Add the fact at *span* to the open group of its place."""
        group = self.groups.setdefault(place, 0) or self.open(place)
        text = " ".join(self.text(*span).split())
        self.facts.append(Fact(place, element, text, span, dict(attributes or {}), group))

    def open(self, place: str) -> int:
        """Begin a new group of facts, and return its number."""
        self.group += 1
        self.groups[place] = self.group
        return self.group

    def has(self, place: str, *, but: str = "") -> bool:
        """Say whether the open group of *place* holds facts, other than *but* elements."""
        group = self.groups.get(place)
        return any(fact.group == group and fact.place == place and fact.element != but for fact in self.facts)

    def add_pieces(self, place: str, pieces: Iterable[Piece]) -> None:
        """Add the pieces of one reference."""
        for piece in pieces:
            self.add(place, piece.element, piece.span, piece.attributes)

    def puzzled(self, clause: Clause) -> None:
        """Report a statement that was not understood."""
        self.report(_unread(self.source, clause.start, clause.end))


def read_facts(
    source: Source, lines: Sequence[Span], profile: Profile, report: Report, *, group: int = 0
) -> list[Fact]:
    """Return the facts in the logical lines of one block; blocks of one document have different *group* numbers.

    Facts with the same place and `Fact.group` belong to one item (one `bibl`, one `respStmt`).
    """
    facts = Facts(source, profile, report, group * GROUPS)
    for line in _front_lines(source, lines, profile, report):
        for clause in _clauses(facts, line):
            READERS[clause.role](facts, clause)
    return facts.facts


def _unread(source: Source, start: int, end: int) -> Diagnostic:
    text = " ".join(source.text[start:end].split())
    shown = text if len(text) <= 60 else text[:57] + "…"
    return source.diagnostic(start, "T010", f'front-matter line not understood: "{shown}"; it is kept literally')


def _front_lines(source: Source, lines: Sequence[Span], profile: Profile, report: Report) -> Iterator[Clause]:
    """Yield the lines by role, a line without key joined to the one it goes on; report the others."""
    last: Clause | None = None
    for line in lines:
        start, end = trimmed(source.text, line)
        text = source.text[start:end].replace("\n", " ")
        if not text or is_navigation(text, profile):
            continue
        end -= len(text) - len(_without_links(text, profile))
        found = read_front_line(text, profile, trusted=True)
        if found:
            if last:
                yield last
            last = Clause(found.role, found.label, start, start + found.start, end)
        elif last and _goes_on(source.text[last.value : last.end], text):
            last = last._replace(end=end)
        else:
            report(_unread(source, start, end))
    if last:
        yield last


def _without_links(text: str, profile: Profile) -> str:
    """Return the line without navigation that was copied at its end ("… as your source. • README")."""
    head, sign, tail = text.rpartition("•")
    return head.rstrip() if sign and is_navigation(tail, profile) else text


def _goes_on(before: str, text: str) -> bool:
    """Say whether a line without key goes on with the value before it."""
    before = before.strip()
    if _LABEL.match(text):
        return False
    if not before or text[0].islower() or read_date(text) is not None:
        return True
    return before[-1] in ",:-–—&" or before.split()[-1].islower() or (len(before) >= 50 and before[-1] not in ".;)")


def _clauses(facts: Facts, line: Clause) -> Iterator[Clause]:
    """Cut a line into statements: "First published in 1925. Sent from Geneva to St. Petersburg."."""
    role = _ALIKE.get(line.role, line.role)
    allowed = _INSIDE.get(role, frozenset())
    text = facts.text(line.value, line.end)
    lower = text.lower() if len(text.lower()) == len(text) else text
    current, behind = line, 0
    for word in _WORD.finditer(text):
        if word.start() < behind:
            continue
        found = _opening(facts.profile, text, lower, word.start(), allowed | _AGAIN.get(role, frozenset()))
        if found is None:
            continue
        start = line.value + word.start()
        behind = word.start() + len(found[0])
        if found[1] not in allowed:
            if not text[: word.start()].strip():
                current = current._replace(value=start + len(found[0]))
            continue
        same = current is line and not text[: word.start()].strip(_GAPS)
        label = line.label if same and _ALIKE.get(found[1], found[1]) == role == "translated" else found[0]
        if not same:
            yield current._replace(end=start)
        current = Clause(
            found[1], label, line.start if same and label == line.label else start, line.value + behind, line.end
        )
    yield current


def _opening(profile: Profile, text: str, lower: str, start: int, allowed: frozenset[str]) -> tuple[str, str] | None:
    """Return the wording of a new statement at *start*, as typed, and its role.

    It begins with a capital, or has two words that nothing else begins with ("first published", "sent from").
    """
    word = _WORD.match(lower, start)
    for wording, role in profile.openings_by_word.get(word.group(), ()) if word else ():
        end = start + len(wording)
        if role not in allowed or not lower.startswith(wording, start) or lower[end : end + 1].isalnum():
            continue
        plain = role in ("published", "correspondence", "translated") and " " in wording
        if text[start].isupper() or plain or start == 0:
            return text[start:end], role
    following = _WORD.search(lower, word.end()) if word and word.group() == "first" and "published" in allowed else None
    if following and edit_distance(following.group(), "published") <= 2:
        return text[start : following.end()], "published"
    return None


def _read_written(facts: Facts, clause: Clause) -> None:
    """Read when and where a text was written."""
    clause = _with_in(clause)
    text = facts.text(clause.value, clause.end)
    found = _written_date(text)
    if found:
        start, end, attributes = found
        facts.add("creation", "date", Span(clause.value + start, clause.value + end), attributes)
        text = text[:start] + " " * (end - start) + text[end:]
    elif re.search(r"\d", text) or _MONTH.search(text):
        span = trimmed(facts.source.text, Span(clause.value, clause.end))
        message = f'date not understood: "{facts.text(*span)}"; the header states no date of writing'
        facts.report(facts.source.diagnostic(span.start, "T011", message))
    if place := read_written_place(text, facts.profile):
        facts.add("creation", "placeName", Span(clause.value + place.start, clause.value + place.end))


def _with_in(clause: Clause) -> Clause:
    """Give the value the "in" back that its label ends with: "Written in" Paris, "Published in" full."""
    return clause._replace(value=clause.value - 2) if clause.label.lower().endswith(" in") else clause


def _written_date(text: str) -> tuple[int, int, Mapping[str, str]] | None:
    """Find the one date of a value; None where words around it say more than was understood."""
    for word in list(re.finditer(r"\S+", text))[:12]:
        start = word.start()
        found = leading_date(text[start:])
        if found is None or any(value.startswith("--") for value in found.attributes.values()):
            if any(sign.isdigit() for sign in word.group()) or word.group().lower().strip(",.") in _QUALIFIERS:
                return None
            continue
        if re.match(r"\s*(?:,?\s*(?:and|or|to|not|but|before|after)\b|[-–—/])[^.;]*\d", text[start + found.end :]):
            return None
        end = start + found.end
        while (lead := re.match(r"(?:[Oo]n|[Ii]n|[Aa]t|[Tt]he|[Dd]uring)\s+", text[start:end])) and (
            leading_date(text[start + lead.end() :]) or found
        ).attributes == found.attributes:
            start += lead.end()
        return start, end, found.attributes
    return None


def _read_published(facts: Facts, clause: Clause) -> None:
    """Read where a text was first published, and after what it was printed."""
    span = _closed(facts, clause.start, clause.end)
    if clause.label.lower().startswith(_NOTED) or "according to" in facts.text(clause.value, clause.end):
        facts.add("firstPublication", "note", span)
        return
    clause = _with_in(clause)
    value = facts.text(clause.value, clause.end)
    publications = read_publication(value, clause.value, facts.profile)
    for pieces in publications:
        if facts.has("firstPublication", but="note"):
            facts.open("firstPublication")
        facts.add_pieces("firstPublication", pieces)
    if slip := find_slip(value):
        start, end = clause.value + slip.start(), clause.value + slip.end()
        message = f'date not understood: "{facts.text(start, end)}"; the header states no date of publication'
        facts.report(facts.source.diagnostic(start, "T011", message))
    elif not publications and not set(_WORD.findall(value)) & facts.profile.nothing and value.strip(_GAPS):
        facts.puzzled(clause)


def _closed(facts: Facts, start: int, end: int) -> Span:
    """Return a span without white space and final punctuation."""
    text = facts.source.text
    while end > start and text[end - 1] in _GAPS:
        end -= 1
    return trimmed(text, Span(start, end))


def _read_source(facts: Facts, clause: Clause) -> None:
    pieces = read_edition(facts.text(clause.value, clause.end), clause.value, facts.profile)
    facts.add_pieces("printEdition", pieces)
    if not pieces and facts.text(clause.value, clause.end).strip(_GAPS):
        facts.add("printEdition", "note", _closed(facts, clause.value, clause.end))
        facts.puzzled(clause)


def _read_publisher(facts: Facts, clause: Clause) -> None:
    pieces = read_publisher(facts.text(clause.value, clause.end), clause.value, facts.profile)
    facts.add_pieces("printEdition", pieces)


def _read_edition_line(facts: Facts, clause: Clause) -> None:
    if (span := _closed(facts, clause.value, clause.end)).start < span.end:
        facts.add("printEdition", "edition", span)


def _read_people(facts: Facts, clause: Clause) -> None:
    """Read who did something: the wording of the key is the resp, every name a persName or orgName."""
    start = clause.value - 4 if clause.label.lower().endswith(" from") else clause.value
    people = read_people(facts.text(start, clause.end), facts.profile)
    if people is None:
        facts.puzzled(clause)
    elif people:
        facts.open("titleStmt")
        label = clause.label
        for ending in (" by", " for", " from"):
            label = label.removesuffix(ending)
        facts.add("titleStmt", "resp", Span(clause.start, clause.start + len(label)))
        for person in people:
            facts.add("titleStmt", person.element, Span(start + person.start, start + person.end))
    elif clause.label.lower().startswith(_NOTED) and "firstPublication" in facts.groups:
        facts.add("firstPublication", "note", _closed(facts, clause.start, clause.end))


def _read_online(facts: Facts, clause: Clause) -> None:
    versions = read_version(facts.text(clause.value, clause.end), clause.value, facts.profile)
    for pieces in versions:
        if facts.has("onlineVersion"):
            facts.open("onlineVersion")
        facts.add_pieces("onlineVersion", pieces)
    if not versions and facts.text(clause.value, clause.end).strip(_GAPS):
        facts.puzzled(clause)


def _read_licence(facts: Facts, clause: Clause) -> None:
    """Read a statement about copyright and use: as found, and the archive whose version it speaks of."""
    text = facts.text(clause.value, clause.end)
    end = _SENTENCE_END.search(text)
    head = text[: end.start()] if end else text
    named = "Archive" in head and len(head) <= 120 and not clause.label.lower().startswith(("copyright", "©", "fair"))
    if named and not facts.has("onlineVersion", but="licence"):
        for pieces in read_version(head, clause.value, facts.profile)[:1]:
            facts.add_pieces("onlineVersion", pieces)
    whole = facts.text(clause.start, clause.end)
    target = _licence_target(whole)
    span = trimmed(facts.source.text, Span(clause.start, clause.end))
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


def _read_correspondence(facts: Facts, clause: Clause) -> None:
    """Read "Sent from Geneva to St. Petersburg"."""
    text = facts.text(clause.value, clause.end)
    sent, to, received = (text, "", "") if clause.label.lower().endswith("from") else ("", "", text)
    if sent:
        sent, to, received = text.partition(" to ")
    for place, part, start in (("sent", sent, 0), ("received", received, len(sent) + len(to))):
        if found := read_place(part):
            base = clause.value + start
            facts.add(f"correspDesc/{place}", "placeName", Span(base + found.start, base + found.end))


def _read_signed(facts: Facts, clause: Clause) -> None:
    facts.add("firstPublication", "note", _closed(facts, clause.start, clause.end))


def _reader(place: str, element: str, **attributes: str) -> Callable[[Facts, Clause], None]:
    """Return a reader that takes the whole value as one fact."""

    def read(facts: Facts, clause: Clause) -> None:
        if (span := _closed(facts, clause.value, clause.end)).start < span.end:
            facts.add(place, element, span, attributes)

    return read


def _read_nothing(facts: Facts, clause: Clause) -> None:
    """Take no fact from a known line."""


READERS: Mapping[str, Callable[[Facts, Clause], None]] = {
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
