"""`lenin-tei validate`: TEI files checked."""

from __future__ import annotations

import glob
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from lenin_tei.cli.files import STDIN, is_folder, is_there, processors, read_bytes, tei_files, tell, write_bytes
from lenin_tei.diagnostics import RULES, Diagnostic, LeninTeiError
from lenin_tei.reporters import REPORTERS, text_lines
from lenin_tei.selection import (
    THRESHOLDS,
    changed_files,
    failed,
    new_findings,
    read_baseline,
    read_codes,
    select,
    write_baseline,
)

if TYPE_CHECKING:
    from lenin_tei.inspection import Terms
    from lenin_tei.pointers import Links


# How many files one process checks before others are started; they take as long to start as these to be checked.
ALONE = 100
# What `convert` says of itself in the header.
OURS_MADE = b'ident="lenin-tei"'
# Stands for the transcription among what is given; no file is called so.
AGAINST = "\0against"


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--against", metavar="TRANSCRIPTION", help="Prove that the text of FILE is that of this transcription.")
@click.option("--schema", default="", metavar="NAME|FILE|URL", help="Check with this grammar, not with the file's own.")
@click.option("--rules", default="", metavar="FILE|lenin_tei|none", help="Run this Schematron, not the file's own.")
@click.option("--phase", default="", metavar="NAME", help="Run the patterns of this phase of the Schematron.")
@click.option(
    "--for", "platforms", multiple=True, metavar="PLATFORM", help="Say what this platform will ignore or misread."
)
@click.option("--catalog", "catalogs", multiple=True, metavar="FILE", help="Look schemas up in this XML catalog.")
@click.option("--format", "form", default="text", type=click.Choice(list(REPORTERS)), help="How findings are told.")
@click.option("--explain", is_flag=True, help="Say what each code found means.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave out these codes or families, as H003,P.")
@click.option("--baseline", metavar="FILE", help="Let pass the findings this file knows; only new ones fail.")
@click.option("--update-baseline", is_flag=True, help="Write what is found now into the baseline file.")
@click.option("--changed", metavar="REV", help="Check only files that differ from this revision in git.")
@click.option("--fix", "mend", is_flag=True, help="Mend the few faults that have one safe remedy.")
@click.option("--fail-on", default="error", type=click.Choice(THRESHOLDS), help="What makes the run fail.")
@click.option("--strict", is_flag=True, help="Fail on warnings too, as --fail-on warning.")
@click.option("--jobs", default=0, metavar="N", help="How many processes work; by default as many as is worth while.")
def validate(
    files: tuple[str, ...],
    against: str | None,
    schema: str,
    rules: str,
    phase: str,
    platforms: tuple[str, ...],
    catalogs: tuple[str, ...],
    form: str,
    explain: bool,
    ignore: tuple[str, ...],
    baseline: str | None,
    update_baseline: bool,
    changed: str | None,
    mend: bool,
    fail_on: str,
    strict: bool,
    jobs: int,
) -> None:
    """Check TEI files: XML, schema, pointers, house rules; with --against also fidelity.

    FILE may be a directory (all its .xml files) or a pattern. A file is checked with the schema named here, else with
    the one it names itself, else with ours. Exit code 0: clean; 1: problems; 2: a file could not be read.
    """
    from lenin_tei.inspection import Terms

    paths = list(_chosen(files, changed))
    if against and len(paths) > 1:
        raise LeninTeiError("--against compares one FILE with one transcription")
    if update_baseline and not baseline:
        raise LeninTeiError("--update-baseline needs --baseline FILE")
    known = tuple(filter(None, os.environ.get("XML_CATALOG_FILES", "").split()))
    terms = Terms(schema, rules, phase, schema_cache(), (*catalogs, *known), platforms)
    ignored = read_codes(ignore)
    given = _given(paths, against)
    results = list(_inspect(paths, partial(_look_at, terms=terms, given=given, mend=mend), jobs))
    for error in filter(None, (one.unreadable for one in results)):
        click.echo(f"lenin-tei: {error}", err=True)
    unreadable = sum(bool(one.unreadable) for one in results)
    found, links = [each for one in results for each in one.found], [one.links for one in results]
    if any(one.outward or one.includes for one in links):
        from lenin_tei.links import check_between

        found += check_between(links, list(_others(links)))
    found = list(select(sorted(found), ignore=ignored))
    if update_baseline and baseline:
        write_bytes(Path(baseline), write_baseline(found).encode("utf-8"))
    if baseline:
        found = list(new_findings(found, read_baseline(read_bytes(baseline), baseline)))
    tell_findings(found, form, {"files": len(paths), "failed": unreadable, "paths": paths}, given, explain=explain)
    sys.exit(2 if unreadable else int(failed(found, "warning" if strict else fail_on)))


def schema_cache() -> Path:
    """Return the directory that keeps fetched schemas."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "lenin-tei" / "schemas"


def _chosen(files: Sequence[str], changed: str | None) -> Iterator[str]:
    """Yield the files to check: directories and patterns opened, only changed ones if asked, each once."""
    wanted = None if changed is None else {Path(path).resolve() for path in _changed(changed)}
    seen: set[str] = set()
    for typed in files:
        for path in _opened(typed):
            if path not in seen and (wanted is None or Path(path).resolve() in wanted):
                seen.add(path)
                yield path


def _opened(typed: str) -> Iterable[str]:
    """Return the files a name stands for."""
    if typed == STDIN or is_there(Path(typed)):
        return [typed]
    if is_folder(Path(typed)):
        return tei_files([typed])
    if glob.has_magic(typed):
        named = glob.glob(typed, recursive=True)  # noqa: PTH207 - a pattern may be absolute
        found = sorted(path for path in named if Path(path).is_file())
        if not found:
            raise LeninTeiError(f"no file fits {typed}")
        return found
    return [typed]


def _changed(revision: str) -> Iterator[str]:
    """Yield the files that differ from a revision, and those git does not know yet."""
    for command in (
        ("diff", "--name-only", "--relative", "-z", "--diff-filter=d", revision, "--"),
        ("ls-files", "--others", "--exclude-standard", "-z"),
    ):
        try:
            done = subprocess.run(("git", *command), capture_output=True, check=True)
        except OSError as error:
            raise LeninTeiError("--changed needs git, which is not installed") from error
        except subprocess.CalledProcessError as error:
            reason = error.stderr.decode("utf-8", "replace").strip().splitlines()
            raise LeninTeiError(f"--changed {revision}: {reason[0] if reason else 'git failed'}") from error
        yield from changed_files(done.stdout)


def _given(paths: Sequence[str], against: str | None) -> dict[str, bytes]:
    """Return what can be read only once, or is read for every file: standard input, and the transcription."""
    given = {STDIN: read_bytes(STDIN)} if STDIN in paths or against == STDIN else {}
    return given | ({AGAINST: given.get(against) or read_bytes(against)} if against else {})


class Look(NamedTuple):
    """What came of one file: findings, links to others, and why it could not be read, if so."""

    found: list[Diagnostic]
    links: Links
    unreadable: str = ""


def _look_at(path: str, terms: Terms, given: dict[str, bytes], mend: bool) -> Look:
    """Read a file, mend it if asked, and check it: one unreadable file never stops the rest."""
    from lenin_tei.inspection import inspect_file
    from lenin_tei.pointers import Links

    try:
        data = given[path] if path in given else read_bytes(path)
        data = _mended(path, data) if mend else data
    except LeninTeiError as error:
        return Look([], Links(path), str(error))
    found, links = inspect_file(path, data, terms, against=given.get(AGAINST))
    if found and AGAINST not in given and OURS_MADE in data:
        found = _with_lines(path, data, found)
    return Look(found, links)


def _with_lines(path: str, data: bytes, found: list[Diagnostic]) -> list[Diagnostic]:
    """Return the findings with the lines of the transcription, if that lies beside, or where an edition has it."""
    from lenin_tei.validation import name_lines_of

    folders = [*Path(path).absolute().parts[:-1]]
    beside = [Path(path).with_suffix(".txt")]
    if "tei" in folders:
        last = len(folders) - 1 - folders[::-1].index("tei")
        beside.append(Path(*folders[:last], "transcriptions", *folders[last + 1 :], beside[0].name))
    for transcription in filter(is_there, beside):
        with suppress(LeninTeiError):
            return name_lines_of(read_bytes(str(transcription)), data, found)
    return found


def _others(links: Sequence[Links]) -> Iterator[Links]:
    """Yield what the files know that are pointed to and lie there, but are not checked in this run."""
    from lenin_tei.links import find_targets
    from lenin_tei.pointers import check_references
    from lenin_tei.xmlfile import read_xml

    for path in find_targets(links):
        with suppress(LeninTeiError):
            file = read_xml(read_bytes(path), path, lambda _: None) if is_there(Path(path)) else None
            if file is not None:
                yield check_references(file, lambda _: None)


def _mended(path: str, data: bytes) -> bytes:
    """Return a file with its safe remedies applied, written back and told on stderr."""
    from lenin_tei.fixes import fix

    fixed = fix(data, path)
    if fixed.diagnostics and path != STDIN:
        write_bytes(Path(path), fixed.data)
        for one in fixed.diagnostics:
            click.echo(f"{path}:{one.line}:{one.column}: mended {one.code} {one.message}", err=True)
    return data if path == STDIN else fixed.data


def _inspect(paths: Sequence[str], look: Callable[[str], Look], jobs: int) -> Iterator[Look]:
    """Yield what came of each file, in order. With very many, processes that know the schemas already share them."""
    first = paths if jobs == 1 else paths[:ALONE]
    yield from map(look, first)
    rest = paths[len(first) :]
    jobs = min(jobs or processors(), len(rest))
    if jobs < 2:
        yield from map(look, rest)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if sys.platform == "linux" else None
    with ProcessPoolExecutor(jobs, multiprocessing.get_context(method)) as pool:
        yield from pool.map(look, rest, chunksize=min(max(len(rest) // (jobs * 4), 1), 50))


def tell_findings(
    found: Iterable[Diagnostic], form: str, summary: dict[str, object], given: dict[str, bytes], *, explain: bool
) -> None:
    """Print the findings; as text one by one, with the lines they are on and, if asked, what their codes mean."""
    if form != "text":
        tell(found, form, summary)
        return
    codes: set[str] = set()

    def noted() -> Iterator[Diagnostic]:
        for one in found:
            codes.add(one.code)
            yield one

    for piece in text_lines(noted(), summary, source_line=_line_of(given)):
        click.echo(piece, nl=False)
    for code in sorted(codes) if explain else ():
        rule = RULES[code]
        click.echo(f"\n{code} {rule.title} ({rule.severity})\n  {rule.explanation}\n  Instead: {rule.instead}")


def _line_of(given: dict[str, bytes]) -> Callable[[Diagnostic], str | None]:
    """Return what gives the line a diagnostic is on; files are read again, one at a time."""
    from lenin_tei.xmlbytes import find_encoding

    @lru_cache(maxsize=1)
    def lines_of(path: str) -> list[str]:
        try:
            data = given[path] if path in given else read_bytes(path)
            encoding, mark = find_encoding(data)
            text = data[len(mark) :].decode(encoding, "replace")
        except (LeninTeiError, LookupError):
            return []
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def line(one: Diagnostic) -> str | None:
        lines = lines_of(one.path)
        return lines[one.line - 1] if one.line <= len(lines) else None

    return line
