"""How long a person waits for one letter, and how much text goes through in a second, beside the least possible.

    python benchmarks/convert.py [TIMES] [--throughput]

With --throughput: processor seconds for letters converted one after the other in one process, and for a transcription
of 5 MB with the memory it takes, beside lxml parsing and serialising the results, and pandoc -t tei in the same run.
Processor time is counted, so that other work on the machine does not show. Names are off. Without it:

Every row is a process of its own, started cold, TIMES times (20) in turn with the others; the median is shown, and its
ratio to a Python process that only parses and serialises the TEI of the letter with lxml. pandoc is measured where it
is installed, turning the letter into its own TEI. Files and caches are warm: the first round is not counted.
"""

from __future__ import annotations

import os
import resource
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


LETTERS = 200
MEGABYTES = 5
CONVERT = """
import resource, sys
from lenin_tei.conversion import Options, convert
data, options, xml = open(sys.argv[1], "rb").read(), Options(level="structure"), []
convert(data, "letter.txt", options)
before = resource.getrusage(resource.RUSAGE_SELF)
for number in range(int(sys.argv[2])):
    xml.append(convert(data, f"letter-{number}.txt", options).xml)
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss)
"""
ROUND_TRIP = """
import resource, sys
from lxml import etree
before = resource.getrusage(resource.RUSAGE_SELF)
for number in range(int(sys.argv[2])):
    etree.tostring(etree.parse(sys.argv[1]))
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss)
"""


def inside(program: str, file: Path, times: int) -> tuple[float, float]:
    """Return the processor seconds *program* needs for *times* documents, and the memory it took in MB."""
    command = [sys.executable, "-c", program, str(file), str(times)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1]) / 1024


def outside(command: list[str], times: int) -> tuple[float, float]:
    """Return the processor seconds of *times* processes, and the memory of the largest child so far in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(times):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def long_text(letter: str) -> str:
    """Return a transcription of five megabytes: the paragraphs of the letter again and again, in chapters."""
    paragraphs = [part for part in letter.split("\n\n") if len(part) > 100 and "[" not in part]
    made, size = ["The Long Book"], 0
    while size < MEGABYTES * 1_000_000:
        made.append(
            f"Chapter {len(made) // 20 + 1}" if len(made) % 20 == 0 else paragraphs[len(made) % len(paragraphs)]
        )
        size += len(made[-1].encode()) + 2
    return "\n\n".join(made)


def throughput(folder: Path) -> None:
    """Print documents per second and per core on letters, and time and memory for one long text."""
    letter, long = folder / "letter.txt", folder / "long.txt"
    long.write_text(long_text(letter.read_text("utf-8")), "utf-8")
    tei = folder / "long.xml"
    subprocess.run(
        [sys.executable, "-m", "lenin_tei", "convert", str(long), "--level", "structure", "-o", str(tei)], check=False
    )
    pandoc = shutil.which("pandoc")
    rows = [
        ("letters: lxml, parse and serialise", *inside(ROUND_TRIP, folder / "letter.xml", LETTERS), LETTERS),
        ("letters: lenin-tei", *inside(CONVERT, letter, LETTERS), LETTERS),
    ]
    reading = [pandoc or "", "-f", "markdown", "-t", "tei", "-s"]
    if pandoc:
        rows.append(("letters: pandoc", *outside([*reading, str(letter)], 20), 20))
    rows.append((f"{MEGABYTES} MB: lxml, parse and serialise", *inside(ROUND_TRIP, tei, 1), 1))
    rows.append((f"{MEGABYTES} MB: lenin-tei", *inside(CONVERT, long, 1), 1))
    if pandoc:
        rows.append((f"{MEGABYTES} MB: pandoc", *outside([*reading, str(long)], 1), 1))
    ours = {}
    print(f"{'processor time':40} {'s/document':>11} {'documents/s':>12} {'MB':>6} {'lenin-tei is':>13}")
    for name, spent, memory, times in rows:
        each = spent / times
        kind, _, what = name.partition(": ")
        ours[kind, what] = each
        quicker = f"{each / ours[kind, 'lenin-tei']:12.1f}x" if what == "pandoc" else ""
        print(f"{name:40} {each:11.4f} {1 / each:12.1f} {memory:6.0f} {quicker:>13}")


def main() -> None:
    if "--throughput" in sys.argv:
        with tempfile.TemporaryDirectory() as name:
            for path in CORPUS.glob("letter.*"):
                shutil.copy(path, name)
            throughput(Path(name))
        return
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
