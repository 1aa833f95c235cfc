"""What the rules of a plain text share: the options of the reader, the state of one reading, what a rule answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lenin_tei.exporters.layout import Layout
from lenin_tei.exporters.notes import Notes
from lenin_tei.exporters.options import one_of
from lenin_tei.exporters.tree import Element, words

ORIGINAL = frozenset({"abbr", "am", "orig", "sic"})
CORRECTED = frozenset({"corr", "ex", "expan", "reg"})
NAMES = words("date geogName name orgName persName placeName rs title")
JOIN = -1


@dataclass(frozen=True, slots=True)
class TextOptions:
    """What the reader wants to see; the defaults give the transcription back.

    `notes` is "end", "inline" or "none"; `layer` "original" or "corrected"; `names` "text" or "id"; `pages` prints the
    number of every page; `header` the literal front matter; `wrap` is the longest line (0: as long as it is);
    `signs` adds what nobody typed: […] for a gap.
    """

    notes: str = one_of("end", "inline", "none")
    layer: str = one_of("original", "corrected")
    names: str = one_of("text", "id")
    pages: bool = False
    header: bool = True
    wrap: int = 0
    signs: bool = True


@dataclass(slots=True)
class Reading:
    """What the rules share while one document is read."""

    document: Element
    options: TextOptions
    layout: Layout
    literals: dict[str, list[Element]]
    notes: Notes
    labels: dict[str, list[Element]] = field(default_factory=dict)
    cells: set[Element] = field(default_factory=set)


class Next(NamedTuple):
    """The nodes to walk next; then what is printed, what is done, and the break that follows (None: the usual one)."""

    nodes: Iterable[Element]
    suffix: str = ""
    close: int | None = None
    done: Callable[[], object] | None = None


Rule = Callable[[Reading, Element, bool], Next]
