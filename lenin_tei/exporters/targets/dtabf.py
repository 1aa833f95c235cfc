"""What the DTA base format wants in the header, as far as letters and treatises fit: names, counts, the source in full.

The counts are those of this text; surnames are marked only where the entry's form to sort by tells which word is one.
"""

from __future__ import annotations

from copy import deepcopy

from lenin_tei.exporters.targets.entries import make
from lenin_tei.exporters.targets.steps import TEI, Work, ensure, find, header_of
from lenin_tei.exporters.tree import Element, child, descend, plain_text, take
from lenin_tei.mentions import text_of


def author_names(root: Element, work: Work) -> None:
    """Every author is a persName, with surname and forename where the register tells them apart."""
    for author in find(root, "titleStmt/author"):
        name = child(author, "persName")
        if name is None:
            name = make("persName")
            name.text, author.text = author.text, None
            name.extend(list(author))
            author.append(name)
            for attribute in ("ref", "key"):
                if author.get(attribute):
                    name.set(attribute, take(author, attribute) or "")
        _mark_surname(name, work)


def _mark_surname(name: Element, work: Work) -> None:
    entry = work.registers.entries.get(name.get("ref", "").removeprefix("#"))
    words = plain_text(name)
    if entry is None or len(name):
        return
    for form in entry.element.iterchildren(f"{TEI}persName"):
        surname = plain_text(form).partition(",")[0] if form.get("type") == "sort" and "," in plain_text(form) else ""
        if surname and words.endswith(f" {surname}"):
            name.text = None
            name.append(make("forename", words.removesuffix(surname).rstrip()))
            name[-1].tail = " "
            name.append(make("surname", surname))
            return


def measures(root: Element, work: Work) -> None:
    """How many pages, words, different words and characters the text has."""
    file = descend(header_of(root), "fileDesc")
    assert file is not None
    extent = ensure(file, "extent", before=("publicationStmt",))
    text = text_of(root)
    tokens = [word for word in map(_bare, text.split()) if word]
    pages = sum(1 for part in root.iterchildren(f"{TEI}text") for _ in part.iter(f"{TEI}pb"))
    counts = {"images": pages, "tokens": len(tokens), "types": len(set(tokens)), "characters": len(text)}
    present = {one.get("type") for one in extent.iterchildren(f"{TEI}measure")}
    for kind, count in counts.items():
        if count and kind not in present:
            extent.append(make("measure", str(count), type=kind))


def _bare(word: str) -> str:
    """Return a word without the signs around it; "" for signs alone."""
    letters = [place for place, char in enumerate(word) if char.isalnum()]
    return word[letters[0] : letters[-1] + 1] if letters else ""


def publisher_first(root: Element, work: Work) -> None:
    """The publisher before everything else that is said of the publication."""
    for statement in find(root, "fileDesc/publicationStmt"):
        publisher = child(statement, "publisher")
        if publisher is not None:
            statement.insert(0, publisher)


def full_source(root: Element, work: Work) -> None:
    """The source as biblFull too, made from the first bibl: its titles, authors, and what is known of its printing."""
    file = descend(header_of(root), "fileDesc")
    assert file is not None
    if any(True for _ in find(root, "sourceDesc/biblFull")):
        return
    source = next(find(root, "sourceDesc/bibl"), None)
    if source is None:
        return
    full = make("biblFull")
    titles = make("titleStmt")
    for name in ("title", "author", "editor"):
        titles.extend(_copies(source, name))
    if child(titles, "title") is None:
        titles.insert(0, make("title", plain_text(source)))
    printed = make("publicationStmt")
    for name in ("publisher", "pubPlace", "date"):
        printed.extend(_copies(source, name))
    if child(printed, "publisher") is None:
        for one in list(printed):
            printed.remove(one)
        printed.append(make("p", "What is known of the publication stands in the bibl."))
    full.extend([titles, printed])
    source.addnext(full)


def _copies(source: Element, name: str) -> list[Element]:
    copies = [deepcopy(one) for one in source.iterchildren(TEI + name)]
    for one in copies:
        one.tail = None
    return copies


def page_images(root: Element, work: Work) -> None:
    """Pages count their pictures: facs="#f0001" for the first, with a surface it points to."""
    breaks = [one for text in root.iterchildren(f"{TEI}text") for one in text.iter(f"{TEI}pb") if not one.get("facs")]
    if not breaks or child(root, "facsimile") is not None:
        return
    facsimile = make("facsimile")
    for number, one in enumerate(breaks, 1):
        one.set("facs", f"#f{number:04}")
        facsimile.append(make("surface", xml_id=f"f{number:04}"))
    text = child(root, "text")
    if text is not None:
        text.addprevious(facsimile)
