"""Regular expressions of XML Schema."""

from __future__ import annotations

import time

import pytest

from lenin_tei.relaxng.regex import Regex

MATCHES = [
    ("abc", "abc", "abcd"),
    ("a|bc|", "", "b"),
    ("(a|b)*c", "ababc", "abab"),
    ("a?b+", "bb", "aab"),
    ("a{2}", "aa", "aaa"),
    ("a{2,3}", "aaa", "aaaa"),
    ("a{2,}", "aaaaa", "a"),
    ("[a-c-]+", "a-c", "d"),
    ("[^a]", "b", "a"),
    ("[a-z-[aeiou]]+", "xyz", "xaz"),
    (r"\d\D\s\S\w\W", "5x yé!", "xx yé!"),
    (r"\i\c*", "xml:id-1", "1x"),
    (r"[\i-[:]][\c-[:]]*", "note", "a:b"),
    (r"\p{Lu}\P{Lu}", "Aa", "AA"),
    (r"\p{L}+", "Ленин", "a1"),
    (r"\p{IsCyrillic}+", "Ленин", "Lenin"),
    (r"\.\\\?\*\+\{\}\(\)\[\]\|\-\^", ".\\?*+{}()[]|-^", "x"),
    (".", "é", "\n"),
    ("^a$", "^a$", "a"),
    (r"(\-?[\d]+/\-?[\d]+)", "-3/4", "3"),
    ("𝔸", "𝔸", "A"),
]

FAULTY = r"( ) [ [] a{ a{x} a{3,2} * ?a [b-a] \q \p{Xx} \p{IsNowhere} [a[b] } ] a{99999999999} (a{5000}){5000} \ "


@pytest.mark.parametrize(("expression", "taken", "refused"), MATCHES)
def test_an_expression_matches_whole_texts(expression: str, taken: str, refused: str) -> None:
    regex = Regex(expression)
    assert regex.matches(taken)
    assert not regex.matches(refused)


@pytest.mark.parametrize("expression", [*FAULTY.split(), "(" * 100])
def test_a_faulty_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Regex(expression)


def test_time_grows_with_the_text_only() -> None:
    start = time.process_time()
    assert not Regex("(a+)+b").matches("a" * 20_000)
    assert not Regex("(a|a)*(a|aa)*c").matches("a" * 20_000)
    assert time.process_time() - start < 2
