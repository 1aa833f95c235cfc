"""Divisions: a flat sequence of blocks becomes nested `div`s, with `opener` and `closer` where letters have them.

TEI Guidelines 4.2 and 4.2.2: a division opens with heads, bylines, datelines, salutations; then come blocks; then
further divisions; then what closes it. Blocks after a closer therefore begin a new division.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lenin_tei.model import Block
from lenin_tei.patterns import lazy
from lenin_tei.source import Span
from lenin_tei.wording import NUMBERING, NUMERAL_ONLY, POSTSCRIPT, opens_with_salutation

TOP = frozenset({"head", "byline", "epigraph", "opener"})
GLOBAL = frozenset({"milestone", "note", "anchor", "pb", "fw"})
BOTTOM = frozenset({"closer", "postscript", "trailer"})
RANKS = ("part", "chapter", "section", "capitals", "roman", "arabic", "letter", "title")
RANK_WORDS = {"part": 0, "book": 0, "volume": 0, "annex": 0, "appendix": 0, "chapter": 1, "section": 2}
DEEPEST = 6
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
