"""Names measured on transcriptions annotated by hand, with the command an editor can run."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from lenin_tei.conversion import Options, read
from lenin_tei.names.annotate import annotate, find_mentions, text_leaves
from lenin_tei.names.decisions import NO_DECISIONS, load_decisions
from lenin_tei.names.register import load_register
from lenin_tei.source import read_source

ROOT = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("score_these_names", ROOT / "tools" / "score_names.py")
assert SPEC is not None
assert SPEC.loader is not None
SCORER = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(SCORER)
TYPES, read_gold, total = SCORER.TYPES, SCORER.read_gold, SCORER.total
TRANSCRIPTIONS = ROOT.parent / "shared" / "transcriptions" / "dev" / "txt"


@pytest.mark.skipif(not TRANSCRIPTIONS.is_dir(), reason="the transcriptions are not beside the repository")
def test_what_is_written_is_right_and_most_of_it_is_found() -> None:
    counts = total(TRANSCRIPTIONS)
    assert counts["right"] + counts["missed"] >= 300
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.95
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.80
    assert counts["link right"] / (counts["link right"] + counts["link wrong"]) >= 0.95


SEED = ROOT.parent / "shared" / "seed"
TEXT = 524  # where the letter begins; what stands before it is in the header
KINDS = {"PER": "person", "LOC": "place", "ORG": "org", "DATE": "date", "EVENT": "event", "WORK": "work"}


@pytest.mark.skipif(not SEED.is_dir(), reason="the founding letter is not beside the repository")
@pytest.mark.parametrize(("decided", "precision", "recall"), [(False, 0.95, 0.92), (True, 0.98, 0.97)])
def test_the_names_of_the_founding_letter_are_right_and_found_or_asked_about(
    decided: bool, precision: float, recall: float
) -> None:
    source = read_source((SEED / "letter.txt").read_bytes(), "letter.txt", lambda _: None)
    register = load_register((ROOT / "corpus" / "authority.xml").read_bytes(), "authority.xml")
    path = ROOT / "corpus" / "letter.decisions.toml"
    decisions = load_decisions(path.read_bytes(), path.name) if decided else NO_DECISIONS
    document, _ = read(source, Options(register=register, level="structure"), lambda _: None)
    done = annotate(document, register, decisions, lambda _: None)
    written = {
        (mark.span.start, mark.span.end, TYPES.get(mark.element or "", ""))
        for leaf in text_leaves(done.body)
        for mark in leaf.marks
        if mark.attributes.get("cert")
    }
    asked = {
        (leaf.block.span.start + mention.start, leaf.block.span.start + mention.end, TYPES.get(mention.element, ""))
        for leaf in find_mentions(document, register, everything=True)
        for mention in leaf.mentions
    }
    rows = [
        (int(row["start"]), int(row["end"]), KINDS[row["type"]], row["comment"].startswith("[core]"))
        for row in read_gold(SEED / "names.tsv")
        if row["type"] in KINDS and int(row["start"]) >= TEXT and "do-not" not in row["comment"]
    ]
    names = {mark for mark in written if mark[2] and mark[0] >= TEXT}
    right = [mark for mark in names if any(mark[:2] == row[:2] and mark[2] == row[2] for row in rows)]
    core = [row for row in rows if row[3]]
    found = [row for row in core if row[:3] in (names if decided else names | asked)]
    assert len(core) > 20
    assert len(right) >= precision * len(names)
    assert len(found) >= recall * len(core)


@pytest.mark.skipif(not TRANSCRIPTIONS.is_dir(), reason="the transcriptions are not beside the repository")
def test_what_was_annotated_before_any_program_saw_it_is_found_as_well() -> None:
    counts = total(TRANSCRIPTIONS, gold_folder=ROOT / "tests" / "gold" / "names_second")
    assert counts["right"] + counts["missed"] >= 150
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.95
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.80
    assert counts["link right"] / (counts["link right"] + counts["link wrong"]) >= 0.95


@pytest.mark.skipif(not TRANSCRIPTIONS.is_dir(), reason="the transcriptions are not beside the repository")
def test_what_the_certainties_were_not_measured_on_bears_them_out() -> None:
    counts = total(TRANSCRIPTIONS, gold_folder=ROOT / "tests" / "gold" / "names_third")
    assert counts["right"] + counts["missed"] >= 430
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.97
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.88
    assert counts["link right"] / (counts["link right"] + counts["link wrong"]) >= 0.98
    assert counts["high right"] / (counts["high right"] + counts["high wrong"]) >= 0.95


@pytest.mark.skipif(not TRANSCRIPTIONS.is_dir(), reason="the transcriptions are not beside the repository")
@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "gold").glob("names*/*.tsv")), ids=lambda path: path.stem)
def test_the_words_of_a_gold_stand_where_it_says_and_its_entries_exist(path: Path) -> None:
    text = (TRANSCRIPTIONS / f"{path.stem}.txt").read_text(encoding="utf-8")
    authority = (ROOT / "corpus" / "authority.xml").read_text(encoding="utf-8")
    for row in read_gold(path):
        assert text[int(row["start"]) : int(row["end"])].split() == row["surface"].split()
        assert not row["ref"] or f'xml:id="{row["ref"]}"' in authority
