"""One TEI document as a flat record of facts: who wrote what to whom, when, where, from which source, naming whom.

In comes the tree of a TEI document, ours or anybody's; out comes a `Record`, which holds strings and tuples only, so
that it can be written as JSON and kept. Only what the file states is in it; nothing is guessed (TEI Guidelines 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lenin_tei.exporters.tree import XML_ID, XML_LANG, Element, child, descend, local_name, plain_text
from lenin_tei.mentions import count_words, entry_key, fingerprint, names_in, text_of, texts_of
from lenin_tei.record_dates import DATES, find_dates, first_day, read_date
from lenin_tei.record_entries import Entry, read_entries

__all__ = ["DATES", "Action", "Entry", "Named", "Record", "Source", "read_record", "read_records"]

_PERSONS = ("persName", "orgName", "name", "rs")
_PLACES = ("placeName", "settlement", "geogName", "country", "region", "district")
_PARTS = {"volume": "volume", "vol": "volume", "page": "pages", "pages": "pages", "pp": "pages", "issue": "issue"}


class Named(NamedTuple):
    """Somebody or some place: the words, the key of the entry ("" for none), the element, how sure the editor is."""

    text: str
    key: str = ""
    element: str = ""
    cert: str = ""


class Action(NamedTuple):
    """One step of a letter's way (`correspAction`): its type, who, where, and the date as attributes and `text`."""

    type: str
    people: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    dates: tuple[Mapping[str, str], ...] = ()


class Source(NamedTuple):
    """A source of the text (`sourceDesc/bibl` and the like): its type, its words, and the parts that are marked."""

    type: str
    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What one TEI document states; "" and empty where it states nothing. Dates are TEI attributes and `text`."""

    path: str = ""
    id: str = ""
    title: str = ""
    titles: tuple[str, ...] = ()
    authors: tuple[Named, ...] = ()
    editors: tuple[Named, ...] = ()
    responsible: tuple[tuple[str, Named], ...] = ()
    kind: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    published: Mapping[str, str] = field(default_factory=dict)
    issued: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Named, ...] = ()
    actions: tuple[Action, ...] = ()
    letter: bool = False
    sources: tuple[Source, ...] = ()
    publisher: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    rights: str = ""
    keywords: tuple[str, ...] = ()
    abstract: str = ""
    mentions: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    unlinked: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    front_lines: int = 0
    notes: int = 0
    words: int = 0
    fingerprint: str = ""

    @property
    def author(self) -> str:
        """The authors in words, with semicolons between them."""
        return "; ".join(one.text for one in self.authors)

    @property
    def sent(self) -> Action | None:
        """The sending, if the file tells of one."""
        return next((action for action in self.actions if action.type == "sent"), None)

    @property
    def received(self) -> Action | None:
        """The receiving, if the file tells of one."""
        return next((action for action in self.actions if action.type == "received"), None)

    @property
    def date(self) -> str:
        """The first day, month or year the work may have been written, for sorting; "" where nobody says."""
        return first_day(self.written)

    def as_json(self) -> dict[str, Any]:
        """Return the record as values that `json` can write."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def _plain(value: object) -> object:
    """Return a value with its named tuples as mappings, so that JSON tells what is what."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        return [_plain(one) for one in value] if names is None else dict(zip(names, map(_plain, value), strict=True))
    return value


def read_records(root: Element, path: str = "") -> Iterator[Record]:
    """Yield a record for each TEI document in a file: one for TEI, several for teiCorpus and TEI inside TEI."""
    if local_name(root) not in ("TEI", "teiCorpus"):
        yield read_record(root, path)
    for document in root.iter("{*}TEI"):
        yield read_record(document, path)


def read_record(root: Element, path: str = "") -> Record:
    """Return the facts of one TEI document; *path* is kept as given."""
    header = child(root, "teiHeader")
    titles = [one for one in _all(header, "fileDesc/titleStmt/title") if plain_text(one)]
    main = [one for one in titles if one.get("type") == "main"] or titles
    written, published, issued = find_dates(root)
    actions = tuple(_actions(header))
    text = text_of(root)
    names = list(names_in(root))
    language = root.get(XML_LANG) or next((part.get(XML_LANG, "") for part in texts_of(root)), "")
    languages = tuple(one.get("ident", "") for one in _all(header, "profileDesc/langUsage/language"))
    stated = _all(header, "fileDesc/publicationStmt/availability/licence")
    return Record(
        path=path,
        id=root.get(XML_ID, ""),
        title=plain_text(main[0]) if main else "",
        titles=tuple(map(plain_text, titles)),
        authors=tuple(_people(header, "fileDesc/titleStmt/author") or _people(header, "fileDesc/sourceDesc/*/author")),
        editors=tuple(_people(header, "fileDesc/titleStmt/editor")),
        responsible=tuple(_responsible(header)),
        kind=_kind(root, header, bool(actions)),
        language=language or next(iter(languages), ""),
        languages=languages,
        written=written,
        published=published,
        issued=issued,
        places=tuple(_places(root, header, actions)),
        actions=actions,
        letter=bool(_all(header, "profileDesc/correspDesc")),
        sources=tuple(map(_source, _all(header, "fileDesc/sourceDesc/*"))),
        publisher="; ".join(map(plain_text, _all(header, "fileDesc/publicationStmt/publisher"))),
        identifiers=tuple((one.get("type", ""), plain_text(one)) for one in _identifiers(header)),
        licence=next((one.get("target", "") for one in stated if one.get("target")), ""),
        rights=" ".join(filter(None, map(plain_text, _all(header, "fileDesc/publicationStmt/availability")))),
        keywords=tuple(filter(None, map(plain_text, _all(header, "profileDesc/textClass/keywords//term")))),
        abstract=" ".join(map(plain_text, _all(header, "profileDesc/abstract"))),
        mentions=_mentions(names),
        unlinked=tuple((element, words) for key, element, words in names if not key and words),
        entries=tuple(read_entries(root)),
        front_lines=_front_lines(header),
        notes=sum(1 for part in texts_of(root) for _ in part.iter("{*}note")),
        words=count_words(text),
        fingerprint=fingerprint(text),
    )


def _all(header: Element | None, path: str) -> list[Element]:
    """Return what stands at *path*; "*" is any child, "//" any descendant."""
    if header is None:
        return []
    return header.findall("./" + "/".join(step and f"{{*}}{step}" for step in path.split("/")))


def _identifiers(header: Element | None) -> list[Element]:
    return [one for one in _all(header, "fileDesc/publicationStmt//idno") if plain_text(one) and not len(one)]


def _named(element: Element) -> Named:
    key = entry_key(element.get("ref") or element.get("sameAs")) or (element.get("key") or "").strip()
    return Named(plain_text(element), key, local_name(element), element.get("cert", ""))


def _people(header: Element | None, path: str) -> list[Named]:
    """Return the people named by elements such as author, whether in a name inside it or in its own words."""
    found: dict[Named, None] = {}
    for element in _all(header, path):
        inner = [part for part in element.iterdescendants("*") if local_name(part) in _PERSONS]
        inner = [part for part in inner if not any(above in inner for above in part.iterancestors())]
        for part in inner or [element]:
            one = _named(part)
            outer = _named(element).key if len(inner) == 1 else ""
            if one.text:
                found[one._replace(key=one.key or outer)] = None
    return list(found)


def _responsible(header: Element | None) -> Iterator[tuple[str, Named]]:
    for statement in _all(header, "fileDesc/titleStmt/respStmt"):
        role = "; ".join(map(plain_text, statement.iterchildren("{*}resp")))
        for part in statement.iterchildren("*"):
            if local_name(part) in _PERSONS and plain_text(part):
                yield role, _named(part)


def _kind(root: Element, header: Element | None, corresponded: bool) -> str:
    """Return the class of the text in one word: what the header says in our way, else its first division's type."""
    for pointer in (one.get("target", "") for one in _all(header, "profileDesc/textClass/catRef")):
        for word in pointer.split():
            if "text-type-" in word:
                return word.partition("text-type-")[2]
    for text in texts_of(root):
        first = descend(text, "body/div")
        said = (first.get("type", "") if first is not None else "") or text.get("type", "")
        if said:
            return said
    if corresponded:
        return "letter"
    pointed = [one.get("target", "") for one in _all(header, "profileDesc/textClass/catRef")]
    terms = [plain_text(one) for one in _all(header, "profileDesc/textClass/keywords//term")]
    return next((entry_key(one) for one in pointed if one), "") or next(iter(terms), "")


def _places(root: Element, header: Element | None, actions: tuple[Action, ...]) -> list[Named]:
    """Return where the work was written: creation, the sending, the line of place and date above the text."""
    stated = [
        part for one in _all(header, "profileDesc/creation") for part in one.iter("{*}placeName", "{*}settlement")
    ]
    if stated:
        return [_named(stated[0])]
    sent = [place for action in actions if action.type == "sent" for place in action.places]
    lines = [line for text in texts_of(root) for line in text.iter("{*}dateline")]
    typed = [part for line in lines[:1] for part in line.iterdescendants("*") if local_name(part) in _PLACES]
    return sent[:1] or [_named(part) for part in typed[:1]]


def _actions(header: Element | None) -> Iterator[Action]:
    for action in _all(header, "profileDesc/correspDesc/correspAction"):
        parts = list(action.iterchildren("*"))
        yield Action(
            action.get("type", ""),
            tuple(_named(one) for one in parts if local_name(one) in _PERSONS and plain_text(one)),
            tuple(_named(one) for one in parts if local_name(one) in _PLACES and plain_text(one)),
            tuple(read_date(one) for one in parts if local_name(one) == "date"),
        )


def _source(element: Element) -> Source:
    parts: dict[str, str] = {}
    for scope in element.iter("{*}biblScope"):
        name = _PARTS.get(scope.get("unit", scope.get("type", "")).lower(), "")
        limits = "-".join(filter(None, (scope.get("from", ""), scope.get("to", ""))))
        if name:
            parts.setdefault(name, plain_text(scope) or scope.get("n", "") or limits)
    date = next(element.iter("{*}date"), None)
    when = "" if date is None else first_day(read_date(date)) or plain_text(date)
    return Source(
        element.get("type", ""),
        plain_text(element),
        title=_first_text(element, "title"),
        publisher=_first_text(element, "publisher"),
        date=when,
        **parts,
    )


def _first_text(element: Element, name: str) -> str:
    return next((text for one in element.iter(f"{{*}}{name}") if (text := plain_text(one))), "")


def _mentions(names: list[tuple[str, str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for key, element, words in names:
        if key:
            found.setdefault(key, []).append((element, words))
    return {key: tuple(places) for key, places in found.items()}


def _front_lines(header: Element | None) -> int:
    """Return how many lines of front matter were kept literally (note of type transcription)."""
    notes = [one for one in _all(header, "fileDesc/notesStmt/note") if one.get("type") == "transcription"]
    return sum(1 for note in notes for _ in note.iterchildren("*"))
