"""Documents broken in one step: an element dropped, doubled, renamed, moved or wrapped, a value or a text changed."""

from __future__ import annotations

import re
from random import Random

_START = re.compile(r"<([A-Za-z][\w.]*)((?:\s+[\w:]+=\"[^\"]*\")*)\s*(/?)>")
_NAMES = ("p", "div", "persName", "head", "note", "title", "date", "list", "item", "lb", "zzz", "teiHeader", "q", "row")
_ATTRIBUTES = ('when="1918-13-01"', 'type="a b"', 'n="1"', 'xml:id="1x"', 'ref="#a"', 'foo="1"', 'xml:lang="a b"')


def _element_end(text: str, start: re.Match[str]) -> int:
    """Return the offset behind the element that begins with *start*."""
    if start[3]:
        return start.end()
    depth = 1
    for tag in re.finditer(rf"<(/?){re.escape(start[1])}(?=[\s>/])[^>]*?(/?)>", text[start.end() :]):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth == 0:
            return start.end() + tag.end()
    return start.end()


def mutate(text: str, random: Random) -> str:
    """Return *text*, a well-formed document without comments, broken (or merely changed) in one step."""
    starts = [match for match in _START.finditer(text) if match[1] not in ("TEI", "teiCorpus")]
    start = random.choice(starts)
    end = _element_end(text, start)
    element = text[start.start() : end]
    step = random.randrange(9)
    if step == 0:
        return text[: start.start()] + text[end:]
    if step == 1:
        return text[:end] + element + text[end:]
    if step == 2:
        name = random.choice((*_NAMES, random.choice(starts)[1]))
        renamed = re.sub(rf"^<{re.escape(start[1])}", f"<{name}", element)
        renamed = re.sub(rf"</{re.escape(start[1])}\s*>$", f"</{name}>", renamed)
        return text[: start.start()] + renamed + text[end:]
    if step == 3:
        other = random.choice(starts)
        if start.start() <= other.start() < end:
            return text[: start.start()] + "loose words" + text[start.start() :]
        at = other.start()
        if at < start.start():
            return text[:at] + element + text[at : start.start()] + text[end:]
        return text[: start.start()] + text[end:at] + element + text[at:]
    if step == 4:
        name = random.choice(_NAMES)
        return f"{text[: start.start()]}<{name}>{element}</{name}>{text[end:]}"
    if step == 5:
        at = start.start() + 1 + len(start[1])
        attribute = random.choice(_ATTRIBUTES)
        if f" {attribute.split('=')[0]}=" in start[2]:
            return text[: start.start()] + element + "<p/>" + text[end:]
        return f"{text[:at]} {attribute}{text[at:]}"
    attributes = list(re.finditer(r"\s+[\w:]+=\"([^\"]*)\"", start[2]))
    if step == 6 and attributes:
        gone = random.choice(attributes)
        base = start.start(2)
        return text[: base + gone.start()] + text[base + gone.end() :]
    if step == 7 and attributes:
        changed = random.choice(attributes)
        base = start.start(2)
        value = random.choice(("", "x y", "3 May", "-1", "%", "http://[x"))
        return text[: base + changed.start(1)] + value + text[base + changed.end(1) :]
    return f"{text[: start.end()]}{random.choice(('words', '<lb/>', '<p>a</p>', '<zzz/>'))}{text[start.end() :]}" if (
        not start[3]
    ) else text[: start.start()] + "words" + text[start.start() :]  # fmt: skip
