"""All checks of a whole corpus, in order: what only all documents together show.

In come the facts of all files; what is found does not depend on the order in which they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lenin_tei.corpus.agreement import Expected, check_documents, check_pointers
from lenin_tei.corpus.chronology import check_dates
from lenin_tei.corpus.facts import Facts
from lenin_tei.corpus.identity import check_names
from lenin_tei.diagnostics import Diagnostic

__all__ = ["Expected", "check_corpus"]


def check_corpus(facts: Facts, expected: Expected, exists: Callable[[str], bool]) -> Iterator[Diagnostic]:
    """Yield the findings that concern several files (C, R); *exists* tells whether a path is a file."""
    yield from check_documents(facts, expected)
    yield from check_names(facts)
    yield from check_dates(facts)
    yield from check_pointers(facts, exists)
