"""What machines read on a page: schema.org as JSON-LD, Dublin Core as `<meta>`; and how to cite it for people.

Every value comes from the teiHeader or the lists of the file; what it does not say is left out.
"""

from __future__ import annotations

import json
from typing import Any

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.colophon import with_unit
from lenin_tei.exporters.descriptions import readable_date, spaced_text
from lenin_tei.exporters.register import Entry, PageIndex
from lenin_tei.exporters.tree import Element, Paths, child, local_name, plain_text, words

_KINDS = {"person": "Person", "place": "Place", "org": "Organization", "event": "Event", "work": "CreativeWork"}


# What only groups the parts of a reference.
_GROUPS = words("analytic editionStmt fileDesc imprint monogr publicationStmt series seriesStmt titleStmt")


def facts_of(document: Element, language: str) -> dict[str, list[str]]:
    """Return the facts of the header that pages need, by name; a fact not stated is an empty list."""
    header = Paths(child(document, "teiHeader"))
    paths = {
        "title": "fileDesc/titleStmt/title",
        "author": "fileDesc/titleStmt/author",
        "editor": "fileDesc/titleStmt/editor",
        "contributor": "fileDesc/titleStmt/respStmt/persName|name|orgName",
        "publisher": "fileDesc/publicationStmt/publisher|distributor|authority",
        "published": "fileDesc/publicationStmt/date",
        "identifier": "fileDesc/publicationStmt/idno",
        "source": "fileDesc/sourceDesc/bibl|biblStruct|biblFull|p|msDesc",
        "created": "profileDesc/creation/date",
        "type": "profileDesc/textClass/keywords|classCode",
        "rights": "fileDesc/publicationStmt/availability/licence|p",
    }
    found = {name: header[path] for name, path in paths.items()}
    facts = {name: [text for text in map(spaced_text, elements) if text] for name, elements in found.items()}
    for name in ("created", "published"):
        facts[name] = [date.get("when", "") or spaced_text(date) for date in found[name]]
    facts["licence"] = [address for one in found["rights"] if (address := safe_address(one.get("target")))]
    facts["language"] = [language] if language else []
    main = [plain_text(title) for title in found["title"] if title.get("type") == "main"]
    facts["title"] = main or facts["title"]
    facts["bibliography"] = [", ".join(_parts(source)) for source in found["source"]]
    return facts


def _parts(source: Element) -> list[str]:
    identified = child(source, "msIdentifier")
    source = source if identified is None else identified
    found, waiting = [], [source]
    while waiting:
        part = waiting.pop()
        grouping = part is source or local_name(part) in _GROUPS
        if grouping and len(part) and not (part.text or "").strip():
            waiting += reversed(list(part.iterchildren("*")))
        else:
            found.append(with_unit(part))
    return list(filter(None, found))


def dublin_core(facts: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return names and contents of the `<meta>` elements."""
    pairs = [("author", name) for name in facts["author"][:1]]
    terms = {
        "title": facts["title"],
        "creator": facts["author"],
        "contributor": [*facts["editor"], *facts["contributor"]],
        "date": facts["created"] or facts["published"],
        "publisher": facts["publisher"],
        "language": facts["language"],
        "identifier": facts["identifier"],
        "source": facts["bibliography"],
        "rights": [*facts["licence"], *facts["rights"]],
        "type": ["Text"],
        "format": ["text/html"],
    }
    return pairs + [(f"DC.{term}", value) for term, values in terms.items() for value in values if value]


def linked_data(facts: dict[str, list[str]], index: PageIndex) -> str:
    """Return the page as schema.org JSON-LD, safe inside a script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": ". ".join(facts["title"]),
        "author": [{"@type": "Person", "name": name} for name in facts["author"]],
        "contributor": [{"@type": "Person", "name": name} for name in (*facts["editor"], *facts["contributor"])],
        "dateCreated": facts["created"],
        "datePublished": facts["published"],
        "inLanguage": facts["language"],
        "publisher": [{"@type": "Organization", "name": name} for name in facts["publisher"]],
        "license": facts["licence"],
        "isBasedOn": [{"@type": "CreativeWork", "name": name} for name in facts["bibliography"] if name],
        "genre": facts["type"],
        "mentions": [_thing(entry) for entry in index.mentioned() if entry.kind in _KINDS],
    }
    short = {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in data.items()}
    text = json.dumps({name: value for name, value in short.items() if value}, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _thing(entry: Entry) -> dict[str, Any]:
    thing: dict[str, Any] = {"@type": _KINDS[entry.kind], "name": entry.label}
    same = entry.description.records if entry.description else ()
    return thing | ({"sameAs": same} if same else {})


def citation(facts: dict[str, list[str]]) -> str:
    """Return one line by which the text can be cited, from what the header states."""
    title = ". ".join(facts["title"])
    parts = [
        ", ".join(facts["author"]),
        f"“{title}”" if title else "",
        readable_date(facts["created"][0]) if facts["created"] else "",
        *facts["bibliography"][:1],
        ", ".join([*facts["publisher"][:1], *map(readable_date, facts["published"][:1])]),
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "." if title else ""
