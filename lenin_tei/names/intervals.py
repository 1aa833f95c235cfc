"""Stretches of text looked up by binary search, so that long blocks with thousands of marks take linear time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

FAR = 1 << 62


class Covered:
    """The parts of a text that any of some stretches covers; touching stretches are one part."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(stretches):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def touches(self, start: int, end: int) -> bool:
        """Tell whether any character between the two offsets is covered."""
        at = bisect_right(self.ends, start)
        return at < len(self.starts) and self.starts[at] < end

    def holds(self, start: int, end: int) -> bool:
        """Tell whether all characters between the two offsets are covered."""
        at = bisect_right(self.starts, start) - 1
        return at >= 0 and end <= self.ends[at]


class Bounds:
    """Where some stretches begin and end, to tell which of them a further one would cross."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self.by_start = sorted(stretches)
        self.by_end = sorted((end, start) for start, end in self.by_start)

    def crossed(self, start: int, end: int) -> bool:
        """Tell whether one of the stretches has one bound between the two offsets and the other outside."""
        at = bisect_right(self.by_start, (start, FAR))
        while at < len(self.by_start) and self.by_start[at][0] < end:
            if self.by_start[at][1] > end:
                return True
            at += 1
        at = bisect_right(self.by_end, (start, FAR))
        while at < len(self.by_end) and self.by_end[at][0] < end:
            if self.by_end[at][1] < start:
                return True
            at += 1
        return False


def clusters(stretches: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the numbers of the stretches in groups that overlap, in order; stretches of two groups never do."""
    numbered = sorted((start, end, number) for number, (start, end) in enumerate(stretches))
    groups: list[list[int]] = []
    reach = -1
    for start, end, number in numbered:
        if start >= reach:
            groups.append([])
        groups[-1].append(number)
        reach = max(reach, end)
    return groups
