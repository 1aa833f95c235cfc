"""When a text was written: what its lines say, held against each other."""

from __future__ import annotations

import pytest
from lxml import etree

from lenin_tei.conversion import Options, convert

TEI = "{http://www.tei-c.org/ns/1.0}"
TEXT = """
The lamps of the harbour were lit at nine, and nobody saw who had lit them, because everybody had gone to the quay to
see the ship that had come in from the north with the tide tables of the whole year.
""".strip().replace("\n", " ")
PAGE = "Anna Holm\n\n{title}\n\n{heading}{front}\n\n{text}\n"
OPENER = "Anna Holm\n\nA Letter to the Harbour Office\n\n{front}\n\nBergen, {day}\n\nDear Sir,\n\n"
LETTER = OPENER + "{text}\n\nYours truly,\nA. Holm\n"


def read(words: str) -> tuple[etree._Element, list[str]]:
    """Return the profileDesc of a transcription, and the codes of its diagnostics."""
    done = convert(words.encode(), "page.txt", Options(level="structure"))
    assert done.xml is not None
    found = etree.fromstring(done.xml).find(f"{TEI}teiHeader/{TEI}profileDesc")
    assert found is not None
    return found, [diagnostic.code for diagnostic in done.diagnostics]


def page(title: str = "The Lamps", heading: str = "", front: str = "") -> etree._Element:
    return read(PAGE.format(title=title, heading=heading and f"{heading}\n\n", front=front, text=TEXT))[0]


def letter(front: str, day: str) -> tuple[etree._Element, list[str]]:
    return read(LETTER.format(front=front, day=day, text=TEXT))


def written(profile: etree._Element) -> tuple[dict[str, str], str]:
    """Return attributes and words of the date of writing."""
    date = profile.find(f"{TEI}creation/{TEI}date")
    assert date is not None
    return {str(name): str(value) for name, value in date.attrib.items()}, date.text or ""


def sent(profile: etree._Element) -> dict[str, str]:
    date = profile.find(f"{TEI}correspDesc/{TEI}correspAction[@type='sent']/{TEI}date")
    return {} if date is None else {str(name): str(value) for name, value in date.attrib.items()}


def test_a_heading_that_is_the_date_of_the_issue_says_only_when_the_text_was_printed() -> None:
    made = page(heading="(21 October 1946)", front="From The Harbour Gazette, Vol. 10 No. 42, 21 October 1946, p. 7.")
    assert written(made) == ({"notAfter": "1946-10-21"}, "21 October 1946 or earlier")


def test_a_heading_that_is_no_date_of_an_issue_is_the_date_of_writing() -> None:
    made = page(heading="(July 1946)", front="From The Harbour Gazette, Vol. 10 No. 42, 21 October 1946, p. 7.")
    assert written(made) == ({"when": "1946-07"}, "July 1946")


def test_a_day_that_the_title_gives_in_both_calendars_is_of_the_old_one() -> None:
    made = page(title="Speech on the Lamps, December 14(27), 1917", front="Delivered: 14 December, 1917")
    assert written(made) == ({"when": "1917-12-27", "calendar": "#julian"}, "14 December, 1917")
    assert made.find(f"{TEI}calendarDesc/{TEI}calendar") is not None


def test_another_day_of_that_month_stays_as_it_stands() -> None:
    made = page(title="Speech on the Lamps, December 14(27), 1917", front="Delivered: 12 December, 1917")
    assert written(made)[0] == {"when": "1917-12-12"}


def test_the_date_line_of_a_letter_is_finer_than_a_month_above_it() -> None:
    made, codes = letter("Written: July 1942", "18th July, 1942")
    assert written(made)[0] == {"when": "1942-07"}
    assert sent(made) == {"when": "1942-07-18"}
    assert codes == []


@pytest.mark.parametrize(
    ("front", "day", "codes"),
    [
        ("Written: 1 March, 1953", "March 1, 1954", ["T012"]),
        ("Written: June 1942", "18th July, 1942", ["T012"]),
        ("Written: 1 March, 1954", "March 1, 1954", []),
        ("Written: November 12, 1917", "October 30, 1917", []),  # one day in the two calendars
        ("Written: 1924-1936", "March 1, 1930", []),
    ],
)
def test_two_days_that_contradict_each_other_are_told(front: str, day: str, codes: list[str]) -> None:
    assert letter(front, day)[1] == codes


def test_a_date_line_under_a_text_says_when_it_was_written() -> None:
    words = f"Postscript to the Tide Tables\n\n{TEXT}\n\nThe Author\n\nBergen\nNovember 30, 1921\n"
    assert written(read(words)[0])[0] == {"when": "1921-11-30"}
