"""Agreement with jing on TEI documents broken in one step or two.

As a script: ``python tests/relaxng/agreement.py [NUMBER] [SEED]`` makes NUMBER (2,400) documents for tei_all, tei_lite,
tei_simplePrint and our own schema, from the TEI of the development transcriptions, and prints how often the engine and
jing agree.  The tests take a bounded sample of the same.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent))

from mutants import mutate
from random_schemas import run_jing

from lenin_tei.relaxng import Grammar, load_grammar, validate

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SCHEMAS = {name: SHARED / "tei" / f"{name}.rng" for name in ("tei_all", "tei_lite", "tei_simplePrint")}
SCHEMAS["lenin_tei"] = ROOT / "schema" / "lenin_tei.rng"

Place = tuple[int, int]
Report = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found in one document: places in order, and whether each one of jing's is among ours."""

    name: str
    theirs: tuple[Place, ...]
    ours: tuple[Place, ...]
    first_line: int
    missed: tuple[Report, ...]

    @property
    def verdict(self) -> bool:
        return bool(self.theirs) == bool(self.ours)

    @property
    def line(self) -> bool:
        """Whether the first line told to a reader is the first line of jing's."""
        return self.first_line == (self.theirs[0][0] if self.theirs else 0)

    @property
    def column(self) -> bool:
        return self.theirs[:1] == self.ours[:1]


def convert_some(number: int, random: Random, limit: int = 12_000) -> Iterator[str]:
    """Yield the TEI of some of the development transcriptions, none of them long."""
    from lenin_tei.conversion import Options, convert
    from lenin_tei.names.register import load_register
    from lenin_tei.resources import authority_path

    register = load_register(authority_path().read_bytes(), "authority.xml")
    files = sorted((SHARED / "transcriptions" / "dev" / "txt").glob("*.txt"))
    for path in random.sample([path for path in files if path.stat().st_size < limit], number):
        xml = convert(path.read_bytes(), path.name, Options(register=register)).xml
        if xml is not None:
            yield xml.decode("utf-8")


def reduced(document: str) -> str:
    """Return a document without what the smaller TEI schemas do not know."""
    for name, instead in (("correspDesc", ""), ("standOff", ""), ("msDesc", "<p>MS</p>"), ("correction", "<p/>")):
        document = re.sub(rf"<{name}\b.*?</{name}>", instead, document, flags=re.DOTALL)
    document = re.sub(r"<(hyphenation|refsDecl)\b.*?</\1>", "", document, flags=re.DOTALL)
    document = re.sub(r' rend="[^"]*"', "", document).replace('unit="word"', 'unit="words"')
    return re.sub(r"</?(?:persName|placeName|orgName|supplied|ex|measure)\b[^>]*>", "", document)


def make_mutants(sources: Sequence[str], number: int, random: Random) -> Iterator[str]:
    """Yield well-formed documents broken in one step or two, in turn."""
    made = 0
    while made < number:
        text = random.choice(sources)
        for _ in range(1 + made % 2):
            text = mutate(text, random)
        try:
            ElementTree.fromstring(text)
        except ElementTree.ParseError:
            continue
        made += 1
        yield text


def without_echoes(reports: Sequence[Report], document: str) -> list[Report]:
    """Return what jing reports but for what it says twice.

    Inside an element nobody defines, jing repeats the message it gave last at the end tags it meets; a run of text
    that the parser hands over in pieces is reported piece by piece; and the first of two equal ids is an error too.
    """
    ends = list(accumulate((len(line) for line in document.splitlines(keepends=True)), initial=0))
    kept: list[Report] = []
    for line, column, message in reports:
        offset = ends[line - 1] + column - 1
        tag = document[document.rfind("<", 0, offset) : offset]
        named = re.match(r'(element "([^"]+)" incomplete|element "([^"]+)"|attribute|value of attribute)', message)
        if named and named[2]:
            echo = not re.match(rf"</?{re.escape(named[2])}[\s/>]", tag)
        elif named:
            attribute = re.match(r'(?:value of )?attribute "([^"]+)"', message)
            gone = attribute is not None and f"{attribute[1]}=" not in tag
            echo = gone or not re.match(rf"<{re.escape(named[3] or '')}", tag) or tag.startswith("</")
        else:
            echo = False
        if message.startswith("text not allowed") and kept and kept[-1][2] == message:
            before = ends[kept[-1][0] - 1] + kept[-1][1] - 1
            echo = "<" not in document[before : offset - 1]
        if not echo and not message.startswith("first occurrence"):
            kept.append((line, column, message))
    return kept


def compare(schema: Path, documents: Iterable[Path], grammar: Grammar) -> Iterator[Comparison]:
    """Yield what jing, started once, and the engine say of each document."""
    documents = list(documents)
    told = run_jing(schema, documents, ids=True)
    for document in documents:
        text = document.read_text(encoding="utf-8")
        reports = without_echoes(told.get(document.name, []), text)
        faults = validate(document.read_bytes(), grammar)
        ours = sorted((fault.jing_line, fault.jing_column) for fault in faults)
        missed = tuple(report for report in reports if not is_among(report, ours, text))
        first = min((fault.line for fault in faults), default=0)
        theirs = tuple(sorted(report[:2] for report in reports))
        yield Comparison(document.name, theirs, tuple(ours), first, missed)


def is_among(report: Report, ours: Sequence[Place], document: str) -> bool:
    """Return whether a report of jing's is among our places; where a run of text is cut in pieces may differ."""
    if report[:2] in ours or not report[2].startswith("text not allowed"):
        return report[:2] in ours
    starts = list(accumulate((len(line) for line in document.splitlines(keepends=True)), initial=0))
    at, *others = (starts[line - 1] + column - 2 for line, column in (report[:2], *ours))
    return any("<" not in document[min(at, other) : max(at, other)] for other in others)


def make_files(name: str, number: int, seed: object, folder: Path, transcriptions: int = 25) -> list[Path]:
    """Write *number* mutants for the schema *name* into *folder*, from so many converted transcriptions."""
    random = Random(f"{seed} {name}")
    sources = list(convert_some(transcriptions, random))
    if name in ("tei_lite", "tei_simplePrint"):
        sources = [reduced(source) for source in sources]
    paths = []
    for text in make_mutants(sources, number, random):
        paths.append(folder / f"{len(paths)}.xml")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2_400
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1918
    total = Counter[str]()
    for name, schema in SCHEMAS.items():
        with tempfile.TemporaryDirectory() as folder:
            paths = make_files(name, number // len(SCHEMAS), seed, Path(folder))
            sums = Counter[str]()
            for one in compare(schema, paths, load_grammar(schema)):
                sums += Counter(
                    documents=1, invalid=bool(one.theirs), verdict=one.verdict, line=one.line, column=one.column,
                    reported=len(set(one.theirs)), missed=len(one.missed), more=len(set(one.ours) - set(one.theirs)),
                )  # fmt: skip
                if not one.column or one.missed:
                    print(f"  {one.name}: jing {one.missed or one.theirs[:1]}, ours {one.ours[:3]}")
                    if len(sys.argv) > 3:
                        Path(sys.argv[3], f"{name}-{one.name}").write_bytes(Path(folder, one.name).read_bytes())
        print(name, dict(sums))
        total += sums
    print("all", dict(total))


if __name__ == "__main__":
    main()
