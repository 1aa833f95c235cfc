"""How far a long run has come: a bar with rate and remaining time on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType

import click

WIDTH = 30
OFTEN, SELDOM = 0.2, 30.0  # seconds between two states, on a terminal and in a log


class Progress:
    """A context that is told how many of how many are done."""

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self.total = total
        self.terminal = sys.stderr.isatty()
        self.quiet = quiet
        self.began = self.shown = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.terminal and not self.quiet:
            click.echo("\r\033[K", err=True, nl=False)

    def __call__(self, done: int, total: int) -> None:
        """Show the state, unless the last one was shown just now."""
        now = time.monotonic()
        if self.quiet or now - self.shown < (OFTEN if self.terminal else SELDOM):
            return
        self.shown = now
        state = state_of(done, total, now - self.began)
        if self.terminal:
            filled = WIDTH * done // max(total, 1)
            click.echo(f"\r\033[K[{'#' * filled}{' ' * (WIDTH - filled)}] {state}", err=True, nl=False)
        else:
            click.echo(state, err=True)


def state_of(done: int, total: int, seconds: float) -> str:
    """Return "120 of 500, 12.5/s, 30 s left"."""
    rate = done / seconds if seconds else 0
    left = f", {duration((total - done) / rate)} left" if rate else ""
    return f"{done} of {total}, {rate:.1f}/s{left}"


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02} min"
    return f"{minutes // 60}:{minutes % 60:02} h"
