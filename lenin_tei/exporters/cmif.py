"""An index of letters in the Correspondence Metadata Interchange Format 1.1, as correspSearch reads it.

In come TEI documents, one at a time; those with a `correspDesc` become one `correspDesc` each: exactly one sending and
one receiving, persons and organisations with numbers of GND, VIAF, LC, BnF or NDL, places with those of GeoNames, where
entries have them (TEI Guidelines 2.4.6). A letter without any date is left out and reported (C170).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from lenin_tei.diagnostics import Diagnostic, LeninTeiError, Report
from lenin_tei.exporters.folder import Content, Documents
from lenin_tei.exporters.options import choose, one_of
from lenin_tei.exporters.tree import Element, descend, read_tree
from lenin_tei.patterns import lazy
from lenin_tei.records import Action, Entry, Named, Record, read_records

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "Creative Commons Attribution 4.0 International (CC BY 4.0)",
    "https://creativecommons.org/publicdomain/zero/1.0/": "Creative Commons Zero 1.0 Universal (CC0 1.0)",
}
_SHORT = {"cc-by": next(iter(LICENCES)), "cc0": list(LICENCES)[1]}
# Registers CMIF knows, in the order in which one is chosen: type of idno → address.
PEOPLE = {
    "gnd": "https://d-nb.info/gnd/{}",
    "viaf": "http://viaf.org/viaf/{}",
    "lccn": "http://id.loc.gov/authorities/names/{}",
    "lc": "http://id.loc.gov/authorities/names/{}",
    "bnf": "http://catalogue.bnf.fr/ark:/12148/{}",
    "ndl": "http://id.ndl.go.jp/auth/ndlna/{}",
}
PLACES = {"geonames": "https://www.geonames.org/{}"}
_KNOWN = lazy(
    r"https?://(www\.)?(d-nb\.info/gnd|viaf\.org/viaf|id\.loc\.gov|catalogue\.bnf\.fr|data\.bnf\.fr|id\.ndl\.go\.jp)/\S+"
)
_GEONAMES = lazy(r"https?://(?:www|sws)\.geonames\.org/(\d+)")
_DAY = lazy(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?\Z")
_UUID = lazy(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


@dataclass(frozen=True, slots=True)
class CmifOptions:
    """What the index says of itself; what is not given is taken from the documents where they agree.

    *url* is where the index will lie, *uuid* what its source is called for ever (else one made from *url*), *licence*
    cc-by or cc0 or the address of one of them, *edition* the address of the edition, *entries* those of an authority.
    """

    title: str = ""
    editor: str = ""
    publisher: str = ""
    licence: str = ""
    url: str = ""
    uuid: str = ""
    date: str = ""
    edition: str = ""
    source: str = one_of("online", "print", "hybrid")
    entries: Mapping[str, Entry] = field(default_factory=dict)
    report: Report | None = None


class _Common(NamedTuple):
    """What the documents say of their publication; "" where they disagree or say nothing."""

    publisher: str
    licence: str
    date: str
    editors: tuple[str, ...]


def export_cmif(documents: Documents, options: Mapping[str, object]) -> Iterator[tuple[str, Content]]:
    """Yield `cmif.xml`; raise `LeninTeiError` where a fact CMIF cannot do without is stated nowhere."""
    chosen = choose(CmifOptions, options)
    letters: list[Element] = []
    said: list[dict[str, None]] = [{}, {}, {}, {}]
    identifier = source_id(chosen.uuid, chosen.url)
    for path, data in documents:
        for record, document in read_letters(data, path):
            for values, value in zip(said, _publication(record), strict=True):
                values.update(dict.fromkeys(value))
            if record.letter:
                letters.extend(_letter(record, document, chosen, identifier))
    common = _Common(_same(said[0]), _same(said[1]), max(said[2], default=""), tuple(said[3]))
    root = etree.Element(f"{TEI}TEI", nsmap={None: TEI[1:-1]})
    header = etree.SubElement(root, f"{TEI}teiHeader")
    _file_description(header, chosen, common, identifier)
    profile = etree.SubElement(header, f"{TEI}profileDesc")
    profile.extend(letters)
    body = etree.SubElement(etree.SubElement(root, f"{TEI}text"), f"{TEI}body")
    etree.SubElement(body, f"{TEI}p")
    etree.indent(root)
    yield "cmif.xml", etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def read_letters(data: bytes, path: str) -> Iterator[tuple[Record, Element]]:
    """Yield the record of each document in a file, with where its correspDesc stands."""
    root = read_tree(data, path)
    documents = list(root.iter("{*}TEI")) or [root]
    for record, document in zip(read_records(root, path), documents, strict=False):
        found = descend(document, "teiHeader/profileDesc/correspDesc")
        yield record, document if found is None else found


def source_id(given: str, url: str) -> str:
    """Return the xml:id of the source: the UUID given, else one that always comes out of *url*.

    An xml:id begins with a letter, a UUID perhaps with a digit: then `uuid-` stands before it.
    """
    if given:
        if not _UUID.match(given.lower()):
            raise LeninTeiError(
                f"{given} is no UUID; idno uuid in edition.toml looks like {uuid.uuid5(uuid.NAMESPACE_URL, url)}"
            )
        return given.lower() if given[0].isalpha() else f"uuid-{given.lower()}"
    if not url:
        raise LeninTeiError("a CMIF index needs an address or a UUID; state url or uuid in [idno] of edition.toml")
    made = uuid.uuid5(uuid.NAMESPACE_URL, url)
    while not str(made)[0].isalpha():
        made = uuid.uuid5(made, url)
    return str(made)


def _publication(record: Record) -> tuple[Iterable[str], ...]:
    issued = (record.issued.get(name, "") for name in ("when", "to", "notAfter", "from"))
    return (
        filter(None, [record.publisher]),
        [record.licence],
        filter(_DAY.match, issued),
        [role_and_name[1].text for role_and_name in record.responsible] + [one.text for one in record.editors],
    )


def _same(values: Mapping[str, None]) -> str:
    """Return the one value that all documents state, "" where there are several or none."""
    return next(iter(values)) if len(values) == 1 else ""


def _file_description(header: Element, chosen: CmifOptions, common: _Common, identifier: str) -> None:
    licence = _licence(chosen.licence or common.licence)
    publisher = chosen.publisher or common.publisher
    editor = chosen.editor or next(iter(common.editors), "")
    date = chosen.date or common.date
    for value, name in ((publisher, "publisher"), (editor, "editor"), (date, "date"), (chosen.url, "url")):
        if not value:
            raise LeninTeiError(f"a CMIF index needs {_WANTED[name]}")
    described = etree.SubElement(header, f"{TEI}fileDesc")
    titles = etree.SubElement(described, f"{TEI}titleStmt")
    _element(titles, "title", chosen.title or "Index of letters")
    _element(titles, "editor", editor)
    published = etree.SubElement(described, f"{TEI}publicationStmt")
    _element(published, "publisher", publisher)
    _element(published, "idno", chosen.url, type="url")
    _element(published, "date", "", when=date)
    available = etree.SubElement(published, f"{TEI}availability")
    _element(available, "licence", f"This index is licensed under {LICENCES[licence]}.", target=licence)
    sources = etree.SubElement(described, f"{TEI}sourceDesc")
    bibl = etree.SubElement(sources, f"{TEI}bibl", {"type": chosen.source, XML_ID: identifier})
    bibl.text = f"{chosen.title or 'Index of letters'}. {publisher}."
    if chosen.edition:
        bibl.text += " "
        _element(bibl, "ref", chosen.edition, target=chosen.edition)


_WANTED = {
    "publisher": "a publisher; state it in edition.toml",
    "editor": "somebody to ask; state an [[encoder]] in edition.toml",
    "date": "a date of publication; state date in edition.toml",
    "url": "the address where it will lie; say --url, or state url in [idno] of edition.toml",
}


def _licence(stated: str) -> str:
    """Return the licence as CMIF wants it; it is never chosen for the editor."""
    stated = _SHORT.get(stated, stated)
    plain = (
        stated.removeprefix("https://").removeprefix("http://").removeprefix("www.").partition("deed")[0].rstrip("/")
    )
    for address in LICENCES:
        if plain == address.removeprefix("https://").rstrip("/"):
            return address
    raise LeninTeiError(
        f"a CMIF index must be under CC BY 4.0 or CC0, the edition states {stated or 'no licence'}; "
        "state one of them in edition.toml, or say --set licence=cc-by or --set licence=cc0"
    )


def _element(parent: Element, name: str, text: str, **attributes: str) -> Element:
    made: Element = etree.SubElement(parent, f"{TEI}{name}", {key: value for key, value in attributes.items() if value})
    made.text = text or None
    return made


def _letter(record: Record, place: Element, chosen: CmifOptions, identifier: str) -> Iterator[Element]:
    """Yield the entry of a letter, if anything dates it."""
    sent, received = (_merged(record, kind) for kind in ("sent", "received"))
    dated = _date(*sent.dates) or _date(record.written)
    if not dated and not _date(*received.dates):
        if chosen.report is not None:
            message = f"“{record.title or record.path}” has no date CMIF could hold and is left out; date its sending"
            line = place.sourceline or 0
            chosen.report(Diagnostic(record.path, line, 1 if line else 0, "C170", message))
        return
    entries = {**chosen.entries, **{entry.key: entry for entry in record.entries}}
    address = next(
        (value for kind, value in record.identifiers if kind.lower() in ("url", "uri") and "://" in value), ""
    )
    made = etree.Element(f"{TEI}correspDesc")
    for name, value in (("key", record.id), ("ref", address), ("source", f"#{identifier}")):
        if value:
            made.set(name, value)
    for action, date in ((sent, dated), (received, _date(*received.dates))):
        part = etree.SubElement(made, f"{TEI}correspAction", type=action.type)
        for one in action.people or (Named("Unknown"),):
            name = "orgName" if one.element in ("orgName", "rs") else "persName"
            _element(part, name, one.text, ref=_number(one, entries, PEOPLE), cert=one.cert)
        for one in action.places[:1]:
            _element(part, "placeName", one.text, ref=_number(one, entries, PLACES), cert=one.cert)
        if date:
            _element(part, "date", "", **date)
    yield made


def _merged(record: Record, kind: str) -> Action:
    """Return all steps of one type as one: CMIF knows one sending and one receiving."""
    steps = [action for action in record.actions if action.type == kind]
    people = tuple(dict.fromkeys(one for step in steps for one in step.people))
    places = tuple(place for step in steps for place in step.places)
    dates = tuple(date for step in steps for date in step.dates)
    return Action(kind, people, places or (record.places[:1] if kind == "sent" else ()), dates)


def _date(*dates: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes of the first date with values CMIF takes: years, months, days; a value, or limits."""
    for date in dates:
        values = {name: found[1] for name, value in date.items() if name != "text" and (found := _DAY.match(value))}
        for names in (("when",), ("from", "to"), ("notBefore", "notAfter")):
            kept = {name: values[name] for name in names if name in values}
            if kept:
                sure = {name: date[name] for name in ("cert", "evidence") if date.get(name)}
                return kept | sure
    return {}


def _number(named: Named, entries: Mapping[str, Entry], registers: Mapping[str, str]) -> str:
    """Return the address of somebody in a register CMIF knows, "" for none."""
    entry = entries.get(named.key)
    said = [("", named.key)] if "://" in named.key else []
    numbers = [*said, *(entry.identifiers if entry is not None else ())]
    for kind, form in registers.items():
        for stated, value in numbers:
            if stated.lower() == kind and "/" not in value:
                return form.format(value)
    for _, value in numbers:
        if registers is PLACES and (found := _GEONAMES.match(value)):
            return PLACES["geonames"].format(found[1])
        if registers is PEOPLE and _KNOWN.match(value):
            return value
    return ""
