from __future__ import annotations

import time

from lxml import etree

from lenin_tei.diagnostics import Diagnostic
from lenin_tei.fidelity import check_fidelity

TITLES = "<titleStmt><title>The Title</title><author>A. Author</author></titleStmt>"
HEADER = f"<teiHeader><fileDesc>{TITLES}</fileDesc></teiHeader>"


def check(transcription: str, body: str) -> list[Diagnostic]:
    tei = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">\n{HEADER}\n<text><body>\n<div>{body}</div></body></text></TEI>'
    return list(check_fidelity(transcription, etree.fromstring(tei), "x.xml"))


def message(transcription: str, body: str) -> str:
    [found] = check(transcription, body)
    assert found.code == "F001"
    assert found.path == "x.xml"
    return found.message


def test_white_space_does_not_count():
    assert not check("Dear\n\n\nSir,\u00a0hello ", "<p>Dear Sir,</p>\n<p>hel<hi>lo</hi></p>")


def test_lost_characters_are_counted_and_quoted_on_both_sides_with_both_lines():
    [found] = check("first\n\nsecond word", "<p>first</p>\n<p>word</p>")
    assert found.line == 5
    assert found.message.startswith("6 characters lost; line 3 of the transcription reads “first |second word”")
    assert "the TEI reads “first |word”" in found.message


def test_invented_characters_are_told():
    assert message("a b c", "<p>a b d c</p>").startswith("1 character invented; line 1")


def test_moved_text_is_told():
    assert message("one two three", "<p>one three two</p>").startswith("text moved; line 1")


def test_a_changed_character_is_one_lost_and_one_invented():
    assert message("to he feasible", "<p>to be feasible</p>").startswith("1 character lost and 1 character invented")


def test_text_missing_at_the_end_is_quoted():
    assert "the TEI reads nothing more after “a b”" in message("a b c", "<p>a b</p>")


def test_text_invented_at_the_end_is_quoted():
    assert "of the transcription reads nothing more after “a b”" in message("a b", "<p>a b c</p>")


def test_one_space_less_is_faithful_but_one_soft_hyphen_less_is_not():
    assert message("so\u00adcial", "<p>social</p>").startswith("1 character lost")


def test_header_title_and_author_stand_in_for_title_lines_the_body_does_not_repeat():
    assert not check("A. Author\n\nThe\nTitle\n\nText.", "<p>Text.</p>")


def test_header_title_does_not_stand_in_where_the_body_has_a_head():
    assert not check("A. Author\n\nThe Title\n\nText.", "<head>The Title</head><p>Text.</p>")
    twice = message("The Title\n\nThe Head\n\nText.", "<head>The Head</head><p>Text.</p>")
    assert twice.startswith("8 characters lost")


def test_a_corrected_slip_is_faithful():
    assert not check("to he feasible", "<p>to <choice><sic>he</sic><corr>be</corr></choice> feasible</p>")


def test_a_gap_the_editor_marked_is_faithful():
    assert not check("to feasible", "<p>to <gap/> feasible</p>")


def test_an_empty_transcription_and_an_empty_text_agree():
    assert not check("\n", "")


def test_time_is_linear_when_everything_differs():
    start = time.process_time()
    assert check("a" * 1_000_000, f"<p>{'b' * 1_000_000}</p>")
    assert time.process_time() - start < 2
