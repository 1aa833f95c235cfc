"""Facts become a teiHeader (TEI Guidelines 2): every statement from the transcription or the
edition file, none invented.

In: a `Document` with its facts, the `Edition`, the date of the run and the literal lines of front matter with the
anchors they stood at. Out: the `teiHeader` element. The four dates — written, first published, printed, put online —
each have their own place and are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from lxml import etree

from lenin_tei import __version__
from lenin_tei.dates import read_date
from lenin_tei.declarations import build_encoding
from lenin_tei.edition import Edition
from lenin_tei.metadata import GROUPS
from lenin_tei.model import Block, Document, Fact
from lenin_tei.profile import Profile
from lenin_tei.tei import NAMESPACE, XML

Element = etree._Element
TEI = f"{{{NAMESPACE}}}"
XML_ID = XML + "id"
Literal = Sequence[tuple[Block, str | None]]

BIBLS = {
    "source": "unread-source",
    "printEdition": "print-edition",
    "firstPublication": "first-publication",
    "onlineVersion": "online-version",
}
# What comes first in a bibl; the rest keeps the order of the transcription.
ORDER = {"author": 0, "title": 1, "note": 3}
LETTERS = frozenset({"letter", "telegram"})
LANGUAGES = {"en": "English", "de": "German", "fr": "French", "ru": "Russian", "it": "Italian", "es": "Spanish"}
LANGUAGES["und"] = "Undetermined"
JULIAN = "The Julian calendar (old style), in use in Russia until 31 January 1918; values of attributes are Gregorian."
UNPUBLISHED = "Unpublished: no publisher and no licence are stated for this file."
NO_SOURCE = "The transcription does not say from which edition it was made."
NO_LICENCE = "No licence is stated."


def build_header(
    document: Document, edition: Edition | None, date: str | None, profile: Profile, literal: Literal = ()
) -> Element:
    """Return the `teiHeader` of *document*; *date* (YYYY-MM-DD) makes a revisionDesc, None makes none."""
    edition = edition or Edition()
    header = etree.Element(TEI + "teiHeader", nsmap={None: NAMESPACE})
    _build_file(_add(header, "fileDesc"), document, edition, literal)
    header.append(build_encoding(document, foreign=not _language(document, edition, profile).startswith("en")))
    _build_profile(_add(header, "profileDesc"), document, _language(document, edition, profile))
    if date:
        change = _add(_add(header, "revisionDesc"), "change", {"when": date, "who": "#lenin-tei"})
        change.text = (
            f"Converted from the transcription {PurePath(document.source.path).name} by lenin-tei {__version__}."
        )
    return header


def _add(parent: Element, name: str, attributes: Mapping[str, str] | None = None, text: str | None = None) -> Element:
    """Append and return an element."""
    made: Element = etree.SubElement(parent, TEI + name, dict(attributes) if attributes else None)
    if text is not None:
        made.text = text
    return made


def _language(document: Document, edition: Edition, profile: Profile) -> str:
    return document.language or edition.language or profile.language


def _at(document: Document, *places: str) -> list[Fact]:
    return [fact for fact in document.facts if fact.place in places]


def _grouped(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Return facts item by item; an item that was said twice comes once."""
    groups: dict[tuple[str, int], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.place, fact.group), []).append(fact)
    seen: dict[tuple[tuple[str, str], ...], list[Fact]] = {}
    for group in groups.values():
        seen.setdefault(tuple((fact.element, fact.text) for fact in group), group)
    return list(seen.values())


def _first_block(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts of the first block of front matter that has any: later blocks speak of parts of the text."""
    return [fact for fact in facts if fact.group // GROUPS == facts[0].group // GROUPS]


# fileDesc


def _build_file(parent: Element, document: Document, edition: Edition, literal: Literal) -> None:
    titles = _add(parent, "titleStmt")
    _build_titles(titles, document)
    encoded = titles
    if edition.title:
        encoded = _add(parent, "editionStmt")
        _add(encoded, "edition", text=edition.title)
    for encoder in edition.encoders:
        statement = _add(encoded, "respStmt")
        _add(statement, "resp", text=encoder.resp)
        _add(statement, "persName", text=encoder.name)
    _build_publication(_add(parent, "publicationStmt"), edition)
    if edition.series:
        _add(_add(parent, "seriesStmt"), "title", {"level": "s"}, edition.series)
    if literal:
        _build_notes(_add(parent, "notesStmt"), document, literal)
    _build_sources(_add(parent, "sourceDesc"), document)


def _build_titles(parent: Element, document: Document) -> None:
    """Add titles (one main title, never doubled), authors and everybody with a responsibility."""
    facts = _at(document, "titleStmt")
    said: set[tuple[str, str]] = set()
    kinds: set[str] = set()
    for fact in facts:
        if fact.element == "title" and ("title", fact.text.casefold()) not in said:
            kind = fact.attributes.get("type", "main")
            _add(parent, "title", {"type": "alt" if kind == "main" and kind in kinds else kind}, fact.text)
            said.add(("title", fact.text.casefold()))
            kinds.add(kind)
    if not kinds:
        _add(parent, "title", {"type": "main"}, PurePath(document.source.path).stem or "untitled")
    for fact in facts:
        name = _without_possessive(fact.text)
        if fact.element == "author" and ("author", name.casefold()) not in said:
            _add(_add(parent, "author"), "persName", _ref(fact), name)
            said.add(("author", name.casefold()))
    for group in _grouped(fact for fact in facts if fact.element in ("resp", "persName", "orgName")):
        if group[0].element == "resp" and len(group) > 1:
            statement = _add(parent, "respStmt")
            for fact in group:
                _add(statement, fact.element, _ref(fact), fact.text)


def _without_possessive(name: str) -> str:
    for ending in ("’s", "'s"):
        name = name.removesuffix(ending)
    return name


def _ref(fact: Fact) -> dict[str, str]:
    return {"ref": fact.attributes["ref"]} if "ref" in fact.attributes else {}


def _build_publication(parent: Element, edition: Edition) -> None:
    """Add publisher, place, date, identifiers and licence in this order, or say that the file is unpublished."""
    if not edition.publisher:
        _add(parent, "p", text=UNPUBLISHED)
        return
    _add(parent, "publisher", text=edition.publisher)
    if edition.pub_place:
        _add(parent, "pubPlace", text=edition.pub_place)
    if edition.date:
        _add(parent, "date", edition.date_attributes, edition.date)
    for kind, value in edition.idno:
        _add(parent, "idno", {"type": kind}, value)
    availability = _add(parent, "availability")
    if edition.licence_target or edition.licence_text:
        target = {"target": edition.licence_target} if edition.licence_target else {}
        _add(_add(availability, "licence", target), "p", text=edition.licence_text or edition.licence_target)
    else:
        _add(availability, "p", text=NO_LICENCE)


def _build_notes(parent: Element, document: Document, literal: Literal) -> None:
    """Add the literal lines of front matter, one ab each; @target is the anchor where a block stood in the text."""
    for block, target in literal:
        attributes = {"type": "transcription"}
        if "subtype" in block.attributes:
            attributes["subtype"] = block.attributes["subtype"]
        if target:
            attributes["target"] = target
        note = _add(parent, "note", attributes)
        for leaf in block.leaves():
            _add(note, "ab", text=document.source.text[leaf.span.start : leaf.span.end].replace("\n", " "))


def _build_sources(parent: Element, document: Document) -> None:
    """Add one bibl for every edition the transcription speaks of."""
    online = None
    for place, name in BIBLS.items():
        for number, group in enumerate(_grouped(_at(document, place)), 1):
            identifier = name if number == 1 else f"{name}-{number}"
            if place == "source":  # what kind of source it is nobody knows
                _add(parent, "bibl", {XML_ID: identifier}, group[0].text)
                continue
            bibl = _add(parent, "bibl", {"type": place, XML_ID: identifier})
            for fact in sorted(group, key=lambda fact: ORDER.get(fact.element, 2)):
                made = _add(bibl, fact.element, fact.attributes, fact.text)
                if fact.element == "note":
                    _mark_titles(made, group)
            online = bibl if place == "onlineVersion" and number == 1 else online
    statements = _at(document, "availability")
    if statements:
        if online is None:
            online = _add(parent, "bibl", {"type": "onlineVersion", XML_ID: BIBLS["onlineVersion"]})
        availability = _add(online, "availability")
        for text, fact in {fact.text: fact for fact in statements}.items():
            _add(availability, fact.element, fact.attributes, text)
    if not len(parent):
        _add(parent, "p", text=NO_SOURCE)


def _mark_titles(note: Element, group: Sequence[Fact]) -> None:
    """Mark the titles of a bibliographic item where its note repeats them ("according to the Pravda text")."""
    text = note.text or ""
    for fact in group:
        before, found, after = text.partition(fact.text) if fact.element == "title" else (text, "", "")
        if found:
            note.text = before
            _add(note, "title", fact.attributes, fact.text).tail = after
            return


# profileDesc


def _build_profile(parent: Element, document: Document, language: str) -> None:
    _build_creation(parent, document)
    _add(_add(parent, "langUsage"), "language", {"ident": language}, LANGUAGES.get(language.split("-")[0], language))
    if document.text_type:
        target = f"#text-type-{document.text_type}"
        _add(_add(parent, "textClass"), "catRef", {"scheme": "#text-types", "target": target})
    if document.text_type in LETTERS:
        _build_correspondence(parent, document)
    if _is_old_style(document):
        calendar = _add(_add(parent, "calendarDesc"), "calendar", {XML_ID: "julian"})
        _add(calendar, "p", text=JULIAN)


def _created(document: Document) -> list[Fact]:
    """Return when and where the text was written: as the front matter says, else as its heading is dated."""
    facts = _at(document, "creation")
    stated = [fact for fact in facts if fact.attributes.get("type") != "heading"]
    return _first_block(stated) if stated else [fact for fact in facts[:1] if _dated(fact)]


def _dated(fact: Fact) -> dict[str, str]:
    """Return the attributes of a date; a heading is read here."""
    found = {key: value for key, value in fact.attributes.items() if key != "type"}
    return found or dict(read_date(fact.text) or {})


def _build_creation(parent: Element, document: Document) -> None:
    facts = _created(document)
    if facts:
        creation = _add(parent, "creation")
        for fact in facts:
            text = fact.text.strip("() ") if "type" in fact.attributes else fact.text
            _add(creation, fact.element, _dated(fact), text)


def _build_correspondence(parent: Element, document: Document) -> None:
    """Add who wrote to whom, from where and when, as far as the text says it."""
    sent = _first_of_kind(_at(document, "correspDesc/sent"))
    received = _first_of_kind(_at(document, "correspDesc/received"))
    if not any(fact.element in ("persName", "orgName", "rs", "name") for fact in sent):
        authors = [fact for fact in _at(document, "titleStmt") if fact.element == "author"]
        sent = [Fact("", "persName", _without_possessive(a.text), a.span, a.attributes) for a in authors[:1]] + sent
    for kind in ("placeName", "date"):
        if not any(fact.element == kind for fact in sent):
            sent += [fact for fact in _created(document) if fact.element == kind][:1]
    if not sent and not received:
        return
    description = _add(parent, "correspDesc")
    for name, facts in (("sent", sent), ("received", received)):
        if facts:
            action = _add(description, "correspAction", {"type": name})
            for fact in facts:
                if fact.element == "date":
                    _add(action, "date", _dated(fact))
                else:
                    _add(action, fact.element, fact.attributes, fact.text)


def _first_of_kind(facts: Sequence[Fact]) -> list[Fact]:
    """Return names, then the first place and the first date, each once."""
    found: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        key = (fact.element, "" if fact.element in ("placeName", "date") else fact.text)
        found.setdefault(key, fact)
    return sorted(found.values(), key=lambda fact: {"placeName": 1, "date": 2}.get(fact.element, 0))


def _is_old_style(document: Document) -> bool:
    """Say whether any date points to the Julian calendar."""
    for fact in document.facts:
        if fact.element == "date" and _dated(fact).get("calendar") == "#julian":
            return True
    return any(
        mark.attributes.get("calendar") == "#julian" for leaf in document.leaves() if leaf.marks for mark in leaf.marks
    )
