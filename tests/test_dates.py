"""The forms dates have in transcriptions: read right, or not at all."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenin_tei.dates import find_dates, find_year_lines, leading_date, read_date, resolve
from lenin_tei.dates.moments import Moment, gregorian

DAYS = {
    "18. IV. 1919": "1919-04-18",
    "17 February, [1863]": "1863-02-17",
    "17. 3. 1913": "1913-03-17",
    "3 October, 1918": "1918-10-03",
    "October 3, 1918": "1918-10-03",
    "October 3 1918": "1918-10-03",
    "October 3,1918": "1918-10-03",
    "OCTOBER 3, 1918": "1918-10-03",
    "3 October 1918.": "1918-10-03",
    "3rd October, 1918": "1918-10-03",
    "3rd of October, 1918": "1918-10-03",
    "the 18th of June, 1917": "1917-06-18",
    "Oct. 3rd, 1918": "1918-10-03",
    "Sept. 7th, 1933": "1933-09-07",
    "13 October , 1922": "1922-10-13",
    "March 21. 1922": "1922-03-21",
    "on March 15, 1917": "1917-03-15",
    "Thursday, October 3, 1918": "1918-10-03",
    "(21 October 1946)": "1946-10-21",
    "February 17 (N.S.), 1917": "1917-02-17",
    "3.X.1918": "1918-10-03",
    "3.10.1918": "1918-10-03",
    "25/10/1918": "1918-10-25",
    "10/25/1918": "1918-10-25",
    "1918-10-03": "1918-10-03",
    "29 February 1920": "1920-02-29",
}
MONTHS_AND_YEARS = {
    "October 1918": "1918-10",
    "October, 1918": "1918-10",
    "in March 1911": "1911-03",
    "in July, 1916": "1916-07",
    "(May 1997)": "1997-05",
    "1918-02": "1918-02",
    "1918": "1918",
    "[1977]": "1977",
}
SPANS = {
    "October 3-5, 1918": ("1918-10-03", "1918-10-05"),
    "12-14 November, 1917": ("1917-11-12", "1917-11-14"),
    "7 – 11 June 1922": ("1922-06-07", "1922-06-11"),
    "March 3 and 4, 1918": ("1918-03-03", "1918-03-04"),
    "12 and 13 October , 1922": ("1922-10-12", "1922-10-13"),
    "May 9, 10, 11, 1918": ("1918-05-09", "1918-05-11"),
    "August 30-September 5, 1918": ("1918-08-30", "1918-09-05"),
    "December 30, 1921-January 4, 1922": ("1921-12-30", "1922-01-04"),
    "from June 1, 1848, to May 19, 1849": ("1848-06-01", "1849-05-19"),
    "night of October 24-25, 1917": ("1917-10-24", "1917-10-25"),
    "April–May 1917": ("1917-04", "1917-05"),
    "August - September, 1917": ("1917-08", "1917-09"),
    "October—November, 1918.": ("1918-10", "1918-11"),
    "in August and September 1917": ("1917-08", "1917-09"),
    "June 1848 – May 1849": ("1848-06", "1849-05"),
    "1924-1936": ("1924", "1936"),
    "1905–07": ("1905", "1907"),
    "1914-18": ("1914", "1918"),
}
LIMITS = {
    "between May 22 and June 1, 1901": ("1901-05-22", "1901-06-01"),
    "between August 10 and 20, 1916": ("1916-08-10", "1916-08-20"),
    "between March 25 and 26, 1917": ("1917-03-25", "1917-03-26"),
    "between December 23, 1904 and January 4, 1905": ("1904-12-23", "1905-01-04"),
    "July 28 or 29, 1912": ("1912-07-28", "1912-07-29"),
    "not earlier than November 1, 1913": ("1913-11-01", None),
    "not before October 25, 1922": ("1922-10-25", None),
    "after April 10, 1916": ("1916-04-10", None),
    "later than October 5, 1904": ("1904-10-05", None),
    "prior to May 5, 1914": (None, "1914-05-05"),
    "before May 5, 1914": (None, "1914-05-05"),
    "earlier than March 25, 1917": (None, "1917-03-25"),
    "in October, not earlier than 2nd, 1909": ("1909-10-02", "1909-10-31"),
    "April, not later than the 3rd, 1919": ("1919-04-01", "1919-04-03"),
    "in April, prior to 21st, 1905": ("1905-04-01", "1905-04-21"),
    "in October prior to 24th, 1912": ("1912-10-01", "1912-10-24"),
    "in January, after 6th, 1917": ("1917-01-06", "1917-01-31"),
    "in 1905, not earlier than March 31": ("1905-03-31", "1905-12-31"),
    "in 1909, no earlier than October": ("1909-10", "1909-12"),
    "at the beginning of January 1905": ("1905-01-01", "1905-01-10"),
    "early March 1910": ("1910-03-01", "1910-03-10"),
    "early in November 1900": ("1900-11-01", "1900-11-10"),
    "in the middle of July 1919": ("1919-07-11", "1919-07-20"),
    "at the end of February 1908": ("1908-02-21", "1908-02-29"),
    "in the second half of December 1898": ("1898-12-16", "1898-12-31"),
    "in February-early March 1910": ("1910-02", "1910-03-10"),
    "in late September-early October 1907": ("1907-09-21", "1907-10-10"),
    "at the end of August–beginning of September 1916": ("1916-08-21", "1916-09-10"),
    "at the end of 1899": ("1899-09", "1899-12"),
    "in autumn 1895": ("1895-09", "1895-11"),
    "summer of 1902": ("1902-06", "1902-08"),
    "winter of 1904-05": ("1904-12", "1905-02"),
    "1860s": ("1860", "1869"),
    "18th century": ("1701", "1800"),
    "XIXth century": ("1801", "1900"),
    "the first half of the nineteenth century": ("1801", "1850"),
}
OLD_STYLE = {
    "January 18 (31), 1918": {"when": "1918-01-31"},
    "December 14(27), 1917": {"when": "1917-12-27"},
    "November 29 (December 12), 1917": {"when": "1917-12-12"},
    "October 25/November 7, 1917": {"when": "1917-11-07"},
    "October 25 [November 7], 1917": {"when": "1917-11-07"},
    "December 20, 1917 (January 2, 1918)": {"when": "1918-01-02"},
    "June 18, 1917 (O.S.)": {"when": "1917-07-01"},
    "June 18 (Old Style), 1917": {"when": "1917-07-01"},
    "November 10-25 (November 23-December 8), 1917": {"from": "1917-11-23", "to": "1917-12-08"},
    "not later than April 29 (May 12), 1917": {"notAfter": "1917-05-12"},
    "Not earlier than April 25 (May 7), but not later than September 1895": {
        "notBefore": "1895-05-07",
        "notAfter": "1895-09",
    },
}
NEW_STYLE_FIRST = {
    "September 14 (1), 1905": "1905-09-14",
    "February 25 (12), 1918": "1918-02-25",
    "May 4 (April 21), 1917": "1917-05-04",
    "June 17 (4), 1912": "1912-06-17",
}
NOTHING = (
    "October 3",
    "early March",
    "January 19O5",
    "Mach 5, 1918",
    "July z3, 1936",
    "[197[4]]",
    "1905-07",
    "1918?",
    "about 1918",
    "31 April 1917",
    "February 30, 1918",
    "29 February 1918",
    "October 25 (November 8), 1917",
    "October 3 (4), 1918",
    "December 20 (January 2), 1917",
    "between December 23 and January 4, 1905",
    "October 5-3, 1918",
    "5/10/1918",
    "October 1917-18",
    "1918-07-05-03",
    "winter 1905",
    "1925-1918",
    "in Paris",
    "",
    "No. 213",
    "1,918",
    "April a, 1930",
)


@pytest.mark.parametrize(("typed", "when"), [*DAYS.items(), *MONTHS_AND_YEARS.items(), *NEW_STYLE_FIRST.items()])
def test_a_date_is_read(typed: str, when: str) -> None:
    assert read_date(typed) == {"when": when}


@pytest.mark.parametrize(("typed", "ends"), SPANS.items())
def test_a_span_of_time_is_read(typed: str, ends: tuple[str, str]) -> None:
    assert read_date(typed) == {"from": ends[0], "to": ends[1]}


@pytest.mark.parametrize(("typed", "ends"), LIMITS.items())
def test_a_date_within_limits_is_read(typed: str, ends: tuple[str | None, str | None]) -> None:
    expected = {name: value for name, value in zip(("notBefore", "notAfter"), ends, strict=True) if value}
    assert read_date(typed) == expected


@pytest.mark.parametrize(("typed", "expected"), OLD_STYLE.items())
def test_an_old_style_date_is_given_in_the_new_style_and_says_so(typed: str, expected: dict[str, str]) -> None:
    assert read_date(typed) == expected | {"calendar": "#julian"}


@pytest.mark.parametrize("typed", NOTHING)
def test_what_is_no_date_or_may_be_two_gives_nothing(typed: str) -> None:
    assert read_date(typed) is None


def test_the_table_is_as_long_as_promised() -> None:
    read = [DAYS, MONTHS_AND_YEARS, SPANS, LIMITS, OLD_STYLE, NEW_STYLE_FIRST]
    assert sum(map(len, read)) >= 60


def test_a_leading_date_ends_where_the_place_begins() -> None:
    typed = "between May 22 and June 1, 1901, in Munich and mailed to a local address"
    found = leading_date(typed)
    assert found is not None
    assert typed[found.start : found.end] == "between May 22 and June 1, 1901"


def found_in(text: str, year: int | None = None) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], " ".join(one.attributes.values())) for one in find_dates(text, year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("held on October 3 on Lenin’s proposal", [("October 3", "--10-03")]),
        ("From March 3, at 1 p.m., to March 5, at 7", [("March 3", "--03-03"), ("March 5", "--03-05")]),
        ("Congress of March 18-23, 1919, and of June", [("March 18-23, 1919", "1919-03-18 1919-03-23")]),
        ("on October 25 (November 7), 1917, the", [("October 25 (November 7), 1917", "1917-11-07 #julian")]),
        ("before October 25, 1917 and since 1905", [("October 25, 1917", "1917-10-25"), ("1905", "1905")]),
        ("from 1918 to 1925; in 1927, 1928, and 1929", [(y, y) for y in ("1918", "1925", "1927", "1928", "1929")]),
        ("Karl Siebel (1836-1868), a poet", [("1836-1868", "1836 1868")]),
        ("Progress Publishers, Moscow, 1969, p. 48", [("1969", "1969")]),
        ("the revolution of 1848-49 and the 1860s", [("1848-49", "1848 1849"), ("1860s", "1860 1869")]),
        (
            "the Fall of 1932, early in 1933",
            [("Fall of 1932", "1932-09 1932-11"), ("early in 1933", "1933-01 1933-04")],
        ),
        ("At the end of June he went", [("end of June", "--06-21 --06-30")]),
        ("Vol. 2 No. 35, 11 May 1922, p. 274.", [("11 May 1922", "1922-05-11")]),
        ("in No. 5 October 1918", [("October 1918", "1918-10")]),
        ("in October he left", [("October", "--10")]),
        ("October 3, 1918[1]", [("October 3, 1918", "1918-10-03")]),
        ("holds on the 1st of May. Workers", [("1st of May", "--05-01")]),
        ("in the eighteenth century", [("eighteenth century", "1701 1800")]),
        ("built prior to 1900, as early as 1893", [("1900", "1900"), ("1893", "1893")]),
        ("The master, born 1809, died 1865.", [("1809", "1809"), ("1865", "1865")]),
        ("the harbour in the years after, 1851-58, was", [("1851-58", "1851 1858")]),
        ("a quiet time—1851-58, and", [("1851-58", "1851 1858")]),
        ("Tides of the North, 1848 to 1850, and", [("1848", "1848"), ("1850", "1850")]),
        ("printed on December15 (28), 1917", [("December15 (28), 1917", "1917-12-28 #julian")]),
    ],
)
def test_dates_are_found_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1,918 men and § 1918 and 1918 men",
        "in 1500 villages, of 1500 workers, by 1200 men",
        "the October Revolution, May Day, the July days, the March Action",
        "he may go; the long march 3 of them made",
        "in March 20 delegates came",
        "page (1598.) and (1612)",
        "about 1830 (see below) 1.918 2:1917 $1918",
        "in 44 B.C. and in 1200 B.C. and the 19th century B.C.",
        "January 19O5",
        "October 25 (November 8), 1917",
        "in 1918-07-05-03",
        "the winter of 2003",
        "pp. 12, 1844-48, No. 7, 1844-48, p. 1840—1845",
        "1848 to 1850 boats",
        "12—1850 of them",
        "sailed 3 Oct. 18",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_a_year_that_is_a_whole_line_of_a_heading_is_found() -> None:
    text = "Letters from the Harbour\n1919\nTo the master\n[1920]"
    assert [one.attributes for one in find_year_lines(text)] == [{"when": "1919"}, {"when": "1920"}]
    assert list(find_year_lines("1919 boats\nNo. 1919")) == []


def test_the_year_of_the_document_is_taken_where_none_is_typed() -> None:
    text = "on October 3, and on June 18 (Old Style)"
    assert found_in(text, 1917) == [("October 3", "1917-10-03"), ("June 18 (Old Style)", "1917-07-01 #julian")]
    assert resolve({"when": "--10-03"}, 1918) == {"when": "1918-10-03"}
    assert resolve({"when": "--02-29"}, 1918) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((1900, 2, 28), (1900, 3, 12)),
        ((1900, 2, 29), (1900, 3, 13)),
        ((1900, 3, 1), (1900, 3, 14)),
        ((1895, 12, 31), (1896, 1, 12)),
        ((1918, 1, 31), (1918, 2, 13)),
        ((1582, 10, 5), (1582, 10, 15)),
        ((1800, 2, 28), (1800, 3, 11)),
    ],
)
def test_the_julian_calendar_is_converted(old: tuple[int, int, int], new: tuple[int, int, int]) -> None:
    assert gregorian(Moment(*old)) == Moment(*new)


MONTHS = "January February March April May June July August September October November December".split()


@given(st.dates())
def test_every_day_is_read_back_in_three_spellings(day: object) -> None:
    year, month, number = map(int, str(day).split("-"))
    name = MONTHS[month - 1]
    expected = {"when": str(day)} if 1000 <= year < 2100 else None
    for typed in (f"{number} {name} {year:04d}", f"{name} {number}, {year:04d}", str(day)):
        assert read_date(typed) == expected


@given(
    st.lists(
        st.sampled_from(
            [
                "October",
                "3",
                "3rd",
                "(",
                ")",
                ",",
                "-",
                "–",
                "1918",
                "and",
                "to",
                "between",
                "not",
                "later",
                "than",
                "end",
                "of",
                "in",
                ".",
                "/",
                "century",
                "19th",
                "1860s",
                "[",
                "the",
                "\n",
            ]
        )
    )
)
def test_any_row_of_date_words_is_read_without_exception(words: list[str]) -> None:
    text = " ".join(words)
    read_date(text)
    ends = [(one.start, one.end) for one in find_dates(text)]
    assert all(first[1] <= second[0] for first, second in pairwise(ends))


@given(st.text())
def test_any_text_is_searched_without_exception(text: str) -> None:
    list(find_dates(text))
    read_date(text)


def test_long_rows_of_numbers_take_linear_time() -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        list(find_dates(text))
        return time.process_time() - start

    for unit in ("1918 ", "October ", "3, ", "October 3 - ", "(1918", "in 1918-"):
        seconds(unit * 100)
        assert min(seconds(unit * 8000) for _ in range(3)) < 40 * max(seconds(unit * 1000), 0.005)


@pytest.mark.parametrize("typed", ["18 (31) January 1918", "18 (31) January, 1918", "January 18 (31), 1918"])
def test_both_calendars_are_one_day_wherever_the_month_stands(typed: str) -> None:
    assert read_date(typed) == {"when": "1918-01-31", "calendar": "#julian"}


@pytest.mark.parametrize(
    "typed", ["August 18 and 22, 1912", "first week of September", "18 (32) January 1918", "1 (14) February"]
)
def test_where_a_date_is_unclear_nothing_is_said(typed: str) -> None:
    assert read_date(typed) is None
