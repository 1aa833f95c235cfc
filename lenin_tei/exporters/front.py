"""Where the text of a document begins: its texts, its title block, its literal front matter."""

from __future__ import annotations

from lenin_tei.exporters.breaks import PLACELESS, SECTIONS, TITLE_BLOCK
from lenin_tei.exporters.tree import XML_LANG, Element, Paths, child, descend, documents, is_language, local_name


def texts(document: Element) -> list[Element]:
    """Return what is printed of *document*: its text, else its sourceDoc, else itself when it is no TEI document."""
    if local_name(document) not in ("TEI", "teiCorpus"):
        return [document]
    return list(document.iterchildren("{*}text")) or list(document.iterchildren("{*}sourceDoc"))


def literals(document: Element) -> dict[str, list[Element]]:
    """Return the literal blocks of the header by the id of the anchor where each stood, "" for the title block."""
    blocks: dict[str, list[Element]] = {}
    statement = descend(document, "teiHeader/fileDesc/notesStmt")
    for note in statement.iterchildren("{*}note") if statement is not None else ():
        if note.get("type") == "transcription":
            blocks.setdefault(note.get("target", "")[1:], []).append(note)
    return blocks


def title_block(document: Element) -> tuple[list[Element], Element | None]:
    """Return the elements that begin the text (head, byline …), and the one before which front matter stood."""
    section = next(iter(texts(document)), None)
    while section is not None:
        found: list[Element] = []
        first = None
        for element in section.iterchildren("*"):
            name = local_name(element)
            if name in TITLE_BLOCK:
                found.append(element)
            elif name not in PLACELESS:
                first = element
                break
        if found:
            return found, _after(found[-1])
        if first is None or local_name(first) not in SECTIONS:
            return [], next(section.iterchildren("*"), None)
        section = first
    return [], None


def _after(element: Element) -> Element | None:
    """Return the element that comes next after the whole of *element* in its text."""
    while True:
        following, parent = next(element.itersiblings("*"), None), element.getparent()
        if following is not None or parent is None or local_name(parent) not in SECTIONS - {"text"}:
            return following
        element = parent


def document_language(root: Element) -> str:
    """Return the language of the text: its own, the document's, or the first that the header names; "" if none does."""
    document = documents(root)[0]
    for element in (child(document, "text"), document, root):
        language = element.get(XML_LANG, "") if element is not None else ""
        if is_language(language):
            return language
    named = Paths(child(document, "teiHeader"))["profileDesc/langUsage/language"]
    language = named[0].get("ident", "") if named else ""
    return language if is_language(language) else ""
