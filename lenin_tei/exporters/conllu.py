"""TEI to CoNLL-U: words and sentences of the text, with names, for tools of linguists.

Words and sentences are found by signs and blanks alone; lemma, part of speech and syntax are left open ("_"). MISC says
where a word stands in the text of `--to text` (`TokenRange`, code points), what follows (`SpaceAfter`, `SpacesAfter`)
and which name it belongs to (`Name`, `Ref`; `Inner` for a name inside a name). The words of a name are always whole.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from lenin_tei.exporters.annotations import Annotation, annotate_text
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.standoff_forms import blocks
from lenin_tei.exporters.text_rules import NAMES, TextOptions
from lenin_tei.exporters.tree import Element

_INSIDE = "'’-‐‑.·\u00ad\u200c\u200d\u2060"
_OPEN = ("_",) * 7  # lemma, parts of speech, features, syntax: nobody has looked at them
_ENDS = frozenset(".!?…。！？।؟")
_CLOSING = frozenset("\"'”’»)]›」』")
_SPACES = {" ": "\\s", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\u00a0": "\u00a0"}
_TITLES = frozenset("mr mrs ms dr st no vol pp p ed eds prof rev gen col capt sen gov vs cf etc jr sr fig ch".split())


class Word(NamedTuple):
    """A word or a sign, and where it stands in the text."""

    start: int
    end: int


def export_conllu(root: Element, **options: object) -> str:
    """Return every document, block and sentence of *root* in CoNLL-U."""
    text, found = annotate_text(root, choose(TextOptions, options))
    names = [one for one in found if one.element in NAMES]
    edges = {edge for one in names for edge in (one.start, one.end)}
    labels = _labels(names)
    lines: list[str] = []
    document, count = None, 0
    for number, (start, end) in enumerate(blocks(text, names)):
        first = bisect_left(found, start, key=lambda one: one.start)
        inside = found[first].document if first < len(found) and found[first].start < end else document or ""
        fresh = [f"# newdoc{f' id = {inside}' if inside else ''}"] if number == 0 or inside != document else []
        document = inside
        fresh += ["# newpar"]
        words = list(split_words(text, start, end, edges))
        for sentence in split_sentences(text, words):
            count += 1
            lines += [*fresh, f"# sent_id = {count}", f"# text = {_plain(text, sentence)}"]
            fresh = []
            for place, word in enumerate(sentence, 1):
                misc = _misc(text, word, _next_start(text, word.end), labels.get(word.start))
                lines.append("\t".join([str(place), text[word.start : word.end], *_OPEN, misc]))
            lines.append("")
    return "\n".join([*lines, ""]) if lines else ""


def _next_start(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def split_words(text: str, start: int, end: int, edges: set[int]) -> Iterator[Word]:
    """Yield the words and signs of a stretch; a name begins and ends with a word of its own."""
    at = start
    while at < end:
        if text[at].isspace():
            at += 1
            continue
        begin, at = at, at + 1
        if _is_letter(text[begin]):
            while at < end and at not in edges and _goes_on(text, at, end):
                at += 1
        else:
            while at < end and at not in edges and (text[at] == text[begin] == "." or _is_mark(text[at])):
                at += 1
        yield Word(begin, at)


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _goes_on(text: str, at: int, end: int) -> bool:
    """Tell whether the word goes on: with a letter, or with a sign that has letters on both sides."""
    if _is_letter(text[at]):
        return True
    if at + 1 < end and text[at] in _INSIDE and _is_letter(text[at + 1]):
        return True
    # The stop of an initial or of a title belongs to it: "V.", "Mr."
    before = re.search(r"[^\W\d_]+$", text[max(0, at - 5) : at])
    return text[at] == "." and before is not None and (len(before[0]) == 1 or before[0].lower() in _TITLES)


def split_sentences(text: str, words: list[Word]) -> Iterator[list[Word]]:
    """Yield the words sentence by sentence: one ends with a sign that ends it, a blank, and what may begin another."""
    sentence: list[Word] = []
    for number, word in enumerate(words):
        sentence.append(word)
        following = words[number + 1] if number + 1 < len(words) else None
        if following is None or (_ends(text, sentence) and _begins(text, word, following)):
            yield sentence
            sentence = []


def _ends(text: str, sentence: list[Word]) -> bool:
    bracketed = False
    for word in reversed(sentence):  # past quotation marks, brackets and the number of a note
        bracketed = text[word.start] == "]" or (bracketed and text[word.start] != "[")
        if text[word.start] not in _CLOSING and not bracketed and text[word.start] != "[":
            return word.end - word.start < 4 and text[word.end - 1] in _ENDS and not _is_letter(text[word.start])
    return False


def _begins(text: str, word: Word, following: Word) -> bool:
    first = text[following.start]
    if text[word.end - 1] in "。！？":
        return first not in _CLOSING
    return text[word.end].isspace() and not first.islower() and first not in _CLOSING


def _plain(text: str, sentence: list[Word]) -> str:
    """Return a sentence with single blanks, as its words and SpaceAfter give it."""
    parts = []
    for word in sentence:
        parts.append(text[word.start : word.end])
        parts.append(" " if text[word.end : word.end + 1].isspace() else "")
    return "".join(parts).strip()


def _labels(names: list[Annotation]) -> dict[int, str]:
    """Return what MISC says of the words of names, by the place where a word starts: filled in from each name."""
    labels: dict[int, str] = {}
    outer: list[Annotation] = []
    for one in sorted(names, key=lambda name: (name.start, -name.end)):
        while outer and outer[-1].end <= one.start:
            outer.pop()
        kind = "Inner" if outer else "Name"
        pointer = one.attributes.get("ref") or one.attributes.get("key") or ""
        shown = f"-{one.element}" + (f"|{kind}Ref={_value(pointer)}" if pointer else "")
        if len(outer) < 2:
            for place in range(one.start, one.end):
                label = f"{kind}={'B' if place == one.start else 'I'}{shown}"
                labels[place] = f"{labels[place]}|{label}" if kind == "Inner" and place in labels else label
        outer.append(one)
    return labels


def _value(text: str) -> str:
    """Return *text* as the value of a pair in MISC."""
    return re.sub(r"\s+", "_", text).replace("|", "%7C") or "_"


def _misc(text: str, word: Word, after: int, label: str | None) -> str:
    between = text[word.end : after]
    pairs = label.split("|") if label else []
    if not between:
        pairs.append("SpaceAfter=No")
    elif between != " ":
        pairs.append("SpacesAfter=" + "".join(_SPACES.get(sign, sign) for sign in between))
    pairs.append(f"TokenRange={word.start}:{word.end}")
    return "|".join(sorted(pairs, key=str.lower))
