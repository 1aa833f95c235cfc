"""A title with the number of an issue, a volume or pages behind it is a bibl, and the numbers are biblScope."""

from __future__ import annotations

import pytest

from lenin_tei import convert
from lenin_tei.conversion import Options
from lenin_tei.names.decisions import load_decisions
from lenin_tei.names.register import Register, load_register

AUTHORITY = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listBibl>
<bibl xml:id="tide"><title type="main" level="j">The Tide</title></bibl>
<bibl xml:id="boats"><title type="main" level="m">On Boats</title></bibl></listBibl></standOff></TEI>"""
FRAME = "V. I. Holm\nThe Harbour Line\n\n{}\n\nThe boats have come in, and all of them are well again.\n"


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(AUTHORITY.encode(), "authority.xml")


def references(
    sentence: str, register: Register, decisions: str = ""
) -> list[tuple[str, list[tuple[str | None, str]]]]:
    """Return the words of each bibl of a paragraph, and unit and words of its numbers."""
    from lxml import etree

    options = Options(register=register, decisions=load_decisions(decisions.encode(), "letter.decisions.toml"))
    done = convert(FRAME.format(sentence).encode(), "letter.txt", options)
    assert done.xml is not None
    root = etree.fromstring(done.xml)
    return [
        (
            " ".join("".join(map(str, bibl.itertext())).split()),
            [(str(scope.get("unit")), str(scope.text)) for scope in bibl.iter("{*}biblScope")],
        )
        for bibl in root.iterfind(".//{*}text//{*}bibl")
    ]


@pytest.mark.parametrize(
    ("typed", "bibl", "scopes"),
    [
        ("printed in The Tide No. 7 for all", "The Tide No. 7", [("issue", "7")]),
        ("printed in The Tide (No. 7), and", "The Tide (No. 7)", [("issue", "7")]),
        ("in The Tide, Nos. 7–8, they", "The Tide, Nos. 7–8", [("issue", "7–8")]),
        ("in The Tide No. 7 of May 3, 1912, it", "The Tide No. 7 of May 3, 1912", [("issue", "7")]),
        ("in The Tide (No. 7, May 3, 1912) it", "The Tide (No. 7, May 3, 1912)", [("issue", "7")]),
        ("see The Tide, Vol. III, No. 2, p. 8.", "The Tide, Vol. III, No. 2, p. 8",
         [("volume", "III"), ("issue", "2"), ("page", "8")]),
        ("see On Boats, pp. 101–7.", "On Boats, pp. 101–7", [("page", "101–7")]),
    ],
)  # fmt: skip
def test_numbers_behind_a_title_belong_to_it(
    typed: str, bibl: str, scopes: list[tuple[str, str]], register: Register
) -> None:
    assert references(f"The tables of the year were {typed}".rstrip(".") + ".", register) == [(bibl, scopes)]


@pytest.mark.parametrize(
    "typed",
    [
        "The Tide is printed on May 3, 1912, and No. 7 of it was late.",
        "We read The Tide. No. 7 was late.",
        "He wrote On Boats, No. 7 in the harbour.",
        "There was The Tide, no boats and p. for page.",
    ],
)
def test_other_numbers_and_titles_without_any_make_none(typed: str, register: Register) -> None:
    assert references(typed, register) == []


def test_a_range_of_pages_has_its_ends(register: Register) -> None:
    done = convert(FRAME.format("It stands in On Boats, pp. 101–7.").encode(), "letter.txt", Options(register=register))
    assert done.xml is not None
    assert b'<biblScope unit="page" from="101" to="107">101\xe2\x80\x937</biblScope>' in done.xml


def test_a_title_an_editor_refuses_leaves_no_reference(register: Register) -> None:
    refused = '[[reject]]\nform = "The Tide"\n'
    assert references("It was printed in The Tide No. 7 for all.", register, refused) == []


def test_a_title_an_editor_marks_has_its_numbers(register: Register) -> None:
    marked = '[[accept]]\nform = "Wave"\nas = "work"\n'
    assert references("It was printed in Wave, Vol. 2.", register, marked) == [("Wave, Vol. 2", [("volume", "2")])]
