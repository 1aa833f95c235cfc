"""TEI to Markdown: CommonMark with footnotes, tables and YAML front matter, as pandoc and GitHub read it.

The walk and its order are those of the text exporter; the rules here add the marks. Notes become footnotes; every sign
that Markdown would take for a mark of its own is escaped.
"""

from __future__ import annotations

import json
import re

from lenin_tei.exporters.front import document_language
from lenin_tei.exporters.html_body import is_block
from lenin_tei.exporters.layout import BLANK, LINE, PARAGRAPH, Layout
from lenin_tei.exporters.links import safe_address
from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.notes import is_placed
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.text_rules import RULES, Next, Reading, Rule, TextOptions, print_sign
from lenin_tei.exporters.tree import Element, child, documents, local_name, plain_text, words
from lenin_tei.exporters.walk import Walk

_MARKS = re.compile(r"[\\`*_\[\]<>#~^$|@]|&(?=[#\w])")
_AT_LINE_START = re.compile(r"(\s*)(?:([-+=:%](?=\s|$|-|=))|(\d{1,9})([.)](?=\s|$)))")
_ITALIC = words("emph foreign stage title mentioned term")
_RENDERED = {"italic": "*", "italics": "*", "i": "*", "bold": "**", "b": "**"}
_DIVISIONS = words("div div1 div2 div3 div4 div5 div6 div7")


def export_markdown(root: Element, **options: object) -> str:
    """Return *root* as Markdown; the options are those of the text exporter."""
    chosen = choose(TextOptions, options)
    layout = Layout(escape=escape, hard="\\\n")
    for document in documents(root):
        layout.close(PARAGRAPH)
        Walk(document, chosen, layout, MARKDOWN_RULES).write()
    return (_front_matter(root) if chosen.header else "") + layout.result()


def escape(text: str, starts_line: bool) -> str:
    """Return *text* with a backslash before every sign that Markdown would take for a mark."""
    text = _MARKS.sub(r"\\\g<0>", text)
    if starts_line:
        found = _AT_LINE_START.match(text)
        if found:
            at = found.start(2) if found[2] else found.start(4)
            text = f"{text[:at]}\\{text[at:]}"
    return text


def _front_matter(root: Element) -> str:
    """Return title, authors, date and language as YAML; JSON strings are YAML strings."""
    facts = facts_of(root if child(root, "teiHeader") is not None else documents(root)[0], document_language(root))
    lines = [f"title: {json.dumps('. '.join(facts['title']), ensure_ascii=False)}"] if facts["title"] else []
    lines += ["author:"] if facts["author"] else []
    lines += [f"- {json.dumps(author, ensure_ascii=False)}" for author in facts["author"]]
    lines += [f"date: {json.dumps(date, ensure_ascii=False)}" for date in facts["created"][:1]]
    lines += [f"lang: {json.dumps(language)}" for language in facts["language"]]
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def _head(reading: Reading, head: Element, _placed: bool) -> Next:
    """A heading by the depth of its division; the title of the text is the first."""
    parent, layout = head.getparent(), reading.layout
    name = local_name(parent) if parent is not None else ""
    first = not any(local_name(before) == "head" for before in head.itersiblings("*", preceding=True))
    if name not in (*_DIVISIONS, "body", "front", "back") or not first:
        return _emphasis(reading, head, "**" if first else "")
    depth = sum(local_name(above) in _DIVISIONS for above in head.iterancestors("*"))
    layout.literal("#" * min(6, max(1, depth)) + " ")
    layout.weld()
    return _flat(reading, head)


def _flat(reading: Reading, element: Element, suffix: str = "", close: int | None = None) -> Next:
    """Everything in *element* on one line."""
    was, reading.layout.flat = reading.layout.flat, True
    return Next(element, suffix, close, lambda: setattr(reading.layout, "flat", was))


def _indented(reading: Reading, element: Element, prefix: str, close: int | None = None) -> Next:
    """Everything in *element* after *prefix* on every further line."""
    reading.layout.prefixes.append(prefix)
    return Next(element, "", close, reading.layout.prefixes.pop)


def _emphasis(reading: Reading, element: Element, mark: str) -> Next:
    """Emphasised words; no emphasis where Markdown could not read it: around blanks, blocks or other emphasis."""
    text = "".join(element.itertext("*"))
    inside = any(local_name(above) in (*_ITALIC, "hi", "head", "speaker") for above in element.iterancestors("*"))
    plain = not mark or not text.strip() or text != text.strip() or "*" in text or inside or len(element)
    if plain or is_placed(element):
        return Next(element)
    reading.layout.literal(mark)
    return Next(element, mark)


def _italic(reading: Reading, element: Element, _placed: bool) -> Next:
    """Words that print sets in italics; a title only where it is one of a whole book or journal."""
    plain = local_name(element) == "title" and element.get("level") in ("a", "u")
    return _emphasis(reading, element, "" if plain or is_block(element) else "*")


def _hi(reading: Reading, hi: Element, _placed: bool) -> Next:
    """Highlighted words."""
    marks = [_RENDERED[word] for word in hi.get("rend", "").lower().split() if word in _RENDERED]
    return _emphasis(reading, hi, marks[0] if marks else "")


def _item(reading: Reading, item: Element, _placed: bool) -> Next:
    """An item of a list: its marker as typed after the sign of the list."""
    before = next(item.itersiblings("*", preceding=True), None)
    if before is not None and local_name(before) == "label":
        return _indented(reading, item, "  ")
    _start_item(reading, before)
    parent, typed = item.getparent(), item.get("n", "")
    ordered = parent is not None and {parent.get("type"), parent.get("rend")} & {"ordered", "numbered"}
    number = sum(1 for _ in item.itersiblings("{*}item", preceding=True)) + 1 if ordered and not typed else 0
    sign = f"{number}. " if ordered and not typed else "- "
    reading.layout.literal(sign)
    reading.layout.weld()
    if typed:
        reading.layout.literal(escape(typed, True))
        reading.layout.join()
    return _indented(reading, item, " " * len(sign))


def _start_item(reading: Reading, before: Element | None) -> None:
    """Start a line of a list; the first one stands apart from the head of the list."""
    if before is not None and local_name(before) == "head":
        reading.layout.close(PARAGRAPH)
    reading.layout.soften()


def _quote(reading: Reading, quote: Element, _placed: bool) -> Next:
    """A quotation that is a block."""
    if not is_block(quote):
        return Next(quote)
    reading.layout.close(PARAGRAPH)
    reading.layout.literal("> ")
    reading.layout.weld()
    reading.layout.prefixes.append("> ")
    return Next(quote, "", PARAGRAPH, reading.layout.prefixes.pop)


def _note(reading: Reading, note: Element, placed: bool) -> Next:
    """A footnote, or the marker of one."""
    if reading.options.notes != "end" or (is_placed(note) and not placed) or note.get("place") == "inline":
        return RULES["note"](reading, note, placed)
    identifier = _footnote(reading, note)
    if note in reading.notes.laid_out and placed and not is_placed(note):
        reading.layout.open(PARAGRAPH)
        reading.layout.literal(f"[^{identifier}]:")
        reading.layout.join()
        return _indented(reading, note, "    ", PARAGRAPH)
    if placed:
        return RULES["note"](reading, note, placed)
    reading.notes.waiting.append(note)
    print_sign(reading, note, f"[^{identifier}]")
    return Next(())


def _footnote(reading: Reading, note: Element) -> str:
    """Return what names a footnote in Markdown: its number, made unlike all others."""
    number = re.sub(r"[^\w-]", "", reading.notes.number(note)) or "note"
    taken = reading.labels.setdefault(number, [])
    if note not in taken:
        taken.append(note)
    place = taken.index(note)
    return f"{number}-{place + 1}" if place else number


def _table(reading: Reading, table: Element, _placed: bool) -> Next:
    """A table, apart from the text around it."""
    reading.layout.open(PARAGRAPH)
    return Next(table, close=PARAGRAPH)


def _row(reading: Reading, row: Element, _placed: bool) -> Next:
    """A row of a table; the first one is its head."""
    reading.layout.soften()
    first = next(row.itersiblings("{*}row", preceding=True), None) is None
    if first:
        reading.layout.close(PARAGRAPH)
    reading.layout.literal("|")
    cells = sum(1 for _ in row.iterchildren("{*}cell"))
    line = "\n" + "".join(reading.layout.prefixes) + "|---" * max(cells, 1) + "|"
    return _flat(reading, row, line if first else "", LINE)


def _cell(reading: Reading, cell: Element, _placed: bool) -> Next:
    """A cell between bars."""
    reading.layout.finish(" ")
    reading.layout.weld()
    return Next(cell, " |")


def _ref(reading: Reading, ref: Element, _placed: bool) -> Next:
    """A link where the target may be one."""
    address = safe_address(ref.get("target"))
    if not address or address.startswith("#") or "(" in address or ")" in address:
        return Next(ref)
    if local_name(ref) == "ptr":
        reading.layout.literal(f"<{address}>" if ":" in address else escape(address, False))
        return Next(ref)
    if not plain_text(ref) or any(
        local_name(part) in ("note", "ref", "p") for part in ref.iter("*") if part is not ref
    ):
        return Next(ref)
    reading.layout.literal("[")
    reading.layout.weld()
    return Next(ref, f"]({address})")


def _graphic(reading: Reading, graphic: Element, _placed: bool) -> Next:
    """A picture."""
    address = safe_address(graphic.get("url"))
    if address and "(" not in address and ")" not in address:
        reading.layout.literal(f"![]({address})")
    return Next(graphic)


def _milestone(reading: Reading, milestone: Element, placed: bool) -> Next:
    """A break between sections."""
    rend = milestone.get("rend", "")
    if placed and (rend.replace(" ", "") == "***" or (milestone.get("unit") == "section" and not rend)):
        reading.layout.open(PARAGRAPH)
        reading.layout.literal("* * *")
        return Next((), close=PARAGRAPH)
    if rend and not any(map(str.isalnum, rend)):
        reading.layout.open(PARAGRAPH if placed else BLANK)
        reading.layout.text(rend)
        return Next((), close=PARAGRAPH if placed else BLANK)
    return Next(())


def _list(reading: Reading, element: Element, _placed: bool) -> Next:
    """A list: apart from the text around it, but close to the item it belongs to."""
    parent = element.getparent()
    if parent is not None and local_name(parent) == "item":
        reading.layout.open(LINE)
        reading.layout.soften()
        return Next(element)
    reading.layout.open(PARAGRAPH)
    return Next(element, close=PARAGRAPH)


def _label(reading: Reading, label: Element, placed: bool) -> Next:
    """The term of a glossary, before its meaning."""
    parent = label.getparent()
    if parent is not None and local_name(parent) == "list":
        _start_item(reading, next(label.itersiblings("*", preceding=True), None))
        reading.layout.literal("- ")
        reading.layout.weld()
    return RULES["label"](reading, label, placed)


MARKDOWN_RULES: dict[str, Rule] = {
    **RULES,
    **dict.fromkeys(_ITALIC, _italic),
    "cell": _cell,
    "graphic": _graphic,
    "head": _head,
    "hi": _hi,
    "item": _item,
    "label": _label,
    "list": _list,
    "milestone": _milestone,
    "note": _note,
    "ptr": _ref,
    "quote": _quote,
    "ref": _ref,
    "row": _row,
    "table": _table,
}
