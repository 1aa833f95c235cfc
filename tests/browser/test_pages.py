from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

if TYPE_CHECKING:
    from playwright.sync_api import Page

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.xml"))
ROOT = Path(__file__).parent.parent.parent
LETTERS = sorted((ROOT / "corpus").glob("**/letter.xml"))
Show = Callable[..., "Page"]


@pytest.mark.parametrize("sample", [*SAMPLES, *LETTERS], ids=lambda path: path.stem)
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_axe_finds_nothing(sample: Path, scheme: str, width: int, show: Show, axe: str):
    page = show(sample.read_bytes(), width=width, scheme=scheme)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


@pytest.mark.parametrize("sample", [*SAMPLES, *LETTERS], ids=lambda path: path.stem)
def test_nothing_is_wider_than_the_screen(sample: Path, show: Show):
    page = show(sample.read_bytes())
    for width in (390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{sample.stem}-{width}.png", full_page=True)


def sample(name: str) -> bytes:
    return (Path(__file__).parent / "samples" / f"{name}.xml").read_bytes()


def test_our_style_passes_our_own_policy(show: Show):
    page = show(sample("sections"))
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


def test_a_note_is_reached_and_left_by_keyboard(show: Show):
    page = show(sample("sections"))
    marker = page.locator('[role="doc-noteref"]').first
    marker.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById(location.hash.slice(1)).tagName") == "LI"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "doc-backlink"
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById(location.hash.slice(1)).getAttribute('role')") == "doc-noteref"


def test_notes_hang_beside_their_markers_on_wide_screens_and_stand_at_the_end_on_narrow_ones(show: Show):
    notes = "".join(
        f"<p>Words<note><p>Note {n}. {'It is long. ' * 30}</p></note> and more words.</p>" for n in range(4)
    )
    head = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"
    page = show(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}<text><body>{notes}</body></text></TEI>'.encode())
    boxes = "[...document.querySelectorAll('%s')].map(one => one.getBoundingClientRect().toJSON())"
    items, markers = page.evaluate(boxes % ".endnotes > li"), page.evaluate(boxes % ".noteref")
    text = page.evaluate("document.querySelector('main').getBoundingClientRect().toJSON()")
    assert abs(items[0]["top"] - markers[0]["top"]) < 12
    assert all(item["left"] >= text["right"] for item in items)
    assert all(above["bottom"] < below["top"] for above, below in zip(items, items[1:], strict=False)), (
        "one over another"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    page.set_viewport_size({"width": 820, "height": 900})
    items, markers = page.evaluate(boxes % ".endnotes > li"), page.evaluate(boxes % ".noteref")
    assert items[0]["top"] > markers[-1]["bottom"]
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="print")
    items, markers = page.evaluate(boxes % ".endnotes > li"), page.evaluate(boxes % ".noteref")
    assert items[0]["top"] > markers[-1]["bottom"]


def test_the_first_tab_skips_to_the_text(show: Show):
    page = show(sample("sections"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_other_readings_are_shown_on_request_without_script(show: Show):
    page = show(sample("apparatus"))
    reading = page.locator(".alternative").first
    assert not reading.is_visible()
    page.locator('[data-show="readings"]').check()
    assert reading.is_visible()


def test_names_can_be_made_plain(show: Show):
    page = show(sample("sections"))
    line = "getComputedStyle(document.querySelector('main p .name')).textDecorationLine"
    assert page.evaluate(line) == "underline"
    page.locator('[data-show="names"]').uncheck()
    assert page.evaluate(line) == "none"


def test_dark_is_dark_and_print_is_black_on_white(show: Show):
    page = show(sample("sections"), scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(25, 24, 22)"
    page.emulate_media(media="print")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    assert not page.locator(".side").is_visible()


PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()
EVERYWHERE = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title/><author/><editor/></titleStmt>
<publicationStmt><publisher/><idno/><availability><licence target="x">x</licence></availability></publicationStmt>
<notesStmt><note type="transcription"><ab/></note></notesStmt><sourceDesc><bibl/></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="x"/></langUsage></profileDesc></teiHeader>
<standOff><listPerson><person xml:id="x"><persName/><idno type="x"/><note/></person></listPerson></standOff>
<text><body><div type="x"><head/><p n="x" rend="x" style="x" xml:lang="x"/>
<p><persName ref="x" key="x"/><date when="x"/><ref target="x"/><ptr target="x"/><graphic url="x"/><note n="x"/>
<pb n="x" facs="x"/><choice><sic/><corr cert="x"/></choice><unclear reason="x"/>
<list><item n="x"/></list><table><row><cell cols="x"/></row></table></p></div></body></text></TEI>"""


def poisoned(payload: str) -> bytes:
    """Return TEI with *payload* as every text and every attribute."""
    root = etree.fromstring(EVERYWHERE)
    for element in root.iter("*"):
        if len(element) == 0:
            element.text = payload
        for name in element.attrib:
            if element.get(name) == "x":
                element.set(name, payload)
    return etree.tostring(root)


def test_payloads_stay_text(show: Show):
    for payload in PAYLOADS:
        page = show(poisoned(payload))
        assert page.evaluate("window.hacked") is None, payload
        assert page.locator("h1").inner_text().split() == payload.split()
        protocols = page.evaluate("[...document.querySelectorAll('a')].map(link => link.protocol)")
        assert set(protocols) <= {"file:", "http:", "https:", "mailto:"}, payload
        assert page.evaluate("document.querySelectorAll('script').length") == 1, payload
        bad = "script:not([type]), iframe, object, embed, base, form, svg, math, [onerror], [onload], [style]"
        assert page.evaluate(f"document.querySelectorAll('{bad}').length") == 0, payload
        page.close()
