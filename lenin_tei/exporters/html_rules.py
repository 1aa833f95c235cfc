"""What the table html.toml cannot say: heads by depth, notes, names, links, lists, tables, pictures, readings.

A rule returns an element as HTML; the words in it stay its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain

from lenin_tei.exporters.html_body import Body, Html, Rule, is_block
from lenin_tei.exporters.html_table import HINTS, TABLE
from lenin_tei.exporters.links import safe_address
from lenin_tei.exporters.notes import is_placed
from lenin_tei.exporters.register import Entry
from lenin_tei.exporters.text_rules import CORRECTED, ORIGINAL
from lenin_tei.exporters.tree import XML_ID, Element, local_name, plain_text, words

_DIVISIONS = words("div div1 div2 div3 div4 div5 div6 div7")
_HINT_ATTRIBUTES = ("reason", "agent", "quantity", "unit", "extent", "hand", "cert", "wit")
_HYPHENS = "-\u2010\u00ad\u00ac\u2e17"
_OPENING = "\"'“”„‘’‚«»‹›「『‟‛`–—"
_RENDERED = {"superscript": "sup", "sup": "sup", "subscript": "sub", "sub": "sub", "italic": "i", "italics": "i"}


def _head(body: Body, head: Element) -> Html:
    """The title of the page, a heading of its division, or a line over a list, a table, a picture."""
    parent = head.getparent()
    if head is body.title:
        return body.plain(head, "h1")
    if local_name(head) != "head":
        return body.plain(head)
    name = local_name(parent) if parent is not None else ""
    if name == "table" or (name == "figure" and head not in body.page.holding):
        return Html(f"<span{body.attributes(head)}>", head, "</span> ")
    earlier = any(local_name(before) == "head" for before in head.itersiblings("*", preceding=True))
    if name not in (*_DIVISIONS, "body", "front", "back") or earlier or head.get("type") == "date":
        return body.plain(head, "p")
    depth = sum(local_name(above) in _DIVISIONS for above in head.iterancestors("*"))
    level = min(6, max(2, depth + body.page.levels))
    made = body.plain(head, f"h{level}")
    if ' id="' not in made.start:
        made = made._replace(start=made.start.replace(" ", f' id="{body.page.identifiers.new("section")}" ', 1))
    identifier = made.start.partition(' id="')[2].partition('"')[0]
    body.page.outline.append((level, identifier, _words_of(head)))
    if not made.start.startswith("<h"):
        made = made._replace(start=f'{made.start[:-1]} role="heading" aria-level="{level}">')
    return made


def _words_of(head: Element) -> str:
    """Return what a heading says, without its notes."""
    noted = [head.text or ""]
    stack: list[Iterator[Element]] = [head.iterchildren("*")]
    while stack:
        for part in stack[-1]:
            if local_name(part) not in ("note", "corr", "reg", "expan"):
                noted.append(" " if local_name(part) == "lb" else part.text or "")
                if len(part):
                    stack.append(part.iterchildren("*"))
                    break
            noted.append(part.tail or "")
        else:
            stack.pop()
    return " ".join("".join(noted).split())


def _div(body: Body, div: Element) -> Html:
    """A section; one for notes takes in the notes laid out there."""
    heads = [part for part in div.iterchildren("*") if local_name(part) == "head"]
    made = body.plain(div, "section" if heads and heads[0] is not body.title else "div")
    if div.get("type") != "notes":
        return made
    notes = [*body.notes.here(div)]
    notes += [part for part in div.iterchildren("{*}note") if part not in body.notes.laid_out]
    rest = [part for part in div if part not in heads and local_name(part) != "note"]
    if not notes:
        return made
    start = f'{made.start[:-1]} role="doc-endnotes">'
    return Html(start, chain(heads, ['<ol class="endnotes">'], notes, ["</ol>"], rest), made.end)


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
    start = f'<li id="{_note_id(body, note)}"{body.attributes(note)}><span class="label">{escape(label)}</span> '
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
    pointer = (ref.get("target") or "").split()[:1]
    owner = body.page.identifiers.owner(pointer[0]) if pointer else None
    if owner is not None and local_name(owner) == "note" and not body.linked:
        made = _noteref(body, owner, "")
        return Html(made.start.removesuffix("</a>"), ref if local_name(ref) == "ref" else [_sign(body, owner)], "</a>")
    address = _address(body, pointer[0] if pointer else "")
    shown: Iterable[Element | str] = ref if local_name(ref) == "ref" else [escape(address.removeprefix("#"))]
    made = body.plain(ref, "div" if ref in body.page.holding else "span")
    if not address or body.linked or ref in body.page.linking:
        return made._replace(nodes=shown)
    body.linked = True
    return Html(f'<a href="{escape(address)}"{body.attributes(ref)}>', shown, "</a>")


def _sign(body: Body, note: Element) -> str:
    return escape(body.notes.number(note))


def _address(body: Body, pointer: str) -> str:
    """Return what *pointer* may be linked to: an address that is safe, or something that is on this page."""
    if pointer.startswith("#"):
        owner = body.page.identifiers.owner(pointer)
        return pointer if owner is not None else ""
    return safe_address(pointer)


def _name(body: Body, name: Element) -> Html:
    """A name, linked to its line in the index."""
    entry = body.page.index.entry(name)
    made = body.plain(name)
    if local_name(name) in ("date", "time") and made.start.startswith("<time"):
        made = made._replace(start=_with_datetime(made.start, name))
    if entry is None:
        return made
    body.page.features.add("names")
    return _mention(body, name, entry, made)


def _mention(body: Body, name: Element, entry: Entry, made: Html) -> Html:
    place = escape(body.page.index.mention(entry))
    cert = name.get("cert", "")
    title = f' title="certainty: {escape(cert)}"' if cert not in ("", "high") else ""
    if body.linked or name in body.page.linking:
        tag = "div" if name in body.page.holding else "span"
        start = f'<{tag} id="{place}" class="name {entry.kind}"{title}>{made.start}'
        return Html(start, name, f"{made.end}</{tag}>")
    body.linked = True
    further = "" if ' id="' in made.start.partition(">")[0] else f'id="{place}" '
    if further:
        return linked(made, f'{further}href="#{escape(entry.identifier)}"{title}', f"name {entry.kind}")
    made = linked(made, f'href="#{escape(entry.identifier)}"{title}', f"name {entry.kind}")
    return made._replace(start=f'<span id="{place}">{made.start}', end=f"{made.end}</span>")


def linked(made: Html, attributes: str, kind: str) -> Html:
    """Return *made* as a link: a plain `<span>` becomes one, anything else is put into one."""
    if made.start.startswith("<span") and made.end == "</span>":
        start = made.start.replace("<span", f"<a {attributes}", 1).replace(' class="', f' class="{kind} ', 1)
        return Html(start, made.nodes, "</a>")
    return Html(f'<a {attributes} class="{kind}">{made.start}', made.nodes, f"{made.end}</a>")


def _with_datetime(start: str, date: Element) -> str:
    """Return the start tag of `<time>`, with @datetime where HTML can say this date."""
    when = date.get("when", "")
    parts = when.split("-")
    fits = all(part.isdigit() for part in parts) and [len(part) for part in parts] in ([4], [4, 2], [4, 2, 2])
    return f'{start[:-1]} datetime="{when}">' if fits else start.replace("<time", "<span", 1)


def _hinted(body: Body, element: Element) -> Html:
    """An editor's or a scribe's act, explained when pointed at."""
    made = body.plain(element)
    details = [element.get(name, "") for name in _HINT_ATTRIBUTES if name != "cert"]
    details = list(filter(None, [", ".join(filter(None, details[:2])), " ".join(filter(None, details[2:]))]))
    hint = ": ".join([HINTS[local_name(element)], *([", ".join(details)] if details else [])])
    if element.get("cert"):
        hint += f" (certainty: {element.get('cert')})"
    start = f'{made.start[:-1]} title="{escape(hint)}">'
    if element in body.alternatives:
        return Html(f'<span class="alternative"> {start}', element, f"{made.end}</span>")
    if local_name(element) == "gap":
        start += "[…]"
    return made._replace(start=start)


def _choice(body: Body, choice: Element) -> Html:
    """All readings; those that are not printed in the text export are shown on request."""
    parts = list(choice.iterchildren("*"))
    original = [part for part in parts if local_name(part) in ORIGINAL]
    primary = original or [part for part in parts if local_name(part) not in CORRECTED] or parts
    return _readings(body, choice, parts, primary[:1])


def _app(body: Body, app: Element) -> Html:
    """The lemma or first reading, then the others on request."""
    parts = [part for part in app.iterchildren("*") if local_name(part) not in ("note", "witDetail")]
    lemmas = [part for part in parts if local_name(part) == "lem"]
    return _readings(body, app, parts, (lemmas or parts)[:1])


def _readings(body: Body, element: Element, parts: list[Element], primary: list[Element]) -> Html:
    others = [part for part in parts if part not in primary]
    body.alternatives.update(others)
    if others:
        body.page.features.add("readings")
    made = body.plain(element)
    nodes = [part for part in element if part in primary] + [part for part in element if part not in primary]
    return made._replace(nodes=nodes)


def _reading(body: Body, reading: Element) -> Html:
    """A reading of an apparatus, or of a choice between equals."""
    made = body.plain(reading)
    if reading not in body.alternatives:
        return made
    return Html(f'<span class="alternative"> {made.start}', reading, f"{made.end}</span>")


def _lb(body: Body, lb: Element) -> Html:
    """A new line; inside a word only where a hyphen shows it; none where a line begins anyway."""
    before, parent = lb.getprevious(), lb.getparent()
    if before is None and parent is not None and not (parent.text or "").strip() and is_block(parent):
        return Html("", (), "")
    if lb.get("break") == "no" and body.weld() not in _HYPHENS:
        return Html("<wbr>", (), "")
    return Html("<br>", (), "")


def _pb(body: Body, pb: Element) -> Html:
    """A page break: its number, linked to the picture of the page where there is one."""
    shown = pb.get("rend", "") if pb.get("n", "?") in pb.get("rend", "") else pb.get("n", "")
    picture = safe_address(pb.get("facs"))
    spaced = "" if pb.get("break") == "no" else " "
    if not shown and not picture:
        return Html(f"{spaced}<span{body.attributes(pb)}>", (), "</span>")
    body.page.features.add("pages")
    label = f' aria-label="page {escape(pb.get("n", ""))}'
    if picture and not body.linked:
        shown = shown or "page"
        start = f'{spaced}<a href="{escape(picture)}"{body.attributes(pb)}{label}, picture">{escape(shown)}'
        return Html(start, (), "</a> ")
    return Html(
        f'{spaced}<span{body.attributes(pb)} role="doc-pagebreak"{label}">{escape(shown)}', (), f"</span>{spaced}"
    )


def _milestone(body: Body, milestone: Element) -> Html:
    """A break between sections: the line as typed, or a rule; any other milestone is only marked."""
    rend, parent = milestone.get("rend", ""), milestone.getparent()
    typed = rend if rend and not any(map(str.isalnum, rend)) else ""
    apart = parent is not None and local_name(parent) in (*_DIVISIONS, "body", "front", "back", "text")
    attributes = body.attributes(milestone)
    if apart and typed:
        return Html(f'<div{attributes} role="separator">{escape(typed)}', (), "</div>")
    if apart and milestone.get("unit") == "section":
        return Html(f"<hr{attributes}>", (), "")
    return Html(f"<span{attributes}>{escape(typed)}", (), "</span>")


def _list(body: Body, element: Element) -> Html:
    """A list: markers as typed, numbers, pairs of term and meaning, or points."""
    parts = list(element.iterchildren("*"))
    heads = [part for part in parts if local_name(part) == "head"]
    rest = [part for part in element if part not in heads]
    names = [local_name(part) for part in parts if part not in heads]
    made = body.plain(element, "div")
    tag, further = "ul", ""
    if _is_glossary(names):
        tag = "dl"
    elif any(part.get("n") for part in parts):
        further = ' class="typed"'
    elif {element.get("type"), element.get("rend")} & {"ordered", "numbered"}:
        tag = "ol"
    if not names:
        return made
    return made._replace(nodes=chain(heads, [f"<{tag}{further}>"], rest, [f"</{tag}>"]))


def _is_glossary(names: list[str]) -> bool:
    return bool(names) and names == ["label", "item"] * (len(names) // 2)


def _item(body: Body, item: Element) -> Html:
    """An item or label of a list, after its marker as typed."""
    parent, name = item.getparent(), local_name(item)
    if parent is None or local_name(parent) != "list":
        return body.plain(item, "div" if name == "item" else "")
    names = [local_name(part) for part in parent.iterchildren("*") if local_name(part) != "head"]
    glossary = _is_glossary(names)
    made = body.plain(item, ("dt" if name == "label" else "dd") if glossary else "li")
    typed = item.get("n", "")
    return made._replace(start=made.start + f'<span class="n">{escape(typed)}</span> ') if typed else made


def _table(body: Body, table: Element) -> Html:
    """A table that scrolls by itself on a narrow screen."""
    heads = [part for part in table.iterchildren("*") if local_name(part) == "head"]
    rest = [part for part in table if part not in heads]
    label = " ".join(plain_text(head) for head in heads) or "Table"
    made = body.plain(table, "table")
    caption: list[Element | str] = ["<caption>", *heads, "</caption>"] if heads else []
    start = f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">{made.start}'
    return Html(start, chain(caption, rest), "</table></div>")


def _cell(body: Body, cell: Element) -> Html:
    """A cell, or the label of a row or column."""
    row = cell.getparent()
    spans = "".join(
        f' {html}span="{cell.get(name)}"'
        for name, html in (("cols", "col"), ("rows", "row"))
        if cell.get(name, "").isdecimal() and 1 < int(cell.get(name, "")) < 1000
    )
    scope = "row" if cell.get("role") == "label" else ""
    if row is not None and row.get("role") == "label":
        scope = "col"
    tag = "th" if scope else "td"
    further = f' scope="{scope}"' if scope else ""
    return Html(f"<{tag}{body.attributes(cell)}{further}{spans}>", cell, f"</{tag}>")


def _figure(body: Body, figure: Element) -> Html:
    """A picture, then everything said about it."""
    parts = list(figure)
    pictures = [part for part in parts if local_name(part) in ("graphic", "media", "binaryObject", "figure")]
    rest = [part for part in parts if part not in pictures]
    made = body.plain(figure, "figure")
    if not any(local_name(part) for part in rest):
        return made
    return made._replace(nodes=chain(pictures, ["<figcaption>"], rest, ["</figcaption>"]))


def _graphic(body: Body, graphic: Element) -> Html:
    """A picture where its address is one; its description is the text for those who cannot see it."""
    address, figure = safe_address(graphic.get("url")), graphic.getparent()
    if not address or local_name(graphic) == "media" or address.startswith(("#", "mailto:")):
        return body.plain(graphic, "span")
    body.page.features.add("pictures")
    said = figure.find("{*}figDesc") if figure is not None else None
    described = escape(plain_text(said)) if said is not None else ""
    return Html(
        f'<img src="{escape(address)}" alt="{described}" loading="lazy"{body.attributes(graphic)}>', graphic, ""
    )


def _hi(body: Body, hi: Element) -> Html:
    """Highlighted words."""
    tags = [_RENDERED[word] for word in hi.get("rend", "").lower().split() if word in _RENDERED]
    return body.plain(hi, tags[0] if tags else "")


def _q(body: Body, q: Element) -> Html:
    """Quoted words; quotation marks are added only where none were typed."""
    marked = plain_text(q)[:1] in _OPENING
    return body.plain(q, "" if marked or is_block(q) else "q", *([] if marked else ["unmarked"]))


def _index(body: Body, index: Element) -> Html:
    """Words for an index: not part of the text, so not shown in it."""
    made = body.plain(index)
    return made._replace(start=f"{made.start[:-1]} hidden>")


def _licence(body: Body, licence: Element) -> Html:
    """A licence, linked."""
    address = safe_address(licence.get("target"))
    made = body.plain(licence)
    if not address or licence in body.page.linking or body.linked:
        return made
    body.linked = True
    shown = "" if plain_text(licence) else escape(address)
    return made._replace(start=f'{made.start}<a rel="license" href="{escape(address)}">{shown}', end=f"</a>{made.end}")


RULES: dict[str, Rule] = {
    **dict.fromkeys(HINTS, _hinted),
    **dict.fromkeys(TABLE["names"], _name),
    **dict.fromkeys(_DIVISIONS, _div),
    "app": _app,
    "cell": _cell,
    "docTitle": _head,
    "titlePart": _head,
    "choice": _choice,
    "figure": _figure,
    "graphic": _graphic,
    "head": _head,
    "hi": _hi,
    "index": _index,
    "item": _item,
    "label": _item,
    "lb": _lb,
    "lem": _reading,
    "licence": _licence,
    "list": _list,
    "media": _graphic,
    "milestone": _milestone,
    "note": _note,
    "pb": _pb,
    "ptr": _ref,
    "q": _q,
    "rdg": _reading,
    "rdgGrp": _reading,
    "ref": _ref,
    "said": _q,
    "seg": _reading,
    "table": _table,
}
