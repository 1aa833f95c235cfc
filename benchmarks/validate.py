"""How long `lenin-tei validate` takes, beside jing and lxml on the same files, in one run.

    python benchmarks/validate.py TEI_ALL.rng LETTER.xml [FILES] [TIMES]

First one letter, each row a process of its own started cold: against the schema named, with its compiled form kept from
an earlier run, and against our own; beside jing, and lxml's RelaxNG (once: it takes long). Then FILES (2,000) valid
files, no two alike, in one process of each. Every row is the median of TIMES rounds (5, of many files 1) taken in turn.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAM = Path(sys.executable).with_name("lenin-tei")
LXML = "import sys; from lxml import etree as e; s = e.RelaxNG(e.parse(sys.argv[1])); s.validate(e.parse(sys.argv[2]))"


def seconds(command: list[str | Path], environment: dict[str, str]) -> float:
    """Return how long a process takes from start to end; it must find nothing."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    spent = time.perf_counter() - start
    if done.returncode or done.stdout:
        sys.exit(f"{command[0]} found something: {done.stdout[:500].decode()}{done.stderr[:500].decode()}")
    return spent


def measure(commands: dict[str, list[str | Path]], times: int, environment: dict[str, str]) -> dict[str, float]:
    """Return the median of each command, all taken in turn."""
    spent: dict[str, list[float]] = {row: [] for row in commands}
    for _ in range(times):
        for row, command in commands.items():
            spent[row].append(seconds(command, environment))
    return {row: statistics.median(found) for row, found in spent.items()}


def tell(rows: dict[str, float], peer: str, files: int = 1) -> None:
    """Print rows with their ratio to the peer's."""
    for row, spent in rows.items():
        rate = f" {files / spent:7.0f} files/s" if files > 1 else ""
        ratio = f" {spent / rows[peer]:6.2f}" if peer in rows else ""
        print(f"{row:56} {spent:8.3f} s{ratio}{rate}")


def make_files(letter: str, number: int, folder: Path) -> list[Path]:
    """Write files of which no two are alike, each called by the xml:id of the letter."""
    found = []
    named = re.search(r'<TEI[^>]*xml:id="([^"]+)"', letter)
    for count in range(number):
        path = folder / str(count) / f"{named[1] if named else 'letter'}.xml"
        path.parent.mkdir()
        path.write_text(letter.replace("</p>", f" {count}</p>", 1), encoding="utf-8")
        found.append(path)
    return found


def main() -> None:
    if len(sys.argv) < 3:
        sys.exit((__doc__ or "").split("\n")[2].strip())
    schema, letter = Path(sys.argv[1]), Path(sys.argv[2])
    number = int(sys.argv[3]) if len(sys.argv) > 3 else 2_000
    times = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    ours: list[str | Path] = [PROGRAM] if PROGRAM.exists() else [sys.executable, "-m", "lenin_tei"]
    check = [*ours, "validate", "--fail-on", "never", "--ignore", "H,R"]
    jing = "jing: one process" if shutil.which("jing") else ""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["XDG_CACHE_HOME"] = f"{folder}/cache"
        shutil.copy(ROOT / "corpus/letter.xml", folder)
        commands = {
            "lenin-tei: one letter, this schema": [*check, "--schema", schema, letter],
            "lenin-tei: one letter, our schema": [*check, Path(folder) / "letter.xml"],
        }
        if jing:
            commands[jing] = ["jing", schema, letter]
        measure(commands, 1, environment)
        rows = measure(commands, times, environment)
        rows["lxml: one letter"] = seconds([sys.executable, "-c", LXML, schema, letter], environment)
        tell(rows, jing)
        files = make_files(letter.read_text("utf-8"), number, Path(folder))
        commands = {
            f"lenin-tei: {number} files": [*check, "--schema", schema, *files],
            f"lenin-tei: {number} files, --jobs 1": [*check, "--jobs", "1", "--schema", schema, *files],
        }
        if jing:
            commands[jing] = ["jing", schema, *files]
        tell(measure(commands, max(times // 5, 1), environment), jing, number)


if __name__ == "__main__":
    main()
