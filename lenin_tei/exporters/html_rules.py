"""What the table html.toml cannot say: a rule for each element that needs more than another name.

A rule returns an element as HTML; the words in it stay its own.
"""

from __future__ import annotations

from lenin_tei.exporters.html_blocks import BLOCK_RULES
from lenin_tei.exporters.html_body import Rule
from lenin_tei.exporters.html_notes import NOTE_RULES
from lenin_tei.exporters.html_words import WORD_RULES

RULES: dict[str, Rule] = {**WORD_RULES, **NOTE_RULES, **BLOCK_RULES}
