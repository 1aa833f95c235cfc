"""Recognisers of other packages: named in the entry point group `lenin_tei.recognisers`, used when they are asked for.

A recogniser gets the clean text of a block and the stretches that have a name already, and yields suggestions
(start, end, kind); kind is person, place, org, event or work. What it suggests over a known name is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from lenin_tei.diagnostics import LeninTeiError

GROUP = "lenin_tei.recognisers"


class Suggestion(NamedTuple):
    """A stretch of a block's text that a recogniser takes for a name."""

    start: int
    end: int
    kind: str


Recogniser = Callable[[str, Sequence[tuple[int, int]]], Iterable[Suggestion]]


def load_recogniser(name: str) -> Recogniser:
    """Return the recogniser of that name; one that is not installed raises `LeninTeiError` with those that are."""
    from importlib.metadata import entry_points

    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        raise LeninTeiError(f"no recogniser is called {name!r}; installed: {known}")
    try:
        make: Callable[[], Recogniser] = found[name].load()
        return make()
    except ImportError as error:
        raise LeninTeiError(f"the recogniser {name!r} needs a package: {error}") from error
