"""The facts of a teiHeader as a colophon: a list of terms, then the literal front matter and the complete header.

What the table html.toml names is told readably; nothing is lost, because the complete header follows, folded away
(TEI Guidelines 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lenin_tei.exporters.descriptions import dates_of
from lenin_tei.exporters.escaping import escape
from lenin_tei.exporters.front import literals
from lenin_tei.exporters.html_body import Body, Html, Page, Rule
from lenin_tei.exporters.html_rules import RULES
from lenin_tei.exporters.html_table import TABLE
from lenin_tei.exporters.html_words import linked
from lenin_tei.exporters.tree import Element, Paths, child, local_name, plain_text

_UNITS = {"volume": "vol.", "issue": "no.", "page": "p.", "part": "part", "chapter": "chapter", "line": "line"}


def write_colophon(page: Page, document: Element) -> str:
    """Return everything the header of *document* says, as HTML."""
    header = child(document, "teiHeader")
    body = Body(page, document, COLOPHON_RULES)
    parts = []
    if header is not None:
        rows = "".join(f"<dt>{escape(term)}</dt>{''.join(facts)}\n" for term, facts in _facts(body, header).items())
        parts.append(f"<dl>\n{rows}</dl>\n" if rows else "")
    blocks = [note for notes in literals(document).values() for note in notes]
    if blocks:
        lines = Body(page, document, {"": _line}, notes=body.notes).html(
            line for note in blocks for line in _lines_of(note)
        )
        parts.append(f"<details>\n<summary>Front matter as transcribed</summary>\n<div>{lines}</div>\n</details>\n")
    tops = [part for part in document.iterchildren("*") if local_name(part) in ("standOff", "facsimile", "xenoData")]
    header_parts = list(header.iterchildren("*")) if header is not None else []
    for summary, listed in (("The complete header", header_parts), ("Further data", list(_unindexed(page, tops)))):
        if listed:
            items = Body(page, document, {"": _item}, notes=body.notes).html(listed)
            parts.append(f"<details>\n<summary>{summary}</summary>\n<ul>{items}</ul>\n</details>\n")
    return "".join(parts)


def _unindexed(page: Page, tops: list[Element]) -> Iterator[Element]:
    """Yield what stands beside header and text and is no entry of the index."""
    for element in (part for top in tops for part in top.iterchildren("*")):
        if page.index.describes(element):
            continue
        inner = list(element.iterchildren("*"))
        said = (element.text or "").strip() or any((part.tail or "").strip() for part in element)
        if any(map(page.index.describes, inner)) and not said:  # words of its own stand with the whole
            yield from (part for part in inner if not page.index.describes(part))
        else:
            yield element


def _lines_of(note: Element) -> list[Element]:
    return list(note.iterchildren("*")) or [note]


def _facts(body: Body, header: Element) -> dict[str, list[str]]:
    """Return term → facts as `<dd>`, in the order of the table; who did what follows the author."""
    rows: dict[str, list[str]] = {}
    facts = Paths(header)
    for term, path in TABLE["colophon"].items():
        for element in facts[path]:
            if element.get("type") == "transcription" and local_name(element) == "note":
                continue
            key = element.get("type", "")
            key = key if key in TABLE["terms"] else local_name(element)
            written = fact_html(body, element)
            if written:
                rows.setdefault(TABLE["terms"].get(key, term), []).append(f"<dd>{written}</dd>")
        if term == "Editor":
            for statement in facts["fileDesc/titleStmt|editionStmt/respStmt"]:
                done = "; ".join(map(plain_text, statement.iterchildren("{*}resp"))) or "Responsible"
                names = [part for part in statement.iterchildren("*") if local_name(part) != "resp"]
                rows.setdefault(done, []).extend(f"<dd>{fact_html(body, name)}</dd>" for name in names)
    return rows


def fact_html(body: Body, element: Element) -> str:
    """Return a fact as HTML: running text as it is; parts without text between them are set apart by commas."""
    parts = [element]
    if len(element) and not _has_words(element):
        parts = [part for part in element.iterchildren("*") if local_name(part) != "respStmt"]
    shown = []
    for part in parts:
        text, written = plain_text(part), body.html([part]).strip()
        if not text:
            owner = body.page.identifiers.owner(part.get("target"))
            said = plain_text(owner) if owner is not None else part.get("target", "").removeprefix("#")
            written = escape(dates_of(part) or said or part.get("ident", ""))
        elif written and part.get("unit"):
            written = escape(with_unit(part).removesuffix(text)) + written
        shown.append(written)
    separator = " " if any(part.startswith(("<p", "<div")) for part in shown) else ", "
    return separator.join(part for part in shown if part)


def with_unit(part: Element) -> str:
    """Return the text of a part of a reference with its unit before it: "vol. 28", "pp. 100-103"."""
    text, unit = plain_text(part), _UNITS.get(part.get("unit", ""), "")
    if not unit or not text or not text[0].isdigit():
        return text
    if unit == "p." and any(sign in text for sign in "-–, "):
        unit = "pp."
    return f"{unit} {text}"


def _has_words(element: Element) -> bool:
    """Tell whether *element* itself has words, before its children or between them."""
    text = element.text
    if text and not text.isspace():
        return True
    for part in element:
        tail = part.tail
        if tail and not tail.isspace():
            return True
    return False


def _line(body: Body, line: Element) -> Html:
    """A line of the front matter, exactly as it was typed."""
    return Html("<p>", line, "</p>\n") if local_name(line) == "ab" else Html("<span>", line, "</span>")


def _item(body: Body, element: Element) -> Html:
    """An element of the header: its name, its attributes, what it says; inside running text it is only words."""
    if body.linked:
        return Html("<span>", element, "</span>")
    identifier = body.page.identifiers.attribute(element)
    start = f'<li{identifier}><span class="key">{escape(local_name(element))}</span> '
    given = [(name, value) for name, value in sorted(element.items()) if not name.endswith("}id")]
    if given:
        values = "; ".join([f"{name.rpartition('}')[2]} {value}" for name, value in given])
        start += f'<span class="key">({escape(values)})</span> '
    if _has_words(element):
        body.linked = True  # running text: nothing in it is an item of its own
        return Html(start, element, "</li>\n")
    return Html(start, chain(["<ul>"], element.iterchildren("*"), ["</ul>"]) if len(element) else (), "</li>\n")


def _name(body: Body, name: Element) -> Html:
    """A name in the header: linked to its line in the index, but no mention."""
    made = body.plain(name, "div" if name in body.page.holding else "span")
    entry = body.page.index.known(name)
    if entry is None or body.linked or name in body.page.linking:
        return made
    body.linked = True
    return linked(made, f'href="#{escape(entry.identifier)}"', f"name {entry.kind}")


def _biblical(body: Body, element: Element) -> Html:
    """A reference inside a fact: its parts set apart by commas."""
    made = body.plain(element, "span")
    if _has_words(element) or not len(element):
        return made
    return made._replace(nodes=[fact_html(Body(body.page, element, COLOPHON_RULES, notes=body.notes), element)])


def _note(body: Body, note: Element) -> Html:
    """A note in the header is no note to a word of the text."""
    return body.plain(note)


COLOPHON_RULES: dict[str, Rule] = {
    **RULES,
    **dict.fromkeys(TABLE["names"], _name),
    **dict.fromkeys(("author", "editor", "pubPlace", "publisher", "respStmt"), _name),
    "bibl": _biblical,
    "biblStruct": _biblical,
    "category": _biblical,
    "note": _note,
}
