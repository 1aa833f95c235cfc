"""`lenin-tei explain`: what a diagnostic code means."""

from __future__ import annotations

import click

from lenin_tei.diagnostics import RULES, LeninTeiError


@click.command()
@click.argument("codes", nargs=-1, metavar="CODE...")
def explain(codes: tuple[str, ...]) -> None:
    """Say what a diagnostic CODE means, why it matters and what to do; without CODE, list all codes."""
    if not codes:
        for code, rule in RULES.items():
            click.echo(f"{code}  {rule.severity:8} {rule.title}")
    for number, code in enumerate(codes):
        if code.upper() not in RULES:
            raise LeninTeiError(f"no diagnostic has the code {code}; `lenin-tei explain` lists all")
        rule = RULES[code.upper()]
        head = ("\n" if number else "") + f"{code.upper()} ({rule.severity}): {rule.title}"
        click.echo(f"{head}\n\n{rule.explanation}\n\nExample:  {rule.example}\nInstead:  {rule.instead}")
