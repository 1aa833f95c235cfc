"""Measure how often each rule that finds names is right, and put the table where the program and the manual read it.

    python tools/calibrate_names.py FOLDER [--write]

FOLDER holds the transcriptions. What is judged: every mention the tool finds between the first and last row of a gold
file (tests/gold/names/ and names_second/), and every one that was judged by itself (tests/gold/judged.tsv: document,
start, end, type, verdict). names_third/ is left out: it tells whether the table holds for other texts. A mention is
right when bounds and type are. The table is printed; --write puts it into lenin_tei/names/calibration.py, from where
`python docs/generate.py` takes it into docs/reference/names.md.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from score_names import ROOT, TYPES, read_gold

from lenin_tei.conversion import Options, read
from lenin_tei.names.annotate import find_mentions
from lenin_tei.names.calibration import ABOUT, MEASURED, bounds, certainty
from lenin_tei.names.register import Register, load_register
from lenin_tei.source import read_source

GOLDS = ("names", "names_second")
CODE = ROOT / "lenin_tei" / "names" / "calibration.py"


def judgements(path: Path) -> dict[str, dict[tuple[int, int, str], bool]]:
    """Return the verdicts of the file of single judgements, by document."""
    found: dict[str, dict[tuple[int, int, str], bool]] = {}
    for row in read_gold(path):
        spot = int(row["start"]), int(row["end"]), row["type"]
        found.setdefault(row["document"], {})[spot] = row["verdict"] == "right"
    return found


def mentions(path: Path, register: Register) -> list[tuple[int, int, str, str]]:
    """Return bounds, type and rule of everything the tool finds in a transcription, before decisions."""
    source = read_source(path.read_bytes(), path.name, lambda found: None)
    document, _ = read(source, Options(register=register, level="structure"), lambda found: None)
    made = []
    for leaf in find_mentions(document, register, everything=True):
        start = leaf.block.span.start
        for mention in leaf.mentions:
            kind = "group" if mention.element == "rs" else TYPES[mention.element]
            made.append((mention.start + start, mention.end + start, kind, mention.rule))
    return made


def verdict(
    spot: tuple[int, int, str], rows: list[dict[str, str]], single: dict[tuple[int, int, str], bool]
) -> bool | None:
    """Tell whether a mention is right; None where nobody judged it."""
    if spot in single:
        return single[spot]
    if not rows:
        return None
    start, end, kind = spot
    spans = [(int(row["start"]), int(row["end"])) for row in rows]
    if not min(spans)[0] <= start < max(last for _, last in spans):
        return None
    for row, span in zip(rows, spans, strict=True):
        if span == (start, end) and (row["type"] == kind or row["flag"] != "core"):
            return True if row["flag"] == "core" else None
    free = any(row["flag"] != "core" and a < end and start < b for row, (a, b) in zip(rows, spans, strict=True))
    return None if free else False


def measure(folder: Path) -> dict[str, tuple[int, int]]:
    """Return right and judged for each rule."""
    register = load_register((ROOT / "corpus" / "authority.xml").read_bytes(), "authority.xml")
    single = judgements(ROOT / "tests" / "gold" / "judged.tsv")
    folders = [ROOT / "tests" / "gold" / name for name in GOLDS]
    gold = {path.stem: read_gold(path) for folder in folders for path in sorted(folder.glob("*.tsv"))}
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for name in sorted({*gold, *single}):
        for start, end, kind, rule in mentions(folder / f"{name}.txt", register):
            said = verdict((start, end, kind), gold.get(name, []), single.get(name, {}))
            if said is not None:
                judged[rule] += 1
                right[rule] += said
    return {rule: (right[rule], judged[rule]) for rule in ABOUT if judged[rule]}


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    measured = measure(arguments.folder)
    if arguments.write:
        rows = "".join(f'    "{rule}": {counts},\n' for rule, counts in measured.items())
        code = f"# <table>\nMEASURED: dict[str, tuple[int, int]] = {{\n{rows}}}\n# </table>"
        CODE.write_text(re.sub(r"# <table>.*# </table>", code, CODE.read_text("utf-8"), flags=re.S), "utf-8")
        MEASURED.clear()
        MEASURED.update(measured)
    for rule, (right, judged) in measured.items():
        low, high = bounds(right, judged)
        print(f"{rule:14} {right:4} of {judged:4}  {low:.3f}–{high:.3f}  {certainty(rule) or 'review'}")


if __name__ == "__main__":
    main()
