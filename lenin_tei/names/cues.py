"""Unknown places and organisations that show by what stands before or in them: villages, streets, abbreviations."""

from __future__ import annotations

from collections.abc import Iterator

from lenin_tei.names.contexts import FOLDED_BEFORE, OPENING
from lenin_tei.names.kinds import (
    NO_ORGANISATIONS,
    ORGS_FIRST,
    PARTS_OF_COUNTRIES,
    PLACES_FIRST,
    PLACES_OF,
    TOWN_JOINTS,
)
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register
from lenin_tei.names.spelling import Word, Words, gap
from lenin_tei.patterns import lazy

ACRONYM = lazy(r"(?<![\w.])(?:[A-Z]\.){2,5}[A-Z]\.?(?![\w])|(?<![\w.&-])[A-Z]{3,6}(?![\w&-])")
PARTY = lazy(r"(?<![\w.])(?:C\.P\.|CP) ?(?:of (?:the )?)?(?=[A-Z][a-z])")
MOST = 4  # words behind a head that comes first
FRENCH = frozenset(("d", "de", "du", "des", "la", "le", "les", "l"))
FIRST = PLACES_FIRST | ORGS_FIRST
SMALL_HEADS = frozenset(("rue", "boulevard", "quai"))
ROMAN = lazy(r"[IVXLCDM]+")


def place_of(text: str, words: Words, at: int) -> Iterator[Proposal]:
    """Yield X of "the village of X", "X Province" being the work of `place`."""
    if at < 2 or words[at - 1].text != "of" or words[at - 2].text not in PLACES_OF:
        return
    word = words[at]
    if gap(text, words[at - 1].end, word.start) == "" and word.key not in FOLDED_BEFORE and word.text.isalpha():
        last = at
        while last + 1 < len(words) and text[words[last].end : words[last + 1].start] == " " and last < at + 2:
            if not words[last + 1].text[0].isupper() or words[last + 1].key in FOLDED_BEFORE:
                break
            last += 1
        if len(word.text) > 2:
            yield Proposal(word.start, words[last].end, (), "place head", "placeName")


def place_around(text: str, words: Words, at: int, register: Register) -> Iterator[Proposal]:
    """Yield the part of a country, "West Germany", and the town with a byname, "Santiago de Chile"."""
    if words.typed(at + 1) not in TOWN_JOINTS and words.typed(at) not in PARTS_OF_COUNTRIES:
        return
    word = words[at]
    if at + 1 < len(words) and word.text in PARTS_OF_COUNTRIES and text[word.end : words[at + 1].start] == " ":
        first = at == 0 or not words[at - 1].text[0].isupper() or text[words[at - 1].end : word.start] != " "
        if first and is_place(words[at + 1], register) and not follows(text, words, at + 1):
            yield Proposal(word.start, words[at + 1].end, (), "place head", "placeName")
    if at + 2 < len(words) and words[at + 1].text in TOWN_JOINTS and is_place(word, register):
        joints = text[word.end : words[at + 1].start], text[words[at + 1].end : words[at + 2].start]
        joined = joints == ("-", "-") or (joints == (" ", " ") and words[at + 1].text not in ("on", "upon"))
        if joined and words[at + 2].text[0].isupper():
            yield Proposal(word.start, words[at + 2].end, (), "place head", "placeName")


def is_place(word: Word, register: Register) -> bool:
    """Tell whether a word is the name of a place of the register and of nothing else."""
    kinds = {register.at(number).kind for number in register.forms.get(word.key, ())}
    return word.text[0].isupper() and kinds == {"place"}


def follows(text: str, words: Words, at: int) -> bool:
    """Tell whether a further word with a capital follows directly."""
    if at + 1 == len(words) or not words[at + 1].text[0].isupper():
        return False
    return text[words[at].end : words[at + 1].start] in (" ", "-")


def headed(text: str, words: Words, at: int) -> Iterator[Proposal]:
    """Yield the name whose head comes first, where word *at* is the first of its own: "rue Lafayette"."""
    head = at - 1
    while head >= 0 and words.typed(head) in FRENCH:
        head -= 1
    if (
        head < 0
        or words.typed(head).lower() not in FIRST
        or text[words[head].end : words[head + 1].start] != " "
        or words[at].key in FOLDED_BEFORE
    ):
        return
    key, typed = words[head].key, words[head].text
    if not (typed[0].isupper() or typed in SMALL_HEADS) or words[at].text.isupper():
        return
    last = at
    while follows(text, words, last) and last - at < MOST:
        last += 1
    if key in PLACES_FIRST:
        yield Proposal(words[head].start, words[last].end, (), "place head", "placeName")
    else:
        yield Proposal(words[head].start, words[last].end, (), "head", "orgName")


def abbreviations(text: str) -> Iterator[Proposal]:
    """Yield "C.P. of Denmark" and abbreviations of three letters and more: the KKE, the Y.C.L."""
    for found in PARTY.finditer(text):
        end = found.end()
        while end < len(text) and (text[end].isalpha() or (text[end] in " -" and text[end + 1 : end + 2].isupper())):
            end += 1
        yield Proposal(found.start(), end, (), "abbreviation", "orgName")
    for found in ACRONYM.finditer(text):
        plain = found.group().replace(" ", "").rstrip(".")
        letters = plain.replace(".", "")
        if plain.lower() in NO_ORGANISATIONS or letters.lower() in NO_ORGANISATIONS or ROMAN.fullmatch(letters):
            continue
        dotted = "." in plain
        end = found.end()
        if dotted and text[end : end + 2].strip()[:1].isupper() and text[end - 1] == ".":
            continue  # the initials of a person
        if not dotted and not spoken_of(text, found.start(), end):
            continue
        if dotted and text[end - 1] != ".":
            continue
        yield Proposal(found.start(), end, (), "abbreviation", "orgName")


def spoken_of(text: str, start: int, end: int) -> bool:
    """Tell whether a word in capitals stands as the name of a body does: "the KKE", "(KKE)"."""
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return True
    return text.endswith(("the ", "The "), 0, start) and text[end : end + 1] not in OPENING
