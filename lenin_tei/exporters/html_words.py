"""HTML for words: names, the readings of an editor or a scribe, highlighted and quoted words."""

from __future__ import annotations

from functools import lru_cache

from lenin_tei.exporters.escaping import escape
from lenin_tei.exporters.html_body import Body, Html, Items, Rule
from lenin_tei.exporters.html_nesting import is_block, tag_of
from lenin_tei.exporters.html_table import HINTS, TABLE
from lenin_tei.exporters.links import shared_attributes
from lenin_tei.exporters.register import Entry
from lenin_tei.exporters.text_rules import CORRECTED, ORIGINAL
from lenin_tei.exporters.tree import XML_ID, Element, begins_word, glyph_text, local_name, plain_text

_HINT_ATTRIBUTES = ("reason", "agent", "quantity", "unit", "extent", "hand", "cert", "wit")
_OPENING = "\"'“”„‘’‚«»‹›「『‟‛`–—"
_CLASS = ' class="'
_RENDERED = {"superscript": "sup", "sup": "sup", "subscript": "sub", "sub": "sub", "italic": "i", "italics": "i"}


def _name(body: Body, name: Element) -> Html:
    """A name, linked to its line in the index."""
    page = body.page
    if not (body.linked or body.apart or name in page.holding or name in page.linking):
        key = body.name, tuple(name.items())
        known = body.mentions.get(key) or _read_mention(body, name, key)
        if known is not None:
            body.linked = True
            mentioned, start, end = known
            return Html(f'<a id="{page.index.mention(mentioned)}" {start}', name, end)
    entry = page.index.entry(name)
    made = body.plain(name)
    if local_name(name) in ("date", "time") and made.start.startswith("<time"):
        made = _with_datetime(made, name)
    if entry is None:
        return made
    body.page.features.add("names")
    return _mention(body, name, entry, made)


def _read_mention(body: Body, name: Element, key: tuple[str, Items]) -> tuple[Entry, str, str] | None:
    """Return entry, start (but for the id of the place) and end of a name as nearly all are: None for any other.

    Names alike in all attributes that point somewhere, or are dates, look alike: they are read once.
    """
    entry = body.page.index.entry(name)
    if entry is None or name.get(XML_ID) is not None or escape(entry.identifier) != entry.identifier:
        return None
    body.page.features.add("names")
    start, end = _link(*key, entry.kind)
    read = entry, f'href="#{entry.identifier}"{start}', end
    if entry.kind == "date" or name.get("ref") or name.get("key"):
        body.mentions[key] = read
    return read


@lru_cache(maxsize=8192)
def _link(local: str, items: Items, kind: str) -> tuple[str, str]:
    """Return what follows the address in the start of a name in a sentence, which is a link, and its end."""
    given = dict(items)
    cert = given.get("cert", "")
    title = f' title="certainty: {escape(cert)}"' if cert not in ("", "high") else ""
    tag = tag_of(local, block=False)
    when = _datetime(given.get("when", "")) if tag == "time" else ""
    if tag == "span" or (tag == "time" and not when):
        return f'{title} class="name {kind} {shared_attributes(local, items)[len(_CLASS) :]}>', "</a>"
    return f'{title} class="name {kind}"><{tag}{shared_attributes(local, items)}{when}>', f"</{tag}></a>"


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


def _datetime(when: str) -> str:
    """Return the attribute that tells HTML the day, month or year *when*; "" where HTML cannot say this date."""
    parts = when.split("-")
    if all(part.isdecimal() for part in parts) and [len(part) for part in parts] in ([4], [4, 2], [4, 2, 2]):
        return f' datetime="{when}"'
    return ""


def _with_datetime(made: Html, date: Element) -> Html:
    """Return *made* with @datetime, or as a `<span>` where HTML cannot say this date."""
    when = _datetime(date.get("when", ""))
    if when:
        return made._replace(start=f"{made.start[:-1]}{when}>")
    return made._replace(start=made.start.replace("<time", "<span", 1), end="</span>")


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
    said = any((desc.text or "").lstrip()[:1] in ("[", "<", "{", "(") for desc in element.iterchildren("{*}desc"))
    if local_name(element) == "gap" and not said:
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


def _group(body: Body, group: Element) -> Html:
    """A group of readings: one of several itself, or the place where one is chosen."""
    return _reading(body, group) if group in body.alternatives else _app(body, group)


def _substituted(body: Body, subst: Element) -> Html:
    """What was deleted and what was put for it; two words, where it replaces a word, also for who hears the page."""
    made = body.plain(subst)
    if len(subst) < 2 or not begins_word(subst):
        return made
    nodes: list[Element | str] = []
    for part in subst:
        if nodes and local_name(part) and begins_word(part):
            nodes.append(" ")
        nodes.append(part)
    return made._replace(nodes=nodes)


def _ruby_text(body: Body, text: Element) -> Html:
    """The reading above the characters of a ruby; in HTML it has a meaning only there."""
    parent = text.getparent()
    return body.plain(text, "rt" if parent is not None and local_name(parent) == "ruby" else "")


def _g(body: Body, g: Element) -> Html:
    """A character that Unicode may not have: its own text, else what the header says it stands for."""
    made = body.plain(g)
    return made if any(g.itertext("*")) else made._replace(start=made.start + escape(glyph_text(g)))


def _reading(body: Body, reading: Element) -> Html:
    """A reading of an apparatus with the sigla of its witnesses, or one of a choice between equals."""
    made = body.plain(reading)
    if reading not in body.alternatives:
        return made
    sigla = escape(" ".join(pointer.removeprefix("#") for pointer in reading.get("wit", "").split()))
    start = f'{made.start[:-1]} data-sigla="{sigla}">' if sigla else made.start
    return Html(f'<span class="alternative"> {start}', reading, f"{made.end}</span>")


def _hi(body: Body, hi: Element) -> Html:
    """Highlighted words."""
    tags = [_RENDERED[word] for word in hi.get("rend", "").lower().split() if word in _RENDERED]
    return body.plain(hi, tags[0] if tags else "")


def _q(body: Body, q: Element) -> Html:
    """Quoted words; quotation marks are added only where none were typed."""
    text = (q.text or "").lstrip() or plain_text(q)
    marked = text[:1] in _OPENING
    return body.plain(q, "" if marked or is_block(q) else "q", "" if marked else "unmarked")


def _index(body: Body, index: Element) -> Html:
    """Words for an index: not part of the text, so not shown in it."""
    made = body.plain(index)
    return made._replace(start=f"{made.start[:-1]} hidden>")


WORD_RULES: dict[str, Rule] = {
    **dict.fromkeys(HINTS, _hinted),
    **dict.fromkeys(TABLE["names"], _name),
    "app": _app,
    "choice": _choice,
    "g": _g,
    "hi": _hi,
    "index": _index,
    "lem": _reading,
    "mod": _substituted,
    "q": _q,
    "rdg": _reading,
    "rdgGrp": _group,
    "rt": _ruby_text,
    "said": _q,
    "seg": _reading,
    "subst": _substituted,
}
