"""Persons in the forms a register does not write out: initials, forenames, lone surnames, plurals, titles.

In: a surname of the register somewhere in the text. Out: a proposal for the whole name. Which of several bearers is
meant is decided later, with what the rest of the document says.
"""

from __future__ import annotations

from collections.abc import Iterator

from lenin_tei.names.contexts import (
    FOLDED_BEFORE,
    FOLDED_FORENAMES,
    FOLDED_TITLES,
    female,
    goes_on,
    initial,
    joined,
    part_of_name,
    plural_context,
    titled,
)
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register, form
from lenin_tei.names.spelling import Word, Words, fold, gap
from lenin_tei.names.words import COMMON, DEMONYMS, GREETINGS, SAME_FORENAMES, SHORT_FORENAMES

MOST_FORENAMES = 3
PATRONYMICS = ("ovich", "evich", "ovna", "evna")
SHORTEST_SURNAME = 4  # shorter ones (Ge, Das, Rao) prove nothing alone
FOLDED_COMMON = frozenset(fold(word) for word in COMMON)
FOLDED_DEMONYMS = frozenset(fold(word) for word in DEMONYMS)
FORENAME_GROUPS = {fold(name): tuple(fold(other) for other in group) for group in SAME_FORENAMES for name in group}


def plural_of(word: Word, register: Register) -> tuple[int, ...]:
    """Return the persons whose surname this word is the plural of."""
    if not word.text[0].isupper() or not word.text.endswith(("s", "S")) or len(word.text) < 5:
        return ()
    for stem in (word.text[:-1], word.text[:-2] if word.text.endswith("es") else ""):
        key = fold(stem) if stem else ""
        if key in register.surnames and key not in FOLDED_DEMONYMS and word.key not in FOLDED_COMMON:
            return register.surnames[key]
    return ()


def person(
    text: str, words: Words, first: int, last: int, bearers: tuple[int, ...], register: Register, *, rule: str
) -> Iterator[Proposal]:
    """Yield what a surname in words *first* to *last* proposes, with the forenames or the title before it."""
    if joined(text, words, first, last) or (words[first].key in GREETINGS and goes_on(text, words, last)):
        return
    given = forenames_before(text, words, first, register)
    end = words[last].end
    if given:
        fitting = fitting_bearers(text, given, bearers, register)
        if not fitting and len(given) > 1 and len(given[0].text) == 1 and len(given[1].text) > 2:
            given = given[1:]  # "V. Rosa Luxemburg": the letter numbers a section or ends a sentence
            fitting = fitting_bearers(text, given, bearers, register)
        start = given[0].start
        if fitting:
            only_initials = all(len(word.text) <= 2 for word in given)
            found = "plural" if rule == "plural" else "initials" if only_initials else "full"
            yield Proposal(start, end, fitting, found)
            return
        if certainly_forenames(given) and words[first].key not in FOLDED_DEMONYMS:
            yield Proposal(start, end, bearers, "bearer", "persName")
            return
        if given[-1].key != "m":  # "M. Renaudel" is Monsieur as well as Marcel
            return
    yield alone(text, words, first, last, bearers, rule)


def alone(text: str, words: Words, first: int, last: int, bearers: tuple[int, ...], rule: str) -> Proposal:
    """Return what a surname without forenames proposes."""
    start, end = words[first].start, words[last].end
    word = words[first]
    doubtful = first == last and (
        word.key in FOLDED_COMMON or word.key in FOLDED_FORENAMES or len(word.text) < SHORTEST_SURNAME
    )
    if titled(text, words, first) and not (word.key in FOLDED_FORENAMES and goes_on(text, words, last)):
        rule = "title" if rule == "surname" else rule
        return Proposal(start, end, bearers, rule, "", female(words[first - 1]), doubtful)
    saint = first > 0 and words[first - 1].text in ("St", "Ste", "San", "Saint") and not rule.startswith("title")
    if rule == "plural":
        part = doubtful or not plural_context(text, words, first)
    else:
        part = part_of_name(text, words, first, last)
    return Proposal(start, end, bearers, "part" if part or saint else rule, "", False, doubtful)


def certainly_forenames(given: list[Word]) -> bool:
    """Tell whether these words show that a person is named: a whole forename, or initials that are no numerals."""
    return len(given[0].text) > 2 or len(given) > 1 or given[0].text not in ("I", "V", "X", "M", "A")


def forenames_before(text: str, words: Words, first: int, register: Register) -> list[Word]:
    """Return the initials and forenames directly before a surname, in order."""
    given: list[Word] = []
    at = first - 1
    while at >= 0 and len(given) < MOST_FORENAMES:
        word = words[at]
        between = gap(text, word.end, words[at + 1].start)
        if not word.text[0].isupper() or not before_surname(word, between, register):
            break
        given.insert(0, word)
        at -= 1
    if len(given) == MOST_FORENAMES and at >= 0 and initial(text, words[at]):
        return given[-1:]  # "of the U.S.S.R. V. Smirnov": most of these letters abbreviate something else
    return given


def before_surname(word: Word, between: str, register: Register) -> bool:
    """Tell whether a capitalised word is an initial, an abbreviated or a whole forename."""
    if word.key in FOLDED_TITLES and word.key != "m":
        return False
    if between == ".":
        return len(word.text) == 1 or word.key in SHORT_FORENAMES
    if between == "" and len(word.text) == 1:
        return word.text not in ("A", "I", "O", "M")
    return between in ("", "-") and is_forename(word, register)


def is_forename(word: Word, register: Register) -> bool:
    """Tell whether a word is a forename some entry or the common stock has."""
    if word.key in FOLDED_TITLES or word.key in FOLDED_BEFORE:
        return False
    return word.key in register.forenames or word.key in FOLDED_FORENAMES or word.key.endswith(PATRONYMICS)


def fitting_bearers(text: str, given: list[Word], bearers: tuple[int, ...], register: Register) -> tuple[int, ...]:
    """Return those of the bearers of a surname who may have these forenames."""
    return tuple(number for number in bearers if fits(text, given, register.at(number).forenames))


def fits(text: str, given: list[Word], forenames: str) -> bool:
    """Tell whether initials and forenames as typed may be those of an entry; either side may lack middle names."""
    expected = [fold(name) for name in form(forenames).words]
    at = 0
    for number, word in enumerate(given):
        short = text[word.end : word.end + 1] == "." or len(word.text) == 1
        found = at
        while found < len(expected) and not same_forename(word.key, expected[found], short=short):
            found += 1
        if found == len(expected):
            # A patronymic or second name the register does not have; but the first must be one of the entry's.
            if number == 0 or at < len(expected):
                return False
            continue
        if number == 0 and found > 0 and short:
            return False
        at = found + 1
    return True


def same_forename(typed: str, expected: str, *, short: bool) -> bool:
    """Tell whether one typed forename or initial agrees with one forename or initial of an entry."""
    group = FORENAME_GROUPS.get(expected, (expected,))
    if short:
        return any(name.startswith(typed) for name in group) or (len(expected) == 1 and typed.startswith(expected))
    return typed in group or (len(expected) == 1 and typed.startswith(expected))
