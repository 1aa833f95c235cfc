"""The Nu HTML checker finds no error in our pages: letters, hard samples, the pages of a site."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, SHARED, program
from letters import LETTERS

from lenin_tei.exporters import export, export_folder
from lenin_tei.exporters.folder import Later

SAMPLES = [*sorted((ROOT / "tests" / "browser" / "samples").glob("*.xml")), *sorted((ROOT / "corpus").glob("*.xml"))]


def checker() -> Path:
    """Return the checker, which $VNU_JAR names."""
    named = os.environ.get("VNU_JAR", "")
    if not named or not Path(named).exists():
        reason = "$VNU_JAR does not name the Nu HTML checker (npm install vnu-jar)"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}, and CI skips nothing")
        pytest.skip(reason)
    return Path(named)


def test_the_nu_checker_finds_no_error(tmp_path: Path) -> None:
    jar = checker()
    named = SAMPLES + ([SHARED / "tei" / "letter.xml"] if (SHARED / "tei" / "letter.xml").exists() else [])
    for number, path in enumerate(named):
        (tmp_path / f"{number}-{path.stem}.html").write_text(export(path.read_bytes(), to="html"), "utf-8")
    for name, content in export_folder(list(LETTERS.items()), to="site", title="Letters", url="https://example.org/"):
        if name.endswith(".html"):
            place = tmp_path / "site" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.make() if isinstance(content, Later) else content)
    pages = sorted(map(str, tmp_path.rglob("*.html")))
    command = [
        program("java"),
        "-XX:TieredStopAtLevel=1",
        "-Xss8m",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--exit-zero-always",
        *pages,
    ]
    told = subprocess.run(command, capture_output=True, check=True).stderr
    messages = json.loads(told)["messages"]
    errors = [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in messages if one["type"] != "info"]
    assert errors == []
    assert len(pages) > 20
