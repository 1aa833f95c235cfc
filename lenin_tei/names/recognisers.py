"""What looks like a name of the register: written forms, and the forms derived from a person's surname and forenames.

A recogniser gets clean text (`masked`) and yields proposals; nothing is decided here. The text is cut into words once;
each word is looked up in the index of the register, so the time does not depend on the number of names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lenin_tei.names.register import Register, form
from lenin_tei.names.spelling import Word, fold, gap, typed_as, words_of
from lenin_tei.names.words import (
    BEFORE_NAMES,
    COMMON,
    DEMONYMS,
    FEMALE_TITLES,
    FORENAMES,
    NAMED_AFTER,
    PERIODICAL_CUES,
    SAME_FORENAMES,
    SHORT_FORENAMES,
    TITLES,
)

MOST_FORENAMES = 3
SHORTEST_SURNAME = 4  # shorter ones (Ge, Das, Rao) prove nothing alone
FOLDED_COMMON = frozenset(fold(word) for word in COMMON)
FOLDED_DEMONYMS = frozenset(fold(word) for word in DEMONYMS)
FOLDED_FORENAMES = frozenset(fold(word) for word in FORENAMES)
FOLDED_TITLES = frozenset(fold(word) for word in TITLES)
FOLDED_FEMALE = frozenset(fold(word) for word in FEMALE_TITLES)
FOLDED_BEFORE = frozenset(fold(word) for word in BEFORE_NAMES)
FORENAME_GROUPS = {fold(name): tuple(fold(other) for other in group) for group in SAME_FORENAMES for name in group}
FOLDED_CUES = frozenset(fold(word) for word in PERIODICAL_CUES)
HYPHENS = ("-", "\u2010", "\u2011")
# "All-Russia", "anti-Lenin": what follows such a word and a hyphen is no name of its own.
PREFIXES = frozenset(
    ("all", "trans", "anti", "non", "pan", "pro", "ex", "anglo", "franco", "austro", "russo", "sino", "cis", "inter")
)
BEFORE_PLURALS = frozenset(("the", "our", "and", "of", "these", "those", "all", "or"))
OPENING, CLOSING = "“„«\"'‘_*", "”“»\"'’_*"


class Proposal(NamedTuple):
    """A stretch of text that may be a name: the entries it may stand for, and the rule that found it.

    Rules, from certain to doubtful: "form" (as the register writes it), "full" (forename and surname), "initials",
    "title" (title and surname), "surname", "plural", "bearer" (a forename no entry with this surname has), "part" (of a
    longer, unknown name) and "common" (a title that is a common word); the last two are only for the review.
    *doubtful*: the surname is a common word or a forename.
    """

    start: int
    end: int
    candidates: tuple[int, ...]
    rule: str
    element: str = ""
    female: bool = False
    doubtful: bool = False


def recognise(text: str, register: Register) -> Iterator[Proposal]:
    """Yield the proposals for a text in order of their starts; they may overlap."""
    words = words_of(text)
    forms, surnames, small = register.forms, register.surnames, register.small
    for first, word in enumerate(words):
        if not word.text[0].isupper() and word.key not in small and not word.text[0].isdigit():
            continue
        for last, key in reaching(words, first, register):
            if key in forms:
                yield from written(text, words, first, last, key, register)
            if key in surnames and words[last].text[0].isupper():
                yield from person(text, words, first, last, surnames[key], register, rule="surname")
        if word.key not in surnames and word.key not in forms and (plural := plural_of(word, register)):
            yield from person(text, words, first, first, plural, register, rule="plural")


def reaching(words: list[Word], first: int, register: Register) -> Iterator[tuple[int, str]]:
    """Yield the last word and the key of every stretch from word *first* that may be a name, longest first."""
    if first + 1 < len(words):
        most = register.longest.get(f"{words[first].key} {words[first + 1].key}", 1)
        for last in range(min(first + most, len(words)) - 1, first, -1):
            yield last, " ".join([word.key for word in words[first : last + 1]])
    yield first, words[first].key


def plural_of(word: Word, register: Register) -> tuple[int, ...]:
    """Return the persons whose surname this word is the plural of."""
    if not word.text[0].isupper() or not word.text.endswith(("s", "S")) or len(word.text) < 5:
        return ()
    for stem in (word.text[:-1], word.text[:-2] if word.text.endswith("es") else ""):
        key = fold(stem) if stem else ""
        if key in register.surnames and key not in FOLDED_DEMONYMS and word.key not in FOLDED_COMMON:
            return register.surnames[key]
    return ()


def written(text: str, words: list[Word], first: int, last: int, key: str, register: Register) -> Iterator[Proposal]:
    """Yield the entries that are written so, with the case and punctuation their names have."""
    found: dict[tuple[int, int], list[int]] = {}
    members = False
    for number in register.forms[key]:
        for name in register.at(number).names:
            spelling = form(name.text)
            if spelling.key != key or (name.type == "sort" and register.at(number).kind == "person"):
                continue
            span = typed_as(spelling, text, words, first)
            if span is not None:
                found.setdefault(span, []).append(number)
                members = members or name.type == "members"
    if not found:
        return
    start, end = max(found, key=lambda span: span[1] - span[0])
    numbers = tuple(dict.fromkeys(found[start, end]))
    if first == last and not stands_alone(text, words, first, end, register, numbers):
        yield Proposal(start, end, numbers, "common")
    else:
        yield Proposal(start, end, numbers, "form", "rs" if members else "")


def stands_alone(text: str, words: list[Word], at: int, end: int, register: Register, numbers: tuple[int, ...]) -> bool:
    """Tell whether a name of one word is a name here, and neither a common word nor a piece of another's name."""
    word = words[at]
    kinds = {register.at(number).kind for number in numbers}
    if word.key in FOLDED_COMMON and not (cued(text, words, at, end) if "work" in kinds else titled(text, words, at)):
        return False
    if at and text[words[at - 1].end : word.start] in HYPHENS and words[at - 1].key in PREFIXES:
        return False
    if at and gap(text, words[at - 1].end, word.start) in ("", "."):
        before = words[at - 1]
        alone = before.key not in FOLDED_FORENAMES and not initial(text, before)
        if kinds <= {"person", "place"} and before.text[0].isupper() and not alone:
            return False
        if kinds == {"place"} and before.text in ("New", "NEW", "Fort", "Lake", "Mount", "Cape"):
            return False
    return not (kinds <= {"person", "place"} and word.key in FOLDED_FORENAMES and goes_on(text, words, at))


def goes_on(text: str, words: list[Word], at: int) -> bool:
    """Tell whether another word with a capital follows directly, as a surname follows a forename."""
    if at + 1 == len(words):
        return False
    after = words[at + 1]
    return after.text[0].isupper() and not after.text.isupper() and gap(text, words[at].end, after.start) == ""


def cued(text: str, words: list[Word], at: int, end: int) -> bool:
    """Tell whether a title of one common word stands as titles do: quoted, after "newspaper" or before "No."."""
    start = words[at].start
    if start and text[start - 1] in OPENING and text[end : end + 1] in CLOSING and text[end : end + 1]:
        return True
    after = words[at + 1].text if at + 1 < len(words) else ""
    return (at > 0 and words[at - 1].key in FOLDED_CUES) or after in ("No", "Nos", "Vol")


def titled(text: str, words: list[Word], at: int) -> bool:
    """Tell whether a title ("Comrade", "Mr.") stands before this word."""
    return (
        at > 0
        and words[at - 1].key in FOLDED_TITLES
        and words[at - 1].text[0].isupper()
        and gap(text, words[at - 1].end, words[at].start) in ("", ".")
    )


def initial(text: str, word: Word) -> bool:
    """Tell whether a word is an initial: one or two letters and a full stop."""
    return len(word.text) <= 2 and word.text[0].isupper() and text[word.end : word.end + 1] == "."


def person(
    text: str, words: list[Word], first: int, last: int, bearers: tuple[int, ...], register: Register, *, rule: str
) -> Iterator[Proposal]:
    """Yield what a surname in words *first* to *last* proposes, with the forenames or the title before it."""
    if joined(text, words, first, last):
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


def alone(text: str, words: list[Word], first: int, last: int, bearers: tuple[int, ...], rule: str) -> Proposal:
    """Return what a surname without forenames proposes."""
    start, end = words[first].start, words[last].end
    word = words[first]
    doubtful = first == last and (
        word.key in FOLDED_COMMON or word.key in FOLDED_FORENAMES or len(word.text) < SHORTEST_SURNAME
    )
    if titled(text, words, first) and not (word.key in FOLDED_FORENAMES and goes_on(text, words, last)):
        rule = "title" if rule == "surname" else rule
        return Proposal(start, end, bearers, rule, "", female(words[first - 1]), doubtful)
    if rule == "plural":
        part = doubtful or not plural_context(text, words, first)
    else:
        part = part_of_name(text, words, first, last)
    return Proposal(start, end, bearers, "part" if part else rule, "", False, doubtful)


def certainly_forenames(given: list[Word]) -> bool:
    """Tell whether these words show that a person is named: a whole forename, or initials that are no numerals."""
    return len(given[0].text) > 2 or len(given) > 1 or given[0].text not in ("I", "V", "X", "M", "A")


def female(word: Word) -> bool:
    """Tell whether a title is a woman's."""
    return word.key in FOLDED_FEMALE


def plural_context(text: str, words: list[Word], at: int) -> bool:
    """Tell whether a plural surname stands as one does: after "the", "our", "and", or in a list of such."""
    if not at:
        return False
    before = words[at - 1]
    return gap(text, before.end, words[at].start) == "" and before.key in BEFORE_PLURALS


def part_of_name(text: str, words: list[Word], first: int, last: int) -> bool:
    """Tell whether the words around show that this surname is a piece of a longer, unknown name or of a date."""
    if last + 1 < len(words) and gap(text, words[last].end, words[last + 1].start) == "":
        after = words[last + 1]
        if after.text[0].isdigit() or (after.key in NAMED_AFTER and after.text[0].isupper()):
            return True
    word = words[first]
    if word.key in FOLDED_FORENAMES and goes_on(text, words, last):
        return True
    if first == 0 or word.text.isupper():
        return False
    before = words[first - 1]
    if not before.text[0].isupper() or before.text.isupper() or gap(text, before.end, word.start) != "":
        return False
    if before.key in FOLDED_BEFORE or before.key in FOLDED_TITLES:
        return False
    return not sentence_start(text, words, first - 1)


def sentence_start(text: str, words: list[Word], at: int) -> bool:
    """Tell whether a word begins a sentence, where a capital means nothing."""
    if at == 0:
        return True
    between = text[words[at - 1].end : words[at].start]
    return any(sign in between for sign in '.!?:;“"(—–') and not initial(text, words[at - 1])


def joined(text: str, words: list[Word], first: int, last: int) -> bool:
    """Tell whether a hyphen makes the surname part of a longer word with a capital ("Ivanov-Razumnik")."""
    if last + 1 < len(words) and text[words[last].end : words[last + 1].start] in HYPHENS:
        return words[last + 1].text[0].isupper()
    if first and text[words[first - 1].end : words[first].start] in HYPHENS:
        return words[first - 1].text[0].isupper()
    return False


def forenames_before(text: str, words: list[Word], first: int, register: Register) -> list[Word]:
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
    return word.key in register.forenames or word.key in FOLDED_FORENAMES


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
