"""Diagnostics in the forms people and programs read: one pure function a form, all in `REPORTERS`.

A reporter takes the diagnostics in order and a summary of the run ("files", "paths" …) and returns the whole output,
which ends with a line break unless it is empty. What only one form needs is imported there: text must start at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import PurePath

from lenin_tei import __version__
from lenin_tei.diagnostics import FAMILIES, RULES, Diagnostic

Summary = Mapping[str, object]
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
# Characters XML cannot hold: a message may quote them.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
GITLAB_SEVERITIES = {"error": "major", "warning": "minor"}


def place(diagnostic: Diagnostic) -> str:
    """Return path, line and column as editors and terminals link them; line 0 means the whole file."""
    path = diagnostic.path or "-"
    return f"{path}:{diagnostic.line}:{diagnostic.column}" if diagnostic.line else path


def report_text(
    diagnostics: Sequence[Diagnostic],
    summary: Summary,
    *,
    source_line: Callable[[Diagnostic], str | None] | None = None,
) -> str:
    """Return a line per diagnostic and one with the sums.

    *source_line* gives the line to show under a diagnostic, with a caret.
    """
    return "".join(text_lines(diagnostics, summary, source_line=source_line))


def text_lines(
    diagnostics: Iterable[Diagnostic],
    summary: Summary,
    *,
    source_line: Callable[[Diagnostic], str | None] | None = None,
) -> Iterator[str]:
    """Yield the same piece by piece, each with its line breaks."""
    counted: Counter[str] = Counter()
    for one in diagnostics:
        counted[one.severity] += 1
        yield f"{place(one)}: {one.severity} {one.code} {one.message}\n"
        shown = source_line(one) if source_line and one.line else None
        if shown is not None:
            yield "".join(f"{line}\n" for line in _with_caret(shown, one.column))
    if counted:
        yield f"{_sums(counted, summary)}\n"


def _with_caret(line: str, column: int, width: int = 100) -> tuple[str, str]:
    """Return the part of a line around a column, and a caret under it."""
    start = max(0, column - 1 - width // 2) if len(line) > width else 0
    shown = line[start : start + width].replace("\t", " ")
    return f"    {'…' if start else ''}{shown}", "    " + " " * (column - 1 - start + bool(start)) + "^"


def _sums(counted: Counter[str], summary: Summary) -> str:
    """Return "2 errors, 1 warning in 3 files" from the numbers of each severity."""
    parts = [_plural(counted[kind], kind) for kind in ("error", "warning") if counted[kind]]
    files = summary.get("files")
    told = ", ".join(parts) + (f" in {_plural(files, 'file')}" if isinstance(files, int) else "")
    decisions = summary.get("decisions")
    if not isinstance(decisions, int) or not decisions:
        return told
    return f"{told}; {_plural(decisions, 'decision')} to look at"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def report_json(diagnostics: Sequence[Diagnostic], summary: Summary) -> str:
    """Return one object, as docs/reference/diagnostics.schema.json describes it."""
    counted = Counter(one.severity for one in diagnostics)
    codes = Counter(one.code for one in diagnostics)
    return _dump(
        {
            "diagnostics": [as_row(one) for one in diagnostics],
            "summary": {
                "errors": counted["error"],
                "warnings": counted["warning"],
                "codes": dict(sorted(codes.items())),
                **{name: value for name, value in summary.items() if name != "paths"},
            },
        }
    )


def as_row(diagnostic: Diagnostic) -> dict[str, str | int]:
    """Return a diagnostic as JSON holds it."""
    return {
        "path": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        **({"end_line": diagnostic.end_line, "end_column": diagnostic.end_column} if diagnostic.end_line else {}),
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
    }


def _dump(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def report_sarif(diagnostics: Sequence[Diagnostic], summary: Summary) -> str:
    """Return SARIF 2.1.0, with the rules that were broken."""
    codes = sorted({one.code for one in diagnostics})
    driver = {"name": "lenin-tei", "version": __version__, "rules": [_sarif_rule(code) for code in codes]}
    results = [_sarif_result(one, codes.index(one.code)) for one in diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(code: str) -> dict[str, object]:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": f"Example: {rule.example}\nInstead: {rule.instead}"},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [FAMILIES[code[0]]]},
    }


def _sarif_result(diagnostic: Diagnostic, index: int) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(diagnostic.path)}}
    if diagnostic.line:
        region = {"startLine": diagnostic.line, "startColumn": max(diagnostic.column, 1)}
        if diagnostic.end_line:
            region |= {"endLine": diagnostic.end_line, "endColumn": diagnostic.end_column}
        location["region"] = region
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": diagnostic.severity,
        "message": {"text": diagnostic.message},
        "locations": [{"physicalLocation": location}],
    }


def _uri(path: str) -> str:
    """Return a path as a URI: relative ones stay relative to the root of the repository."""
    from urllib.parse import quote

    pure = PurePath(path or "-")
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix(), errors="surrogatepass")


def report_junit(diagnostics: Sequence[Diagnostic], summary: Summary) -> str:
    """Return JUnit XML: a test case per file, failed if it has errors; *summary* "paths" names the clean files too."""
    named = summary.get("paths")
    paths = [str(path) for path in named] if isinstance(named, Iterable) and not isinstance(named, str) else []
    by_path: dict[str, list[Diagnostic]] = {path: [] for path in paths}
    for one in diagnostics:
        by_path.setdefault(one.path, []).append(one)
    cases = [_junit_case(path, found) for path, found in by_path.items()]
    failures = sum(any(one.severity == "error" for one in found) for found in by_path.values())
    counts = f'tests="{len(by_path)}" failures="{failures}" errors="0" skipped="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="lenin-tei" {counts}>\n  <testsuite name="lenin-tei" {counts}>\n'
        f"{_NO_XML.sub(chr(0xFFFD), ''.join(cases))}  </testsuite>\n</testsuites>\n"
    )


def _junit_case(path: str, found: Sequence[Diagnostic]) -> str:
    """Return the test case of one file."""
    name = f"    <testcase classname={_quoted(PurePath(path).stem)} name={_quoted(path)}"
    if not found:
        return f"{name}/>\n"
    lines = "\n".join(escape(f"{place(one)}: {one.severity} {one.code} {one.message}") for one in found)
    errors = [one for one in found if one.severity == "error"]
    if not errors:
        return f"{name}>\n      <system-out>{lines}</system-out>\n    </testcase>\n"
    first = _quoted(f"{errors[0].code} {errors[0].message}")
    return f'{name}>\n      <failure type="{errors[0].code}" message={first}>{lines}</failure>\n    </testcase>\n'


def _quoted(text: str) -> str:
    """Return an attribute value with its quotation marks."""
    return f'"{escape(text)}"'


def report_github(diagnostics: Sequence[Diagnostic], summary: Summary) -> str:
    """Return workflow commands, which GitHub shows as annotations at the lines."""
    return "".join(_annotation(one) + "\n" for one in diagnostics)


def _annotation(diagnostic: Diagnostic) -> str:
    properties = [f"file={_property(diagnostic.path)}"]
    if diagnostic.line:
        properties += [f"line={diagnostic.line}", f"col={max(diagnostic.column, 1)}"]
    if diagnostic.end_line:
        properties.append(f"endLine={diagnostic.end_line}")
        # GitHub shows columns of an annotation only where it is on one line.
        if diagnostic.end_line == diagnostic.line:
            properties.append(f"endColumn={diagnostic.end_column}")
    properties.append(f"title={diagnostic.code} {_property(RULES[diagnostic.code].title)}")
    return f"::{diagnostic.severity} {','.join(properties)}::{_data(diagnostic.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def report_gitlab(diagnostics: Sequence[Diagnostic], summary: Summary) -> str:
    """Return a GitLab code quality report: a list, each finding with a fingerprint that its line does not change."""
    seen: Counter[str] = Counter()
    rows = []
    for one in diagnostics:
        key = fingerprint(one)
        seen[key] += 1
        rows.append(
            {
                "description": f"{one.code} {one.message}",
                "check_name": one.code,
                "fingerprint": _digest(f"{key}\n{seen[key]}"),
                "severity": GITLAB_SEVERITIES[one.severity],
                "location": {"path": PurePath(one.path).as_posix(), "lines": {"begin": max(one.line, 1)}},
            }
        )
    return _dump(rows)


def fingerprint(diagnostic: Diagnostic) -> str:
    """Return what makes a finding the same one after lines were inserted elsewhere: file, code and message."""
    text = "\n".join((PurePath(diagnostic.path).as_posix(), diagnostic.code, diagnostic.message))
    return _digest(text)


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def report_jing(diagnostics: Sequence[Diagnostic], summary: Summary) -> str:
    """Return the lines jing prints, for tools that parse those: file by file, at the places where jing reports."""
    order = {path: number for number, path in enumerate(dict.fromkeys(one.path for one in diagnostics))}

    def place_of(one: Diagnostic) -> tuple[int, int]:
        return (one.end_line, one.end_column) if one.end_line else (one.line, one.column)

    ordered = sorted(diagnostics, key=lambda one: (order[one.path], *place_of(one)))
    return "".join(
        "{}:{}:{}: {}: {} [{}]\n".format(
            one.path, *place_of(one), one.severity, " ".join(one.message.split()), one.code
        )
        for one in ordered
    )


REPORTERS: Mapping[str, Callable[[Sequence[Diagnostic], Summary], str]] = {
    "text": report_text,
    "json": report_json,
    "sarif": report_sarif,
    "junit": report_junit,
    "github": report_github,
    "gitlab": report_gitlab,
    "jing": report_jing,
}
