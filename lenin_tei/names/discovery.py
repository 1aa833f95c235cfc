"""Persons no register has, by what stands around them: a title, initials or a forename before a word with a capital.

Only persons, and only where the form itself shows one; organisations and places without an entry are left to an editor.
A surname found so is then known in the whole document ("Mr. Buxton" … "Buxton").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lenin_tei.names.contexts import FOLDED_BEFORE, FOLDED_FORENAMES, FOLDED_TITLES, goes_on, joined, sentence_start
from lenin_tei.names.kinds import MORE_FORENAMES, OFFICES
from lenin_tei.names.persons import FORENAME_GROUPS
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register
from lenin_tei.names.spelling import Word, Words, fold, gap
from lenin_tei.names.words import DEMONYMS, GREETINGS, NAMED_AFTER, NO_SURNAMES, PARTICLES, PERSONAL_TITLES
from lenin_tei.patterns import lazy

MOST_INITIALS = 3
FOLDED_STOP = (
    frozenset(fold(word) for word in NO_SURNAMES | (DEMONYMS - {"norman", "roman"}) | NAMED_AFTER)
    | FOLDED_BEFORE
    | FOLDED_TITLES
)
COMPASS = frozenset(("north", "west"))
NO_ENDINGS = ("ism", "isms", "ists", "ization", "isation")
FOLDED_PERSONAL = frozenset(fold(word) for word in PERSONAL_TITLES) | OFFICES
LETTERS_THAT_ARE_NO_INITIALS = frozenset(("I", "V", "X", "A"))
ABBREVIATED = frozenset(
    ("U.S", "P.S", "N.B", "M.P", "O.S", "N.S", "B.C", "A.D", "U.K", "L.P", "D.C", "U.N", "H.M", "H.Q")
)
LOWER = lazy(r"(?<![^\W_])[a-zà-ÿ][^\W_]{2,}")


def lower_words(text: str) -> set[str]:
    """Return the words of a text that are typed with a small letter: such a word is seldom a surname."""
    return set(LOWER.findall(text))


def discover(text: str, words: Words, register: Register, common: set[str]) -> Iterator[Proposal]:
    """Yield the persons a text shows; *common* holds the words the document also types with a small letter."""
    for at in words.beginnings(register.small):
        word = words[at]
        if at == 0 or not may_be_surname(word, common) or other_name(word, register):
            continue
        start = first_forename(text, words, at, register)
        if start is None or (word.key in COMPASS and not named_after_a_quarter(text, words, at)):
            continue
        last = at
        while last + 1 < len(words) and last < at + 2 and goes_with(text, words, last, common):
            if other_name(words[last + 1], register):
                break
            last += 1
        yield Proposal(words[start].start, words[last].end, (), "found", "persName")


def addressed(text: str, words: Words) -> Iterator[Proposal]:
    """Yield the forename to which a salutation is addressed: "Dear Bob:"; whose it is, nobody says."""
    for at in words.capitals or ():
        word = words[at]
        if not at or words[at - 1].key not in GREETINGS or gap(text, words[at - 1].end, word.start):
            continue
        if word.key in FOLDED_FORENAMES | MORE_FORENAMES and not goes_on(text, words, at):
            yield Proposal(word.start, word.end, (), "found", "persName")


def may_be_surname(word: Word, common: set[str]) -> bool:
    """Tell whether a word may be the surname of somebody unknown."""
    if len(word.text) < 3 or not word.text[0].isupper() or not word.text.isalpha():
        return False
    if word.key in COMPASS:
        return True
    return word.key not in FOLDED_STOP and word.text.lower() not in common and not word.key.endswith(NO_ENDINGS)


def named_after_a_quarter(text: str, words: Words, at: int) -> bool:
    """Tell whether a quarter of the sky is a surname: a common forename before it, no word with a capital behind it."""
    alone = at + 1 == len(words) or not words[at + 1].text[0].isupper() or text[words[at].end] != " "
    return alone and words[at - 1].key in FOLDED_FORENAMES | MORE_FORENAMES


def other_name(word: Word, register: Register) -> bool:
    """Tell whether the register knows a word as the name of a place, an organisation or a work."""
    return word.key in register.forms and word.key not in register.surnames


def goes_with(text: str, words: Words, at: int, common: set[str]) -> bool:
    """Tell whether the next word is a further part of the same surname ("Martin Luther King")."""
    after = words[at + 1]
    if gap(text, words[at].end, after.start) != "" or text[words[at].end : after.start] != " ":
        return False
    return may_be_surname(after, common) and not after.text.isupper()


def first_forename(text: str, words: Words, at: int, register: Register) -> int | None:
    """Return the number of the word at which the name with the surname *at* begins; None if nothing shows a person."""
    initials = 0
    first = at
    while first and words[first - 1].text in PARTICLES and text[words[first - 1].end : words[first].start] == " ":
        first -= 1  # "A. B. von Buschen"
    if first < at and (not first or not words[first - 1].text[0].isupper()):
        return None
    particles = at - first
    while first and initials < MOST_INITIALS and is_initial(text, words, first - 1, first):
        first -= 1
        initials += 1
    before = words[first - 1] if first else None
    if before is not None and "\n" in text[before.end : words[first].start]:
        before = None
    if before is not None and gap(text, before.end, words[first].start) in ("", ".") and before.text[0].isupper():
        if gap(text, before.end, words[first].start) == "" and is_forename(before, register):
            return first - 1
        if before.key in FOLDED_PERSONAL:
            return first
        if is_initial(text, words, first - 1, first):
            return None  # four letters and more are no initials
    return first if initials and certain(text, words, first, at - particles) else None


def is_initial(text: str, words: Words, at: int, following: int) -> bool:
    """Tell whether word *at* is one letter with a full stop before word *following*."""
    word = words[at]
    if "\n" in text[word.end : words[following].start]:
        return False
    return len(word.text) == 1 and word.text.isupper() and gap(text, word.end, words[following].start) == "."


def certain(text: str, words: Words, first: int, at: int) -> bool:
    """Tell whether the letters before a surname are initials: no numeral, no abbreviation, no end of a sentence."""
    letters = text[words[first].start : words[at - 1].end].replace(" ", "")
    if letters in ABBREVIATED:
        return False
    if len(letters) == 1:
        return letters not in LETTERS_THAT_ARE_NO_INITIALS and not (first and sentence_start(text, words, first))
    return True


def is_forename(word: Word, register: Register) -> bool:
    """Tell whether a word is a forename, of the common stock or of the register."""
    if word.key in FOLDED_STOP:
        return False
    known = word.key in FOLDED_FORENAMES or word.key in FORENAME_GROUPS or word.key in register.forenames
    return known or word.key in MORE_FORENAMES


def repeated(text: str, words: Words, surnames: set[str], common: set[str]) -> Iterator[Proposal]:
    """Yield the lone surnames of persons the document names in full elsewhere."""
    for at in words.capitals or () if surnames else ():
        word = words[at]
        if word.text not in surnames or not may_be_surname(word, common) or joined(text, words, at, at):
            continue
        if word.key not in FOLDED_FORENAMES | MORE_FORENAMES or not goes_on(text, words, at):
            yield Proposal(word.start, word.end, (), "repeated", "persName")


def surnames_of(text: str, proposals: Iterable[Proposal]) -> Iterator[str]:
    """Yield the last words of names, but for short ones and forenames, which prove nothing alone."""
    for proposal in proposals:
        surname = text[proposal.start : proposal.end].split()[-1].split(".")[-1]
        if len(surname) > 3 and fold(surname) not in FOLDED_FORENAMES | COMPASS:
            yield surname
