"""Many TEI documents as a platform reads them: the files of a target, one after the other.

In: documents, ours or anybody's, and a target. Out: the path of each file in the folder, and its bytes. Documents are
walked through twice: for the entries of all of them, then to be written one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from posixpath import dirname, relpath
from types import ModuleType
from typing import TypeAlias

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError, Report
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.targets.entries import Registers, entries_of, make, remove_lists
from lenin_tei.exporters.targets.mentions import rewrite_entries, rewrite_mentions
from lenin_tei.exporters.targets.plan import Target, load_target
from lenin_tei.exporters.targets.sources import gather, read_documents
from lenin_tei.exporters.targets.steps import Step, Work, ensure, find, header_of, profile_of, rename_id
from lenin_tei.exporters.targets.text_steps import give_ids
from lenin_tei.exporters.tree import XML_ID, Element, local_name, read_tree
from lenin_tei.fitness import check_fitness, load_platform
from lenin_tei.serialiser import write_xml
from lenin_tei.xmlfile import read_xml

# The schema every document we write for a platform is valid for.
SCHEMA = "https://vault.tei-c.org/P5/4.8.0/xml/tei/custom/schema/relaxng/tei_all.rng"
MODEL = f'xml-model href="{SCHEMA}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"'
# Module → the steps and extras in it; others are in `steps`.
MODULES = {
    "annotation_files": "annotation_files",
    "basex": "basex_files",
    "ceteicean": "ceteicean_pages",
    "cmif_file": "cmif_file",
    "dracor": "characters digital_source",
    "dtabf": "measures full_source author_names publisher_first page_images",
    "dts": "catalogue",
    "evt": "evt_config",
    "register_files": "registers indices",
    "tei_publisher": "taxonomy xar",
    "text_steps": "pages paragraph_numbers end_notes placed_notes citation back_lists",
}
PLACES = {name: module for module, names in MODULES.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class TargetOptions:
    """The target, what the editor set, where to tell what does not fit, and the edition file's static facts."""

    target: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    report: Report | None = None
    edition: object = None


@dataclass(slots=True)
class Written:
    """What extras are made from: the target, its settings, the entries, the files written, the documents as written."""

    target: Target
    settings: dict[str, str]
    registers: Registers
    sources: list[tuple[str, bytes]]
    report: Report | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)

    def trees(self) -> Iterator[tuple[str, str, Element]]:
        """Yield name, path and tree of every document as it was written."""
        for stem, path in self.documents.items():
            yield stem, path, read_tree(self.files[path], path)


Extra: TypeAlias = Callable[[Written], Iterator[tuple[str, bytes]]]


def export_target(documents: Iterable[tuple[str, bytes]], options: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """Yield the files a platform imports; raise `LeninTeiError` for an unknown target, setting or document."""
    chosen = choose(TargetOptions, options)
    if not chosen.target:
        raise LeninTeiError("say for which platform: --for TARGET; `lenin-tei target list` names them")
    yield from write_target(load_target(chosen.target), documents, chosen.settings, chosen.report)


def write_target(
    target: Target,
    documents: Iterable[tuple[str, bytes]],
    settings: Mapping[str, str],
    report: Report | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of *target*; what does not fit the platform is told to *report* as a P code."""
    values = target.values(settings)
    sources = sorted(documents)
    registers = Registers(target.kinds)
    stems = gather(sources, registers)
    if not stems:
        raise LeninTeiError("none of these files is a TEI document with a text")
    if target.pointers != "leave":
        rewrite_entries(registers, target)
    written = Written(target, values, registers, sources, report)
    for stem, root in read_documents(sources, stems) if target.documents else ():
        work = Work(stem, tuple(stems), target, values, registers, [])
        data = write_document(root, work)
        path = target.documents.format(stem=stem)
        if report is not None:
            tell_misfits(path, data, target, report)
        written.files[path] = data
        written.documents[stem] = path
        yield path, data
    if target.pointers != "leave":
        rewrite_entries(registers, target)
    for name in target.extras:
        for path, data in _extra(name)(written):
            written.files[path] = data
            yield path, data


def tell_misfits(path: str, data: bytes, target: Target, report: Report) -> None:
    """Report what the platform will still ignore or miss in a document written for it."""
    file = read_xml(data, path, report)
    if file is not None:
        for one in check_fitness(file, load_platform(target.name)):
            report(one)


def write_document(root: Element, work: Work) -> bytes:
    """Return a document as the target reads it."""
    target = work.target
    _remove_instructions(root)
    work.instructions[:] = [one.format(stem=work.stem, **work.settings) for one in target.instructions]
    wanted = target.id.format(stem=work.stem) if target.id else root.get(XML_ID) or work.stem
    if root.get(XML_ID) != wanted:
        rename_id(root, root, wanted)
    header_of(root)
    rewrite_mentions(root, work.stem, work.registers, target)
    _place_registers(root, work)
    give_ids(root, target.ids)
    for name in target.steps:
        _step(name)(root, work)
    for text in reversed([MODEL, *work.instructions]):
        name, _, content = text.partition(" ")
        root.addprevious(etree.ProcessingInstruction(name, content))
    etree.cleanup_namespaces(root, top_nsmap=None)
    return write_xml(root, texts=False)


def _remove_instructions(root: Element) -> None:
    """Take away the schema a file named where it came from, and instructions to the platform it came from."""
    for node in list(root.itersiblings(preceding=True)):
        if isinstance(node, etree._ProcessingInstruction) and node.target in ("xml-model", "teipublisher", "oxygen"):
            parent = node.getparent()
            if parent is None:
                node.getroottree()
            root_remove(root, node)


def root_remove(root: Element, node: Element) -> None:
    """Remove a node that stands before the root: it is moved into the root, and taken out of it."""
    root.append(node)
    root.remove(node)


def _place_registers(root: Element, work: Work) -> None:
    """Move the entries where the target has them."""
    target, registers = work.target, work.registers
    if target.registers == "leave":
        return
    lists = registers.lists_for(work.stem)
    moved = {str(one.get(XML_ID)): target.files.get(kind, "") for kind, one in _listed(root, target)}
    remove_lists(root, target.kinds)
    if target.registers == "files":
        _point_outwards(root, moved, dirname(target.documents))
        return
    if not lists:
        return
    if target.registers == "sourceDesc":
        description = make("sourceDesc")
        description.extend(lists)
        list(find(root, "fileDesc/sourceDesc"))[-1].addnext(description)
    elif target.registers == "particDesc":
        people = [one for one in lists if local_name(one) == "listPerson"]
        partic = ensure(profile_of(root), "particDesc", before=("settingDesc", "handNotes", "listTranspose"))
        partic.extend(people)
    else:
        ensure(root, "standOff", before=("facsimile", "text")).extend(lists)


def _listed(root: Element, target: Target) -> Iterator[tuple[str, Element]]:
    for kind, found in entries_of(root):
        if (
            kind in target.kinds
            and found.get(XML_ID)
            and not any(local_name(up) == "text" for up in found.iterancestors())
        ):
            yield kind, found


def _point_outwards(root: Element, moved: Mapping[str, str], folder: str) -> None:
    """Let pointers other than mentions (@who, @corresp) follow the entries into their files."""
    for element in root.iter("*"):
        for name, value in element.attrib.items():
            if "#" in value and name not in ("ref", "key"):
                parts = [
                    f"{relpath(moved[part[1:]], folder or '.')}{part}"
                    if moved.get(part[1:]) and part[0] == "#"
                    else part
                    for part in value.split()
                ]
                if parts != value.split():
                    element.set(name, " ".join(parts))


def _step(name: str) -> Step:
    found: Step = getattr(_module(name), name)
    return found


def _extra(name: str) -> Extra:
    found: Extra = getattr(_module(name), name)
    return found


def _module(name: str) -> ModuleType:
    return import_module(f"lenin_tei.exporters.targets.{PLACES.get(name, 'steps')}")
