"""Unknown names told by their company: in "Kautsky, Struve and Plow" the third is a person as the others are.

In: the words of a block and what is known of it already. Out: the words that stand in a row with known persons, or with
known places, and which of the two they are. Two names with a comma between them are no row ("Hull, Yorkshire"); a row
with persons and places in it proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from lenin_tei.names.entries import ELEMENTS
from lenin_tei.names.guesses import capital_beside, hyphenated, nameable, stands_before
from lenin_tei.names.intervals import Covered, clusters
from lenin_tei.names.persons import FOLDED_COMMON
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register
from lenin_tei.names.spelling import Words, fold

SURE = frozenset(("form", "full", "initials", "title", "surname", "bearer", "found"))
JOINTS = frozenset((",", "and", "or", ", and", ", or"))
ANDS = ("and", "or")
AT_PLACES = (" in ", " at ")
UNSURE = "unsure"
ENOUGH = 3  # names with commas only between them


class Item(NamedTuple):
    """A name in a row; its kind is "" where nobody knows what it is."""

    start: int
    end: int
    kind: str


def companions(
    text: str, words: Words, known: Iterable[Proposal], register: Register, common: set[str]
) -> Iterator[Proposal]:
    """Yield the unknown words in a row of persons or of places."""
    items = {(item.start, item.end): item for item in known_items(known, register)}
    if all(item.kind == UNSURE for item in items.values()):
        return
    taken = Covered(items)
    for item in unknown_items(text, words, register, common):
        span = item.start, item.end
        if items[span].kind == UNSURE if span in items else not taken.touches(*span):
            items[span] = item
    for row in rows(text, sorted(items.values())):
        kinds = {item.kind for item in row if item.kind}
        if len(kinds) == 1 and kinds <= {"person", "place"}:
            kind = kinds.pop()
            for item in row:
                if not item.kind and (kind == "place" or not text.endswith(AT_PLACES, 0, item.start)):
                    yield Proposal(item.start, item.end, (), "row", ELEMENTS[kind])


def known_items(known: Iterable[Proposal], register: Register) -> Iterator[Item]:
    """Yield the names whose kind is beyond doubt; a name in a longer one is none of the row."""
    proposals = list(known)
    for group in clusters((proposal.start, proposal.end) for proposal in proposals):
        longest = max((proposals[number] for number in group), key=lambda each: each.end - each.start)
        kinds = {register.at(number).kind for number in longest.candidates} or {"person"}
        sure = longest.rule in SURE and not longest.doubtful and len(kinds) == 1 and longest.element in ("", "persName")
        yield Item(longest.start, longest.end, kinds.pop() if sure else UNSURE)


def unknown_items(text: str, words: Words, register: Register, common: set[str]) -> Iterator[Item]:
    """Yield the words that may be a whole name, though they may be common words or forenames elsewhere."""
    for at in words.beginnings(register.small):
        if not beside_joint(words, at):
            continue
        word = words[at]
        if not nameable(word.text, word.key, common) or word.text.isupper() or hyphenated(text, word.start, word.end):
            continue
        if word.key in register.forms and word.key not in register.surnames:
            continue
        if text[word.end : word.end + 1] == "," and begins(text, words, at):
            continue  # "Moreover, Marx and Engels"
        if at and capital_beside(text, words, at - 1, at) and not stands_before(text, words, at - 1):
            continue
        if at + 1 == len(words) or not capital_beside(text, words, at, at + 1):
            yield Item(word.start, word.end, "")


def beside_joint(words: Words, at: int) -> bool:
    """Tell whether a comma, "and" or "or" stands beside a word, which is quickly seen."""
    before, behind = words.pieces[2 * at], words.pieces[2 * at + 2]
    return before[:1] == "," or behind[:1] == "," or words.typed(at - 1) in ANDS or words.typed(at + 1) in ANDS


def begins(text: str, words: Words, at: int) -> bool:
    """Tell whether a word is the first of a sentence or of quoted words."""
    return at == 0 or any(sign in '.!?“"' for sign in text[words[at - 1].end : words[at].start])


def rows(text: str, items: list[Item]) -> Iterator[list[Item]]:
    """Yield the rows of names: three and more, or two with "and" or "or" between them."""
    row: list[Item] = items[:1]
    joints: list[str] = []
    for before, after in pairwise(items):
        joint = " ".join(text[before.end : after.start].split()) if after.start - before.end < ENOUGH * 4 else ""
        if joint not in JOINTS:
            if len(row) >= ENOUGH or set(joints) - {","}:
                yield row
            row, joints = [], []
        else:
            joints.append(joint)
        row.append(after)
    if len(row) >= ENOUGH or set(joints) - {","}:
        yield row


def uncommon(text: str, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield the persons whose names are no common words, so that they are theirs wherever they stand."""
    for proposal in proposals:
        if proposal.element == "persName" and fold(text[proposal.start : proposal.end]) not in FOLDED_COMMON:
            yield proposal
