"""Which names are found, what they point to, and what is none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.model import Block, Document, Fact, Mark
from lenin_tei.names.annotate import annotate, find_mentions
from lenin_tei.names.decisions import NO_DECISIONS, load_decisions
from lenin_tei.names.register import Register, load_register
from lenin_tei.source import Source, Span

ROOT = Path(__file__).parent.parent
PERSONS = {
    "lenin": ("Vladimir Ilyich Lenin", "Lenin", "N. Lenin"),
    "trotsky": ("Leon Trotsky",),
    "henderson": ("Arthur Henderson",),
    "webb": ("Sidney Webb",),
    "adler-v": ("Victor Adler",),
    "adler-f": ("Friedrich Adler",),
    "bell": ("Thomas Bell",),
    "bulow": ("Bernhard von Bülow",),
    "scheidemann": ("Philipp Scheidemann",),
    "dutt": ("Rajani Palme Dutt",),
}
OTHERS = """<listPlace><place xml:id="moscow"><placeName>Moscow</placeName></place>
<place xml:id="brest"><placeName>Brest-Litovsk</placeName></place><place xml:id="york">
<placeName>York</placeName></place>
<place xml:id="germany"><placeName>Germany</placeName></place><place xml:id="us"><placeName>U.S.A.</placeName></place>
</listPlace>
<listOrg><org xml:id="soviet"><orgName>Moscow Soviet</orgName></org>
<org xml:id="party"><orgName>R.C.P.(B.)</orgName><orgName type="variant" subtype="members">Bolsheviks</orgName></org>
<org xml:id="vtsik"><orgName>All-Russia Central Executive Committee</orgName></org></listOrg>
<listEvent><event xml:id="treaty" type="treaty"><eventName>Brest-Litovsk Peace Treaty</eventName></event>
<event xml:id="revolution"><eventName>Great October Workers’ Revolution</eventName></event></listEvent>
<listBibl><bibl xml:id="pravda" type="periodical"><title>Pravda</title></bibl>
<bibl xml:id="justice" type="periodical"><title>Justice</title></bibl>
<bibl xml:id="done"><title>What Is To Be Done?</title></bibl></listBibl>"""


def people() -> str:
    made = ""
    for name, forms in PERSONS.items():
        made += f'<person xml:id="{name}">' + "".join(f"<persName>{form}</persName>" for form in forms) + "</person>"
    made += '<person xml:id="foot"><persName>Michael Footman</persName><birth when="1913"/></person>'
    return made + '<person xml:id="jenny" sex="F"><persName>Jenny Henderson</persName><birth when="1914"/></person>'


@pytest.fixture(scope="module")
def register() -> Register:
    lists = f"<standOff><listPerson>{people()}</listPerson>{OTHERS}</standOff>"
    return load_register(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{lists}</TEI>'.encode(), "authority.xml")


def annotated(text: str, register: Register, **fields: object) -> tuple[Document, list[Diagnostic]]:
    reported: list[Diagnostic] = []
    own = fields.pop("marks", ())
    block = Block("p", Span(0, len(text)), marks=own)  # type: ignore[arg-type]
    document = Document(Source("letter.txt", text), body=(block,), **fields)  # type: ignore[arg-type]
    return annotate(document, register, NO_DECISIONS, reported.append), reported


def names(text: str, register: Register, **fields: object) -> list[str]:
    """Return every name as "words → ref", or "words (element)" without a link."""
    document, _ = annotated(text, register, **fields)
    found = []
    for mark in document.body[0].marks:
        if mark.element in ("bibl", "biblScope"):
            continue
        ref = mark.attributes.get("ref", "").removeprefix("#")
        words = text[mark.span.start : mark.span.end]
        found.append(f"{words} → {ref}" if ref else f"{words} ({mark.element})")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("V. I. Lenin spoke", ["V. I. Lenin → lenin"]),
        ("V.I. Lenin spoke", ["V.I. Lenin → lenin"]),
        ("V.\nI. Lenin spoke", ["V.\nI. Lenin → lenin"]),
        ("Vladimir Lenin spoke", ["Vladimir Lenin → lenin"]),
        ("N. LENIN", ["N. LENIN → lenin"]),
        ("as Lenin’s proposal", ["Lenin → lenin"]),
        ("as LENIN'S PROPOSAL", ["LENIN → lenin"]),
        ("Comrade Trotskii answered", ["Trotskii → trotsky"]),
        ("Trotskij and Trotski", ["Trotskij → trotsky", "Trotski → trotsky"]),
        ("von Bulow", ["von Bulow → bulow"]),
        ("Prince Bülow", ["Bülow → bulow"]),
        ("like the Hendersons and Sidney Webbs", ["Hendersons (persName)", "Sidney Webbs → webb"]),
        ("R. Palme Dutt and R. P. Dutt", ["R. Palme Dutt → dutt", "R. P. Dutt → dutt"]),
        ("Scheidemann and Co. came", ["Scheidemann → scheidemann"]),
    ],
)
def test_persons_are_found_in_the_forms_texts_use(text: str, expected: list[str], register: Register) -> None:
    assert names(text, register) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Moscow Soviet", ["Moscow Soviet → soviet", "Moscow → moscow"]),
        ("the Brest Litovsk Peace\nTreaty", ["Brest Litovsk Peace\nTreaty → treaty", "Brest Litovsk → brest"]),
        ("the Brest–Litovsk treaty", ["Brest–Litovsk → brest"]),
        ("the R. C. P. (B.).", ["R. C. P. (B.) → party"]),
        ("the All-Russia Central Executive Committee,", ["All-Russia Central Executive Committee → vtsik"]),
        ("the Great October Workers' Revolution!", ["Great October Workers' Revolution → revolution"]),
        ("our Bolsheviks", ["Bolsheviks → party"]),
        ("“What Is to Be Done?” says", ["What Is to Be Done? → done"]),
        ("in Justice, No. 3", ["Justice → justice"]),
        ("in Justice we trust", []),
        ("in the newspaper Justice", ["Justice → justice"]),
        ("in “Justice” of May", ["Justice → justice"]),
    ],
)
def test_other_names_are_found_whole_with_names_inside(text: str, expected: list[str], register: Register) -> None:
    assert names(text, register) == expected


@pytest.mark.parametrize(
    "text",
    [
        "in Moscow. Soviet power",
        "German, Anglo-French, Bolshevik",
        "all-Germany",
        "the All-Germany congress",
        "the bell rang. Bell after bell rang",
        "moscow",
        "us and usa",
        "New York",
        "Trotsky-Petrovsky",
    ],
)
def test_what_only_looks_like_a_name_is_not_marked(text: str, register: Register) -> None:
    assert [name for name in names(text, register) if "Soviet" not in name and name != "Moscow → moscow"] == []


def test_a_common_word_is_a_surname_after_a_title_but_linked_only_with_the_full_name(register: Register) -> None:
    assert names("Comrade Bell rose", register) == ["Bell (persName)"]
    assert names("Thomas Bell rose. Bell said", register) == ["Thomas Bell → bell", "Bell → bell"]


def test_a_surname_of_two_entries_is_marked_without_a_link_and_reported_once(register: Register) -> None:
    document, reported = annotated("Adler spoke, and Adler was heard", register)
    assert [dict(mark.attributes) for mark in document.body[0].marks] == [{"resp": "#lenin-tei", "cert": "low"}] * 2
    assert [(d.line, d.column, d.code) for d in reported] == [(1, 1, "N001")]
    assert "#adler-v" in reported[0].message


def test_the_full_name_elsewhere_decides_between_two_entries(register: Register) -> None:
    text = "Adler spoke, I mean Friedrich Adler"
    assert names(text, register) == ["Adler → adler-f", "Friedrich Adler → adler-f"]


def test_another_bearer_of_a_surname_is_not_linked(register: Register) -> None:
    assert names("Max Adler spoke", register) == ["Max Adler (persName)"]


def test_nobody_is_mentioned_before_his_time(register: Register) -> None:
    written = Fact("creation", "date", "1918", Span(0, 0), {"when": "1918-10-03"})
    assert names("Footman said", register, facts=(written,)) == []
    assert names("Hendersons and Henderson", register, facts=(written,))[-1] == "Henderson → henderson"


def test_a_womans_title_does_not_point_to_a_man(register: Register) -> None:
    assert names("Mrs. Trotsky came", register) == ["Trotsky (persName)"]


def test_names_inside_a_note_marker_are_no_names_and_crossing_markup_wins(register: Register) -> None:
    text = "Moscow Soviet"
    assert names(text, register, marks=(Mark(Span(3, 9), "hi"),)) == ["Moscow Soviet → soviet", "cow So (hi)"]
    assert names(text, register, marks=(Mark(Span(0, 6), "note"),)) == ["Moscow (note)"]


def dates(text: str, register: Register, year: str = "1918-10-03") -> list[tuple[str, str, str]]:
    """Return (words, when, cert) of the dates of a document written in that year."""
    written = Fact("creation", "date", year, Span(0, 0), {"when": year})
    document, _ = annotated(text, register, facts=(written,))
    return [
        (text[slice(*mark.span)], mark.attributes.get("when", ""), mark.attributes["cert"])
        for mark in document.body[0].marks
        if mark.element == "date"
    ]


def test_a_day_without_a_year_is_of_the_documents_year_and_less_certain(register: Register) -> None:
    assert dates("held on October 3 in town", register) == [("October 3", "1918-10-03", "medium")]


def test_a_day_without_a_year_is_of_the_only_year_named_beside_it(register: Register) -> None:
    text = "In June 1921 he came, and on June 5 he left"
    assert dates(text, register) == [("June 1921", "1921-06", "high"), ("June 5", "1921-06-05", "medium")]


def test_a_day_that_could_be_of_several_years_gets_no_value(register: Register) -> None:
    text = "In 1919 and in May 1920 and on June 5"
    assert dates(text, register)[-1] == ("June 5", "", "low")


def test_a_day_that_could_be_of_either_calendar_gets_no_value(register: Register) -> None:
    text = "On October 25 (November 7), 1917, and on October 26"
    assert dates(text, register, "1917-11-20") == [
        ("October 25 (November 7), 1917", "1917-11-07", "high"),
        ("October 26", "", "low"),
    ]


def test_persons_no_register_has_are_found_by_title_initials_and_forename(register: Register) -> None:
    text = "Mr. Miller met J.A. WEBSTER and Robert Minor. Miller left, the miller stayed."
    assert names(text, register) == ["J.A. WEBSTER (persName)", "Robert Minor (persName)"]
    assert names(text.replace("the miller", "Minor"), register) == [
        "Miller (persName)", "J.A. WEBSTER (persName)", "Robert Minor (persName)", "Miller (persName)",
        "Minor (persName)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Comrade Chairman, I ask", "the U.S. Embassy", "in Vol. I. Program", "Christian Socialism", "Mr.\nBank"]
)
def test_titles_and_letters_before_other_words_show_no_person(text: str, register: Register) -> None:
    assert [name for name in names(text, register) if "persName" in name] == []


def test_facts_of_the_header_point_to_their_entries(register: Register) -> None:
    facts = (
        Fact("titleStmt", "author", "Vladimir Lenin", Span(0, 0)),
        Fact("printEdition", "pubPlace", "Moscow", Span(0, 0)),
        Fact("firstPublication", "title", "Pravda", Span(0, 0)),
        Fact("titleStmt", "persName", "Moscow", Span(0, 0)),
    )
    document, _ = annotated("Germany", register, facts=facts)
    assert [fact.attributes.get("ref") for fact in document.facts] == ["#lenin", "#moscow", "#pravda", None]
    assert document.entities == ("lenin", "moscow", "pravda", "germany")


def test_literal_front_matter_is_not_marked(register: Register) -> None:
    ab = Block("ab", Span(0, 7))
    note = Block("note", Span(0, 7), {"type": "transcription"}, (), (ab,))
    document = Document(Source("t", "Germany"), body=(note,))
    assert annotate(document, register, NO_DECISIONS, print).body == (note,)


def test_without_a_register_no_name_is_marked() -> None:
    empty = load_register(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "none.xml")
    assert names("V. I. Lenin in Moscow", empty) == []


def gold() -> list[dict[str, str]]:
    path = ROOT.parent / "shared" / "seed" / "names.tsv"
    if not path.exists():
        pytest.skip("the gold names of the letter are not beside the repository")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_core_names_of_the_letter_are_found_and_nothing_forbidden() -> None:
    rows = gold()
    text = (ROOT.parent / "shared" / "seed" / "letter.txt").read_text(encoding="utf-8")
    body = text.index("Germany is in")
    register = load_register((ROOT / "corpus" / "authority.xml").read_bytes(), "authority.xml")
    block = Block("p", Span(0, len(text)))
    written = Fact("creation", "date", "", Span(0, 0), {"when": "1918-10-03"})
    document = Document(Source("letter.txt", text), facts=(written,), body=(block,))
    made = {mark.span: mark.element for mark in annotate(document, register, NO_DECISIONS, print).body[0].marks}
    types = {"PER": "persName", "LOC": "placeName", "ORG": "orgName", "WORK": "title", "EVENT": "name", "DATE": "date"}
    for row in rows:
        span = Span(int(row["start"]), int(row["end"]))
        if row["comment"].startswith("[core]") and (span.start > body or span.start < 190):
            assert made.get(span) == types[row["type"]], row["surface"]
        if row["comment"].startswith("[do-not-mark"):
            assert span not in made, row["surface"]


ORDER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>
<person xml:id="olga" sex="F"><persName>Olga Marn</persName><birth when="1880"/></person>
<person xml:id="karl" sex="M"><persName>Karl Marn</persName><birth when="1870"/></person>
<person xml:id="emil" sex="M"><persName>Emil Marn</persName><birth when="1910"/></person></listPerson><listPlace>
<place xml:id="river-town"><placeName>Old Ford</placeName><placeName from="1914" to="1924">Newgrad</placeName></place>
<place xml:id="hill-town"><placeName>Hillford</placeName><placeName from="1925" to="1991">Newgrad</placeName></place>
</listPlace></standOff></TEI>"""


@pytest.fixture(scope="module")
def order() -> Register:
    return load_register(ORDER.encode(), "authority.xml")


def in_year(year: str) -> dict[str, object]:
    return {"facts": (Fact("creation", "date", "", Span(0, 0), {"when": year}),)}


@pytest.mark.parametrize(
    ("evidence", "text", "year", "expected"),
    [
        ("an explicit form", "Karl Marn and Emil Marn", "1930", ["Karl Marn → karl", "Emil Marn → emil"]),
        ("the full name", "Marn came. Olga Marn stayed.", "1930", ["Marn → olga", "Olga Marn → olga"]),
        ("a woman’s title", "Mrs. Marn stayed", "1930", ["Marn → olga"]),
        ("years of life", "Marn and Olga Marn", "1893", ["Marn → karl", "Olga Marn (persName)"]),
        ("years a name was in use", "in Newgrad", "1918", ["Newgrad → river-town"]),
        ("years a name was in use", "in Newgrad", "1930", ["Newgrad → hill-town"]),
        ("no year, so no years", "in Newgrad", "", ["Newgrad (placeName)"]),
        (
            "who was named last",
            "Karl Marn met Olga Marn. Marn left. Karl Marn and Marn stayed.",
            "1930",
            ["Karl Marn → karl", "Olga Marn → olga", "Marn → olga", "Karl Marn → karl", "Marn → karl"],
        ),
        ("nothing", "Marn left", "1930", ["Marn (persName)"]),
    ],
)
def test_evidence_decides_in_its_order(
    evidence: str, text: str, year: str, expected: list[str], order: Register
) -> None:
    assert names(text, order, **(in_year(year) if year else {})) == expected, evidence


def test_a_decision_comes_before_all_evidence(order: Register) -> None:
    text = "Olga Marn came. Marn left."
    document = Document(Source("letter.txt", text), body=(Block("p", Span(0, len(text))),))
    told = load_decisions(b'[[relink]]\nquote = "Marn left"\nwords = "Marn"\nref = "#karl"\n', "d.toml")
    done = annotate(document, order, told, lambda _: None)
    assert [mark.attributes["ref"] for mark in done.body[0].marks] == ["#olga", "#karl"]


def test_candidates_nobody_can_tell_apart_are_shown_with_the_most_frequent_first(order: Register) -> None:
    text = "Marn left. Karl Marn met Olga Marn, and Olga Marn laughed."
    document = Document(Source("letter.txt", text), body=(Block("p", Span(0, len(text))),))
    (leaf,) = find_mentions(document, order)
    assert leaf.mentions[0].candidates == ("olga", "karl")
