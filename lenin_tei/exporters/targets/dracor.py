"""What DraCor's header wants, as far as a text fits: characters with the speeches they speak, the digital source.

DraCor is for plays: a letter has neither, and is told not to fit.
"""

from __future__ import annotations

import re

from lenin_tei.exporters.targets.entries import make
from lenin_tei.exporters.targets.steps import TEI, Work, by_id, ensure, find, header_of, profile_of
from lenin_tei.exporters.tree import Element, child, descend, plain_text

SIGNS = " \t\n.:;,()[]–—"


def characters(root: Element, work: Work) -> None:
    """Every speech says whose it is: speakers without an entry get one in particDesc, by their label."""
    known: dict[str, str] = {}
    for speech in [one for text in root.iterchildren(f"{TEI}text") for one in text.iter(f"{TEI}sp")]:
        speaker = child(speech, "speaker")
        label = plain_text(speaker).strip(SIGNS) if speaker is not None else ""
        if speech.get("who"):
            known.setdefault(label.casefold(), speech.get("who", ""))
        elif label:
            pointer = known.get(label.casefold())
            if pointer is None:
                pointer = known[label.casefold()] = f"#{_add_character(root, label)}"
            speech.set("who", pointer)


def _add_character(root: Element, label: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") or "speaker"
    identifier = f"character-{slug}"
    while by_id(root, identifier) is not None:
        identifier += "-x"
    participants = ensure(profile_of(root), "particDesc", before=("settingDesc", "handNotes", "listTranspose"))
    listed = ensure(participants, "listPerson")
    person = make("person", xml_id=identifier)
    person.append(make("persName", label))
    listed.append(person)
    return identifier


def digital_source(root: Element, work: Work) -> None:
    """The source of the digital text as bibl of type digitalSource, and the printed one inside it as originalSource.

    What the file calls its online version is the digital source; a licence without words gets its address as words.
    """
    for licence in find(root, "availability/licence"):
        if licence.get("target") and not plain_text(licence):
            licence.text = licence.get("target")
    description = descend(header_of(root), "fileDesc/sourceDesc")
    assert description is not None
    sources = {one.get("type"): one for one in description.iterchildren(f"{TEI}bibl")}
    digital = sources.get("onlineVersion")
    if "digitalSource" in sources or digital is None:
        return
    digital.set("type", "digitalSource")
    printed = sources.get("printEdition")
    if printed is not None:
        printed.set("type", "originalSource")
        printed.tail = None
        digital.append(printed)
