"""A TEI tree becomes bytes: indented only where an element holds nothing but elements, one block per line.

White space inside mixed content is text and is never touched, so `write_xml(parse(x)) == x` for what we wrote. The
same tree gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

# Elements that hold elements only (TEI content models without text): their white space is layout.
ELEMENT_ONLY = frozenset(
    """TEI teiCorpus teiHeader fileDesc titleStmt editionStmt publicationStmt seriesStmt notesStmt sourceDesc
    encodingDesc appInfo application editorialDecl correction hyphenation interpretation normalization quotation stdVals
    punctuation refsDecl citeStructure projectDesc samplingDecl classDecl taxonomy category profileDesc
    langUsage textClass keywords creationDesc calendarDesc calendar correspDesc correspAction correspContext
    revisionDesc listChange listPrefixDef prefixDef availability respStmt standOff listPerson person personGrp
    listPlace place location listOrg org listEvent event listBibl biblStruct monogr analytic imprint text front
    body back group div epigraph opener closer address postscript argument lg list table row sp choice figure
    app msDesc msIdentifier msContents msItem physDesc objectDesc supportDesc history handDesc cit particDesc
    settingDesc teiCorpus listWit""".split()
)
# Mixed elements that may hold nothing but blocks, and entries of the header and standOff that may hold only elements.
BLOCK_HOLDERS = frozenset({"note", "quote", "item", "cell"})
BLOCKS = frozenset({"p", "ab", "lg", "list", "table", "quote", "sp", "figure", "floatingText"})
ENTRIES = frozenset({"bibl", "creation", "event", "org", "person", "place", "persName", "editor", "author"})
NAMESPACE = "{http://www.tei-c.org/ns/1.0}"
HOLDERS = {prefix + name for prefix in ("", NAMESPACE) for name in ELEMENT_ONLY | BLOCK_HOLDERS | ENTRIES}
INSTRUCTIONS = (
    ("lenin_tei.rng", "http://relaxng.org/ns/structure/1.0"),
    ("lenin_tei.sch", "http://purl.oclc.org/dsdl/schematron"),
)


def write_xml(root: etree._Element, *, schema_base: str | None = None, texts: bool = True) -> bytes:
    """Return the file's bytes, UTF-8; *schema_base* is the folder our schema stands in, None writes no instruction.

    With *texts* false, `text` keeps the layout it has: somebody else's may mean something by it.
    """
    lay_out(root, texts=texts)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    before = []
    node = root.getprevious()
    while node is not None:
        before.append(etree.tostring(node, encoding="UTF-8", with_tail=False))
        node = node.getprevious()
    if schema_base is not None and not before:
        for file, kind in reversed(INSTRUCTIONS):
            before.append(
                f'<?xml-model href="{schema_base}{file}" type="application/xml" schematypens="{kind}"?>'.encode()
            )
    body = etree.tostring(root, encoding="UTF-8", with_tail=False)
    return head + b"".join(line + b"\n" for line in reversed(before)) + body + b"\n"


def lay_out(root: etree._Element, *, texts: bool = True) -> None:
    """Set the white space of every element that holds elements only, but for those in `text` if *texts* is false."""
    pending = [(root, list(root), 0)]
    while pending:
        element, children, depth = pending.pop()
        if not children or not holds_elements_only(element, children):
            continue
        if not texts and local(element) == "text":
            continue
        inner = "\n" + "  " * (depth + 1)
        element.text = inner
        for child in children:
            child.tail = inner
            if inside := list(child):
                pending.append((child, inside, depth + 1))
        children[-1].tail = inner[:-2]


def holds_elements_only(element: etree._Element, children: Sequence[etree._Element]) -> bool:
    """Whether all white space directly inside is layout; an entry counts only inside the header or standOff."""
    if element.tag not in HOLDERS or is_text(element.text):
        return False
    name = local(element)
    for child in children:
        if is_text(child.tail):
            return False
    if name in ELEMENT_ONLY:
        return True
    if name in BLOCK_HOLDERS:
        return all(local(child) in BLOCKS for child in children)
    parent = element.getparent()
    return (
        parent is not None
        and local(parent) in ELEMENT_ONLY
        and local(parent) not in ("signed", "closer", "opener", "div")
    )


def is_text(text: str | None) -> bool:
    """Whether a piece of text is more than white space."""
    return text is not None and text != "" and not text.isspace()


def local(element: etree._Element) -> str:
    """Return the local name of an element, "" for comments and instructions."""
    return element.tag.removeprefix(NAMESPACE) if isinstance(element.tag, str) else ""
