"""What an editor wants to know of an archive every morning: how much there is, what needs a look, what has changed.

In come the facts of all documents, the findings, and what the last report remembered; out comes a report of plain
values, the same for the page and for JSON, and what the next report must remember.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from sqlite3 import Row
from typing import Any

from lenin_tei.corpus.facts import Facts
from lenin_tei.diagnostics import RULES, Diagnostic

# How much a finding counts beside the signs of doubtful structure.
WEIGHTS = {"error": 1.0, "warning": 0.25}
LEVELS = ("words only", "blocks", "facts in the header", "names", "names linked")
_COVERAGE = {
    "title": "a title",
    "author": "an author",
    "written": "a date of writing",
    "published": "a date of first publication",
    "place": "a place of writing",
    "source": "a source",
    "licence": "a licence",
    "kind": "a type of text",
}
LISTED = 50
State = Mapping[str, tuple[str, float]]


def build_report(facts: Facts, found: Iterable[Diagnostic], before: State | None) -> tuple[dict[str, Any], State]:
    """Return the report and the state to keep; *before* is the state of the last time, None for the first.

    *found* is in the order of files.
    """
    codes: Counter[str] = Counter()
    findings = _Findings(found, codes)
    after: dict[str, tuple[str, float]] = {}
    doubtful = _Doubtful()
    covered: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    groups: dict[str, Counter[str]] = {name: Counter() for name in ("kinds", "years", "languages", "levels")}
    for row in facts.ask("SELECT * FROM documents ORDER BY path, number"):
        said = json.loads(row["facts"])
        _count(row, said, covered, totals, groups)
        for path, counted in findings.before(row["path"]):
            doubtful.add_file(path, counted)
        doubt, reasons = _doubt(said, findings.of(row["path"]))
        after[_key(row, after)] = (row["fingerprint"] + row["date"] + row["title"], doubt)
        doubtful.add(row["path"], row["title"], doubt, reasons)
    for path, counted in findings.before(None):
        doubtful.add_file(path, counted)
    report = {
        "documents": totals["documents"],
        "words": totals["words"],
        "notes": totals["notes"],
        "letters": totals["letters"],
        **{name: _sorted(counter, name) for name, counter in groups.items()},
        "coverage": [_share(label, covered[name], totals["documents"]) for name, label in _COVERAGE.items()]
        + [_share("sender and addressee (letters)", covered["letter"], totals["letters"])],
        "names": _names(facts),
        "findings": [
            _finding(code, number) for code, number in sorted(codes.items(), key=lambda one: (-one[1], one[0]))
        ],
        "look": doubtful.first(),
        "doubtful": doubtful.number,
        "unlinked": list(_unlinked(facts)),
        "changes": _changes(before, after),
    }
    return report, after


class _Findings:
    """Findings in the order of files, counted file by file while the documents go by in the same order."""

    def __init__(self, found: Iterable[Diagnostic], codes: Counter[str]) -> None:
        self._files = self._counted(found, codes)
        self._next = next(self._files, None)
        self._now: tuple[str, Counter[str]] = ("", Counter())

    @staticmethod
    def _counted(found: Iterable[Diagnostic], codes: Counter[str]) -> Iterator[tuple[str, Counter[str]]]:
        for path, same in groupby(found, lambda one: one.path):
            counted = Counter(one.code for one in same)
            codes.update(counted)
            yield path, counted

    def before(self, path: str | None) -> Iterator[tuple[str, Counter[str]]]:
        """Yield the files with findings that come before *path*, which are no documents; all that are left for None."""
        while self._next is not None and (path is None or self._next[0] < path):
            yield self._next
            self._next = next(self._files, None)

    def of(self, path: str) -> Counter[str]:
        """Return how often each code was found in a document."""
        if self._next is not None and self._next[0] == path:
            self._now, self._next = self._next, next(self._files, None)
        return self._now[1] if self._now[0] == path else Counter()


class _Doubtful:
    """The most doubtful documents, and how many are doubtful at all."""

    def __init__(self) -> None:
        self.number = 0
        self._most: list[dict[str, Any]] = []

    def add(self, path: str, title: str, doubt: float, reasons: list[str]) -> None:
        """Take a document in, if there is any doubt about it."""
        if doubt:
            self.number += 1
            self._most.append({"path": path, "title": title, "doubt": doubt, "reasons": reasons})
            if len(self._most) > 2 * LISTED:
                self._most = self.first()

    def add_file(self, path: str, counted: Counter[str]) -> None:
        """Take in a file without a document: a transcription that could not be built, TEI that cannot be read."""
        if any(RULES[code].severity == "error" for code in counted):
            self.add(path, "", *_doubt({"doubts": ()}, counted))

    def first(self) -> list[dict[str, Any]]:
        """Return the most doubtful, the first of them first."""
        return sorted(self._most, key=lambda one: (-one["doubt"], one["path"]))[:LISTED]


def _key(row: Row, known: Mapping[str, object]) -> str:
    """Return what a document is remembered by: its path; with its id where a file holds several."""
    path = str(row["path"])
    return path if path not in known else f"{path}#{row['id']}"


def _count(
    row: Row, said: Mapping[str, Any], covered: Counter[str], totals: Counter[str], groups: Mapping[str, Counter[str]]
) -> None:
    """Add one document to the sums."""
    totals.update({"documents": 1, "words": row["words"], "notes": row["notes"], "letters": int(said["letter"])})
    groups["kinds"][row["kind"] or "—"] += 1
    groups["languages"][row["language"] or "—"] += 1
    groups["levels"][LEVELS[row["level"]]] += 1
    year = row["date"].partition("-")[0] if row["date"][:1].isdigit() else ""
    groups["years"][year or "—"] += 1
    there = {
        "title": row["title"],
        "author": row["author"],
        "written": row["date"],
        "published": said["published"],
        "place": said["places"],
        "source": said["sourced"],
        "licence": row["licence"] or row["rights"],
        "kind": row["kind"],
        "letter": said["letter"] and said["sent"].get("people") and said["received"].get("people"),
    }
    covered.update(name for name, value in there.items() if value)


def _sorted(counter: Counter[str], name: str) -> list[dict[str, Any]]:
    """Return a count as rows: years and levels in their order, the rest by number."""
    if name == "levels":
        rows = [(label, counter[label]) for label in LEVELS]
    elif name == "years":
        rows = sorted(counter.items(), key=lambda one: (one[0] == "—", len(one[0]), one[0]))
    else:
        rows = sorted(counter.items(), key=lambda one: (-one[1], one[0]))
    return [{"label": label, "documents": number} for label, number in rows]


def _share(label: str, number: int, total: int) -> dict[str, Any]:
    return {
        "fact": label,
        "documents": number,
        "of": total,
        "percent": round(100 * number / total, 1) if total else 0.0,
    }


def _doubt(said: Mapping[str, Any], codes: Counter[str]) -> tuple[float, list[str]]:
    """Return how doubtful a document is, and why, the heaviest reason first."""
    reasons = [(weight, what) for weight, what, _, _ in said["doubts"]]
    for code, number in sorted(codes.items()):
        if code != "C140":  # its signs count already
            weight = WEIGHTS[RULES[code].severity] * min(number, 10)
            reasons.append((weight, f"{code} {RULES[code].title}" + (f" ({number})" if number > 1 else "")))
    reasons.sort(key=lambda one: (-one[0], one[1]))
    return round(sum(weight for weight, _ in reasons), 2), [what for _, what in reasons]


def _finding(code: str, number: int) -> dict[str, Any]:
    return {"code": code, "title": RULES[code].title, "severity": RULES[code].severity, "count": number}


def _names(facts: Facts) -> dict[str, int]:
    row = next(facts.ask("SELECT COALESCE(SUM(count), 0), COALESCE(SUM(count * (key <> '')), 0) FROM names"))
    return {"marked": row[0], "linked": row[1]}


def _unlinked(facts: Facts) -> Iterator[dict[str, Any]]:
    rows = facts.ask(
        "SELECT n.words, n.element, n.count, n.documents, d.path FROM names n JOIN documents d ON d.number = n.number"
        f" WHERE key = '' ORDER BY n.count DESC, n.documents DESC, n.words, n.element LIMIT {LISTED}"
    )
    for row in rows:
        yield dict(row)


def _changes(before: State | None, after: State) -> dict[str, Any]:
    """Return what is new, changed, gone, better and worse since the last report; {} for the first."""
    if before is None:
        return {}
    both = [path for path in sorted(after) if path in before]
    changed = {
        "new": [path for path in sorted(after) if path not in before],
        "removed": [path for path in sorted(before) if path not in after],
        "changed": [path for path in both if before[path][0] != after[path][0]],
        "better": [path for path in both if after[path][1] < before[path][1]],
        "worse": [path for path in both if after[path][1] > before[path][1]],
    }
    return {name: {"count": len(paths), "first": paths[:LISTED]} for name, paths in changed.items()}
