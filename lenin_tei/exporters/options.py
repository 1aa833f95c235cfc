"""Options of an exporter: a frozen dataclass whose fields say which values they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any, TypeVar

from lenin_tei.diagnostics import LeninTeiError

Options = TypeVar("Options")


def one_of(default: str, *others: str) -> Any:
    """Return a field that takes *default* or one of *others*."""
    return field(default=default, metadata={"choices": (default, *others)})


def choose(kind: type[Options], given: Mapping[str, object]) -> Options:
    """Return the options *given* as a *kind*; a name or value it does not know raises `LeninTeiError`."""
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    for name, value in given.items():
        if name not in known:
            raise LeninTeiError(f"no option {name!r} here; known options are {', '.join(known)}")
        choices = known[name].metadata.get("choices")
        if choices and value not in choices:
            raise LeninTeiError(f"{name} can be {' or '.join(choices)}, not {value!r}")
    return kind(**given)
