"""The places of a site as a table with coordinates, for maps that others draw."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from lenin_tei.exporters.site.writing import Writing

_COLUMNS = ("key", "name", "latitude", "longitude", "mentions", "documents", "page")


def coordinates_csv(writing: Writing) -> Iterator[tuple[str, bytes]]:
    """Yield places.csv, if any place states where it is."""
    places = [one for one in writing.entities.values() if one.kind == "place"]
    if not any(one.latitude for one in places):
        return
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in places:
        row = (one.key, one.label, one.latitude, one.longitude, one.mentions, one.documents, one.href)
        writer.writerow(f"'{cell}" if str(cell)[:1] in ("=", "+", "@", "\t") else cell for cell in row)
    yield "places.csv", table.getvalue().encode()
