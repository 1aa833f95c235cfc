"""A prepared register is the register, and no state of the cache directory can spoil it."""

from __future__ import annotations

from pathlib import Path

from lenin_tei.names.cache import load_cached
from lenin_tei.names.register import load_register

DATA = b"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson><person xml:id="lenin">
<persName>Vladimir Lenin</persName><birth when="1870"/></person></listPerson></standOff></TEI>"""


def test_a_prepared_register_equals_the_one_read(tmp_path: Path) -> None:
    first, second, fresh = (load_cached(DATA, "a.xml", tmp_path) for _ in range(3))
    del first
    assert second == fresh
    assert list(second) == list(load_register(DATA, "a.xml"))
    assert second.entry("lenin").findtext("{*}persName") == "Vladimir Lenin"


def test_a_changed_authority_file_is_read_anew(tmp_path: Path) -> None:
    load_cached(DATA, "a.xml", tmp_path)
    changed = load_cached(DATA.replace(b"1870", b"1871"), "a.xml", tmp_path)
    assert changed["lenin"].start == 1871


def test_a_broken_or_unwritable_cache_is_no_fault(tmp_path: Path) -> None:
    load_cached(DATA, "a.xml", tmp_path)
    for kept in tmp_path.iterdir():
        kept.write_bytes(kept.read_bytes()[:20])
    assert "lenin" in load_cached(DATA, "a.xml", tmp_path)
    (tmp_path / "file").write_text("no directory")
    assert "lenin" in load_cached(DATA, "a.xml", tmp_path / "file")
