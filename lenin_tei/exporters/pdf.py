"""TEI to PDF: the HTML page, printed, with its notes at the foot of the page they belong to.

The printing is WeasyPrint's, in the extra `lenin-tei[pdf]`. Nothing is fetched, neither from the network nor from a
disk, so pictures are left out; the same words and fonts give the same bytes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from lxml import etree

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.html import HtmlOptions, write_html
from lenin_tei.exporters.options import choose, one_of
from lenin_tei.exporters.tree import Element

# Elements that cannot stand in a line, as what they become in a footnote.
_DISPLAYS = {
    **dict.fromkeys(("p", "div", "section", "blockquote", "ol", "ul", "dl", "dt", "dd", "pre", "figure"), "block"),
    "li": "list-item",
    "table": "table",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
}
_STYLE = """
@page { size: A4; margin: 25mm 30mm 25mm 30mm; @bottom-center { content: counter(page); font-size: 9pt; }
  @footnote { border-top: 0.4pt solid; padding-top: 1.5mm; margin-top: 4mm; } }
:root, body { background: white; color: black; }
body { font-size: 11pt; }
.skip, nav, .side, .switches, form, .back, .colophon details, .noteref.moved, [role=doc-backlink] {
  display: none !important; }
.footnote { float: footnote; font-size: 9pt; line-height: 1.3; text-align: start; footnote-display: block; }
.footnote::footnote-call { content: attr(data-sign); font-size: 65%; vertical-align: super; line-height: 0; }
.footnote::footnote-marker { content: attr(data-sign) " "; font-weight: normal; list-style-position: inside; }
body, body > *, main, .document { max-width: none !important; margin: 0 !important; padding: 0 !important; }
body > footer, .colophon, .register { margin-top: 8mm !important; }
dl, dl > * { display: block !important; } dt { margin-top: 1.5mm; } dd { margin-left: 8mm; }
.footnote > span[style*=table] { border-spacing: 3mm 0; }
h1, h2, h3, h4, h5, h6 { break-after: avoid; } p { orphans: 2; widows: 2; }
"""


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """A style sheet in place of ours; where notes go: the foot of the page, or behind the text."""

    css: str = ""
    notes: str = one_of("foot", "end", "none")


def export_pdf(root: Element, **options: object) -> bytes:
    """Return the PDF of *root*; without WeasyPrint raise `LeninTeiError`."""
    chosen = choose(PdfOptions, options)
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: the package is there, but not the Pango library it calls
        raise LeninTeiError(f"PDF needs the extra lenin-tei[pdf] (WeasyPrint and Pango): {error}") from error
    page = etree.fromstring(write_html(root, HtmlOptions()), etree.HTMLParser())
    if chosen.notes != "end":
        _move_notes(page, keep=chosen.notes == "foot")
    for policy in page.xpath("//meta[@http-equiv]"):
        policy.getparent().remove(policy)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    text = etree.tostring(page, encoding="unicode", method="html", doctype="<!DOCTYPE html>")
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=text, url_fetcher=nothing)
    return bytes(document.write_pdf(stylesheets=[weasyprint.CSS(string=_STYLE + chosen.css, url_fetcher=nothing)]))


def _move_notes(page: Element, *, keep: bool) -> None:
    """Put every note behind its first marker, as a footnote; notes nobody points to stay where they are."""
    notes = {note.get("id", ""): note for note in page.xpath("//ol[contains(@class, 'endnotes')]/li")}
    moved: list[Element] = []
    waiting = list(page.xpath("//a[@role='doc-noteref']"))
    for marker in waiting:
        note = notes.pop(marker.get("href", "")[1:], None)
        if note is None or note in marker.iterancestors():
            continue
        moved.append(note)
        label = next(iter(note.xpath("span[@class='label']")), None)
        sign = "".join(marker.itertext()).strip("[] ")
        if label is not None:
            _drop(label)
        if keep:
            _put_behind(marker, _as_line(note, sign))
            marker.set("class", "noteref moved")
        else:
            _drop(marker)
    for note in moved:
        _drop(note)
    for section in page.xpath("//section[@class='notes']"):
        if not section.xpath(".//li"):
            _drop(section)


def _drop(element: Element) -> None:
    """Take an element out, but not the words behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _put_behind(marker: Element, note: Element) -> None:
    marker.tail, note.tail = None, marker.tail
    marker.addnext(note)


def _as_line(note: Element, sign: str) -> Element:
    """Return what stands in *note* as elements that can stand in a line, with the look of blocks."""
    made = etree.Element("span", {"class": "footnote", "data-sign": sign, "id": note.get("id", "")})
    made.text = (note.text or "").lstrip()
    made.extend(list(note))
    for part in made.iter("*"):
        display = _DISPLAYS.get(str(part.tag))
        if display:
            first = part.getparent() is made and part.getprevious() is None and not (made.text or "").strip()
            part.set("style", f"display: {'inline' if first and display == 'block' else display}")
            part.tag = "span"
    return made
