"""Fills the generated parts of the reference pages: what the code already says is not typed a second time.

A page has places between `<!-- begin NAME -->` and `<!-- end NAME -->`; each is filled from `PARTS[NAME]`. Run it after
a change of options, codes or keys; a test compares. `python docs/generate.py --check` only tells what is out of step.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import cleandoc
from pathlib import Path

import click
from lxml import etree

from lenin_tei import edition, profile_tables
from lenin_tei.cli import lenin_tei
from lenin_tei.diagnostics import FAMILIES, RULES
from lenin_tei.exporters.html_rules import RULES as HTML_RULES
from lenin_tei.exporters.html_table import HINTS, SPACED, TABLE
from lenin_tei.exporters.targets import plan as targets
from lenin_tei.exporters.targets.plan import load_target, target_names
from lenin_tei.names import calibration, decisions

DOCS = Path(__file__).parent
CASES = DOCS.parent / "tests" / "cases"
ODD = DOCS.parent / "schema" / "lenin_tei.odd"
TEI = "{http://www.tei-c.org/ns/1.0}"
PLACE = re.compile(r"(<!-- begin (?P<name>[a-z-]+) -->\n).*?(<!-- end (?P=name) -->)", re.S)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def commands() -> str:
    """Return a section for the program and each of its commands."""
    context = click.Context(lenin_tei, info_name="lenin-tei", **lenin_tei.context_settings)
    return "\n".join(command_sections(lenin_tei, context, 2))


def command_sections(command: click.Command, context: click.Context, level: int) -> list[str]:
    """Return the sections of a command and of those inside it."""
    prose, _, block = cleandoc(command.help or "").partition("\b\n")
    prose = prose.strip()
    text = f"{'#' * level} {context.command_path}\n\n```text\n{usage(command, context)}\n```\n\n{prose}\n"
    if block:
        text += f"\n```text\n{cleandoc(block)}\n```\n"
    rows = [option_row(one, context) for one in command.get_params(context) if isinstance(one, click.Option)]
    text += "\n" + table(("Option", "What it does"), [row for row in rows if row])
    sections = [text]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is None:
                raise LookupError(name)
            with click.Context(inner, info_name=name, parent=context) as below:
                sections += command_sections(inner, below, level + 1 if level > 2 or command is not lenin_tei else 2)
    return sections


def usage(command: click.Command, context: click.Context) -> str:
    return " ".join([context.command_path, *command.collect_usage_pieces(context)])


def option_row(option: click.Option, context: click.Context) -> tuple[str, str] | None:
    """Return an option and its sentence; None for one that is not shown."""
    record = option.get_help_record(context)
    if record is None:
        return None
    names, sentence = record
    sentence = sentence.replace("  [required]", " Required.")
    return f"`{names}`", sentence.replace("[", "\\[")


def codes() -> str:
    """Return a section per family, and in it one per code, with an anchor."""
    parts = []
    for letter, family in FAMILIES.items():
        mine = [code for code in RULES if code[0] == letter]
        if not mine:
            continue
        parts.append(f"## {letter}: {family}\n")
        for code in mine:
            rule = RULES[code]
            title = f'### <a id="{code.lower()}"></a>{code} {rule.title}'
            meaning = f"*{rule.severity.capitalize()}.* {escaped(rule.explanation)}"
            parts.append(
                f"{title}\n\n{meaning}\n\nExample: {literal(rule.example)}\n\nInstead: {escaped(rule.instead)}\n"
            )
    return "\n".join(parts)


def literal(example: str) -> str:
    """Return an example as code where it is code."""
    code = any(sign in example for sign in "<>=") or ":" in example
    return f"`` {example} ``" if "`" in example else f"`{example}`" if code else escaped(example)


def escaped(words: str) -> str:
    """Return words with what Markdown would take for HTML or emphasis made plain."""
    words = re.sub("[\x00-\x1f\x7f-\x9f]", "", words)
    return re.sub(r"(?<!`)(<[^>]+>|&\w+;|&#\d+;)", r"`\1`", words)


def described(keys: Mapping[str, str], head: Sequence[str] = ("Key", "What it says")) -> str:
    return table(head, [(f"`{key}`", sentence) for key, sentence in keys.items()])


def profile_tables_of_keys() -> str:
    rows = [(f"`[{name}]`", ", ".join(f"`{key}`" for key in keys)) for name, keys in profile_tables.TABLES.items()]
    return table(("Table", "Its keys"), rows)


def packaged_profiles() -> str:
    from lenin_tei.profile import load_profile

    rows = [(f"`{name}`", load_profile(name).title) for name in profile_tables.profile_names()]
    return table(("Name", "For"), rows)


def decision_keys() -> str:
    rows = []
    for verb in decisions.VERBS:
        needed = decisions.NEEDED[verb]
        keys = sorted(decisions.ALLOWED[verb] - set(needed))
        rows.append((f"`[[{verb}]]`", code_list(needed), code_list(keys)))
    return table(("Table", "Needs", "May have"), rows)


def code_list(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys) or "–"


def decision_words() -> str:
    return f"Kinds: {code_list(decisions.KINDS)}.\n\nCertainties: {code_list(decisions.CERTAINTIES)}.\n"


def json_fields() -> str:
    """Return tables of the fields the JSON Schema lists."""
    schema = json.loads((DOCS / "reference" / "diagnostics.schema.json").read_text("utf-8"))
    properties = schema["properties"]
    row, summary = properties["diagnostics"]["items"]["properties"], properties["summary"]["properties"]
    parts = []
    for title, fields in (("`diagnostics`: a list of objects", row), ("`summary`: an object", summary)):
        rows = [(f"`{name}`", kind_of(field), field.get("description", "")) for name, field in fields.items()]
        parts.append(f"{title}\n\n{table(('Field', 'Kind', 'What it says'), rows)}")
    return "\n".join(parts)


def kind_of(field: Mapping[str, object]) -> str:
    values = field.get("enum")
    return " or ".join(map(json.dumps, values)) if isinstance(values, list) else str(field["type"])


def cases() -> str:
    """Return the examples of tests/cases, a heading lower."""
    texts = [path.read_text("utf-8") for path in sorted(CASES.glob("*.md"))]
    return "\n".join(re.sub(r"^(#+ )", r"#\1", text, flags=re.M).rstrip("\n") + "\n" for text in texts)


def mapping() -> str:
    """Return what becomes what, each row converted."""
    rows = runpy.run_path(str(DOCS / "mapping.py"))["rows"]
    shown = ((what, "<br>".join(map(typed_line, typed.split("\n\n"))), f"`{tei}`") for what, typed, tei in rows())
    return table(("In the transcription", "For example", "In the TEI"), shown)


def typed_line(line: str) -> str:
    """Return a paragraph of a transcription as code, a long one cut short."""
    words = " ".join(line.split())
    return f"`{words}`" if len(words) < 70 else f"`{words[:60].rpartition(' ')[0]} …`"


def encoding() -> str:
    """Return what the ODD says: its prose, and a table of elements for each of its divisions."""
    body = etree.parse(ODD, etree.XMLParser(remove_comments=True)).find(f".//{TEI}body")
    if body is None:
        raise LookupError(ODD)
    parts = []
    for division in body.iterfind(f"{TEI}div"):
        specs = list(division.iter(f"{TEI}elementSpec"))
        parts.append(f"## {plain(division.find(f'{TEI}head'))}\n")
        parts += [f"{plain(one)}\n" for one in division.iterfind(f"{TEI}p")]
        if specs:
            rows = [(f"`{spec.get('ident')}`", plain(spec.find(f"{TEI}desc")), values(spec)) for spec in specs]
            parts.append(table(("Element", "What it is for", "Attributes with listed values"), rows))
    return "\n".join(parts)


def plain(element: etree._Element | None) -> str:
    """Return the words of an ODD element; names of elements and attributes become code."""
    if element is None:
        return ""
    words = element.text or ""
    for child in element:
        inner = plain(child)
        name = etree.QName(child).localname
        words += f"`{inner}`" if name in ("gi", "val", "code") else f"`@{inner}`" if name == "att" else inner
        words += child.tail or ""
    return " ".join(words.split())


def values(spec: etree._Element) -> str:
    """Return the attributes of an element whose values are listed, and the values."""
    found = []
    for attribute in spec.iter(f"{TEI}attDef"):
        listed = [f"`{item.get('ident')}`" for item in attribute.iter(f"{TEI}valItem")]
        if listed:
            found.append(f"`@{attribute.get('ident')}`: {', '.join(listed)}")
    return "; ".join(found) or "–"


def platforms() -> str:
    """Return a section for each platform that is written for: what it reads and where that goes, and its settings."""
    parts = []
    for name in target_names():
        found = load_target(name)
        rows = [(row.what, row.reads, row.written) for row in found.reads]
        about = f"{found.about[0].upper()}{found.about[1:]}."
        parts.append(f"## {found.title}\n\n`--for {name}`: {about}\n\n{table(('What', 'It reads', 'Written'), rows)}")
        if found.settings:
            settings = [(f"`{key}`", f"`{one.default}`" if one.default else "–", one.about)
                        for key, one in found.settings.items()]  # fmt: skip
            parts.append(table(("`--set`", "Otherwise", "What it is"), settings))
    return "\n".join(parts)


def measured_rules() -> str:
    """Return the table of how often each rule that finds names is right."""
    rows = []
    for rule, (right, judged) in calibration.MEASURED.items():
        low, high = calibration.bounds(right, judged)
        shares = f"{calibration.probability(rule):.2f}", f"{low:.2f}–{high:.2f}"
        rows.append(
            (rule, calibration.ABOUT[rule], f"{right} of {judged}", *shares, calibration.certainty(rule) or "–")
        )
    return "\n" + table(("Rule", "What it finds", "Right", "Probability", "95 %", "`@cert`"), rows)


def html_elements() -> str:
    """Return TEI element → HTML element, and what a rule does where the table is not enough."""
    rows = []
    for name in sorted({*TABLE["elements"], *HTML_RULES}):
        rule = HTML_RULES.get(name)
        said = cleandoc(rule.__doc__ or "").split("\n")[0] if rule else ""
        tag = TABLE["elements"].get(name)
        rows.append((f"`{name}`", f"`<{tag}>`" if tag else "`<span>` or `<div>`", said))
    return table(("TEI", "HTML", "And"), rows)


def html_hints() -> str:
    return table(("TEI", "Said when it is pointed at"), [(f"`{name}`", hint) for name, hint in sorted(HINTS.items())])


def html_index() -> str:
    """Return which elements and types make which part of the index."""
    rows = []
    for kind, title in TABLE["index"].items():
        names = sorted(name for name, one in TABLE["names"].items() if one == kind)
        types = sorted(name for name, one in TABLE["types"].items() if one == kind)
        entries = sorted(name for name, one in TABLE["entries"].items() if one == kind)
        rows.append((title, code_list(names), code_list(types), code_list(entries)))
    return table(("Part", "Elements", "`@type` of `name` and `rs`", "Entries"), rows)


def html_authorities() -> str:
    rows = [
        (f"`{name}`", TABLE["authority_names"].get(name, name), f"`{pattern}`")
        for name, pattern in TABLE["authorities"].items()
    ]
    return table(("`idno/@type`", "Shown as", "Address"), rows)


def html_colophon() -> str:
    return table(
        ("Term", "Where in the `teiHeader`"), [(term, f"`{path}`") for term, path in TABLE["colophon"].items()]
    )


PARTS: Mapping[str, Callable[[], str]] = {
    "html-elements": html_elements,
    "html-spaced": lambda: f"{code_list(sorted(SPACED))}\n",
    "html-hints": html_hints,
    "html-index": html_index,
    "html-authorities": html_authorities,
    "html-colophon": html_colophon,
    "commands": commands,
    "codes": codes,
    "profile-keys": lambda: described(profile_tables.KEYS),
    "profile-tables": profile_tables_of_keys,
    "profile-roles": lambda: described(profile_tables.ROLES, ("Role", "What the line states")),
    "profiles": packaged_profiles,
    "edition-keys": lambda: described(edition.KEYS),
    "decision-keys": decision_keys,
    "decision-words": decision_words,
    "json-fields": json_fields,
    "encoding": encoding,
    "mapping": mapping,
    "cases": cases,
    "platforms": platforms,
    "target-keys": lambda: described(targets.KEYS),
    "calibration": measured_rules,
}


def filled(page: str) -> str:
    """Return a page with its generated places filled."""
    return PLACE.sub(lambda found: f"{found[1]}\n{PARTS[found['name']]()}\n{found[3]}", page)


def main() -> int:
    stale = []
    for path in sorted(DOCS.rglob("*.md")):
        page = path.read_text("utf-8")
        made = filled(page)
        if made != page:
            stale.append(path.relative_to(DOCS).as_posix())
            if "--check" not in sys.argv:
                path.write_text(made, "utf-8")
    for name in stale:
        print(name)
    return int("--check" in sys.argv and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
