"""Words for Markdown: every sign that it would take for a mark of its own is escaped; facts as YAML front matter."""

from __future__ import annotations

import json
import re

from lenin_tei.exporters.front import document_language
from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.tree import Element, child, documents

_MARKS = re.compile(r"[\\`*_\[\]<>#~^$|@{}]|&(?=[#\w])")
# What would begin a list, a heading, a definition: a sign, or a number, letter or Roman number with "." or ")".
_NUMBER = r"(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,9})"
_AT_LINE_START = re.compile(rf"(\s*)(?:([-+=:%](?=\s|$|-|=)|\((?={_NUMBER}\)))|({_NUMBER})([.)](?=\s|$)))")
_BEHIND_NUMBER = re.compile(rf"\(?{_NUMBER}")
_BOX = re.compile(r"\s*\\\[(?=[ xX]\\\])")  # pandoc takes even an escaped "[ ]" at the start of an item for a box


def escape(text: str, line: str = "") -> str:
    """Return *text*, which stands behind *line*, with a backslash before every sign that is a mark in Markdown."""
    text = _MARKS.sub(r"\\\g<0>", text)
    if text[:1] in (".", ")") and _BEHIND_NUMBER.fullmatch(line):
        return f"\\{text}"
    if not line:
        found = _AT_LINE_START.match(text)
        if found:
            at = found.start(2) if found[2] else found.start(4)
            text = f"{text[:at]}\\{text[at:]}"
        text = _BOX.sub(r"\g<0><!-- -->", text)
    return text


def front_matter(root: Element) -> str:
    """Return title, authors, date and language as YAML; JSON strings are YAML strings."""
    facts = facts_of(root if child(root, "teiHeader") is not None else documents(root)[0], document_language(root))
    lines = [f"title: {json.dumps('. '.join(facts['title']), ensure_ascii=False)}"] if facts["title"] else []
    lines += ["author:"] if facts["author"] else []
    lines += [f"- {json.dumps(author, ensure_ascii=False)}" for author in facts["author"]]
    lines += [f"date: {json.dumps(date, ensure_ascii=False)}" for date in facts["created"][:1]]
    lines += [f"lang: {json.dumps(language)}" for language in facts["language"]]
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""
