"""A whole archive: full build, nothing to do, one change, a changed entry, kills; processes against a Dask cluster.

    python benchmarks/corpus.py --documents 20000 --kills 20

makes an edition from the letter of the corpus and synthetic texts around it and builds it with the installed program.
Beside it stand, over the same files in the same run, lxml (parse and serialise the results) and `pandoc -t tei`.
Other programs share the computer: the load is printed, and processor seconds and ratios say more than seconds.
"One core" is one process tied to one core, the one that reads and writes the edition included.
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
from collections import Counter
from pathlib import Path
from typing import NamedTuple

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


class Measured(NamedTuple):
    """What a build took: seconds, processor seconds of all its processes, mebibytes of the largest one."""

    seconds: float
    processor: float
    memory: float
    said: str


def build(folder: Path, *more: str, cores: int = 0) -> Measured:
    """Build, on so many cores only if that is asked for."""

    def tie() -> None:
        if cores:
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])

    started = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        command = [sys.executable, "-c", SCRIPT, "corpus", "build", *more, str(folder)]
        process = subprocess.Popen(command, stderr=told, preexec_fn=tie)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        told.seek(0)
        last = told.read().decode().splitlines()[-1:]
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, last[0] if last else "")


def show(what: str, one: Measured) -> Measured:
    load = os.getloadavg()[0]
    print(f"{what:32} {one.seconds:8.2f} s {one.processor:8.2f} s of processor {one.memory:5.0f} MiB"
          f"  load {load:4.1f}  {one.said}", flush=True)  # fmt: skip
    return one


def digest(folder: Path) -> str:
    made = hashlib.sha256()
    for path in sorted((folder / "tei").rglob("*.xml")):
        made.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return made.hexdigest()


def rarest_entry(folder: Path) -> str:
    """Return the xml:id of the entry that the fewest of some documents mention."""
    some = sorted((folder / "tei").rglob("*.xml"))[:100]
    counted = Counter(key for path in some for key in set(re.findall(r' ref="#([\w.-]+)"', path.read_text("utf-8"))))
    return min(counted, key=lambda key: (counted[key], key))


def with_another_note(entries: str, key: str) -> str:
    """Return an authority file in which one entry has a note more."""
    entry = rf'(<(person|place|org|event|bibl)\b[^>]* ?xml:id="{re.escape(key)}".*?)(</\2>)'
    changed, number = re.subn(entry, r"\1<note>Changed.</note>\3", entries, count=1, flags=re.DOTALL)
    assert number == 1, key
    return changed


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


def cluster(folder: Path, expected: str, pool: Measured) -> None:
    """Build a copy on a scheduler with two workers on this computer."""
    import psutil
    from distributed import LocalCluster

    def spent() -> float:
        here = psutil.Process()
        times = [here.cpu_times(), *(one.cpu_times() for one in here.children(recursive=True))]
        return sum(one.user + one.system for one in times)

    place = copied(folder, "cluster")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as dask:
        before = spent()
        one = build(place, "--scheduler", dask.scheduler_address)
        # Scheduler and workers, with the processes these feed, are not children of the build.
        one = show("Dask, two workers", one._replace(processor=one.processor + spent() - before))
    ratios = (
        f"{one.seconds / pool.seconds:.2f} times the time, {one.processor / pool.processor:.2f} times the processor"
    )
    same = "the same bytes" if digest(place) == expected else "NOT THE SAME BYTES"
    print(f"Dask against two processes: {ratios}; {same}", flush=True)


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
        authority.write_text(with_another_note(entries, rarest_entry(folder)), "utf-8")
        show("one authority entry changed", build(folder))
        authority.write_text(entries, "utf-8")
        build(folder)
        assert digest(folder) == expected
        if not given.no_scaling:
            alone = copied(folder, "alone")
            one = show("full build, one core", build(alone, "--jobs", "1", cores=1))
            assert digest(alone) == expected
            print(
                f"two cores against one: {one.seconds / two.seconds:.2f} times as fast,"
                f" {two.processor / one.processor:.2f} times the processor time",
                flush=True,
            )
            peers(folder, one.processor / given.documents)
        if given.kills:
            kills(folder, given.kills, two.seconds, expected)
        cluster(folder, expected, two)


if __name__ == "__main__":
    main()
