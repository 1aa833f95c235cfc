"""What machines ask a site for: a list of its pages (sitemaps.org), and what is new (Atom, RFC 4287).

Both hold only what the documents state: a document whose header does not say when it was published or changed is not
in the feed, and addresses are whole only where the address of the site was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from lenin_tei.exporters.site.memory import Listed
from lenin_tei.exporters.site.writing import Writing

_NEWEST = 100
# A sitemap has at most 50 000 addresses.
_MOST = 50_000


def sitemap(pages: list[str], url: str) -> Iterator[tuple[str, bytes]]:
    """Yield sitemap.xml, and robots.txt that names it; nothing where the site has no address yet."""
    if not url:
        return
    base = url.rstrip("/") + "/"
    blocks = [pages[start : start + _MOST] for start in range(0, len(pages), _MOST)]
    names = ["sitemap.xml"] if len(blocks) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(blocks) + 1)]
    for name, block in zip(names, blocks, strict=True):
        yield name, _listing("urlset", "url", (base + quote(page) for page in block))
    if len(blocks) > 1:
        yield "sitemap.xml", _listing("sitemapindex", "sitemap", (base + name for name in names))
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n".encode()


def _listing(root: str, item: str, addresses: Iterable[str]) -> bytes:
    rows = "".join(f"<{item}><loc>{escape(address)}</loc></{item}>\n" for address in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">\n{rows}</{root}>\n'.encode()


def feed(writing: Writing, url: str) -> Iterator[tuple[str, bytes]]:
    """Yield feed.xml with the documents published or changed last, if any says when."""
    found = sorted(writing.memory.listed("updated <> ''"), key=lambda one: (one.updated, one.slug), reverse=True)
    if not found:
        return
    base = url.rstrip("/") + "/" if url else ""
    identifier = base or f"urn:uuid:{uuid5(NAMESPACE_URL, writing.title)}"
    own = f'<link rel="self" href="{escape(base)}feed.xml"/>\n<link href="{escape(base or "index.html")}"/>\n'
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(writing.title)}</title>\n<id>{escape(identifier)}</id>\n"
        f"<updated>{_moment(found[0].updated)}</updated>\n{own}"
    )
    entries = "".join(_entry(writing, one, base) for one in found[:_NEWEST])
    yield "feed.xml", f"{head}{entries}</feed>\n".encode()


def _entry(writing: Writing, one: Listed, base: str) -> str:
    address = f"{base}text/{quote(one.slug)}.html"
    identifier = address if base else f"urn:uuid:{uuid5(NAMESPACE_URL, f'{writing.title} {one.slug}')}"
    return (
        f"<entry>\n<title>{escape(one.title)}</title>\n<id>{escape(identifier)}</id>\n"
        f"<updated>{_moment(one.updated)}</updated>\n"
        f"<author><name>{escape(one.author or writing.title)}</name></author>\n"
        f'<link href="{escape(address)}"/>\n<summary>{escape(one.opening)} …</summary>\n</entry>\n'
    )


def _moment(day: str) -> str:
    """Return a day, month or year as the moment with which it begins."""
    parts = [*day.split("-"), "01", "01"][:3]
    return f"{'-'.join(parts)}T00:00:00Z"
