"""TEI bytes become diagnostics: XML, schema, references, house rules, fidelity; nothing is ever changed.

What cannot be read ends the search: of a file that is no XML, or no TEI, nothing else can be said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.house_rules import check_house_rules, check_root
from lenin_tei.pointers import Links, check_references
from lenin_tei.schema_faults import Check, check_ours
from lenin_tei.source import Position, read_source
from lenin_tei.xmlfile import XMLFile, read_xml


def validate(
    data: bytes, path: str = "", *, against: bytes | None = None, schema: Check = check_ours, rules: Check | None = None
) -> list[Diagnostic]:
    """Return what is wrong with the TEI file in *data*, sorted by place.

    *path* is only a name for the diagnostics. *against* is the transcription the file must be faithful to (F001);
    *schema* a check to use instead of ours (`schema_faults.load_schema`), *rules*
    one by Schematron to make besides (`schematron_faults.load_schematron`).
    """
    return examine(data, path, against=against, schema=schema, rules=rules)[0]


def examine(
    data: bytes, path: str = "", *, against: bytes | None = None, schema: Check = check_ours, rules: Check | None = None
) -> tuple[list[Diagnostic], Links]:
    """Return what `validate` returns, and what `links.check_between` needs to know of the file."""
    found: list[Diagnostic] = []
    file = read_xml(data, path, found.append)
    if file is None:
        return found, Links(path)
    found.extend(check_root(file))
    if found:
        return found, Links(path)
    links = check_references(file, found.append)
    found.extend(check_house_rules(file))
    told = {Position(one.line, one.column) for one in found if one.severity == "error"}
    found.extend(schema(file, told))
    if rules is not None:
        found.extend(rules(file, told))
    if against is not None:
        found = _check_against(against, file, found)
    return sorted(found), links


def nothing_to_check(file: XMLFile, told: Collection[Position]) -> Iterator[Diagnostic]:
    """Find nothing: the check where no schema is at hand."""
    yield from ()


def _check_against(transcription: bytes, file: XMLFile, found: list[Diagnostic]) -> list[Diagnostic]:
    """Return *found* with F001 if the file is not faithful to a transcription, else with the lines of that."""
    from lenin_tei.fidelity import check_fidelity
    from lenin_tei.transcription_lines import name_lines

    text = read_source(transcription, "", lambda _: None).text
    unfaithful = list(check_fidelity(text, file.root, file.path))
    return [*found, *unfaithful] if unfaithful or not found else name_lines(found, text, file.root)


def name_lines_of(transcription: bytes, data: bytes, found: list[Diagnostic]) -> list[Diagnostic]:
    """Return *found* in the TEI file *data* with the lines of the transcription it is faithful to, else as it was."""
    from lenin_tei.fidelity import check_fidelity
    from lenin_tei.transcription_lines import name_lines

    file = read_xml(data, "", lambda _: None)
    text = read_source(transcription, "", lambda _: None).text
    if file is None or any(check_fidelity(text, file.root, "")):
        return found
    return name_lines(found, text, file.root)
