"""The examples in tests/cases: a transcription, then the TEI of its body. They are specification and documentation.

A case is a heading, prose, a block of text and a block of XML. The first line of the text block may give options:
```text lines=wrapped. `pytest --update` rewrites the XML blocks; read the diff before you commit it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from lenin_tei.conversion import Options, build, check, read
from lenin_tei.serialiser import lay_out
from lenin_tei.source import read_source

CASES = Path(__file__).parent / "cases"
CASE = re.compile(
    r"^## (?P<title>.+?)\n.*?^```text(?P<options>[^\n]*)\n(?P<text>.*?)^```\n.*?^```xml\n(?P<xml>.*?)^```$", re.M | re.S
)
TEI = "{http://www.tei-c.org/ns/1.0}"


class Case(NamedTuple):
    path: Path
    title: str
    options: str
    text: str
    xml: str


def cases() -> list[Case]:
    return [
        Case(path, found["title"], found["options"], found["text"], found["xml"])
        for path in sorted(CASES.glob("*.md"))
        for found in CASE.finditer(path.read_text(encoding="utf-8"))
    ]


def body_of(text: str, given: str) -> str:
    chosen = dict(pair.split("=") for pair in given.split())
    options = Options(profile=chosen.get("profile", "mia"), lines=chosen.get("lines", "auto"), level="structure")
    source = read_source(text.encode(), "case.txt", lambda _: None)
    document, profile = read(source, options, lambda _: None)
    root = build(document, profile, options)
    assert [d.message for d in check(source, root)] == []
    body = root.find(f"{TEI}text/{TEI}body")
    assert body is not None
    lay_out(root)
    for element in body.iter():
        element.attrib.pop("{http://www.w3.org/XML/1998/namespace}id", None)
        element.attrib.pop("resp", None)
    inner = "".join(etree.tostring(child, encoding="unicode") for child in body)
    inner = inner.replace(' xmlns="http://www.tei-c.org/ns/1.0"', "")
    return re.sub(r"^ {6}", "", inner, flags=re.M).strip() + "\n"


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.path.stem}: {case.title}")
def test_the_transcription_becomes_this_tei(case: Case, update: bool) -> None:
    made = body_of(case.text, case.options)
    if update and made != case.xml:
        text = case.path.read_text(encoding="utf-8")
        whole = next(f for f in CASE.finditer(text) if f["title"] == case.title)
        case.path.write_text(text[: whole.start("xml")] + made + text[whole.end("xml") :], encoding="utf-8")
    assert made == case.xml or update
