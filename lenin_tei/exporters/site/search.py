"""The index for search in the browser: what MiniSearch would make of the documents, made beforehand.

One file for every thousand documents, so that neither we nor the browser hold more at once than that (MiniSearch,
serialisation version 2).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from itertools import groupby

from lenin_tei.exporters.folder import Content, Later
from lenin_tei.exporters.site.harvest import terms
from lenin_tei.exporters.site.memory import Memory
from lenin_tei.exporters.site.writing import GENERATOR

_SHARD = 1000
_FIELDS = ("title", "names", "text")


def search_files(memory: Memory) -> Iterator[tuple[str, Content]]:
    """Yield the files of the index, and the list of them."""
    rows = memory.state.execute("SELECT path, part, slug, digest FROM document WHERE slug NOT NULL ORDER BY path, part")
    names = []
    for number, found in groupby(enumerate(rows), key=lambda one: one[0] // _SHARD):
        names.append(f"index-{number}.json")
        documents = [row for _, row in found]
        key = sha256(repr((GENERATOR, documents)).encode("utf-8", "surrogatepass"))
        yield f"search/{names[-1]}", Later(key.hexdigest(), partial(_shard, memory, documents))
    yield "search/index.json", json.dumps(names).encode()


def _shard(memory: Memory, documents: list[tuple[str, ...]]) -> bytes:
    """Return the index of some documents; it holds what they say themselves, and nothing of others."""
    columns = "slug, title, author, dated, kind, terms, path, part"
    one = f"SELECT {columns} FROM document WHERE path = ? AND part = ?"
    rows = [memory.state.execute(one, document[:2]).fetchone() for document in documents]
    index: dict[str, dict[str, dict[str, int]]] = {}
    lengths: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        texts = (_counted(row[1]), _counted(_names(memory, row[6], row[7])), json.loads(row[5]))
        for place, counted in enumerate(texts):
            for term, count in counted.items():
                index.setdefault(term, {}).setdefault(str(place), {})[str(number)] = count
        lengths[str(number)] = [len(counted) for counted in texts]
    count = len(rows)
    data = {
        "documentCount": count,
        "nextId": count,
        "documentIds": {str(number): row[0] for number, row in enumerate(rows)},
        "fieldIds": {field: place for place, field in enumerate(_FIELDS)},
        "fieldLength": lengths,
        "averageFieldLength": [sum(one[place] for one in lengths.values()) / count for place in range(len(_FIELDS))],
        "storedFields": {
            str(number): {"title": row[1], "author": row[2], "dated": row[3], "kind": row[4]}
            for number, row in enumerate(rows)
        },
        "dirtCount": 0,
        "index": [[term, index[term]] for term in sorted(index)],
        "serializationVersion": 2,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _counted(text: str) -> dict[str, int]:
    counted: dict[str, int] = {}
    for term in terms(text):
        counted[term] = counted.get(term, 0) + 1
    return counted


def _names(memory: Memory, path: str, part: str) -> str:
    """Return what the entries mentioned in a document are called, so that any of their names finds it."""
    rows = memory.state.execute(
        "SELECT DISTINCT described.label || ' ' || described.also FROM mention JOIN described USING (path, part, key) "
        "WHERE path = ? AND part = ? ORDER BY 1",
        (path, part),
    )
    return " ".join(label for (label,) in rows)
