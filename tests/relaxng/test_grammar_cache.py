"""The cache of compiled grammars, loading from files, and the flattened form."""

# ruff: noqa: E501 - schemas read better in one line
from __future__ import annotations

import os
from pathlib import Path

import pytest

from lenin_tei.relaxng import SchemaError, flatten, is_valid, load_grammar, read_grammar
from lenin_tei.relaxng.cache import load_entry

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    (tmp_path / "part one.rng").write_text(f'<element {RNG} name="b"><empty/></element>')
    path = tmp_path / "main.rng"
    path.write_text(f'<element {RNG} name="a"><externalRef href="part%20one.rng"/></element>')
    return path


def test_a_second_load_comes_from_the_cache(schema: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load_grammar(schema, cache=cache)
    entry = next(cache.iterdir())
    stamp = entry.stat().st_mtime_ns
    second = load_grammar(schema, cache=cache)
    assert second.flat == first.flat
    assert entry.stat().st_mtime_ns == stamp
    assert is_valid(b"<a><b/></a>", second)


def test_a_changed_file_makes_the_entry_stale(schema: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_grammar(schema, cache=cache)
    (tmp_path / "part one.rng").write_text(f'<element {RNG} name="c"><empty/></element>')
    assert is_valid(b"<a><c/></a>", load_grammar(schema, cache=cache))


@pytest.mark.parametrize("keep", [0, 10, 40, 100, -1])
def test_a_damaged_entry_is_built_anew(schema: Path, tmp_path: Path, keep: int) -> None:
    cache = tmp_path / "cache"
    load_grammar(schema, cache=cache)
    entry = next(cache.iterdir())
    whole = entry.read_bytes()
    entry.write_bytes(whole[:keep] + b"\x00damaged")
    assert is_valid(b"<a><b/></a>", load_grammar(schema, cache=cache))
    assert load_entry(entry) is not None
    assert [path.name for path in cache.iterdir()] == [entry.name]


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise there")
def test_a_cache_that_cannot_be_written_is_no_fault(schema: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert is_valid(b"<a><b/></a>", load_grammar(schema, cache=in_the_way / "cache"))


def test_a_missing_schema_is_a_schema_error(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="cannot be read"):
        load_grammar(tmp_path / "none.rng", cache=tmp_path)


@pytest.mark.parametrize("href", ["http://localhost/part.rng", "ftp://x/y", "file://elsewhere/x.rng", "//host/x.rng"])
def test_nothing_is_fetched_from_the_network(tmp_path: Path, href: str) -> None:
    path = tmp_path / "main.rng"
    path.write_text(f'<group {RNG}><externalRef href="{href}"/></group>')
    with pytest.raises(SchemaError, match="only local files"):
        load_grammar(path, use_cache=False)


def test_the_flattened_form_is_the_same_grammar() -> None:
    schema = f"""<element {RNG} name="a" ns="urn:x" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes" xmlns:p="urn:p">
      <optional><attribute><choice><name>k</name><nsName ns="urn:y"/></choice><list><data type="integer"><param
      name="minInclusive">1</param><except><value type="integer">5</value></except></data></list></attribute></optional>
      <interleave><zeroOrMore><element><anyName><except><name>c</name></except></anyName><value type="QName">p:v</value>
      </element></zeroOrMore><element name="c"><choice><text/><notAllowed/></choice></element></interleave>
      </element>""".replace("<optional><attribute><choice>", "<zeroOrMore><attribute><choice>").replace(
        "</attribute></optional>", "</attribute></zeroOrMore>"
    )
    grammar = read_grammar(schema.encode(), "s.rng")
    again = read_grammar(flatten(grammar), "flat.rng")
    for document, verdict in (
        ('<a xmlns="urn:x"><c/></a>', True),
        ('<a xmlns="urn:x" k="4"><c/><b xmlns:q="urn:p">q:v</b></a>', False),
        ('<a xmlns="urn:x" xmlns:y="urn:y" y:k="4"><b xmlns:q="urn:p">q:v</b><c>x</c></a>', True),
        ('<a xmlns="urn:x" xmlns:y="urn:y" y:k="5"><c/></a>', False),
        ('<a xmlns="urn:x"/>', False),
    ):
        assert is_valid(document.encode(), grammar) is is_valid(document.encode(), again)
        if "q:v" not in document:
            assert is_valid(document.encode(), grammar) is verdict
