"""What a TEI element does to a plain text where breaks around it are not enough.

A rule prints what stands before an element's children and says which nodes are walked next. Elements without a rule
are running text between the breaks of `breaks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lenin_tei.exporters.breaks import CONTAINERS
from lenin_tei.exporters.layout import BLANK, LINE, PARAGRAPH, Layout
from lenin_tei.exporters.notes import Notes, is_placed
from lenin_tei.exporters.options import one_of
from lenin_tei.exporters.tree import XML_ID, Element, local_name, words

ORIGINAL = frozenset({"abbr", "am", "orig", "sic"})
CORRECTED = frozenset({"corr", "ex", "expan", "reg"})
NAMES = words("date geogName name orgName persName placeName rs title")
JOIN = -1


@dataclass(frozen=True, slots=True)
class TextOptions:
    """What the reader wants to see; the defaults give the transcription back.

    `notes` is "end", "inline" or "none"; `layer` "original" or "corrected"; `names` "text" or "id"; `pages` prints the
    number of every page; `header` the literal front matter; `wrap` is the longest line (0: as long as it is);
    `signs` adds what nobody typed: […] for a gap.
    """

    notes: str = one_of("end", "inline", "none")
    layer: str = one_of("original", "corrected")
    names: str = one_of("text", "id")
    pages: bool = False
    header: bool = True
    wrap: int = 0
    signs: bool = True


@dataclass(slots=True)
class Reading:
    """What the rules share while one document is read."""

    document: Element
    options: TextOptions
    layout: Layout
    literals: dict[str, list[Element]]
    notes: Notes
    labels: dict[str, list[Element]] = field(default_factory=dict)


class Next(NamedTuple):
    """The nodes to walk next; then what is printed, what is done, and the break that follows (None: the usual one)."""

    nodes: Iterable[Element]
    suffix: str = ""
    close: int | None = None
    done: Callable[[], object] | None = None


Rule = Callable[[Reading, Element, bool], Next]


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
            layout.literal(label)
            layout.join()
        return Next(note, close=PARAGRAPH)
    if options.notes == "inline" or note.get("place") == "inline":
        layout.open(BLANK)
        layout.literal("[")
        layout.weld()
        return Next(note, "]")
    reading.notes.waiting.append(note)
    print_sign(reading, note, reading.notes.marker(note))
    return Next(())


def print_sign(reading: Reading, element: Element, sign: str) -> None:
    """Print a note marker; between lines of verse or speeches it goes to the line before."""
    parent = element.getparent()
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
    """A new line; inside a word only where the hyphen shows it."""
    layout = reading.layout
    if lb.get("break") != "no" or layout.unbroken():
        layout.close(LINE)
    else:
        layout.weld()
    return Next(())


def _page(reading: Reading, element: Element, placed: bool) -> Next:
    """A page, column or milestone: what was typed for it, or its number on request; never a letter nobody typed."""
    rend, number = element.get("rend", ""), element.get("n", "")
    typed = rend if (number and number in rend) or not any(map(str.isalnum, rend)) else ""
    if not typed and reading.options.pages and number and local_name(element) == "pb":
        typed = f"[p. {number}]"
    if typed:
        reading.layout.open(PARAGRAPH if placed else BLANK)
        reading.layout.literal(typed)
        return Next((), close=PARAGRAPH if placed else BLANK)
    if element.get("break") == "no":
        reading.layout.unbroken()
        reading.layout.weld()
    elif local_name(element) != "milestone":
        reading.layout.close(BLANK)
    return Next(())


def _gap(reading: Reading, gap: Element, _placed: bool) -> Next:
    """Text that is missing: the sign typed for it, else […]."""
    rend = gap.get("rend", "")
    if rend and not any(map(str.isalnum, rend)):
        reading.layout.text(rend)
    elif reading.options.signs:
        reading.layout.text("[…]")
    return Next(gap)


def _ptr(reading: Reading, ptr: Element, _placed: bool) -> Next:
    """A pointer to a note prints the note's sign."""
    note = reading.notes.by_id.get(ptr.get("target", "")[1:])
    if note is not None and reading.options.notes != "none":
        reading.layout.literal(f"[{reading.notes.number(note)}]")
    return Next(())


def _item(reading: Reading, item: Element, _placed: bool) -> Next:
    """A list item after its marker as typed."""
    number, typed = item.get("n"), item.get("rend")
    if number:
        marker = typed if typed and number in typed and len(typed) <= len(number) + 3 else number
        reading.layout.text(marker + "." if marker == number and number.isalnum() else marker)
        reading.layout.join()
    return Next(item)


def _row(reading: Reading, row: Element, _placed: bool) -> Next:
    """A row begins its line even when its first cell is empty."""
    reading.layout.start()
    return Next(row)


def _cell(reading: Reading, cell: Element, _placed: bool) -> Next:
    """A cell; tabs stand between cells."""
    if next(cell.itersiblings("*", preceding=True), None) is not None:
        reading.layout.tab()
    return Next(cell)


def _label(reading: Reading, label: Element, _placed: bool) -> Next:
    """The label of a list item stands on the item's line."""
    parent = label.getparent()
    return Next(label, close=JOIN if parent is not None and local_name(parent) == "list" else None)


def _speaker(reading: Reading, speaker: Element, _placed: bool) -> Next:
    """A speaker stands on a line of its own, unless a colon leads over to the speech."""
    return Next(speaker, close=JOIN if "".join(speaker.itertext("*")).rstrip().endswith(":") else None)


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
    return Next(name, f" [{pointer.removeprefix('#')}]" if pointer else "")


RULES: dict[str, Rule] = {
    "anchor": _anchor,
    "app": _app,
    "caesura": _space,
    "cb": _page,
    "cell": _cell,
    "choice": _choice,
    "del": _removed,
    "div": _div,
    "gap": _gap,
    "gb": _page,
    "hi": _hi,
    "item": _item,
    "label": _label,
    "lb": _lb,
    "milestone": _page,
    "note": _note,
    "pb": _page,
    "ptr": _ptr,
    "rdgGrp": _app,
    "row": _row,
    "space": _space,
    "speaker": _speaker,
    "surplus": _removed,
}
NAME_RULES: dict[str, Rule] = dict.fromkeys(NAMES, _name)
LITERAL_RULE: Rule = _literal
