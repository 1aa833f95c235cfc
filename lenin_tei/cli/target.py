"""`lenin-tei target`: the platforms that TEI can be exported to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from lenin_tei.cli.files import exit_code, read_bytes, tei_files, tell
from lenin_tei.diagnostics import Diagnostic, LeninTeiError


@click.group()
def target() -> None:
    """Publishing platforms: which there are, what each reads and where we write it."""


@target.command("list")
def list_targets() -> None:
    """List the platforms that `export --to tei --for` can write for."""
    from lenin_tei.exporters.targets.plan import load_target, target_names

    width = max(map(len, target_names()))
    for name in target_names():
        click.echo(f"{name:{width}}  {load_target(name).about}")


@target.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what a platform reads, where we write it, and what can be set."""
    from lenin_tei.exporters.targets.plan import load_target

    found = load_target(name)
    click.echo(f"{found.title}: {found.about}\n\ndocuments: {found.documents.format(stem='NAME')}")
    for row in found.reads:
        click.echo(f"\n{row.what}\n  reads:   {row.reads}\n  written: {row.written}")
    if found.settings:
        click.echo("\nsettings (--set NAME=VALUE):")
    for key, setting in found.settings.items():
        click.echo(f"  {key}={setting.default}\n      {setting.about}")


@target.command()
@click.argument("name")
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR...")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of the target.")
def check(name: str, files: tuple[str, ...], settings: tuple[str, ...]) -> None:
    """Say what of these documents does not fit a platform, without writing anything.

    Each document is made as for export; what the platform would still ignore, miss or misread is told.
    """
    from lenin_tei.exporters.targets.building import write_target
    from lenin_tei.exporters.targets.plan import load_target

    found: list[Diagnostic] = []
    documents = [(path, read_bytes(path)) for path in tei_files(files)]
    made = sum(1 for _ in write_target(load_target(name), documents, read_settings(settings), found.append))
    tell(sorted(found), "text", {"files": made})
    sys.exit(exit_code(found, strict=True))


def read_settings(given: tuple[str, ...]) -> dict[str, str]:
    """Return what `--set NAME=VALUE` says."""
    settings = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name:
            raise LeninTeiError(f"--set {one}: write NAME=VALUE")
        settings[name] = value
    return settings


def options_for_target(settings: object) -> dict[str, Any]:
    """Return the options of the form tei: what was set, and where misfits are told."""
    given = settings if isinstance(settings, tuple) else ()
    return {"settings": read_settings(given), "report": _reporter()}


def index_settings(options: dict[str, Any], settings: object) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the options of the form cmif, with title and address where `--set` gave them, and the other settings."""
    given = read_settings(settings) if isinstance(settings, tuple) else {}
    own = {name: given.pop(name) for name in ("title", "url") if name in given}
    kept = {name: value for name, value in options.items() if name != "target"}
    return kept | own, tuple(f"{name}={value}" for name, value in given.items())


def _reporter() -> Callable[[Diagnostic], None]:
    """Return a function that tells what does not fit, at once."""

    def report(one: Diagnostic) -> None:
        click.echo(f"{one.path}: does not fit wholly because {one.message} ({one.code})", err=True)

    return report
