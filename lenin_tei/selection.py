"""Which findings count: by code, by a baseline of known ones, by what was changed; and when a run has failed.

A baseline is a JSON file for version control: what was found once and is let pass, with how often. Line numbers are no
part of it, so a finding stays known when lines are inserted above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePath

from lenin_tei.diagnostics import FAMILIES, RULES, Diagnostic, LeninTeiError

Key = tuple[str, str, str]
Baseline = Counter[Key]
THRESHOLDS = ("error", "warning", "never")
_NUMBER = re.compile(r"\d+")


def key(diagnostic: Diagnostic) -> Key:
    """Return what makes a finding the same one again: file, code, and message without its numbers."""
    return PurePath(diagnostic.path).as_posix(), diagnostic.code, _NUMBER.sub("0", diagnostic.message)


def write_baseline(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the baseline that lets *diagnostics* pass: JSON, one finding a line, sorted."""
    import json

    counted = Counter(key(one) for one in diagnostics)
    rows = (
        json.dumps({"path": path, "code": code, "count": count, "message": message}, ensure_ascii=False)
        for (path, code, message), count in sorted(counted.items())
    )
    body = ",\n    ".join(rows)
    return '{\n  "baseline": [' + (f"\n    {body}\n  " if body else "") + "]\n}\n"


def read_baseline(data: bytes, path: str) -> Baseline:
    """Return the baseline in *data*; raise `LeninTeiError` if it is none. *path* is named in the error."""
    import json

    try:
        rows = json.loads(data)["baseline"]
        return Counter({(str(row["path"]), str(row["code"]), str(row["message"])): int(row["count"]) for row in rows})
    except (ValueError, KeyError, TypeError) as error:
        raise LeninTeiError(f"{path} is no baseline; write one with --update-baseline") from error


def new_findings(diagnostics: Iterable[Diagnostic], baseline: Baseline) -> Iterator[Diagnostic]:
    """Yield the findings the baseline does not know, or knows less often: the last ones of a kind are the new ones."""
    left = Counter(baseline)
    for one in diagnostics:
        if left[key(one)] > 0:
            left[key(one)] -= 1
        else:
            yield one


def read_codes(typed: Sequence[str]) -> frozenset[str]:
    """Return the codes that options name: "H003", a family "H", several with commas; `LeninTeiError` for others."""
    codes: set[str] = set()
    for word in filter(None, (part.strip().upper() for option in typed for part in option.split(","))):
        found = {code for code in RULES if code == word or (word in FAMILIES and code.startswith(word))}
        if not found:
            raise LeninTeiError(f"{word} is neither a code nor a family of codes; see lenin-tei explain")
        codes |= found
    return frozenset(codes)


def select(diagnostics: Iterable[Diagnostic], *, ignore: Collection[str] = ()) -> Iterator[Diagnostic]:
    """Yield the findings whose code is not ignored; what cannot be read (X) is never ignored."""
    for one in diagnostics:
        if one.code not in ignore or one.code.startswith("X"):
            yield one


def failed(diagnostics: Iterable[Diagnostic], threshold: str = "error") -> bool:
    """Whether a run has failed: by an error, with the threshold "warning" by anything, with "never" by nothing."""
    if threshold not in THRESHOLDS:
        raise LeninTeiError(f"{threshold} is no threshold; say error, warning or never")
    return any(threshold == "warning" or (threshold == "error" and one.severity == "error") for one in diagnostics)


def changed_files(listing: bytes) -> tuple[str, ...]:
    """Return the paths in what `git diff --name-only -z --diff-filter=d` prints."""
    return tuple(path.decode("utf-8", "surrogateescape") for path in listing.split(b"\0") if path)
