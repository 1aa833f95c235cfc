"""The forms diagnostics are told in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lenin_tei.diagnostics import RULES, Diagnostic
from lenin_tei.reporters import REPORTERS, report_text

ROOT = Path(__file__).parent.parent
FOUND = [
    Diagnostic("a b.xml", 3, 7, "S001", "<pp> is no element; did you mean <p>?"),
    Diagnostic("a b.xml", 4, 1, "H003", "<p> is empty, 100 %: remove it\nor not"),
    Diagnostic("c.xml", 0, 0, "X002", "the file is empty; give a TEI file"),
]
any_diagnostic = st.builds(
    Diagnostic,
    st.text(max_size=9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from(sorted(RULES)),
    st.text(max_size=20),
    st.integers(0, 9),
    st.integers(0, 9),
)


def report(form: str, found: list[Diagnostic] | None = None, **summary: object) -> str:
    return REPORTERS[form](FOUND if found is None else found, summary)


def test_text_is_a_line_per_finding_and_one_with_the_sums() -> None:
    assert report("text", files=2).splitlines() == [
        "a b.xml:3:7: error S001 <pp> is no element; did you mean <p>?",
        "a b.xml:4:1: warning H003 <p> is empty, 100 %: remove it",
        "or not",
        "c.xml: error X002 the file is empty; give a TEI file",
        "2 errors, 1 warning in 2 files",
    ]


def test_text_says_nothing_where_nothing_was_found() -> None:
    assert report("text", [], files=1) == ""


def test_text_shows_the_line_with_a_caret_under_the_column() -> None:
    text = report_text(FOUND[:1], {}, source_line=lambda _: "  <div><pp>words</pp></div>")
    assert text.splitlines()[1:3] == ["      <div><pp>words</pp></div>", "          ^"]


def test_a_long_line_is_cut_around_the_column() -> None:
    found = [Diagnostic("a", 1, 301, "S001", "m")]
    shown, caret = report_text(found, {}, source_line=lambda _: "x" * 300 + "Y" + "z" * 300).splitlines()[1:3]
    assert shown[caret.index("^")] == "Y"
    assert len(shown) < 110


def test_json_is_one_object_with_diagnostics_and_summary() -> None:
    data = json.loads(report("json", files=2))
    assert data["diagnostics"][0] == {
        "path": "a b.xml",
        "line": 3,
        "column": 7,
        "code": "S001",
        "severity": "error",
        "message": "<pp> is no element; did you mean <p>?",
    }
    assert data["summary"] == {"errors": 2, "warnings": 1, "codes": {"H003": 1, "S001": 1, "X002": 1}, "files": 2}


@given(st.lists(any_diagnostic, max_size=3))
def test_json_keeps_to_its_schema(found: list[Diagnostic]) -> None:
    schema = json.loads((ROOT / "docs/reference/diagnostics.schema.json").read_text("utf-8"))
    data = json.loads(report("json", found, files=1, failed=0))
    assert list(faults(data, schema)) in ([], [""] * sum(not one.message for one in found))


def faults(value: Any, schema: dict[str, Any]) -> list[str]:
    """What a value breaks of the part of JSON Schema our schema uses; an empty message is one fault, unnamed."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int}
    found = []
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        return [f"{value!r} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{value!r} is none of {schema['enum']}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{value!r} does not match {schema['pattern']}")
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{value} is below {schema['minimum']}")
    if len(value) < schema.get("minLength", 0) if isinstance(value, str) else False:
        found.append("")
    if isinstance(value, list):
        return found + [fault for item in value for fault in faults(item, schema["items"])]
    if isinstance(value, dict):
        found += [f"{name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            found += [f"{name} is not allowed"] if inner is False else faults(item, inner)
            found += faults(name, schema.get("propertyNames", {}))
    return found


def test_sarif_names_rules_levels_and_places() -> None:
    log = json.loads(report("sarif"))
    run = log["runs"][0]
    assert (log["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "lenin-tei")
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["H003", "S001", "X002"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error"]
    first, _, last = (result["locations"][0]["physicalLocation"] for result in run["results"])
    assert first == {"artifactLocation": {"uri": "a%20b.xml"}, "region": {"startLine": 3, "startColumn": 7}}
    assert last == {"artifactLocation": {"uri": "c.xml"}}


def test_sarif_of_a_clean_run_has_a_run_without_results() -> None:
    assert json.loads(report("sarif", []))["runs"][0]["results"] == []


def test_junit_has_a_test_case_per_file_and_counts_those_with_errors() -> None:
    suite = etree.fromstring(report("junit", paths=["clean.xml", "a b.xml", "c.xml"]).encode())[0]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    assert [case.get("name") for case in suite] == ["clean.xml", "a b.xml", "c.xml"]
    assert [[child.tag for child in case] for case in suite] == [[], ["failure"], ["failure"]]
    assert suite[1][0].get("type") == "S001"


def test_junit_lets_a_file_with_warnings_pass_and_shows_them() -> None:
    suite = etree.fromstring(report("junit", FOUND[1:2]).encode())[0]
    assert suite.get("failures") == "0"
    assert [child.tag for child in suite[0]] == ["system-out"]


def test_github_commands_escape_what_would_end_them() -> None:
    assert report("github").splitlines() == [
        "::error file=a b.xml,line=3,col=7,title=S001 not valid for the schema::<pp> is no element; did you mean <p>?",
        "::warning file=a b.xml,line=4,col=1,title=H003 empty element::<p> is empty, 100 %25: remove it%0Aor not",
        "::error file=c.xml,title=X002 no XML at all::the file is empty; give a TEI file",
    ]


def test_gitlab_fingerprints_stay_when_lines_are_inserted_and_differ_among_findings() -> None:
    moved = [Diagnostic(one.path, one.line + 5, one.column, one.code, one.message) for one in FOUND]
    before = [row["fingerprint"] for row in json.loads(report("gitlab"))]
    assert [row["fingerprint"] for row in json.loads(report("gitlab", moved))] == before
    twice = json.loads(report("gitlab", [FOUND[0], FOUND[0]]))
    assert twice[0]["fingerprint"] != twice[1]["fingerprint"]
    assert twice[0]["location"] == {"path": "a b.xml", "lines": {"begin": 3}}
    assert twice[0]["severity"] == "major"


def test_jing_lines_can_be_parsed_by_tools_that_read_jing() -> None:
    line = re.compile(r"^(.*):(\d+):(\d+): (error|warning): (.+)$")
    assert [line.match(row) is not None for row in report("jing").splitlines()] == [True, True, True]


@pytest.mark.parametrize("form", sorted(REPORTERS))
def test_every_form_says_the_same_on_every_run_and_ends_its_last_line(form: str) -> None:
    assert report(form) == report(form)
    assert report(form).endswith("\n")


@given(st.lists(any_diagnostic, max_size=4))
def test_every_form_takes_any_diagnostics(found: list[Diagnostic]) -> None:
    for form in REPORTERS:
        text = report(form, found)
        if form == "junit":
            etree.fromstring(text.encode())


def test_jing_places_are_those_where_the_tag_ends() -> None:
    found = [Diagnostic("a.xml", 3, 1, "S001", "late", 3, 90), Diagnostic("a.xml", 3, 20, "S001", "early", 3, 30)]
    assert [row.split(":")[1:3] for row in report("jing", found).splitlines()] == [["3", "30"], ["3", "90"]]


def test_the_end_of_what_is_wrong_is_given_where_it_is_known() -> None:
    found = [Diagnostic("a.xml", 3, 1, "S001", "wrong", 3, 90), Diagnostic("a.xml", 4, 1, "H003", "empty")]
    first, second = json.loads(report("json", found))["diagnostics"]
    assert (first["end_line"], first["end_column"]) == (3, 90)
    assert "end_line" not in second
    region = json.loads(report("sarif", found))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 90}
    assert report("github", found).startswith("::error file=a.xml,line=3,col=1,endLine=3,endColumn=90,")
