"""How doubtful the structure of a document is: signs that a text was cut wrongly, each with its weight.

In comes the TEI of one document; nothing is changed. One weak sign is no fault: from a sum of `DOUBTFUL` on, a person
should look (C140), and `corpus report` lists documents by that sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lenin_tei.exporters.tree import Element, child, local_name, plain_text
from lenin_tei.mentions import texts_of
from lenin_tei.patterns import lazy

DOUBTFUL = 1.0
LONG_PARAGRAPH = 1500
LONG_TEXT = 5000
_MARKER = lazy(r"\[\d{1,3}\]|[¹²³⁴-⁹⁰]")
_ENDS = ".!?:;…”»\"')]—–*"
_BLOCKS = ("p", "ab", "l", "item")


class Sign(NamedTuple):
    """One sign of doubt: its weight, what was seen, and the element where it was seen first."""

    weight: float
    what: str
    element: Element


def find_signs(document: Element) -> list[Sign]:
    """Return the signs of doubt in a document that has a text, in the order of the tests below."""
    texts = texts_of(document)
    blocks = [one for text in texts for one in text.iter(*(f"{{*}}{name}" for name in _BLOCKS)) if _own(one)]
    words = [plain_text(one) for one in blocks]
    signs = [*_empty(document, texts, words), *_spoilt(blocks, words), *_markers(blocks, words)]
    signs += [*_cut(blocks, words), *_lumps(texts, blocks, words), *_unsure(texts)]
    return signs


def _own(block: Element) -> bool:
    """Whether a block belongs to the running text, not to a note or a table of entries."""
    return not any(local_name(above) in ("note", "teiHeader", "standOff") for above in block.iterancestors())


def _empty(document: Element, texts: list[Element], words: list[str]) -> Iterator[Sign]:
    if texts and not any(words) and not any(plain_text(text) for text in texts):
        yield Sign(1.0, "the text has no words", texts[0])


def _spoilt(blocks: list[Element], words: list[str]) -> Iterator[Sign]:
    spoilt = [block for block, said in zip(blocks, words, strict=True) if "\ufffd" in said]
    if spoilt:
        yield Sign(1.0, f"characters that could not be read in {_count(len(spoilt), 'block')}", spoilt[0])


def _markers(blocks: list[Element], words: list[str]) -> Iterator[Sign]:
    """Yield a sign for note markers that were left in the text as they were typed."""
    left = [(block, len(_MARKER.findall(said))) for block, said in zip(blocks, words, strict=True)]
    left = [(block, number) for block, number in left if number]
    if left:
        total = sum(number for _, number in left)
        yield Sign(min(1.0, 0.5 * total), f"{_count(total, 'note marker')} without a note", left[0][0])


def _cut(blocks: list[Element], words: list[str]) -> Iterator[Sign]:
    """Yield a sign for paragraphs that end in the middle of a sentence, where the next one goes on in small letters."""
    paragraphs = [pair for pair in zip(blocks, words, strict=True) if local_name(pair[0]) == "p" and pair[1]]
    cut = [
        block
        for (_, before), (block, said) in zip(paragraphs, paragraphs[1:], strict=False)
        if said[0].islower() and before[-1] not in _ENDS and before[-1] != ","
    ]
    if cut and (len(cut) >= 3 or len(cut) * 5 >= len(paragraphs)):
        weight = min(2.0, 0.5 + 2.0 * len(cut) / len(paragraphs))
        yield Sign(weight, f"{_count(len(cut), 'paragraph')} that may go on the one before", cut[0])


def _lumps(texts: list[Element], blocks: list[Element], words: list[str]) -> Iterator[Sign]:
    """Yield signs for very long paragraphs, long texts without any division, many blocks that are no paragraph."""
    sizes = [len(said.split()) for said in words]
    long = [block for block, size in zip(blocks, sizes, strict=True) if size > LONG_PARAGRAPH]
    if long:
        yield Sign(
            min(2.0, 1.0 * len(long)), f"{_count(len(long), 'paragraph')} of more than {LONG_PARAGRAPH} words", long[0]
        )
    if sum(sizes) > LONG_TEXT and sum(1 for text in texts for _ in text.iter("{*}head")) < 2:
        yield Sign(0.5, f"{sum(sizes)} words without a heading inside", texts[0])
    unnamed = [block for block in blocks if local_name(block) == "ab"]
    if len(unnamed) >= 5 and len(unnamed) * 3 > len(blocks):
        yield Sign(1.0, f"{len(unnamed)} of {_count(len(blocks), 'block')} are no paragraph", unnamed[0])


def _unsure(texts: list[Element]) -> Iterator[Sign]:
    """Yield a sign where much of the markup says itself that it is a guess."""
    marked = [one for text in texts for one in text.iter("*") if one.get("cert")]
    low = [one for one in marked if one.get("cert") == "low"]
    if len(low) >= 3 and len(low) * 3 > len(marked):
        yield Sign(0.5, f"{len(low)} of {len(marked)} marked places are guesses (cert low)", low[0])


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def level_reached(document: Element) -> int:
    """Return how far an edition has come: 0 words only, 1 blocks, 2 facts in the header, 3 names, 4 names linked.

    A level counts only with all those below it.
    """
    texts = texts_of(document)
    header = child(document, "teiHeader")
    dated = header is not None and next(header.iterfind("{*}profileDesc/{*}creation/{*}date"), None) is not None
    named = [one for text in texts for one in text.iter("{*}persName", "{*}placeName", "{*}orgName")]
    steps = (
        any(True for text in texts for _ in text.iter("{*}p", "{*}lg", "{*}sp", "{*}list")),
        dated and next(header.iterfind("{*}fileDesc/{*}titleStmt/{*}author"), None) is not None
        if header is not None
        else False,
        bool(named),
        bool(named) and sum(bool(one.get("ref") or one.get("key")) for one in named) * 10 >= 8 * len(named),
    )
    return next((level for level, reached in enumerate(steps) if not reached), len(steps))
