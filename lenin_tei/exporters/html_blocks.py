"""HTML for blocks: heads by depth, divisions, lists, tables, pictures, breaks of lines, pages and sections."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lenin_tei.exporters.addresses import safe_address
from lenin_tei.exporters.escaping import escape
from lenin_tei.exporters.html_body import Body, Html, Rule
from lenin_tei.exporters.html_nesting import is_block
from lenin_tei.exporters.tree import Element, local_name, plain_text, words

DIVISIONS = words("div div1 div2 div3 div4 div5 div6 div7")
_HYPHENS = "-\u2010\u00ad\u00ac\u2e17"


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
    if name not in (*DIVISIONS, "body", "front", "back") or earlier or head.get("type") == "date":
        return body.plain(head, "p")
    depth = sum(local_name(above) in DIVISIONS for above in head.iterancestors("*"))
    before = body.page.outline[-1][0] if body.page.outline else 1
    level = min(6, before + 1, max(2, depth + body.page.levels))  # no rank is skipped, so that no listener is lost
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


def _lb(body: Body, lb: Element) -> Html:
    """A new line; inside a word only where a hyphen shows it; none where a line begins anyway."""
    before, parent = lb.getprevious(), lb.getparent()
    if before is None and parent is not None and not (parent.text or "").strip() and is_block(parent):
        return Html("", (), "")
    if lb.get("break") == "no" and body.weld() not in _HYPHENS:
        return Html("<wbr>", (), "")
    return Html("<br>", (), "")


def _caesura(body: Body, caesura: Element) -> Html:
    """The pause in a line of verse."""
    return Html(f" <span{body.attributes(caesura)}>", caesura, "</span> ")


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
    apart = parent is not None and local_name(parent) in (*DIVISIONS, "body", "front", "back", "text")
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
    elif any(part.get("n") for part in parts if local_name(part) == "item"):
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
    typed, rend = item.get("n", ""), item.get("rend", "")
    if typed and typed in rend and len(rend) <= len(typed) + 3:
        typed = rend
    elif typed.isalnum():
        typed += "."
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


BLOCK_RULES: dict[str, Rule] = {
    **dict.fromkeys(DIVISIONS, _div),
    "binaryObject": lambda body, picture: body.plain(picture, "span")._replace(nodes=()),
    "caesura": _caesura,
    "cell": _cell,
    "docTitle": _head,
    "figure": _figure,
    "graphic": _graphic,
    "head": _head,
    "item": _item,
    "label": _item,
    "lb": _lb,
    "list": _list,
    "media": _graphic,
    "milestone": _milestone,
    "pb": _pb,
    "table": _table,
    "titlePart": _head,
}
