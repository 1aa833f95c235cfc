"""Random schemas and documents for them, made from a seed, and jing to compare with."""

from __future__ import annotations

import re
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
XSD = 'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
NO_JING = shutil.which("jing") is None

_DATA = {
    '<data type="integer"/>': ("1", "-7", "x", ""),
    '<data type="NCName"/>': ("a", "b-c", "1", "a b"),
    '<data type="date"><param name="minInclusive">2000-01-01</param></data>': (
        "2001-02-28",
        "2001-02-29",
        "1999-12-31",
    ),
    "<value>on</value>": ("on", " on ", "off"),
    '<value type="integer">1</value>': ("1", "01", "2"),
    '<data type="token"><except><value>no</value></except></data>': ("yes", "no", " no "),
    '<list><oneOrMore><data type="integer"/></oneOrMore></list>': ("1 2", "1 x", "", "3"),
    "<list><value>a</value><optional><value>b</value></optional></list>": ("a", "a b", "b", "a b c"),
    '<choice><value>on</value><data type="integer"/></choice>': ("on", "5", "of"),
}
_ATTRIBUTES = "klm"
_ELEMENTS = "abcd"


class Maker:
    """Makes one schema; element names may repeat, so contents are often ambiguous."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def content(self, depth: int) -> str:
        """Return the patterns of an element: attributes, then children."""
        random = self.random
        attributes = "".join(self.attribute(name) for name in _ATTRIBUTES if random.random() < 0.35)
        if random.random() < 0.1:
            attributes = self.awkward_attributes()
        roll = random.random()
        if roll < 0.2:
            return attributes + random.choice(list(_DATA))
        if roll < 0.3:
            return attributes + "<empty/>"
        if roll < 0.42:
            return attributes + "<text/>"
        return attributes + self.children(depth)

    def attribute(self, name: str) -> str:
        value = self.random.choice(["", *_DATA])
        made = f'<attribute name="{name}">{value}</attribute>'
        return made if self.random.random() < 0.3 else f"<optional>{made}</optional>"

    def awkward_attributes(self) -> str:
        return self.random.choice(
            (
                '<choice><attribute name="k"/><attribute name="l"><value>on</value></attribute></choice>',
                '<choice><group><attribute name="k"><value>1</value></attribute><attribute name="l"/></group>'
                '<attribute name="k"><data type="integer"/></attribute><empty/></choice>',
                "<zeroOrMore><attribute><anyName><except><name>m</name></except></anyName></attribute></zeroOrMore>",
                '<choice><group><attribute name="k"/><element name="a"><empty/></element></group>'
                '<attribute name="m"/></choice>',
            )
        )

    def children(self, depth: int) -> str:
        random = self.random
        roll = random.random()
        if depth <= 0 or roll < 0.3:
            name = random.choice(_ELEMENTS)
            wild = random.random()
            if wild < 0.06:
                head = "<element><anyName><except><name>a</name></except></anyName>"
            else:
                head = f'<element name="{name}">'
            return f"{head}{self.content(depth - 1) if depth > 0 else '<empty/>'}</element>"
        inner = "".join(self.children(depth - 1) for _ in range(random.randint(1, 3)))
        kinds = ("group", "group", "choice", "choice", "interleave", "optional", "zeroOrMore", "oneOrMore", "mixed")
        kind = random.choice(kinds)
        return f"<{kind}>{inner}</{kind}>"


def make_document(random: Random, depth: int) -> str:
    """Return a random element, its tags on lines of their own."""
    name = random.choice(_ELEMENTS + ("z" if random.random() < 0.05 else ""))
    values = [value for values in _DATA.values() for value in values]
    names = [one for one in _ATTRIBUTES if random.random() < 0.3]
    attributes = "".join(f" {one}={quoteattr(random.choice(values))}" for one in names)
    roll = random.random()
    if depth <= 0 or roll < 0.35:
        return f"<{name}{attributes}/>\n"
    if roll < 0.6:
        return f"<{name}{attributes}>{random.choice(values)}</{name}>\n"
    children = "".join(make_document(random, depth - 1) for _ in range(random.randint(1, 3)))
    text = "some text\n" if random.random() < 0.1 else ""
    return f"<{name}{attributes}>\n{text}{children}</{name}>\n"


class Guided:
    """Makes documents that a content nearly always allows, by walking through its patterns."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def document(self, content: str) -> str:
        """Return children for the patterns of an element, its attributes left out."""
        return "".join(self.make(child)[1] for child in ElementTree.fromstring(f"<g {RNG}>{content}</g>"))

    def make(self, pattern: ElementTree.Element) -> tuple[str, str]:
        """Return attributes and content for one pattern."""
        random = self.random
        kind = pattern.tag.rpartition("}")[2]
        children = [child for child in pattern if not child.tag.endswith("}anyName")]
        if kind == "empty" or random.random() < 0.03:
            return "", ""
        if kind == "text":
            return "", random.choice(("", "txt"))
        if kind in ("data", "value", "list"):
            return "", random.choice(("1", "2", "on", "a", "1 2", "a b", "2001-01-01", "yes"))
        if kind == "attribute":
            value = self.make(children[0])[1] if children else "q"
            return f' {pattern.get("name") or random.choice("kl")}="{value}"', ""
        times = {"optional": (0, 1), "zeroOrMore": (0, 3), "oneOrMore": (1, 3)}.get(kind, (1, 1))
        attributes = content = ""
        for _ in range(random.randint(*times)):
            chosen = [random.choice(children)] if kind == "choice" else list(children)
            if kind in ("interleave", "mixed"):
                random.shuffle(chosen)
            for child in chosen:
                more, inner = self.make(child)
                attributes += more
                content += inner + ("mixed in\n" if kind == "mixed" and random.random() < 0.4 else "")
        return (
            (attributes, content) if kind != "element" else ("", self.element(pattern.get("name"), attributes, content))
        )

    def element(self, name: str | None, attributes: str, content: str) -> str:
        """Return an element with each of its attributes once."""
        name = "z" if self.random.random() < 0.02 else name or self.random.choice("abz")
        once = dict(reversed(re.findall(r' (\w)="([^"]*)"', attributes)))
        start = "".join([f"<{name}", *(f' {key}="{value}"' for key, value in once.items()), ">"])
        line = "\n" if "<" in content else ""
        return f"{start}{line}{content}</{name}>\n"


@dataclass(frozen=True)
class Batch:
    """Many small schemas in one, and one document of many cases; ``starts`` are the lines where cases begin."""

    schema: str
    document: str
    starts: tuple[int, ...]

    def case(self, line: int) -> int:
        """Return the number of the case a line is in."""
        return bisect_right(self.starts, line)


def make_batch(random: Random, usable: Callable[[bytes], bool], schemas: int = 25, documents: int = 12) -> Batch:
    """Return a batch made of schemas that are *usable*, for some break a restriction."""
    elements: list[str] = []
    lines = ["<r>"]
    starts: list[int] = []
    while len(elements) < schemas:
        content = Maker(random).content(3)
        if not usable(f'<element {RNG} {XSD} name="x">{content}</element>'.encode()):
            continue
        name = f"c{len(elements)}"
        elements.append(f'<element name="{name}">{content}</element>')
        for _ in range(documents):
            inner = Guided(random).document(content) if random.random() < 0.7 else make_document(random, 2)
            starts.append(len(lines) + 1)
            lines += f"<{name}>\n{inner}</{name}>".split("\n")
    body = f"<zeroOrMore><choice>{''.join(elements)}</choice></zeroOrMore>"
    return Batch(f'<element {RNG} {XSD} name="r">{body}</element>', "\n".join([*lines, "</r>"]), tuple(starts))


def run_jing(schema: Path, documents: list[Path], *, ids: bool = False) -> dict[str, list[tuple[int, int, str]]]:
    """Return what jing reports, by the name of the document: line, column, message.  Ill-formed files stop it."""
    command = ["jing", *([] if ids else ["-i"]), str(schema), *map(str, documents)]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found: dict[str, list[tuple[int, int, str]]] = {}
    for line in output.splitlines():
        match = re.match(r"(.*?):(\d+):(\d+): (?:error|fatal|warning): (.*)", line)
        if match is None:
            raise AssertionError(f"jing says: {line}")
        found.setdefault(Path(match[1]).name, []).append((int(match[2]), int(match[3]), match[4]))
    return found
