"""House rules: what a grammar allows and an edition should not have, in any TEI file (the H codes)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import PurePath
from unicodedata import is_normalized, normalize

from lxml import etree

from lenin_tei.dates import read_date
from lenin_tei.dates.moments import Moment, exists, gregorian
from lenin_tei.diagnostics import Diagnostic
from lenin_tei.xmlfile import XMLFile

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TEXT = TEI + "text"
ROOTS = (TEI + "TEI", TEI + "teiCorpus")
# Elements that say nothing when they are empty; names only in the text, where a reader meets them.
WORDED = frozenset(
    TEI + name for name in ("p", "ab", "head", "l", "note", "item", "salute", "signed", "title", "author")
)
WORDED_IN_TEXT = frozenset(
    TEI + name for name in ("persName", "placeName", "orgName", "eventName", "name", "rs", "date")
)
# Names and titles: white space inside their ends goes into indexes.
EDGED = frozenset(
    TEI + name for name in ("persName", "placeName", "orgName", "eventName", "name", "rs", "title", "date")
)
BREAKS = frozenset(TEI + name for name in ("lb", "pb", "cb", "gb", "milestone"))
PAIRS = (("notBefore", "notAfter"), ("from", "to"), ("notBefore-iso", "notAfter-iso"), ("from-iso", "to-iso"))
_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_WHEN = re.compile(r"\d{4}(?:-\d\d){0,2}")
_DATE = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*|[xX](?:-[A-Za-z0-9]{1,8})+|i-[A-Za-z]+)?")


def check_root(file: XMLFile) -> Iterator[Diagnostic]:
    """Yield H001 unless the root is TEI or teiCorpus in the TEI namespace."""
    if file.root.tag in ROOTS:
        return
    name = etree.QName(file.root)
    if name.localname in ("TEI", "teiCorpus", "TEI.2"):
        where = f"in the namespace {name.namespace}" if name.namespace else "in no namespace"
        message = f'<{name.localname}> stands {where}; write <TEI xmlns="{TEI[1:-1]}">'
    else:
        message = f"the root element is <{name.localname}>, not <TEI>; give a TEI file"
    yield file.diagnostic(file.root, "H001", message)


def check_house_rules(file: XMLFile) -> Iterator[Diagnostic]:
    """Yield what the house rules find in a TEI file: in the file as a whole, then element by element."""
    yield from _check_name(file)
    yield from _check_letters(file)
    for element in file.root.iter("*"):
        for name, value in element.items():
            if check := ATTRIBUTE_CHECKS.get(name):
                yield from check(file, element, value)
        tag = element.tag
        if tag in WORDED_IN_TEXT or tag in EDGED:
            if next(element.iterancestors(TEXT), None) is not None:
                yield from _check_name_in_text(file, element)
            elif tag in WORDED and not len(element):
                yield from _check_words(file, element)
        elif tag in WORDED and not len(element):
            yield from _check_words(file, element)
        elif tag in BREAKS and element.get("break") == "no":
            yield from _check_break(file, element)


def _check_name_in_text(file: XMLFile, element: etree._Element) -> Iterator[Diagnostic]:
    """H003 and H009 for a name, a title or a date where a reader meets it."""
    if not len(element):
        yield from _check_words(file, element)
    if element.tag in EDGED:
        yield from _check_edges(file, element)


def _check_name(file: XMLFile) -> Iterator[Diagnostic]:
    """H008: the file is not called what the root element is."""
    name, identifier = PurePath(file.path), file.root.get(XML_ID)
    if (
        identifier
        and name.name
        and name.name != "-"
        and not {_plain(name.stem), _plain(name.name)} & {_plain(identifier)}
    ):
        message = (
            f'the file {name.name} has xml:id="{identifier}"; rename the file to {identifier}.xml, or change the xml:id'
        )
        yield file.diagnostic(file.root, "H008", message, "xml:id")


def _plain(name: str) -> str:
    """Return a name without what an xml:id cannot hold, or file systems and people write in two ways."""
    return re.sub(r"[^\w]+", "-", name.lower()).removeprefix("document-")


def _check_letters(file: XMLFile) -> Iterator[Diagnostic]:
    """H007: the first letter that is typed in two characters where one would do, and how many there are."""
    if file.data.isascii():
        return
    text = file.data.decode("utf-8", "replace")
    if is_normalized("NFC", text):
        return
    found = [one for one in _DECOMPOSED.finditer(text) if not is_normalized("NFC", one[0])]
    if found:
        line, column = file.position(len(text[: found[0].start()].encode("utf-8")))
        more = f", as are {len(found) - 1} more letters of the file" if len(found) > 1 else ""
        letter = f"“{normalize('NFC', found[0][0])}” is typed as {len(found[0][0])} characters"
        yield Diagnostic(file.path, line, column, "H007", f"{letter}{more}; normalise the file to NFC")


def _check_edges(file: XMLFile, element: etree._Element) -> Iterator[Diagnostic]:
    """H009: a name or title begins or ends with white space; indented children are layout, not words."""
    words = "".join(element.itertext())
    if words.strip() and words != words.strip() and ((element.text or "").strip() or not len(element)):
        name = etree.QName(element).localname
        message = f"<{name}> has white space inside its ends (“{words[:30]}”); move it outside"
        yield file.diagnostic(element, "H009", message)


def _check_break(file: XMLFile, element: etree._Element) -> Iterator[Diagnostic]:
    """H009: white space beside a break inside a word."""
    before = element.getprevious()
    parent = element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    if (text or "")[-1:].isspace() or (element.tail or "")[:1].isspace():
        name = etree.QName(element).localname
        message = f'white space beside <{name} break="no"/> tears the word apart; remove it'
        yield file.diagnostic(element, "H009", message)


def _check_order(file: XMLFile, element: etree._Element, early: str, late: str) -> Iterator[Diagnostic]:
    """H002: the first of two dates lies behind the second, as far as both are given."""
    first, last = _DATE.match(element.get(early, "")), _DATE.match(element.get(late, ""))
    if first and last and _later(first[0], last[0]):
        message = f'{early}="{first[0]}" is later than {late}="{last[0]}"; exchange or correct them'
        yield file.diagnostic(element, "H002", message, early)


def _later(first: str, last: str) -> bool:
    if first.startswith("-") or last.startswith("-"):
        return False
    length = min(len(first), len(last))
    return first[:length] > last[:length]


def _check_words(file: XMLFile, element: etree._Element) -> Iterator[Diagnostic]:
    """H003: an element that is there for its words has none."""
    if (element.text or "").strip() or (any(element.get(name) for name in ("sameAs", "copyOf", "corresp", "target"))):
        return
    name = etree.QName(element).localname
    yield file.diagnostic(element, "H003", f"<{name}> is empty; remove it, or write <gap/> where text is missing")


def _check_ref(file: XMLFile, element: etree._Element, value: str) -> Iterator[Diagnostic]:
    """H004: several pointers in @ref mean several entities."""
    pointers = value.split()
    if len(pointers) > 1:
        message = f"@ref has {len(pointers)} pointers, so it means as many entities; keep one, put the rest into idno"
        yield file.diagnostic(element, "H004", message, "ref")


def _check_language(file: XMLFile, element: etree._Element, value: str) -> Iterator[Diagnostic]:
    """H005: a language tag begins with a code of two or three letters (BCP 47)."""
    if not _LANGUAGE.fullmatch(value):
        message = f'xml:lang="{value}" is no language tag; write a code such as en, ru or en-GB'
        yield file.diagnostic(element, "H005", message, "xml:lang")


def _check_ident(file: XMLFile, element: etree._Element, value: str) -> Iterator[Diagnostic]:
    """H005: the same for the languages a file says it uses."""
    if element.tag == TEI + "language" and not _LANGUAGE.fullmatch(value):
        message = f'ident="{value}" is no language tag; write a code such as en, ru or en-GB'
        yield file.diagnostic(element, "H005", message, "ident")


def _check_when(file: XMLFile, element: etree._Element, when: str) -> Iterator[Diagnostic]:
    """H006: @when says another day than the words, unless it is the same day in the other calendar."""
    if element.tag not in (TEI + "date", TEI + "docDate") or not _WHEN.fullmatch(when):
        return
    words = " ".join("".join(element.itertext(TEI + "date", TEI + "docDate", TEI + "hi", TEI + "lb")).split())
    typed = _told_by(words)
    length = min(len(typed), len(when))
    if (
        not typed
        or typed[:length] == when[:length]
        or not exists(Moment(*map(int, when.split("-"))))
        or _same_in_the_other_calendar(typed, when)
    ):
        return
    message = f'when="{when}" disagrees with the words “{words}”, which say {typed}; correct one of the two'
    yield file.diagnostic(element, "H006", message, "when")


@lru_cache(maxsize=10_000)
def _told_by(words: str) -> str:
    """Return the one day, month or year that words say, "" if they say none; files of a corpus say the same again."""
    return (read_date(words) or {}).get("when", "")


def _same_in_the_other_calendar(typed: str, when: str) -> bool:
    found = gregorian(Moment(*map(int, typed.split("-"))))
    return found is not None and found.iso == when


def _in_order(early: str, late: str) -> Callable[[XMLFile, etree._Element, str], Iterator[Diagnostic]]:
    return lambda file, element, _: _check_order(file, element, early, late)


# What is looked at where an attribute stands.
ATTRIBUTE_CHECKS: dict[str, Callable[[XMLFile, etree._Element, str], Iterator[Diagnostic]]] = {
    "ref": _check_ref,
    XML_LANG: _check_language,
    "ident": _check_ident,
    "when": _check_when,
} | {early: _in_order(early, late) for early, late in PAIRS}
