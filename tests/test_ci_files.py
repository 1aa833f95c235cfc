"""What other people's CI takes from us: the pre-commit hook, the GitHub action, the GitLab job."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, program

yaml = pytest.importorskip("yaml", reason="PyYAML, which comes with pre-commit, is not installed")
SOUND = ROOT / "tests/schema/valid/contract.xml"
FAULTY = ROOT / "tests/rejects/S001/input.xml"
# What the package is built from.
PARTS = ("lenin_tei", "schema", "corpus", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
NO_NETWORK = ("No matching distribution", "Connection", "Could not find a version", "Temporary failure")


def call(*command: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def commit_all(folder: Path) -> str:
    """Make a repository of a folder and return its one revision."""
    names = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), (*names, "commit", "-q", "-m", "All")):
        done = call("git", *words, folder=folder)
        assert done.returncode == 0, done.stderr
    return call("git", "rev-parse", "HEAD", folder=folder).stdout.strip()


def test_the_hook_checks_what_is_committed(tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    program("git")
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, ours / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, ours / part)
    revision = commit_all(ours)
    shutil.copy(SOUND, theirs / "letter.xml")
    hook = {"repo": str(ours), "rev": revision, "hooks": [{"id": "lenin-tei-validate"}]}
    (theirs / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [hook]}))
    commit_all(theirs)

    def run() -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose")
        return call(*command, folder=theirs, PRE_COMMIT_HOME=str(tmp_path / "home"))

    done = run()
    if done.returncode == 3 and any(word in done.stdout for word in NO_NETWORK):
        if os.environ.get("CI"):
            pytest.fail("the hook cannot be installed, and CI skips nothing")
        pytest.skip("the hook cannot be installed without a network")
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.copy(FAULTY, theirs / "letter.xml")
    done = run()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "letter.xml:20:9: error S001 " in done.stdout


@pytest.fixture
def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return found


def test_the_action_has_what_github_demands(action: dict[str, Any]) -> None:
    assert {"name", "description", "runs"} <= set(action)
    assert action["runs"]["using"] == "composite"
    assert all(one["description"] and isinstance(one["default"], str) for one in action["inputs"].values())
    for step in action["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] == "bash"
        # An input inside a script is a command in the hands of whoever writes it.
        assert "${{" not in step.get("run", "")
    named = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", json.dumps(action)))
    assert named == set(action["inputs"])


def run_action(action: dict[str, Any], folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the step of the action that checks, as GitHub's runner does."""
    step = action["runs"]["steps"][-1]
    given = {name: inputs.get(name, one["default"]) for name, one in action["inputs"].items()}
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
        for name, value in step["env"].items()
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    script = folder / "step.sh"
    script.write_text(step["run"])
    return call("bash", "-eo", "pipefail", script, folder=folder, PATH=path, **environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    program("bash")
    if not Path(sys.executable).with_name("lenin-tei").exists():
        pytest.skip("lenin-tei is not installed beside this Python")
    (tmp_path / "tei").mkdir()
    shutil.copy(SOUND, tmp_path / "tei/a letter.xml")
    return tmp_path


def test_the_action_passes_clean_files(action: dict[str, Any], folder: Path) -> None:
    done = run_action(action, folder, files="tei", options="--ignore H008")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_action_fails_with_findings_at_their_lines(action: dict[str, Any], folder: Path) -> None:
    shutil.copy(FAULTY, folder / "tei/faulty.xml")
    files = "tei/a letter.xml\ntei/f*.xml\n"
    done = run_action(action, folder, files=files, options="--ignore H008 --strict", sarif="found.sarif")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=tei/faulty.xml,line=20,col=9,")
    assert json.loads((folder / "found.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "S001"


def test_the_action_runs_nothing_that_stands_in_an_input(action: dict[str, Any], folder: Path) -> None:
    run_action(action, folder, files='$(touch hacked)\n"; touch hacked; "', options="`touch hacked` ; touch hacked")
    assert not (folder / "hacked").exists()


def test_the_gitlab_job_writes_its_report(folder: Path) -> None:
    page = (ROOT / "docs/how-to/check-tei-in-ci.md").read_text("utf-8")
    block = next(one for one in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "codequality" in one)
    job = yaml.safe_load(block)["check-tei"]
    shutil.copy(FAULTY, folder / "tei/faulty.xml")
    (check,) = [line for line in job["script"] if line.startswith("lenin-tei ")]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    assert call("bash", "-e", "-c", check, folder=folder, PATH=path).returncode == 1
    rows = json.loads((folder / job["artifacts"]["reports"]["codequality"]).read_text())
    assert {"path": "tei/faulty.xml", "lines": {"begin": 20}} in [row["location"] for row in rows]
    # Without this GitLab keeps no report of a job that failed.
    assert job["artifacts"]["when"] == "always"
