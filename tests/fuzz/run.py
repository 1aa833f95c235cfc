"""Fuzzing with atheris: ``python tests/fuzz/run.py TARGET [OPTIONS OF LIBFUZZER] [FOLDER]``.

For example ``python tests/fuzz/run.py schema_xml -max_total_time=300 -timeout=20``.  What crashes is written to the
current folder.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))

with atheris.instrument_imports(include=["lenin_tei"]):
    from targets import SEEDS, TARGETS


def main() -> None:
    name, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS[name]):
            (Path(folder) / f"seed-{number}").write_bytes(seed)
        atheris.Setup([sys.argv[0], *options, folder], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
