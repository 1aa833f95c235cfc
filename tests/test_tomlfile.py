"""TOML files that editors write: whatever is wrong with one is told in one line, with file and line."""

from __future__ import annotations

import pytest

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.edition import load_edition
from lenin_tei.names.decisions import load_decisions
from lenin_tei.profile_tables import check_profile
from lenin_tei.tomlfile import read_toml


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a = 1\nb = \n", "f.toml:2:5: not a TOML file: Invalid value"),
        (b"a = 1\na = 2\n", "f.toml:2:6: not a TOML file: Cannot overwrite a value"),
        (b'a = """\n', "f.toml:2: not a TOML file"),
        (b'a = 1\nb = "\xff"\n', "f.toml:2: not UTF-8"),
        (b"a = 1\nb = " + b"9" * 5_000, "f.toml:2: a number has too many digits"),
        (b"a = 1\nb = " + b"[" * 5_000, "f.toml:2: brackets are nested too deeply"),
        (b"a = 1\n" + b"a." * 100_000 + b"b = 1", "f.toml:2: a key has too many parts"),
        (b"a = 1\nb = { " + b'"a" . ' * 100 + b"b = 1 }", "f.toml:2: a key has too many parts"),
        (b'a = 1\nb = "one\\u0001"', "f.toml:2: U+0001 cannot stand in XML; remove it"),
        (b'a = 1\nb = ["\\f"]', "f.toml:2: U+000C cannot stand in XML; remove it"),
        (b'a = 1\nb = { "\\U0000FFFE" = 2 }', "f.toml:2: U+FFFE cannot stand in XML; remove it"),
        ('a = 1\nb = "\uffff"'.encode(), "f.toml:2: U+FFFF cannot stand in XML; remove it"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(LeninTeiError) as raised:
        read_toml(data, "f.toml")
    assert str(raised.value).startswith(said)
    assert "\n" not in str(raised.value)


def test_a_byte_order_mark_and_line_ends_of_windows_are_read() -> None:
    assert read_toml(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n", "f.toml") == ("a = 1\nb = 2\n", {"a": 1, "b": 2})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('language = "not a tag"', 'e.toml:2: "language" must be a language tag'),
        ('idno = { "my number" = "1" }', 'e.toml:2: "my number" can be no type of idno'),
        ('idno = { "" = "1" }', 'e.toml:2: "" can be no type of idno'),
        ('licence = { target = "http://a.example/b c" }', 'e.toml:2: "http://a.example/b c" is no address'),
    ],
)
def test_what_tei_could_not_hold_is_refused_in_an_edition_file(line: str, said: str) -> None:
    with pytest.raises(LeninTeiError) as raised:
        load_edition(f'publisher = "P"\n{line}\n'.encode(), "e.toml")
    assert said in str(raised.value)


@pytest.mark.parametrize(("key", "value"), [("language", "my tongue"), ("text_type", "two words")])
def test_what_tei_could_not_hold_is_refused_in_a_profile(key: str, value: str) -> None:
    with pytest.raises(LeninTeiError, match=rf'p\.toml:2: "{key}" must be'):
        check_profile({key: value}, f'title = "x"\n{key} = "{value}"\n', "p.toml")


def test_the_editor_of_a_decision_is_one_word() -> None:
    with pytest.raises(LeninTeiError, match=r"d\.toml:1: by must be one word"):
        load_decisions(b'[[reject]]\nform = "the Party"\nby = "Clara Example"\n', "d.toml")


def test_an_error_is_one_line_without_control_characters() -> None:
    assert str(LeninTeiError("a\nb\x1b[31m: no such file")) == "a\\x0ab\\x1b[31m: no such file"
