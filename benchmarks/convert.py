"""How long a person waits for one letter, and how much text goes through in a second, beside the least possible.

    python benchmarks/convert.py [TIMES] [--throughput]

With --throughput: processor seconds for letters converted one after the other in one process, and for a transcription
of 5 MB with the memory it takes, beside lxml parsing and serialising the results, and pandoc -t tei in the same run.
The letters differ in dates, pages and the order of their paragraphs: no answer remembered from one serves for the next.
pandoc makes one document of all it is given, so it is measured twice: started for every letter, as one calls it, and
started once for all of them, which leaves its start out. Processor time is counted, so that other work on the machine
shows little. Names are off. Without it:

Every row is a process of its own, started cold, TIMES times (20) in turn with the others; the median is shown, and its
ratio to a Python process that only parses and serialises the TEI of the letter with lxml. pandoc is measured where it
is installed, turning the letter into its own TEI. Files and caches are warm: the first round is not counted.
"""

from __future__ import annotations

import os
import re
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
STARTED = 20  # letters for which pandoc is started anew
MEGABYTES = 5
CONVERT = """
import resource, sys
from lenin_tei.conversion import Options, convert
texts = [open(path, "rb").read() for path in sys.argv[1:]]
options, xml = Options(level="structure"), []
convert(texts[0], "letter.txt", options)
before = resource.getrusage(resource.RUSAGE_SELF)
for number, text in enumerate(texts):
    xml.append(convert(text, f"letter-{number}.txt", options).xml)
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss)
"""
ROUND_TRIP = """
import resource, sys
from lxml import etree
before = resource.getrusage(resource.RUSAGE_SELF)
for path in sys.argv[1:]:
    etree.tostring(etree.parse(path))
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss)
"""


def inside(program: str, files: list[Path]) -> tuple[float, float]:
    """Return the processor seconds *program* needs for these documents, and the memory it took in MB."""
    command = [sys.executable, "-c", program, *map(str, files)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1]) / 1024


def outside(commands: list[list[str]]) -> tuple[float, float]:
    """Return the processor seconds of these processes, and the memory of the largest child so far in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def write_letters(letter: str, folder: Path) -> list[Path]:
    """Write letters of the length of *letter*, each with days, pages and an order of paragraphs of its own."""
    paragraphs = letter.split("\n\n")
    long = [number for number, words in enumerate(paragraphs) if len(words) > 200 and "\n" not in words]
    files = []
    for count in range(LETTERS):
        made = list(paragraphs)
        for place, number in enumerate(long):
            made[number] = paragraphs[long[(place + count) % len(long)]]
        text = "\n\n".join(made)
        text = re.sub(r"pages \d+-\d+", f"pages {count + 1}-{count + 4}", text)
        text = re.sub(r"October \d+, 1918", f"October {count % 30 + 1}, 1918", text)
        text = re.sub(r"\d+ October, 1918", f"{count % 30 + 1} October, 1918", text)
        files.append(folder / f"letter-{count}.txt")
        files[-1].write_text(text, "utf-8")
    return files


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
    letter, long = (folder / "letter.txt").read_text("utf-8"), folder / "long.txt"
    letters = write_letters(letter, folder)
    long.write_text(long_text(letter), "utf-8")
    ours = [sys.executable, "-m", "lenin_tei", "convert", "--level", "structure"]
    subprocess.run([*ours, "-o", str(folder / "tei"), *map(str, letters), str(long)], check=False)
    written = [folder / "tei" / path.with_suffix(".xml").name for path in letters]
    rows = [
        ("letters: lxml, parse and serialise", *inside(ROUND_TRIP, written), LETTERS),
        ("letters: lenin-tei", *inside(CONVERT, letters), LETTERS),
    ]
    pandoc = [shutil.which("pandoc") or "", "-f", "markdown", "-t", "tei", "-s"]
    if pandoc[0]:
        each = [[*pandoc, str(path)] for path in letters[:STARTED]]
        rows.append(("letters: pandoc, started for each", *outside(each), STARTED))
        rows.append(("letters: pandoc, started once", *outside([[*pandoc, *map(str, letters)]]), LETTERS))
    rows.append((f"{MEGABYTES} MB: lxml, parse and serialise", *inside(ROUND_TRIP, [folder / "tei" / "long.xml"]), 1))
    rows.append((f"{MEGABYTES} MB: lenin-tei", *inside(CONVERT, [long]), 1))
    if pandoc[0]:
        rows.append((f"{MEGABYTES} MB: pandoc", *outside([[*pandoc, str(long)]]), 1))
    spent_by = {name: spent / times for name, spent, _, times in rows}
    print(f"{'processor time':40} {'s/document':>11} {'documents/s':>12} {'MB':>6} {'lenin-tei is':>13}")
    for name, spent, memory, times in rows:
        one = spent / times
        kind, _, what = name.partition(": ")
        quicker = f"{one / spent_by[kind + ': lenin-tei']:12.1f}x" if what.startswith("pandoc") else ""
        print(f"{name:40} {one:11.4f} {1 / one:12.1f} {memory:6.0f} {quicker:>13}")


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
