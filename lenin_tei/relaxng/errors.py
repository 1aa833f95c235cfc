"""The one exception of the engine: a schema that cannot be used."""

from __future__ import annotations


class SchemaError(Exception):
    """A schema is faulty at *line* (counted from 1, 0 when unknown) of the file *path*."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path = path
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"
