"""Three versions of one file: what we wrote last, what somebody made of it by hand, what we would write now."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise


def changed_lines(base: list[str], other: list[str]) -> list[tuple[int, int]]:
    """Return the stretches of *base* that *other* has otherwise, as numbers of lines; a mere insertion is empty."""
    matcher = SequenceMatcher(None, base, other, autojunk=len(base) > 2000)
    return [(start, end) for kind, start, end, _, _ in matcher.get_opcodes() if kind != "equal"]


def colliding(mine: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> list[int]:
    """Return the lines of the base at which both sides changed the same."""
    both = sorted([(start, max(end, start + 1), 0) for start, end in mine]
                  + [(start, max(end, start + 1), 1) for start, end in theirs])  # fmt: skip
    return [second[0] for first, second in pairwise(both) if first[2] != second[2] and second[0] < first[1]]


def difference(base: bytes | None, theirs: bytes, ours: bytes) -> str:
    """Return in words how an edited file and what we would write differ, from each other and from what we wrote."""
    edited, new = lines_of(theirs), lines_of(ours)
    if base is None:
        count = places(len(changed_lines(edited, new)))
        return f"it differs from what we would write in {count}, and what we wrote before is not known"
    old = lines_of(base)
    by_hand, by_us = changed_lines(old, edited), changed_lines(old, new)
    same = colliding(by_us, by_hand)
    where = f", {len(same)} of them edited too (line {same[0] + 1})" if same else ", none of them edited"
    return f"{places(len(by_hand))} edited by hand; we would now change {places(len(by_us))}{where}"


def places(number: int) -> str:
    """Return a number of places in words."""
    return "1 place" if number == 1 else f"{number} places"


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file."""
    return data.decode("utf-8", "replace").split("\n")
