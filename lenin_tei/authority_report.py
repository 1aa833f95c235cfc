"""One identity across a corpus: which entries the TEI files of a corpus mention, and which names they leave open.

Comes in: TEI files (anybody's, with @ref or @key) and an authority file. Goes out: entries never mentioned, forms that
point to two entries, forms without an entry by frequency, and mentions per document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lenin_tei.names.entries import TEI, parse
from lenin_tei.names.register import Register
from lenin_tei.names.spelling import key_of

NAMES = ("persName", "placeName", "orgName", "name", "title", "rs")
MOST = 50  # lines of a list that may be endless


@dataclass(slots=True)
class Usage:
    """What a corpus says of an authority file."""

    mentions: Counter[str] = field(default_factory=Counter)
    documents: dict[str, Counter[str]] = field(default_factory=dict)
    forms: dict[str, Counter[str]] = field(default_factory=dict)
    open: Counter[tuple[str, str]] = field(default_factory=Counter)


def usage(files: Iterable[tuple[str, bytes]]) -> Usage:
    """Count the names in the texts of TEI files, given as name and bytes; broken XML raises `LeninTeiError`."""
    found = Usage()
    for path, data in files:
        here = found.documents.setdefault(path, Counter())
        for text in parse(data, path).iter(TEI + "text"):
            for name in text.iter(*[TEI + tag for tag in NAMES]):
                form = " ".join("".join(name.itertext()).split())
                pointer = name.get("ref") or name.get("key") or ""
                id_ = pointer.rpartition("#")[2]
                if id_ and form:
                    found.mentions[id_] += 1
                    here[id_] += 1
                    found.forms.setdefault(key_of(form), Counter())[id_] += 1
                elif form:
                    found.open[form, str(name.tag)[len(TEI) :]] += 1
    return found


def report(files: Iterable[tuple[str, bytes]], register: Register) -> Iterator[str]:
    """Yield the lines of the report."""
    found = usage(files)
    known = [entry.id for entry in register]
    never = [id_ for id_ in known if id_ not in found.mentions]
    unknown = sorted(id_ for id_ in found.mentions if id_ not in register)
    doubled = sorted((form, ids) for form, ids in found.forms.items() if len(ids) > 1)
    linked = f"{sum(found.mentions.values())} linked mentions of {len(found.mentions)} entries"
    yield f"{len(found.documents)} document{'' if len(found.documents) == 1 else 's'}, {linked}"
    yield ""
    yield "Mentions per document"
    for path, here in sorted(found.documents.items()):
        yield f"  {sum(here.values()):6} {len(here):5} entries  {path}"
    yield from section("Pointers to entries the authority file does not have", unknown)
    yield from section(
        "One form, two entries",
        [f"{form}: {', '.join(f'{id_} ({number})' for id_, number in ids.most_common())}" for form, ids in doubled],
    )
    by_number = sorted(found.open.items(), key=lambda item: (-item[1], item[0]))
    yield from section("Forms without an entry", [f"{number:6} {form} ({tag})" for (form, tag), number in by_number])
    yield from section(f"Entries never mentioned ({len(never)} of {len(known)})", never)


def section(title: str, lines: list[str]) -> Iterator[str]:
    """Yield a title and its lines, or nothing when there are none."""
    if not lines:
        return
    yield ""
    yield title
    yield from (f"  {line}" for line in lines[:MOST])
    if len(lines) > MOST:
        yield f"  … and {len(lines) - MOST} more"
