"""HTML for what points somewhere: notes and the ways back from them, references, licences."""

from __future__ import annotations

from collections.abc import Iterable

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.escaping import escape
from lenin_tei.exporters.html_body import Body, Html, Rule
from lenin_tei.exporters.notes import is_placed
from lenin_tei.exporters.tree import XML_ID, Element, local_name, plain_text
from lenin_tei.patterns import lazy

# An id that can stand in a style sheet as it is.
_PLAIN_ID = lazy(r"[A-Za-z][A-Za-z0-9_.-]*")


def _note(body: Body, note: Element) -> Html:
    """A note laid out, a note that is a block of its own, or the marker of a note that waits."""
    parent = note.getparent()
    listed = parent is not None and parent.get("type") == "notes" and local_name(parent) == "div"
    if body.moved or listed:
        return _laid_out(body, note)
    if is_placed(note):
        label = body.notes.label(note)
        made = body.plain(note, "div")
        shown = f'<span class="n">{escape(label)}</span> ' if label else ""
        return made._replace(start=f'{made.start[:-1]} role="note">{shown}')
    if note not in body.notes.laid_out:
        body.notes.waiting.append(note)
    return _noteref(body, note, body.notes.number(note))


def _laid_out(body: Body, note: Element) -> Html:
    """An item of the list of notes: label, note, ways back."""
    body.notes.laid_out.add(note)
    body.page.identifiers.attribute(note)
    placed = is_placed(note) and not body.back_links.get(note)
    label = body.notes.label(note) if placed else body.notes.number(note)
    backs = "".join(
        f' <a class="back" role="doc-backlink" href="#{escape(place)}" aria-label="Back to note {escape(label)} in the '
        f'text{f", place {count}" if count > 1 else ""}">↩</a>'
        for count, place in enumerate(body.back_links.get(note, ()), 1)
    )
    identifier = _note_id(body, note)
    places = body.back_links.get(note, [])
    hangs = bool(places) and bool(_PLAIN_ID.fullmatch(identifier)) and bool(_PLAIN_ID.fullmatch(places[0]))
    if hangs:
        body.page.hanging.append((places[0], identifier))
    start = f'<li id="{identifier}"{body.attributes(note, "hangs" if hangs else "")}>'
    start += f'<span class="label">{escape(label)}</span> '
    return Html(start, note, f"{backs}</li>\n")


def _note_id(body: Body, note: Element) -> str:
    if note not in body.note_ids:
        own = body.page.identifiers.owner(f"#{note.get(XML_ID, '')}") is note
        body.note_ids[note] = escape(note.get(XML_ID, "")) if own else body.page.identifiers.new("note")
    return body.note_ids[note]


def _noteref(body: Body, note: Element, sign: str) -> Html:
    """A link to a note, with a place to come back to."""
    target = _note_id(body, note)
    place = body.page.identifiers.new(f"{target}.ref")
    body.back_links.setdefault(note, []).append(place)
    if body.linked:
        return Html(f'<span class="noteref" id="{place}">{escape(sign)}</span>', (), "")
    start = f'<a class="noteref" role="doc-noteref" id="{place}" href="#{target}" aria-label="Note {escape(sign)}">'
    return Html(f"{start}{escape(sign)}</a>", (), "")


def _ref(body: Body, ref: Element) -> Html:
    """A link where the target may be one; a further marker of a note."""
    pointer = ref.get("target", "").split()
    owner = body.page.identifiers.owner(pointer[0]) if pointer else None
    if owner is not None and local_name(owner) == "note" and not body.linked:
        sign = _sign(body, owner)
        made = _noteref(body, owner, sign)
        if local_name(ref) != "ref" or not plain_text(ref):
            return made
        return Html(made.start.partition(" aria-label=")[0] + ">", ref, "</a>")
    address = _address(body, pointer[0]) if pointer and all(map(safe_address, pointer)) else ""
    shown: Iterable[Element | str] = ref if local_name(ref) == "ref" else [escape(address.removeprefix("#"))]
    made = body.plain(ref, "div" if ref in body.page.holding else "span")
    if not address or body.linked or ref in body.page.linking:
        return made._replace(nodes=shown)
    body.linked = True
    return Html(f'<a href="{escape(address)}"{body.attributes(ref)}>', shown, "</a>")


def _sign(body: Body, note: Element) -> str:
    return body.notes.number(note)


def _address(body: Body, pointer: str) -> str:
    """Return what *pointer* may be linked to: an address that is safe, or something that is on this page."""
    if pointer.startswith("#"):
        owner = body.page.identifiers.owner(pointer)
        return pointer if owner is not None else ""
    return safe_address(pointer)


def _licence(body: Body, licence: Element) -> Html:
    """A licence, linked."""
    address = safe_address(licence.get("target"))
    made = body.plain(licence)
    if not address or licence in body.page.linking or body.linked:
        return made
    body.linked = True
    shown = "" if plain_text(licence) else escape(address)
    return made._replace(start=f'{made.start}<a rel="license" href="{escape(address)}">{shown}', end=f"</a>{made.end}")


NOTE_RULES: dict[str, Rule] = {"licence": _licence, "note": _note, "ptr": _ref, "ref": _ref}
