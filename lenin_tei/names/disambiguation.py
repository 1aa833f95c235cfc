"""Which of several entries with one name is meant, by what the document says of them.

In this order, each only where the one before leaves several: the written form; the full name elsewhere in the document;
a woman's title; years of life; the years a name was in use, both against the document's date; who of those named in
full was named last. Frequency only orders the candidates that an editor is shown. His decision comes before all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lenin_tei.names.entries import Entry
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register, form

YOUNGEST = 15  # nobody is mentioned for what he did before this age
LONE = ("surname", "title", "plural")
ONE = ("surname", "title")


@dataclass(slots=True)
class Evidence:
    """What the whole document says: its year (0: unknown), whom it names in full where, whose surname others bear."""

    year: int = 0
    named: dict[int, list[int]] = field(default_factory=dict)
    others: set[int] = field(default_factory=set)

    def gather(self, proposals: Iterable[Proposal], offset: int = 0) -> None:
        """Note the entries that these proposals name beyond doubt; *offset* is where their block begins."""
        for proposal in proposals:
            if proposal.rule in ("form", "full", "initials") and len(proposal.candidates) == 1:
                self.named.setdefault(proposal.candidates[0], []).append(proposal.start + offset)
            elif proposal.rule == "bearer":
                self.others.update(proposal.candidates)


def fitting(
    proposal: Proposal, numbers: tuple[int, ...], register: Register, evidence: Evidence, offset: int
) -> tuple[tuple[int, ...], str]:
    """Return those of the entries that the evidence leaves, and "recent" where only that decided."""
    if proposal.female:
        numbers = tuple(number for number in numbers if register.at(number).sex == "F")
    named = tuple(number for number in numbers if number in evidence.named)
    if proposal.doubtful or named:
        if len(named) > 1 and proposal.rule in ONE:
            return by_mentions(named, proposal.start + offset, evidence)
        return named, ""
    if proposal.rule in LONE:
        # Another bearer of the surname is named in full here: the lone surname is as likely his.
        return tuple(number for number in numbers if number not in evidence.others), ""
    return in_use(proposal, numbers, register, evidence.year), ""


def by_mentions(numbers: tuple[int, ...], at: int, evidence: Evidence) -> tuple[tuple[int, ...], str]:
    """Return who was named in full last before this place; before all of them, all, who was named most first."""
    before = {number: max((place for place in evidence.named[number] if place < at), default=-1) for number in numbers}
    last = max(before.values())
    if last >= 0:
        return tuple(number for number in numbers if before[number] == last), "recent"
    return tuple(sorted(numbers, key=lambda number: -len(evidence.named[number]))), ""


def in_use(proposal: Proposal, numbers: tuple[int, ...], register: Register, year: int) -> tuple[int, ...]:
    """Leave out entries that did not bear a written name in the document's year, if others did."""
    if not year or len(numbers) < 2 or proposal.rule != "form":
        return numbers
    keys = [{form(name.text).key for name in register.at(number).names} for number in numbers]
    shared = set.intersection(*keys)
    kept = tuple(number for number in numbers if bears(register.at(number), shared, year))
    return kept or numbers


def bears(entry: Entry, keys: set[str], year: int) -> bool:
    """Tell whether an entry bore one of these names in a year; years that nobody knows exclude nothing."""
    return any(
        (not name.start or name.start <= year) and (not name.end or year <= name.end)
        for name in entry.names
        if form(name.text).key in keys
    )


def alive(numbers: tuple[int, ...], register: Register, year: int) -> tuple[int, ...]:
    """Leave out persons too young to be mentioned in a document of this year."""
    if not year:
        return numbers
    return tuple(number for number in numbers if not too_young(register.at(number), year))


def too_young(entry: Entry, year: int) -> bool:
    """Tell whether a person was a child, or not yet born, when the document was written."""
    return entry.kind == "person" and bool(entry.start) and entry.start + YOUNGEST > year
