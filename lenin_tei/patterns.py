"""Regular expressions that are compiled when they are first used: most runs need a few of the many we have.

`lazy(source)` stands for `re.compile(source)` at module level; it behaves like a compiled pattern.
"""

from __future__ import annotations

import re
from typing import cast

METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")


class Lazy:
    """A pattern to be: the first call of any method compiles it and puts the real methods in its place."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self.flags)
        for method in METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves like the compiled pattern and is compiled on first use."""
    return cast("re.Pattern[str]", Lazy(source, flags))
