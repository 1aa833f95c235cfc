"""TEI to one self-contained HTML page: text, notes, index, colophon; no script, nothing fetched but its pictures.

In comes the root of any TEI file, out goes a page that is safe to publish whoever wrote the TEI: everything is
escaped, only harmless addresses become links, and a Content-Security-Policy allows nothing but our own style.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError
from markupsafe import Markup

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.exporters.colophon import write_colophon
from lenin_tei.exporters.front import document_language, texts, title_block
from lenin_tei.exporters.html_body import Body, Page
from lenin_tei.exporters.html_nesting import find_holding
from lenin_tei.exporters.html_rules import RULES
from lenin_tei.exporters.links import Identifiers, direction, language_attributes, named_language
from lenin_tei.exporters.metadata import citation, dublin_core, facts_of, linked_data
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.register import PageIndex
from lenin_tei.exporters.tree import Element, child, documents, local_name, plain_text

_SWITCHES = (
    ("names", "names", True),
    ("readings", "corrections and other readings", False),
    ("pages", "page numbers", True),
)
_HEADINGS_FOR_CONTENTS = 3


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """A style sheet and a Jinja2 template to use in place of ours; both as text."""

    css: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class SitePage:
    """What a page of a site has besides: its site, the neighbours (title, address), and where entries have their pages.

    Addresses of `menu` are from the root of the site, those of `links`, by key, from the page.
    """

    title: str
    menu: tuple[tuple[str, str], ...]
    previous: tuple[str, str]
    following: tuple[str, str]
    links: Mapping[str, str]


def export_html(root: Element, **options: object) -> str:
    """Return the page for *root*; the options are the fields of `HtmlOptions`."""
    return write_html(root, choose(HtmlOptions, options))


def write_html(root: Element, options: HtmlOptions | None = None, site: SitePage | None = None) -> str:
    """Return the page for everything in *root*; as a page of *site*, its style sheet is a file beside it."""
    options = options or HtmlOptions()
    css = options.css or resource("style.css")
    template = options.template or resource("page.html")
    try:
        return _compiled(template).render(page=SimpleNamespace(**read_page(root, css, site))) + "\n"
    except TemplateError as error:
        raise LeninTeiError(f"the template does not work: {error}") from error


@cache
def _compiled(template: str) -> Template:
    return Environment(autoescape=True, trim_blocks=True, undefined=StrictUndefined).from_string(template)


@cache
def resource(name: str) -> str:
    """Return a file that lies beside this module."""
    return files("lenin_tei.exporters").joinpath(name).read_text(encoding="utf-8")


def read_page(root: Element, css: str, site: SitePage | None = None) -> dict[str, Any]:
    """Return everything a template can show, by name (docs/reference/html.md)."""
    language = document_language(root)
    identifiers = Identifiers([root])
    shared = Page(identifiers, PageIndex(documents(root), identifiers, site.links if site else {}), *find_holding(root))
    ids = {name: identifiers.new(name) for name in ("text", "contents", "index", "colophon")}
    ids |= {f"show-{name}": identifiers.new(f"show-{name}") for name, _, _ in _SWITCHES}
    first = child(root, "TEI") if local_name(root) == "teiCorpus" and child(root, "teiHeader") is None else root
    facts = facts_of(first if first is not None else root, language)
    title = _title(root)
    if title is not None:
        shared.levels = 0 if _is_only_division(title) else 1
    written = [_document(shared, document, title, language) for document in documents(root)]
    if local_name(root) == "teiCorpus":
        written[0]["colophon"] = Markup(write_colophon(shared, root)) + written[0]["colophon"]
    heading = ". ".join(facts["title"]) or "Untitled"
    ours = site is not None or css == resource("style.css")
    hanging = hanging_notes(shared.hanging) if ours else ""
    css = "" if site else css.replace("</", "<\\/")
    sources = (["'self'", "file:"] if site else []) + (["data:"] if hanging else [])
    return {
        "lang": language or "und",
        "dir": direction(language),
        "ui": Markup("" if language.split("-")[0] == "en" else ' lang="en" dir="ltr"'),
        "title": " – ".join(filter(None, [heading, ", ".join(facts["author"])])),
        "heading": "" if title is not None else heading,
        "site": site,
        "css": Markup(css),
        "hanging": hanging,
        "policy": _policy(css, sources, pictures="pictures" in shared.features),
        "facts": facts,
        "meta": dublin_core(facts),
        "linked_data": Markup(linked_data(facts, shared.index)),
        "citation": citation(facts),
        "ids": ids,
        "documents": written,
        "outline": shared.outline,
        "contents": Markup(_contents(shared.outline)),
        "switches": [switch for switch in _SWITCHES if switch[0] in shared.features],
        "index": Markup(shared.index.html()),
    }


def _document(page: Page, document: Element, title: Element | None, language: str) -> dict[str, Markup]:
    """Return text, notes and colophon of one document of a page in *language*."""
    body = Body(page, document, RULES, title)
    text = body.html(texts(document))
    notes = body.html(body.notes.that_wait())
    return {
        "attributes": Markup(page.identifiers.attribute(document) + language_attributes(document)),
        "text": Markup(text),
        "notes": Markup(f'<ol class="endnotes"{_notes_language(document, language)}>\n{notes}</ol>' if notes else ""),
        "colophon": Markup(write_colophon(page, document)),
    }


def _notes_language(document: Element, language: str) -> str:
    """Return the language of notes as attributes: they are the text's, among headings that are English."""
    own = document_language(document)
    return named_language(own) if own and (own != language or own.split("-")[0] != "en") else ""


def _title(root: Element) -> Element | None:
    """Return the element that is the title of the whole page, if its text has one."""
    found = documents(root)
    if len(found) > 1:
        return None
    parts, _ = title_block(found[0])
    heads = [
        next(part.iterchildren("{*}titlePart"), part) if local_name(part) == "docTitle" else part
        for part in parts
        if local_name(part) in ("head", "docTitle", "titlePart") and plain_text(part)
    ]
    main = [head for head in heads if head.get("type") in (None, "main")]
    return next(iter(main or heads), None)


def _is_only_division(title: Element) -> bool:
    """Tell whether the title stands in the only division of the text, so that divisions in it are the first rank."""
    division = title.getparent()
    if division is None or not local_name(division).startswith("div"):
        return False
    return not any(
        local_name(other).startswith("div")
        for before in (True, False)
        for other in division.itersiblings("*", preceding=before)
    )


def _policy(css: str, sources: list[str], *, pictures: bool) -> str:
    """Return the Content-Security-Policy: our style by its hash, pictures where there are any, nothing else.

    Further *sources* of style: of a page of a site the site itself, which from a disk not all browsers call 'self', and
    the page's own second style, which says where its notes hang.
    """
    styles = [*([f"'sha256-{_digest(css)}'"] if css else []), *sources]
    images = "; img-src 'self' http: https: file:" if pictures else ""
    return f"default-src 'none'; style-src {' '.join(styles)}{images}; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=16)
def _digest(css: str) -> str:
    return base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()


def hanging_notes(notes: list[tuple[str, str]]) -> str:
    """Return the address of a style that puts each note beside its marker on a wide screen, below the note before it.

    *notes* are the ids of marker and note. Browsers without anchor positioning (CSS) show the notes at the end, as all
    do on narrow screens and on paper. The style is an address because checkers of pages do not know these rules yet.
    """
    if not notes:
        return ""
    rules: list[str] = []
    for number, (marker, note) in enumerate(notes):
        above = f"anchor(--m{number} top)"
        if number:
            above = f"max({above}, anchor(--n{number - 1} bottom) + .7rem)"
        rules.append(
            f'[id="{marker}"]{{anchor-name:--m{number}}}[id="{note}"]{{anchor-name:--n{number};top:{above}}}\n'
        )
    shared = resource("hanging.css").rstrip().removesuffix("}")
    css = f"@supports (top: anchor(--m0 top)) {{\n{shared}{''.join(rules)}}}\n}}\n"
    return f"data:text/css;base64,{base64.b64encode(css.encode()).decode()}"


def _contents(outline: list[tuple[int, str, str]]) -> str:
    """Return the headings as nested lists; "" for a text too short to need them."""
    if len(outline) < _HEADINGS_FOR_CONTENTS:
        return ""
    parts: list[str] = []
    open_levels: list[int] = []
    for level, identifier, text in outline:
        while open_levels and level < open_levels[-1] and len(open_levels) > 1:
            open_levels.pop()
            parts.append("</li></ol>")
        if open_levels and level <= open_levels[-1]:
            open_levels[-1] = level
            parts.append("</li>")
        else:
            open_levels.append(level)
            parts.append("<ol>")
        shown = Markup.escape(text or "Untitled")
        parts.append(f'<li><a href="#{identifier}">{shown}</a>')
    return "".join(parts) + "</li></ol>" * len(open_levels)
