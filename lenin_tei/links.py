"""Pointers and identifiers between the files of a corpus: what one file alone cannot show.

In come the `Links` of all files that were checked; a file that was not given is not judged. Paths are compared as they
were given, after `.` and `..` are resolved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.pointers import Links


def find_targets(files: Sequence[Links]) -> list[str]:
    """Return the paths of files that are pointed to or included, but are not among *files*; addresses are none."""
    known = {normpath(_slashes(links.path)) for links in files}
    named = {
        _resolve(links.path, pointer.partition("#")[0])
        for links in files
        for _, pointer in (*links.outward, *links.includes)
        if ":" not in pointer.partition("#")[0]
    }
    return sorted(path for path in named - known if "\0" not in path)


def check_between(files: Sequence[Links], others: Sequence[Links] = ()) -> Iterator[Diagnostic]:
    """Yield R005 for pointers into another file that do not land, R002 for identifiers doubled by inclusion.

    *others* are files that are known, but not checked.
    """
    known = {normpath(_slashes(links.path)): links for links in (*others, *files)}
    for links in files:
        yield from check_links(links, known.get)


def check_links(links: Links, find: Callable[[str], Links | None]) -> Iterator[Diagnostic]:
    """Yield the same for one file; *find* gives the links of another by its path, None for one that is not judged."""
    for (line, column), pointer in links.outward:
        href, _, key = pointer.partition("#")
        target = find(_resolve(links.path, href))
        if target is not None and key and "(" not in key and not {key, unquote(key)} & target.ids:
            message = f"“{pointer}”: {target.path} has no such xml:id; correct the pointer, or add the entry there"
            yield Diagnostic(links.path, line, column, "R005", message)
    yield from _check_included(links, find)


def _check_included(links: Links, find: Callable[[str], Links | None]) -> Iterator[Diagnostic]:
    """Yield R002 where a file that is included has an identifier the whole has already; once for a file."""
    seen = dict.fromkeys(links.ids, links.path)
    for (line, column), href in links.includes:
        target = find(_resolve(links.path, href.partition("#")[0]))
        if target is None or target.path == links.path:
            continue
        doubled = sorted(name for name in target.ids if name in seen)
        if doubled:
            more = f" and {len(doubled) - 1} more" if len(doubled) > 1 else ""
            where = seen[doubled[0]]
            message = (
                f'“{href}” brings xml:id="{doubled[0]}"{more}, which {where} has too; rename them in one of the two'
            )
            yield Diagnostic(links.path, line, column, "R002", message)
        seen |= dict.fromkeys(target.ids, target.path)


def _slashes(path: str) -> str:
    return path.replace("\\", "/")


def _resolve(path: str, href: str) -> str:
    """Return the path an `href` in the file *path* means."""
    return normpath(join(dirname(_slashes(path)), unquote(href))) if href else normpath(_slashes(path))
