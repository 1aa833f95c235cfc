"""What looks like a name of the register: written forms here, the forms derived from a person's parts in `persons`.

A recogniser gets clean text (`masked`) and yields proposals; nothing is decided here. The text is cut into words once;
each word is looked up in the index of the register, so the time does not depend on the number of names.
"""

from __future__ import annotations

from collections.abc import Iterator

from lenin_tei.names.contexts import FOLDED_FORENAMES, HYPHENS, cited, cued, goes_on, initial, titled
from lenin_tei.names.persons import FOLDED_COMMON, person, plural_of
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register, form
from lenin_tei.names.spelling import Words, gap, typed_as
from lenin_tei.names.words import GREETINGS

# "All-Russia", "anti-Lenin": what follows such a word and a hyphen is no name of its own.
PREFIXES = frozenset(
    ("all", "trans", "anti", "non", "pan", "pro", "ex", "anglo", "franco", "austro", "russo", "sino", "cis", "inter")
)


def recognise(text: str, register: Register, words: Words | None = None) -> Iterator[Proposal]:
    """Yield the proposals for a text in order of their starts; they may overlap. *words* are those of the text."""
    words = words or Words(text)
    forms, surnames = register.forms, register.surnames
    for first in words.beginnings(register.small):
        word = words[first]
        for last, key in reaching(words, first, register):
            if key in forms:
                yield from written(text, words, first, last, key, register)
            if key in surnames and words[last].text[0].isupper():
                yield from person(text, words, first, last, surnames[key], register, rule="surname")
        if word.key not in surnames and word.key not in forms and (plural := plural_of(word, register)):
            yield from person(text, words, first, first, plural, register, rule="plural")


def reaching(words: Words, first: int, register: Register) -> Iterator[tuple[int, str]]:
    """Yield the last word and the key of every stretch from word *first* that may be a name, longest first."""
    if first + 1 < len(words):
        most = register.longest.get(f"{words[first].key} {words[first + 1].key}", 1)
        for last in range(min(first + most, len(words)) - 1, first, -1):
            yield last, words.key(first, last)
    yield first, words[first].key


def written(text: str, words: Words, first: int, last: int, key: str, register: Register) -> Iterator[Proposal]:
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


def stands_alone(text: str, words: Words, at: int, end: int, register: Register, numbers: tuple[int, ...]) -> bool:
    """Tell whether a name of one word is a name here, and neither a common word nor a piece of another's name."""
    word = words[at]
    kinds = {register.at(number).kind for number in numbers}
    if word.key in GREETINGS and goes_on(text, words, at):
        return False
    if word.key in FOLDED_COMMON and kinds != {"place"}:
        books = all(register.at(number).attributes.get("level", "j") != "j" for number in numbers)
        shown = cued(text, words, at, end) or (books and cited(text, words, at))
        if not (shown if "work" in kinds else titled(text, words, at)):
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
