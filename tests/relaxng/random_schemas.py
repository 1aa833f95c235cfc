"""Random schemas and documents for them, made from a seed, and jing to compare with."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
XSD = 'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
NO_JING = shutil.which("jing") is None

Item = tuple[str, object]
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
