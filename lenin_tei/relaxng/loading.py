"""Files → grammar: reading a schema from disk, in XML or compact syntax, with the cache in between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from lenin_tei.relaxng.cache import default_cache, entry_path, fingerprint, load_entry, save_entry
from lenin_tei.relaxng.errors import SchemaError
from lenin_tei.relaxng.grammar import Grammar, flatten_patterns

if TYPE_CHECKING:
    from lenin_tei.relaxng.syntax import Node

Resolve = Callable[[str, str], bytes]


def local_path(href: str, base: str) -> str:
    """Return the local file that *href*, relative to *base*, names; ``ValueError`` when it is not a local one."""
    target = urlsplit(urljoin(base, href))
    if target.scheme not in ("", "file") or target.netloc not in ("", "localhost"):
        raise ValueError("only local files are read")
    path = unquote(target.path)
    if "\x00" in path:
        raise ValueError("the name has a character no file can have")
    return path


def resolve_local(href: str, base: str) -> bytes:
    """Return the content of the local file that *href*, relative to *base*, names."""
    return Path(local_path(href, base)).read_bytes()


def parse_any(data: bytes, path: str, base: str) -> Node:
    """Parse a schema in the syntax its name tells: ``.rnc`` is compact, anything else is XML."""
    if path.lower().endswith(".rnc"):
        from lenin_tei.relaxng.compact import parse_compact

        return parse_compact(data, path, base)
    from lenin_tei.relaxng.syntax import parse_schema

    return parse_schema(data, path, base)


def read_grammar(data: bytes, path: str, *, resolve: Resolve = resolve_local, base: str = "") -> Grammar:
    """Return the grammar of the schema *data*, or raise ``SchemaError``.

    *path* is told in errors; *resolve* gives the bytes of each file the schema names, relative to *base* (or *path*).
    """
    from lenin_tei.relaxng.reading import Reader
    from lenin_tei.relaxng.restrictions import check_restrictions

    root = parse_any(data, path, base or path)
    reader = Reader(resolve, parse_any)
    try:
        start = reader.read(root)
        check_restrictions(start, reader.origins, root)
        return Grammar(flatten_patterns(start))
    except RecursionError:
        raise root.fault("the schema is nested too deep") from None


def load_grammar(path: str | Path, *, cache: Path | None = None, use_cache: bool = True) -> Grammar:
    """Return the grammar in the file *path*, from the cache when it is there, or raise ``SchemaError``.

    *cache* is the directory to keep compiled grammars in, the user's own by default.
    """
    name = str(Path(path).absolute())
    entry = entry_path(cache or default_cache(), name) if use_cache else None
    flat = load_entry(entry) if entry else None
    if flat is not None:
        return Grammar(flat)
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise SchemaError(str(path), 0, f"cannot be read: {error.strerror}") from None
    files = {name: fingerprint(data)}

    def resolve(href: str, base: str) -> bytes:
        content = resolve_local(href, base)
        files[str(Path(local_path(href, base)).absolute())] = fingerprint(content)
        return content

    grammar = read_grammar(data, str(path), resolve=resolve, base=Path(name).as_uri())
    if entry:
        save_entry(entry, tuple(files.items()), grammar.flat)
    return grammar
