"""Words of a text and when two spellings are the same name: one linear pass, no pattern per name.

A text becomes a list of words with offsets. Two words are the same when their folded forms are: case, diacritics and
the usual transliterations of Russian endings are levelled (Trotsky, Trotskii). What stands between two words of a name
may vary too (V. I., V.I.; Brest-Litovsk, Brest Litovsk), but never so that a full stop ends a sentence inside.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import NamedTuple
from unicodedata import combining, normalize

from lenin_tei.names.words import SMALL
from lenin_tei.patterns import lazy

WORD = lazy("[^\\W_]+(?:[\u0300-\u036f\u00ad]+[^\\W_]*)*")
CUT = lazy(f"({WORD.pattern})")
GAP_NOISE = lazy("[\\s'\u2018\u2019\u02bc\u00ad\u200b]+")
SPACED_DASH = lazy("\\s[-\u2010-\u2015]|\u2013\\s|[\u2014\u2015]")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013", "-"))
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "\u00ad": None})
# Transliterations of Russian name endings, and the old Western -off, -eff.
ENDINGS = (
    (lazy("t[sz]k(?:y|ii|ij|iy|yi)$"), "tski"),
    (lazy("(?<=[a-z]{3})(?:y|ii|ij|iy|yi)$"), "i"),
    (lazy("(?<=[a-z])(?:aya|aja)$"), "aia"),
    (lazy("(?<=[a-z]{2})off$"), "ov"),
    (lazy("(?<=[a-z]{2})eff$"), "ev"),
    (lazy("(?<=[a-z])(?:yev|jev)$"), "ev"),
)
LAST_LETTERS = "yijafv"  # of the endings above
BETWEEN_VOWELS = lazy("(?<=[aeo])x(?=[aeio])")  # Alexei, Aleksei
ABBREVIATIONS = frozenset(
    {"st", "ste", "mr", "mrs", "dr", "prof", "co", "no", "vol", "jr", "sr", "ph", "chr", "fr", "wm"}
)


class Word(NamedTuple):
    """A word of a text: its offsets, its letters as typed, and folded."""

    start: int
    end: int
    text: str
    key: str


_folded: dict[str, str] = {}


def fold(word: str) -> str:
    """Return the form under which all spellings of *word* meet."""
    key = _folded.get(word)
    if key is None:
        if len(_folded) > 200_000:
            _folded.clear()
        key = word.casefold()
        if not key.isascii():
            key = "".join(c for c in normalize("NFKD", key) if not combining(c)).translate(LETTERS)
        if key[-1:] in LAST_LETTERS:
            for ending, instead in ENDINGS:
                if ending.search(key):
                    key = ending.sub(instead, key)
                    break
        _folded[word] = key = BETWEEN_VOWELS.sub("ks", key) if "x" in key else key
    return key


class Words:
    """The words of a text in order, each made when it is asked for: of most words only the first letter matters."""

    __slots__ = ("capitals", "made", "offsets", "pieces")

    def __init__(self, text: str) -> None:
        self.pieces = CUT.split(text)  # what stands between two words and the words take turns
        self.offsets = list(accumulate(map(len, self.pieces), initial=0))
        self.made: dict[int, Word] = {}
        self.capitals: list[int] | None = None

    def __len__(self) -> int:
        return len(self.pieces) // 2

    def __getitem__(self, at: int) -> Word:
        word = self.made.get(at)
        if word is None:
            if at < 0:
                raise IndexError(at)
            text = self.pieces[2 * at + 1]
            start = self.offsets[2 * at + 1]
            word = self.made[at] = Word(start, start + len(text), text, _folded.get(text) or fold(text))
        return word

    def typed(self, at: int) -> str:
        """Return a word as typed, without making it; "" outside the text."""
        return self.pieces[2 * at + 1] if 0 <= 2 * at + 1 < len(self.pieces) else ""

    def beginnings(self, small: set[str]) -> list[int]:
        """Return the numbers of the words a name may begin with: a capital, a digit, or a word in *small*."""
        if self.capitals is None:
            self.capitals = [at for at, word in enumerate(self.pieces[1::2]) if not word.islower() or word in small]
        return self.capitals

    def key(self, first: int, last: int) -> str:
        """Return the folded words *first* to *last*, joined by a space."""
        return " ".join([self[at].key for at in range(first, last + 1)])


def key_of(name: str) -> str:
    """Return the folded words of a name, joined by a space."""
    return " ".join([fold(word) for word in WORD.findall(name)])


def gap(text: str, start: int, end: int) -> str:
    """Return what separates two words: "" for space only, "-", ".", "," …, "—" for a dash that separates phrases."""
    between = text[start:end]
    if between == " ":
        return ""
    if SPACED_DASH.search(between):
        return "—"
    return GAP_NOISE.sub("", between).translate(DASHES)


def same_gap(typed: str, expected: str, word: str) -> bool:
    """Tell whether a name whose words are separated by *expected* may be typed with *typed* after *word*."""
    if typed == expected:
        return True
    if typed == ".":
        return expected == "" and (len(word) == 1 or word in ABBREVIATIONS)
    return typed in ("", "-") and expected in ("", "-", ".")


def same_case(typed: str, expected: str) -> bool:
    """Tell whether a word may be typed so: capitals must stay capitals, abbreviations wholly so."""
    if not expected[0].isupper():
        return True
    if len(expected) > 1 and expected.isupper() and expected.isalpha():
        return typed.isupper()
    return typed[0].isupper()


class Form(NamedTuple):
    """A name as its register spells it: key, words, what stands between them, before the first and after the last."""

    key: str
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    head: str
    tail: str


def form_of(name: str) -> Form:
    """Take a name apart so that it can be compared with a text."""
    found = list(WORD.finditer(name))
    words = tuple(word.group() for word in found)
    gaps = tuple(gap(name, a.end(), b.start()) for a, b in pairwise(found))
    if not found:
        return Form("", (), (), "", "")
    return Form(key_of(name), words, gaps, name[: found[0].start()].strip(), name[found[-1].end() :].strip())


def typed_as(form: Form, text: str, words: Words, first: int) -> tuple[int, int] | None:
    """Return the offsets in *text* of the form that begins at word *first*, or None if it is not this form."""
    last = first + len(form.words) - 1
    for number, expected in enumerate(form.words):
        word = words[first + number]
        if not same_case(word.text, expected) and not (number and word.key in SMALL):
            return None
        if number and not same_gap(
            gap(text, words[first + number - 1].end, word.start), form.gaps[number - 1], words[first + number - 1].key
        ):
            return None
    start, end = words[first].start, words[last].end
    if form.head and text.endswith(form.head, 0, start):
        start -= len(form.head)
    return start, end + len(form.tail) if form.tail and text.startswith(form.tail, end) else end
