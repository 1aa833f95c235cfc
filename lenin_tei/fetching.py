"""Schemas fetched on request and kept with their checksums: the only module that uses the network, when called.

A kept schema is `NAME@VERSION.rng` beside `NAME@VERSION.rng.sha256`. What no longer has its checksum is not used; a
pinned version that comes with another content is refused.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from lenin_tei.diagnostics import LeninTeiError

LIMIT_BYTES = 20_000_000
TIMEOUT_SECONDS = 30


def find_kept(name: str, cache: Path) -> Path | None:
    """Return the kept schema *name* ("tei_all@4.8.0"), None if there is none or its checksum is not its own."""
    path = cache / f"{name}.rng"
    try:
        known = path.with_name(f"{path.name}.sha256").read_text("ascii").split()[0]
        return path if hashlib.sha256(path.read_bytes()).hexdigest() == known else None
    except (OSError, IndexError, UnicodeDecodeError):
        return None


def list_kept(cache: Path) -> list[str]:
    """Return the names of all kept schemas, sorted."""
    names = sorted(path.name.removesuffix(".rng") for path in cache.glob("*.rng"))
    return [name for name in names if find_kept(name, cache)]


def fetch(url: str, name: str, cache: Path, *, pinned: bool, checksum: str = "") -> Path:
    """Fetch a schema and keep it as *name*; raise `LeninTeiError` if it cannot be had or is not what it should be.

    *pinned*: the name stands for one content for ever, so another one is refused. *checksum*: the SHA-256 it must have.
    """
    data = _download(url)
    found = hashlib.sha256(data).hexdigest()
    if checksum and found != checksum.lower():
        raise LeninTeiError(f"{url} has the checksum {found}, not {checksum.lower()}; it was not kept")
    kept = find_kept(name, cache)
    if pinned and kept is not None and hashlib.sha256(kept.read_bytes()).hexdigest() != found:
        raise LeninTeiError(f"{url} is no longer what {name} was, so it was not kept; if that is right, remove {kept}")
    _check_grammar(data, url)
    path = cache / f"{name}.rng"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _write(path, data)
        _write(path.with_name(f"{path.name}.sha256"), f"{found}  {path.name}\n".encode("ascii"))
    except OSError as error:
        raise LeninTeiError(f"{path} cannot be written: {error.strerror}") from error
    return path


def _download(url: str) -> bytes:
    """Return what a URL of http or https gives."""
    from http.client import HTTPException
    from urllib.request import Request, urlopen

    if not url.startswith(("http://", "https://")):
        raise LeninTeiError(f"{url} is no address of http or https")
    try:
        with urlopen(Request(url, headers={"User-Agent": "lenin-tei"}), timeout=TIMEOUT_SECONDS) as answer:
            data: bytes = answer.read(LIMIT_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise LeninTeiError(f"{url} could not be fetched: {reason}") from error
    if len(data) > LIMIT_BYTES:
        raise LeninTeiError(f"{url} has more than {LIMIT_BYTES // 1_000_000} MB; it was not kept")
    return data


def _check_grammar(data: bytes, url: str) -> None:
    """Refuse what is no RELAX NG: a page that says "not found" is the usual answer of a wrong address."""
    from lxml import etree

    from lenin_tei.xmlparser import safe_parser

    try:
        root = etree.fromstring(data, safe_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LeninTeiError(f"{url} is no RELAX NG schema in XML; it was not kept") from error
    if etree.QName(root).namespace != "http://relaxng.org/ns/structure/1.0":
        raise LeninTeiError(f"{url} is no RELAX NG schema but <{etree.QName(root).localname}>; it was not kept")


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
