"""Files and streams for the commands: reading, writing atomically, telling diagnostics."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from lenin_tei.diagnostics import Diagnostic, LeninTeiError

STDIN = "-"


def read_bytes(path: str) -> bytes:
    """Return the bytes of a file, or of stdin for "-"; raise `LeninTeiError` in one line if that cannot be done."""
    if path == STDIN:
        if sys.stdin is None:
            raise LeninTeiError("stdin is closed; name a file")
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except IsADirectoryError as error:
        raise LeninTeiError(f"{path} is a directory; name the files in it, for example {path}/*.txt") from error
    except OSError as error:
        raise LeninTeiError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def tei_files(paths: Sequence[str]) -> list[str]:
    """Return *paths*, a folder replaced by the XML files in it and below, in order; hidden ones are passed over."""
    found: dict[str, None] = {}
    for path in paths:
        if path == STDIN or not is_folder(Path(path)):
            found[path] = None
            continue
        below = sorted(Path(path).rglob("*.xml"))
        inside = [one for one in below if not any(part[0] == "." for part in one.relative_to(path).parts)]
        files = [str(one) for one in inside if one.is_file()]
        if not files:
            raise LeninTeiError(f"{path} is a directory without XML files")
        found |= dict.fromkeys(files)
    return list(found)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: into a neighbour first, which then takes its place.

    What exists and is no regular file (a device, a pipe) is written to as it is; a link is followed.
    """
    if path.exists() and not path.is_file():
        write_straight(path, data)
        return
    path = path.resolve() if path.is_symlink() else path
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)  # left by a process that was stopped and had our number
        try:
            with unfinished.open("xb") as stream:
                stream.write(data)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise LeninTeiError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def is_there(path: Path) -> bool:
    """Whether a file is there; a name no file can have is not."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder is there; a name no folder can have is not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def write_straight(path: Path, data: bytes) -> None:
    """Write into a device or pipe."""
    try:
        with path.open("wb") as stream:
            stream.write(data)
    except OSError as error:
        raise LeninTeiError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def write_stdout(data: bytes) -> None:
    """Write bytes to stdout."""
    if sys.stdout is None:
        raise LeninTeiError("stdout is closed; say -o FILE")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def target(output: str | None, path: str, ending: str, several: bool) -> Path | None:
    """Return the file an input becomes, None for stdout.

    *output* is "-", a directory (it exists, ends with a slash, or there are several inputs) or a file.
    """
    if output is None or output == STDIN:
        if several:
            raise LeninTeiError("several files cannot go to stdout; say -o DIRECTORY")
        return None
    name = ("stdin" if path == STDIN else Path(path).stem) + ending
    place = Path(output)
    if several or is_folder(place) or output.endswith(("/", os.sep)):
        if is_there(place):
            raise LeninTeiError(f"{output} is a file, but several files need a directory")
        return place / name
    return place


def check_targets(paths: Sequence[str], output: str | None, ending: str) -> None:
    """Refuse inputs that would overwrite each other or themselves."""
    seen: dict[Path, str] = {}
    for path in paths:
        place = target(output, path, ending, len(paths) > 1)
        if place is None:
            continue
        if place in seen:
            raise LeninTeiError(f"{seen[place]} and {path} would both become {place}; rename one of them")
        if path != STDIN and is_there(place) and place.resolve() == Path(path).resolve():
            raise LeninTeiError(f"{path} would overwrite itself; say another -o")
        seen[place] = path


def tell(
    diagnostics: Iterable[Diagnostic], form: str, summary: Mapping[str, object], *, to_stderr: bool = False
) -> None:
    """Print diagnostics in a form of `REPORTERS`: on stdout where they are the result, else on stderr."""
    told = list(diagnostics)
    if not told and form == "text":
        return
    from lenin_tei.reporters import REPORTERS  # a clean run has nothing to report

    text = REPORTERS[form](told, summary)
    if text:
        click.echo(text, err=to_stderr, nl=not text.endswith("\n"))


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> int:
    """Return 1 if there is an error (with *strict*: or a warning), else 0."""
    return int(any(strict or diagnostic.severity == "error" for diagnostic in diagnostics))


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
