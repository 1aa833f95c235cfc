"""Datatypes: what each takes, when two values are equal, what parameters do.  The verdicts are jing's."""

from __future__ import annotations

import pytest

from lenin_tei.relaxng.datatypes import XSD_LIBRARY, Datatype

CASES = {
    "anyURI": (
        "|a b|%20|#a|http://a:b/|http://[::1]/|mailto:x|a\\b|é|///|http:///x|a+b:c|?|http://x/?q=[1]|a:b:c|http:?x",
        "http://[bad|%zz|%2|:foo|a:|#a#b|//|http://|1a:b|x y:z|[a]|http://[1::2|a:#x|/a[b",
    ),
    "language": ("en|en-GB|x-foo|de-1996|EN", "|abcdefghi|en-|e1|en_GB|-en|en-a1b2c3d4e"),
    "boolean": ("true|false|1|0| true ", "|TRUE|t"),
    "integer": ("1|+1|-0|01| 1 |" + "9" * 5000, "1.0||1e3|--1|+|１"),
    "nonNegativeInteger": ("0|-0|+0", "-1"),
    "positiveInteger": ("1|+1", "0|-1"),
    "negativeInteger": ("-1", "0|1"),
    "nonPositiveInteger": ("0|-0|-5", "1"),
    "byte": ("127|-128|0127", "128|-129"),
    "unsignedByte": ("255|-0", "256|-1"),
    "long": ("9223372036854775807", "9223372036854775808"),
    "unsignedLong": ("18446744073709551615", "18446744073709551616"),
    "decimal": ("1|1.|.1|-1.5|+1.50|00.00", ".|1e3||1,5|-."),
    "double": ("1|1.5e3|INF|-INF|NaN|.5|5.|+1e+5|1e400", "+INF|-NaN|1e|.|inf||0x1|1f"),
    "date": (
        "2024-02-29|2000-02-29|-0001-01-01|-0005-02-29|12024-01-01|2024-01-01Z|2024-01-01+14:00| 2024-01-01 ",
        "2023-02-29|1900-02-29|0000-01-01|-0004-02-29|02024-01-01|2024-13-01|2024-00-01|2024-01-00|2024-04-31|2024-1-1|"
        "2024-01-01+14:01|2024-01-01+13:60|+2024-01-01|999-01-01||2024-01-01T00:00:00",
    ),
    "time": ("00:00:00|23:59:60|23:59:59.999|12:00:00Z|12:00:00+01:00", "24:00:00|12:00|12:60:00|25:00:00|1:00:00"),
    "dateTime": (
        "2024-01-01T00:00:00|2024-01-01T00:00:00.5Z",
        "2024-01-01 00:00:00|2024-02-30T00:00:00|2024-01-01T00:00",
    ),
    "gYear": ("2024|-2024|12345|2024Z", "0000|24|01234|+2024"),
    "gYearMonth": ("2024-01|-0044-03", "2024-13|2024-00|2024-1"),
    "gMonth": ("--01|--12+02:00", "--13|--00|--1|--01--"),
    "gMonthDay": ("--02-29|--12-31", "--02-30|--04-31|--13-01|--1-1"),
    "gDay": ("---01|---31Z", "---32|---00|---1"),
    "duration": (
        "P1Y|P1Y2M3DT4H5M6S|PT1.5S|-P1D|PT.5S|PT36H|P0Y",
        "P|PT|P1YT|P-1D|P1M1Y|P1.5Y|P1S|+P1D|PT1S1M|P1W",
    ),
    "NCName": ("a|_a|é|a·|a.b|〇", "a:b|1a|-a|a b||ａ|Ⅰ"),
    "Name": ("a:b|:a|a", "1|a b"),
    "NMTOKEN": ("1|-|é:", "a b|"),
    "NMTOKENS": ("a b| a ", "|a ; b"),
    "ID": ("a| a ", "a:b|1|a b"),
    "ENTITY": ("", "a"),
    "QName": ("a|x:a|xml:a| a ", "y:a|a:b:c||:a|a:"),
    "hexBinary": ("0a|0A| 0a ", "0|0g|0a 0b"),
    "base64Binary": ("AAAA|AAA=|AA==|AA A A|AAAA AAAA", "A===|AAA|AAB=|AB==|=AAA"),
    "string": ("| a ", ""),
}


def read(name: str, text: str, **params: str) -> object:
    return Datatype(XSD_LIBRARY, name, tuple(params.items())).read(text, {"x": "urn:x"})


@pytest.mark.parametrize("name", CASES)
def test_a_datatype_takes_what_jing_takes(name: str) -> None:
    taken, refused = CASES[name]
    if name != "ENTITY":
        assert [text for text in taken.split("|") if read(name, text) is None] == []
    if name != "string":
        assert [text for text in refused.split("|") if read(name, text) is not None] == []


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("integer", "+01", "1"),
        ("decimal", "1.50", "01.5"),
        ("boolean", "1", "true"),
        ("float", "1e1", "10"),
        ("hexBinary", "0a", "0A"),
        ("base64Binary", "AA A A", "AAAA"),
        ("token", " a  b ", "a b"),
        ("date", "2024-01-01Z", "2024-01-01+00:00"),
        ("dateTime", "2024-01-01T00:00:00Z", "2023-12-31T19:00:00-05:00"),
        ("duration", "P1Y", "P12M"),
        ("decimal", "-0", "0.0"),
    ],
)
def test_equal_values_may_be_written_differently(name: str, left: str, right: str) -> None:
    assert read(name, left) == read(name, right)


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("string", "a ", "a"),
        ("NCName", "a", "A"),
        ("decimal", "1.5", "-1.5"),
        ("date", "2024-01-01Z", "2024-01-01"),
        ("duration", "P1D", "-P1D"),
    ],
)
def test_different_values_are_not_equal(name: str, left: str, right: str) -> None:
    assert read(name, left) != read(name, right)


def test_a_qname_is_compared_by_its_namespace() -> None:
    datatype = Datatype(XSD_LIBRARY, "QName")
    assert datatype.read("p:a", {"p": "urn:x"}) == datatype.read("x:a", {"x": "urn:x"})
    assert datatype.read("p:a", {"p": "urn:x"}) != datatype.read("p:a", {"p": "urn:y"})


@pytest.mark.parametrize(
    ("name", "params", "taken", "refused"),
    [
        ("string", {"length": "2"}, "ab", "abc"),
        ("string", {"minLength": "2", "maxLength": "3"}, "abc", "a"),
        ("NMTOKENS", {"length": "2"}, "a b", "a"),
        ("hexBinary", {"length": "2"}, "0a0b", "0a"),
        ("base64Binary", {"length": "2"}, "AAA=", "AAAA"),
        ("integer", {"minInclusive": "10"}, "10", "9"),
        ("integer", {"maxExclusive": "10"}, "9", "10"),
        ("decimal", {"totalDigits": "3"}, "12.30", "12.34"),
        ("decimal", {"fractionDigits": "1"}, "1.50", "1.55"),
        ("double", {"maxInclusive": "1e1"}, "10", "10.5"),
        ("date", {"minInclusive": "2000-01-01"}, "2000-01-01", "1999-12-31"),
        ("date", {"minInclusive": "2000-01-01"}, "2000-01-03Z", "2000-01-01Z"),
        ("duration", {"maxInclusive": "P1M"}, "P27D", "P30D"),
        ("token", {"pattern": "[a-z]+"}, " ab ", "a1"),
        ("token", {"pattern": "[^\\p{C}\\p{Z}]+"}, "é", "a b"),
    ],
)
def test_a_parameter_narrows_a_datatype(name: str, params: dict[str, str], taken: str, refused: str) -> None:
    assert read(name, taken, **params) is not None
    assert read(name, refused, **params) is None


@pytest.mark.parametrize(
    ("library", "name", "params"),
    [
        (XSD_LIBRARY, "nothing", ()),
        ("", "integer", ()),
        ("urn:other", "string", ()),
        ("", "token", (("length", "1"),)),
        (XSD_LIBRARY, "integer", (("length", "1"),)),
        (XSD_LIBRARY, "string", (("minInclusive", "a"),)),
        (XSD_LIBRARY, "string", (("length", "x"),)),
        (XSD_LIBRARY, "date", (("minInclusive", "yesterday"),)),
        (XSD_LIBRARY, "string", (("pattern", "("),)),
        (XSD_LIBRARY, "string", (("whiteSpace", "collapse"),)),
    ],
)
def test_a_wrong_datatype_says_what_is_wrong(library: str, name: str, params: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(ValueError, match=r"datatype|parameter|parenthesis"):
        Datatype(library, name, params)


def test_bounds_are_told_in_words() -> None:
    phrase = Datatype(XSD_LIBRARY, "double", (("minInclusive", "0"), ("maxInclusive", "1"))).phrase
    assert phrase == "a number of at least 0 of at most 1"
