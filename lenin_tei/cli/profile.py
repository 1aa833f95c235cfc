"""`lenin-tei profile`: transcription styles."""

from __future__ import annotations

import click

from lenin_tei.profile import load_profile
from lenin_tei.profile_tables import profile_names, profile_path


@click.group()
def profile() -> None:
    """List, show and check transcription styles."""


@profile.command("list")
def list_profiles() -> None:
    """List the styles that come with lenin-tei."""
    for name in profile_names():
        click.echo(f"{name:12} {load_profile(name).title}")


@profile.command()
@click.argument("name", metavar="NAME|FILE")
def show(name: str) -> None:
    """Print the TOML file of a style, as a start for your own."""
    click.echo(profile_path(name).read_text(encoding="utf-8"), nl=False)


@profile.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Read a style of your own and say what is wrong with it, with file and line."""
    for file in files:
        load_profile(file)
        click.echo(f"{file}: in order")
