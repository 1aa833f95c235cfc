"""Unknown names that show by what stands before or in them: periodicals, quoted works, villages, abbreviations."""

from __future__ import annotations

from collections.abc import Iterator

from lenin_tei.names.contexts import CLOSING, FOLDED_BEFORE, FOLDED_FORENAMES, FOLDED_TITLES, OPENING
from lenin_tei.names.kinds import NO_ORGANISATIONS, PERIODICALS, PLACES_OF, WORKS
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.spelling import Words, gap
from lenin_tei.names.words import NO_SURNAMES
from lenin_tei.patterns import lazy

ACRONYM = lazy(r"(?<![\w.])(?:[A-Z]\.){2,5}[A-Z]\.?(?![\w])|(?<![\w.&-])[A-Z]{3,6}(?![\w&-])")
PARTY = lazy(r"(?<![\w.])(?:C\.P\.|CP) ?(?:of (?:the )?)?(?=[A-Z][a-z])")
ROMAN = lazy(r"[IVXLCDM]+")


def place_of(text: str, words: Words, at: int) -> Iterator[Proposal]:
    """Yield X of "the village of X", "X Province" being the work of `place`."""
    if at < 2 or words[at - 1].text != "of" or words[at - 2].text not in PLACES_OF:
        return
    word = words[at]
    if gap(text, words[at - 1].end, word.start) == "" and word.key not in FOLDED_BEFORE and word.text.isalpha():
        last = at
        while last + 1 < len(words) and text[words[last].end : words[last + 1].start] == " " and last < at + 2:
            if not words[last + 1].text[0].isupper() or words[last + 1].key in FOLDED_BEFORE:
                break
            last += 1
        if len(word.text) > 2:
            yield Proposal(word.start, words[last].end, (), "place head", "placeName")


def periodical(text: str, words: Words, at: int) -> Iterator[Proposal]:
    """Yield the title behind "the newspaper", or in quotation marks behind "the article", or before "No. 3"."""
    if at == 0:
        return
    word, before = words[at], words[at - 1]
    between = text[before.end : word.start]
    quoted = between.strip()
    if quoted in ("“", "‘", "„", "«", '"') and (before.text in PERIODICALS or before.text in WORKS):
        end = next((n for n in range(word.start, min(len(text), word.start + 120)) if text[n] in CLOSING[:4] + "’"
                    and not text[n + 1 : n + 2].isalpha()), -1)  # fmt: skip
        inner = text[word.start : end].rstrip(" ,.") if end > 0 else ""
        if inner and not any(sign in inner for sign in ".;:“") and len(inner.split()) < 12:
            level = "title-j" if before.text in PERIODICALS else "title-m"
            yield Proposal(word.start, word.start + len(inner), (), "quoted title", level)
        return
    if between != " " or len(word.text) < 3 or not shows_no_title(word.key):
        return
    last = at
    while last + 1 < len(words) and text[words[last].end : words[last + 1].start] in (" ", "-") and last < at + 3:
        if not words[last + 1].text[0].isupper() and words[last + 1].text not in ("de", "du", "der", "i", "des"):
            break
        last += 1
    while last > at and not words[last].text[0].isupper():
        last -= 1
    if before.text in PERIODICALS and shows_no_title(words[last].key):
        yield Proposal(word.start, words[last].end, (), "periodical", "title-j")
    elif last > at and words[last].text in ("No", "Nos") and text[words[last].end] == "." and numbered(words, last + 1):
        number = last - 1
        if not words[at - 1].text[0].isupper() and shows_no_title(words[number].key):
            yield Proposal(word.start, words[number].end, (), "periodical", "title-j")


def numbered(words: Words, at: int) -> bool:
    """Tell whether word *at* is a number."""
    return at < len(words) and words[at].text.isdigit()


def shows_no_title(key: str) -> bool:
    """Tell whether a word may be the title of a periodical: neither a title of persons nor a word of front matter."""
    no_title = key in FOLDED_TITLES or key in FOLDED_BEFORE or key in NO_SURNAMES or key in FOLDED_FORENAMES
    return not no_title


def abbreviations(text: str) -> Iterator[Proposal]:
    """Yield "C.P. of Denmark" and abbreviations of three letters and more: the KKE, the Y.C.L."""
    for found in PARTY.finditer(text):
        end = found.end()
        while end < len(text) and (text[end].isalpha() or (text[end] in " -" and text[end + 1 : end + 2].isupper())):
            end += 1
        yield Proposal(found.start(), end, (), "abbreviation", "orgName")
    for found in ACRONYM.finditer(text):
        plain = found.group().replace(" ", "").rstrip(".")
        letters = plain.replace(".", "")
        if plain.lower() in NO_ORGANISATIONS or letters.lower() in NO_ORGANISATIONS or ROMAN.fullmatch(letters):
            continue
        dotted = "." in plain
        end = found.end()
        if dotted and text[end : end + 2].strip()[:1].isupper() and text[end - 1] == ".":
            continue  # the initials of a person
        if not dotted and not spoken_of(text, found.start(), end):
            continue
        if dotted and text[end - 1] != ".":
            continue
        yield Proposal(found.start(), end, (), "abbreviation", "orgName")


def spoken_of(text: str, start: int, end: int) -> bool:
    """Tell whether a word in capitals stands as the name of a body does: "the KKE", "(KKE)"."""
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return True
    return text.endswith(("the ", "The "), 0, start) and text[end : end + 1] not in OPENING
