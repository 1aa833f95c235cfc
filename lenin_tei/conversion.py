"""The pipeline: a transcription becomes a TEI file, and the file proves itself before anybody may write it.

Bytes come in, a `Conversion` goes out. Every stage is a function of the value before it; the world (clock, files) is
given by the caller. What fails the self-check (not faithful, not valid) is never returned as XML: it is our bug, and
the diagnostics say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from lxml import etree

from lenin_tei.correspondence import correspondence_facts
from lenin_tei.diagnostics import Diagnostic, Report
from lenin_tei.document import read_document
from lenin_tei.edition import Edition
from lenin_tei.fidelity import check_fidelity
from lenin_tei.header import build_header
from lenin_tei.model import Document
from lenin_tei.names.annotate import annotate
from lenin_tei.names.decisions import Decisions
from lenin_tei.names.register import EMPTY, Register
from lenin_tei.profile import Profile, load_profile
from lenin_tei.profile_choice import choose_profile
from lenin_tei.resources import schema_path
from lenin_tei.serialiser import write_xml
from lenin_tei.source import Source, read_source
from lenin_tei.standoff import build_stand_off
from lenin_tei.tei import NAMESPACE, XML, build_tei

SCHEMA = "lenin_tei.rng"
MANY_CHILDREN = 5_000
# Questions about the whole tree are asked of libxml2: a walk in Python takes ten times as long.
RESP = etree.XPath("//t:text//@resp", namespaces={"t": NAMESPACE}, smart_strings=False)
IDS = etree.XPath("//@xml:id", smart_strings=False)
TAKEN = etree.XPath("count(//@xml:id[. = $name]) > 1 or //@resp[. = concat('#', $name)]")
SIZE = etree.XPath("count(//*)")
OUR_BUG = "this is a fault of lenin-tei, nothing was written; please report it with the transcription"


class Options(NamedTuple):
    """What a caller may choose: everything has a default."""

    profile: str = "auto"
    encoding: str | None = None
    lines: str = "auto"
    repair_mojibake: bool = False
    date: str | None = None
    edition: Edition | None = None
    register: Register | None = None
    decisions: Decisions | None = None
    level: str = "full"
    xml_id: str | None = None


class Conversion(NamedTuple):
    """What came of one transcription: `xml` is None when the self-check failed."""

    xml: bytes | None
    document: Document
    profile: Profile
    diagnostics: tuple[Diagnostic, ...]


def convert(data: bytes, path: str = "transcription.txt", options: Options | None = None) -> Conversion:
    """Turn the transcription in *data* into a TEI file.

    *path* names it in diagnostics, and gives the file its `xml:id` where the options do not.
    Raises `LeninTeiError` for options that cannot be used (an unknown profile or encoding).
    """
    options = options or Options()
    found: list[Diagnostic] = []
    source = read_source(data, path, found.append, options.encoding, repair_mojibake=options.repair_mojibake)
    document, profile = read(source, options, found.append)
    root = build(document, profile, options)
    failures = list(check(source, root))
    xml = None if failures else write_xml(root, schema_base=options.edition.schema if options.edition else "")
    return Conversion(xml, document, profile, tuple(sorted([*found, *failures])))


def read(source: Source, options: Options, report: Report) -> tuple[Document, Profile]:
    """Return the document a transcription holds, its names marked, and the profile it was read with."""
    profile = pick_profile(source.text, options)
    document = read_document(source, profile, report, lines=options.lines)
    if options.edition and options.edition.language:
        document = document._replace(language=options.edition.language)
    if options.level != "structure":
        document = annotate(document, options.register or EMPTY, options.decisions or Decisions(), report)
    return document._replace(facts=(*document.facts, *correspondence_facts(document))), profile


def pick_profile(text: str, options: Options) -> Profile:
    """Return the profile that was asked for, or the one the text shows."""
    return load_profile(choose_profile(text)[0] if options.profile == "auto" else options.profile)


def build(document: Document, profile: Profile, options: Options) -> etree._Element:
    """Return the TEI tree of a document."""
    root, literal = build_tei(document, options.xml_id or xml_name(document.source.path))
    root.insert(0, build_header(document, options.edition, options.date, profile, literal))
    if options.register and document.entities:
        root.insert(1, build_stand_off(options.register, document.entities))
    name_apart(root)
    declare_editors(root)
    return root


def name_apart(root: etree._Element) -> None:
    """Give the document another `xml:id` where its file is called like something in it, as person-lenin.txt."""
    name = root.get(XML + "id", "")
    while TAKEN(root, name=name):
        name = f"document-{name}"
        root.set(XML + "id", name)


def declare_editors(root: etree._Element) -> None:
    """Add a respStmt for everybody whose decisions the text carries and the header does not name yet."""
    called = {pointer[1:] for pointer in RESP(root) if pointer.startswith("#")}
    if not called:
        return
    statement = next(root.iter(f"{{{NAMESPACE}}}titleStmt"))
    for name in sorted(called.difference(IDS(root))):
        made = etree.SubElement(statement, f"{{{NAMESPACE}}}respStmt", {XML + "id": name})
        etree.SubElement(made, f"{{{NAMESPACE}}}resp").text = "Decisions about corrections and names"
        etree.SubElement(made, f"{{{NAMESPACE}}}name").text = name


def xml_name(path: str) -> str:
    """Return the `xml:id` of a file: its name without ending, as an NCName in lower case."""
    name = re.sub(r"[^\w.-]+", "-", PurePath(path).stem.lower()).strip("-.")
    return name if name and (name[0].isalpha() or name[0] == "_") else f"document-{name}".rstrip("-")


def check(source: Source, root: etree._Element) -> Iterator[Diagnostic]:
    """Yield what is wrong with a tree we built: not faithful (F001) or not valid (S001)."""
    for diagnostic in check_fidelity(source.text, root, source.path):
        yield Diagnostic(source.path, diagnostic.line, diagnostic.column, "F001", f"{diagnostic.message} ({OUR_BUG})")
    for fault in islice(schema_messages(root), 1):
        yield Diagnostic(source.path, 0, 0, "S001", f"{fault.replace('{' + NAMESPACE + '}', '')} ({OUR_BUG})")


def schema_messages(root: etree._Element) -> Iterator[str]:
    """Yield why a tree is not valid for our schema.

    libxml2 starts sooner than our own engine, but takes quadratic time over many children of one element.
    """
    if SIZE(root) > MANY_CHILDREN and any(len(element) > MANY_CHILDREN for element in root.iter()):
        from lenin_tei.relaxng import load_grammar, validate

        yield from (fault.message for fault in validate(etree.tostring(root), load_grammar(schema_path(SCHEMA))))
        return
    grammar = our_grammar()
    if not grammar.validate(etree.ElementTree(root)):
        yield next((error.message for error in grammar.error_log), "no message")


@lru_cache(maxsize=1)
def our_grammar() -> etree.RelaxNG:
    """Return our schema, compiled once per process."""
    return etree.RelaxNG(etree.parse(str(schema_path(SCHEMA))))
