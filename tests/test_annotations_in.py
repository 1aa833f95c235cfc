"""Annotations made elsewhere: what is taken, where it goes, and what is left out with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from target_folders import sources, written

from lenin_tei.cli import lenin_tei
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.targets.annotations_in import import_annotations, read_annotations
from lenin_tei.exporters.targets.plan import stem_of
from lenin_tei.exporters.text import export_text
from lenin_tei.exporters.text_reading import NAMES
from lenin_tei.exporters.tree import read_tree

TEI = "{http://www.tei-c.org/ns/1.0}"
PARAGRAPH = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson><person xml:id="anna"/></listPerson>'
    "</standOff><text><body><p>{}</p></body></text></TEI>"
)


def tree(paragraph: str) -> etree._Element:
    return read_tree(PARAGRAPH.format(paragraph).encode())


def annotation(start: int, exact: str, tag: str = "Person", link: str = "#anna") -> dict[str, object]:
    selectors = [
        {"type": "TextPositionSelector", "start": start, "end": start + len(exact)},
        {"type": "TextQuoteSelector", "exact": exact},
    ]
    bodies = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag},
        {"type": "TextualBody", "purpose": "linking", "value": link},
    ]
    return {"type": "Annotation", "body": bodies if link else bodies[:1], "target": {"selector": selectors}}


def imported(paragraph: str, *annotations: dict[str, object]) -> tuple[str, list[str]]:
    """Return the paragraph after the import, and what was left out."""
    root, left_out = tree(paragraph), list[str]()
    import_annotations(root, list(annotations), left_out.append)
    made = etree.tostring(root.find(f".//{TEI}p"), encoding="unicode", with_tail=False)  # type: ignore[arg-type]
    return made.replace(' xmlns="http://www.tei-c.org/ns/1.0"', "")[3:-4], left_out


@pytest.mark.parametrize(
    ("paragraph", "start", "exact", "expected"),
    [
        ("We met Anna here.", 7, "Anna", 'We met <persName ref="#anna">Anna</persName> here.'),
        ("We met <hi>A</hi>nna.", 7, "Anna", 'We met <persName ref="#anna"><hi>A</hi>nna</persName>.'),
        ("We met <hi>Anna</hi>.", 7, "Anna", 'We met <hi><persName ref="#anna">Anna</persName></hi>.'),
        ("Anna <hi>K</hi>.", 0, "Anna K", '<persName ref="#anna">Anna <hi>K</hi></persName>.'),
        ("a<lb/>b Anna<lb/>K c", 4, "Anna\nK", 'a<lb/>b <persName ref="#anna">Anna<lb/>K</persName> c'),
        ("x<note>Oh!</note> Anna y", 5, "Anna", 'x<note>Oh!</note> <persName ref="#anna">Anna</persName> y'),
        ("<choice><sic>Ana</sic><corr>Anna</corr></choice> K", 0, "Ana",
         '<choice><sic><persName ref="#anna">Ana</persName></sic><corr>Anna</corr></choice> K'),
        ("met <persName>Anna</persName>.", 4, "Anna", 'met <persName ref="#anna">Anna</persName>.'),
        ("\U0001f600 Anna", 2, "Anna", '\U0001f600 <persName ref="#anna">Anna</persName>'),
    ],
)  # fmt: skip
def test_a_name_is_put_around_the_words(paragraph: str, start: int, exact: str, expected: str) -> None:
    assert imported(paragraph, annotation(start, exact)) == (expected, [])


def test_offsets_of_a_browser_are_understood() -> None:
    made, left_out = imported("\U0001f600 Anna", annotation(3, "Anna"))
    assert (made, left_out) == ('\U0001f600 <persName ref="#anna">Anna</persName>', [])


def test_names_in_names_are_put_in_each_other() -> None:
    outer, inner = annotation(0, "Soviet of Moscow", "Organization", ""), annotation(10, "Moscow", "Place", "")
    expected = "<orgName>Soviet of <placeName>Moscow</placeName></orgName>!"
    assert imported("Soviet of Moscow!", outer, inner) == (expected, [])
    assert imported("Soviet of Moscow!", inner, outer) == (expected, [])


def test_other_words_at_the_offset_are_reported_and_left_out() -> None:
    made, left_out = imported("We met Anna.", annotation(6, "Anna"))
    assert made == "We met Anna."
    assert left_out == ["'Anna' at 6: left out, because other words stand there: ' Ann'"]


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (annotation(0, "We met", "Weather"), "none of its tags is a kind of name"),
        (annotation(3, "met Anna"), "it would cut <"),
        (annotation(900, "Anna"), "other words stand there"),
        (annotation(-4, "Anna"), "other words stand there"),
        ({"type": "Annotation", "target": {"selector": []}}, "no quotation with an offset"),
        ({"target": "https://example.org/"}, "no quotation with an offset"),
    ],
)
def test_what_cannot_be_marked_is_reported_and_left_out(one: dict[str, object], reason: str) -> None:
    made, left_out = imported("We <hi>met</hi> <hi>Anna K</hi>.", one)
    assert made == "We <hi>met</hi> <hi>Anna K</hi>."
    assert len(left_out) == 1 and reason in left_out[0]


def test_a_pointer_to_no_entry_is_not_written() -> None:
    assert imported("Anna", annotation(0, "Anna", link="#nobody"))[0] == "<persName>Anna</persName>"
    address = "https://d-nb.info/gnd/118553461"
    assert imported("Anna", annotation(0, "Anna", link=address))[0] == f'<persName ref="{address}">Anna</persName>'


@pytest.mark.parametrize("ending", ["annotations.json", "recogito.json"])
def test_all_names_of_a_document_come_back(ending: str) -> None:
    """Names taken out of a document are put in again by its annotations, and no character of the text changes."""
    files = written("annotations")[0]
    for name, data in sources():
        original, bare = read_tree(data), read_tree(data)
        for text in bare.iterchildren(f"{TEI}text"):
            etree.strip_tags(text, *(TEI + element for element in NAMES))
        left_out: list[str] = []
        given = read_annotations(files[f"{stem_of(name)}.{ending}"], ending)
        taken = import_annotations(bare, given, left_out.append)
        assert export_text(bare) == export_text(original)
        assert (taken, left_out) == (len(given), [])
        if ending == "annotations.json" and name != "Talk 7.xml":
            assert names_of(bare) == names_of(original)


def names_of(root: etree._Element) -> list[tuple[str, str, str]]:
    return sorted(
        (str(one.tag), "".join(str(part) for part in one.itertext()), repr(sorted(one.attrib.items())))
        for text in root.iterchildren(f"{TEI}text")
        for one in text.iter(*(TEI + element for element in NAMES))
    )


def test_reading_annotations_back_into_the_same_document_changes_nothing() -> None:
    for name, data in sources():
        root = read_tree(data)
        before = etree.tostring(root)
        given = read_annotations(written("annotations")[0][f"{stem_of(name)}.annotations.json"], "a.json")
        left_out: list[str] = []
        assert import_annotations(root, given, left_out.append) == len(given)
        assert (etree.tostring(root) == before or name == "Talk 7.xml", left_out) == (True, [])


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6))
def test_annotations_anywhere_never_change_the_text(spans: list[tuple[int, int]]) -> None:
    paragraph = (
        "We <hi>met <emph>Anna</emph></hi> and<note>A note on <hi>them</hi>.</note> <q>Josef</q> on<lb/>the way, x."
    )
    root = tree(paragraph)
    text = export_text(root)
    wanted = [annotation(start, text[start : start + length]) for start, length in spans if start < len(text)]
    import_annotations(root, wanted, lambda _: None)
    assert export_text(root) == text


def test_files_of_annotations_have_many_forms() -> None:
    one = {"type": "Annotation"}
    forms = [one, [one], {"items": [one]}, {"first": {"items": [one]}}]
    assert all(read_annotations(json.dumps(form).encode(), "a") == [one] for form in forms)
    assert read_annotations(b'{"a": 1}\n\n{"b": 2}\n', "a") == [{"a": 1}, {"b": 2}]
    for data in (b"<a/>", b"\xff", b"[1]", b"[" * 100_000):
        with pytest.raises(LeninTeiError):
            read_annotations(data, "a.json")


def test_the_command_reports_and_writes(tmp_path: Path) -> None:
    tei, marked = tmp_path / "a.xml", tmp_path / "a.json"
    tei.write_text(PARAGRAPH.format("We met Anna."), "utf-8")
    marked.write_text(json.dumps([annotation(7, "Anna"), annotation(0, "Anna")]))
    run = CliRunner().invoke(lenin_tei, ["import", "annotations", str(tei), str(marked), "-o", str(tmp_path / "b.xml")])
    assert run.exit_code == 1
    assert "1 of 2 annotations taken" in run.stderr
    assert "left out" in run.stderr
    assert '<persName ref="#anna">Anna</persName>' in (tmp_path / "b.xml").read_text("utf-8")
