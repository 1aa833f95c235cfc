"""Rules for what stands in lines of its own in a plain text: lists, tables, verse, speeches, preformatted words."""

from __future__ import annotations

from lxml import etree

from lenin_tei.exporters.breaks import CONTAINERS
from lenin_tei.exporters.layout import BLANK, NONE
from lenin_tei.exporters.text_reading import JOIN, Next, Reading, Rule
from lenin_tei.exporters.tree import Element, local_name, words

_NUMBERED = words("ordered numbered")
_BULLETED = words("bulleted bullet bullets")
_STEP = "  "


_ASKED = etree.XPath("descendant-or-self::*/@xml:space", smart_strings=False)
_PRESERVED = etree.XPath("descendant-or-self::*[@xml:space='preserve']")


def find_kept(text: Element) -> list[Element]:
    """Return the elements of running text that ask for their white space to be kept; layout between blocks is none."""
    if not _ASKED(text):  # nearly all texts, and three times as fast
        return []
    return [found for found in _PRESERVED(text) if local_name(found) not in CONTAINERS]


def is_inline(element: Element) -> bool:
    """Tell whether this is a list that runs on in its sentence."""
    return (
        local_name(element) == "list" and "inline" in (element.get("rend", "") + " " + element.get("type", "")).split()
    )


def _item(reading: Reading, item: Element, _placed: bool) -> Next:
    """A list item after its marker as typed."""
    marker = item_marker(item)
    if marker:
        reading.layout.text(marker)
        reading.layout.join()
    elif reading.options.signs:
        _sign(reading, item)
    return Next(item)


def item_marker(item: Element) -> str:
    """Return the marker of a list item as it was typed; "" where nobody says."""
    number, typed = item.get("n", ""), item.get("rend", "")
    marker = typed if number and number in typed and len(typed) <= len(number) + 3 else number
    return marker + "." if marker == number and number.isalnum() else marker


def _sign(reading: Reading, item: Element) -> None:
    """Print the sign that the look of the list says its items have, where none was typed."""
    parent = item.getparent()
    look = set((parent.get("rend", "") + " " + parent.get("type", "")).split()) if parent is not None else set()
    first = next(item.iterchildren("*"), None)
    if first is not None and local_name(first) == "label" and not (item.text or "").strip():
        return
    if look & _NUMBERED:
        reading.layout.text(f"{sum(1 for _ in item.itersiblings('{*}item', preceding=True)) + 1}.")
        reading.layout.join()
    elif look & _BULLETED:
        reading.layout.text("•")
        reading.layout.join()


def _list(reading: Reading, element: Element, _placed: bool) -> Next:
    """A list in a list is set in; a list that is part of a sentence runs on in it."""
    layout = reading.layout
    if is_inline(element):
        was, layout.flat = layout.flat, True
        return Next(element, close=NONE, done=lambda: setattr(layout, "flat", was))
    if any(local_name(above) in ("item", "list") for above in element.iterancestors("{*}item", "{*}list")):
        layout.prefixes.append(_STEP)
        return Next(element, done=layout.prefixes.pop)
    return Next(element)


def _row(reading: Reading, row: Element, _placed: bool) -> Next:
    """A row begins its line even when its first cell is empty."""
    if not reading.layout.flat:
        reading.layout.start()
    return Next(row)


def _cell(reading: Reading, cell: Element, _placed: bool) -> Next:
    """A cell on the line of its row; tabs stand between cells, blanks between those of a table in a cell."""
    layout = reading.layout
    if next(cell.itersiblings("*", preceding=True), None) is not None:
        if layout.flat:
            layout.close(BLANK)
        else:
            layout.tab()
    was, layout.flat = layout.flat, True
    return Next(cell, done=lambda: setattr(layout, "flat", was))


def _label(reading: Reading, label: Element, _placed: bool) -> Next:
    """The label of a list item stands on the item's line, that of a postscript on the line of its first words."""
    parent = label.getparent()
    return Next(label, close=JOIN if parent is not None and local_name(parent) in ("list", "postscript") else None)


def _speaker(reading: Reading, speaker: Element, _placed: bool) -> Next:
    """A speaker stands on a line of its own, unless a colon leads over to the speech."""
    return Next(speaker, close=JOIN if "".join(speaker.itertext("*")).rstrip().endswith(":") else None)


def _line(reading: Reading, line: Element, _placed: bool) -> Next:
    """A line of verse, set in where it was."""
    if "indent" in line.get("rend", "") and not reading.layout.flat and reading.layout.escape is None:
        reading.layout.indent(_STEP * 2)
    return Next(line)


def _kept(reading: Reading, element: Element, _placed: bool) -> Next:
    """Words whose line breaks and blanks are part of them: examples of code, `xml:space="preserve"`."""
    layout = reading.layout
    was, layout.kept = layout.kept, True
    return Next(element, done=lambda: setattr(layout, "kept", was))


KEPT_RULE: Rule = _kept
BLOCK_RULES: dict[str, Rule] = {
    "cell": _cell,
    "eg": _kept,
    "headLabel": _label,
    "item": _item,
    "l": _line,
    "label": _label,
    "list": _list,
    "row": _row,
    "speaker": _speaker,
}
