"""The report of every morning: true counts, the most doubtful first, what changed, a page that asks for nothing."""

from __future__ import annotations

import base64
import json
import os
import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from test_cli import run as program

from lenin_tei.cli import lenin_tei
from lenin_tei.corpus.charts import draw_shares, draw_years, has_charts

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{0}"><teiHeader><fileDesc><titleStmt><title>{1}</title>
<author>Anna Berg</author></titleStmt><publicationStmt><p>Free.</p></publicationStmt><sourceDesc><p/></sourceDesc>
</fileDesc><profileDesc>{2}</profileDesc></teiHeader><text><body><div type="letter">{3}</div></body></text></TEI>"""
DATED = '<creation><date when="{}"/></creation>'.format


def write(folder: Path, name: str, title: str = "A letter", date: str = "1816", text: str = "<p>Words.</p>") -> None:
    (folder / f"{name}.xml").write_text(TEI.format(name, title, DATED(date) if date else "", text), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    write(source, "a", text="<p>One <persName>Carl</persName>, <persName>Carl</persName>.</p>")
    write(source, "b", date="1817", text="<p>It was as [1] he had</p><p>told [2] us</p><p>before \ufffd</p>")
    write(source, "c", "<script>alert(1)</script>".replace("<", "&lt;"), "", "<p><persName>Emil</persName> came.</p>")
    return source


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        lenin_tei, ["corpus", "report", str(folder), "-o", str(folder.parent / "out"), *arguments]
    )


def report(folder: Path, *arguments: str) -> dict[str, Any]:
    assert run(folder, "--no-validate", "--jobs", "1", *arguments).exit_code == 0
    data: dict[str, Any] = json.loads((folder.parent / "out" / "report.json").read_text("utf-8"))
    return data


def page(folder: Path) -> str:
    report(folder)
    return (folder.parent / "out" / "report.html").read_text("utf-8")


def test_the_counts_are_true(folder: Path) -> None:
    found = report(folder)
    assert (found["documents"], found["letters"], found["notes"]) == (3, 0, 0)
    assert found["years"] == [
        {"label": "1816", "documents": 1},
        {"label": "1817", "documents": 1},
        {"label": "—", "documents": 1},
    ]
    assert found["kinds"] == [{"label": "letter", "documents": 3}]
    covered = {one["fact"]: one["percent"] for one in found["coverage"]}
    assert (covered["a date of writing"], covered["a title"], covered["a place of writing"]) == (66.7, 100.0, 0.0)


def test_the_most_doubtful_document_comes_first(folder: Path) -> None:
    first = report(folder)["look"][0]
    assert first["path"].endswith("b.xml")
    assert any("note marker" in reason for reason in first["reasons"])


def test_names_that_lead_nowhere_are_told_by_number(folder: Path) -> None:
    assert [(one["words"], one["count"]) for one in report(folder)["unlinked"]] == [("Carl", 2), ("Emil", 1)]


def test_validation_adds_to_the_doubt(folder: Path) -> None:
    report(folder)
    assert run(folder, "--jobs", "1").exit_code == 0
    validated = json.loads((folder.parent / "out" / "report.json").read_text("utf-8"))
    assert {one["code"][0] for one in validated["findings"]} > {"C"}


def test_what_the_build_was_not_sure_of_counts_until_somebody_edits_the_tei(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    (folder / "transcriptions").mkdir(parents=True)
    (folder / "edition.toml").write_text('title = "Letters"\n')
    for name in ("a", "b", "broken"):
        text = f"Anna Berg\n\nLetter {name}\n\nWritten: 3 May 1901;\nShelved: {name}\n\nThe harbour is open.\n"
        (folder / "transcriptions" / f"{name}.txt").write_text(text)
    (folder / "transcriptions" / "broken.decisions.toml").write_text("= 3")
    assert program("corpus", "build", "--jobs", "1", folder=folder).code == 1
    tei = folder / "tei" / "b.xml"
    tei.write_text(tei.read_text("utf-8").replace("harbour", "port"), "utf-8")
    found = report(folder)
    look = {Path(one["path"]).name: one["reasons"] for one in found["look"]}
    assert any(reason.startswith("T010") for reason in look["a.xml"])
    assert not any(reason.startswith("T010") for reason in look.get("b.xml", ()))
    assert look["broken.txt"] == ["C004 a document cannot be built"]
    assert found["documents"] == 2


def test_the_next_report_tells_what_has_changed(folder: Path) -> None:
    assert report(folder)["changes"] == {}
    write(folder, "b", date="1817")
    write(folder, "d", "Another", "1818", "<p>New words.</p>")
    (folder / "c.xml").unlink()
    changes = report(folder)["changes"]
    named = {name: [Path(path).name for path in one["first"]] for name, one in changes.items()}
    assert (named["new"], named["removed"], named["changed"]) == (["d.xml"], ["c.xml"], ["b.xml"])
    assert "b.xml" in named["better"]
    same = report(folder)["changes"]
    assert not any(one["count"] for one in same.values())


def test_a_spoilt_memory_is_a_first_report(folder: Path) -> None:
    report(folder)
    (folder.parent / "out" / ".lenin-tei" / "report.json").write_text("[1]")
    assert report(folder)["changes"] == {}


def test_the_page_runs_nothing_and_asks_for_nothing(folder: Path) -> None:
    written = page(folder)
    style = re.search(r"<style>(.*?)</style>", written, re.S)
    assert style is not None
    hashed = base64.b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#39;sha256-{hashed}" in written or f"style-src 'sha256-{hashed}'" in written
    assert "<script" not in written
    assert " style=" not in written
    assert not re.search(r'(?:src|href)="(?:https?:)?//', written)


class Tags(HTMLParser):
    """Collects what the page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_can_be_read_by_ear(folder: Path) -> None:
    tags = Tags()
    tags.feed(page(folder))
    assert [tag for tag, _ in tags.seen].count("main") == 1
    assert all(attributes.get("scope") for tag, attributes in tags.seen if tag == "th")
    ids = [attributes["id"] for _, attributes in tags.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {attributes["aria-labelledby"] for _, attributes in tags.seen if "aria-labelledby" in attributes}
    assert labels <= set(ids)
    assert ("html", {"lang": "en"}) in tags.seen


def test_links_lead_to_the_documents(folder: Path) -> None:
    tags = Tags()
    tags.feed(page(folder))
    links = [attributes["href"] or "" for tag, attributes in tags.seen if tag == "a"]
    assert all((folder.parent / "out" / link).exists() for link in links if not link.startswith("#"))


def test_charts_have_no_style_and_no_font_of_their_own() -> None:
    if not has_charts():
        if os.environ.get("CI"):
            pytest.fail("leather is not installed, and CI skips nothing")
        pytest.skip("leather is not installed")
    years = draw_years([(str(year), year % 7) for year in range(1870, 1925)])
    shares = draw_shares([("a title", 100.0), ("<b>", 50.0)])
    for chart in (years, shares):
        assert chart.startswith("<svg viewBox=")
        assert "font-family" not in chart
        assert "style" not in chart
        assert 'aria-hidden="true"' in chart
    assert "&lt;b&gt;" in shares
    assert years.count('class="series') == 1
    assert draw_years([("1918", 3), ("—", 2)]) == ""


def test_the_same_archive_gives_the_same_page(folder: Path) -> None:
    report(folder)
    assert page(folder) == page(folder)
