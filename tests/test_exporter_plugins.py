"""Forms of other packages, with a really installed one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = "import sys; sys.argv[0] = 'lenin-tei'; from lenin_tei.__main__ import main; main()"
PROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "shouting"
version = "1"
[project.entry-points."lenin_tei.exporters"]
shout = "shouting:shout"
broken = "shouting:nothing"
number = "shouting:NUMBER"
text = "shouting:shout"
"""
MODULE = '''"""A form of another package."""
NUMBER = 7


def shout(root, *, loud=False, **options):
    """The text in capitals.

    And more about it.
    """
    return "".join(root.itertext("{*}p")).upper() + "!\\n"


shout.ending = ".shout.txt"
'''
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>haul</p></body></text></TEI>'


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where a distribution with exporters is installed by pip, from a wheel that is packed here."""
    folder = tmp_path_factory.mktemp("shouting")
    info = folder / "shouting-1.dist-info"
    info.mkdir()
    (folder / "shouting.py").write_text(MODULE, encoding="utf-8")
    points = PROJECT.partition('[project.entry-points."lenin_tei.exporters"]\n')[2].replace('"', "")
    (info / "entry_points.txt").write_text(f"[lenin_tei.exporters]\n{points}", encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1\n", encoding="utf-8")
    (info / "WHEEL").write_text("Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    names = ["shouting.py", *(f"{info.name}/{name}" for name in ("entry_points.txt", "METADATA", "WHEEL"))]
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in [*names, f"{info.name}/RECORD"]))
    wheel = folder / "shouting-1-py3-none-any.whl"
    import zipfile

    with zipfile.ZipFile(wheel, "w") as archive:
        for name in [*names, f"{info.name}/RECORD"]:
            archive.write(folder / name, name)
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", target, wheel]
    subprocess.run(command, check=True, capture_output=True)
    return target


def export(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "a.xml").write_text(TEI, encoding="utf-8")
    path = os.pathsep.join([str(installed), *filter(None, [os.environ.get("PYTHONPATH", "")])])
    command = [sys.executable, "-c", SCRIPT, "export", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )


def test_a_form_of_another_package_is_written(installed: Path, tmp_path: Path) -> None:
    assert export(installed, tmp_path, "a.xml", "--to", "shout").stdout == "HAUL!\n"
    assert export(installed, tmp_path, "a.xml", "--to", "shout", "-o", "out/").returncode == 0
    assert (tmp_path / "out" / "a.shout.txt").read_text("utf-8") == "HAUL!\n"


def test_help_lists_it(installed: Path, tmp_path: Path) -> None:
    listed = export(installed, tmp_path, "--to", "help").stdout
    assert "The text in capitals. (.shout.txt, by another package)" in listed
    assert "'broken' of another package cannot be loaded" in listed


def test_our_own_forms_come_first(installed: Path, tmp_path: Path) -> None:
    assert export(installed, tmp_path, "a.xml", "--to", "text").stdout == "haul\n"


@pytest.mark.parametrize(("form", "said"), [("broken", "cannot be loaded"), ("number", "is no function")])
def test_what_cannot_be_loaded_is_told_in_one_line(installed: Path, tmp_path: Path, form: str, said: str) -> None:
    done = export(installed, tmp_path, "a.xml", "--to", form)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_the_package_the_form_is_unknown(tmp_path: Path) -> None:
    done = export(tmp_path, tmp_path, "a.xml", "--to", "shout")
    assert done.returncode == 2
    assert "'shout' is no form" in done.stderr
