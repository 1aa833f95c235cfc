"""A folder of TEI to BEACON: lists of the authority records that the documents mention, for catalogues.

One file for each authority (the format has one prefix for all lines). Only identifiers that stand in a file and have
the form of their authority are listed; what an editor marked as unsure (`@cert` other than "high") is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.folder import Content, Documents
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.tree import XML_ID, Element, local_name, plain_text, read_tree
from lenin_tei.patterns import lazy

# Authority → the prefix that BEACON readers know; the form of its numbers.
PREFIXES = {
    "gnd": "http://d-nb.info/gnd/",
    "viaf": "http://viaf.org/viaf/",
    "wikidata": "http://www.wikidata.org/entity/",
    "geonames": "https://sws.geonames.org/",
    "lccn": "http://id.loc.gov/authorities/names/",
    "isni": "https://isni.org/isni/",
    "orcid": "https://orcid.org/",
    "bnf": "http://data.bnf.fr/ark:/12148/",
}
_FORMS = {
    "gnd": lazy(r"1[0-9]{7,8}[0-9X]|[47][0-9]{6}-[0-9]|[1-9][0-9]{0,7}-[0-9X]|3[0-9]{7}[0-9X]"),
    "viaf": lazy(r"[1-9][0-9]{0,21}"),
    "wikidata": lazy(r"Q[1-9][0-9]{0,11}"),
    "geonames": lazy(r"[1-9][0-9]{0,9}"),
    "lccn": lazy(r"(n|nb|nr|no|ns|sh)[0-9]{8,10}"),
    "isni": lazy(r"[0-9]{15}[0-9X]"),
    "orcid": lazy(r"([0-9]{4}-){3}[0-9]{3}[0-9X]"),
    "bnf": lazy(r"cb[0-9]{8}[0-9a-z]"),
}
_ADDRESS = lazy(
    r"https?://(?:www\.)?(?:(?P<gnd>d-nb\.info/gnd)|(?P<viaf>viaf\.org/viaf)|(?P<wikidata>wikidata\.org/(?:entity|wiki))|"
    r"(?P<geonames>(?:sws\.)?geonames\.org)|(?P<lccn>id\.loc\.gov/authorities/names)|(?P<isni>isni\.org/isni)|"
    r"(?P<orcid>orcid\.org)|(?P<bnf>data\.bnf\.fr/ark:/12148))/(?P<number>[^/?#]+)(?:/[^/]*)?"
)


@dataclass(frozen=True, slots=True)
class BeaconOptions:
    """The name of the edition, and the address where its files will be; without it targets are file names."""

    title: str = ""
    url: str = ""


def export_beacon(documents: Documents, options: Mapping[str, object]) -> Iterator[tuple[str, Content]]:
    """Yield beacon-AUTHORITY.txt for every authority with records; lines in the order of the documents."""
    chosen = choose(BeaconOptions, options)
    found: dict[str, dict[tuple[str, str], int]] = {}
    for path, data in documents:
        for (authority, number), count in mentioned(read_tree(data, path)).items():
            lines = found.setdefault(authority, {})
            lines[number, path] = lines.get((number, path), 0) + count
    for authority, lines in sorted(found.items()):
        head = ["#FORMAT: BEACON", f"#PREFIX: {PREFIXES[authority]}"]
        address = chosen.url.rstrip("/") + "/" if safe_address(chosen.url) else ""
        head += [f"#DESCRIPTION: {' '.join(chosen.title.split())}"] if chosen.title else []
        head += [f"#TARGET: {address}{{ID}}"] if address else []
        rows = [f"{number}|{count}|{_target(path, address)}" for (number, path), count in lines.items()]
        yield f"beacon-{authority}.txt", "\n".join([*head, "", *rows, ""]).encode()


def _target(path: str, address: str) -> str:
    return address + path.replace("%", "%25").replace("|", "%7C").replace(" ", "%20").replace("\n", "%0A")


def mentioned(root: Element) -> dict[tuple[str, str], int]:
    """Return authority and number of each record that *root* mentions, and how often."""
    records: dict[str, list[tuple[str, str]]] = {}
    for idno in root.iter("{*}idno"):
        entry = idno.getparent()
        record = identified(idno)
        if entry is not None and entry.get(XML_ID) and record and _is_sure(idno) and _is_sure(entry):
            records.setdefault(f"#{entry.get(XML_ID)}", []).append(record)
    counts: dict[tuple[str, str], int] = {}
    for element in root.iter("*"):
        pointer = element.get("ref", "")
        if not pointer or not _is_sure(element) or local_name(element) in ("g", "graphic"):
            continue
        for one in pointer.split():
            direct = by_address(one)
            for record in records.get(one, [direct] if direct else []):
                counts[record] = counts.get(record, 0) + 1
    return counts


def _is_sure(element: Element) -> bool:
    return element.get("cert", "high") == "high"


def identified(idno: Element) -> tuple[str, str] | None:
    """Return authority and number of an `idno`, if it has the form that its authority gives its numbers."""
    text = plain_text(idno)
    direct = by_address(text)
    for kind in (idno.get("type", "").lower(), idno.get("subtype", "").lower()):
        if kind in _FORMS and direct is None and _FORMS[kind].fullmatch(text):
            return kind, text
    return direct


def by_address(address: str) -> tuple[str, str] | None:
    """Return authority and number that the address of a record names."""
    found = _ADDRESS.fullmatch(address.strip())
    if not found:
        return None
    authority = next(name for name in PREFIXES if found[name])
    return (authority, found["number"]) if _FORMS[authority].fullmatch(found["number"]) else None
