"""Forms of other packages: named in the entry point group `lenin_tei.exporters`, loaded when they are asked for.

An exporter is a function of the root of a TEI file and the form's options that returns text or bytes; its attribute
`ending` is the ending of its files (".NAME" without one), the first line of its docstring says what it is good for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from lenin_tei.diagnostics import LeninTeiError

GROUP = "lenin_tei.exporters"


class Plugin(NamedTuple):
    """A form of another package."""

    function: Callable[..., str | bytes]
    ending: str
    about: str


def plugin_names() -> list[str]:
    """Return the names of the forms that other packages bring."""
    from importlib.metadata import entry_points

    return sorted({point.name for point in entry_points(group=GROUP)})


def load_plugin(name: str) -> Plugin | None:
    """Return the form of that name, None if no package brings it; raise `LeninTeiError` if it cannot be loaded."""
    from importlib.metadata import entry_points

    point = next(iter(entry_points(group=GROUP, name=name)), None)
    if point is None:
        return None
    try:
        function: Any = point.load()
    except (ImportError, AttributeError) as error:
        raise LeninTeiError(f"the form {name!r} of another package cannot be loaded: {error}") from error
    if not callable(function):
        raise LeninTeiError(f"the form {name!r} of another package is no function: {point.value}")
    about = next(iter((function.__doc__ or "").strip().splitlines()), "")
    return Plugin(function, str(getattr(function, "ending", f".{name}")), about)
