"""What --fix mends, and that it leaves the rest alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenin_tei.fixes import fix
from lenin_tei.validation import validate

ROOT = Path(__file__).parent.parent
SMALL = (ROOT / "tests/rejects/H003/input.xml").read_bytes().replace(b"<p/>", b"<p>More words.</p>")


def with_words(words: str, encoding: str = "utf-8") -> bytes:
    return SMALL.decode().replace("More words.", words).encode(encoding)


@pytest.mark.parametrize(
    ("typed", "mended", "code"),
    [
        ("Marx & Engels, a&b;c &amp; &#38;", None, None),
        ("Marx & Engels &amp; others &#38; &#x26;", "Marx &amp; Engels &amp; others &#38; &#x26;", "X001"),
        ("caf&eacute;&nbsp;&lt;", "caf&#233;&#160;&lt;", "X001"),
        ("x ]]> y", "x ]]&gt; y", "X001"),
        ("cafe\u0301 ë", "café ë", "H007"),
        ("<!-- a & b -->&#8212;", "<!-- a & b -->&#8212;", ""),
    ],
)
def test_a_fault_with_one_remedy_is_mended(typed: str, mended: str | None, code: str | None) -> None:
    done = fix(with_words(typed), "input.xml")
    if mended is None:
        assert [one.code for one in validate(done.data)] == ["X001"]
        return
    assert done.data == with_words(mended)
    assert {one.code for one in done.diagnostics} == ({code} if code else set())
    assert validate(done.data, "input.xml") == []


def test_a_root_without_namespace_gets_it() -> None:
    data = b"<!-- <TEI> -->\n" + SMALL.split(b"\n", 1)[1].replace(b' xmlns="http://www.tei-c.org/ns/1.0"', b"")
    done = fix(data, "input.xml")
    assert [(one.code, one.line) for one in done.diagnostics] == [("H001", 2)]
    assert validate(done.data, "input.xml") == []


def test_white_space_before_the_declaration_goes() -> None:
    assert fix(b"\n  " + SMALL).data == SMALL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_all_other_bytes_stay(encoding: str, line_end: str) -> None:
    words = with_words("Marx & “Engels” ü").decode().replace("\n", line_end).replace("UTF-8", encoding[:6])
    expected = words.replace("Marx &", "Marx &amp;").encode(encoding)
    assert fix(words.encode(encoding)).data == expected


@pytest.mark.parametrize(
    "data",
    [
        SMALL,
        with_words("text </p><p/>"),
        with_words("<hi>never closed & so on"),
        SMALL.replace(b"<TEI", b"<!DOCTYPE TEI [<!ENTITY a 'b'>]><TEI").replace(b"More", b"& More"),
        b"\xff\xfe\x00",
        b"plain & simple",
        b"",
    ],
)
def test_what_has_no_safe_remedy_is_left_alone_or_no_worse(data: bytes) -> None:
    done = fix(data)
    assert len(validate(done.data)) <= len(validate(data))
    if b"DOCTYPE" in data or not done.diagnostics:
        assert done.data == data


PARTS = [
    "&",
    "&amp;",
    "&nbsp;",
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<p>",
    "</p>",
    "<hi rend='&'/>",
    "e\u0301",
    "<TEI>",
    " ",
    "<",
    "'",
    '"',
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_mending_twice_is_mending_once_and_never_makes_worse(parts: list[str]) -> None:
    data = with_words("".join(parts))
    once = fix(data)
    assert fix(once.data).data == once.data
    before, after = validate(data), validate(once.data)
    assert [one.code[0] == "X" for one in after[:1]] <= [one.code[0] == "X" for one in before[:1]] or not before
