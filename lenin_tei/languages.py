"""The language a text is written in, as far as its commonest words show it; a guess is never made.

In: a text and the language its profile expects. Out: a language tag (BCP 47); "und" where the letters contradict the
expectation and the words do not say more.
"""

from __future__ import annotations

import re
from collections import Counter

SAMPLE = 20_000  # characters
ENOUGH = 5  # common words
COMMON = {
    "en": frozenset(
        "the of and to in is that was for it with as his on be at by this had not are but from or have".split()
    ),
    "de": frozenset(
        "der die und das ist nicht ein eine zu den mit von sich auf für des dem auch es wir ich werden".split()
    ),
    "fr": frozenset(
        "le la les et des un une est que dans pour qui pas sur avec nous vous ce il du au plus par".split()
    ),
    "it": frozenset("il che di la non per una del con sono della gli alla anche nel dei questo più".split()),
    "es": frozenset("el los que las una por con para del como más pero sus este también ha".split()),
}


def language_of(text: str, expected: str) -> str:
    """Return *expected* unless the text shows that it is in another language."""
    sample = text[:SAMPLE]
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    if not sample.isascii():
        letters = "".join(words.elements())
        if sum(map("\u02af".__lt__, letters)) * 2 > len(letters):
            return "und" if expected.split("-")[0] in COMMON else expected
    counts = {language: sum(words[word] for word in common) for language, common in COMMON.items()}
    best = max(counts, key=lambda language: counts[language])
    known = counts.get(expected.split("-")[0], 0)
    return best if counts[best] >= ENOUGH and counts[best] > 2 * known else expected
