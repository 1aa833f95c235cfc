"""Findings in a TEI file that is faithful to a transcription name the line of the transcription too."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from lxml import etree

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.exporters.text import trace_text
from lenin_tei.exporters.text_rules import TextOptions

TEI = "{http://www.tei-c.org/ns/1.0}"


def name_lines(found: Iterable[Diagnostic], text: str, root: etree._Element) -> list[Diagnostic]:
    """Return the findings, those in the text of the TEI with the line of *text* at which their line begins.

    *text* is the transcription; the file must be faithful to it. A finding in the header, or on a line of the TEI that
    lays out no text, stays as it is.
    """
    lines = _lines(text, root)
    return [
        one._replace(message=f"{one.message} (line {lines[one.line]} of the transcription)")
        if one.line in lines
        else one
        for one in found
    ]


def _lines(text: str, root: etree._Element) -> dict[int, int]:
    """Return for every line of the TEI that lays out text the line of the transcription where its text begins."""
    body = next(root.iter(TEI + "text"), None)
    start = (body.sourceline or 0) if body is not None else 0
    counts: dict[int, int] = {}
    for count, line in trace_text(root, TextOptions(signs=False)):
        if line >= start:
            counts[line] = min(count, counts.get(line, count))
    words = list(re.finditer(r"\S+", text))
    before = [0]
    for word in words:
        before.append(before[-1] + len(word[0]))
    breaks = [found.end() for found in re.finditer("\n", text)]
    lines = {}
    for line, count in counts.items():
        index = bisect_right(before, count) - 1
        if index < len(words):
            lines[line] = bisect_right(breaks, words[index].start()) + 1
    return lines
