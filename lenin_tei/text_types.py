"""What kind of text a document is, by the words of its titles and by what opens and closes it.

In: the facts and the flat blocks of a document. Out: a `@type` for its outermost division, such as letter or speech.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lenin_tei.model import Block, Fact
from lenin_tei.patterns import lazy
from lenin_tei.wording import NUMBERING, between_names, opens_with_salutation

# The words of a title that tell what kind of text it heads. The first one in the title counts: what is behind it says
# what the text is about, as in "Speech on the Report"; but "Draft" only says how far a resolution is.
KINDS = (
    ("telegram", ("telegram", "telegramme", "wireless", "radiogram", "cable", "telephone message")),
    ("letter", ("letter", "letters", "postcard", "note to")),
    ("interview", ("interview", "conversation with", "questions and answers")),
    ("resolution", ("resolution", "resolutions")),
    ("decree", ("decree", "decrees")),
    ("minutes", ("minutes", "proceedings")),
    ("theses", ("theses", "thesis")),
    ("manifesto", ("manifesto",)),
    ("appeal", ("appeal", "to the workers", "to all workers")),
    ("report", ("report",)),
    ("speech", ("speech", "address", "remarks", "lecture", "speeches")),
    ("draft", ("draft", "outline", "plan")),
    ("preface", ("preface", "foreword")),
    ("introduction", ("introduction",)),
    ("afterword", ("postscript", "afterword")),
    ("review", ("review of", "review article")),
    ("appendix", ("appendix", "annex")),
)
ABOUT = frozenset({"on", "about", "concerning", "regarding", "against"})
WORD = lazy(r"\w+")


def text_type_of(text: str, blocks: Sequence[Block], facts: Sequence[Fact], usual: str = "") -> str:
    """Return the kind of text, from the words of its title and from what opens and closes it.

    *usual* is the kind the profile expects; it counts where something opens or closes the text as a letter.
    """
    if several_letters(text, blocks):
        return "document"
    titles = [fact.text for fact in facts if fact.element == "title" and fact.place == "titleStmt"]
    for title in [title for title in titles if not NUMBERING.fullmatch(title)][:3]:
        kind = kind_of_title(title)
        if kind:
            return kind
    salutes = [number for number, block in enumerate(blocks) if is_in(block, "opener", {"salute"})]
    signed = any(is_in(block, "closer", {"salute", "signed"}) for block in blocks)
    if len(salutes) == 1 and signed and not is_in_section(blocks[: salutes[0]]):
        return "letter"
    correspondence = any("correspondence" in title.lower() for title in titles[:2])
    dated = correspondence and any(is_dated(block) for block in blocks)
    if (salutes or dated) and any(between_names(title) for title in titles[:3]):
        return "letter"
    if any(re.match(r"to:? (?!be\b)\S", title, re.I) for title in titles[:2]) and (salutes or addressed(blocks)):
        return "letter"
    if usual and any(block.attributes.get("part") for block in blocks):
        return usual
    return "document"


def addressed(blocks: Sequence[Block]) -> bool:
    """Whether an address opens the text and somebody signs it."""
    opened = any(block.element == "address" and block.attributes.get("part") == "opener" for block in blocks)
    return opened and any(block.attributes.get("part") == "closer" for block in blocks)


def is_in(block: Block, part: str, elements: set[str]) -> bool:
    """Whether a block is one of these elements in the opener or the closer of a letter."""
    return block.element in elements and block.attributes.get("part") == part


def is_dated(block: Block) -> bool:
    """Whether a block is a date line over a letter, or a heading that is a date."""
    heading = block.element == "head" and block.attributes.get("type") == "date"
    return heading or is_in(block, "opener", {"dateline"})


def is_in_section(before: Sequence[Block]) -> bool:
    """Whether a heading stands over what follows these blocks, and paragraphs over the heading."""
    first = next((number for number, block in enumerate(before) if block.element == "p"), len(before))
    return any(block.element == "head" for block in before[first:])


def several_letters(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the text opens and closes as a letter does more than once; a paragraph may open with the salutation."""
    greeted = sum(
        is_in(block, "opener", {"salute"})
        or (block.element == "p" and opens_with_salutation(text[slice(*block.span)][:120]))
        for block in blocks
    )
    signed = sum(is_in(block, "closer", {"signed"}) for block in blocks)
    return greeted > 1 and signed > 1


def kind_of_title(title: str) -> str:
    """Return the kind of text a title names, or ""; what stands behind "on" or "concerning" is what it is about."""
    words = WORD.findall(title[:90].lower())
    about = next((number for number, word in enumerate(words) if word in ABOUT), len(words))
    padded = f" {' '.join(words[:about])} "
    places = [(kind == "draft", padded.find(f" {word} "), kind) for kind, words in KINDS for word in words]
    return min((place for place in places if place[1] >= 0), default=(False, 0, ""))[2]
