"""One file checked on the terms of a run: with the schema and rules that were named, else with its own, else with ours.

For runs over many files: `inspect_file` is a function of path, bytes and terms that a pool of processes can call; it
loads each schema once. What concerns several files is left to `links.check_between`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from lenin_tei.diagnostics import Diagnostic, LeninTeiError
from lenin_tei.pointers import Links
from lenin_tei.resources import schema_path
from lenin_tei.schema_faults import Check, check_ours, load_schema
from lenin_tei.schemas import OURS, Model, Places, find_named, find_own, find_rules, read_models
from lenin_tei.validation import examine, nothing_to_check


@dataclass(frozen=True, slots=True)
class Terms:
    """What to check with. Names are files, names of the catalogue or URLs.

    *schema* "" means: the file's own, else ours. *rules* "" means: the Schematron the file names itself, if it is at
    hand and not ours, whose rules the house rules hold; "none" means none. *cache* holds fetched schemas; *catalogs*
    are XML catalog files. *platforms* are those whose readings are checked (`fitness.platform_names`).
    """

    schema: str = ""
    rules: str = ""
    phase: str = ""
    cache: Path | None = None
    catalogs: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()


def inspect_file(
    path: str, data: bytes, terms: Terms = Terms(), *, against: bytes | None = None
) -> tuple[list[Diagnostic], Links]:
    """Return the diagnostics of a file, sorted, and its links to other files.

    Raises `LeninTeiError` if the schema or rules of *terms* cannot be used.
    """
    models = read_models(data)
    places = _places(terms.cache, terms.catalogs)
    schema, missing = _choose_schema(models, path, terms, places)
    own_rules, faulty = _choose_rules(models, path, terms, places)
    rules = _together(own_rules, _fitness_for(terms.platforms))
    found, links = examine(data, path, against=against, schema=schema, rules=rules)
    readable = not any(one.code.startswith("X") or one.code == "H001" for one in found)
    if readable:
        found = sorted([*(Diagnostic(path, 1, 1, "S002", message) for message in (missing, faulty) if message), *found])
    return found, links


def _together(*checks: Check | None) -> Check | None:
    """Return one check that makes all of *checks*."""
    given = [check for check in checks if check is not None]
    if not given:
        return None
    return lambda file, told: chain.from_iterable(check(file, told) for check in given)


def _advice(missing: str) -> str:
    """Return how to get a schema."""
    from lenin_tei.schemas import read_reference

    reference = read_reference(missing)
    return f"fetch it once: lenin-tei schema fetch {reference}" if reference else "name one with --schema"


def _choose_schema(models: list[Model], path: str, terms: Terms, places: Places) -> tuple[Check, str]:
    """Return the check by the grammar to use, and why it is not the one the file names, if so."""
    if terms.schema:
        return _check_of(find_named(terms.schema, places)), ""
    named = [model.href for model in models if model.kind in ("rng", "rnc", "xsd")]
    if not named:
        dtd = next((model.href for model in models if model.kind == "dtd"), "")
        name = dtd.rpartition("/")[2]
        advice = f"make a RELAX NG of it (trang {name} {name.removesuffix('.dtd')}.rng) and name that"
        return check_ours, f"the file names the DTD {dtd}, which is not read, so ours was used; {advice}" if dtd else ""
    own = find_own(models, path, places)
    if own is None:
        message = f"the schema {named[0]}, which the file names, is not here, so none was used; {_advice(named[0])}"
        return nothing_to_check, message
    try:
        return _check_of(own), ""
    except LeninTeiError as error:
        # Named by one file, it must not stop the others.
        return nothing_to_check, f"the file names a schema that is faulty, so none was used: {error}"


def _choose_rules(models: list[Model], path: str, terms: Terms, places: Places) -> tuple[Check | None, str]:
    """Return the check by the Schematron to use, if any, and why the one the file names is not used, if so."""
    if terms.rules == "none":
        return None, ""
    if terms.rules == OURS:
        return _rules_of(schema_path(f"{OURS}.sch"), terms.phase), ""
    if terms.rules:
        return _rules_of(find_named(terms.rules, places), terms.phase), ""
    own = find_rules(models, path, places)
    try:
        return None if own is None else _rules_of(own, terms.phase), ""
    except LeninTeiError as error:
        return None, f"the file names a Schematron that is faulty, so it was not run: {error}"


@cache
def _places(cache_folder: Path | None, catalogs: tuple[str, ...]) -> Places:
    if not catalogs:
        return Places(cache_folder)
    from lenin_tei.xml_catalogs import load_catalogs

    return Places(cache_folder, load_catalogs(catalogs).resolve)


@cache
def _check_of(path: Path) -> Check:
    return check_ours if path == schema_path(f"{OURS}.rng") else load_schema(path)


@cache
def _fitness_for(platforms: tuple[str, ...]) -> Check | None:
    if not platforms:
        return None
    from lenin_tei.fitness import fitness_for

    return fitness_for(platforms)


@cache
def _rules_of(path: Path, phase: str) -> Check:
    from lenin_tei.schematron_faults import load_schematron

    return load_schematron(path, phase)
