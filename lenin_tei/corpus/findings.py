"""The findings of a run over a whole archive, in order and each once, in a database that lives only as long as the run.

An archive of many thousand files may have as many findings as it has files; they are sorted on disk and read one at a
time, as often as needed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from lenin_tei.diagnostics import Diagnostic

_COLUMNS = "path, line, col, code, message, end_line, end_col"


class Findings:
    """Findings that can be walked through in the order of files and places, any number of times."""

    def __init__(self) -> None:
        self.rows = sqlite3.connect("", isolation_level=None)
        self.rows.execute("PRAGMA journal_mode = OFF")
        self.rows.execute("PRAGMA cache_size = -4000")
        self.rows.execute(f"CREATE TABLE found ({_COLUMNS}, PRIMARY KEY ({_COLUMNS})) WITHOUT ROWID")
        self.rows.execute("BEGIN")

    def close(self) -> None:
        """Give the temporary file back."""
        self.rows.close()

    def add(self, one: Diagnostic) -> None:
        """Keep a finding, unless it is there already."""
        self.rows.execute("INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?, ?, ?, ?)", one)

    def __iter__(self) -> Iterator[Diagnostic]:
        for row in self.rows.execute(f"SELECT {_COLUMNS} FROM found ORDER BY {_COLUMNS}"):
            yield Diagnostic(*row)
