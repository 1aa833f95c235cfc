"""`lenin-tei completion`: the completion script for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL; for example: lenin-tei completion bash >> ~/.bashrc"""
    from lenin_tei.cli import lenin_tei

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(lenin_tei, {}, "lenin-tei", "_LENIN_TEI_COMPLETE").source())
