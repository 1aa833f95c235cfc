"""Front matter becomes facts: line by line, and a hundred and thirty blocks checked by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.metadata import read_facts
from lenin_tei.model import Fact
from lenin_tei.profile import Profile, load_profile
from lenin_tei.source import Source, Span

ROOT = Path(__file__).parent.parent
BLOCKS = ROOT.parent / "shared" / "transcriptions" / "dev" / "front-matter.txt"
GOLD = Path(__file__).parent / "gold" / "front_matter.tsv"
FIELDS = ("volume", "pages", "year", "publisher", "translators", "journal", "number", "published", "composed")


def read(text: str, profile: str = "mia") -> tuple[list[Fact], list[Diagnostic]]:
    """Read a block of front matter, one logical line a line."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    found: list[Diagnostic] = []
    return read_facts(Source("block.txt", text), lines, load_profile(profile), found.append), found


def said(facts: list[Fact], place: str, element: str, unit: str = "") -> list[str]:
    return [f.text for f in facts if (f.place, f.element, f.attributes.get("unit", "")) == (place, element, unit)]


def dates(facts: list[Fact], place: str) -> str:
    """Write dates compactly: when, from/to, notBefore..notAfter."""
    written = []
    for fact in facts:
        if fact.place == place and fact.element == "date":
            a = fact.attributes
            if "when" in a:
                written.append(a["when"])
            elif "from" in a:
                written.append(f"{a['from']}/{a['to']}")
            else:
                written.append(f"{a.get('notBefore', '')}..{a.get('notAfter', '')}")
    return "; ".join(written)


def row(facts: list[Fact]) -> dict[str, str]:
    """Return what a block says about its text, field by field."""
    translators = []
    for resp in (f for f in facts if f.element == "resp" and f.text.lower().startswith("translat")):
        translators += [f.text for f in facts if f.group == resp.group and f.element == "persName"]
    numbers = [f for f in facts if f.place == "firstPublication" and f.attributes.get("unit") in ("issue", "volume")]
    return {
        "volume": "; ".join(said(facts, "printEdition", "biblScope", "volume")),
        "pages": "; ".join(said(facts, "printEdition", "biblScope", "page")),
        "year": dates(facts, "printEdition"),
        "publisher": "; ".join(said(facts, "printEdition", "publisher")),
        "translators": "; ".join(translators),
        "journal": "; ".join(said(facts, "firstPublication", "title")),
        "number": "; ".join(f.text for f in numbers),
        "published": dates(facts, "firstPublication"),
        "composed": dates(facts, "creation"),
    }


def test_blocks_checked_by_hand_are_read_right() -> None:
    """At least 98 % of the fields are right, and none is wrong where the tool could have said nothing."""
    if not BLOCKS.exists():
        pytest.skip("the transcriptions the table was made from are not beside the repository")
    blocks = BLOCKS.read_text("utf-8").strip().split("\n\n")
    right, silent, wrong = 0, [], []
    with GOLD.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for checked in table:
        found = row(read(blocks[int(checked["block"])])[0])
        for name in FIELDS:
            if found[name] == checked[name]:
                right += 1
            elif set(filter(None, found[name].split("; "))) <= set(checked[name].split("; ")):
                silent.append((checked["block"], name))
            else:
                wrong.append((checked["block"], name, found[name], checked[name]))
    assert not wrong
    assert len(table) == 130
    assert right >= 0.98 * len(table) * len(FIELDS), silent


def test_every_block_of_the_sample_is_read_without_a_line_left_over() -> None:
    if not BLOCKS.exists():
        pytest.skip("the sample of front matter is not beside the repository")
    for block in BLOCKS.read_text("utf-8").strip().split("\n\n"):
        facts, problems = read(block)
        assert facts
        assert not [problem for problem in problems if problem.code == "T010"], block
        assert all(fact.text == " ".join(block[slice(*fact.span)].split()) for fact in facts)


@pytest.mark.parametrize(
    ("line", "place", "element", "expected"),
    [
        ("Written: 3 October, 1918.", "creation", "date", {"when": "1918-10-03"}),
        ("Written:10 December, 1922", "creation", "date", {"when": "1922-12-10"}),
        ("Written 14 November 1917", "creation", "date", {"when": "1917-11-14"}),
        ("Written: Written in October, not earlier than 27th, 1913", "creation", "date",
         {"notBefore": "1913-10-27", "notAfter": "1913-10-31"}),
        ("Written: Written between May 22 and June 1, 1901, in Munich", "creation", "date",
         {"notBefore": "1901-05-22", "notAfter": "1901-06-01"}),
        ("Written: January 18 (31), 1918", "creation", "date", {"when": "1918-01-31", "calendar": "#julian"}),
        ("Delvered: December 30, 1921-January 4, 1922", "creation", "date", {"from": "1921-12-30", "to": "1922-01-04"}),
        ("Source: Lenin Collected Works, [1977], Moscow, Volume 43", "printEdition", "date", {"when": "1977"}),
        ("Source: Lenin Collected Works, [197[4]], Moscow, Volume 43", "printEdition", "date",
         {"notBefore": "1970", "notAfter": "1979"}),
        ("First Published 4 October, 1918 Pravda No. 213", "firstPublication", "date", {"when": "1918-10-04"}),
        ("First Published: 1931 January, in Lenin Miscellany XVIII.", "firstPublication", "date", {"when": "1931-01"}),
        ("Online Version: Lenin Internet Archive November, 2000", "onlineVersion", "date", {"when": "2000-11"}),
    ],
)  # fmt: skip
def test_a_date_goes_to_its_own_place(line: str, place: str, element: str, expected: dict[str, str]) -> None:
    facts, problems = read(line)
    assert not problems
    assert [dict(f.attributes) for f in facts if (f.place, f.element) == (place, element)] == [expected]
    assert {f.place for f in facts if f.element == "date"} == {place}


@pytest.mark.parametrize(
    "line",
    [
        "Written: Written at the beginning of January 19O5",
        "Written: c. 1899",
        "Written: May 5",
        "Dictated: Dictated January 9 and 13, 1923",
        "Published: First published in l934.",
        "Written: Mach 5, 1918",
    ],
)
def test_a_date_that_would_be_a_guess_is_reported_and_left_out(line: str) -> None:
    facts, problems = read(line)
    assert [problem.code for problem in problems] == ["T011"]
    assert not [fact for fact in facts if fact.element == "date"]


@pytest.mark.parametrize(
    ("line", "volume", "pages", "limits"),
    [
        ("Source: Lenin’s Collected Works, Moscow, Volume 28, 1974, pages 100-103", "28", "100-103", ("100", "103")),
        ("Source: Lenin Collected Works, Moscow, Volume 43, pages 182b-183a.", "43", "182b-183a", ("182b", "183a")),
        ("Source: Lenin Collected Works, Volume 43, page 399a.", "43", "399a", ("399a", "399a")),
        ("Source: Collected Works, Volume 26, 1972, pp. 483", "26", "483", ("483", "483")),
        ("From The Militant, Vol. II No. 14, 15 September 1929, p.8.", "II", "8", ("8", "8")),
        ("From The New International, Vol. XVI No. 1, 1950, pp. 51–7.", "XVI", "51–7", ("51", "57")),
        ("Source: Collected Works, Volume 30,p. 87-88 Progress Publishers, 1965", "30", "87-88", ("87", "88")),
        ("Source: Marx/Engels Selected Works, Volume Three, p. 11 - 12;", "Three", "11 - 12", ("11", "12")),
    ],
)
def test_volume_and_pages_keep_their_wording(line: str, volume: str, pages: str, limits: tuple[str, str]) -> None:
    facts, _ = read(line)
    page = next(fact for fact in facts if fact.attributes.get("unit") == "page")
    assert said(facts, "printEdition", "biblScope", "volume") == [volume]
    assert (page.text, page.attributes["from"], page.attributes["to"]) == (pages, *limits)


def test_an_author_before_a_title_is_taken_apart_from_it() -> None:
    facts, _ = read("Source:Lenin’s Collected Works, Progress Publishers, Moscow, Volume 26, 1972")
    assert said(facts, "printEdition", "author") == ["Lenin"]
    assert said(facts, "printEdition", "title") == ["Collected Works"]
    assert said(facts, "printEdition", "publisher") == ["Progress Publishers"]
    assert said(facts, "printEdition", "pubPlace") == ["Moscow"]


def test_an_article_in_a_journal_has_two_titles() -> None:
    facts, _ = read("E. Belfort Bax, Reason v. Rhetoric, To-day, January 1887, pp.14-18.")
    assert said(facts, "printEdition", "author") == ["E. Belfort Bax"]
    titles = [(f.text, f.attributes["level"]) for f in facts if f.element == "title"]
    assert titles == [("Reason v. Rhetoric", "a"), ("To-day", "j")]


def test_two_journals_are_two_publications() -> None:
    facts, _ = read("First Published: Pravda No. 216, 29 December, 1917 and Izvestia No. 253, 16 December, 1917.")
    items = {fact.group for fact in facts}
    assert len(items) == 2
    assert said(facts, "firstPublication", "title") == ["Pravda", "Izvestia"]
    assert said(facts, "firstPublication", "biblScope", "issue") == ["216", "253"]


def test_a_line_that_says_several_things_is_taken_apart() -> None:
    facts, problems = read(
        "Published: First published in 1925 in Lenin Miscellany III. Sent from Geneva to St. Petersburg. "
        "Printed from the original."
    )
    assert not problems
    assert said(facts, "correspDesc/sent", "placeName") == ["Geneva"]
    assert said(facts, "correspDesc/received", "placeName") == ["St. Petersburg"]
    assert said(facts, "firstPublication", "note") == ["Printed from the original"]
    assert said(facts, "firstPublication", "biblScope", "volume") == ["III"]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Translated: Yuri Sdobnikov and George Hanna, Edited by George Hanna",
         [("Translated", ["Yuri Sdobnikov", "George Hanna"]), ("Edited", ["George Hanna"])]),
        ("Translated (and edited): Jim Riordan", [("Translated (and edited)", ["Jim Riordan"])]),
        ("Translated: Clemens Dutt; Edited by Robert Daglish",
         [("Translated", ["Clemens Dutt"]), ("Edited", ["Robert Daglish"])]),
        ("Transcription\\HTML Markup:Robert Cymbala & D. Moros",
         [("Transcription\\HTML Markup", ["Robert Cymbala", "D. Moros"])]),
        ("Transcribed & marked up by Einde O’ Callaghan for the Encyclopaedia of Trotskyism On-Line (ETOL).",
         [("Transcribed & marked up", ["Einde O’ Callaghan"])]),
        ("Transcribed: by Andy Blunden.", [("Transcribed", ["Andy Blunden"])]),
        ("Transcription/Editing/HTML Markup: 2009 by Einde O’Callaghan.",
         [("Transcription/Editing/HTML Markup", ["Einde O’Callaghan"])]),
        ("Translated: M. S. Levin, The Late Joe Fineberg and and Others",
         [("Translated", ["M. S. Levin", "Joe Fineberg"])]),
        ("Translated: from the French by the Ted Crawford and Harry Ratner.",
         [("Translated", ["Ted Crawford", "Harry Ratner"])]),
        ("2nd Proof reading: Steve Iverson, 2014", [("2nd Proof reading", ["Steve Iverson"])]),
        ("Transcription: Socialist Party of Great Britain.", [("Transcription", ["Socialist Party of Great Britain"])]),
        ("Translated: UNKNOWN UNKNOWN", []),
        ("Translated:", []),
        ("Translated: from the German written in 1885;", []),
    ],
)  # fmt: skip
def test_people_have_the_role_that_was_typed(line: str, people: list[tuple[str, list[str]]]) -> None:
    facts, problems = read(line)
    found: dict[int, list[str]] = {}
    for fact in facts:
        assert fact.place == "titleStmt"
        found.setdefault(fact.group, []).append(fact.text)
    assert [(names[0], names[1:]) for names in found.values()] == people
    assert not problems


def test_a_value_on_the_next_line_belongs_to_its_key() -> None:
    facts, problems = read("First Published in Izvestia in No. 226,\n28 November 1917\nWritten:\n14 November 1917")
    assert not problems
    assert dates(facts, "firstPublication") == "1917-11-28"
    assert dates(facts, "creation") == "1917-11-14"


def test_an_unknown_line_is_reported_with_its_place() -> None:
    facts, problems = read("Written: 3 May 1918\nRemastered: by hand")
    assert [(problem.code, problem.line) for problem in problems] == [("T010", 2)]
    assert len(facts) == 1


def test_a_document_of_an_archive_is_no_title() -> None:
    facts, problems = read("Source: Albert Inkpin’s security file at the National Archives, KV2 1532-37")
    assert [(fact.place, fact.element) for fact in facts] == [("source", "bibl")]
    assert [problem.code for problem in problems] == ["T010"]


def test_a_statement_about_use_is_kept_as_found() -> None:
    text = "Public Domain: Lenin Internet Archive (2005). You may freely copy, distribute and perform this work."
    facts, _ = read(text + " • README")
    assert said(facts, "availability", "p") == [text]
    assert said(facts, "onlineVersion", "publisher") == ["Lenin Internet Archive"]


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("Copyleft: under the terms of the GNU Free Documentation License.", "https://www.gnu.org/licenses/fdl.html"),
        ("Licence: CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("Public Domain: http://creativecommons.org/licenses/by-sa/2.5/.", "http://creativecommons.org/licenses/by-sa/2.5/"),
        ("Copyleft: Creative Commons (Attribute & Share-alike) 2010.", None),
    ],
)  # fmt: skip
def test_a_licence_has_an_address_only_when_it_is_named_exactly(line: str, target: str | None) -> None:
    facts, _ = read(line)
    assert [(fact.element, fact.attributes.get("target")) for fact in facts] == [("licence", target)]


def test_several_online_versions_are_kept_apart() -> None:
    facts, _ = read("Online Version: marx.org in 1997, marxists.org 1999")
    assert said(facts, "onlineVersion", "publisher") == ["marx.org", "marxists.org"]
    assert len({fact.group for fact in facts}) == 2


def test_blocks_with_different_numbers_never_share_a_group() -> None:
    line = "Source: Collected Works, Volume 26"
    lines = [Span(0, len(line))]
    source = Source("block.txt", line)
    groups = [{fact.group for fact in read_facts(source, lines, profile(), [].append, group=n)} for n in (0, 1)]
    assert not groups[0] & groups[1]


def profile() -> Profile:
    return load_profile("mia")


def test_a_letter_says_who_sent_it_to_whom() -> None:
    facts, problems = read("From: Charles Darwin\nTo: Joseph Hooker\nPlace: Down\nDate: 5 June 1855", "letters")
    assert not problems
    assert said(facts, "titleStmt", "author") == ["Charles Darwin"]
    assert said(facts, "correspDesc/received", "persName") == ["Joseph Hooker"]
    assert said(facts, "correspDesc/sent", "placeName") == ["Down"]
    assert dates(facts, "creation") == "1855-06-05"


@pytest.mark.parametrize(
    "line", ["Source: " + "a, " * 300_000, "Published: " + "No. 1 and " * 100_000, "Written: " + "1 " * 300_000]
)
def test_a_very_long_line_is_read_in_time(line: str) -> None:
    read(line)


def test_a_part_and_the_whole_were_published_in_two_places() -> None:
    facts, _ = read("First published: abridged in The Quay, 1901-1902 and in full in Harbour Letters, London, 1928.")
    assert dates(facts, "firstPublication") == "1901/1902; 1928"
    assert said(facts, "firstPublication", "title") == ["The Quay", "Harbour Letters"]
    assert len({fact.group for fact in facts}) == 2


@pytest.mark.parametrize(
    ("line", "titles", "numbers", "imprint"),
    [
        ("Published: Nevskaya Zvezda, No. 6, May 22, 1912; Pravda, No. 25, May 29, 1912.",
         ["Nevskaya Zvezda", "Pravda"], ["6", "25"], []),
        ("First Published: Pravda Nos. 221, 222 and 223, October 5, 1920", ["Pravda"], ["221, 222 and 223"], []),
        ("Published: Prosveshcheniye Nos. 10, 11, and 12, 1913.", ["Prosveshcheniye"], ["10, 11, and 12"], []),
        ("Published: Published in 1903 in pamphlet form in Geneva by the League of Social-Democracy Abroad.",
         [], [], ["Geneva", "League of Social-Democracy Abroad"]),
        ("First Published: in the book “Twenty Years”, Petrograd, 1919", ["“Twenty Years”"], [], ["Petrograd"]),
        ("Published: First published in 1962 in the book V. I. Lenin i “Pravda”. 1912–1962.",
         ["V. I. Lenin i “Pravda”. 1912–1962"], [], []),
        ("First Published 1918 in pamphlet form by Kommunist Publishers, Moscow.",
         [], [], ["Kommunist Publishers", "Moscow"]),
        ("First Published: Kommunist (Kharkov) No. 285, December 12, 1922", ["Kommunist"], ["285"], ["Kharkov"]),
        ("First Published: PravdaNo. 263,; November 21, 1922", ["Pravda"], ["263"], []),
        ("First Published: Various; listed under each section.", [], [], []),
    ],
)  # fmt: skip
def test_a_first_publication_is_taken_apart(
    line: str, titles: list[str], numbers: list[str], imprint: list[str]
) -> None:
    facts, problems = read(line)
    assert not problems
    assert said(facts, "firstPublication", "title") == titles
    assert said(facts, "firstPublication", "biblScope", "issue") == numbers
    assert [fact.text for fact in facts if fact.element in ("publisher", "pubPlace")] == imprint


FRAGMENTS = """
Written: |Published: |Source: |Translated: |Online Version: |Public Domain: |From |No. 5|Vol. II|pp. 1-2|[197[4]]|1918|
Moscow|Pravda|in the book |“|”|(|)|[1]|, |; |. |: | and | by |Sent from Geneva to Paris|Progress Publishers|3 May|19O5|
Lenin’s Collected Works| |İ|Signed: |First published in |according to the text|A.|the |&|x"""


@given(st.lists(st.sampled_from(FRAGMENTS.split("|")), max_size=25).map("".join) | st.text(max_size=80))
def test_any_block_is_read_and_every_fact_is_in_the_text(block: str) -> None:
    facts, _ = read(block)
    for fact in facts:
        assert fact.text
        assert fact.text == " ".join(block[slice(*fact.span)].split())


def test_the_commas_of_a_title_in_the_genitive_cut_nothing() -> None:
    facts, _ = read(
        "Published: First published in Tidings of the Sailors’, Pilots’ and Keepers’ Union No. 31, February 23, 1918."
    )
    assert said(facts, "firstPublication", "title") == ["Tidings of the Sailors’, Pilots’ and Keepers’ Union"]


def test_series_and_number_of_a_journal_are_its_issue() -> None:
    facts, _ = read("From Harbour Studies 2 : 8, Spring 1980, pp. 95–104.")
    assert said(facts, "printEdition", "title") == ["Harbour Studies"]
    assert said(facts, "printEdition", "biblScope", "issue") == ["2 : 8"]


def test_a_book_in_quotation_marks_stands_behind_its_author() -> None:
    facts, _ = read(
        "Text from Anna Holm 'Lamps of the harbour (1901-1912)', edited by Karl Frey (Quay Press, London 1978)."
    )
    assert said(facts, "printEdition", "author") == ["Anna Holm"]
    assert said(facts, "printEdition", "title") == ["Lamps of the harbour (1901-1912)"]
    assert dates(facts, "printEdition") == "1978"


def test_a_journal_goes_on_with_its_date_in_the_next_line() -> None:
    facts, problems = read("The Quay, No. 241,\nNovember 6, 1918")
    assert dates(facts, "firstPublication") == "1918-11-06"
    assert said(facts, "firstPublication", "biblScope", "issue") == ["241"]
    assert problems == []


def test_the_year_of_the_publisher_is_that_of_the_edition() -> None:
    facts, _ = read("Source: Works, Vol. 4, November, 1917 - 1920\nPublisher: Harbour Publishing House, Moscow, 1953")
    assert dates(facts, "printEdition") == "1953"


def test_a_year_in_the_title_of_a_volume_gives_way_to_that_of_its_publisher() -> None:
    facts, _ = read("Source : Works, Vol. 7, 1925, pp. 361-401\nPublisher : Harbour Publishing House, Moscow, 1954")
    assert dates(facts, "printEdition") == "1954"
    facts, _ = read("Source: The Quay, Vol. 7 No. 3, March 1925, p. 3\nPublisher: Harbour Press, 1925")
    assert dates(facts, "printEdition") == "1925-03; 1925"
