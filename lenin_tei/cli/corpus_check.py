"""`lenin-tei corpus check`: every file validated, and what only all of them together show."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

import click

from lenin_tei.cli.files import is_there, read_bytes, write_bytes
from lenin_tei.cli.gathering import archive_files, edition_layout, expected_of, gather, lists_of
from lenin_tei.cli.validate import schema_cache, tell_findings
from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.reporters import REPORTERS
from lenin_tei.selection import (
    THRESHOLDS,
    failed,
    new_findings,
    read_baseline,
    read_codes,
    select,
    write_baseline,
)


@click.command()
@click.argument("files", nargs=-1, metavar="[DIR|FILE]...")
@click.option("--schema", default="", metavar="NAME|FILE|URL", help="Check with this grammar, not with the files' own.")
@click.option("--rules", default="", metavar="FILE|lenin_tei|none", help="Run this Schematron, not the files' own.")
@click.option("--only-corpus", is_flag=True, help="Leave out what validate says of each file alone.")
@click.option("--authority", multiple=True, metavar="FILE", help="Count the entries of this authority file as well.")
@click.option("--file-names", default="", metavar="REGEX", help="What a file name without its ending must look like.")
@click.option("--format", "form", default="text", type=click.Choice(list(REPORTERS)), help="How findings are told.")
@click.option("--explain", is_flag=True, help="Say what each code found means.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave out these codes or families, as H003,C15.")
@click.option("--baseline", metavar="FILE", help="Let pass the findings this file knows; only new ones fail.")
@click.option("--update-baseline", is_flag=True, help="Write what is found now into the baseline file.")
@click.option("--fail-on", default="error", type=click.Choice(THRESHOLDS), help="What makes the run fail.")
@click.option("--strict", is_flag=True, help="Fail on warnings too, as --fail-on warning.")
@click.option("--jobs", default=0, metavar="N", help="How many processes work; 0 (the default) for one per processor.")
def check(
    files: tuple[str, ...],
    schema: str,
    rules: str,
    only_corpus: bool,
    authority: tuple[str, ...],
    file_names: str,
    form: str,
    explain: bool,
    ignore: tuple[str, ...],
    baseline: str | None,
    update_baseline: bool,
    fail_on: str,
    strict: bool,
    jobs: int,
) -> None:
    """Validate a whole archive, and find what only all documents together show.

    Identifiers, texts and titles that occur twice; names with two entries and entries for two people; dates that cannot
    be true; pointers into files that are not there; doubtful structure; gaps in licences and file names.

    DIR is an edition folder (its tei/ is checked) or any folder of TEI files. Exit code 0: clean; 1: problems; 2: a
    file could not be read.
    """
    from lenin_tei.corpus.consistency import check_corpus
    from lenin_tei.corpus.facts import Facts
    from lenin_tei.corpus.findings import Findings
    from lenin_tei.inspection import Terms

    if update_baseline and not baseline:
        raise LeninTeiError("--update-baseline needs --baseline FILE")
    ignored = read_codes(ignore)
    paths, layout = archive_files(files), edition_layout(files)
    known = tuple(filter(None, os.environ.get("XML_CATALOG_FILES", "").split()))
    terms = Terms(schema, rules, "", schema_cache(), known)
    unreadable = 0
    with closing(Facts()) as facts, closing(Findings()) as everything:
        for one in gather(paths, None if only_corpus else terms, jobs, facts):
            if isinstance(one, str):
                click.echo(f"lenin-tei: {one}", err=True)
                unreadable += 1
            else:
                everything.add(one)
        list(gather(lists_of(layout, authority), None, 1, facts))
        for found in check_corpus(facts, expected_of(layout, file_names), _exists):
            everything.add(found)
        if update_baseline and baseline:
            known_now = write_baseline(select(everything, ignore=ignored))
            write_bytes(Path(baseline), known_now.encode("utf-8"))
        counting = select(everything, ignore=ignored)
        if baseline:
            counting = new_findings(counting, read_baseline(read_bytes(baseline), baseline))
        severities: dict[str, Diagnostic] = {}
        told = (severities.setdefault(one.severity, one) and one for one in counting)
        counts = {"files": len(paths), "failed": unreadable, "paths": paths}
        tell_findings(told, form, counts, {}, explain=explain)
    sys.exit(2 if unreadable else int(failed(severities.values(), "warning" if strict else fail_on)))


def _exists(path: str) -> bool:
    return is_there(Path(path))
