"""The dates of a TEI document: when the work was written, first published, and when this file was issued.

In comes a TEI element, anybody's: editions state the date of writing in `creation`, in `correspDesc`, in `origDate`, in
dates of a source that say what they are, or above the text (TEI Guidelines 2.4.1, 2.4.6, 10.7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lenin_tei.exporters.tree import Element, child, local_name, plain_text

DATES = ("when", "from", "to", "notBefore", "notAfter")
_ISO = {f"{name}-iso": name for name in DATES}
_WRITTEN = frozenset({"written", "creation", "composed", "origin"})
_PUBLISHED = frozenset({"firstPublication", "firstEdition", "print", "published", "premiere"})

Dated = Mapping[str, str]


def read_date(element: Element) -> dict[str, str]:
    """Return the attributes of a date by which it is known, and its words as `text`."""
    found = {name: value for name in DATES if (value := (element.get(name) or "").strip())}
    for name, plain in _ISO.items():
        if element.get(name) and plain not in found:
            found[plain] = element.get(name, "").strip()
    found |= {name: element.get(name, "") for name in ("calendar", "cert", "evidence") if element.get(name)}
    text = plain_text(element)
    return found | ({"text": text} if text else {})


def first_day(date: Dated) -> str:
    """Return the earliest value of a date's attributes as it is written, or ""."""
    return next((date[name] for name in ("when", "from", "notBefore", "notAfter", "to") if date.get(name)), "")


def find_dates(document: Element) -> tuple[Dated, Dated, Dated]:
    """Return the dates of writing, of first publication and of issue; {} where the document does not say."""
    header = child(document, "teiHeader")
    if header is None:
        return {}, {}, {}
    sources = list(header.iterfind("{*}fileDesc/{*}sourceDesc"))
    return (
        _first(_written(document, header, sources)),
        _first(_published(sources)),
        _first(header.iterfind("{*}fileDesc/{*}publicationStmt/{*}date")),
    )


def _first(dates: Iterable[Element]) -> Dated:
    """Return the first date with a value, else the first in words, else {}."""
    worded: dict[str, str] = {}
    for element in dates:
        date = read_date(element)
        if any(name in date for name in DATES):
            return date
        worded = worded or date
    return worded


def _written(document: Element, header: Element, sources: list[Element]) -> Iterator[Element]:
    for creation in header.iterfind("{*}profileDesc/{*}creation"):
        yield from creation.iter("{*}date", "{*}origDate")
        if any(creation.get(name) for name in DATES):
            yield creation
    for action in header.iterfind("{*}profileDesc/{*}correspDesc/{*}correspAction"):
        if action.get("type", "sent") == "sent":
            yield from action.iterchildren("{*}date")
    for source in sources:
        yield from source.iter("{*}origDate")
        yield from (one for one in source.iter("{*}date") if one.get("type") in _WRITTEN)
    for text in document.iterchildren("{*}text"):
        tops = (one for one in text.iter("{*}dateline", "{*}docDate") if _opens(one))
        yield from (date for top in tops for date in top.iter("{*}date", "{*}docDate"))


def _opens(line: Element) -> bool:
    """Whether a dateline stands above a text; the one in a letter that is quoted below is another's."""
    return not any(local_name(above) in ("quote", "floatingText", "note") for above in line.iterancestors())


def _published(sources: list[Element]) -> Iterator[Element]:
    for source in sources:
        for bibl in source.iter("{*}bibl", "{*}biblStruct", "{*}biblFull"):
            if bibl.get("type") in _PUBLISHED:
                yield from bibl.iter("{*}date")
        yield from (one for one in source.iter("{*}date") if one.get("type") in _PUBLISHED)
