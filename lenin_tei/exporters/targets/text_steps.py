"""Changes to the text of a document that single platforms need: pages, notes, identifiers, a citation structure.

None of them changes what the text exporter prints (TEI Guidelines 3.9, 3.11, 2.3.6.4).
"""

from __future__ import annotations

from lenin_tei.exporters.notes import is_placed
from lenin_tei.exporters.targets.entries import make
from lenin_tei.exporters.targets.steps import TEI, Work, ensure, find, header_of
from lenin_tei.exporters.tree import XML_ID, Element, child, descend, local_name, take, words
from lenin_tei.serialiser import lay_out

DIVISIONS = ("div", "div1", "div2", "div3", "div4", "div5", "div6", "div7")
# Blocks that are cited one by one; each is a child of a division or of the body.
BLOCKS = ("ab", "byline", "cit", "closer", "dateline", "epigraph", "figure", "head", "lg", "list", "opener", "p",
          "postscript", "quote", "salute", "signed", "sp", "stage", "table", "trailer", "argument", "floatingText",
          "l", "listBibl", "said", "note")  # fmt: skip

# What TEI has in front and back only: a text with these keeps its back.
ONLY_IN_BACK = words("epilogue prologue performance set titlePage titlePart castList docTitle docImprint")
# What follows refsDecl in encodingDesc as we write it.
AFTER_REFERENCES = words(
    "classDecl listPrefixDef geoDecl unitDecl fsdDecl metDecl variantEncoding schemaRef schemaSpec"
)


def give_ids(root: Element, names: tuple[str, ...]) -> None:
    """Give each of these elements in the text an xml:id, by its place among its like: "div-2"."""
    taken = {one.get(XML_ID) for one in root.iter("*")}
    counts: dict[str, int] = {}
    for text in root.iterchildren(f"{TEI}text"):
        for element in text.iter(*(TEI + name for name in names)) if names else ():
            name = local_name(element)
            counts[name] = counts.get(name, 0) + 1
            wanted = f"{name}-{counts[name]}"
            if not element.get(XML_ID):
                while wanted in taken:
                    wanted += "x"
                taken.add(wanted)
                element.set(XML_ID, wanted)


def pages(root: Element, work: Work) -> None:
    """Page breaks as EVT reads them: without @ed; one before the text where the source has none."""
    breaks = [one for text in root.iterchildren(f"{TEI}text") for one in text.iter(f"{TEI}pb")]
    if breaks and all(one.get("ed") for one in breaks):
        edition = breaks[0].get("ed")
        for one in breaks:
            if one.get("ed") == edition:
                kept = take(one, "ed") or ""
                if not one.get("type") and " " not in kept:
                    one.set("type", kept)
    elif not breaks:
        body = next((one for one in find(root, "text/body")), None)
        if body is not None:
            first = make("pb", xml_id=f"{work.stem}-page")
            body.insert(0, first)
            first.tail, body.text = body.text, None


def paragraph_numbers(root: Element, work: Work) -> None:
    """Numbers of paragraphs as milestones, since EVT prints @n."""
    for text in root.iterchildren(f"{TEI}text"):
        for paragraph in list(text.iter(f"{TEI}p")):
            number = take(paragraph, "n")
            if number is not None:
                mark = make("milestone", unit="p", n=number)
                mark.tail, paragraph.text = paragraph.text, None
                paragraph.insert(0, mark)


def end_notes(root: Element, work: Work) -> None:
    """Notes to words get place="end", which is the only place from which CETEIcean makes a linked note."""
    for text in root.iterchildren(f"{TEI}text"):
        for note in text.iter(f"{TEI}note"):
            if not is_placed(note) and note.get("place") != "inline":
                note.set("place", "end")


def placed_notes(root: Element, work: Work) -> None:
    """Every note of the text says where it stands, or of which type it is."""
    for text in root.iterchildren(f"{TEI}text"):
        for note in text.iter(f"{TEI}note"):
            if not note.get("type") and not note.get("place"):
                note.set("place", "end" if not is_placed(note) else "inline")


def citation(root: Element, work: Work) -> None:
    """A citation structure that reaches every block: divisions by xml:id, and in each its blocks by their number."""
    encoding = ensure(header_of(root), "encodingDesc", before=("profileDesc", "xenoData", "revisionDesc"))
    for old in list(encoding.iterchildren(f"{TEI}refsDecl")):
        if child(old, "citeStructure") is not None or child(old, "cRefPattern") is not None or old.get("default"):
            encoding.remove(old)
    cited = [one for one in root.iter(f"{TEI}body", f"{TEI}front", f"{TEI}back") if _is_cited(one)]
    for number, part in enumerate(cited):
        if not part.get(XML_ID):
            part.set(XML_ID, f"{local_name(part)}-{number + 1}")
    outside = sorted({local_name(one) for one in cited})
    parts = " or ".join(f"self::{name}" for name in (*_used(root, DIVISIONS), *outside))
    blocks = " or ".join(f"self::{name}" for name in _used(root, BLOCKS)) or "self::p"
    declaration = make("refsDecl", default="true")
    outer = make("citeStructure", unit="part", match=f"/TEI/text//*[{parts or 'self::div'}]", use="@xml:id")
    outer.append(make("citeData", property="http://purl.org/dc/terms/title", use="head"))
    # A colon is in no xml:id, but reads less well.
    dotted = any("." in one.get(XML_ID, "") for one in root.iter("*"))
    outer.append(
        make("citeStructure", unit="block", match=f"*[{blocks}]", use="position()", delim=":" if dotted else ".")
    )
    declaration.append(outer)
    place = next((one for one in encoding.iterchildren("*") if local_name(one) in AFTER_REFERENCES), None)
    if place is None:
        encoding.append(declaration)
    else:
        place.addprevious(declaration)


def _is_cited(part: Element) -> bool:
    """Whether blocks stand in *part* outside of any division."""
    return any(local_name(one) in BLOCKS for one in part.iterchildren("*"))


def _used(root: Element, names: tuple[str, ...]) -> list[str]:
    return [
        name for name in names if any(True for text in root.iterchildren(f"{TEI}text") for _ in text.iter(TEI + name))
    ]


def back_lists(root: Element, work: Work) -> None:
    """The entries a document mentions, in text/back, where dse-static copies them; what back held goes before it."""
    text = child(root, "text")
    if text is None or local_name(text) != "text":
        return
    back, body = child(text, "back"), descend(text, "body")
    if back is not None and body is not None and not any(local_name(one) in ONLY_IN_BACK for one in back):
        _keep_back(back, body)
        text.remove(back)
        back = None
    lists = work.registers.lists_for(work.stem)
    if lists:
        if back is None:
            back = make("back")
            text.append(back)
            back.tail = "\n"
        for one in lists:
            lay_out(one)
            one.tail = "\n"
        back.extend(lists)


def _keep_back(back: Element, body: Element) -> None:
    """Move what was printed after the text to the end of the body: dse-static replaces `back`."""
    children = [one for one in back.iterchildren("*") if not (local_name(one).startswith("list") and
                any(entry.get(XML_ID) for entry in one.iterchildren("*")))]  # fmt: skip
    if not children:
        return
    if all(local_name(one) in DIVISIONS for one in children) and _ends_with_division(body):
        body.extend(children)
        return
    kept = make("div", type="back")
    kept.extend(children)
    if not any(local_name(one) in DIVISIONS for one in body.iterchildren("*")):
        body.append(kept)
    else:
        body.append(kept)


def _ends_with_division(body: Element) -> bool:
    return any(local_name(one) in DIVISIONS for one in body.iterchildren("*"))
