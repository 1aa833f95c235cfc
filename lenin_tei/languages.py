"""The language a text is written in, as far as its commonest words show it; a guess is never made.

In: a text and the language its profile expects. Out: a language tag (BCP 47); "und" where the letters contradict the
expectation and the words do not say more.
"""

from __future__ import annotations

from collections import Counter

from lenin_tei.patterns import lazy

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
    "nl": frozenset("de het een en van ik dat niet op te met voor zijn maar aan ook hij je bij nog".split()),
    "ru": frozenset(
        "что как это они из же бы был было есть его меня мне тебя вам очень чтобы когда только если ваш".split()
    ),
    "es": frozenset("el los que las una por con para del como más pero sus este también ha".split()),
}
WORD = lazy(r"[^\W\d_]+")
LATIN = "\u02af"  # the last letter of the Latin blocks
SIGNS = ".,;:!?()[]“”‘’\"'—–-"

ROMAN = COMMON.keys() - {"ru"}  # languages in Latin letters


def language_of(text: str, expected: str) -> str:
    """Return *expected* unless the text shows that it is in another language."""
    words = count_words(text[:SAMPLE])
    counts = {language: sum(words[word] for word in words.keys() & common) for language, common in COMMON.items()}
    best = max(counts, key=lambda language: counts[language])
    if counts[best] < ENOUGH and not text.isascii() and is_foreign_script(words):
        return "und" if expected.split("-")[0] in ROMAN else expected
    known = counts.get(expected.split("-")[0], 0)
    return best if counts[best] >= ENOUGH and counts[best] > 2 * known else expected


def count_words(sample: str) -> dict[str, int]:
    """Return how often every word stands in a sample, in lower case.

    White space is cut first, and of the pieces only those that are no bare word in lower case are looked at: to find
    all words by a pattern takes four times as long.
    """
    words = Counter(sample.split())
    for piece in [piece for piece in words if not (piece.islower() and piece.isalpha())]:
        count = words.pop(piece)
        word = piece.lower().strip(SIGNS)
        for found in (word,) if word.isalpha() else WORD.findall(word):
            words[found] = words.get(found, 0) + count
    return words


def is_foreign_script(words: dict[str, int]) -> bool:
    """Whether most letters of the words are none of the Latin script."""
    strange = [(word, count) for word, count in words.items() if not word.isascii()]
    beyond = sum(sum(map(LATIN.__lt__, word)) * count for word, count in strange)
    return beyond > 0 and beyond * 2 > sum(len(word) * count for word, count in words.items())
