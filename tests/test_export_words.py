"""No word is lost: generated documents that use every element of the schema, exported as text and as a page.

The rule: text prints every word of `text` once, of every choice and apparatus one reading; a page holds every word of
`text` once in its main part, all readings included, and every word of header and standOff around it.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from random import Random

import pytest
from conftest import ROOT
from lxml import etree
from lxml import html as lxml_html
from schema.documents import Writer
from schema.grammar import Grammar

from lenin_tei.exporters import export
from lenin_tei.exporters.notes import is_placed

GRAMMAR = Grammar.load(ROOT / "schema" / "lenin_tei.rng")
WRITER = Writer(GRAMMAR, seed=1918)


def numbered(root: etree._Element) -> etree._Element:
    """Put a word of its own into the place of every text in *root*."""
    numbers = count(1)
    for element in root.iter("*"):
        if element.text and element.text.strip():
            element.text = f" w{next(numbers)} "
        for part in element:
            if part.tail and part.tail.strip():
                part.tail = f" w{next(numbers)} "
    return root


def name(element: etree._Element) -> str:
    return etree.QName(element).localname


def words(text: str) -> list[str]:
    return re.findall(r"w\d+", text)


def all_words(element: etree._Element) -> list[str]:
    return words(" ".join(element.itertext("*")))


def printed(element: etree._Element, notes: list[etree._Element]) -> list[str]:
    """Return the words text should print of *element*, and collect the notes that come later."""
    if name(element) == "index" or (name(element) == "anchor"):
        return []
    if name(element) == "note" and not is_placed(element) and element.get("place") != "inline":
        notes.append(element)
        return []
    return inside(element, notes)


def inside(element: etree._Element, notes: list[etree._Element]) -> list[str]:
    parts = list(element.iterchildren("*"))
    if name(element) == "choice":
        wanted = [part for part in parts if name(part) in ("abbr", "am", "orig", "sic")]
        parts = (wanted or [part for part in parts if name(part) not in ("corr", "ex", "expan", "reg")] or parts)[:1]
    if name(element) in ("app", "rdgGrp"):
        readings = [part for part in parts if name(part) not in ("note", "wit", "witDetail")]
        lemmas = [part for part in readings if name(part) == "lem"]
        parts = (lemmas or readings)[:1] + [part for part in parts if name(part) == "note"]
    found = words(element.text or "")
    for part in parts:
        found += printed(part, notes) + words(part.tail or "")
    return found


@pytest.mark.parametrize("element", sorted(GRAMMAR.elements))
def test_no_word_is_lost(element: str):
    for full in (False, True):
        root = numbered(WRITER.document(element, full=full))
        data = etree.tostring(root)
        notes: list[etree._Element] = []
        texts = list(root.iterchildren("{*}text"))
        expected = [word for text in texts for word in inside(text, notes)]
        for note in notes:
            expected += inside(note, notes)
        literal = {word for note in root.iter("{*}notesStmt") for word in all_words(note)}
        given = [word for word in words(export(data, to="text")) if word not in literal]
        assert Counter(given) == Counter(expected)

        page = lxml_html.document_fromstring(export(data, to="html"))
        [main] = page.find_class("document")
        shown = Counter(words(" ".join(main.itertext())))
        assert shown == Counter(word for text in texts for word in all_words(text))
        assert set(words(" ".join(page.itertext()))) == set(all_words(root))


POINTS = {"TEI", "anchor", "cb", "graphic", "lb", "milestone", "pb", "ptr", "standOff", "teiHeader", "text"}
NESTED = [*sorted(set(GRAMMAR.elements) - POINTS), "madeUp", "castGroup", "entry", "div3", "said", "msItem"]


def nested(chance: Random, depth: int) -> etree._Element:
    """Return elements in each other that no grammar allows."""
    element = etree.Element(f"{{http://www.tei-c.org/ns/1.0}}{chance.choice(NESTED)}")
    for attribute in ("n", "type", "rend", "place", "ref", "when"):
        if chance.random() < 0.1:
            element.set(attribute, chance.choice(["1", "notes", "inline", "#a", "ordered", "label"]))
    element.text = "text"
    for _ in range(chance.randint(0, 3) if depth else 0):
        element.append(nested(chance, depth - 1))
        element[-1].tail = chance.choice([None, "tail"])
    return element


@pytest.mark.parametrize("seed", range(40))
def test_no_word_is_lost_however_wild_the_tei(seed: int):
    root = etree.fromstring('<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body/></text></TEI>')
    root[0][0].extend(nested(Random(seed), 4) for _ in range(3))
    data = etree.tostring(numbered(root))
    page = lxml_html.document_fromstring(export(data, to="html"))
    assert Counter(words(" ".join(page.find_class("document")[0].itertext()))) == Counter(all_words(root))
    others = {word for one in root.iter("{*}choice", "{*}app") for word in all_words(one)}
    given = Counter(words(export(data, to="text")))
    assert set(given) - others == set(all_words(root)) - others
    assert set(given.values()) == {1}
    for form in ("csv", "epub", "json", "markdown"):
        assert export(data, to=form)
