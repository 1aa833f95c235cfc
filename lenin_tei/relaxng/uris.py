"""Whether a text is a URI reference, as the datatype anyURI asks (RFC 2396 with IPv6 hosts).

Characters that XLink lets an author leave unescaped (spaces, letters beyond ASCII and the like) are taken as escaped.
"""

from __future__ import annotations

import re
from functools import lru_cache

# What must be escaped may also stand unescaped, so each part is known by the few characters it may not have.
_ESCAPE = "%[0-9A-Fa-f]{2}"
_URIC = re.compile(rf"(?:[^#%]|{_ESCAPE})*\Z")
_PATH = re.compile(rf"(?:[^#%?\[\]]|{_ESCAPE})*\Z")
_REGISTRY = re.compile(rf"(?:[^#%?/\[\]]|{_ESCAPE})+\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*\Z")
_IP_LITERAL = re.compile(rf"(?:(?:[^#%?/@\[\]]|{_ESCAPE})*@)?\[([^\]]*)\](?::[0-9]*)?\Z")


@lru_cache(maxsize=4096)  # most pointers of a file are a few, many times
def is_uri(text: str) -> bool:
    """Return whether *text* is a URI reference; the empty text is one."""
    body, hash_sign, fragment = text.partition("#")
    if hash_sign and _URIC.match(fragment) is None:
        return False
    scheme = re.match(r"[^:/?]*:", body)
    if scheme is None:
        return _is_hierarchical(body, bool(hash_sign))
    rest = body[scheme.end() :]
    if _SCHEME.match(scheme.group()[:-1]) is None or not rest:
        return False
    return _is_hierarchical(rest, bool(hash_sign)) if rest[0] == "/" else _URIC.match(rest) is not None


def _is_hierarchical(text: str, has_fragment: bool) -> bool:
    """Return whether *text* is ``[//authority]path[?query]``."""
    path, mark, query = text.partition("?")
    if path.startswith("//"):
        authority, slash, rest = path[2:].partition("/")
        path = slash + rest
        if not authority:
            if not (path or mark or has_fragment):
                return False
        elif not _is_authority(authority):
            return False
    return _PATH.match(path) is not None and _URIC.match(query) is not None


def _is_authority(text: str) -> bool:
    if "[" not in text and "]" not in text:
        return _REGISTRY.match(text) is not None
    literal = _IP_LITERAL.match(text)
    if literal is None:
        return False
    from ipaddress import AddressValueError, IPv6Address

    try:
        IPv6Address(literal.group(1).partition("%")[0])
    except AddressValueError:
        return False
    return True
