"""Documents made from a grammar: for every element some that use it in every way the grammar allows.

The same seed gives the same documents. A document takes the shortest way from the root to its element, as plain as the
grammar allows; the element itself gets random attributes and random children, and so do these.
"""

from __future__ import annotations

import random
from collections import Counter, deque

from lxml import etree

from .grammar import RNG, Grammar, children, kind

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
LEVELS = 2
WORDS = ("word", "слово", "“A – b”", "1 < 2 & 3")

# Values for each datatype the grammar uses, or for the pattern where it has one: usual ones and the edges.
SAMPLES = {
    "anyURI": ("#id-1", "letter.xml#p-1", "../a/b.xml?x=1:2#c", "https://example.org/%C3%A9", "urn:isbn:1", "п.xml"),
    "language": ("en", "ru", "de-DE", "ru-Latn", "zh-Hant-TW", "x-none"),
    "date": ("1918-10-03", "1900-02-28", "2000-02-29"),
    "gYear": ("1918", "0044", "-0044"),
    "gYearMonth": ("1918-10",),
    "gMonthDay": ("--02-29",),
    "gMonth": ("--10",),
    "dateTime": ("1918-10-03T12:30:00", "1918-10-03T12:30:00.5Z"),
    "time": ("12:30:00", "23:59:59+03:00"),
    "decimal": ("3", "-0.5", "012.750", ".5"),
    "nonNegativeInteger": ("0", "2", "007"),
    "Name": ("persName", "lenin-tei", "a.b_c"),
    "token": ("a", "two  words", "([a-z]+)"),
    r"[^\p{C}\p{Z}]+": ("x", "слово", "[p.", "*", "1.", "—"),
    ".+": (".", " ", ", "),
    r"[a-z][a-z0-9\+\.\-]*": ("gnd", "a+b.c-1"),
    r"[\d]+[a-z]*[\d]*(\.[\d]+[a-z]*[\d]*){0,3}": ("1", "0.1.0", "1.2rc1.3"),
    r"-?[0-9]+(\.[0-9]+)? -?[0-9]+(\.[0-9]+)?": ("55.75 37.61", "-1 -2.5"),
    r"[\-+]?\d+(\.\d+)?(%|cm|mm|in|pt|pc|px|em|ex|ch|rem|vw|vh|vmin|vmax)": ("10cm", "-1.5%"),
}


class Writer:
    """Writes documents that a grammar allows; *seed* decides which."""

    def __init__(self, grammar: Grammar, seed: int) -> None:
        self.grammar = grammar
        self.random = random.Random(seed)
        self.often = 0.5
        self.ids = 0
        self.turns: Counter[tuple[str, etree._Element]] = Counter()
        self.inside: dict[etree._Element, frozenset[str]] = {}
        self.meant: dict[etree._Element, list[etree._Element]] = {}
        self.shortest: dict[etree._Element, list[etree._Element]] = {}
        self.depths = self._depths()
        self.paths = self._paths()

    def document(self, name: str, *, full: bool = False) -> etree._Element:
        """Return a document that holds the element *name*; if *full*, with all that is optional."""
        self.often = 1.0 if full else 0.5
        path = self.paths[name][1:]
        return self._element("TEI", path, 0 if path else LEVELS)

    def _depths(self) -> dict[str, float]:
        """Return how many levels each element needs at least."""
        depths = dict.fromkeys(self.grammar.elements, float("inf"))
        while True:
            better = {
                name: 1 + max((self._depth(part, depths) for part in children(element)), default=0)
                for name, element in self.grammar.elements.items()
            }
            if better == depths:
                return depths
            depths = better

    def _depth(self, node: etree._Element, depths: dict[str, float]) -> float:
        match kind(node):
            case "element":
                return depths[node.get("name", "")]
            case "choice":
                return min(self._depth(part, depths) for part in self._parts(node))
            case "ref" | "group" | "interleave" | "mixed" | "oneOrMore":
                return max(self._depth(part, depths) for part in self._parts(node))
        return 0

    def _shortest(self, choice: etree._Element) -> list[etree._Element]:
        """Return the options of *choice* that need the fewest levels."""
        if choice not in self.shortest:
            depths = [self._depth(part, self.depths) for part in children(choice)]
            self.shortest[choice] = [
                part for part, depth in zip(children(choice), depths, strict=True) if depth == min(depths)
            ]
        return self.shortest[choice]

    def _parts(self, node: etree._Element) -> list[etree._Element]:
        if node.tag != f"{RNG}ref":
            return children(node)
        if node not in self.meant:
            defines = self.grammar.defines[node.get("name", "")]
            self.meant[node] = [part for define in defines for part in children(define)]
        return self.meant[node]

    def _holds(self, node: etree._Element) -> frozenset[str]:
        """Return the names of the elements that may stand at *node*, not those below them."""
        if node.tag == f"{RNG}element":
            return frozenset({node.get("name", "")})
        if node not in self.inside:
            self.inside[node] = frozenset().union(*(self._holds(part) for part in self._parts(node)))
        return self.inside[node]

    def _paths(self) -> dict[str, tuple[str, ...]]:
        """Return the shortest way from the root to each element."""
        paths, queue = {"TEI": ("TEI",)}, deque(["TEI"])
        while queue:
            parent = queue.popleft()
            below = frozenset().union(*(self._holds(part) for part in children(self.grammar.elements[parent])))
            for name in sorted(below - paths.keys()):
                paths[name] = (*paths[parent], name)
                queue.append(name)
        return paths

    def _element(self, name: str, path: tuple[str, ...], levels: int) -> etree._Element:
        made = etree.Element(f"{{{TEI}}}{name}", nsmap={None: TEI})
        self._fill_all(made, children(self.grammar.elements[name]), path, levels)
        return made

    def _fill_all(self, made: etree._Element, parts: list[etree._Element], path: tuple[str, ...], levels: int) -> None:
        """Add all *parts* to *made*; one of those that can leads on along *path*."""
        leads = [part for part in parts if path[0] in self._holds(part)] if path else []
        lead = self.random.choice(leads) if leads else None
        for part in parts:
            self._fill(made, part, path if part is lead else (), levels)

    def _fill(self, made: etree._Element, node: etree._Element, path: tuple[str, ...], levels: int) -> None:
        """Add *node* to *made*: along *path* where given, at random while *levels* remain, else as little as may be."""
        parts = self._parts(node)
        match kind(node):
            case "element":
                below = path[1:]
                levels = levels - 1 if not path else 0 if below else LEVELS
                made.append(self._element(node.get("name", ""), below, max(levels, 0)))
            case "attribute":
                made.set(node.get("name", "").replace("xml:", f"{{{XML}}}"), " ".join(self._values(made.tag, parts)))
            case "text" | "data" | "value" | "list":
                self._say(made, " ".join(self._values(made.tag, [node])))
            case "choice":
                self._fill(made, self._option(made.tag, node, path, levels), path, levels)
            case "optional":
                if path or (levels and self.random.random() < self.often):
                    self._fill_all(made, parts, path, levels)
            case "zeroOrMore" | "oneOrMore":
                least = 1 if path or kind(node) == "oneOrMore" else 0
                for turn in range(self.random.randint(least, 3) if levels else least):
                    self._fill_all(made, parts, path if turn == 0 else (), levels)
            case "mixed":
                self._say(made, self.random.choice(WORDS))
                self._fill_all(made, parts, path, levels)
                for child in made:
                    child.tail = self.random.choice(WORDS)
            case _:
                self._fill_all(made, parts, path, levels)

    def _option(self, name: str, node: etree._Element, path: tuple[str, ...], levels: int) -> etree._Element:
        """Return one option of *node* in the element *name*: by turns, so that each is used."""
        parts = children(node)
        if path:
            return self.random.choice([part for part in parts if path[0] in self._holds(part)])
        if not levels:
            parts = self._shortest(node)
        self.turns[name, node] += 1
        return parts[self.turns[name, node] % len(parts)]

    def _say(self, made: etree._Element, words: str) -> None:
        if len(made):
            made[-1].tail = (made[-1].tail or "") + words
        else:
            made.text = (made.text or "") + words

    def _values(self, name: str, parts: list[etree._Element]) -> list[str]:
        """Return one value for each of *parts*, in the element *name*."""
        values: list[str] = []
        for node in parts:
            match kind(node):
                case "value":
                    values.append(node.text or "")
                case "data":
                    values.append(self._sample(node))
                case "text":
                    values.append(self.random.choice(WORDS))
                case "choice":
                    values += self._values(name, [self._option(name, node, (), 1)])
                case "optional" | "zeroOrMore":
                    values += self._values(name, children(node)) if self.random.random() < 0.5 else []
                case "oneOrMore":
                    values += self._values(name, children(node) * self.random.randint(1, 2))
                case _:
                    values += self._values(name, self._parts(node))
        return values

    def _sample(self, data: etree._Element) -> str:
        if data.get("type") == "ID":
            self.ids += 1
            return f"id-{self.ids}"
        pattern = data.findtext(f"{RNG}param[@name='pattern']", "")
        return self.random.choice(SAMPLES.get(pattern) or SAMPLES[data.get("type", "")])
