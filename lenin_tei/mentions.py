"""What the text of a TEI document says: its words without markup, and the names in it with what they point to.

In comes a TEI element, anybody's. Header and standOff are not the text, nor are lists of entries that some editions
keep in `back` (TEI Guidelines 14.2). Where two readings stand side by side, the words are those of the source.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from hashlib import blake2b

from lxml import etree

from lenin_tei.exporters.tree import Element, local_name, plain_text, words

NAMES = words(
    "persName placeName orgName geogName country region settlement district bloc name rs title objectName eventName"
)
_ENTRIES = words("listPerson listPlace listOrg listEvent listBibl listObject listNym particDesc settingDesc")
_INLINE = NAMES | words(
    "abbr add am c choice corr damage date del distinct emph ex expan foreign forename genName gloss graphic hi lem m"
    " measure mentioned metamark nameLink num objectName orig placeName pc q ref reg restore retrace roleName said"
    " seg sic soCalled subst supplied surname surplus term time unclear w anchor ptr addName app rdg"
)
# The editor's half of a choice, and the readings of other witnesses.
_OTHERS = words("corr reg expan rdg")
_UNREAD = _ENTRIES | words("teiHeader standOff fw figDesc")


def entry_key(pointer: str | None) -> str:
    """Return what a name points to, the same in every file: the xml:id after "#", a whole address, a key.

    Of several pointers the first counts. An address on the web stays whole, because its fragment alone says nothing.
    """
    first = next(iter((pointer or "").split()), "")
    before, sign, after = first.partition("#")
    return after if sign and "://" not in before and ":" not in before else first


def texts_of(document: Element) -> list[Element]:
    """Return the text elements of one TEI document, without those of documents inside it."""
    return list(document.iterchildren("{*}text", "{*}sourceDoc"))


def names_in(document: Element) -> Iterator[tuple[str, str, str]]:
    """Yield each name in the text, in order: what it points to ("" for nothing), its element, its words."""
    for key, element in name_elements(document):
        yield key, local_name(element), plain_text(element)


def name_elements(document: Element) -> Iterator[tuple[str, Element]]:
    """Yield the elements that name somebody or something in the text, each with what it points to."""
    for text in texts_of(document):
        for element in _read(text):
            name = local_name(element)
            if name not in NAMES:
                continue
            key = entry_key(element.get("ref")) or (element.get("key") or "").strip()
            if key or name not in ("title", "rs", "name"):
                yield key, element


def _read(text: Element) -> Iterator[Element]:
    """Yield the elements of a text but for lists of entries and what is in them."""
    walk = etree.iterwalk(text, events=("start",))
    for _, element in walk:
        if local_name(element) in _ENTRIES:
            walk.skip_subtree()
        else:
            yield element


def text_of(document: Element, *, alternatives: bool = False) -> str:
    """Return the words of a document, blocks set apart by a line break; with *alternatives* corrections as well."""
    pieces: list[str] = []
    for text in texts_of(document):
        pieces.extend(_pieces(text, alternatives))
        pieces.append("\n")
    lines = "".join(pieces).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces(text: Element, alternatives: bool) -> Iterator[str]:
    """Yield the words of *text*; white space of the source is a blank, a line break the border of a block."""
    walk = etree.iterwalk(text, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        name = local_name(element)
        joined = name in _INLINE or event in ("comment", "pi")
        if event == "start":
            beside = name in _OTHERS and _has_neighbour(element)
            if name in _UNREAD or (beside and not alternatives):
                walk.skip_subtree()
                continue
            if name == "lb" and element.get("break") == "no":
                continue
            yield " " if beside else "" if joined else "\n"
            yield " ".join((element.text or "").split("\n"))
            continue
        if element is not text:
            if not joined and name not in ("lb", "note"):
                yield "\n"
            elif name == "note":
                yield " "
            yield " ".join((element.tail or "").split("\n"))


def _has_neighbour(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) in ("choice", "app", "rdgGrp") and len(parent) > 1


def fingerprint(text: str) -> str:
    """Return a short sum of the letters and digits of *text*: equal where only signs, case or spacing differ."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return blake2b("".join(filter(str.isalnum, folded)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def count_words(text: str) -> int:
    """Return the number of words: what stands between white space and has a letter or digit in it."""
    return sum(any(map(str.isalnum, word)) for word in text.split())
