"""How long a person waits for one letter, beside the least that any program of this kind must wait.

    python benchmarks/convert.py [TIMES]

Every row is a process of its own, started cold, TIMES times (20) in turn with the others; the median is shown, and its
ratio to a Python process that only parses and serialises the TEI of the letter with lxml. pandoc is measured where it
is installed, turning the letter into its own TEI. Files and caches are warm: the first round is not counted.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus"
BARE = "import sys; from lxml import etree; sys.stdout.buffer.write(etree.tostring(etree.parse(sys.argv[1])))"
PROGRAM = Path(sys.executable).with_name("lenin-tei")


def rows(folder: Path) -> dict[str, list[str]]:
    """Return the commands to measure."""
    letter, tei = str(folder / "letter.txt"), str(folder / "letter.xml")
    ours = [str(PROGRAM)] if PROGRAM.exists() else [sys.executable, "-m", "lenin_tei"]
    found = {
        "python, lxml: parse and serialise": [sys.executable, "-c", BARE, tei],
        "lenin-tei --version": [*ours, "--version"],
        "lenin-tei convert letter.txt": [*ours, "convert", letter],
        "lenin-tei convert --level structure": [*ours, "convert", "--level", "structure", letter],
        "lenin-tei validate letter.xml": [*ours, "validate", tei],
        "lenin-tei export letter.xml --to html": [*ours, "export", tei, "--to", "html"],
    }
    if pandoc := shutil.which("pandoc"):
        found["pandoc letter.txt -t tei"] = [pandoc, letter, "-f", "markdown", "-t", "tei", "-s"]
    return found


def seconds(command: list[str]) -> float:
    """Return how long a process takes from start to end."""
    start = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as name:
        for path in CORPUS.glob("letter.*"):
            shutil.copy(path, name)
        commands = rows(Path(name))
        measured: dict[str, list[float]] = {row: [] for row in commands}
        for turn in range(times + 1):
            for row, command in commands.items():
                spent = seconds(command)
                if turn:
                    measured[row].append(spent)
    bare = statistics.median(next(iter(measured.values())))
    print(f"{'median of ' + str(times):40} {'ms':>7} {'ratio':>6}")
    for row, all_spent in measured.items():
        median = statistics.median(all_spent)
        print(f"{row:40} {median * 1000:7.0f} {median / bare:6.2f}")


if __name__ == "__main__":
    main()
