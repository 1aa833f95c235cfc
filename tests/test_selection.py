"""Which findings count: codes, baselines, thresholds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenin_tei.diagnostics import RULES, Diagnostic, LeninTeiError
from lenin_tei.selection import changed_files, failed, new_findings, read_baseline, read_codes, select, write_baseline

ERROR = Diagnostic("a.xml", 3, 1, "S001", "<p> is not allowed; remove it")
WARNING = Diagnostic("a.xml", 5, 1, "H003", "<p> is empty; remove it")
DOUBLED = Diagnostic("a.xml", 9, 2, "R002", 'xml:id="p" stands on line 7 already; rename one of the two')
any_diagnostic = st.builds(
    Diagnostic,
    st.sampled_from(["a.xml", "b.xml"]),
    st.integers(0, 3),
    st.just(1),
    st.sampled_from(["S001", "H003"]),
    st.text(max_size=2),
)


def moved(one: Diagnostic, lines: int) -> Diagnostic:
    message = one.message.replace("line 7", f"line {7 + lines}")
    return Diagnostic(one.path, one.line + lines, one.column, one.code, message)


def test_a_baseline_lets_pass_what_it_knows_also_when_lines_moved() -> None:
    baseline = read_baseline(write_baseline([ERROR, DOUBLED]).encode(), "b.json")
    assert list(new_findings([moved(ERROR, 4), moved(DOUBLED, 4), WARNING], baseline)) == [WARNING]


def test_one_more_finding_of_a_known_kind_is_new() -> None:
    baseline = read_baseline(write_baseline([ERROR]).encode(), "b.json")
    assert list(new_findings([ERROR, moved(ERROR, 2)], baseline)) == [moved(ERROR, 2)]


@given(st.lists(any_diagnostic))
def test_a_baseline_knows_all_it_was_written_from(found: list[Diagnostic]) -> None:
    text = write_baseline(found)
    assert list(new_findings(found, read_baseline(text.encode(), ""))) == []
    assert write_baseline(reversed(found)) == text
    assert list(new_findings(found, read_baseline(write_baseline([]).encode(), ""))) == found


def test_a_baseline_has_a_line_per_finding() -> None:
    text = write_baseline([ERROR, WARNING, WARNING])
    assert [json.loads(line.rstrip(","))["count"] for line in text.splitlines() if "path" in line] == [2, 1]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"baseline": [{"path": 1}]}', b"\xff\xfe", b'{"baseline": 3}'])
def test_what_is_no_baseline_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(LeninTeiError, match=r"b\.json is no baseline"):
        read_baseline(data, "b.json")


def test_codes_are_named_alone_by_family_or_with_commas() -> None:
    assert read_codes(["h003,S001"]) == {"H003", "S001"}
    assert read_codes(["H"]) == {code for code in RULES if code.startswith("H")}
    with pytest.raises(LeninTeiError, match="Q7"):
        read_codes(["Q7"])


def test_ignored_codes_are_left_out_but_never_that_a_file_cannot_be_read() -> None:
    unreadable = Diagnostic("a.xml", 1, 1, "X001", "no XML; mend it")
    assert list(select([unreadable, ERROR, WARNING], ignore={"X001", "H003"})) == [unreadable, ERROR]


@pytest.mark.parametrize(
    ("found", "threshold", "expected"),
    [
        ([WARNING], "error", False),
        ([WARNING], "warning", True),
        ([ERROR], "error", True),
        ([ERROR], "never", False),
        ([], "warning", False),
    ],
)
def test_a_run_fails_by_its_threshold(found: list[Diagnostic], threshold: str, expected: bool) -> None:
    assert failed(found, threshold) is expected


def test_an_unknown_threshold_is_refused() -> None:
    with pytest.raises(LeninTeiError):
        failed([], "fatal")


def test_changed_files_are_read_from_what_git_prints() -> None:
    assert changed_files("a b.xml\0ü.xml\0".encode()) == ("a b.xml", "ü.xml")
