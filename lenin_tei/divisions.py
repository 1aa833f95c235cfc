"""Divisions: a flat sequence of blocks becomes nested `div`s, with `opener` and `closer` where letters have them.

TEI Guidelines 4.2 and 4.2.2: a division opens with heads, bylines, datelines, salutations; then come blocks; then
further divisions; then what closes it. Blocks after a closer therefore begin a new division.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lenin_tei.model import Block, Fact
from lenin_tei.patterns import lazy
from lenin_tei.source import Span
from lenin_tei.wording import NUMBERING, NUMERAL_ONLY, POSTSCRIPT, between_names, opens_with_salutation

TOP = frozenset({"head", "byline", "epigraph", "opener"})
GLOBAL = frozenset({"milestone", "note", "anchor", "pb", "fw"})
BOTTOM = frozenset({"closer", "postscript", "trailer"})
RANKS = ("part", "chapter", "section", "capitals", "roman", "arabic", "letter", "title")
RANK_WORDS = {"part": 0, "book": 0, "volume": 0, "annex": 0, "appendix": 0, "chapter": 1, "section": 2}
DEEPEST = 6
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
ADDRESSEE = lazy(r"(?:Letter |Note |Telegram |Message )?To (?!Be\b)[A-ZÀ-Þ]", re.I)


@dataclass(slots=True)
class Open:
    """A division being filled."""

    rank: int
    blocks: list[Block] = field(default_factory=list)
    has_text: bool = False
    has_children: bool = False
    closed: bool = False
    kind: str = "section"


def text_type_of(text: str, blocks: Sequence[Block], facts: Sequence[Fact], usual: str = "") -> str:
    """Return the kind of text, from the words of its title and from what opens and closes it.

    *usual* is the kind the profile expects; it counts where something opens or closes the text as a letter.
    """
    if several_letters(blocks):
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


def several_letters(blocks: Sequence[Block]) -> bool:
    """Whether the text opens and closes as a letter does more than once."""
    greeted = sum(is_in(block, "opener", {"salute"}) for block in blocks)
    signed = sum(is_in(block, "closer", {"signed"}) for block in blocks)
    return greeted > 1 and signed > 1


def kind_of_title(title: str) -> str:
    """Return the kind of text a title names, or ""; what stands behind "on" or "concerning" is what it is about."""
    words = WORD.findall(title[:90].lower())
    about = next((number for number, word in enumerate(words) if word in ABOUT), len(words))
    padded = f" {' '.join(words[:about])} "
    places = [(kind == "draft", padded.find(f" {word} "), kind) for kind, words in KINDS for word in words]
    return min((place for place in places if place[1] >= 0), default=(False, 0, ""))[2]


def group_parts(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with the parts of openers, closers and postscripts in one branch each.

    Each P.S. is a postscript of its own, and an address under the signature a closer of its own.
    """
    number = 0
    while number < len(blocks):
        part = blocks[number].attributes.get("part")
        if not part:
            yield blocks[number]
            number += 1
            continue
        last = number + 1
        while last < len(blocks) and blocks[last].attributes.get("part") == part:
            if part == "postscript" and POSTSCRIPT.match(text, blocks[last].span.start):
                break
            last += 1
        inner = tuple(
            b._replace(attributes={k: v for k, v in b.attributes.items() if k != "part"}) for b in blocks[number:last]
        )
        element = "closer" if part == "receiver" else part
        yield Block(element, Span(inner[0].span.start, inner[-1].span.end), children=inner)
        number = last


def divide(text: str, blocks: Sequence[Block], text_type: str) -> list[Block]:
    """Return the top-level divisions."""
    return Divider(text, text_type or "document").divide(list(group_parts(text, blocks)))


class Divider:
    """The divisions being filled, outermost first, and those that are done."""

    def __init__(self, text: str, text_type: str) -> None:
        self.text = text
        self.text_type = text_type
        self.stack: list[Open] = []
        self.roots: list[Block] = []

    def divide(self, blocks: list[Block]) -> list[Block]:
        """Put every block where it belongs."""
        for number, block in enumerate(blocks):
            if not self.stack:
                self.stack.append(Open(-1, kind=self.text_type))
            self.make_room(blocks, number)
            if block.element == "head" and block.attributes.get("type") == "notes":
                block = block._replace(attributes={})
            self.put(block)
        self.close(0)
        return self.roots

    def make_room(self, blocks: list[Block], number: int) -> None:
        """Open and close divisions so that the innermost one may take the block."""
        block, here = blocks[number], self.stack[-1]
        if block.element == "head" and block.attributes.get("type") == "notes":
            self.close(1 if self.stack[0].has_children or len(self.stack) > 1 else 0)
            self.stack.append(Open(len(RANKS), kind="notes"))
        elif block.element == "head":
            full = here.has_text or here.closed or here.kind == "notes"
            if full or starts_deeper(self.text, blocks, number, here):
                self.open_under(block)
        elif block.element in TOP:
            if here.has_text or here.closed:
                self.open_beside()
        elif here.closed and block.element not in GLOBAL | BOTTOM:
            self.open_beside()

    def put(self, block: Block) -> None:
        """Add a block to the innermost division."""
        here = self.stack[-1]
        if block.element in BOTTOM and not here.has_text:
            block = as_top(block)
            here.has_text = block.element not in TOP | {"argument"}
        elif block.element in BOTTOM:
            here.closed = True
        elif block.element not in TOP | GLOBAL:
            here.has_text = True
        here.blocks.append(block)

    def close(self, depth: int) -> None:
        """Close all divisions but the outermost *depth*."""
        while len(self.stack) > depth:
            made = division(self.text, self.stack.pop())
            if self.stack:
                self.stack[-1].blocks.append(made)
                self.stack[-1].has_children = True
            else:
                self.roots.append(made)

    def open_under(self, head: Block) -> None:
        """Close what the head's rank closes and open its division."""
        rank = rank_of(self.text, head)
        depth = len(self.stack)
        while depth > 1 and (
            self.stack[depth - 1].rank >= rank or self.stack[depth - 1].kind == "notes" or depth > DEEPEST
        ):
            depth -= 1
        while depth and self.stack[depth - 1].closed:
            depth -= 1
        self.close(depth)
        words = self.text[head.span.start : head.span.end].lower()
        kind = (
            RANKS[rank]
            if rank < 3
            else "letter"
            if re.search(r"\bletter to\b|^(?:\S{1,5}\s+)?to (?!be\b)", words)
            else "section"
        )
        self.stack.append(Open(rank if self.stack else -1, kind=kind))

    def open_beside(self) -> None:
        """Close the innermost division and open one without a head beside it."""
        last = self.stack[-1]
        self.close(len(self.stack) - 1)
        self.stack.append(Open(last.rank, kind=last.kind if last.kind != "notes" else "section"))


def as_top(block: Block) -> Block:
    """Return what closes nothing as something that may begin: a division without text has no bottom in TEI."""
    return block._replace(element={"postscript": "argument", "closer": "opener"}.get(block.element, "p"))


def starts_deeper(text: str, blocks: Sequence[Block], number: int, here: Open) -> bool:
    """Whether a head right behind other heads begins a division of its own.

    It does behind a break (a rule, front matter, an epigraph) under the title, and where it is numbered and another
    head of its kind follows.
    """
    if not any(block.element == "head" for block in here.blocks):
        return False
    last = here.blocks[-1]
    if here.rank < 0 and last.element in ("milestone", "note", "anchor", "epigraph", "opener"):
        return True
    rank = rank_of(text, blocks[number])
    if rank >= RANKS.index("title") or rank <= here.rank or RANKS[rank] == "capitals":
        return False
    return any(block.element == "head" and rank_of(text, block) == rank for block in blocks[number + 1 :])


def rank_of(text: str, head: Block) -> int:
    """Return how high a head stands, by its wording: part, chapter, section, capitals, numerals, letters, other."""
    words = text[head.span.start : head.span.end].split("\n")[0].strip()
    found = WORD.match(words.lower())
    if found and found.group() in RANK_WORDS and NUMBERING.match(words):
        return RANK_WORDS[found.group()]
    if NUMERAL_ONLY.fullmatch(words) or (NUMBERING.match(words) and re.match(r"[IVXLC]+\b|\d+\b|[A-Z][.)]", words)):
        if re.match(r"\d", words):
            return RANKS.index("arabic")
        return RANKS.index("roman") if re.match(r"[IVXLC]+\b", words) else RANKS.index("letter")
    if words.isupper() and len(words) > 3:
        return RANKS.index("capitals")
    return RANKS.index("title")


def is_letter(text: str, blocks: Sequence[Block]) -> bool:
    """Whether blocks open and close as a letter does, and somebody is addressed or greeted."""
    if not {"opener", "closer"} <= {block.element for block in blocks}:
        return False
    parts = [part.element for block in blocks if block.element in ("opener", "closer") for part in block.children]
    first = next((block for block in blocks if block.element == "p"), None)
    return "salute" in parts or (first is not None and opens_with_salutation(text[first.span.start : first.span.end]))


def division(text: str, done: Open) -> Block:
    """Return the finished division."""
    span = Span(done.blocks[0].span.start, done.blocks[-1].span.end) if done.blocks else Span(0, 0)
    kind = done.kind
    if kind in ("document", "section") and is_letter(text, done.blocks):
        kind = "letter"
    return Block("div", span, {"type": kind}, children=tuple(done.blocks))
