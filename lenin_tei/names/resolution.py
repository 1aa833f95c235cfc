"""Which entry a proposal stands for, and which of several overlapping marks stay: the only place where this is decided.

Which entry is told in `disambiguation`. What is left with two entries is never guessed.
Which mark: transcription markup beats what was recognised, a decision beats all, longer beats shorter, earlier beats
later. A treaty, an organisation or a work keeps the places, persons and organisations inside it as nested names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from lenin_tei.model import EMPTY_ELEMENTS, Mark, nested
from lenin_tei.names.calibration import certainty
from lenin_tei.names.disambiguation import Evidence, alive, fitting
from lenin_tei.names.intervals import Bounds, Covered, clusters
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register

STRENGTH = {
    "form": 0,
    "full": 1,
    "initials": 2,
    "title": 3,
    "surname": 4,
    "plural": 5,
    "bearer": 6,
    "found": 7,
    "part": 8,
    "common": 9,
}
# What a proposal without an entry becomes.
UNKNOWN: dict[str, tuple[str, dict[str, str]]] = {
    "persName": ("persName", {}),
    "placeName": ("placeName", {}),
    "orgName": ("orgName", {}),
    "event": ("name", {"type": "event"}),
    "treaty": ("name", {"type": "treaty"}),
    "title-j": ("title", {"level": "j"}),
    "title-m": ("title", {"level": "m"}),
    "title-a": ("title", {"level": "a"}),
}
CLOSED = ("persName", "placeName", "date")  # hold no names of their own
STRETCH = 128  # characters
BEFORE_OUTER = (" of", " of the", " for the")
OUTER = frozenset({"org", "event", "work"})
INNER = {"org": {"person", "place", "org"}, "event": {"person", "place", "org"}, "work": {"person", "place", "org"}}


class Mention(NamedTuple):
    """A proposal with its verdict: the entries that remain, one when it is settled, and how certain it is."""

    start: int
    end: int
    element: str
    attributes: dict[str, str]
    candidates: tuple[str, ...]
    rule: str
    cert: str
    nested: bool = False


def settle(proposal: Proposal, register: Register, evidence: Evidence, offset: int = 0) -> Mention | None:
    """Return the mention a proposal becomes, with one entry or, if nothing decides, several; None if it is no name.

    *offset* is where the block of the proposal begins in the document.
    """
    if proposal.rule in ("common", "part"):
        return None
    if proposal.rule in ("bearer", "found"):
        return unlinked(proposal)
    numbers = alive(proposal.candidates, register, evidence.year)
    if not numbers:
        return None
    left, how = fitting(proposal, numbers, register, evidence, offset)
    if not left:
        return None if proposal.doubtful and proposal.rule != "title" else unlinked(proposal)
    entries = [register.at(number) for number in left]
    if len({entry.element for entry in entries}) > 1:
        return None
    element, attributes = entries[0].element, entries[0].attributes
    if proposal.element == "rs":
        element, attributes = "rs", {"type": "group"}
    elif any(entry.attributes != attributes for entry in entries):
        attributes = {}
    rule = (how or proposal.rule) if len(entries) == 1 else "ambiguous"
    if rule in ("surname", "title") and left[0] in evidence.named:
        rule = "named"
    ids = tuple(entry.id for entry in entries)
    return Mention(proposal.start, proposal.end, element, dict(attributes), ids, rule, certainty(rule))


def unlinked(proposal: Proposal) -> Mention:
    """Return the mention of a name the register does not have."""
    element, attributes = UNKNOWN[proposal.element or "persName"]
    return Mention(proposal.start, proposal.end, element, dict(attributes), (), proposal.rule, certainty(proposal.rule))


def strongest(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Of the proposals for one span keep the strongest rule; written forms beat derived ones."""
    best: dict[tuple[int, int], Proposal] = {}
    for proposal in proposals:
        at = proposal.start, proposal.end
        there = best.get(at)
        if there is None or STRENGTH[proposal.rule] < STRENGTH[there.rule]:
            best[at] = proposal
        elif STRENGTH[proposal.rule] == STRENGTH[there.rule] and proposal.candidates != there.candidates:
            both = tuple(dict.fromkeys((*there.candidates, *proposal.candidates)))
            best[at] = there._replace(candidates=both)
    return list(best.values())


def kind_of(mention: Mention) -> str:
    """Return the kind of name a mention is."""
    return {"orgName": "org", "title": "work", "name": "event", "persName": "person", "placeName": "place"}.get(
        mention.element, mention.element
    )


def longest(mentions: Iterable[Mention], text: str) -> list[Mention]:
    """Keep the longest of overlapping mentions, and inside an organisation, event or work the names it contains."""
    mentions = list(mentions)
    kept: list[Mention] = []
    for group in clusters((mention.start, mention.end) for mention in mentions):
        chosen: list[Mention] = []
        near: dict[int, list[Mention]] = defaultdict(list)  # those chosen, by the stretches they touch
        for mention in sorted((mentions[number] for number in group), key=lambda m: (m.start - m.end, m.start)):
            touched = range(mention.start // STRETCH, max(mention.end - 1, mention.start) // STRETCH + 1)
            around = [k for at in touched for k in near[at] if k.start < mention.end and mention.start < k.end]
            if all(holds(outer, mention, text) for outer in around):
                chosen.append(mention)
                for at in touched:
                    near[at].append(mention)
        kept += sorted(chosen, key=lambda m: (m.start, -m.end))
    return kept


def covered(mentions: Iterable[Mention]) -> Covered:
    """Return the parts of a text that have a mention."""
    return Covered((mention.start, mention.end) for mention in mentions)


def holds(outer: Mention, inner: Mention, text: str) -> bool:
    """Tell whether *inner* may stand as a nested name in *outer*."""
    if outer.candidates and outer.candidates == inner.candidates:
        return False
    # "Central Committee of the R.C.P." names two organisations, "Young Communist League" one.
    if kind_of(inner) in OUTER and not text[max(0, inner.start - STRETCH) : inner.start].rstrip().lower().endswith(
        BEFORE_OUTER
    ):
        return False
    if not (outer.start <= inner.start and inner.end <= outer.end) or (outer.start, outer.end) == (
        inner.start,
        inner.end,
    ):
        return False
    # A lone surname inside the name of an organisation or a work is as often no person as it is one.
    return kind_of(inner) in INNER.get(kind_of(outer), ()) and inner.rule != "bearer"


def crosses(mark: Mark, start: int, end: int) -> bool:
    """Tell whether a mark and a stretch overlap without one lying in the other."""
    a, b = mark.span
    return a < start < b < end or start < a < end < b


def merged(existing: Iterable[Mark], recognised: Iterable[Mark], decided: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return all marks of a block, well nested: what crosses a stronger mark is left out."""
    firm = list(existing)
    for weaker, closed in ((decided, ()), (recognised, CLOSED)):
        bounds = Bounds(mark.span for mark in firm)
        shut = Covered(mark.span for mark in firm if stands_for_its_text(mark) or mark.element in closed)
        firm += [mark for mark in weaker if not bounds.crossed(*mark.span) and not shut.holds(*mark.span)]
    return nested(firm)


def stands_for_its_text(mark: Mark) -> bool:
    """Tell whether a mark's characters are left out of the text or stand for an empty element."""
    return mark.element is None or mark.element in EMPTY_ELEMENTS
