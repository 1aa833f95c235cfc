"""TEI to Markdown: CommonMark with footnotes, tables and YAML front matter, as pandoc and GitHub read it.

The walk and its order are those of the text exporter; the rules here add the marks. Notes become footnotes; every sign
that Markdown would take for a mark of its own is escaped.
"""

from __future__ import annotations

import re

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.html_nesting import is_block
from lenin_tei.exporters.layout import BLANK, LINE, PARAGRAPH, Layout
from lenin_tei.exporters.markdown_words import escape, front_matter, in_link
from lenin_tei.exporters.notes import is_placed
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.text_blocks import is_inline, item_marker
from lenin_tei.exporters.text_rules import NAME_RULES, RULES, Next, Reading, Rule, TextOptions, print_sign
from lenin_tei.exporters.tree import Element, documents, local_name, plain_text, words
from lenin_tei.exporters.walk import Walk

_ITALIC = words("emph foreign stage title mentioned term")
_RENDERED = {"italic": "*", "italics": "*", "i": "*", "bold": "**", "b": "**"}
_DIVISIONS = words("div div1 div2 div3 div4 div5 div6 div7")


def export_markdown(root: Element, **options: object) -> str:
    """Return *root* as Markdown; the options are those of the text exporter."""
    chosen = choose(TextOptions, options)
    if chosen.wrap:
        raise LeninTeiError(
            "Markdown is not wrapped, because a word at the start of a line can be a mark; leave out wrap"
        )
    layout, labels = Layout(escape=escape, hard="\\\n"), dict[str, list[Element]]()
    rules = MARKDOWN_RULES if chosen.names == "text" else _WITH_NAMES
    for document in documents(root):
        layout.close(PARAGRAPH)
        Walk(document, chosen, layout, rules, labels).write()
    return (front_matter(root) if chosen.header else "") + layout.result()


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
    if reading.layout.flat:
        return RULES["item"](reading, item, _placed)
    before = next(item.itersiblings("*", preceding=True), None)
    if before is not None and local_name(before) == "label":
        return _indented(reading, item, "  ")
    _start_item(reading, before)
    parent, typed = item.getparent(), item_marker(item)
    ordered = parent is not None and {parent.get("type"), parent.get("rend")} & {"ordered", "numbered"}
    number = sum(1 for _ in item.itersiblings("{*}item", preceding=True)) + 1 if ordered and not typed else 0
    sign = f"{number}. " if ordered and not typed else "- "
    reading.layout.literal(sign)
    reading.layout.weld()
    if typed:
        reading.layout.literal(escape(typed))
        reading.layout.join()
    return _indented(reading, item, " " * len(sign))


def _start_item(reading: Reading, before: Element | None) -> None:
    """Start a line of a list; the first one stands apart from what was said before."""
    if before is not None and local_name(before) not in ("item", "label", "milestone", "pb", "lb"):
        reading.layout.close(PARAGRAPH)
    reading.layout.soften()


def _quote(reading: Reading, quote: Element, _placed: bool) -> Next:
    """A quotation that is a block."""
    if not is_block(quote) or reading.layout.flat:
        return Next(quote)
    reading.layout.close(PARAGRAPH)
    reading.layout.literal("> ")
    reading.layout.weld()
    reading.layout.prefixes.append("> ")
    return Next(quote, "", PARAGRAPH, reading.layout.prefixes.pop)


def _note(reading: Reading, note: Element, placed: bool) -> Next:
    """A footnote, or the marker of one."""
    if reading.options.notes != "end" or is_placed(note) or note.get("place") == "inline":
        return RULES["note"](reading, note, placed)
    if not placed and any(above in reading.notes.laid_out for above in note.iterancestors("{*}note")):
        reading.layout.open(BLANK)  # pandoc knows no notes in notes: this one stands where it belongs
        reading.layout.literal("\\[")
        reading.layout.weld()
        return _flat(reading, note, "\\]")
    identifier = _footnote(reading, note)
    if placed:
        reading.layout.open(PARAGRAPH)
        reading.layout.literal(f"[^{identifier}]:")
        reading.layout.join()
        if escape(first := plain_text(note).partition(" ")[0]) != first:
            reading.layout.literal("<!-- -->")  # where footnotes are unknown, this would define a link
            reading.layout.weld()
        return _indented(reading, note, "    ", PARAGRAPH)
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
    """A row of a table; the first one is its head, and as long as the longest, because no row can be longer."""
    if reading.layout.flat:
        return RULES["row"](reading, row, _placed)
    reading.layout.soften()
    first = next(row.itersiblings("{*}row", preceding=True), None) is None
    if first:
        reading.layout.close(PARAGRAPH)
    reading.layout.literal("|")
    table, cells = row.getparent(), len(list(row.iterchildren("{*}cell")))
    rows = table.iterchildren("{*}row") if first and table is not None else ()
    longest = max((len(list(one.iterchildren("{*}cell"))) for one in rows), default=1) or 1
    line = " |" * (longest - cells) + "\n" + "".join(reading.layout.prefixes) + "|---" * longest + "|"
    reading.cells.update(row.iterchildren("{*}cell"))
    return _flat(reading, row, line if first else "", LINE)


def _cell(reading: Reading, cell: Element, _placed: bool) -> Next:
    """A cell between bars."""
    if cell not in reading.cells:
        return RULES["cell"](reading, cell, _placed)
    reading.layout.finish(" ")
    reading.layout.weld()
    return Next(cell, " |")


def _ref(reading: Reading, ref: Element, _placed: bool) -> Next:
    """A link where the target may be one."""
    address = safe_address(ref.get("target"))
    note = reading.notes.by_id.get(ref.get("target", "")[1:]) if local_name(ref) == "ptr" else None
    if note is not None and reading.options.notes != "none":
        inside = any(above in reading.notes.laid_out for above in ref.iterancestors("{*}note"))
        plain = is_placed(note) or reading.options.notes != "end" or inside
        sign = f"\\[{reading.notes.number(note)}\\]" if plain else f"[^{_footnote(reading, note)}]"
        reading.layout.literal(sign)
        return Next(())
    if not address or address.startswith("#") or "(" in address or ")" in address:
        return Next(ref)
    if local_name(ref) == "ptr":
        reading.layout.literal(f"<{address}>" if ":" in address else escape(address, address))
        return Next(ref)
    if not plain_text(ref) or any(
        local_name(part) in ("note", "ref", "p") for part in ref.iter("*") if part is not ref
    ):
        return Next(ref)
    reading.layout.literal("[")
    reading.layout.weld()
    return Next(ref, f"]({in_link(address)})")


def _graphic(reading: Reading, graphic: Element, _placed: bool) -> Next:
    """A picture."""
    address = safe_address(graphic.get("url"))
    if address and "(" not in address and ")" not in address:
        reading.layout.literal(f"![]({in_link(address)})")
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
    """A list: apart from the text around it, but close to the item it belongs to; or part of a sentence."""
    if is_inline(element) or reading.layout.flat:
        return RULES["list"](reading, element, _placed)
    parent = element.getparent()
    if parent is not None and local_name(parent) == "item":
        reading.layout.open(LINE)
        reading.layout.soften()
        return Next(element)
    reading.layout.open(PARAGRAPH)
    return Next(element, close=PARAGRAPH)


def _trailer(reading: Reading, trailer: Element, _placed: bool) -> Next:
    """What closes a list stands apart from its last item."""
    reading.layout.close(PARAGRAPH)
    return Next(trailer)


def _eg(reading: Reading, eg: Element, placed: bool) -> Next:
    """An example of code, fenced where nothing in it needs to be read."""
    text = eg.text or ""
    if len(eg) or reading.layout.flat or not text.strip() or "```" in text:
        return RULES["eg"](reading, eg, placed)
    prefix = "\n" + "".join(reading.layout.prefixes)
    reading.layout.close(PARAGRAPH)
    reading.layout.literal(prefix.join(["```", *text.strip("\n").split("\n"), "```"]))
    return Next((), close=PARAGRAPH)


def _label(reading: Reading, label: Element, placed: bool) -> Next:
    """The term of a glossary, before its meaning."""
    parent = label.getparent()
    if parent is not None and local_name(parent) == "list" and not reading.layout.flat:
        _start_item(reading, next(label.itersiblings("*", preceding=True), None))
        reading.layout.literal("- ")
        reading.layout.weld()
    return RULES["label"](reading, label, placed)


MARKDOWN_RULES: dict[str, Rule] = {
    **RULES,
    **dict.fromkeys(_ITALIC, _italic),
    "cell": _cell,
    "eg": _eg,
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
    "trailer": _trailer,
}
_WITH_NAMES: dict[str, Rule] = NAME_RULES | MARKDOWN_RULES
