"""Shared by all tests: the --update option, and where the material outside the project lies."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No test asserts a time; in CI the same examples are tried on every run.
settings.register_profile("ours", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ours")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite goldens and expected TEI; read the diff afterwards")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


def shared(*parts: str) -> Path:
    """Return a path of the development material, or skip the test where it is not present."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the development material {'/'.join(parts)} is not beside the project")
    return path


def module(name: str) -> Any:
    """Return a module of the extra `test`, or skip the test; in CI a missing one is a failure."""
    try:
        return import_module(name)
    except (ImportError, OSError) as error:
        if os.environ.get("CI"):
            pytest.fail(f"{name} does not work, and CI skips nothing: {error}")
        pytest.skip(f"{name} is not installed, or does not work here: {error}")


def program(name: str) -> str:
    """Return the path of a program, or skip the test; in CI a missing program is a failure."""
    path = shutil.which(name)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed, and CI skips nothing")
        pytest.skip(f"{name} is not installed")
    return path


def named(variable: str, what: str) -> Path:
    """Return the path an environment variable names, or skip the test; in CI that is a failure."""
    value = os.environ.get(variable, "")
    if not value or not Path(value).exists():
        if os.environ.get("CI"):
            pytest.fail(f"${variable} does not name {what}, and CI skips nothing")
        pytest.skip(f"${variable} does not name {what}")
    return Path(value)
