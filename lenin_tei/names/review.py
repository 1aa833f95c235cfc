"""Names for an editor to look through: a table with a row per form, and the table read back as decisions.

The table is tab-separated. The last column, `decision`, is the editor's: accept, reject, an entry (#person-x), or a
kind (person, place, org, event, treaty, work, group); empty leaves the form as it is. Rows come in the order of need:
open questions first, then by certainty, then by frequency.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.model import Document
from lenin_tei.names.annotate import find_mentions
from lenin_tei.names.calibration import probability
from lenin_tei.names.decisions import KINDS, Decision, Decisions, load_decisions
from lenin_tei.names.recogniser_plugins import Recogniser
from lenin_tei.names.register import Register
from lenin_tei.names.resolution import Mention

COLUMNS = ("form", "mentions", "kind", "candidates", "rule", "probability", "cert", "line", "context", "decision")
AROUND = 40  # characters of context on either side
ORDER = {"": 0, "low": 1, "medium": 2, "high": 3}


@dataclass(slots=True)
class Form:
    """One form with one reading: how often it stands, and where first."""

    form: str
    mention: Mention
    line: str
    context: str
    mentions: int = field(default=1)


def review(document: Document, register: Register, recognisers: Sequence[Recogniser] = ()) -> str:
    """Return the table of all names a document may hold, before decisions; dates are left out."""
    return write_review(forms_of(document, register, recognisers=recognisers))


def write_review(forms: Iterable[Form]) -> str:
    """Return the table of these forms; the same words with the same reading, from any document, are one row."""
    rows: dict[tuple[str, str, tuple[str, ...], str], Form] = {}
    for form in forms:
        there = rows.setdefault((form.form, form.mention.element, form.mention.candidates, form.mention.cert), form)
        if there is not form:
            there.mentions += form.mentions
    out = io.StringIO()
    table = csv.writer(
        out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None, escapechar=None
    )
    table.writerow(COLUMNS)
    for row in sorted(rows.values(), key=need):
        mention = row.mention
        ids = " ".join(f"#{name}" for name in mention.candidates)
        table.writerow(
            [
                row.form,
                row.mentions,
                kind_of(mention),
                ids,
                mention.rule,
                f"{probability(mention.rule):.2f}",
                mention.cert,
                row.line,
                row.context,
                "",
            ]
        )
    return out.getvalue()


def kind_of(mention: Mention) -> str:
    """Return the kind of a mention in the words of the decisions file."""
    if mention.element == "name":
        return mention.attributes.get("type", "event")
    kinds = {"persName": "person", "placeName": "place", "orgName": "org", "title": "work", "rs": "group"}
    return kinds[mention.element]


def need(row: Form) -> tuple[int, int, int, str]:
    """Return what sorts a form: open questions, then doubtful ones, then frequent ones."""
    return row.mention.rule != "ambiguous", ORDER[row.mention.cert], -row.mentions, row.form


def forms_of(
    document: Document, register: Register, *, name: str = "", recognisers: Sequence[Recogniser] = ()
) -> Iterator[Form]:
    """Yield the mentions of a document as forms; *name*, if any, stands before the line."""
    for leaf in find_mentions(document, register, everything=True, recognisers=recognisers):
        offset = leaf.block.span.start
        for mention in leaf.mentions:
            if mention.element == "date":
                continue
            form = " ".join(leaf.text[mention.start : mention.end].split())
            before = leaf.text[max(0, mention.start - AROUND) : mention.start]
            after = leaf.text[mention.end : mention.end + AROUND]
            context = " ".join(f"{before}[{form}]{after}".split())
            line = document.source.position(mention.start + offset).line
            yield Form(form, mention, f"{name}:{line}" if name else str(line), context)


def undecided(forms: Iterable[Form], decisions: Decisions) -> Iterator[Form]:
    """Yield the forms nothing is decided about yet; a decision about one place leaves the form open."""
    settled = set(last_words(decisions))
    return (form for form in forms if form.form not in settled)


def last_words(decisions: Decisions) -> dict[str, Decision]:
    """Return what holds of each form: what comes later in the file is stronger."""
    return {" ".join(decision.form.split()): decision for decision in decisions if decision.form}


def apply_review(table: str, path: str, decisions: str = "", decisions_path: str = "") -> str:
    """Return the text of a decisions file with the decisions of an edited table added; those it has are not repeated.

    Raises `LeninTeiError` with the line for a value in the column `decision` that is none, and for a form on which two
    rows decide differently; also for a decisions file that has a fault.
    """
    there = last_words(load_decisions(decisions.encode(), decisions_path))
    said: dict[str, tuple[str, int]] = {}
    added = []
    for line, row in read_table(table, path):
        row = {name: unquoted(cell.strip()) for name, cell in row.items()}
        entry, form = decided(row, path, line), " ".join(row["form"].split())
        if not entry:
            continue
        before = said.setdefault(form, (entry, line))
        if before[0] != entry:
            said_before = f"line {before[1]} decides otherwise on “{form}”; a form has one decision"
            raise LeninTeiError(f"{path}:{line}: {said_before}")
        if before[1] == line and not same(there.get(form), entry):
            added.append(entry)
    parts = [decisions.rstrip("\n")] if decisions.strip() else []
    return "\n\n".join([*parts, *(entry.rstrip("\n") for entry in added)]) + "\n" if parts or added else ""


def same(there: Decision | None, entry: str) -> bool:
    """Tell whether a decision says what this entry says."""
    (new,) = load_decisions(entry.encode(), "")
    return there is not None and (there.verb, there.kind, there.ref) == (new.verb, new.kind, new.ref)


def read_table(table: str, path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells of every row."""
    lines = table.replace("\r\n", "\n").split("\n")
    names = [unquoted(name) for name in lines[0].removeprefix("\ufeff").split("\t")]
    if not {"form", "decision"} <= set(names):
        raise LeninTeiError(f"{path}:1: the table needs the columns form and decision, with tabs between")
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            cells = line.split("\t")
            yield number, dict(zip(names, [*cells, *[""] * (len(names) - len(cells))], strict=False))


def unquoted(cell: str) -> str:
    """Return what a spreadsheet means by a cell it put in quotation marks."""
    inner = cell[1:-1]
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inner.replace('""', ""):
        return inner.replace('""', '"')
    return cell


def decided(row: dict[str, str], path: str, line: int) -> str:
    """Return the decision of one row as TOML, or ""."""
    said, form = row["decision"].strip(), json.dumps(row["form"].strip(), ensure_ascii=False).replace("\x7f", "\\u007f")
    if not said:
        return ""
    if said == "reject":
        return f"[[reject]]\nform = {form}\n"
    if said == "accept":
        ids, kind = row.get("candidates", "").split(), row.get("kind", "")
        said = ids[0] if len(ids) == 1 and kind != "group" else kind
    if said.startswith("#"):
        return f'[[accept]]\nform = {form}\nref = "{said}"\n'
    if said in KINDS:
        return f'[[accept]]\nform = {form}\nas = "{said}"\n'
    raise LeninTeiError(f"{path}:{line}: the decision {said!r} is none of accept, reject, #entry, {', '.join(KINDS)}")
