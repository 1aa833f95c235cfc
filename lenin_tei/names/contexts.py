"""What the words around a name say: a title before it, a surname after it, the beginning of a sentence.

Each function looks at the words next to number *at* and answers one question; none knows the register.
"""

from __future__ import annotations

from lenin_tei.names.spelling import Word, Words, fold, gap
from lenin_tei.names.words import (
    BEFORE_NAMES,
    DEMONYMS,
    FEMALE_TITLES,
    FORENAMES,
    NAMED_AFTER,
    PARTS_OF_WORKS,
    PERIODICAL_CUES,
    TITLES,
)

FOLDED_FORENAMES = frozenset(fold(word) for word in FORENAMES)
FOLDED_TITLES = frozenset(fold(word) for word in TITLES)
FOLDED_FEMALE = frozenset(fold(word) for word in FEMALE_TITLES)
FOLDED_BEFORE = frozenset(fold(word) for word in BEFORE_NAMES)
FOLDED_CUES = frozenset(fold(word) for word in PERIODICAL_CUES)
HYPHENS = ("-", "\u2010", "\u2011")
BEFORE_PLURALS = frozenset(("the", "our", "and", "of", "these", "those", "all", "or", "new", "such", "like"))
OPENING, CLOSING = "“„«\"'‘_*", "”“»\"'’_*"


def goes_on(text: str, words: Words, at: int) -> bool:
    """Tell whether another word with a capital follows directly, as a surname follows a forename."""
    if at + 1 == len(words):
        return False
    after = words[at + 1]
    return after.text[0].isupper() and not after.text.isupper() and gap(text, words[at].end, after.start) == ""


def cued(text: str, words: Words, at: int, end: int) -> bool:
    """Tell whether a title of one common word stands as titles do: quoted, behind "newspaper" or before "No."."""
    start = words[at].start
    if start and text[start - 1] in OPENING and text[end : end + 1] in CLOSING and text[end : end + 1]:
        return True
    after = words[at + 1].text if at + 1 < len(words) else ""
    return (at > 0 and words[at - 1].key in FOLDED_CUES) or after in ("No", "Nos", "Vol")


def cited(text: str, words: Words, at: int) -> bool:
    """Tell whether a book of one common word stands as books do: behind "in" or "volume II of"."""
    if not at or gap(text, words[at - 1].end, words[at].start):
        return False
    after = words[at + 1].text if at + 1 < len(words) else ""
    if words[at - 1].text == "in":
        return not after[:1].isupper() and words[at].text.lower() not in DEMONYMS
    return words[at - 1].text == "of" and any(words[n].key in PARTS_OF_WORKS for n in range(max(0, at - 4), at))


def titled(text: str, words: Words, at: int) -> bool:
    """Tell whether a title ("Comrade", "Mr.") stands before this word."""
    return (
        at > 0
        and words[at - 1].key in FOLDED_TITLES
        and words[at - 1].text[0].isupper()
        and gap(text, words[at - 1].end, words[at].start) in ("", ".")
    )


def initial(text: str, word: Word) -> bool:
    """Tell whether a word is an initial: one or two letters and a full stop."""
    return len(word.text) <= 2 and word.text[0].isupper() and text[word.end : word.end + 1] == "."


def female(word: Word) -> bool:
    """Tell whether a title is a woman's."""
    return word.key in FOLDED_FEMALE


def plural_context(text: str, words: Words, at: int) -> bool:
    """Tell whether a plural surname stands as one does: after "the", "our", "and", or in a list of such."""
    if not at:
        return False
    before = words[at - 1]
    between = gap(text, before.end, words[at].start)
    in_row = between == "," and before.text[0].isupper() and before.text.endswith("s") and len(before.text) > 4
    return (between == "" and before.key in BEFORE_PLURALS) or in_row


def part_of_name(text: str, words: Words, first: int, last: int) -> bool:
    """Tell whether the words around show that this surname is a piece of a longer, unknown name or of a date."""
    if last + 1 < len(words) and gap(text, words[last].end, words[last + 1].start) == "":
        after = words[last + 1]
        if after.text[0].isdigit() or (after.key in NAMED_AFTER and after.text[0].isupper()):
            return True
    word = words[first]
    if word.key in FOLDED_FORENAMES and goes_on(text, words, last):
        return True
    if first == 0 or word.text.isupper():
        return False
    before = words[first - 1]
    if not before.text[0].isupper() or before.text.isupper() or gap(text, before.end, word.start) != "":
        return False
    if before.key in FOLDED_BEFORE or before.key in FOLDED_TITLES:
        return False
    return not sentence_start(text, words, first - 1)


def sentence_start(text: str, words: Words, at: int) -> bool:
    """Tell whether a word begins a sentence, where a capital means nothing."""
    if at == 0:
        return True
    between = text[words[at - 1].end : words[at].start]
    return any(sign in between for sign in '.!?:;“"(—–') and not initial(text, words[at - 1])


def joined(text: str, words: Words, first: int, last: int) -> bool:
    """Tell whether a hyphen makes the surname part of a longer word with a capital ("Ivanov-Razumnik")."""
    if last + 1 < len(words) and text[words[last].end : words[last + 1].start] in HYPHENS:
        return words[last + 1].text[0].isupper()
    if first and text[words[first - 1].end : words[first].start] in HYPHENS:
        return words[first - 1].text[0].isupper()
    return False
