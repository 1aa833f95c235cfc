"""How fast TEI becomes text and pages, beside the least any program must do: parse and serialise the same files.

    python benchmarks/export.py [--times N] FILE|DIR...

Files are in memory; each row runs through all of them, N times (5) in turn with the others, and the fastest turn
counts. The first turn, which fills caches, is not counted. Without files, corpus/letter.xml is measured.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from lenin_tei.exporters import export

LETTER = Path(__file__).parent.parent / "corpus" / "letter.xml"


def parsed_and_serialised(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), encoding="utf-8", xml_declaration=True)


ROWS: dict[str, Callable[[bytes], object]] = {
    "lxml: parse and serialise": parsed_and_serialised,
    "export --to text": lambda data: export(data, to="text"),
    "export --to html": lambda data: export(data, to="html"),
}


def main() -> None:
    arguments = sys.argv[1:]
    times = int(arguments.pop(arguments.index("--times") + 1)) if "--times" in arguments else 5
    named = [Path(one) for one in arguments if one != "--times"] or [LETTER]
    paths = [path for one in named for path in (sorted(one.rglob("*.xml")) if one.is_dir() else [one])]
    files = [path.read_bytes() for path in paths]
    if not files:
        sys.exit("no XML files there")
    spent: dict[str, list[float]] = {row: [] for row in ROWS}
    for turn in range(times + 1):
        for row, function in ROWS.items():
            start = time.process_time()
            for data in files:
                function(data)
            if turn:
                spent[row].append(time.process_time() - start)
    bare = min(next(iter(spent.values())))
    print(f"{len(files)} files, {sum(map(len, files)) / 1e6:.1f} MB, fastest of {times} turns")
    print(f"{'':28}{'documents/s':>12}{'ms each':>9}{'ratio':>7}")
    for row, seconds in spent.items():
        best = max(min(seconds), 1e-9)
        print(f"{row:28}{len(files) / best:12.0f}{best * 1000 / len(files):9.2f}{best / bare:7.2f}")


if __name__ == "__main__":
    main()
