from __future__ import annotations

import json
import re
import subprocess
from collections import Counter

import pytest
from conftest import program
from lxml import etree
from test_export_words import GRAMMAR, WRITER, numbered, words

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters import export
from lenin_tei.exporters.markdown_words import escape

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'


def markdown(body: str, header: str = "") -> str:
    return export(f"{TEI}{header}<text><body>{body}</body></text></TEI>".encode(), to="markdown").rstrip("\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div><head>A</head><div><head>B<lb/>C</head><p>d</p></div></div>", "# A\n\n## B C\n\nd"),
        ("<p>a <hi rend='italic'>b</hi> <hi rend='bold'>c</hi> <title level='m'>d</title></p>", "a *b* **c** *d*"),
        ("<p>a<lb/>b</p>", "a\\\nb"),
        ("<lg><l>a</l><l>b</l></lg>", "a\\\nb"),
        ("<list><item>a</item><item>b<list><item>c</item></list></item></list><p>d</p>", "- a\n- b\n  - c\n\nd"),
        ("<list type='ordered'><item>a</item><item><p>b</p><p>c</p></item></list>", "1. a\n2. b\n\n   c"),
        ("<list><item n='1.'>a</item></list>", "- 1\\. a"),
        ("<quote><p>a</p><p>b</p></quote><p>c</p>", "> a\n>\n> b\n\nc"),
        ("<table><row><cell>a</cell><cell>b|c</cell></row><row><cell><p>d</p><p>e</p></cell><cell/></row></table><p>f</p>",
         "| a | b\\|c |\n|---|---|\n| d e |  |\n\nf"),
        ("<p>a<note n='1'><p>N</p><p>M</p></note> b</p>", "a[^1] b\n\n[^1]: N\n\n    M"),
        ("<p>a<note n='*'>N</note><note n='1'>M</note><note n='1'>O</note></p>",
         "a[^note][^1][^1-2]\n\n[^note]: N\n\n[^1]: M\n\n[^1-2]: O"),
        ("<p>a<note n='1'>N<note n='2'>M</note> O</note></p>", "a[^1]\n\n[^1]: N \\[M\\] O"),
        ("<p>a<ptr target='#n'/></p><div type='notes'><note xml:id='n' n='7'>N</note></div>", "a\\[7\\]\n\n\\[7\\] N"),
        ("<table><row><cell>a</cell></row><row><cell>b</cell><cell><list><item>c</item></list></cell></row></table>",
         "| a | |\n|---|---|\n| b | c |"),
        ("<eg>a *b*\n  c</eg>", "```\na *b*\n  c\n```"),
        ("<p>a <list rend='inline'><item>b,</item> <item>c</item></list>.</p>", "a b, c."),
        ("<p>(<choice><sic>1937</sic></choice>)</p><p>(<date>1937</date>)</p>", "(1937\\)\n\n\\(1937)"),
        ("<p><choice><sic>1</sic></choice>. a</p>", "1\\. a"),
        ("<p>v. to moor</p><p>(a) no</p><p>a) no</p><p>{.x}</p>", "v\\. to moor\n\n\\(a) no\n\na\\) no\n\n\\{.x\\}"),
        ("<p>see <ref target='https://example.org'>here</ref> <ref target='javascript:x'>there</ref></p>",
         "see [here](https://example.org) there"),
        ("<milestone unit='section' rend='* * *'/><p>a</p>", "* * *\n\na"),
        ("<p>1. not a list</p><p># not a head</p><p>- no</p><p>a_b *c* [d] &lt;e> &amp;amp;</p>",
         "1\\. not a list\n\n\\# not a head\n\n\\- no\n\na\\_b \\*c\\* \\[d\\] \\<e\\> \\&amp;"),
    ],
)  # fmt: skip
def test_markdown(body: str, expected: str):
    assert markdown(body) == expected


def test_footnotes_of_several_documents_have_names_of_their_own():
    one = "<TEI><text><body><p>a<note n='1'>N</note></p></body></text></TEI>"
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{one}{one}</teiCorpus>'
    assert export(corpus.encode(), to="markdown") == "a[^1]\n\n[^1]: N\n\na[^1-2]\n\n[^1-2]: N\n"


def test_names_can_have_their_identifiers():
    assert export(
        f"{TEI}<text><p><persName ref='#p'>P</persName></p></text></TEI>".encode(), to="markdown", names="id"
    ) == ("P \\[p\\]\n")


def test_markdown_is_not_wrapped():
    with pytest.raises(LeninTeiError, match="not wrapped"):
        export(f"{TEI}<text><p>a</p></text></TEI>".encode(), to="markdown", wrap=40)


def test_the_header_becomes_yaml():
    titles = '<titleStmt><title>A "quoted": title</title><author>A. Author</author></titleStmt>'
    header = f"<teiHeader><fileDesc>{titles}</fileDesc></teiHeader>"
    assert markdown("<p>a</p>", header) == '---\ntitle: "A \\"quoted\\": title"\nauthor:\n- "A. Author"\n---\n\na'


def read_by_pandoc(text: str) -> str:
    command = [program("pandoc"), "--from=markdown-smart", "--to=json"]
    tree = json.loads(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout)
    parts: list[str] = []
    stack = [tree["blocks"]]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict) and node.get("t") in ("Str", "Code"):
            parts.append(node["c"] if node["t"] == "Str" else node["c"][1])
        elif isinstance(node, dict):
            parts.append(" " if node.get("t") in ("Space", "SoftBreak", "LineBreak", "Para", "Plain", "Cell") else "")
            stack.append(node.get("c", []))
    return "".join(parts)


@pytest.mark.parametrize("element", sorted(GRAMMAR.elements)[::8])
def test_pandoc_reads_every_word(element: str):
    root = numbered(WRITER.document(element, full=True))
    data = etree.tostring(root)
    assert Counter(words(read_by_pandoc(export(data, to="markdown")))) == Counter(words(export(data, to="text")))


SIGNS = r"""*a* 1.&b 1)&b -&c +&c #&d >&e a_b_c [x](y) `f` <g> ~~h~~ $x$ @key |&a :&a a^b^ --- === \ ![x](y) ^a
http://x.org/_a_ ***"""


@pytest.mark.parametrize("text", [sign.replace("&b", " b").replace("&", " ") for sign in SIGNS.split()])
def test_typed_signs_stay_as_typed(text: str):
    assert re.sub(r"\s", "", read_by_pandoc(escape(text))) == re.sub(r"\s", "", text)
