"""TEI to EPUB 3: title page, contents, text with notes that pop up, index and colophon; the same bytes every time.

The words are those of the HTML page. An EPUB is a ZIP file of XHTML (EPUB 3.3, sections 4 and 5), so the standard
library writes it: the kept libraries for it are under a licence this project cannot pass on.
"""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from html import escape
from typing import Any

from lxml import etree

from lenin_tei.exporters.descriptions import readable_date
from lenin_tei.exporters.html import HtmlOptions, read_page, resource
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.tree import XML_LANG, Element, local_name

_XHTML_NAME = "{http://www.w3.org/1999/xhtml}"
_OPS = "{http://www.idpf.org/2007/ops}type"
# HTML elements that are never closed; our pages escape ">" in attributes, so this finds no more than them.
_VOID = re.compile(r"<(br|hr|img|wbr)([^>]*)>")
_WRAPPER = '<div xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">{}</div>'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="{lang}" xml:lang="{lang}"{dir}>
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body epub:type="{kind}">{body}</body>
</html>
"""
_PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>{lang}</dc:language>
{facts}<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
<item id="style" href="style.css" media-type="text/css"/>
</manifest>
<spine{direction}><itemref idref="cover"/><itemref idref="nav"/><itemref idref="text"/></spine>
</package>
"""


def export_epub(root: Element, **options: object) -> bytes:
    """Return the book of *root*; the options are those of the HTML exporter, less the template."""
    chosen = choose(HtmlOptions, options)
    css = chosen.css or resource("style.css")
    page = read_page(root, css)
    text = _text(page)
    files = {
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": _package(page, text),
        "book/nav.xhtml": _xhtml(page, "frontmatter", _navigation(page)),
        "book/cover.xhtml": _xhtml(page, "titlepage", _cover(page)),
        "book/text.xhtml": _xhtml(page, "bodymatter", text),
        "book/style.css": css,
    }
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _EPOCH), "application/epub+zip")
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return book.getvalue()


def _xhtml(page: dict[str, Any], kind: str, body: str) -> str:
    direction = f' dir="{page["dir"]}"' if page["dir"] else ""
    return _XHTML.format(lang=page["lang"], dir=direction, title=escape(page["title"]), kind=kind, body=body)


def _package(page: dict[str, Any], text: str) -> str:
    """Return the package document: what the header states; the identifier is made from the content."""
    facts, made = page["facts"], uuid.uuid5(uuid.NAMESPACE_URL, page["title"] + text)
    lines = [f"<dc:creator>{escape(name)}</dc:creator>\n" for name in facts["author"]]
    lines += [
        f"<dc:contributor>{escape(name)}</dc:contributor>\n" for name in (*facts["editor"], *facts["contributor"])
    ]
    lines += [f"<dc:publisher>{escape(name)}</dc:publisher>\n" for name in facts["publisher"][:1]]
    lines += [f"<dc:source>{escape(source)}</dc:source>\n" for source in facts["bibliography"] if source]
    lines += [f"<dc:rights>{escape(right)}</dc:rights>\n" for right in (*facts["licence"], *facts["rights"])]
    published = next((date for date in facts["published"] if len(date) == 10 and date[4] == "-"), "1970-01-01")
    return _PACKAGE.format(
        lang=page["lang"],
        identifier=f"urn:uuid:{made}",
        title=escape(". ".join(facts["title"]) or "Untitled"),
        facts="".join(lines),
        modified=f"{published}T00:00:00Z",
        direction=' page-progression-direction="rtl"' if page["dir"] else "",
    )


def _navigation(page: dict[str, Any]) -> str:
    """Return the contents: the text, its headings, index and colophon."""
    ids = page["ids"]
    links = [("Text", ids["text"]), *((text, identifier) for _, identifier, text in page["outline"])]
    links += [("Index", ids["index"])] if page["index"] else []
    links.append(("About this text", ids["colophon"]))
    items = "".join(f'<li><a href="text.xhtml#{name}">{escape(text or "Untitled")}</a></li>' for text, name in links)
    return f'<nav epub:type="toc"><h1>Contents</h1><ol>{items}</ol></nav>'


def _cover(page: dict[str, Any]) -> str:
    """Return the title page, from the header."""
    facts = page["facts"]
    lines = [f"<p>{escape(', '.join(facts['author']))}</p>"] if facts["author"] else []
    lines.append(f"<h1>{escape('. '.join(facts['title']) or 'Untitled')}</h1>")
    lines += [f"<p>{escape(readable_date(date))}</p>" for date in facts["created"][:1]]
    lines += [f"<p>{escape(name)}</p>" for name in facts["publisher"][:1]]
    return f'<section class="tei-titlePage">{"".join(lines)}</section>'


def _text(page: dict[str, Any]) -> str:
    """Return text, notes, index and colophon as XHTML that needs nothing outside the book."""
    parts = [f'<div id="{page["ids"]["text"]}">']
    parts += [f"<h1>{escape(page['heading'])}</h1>"] if page["heading"] else []
    for document in page["documents"]:
        parts.append(f'<div class="document"{document["attributes"]}>{document["text"]}')
        if document["notes"]:
            parts.append(f'<section class="notes"><h2>Notes</h2>{document["notes"]}</section>')
        parts.append("</div>")
    parts.append("</div>")
    if page["index"]:
        parts.append(f'<section class="register"><h2 id="{page["ids"]["index"]}">Index</h2>{page["index"]}</section>')
    parts.append(f'<section class="colophon"><h2 id="{page["ids"]["colophon"]}">About this text</h2>')
    parts += [str(document["colophon"]) for document in page["documents"]]
    well_formed = _VOID.sub(r"<\1\2/>", "".join([*parts, "</section>"])).replace(" hidden>", ' hidden="hidden">')
    top = etree.fromstring(_WRAPPER.format(well_formed), etree.XMLParser(huge_tree=True, collect_ids=False))
    _make_inner(top)
    return etree.tostring(top, encoding="unicode")


def _make_inner(top: Element) -> None:
    """Leave out what is not in the book: pictures, links to other files; mark notes so that they pop up."""
    ids = {element.get("id") for element in top.iter("*")}
    for element in top.iter("*"):
        name, parent, address = local_name(element), element.getparent(), element.get("href", "")
        if element.get("lang"):
            element.set(XML_LANG, element.get("lang", ""))
        if name == "img":
            element.tag = f"{_XHTML_NAME}span"  # what the picture shows is said below it
            for attribute in ("src", "alt", "loading"):
                element.attrib.pop(attribute, None)
        elif name == "a" and (address[1:] not in ids if address.startswith("#") else ":" not in address):
            element.attrib.pop("href", None)
        elif name == "li" and parent is not None and "endnotes" in parent.get("class", ""):
            element.tag = f"{_XHTML_NAME}aside"
            element.set(_OPS, "footnote")
        if element.get("role") == "doc-noteref":
            element.set(_OPS, "noteref")
    for notes in top.iter(f"{_XHTML_NAME}ol"):
        if "endnotes" in notes.get("class", ""):
            notes.tag = f"{_XHTML_NAME}div"
