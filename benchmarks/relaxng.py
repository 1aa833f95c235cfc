"""How fast the RELAX NG engine is beside jing and libxml2: ``python -m benchmarks.relaxng SCHEMA DOCUMENT [COPIES]``.

Prints, in seconds: compiling the schema without and with the cache, a cold process, verdicts and faults of many
documents, and the same for jing (one process for all) and for libxml2 on the flattened schema.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lenin_tei.relaxng import Grammar, flatten, is_valid, load_grammar, validate

T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    """Run *work* and print how long it took."""
    start = time.perf_counter()
    result = work()
    print(f"{what:52} {time.perf_counter() - start:8.3f} s")
    return result


def measure_engine(schema: Path, document: Path, copies: int, cache: Path) -> Grammar:
    """Measure our own engine."""
    timed("compile, no cache", lambda: load_grammar(schema, use_cache=False))
    load_grammar(schema, cache=cache)
    grammar = timed("load from the cache", lambda: load_grammar(schema, cache=cache))
    data = document.read_bytes()
    timed("first document", lambda: is_valid(data, grammar))
    timed(f"verdict on {copies} documents", lambda: [is_valid(data, grammar) for _ in range(copies)])
    broken = data.replace(b"</", b"<zzz/></", 1)
    timed(f"faults of {copies} broken documents", lambda: [validate(broken, grammar) for _ in range(copies)])
    code = (
        "import sys; from pathlib import Path; from lenin_tei.relaxng import *; "
        "validate(Path(sys.argv[2]).read_bytes(), load_grammar(sys.argv[1], cache=Path(sys.argv[3])))"
    )
    command = [sys.executable, "-c", code, str(schema), str(document), str(cache)]
    timed("a process from cold, one document", lambda: subprocess.run(command, check=True))
    return grammar


def measure_jing(schema: Path, document: Path, copies: int, folder: Path) -> None:
    """Measure jing, one process for one document and for all."""
    files = [folder / f"{number}.xml" for number in range(copies)]
    for file in files:
        shutil.copy(document, file)
    timed("jing, one document", lambda: subprocess.run(["jing", schema, document], check=False))
    timed(f"jing, {copies} documents", lambda: subprocess.run(["jing", schema, *files], check=False))


def measure_libxml2(grammar: Grammar, document: Path, copies: int) -> None:
    """Measure libxml2 on the flattened schema."""
    from lxml import etree

    flat = flatten(grammar)
    relaxng = timed("libxml2, compile the flattened schema", lambda: etree.RelaxNG(etree.fromstring(flat)))
    parser = etree.XMLParser(collect_ids=False)
    data = document.read_bytes()

    def run() -> list[bool]:
        return [relaxng.validate(etree.fromstring(data, parser)) for _ in range(copies)]

    timed(f"libxml2, verdict on {copies} documents", run)


def main() -> None:
    """Measure what the command line names."""
    schema, document = Path(sys.argv[1]), Path(sys.argv[2])
    copies = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    with tempfile.TemporaryDirectory() as folder:
        grammar = measure_engine(schema, document, copies, Path(folder) / "cache")
        if shutil.which("jing"):
            measure_jing(schema, document, copies, Path(folder))
        measure_libxml2(grammar, document, copies)


if __name__ == "__main__":
    main()
