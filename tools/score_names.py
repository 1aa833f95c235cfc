"""How well names are found in transcriptions annotated by hand (tests/gold/names/).

    python tools/score_names.py FOLDER [--verbose]

FOLDER holds the transcriptions, NAME.txt. The gold has a row per mention: start, end (characters of the transcription),
type, ref, flag, surface. "core" mentions must be marked with the same bounds and type; "optional" ones cost nothing
either way. What is marked between the first and the last mention and is not in the gold is wrong. A link is judged
where the mention is right and the tool gave one. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from lenin_tei.conversion import Options, read
from lenin_tei.names.annotate import text_leaves
from lenin_tei.names.calibration import bounds
from lenin_tei.names.register import Register, load_register
from lenin_tei.source import read_source

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "names"
TYPES = {
    "persName": "person", "placeName": "place", "orgName": "org", "date": "date", "title": "work", "name": "event",
}  # fmt: skip
Made = dict[tuple[int, int], tuple[str, str, str]]


def read_gold(path: Path) -> list[dict[str, str]]:
    """Return the rows of a gold file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def marked(path: Path, register: Register) -> tuple[Made, str]:
    """Return type, entry and certainty of every mark of the text, by its bounds, and the transcription."""
    source = read_source(path.read_bytes(), path.name, lambda found: None)
    document, _ = read(source, Options(register=register), lambda found: None)
    found: Made = {}
    for leaf in text_leaves(document.body):
        for mark in leaf.marks:
            kind = "group" if mark.element == "rs" else TYPES.get(mark.element or "")
            if kind:
                ref, cert = mark.attributes.get("ref", "").removeprefix("#"), mark.attributes.get("cert", "")
                found[mark.span.start, mark.span.end] = (kind, ref, cert)
    return found, source.text


def score(rows: list[dict[str, str]], made: Made, text: str, told: list[str]) -> Counter[str]:
    """Return the counts of one document: right, wrong, missed, links right and wrong."""
    counts: Counter[str] = Counter()
    gold = {(int(row["start"]), int(row["end"])): row for row in rows}
    first, last = min(gold)[0], max(end for _, end in gold)
    for span, row in gold.items():
        if row["flag"] != "core":
            continue
        kind, ref, cert = made.get(span, ("", "", ""))
        if kind != row["type"]:
            counts["missed"] += 1
            told.append(f"missed  {row['type']:7} {around(text, *span)}")
            continue
        counts["right"] += 1
        counts[f"{cert} right"] += 1
        if ref:
            counts["link right" if ref == row["ref"] else "link wrong"] += 1
            if ref != row["ref"]:
                told.append(f"linked  {row['surface']} to {ref}, not {row['ref'] or 'nothing'}")
    for (start, end), (kind, _, cert) in made.items():
        same = gold.get((start, end))
        if not first <= start < last or (same and (same["flag"] != "core" or same["type"] == kind)):
            continue
        near = [row for span, row in gold.items() if row["flag"] != "core" and span[0] < end and start < span[1]]
        if not near:
            counts["wrong"] += 1
            counts[f"{cert} wrong"] += 1
            told.append(f"wrong   {kind:7} {around(text, start, end)}")
    return counts


def around(text: str, start: int, end: int) -> str:
    """Return a mention in brackets with the words beside it."""
    return " ".join(f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}".split())


def interval(right: int, all_: int) -> str:
    """Return a share with its 95 % interval."""
    if not all_:
        return "-"
    low, high = bounds(right, all_)
    return f"{right / all_:.3f} ({low:.3f}–{high:.3f})"


def total(folder: Path, *, gold_folder: Path = GOLD, verbose: bool = False) -> Counter[str]:
    """Return the counts of all documents of the gold that are in the folder; tell each when asked."""
    path = ROOT / "corpus" / "authority.xml"
    register = load_register(path.read_bytes(), str(path))
    counts: Counter[str] = Counter()
    for gold in sorted(gold_folder.glob("*.tsv")):
        told: list[str] = []
        made, text = marked(folder / f"{gold.stem}.txt", register)
        one = score(read_gold(gold), made, text, told)
        counts += one
        if verbose:
            print(f"{gold.stem}: {dict(one)}")
            for line in told:
                print(f"    {line}")
    return counts


def main() -> None:
    """Print precision and recall."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    counts = total(arguments.folder, gold_folder=arguments.gold, verbose=arguments.verbose)
    for cert in ("high", "medium", "low"):
        right, wrong = counts[f"{cert} right"], counts[f"{cert} wrong"]
        print(f"cert={cert:9} {interval(right, right + wrong)} of {right + wrong}")
    print(f"precision      {interval(counts['right'], counts['right'] + counts['wrong'])}")
    print(f"recall         {interval(counts['right'], counts['right'] + counts['missed'])}")
    print(f"link precision {interval(counts['link right'], counts['link right'] + counts['link wrong'])}")


if __name__ == "__main__":
    main()
