"""Unknown periodicals and works, by what stands before or behind them and by quotation marks.

In: a word with a capital, or the text of a block. Out: proposals for titles: j periodicals, m books, a pieces in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from lenin_tei.names.contexts import CLOSING, FOLDED_BEFORE, FOLDED_FORENAMES, FOLDED_TITLES
from lenin_tei.names.kinds import (
    CALLED,
    EVENT_HEADS,
    ISSUES,
    ORG_HEADS,
    PEOPLES,
    PERIODICALS,
    PIECES,
    PLACE_HEADS,
    PRINTED,
    SPEECH,
    WORKS,
)
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.spelling import Words
from lenin_tei.names.words import NO_SURNAMES, SMALL
from lenin_tei.patterns import lazy

# Quoted words, no longer than a title; a straight quotation mark opens behind white space and closes before it.
QUOTED = lazy(r"[“„«]([^“”„«»]{4,120})[”»“]|‘([^‘’“”]{4,120})’(?![^\W_])|(?<![^\s(—])\"([^\"“”]{4,120})\"(?![^\W_])")
LONGEST, MINIMUM = 12, 2  # words
HEADS = ORG_HEADS | PLACE_HEADS | EVENT_HEADS
JOINTS = ("de", "du", "der", "i", "des")


def periodical(text: str, words: Words, at: int) -> Iterator[Proposal]:
    """Yield the title behind "the newspaper", or in quotation marks behind "the article", or before "No. 3"."""
    if at == 0:
        return
    word, before = words[at], words[at - 1]
    between = words.pieces[2 * at]
    if between.strip() in ("“", "‘", "„", "«", '"') and (before.text in PERIODICALS or before.text in WORKS):
        yield from quoted_behind(text, word.start, before.text)
        return
    if between != " " or len(word.text) < 3 or not shows_no_title(word.key):
        return
    last = title_end(text, words, at)
    number = issue_follows(text, words, last)
    if number is not None:
        last = min(last, number - 1)
    if last < at or not shows_no_title(words[last].key):
        return
    if before.text in PERIODICALS or (number is not None and not before.text[0].isupper()):
        yield Proposal(word.start, words[last].end, (), "periodical", "title-j")
    elif printed_in(words, at) and words[last].key not in HEADS:
        yield Proposal(word.start, words[last].end, (), "printed in", "title-j")


def title_end(text: str, words: Words, at: int) -> int:
    """Return the last word of the run of words with a capital that begins at *at*."""
    last = at
    while last + 1 < len(words) and text[words[last].end : words[last + 1].start] in (" ", "-") and last < at + 3:
        if not words[last + 1].text[0].isupper() and words[last + 1].text not in JOINTS:
            break
        last += 1
    while last > at and not words[last].text[0].isupper():
        last -= 1
    return last


def issue_follows(text: str, words: Words, last: int) -> int | None:
    """Return the word "No" behind or at the end of a title, where a number follows it."""
    for at in (last, last + 1):
        if words.typed(at) not in ISSUES or not words.typed(at + 1)[:1].isdigit():
            continue
        dotted = text[words[at].end : words[at + 1].start].strip() == "."
        if dotted and text[words[at - 1].end : words[at].start] == " ":
            return at
    return None


def printed_in(words: Words, at: int) -> bool:
    """Tell whether "published in the" stands before a word."""
    behind = words.typed(at - 1) == "the" and words.typed(at - 2) == "in"
    return behind and words.typed(at - 3).lower() in PRINTED


def quoted_behind(text: str, start: int, cue: str) -> Iterator[Proposal]:
    """Yield the quoted title that begins here, behind a word that says what it is."""
    end = next((n for n in range(start, min(len(text), start + 120)) if text[n] in CLOSING[:4] + "’"
                and not text[n + 1 : n + 2].isalpha()), -1)  # fmt: skip
    inner = text[start:end].rstrip(" ,.") if end > 0 else ""
    if len(inner) > MINIMUM and not any(sign in inner for sign in ".;:“") and len(inner.split()) < LONGEST:
        level = "title-j" if cue in PERIODICALS else "title-a" if cue in PIECES else "title-m"
        yield Proposal(start, start + len(inner), (), "quoted title", level)


def quoted(text: str) -> Iterator[Proposal]:
    """Yield what stands in quotation marks with the capitals of a title: “Back to the Harbour”, but no “Left Front”."""
    for found in QUOTED.finditer(text):
        start, end = found.span(found.lastindex or 0)
        start += len(text[start:end]) - len(text[start:end].lstrip())
        inner = text[start:end].rstrip(" ,.?…")
        if "!" in text[end - 1 : end + 2] or not in_title_case(inner.split()):
            continue
        before, behind = text[max(0, start - 30) : start - 1].split(), text[end + 1 : end + 30].split()
        called = bool(before) and before[-1].lower() in CALLED
        spoken = bool(behind) and (behind[0].strip(".,;:") in SPEECH or behind[0][:1] == "’")
        if not called and not spoken:
            yield Proposal(start, start + len(inner), (), "title case", "title-a")


def in_title_case(typed: list[str]) -> bool:
    """Tell whether these words are typed as a title is, small words inside: no name of a group, no shouted word."""
    big = [word for word in typed if word.lower() not in SMALL]
    if not MINIMUM <= len(big) < len(typed) <= LONGEST or any(sign in word for word in typed for sign in ".;!?"):
        return False
    if any(word.isupper() and len(word) > 4 for word in big) or big[-1].lower().endswith(PEOPLES[:6]):
        return False
    return (
        typed[0][0].isupper()
        and typed[0][-1] != ":"
        and all(word.lstrip("‘(’'")[:1].isupper() or word[0].isdigit() for word in big)
    )


def shows_no_title(key: str) -> bool:
    """Tell whether a word may be the title of a periodical: neither a title of persons nor a word of front matter."""
    no_title = key in FOLDED_TITLES or key in FOLDED_BEFORE or key in NO_SURNAMES or key in FOLDED_FORENAMES
    return not no_title and not key.endswith("ist")
