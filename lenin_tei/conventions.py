"""What signs inside the text mean by the profile: an editor's brackets, and signs around emphasised words.

In: blocks with their marks. Out: the same blocks with `gap`, `unclear`, `supplied` and `hi` where the profile says that
brackets or signs stand for them; without a word in the profile nothing is marked. The signs stay in the text, but for
those of `hi`, which `@n` keeps. TEI Guidelines 11.3.1 and 3.3.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lenin_tei.model import Block, Mark, is_note
from lenin_tei.profile import Profile
from lenin_tei.source import Span

WORDS = "WORDS"  # stands for any words in what a profile says of brackets
REASON = re.compile(r"[a-z]{4,20}")
TEXT = frozenset({"p", "l", "q", "head", "item", "cell", "salute", "dateline", "signed", "addrLine", "ab", "trailer"})


def with_conventions(text: str, blocks: Sequence[Block], profile: Profile) -> list[Block]:
    """Return the blocks with the marks that the profile's signs stand for."""
    if not (profile.gap or profile.unclear or profile.supplied or profile.emphasis):
        return list(blocks)
    patterns = patterns_of(profile.gap, profile.unclear, profile.supplied, profile.emphasis)
    return [marked(text, block, patterns) for block in blocks]


def marked(text: str, block: Block, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Block:
    """Return a block with its marks; what is not of the text (navigation, front matter) stays as it is."""
    if block.children:
        if block.element == "note" and not is_note(block):
            return block
        return block._replace(children=tuple(marked(text, child, patterns) for child in block.children))
    if block.element not in TEXT:
        return block
    more = [mark for mark in signs_in(text, block.span, patterns) if not crosses(mark, block.marks)]
    return block._replace(marks=(*block.marks, *more)) if more else block


def signs_in(text: str, span: Span, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Mark]:
    """Yield the marks of the signs in a stretch; where two could stand, the first kind wins."""
    taken: list[Span] = []
    for element, pattern in patterns:
        for found in pattern.finditer(text, span.start, span.end):
            place = Span(*found.span())
            if any(place.start < one.end and one.start < place.end for one in taken):
                continue
            taken.append(place)
            if element == "hi":
                sign = found.group()[0]
                yield Mark(place, "hi", {"rend": "italic", "n": sign})
                yield Mark(Span(place.start, place.start + 1), None)
                yield Mark(Span(place.end - 1, place.end), None)
            elif element == "gap":
                reason = REASON.fullmatch(found.group().strip("[]<>{}()"))
                yield Mark(place, "gap", {"reason": reason.group()} if reason else {})
            else:
                yield Mark(place, element)


def crosses(mark: Mark, others: Sequence[Mark]) -> bool:
    """Whether a mark and one of the others overlap without one lying in the other, or stand for the same signs."""
    start, end = mark.span
    for other in others:
        if other.span.start < end and start < other.span.end:
            inside = other.span.start <= start and end <= other.span.end
            around = start <= other.span.start and other.span.end <= end
            if not (inside or around) or other.span == mark.span:
                return True
    return False


@lru_cache(maxsize=16)
def patterns_of(
    gap: tuple[str, ...], unclear: tuple[str, ...], supplied: tuple[str, ...], emphasis: tuple[str, ...]
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what each kind of sign looks like, as patterns that need time linear in the text."""
    made = [("gap", re.compile("|".join(re.escape(sign) for sign in gap)))] if gap else []
    for element, signs in (("unclear", unclear), ("supplied", supplied)):
        for before, _, after in (sign.partition(WORDS) for sign in signs):
            inner = re.escape("".join(sorted({before[-1:], after[-1:]})))
            source = f"{re.escape(before)}[^{inner}\\n]{{1,200}}?{re.escape(after)}"
            made.append((element, re.compile(source)))
    for sign in emphasis:
        one = re.escape(sign)
        source = rf"(?<![\w{one}]){one}(?=[^\s{one}])[^{one}\n]{{1,200}}(?<=\S){one}(?![\w{one}])"
        made.append(("hi", re.compile(source)))
    return tuple(made)
