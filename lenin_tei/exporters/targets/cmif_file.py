"""CMIF as a target: the index of letters, which has an exporter of its own."""

from __future__ import annotations

from collections.abc import Iterator

from lenin_tei.exporters.cmif import export_cmif
from lenin_tei.exporters.targets.building import Written


def cmif_file(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield cmif.xml; raise `LeninTeiError` where a fact it cannot do without is neither stated nor set."""
    given = {name: value for name, value in written.settings.items() if value}
    for path, content in export_cmif(written.sources, given | {"report": written.report}):
        yield path, content if isinstance(content, bytes) else content.make()
