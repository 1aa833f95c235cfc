"""Which schema a file is checked with, and where schemas come from."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.fetching import fetch, find_kept, list_kept
from lenin_tei.schema_faults import load_schema
from lenin_tei.schemas import Model, Places, find_named, find_own, read_models, read_reference
from lenin_tei.validation import validate
from lenin_tei.xml_catalogs import load_catalogs

ROOT = Path(__file__).parent.parent
VALID = (ROOT / "tests/schema/valid/contract.xml").read_bytes()
RNG = "http://relaxng.org/ns/structure/1.0"
SMALL = f"""<element name="TEI" ns="http://www.tei-c.org/ns/1.0" xmlns="{RNG}"><empty/></element>"""
EMPTY_TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
TEI_ALL = "https://vault.tei-c.org/P5/4.8.0/xml/tei/custom/schema/relaxng/tei_all.rng"


class Handler(BaseHTTPRequestHandler):
    answers: ClassVar[dict[str, tuple[int, bytes]]] = {}

    def do_GET(self) -> None:
        status, body = self.answers.get(self.path, (404, b"<html><p>not found</p></html>"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Handler.answers = {"/small.rng": (200, SMALL.encode()), "/page": (200, b"<html/>"), "/text": (200, b"Hello")}
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_a_file_names_its_schemas_before_its_root() -> None:
    assert read_models(VALID) == [Model("lenin_tei.rng", "rng"), Model("lenin_tei.sch", "sch")]


@pytest.mark.parametrize(
    ("prolog", "expected"),
    [
        (f"<?xml-model href='a.rng' schematypens='{RNG}'?>", [Model("a.rng", "rng")]),
        ('<?xml-model href="a.rnc" type="application/relax-ng-compact-syntax"?>', [Model("a.rnc", "rnc")]),
        ('<?xml-model href="a.xsd"?>', [Model("a.xsd", "xsd")]),
        ('<?oxygen RNGSchema="b.rng" type="xml"?>', [Model("b.rng", "rng")]),
        ('<?oxygen SCHSchema="b.sch"?>', [Model("b.sch", "sch")]),
        ('<?xml-model href="a&amp;b.rng"?>', [Model("a&b.rng", "rng")]),
        ('<!-- <?xml-model href="a.rng"?> --><?xml-stylesheet href="x.css"?>', []),
        ('<TEI><?xml-model href="a.rng"?>', []),
    ],
)
def test_instructions_are_read(prolog: str, expected: list[Model]) -> None:
    assert read_models(f"{prolog}<TEI/>".encode()) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tei_all@4.8.0", "tei_all@4.8.0"),
        ("tei_all", "tei_all@latest"),
        ("tei_lite@latest", "tei_lite@latest"),
        (TEI_ALL, "tei_all@4.8.0"),
        ("https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng", "tei_all@latest"),
        ("http://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_lite.rnc", "tei_lite@latest"),
        ("tei_none@4.8.0", None),
        ("tei_all@new", None),
        ("letter.rng", None),
    ],
)
def test_names_and_addresses_of_the_catalogue_are_known(typed: str, expected: str | None) -> None:
    found = read_reference(typed)
    assert (None if found is None else str(found)) == expected


def test_the_address_of_a_pinned_release_is_the_vaults() -> None:
    reference = read_reference("tei_all@4.8.0")
    assert reference is not None
    assert reference.url == TEI_ALL


def test_a_file_named_by_an_option_comes_first(tmp_path: Path) -> None:
    (tmp_path / "own.rng").write_text(SMALL)
    assert find_named(str(tmp_path / "own.rng"), Places()) == tmp_path / "own.rng"
    assert find_named("lenin_tei", Places()).name == "lenin_tei.rng"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("tei_all@4.8.0", "lenin-tei schema fetch tei_all@4.8.0"),
        (TEI_ALL, "lenin-tei schema fetch tei_all@4.8.0"),
        ("none.rng", "no schema none.rng"),
        ("https://example.org/x.rng", "no schema"),
    ],
)
def test_a_schema_that_is_not_at_hand_is_refused_with_advice(typed: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(LeninTeiError, match=words):
        find_named(typed, Places(cache=tmp_path))


def test_a_dtd_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "tei.dtd").write_text("<!ELEMENT TEI ANY>")
    with pytest.raises(LeninTeiError, match=r"trang tei\.dtd tei\.rng"):
        find_named(str(tmp_path / "tei.dtd"), Places())


def test_a_schema_beside_the_file_is_found_and_ours_is_always_at_hand(tmp_path: Path) -> None:
    (tmp_path / "own schema.rng").write_text(SMALL)
    path = str(tmp_path / "letter.xml")
    assert (
        find_own([Model("x.sch", "sch"), Model("own%20schema.rng", "rng")], path, Places())
        == tmp_path / "own schema.rng"
    )
    ours = find_own([Model("https://example.org/lenin_tei.rng", "rng")], path, Places())
    assert ours is not None
    assert ours.parent.name == "schema"
    assert find_own([Model("none.rng", "rng"), Model("https://example.org/x.rng", "rng")], path, Places()) is None


def test_a_schema_is_fetched_once_and_kept_with_its_checksum(server: str, tmp_path: Path) -> None:
    path = fetch(f"{server}/small.rng", "tei_all@4.8.0", tmp_path / "cache", pinned=True)
    assert path.read_text() == SMALL
    assert find_kept("tei_all@4.8.0", tmp_path / "cache") == path
    assert list_kept(tmp_path / "cache") == ["tei_all@4.8.0"]
    places = Places(cache=tmp_path / "cache")
    assert find_named("tei_all@4.8.0", places) == path
    assert find_own([Model(TEI_ALL, "rng")], "letter.xml", places) == path


def test_a_kept_schema_that_was_changed_is_not_used(server: str, tmp_path: Path) -> None:
    path = fetch(f"{server}/small.rng", "tei_all@4.8.0", tmp_path, pinned=True)
    path.write_text(SMALL.replace("empty", "text"))
    assert find_kept("tei_all@4.8.0", tmp_path) is None
    assert list_kept(tmp_path) == []


def test_a_pinned_schema_that_comes_otherwise_is_refused_and_latest_is_replaced(server: str, tmp_path: Path) -> None:
    for name in ("tei_all@4.8.0", "tei_all@latest"):
        fetch(f"{server}/small.rng", name, tmp_path, pinned=True)
    Handler.answers["/small.rng"] = (200, SMALL.replace("empty", "text").encode())
    with pytest.raises(LeninTeiError, match="no longer what"):
        fetch(f"{server}/small.rng", "tei_all@4.8.0", tmp_path, pinned=True)
    assert "text" in fetch(f"{server}/small.rng", "tei_all@latest", tmp_path, pinned=False).read_text()


def test_a_checksum_that_is_asked_for_is_demanded(server: str, tmp_path: Path) -> None:
    right = hashlib.sha256(SMALL.encode()).hexdigest()
    assert fetch(f"{server}/small.rng", "a", tmp_path, pinned=True, checksum=right.upper())
    with pytest.raises(LeninTeiError, match="checksum"):
        fetch(f"{server}/small.rng", "b", tmp_path, pinned=True, checksum="00")


@pytest.mark.parametrize(("path", "words"), [("/none", "404|Not Found"), ("/page", "<html>"), ("/text", "no RELAX NG")])
def test_what_is_no_schema_is_not_kept(server: str, path: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(LeninTeiError, match=words):
        fetch(server + path, "x", tmp_path, pinned=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "http://127.0.0.1:1/x", "http://[::"])
def test_what_cannot_be_fetched_is_one_line(url: str, tmp_path: Path) -> None:
    with pytest.raises(LeninTeiError):
        fetch(url, "x", tmp_path, pinned=True)


CATALOG = """<!DOCTYPE catalog PUBLIC "-//OASIS//DTD XML Catalogs V1.1//EN" "http://www.oasis-open.org/catalog.dtd">
<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
  <uri name="https://example.org/a.rng" uri="a.rng"/>
  <system systemId="https://example.org/b.rng" uri="deep/b.rng"/>
  <rewriteURI uriStartString="https://example.org/" rewritePrefix="any/"/>
  <rewriteSystem systemIdStartString="https://example.org/deep/" rewritePrefix="deep/"/>
  <uriSuffix uriSuffix="/c.rng" uri="c.rng"/>
  <group xml:base="deep/"><uri name="urn:d" uri="d.rng"/></group>
  <nextCatalog catalog="more.xml"/>
  <nextCatalog catalog="missing.xml"/>
</catalog>
"""


def test_catalogs_give_local_files(tmp_path: Path) -> None:
    (tmp_path / "catalog.xml").write_text(CATALOG)
    more = (
        CATALOG.split("\n", 1)[1].replace("example.org/a.rng", "example.com/e.rng").replace("more.xml", "catalog.xml")
    )
    (tmp_path / "more.xml").write_text(more)
    catalog = load_catalogs([tmp_path / "catalog.xml"])
    base = tmp_path.as_uri()
    assert catalog.resolve("https://example.org/a.rng") == f"{base}/a.rng"
    assert catalog.resolve("https://example.org/b.rng") == f"{base}/deep/b.rng"
    assert catalog.resolve("https://example.org/x/y.rng") == f"{base}/any/x/y.rng"
    assert catalog.resolve("https://example.org/deep/y.rng") == f"{base}/deep/y.rng"
    assert catalog.resolve("ftp://else.where/c.rng") == f"{base}/c.rng"
    assert catalog.resolve("urn:d") == f"{base}/deep/d.rng"
    assert catalog.resolve("https://example.com/e.rng") == f"{base}/a.rng"
    assert catalog.resolve("urn:none") is None


def test_a_schema_listed_in_a_catalog_is_used(tmp_path: Path) -> None:
    (tmp_path / "catalog.xml").write_text(CATALOG)
    (tmp_path / "a.rng").write_text(SMALL)
    places = Places(catalog=load_catalogs([tmp_path / "catalog.xml"]).resolve)
    assert find_named("https://example.org/a.rng", places) == tmp_path / "a.rng"
    assert find_own([Model("https://example.org/a.rng", "rng")], "x.xml", places) == tmp_path / "a.rng"


@pytest.mark.parametrize("content", [None, "<TEI/>", "no XML"])
def test_what_is_no_catalog_is_refused(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "catalog.xml").write_text(content)
    with pytest.raises(LeninTeiError, match="catalog"):
        load_catalogs([tmp_path / "catalog.xml"])


def test_a_file_is_checked_with_the_schema_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "small.rng").write_text(SMALL)
    small = load_schema(tmp_path / "small.rng")
    assert validate(EMPTY_TEI, schema=small) == []
    assert {one.code for one in validate(VALID, schema=small)} == {"S001"}
    assert "S001" in {one.code for one in validate(EMPTY_TEI)}


def test_an_xsd_is_read_too() -> None:
    ours = load_schema(ROOT / "schema/lenin_tei.xsd")
    assert validate(VALID, schema=ours) == []
    found = validate(VALID.replace(b"<publicationStmt>", b"<publicationStmt><nonsense/>"), schema=ours)
    line = VALID[: VALID.index(b"<publicationStmt>")].count(b"\n") + 1
    assert [(one.code, one.line) for one in found] == [("S001", line)]


@pytest.mark.parametrize("name", ["bad.rng", "bad.rnc", "bad.xsd", "none.rng"])
def test_a_faulty_schema_is_one_line(name: str, tmp_path: Path) -> None:
    if name.startswith("bad"):
        (tmp_path / name).write_text("<nonsense/>")
    with pytest.raises(LeninTeiError, match="cannot be used"):
        load_schema(tmp_path / name)


def test_what_is_no_address_names_no_schema() -> None:
    data = b'<?xml-model href="http://[x"?><?xml-model href="a.sch" type="application/xml"?><TEI/>'
    assert [model.href for model in read_models(data)] == ["a.sch"]


def test_an_address_in_a_catalog_that_is_none_is_passed_over(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.xml"
    catalog.write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog" xml:base="http://[x">'
        '<uri name="urn:a" uri="http://[y"/><uri name="urn:b" uri="b.rng"/></catalog>'
    )
    assert load_catalogs([catalog]).resolve("urn:b") == (tmp_path / "b.rng").as_uri()
