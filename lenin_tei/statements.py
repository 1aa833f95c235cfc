"""Lines of front matter are cut into statements: "First published in 1925. Sent from Geneva to St. Petersburg."

In: the logical lines of one block. Out: `Statement`s in order, each with its role in a profile. A line without key goes
on with the one before it, or is reported (T010).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lenin_tei.dates import read_date
from lenin_tei.diagnostics import Diagnostic, Report
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile, edit_distance, is_navigation, read_front_line
from lenin_tei.source import Source, Span, trimmed

GAPS = " .,;:–—-•\xa0\t\n"
# Which roles may follow inside a line of another role.
_INSIDE: Mapping[str, frozenset[str]] = {
    "written": frozenset({"written", "dictated", "delivered", "published", "correspondence"}),
    "published": frozenset(
        {"written", "published", "translated", "edited", "correspondence", "signed", "transcribed", "dictated"}
    ),
    "source": frozenset({"translated", "edited", "transcribed"}),
    "translated": frozenset({"translated", "edited", "transcribed"}),
}
_ALIKE = {"dictated": "written", "delivered": "written", "edited": "translated", "transcribed": "translated"}
# Wordings that only repeat a key: "Source: Published in …".
_AGAIN = {"source": frozenset({"published", "source"}), "publisher": frozenset({"published"})}
_NUMBERED = lazy(r"\bNos?\.?\s?\d+,$")
_WORD = lazy(r"[^\W\d_]+")
_LABEL = lazy(r"[^\W\d_][\w /\\&()-]{1,40}:\s")


class Statement(NamedTuple):
    """What a line says: its role, its label as typed, where the label and where the value begin, and its end."""

    role: str
    label: str
    start: int
    value: int
    end: int


def read_statements(source: Source, lines: Sequence[Span], profile: Profile, report: Report) -> Iterator[Statement]:
    """Yield the statements of a block, in order."""
    for line in _front_lines(source, lines, profile, report):
        yield from _statements(source, line, profile)


def _front_lines(source: Source, lines: Sequence[Span], profile: Profile, report: Report) -> Iterator[Statement]:
    """Yield the lines by role, a line without key joined to the one it goes on; report the others."""
    last: Statement | None = None
    for line in _with_dates(source.text, lines):
        start, end = trimmed(source.text, line)
        text = source.text[start:end].replace("\n", " ")
        found = read_front_line(text, profile, trusted=True) if text else None
        if not text or (is_navigation(text, profile) and not (found and found.label)):
            continue
        end -= len(text) - len(_without_links(text, profile))
        if found:
            if last:
                yield last
            last = Statement(found.role, found.label, start, start + found.start, end)
        elif last and _goes_on(source.text[last.value : last.end], text):
            last = last._replace(end=end)
        else:
            report(unread(source, start, end))
    if last:
        yield last


def _with_dates(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Yield the lines, a number of a journal ("The Quay, No. 53,") with the date under it as one."""
    held: Span | None = None
    for line in lines:
        if held is not None:
            if read_date(" ".join(text[slice(*line)].strip(" .,;").split())) is not None:
                line = Span(held.start, line.end)
            else:
                yield held
            held = None
        words = text[slice(*line)].rstrip()
        if words.endswith(",") and _NUMBERED.search(words):
            held = line
        else:
            yield line
    if held is not None:
        yield held


def _without_links(text: str, profile: Profile) -> str:
    """Return the line without navigation that was copied at its end ("… as your source. • README")."""
    head, sign, tail = text.rpartition("•")
    return head.rstrip() if sign and is_navigation(tail, profile) else text


def _goes_on(before: str, text: str) -> bool:
    """Say whether a line without key goes on with the value before it."""
    before = before.strip()
    if _LABEL.match(text):
        return False
    if not before or text[0].islower() or read_date(text) is not None:
        return True
    return before[-1] in ",:-–—&" or before.split()[-1].islower() or (len(before) >= 50 and before[-1] not in ".;)")


def _statements(source: Source, line: Statement, profile: Profile) -> Iterator[Statement]:
    """Cut a line into statements: "First published in 1925. Sent from Geneva to St. Petersburg."."""
    role = _ALIKE.get(line.role, line.role)
    allowed = _INSIDE.get(role, frozenset())
    text = source.text[line.value : line.end].replace("\n", " ")
    lower = text.lower() if len(text.lower()) == len(text) else text
    if not allowed and role not in _AGAIN:
        yield line
        return
    current, behind = line, 0
    margin, gap = (len(text) - len(text.lstrip(signs)) for signs in (None, GAPS))
    for word in _WORD.finditer(text):
        if word.start() < behind or word.group().lower() not in profile.openings_by_word:
            continue
        found = _opening(profile, text, lower, word.start(), allowed | _AGAIN.get(role, frozenset()))
        inner = role == "source" or (role == "published" and found and found[1] == "written")
        if found is None or (inner and found[1] in allowed and _sign_before(text, word.start()) not in ".;"):
            continue
        start = line.value + word.start()
        behind = word.start() + len(found[0])
        if found[1] not in allowed:
            if word.start() <= margin:
                current = current._replace(value=start + len(found[0]))
            continue
        same = current is line and word.start() <= gap
        label = line.label if same and _ALIKE.get(found[1], found[1]) == role == "translated" else found[0]
        if not same:
            yield current._replace(end=start)
        current = Statement(
            found[1], label, line.start if same and label == line.label else start, line.value + behind, line.end
        )
    yield current


def _sign_before(text: str, place: int) -> str:
    """Return the last character before *place* that is no white space, "" if there is none."""
    while place and text[place - 1].isspace():
        place -= 1
    return text[place - 1 : place]


def _opening(profile: Profile, text: str, lower: str, start: int, allowed: frozenset[str]) -> tuple[str, str] | None:
    """Return the wording of a new statement at *start*, as typed, and its role.

    It begins with a capital, or has two words that nothing else begins with ("first published", "sent from").
    """
    word = _WORD.match(lower, start)
    for wording, role in profile.openings_by_word.get(word.group(), ()) if word else ():
        end = start + len(wording)
        if role not in allowed or not lower.startswith(wording, start) or lower[end : end + 1].isalnum():
            continue
        plain = role in ("published", "correspondence", "translated") and " " in wording
        if text[start].isupper() or plain or start == 0:
            return text[start:end], role
    following = _WORD.search(lower, word.end()) if word and word.group() == "first" and "published" in allowed else None
    if following and edit_distance(following.group(), "published") <= 2:
        return text[start : following.end()], "published"
    return None


def unread(source: Source, start: int, end: int) -> Diagnostic:
    """Return the diagnostic for words that were not understood."""
    text = " ".join(source.text[start:end].split())
    shown = text if len(text) <= 60 else text[:57] + "…"
    return source.diagnostic(start, "T010", f'front-matter line not understood: "{shown}"; it is kept literally')
