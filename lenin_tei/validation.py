"""TEI bytes become diagnostics: XML, schema, references, house rules, fidelity, in this order; nothing is ever changed.

What cannot be read ends the search: of a file that is no XML, or no TEI, nothing else can be said.
"""

from __future__ import annotations

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.house_rules import check_house_rules, check_root
from lenin_tei.pointers import check_references
from lenin_tei.schema_faults import check_schema
from lenin_tei.xmlfile import read_xml


def validate(data: bytes, path: str = "", *, against: bytes | None = None) -> list[Diagnostic]:
    """Return what is wrong with the TEI file in *data*, sorted by place.

    *path* is only a name for the diagnostics. *against* is the transcription the file must be faithful to (F001).
    """
    found: list[Diagnostic] = []
    file = read_xml(data, path, found.append)
    if file is None:
        return found
    found.extend(check_root(file))
    if found:
        return found
    for check in (check_schema, check_references, check_house_rules):
        found.extend(check(file))
    if against is not None:
        from lenin_tei.fidelity import check_fidelity
        from lenin_tei.source import read_source

        source = read_source(against, "", lambda _: None)
        found.extend(check_fidelity(source.text, file.root, path))
    return sorted(found)
