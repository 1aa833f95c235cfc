"""What the commands that write an index of letters give it: facts of the edition file, what was said, where to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.reporters import report_text

if TYPE_CHECKING:
    from lenin_tei.diagnostics import Diagnostic
    from lenin_tei.edition import Edition

SETTINGS = ("editor", "publisher", "licence", "uuid", "date", "source", "edition")


def read_settings(typed: Iterable[str]) -> dict[str, str]:
    """Return what `--set NAME=VALUE` says; raise `LeninTeiError` for a name the index does not know."""
    pairs = [one.partition("=") for one in typed]
    for name, sign, _ in pairs:
        if name not in SETTINGS or not sign:
            raise LeninTeiError(f"--set {name}: the index of letters knows {', '.join(SETTINGS)}, as NAME=VALUE")
    return {name: value for name, _, value in pairs}


def edition_facts(edition: Edition) -> dict[str, str]:
    """Return what an edition file says of an index of letters."""
    identifiers = {kind.lower(): value for kind, value in edition.idno}
    date = edition.date_attributes or {}
    found = {
        "title": f"{edition.title}: letters" if edition.title else "",
        "publisher": edition.publisher,
        "licence": edition.licence_target,
        "date": date.get("when", ""),
        "uuid": identifiers.get("uuid", ""),
        "editor": edition.encoders[0].name if edition.encoders else "",
        "edition": identifiers.get("url", ""),
    }
    return {name: value for name, value in found.items() if value}


def index_options(settings: Iterable[str], edition: Edition | None = None) -> Mapping[str, Any]:
    """Return the options of the exporter; what was said overrules the edition file."""
    facts = edition_facts(edition) if edition is not None else {}
    return {**facts, **read_settings(settings), "report": _tell}


def _tell(diagnostic: Diagnostic) -> None:
    click.echo(report_text([diagnostic], {}).splitlines()[0], err=True)
