"""What a TEI element does to a plain text where breaks around it are not enough.

A rule prints what stands before an element's children and says which nodes are walked next. Elements without a rule
are running text between the breaks of `breaks.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.breaks import CONTAINERS
from lenin_tei.exporters.layout import BLANK, LINE, PARAGRAPH
from lenin_tei.exporters.notes import is_placed
from lenin_tei.exporters.text_blocks import BLOCK_RULES
from lenin_tei.exporters.text_reading import CORRECTED, JOIN, NAMES, ORIGINAL, Next, Reading, Rule, TextOptions
from lenin_tei.exporters.tree import XML_ID, Element, begins_word, glyph_text, local_name

__all__ = ["CORRECTED", "JOIN", "NAMES", "ORIGINAL", "RULES", "Next", "Reading", "Rule", "TextOptions"]


def _note(reading: Reading, note: Element, placed: bool) -> Next:
    """A note laid out, or the marker of a note that waits."""
    layout, options = reading.layout, reading.options
    if options.notes == "none":
        return Next(())
    if note in reading.notes.printed:  # a sign with @corresp has laid it out in its turn
        if not is_placed(note):
            print_sign(reading, note, reading.notes.marker(note))
        return Next(())
    if placed or is_placed(note):
        reading.notes.laid_out.add(note)
        reading.notes.printed.add(note)
        layout.open(PARAGRAPH)
        label = reading.notes.label(note)
        if label:
            layout.sign(label)
            layout.join()
        return Next(note, close=PARAGRAPH)
    if options.notes == "inline" or note.get("place") == "inline":
        layout.open(BLANK)
        layout.sign("[")
        layout.weld()
        return Next(note, "]" if layout.escape is None else "\\]")
    reading.notes.waiting.append(note)
    print_sign(reading, note, reading.notes.marker(note))
    return Next(())


def print_sign(reading: Reading, element: Element, sign: str) -> None:
    """Print a note marker; between lines of verse or speeches it goes to the line before."""
    parent = element.getparent()
    if not sign:
        return
    if parent is not None and CONTAINERS.get(local_name(parent)) == LINE:
        reading.layout.attach(sign)
    else:
        reading.layout.literal(sign)


def _literal(reading: Reading, note: Element, _placed: bool) -> Next:
    """A block of front matter: its lines as they were typed."""
    reading.layout.open(PARAGRAPH)
    return Next(note, close=PARAGRAPH)


def _div(reading: Reading, div: Element, _placed: bool) -> Next:
    """A division; one for notes takes the notes laid out there in after its heads."""
    if div.get("type") != "notes":
        return Next(div)
    children = list(div)
    heads = next((i for i, child in enumerate(children) if local_name(child) not in ("head", "")), len(children))
    rest = (child for child in children[heads:] if child not in reading.notes.laid_out)
    return Next(_chain(children[:heads], reading.notes.here(div), rest))


def _chain(*parts: Iterable[Element]) -> Iterator[Element]:
    for part in parts:
        yield from part


def _anchor(reading: Reading, anchor: Element, _placed: bool) -> Next:
    """The place of a literal block, or of notes typed before the end."""
    if anchor.get("type") == "transcription":
        return Next(reading.literals.pop(anchor.get(XML_ID, ""), ()))
    if anchor.get("type") == "notes" and reading.options.notes == "end":
        return Next(reading.notes.here(anchor))
    return Next(())


def _choice(reading: Reading, choice: Element, _placed: bool) -> Next:
    """One reading: the layer asked for, else what belongs to no layer, else the first."""
    wanted, other = (ORIGINAL, CORRECTED) if reading.options.layer == "original" else (CORRECTED, ORIGINAL)
    readings = list(choice.iterchildren("*"))
    names = [local_name(one) for one in readings]
    best = [one for one, name in zip(readings, names, strict=True) if name in wanted] or [
        one for one, name in zip(readings, names, strict=True) if name not in other
    ]
    return Next((best or readings)[:1])


def _app(reading: Reading, app: Element, _placed: bool) -> Next:
    """The lemma, else the first reading; and the notes."""
    readings = [one for one in app.iterchildren("*") if local_name(one) not in ("note", "wit", "witDetail")]
    lemmas = [one for one in readings if local_name(one) == "lem"]
    return Next([*(lemmas or readings)[:1], *app.iterchildren("{*}note")])


def _removed(reading: Reading, element: Element, _placed: bool) -> Next:
    """Deleted by the writer: on the page, not in the corrected text."""
    return Next(element if reading.options.layer == "original" else ())


def _lb(reading: Reading, lb: Element, _placed: bool) -> Next:
    """A new line; inside a word only where the hyphen shows it, and not in a corrected text, which needs neither."""
    layout = reading.layout
    if lb.get("break") != "no":
        layout.close(LINE)
    elif not layout.unbroken():
        layout.weld()
    elif reading.options.layer == "original":
        layout.close(LINE)
    else:
        layout.unhyphenate()
        layout.weld()
    return Next(())


def _page(reading: Reading, element: Element, placed: bool) -> Next:
    """A page, column or milestone: what was typed for it, or its number on request; never a letter nobody typed."""
    rend, number = element.get("rend", ""), element.get("n", "")
    typed = rend if (number and number in rend) or not any(map(str.isalnum, rend)) else ""
    if not typed and reading.options.pages and number and local_name(element) == "pb":
        typed = f"[p. {number}]"
    if typed and element.get("break") == "no" and not placed:
        reading.layout.unbroken()
        reading.layout.sign(typed)
        reading.layout.weld()
        return Next(())
    if typed:
        reading.layout.open(PARAGRAPH if placed else BLANK)
        reading.layout.sign(typed)
        return Next((), close=PARAGRAPH if placed else BLANK)
    if element.get("break") == "no":
        reading.layout.unbroken()
        reading.layout.weld()
    elif local_name(element) != "milestone":
        reading.layout.close(BLANK)
    return Next(())


def _gap(reading: Reading, gap: Element, _placed: bool) -> Next:
    """Text that is missing: the sign typed for it, else […], and what is said of it."""
    rend = gap.get("rend", "")
    if rend and not any(map(str.isalnum, rend)):
        reading.layout.text(rend)
    elif reading.options.signs and any(gap.itertext("*")):
        reading.layout.text("[… ")
        reading.layout.weld()
        return Next(gap, "]")
    elif reading.options.signs and not _says_itself(gap):
        reading.layout.text("[…]")
    return Next(gap)


def _says_itself(gap: Element) -> bool:
    """Whether the sign typed for a gap stands in its description ("[illegible]")."""
    return any((desc.text or "").lstrip()[:1] in ("[", "<", "{", "(") for desc in gap.iterchildren("{*}desc"))


def _ptr(reading: Reading, ptr: Element, _placed: bool) -> Next:
    """A pointer to a note prints the note's sign, one to a page of the web its address."""
    note = reading.notes.by_id.get(ptr.get("target", "")[1:])
    address = safe_address(ptr.get("target"))
    if note is not None and reading.options.notes != "none":
        reading.layout.literal(f"[{reading.notes.number(note)}]")
    elif reading.options.signs and ":" in address and not address.startswith("#"):
        reading.layout.text(address)
    return Next(ptr)


def _subst(reading: Reading, subst: Element, _placed: bool) -> Next:
    """What was deleted and what was put for it; two words, where it replaces a word."""
    if begins_word(subst) and reading.options.layer == "original":
        return Next(part for part in _parted(reading, subst))
    return Next(subst)


def _parted(reading: Reading, element: Element) -> Iterator[Element]:
    """Yield the children of *element*, a blank before each."""
    for part in element:
        if local_name(part):
            reading.layout.open(BLANK)
        yield part


def _rt(reading: Reading, rt: Element, _placed: bool) -> Next:
    """The reading above the characters of a ruby, in parentheses."""
    if not reading.options.signs or not any(rt.itertext("*")):
        return Next(rt)
    reading.layout.text("(")
    reading.layout.weld()
    return Next(rt, ")")


def _g(reading: Reading, g: Element, _placed: bool) -> Next:
    """A character that Unicode may not have: its own text, else what the header says it stands for."""
    if not any(g.itertext("*")):
        reading.layout.text(glyph_text(g))
    return Next(g)


def _hi(reading: Reading, hi: Element, _placed: bool) -> Next:
    """Highlighted words between the signs typed around them, where @n keeps these (n="_")."""
    sign = hi.get("n", "")
    if not sign or any(map(str.isalnum, sign)):
        return Next(hi)
    reading.layout.text(sign)
    return Next(hi, sign)


def _space(reading: Reading, space: Element, _placed: bool) -> Next:
    """A space left in the source, and what is said of it."""
    reading.layout.close(BLANK)
    return Next(space)


def _name(reading: Reading, name: Element, _placed: bool) -> Next:
    """A name with its identifier, when identifiers are asked for."""
    pointer = name.get("ref") or name.get("key") or ""
    shown = f" [{pointer.removeprefix('#')}]" if pointer else ""
    return Next(name, reading.layout.escape(shown, shown) if reading.layout.escape is not None else shown)


RULES: dict[str, Rule] = {
    **BLOCK_RULES,
    "anchor": _anchor,
    "app": _app,
    "caesura": _space,
    "cb": _page,
    "choice": _choice,
    "del": _removed,
    "div": _div,
    "g": _g,
    "gap": _gap,
    "gb": _page,
    "hi": _hi,
    "lb": _lb,
    "milestone": _page,
    "note": _note,
    "mod": _subst,
    "pb": _page,
    "ptr": _ptr,
    "rdgGrp": _app,
    "rt": _rt,
    "space": _space,
    "subst": _subst,
    "surplus": _removed,
}
NAME_RULES: dict[str, Rule] = dict.fromkeys(NAMES, _name)
LITERAL_RULE: Rule = _literal
