from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters import export

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT.parent / "shared" / "tei" / "letter.xml"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'
FRONT = """<teiHeader><fileDesc><notesStmt>
  <note type="transcription"><ab>Written: 3 October</ab>
    <ab>Source: a book</ab></note>
  <note type="transcription" target="#source-2"><ab>Top of the page</ab></note>
</notesStmt></fileDesc></teiHeader>"""


def text(body: str, before: str = "", **options: object) -> str:
    tei = f"{TEI}{before}<text><body>{body}</body></text></TEI>"
    return export(tei.encode(), to="text", **options).rstrip("\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div>\n  <head>One</head>\n  <p>Two\n     lines.</p>\n</div>", "One\n\nTwo lines."),
        ("<p>a<lb/>b</p>", "a\nb"),
        ("<p>reached\n   <lb/>me</p>", "reached\nme"),
        ("<p>yester <lb break='no'/>\n day</p>", "yesterday"),
        ("<p>yester-<lb break='no'/>day</p>", "yester-\nday"),
        ("<p>two  blanks and\u00a0one</p>", "two  blanks and\u00a0one"),
        ("<lg><l>one</l>\n<l>two</l></lg>", "one\ntwo"),
        ("<lg><lg><l>one</l></lg><lg><l>two</l></lg></lg>", "one\n\ntwo"),
        ("<list><item n='1.'>a</item><item n='(b)'><p>b</p></item></list>", "1. a\n(b) b"),
        ("<list type='gloss'><label>bread</label><item>Brot</item></list>", "bread Brot"),
        ("<table><row><cell>a</cell><cell/><cell>c</cell></row><row><cell/><cell>d</cell></row></table>",
         "a\t\tc\n\td"),
        ("<sp><speaker>HAMLET.</speaker><p>To be</p></sp>", "HAMLET.\nTo be"),
        ("<sp><speaker>Foot:</speaker><p>To be</p></sp>", "Foot: To be"),
        ("<milestone unit='section' rend='* * *'/><p>a</p>", "* * *\n\na"),
        ("<milestone unit='section' rend='line'/><p>a</p>", "a"),
        ("<p>end. <pb n='149' rend='[p. 149]'/> Next</p>", "end. [p. 149] Next"),
        ("<p>end.<pb n='149'/>Next</p>", "end. Next"),
        ("<p>sp<pb n='2' break='no'/>lit</p>", "split"),
        ("<p>a <hi n='_' rend='italic'>b</hi> <hi rend='italic'>c</hi></p>", "a _b_ c"),
        ("<p>a <gap/> b <gap rend='...'/></p>", "a […] b ..."),
        ("<opener><salute>Dear</salute></opener><p>a</p><closer><salute>Yours</salute><signed>N</signed></closer>",
         "Dear\n\na\n\nYours\nN"),
        ("<p>a<q>b</q>, <quote>c</quote></p><quote><p>d</p></quote>", "ab, c\n\nd"),
        ("<p><bibl><author>A</author>, <title>T</title></bibl></p>", "A, T"),
        ("<entry><form><orth>cat</orth><pron>kat</pron></form><gramGrp><pos>n</pos></gramGrp>"
         "<sense n='1'><def>animal</def></sense></entry>", "cat kat n animal"),
        ("<castList><castItem><role>Anna</role>, <roleDesc>a maid</roleDesc></castItem></castList>", "Anna, a maid"),
        ("<figure><graphic url='x.png'/><head>H</head><figDesc>D</figDesc></figure>", "H\nD"),
        ("<p>a<!-- not text --> b<?pi not text?></p>", "a b"),
        ("<p>a<index><term>not here</term></index> b</p>", "a b"),
        ("<p>a <gap><desc>two leaves</desc></gap> b</p>", "a [… two leaves] b"),
        ("<p>the <subst><del>ship</del><add>boat</add></subst>, d<subst><del>a</del><add>o</add></subst>g</p>",
         "the ship boat, daog"),
        ("<listWit><witness>First print</witness><witness>Proofs</witness></listWit>", "First print\nProofs"),
        ("<list rend='bulleted'><item>a<list type='ordered'><item>b</item><item>c</item></list></item></list>",
         "• a\n  1. b\n  2. c"),
        ("<p>in <list rend='inline'><item>one,</item> <item>two</item></list>.</p>", "in one, two."),
        ("<table><row><cell><p>a</p><p>b</p></cell><cell><table><row><cell>c</cell><cell>d</cell></row></table></cell>"
         "</row></table>", "a b\tc d"),
        ("<lg><l>a</l><l rend='indent'>b</l></lg>", "a\n    b"),
        ("<eg>if a:\n    b\n\nc</eg>", "if a:\n    b\n\nc"),
        ("<ab xml:space='preserve'>a  b\n  <hi>c\nd</hi></ab>", "a  b\n  c\nd"),
        ("<p><ruby><rb>港</rb><rt>みなと</rt></ruby>と</p>", "港(みなと)と"),
        ("<entryFree><form><orth>tide</orth></form>, <pos>n</pos>.</entryFree>", "tide, n."),
        ("<p>a <ptr target='https://example.org/x'/>, <ptr target='#y'/>b</p>", "a https://example.org/x, b"),
        ("<p>a<noteGrp><note n='1'>N</note> <note n='2'>M</note></noteGrp>.</p>", "a[1] [2].\n\n[1] N\n\n[2] M"),
        ("<postscript><label>P. S.</label><p>a</p></postscript>", "P. S. a"),
        ("<p>sp<pb n='2' rend='[2]' break='no'/>lit</p>", "sp[2]lit"),
    ],
)  # fmt: skip
def test_layout(body: str, expected: str):
    assert text(body) == expected


def test_front_matter_stands_after_the_title_block_and_where_its_anchor_is():
    body = """<div><byline>N. N.</byline><head>Title</head><pb/><head>1918</head>
      <opener><salute>Dear</salute></opener>
      <p>Text</p><anchor type="transcription" xml:id="source-2"/><p>End</p></div>"""
    expected = "N. N.\n\nTitle\n\n1918\n\nWritten: 3 October\nSource: a book\n\nDear\n\nText\n\nTop of the page\n\nEnd"
    assert text(body, FRONT) == expected
    assert "Written" not in text(body, FRONT, header=False)


def test_front_matter_stands_first_when_there_is_no_title():
    assert text("<div><p>Text</p></div>", FRONT).startswith("Written: 3 October")


def test_a_literal_block_whose_anchor_is_gone_stands_at_the_end_and_is_not_lost():
    assert text("<div><head>T</head><p>Text</p></div>", FRONT).endswith("Text\n\nTop of the page")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ('<note n="1" place="end"><p>N</p></note>', "a[1] b\n\n[1] N"),
        ('<note n="1" rend="(1) 1.">N</note>', "a(1) b\n\n1. N"),
        ('<note n="1" rend="1">N</note>', "a1 b\n\nN"),
        ('<note n="*" rend="* *"><p>N</p><p>M</p></note>', "a* b\n\n* N\n\nM"),
        ('<note n="3" rend="small italic">N</note>', "a[3] b\n\n[3] N"),
        ("<note>N</note><note>M</note>", "a[1][2] b\n\n[1] N\n\n[2] M"),
        ("<note>N</note><note n='1'>M</note>", "a[2][1] b\n\n[2] N\n\n[1] M"),
        ("<note n='1'>N<note n='2'>M</note></note>", "a[1] b\n\n[1] N[2]\n\n[2] M"),
        ("<note place='inline'>N</note>", "a [N] b"),
    ],
)
def test_notes_come_after_the_text(note: str, expected: str):
    assert text(f"<p>a{note} b</p>") == expected


def test_notes_stand_in_their_division_in_the_order_it_gives():
    body = """<div><p>a<note n="1" xml:id="n1">N</note> b<note n="2" xml:id="n2">M</note></p>
      <div type="notes" corresp="#n2 #n0 #n1"><head>Notes</head>
        <note xml:id="n0" rend="- *"><p>loose</p></note></div>
      <p>after<note n="3">O</note></p></div>"""
    assert text(body) == "a[1] b[2]\n\nNotes\n\n[2] M\n\n* loose\n\n[1] N\n\nafter[3]\n\n[3] O"


def test_notes_that_wait_are_laid_out_at_an_anchor_or_an_empty_division():
    assert text('<p>a<note n="1">N</note></p><anchor type="notes"/><p>b</p>') == "a[1]\n\n[1] N\n\nb"
    assert text('<p>a<note n="1">N</note></p><div type="notes"><head>Notes</head></div>') == "a[1]\n\nNotes\n\n[1] N"


def test_a_note_that_is_a_block_stays_where_it_is():
    assert text("<div><p>a</p><note place='foot' n='4'>N</note><p>b</p></div>") == "a\n\n[4] N\n\nb"


def test_a_pointer_to_a_note_prints_its_sign():
    assert text('<p>a<ptr target="#n"/></p><div type="notes"><note xml:id="n" n="7">N</note></div>') == "a[7]\n\n[7] N"


def test_notes_inline_and_none():
    body = '<p>a<note n="1"><p>N</p></note> b</p>'
    assert text(body, notes="inline") == "a [N] b"
    assert text(body, notes="none") == "a b"


CHOICES = (
    "<p><choice>\n<sic>he</sic>\n<corr>be</corr></choice> <choice><orig>vp</orig><reg>up</reg></choice> "
    "<choice><expan>Mister</expan><abbr>Mr</abbr></choice> <del>x</del><add>y</add> <sic>z</sic> "
    "<app><lem>l</lem><rdg>r</rdg></app></p>"
)


def test_the_original_layer_is_the_default_and_prints_one_reading():
    assert text(CHOICES) == "he vp Mr xy z l"


def test_the_corrected_layer():
    assert text(CHOICES, layer="corrected") == "be up Mister y z l"


def test_a_corrected_text_joins_words_that_lines_had_cut():
    body = "<p>har-<lb break='no'/>bour, sea\u00ad<lb break='no'/>side, well-<lb/>known, yester<lb break='no'/>day</p>"
    assert text(body) == "har-\nbour, sea\u00ad\nside, well-\nknown, yesterday"
    assert text(body, layer="corrected") == "harbour, seaside, well-\nknown, yesterday"


def test_an_empty_character_is_what_the_header_says_it_stands_for():
    declared = """<teiHeader><encodingDesc><charDecl><char xml:id="thorn"><mapping type="modern">th</mapping>
        <mapping type="Unicode">þ</mapping></char></charDecl></encodingDesc></teiHeader>"""
    assert text('<p>wi<g ref="#thorn"/> <g ref="#none"/><g ref="#thorn">p</g></p>', declared) == "wiþ p"


def test_names_with_identifiers_and_page_numbers():
    body = '<pb n="2"/><p><persName ref="#person-lenin">Lenin</persName> and <placeName>Bern</placeName></p>'
    assert text(body, names="id", pages=True) == "[p. 2]\n\nLenin [person-lenin] and Bern"


def test_lines_can_be_wrapped():
    table = "<table><row><cell>a b c d e f</cell><cell>g</cell></row></table>"
    body = f"<p>one two three four</p><p>longest-of-all-words</p>{table}"
    assert text(body, wrap=9) == "one two\nthree\nfour\n\nlongest-of-all-words\n\na b c d e f\tg"


def test_wrapped_lines_stay_set_in():
    assert text("<lg><l rend='indent'>one two three four</l></lg>", wrap=12) == "    one two\n    three\n    four"


def test_header_and_stand_off_are_never_printed():
    stand_off = "<standOff><listPerson><person><persName>y</persName></person></listPerson></standOff>"
    assert text("<p>a</p>", f"<teiHeader><p>x</p></teiHeader>{stand_off}") == "a"


def test_a_document_without_text_prints_nothing():
    assert export(f"{TEI}<teiHeader><p>x</p></teiHeader></TEI>".encode(), to="text") == ""


def test_every_document_of_a_corpus_has_its_notes_at_its_own_end():
    one = '<TEI><text><body><p>a<note n="1">N</note></p></body></text></TEI>'
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{one}{one}</teiCorpus>'
    assert export(corpus.encode(), to="text") == "a[1]\n\n[1] N\n\na[1]\n\n[1] N\n"


def test_groups_fronts_and_backs_are_printed():
    tei = (
        f"{TEI}<text><front><titlePage><docTitle><titlePart>T</titlePart></docTitle></titlePage></front><group>"
        "<text><body><p>a</p></body></text><text><body><p>b</p></body></text></group><back><p>c</p></back></text></TEI>"
    )
    assert export(tei.encode(), to="text") == "T\n\na\n\nb\n\nc\n"


def test_a_source_document_prints_its_lines():
    tei = f"{TEI}<sourceDoc><surface><zone><line>one</line><line>two</line></zone></surface></sourceDoc></TEI>"
    assert export(tei.encode(), to="text") == "one\ntwo\n"


def test_tei_without_its_namespace_is_read():
    assert export(b"<TEI><text><body><p>a</p><p>b</p></body></text></TEI>", to="text") == "a\n\nb\n"


def test_entities_stand_for_their_text_but_never_grow():
    declared = '<!DOCTYPE TEI [<!ENTITY a "Ä"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "/etc/hostname">]>'
    tei = f"{declared}{TEI}<text><p>&a; &b; &c;</p></text></TEI>"
    assert export(tei.encode(), to="text") == "Ä &b; &c;\n"


def test_what_is_no_xml_and_unknown_options_are_refused_in_one_line():
    for call in (
        lambda: export(b"Dear Sir", to="text"),
        lambda: export(b"<TEI/>", to="papyrus"),
        lambda: text("", notes="everywhere"),
        lambda: text("", colour="red"),
    ):
        with pytest.raises(LeninTeiError) as raised:
            call()
        assert "\n" not in str(raised.value)


def test_the_sample_letter_reads_as_a_letter():
    if not SAMPLE.exists():
        pytest.skip("the shared sample letter is not here")
    given_back = export(SAMPLE.read_bytes(), to="text")
    assert given_back.startswith("Bergen, 3d May 1871\nMy dear Lund,\n\nYour letter of the 20th ult. reached\nme")
    assert given_back.endswith("Ever yours,\nA. Holm\n\nP. S. Write soon.\n\n[1] The Commune; see A History, p. 12.\n")


@pytest.mark.parametrize("element", ["div", "hi", "note", "list", "q"])
def test_depth_costs_nothing(element: str):
    depth = 900
    assert "x" in text(
        "<p>" * (element != "div")
        + f"<{element}>" * depth
        + "x"
        + f"</{element}>" * depth
        + "</p>" * (element != "div")
    )


def test_time_is_linear():
    paragraph = (
        "<p>Some <name>words</name> with a note<note>N</note> and <choice><sic>a</sic><corr>b</corr></choice>.</p>"
    )
    start = time.process_time()
    text(paragraph * 5_000)
    assert time.process_time() - start < 3


INLINE = ["hi", "persName", "q", "date", "foreign", "emph", "seg", "unclear", "supplied", "add", "del", "title", "ref"]
BLOCK = ["p", "head", "ab", "l", "quote", "closer", "trailer", "salute"]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=8)


@st.composite
def blocks(draw: st.DrawFn) -> etree._Element:
    block = etree.Element(draw(st.sampled_from(BLOCK)))
    block.text = draw(WORDS)
    for name in draw(st.lists(st.sampled_from([*INLINE, "lb", "note"]), max_size=5)):
        inner = etree.SubElement(block, name)
        if name != "lb":
            inner.text = draw(WORDS)
        inner.tail = draw(st.sampled_from(["", " ", "\n  ", "tail", " tail\n"]))
    return block


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(blocks(), max_size=6))
def test_every_character_is_printed_once_and_in_order_notes_last(made: list[etree._Element]):
    tree = etree.fromstring(f"{TEI}<text><body><div/></body></text></TEI>")
    tree[0][0][0].extend(made)
    clean = etree.fromstring(etree.tostring(tree))
    printed = "".join(export(etree.tostring(tree), to="text").split())
    running, notes = "", []
    for _, node in etree.iterwalk(clean, events=("start", "end")):
        if _ == "start" and node.tag.endswith("note"):
            notes.append(f"[{len(notes) + 1}]")
            running += notes[-1]
            notes[-1] += node.text or ""
        elif _ == "start":
            running += node.text or ""
        else:
            running += node.tail or ""
    assert printed == "".join((running + "".join(notes)).split())
