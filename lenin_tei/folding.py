"""The one form that all spellings of a key, and all ways of typing a line, share."""

from __future__ import annotations

from functools import lru_cache

_JOINERS = str.maketrans(
    {**dict.fromkeys("\\&,+", "/"), **dict.fromkeys("-.’'“”\"*", None), **dict.fromkeys("()_", " ")}
)
_MARKS = str.maketrans(dict.fromkeys(".,:;!?’'“”\"*()[]<>_-–—/|•", None))


@lru_cache(maxsize=4096)  # an archive has the same keys in every file
def fold_key(label: str, fillers: frozenset[str]) -> str:
    """Return the one form all spellings of a key share: "Transcription & HTML Mark-up" → "transcription/markup"."""
    parts = []
    for part in label.lower().translate(_JOINERS).replace(" and ", "/").split("/"):
        words = part.split()
        parts.append("".join(word for word in words if word not in fillers) or "".join(words))
    return "/".join(part for part in parts if part)


def fold_line(line: str) -> str:
    """Return *line* in lower case, without punctuation, single-spaced."""
    return " ".join(line.lower().translate(_MARKS).split())
