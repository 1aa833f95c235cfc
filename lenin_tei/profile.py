"""Transcription styles as data, and their verdicts on single lines.

In: a line and a `Profile`, which holds words and phrases, never patterns. Out: what the line is. `line_role`,
`is_notes_heading` and `is_navigation` are asked about every short block, so look-ups come first and all is linear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from lenin_tei.folding import fold_key, fold_line
from lenin_tei.patterns import lazy
from lenin_tei.profile_tables import Profile as Profile
from lenin_tei.profile_tables import load_profile as load_profile
from lenin_tei.profile_tables import profile_names as profile_names
from lenin_tei.profile_tables import profile_path as profile_path

LABEL_LIMIT = 60
SHORT_LINE = 110


def is_notes_heading(line: str, profile: Profile) -> bool:
    """Say whether *line* is a heading over notes."""
    return len(line) <= 60 and fold_line(line) in profile.notes_headings


def is_navigation(line: str, profile: Profile) -> bool:
    """Say whether *line* is left over from a site's navigation ("Next: …", "Top of the page", "Lenin Archive")."""
    if len(line) > 160:
        return False
    if fold_line(line) in profile.navigation:
        return True
    lower = " ".join(line.lower().split())
    if lower.startswith(profile.navigation_openings) and len(lower) <= 100:
        return True
    parts = [part.strip() for part in line.split("|")]
    if len(parts) > 1 and any(fold_line(part) in profile.navigation for part in parts):
        return True
    return any(part.lower().endswith(profile.navigation_endings) and not is_prose(part, profile, 0) for part in parts)


def text_bounds(text: str, profile: Profile) -> tuple[int, int]:
    """Return the offsets between which the text stands: behind the line that begins it, before the one that ends it.

    Both lines and what lies outside are boilerplate. Without such lines, or a profile that knows them, all is text.
    """
    if not (profile.text_begins or profile.text_ends):
        return 0, len(text)
    first, last, place = 0, len(text), 0
    while place < len(text):
        end = text.find("\n", place) + 1 or len(text)
        line = text[place : min(end, place + LABEL_LIMIT)].strip().lower()
        if not first and line.startswith(profile.text_begins):
            first = end
        elif line.startswith(profile.text_ends):
            last = place
            break
        place = end
    return first, max(first, last)


class FrontLine(NamedTuple):
    """A line of front matter: its role, its label as typed ("" without one) and where its value starts in the line."""

    role: str
    label: str
    start: int


PROSE_LIMIT = 400
# How many words of prose a value may hold: an editor or translator may also be a speaker in an interview.
_PROSE: Mapping[str, int] = {"edited": 2, "translated": 2, "publisher": 2, "author": 2}
# Roles whose value may be long prose; for the others a line of prose is no front matter.
_WORDY = frozenset({"licence", "published", "source", "edition", "kept"})
_YEAR = r"(?<!\d)1[5-9]\d\d(?!\d)|(?<!\d)20\d\d(?!\d)"
_SIGN = lazy(rf"{_YEAR}|\b(?:[Vv]ol|[Nn]os?|pp?)\b\.?\s*[\dIVXLC]")
_CITED = lazy(r"\b(?:[Vv]ols?|[Nn]os?|pp?|Bd|Nr|Heft)\b\.?\s*:?[\dIVXLC]|\((?:1[5-9]|20)\d\d\)")
_DATED_ISSUE = lazy(rf"\bNos?\.\s*\d[^;]{{0,60}}(?:{_YEAR})")
_WORD = lazy(r"(?<![\w./~])[^\W\d_]+(?![\w/~]|\.\w)")
_NAMED = lazy(r"\s*:?\s*(?:(?:and|edited|by|from|for|to|the)\s+){0,5}(?:[^\W\d_a-z]|\d|\S{1,80}\.\w)")
_TITLE_CASE = lazy(r"\b(?:A|Of|At|In|On|By|From|To|For)\s")


def line_role(line: str, profile: Profile) -> str | None:
    """Return the role of a line of front matter, None when the line may as well be running text.

    Of what is too long for front matter only the first physical line is looked at. "remark" lines (Note: …) are None
    here: alone they prove nothing.
    """
    if "\n" in line:
        line = " ".join(line.split()) if len(line) <= 2 * PROSE_LIMIT else line.partition("\n")[0]
    found = read_front_line(line.strip(), profile, trusted=False)
    return found.role if found and found.role != "remark" else None


def read_front_line(line: str, profile: Profile, *, trusted: bool) -> FrontLine | None:
    """Return what kind of front-matter line *line* is; *trusted*: its neighbours are front matter already."""
    colon = line.find(":", 0, LABEL_LIMIT)
    if colon > 1 and line[0].isalnum():
        label = line[:colon].strip()
        role = key_role(label, profile)
        if role and (trusted or role in _WORDY or _is_value(line[colon + 1 :], role, profile)):
            return FrontLine(role, label, colon + 1)
    return _read_opening(line, profile, trusted) or _read_citation(line, profile, trusted)


def _is_value(text: str, role: str, profile: Profile) -> bool:
    """Say whether *text* may be what a key stands for, and not what a speaker of that name says."""
    return not text.rstrip().endswith(("?", "!")) and not is_prose(text, profile, _PROSE.get(role, 4))


def key_role(label: str, profile: Profile) -> str | None:
    """Return the role of a key in any spelling; of a joined key all parts must be known, and the first decides."""
    folded = fold_key(label, profile.fillers)
    if folded in profile.keys:
        return profile.keys[folded]
    roles = [profile.keys.get(part) or _near_role(part, profile) for part in folded.split("/")]
    return roles[0] if all(roles) else None


def _near_role(part: str, profile: Profile) -> str | None:
    """Return the role of the key that *part* is a small slip of; short and long words are none."""
    return profile.keys.get(_near_key(part, profile.long_keys)) if 7 <= len(part) <= 24 else None


@lru_cache(maxsize=4096)
def _near_key(part: str, keys: tuple[str, ...]) -> str:
    """Return the key that *part* is a small slip of; "" when there is none."""
    limit = 1 if len(part) < 10 else 2
    near = (
        (distance, key)
        for key in keys
        if abs(len(key) - len(part)) <= limit
        if key[:2] == part[:2] or key[-3:] == part[-3:]
        if (distance := edit_distance(key, part)) <= limit
    )
    return min(near, default=(0, ""))[1]


def edit_distance(first: str, second: str) -> int:
    """Return how many letters must be put in, left out, changed or exchanged with their neighbour."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def is_prose(text: str, profile: Profile, limit: int) -> bool:
    """Say whether *text* has more than *limit* lower-case words that front matter is not made of."""
    if len(text) > PROSE_LIMIT:
        return True
    known = profile.bibliographic
    strange = [word for word in _WORD.findall(text) if len(word) > 1 and word.islower() and word not in known]
    return len(strange) > limit


def _read_opening(line: str, profile: Profile, trusted: bool) -> FrontLine | None:
    """Read a line known by how it begins ("From …", "Published according to …", "Transcribed by …")."""
    lower = line[:LABEL_LIMIT].lower()
    by = lower.find(" by ")
    if by > 0 and (role := key_role(line[:by].strip(), profile)) and role not in ("title", "author", "remark", "kept"):
        if trusted or (len(line) <= PROSE_LIMIT and _is_convincing(line, by + 3, role, profile)):
            return FrontLine(role, line[:by], by + 3)
        return None
    first = lower.split(None, 1)
    for wording, role in profile.openings_by_word.get(first[0], ()) if first else ():
        end = len(wording)
        if not lower.startswith(wording) or lower[end : end + 1].isalnum():
            continue
        if trusted or (len(line) <= PROSE_LIMIT and _is_convincing(line, end, role, profile)):
            return FrontLine(role, line[:end], end)
        return None
    return None


def _is_convincing(line: str, start: int, role: str, profile: Profile) -> bool:
    """Say whether a line that begins like front matter goes on like it, by the signs of its role."""
    rest = line[start:]
    if role == "licence":
        after = rest.lstrip(" ,.:;-–(")
        return (line[0].isupper() or line[0] in "©(") and (after == "" or not after[0].islower())
    if role == "source":
        named = any(word in rest for word in profile.publishers) or "Archive" in rest
        limit = 5 if " " in line[:start].strip() else 2  # "Taken from …" is surer than "From …"
        return bool(_CITED.search(rest) or named or _has_journal(rest, profile)) and not is_prose(rest, profile, limit)
    if role in ("written", "delivered", "dictated"):
        headed = line.isupper() or _TITLE_CASE.search(line)
        return not headed and len(line) <= 120 and not is_prose(rest, profile, 1 if _SIGN.search(rest) else 0)
    if role == "published":
        return not is_prose(rest, profile, 2 if _SIGN.search(rest) else 1)
    if role == "correspondence":
        return len(line) <= 120 and not is_prose(rest, profile, 0)
    return role != "signed" and bool(_NAMED.match(rest)) and not is_prose(rest, profile, 3 if role != "kept" else 1)


def _has_journal(text: str, profile: Profile) -> bool:
    return bool(_SIGN.search(text)) and any(word[0].isupper() and word in text for word in profile.journals)


def _read_citation(line: str, profile: Profile, trusted: bool) -> FrontLine | None:
    """Read a bare reference: one with pages is a source, one with number and date a first publication."""
    if len(line) > 250 or not line[:1].isupper() or not _CITED.search(line):
        return None
    if "according to" in line and "ublished" in line and not is_prose(line, profile, 3):
        return FrontLine("published", "", 0)
    if re.search(r"\bpp?\.\s*\d", line) and _SIGN.search(line) and "," in line and not is_prose(line, profile, 1):
        return FrontLine("source", "", 0)
    if trusted and _DATED_ISSUE.search(line):
        return FrontLine("published", "", 0)
    return None
