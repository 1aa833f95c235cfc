"""Who is who in a corpus: one name with two entries, one number in two entries, one entry for two people.

In come the facts of all documents; the entries of an authority file count with those the documents carry. Two entries
whose births, deaths or kinds differ may share a name: people do.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from sqlite3 import Row

from lenin_tei.corpus.facts import Facts, fold, told
from lenin_tei.diagnostics import Diagnostic

_SURE = ("persName", "placeName", "orgName")
# A word and its inflected forms begin alike; so many letters are compared.
_STEM = 4


def check_names(facts: Facts) -> Iterator[Diagnostic]:
    """Yield C110, C111 and C112."""
    yield from _check_entries(facts)
    yield from _check_numbers(facts)
    yield from _check_mentions(facts)
    yield from _check_one_entry(facts)
    yield from _check_forms(facts)


def _at_entry(facts: Facts, entry: Row, code: str, message: str) -> Diagnostic:
    """Return a diagnostic in the first document that has an entry; line 0 where only a list has it."""
    if entry["number"] is None:
        return Diagnostic(entry["path"] or "", 0, 0, code, message)
    return told(facts.document(entry["number"]), "", code, message)


_ENTRIES = "SELECT e.*, COALESCE(d.path, e.listed) AS path FROM entries e LEFT JOIN documents d ON d.number = e.number"


def _check_entries(facts: Facts) -> Iterator[Diagnostic]:
    rows = facts.ask(
        f"{_ENTRIES} JOIN (SELECT kind k, folded f FROM entries WHERE folded <> '' GROUP BY kind, folded"
        " HAVING COUNT(DISTINCT key) > 1) ON k = e.kind AND f = e.folded ORDER BY e.kind, e.folded, e.key, e.rowid"
    )
    for _, same in groupby(rows, lambda row: (row["kind"], row["folded"])):
        entries = list({row["key"]: row for row in same}.values())
        for first, second in zip(entries, entries[1:], strict=False):
            if not _differ(first, second):
                message = (
                    f"“{second['name']}” has two entries, {first['key']} and {second['key']}; "
                    "keep one, or tell them apart by birth, death or a fuller name"
                )
                yield _at_entry(facts, second, "C110", message)


def _differ(first: Row, second: Row) -> bool:
    """Whether two entries say themselves that they are not one: other years, or another number of one register."""
    for fact in ("birth", "death"):
        if first[fact] and second[fact] and not _agree(first[fact], second[fact]):
            return True
    numbers = dict(map(tuple, json.loads(first["numbers"])))
    return any(kind in numbers and numbers[kind] != value for kind, value in json.loads(second["numbers"]))


def _agree(one: str, other: str) -> bool:
    """Whether two values mean one date, one of them perhaps with less precision."""
    return one.startswith(other) or other.startswith(one)


def _check_numbers(facts: Facts) -> Iterator[Diagnostic]:
    rows = facts.ask(
        "SELECT e.*, COALESCE(d.path, e.listed) AS path, json_extract(n.value, '$[0]') AS type,"
        " json_extract(n.value, '$[1]') AS value FROM entries e, json_each(e.numbers) n"
        " LEFT JOIN documents d ON d.number = e.number ORDER BY type, value, e.kind, e.key, e.rowid"
    )
    for (kind, value, _), same in groupby(rows, lambda row: (row["type"], row["value"], row["kind"])):
        entries = list({row["key"]: row for row in same}.values())
        for first, second in zip(entries, entries[1:], strict=False):
            message = (
                f"{first['key']} ({first['name']}) and {second['key']} ({second['name']}) have one number, "
                f"{kind or 'idno'} {value}; keep one of the entries, or correct the number"
            )
            yield _at_entry(facts, second, "C111", message)


def _check_mentions(facts: Facts) -> Iterator[Diagnostic]:
    """Yield C110 for full names of persons that lead to two entries which do not say that they are two."""
    rows = facts.ask(
        "SELECT * FROM names WHERE element = 'persName' AND key <> '' AND folded LIKE '% %' AND folded IN ("
        "SELECT folded FROM names WHERE element = 'persName' AND key <> '' AND folded LIKE '% %' GROUP BY folded"
        " HAVING COUNT(DISTINCT key) > 1) ORDER BY folded, count DESC, key, words"
    )
    for _, same in groupby(rows, lambda row: row["folded"]):
        names = {row["key"]: row for row in reversed(list(same))}
        first, *others = sorted(names.values(), key=lambda row: (-row["count"], row["key"]))
        for other in others:
            known = [_entry(facts, row["key"]) for row in (first, other)]
            if all(known) and (fold(known[0]["name"]) == fold(known[1]["name"]) or _differ(known[0], known[1])):
                continue
            message = (
                f"“{other['words']}” leads to {other['key']} here and to {first['key']} elsewhere "
                f"({first['count']} times); if they are one, keep one entry"
            )
            path = facts.document(other["number"])["path"]
            yield Diagnostic(path, other["line"], other["col"], "C110", message)


def _entry(facts: Facts, key: str) -> Row:
    return next(facts.ask("SELECT * FROM entries WHERE key = ? ORDER BY rowid LIMIT 1", key), None)  # type: ignore[return-value]


def _check_one_entry(facts: Facts) -> Iterator[Diagnostic]:
    """Yield C112 where two files give one xml:id to entries that cannot be one."""
    rows = facts.ask(
        f"{_ENTRIES} WHERE e.key IN (SELECT key FROM entries GROUP BY key HAVING COUNT(*) > 1) ORDER BY e.key, e.rowid"
    )
    for key, same in groupby(rows, lambda row: row["key"]):
        first, *others = list(same)
        for other in others:
            reason = _contradiction(first, other)
            if reason:
                message = f"{key} is {first['name']} in one file and {other['name']} here ({reason}); use two entries"
                yield _at_entry(facts, other, "C112", message)
                break


def _contradiction(first: Row, other: Row) -> str:
    """Return why two entries with one xml:id cannot be one, "" where they can."""
    if first["kind"] != other["kind"]:
        return f"{first['kind']}, {other['kind']}"
    for fact in ("birth", "death"):
        if first[fact] and other[fact] and not _agree(first[fact], other[fact]):
            return f"{fact} {first[fact]}, {other[fact]}"
    if not could_be_one(other["name"], [*json.loads(first["forms"]), first["name"]]):
        return "no name in common"
    return ""


def _check_forms(facts: Facts) -> Iterator[Diagnostic]:
    """Yield C112 for names in a text that share nothing with any form of the entry they lead to."""
    rows = facts.ask(
        f"SELECT * FROM names WHERE key <> '' AND element IN {_SURE} AND key IN (SELECT key FROM entries)"
        " ORDER BY key, words"
    )
    for key, same in groupby(rows, lambda row: row["key"]):
        forms = [
            form for row in facts.ask("SELECT forms FROM entries WHERE key = ?", key) for form in json.loads(row[0])
        ]
        main = _entry(facts, key)["name"]
        for row in same:
            if not could_be_one(row["words"], forms):
                message = (
                    f"“{row['words']}” leads to {key}, which is {main} and has no such form; "
                    "point to another entry, or add the form to the entry"
                )
                yield Diagnostic(facts.document(row["number"])["path"], row["line"], row["col"], "C112", message)


def could_be_one(words: str, forms: Iterable[str]) -> bool:
    """Whether *words* may name who has these *forms*: a word in common, inflected or not, initials, another script.

    A lone acronym, and words without a capital, cannot be judged.
    """
    mine = fold(words).split()
    if not any(word[0].isalpha() for word in mine) or not any(char.isupper() for char in words):
        return True
    if len(mine) == 1 and sum(map(str.isupper, words)) > 1:
        return True
    for form in forms:
        theirs = fold(form).split()
        if any(_alike(one, other) for one in mine for other in theirs):
            return True
        if "".join(word[0] for word in theirs) == "".join(mine) or "".join(word[0] for word in mine) == "".join(theirs):
            return True
        if _script(mine) != _script(theirs):
            return True
    return False


def _alike(one: str, other: str) -> bool:
    """Whether two words begin alike; short ones must be the same, and an initial says nothing."""
    shorter = min(len(one), len(other))
    if shorter < _STEM:
        return shorter > 1 and (one == other or (shorter == 3 and one[:3] == other[:3]))
    return one[:_STEM] == other[:_STEM]


def _script(words: Iterable[str]) -> str:
    """Return the script of the first letter, as Unicode names it: "LATIN", "CYRILLIC"."""
    letter = next((char for word in words for char in word if char.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""
