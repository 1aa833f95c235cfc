"""What may become a link: only http, https, mailto, relative and fragment addresses (RFC 3986, section 3.1).

A TEI file may come from anybody; every other address stays text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lenin_tei.patterns import lazy

_SCHEME = lazy(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SCHEMES = frozenset({"http:", "https:", "mailto:"})
_UNSAFE = lazy(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^\u200b-\u200f\u2028-\u202f\ufeff]")


@lru_cache(maxsize=4096)
def safe_address(address: str | None) -> str:
    """Return *address* when a page may link to it, else ""."""
    address = (address or "").strip(" \t\r\n")
    if not address or _UNSAFE.search(address) or address.startswith("//"):
        return ""
    scheme = _SCHEME.match(address)
    if scheme:
        return address if scheme.group().lower() in _SCHEMES else ""
    before = re.split(r"[/?#]", address, maxsplit=1)[0]
    return "" if ":" in before else address
