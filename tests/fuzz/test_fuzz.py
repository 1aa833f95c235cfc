"""Any bytes: the engine, the readers of schemas and the XML front return, and break no promise."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from targets import SEEDS, TARGETS

PIECES = (b"<", b">", b"&", b"</", b"/>", b"<!--", b"<?", b"]]>", b"<![CDATA[", b'"', b"'", b"\0", b"\xff\xfe", b"\r")


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A sound input in which stretches were replaced, removed, doubled or cut off."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(start + draw(st.integers(0, 30)), len(data))
        stretch = data[start:end]
        piece = draw(st.one_of(st.binary(max_size=4), st.sampled_from((*PIECES, stretch * 2, stretch * 30))))
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_damaged_is_refused_or_read(name: str) -> None:
    @given(damaged(SEEDS[name]))
    @settings(max_examples=60)
    def any_damage(data: bytes) -> None:
        TARGETS[name](data)

    any_damage()


@pytest.mark.parametrize("name", ["schema_xml"])
def test_fuzzing_by_coverage_finds_nothing_in_a_short_run(name: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed; it has no wheels for every Python")
    command = (sys.executable, Path(__file__).with_name("run.py"), name, "-runs=2000", "-seed=1918", "-timeout=60")
    done = subprocess.run(list(map(str, command)), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done 2000 runs" in done.stderr
