"""Names measured on transcriptions annotated by hand, with the command an editor can run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TRANSCRIPTIONS = ROOT.parent / "shared" / "transcriptions" / "dev" / "txt"


@pytest.mark.skipif(not TRANSCRIPTIONS.is_dir(), reason="the transcriptions are not beside the repository")
def test_what_is_written_is_right_and_most_of_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    sys.modules.pop("score_names", None)
    from score_names import total

    counts = total(TRANSCRIPTIONS)
    assert counts["right"] + counts["missed"] >= 300
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.95
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.80
    assert counts["link right"] / (counts["link right"] + counts["link wrong"]) >= 0.95
