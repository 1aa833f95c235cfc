"""Agreement with jing: random schemas and documents, and TEI documents broken in one step."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from random import Random

import agreement
import pytest
from agreement import SCHEMAS, make_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_schemas import NO_JING, make_batch, run_jing

from lenin_tei.relaxng import SchemaError, examination, is_valid, load_grammar, read_grammar
from lenin_tei.relaxng.validation import examine, validate
from lenin_tei.validation import validate as check_file

SHARED = Path(__file__).parents[3] / "shared" / "tei"
TEI_SCHEMAS = ("tei_all", "tei_lite", "tei_simplePrint")
ILL_FORMED = ("17_", "37_", "44_")

needs_jing = pytest.mark.skipif(NO_JING, reason="jing is not installed")
needs_tei = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared TEI files are not there")

Places = set[tuple[int, int]]


def usable(schema: bytes) -> bool:
    try:
        read_grammar(schema, "s.rng")
    except SchemaError:
        return False
    return True


def compare(seed: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare verdict and first place of every case of one batch."""
    monkeypatch.setattr(examination, "MAX_FAULTS", sys.maxsize)
    batch = make_batch(Random(seed), usable)
    (folder / "s.rng").write_text(batch.schema)
    (folder / "d.xml").write_text(batch.document)
    theirs: dict[int, Places] = defaultdict(set)
    for line, column, _ in run_jing(folder / "s.rng", [folder / "d.xml"]).get("d.xml", []):
        theirs[batch.case(line)].add((line, column))
    ours: dict[int, Places] = defaultdict(set)
    for fault in examine(batch.document.encode(), read_grammar(batch.schema.encode(), "s.rng"), ids=False):
        ours[batch.case(fault.jing_line)].add((fault.jing_line, fault.jing_column))
    assert {case: min(places) for case, places in ours.items()} == {
        case: min(places) for case, places in theirs.items()
    }


@needs_jing
@given(seed=st.integers(0, 2**32))
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_schemas_get_the_verdicts_of_jing(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        compare(seed, tmp_path_factory.mktemp("batch"), monkeypatch)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_quick_verdict_is_that_of_the_full_examination(seed: int) -> None:
    batch = make_batch(Random(seed), usable, schemas=3, documents=8)
    grammar = read_grammar(batch.schema.encode(), "s.rng")
    lines = batch.document.split("\n")
    for start, end in zip(batch.starts, (*batch.starts[1:], len(lines)), strict=True):
        document = "\n".join(["<r>", *lines[start - 1 : end - 1], "</r>"]).encode()
        assert is_valid(document, grammar) == (examine(document, grammar) == []), document.decode()


@needs_jing
@needs_tei
@pytest.mark.parametrize("schema", [*TEI_SCHEMAS, "lenin_tei"])
def test_transcriptions_broken_in_a_step_or_two_get_every_fault_of_jing(schema: str, tmp_path: Path) -> None:
    documents = make_files(schema, 60, schema, tmp_path, transcriptions=5)
    found = list(agreement.compare(SCHEMAS[schema], documents, load_grammar(SCHEMAS[schema], cache=tmp_path / "cache")))
    assert [one for one in found if not (one.verdict and one.line and one.column)] == []
    assert [one for one in found if one.missed] == []
    assert {bool(one.theirs) for one in found} >= {True}
    if schema == "lenin_tei":
        told = {one.name: check_file((tmp_path / one.name).read_bytes(), one.name) for one in found}
        refused = {name: any(one.code in ("S001", "R002", "H005") for one in list_) for name, list_ in told.items()}
        assert refused == {one.name: bool(one.theirs) for one in found}


@needs_jing
@needs_tei
@pytest.mark.parametrize("schema", TEI_SCHEMAS)
def test_the_broken_letters_get_verdict_and_first_place_of_jing(schema: str, tmp_path: Path) -> None:
    files = [path for path in sorted((SHARED / "broken").iterdir()) if not path.name.startswith(ILL_FORMED)]
    grammar = load_grammar(SCHEMAS[schema], cache=tmp_path / "cache")
    for one in agreement.compare(SCHEMAS[schema], [*files, SHARED / "letter.xml"], grammar):
        assert (one.verdict, one.column, one.missed) == (True, True, ()), one.name


@needs_tei
def test_ill_formed_letters_have_one_fault(tmp_path: Path) -> None:
    grammar = load_grammar(SCHEMAS["tei_all"], cache=tmp_path)
    for path in sorted((SHARED / "broken").iterdir()):
        if path.name.startswith(ILL_FORMED):
            assert [fault.kind for fault in validate(path.read_bytes(), grammar)] == ["xml"]
