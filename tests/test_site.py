"""A site made of three letters: its pages, its lists, its links, its feed."""

from __future__ import annotations

import json
import posixpath
import sqlite3
from urllib.parse import unquote, urlsplit

import pytest
from letters import LETTERS, letter
from lxml import etree
from lxml import html as lxml_html

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters import export, export_folder
from lenin_tei.exporters.folder import Later
from lenin_tei.exporters.site.harvest import terms

ATOM = "{http://www.w3.org/2005/Atom}"


def site(documents: dict[str, bytes] | None = None, **options: object) -> dict[str, bytes]:
    given = list((LETTERS if documents is None else documents).items())
    made = {}
    for path, content in export_folder(given, to="site", **options):
        assert path not in made
        made[path] = content.make() if isinstance(content, Later) else content
    return made


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return site(title="Letters of Vera Orlova")


def read(made: dict[str, bytes], path: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(made[path].decode())


def said(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_start_page_lists_all_texts_in_the_order_of_time(made: dict[str, bytes]) -> None:
    start = read(made, "index.html")
    assert start.xpath('//ol[@class="texts"]//a/@href') == ["text/two.html", "text/one.html", "text/three.html"]
    assert said(start.xpath('//p[@class="lead"]')[0]) == "3 texts, 1911 – 1912, 1 person, 1 place."
    assert start.xpath("//h1/text()") == ["Letters of Vera Orlova"]


def test_each_text_leads_to_the_one_before_and_the_one_after(made: dict[str, bytes]) -> None:
    ways = {
        path: [read(made, path).xpath(f'//nav[1]/a[@rel="{way}"]/@href')[:1] for way in ("prev", "next")]
        for path in ("text/two.html", "text/one.html", "text/three.html")
    }
    assert ways == {
        "text/two.html": [[], ["one.html"]],
        "text/one.html": [["two.html"], ["three.html"]],
        "text/three.html": [["one.html"], []],
    }


def test_the_chronology_has_a_heading_for_each_year(made: dict[str, bytes]) -> None:
    assert [said(head) for head in read(made, "chronology.html").iter("h2")] == ["1911 2 texts", "1912 1 text"]
    assert [said(head) for head in read(made, "kinds.html").iter("h2")] == ["Letter 3 texts"]


def test_an_entry_shows_every_mention_with_the_words_around_it(made: dict[str, bytes]) -> None:
    entry = read(made, "places/place-tallinn.html")
    assert [said(line) for line in entry.xpath('//ul[@class="contexts"]/li')] == [
        "Dear Jonas, the ice has gone from the Tallinn roads",
        "A naïve question: who pays the pilots of Reval? I ask you.",
    ]
    assert entry.xpath('//ul[@class="contexts"]//a/@href') == ["../text/one.html#p1", "../text/three.html#p1"]
    facts = {term.text: said(term.getnext()) for term in entry.iter("dt")}
    assert facts["Mentioned"] == "2 times in 2 texts"
    assert facts["Coordinates"] == "59.437, 24.7536"


def test_names_that_point_to_one_entry_stand_together(made: dict[str, bytes]) -> None:
    lines = [said(line) for line in read(made, "persons.html").xpath('//section[@class="entries"]//li')]
    assert lines == ["Berg, Jonas 3 texts"], "nobody else is named in the texts"
    entry = read(made, "persons/person-berg.html")
    assert [link.text for link in entry.xpath('//ul[@class="contexts"]//a')] == ["Jonas", "Jonas", "you"]


def test_the_index_of_a_text_leads_to_the_pages_of_its_entries(made: dict[str, bytes]) -> None:
    links = read(made, "text/one.html").xpath('//section[@class="register"]//a[@class="all"]/@href')
    assert links == ["../persons/person-berg.html", "../places/place-tallinn.html"]


def test_places_come_as_a_table_with_coordinates(made: dict[str, bytes]) -> None:
    assert made["places.csv"].decode().splitlines() == [
        "key,name,latitude,longitude,mentions,documents,page",
        "place-tallinn,Tallinn,59.437,24.7536,2,2,places/place-tallinn.html",
    ]
    assert "59.437, 24.7536" in said(read(made, "places.html"))


def test_all_links_are_relative_and_lead_somewhere(made: dict[str, bytes]) -> None:
    pages = {path: read(made, path) for path in made if path.endswith(".html")}
    ids = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    for path, page in pages.items():
        for link in page.xpath("//@href | //@src | //@action"):
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme == "data" or parts.netloc == "www.wikidata.org"
                continue
            assert not link.startswith("/")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            assert target in made, f"{path} links to {link}"
            assert not parts.fragment or unquote(parts.fragment) in ids[target], f"{path} links to {link}"


def test_the_page_of_a_text_says_what_the_page_alone_says(made: dict[str, bytes]) -> None:
    alone = lxml_html.document_fromstring(export(LETTERS["one.xml"], to="html"))
    assert said(read(made, "text/one.html").get_element_by_id("text")) == said(alone.get_element_by_id("text"))


def test_no_page_has_a_script_but_that_of_the_search(made: dict[str, bytes]) -> None:
    for path in [path for path in made if path.endswith(".html")]:
        page = read(made, path)
        [policy] = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert ("script-src" in policy) == (path == "search.html")
        scripts = page.xpath('//script[not(@type="application/ld+json")]')
        assert [one.text for one in scripts] == ([None, None] if path == "search.html" else [])
    assert b"Permission is hereby granted" in made["assets/minisearch.LICENSE.txt"]


def test_the_feed_has_what_the_header_dates_and_invents_nothing(made: dict[str, bytes]) -> None:
    feed = etree.fromstring(made["feed.xml"])
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["The ice has gone"]
    assert feed.findtext(f"{ATOM}updated") == "2024-05-01T00:00:00Z"
    assert "feed.xml" not in site({"two.xml": LETTERS["two.xml"]})


def test_a_sitemap_needs_an_address(made: dict[str, bytes]) -> None:
    assert "sitemap.xml" not in made
    there = site(url="https://example.org/letters")
    addresses = [place.text for place in etree.fromstring(there["sitemap.xml"]).iter("{*}loc")]
    assert "https://example.org/letters/text/one.html" in addresses
    assert len(addresses) == sum(path.endswith(".html") for path in there)
    assert b"Sitemap: https://example.org/letters/sitemap.xml" in there["robots.txt"]


def test_the_index_of_the_search_counts_words_without_accents(made: dict[str, bytes]) -> None:
    assert json.loads(made["search/index.json"]) == ["index-0.json"]
    index = json.loads(made["search/index-0.json"])
    numbers = {slug: number for number, slug in index["documentIds"].items()}
    words = dict(index["index"])
    assert words["naive"] == {"2": {numbers["three"]: 1}}
    assert words["berg"]["1"] == {numbers[slug]: 1 for slug in ("one", "two", "three")}
    assert index["documentCount"] == 3


def test_words_are_compared_without_case_and_accents() -> None:
    assert terms("Être — naïve, ÉTÉ 1918-й: ﬁn") == ["etre", "naive", "ete", "1918", "и", "fin"]


def test_what_is_known_is_read_only_once_and_what_is_gone_is_forgotten() -> None:
    state = sqlite3.connect(":memory:")
    first = site(state=state)
    spoiled = state.execute("UPDATE document SET title = 'kept' WHERE path = 'one.xml'").rowcount
    assert spoiled == 1
    again = site(state=state)
    assert b"kept" in again["index.html"], "an unchanged document is not read again"
    changed = site(LETTERS | {"one.xml": letter(1, "Ice", "1911-04-02", "<p>x</p>")}, state=state)
    assert b"kept" not in changed["index.html"]
    fewer = site({"two.xml": LETTERS["two.xml"]}, state=state)
    assert "text/one.html" not in fewer
    assert first.keys() > fewer.keys()


def test_the_same_letters_give_the_same_bytes(made: dict[str, bytes]) -> None:
    assert site(title="Letters of Vera Orlova") == made


def test_an_authority_file_is_no_text_but_its_entries_are_known() -> None:
    authority = LETTERS["one.xml"].partition(b"<text>")[0] + b"</TEI>"
    body = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p><name ref="a.xml#person-berg">He</name></p></text></TEI>'
    made = site({"a.xml": authority, "b.xml": body})
    assert [path for path in made if path.startswith("text/")] == ["text/b.html"]
    assert read(made, "persons/person-berg.html").xpath("//h1/text()") == ["Jonas Berg"]


def test_every_document_of_a_corpus_has_a_page() -> None:
    corpus = b'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">' + b"".join(LETTERS.values()) + b"</teiCorpus>"
    made = site({"all.xml": corpus})
    assert {path for path in made if path.startswith("text/")} == {
        "text/all.html",
        "text/letter-2.html",
        "text/letter-3.html",
    }


@pytest.mark.parametrize("key", ["../../up", "a/b", "con", "x" * 300, "<b>", "%2e%2e", ".", "ключ"])
def test_no_id_leads_out_of_the_folder(key: str) -> None:
    given = letter(1, "T", "1911", f'<p><persName key="{key.replace("<", "&lt;")}">Somebody</persName></p>')
    made = site({f"{key.replace('/', '')}.xml": given})
    assert len([path for path in made if path.startswith("persons/")]) == 1


def test_long_lists_are_cut_into_pages() -> None:
    few = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p><persName key="berg">Berg</persName></p></text></TEI>'
    given = [(f"{number}.xml", few.encode()) for number in range(501)] + list(LETTERS.items())
    made = {path for path, _ in export_folder(given, to="site")}
    assert {"chronology/1911.html", "chronology/1912.html", "kinds/letter.html"} <= made
    assert {"persons/berg.html", "persons/berg-page-2.html"} <= made
    assert "persons/berg-page-3.html" not in made
    assert "kinds/other-page-2.html" in made
    whole = site(dict(given))
    first, second = (lxml_html.document_fromstring(whole[f"kinds/other{more}.html"]) for more in ("", "-page-2"))
    assert first.xpath("//a[@rel='next']/@href") == ["other-page-2.html"]
    assert [len(page.xpath("//ol/li")) for page in (first, second)] == [500, 1]
    assert not second.xpath("//a[@rel='next']")


def test_only_lists_that_say_something_else_are_made_again() -> None:
    """A list is known by what it is made of: the key of one that would say the same is the same."""

    def keys(documents: dict[str, bytes]) -> dict[str, str]:
        files = export_folder(list(documents.items()), to="site", state=state, url="https://example.org")
        return {path: content.key for path, content in files if isinstance(content, Later)}

    state = sqlite3.connect(":memory:")
    before = keys(LETTERS)
    assert keys(LETTERS) == before
    text = '<p><persName ref="#person-dahl">Dahl</persName> came.</p>'
    after = keys(LETTERS | {"zest.xml": letter(4, "Coal", "1913", text)})
    changed = {path for path in before if after[path] != before[path]}
    assert {"search/index-0.json", "text/three.html"} <= changed
    assert changed.isdisjoint({"persons/person-berg.html", "text/two.html"})
    assert "persons/person-berg.html" in before


def test_beacon_lists_lead_to_the_pages_of_the_site() -> None:
    named = letter(1, "T", "1911", '<p><persName ref="#person-orlova">Vera</persName></p>')
    made = site({"one.xml": named.replace(b"Q0", b"Q42")}, url="https://example.org")
    lists = [path for path in made if path.startswith("beacon-")]
    assert lists == ["beacon-wikidata.txt"]
    assert made[lists[0]].decode().splitlines()[-1] == "Q42|2|https://example.org/text/one.html"


def test_a_broken_file_is_named() -> None:
    with pytest.raises(LeninTeiError, match=r"broken\.xml"):
        site({"broken.xml": b"<TEI"})
