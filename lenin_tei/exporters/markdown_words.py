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
# Some readers make links of bare addresses, even of "javascript:".
_SCHEME = re.compile(r"((?:\b[A-Za-z][A-Za-z0-9+.-]*|^)):(?=\S)")
_BOX = re.compile(r"\s*\\\[(?=[ xX]\\\])")  # pandoc takes even an escaped "[ ]" at the start of an item for a box


def _harmless(scheme: re.Match[str]) -> str:
    """Return the beginning of an address so that no reader makes a link of it, except those that pages may link to."""
    return scheme[0] if scheme[1].lower() in ("http", "https", "mailto") else f"{scheme[1]}\\:"


def in_link(address: str) -> str:
    """Return a safe address as it is written in a link: references to characters would be resolved there."""
    return address.replace("&", "&amp;")


def escape(text: str, line: str = "") -> str:
    """Return *text*, which stands behind *line*, with a backslash before every sign that is a mark in Markdown."""
    text = _SCHEME.sub(_harmless, _MARKS.sub(r"\\\g<0>", text))
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
    """Return title, authors, date and language as YAML: JSON strings, in which pandoc reads Markdown."""
    facts = facts_of(root if child(root, "teiHeader") is not None else documents(root)[0], document_language(root))
    lines = [f"title: {_yaml('. '.join(facts['title']))}"] if facts["title"] else []
    lines += ["author:"] if facts["author"] else []
    lines += [f"- {_yaml(author)}" for author in facts["author"]]
    lines += [f"date: {_yaml(date)}" for date in facts["created"][:1]]
    lines += [f"lang: {json.dumps(language)}" for language in facts["language"]]
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def _yaml(text: str) -> str:
    return json.dumps(escape(text, text), ensure_ascii=False)
