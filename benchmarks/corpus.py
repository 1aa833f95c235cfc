"""A whole archive: full build, nothing to do, one change, a changed entry, kills; processes against a Dask cluster.

    python benchmarks/corpus.py --documents 20000 --kills 20

makes an edition from the letter of the corpus and synthetic texts around it and builds it with the installed program.
Beside it stand, over the same files in the same run, lxml (parse and serialise the results) and `pandoc -t tei`.
Other programs share the computer: the load is printed, and ratios say more than seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parent.parent
SCRIPT = "import sys; sys.argv[0] = 'lenin-tei'; from lenin_tei.__main__ import main; main()"
YEARS = range(1895, 1924)


def generate(folder: Path, count: int) -> None:
    """Make an edition folder: each document has some paragraphs of the letter, in an order of its own, and a year."""
    letter = (ROOT / "corpus" / "letter.txt").read_text("utf-8")
    head, *rest = re.split(r"\n\n(?=Germany is in)", letter)
    paragraphs = rest[0].split("\n\n")[:-4]
    notes = letter[letter.index("\nN. Lenin") :]
    chance = random.Random(1)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "authority.xml", folder)
    (folder / "edition.toml").write_text('title = "A generated archive"\nauthority = "authority.xml"\n')
    for number in range(count):
        year = YEARS[number % len(YEARS)]
        place = folder / "transcriptions" / str(year) / f"document-{number:06}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        body = [
            f"Item {number}. " + words if chance.random() < 0.3 else words
            for words in chance.sample(paragraphs, chance.randint(3, len(paragraphs)))
        ]
        text = "\n\n".join([head.replace("1918", str(year)), *body, notes.strip("\n")]) + "\n"
        place.write_text(text, "utf-8")


def build(folder: Path, *more: str) -> tuple[float, float, str]:
    """Build; return seconds, the mebibytes of the largest process, and the summary."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen([sys.executable, "-c", SCRIPT, "corpus", "build", *more, str(folder)], stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        told.seek(0)
        last = told.read().decode().splitlines()[-1:]
    return seconds, usage.ru_maxrss / 1024, last[0] if last else ""


def show(what: str, measured: tuple[float, float, str]) -> float:
    seconds, memory, said = measured
    print(f"{what:34} {seconds:8.2f} s {memory:6.0f} MiB  load {os.getloadavg()[0]:4.1f}  {said}", flush=True)
    return seconds


def digest(folder: Path) -> str:
    made = hashlib.sha256()
    for path in sorted((folder / "tei").rglob("*.xml")):
        made.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return made.hexdigest()


def copied(folder: Path, name: str) -> Path:
    """Return a copy of the edition in which nothing was built."""
    place = folder.parent / name
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place, ignore=lambda _, names: {".lenin-tei", "tei"} & set(names))
    return place


def kills(folder: Path, number: int, seconds: float, expected: str) -> None:
    """Build a copy, killed so many times at random moments, and compare the bytes."""
    place = copied(folder, "killed")
    chance = random.Random(2)
    for _ in range(number):
        command = [sys.executable, "-c", SCRIPT, "corpus", "build", "-q", str(place)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.3, 0.3 + 1.5 * seconds / number))
            process.kill()
    show(f"the rest after {number} kills", build(place))
    print("after the kills the bytes are", "the same" if digest(place) == expected else "NOT THE SAME", flush=True)


def cluster(folder: Path, expected: str, pool: float) -> None:
    """Build a copy on a scheduler with two workers on this computer."""
    from distributed import LocalCluster

    place = copied(folder, "cluster")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as dask:
        seconds = show("Dask, two workers", build(place, "--scheduler", dask.scheduler_address))
    print(f"Dask against two processes: {seconds / pool:.2f} times the time;",
          "the same bytes" if digest(place) == expected else "NOT THE SAME BYTES", flush=True)  # fmt: skip


def peers(folder: Path, per_document: float) -> None:
    """Measure lxml over the results, and pandoc over a sample of the transcriptions."""
    results = sorted((folder / "tei").rglob("*.xml"))[:2000]
    started = time.perf_counter()
    for path in results:
        etree.tostring(etree.fromstring(path.read_bytes()))
    each = (time.perf_counter() - started) / len(results)
    print(
        f"lxml parse + serialise: {each * 1000:.2f} ms a document; a build on one core: {per_document / each:.0f} times"
    )
    if shutil.which("pandoc"):
        texts = sorted((folder / "transcriptions").rglob("*.txt"))[:50]
        started = time.perf_counter()
        for path in texts:
            subprocess.run(["pandoc", "-f", "markdown", "-t", "tei", str(path)], stdout=subprocess.DEVNULL, check=True)
        each = (time.perf_counter() - started) / len(texts)
        print(
            f"pandoc -t tei: {each * 1000:.1f} ms a document; a build on one core: {per_document / each:.2f} times it"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--no-scaling", action="store_true", help="leave out the build on one core")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "edition"
        generate(folder, given.documents)
        two = show("full build, two processes", build(folder, "--jobs", "2"))
        expected = digest(folder)
        show("nothing to do", build(folder))
        changed = next((folder / "transcriptions").rglob("*.txt"))
        before = changed.read_text("utf-8")
        changed.write_text(before.replace("Germany", "Austria"), "utf-8")
        show("one transcription changed", build(folder))
        changed.write_text(before, "utf-8")
        build(folder)
        authority = folder / "authority.xml"
        entries = authority.read_text("utf-8")
        authority.write_text(entries.replace("</person>", "<note>Changed.</note></person>", 1), "utf-8")
        show("one authority entry changed", build(folder))
        authority.write_text(entries, "utf-8")
        build(folder)
        assert digest(folder) == expected
        if not given.no_scaling:
            alone = copied(folder, "alone")
            one = show("full build, one process", build(alone, "--jobs", "1"))
            assert digest(alone) == expected
            print(f"two processes against one: {one / two:.2f} times as fast", flush=True)
            peers(folder, one / given.documents)
        if given.kills:
            kills(folder, given.kills, two, expected)
        cluster(folder, expected, two)


if __name__ == "__main__":
    main()
