"""Is the TEI faithful: does its text, given back, hold every non-space character of the transcription once, in order?

In come the transcription as read (offsets into it become lines) and the root of any TEI file; out comes at most one
diagnostic, for the first place where the two differ. Time is linear in both texts, however much they differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.exporters.front import title_block
from lenin_tei.exporters.text import trace_text, write_text
from lenin_tei.exporters.text_rules import TextOptions
from lenin_tei.exporters.tree import documents, local_name
from lenin_tei.source import unspaced

_AS_TYPED = TextOptions(signs=False)
_SHOWN = 40


def check_fidelity(text: str, root: etree._Element, path: str) -> Iterator[Diagnostic]:
    """Yield F001 where the TEI under *root* is not faithful to the transcription *text*.

    Author and title of the header stand in for the first lines of *text* where the body does not repeat them.
    """
    expected = unspaced(text)
    given = unspaced(write_text(root, _AS_TYPED))
    if expected == given:
        return
    skipped = _title_length(expected, root)
    if skipped and expected[skipped:] == given:
        return
    same = _common_start(expected[skipped:], given)
    yield Diagnostic(path, *_place(root, same), "F001", _message(text, skipped + same, root, same))


def _message(text: str, typed: int, root: etree._Element, written: int) -> str:
    """Say what differs after *typed* characters of the transcription and *written* characters of the TEI."""
    given = write_text(root, _AS_TYPED)
    at, there = _offset(text, typed), _offset(given, written)
    what = _verdict("".join(text[at:].split()), "".join(given[there:].split()))
    line = text.count("\n", 0, at) + 1
    return (
        f"{what}; line {line} of the transcription reads {_quoted(text, at)}, the TEI reads {_quoted(given, there)}; "
        "make the TEI say what the transcription says"
    )


def _verdict(expected: str, given: str) -> str:
    """Say whether characters are lost, invented or moved between two texts that differ from the start."""
    end = _common_start(expected[::-1], given[::-1])
    typed, written = Counter(expected[: len(expected) - end]), Counter(given[: len(given) - end])
    lost, invented = (typed - written).total(), (written - typed).total()
    parts = [
        f"{count} {_characters(count)} {what}" for count, what in ((lost, "lost"), (invented, "invented")) if count
    ]
    return " and ".join(parts) or "text moved"


def _characters(count: int) -> str:
    return "character" if count == 1 else "characters"


def _common_start(one: str, other: str) -> int:
    """Return how many characters two texts share at their start; comparing by halves keeps the work in C."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _offset(text: str, count: int) -> int:
    """Return the offset of the non-space character number *count*, or the end of *text*."""
    for word in re.finditer(r"\S+", text):
        length = word.end() - word.start()
        if count < length:
            return word.start() + count
        count -= length
    return len(text)


def _quoted(text: str, at: int) -> str:
    """Return the words at offset *at*, with some before them."""
    if not text[at:].strip():
        return f"nothing more after “{' '.join(text[max(0, at - _SHOWN) : at].split())}”"
    before = " ".join(text[max(0, at - _SHOWN // 2) : at].split())
    gap = " " if at and text[at - 1].isspace() else ""
    return f"“{before}{gap}|{' '.join(text[at : at + _SHOWN].split())}”"


def _title_length(expected: str, root: etree._Element) -> int:
    """Return how many characters of the transcription's start only the header has: author and title, as typed."""
    facts, present = [], {local_name(part) for document in documents(root) for part in title_block(document)[0]}
    for name, shown in (("author", {"byline", "docAuthor"}), ("title", {"docTitle", "head", "titlePart"})):
        if shown & present:
            continue
        for fact in root.iterfind(f"{{*}}teiHeader/{{*}}fileDesc/{{*}}titleStmt/{{*}}{name}"):
            facts.append("".join(etree.tostring(fact, method="text", encoding="unicode", with_tail=False).split()))
    start = 0
    while True:
        fits = [fact for fact in facts if fact and expected.startswith(fact, start)]
        if not fits:
            return start
        longest = max(fits, key=len)
        start += len(longest)
        facts.remove(longest)


def _place(root: etree._Element, count: int) -> tuple[int, int]:
    """Return line and column of non-space character number *count* in the TEI file; 0, 0 for a tree never parsed."""
    line = 0
    for length, source_line in trace_text(root, _AS_TYPED):
        if length > count:
            break
        line = source_line
    return line, 1 if line else 0
