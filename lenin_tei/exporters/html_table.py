"""The table html.toml in memory: how TEI looks in HTML."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from lenin_tei.exporters.tree import words

TABLE: dict[str, dict[str, Any]] = tomllib.loads(
    files("lenin_tei.exporters").joinpath("html.toml").read_text(encoding="utf-8")
)
ELEMENTS: dict[str, str] = TABLE["elements"]
HINTS: dict[str, str] = TABLE["hints"]
NAMES: dict[str, str] = TABLE["names"]
SPACED = frozenset(TABLE["spaced"]["elements"].split())
# HTML elements that cannot stand in a sentence, and those that can hold nothing but a sentence.
BLOCKS = words("blockquote div dl figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table td tr ul")
SENTENCES = words("abbr cite code dfn em h1 h2 h3 h4 h5 h6 i p pre q span sub sup time")
