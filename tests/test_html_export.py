from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters import export
from lenin_tei.exporters.addresses import safe_address

NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'
TITLES = "<titleStmt><title>Header title</title><author>A. Author</author></titleStmt>"


def page(
    body: str, *, header: str = "", beside: str = "", attributes: str = "", **options: object
) -> lxml_html.HtmlElement:
    head = f"<teiHeader><fileDesc>{TITLES}</fileDesc>{header}</teiHeader>"
    tei = f"<TEI {NAMESPACE}{attributes}>{head}{beside}<text><body>{body}</body></text></TEI>"
    return lxml_html.document_fromstring(export(tei.encode(), to="html", **options))


def text_of(body: str) -> str:
    [document] = page(body).find_class("document")
    return " ".join(document.text_content().split())


def first(root: lxml_html.HtmlElement, name: str) -> lxml_html.HtmlElement:
    return next(root.iter(name))


def test_the_first_head_is_the_title_of_the_page_and_inner_divisions_follow():
    inner = "<div><head>One</head><div><head>Two</head></div></div>"
    root = page(f"<div><head>Title</head><head type='date'>1918</head>{inner}</div>")
    assert [(h.tag, h.text_content()) for h in root.find_class("document")[0].iter("h1", "h2", "h3")] == [
        ("h1", "Title"),
        ("h2", "One"),
        ("h3", "Two"),
    ]


def test_the_header_gives_the_title_where_the_text_has_none():
    root = page("<p>Text</p>")
    assert first(root, "h1").text_content() == "Header title"
    assert first(root, "title").text_content() == "Header title – A. Author"


def test_a_title_page_gives_the_title():
    title = "<titlePage><docTitle><titlePart>The Play</titlePart></docTitle></titlePage>"
    tei = f"<TEI {NAMESPACE}><text><front>{title}</front></text></TEI>"
    root = lxml_html.document_fromstring(export(tei.encode(), to="html"))
    assert [h.text_content() for h in root.iter("h1")] == ["The Play"]


def test_long_texts_have_contents_short_ones_do_not():
    three = "".join(f"<div><head>Part {n}<note>not here</note></head><p>x</p></div>" for n in (1, 2, 3))
    links = page(f"<div><head>T</head>{three}</div>").xpath("//nav//a")
    assert [link.text_content() for link in links] == ["Part 1", "Part 2", "Part 3"]
    ids = page(f"<div><head>T</head>{three}</div>").xpath("//@id")
    assert all(link.get("href")[1:] in ids for link in links)
    assert not page("<div><head>T</head><p>x</p></div>").xpath("//nav")


def test_notes_link_to_their_place_and_back():
    root = page('<p>Text<note n="3" xml:id="n3"><p>A note</p></note> and <ref type="note" target="#n3">[3]</ref></p>')
    markers = root.xpath('//a[@role="doc-noteref"]')
    assert [(marker.text_content(), marker.get("href")) for marker in markers] == [("3", "#n3"), ("[3]", "#n3")]
    [note] = root.xpath('//li[@id="n3"]')
    backs = note.xpath('.//a[@role="doc-backlink"]/@href')
    assert backs == [f"#{marker.get('id')}" for marker in markers]
    assert "A note" in note.text_content()


def test_notes_stand_under_their_own_heading_where_the_text_has_one():
    notes = '<div type="notes"><head>Anmerkungen</head><note><p>loose</p></note></div>'
    root = page(f'<div><p>a<note n="1">N</note></p>{notes}</div>')
    [section] = root.xpath('//*[@role="doc-endnotes"]')
    assert section.xpath(".//li") and not root.xpath('//h2[text()="Notes"]')
    assert [" ".join(item.text_content().split()) for item in section.xpath(".//li")] == ["1 N ↩", "loose"]


REGISTER = """<standOff><listPerson><person xml:id="person-lenin"><persName type="main">Vladimir Lenin</persName>
<persName type="variant">N. Lenin</persName><birth when="1870"/><death when="1924"/>
<idno type="wikidata">Q1394</idno></person>
<person xml:id="person-other"><persName>Nobody mentioned</persName></person></listPerson></standOff>"""


@pytest.mark.parametrize(
    ("attributes", "language", "direction"),
    [(' xml:lang="ru"', "ru", None), (' xml:lang="ar"', "ar", "rtl"), (' xml:lang="en"', None, None), ("", None, None)],
)
def test_notes_have_the_language_of_the_text_under_an_english_heading(attributes: str, language, direction):
    root = page("<p>a<note>b</note></p>", attributes=attributes)
    [notes] = root.find_class("endnotes")
    assert (notes.get("lang"), notes.get("dir")) == (language, direction)


def test_what_replaces_a_word_is_a_word_and_what_replaces_a_letter_is_none():
    whole = "<subst><del>ship</del><add>boat</add></subst>"
    assert text_of(f"<p>the {whole}, d<subst><del>a</del><add>o</add></subst>g</p>") == "the ship boat, daog"


@pytest.mark.parametrize(("sorting", "shown"), [("Holm, Anna", ""), ("Holm, Anna Maria", " also Holm, Anna Maria")])
def test_the_form_an_entry_is_sorted_by_is_no_other_name_unless_it_says_more(sorting: str, shown: str):
    names = f'<persName type="main">Anna Holm</persName><persName type="sort">{sorting}</persName>'
    beside = f'<standOff><listPerson><person xml:id="holm">{names}</person></listPerson></standOff>'
    [entry] = page('<p><persName ref="#holm">Anna</persName></p>', beside=beside).xpath('//li[@id="holm"]')
    assert " ".join(entry.text_content().split()) == f"Anna Holm 1{shown}"


def test_names_link_to_the_index_and_the_index_to_every_mention():
    body = '<p><persName ref="#person-lenin">Lenin</persName> and <persName ref="#person-lenin">N. Lenin</persName></p>'
    root = page(body, beside=REGISTER)
    mentions = root.xpath('//main//a[@href="#person-lenin"]')
    assert [mention.text_content() for mention in mentions] == ["Lenin", "N. Lenin"]
    [entry] = root.xpath('//li[@id="person-lenin"]')
    assert entry.xpath('.//*[@class="refs"]/a/@href') == [f"#{mention.get('id')}" for mention in mentions]
    assert " ".join(entry.text_content().split()) == "Vladimir Lenin 1870–1924 1 2 also N. Lenin; Wikidata Q1394"
    assert entry.xpath('.//a[starts-with(@href, "https://www.wikidata.org")]')
    assert "Nobody mentioned" in root.find_class("register")[0].text_content()


def test_forms_with_commas_are_told_apart_in_the_index():
    forms = "<persName>Per Vik</persName><persName>Vik, Per</persName><persName>P. Vik</persName>"
    root = page("<p/>", beside=f"<standOff><listPerson><person xml:id='p'>{forms}</person></listPerson></standOff>")
    [about] = root.find_class("about")
    assert about.text_content() == "also Vik, Per · P. Vik"


def test_names_without_a_register_are_joined_by_their_words():
    root = page("<p><placeName>Bern</placeName> <placeName>Bern</placeName> <date when='1918-10-03'>today</date></p>")
    lines = [" ".join(line.text_content().split()) for line in root.xpath('//*[@class="register"]//li')]
    assert lines == ["Bern 1 2", "3 October 1918 1"]


def test_no_link_stands_inside_a_link():
    body = """<p><orgName>The <placeName>Moscow</placeName> Soviet</orgName> <persName>Lenin<note>N</note></persName>
      <ref target="https://example.org">see <persName>Lenin</persName></ref></p>"""
    root = page(body)
    assert not root.xpath("//a//a")
    assert len(root.xpath('//a[@role="doc-noteref"]')) == 1


def test_every_id_is_there_once_and_every_fragment_lands():
    body = (
        '<div xml:id="text"><head>T</head><p xml:id="index">a<note xml:id="index">N</note></p><p xml:id="index"/></div>'
    )
    ids = page(body, beside=REGISTER).xpath("//@id")
    assert len(ids) == len(set(ids))
    root = page(body, beside=REGISTER)
    assert {link[1:] for link in root.xpath('//a/@href[starts-with(., "#")]')} <= set(root.xpath("//@id"))


def test_both_readings_are_on_the_page_and_the_second_is_shown_on_request():
    root = page("<p>to <choice><sic>he</sic><corr cert='low'>be</corr></choice> sure</p>")
    assert text_of("<p>to <choice><sic>he</sic><corr>be</corr></choice> sure</p>") == "to he be sure"
    [alternative] = root.find_class("alternative")
    assert alternative.text_content().strip() == "be"
    assert "certainty: low" in alternative.xpath(".//@title")[0]
    assert root.xpath('//input[@data-show="readings"]')


@pytest.mark.parametrize(
    ("tei", "html"),
    [
        ("<p>a <list><item>b</item></list> c</p>", '<div class="tei-p">'),
        ("<p>a <q>b <quote><p>c</p></quote></q></p>", '<div class="tei-q unmarked">'),
        ("<p rend='italic \"x'>a</p>", '<p class="tei-p rend-italic" data-rend="italic &quot;x">'),
        ("<p><hi rend='superscript'>a</hi></p>", "<sup "),
        ("<p><madeUp>a</madeUp></p>", '<span class="tei-madeUp">a</span>'),
        ("<div><madeUp>a</madeUp></div>", '<div class="tei-madeUp">a</div>'),
        ("<table><row role='label'><cell>a</cell></row></table>", 'scope="col">a</th>'),
        ("<list type='gloss'><label>a</label><item>b</item></list>", '<dd class="tei-item">b</dd>'),
        ("<list><item n='1.'>a</item></list>", '<span class="n">1.</span> a</li>'),
        ("<p>yester<lb break='no'/>day</p>", "yester<wbr>day"),
        ("<p>yester-<lb break='no'/>day</p>", "yester-<br>day"),
        ("<p xml:lang='he'>a</p>", 'lang="he" dir="rtl"'),
        ("<p>a<pb n='4'/>b</p>", 'role="doc-pagebreak" aria-label="page 4">4</span>'),
        ("<milestone unit='section' rend='* * *'/>", 'role="separator">* * *</div>'),
        ("<p><unclear reason='faded'>a</unclear></p>", 'title="hard to read: faded">a</span>'),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 &lt; 2 &amp; 3</p>"),
        ("<figure><graphic url='javascript:x'/></figure>", '<span class="tei-graphic"></span>'),
        ("<figure><graphic url='a.png'/><figDesc>House</figDesc></figure>", '<img src="a.png" alt="House"'),
    ],
)
def test_elements(tei: str, html: str):
    head = f"<teiHeader><fileDesc>{TITLES}</fileDesc></teiHeader>"
    assert html in export(f"<TEI {NAMESPACE}>{head}<text><body>{tei}</body></text></TEI>".encode(), to="html")


def test_a_reading_says_its_witnesses():
    root = page("<p><app><lem wit='#A'>a</lem><rdg wit='#B #C'>b</rdg></app></p>")
    [other] = root.find_class("tei-rdg")
    assert (other.text, other.get("data-sigla")) == ("b", "B C")


def test_the_parts_of_a_printed_source_are_cited_one_by_one():
    imprint = "<imprint><pubPlace>Bergen</pubPlace><date>1912</date><biblScope unit='page'>4-9</biblScope></imprint>"
    source = f"<biblStruct><analytic><title>A</title></analytic><monogr><title>B</title>{imprint}</monogr></biblStruct>"
    tei = (
        f"<TEI {NAMESPACE}><teiHeader><fileDesc>{TITLES}<sourceDesc>{source}</sourceDesc></fileDesc></teiHeader></TEI>"
    )
    [cited] = lxml_html.document_fromstring(export(tei.encode(), to="html")).find_class("cite")
    assert "A, B, Bergen, 1912, pp. 4-9" in cited.text_content()


def test_the_header_is_told_and_nothing_of_it_is_lost():
    header = """<profileDesc><creation><date when="1918-10-03">3 October</date></creation>
      <langUsage><language ident="ru">Russian</language></langUsage></profileDesc>
      <encodingDesc><p>Unusual place</p><madeUp kind="odd">Strange <b>fact</b></madeUp></encodingDesc>"""
    root = page("<p>x</p>", header=header)
    terms = {term.text_content(): term.getnext().text_content() for term in root.xpath("//footer//dt")}
    assert terms["Author"] == "A. Author"
    assert terms["Written"] == "3 October"
    whole = root.xpath("//details")[0].text_content()
    assert all(words in whole for words in ("Unusual place", "kind odd", "Strange", "fact"))
    assert root.get("lang") == "ru"
    assert first(root, "footer").get("lang") == "en"


def test_front_matter_is_kept_as_transcribed():
    literal = '<notesStmt><note type="transcription"><ab>Written: 3 October</ab><ab>Source: x</ab></note></notesStmt>'
    header = f"<teiHeader><fileDesc>{TITLES}{literal}</fileDesc></teiHeader>"
    tei = f"<TEI {NAMESPACE}>{header}<text><body><p>x</p></body></text></TEI>"
    root = lxml_html.document_fromstring(export(tei.encode(), to="html"))
    [details] = [part for part in root.xpath("//details") if "as transcribed" in part.text_content()]
    assert [line.text_content() for line in details.xpath(".//p")] == ["Written: 3 October", "Source: x"]


def test_machines_can_read_title_author_language_and_mentions():
    root = page('<p><persName ref="#person-lenin">Lenin</persName></p>', beside=REGISTER, attributes=' xml:lang="en"')
    data = json.loads(root.xpath('//script[@type="application/ld+json"]/text()')[0])
    assert data["name"] == "Header title"
    assert data["author"] == {"@type": "Person", "name": "A. Author"}
    assert data["mentions"]["name"] == "Vladimir Lenin"
    assert data["mentions"]["sameAs"] == ["https://www.wikidata.org/wiki/Q1394"]
    metas = {meta.get("name"): meta.get("content") for meta in root.iter("meta")}
    assert metas["DC.title"] == "Header title"
    assert metas["DC.language"] == "en"


PAYLOADS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java&#10;script:alert(1)",
    "&#1;javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&#58;alert(1)",
    "javascript://example.org/%0Aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,&lt;script>alert(1)&lt;/script>",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "//example.org/x",
    "\\\\example.org\\x",
    "\u200bjavascript:alert(1)",
    "javascript\u00a0:alert(1)",
    "view-source:javascript:alert(1)",
    '"onmouseover="alert(1)',
    "'&quot;>&lt;script>alert(1)&lt;/script>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_pointer_never_becomes_a_dangerous_link(payload: str):
    if "&#1;" in payload:
        assert not safe_address("\x01javascript:alert(1)")
        return
    pointer = payload.replace('"', "&quot;")
    body = f"""<pb facs="{pointer}" n="1"/><p><ref target="{pointer}">x</ref><ptr target="{pointer}"/>
      <graphic url="{pointer}"/><persName ref="{pointer}">n</persName><media url="{pointer}"/></p>"""
    licence = f'<publicationStmt><availability><licence target="{pointer}">L</licence></availability></publicationStmt>'
    person = f'<person xml:id="p"><persName>P</persName><idno>{payload}</idno></person>'
    beside = f"<standOff><listPerson>{person}</listPerson></standOff>"
    header = f"<teiHeader><fileDesc>{licence}</fileDesc></teiHeader>"
    tei = f"<TEI {NAMESPACE}>{header}{beside}<text><body>{body}</body></text></TEI>"
    root = lxml_html.document_fromstring(export(tei.encode(), to="html"))
    for address in root.xpath("//@href | //@src"):
        assert address.startswith(("#", "http://", "https://", "mailto:")), address
    assert not root.xpath('//script[not(@type="application/ld+json")]')
    assert not [name for name in root.xpath("//@*") if getattr(name, "attrname", "").startswith("on")]


MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7*7 }}",
    "-->",
    "]]>",
]


@pytest.mark.parametrize("payload", MARKUP)
def test_text_and_attributes_stay_text(payload: str):
    root = etree.fromstring(
        f"<TEI {NAMESPACE}><teiHeader><fileDesc><titleStmt><title/><author/></titleStmt></fileDesc></teiHeader>"
        "<standOff><listPerson><person><persName/></person></listPerson></standOff>"
        "<text><body><div><head/><p><persName/><note/><choice><sic/><corr/></choice></p></div></body></text></TEI>"
    )
    for element in root.iter("{*}title", "{*}author", "{*}head", "{*}persName", "{*}note", "{*}sic", "{*}corr"):
        element.text = payload
    for element in root.iter("*"):
        for name in ("n", "type", "rend", "cert", "key", "place", "{http://www.w3.org/XML/1998/namespace}lang"):
            element.set(name, payload)
        element.set("{http://www.w3.org/XML/1998/namespace}id", payload.replace(" ", ""))
    written = export(etree.tostring(root), to="html")
    shown = lxml_html.document_fromstring(written)
    assert len(shown.xpath("//script")) == 1 and "49" not in first(shown, "h1").text_content()
    assert payload in first(shown, "h1").text_content()
    assert not [name for name in shown.xpath("//@*") if getattr(name, "attrname", "").startswith("on")]
    assert json.loads(shown.xpath("//script/text()")[0])["name"] == payload


@given(st.text(max_size=30))
@settings(deadline=None)
def test_safe_addresses_have_a_harmless_scheme(address: str):
    kept = safe_address(address)
    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", kept)
    assert not scheme or scheme[1].lower() in ("http", "https", "mailto")


def test_the_policy_allows_our_style_and_nothing_else():
    [policy] = page("<p>x</p>").xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'", policy)


def test_another_style_sheet_and_another_template_can_be_used():
    assert "p { color: red }" in first(page("<p>x</p>", css="p { color: red }"), "style").text_content()
    tei = f"<TEI {NAMESPACE}><text><body><p>x</p></body></text></TEI>".encode()
    template = "{{ page.title }}: {% for one in page.documents %}{{ one.text }}{% endfor %}"
    assert '<p class="tei-p">x</p>' in export(tei, to="html", template=template)
    with pytest.raises(LeninTeiError, match="template"):
        export(tei, to="html", template="{{ page.nothing }}")


def test_the_same_file_gives_the_same_page():
    text = "<text><body><p n='1' type='b' rend='c'><name>x</name></p></body></text>"
    tei = f"<TEI {NAMESPACE}>{REGISTER}{text}</TEI>".encode()
    assert export(tei, to="html") == export(tei, to="html")


@pytest.mark.parametrize(
    "tei", ["<TEI/>", "<p>x</p>", "<x><y/>z</x>", f"<teiCorpus {NAMESPACE}><teiHeader/></teiCorpus>"]
)
def test_anything_that_is_xml_becomes_a_page(tei: str):
    assert "<h1>" in export(tei.encode(), to="html")


@pytest.mark.parametrize("element", ["div", "hi", "note", "list", "persName", "ref"])
def test_depth_costs_nothing(element: str):
    depth = 900
    body = f"<{element}>" * depth + "deep inside" + f"</{element}>" * depth
    assert "deep inside" in export(f"<TEI {NAMESPACE}><text>{body}</text></TEI>".encode(), to="html")


def test_time_is_linear():
    paragraph = "<p>Some <name>words</name> with a note<note>N</note> and <persName>names</persName>.</p>"
    start = time.process_time()
    page(paragraph * 2_000)
    assert time.process_time() - start < 8
