"""Names no register has that show by one of their words what they name: "Marconi Committee", "Treaty of Gulistan".

In: the clean text of a block. Out: proposals for organisations, events, places and periodicals, each with the rule that
made it. Nothing is proposed where capitals mean nothing: in headings and in lines typed with a capital on each word.
"""

from __future__ import annotations

from collections.abc import Iterator

from lenin_tei.names.contexts import FOLDED_BEFORE, FOLDED_TITLES
from lenin_tei.names.cues import abbreviations, headed, place_around, place_of
from lenin_tei.names.kinds import (
    EVENT_HEADS,
    EVENTS_OF,
    FREE_EVENT_HEADS,
    GENERIC,
    MONTHS,
    NUMERALS,
    ORDINALS,
    ORG_HEADS,
    PLACE_HEADS,
    WITH_OF,
)
from lenin_tei.names.persons import FOLDED_DEMONYMS
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.register import Register
from lenin_tei.names.spelling import Words, gap
from lenin_tei.names.works import periodical, quoted

MOST = 5  # words before a head
MANY_CAPITALS = 0.8
# Words with a capital at the beginning of a sentence or a title that belong to no name.
ASIDE = frozenset(
    ("new", "old", "present", "our", "special", "every", "each", "another", "any", "some", "such", "late")
)
PUBLISHERS = frozenset(("books", "press", "publishers"))
FINAL = frozenset(("left", "right"))
PEOPLES = ("ian", "ese", "ish", "ch", "can", "an", "ean")


def title_case(text: str) -> bool:
    """Tell whether a line is typed with a capital on each word, or in capitals: then a capital shows no name."""
    words = [word for word in text.split() if word[:1].isalpha()]
    long = [word for word in words if len(word) > 3]
    if len(long) < 3 or len(words) > 40 or text.lstrip()[:1].islower() or any(sign in text for sign in ".,;("):
        return False
    return sum(word[0].isupper() for word in long) >= MANY_CAPITALS * len(long)


def phrases(text: str, words: Words, register: Register) -> Iterator[Proposal]:
    """Yield the organisations, events, places and periodicals that show what they are."""
    for at in words.beginnings(register.small):
        word = words[at]
        if not word.text[0].isupper():
            continue
        yield from headed(text, words, at)
        key = word.key
        if key in ORG_HEADS:
            yield from organisation(text, words, at)
        elif key in EVENT_HEADS and not word.text.isupper():
            yield from event(text, words, at, register)
        elif key in PLACE_HEADS and not word.text.isupper():
            yield from place(text, words, at)
        if key in EVENTS_OF and at + 1 < len(words) and words[at + 1].text == "of":
            yield from event_of(text, words, at)
        yield from periodical(text, words, at)
        yield from place_of(text, words, at)
        yield from place_around(text, words, at, register)
    yield from abbreviations(text)
    yield from quoted(text)


def run_before(text: str, words: Words, at: int) -> int:
    """Return the number of the first of the words with a capital that stand directly before word *at*."""
    first = at
    while first and at - first < MOST:
        before = words[first - 1]
        between = gap(text, before.end, words[first].start)
        if not before.text[0].isupper() or between not in ("", "-") or "\n" in text[before.end : words[first].start]:
            break
        joined = between == "-"
        if joined and len(before.text) > 2 and before.text.isupper():
            break
        if not joined and before.key in FOLDED_BEFORE and not party(before.key):
            break
        if possessive(text, before.end):
            break
        first -= 1
    return first


PARTY_WORDS = frozenset(
    ("communist", "socialist", "social", "democratic", "democrat", "bolshevik", "menshevik", "labour", "liberal",
     "conservative", "revolutionary", "american", "british", "german", "french", "italian", "russian", "polish",
     "jewish", "austrian", "belgian", "bulgarian", "hungarian", "swedish", "swiss", "dutch", "english", "finnish",
     "ukrainian", "serbian", "latvian", "georgian", "marxist", "left", "right", "independent")
)  # fmt: skip


def possessive(text: str, end: int) -> bool:
    """Tell whether ’s follows: "Lenin’s Party" is no name, "Workers’ Party" is."""
    return text[end : end + 1] in ("’", "'") and text[end + 1 : end + 2] == "s"


def run_after(text: str, words: Words, at: int, *joints: str) -> int:
    """Return the last word of "of (the) Word Word" behind word *at*, or *at*."""
    following = at + 1
    if following + 1 >= len(words) or words[following].text not in joints:
        return at
    if gap(text, words[at].end, words[following].start) != "":
        return at
    following += 1
    if words[following].text == "the" and following + 1 < len(words):
        following += 1
    last = at
    while following < len(words) and following - at < MOST + 2:
        word = words[following]
        between = text[words[following - 1].end : word.start]
        if between == " " and word.text == "and" and listed(text, words, following):
            following += 1
            continue
        if (
            between not in (" ", "-", "’ ", "' ")
            or not word.text[0].isupper()
            or no_part(word.key)
            or len(word.text) == 1
        ):
            break
        last = following
        if possessive(text, word.end):
            break
        following += 1
        if following + 1 < len(words) and words[following].text == "of" and text[word.end : word.end + 4] == " of ":
            following += 1 + (words[following + 1].text == "the" and following + 2 < len(words))
            if text[words[following - 1].end : words[following].start] != " " or not words[following].text[0].isupper():
                break
            last = following
            following += 1
    if last > at and party(words[last].key) and words[last].key not in FINAL:
        return at if last - at < 4 else last - 1  # "of the Bolshevik party"
    return last


def no_part(key: str) -> bool:
    """Tell whether a word with a capital is no part of a name that goes on behind "of"."""
    return key in MONTHS or key in FOLDED_TITLES or (key in FOLDED_BEFORE and not party(key))


def listed(text: str, words: Words, at: int) -> bool:
    """Tell whether "and" joins two words of one name: "League of Former Prisoners and Exiles"."""
    if at + 1 == len(words) or not words[at + 1].text[0].isupper():
        return False
    both = words[at - 1].text, words[at + 1].text
    plurals = all(word.endswith("s") and len(word) > 4 for word in both)
    return plurals and text[words[at].end : words[at + 1].start] == " "


def party(key: str) -> bool:
    """Tell whether a word may stand in the name of a party."""
    return key in PARTY_WORDS or key in FOLDED_DEMONYMS


def telling(words: Words, first: int, last: int) -> bool:
    """Tell whether one of these words says which committee it is: no people, no word that all committees have."""
    return any(
        words[at].key not in GENERIC
        and words[at].key not in ORG_HEADS
        and not nation(words[at].key)
        and words[at].key not in ORDINALS
        and len(words[at].text) > 1
        for at in range(first, last)
    )


def nation(key: str) -> bool:
    """Tell whether a word is the adjective of a people."""
    return key in FOLDED_DEMONYMS or (key.endswith(PEOPLES) and len(key) > 4 and key not in ("european", "christian"))


def organisation(text: str, words: Words, at: int) -> Iterator[Proposal]:
    """Yield the organisation whose head is word *at*: words before it, "of X" behind it, or both."""
    if at + 1 < len(words) and text[words[at].end : words[at + 1].start] == " " and capital(words, at + 1):
        return
    first = run_before(text, words, at)
    owned = first > 0 and words[first - 1].text == "s" and text[words[first - 1].start - 1] in "’'"
    if first and text[words[first - 1].end : words[first].start] == "-":
        return
    while first + 1 < at and words[first].key in ASIDE and words[at].key not in PUBLISHERS:
        first += 1
    last = run_after(text, words, at, "of", "for")
    specific, long = telling(words, first, at), at - first > 2
    named = last > at and any(not word_is_generic(words[number].key) for number in range(at + 2, last + 1))
    counted = last == at + 2 and words[last].key in NUMERALS  # "Commission of Nine"
    if words[at].text.isupper() and not specific and not named:
        return
    kind_of_body = first > 0 and words[first - 1].text in ("a", "an", "any", "every", "such", "no")
    if (owned and not named) or kind_of_body or words[first].key in ASIDE:
        yield Proposal(words[first].start, words[at].end, (), "office", "orgName")
    elif specific or long or (named and (first < at or counted or words[at].key in WITH_OF)):
        yield Proposal(words[first].start, words[last].end, (), "head", "orgName")
    elif named:
        yield Proposal(words[first].start, words[last].end, (), "office", "orgName")
    elif first < at:
        yield Proposal(words[first].start, words[at].end, (), "office", "orgName")


def word_is_generic(key: str) -> bool:
    """Tell whether a word behind "of" says nothing."""
    return key in GENERIC or key in ("the", "of", "and")


def capital(words: Words, at: int) -> bool:
    """Tell whether a word with a capital, no month, follows: the name goes on in a way nobody knows."""
    return words[at].text[0].isupper() and words[at].key not in MONTHS and words[at].key not in FOLDED_BEFORE


def goes_on(words: Words, at: int) -> bool:
    """Tell whether the name goes on with a further head: "Labour Party Conference"."""
    key = words[at].key
    return words[at].text[0].isupper() and (key in ORG_HEADS or key in EVENT_HEADS or key in PLACE_HEADS)


def event(text: str, words: Words, at: int, register: Register) -> Iterator[Proposal]:
    """Yield the event whose head is word *at*, with what says which one it is."""
    first = run_before(text, words, at)
    key = words[at].key
    if first == at or (key == "plan" and "year" not in [words[number].key for number in range(first, at)]):
        return
    if all(words[number].key in GENERIC and words[number].key not in ORDINALS for number in range(first, at)):
        return
    certain = any(dated_or_placed(words[number].key, register) for number in range(first, at))
    last = run_after(text, words, at, "of") if key in FREE_EVENT_HEADS else at
    if certain:
        yield Proposal(words[first].start, words[last].end, (), "event", "event")
    elif key in FREE_EVENT_HEADS:
        yield Proposal(words[first].start, words[last].end, (), "congress", "event")


def dated_or_placed(key: str, register: Register) -> bool:
    """Tell whether a word before the head of an event says which one it is."""
    known = any(register.at(number).kind == "place" for number in register.forms.get(key, ()))
    return key in ORDINALS or key in MONTHS or known or nation(key)


def event_of(text: str, words: Words, at: int) -> Iterator[Proposal]:
    """Yield "Treaty of X", "Revolution of 1848"."""
    key = words[at].key
    if at + 2 < len(words) and words[at + 1].text == "of" and key in ("revolution", "reform", "reforms", "uprising"):
        year = words[at + 2]
        if len(year.text) == 4 and year.text.isdigit() and gap(text, words[at].end, words[at + 1].start) == "":
            yield Proposal(words[at].start, year.end, (), "event", "event")
        return
    last = run_after(text, words, at, "of")
    if last > at and key in EVENTS_OF and not all(word_is_generic(words[n].key) for n in range(at + 2, last + 1)):
        yield Proposal(words[at].start, words[last].end, (), "event", EVENTS_OF[key])


def place(text: str, words: Words, at: int) -> Iterator[Proposal]:
    """Yield the street, house or river whose head is word *at*."""
    first = run_before(text, words, at)
    if first == at or (at + 1 < len(words) and goes_on(words, at + 1) and text[words[at].end] == " "):
        return
    if telling(words, first, at) and words[first].key not in FOLDED_TITLES:
        yield Proposal(words[first].start, words[at].end, (), "place head", "placeName")
