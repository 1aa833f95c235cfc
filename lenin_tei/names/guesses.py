"""Lone unknown names, told to be persons or places by all the contexts a document gives them.

"Ishii" is a person where somebody says "Ambassador Ishii", "Ishii declared" or "comrade Ishii", and a place where
he is only "in" it. What one context proves holds for the whole document, unless others contradict. A word the
document also types with a small letter, and the beginning of a sentence, prove nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lenin_tei.names.contexts import FOLDED_BEFORE, FOLDED_FORENAMES, FOLDED_TITLES, joined, sentence_start
from lenin_tei.names.kinds import (
    EVENT_HEADS,
    GENERIC,
    ORG_HEADS,
    PEOPLES,
    PERIODICALS,
    PLACE_CUES,
    PLACE_HEADS,
    SMALL_TITLES,
    SPEECH,
    SURNAME_ENDINGS,
    TOWN_ENDINGS,
    WEAK_PLACE_CUES,
)
from lenin_tei.names.persons import FOLDED_COMMON, FOLDED_DEMONYMS
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register
from lenin_tei.names.spelling import Words, gap
from lenin_tei.names.words import NO_SURNAMES

SHORTEST = 4
LONG_ENOUGH = 6  # letters, before an ending shows anything
NO_NAMES = NO_SURNAMES | ORG_HEADS | EVENT_HEADS | PLACE_HEADS | PERIODICALS | GENERIC
TOWNS = Path(__file__).with_name("towns.txt")


@cache
def towns() -> frozenset[str]:
    """Return the names of towns of the world, as typed."""
    lines = TOWNS.read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


@dataclass(slots=True)
class Contexts:
    """How often each unknown word stands as persons, and as places, do in a document; whether endings tell as well."""

    endings: bool = True
    persons: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def kind(self, word: str) -> str:
        """Return "person", "place" or "" for a word of the document."""
        person, place = self.persons[word], self.places[word]
        if person > 1 and place * 3 <= person:
            return "person"
        if place and not person and (word in towns() or (place > 1 and place * 2 >= self.seen[word])):
            return "place"
        return ""


def lone_names(text: str, words: Words, register: Register, common: set[str]) -> Iterator[int]:
    """Yield the numbers of the words that may be the whole name of somebody or somewhere unknown."""
    for at in words.beginnings(register.small):
        word = words[at]
        if not may_be_name(word.text, word.key, common) or word.key in register.forms or word.key in register.surnames:
            continue
        if word.text.isupper() or joined(text, words, at, at) or hyphenated(text, word.start, word.end):
            continue
        if at and capital_beside(text, words, at - 1, at) and not stands_before(text, words, at - 1):
            continue
        if at + 1 < len(words) and capital_beside(text, words, at, at + 1):
            continue
        yield at


def stands_before(text: str, words: Words, at: int) -> bool:
    """Tell whether a word with a capital before a name is no part of it: a title, or the beginning of a sentence."""
    key = words[at].key
    return key in FOLDED_TITLES or (key in FOLDED_BEFORE and sentence_start(text, words, at))


def may_be_name(typed: str, key: str, common: set[str]) -> bool:
    """Tell whether a word that is neither a common word nor a forename may name somebody or somewhere."""
    return nameable(typed, key, common) and key not in FOLDED_COMMON and key not in FOLDED_FORENAMES


def nameable(typed: str, key: str, common: set[str]) -> bool:
    """Tell whether a word may name somebody or somewhere."""
    if len(typed) < SHORTEST or not typed[0].isupper() or not typed.isalpha() or typed.lower() in common:
        return False
    if key in FOLDED_BEFORE or key in FOLDED_TITLES or key in NO_NAMES or key in FOLDED_DEMONYMS:
        return False
    return not key.endswith(PEOPLES) and not typed[1:].swapcase().islower() and typed.lower().rstrip("s") not in common


def hyphenated(text: str, start: int, end: int) -> bool:
    """Tell whether a hyphen stands directly before or behind."""
    return text[start - 1 : start] == "-" or text[end : end + 1] == "-"


def capital_beside(text: str, words: Words, first: int, second: int) -> bool:
    """Tell whether two words with a capital stand side by side."""
    if gap(text, words[first].end, words[second].start) not in ("", "-"):
        return False
    if text[words[first].end : words[first].end + 1] in ("’", "'"):
        return False
    return words[first].text[0].isupper() and words[second].text[0].isupper()


def gather(contexts: Contexts, text: str, words: Words, at: int) -> None:
    """Note what stands around one mention of a word."""
    word = words[at]
    contexts.seen[word.text] += 1
    before = words[at - 1] if at else None
    after = words[at + 1] if at + 1 < len(words) else None
    if before is not None and gap(text, before.end, word.start) in ("", "."):
        said = before.text in SMALL_TITLES and gap(text, before.end, word.start) == ""
        if said or (before.key in FOLDED_TITLES and before.text[0].isupper()):
            contexts.persons[word.text] += 3
        elif before.text == "the":
            contexts.persons[word.text] -= 2
        elif before.text in PLACE_CUES and gap(text, before.end, word.start) == "":
            contexts.places[word.text] += 1
    if after is not None and after.text in SPEECH and text[word.end : after.start].strip(" ") == "":
        first = at == 0 or sentence_start(text, words, at)
        contexts.persons[word.text] += 1 if first or after.text in ("had", "has", "became") else 2


def lone(text: str, words: Words, at: int, contexts: Contexts) -> Proposal | None:
    """Return what one lone word proposes, now that the whole document has been seen."""
    word = words[at]
    kind = contexts.kind(word.text)
    if kind == "person":
        return Proposal(word.start, word.end, (), "context", "persName")
    before = words[at - 1] if at else word
    cued = before.text in (PLACE_CUES | WEAK_PLACE_CUES) and gap(text, before.end, word.start) == ""
    if kind == "place" or (cued and word.text in towns() and not contexts.persons[word.text]):
        known = word.text in towns()
        return Proposal(word.start, word.end, (), "town" if known else "place context", "placeName")
    if contexts.persons[word.text] < 0 or not contexts.endings:
        return None
    element = shown_by_ending(word.text)
    return Proposal(word.start, word.end, (), "ending", element) if element else None


def shown_by_ending(word: str) -> str:
    """Return the element of an unknown word whose ending shows a surname or a town, "" for others."""
    if len(word) < LONG_ENOUGH or word in towns():
        return ""
    if word.endswith(SURNAME_ENDINGS):
        return "persName"
    return "placeName" if word.endswith(TOWN_ENDINGS) else ""
