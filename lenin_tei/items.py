"""List items: the markers they begin with, and which of them stand in one list.

In: parts or lines. Out: whether a part is an item, and how deep in its list it stands. Markers are told by their form
("1.", "(a)", "•"); a number or letter with a full stop is a marker only beside another of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lenin_tei.parts import Part
from lenin_tei.patterns import lazy

ITEM = lazy(
    r"(?:(?P<bullet>[•·○●▪■])|[(\[](?P<round>\d{1,3}|[a-z]|[ivxlc]{1,6})[)\]]|(?P<half>\d{1,3}|[a-z]|[ivxlc]{1,6})\)"
    r"|(?P<digits>\d{1,3})\.(?=[ \t\u00a0])"
    r"|(?P<letter>[A-Za-z]|[ivxlc]{2,6}|[IVXLC]{2,6})\.(?=[ \t\u00a0]))[ \t\u00a0]*"
)
FAR = 12  # parts: how far the neighbour of an item may stand when items of another kind stand between


def is_item(parts: list[Part], number: int) -> bool:
    """Whether a part begins with a list marker; a letter or a number with a full stop needs a neighbour of its kind."""
    found = ITEM.match(parts[number].text)
    if not found or found.end() >= len(parts[number].text) or found.lastgroup is None:
        return False
    if found.lastgroup in ("bullet", "round", "half"):
        return True
    return has_neighbour(parts, number, -1, found) or has_neighbour(parts, number, 1, found)


def has_neighbour(parts: list[Part], number: int, step: int, found: re.Match[str]) -> bool:
    """Whether an item of the same kind stands before or behind, with at most one part between that is no item."""
    others, group = 0, found.lastgroup or ""
    for far in range(1, FAR):
        near = number + step * far
        if not 0 <= near < len(parts) or parts[near].kind not in ("", "item"):
            return False
        other = ITEM.match(parts[near].text)
        if other and other.lastgroup == group and other[group] != found[group]:
            return True
        others += other is None
        if others > 1:
            return False
    return False


def depths(markers: Sequence[tuple[str, str]]) -> list[int]:
    """Return how deep every item stands, by (form, core) of its marker.

    A new form that begins at its first number opens a list inside the item before it; a form seen before goes on with
    its list.
    """
    open_forms: list[str] = []
    before: dict[str, str] = {}
    found = []
    for form, core in markers:
        style = style_of(form, core, before)
        if style in open_forms:
            del open_forms[open_forms.index(style) + 1 :]
        elif not open_forms or core in ("1", "a", "A", "i", "I") or form == "bullet":
            open_forms.append(style)
        else:
            open_forms[-1] = style
        before[style] = core
        found.append(len(open_forms) - 1)
    return found


def style_of(form: str, core: str, before: dict[str, str]) -> str:
    """Return the series a marker belongs to: its form, and digits, letters or Roman numerals."""
    if core.isdigit() or form == "bullet":
        return f"{form} digit"
    case = "upper" if core.isupper() else "lower"
    letters = f"{form} letter {case}"
    follows = letters in before and len(core) == 1 and ord(core) == ord(before[letters][-1]) + 1
    roman = (
        core.lower().strip("ivxlc") == ""
        and not follows
        and (len(core) > 1 or core in "iI" or f"{form} roman {case}" in before)
    )
    return f"{form} roman {case}" if roman else letters
