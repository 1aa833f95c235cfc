"""Which schema and rules a file is checked with in a run."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.inspection import Terms, inspect_file

ROOT = Path(__file__).parent.parent
VALID = (ROOT / "tests/schema/valid/contract.xml").read_bytes()
RNG = "http://relaxng.org/ns/structure/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
TEI = "http://www.tei-c.org/ns/1.0"
SMALL = f'<element name="TEI" ns="{TEI}" xmlns="{RNG}"><optional><attribute name="n"/></optional><empty/></element>'
RULES = f"""<schema xmlns="{SCH}" queryBinding="xslt2"><ns prefix="t" uri="{TEI}"/>
  <pattern><rule context="t:TEI"><assert test="@n">a number is missing; add @n</assert></rule></pattern></schema>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.rng").write_text(SMALL)
    (tmp_path / "rules.sch").write_text(RULES)
    return tmp_path


def codes(data: str | bytes, folder: Path, terms: Terms | None = None) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [one.code for one in inspect_file(str(folder / "letter.xml"), raw, terms or Terms())[0]]


def document(*models: tuple[str, str], content: str = "") -> str:
    named = "".join(f'<?xml-model href="{href}" schematypens="{kind}"?>' for href, kind in models)
    return f'{named}<TEI xmlns="{TEI}">{content}</TEI>'


def test_a_file_is_checked_with_the_schema_it_names(folder: Path) -> None:
    assert codes(document(("small.rng", RNG)), folder) == []
    assert codes(document(("small.rng", RNG), content="<p/>"), folder) == ["H003", "S001"]


def test_a_file_that_names_none_is_checked_with_ours(folder: Path) -> None:
    assert codes(VALID, folder) == []
    assert "S001" in codes(document(), folder)


def test_a_schema_that_is_named_for_the_run_comes_first(folder: Path) -> None:
    terms = Terms(schema=str(folder / "small.rng"))
    assert codes(document(), folder, terms) == []
    assert "S001" in codes(document(("small.rng", RNG)), folder, Terms(schema="lenin_tei"))


def test_a_schema_that_is_not_at_hand_is_told_and_the_rest_is_checked(folder: Path) -> None:
    address = "https://vault.tei-c.org/P5/4.8.0/xml/tei/custom/schema/relaxng/tei_all.rng"
    found, _ = inspect_file("letter.xml", document((address, RNG), content="<p/>").encode())
    assert [one.code for one in found] == ["S002", "H003"]
    assert "lenin-tei schema fetch tei_all@4.8.0" in found[0].message


def test_the_rules_a_file_names_are_run(folder: Path) -> None:
    named = document(("small.rng", RNG), ("rules.sch", SCH))
    assert codes(named, folder) == ["S010"]
    assert codes(named, folder, Terms(rules="none")) == []
    assert codes(document(("small.rng", RNG)), folder, Terms(rules=str(folder / "rules.sch"))) == ["S010"]
    assert codes(named.replace("<TEI ", '<TEI n="1" '), folder) == []


def test_our_own_rules_run_when_they_are_asked_for(folder: Path) -> None:
    assert codes(VALID, folder, Terms(rules="lenin_tei")) == []


@pytest.mark.parametrize("terms", [Terms(schema="none.rng"), Terms(rules="none.sch"), Terms(catalogs=("none.xml",))])
def test_terms_that_cannot_be_met_are_one_line(terms: Terms, folder: Path) -> None:
    with pytest.raises(LeninTeiError):
        codes(document(), folder, terms)


def test_a_pool_of_processes_finds_the_same(folder: Path) -> None:
    files = {f"{n}.xml": document(("small.rng", RNG), content="<p/>" * n).encode() for n in range(4)}
    paths = [str(folder / name) for name in files]
    one_by_one = [inspect_file(path, data)[0] for path, data in zip(paths, files.values(), strict=True)]
    with ProcessPoolExecutor(2) as pool:
        together = pool.map(partial(inspect_file, terms=Terms()), paths, files.values())
        assert [found for found, _ in together] == one_by_one


def test_a_faulty_schema_that_one_file_names_does_not_stop_the_others(folder: Path) -> None:
    (folder / "faulty.rng").write_text("<grammar")
    (folder / "faulty.sch").write_text("<schema/>")
    found, _ = inspect_file(str(folder / "letter.xml"), document(("faulty.rng", RNG), ("faulty.sch", SCH)).encode())
    assert [one.code for one in found] == ["S002", "S002"]
    with pytest.raises(LeninTeiError, match=r"faulty\.rng"):
        inspect_file("letter.xml", document().encode(), Terms(schema=str(folder / "faulty.rng")))


def test_a_dtd_is_not_read_and_said_so(folder: Path) -> None:
    data = b'<!DOCTYPE TEI SYSTEM "tei/tei_lite.dtd">' + VALID.partition(b"?>")[2].replace(b"<?xml-model", b"<?model")
    (found,) = [one for one in inspect_file("letter.xml", data)[0] if one.code != "H008"]
    assert found.code == "S002"
    assert "trang tei_lite.dtd tei_lite.rng" in found.message


def test_a_phase_the_rules_do_not_have_is_refused(folder: Path) -> None:
    with pytest.raises(LeninTeiError, match="no phase"):
        inspect_file("letter.xml", VALID, Terms(rules=str(folder / "rules.sch"), phase="none"))
