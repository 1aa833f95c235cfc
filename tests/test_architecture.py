"""The rooms of the package: imports point one way, modules are short, and the stages do not touch the world."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "lenin_tei"
ARCHITECTURE = ROOT / "docs" / "explanation" / "architecture.md"
LIMIT = 300
# Modules that may be longer, and why.
LONG = {"rules.py": "the table of diagnostic codes: data", "exporters/html_rules.py": "the table element → HTML: data"}
# What only the command line may import.
WORLD = {"click", "subprocess", "socket", "time", "random", "locale", "urllib.request", "http"}
# Rooms outside the command line that may import one of those, and why.
EXCEPTIONS = {
    "fetching": {"urllib.request"},  # schemas by address, when the user asks for it
    "corpus/building": {"time"},  # a batch must not wait long for its places
    "corpus/isolation": {"subprocess"},  # a process per worker, which a document may kill
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """Return the name of a module inside the package: "names/register", "cli"."""
    inner = path.relative_to(PACKAGE).with_suffix("")
    return inner.parent.as_posix() if inner.name == "__init__" else inner.as_posix()


def rooms() -> list[list[str]]:
    """Return the rows of the table in the documentation, from below to above; a row holds modules or whole folders."""
    rows = []
    for line in ARCHITECTURE.read_text("utf-8").splitlines():
        if line.startswith("| `"):
            first = line.split("|")[1]
            rows.append([name.strip().strip("`").removesuffix(".py").rstrip("/") for name in first.split(",")])
    return rows


def row_of(name: str) -> int:
    """Return the row of a module: its own, or that of the folder it lies in."""
    for number, row in enumerate(rooms()):
        if name in row:
            return number
    for number, row in enumerate(rooms()):
        if name.split("/")[0] in row:
            return number
    raise LookupError(f"{name} has no room; add it to the table in docs/explanation/architecture.md")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the modules a module imports, with the line; names inside the package as `name_of` gives them.

    What only a type checker imports does not count.
    """
    tree = ast.parse(path.read_text("utf-8"))
    known = {name_of(module) for module in modules()}
    for test in [node for node in ast.walk(tree) if isinstance(node, ast.If)]:
        if ast.unparse(test.test) == "TYPE_CHECKING":
            test.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield inside(alias.name), node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in [inside(f"{node.module}.{alias.name}") for alias in node.names]:
                yield (name if name in known else inside(node.module)), node.lineno


def inside(name: str) -> str:
    """Return a dotted name of the package as a path, another name as it is."""
    return name.removeprefix("lenin_tei.").replace(".", "/") if name.startswith("lenin_tei.") else name


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    """A module imports only from rows above its own, or from its own row: a row is a room with the door open."""
    name = name_of(path)
    if name in (".", "__main__"):
        return
    known = {name_of(module) for module in modules()}
    wrong = [
        f"line {line}: {imported}"
        for imported, line in imports(path)
        if imported in known and imported != "." and row_of(imported) > row_of(name)
    ]
    assert not wrong, f"{name} imports from rooms above it"


def test_no_two_modules_import_each_other() -> None:
    graph = {name_of(path): {imported for imported, _ in imports(path)} for path in modules()}
    graph.pop(".")
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"imports run in a circle: {' → '.join((*way, name))}"
        if name not in done:
            for imported in sorted(graph[name] & graph.keys() - {name}):
                walk(imported, (*way, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_every_room_of_the_table_exists() -> None:
    known = {name_of(path) for path in modules()}
    listed = [name for row in rooms() for name in row]
    assert len(listed) == len(set(listed))
    assert [name for name in listed if name not in known] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_has_at_most_300_lines(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix() not in LONG:
        assert path.read_text("utf-8").count("\n") <= LIMIT


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_the_command_line_touches_the_world(path: Path) -> None:
    name = name_of(path)
    if name.split("/")[0] == "cli":
        return
    found = {imported for imported, _ in imports(path)} & WORLD
    assert found <= EXCEPTIONS.get(name, set())


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_says_in_its_first_line_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    assert docstring.splitlines()[0].rstrip().endswith((".", ":", "?")) or "\n" in docstring


def test_nobody_catches_everything() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else ""
                assert caught not in ("", "Exception", "BaseException"), f"{name_of(path)} line {node.lineno}"
