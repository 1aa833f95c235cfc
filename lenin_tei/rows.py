"""Parts whose lines are rows: tables with aligned columns or leader dots, and turns of a conversation.

In: parts that nothing has named yet. Out: the same parts, those with rows named columns, leaders or speech.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from lenin_tei.parts import Part
from lenin_tei.patterns import lazy

GAP = lazy(r"[ \u00a0]{2,}|\t")
WIDE = ("  ", " \u00a0", "\u00a0 ", "\u00a0\u00a0")
# Dots that lead the eye from one column to the next.
LEADER = lazy(r"(?<=\.{4})(?!\.)\s*|(?<=\. \. \.)(?! ?\.)\s*|(?<=…{2})(?!…)\s*|(?<=_{4})(?!_)\s*")
LEADERS = ("....", ". . .", "……", "____")
SPEAKER = lazy(
    r"(?P<who>[A-ZÀ-Þ][\w.’-]{0,24}(?: [A-ZÀ-Þ][\w.’-]{0,24}){0,3}):(?=\s)"
    r"|(?P<caps>[A-ZÀ-Þ][A-ZÀ-Þ’-]{2,24}(?: [A-ZÀ-Þ][A-ZÀ-Þ’-]{1,24}){0,2}|[QA])\.(?=\s)"
)
TURNS = 4  # at least, of two speakers with two turns each


def name_columns(parts: list[Part]) -> None:
    """Name lines whose cells are set apart by blanks or dots: the rows of a table.

    Neighbouring lines count when most cells are numbers; the lines of one part also when their columns begin at the
    same places, or when dots lead to the last one.
    """
    name_runs(parts, is_row_of_numbers, "columns", "lines with columns of numbers")
    for part in parts:
        if not part.kind and part.short and part.lines > 1 and is_aligned(part.rows()):
            part.name("columns", "lines whose columns begin at the same places")
    name_runs(parts, has_leader, "leaders", "lines in which dots lead to the last column")


def is_row_of_numbers(row: str) -> bool:
    """Whether a line has three cells or more between wide blanks, most of them numbers."""
    if "\t" not in row and not any(wide in row for wide in WIDE):
        return False
    cells = [cell for cell in GAP.split(row.strip()) if cell]
    return len(cells) > 2 and sum(cell[0].isdigit() or cell in "—–-" for cell in cells) * 2 > len(cells)


def is_aligned(rows: list[str]) -> bool:
    """Whether at least three lines have the same number of cells, and their columns begin or end at the same places."""
    if len(rows) < 3 or any("\t" in row for row in rows):
        return False
    gaps = [list(GAP.finditer(row.strip())) for row in rows]
    count = len(gaps[0])
    if count < 1 or any(len(found) != count for found in gaps):
        return False
    for ends in (
        [found[-1].end() for found in gaps],
        [found[0].end() for found in gaps],
        [len(row.strip()) for row in rows],
    ):
        place, most = Counter(ends).most_common(1)[0]
        if most * 5 >= len(rows) * 4 and (count > 1 or ends != [len(row.strip()) for row in rows]):
            return place > 0
    return False


def name_runs(parts: list[Part], fits: Callable[[str], bool], kind: str, rule: str) -> None:
    """Name neighbouring short parts whose rows all fit, two rows or more."""
    run: list[Part] = []
    for part in [*parts, None]:
        if part is not None and not part.kind and part.short and all(fits(row) for row in part.rows()):
            run.append(part)
            continue
        if run:
            if sum(p.lines for p in run) > 1:
                for row in run:
                    row.name(kind, rule)
            run = []


def has_leader(row: str) -> bool:
    """Whether dots lead from the beginning of a line to a short cell at its end."""
    if not any(sign in row for sign in LEADERS):
        return False
    found = LEADER.search(row, 1)
    return found is not None and 0 < len(row) - found.end() < 40


def speaker(part: Part) -> str:
    """Return who speaks in a part: the name before its colon, or the capitals before its full stop; "" if nobody."""
    found = SPEAKER.match(part.text) if part.text[:1].isupper() else None
    return found[found.lastgroup or 0] if found else ""


def name_speeches(parts: list[Part]) -> None:
    """Name the turns of a conversation: at least two speakers with two turns or more, and who speaks between them."""
    turns: dict[str, list[int]] = {}
    for number, part in enumerate(parts):
        if not part.kind and (who := speaker(part)):
            turns.setdefault(who, []).append(number)
    regular = {who: said for who, said in turns.items() if len(said) > 1}
    if len(regular) < 2 or sum(map(len, regular.values())) < TURNS:
        return
    first, last = min(min(said) for said in regular.values()), max(max(said) for said in regular.values())
    capitals = all(who.isupper() for who in regular)
    for number, who in sorted((number, who) for who, said in turns.items() for number in said):
        behind = number > 0 and parts[number - 1].kind == "speech" and (who.isupper() if capitals else number < last)
        if who in regular or (first < number and behind):
            once = "" if who in regular else "T047"
            parts[number].name("speech", "begins with the name of a speaker, as others do", once)
            parts[number].label = who
