"""Decisions on thin evidence are told: in the messages, in the summary of a run, and in what --explain prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lenin_tei.cli import lenin_tei
from lenin_tei.diagnostics import RULES
from lenin_tei.doubts import DECISIONS, MESSAGES

LONG = (
    "The boats of the harbour have been counted by the office every spring since the great storm, and the figures are "
    "kept in a blue book that nobody reads."
)
DOUBTFUL = f"Lamps and Boats\n\n{LONG}\n\nSome of the reasons for it\n\n{LONG}\n\nRobin Hood\n"
SURE = f"Lamps and Boats\n\n{LONG}\n\nI. THE REASONS\n\n{LONG}\n\n(Signed) A. Holm\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "doubtful.txt").write_text(DOUBTFUL, "utf-8")
    (tmp_path / "sure.txt").write_text(SURE, "utf-8")
    return tmp_path


def convert(*arguments: str) -> tuple[str, str]:
    done = CliRunner().invoke(lenin_tei, ["convert", "--level", "structure", *arguments])
    return done.stdout, done.stderr


@pytest.mark.usefixtures("here")
def test_the_summary_says_how_many_decisions_to_look_at() -> None:
    assert convert("doubtful.txt", "-o", "out.xml")[1].splitlines()[-1] == (
        "2 warnings in 1 file; 2 decisions to look at"
    )


@pytest.mark.usefixtures("here")
def test_a_sure_document_has_nothing_to_look_at() -> None:
    assert convert("sure.txt", "-o", "out.xml")[1] == ""


@pytest.mark.usefixtures("here")
def test_json_counts_the_decisions_of_each_document() -> None:
    summary = json.loads(convert("doubtful.txt", "sure.txt", "-o", "out", "--format", "json")[1])["summary"]
    assert summary["decisions"] == 2
    assert summary["decisions_by_file"] == {"doubtful.txt": 2}


@pytest.mark.usefixtures("here")
def test_explain_marks_what_is_in_doubt_and_says_which_profile_was_taken_and_why() -> None:
    told = convert("--explain", "doubtful.txt")[0].splitlines()
    assert told[0] == ("doubtful.txt: profile plain (no sign of another style), encoding utf-8, line breaks kept")
    assert [line.rsplit(" ", 1)[1] for line in told if line.endswith("]")] == ["[T040]", "[T041]"]


def test_every_decision_has_a_rule() -> None:
    assert set(MESSAGES) < DECISIONS <= set(RULES)
