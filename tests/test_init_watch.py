"""A new edition folder, and its builds while somebody edits."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_cli import SCRIPT, clean_environment, run

from lenin_tei.resources import schema_path
from lenin_tei.schemas import read_models


def test_init_makes_an_edition_that_can_be_built(tmp_path: Path) -> None:
    made = run(
        "init", "letters", "--title", 'Harbour "letters" <1921>', "--publisher", "The Harbour Press",
        "--licence", "https://creativecommons.org/licenses/by/4.0/", "--encoder", "Anna Holm", "--to", "text",
        folder=tmp_path,
    )  # fmt: skip
    assert made.code == 0
    folder = tmp_path / "letters"
    assert run("authority", "check", "authority.xml", folder=folder).code == 0
    (folder / "transcriptions" / "to-anna.txt").write_text("To Anna\n\nWritten: 3 May, 1921.\n\nThe harbour is open.\n")
    assert run("corpus", "build", folder=folder).code == 0
    tei = (folder / "tei" / "to-anna.xml").read_text("utf-8")
    assert 'Harbour "letters" &lt;1921&gt;' in tei
    assert "The Harbour Press" in tei
    assert (folder / "text" / "to-anna.txt").is_file()
    assert run("validate", "tei", folder=folder).code == 0
    assert "/text/" in (folder / ".gitignore").read_text()
    assert "lenin-tei corpus build" in (folder / ".github" / "workflows" / "edition.yml").read_text()


def test_a_new_edition_has_the_schema_where_its_texts_say_it_is(tmp_path: Path) -> None:
    assert run("init", ".", folder=tmp_path).code == 0
    (tmp_path / "transcriptions" / "1921" / "may").mkdir(parents=True)
    for name in ("a", "1921/b", "1921/may/c"):
        (tmp_path / "transcriptions" / f"{name}.txt").write_text(f"To {name}\n\nThe harbour is open.\n")
    assert run("corpus", "build", folder=tmp_path).code == 0
    for name in ("a", "1921/b", "1921/may/c"):
        place = tmp_path / "tei" / f"{name}.xml"
        hrefs = [model.href for model in read_models(place.read_bytes())]
        assert [(place.parent / href).resolve().name for href in hrefs if (place.parent / href).is_file()] == [
            "lenin_tei.rng",
            "lenin_tei.sch",
        ]


def test_a_copy_of_the_schema_is_renewed(tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "lenin_tei.rng").write_text("old")
    assert run("schema", "copy", "schema", folder=tmp_path).code == 0
    assert (tmp_path / "schema" / "lenin_tei.rng").read_bytes() == schema_path("lenin_tei.rng").read_bytes()


def test_init_overwrites_nothing_and_invents_nothing(tmp_path: Path) -> None:
    (tmp_path / "edition.toml").write_text("# mine\n")
    refused = run("init", ".", folder=tmp_path)
    assert (refused.code, "edition.toml already there" in refused.told) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["edition.toml"]
    assert run("init", "new", "--licence", "https://example.org/", folder=tmp_path).code == 2
    assert run("init", "new", "--to", "cuneiform", folder=tmp_path).code == 2
    assert run("init", "new", folder=tmp_path).code == 0
    assert "# publisher" in (tmp_path / "new" / "edition.toml").read_text()


def test_watch_builds_and_checks_what_is_saved(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles", reason="watchfiles is not installed")
    assert run("init", ".", folder=tmp_path).code == 0
    log = tmp_path.parent / "watch.log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, "watch"], cwd=tmp_path, stderr=told, env=clean_environment()
        )
    try:
        wait_until(lambda: "watching" in log.read_text(), process)
        (tmp_path / "transcriptions" / "a.txt").write_text("To Anna\n\nWritten: 3 May, 1921.\n\nOpen again.\n")
        wait_until((tmp_path / "tei" / "a.xml").is_file, process)
        (tmp_path / "transcriptions" / "a.txt").write_text("To Anna\n\nWritten: 3 May, 1921.\n\nClosed again.\n")
        wait_until(lambda: "Closed" in (tmp_path / "tei" / "a.xml").read_text("utf-8"), process)
        wait_until(lambda: "a.xml: no problems" in log.read_text(), process)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for something the watching process does; fail when it ends or nothing comes."""
    for _ in range(1200):
        if true():
            return
        assert process.poll() is None
        time.sleep(0.05)
    pytest.fail("nothing came")
