"""How fast names are found, with 200,000 of them, beside string matchers that know nothing of names.

    python benchmarks/names.py [NUMBER]

All in one run on one generated text, best of three; times are processor time. The matchers get every full name as one
string; we look for initials, lone surnames, plurals and every spacing besides. ahocorasick-rs and pyahocorasick are
left out of the table when they are not installed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lenin_tei.names.cache import load_cached
from lenin_tei.names.recognisers import recognise
from lenin_tei.names.register import Register, load_register


def words(text: str) -> list[str]:
    """Return the words of a line."""
    return text.split()


BEGINNINGS = words("Ab Ber Chu Dor Esk Fal Gre Hor Iv Kar Lub Mal Nek Or Pav Ros Sok Tor Ul Vor Yak Zub")
MIDDLES = words("a e i o u an en il or us al er in ol ur")
ENDINGS = words("din gov kin lev mann nik rov ski stein tov vich zen")
FORENAMES = words("Anna Boris Clara Dmitri Emma Fyodor Georg Hans Ivan Julia Karl Laura Max Nina Otto Paul Rosa Sergei")
FILLING = words("the party of and to in that was with for on as by which from they not were this had all but have")


def names(number: int, chance: random.Random) -> list[tuple[str, str]]:
    """Return that many different pairs of forename and surname."""
    found: dict[tuple[str, str], None] = {}
    while len(found) < number:
        parts = (chance.choice(BEGINNINGS), chance.choice(MIDDLES), chance.choice(MIDDLES), chance.choice(ENDINGS))
        found[chance.choice(FORENAMES), "".join(parts) + chance.choice(("", "", "a", "ov", "er"))] = None
    return list(found)


def authority(persons: list[tuple[str, str]]) -> bytes:
    """Return a TEI authority file of these persons."""
    entries = "".join(
        f'<person xml:id="p{number}"><persName type="main">{forename} {surname}</persName></person>\n'
        for number, (forename, surname) in enumerate(persons)
    )
    lists = f"<standOff><listPerson>{entries}</listPerson></standOff>"
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{lists}</TEI>'.encode()


def paragraphs(persons: list[tuple[str, str]], chance: random.Random, size: int) -> list[str]:
    """Return paragraphs of that many characters together, with a name about every thirty words."""
    made, length = [], 0
    while length < size:
        words = chance.choices(FILLING, k=110)
        for at in range(0, 110, 30):
            forename, surname = chance.choice(persons)
            words[at] = chance.choice((f"{forename} {surname}", f"{forename[0]}. {surname}", surname))
        made.append(" ".join(words).capitalize() + ".")
        length += len(made[-1])
    return made


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the least processor time, in seconds."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def matchers(persons: list[tuple[str, str]], texts: list[str]) -> list[tuple[str, float, float]]:
    """Return name, building time and searching time of the string matchers that are installed."""
    full = [f"{forename} {surname}" for forename, surname in persons]
    rows = []
    try:
        import ahocorasick_rs
    except ImportError:
        print("ahocorasick-rs is not installed")
    else:
        start = time.process_time()
        automaton = ahocorasick_rs.AhoCorasick(full, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        built = time.process_time() - start
        rows.append(("ahocorasick-rs", built, best(lambda: [automaton.find_matches_as_indexes(t) for t in texts])))
    try:
        import ahocorasick  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        print("pyahocorasick is not installed")
    else:
        start = time.process_time()
        trie = ahocorasick.Automaton()
        for number, name in enumerate(full):
            trie.add_word(name, number)
        trie.make_automaton()
        built = time.process_time() - start
        rows.append(("pyahocorasick", built, best(lambda: [list(trie.iter_long(t)) for t in texts])))
    return rows


def loading(data: bytes) -> tuple[Register, float, float]:
    """Return the register and how long it takes to read it, and to take it from the cache."""
    start = time.process_time()
    register = load_register(data, "authority.xml")
    cold = time.process_time() - start
    with tempfile.TemporaryDirectory() as directory:
        load_cached(data, "authority.xml", Path(directory))
        warm = best(lambda: load_cached(data, "authority.xml", Path(directory)))
    return register, cold, warm


def main() -> None:
    """Print the table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    chance = random.Random(1918)
    persons = names(number, chance)
    data = authority(persons)
    texts = paragraphs(persons, chance, 2_000_000)
    size = sum(map(len, texts)) / 1e6
    register, cold, warm = loading(data)
    searched = best(lambda: [list(recognise(text, register)) for text in texts])
    print(f"{number} names ({len(data) / 1e6:.0f} MB of TEI), {size:.1f} MB of text")
    print(f"{'':22}{'prepare s':>10}{'search s':>10}{'MB/s':>8}")
    print(f"{'lenin-tei':22}{cold:10.2f}{searched:10.2f}{size / searched:8.2f}")
    print(f"{'lenin-tei, warm cache':22}{warm:10.2f}")
    for name, built, taken in matchers(persons, texts):
        print(f"{name:22}{built:10.2f}{taken:10.2f}{size / taken:8.2f}")


if __name__ == "__main__":
    main()
