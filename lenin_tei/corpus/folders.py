"""Targets that are one folder for all documents, such as a web site: which of them are out of date."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from lenin_tei.corpus.building import Build
from lenin_tei.corpus.layout import TEI
from lenin_tei.exporters import FOLDER_EXPORTERS


def stale_folders(build: Build) -> Iterator[tuple[str, str]]:
    """Yield the name of each such target that was made from other TEI than lies there, and what to remember it by."""
    wanted = [form for form in build.settings.forms if form in FOLDER_EXPORTERS and form != TEI]
    if not wanted:
        return
    made = sha256(build.settings.tool.encode() + build.settings.edition.data)
    rows = build.manifest.db.execute("SELECT name, there FROM outputs WHERE form = ? ORDER BY name", (TEI,))
    for name, there in rows:
        made.update(f"{name}\0{there}\0".encode())
    for form in wanted:
        there = (build.layout.root / form).is_dir()
        if not there or build.manifest.fact(f"folder {form}") != made.hexdigest():
            yield form, made.hexdigest()
