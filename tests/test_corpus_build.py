"""Building a whole edition folder: only what changed, in any order, by any number, cut off anywhere, same bytes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import SCRIPT, Ended, clean_environment, run

from lenin_tei.corpus.jobs import Outcome
from lenin_tei.corpus.layout import Layout
from lenin_tei.corpus.manifest import Row, open_manifest
from lenin_tei.corpus.merging import difference
from lenin_tei.corpus.settings import read_settings
from lenin_tei.corpus.writing import Batch, recover
from lenin_tei.diagnostics import LeninTeiError

SMALL = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>
<person xml:id="person-holm"><persName>Anna Holm</persName></person>
<person xml:id="person-berg"><persName>Nils Berg</persName></person>
<person xml:id="person-vik"><persName><forename>Ola</forename> <surname>Vik</surname></persName></person>
</listPerson></standOff></TEI>
"""
PEOPLE = ("Anna Holm", "Nils Berg", "Ola Vik", "nobody we know", "the Vik family", "A. Holm", "Jens Lund")


def letter(number: int) -> str:
    """Return a letter of our own; letter N speaks of the N-th of the people."""
    who = PEOPLE[number % len(PEOPLE)]
    return (
        f"Letter {number}\n\nWritten: {number % 28 + 1} May, 1921.\n\nThe harbour is open again, and {who} has seen "
        f"the first of {number + 2} ships.[1]\n\nWe shall write again.\n\nA. Writer\n\n[1] It came from Bergen.\n"
    )


def edition(folder: Path, count: int = 12) -> Path:
    """Make an edition folder with letters in two folders."""
    folder.mkdir(exist_ok=True)
    (folder / "edition.toml").write_text('title = "Harbour letters"\nauthority = "authority.xml"\ntargets = ["text"]\n')
    (folder / "authority.xml").write_text(SMALL)
    for number in range(count):
        place = folder / "transcriptions" / ("1921" if number % 2 else "1922") / f"letter-{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(letter(number))
    return folder


def build(folder: Path, *more: str, **environment: str) -> Ended:
    return run("corpus", "build", "--jobs", "2", *more, folder=folder, **environment)


def made(folder: Path) -> dict[str, bytes]:
    """Return every file that was made, by its place."""
    files = [path for form in ("tei", "text", "html") for path in (folder / form).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


def rebuilt(ended: Ended) -> str:
    """Return the summary."""
    return ended.told.splitlines()[-1]


def clean(folder: Path, aside: Path) -> dict[str, bytes]:
    """Return what a build from nothing makes of the same transcriptions."""
    shutil.copytree(folder, aside, ignore=lambda _, names: {".lenin-tei", "tei", "text"} & set(names))
    assert build(aside, "--quiet").code in (0, 1)
    return made(aside)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = edition(tmp_path_factory.mktemp("built"))
    assert build(folder).code == 0
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """An edition folder that was built, to be changed; the dates of its files are kept."""
    place = tmp_path / "edition"
    shutil.copytree(built, place)
    assert build(place, "--quiet").code == 0
    return place


def test_the_tei_is_what_convert_makes(built: Path) -> None:
    assert len(made(built)) == 24
    converted = run("convert", "transcriptions/1921/letter-1.txt", "--edition", "edition.toml", folder=built)
    assert converted.out == (built / "tei" / "1921" / "letter-1.xml").read_bytes()
    exported = run("export", "tei/1921/letter-1.xml", "--to", "text", folder=built)
    assert exported.out == (built / "text" / "1921" / "letter-1.txt").read_bytes()


def test_a_second_build_does_nothing(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.xml")}
    again = build(folder)
    assert (again.code, rebuilt(again)) == (0, "12 documents, 0 built")
    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*.xml")}


def test_a_touched_transcription_is_not_built_again_and_a_changed_one_is(folder: Path, tmp_path: Path) -> None:
    (folder / "transcriptions" / "1921" / "letter-1.txt").touch()
    assert rebuilt(build(folder)) == "12 documents, 0 built"
    (folder / "transcriptions" / "1921" / "letter-3.txt").write_text(letter(3).replace("harbour", "Harbour"))
    assert rebuilt(build(folder)) == "12 documents, 1 built (transcription 1)"
    assert made(folder) == clean(folder, tmp_path / "aside")


def test_a_changed_authority_entry_rebuilds_the_documents_it_can_touch(folder: Path, tmp_path: Path) -> None:
    authority = folder / "authority.xml"
    authority.write_text(SMALL.replace("Nils Berg</persName>", "Nils Berg</persName><note>A pilot.</note>"))
    assert "(authority 2)" in rebuilt(build(folder))  # letters 1 and 8 name him
    assert made(folder) == clean(folder, tmp_path / "aside")
    authority.write_text(SMALL.replace("Nils Berg", "Jens Lund"))
    assert "(authority 3)" in rebuilt(build(folder))  # the old name in 1 and 8, the new one in 6
    assert made(folder) == clean(folder, tmp_path / "again")
    authority.write_text(SMALL.replace("\n<person", "\n\n<person"))
    assert "(authority 3)" in rebuilt(build(folder))
    authority.write_text(SMALL)
    assert rebuilt(build(folder)) == "12 documents, 0 built"


def test_decisions_and_facts_of_the_edition_rebuild_what_they_are_about(folder: Path, tmp_path: Path) -> None:
    decision = '[[reject]]\nform = "Anna Holm"\n'
    (folder / "transcriptions" / "1922" / "letter-0.decisions.toml").write_text(decision)
    assert "1 built (decisions 1)" in rebuilt(build(folder))
    (folder / "transcriptions" / "1921" / "decisions.toml").write_text(decision)
    assert "6 built (decisions 6)" in rebuilt(build(folder))
    (folder / "decisions.toml").write_text(decision)
    assert "12 built (settings 12)" in rebuilt(build(folder))
    toml = folder / "edition.toml"
    toml.write_text(toml.read_text() + 'publisher = "The Harbour Press"\n')
    assert "12 built (settings 12)" in rebuilt(build(folder))
    assert made(folder) == clean(folder, tmp_path / "aside")


def test_a_lost_file_is_made_again_and_a_further_form_does_not_convert(folder: Path) -> None:
    (folder / "tei" / "1921" / "letter-1.xml").unlink()
    (folder / "text" / "1921" / "letter-3.txt").unlink()
    assert rebuilt(build(folder)) == "12 documents, 2 built (no 2)"
    assert rebuilt(build(folder, "--to", "html")) == "12 documents, 12 built (no 12)"
    assert len(list((folder / "html").rglob("*.html"))) == 12


def test_edited_tei_is_kept_and_forms_are_made_from_it(folder: Path) -> None:
    tei = folder / "tei" / "1921" / "letter-1.xml"
    tei.write_text(tei.read_text("utf-8").replace("harbour", "haven"), "utf-8")
    told = build(folder)
    assert "1 edited by hand and kept" in rebuilt(told)
    assert "haven" in (folder / "text" / "1921" / "letter-1.txt").read_text("utf-8")
    transcription = folder / "transcriptions" / "1921" / "letter-1.txt"
    transcription.write_text(letter(1).replace("write again", "write soon"))
    told = build(folder)
    assert "tei/1921/letter-1.xml: warning C005 edited by hand and kept: 1 place edited by hand" in told.told
    assert "change 1 place, none of them edited; take over what you want from letter-1.new.xml" in told.told
    assert "haven" in tei.read_text("utf-8")
    assert "write again" in tei.read_text("utf-8")
    offered = tei.with_name("letter-1.new.xml")
    assert "write soon" in offered.read_text("utf-8")
    assert "C005" in build(folder).told, "it is told until somebody has settled it"
    tei.write_text(offered.read_text("utf-8").replace("harbour", "haven"), "utf-8")
    offered.unlink()
    assert "C005" not in build(folder).told
    assert "C005" not in build(folder).told
    transcription.write_text(letter(1).replace("write again", "write late"))
    assert "1 place edited by hand; we would now change 1 place, none" in build(folder).told
    offered.replace(tei)
    settled = build(folder)
    assert "C005" not in settled.told
    assert "edited" not in settled.told
    assert "write late" in tei.read_text("utf-8")


def test_a_file_nobody_built_is_not_overwritten(tmp_path: Path) -> None:
    folder = edition(tmp_path / "edition", 1)
    tei = folder / "tei" / "1922" / "letter-0.xml"
    tei.parent.mkdir(parents=True)
    tei.write_text("<TEI/>")
    assert "what we wrote before is not known" in build(folder).told
    assert tei.read_text() == "<TEI/>"


def test_a_removed_transcription_is_reported_and_pruned_when_asked_for(folder: Path) -> None:
    (folder / "transcriptions" / "1921" / "letter-1.txt").unlink()
    told = build(folder)
    assert "tei/1921/letter-1.xml: warning C006 its transcription is gone; remove it with --prune" in told.told
    assert (folder / "tei" / "1921" / "letter-1.xml").exists()
    build(folder, "--prune")
    assert not (folder / "tei" / "1921" / "letter-1.xml").exists()
    assert not (folder / "text" / "1921" / "letter-1.txt").exists()
    assert "C006" not in build(folder).told


def test_pruning_leaves_no_empty_folder(folder: Path) -> None:
    shutil.rmtree(folder / "transcriptions" / "1921")
    edited = folder / "tei" / "1921" / "letter-1.xml"
    edited.write_text(edited.read_text("utf-8").replace("</text>", "<!-- mine --></text>"), "utf-8")
    told = build(folder, "--prune")
    assert "letter-1.xml: warning C006 its transcription is gone; it was edited by hand, so it is kept" in told.told
    assert [path.name for path in (folder / "tei" / "1921").iterdir()] == ["letter-1.xml"]
    assert not (folder / "text" / "1921").exists()
    assert (folder / "text").is_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf_8_is_one_diagnostic(folder: Path) -> None:
    text = folder / "transcriptions" / "1921" / "letter-1.txt"
    shutil.copy(text, os.fsencode(folder / "transcriptions") + b"/\xe9.txt")
    told = build(folder)
    assert told.code == 1
    assert "transcriptions/\\xe9.txt: error C004 its name is not UTF-8; rename it" in told.told
    assert rebuilt(told) == "13 documents, 0 built, 1 failed"
    shutil.copy(folder / "tei" / "1921" / "letter-1.xml", os.fsencode(folder / "tei") + b"/\xe9.xml")
    for command in (("check",), ("report",), ("search", "Anna"), ("assemble", "-o", "out")):
        refused = run("corpus", *command, folder=folder)
        assert (refused.code, refused.told) == (2, "lenin-tei: tei/\\xe9.xml: its name is not UTF-8; rename it\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('targets = ["nonsense"]', "edition.toml:2: unknown target 'nonsense'; known are tei,"),
        ('authority = "none.xml"', "edition.toml:2: none.xml: no such file or directory"),
        ('authority = ["shipped", "none.xml"]', "edition.toml:2: none.xml: no such file or directory"),
        ('profile = "none.toml"', "edition.toml:2: none.toml: no such file or directory"),
        ('decisions = "none.toml"', "edition.toml:2: none.toml: no such file or directory"),
    ],
)
def test_what_an_edition_file_names_and_is_not_there_is_told_with_its_line(
    tmp_path: Path, line: str, told: str
) -> None:
    (tmp_path / "transcriptions").mkdir()
    (tmp_path / "edition.toml").write_text(f'title = "Letters"\n{line}\n')
    ended = build(tmp_path)
    assert ended.code == 2
    assert ended.told.startswith(f"lenin-tei: {told}")


def test_decisions_may_lie_outside_the_edition_folder(tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.toml"
    decisions.write_text("")
    folder = edition(tmp_path / "edition", 1)
    with (folder / "edition.toml").open("a") as stream:
        stream.write(f'decisions = "{decisions}"\n')
    assert build(folder).code == 0


def test_two_builds_at_once_are_refused(built: Path) -> None:
    hold = (
        "import sys, pathlib; from lenin_tei.corpus.locking import locked\n"
        "with locked(pathlib.Path('.lenin-tei'), pathlib.Path('.')): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], cwd=built, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        refused = build(built)
        assert refused.code == 2
        assert f"another build is under way (process {holder.pid} on " in refused.told
        holder.kill()
    assert build(built).code == 0, "the lock of a killed build is no lock"


def test_a_folder_that_is_no_edition_is_told_in_one_line(tmp_path: Path) -> None:
    told = build(tmp_path)
    assert (told.code, told.told.count("\n")) == (2, 1)
    assert "no edition.toml in it" in told.told


def test_a_document_that_kills_its_worker_is_one_diagnostic(tmp_path: Path) -> None:
    folder = edition(tmp_path / "edition", 6)
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys, threading\n"
        "import lenin_tei.conversion as c\n"
        "real = c.convert\n"
        "def convert(data, path='', options=None):\n"
        "    if 'letter-2' in path: os._exit(3)\n"
        "    if 'letter-3' in path: os.kill(os.getpid(), 11)\n"
        "    if 'letter-4' in path: threading.Event().wait()\n"
        "    if 'letter-5' in path: raise KeyError('broken')\n"
        "    return real(data, path, options)\n"
        "c.convert = convert\n"
    )
    told = build(folder, "--timeout", "3", PYTHONPATH=str(tmp_path))
    assert told.code == 1
    lines = [line for line in told.told.splitlines() if " error " in line]
    assert [line.split(" ")[2] for line in sorted(lines)] == ["C001", "C001", "C001", "C002"]
    assert "exit code 3" in told.told
    assert "SIGSEGV" in told.told
    assert "KeyError: 'broken'" in told.told
    assert len(made(folder)) == 4
    again = build(folder)
    assert (again.code, rebuilt(again)) == (0, "6 documents, 4 built (failed 4)")


def test_a_document_that_eats_the_memory_is_one_diagnostic(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux limits the memory of a process so")
    folder = edition(tmp_path / "edition", 2)
    (folder / "transcriptions" / "big.txt").write_text("word " * 12_000_000)
    told = build(folder, "--max-memory", "256")
    assert "transcriptions/big.txt: error C003 the document needs more than 256 MiB" in told.told
    assert len(made(folder)) == 4


def test_faults_beside_a_document_stop_only_that_document(folder: Path) -> None:
    (folder / "transcriptions" / "1921" / "letter-1.decisions.toml").write_text("[[reject]\n")
    told = build(folder)
    assert told.code == 1
    assert "error C004 transcriptions/1921/letter-1.decisions.toml:1" in told.told
    again = build(folder)
    assert (again.code, "error C004" in again.told, "0 built" in again.told) == (1, True, True)
    (folder / "edition.toml").write_text('title = "x"\ntargets = ["cuneiform"]\n')
    assert "unknown target 'cuneiform'" in build(folder).told


def test_a_full_disk_is_one_line_and_the_next_build_goes_on(tmp_path: Path) -> None:
    folder = edition(tmp_path / "edition", 4)
    full = run("corpus", "build", folder=folder, limit=3000, PYTHONDONTWRITEBYTECODE="1")
    assert (full.code, full.told.count("\n")) == (2, 1)
    assert build(folder).code == 0
    assert made(folder) == clean(folder, tmp_path / "aside")


def started(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SCRIPT, "corpus", "build", "--jobs", "2"]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, env=clean_environment())


def test_what_fails_while_files_take_their_places_is_told_once_and_taken_up(tmp_path: Path) -> None:
    """The first reason is told, not what comes of trying again; what was about to take its place stays noted."""
    layout = Layout(edition(tmp_path / "edition", 1))
    settings = read_settings(layout)
    with open_manifest(layout.state) as manifest:
        recover(layout, manifest)
        batch = Batch(layout, manifest, settings)
        for name in ("first", "below/second"):
            row = Row(name, "", "", "", "", settings.digest, "", b"", "", 1)
            batch.add(Outcome(name, b"<TEI/>", (), (), packed=zlib.compress(b"<TEI/>")), row, None, settled=False)
        layout.tei.mkdir()
        (layout.tei / "below").write_text("in the way")
        with pytest.raises(LeninTeiError, match="tei/below"):
            batch.commit()
        batch.commit()
        assert len(manifest.intents()) == 2
        assert manifest.row("first") is None
        (layout.tei / "below").unlink()
        recover(layout, manifest)
        assert manifest.outputs("first")["tei"].ours == manifest.outputs("first")["tei"].there
        assert manifest.outputs("below/second") == {}
        batch.waiting.shutdown()


def test_ctrl_c_stops_cleanly_and_the_next_build_goes_on(tmp_path: Path) -> None:
    folder = edition(tmp_path / "edition", 60)
    with started(folder) as process:
        while not (folder / ".lenin-tei" / "staging").is_dir() or not any(
            (folder / ".lenin-tei" / "staging").iterdir()
        ):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        told = process.stderr.read().decode()
    assert process.returncode == 130
    assert told.endswith("lenin-tei: stopped; what was built is kept, and the next build goes on from there\n")
    assert "Traceback" not in told
    some = len(made(folder))
    assert 0 < some < 120
    assert "60 documents" in rebuilt(build(folder))
    assert made(folder) == clean(folder, tmp_path / "aside")


def wait_for_staging(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the first results of a build are there, or it is over."""
    staging = folder / ".lenin-tei" / "staging"
    while process.poll() is None and not (staging.is_dir() and any(staging.iterdir())):
        time.sleep(0.01)


@pytest.mark.parametrize("seed", range(2))
def test_a_build_that_is_killed_anywhere_is_taken_up(tmp_path: Path, seed: int) -> None:
    folder = edition(tmp_path / "edition", 40)
    chance = random.Random(seed)
    for _ in range(2):
        with started(folder) as process:
            wait_for_staging(folder, process)
            time.sleep(chance.uniform(0, 1.2))
            process.kill()
        (folder / "transcriptions" / "1921" / "letter-1.txt").write_text(letter(chance.randrange(20)))
    assert all(data.endswith(b"</TEI>\n") for name, data in made(folder).items() if name.endswith(".xml"))
    told = build(folder)
    assert "C005" not in told.told
    assert made(folder) == clean(folder, tmp_path / "aside")


@settings(max_examples=2)
@given(st.randoms(use_true_random=False), st.sampled_from(["1", "3"]))
def test_order_number_of_jobs_and_history_never_change_a_byte(
    tmp_path_factory: pytest.TempPathFactory, built: Path, chance: random.Random, jobs: str
) -> None:
    """However an edition came to be what it is, what was made of it is what a build from nothing makes."""
    folder = tmp_path_factory.mktemp("history") / "edition"
    edition(folder, 0)
    numbers = list(range(12))
    chance.shuffle(numbers)
    for part in (numbers[:5], numbers[5:]):
        for number in part:
            place = folder / "transcriptions" / ("1921" if number % 2 else "1922") / f"letter-{number}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(letter(number))
        assert run("corpus", "build", "-q", "-j", jobs, folder=folder).code == 0
    assert made(folder) == made(built)


def test_three_versions_are_compared() -> None:
    base, theirs, ours = b"a\nb\nc\nd", b"a\nB\nc\nd", b"a\nx\nc\nD"
    assert difference(base, theirs, ours) == (
        "1 place edited by hand; we would now change 2 places, 1 of them edited too (line 2)"
    )
    assert difference(base, theirs, b"a\nb\nc\nD").endswith("change 1 place, none of them edited")
    assert difference(None, theirs, ours).startswith("it differs from what we would write in 2 places")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A real scheduler with two real workers on this computer."""
    pytest.importorskip("distributed", reason="Dask is not installed")
    from distributed import LocalCluster  # noqa: F401  says early what is missing

    address = "tcp://127.0.0.1:" + str(free_port())
    here = clean_environment()
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    # Not in the checkout: `python -m` looks there first, and the program under test is the installed one.
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": here, "cwd": tmp_path}
    running = [
        subprocess.Popen([*dask, "--port", address.rsplit(":", 1)[1], "--no-dashboard", "--host", "127.0.0.1"], **quiet)
    ]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
    ]
    running += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    try:
        wait_for_workers(address, 2)
        yield address, running[1:]
    finally:
        for process in running:
            process.kill()
            process.wait()


def free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for_workers(address: str, number: int) -> None:
    from distributed import Client

    with Client(address, timeout=30, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=30)


def test_a_cluster_makes_the_same_bytes_even_when_a_worker_is_killed(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    folder = edition(tmp_path / "edition", 120)
    command = [sys.executable, "-c", SCRIPT, "corpus", "build", "--scheduler", address]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, env=clean_environment()) as process:
        while not (folder / ".lenin-tei" / "staging").is_dir() or not any(
            (folder / ".lenin-tei" / "staging").iterdir()
        ):
            assert process.poll() is None, process.stderr and process.stderr.read().decode()
            time.sleep(0.02)
        workers[0].kill()
        assert process.stderr is not None
        told = process.stderr.read().decode()
    assert process.returncode == 0, told
    assert "120 documents, 120 built (new 120)" in told
    assert made(folder) == clean(folder, tmp_path / "aside")


def test_who_only_hands_the_work_on_does_not_load_the_converter() -> None:
    """The scheduler of a cluster takes what it passes on into its memory, with all that belongs to it."""
    asked = "import sys, lenin_tei.corpus.isolation; print('lenin_tei.conversion' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_scheduler_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    folder = edition(tmp_path / "edition", 1)
    told = build(folder, "--scheduler", f"tcp://127.0.0.1:{free_port()}")
    assert told.code == 2
    assert "no Dask scheduler answers at" in told.told
