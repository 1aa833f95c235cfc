"""The datatypes of XML Schema, part 2: for each, its values, their length and their order.

``TYPES`` maps a name to its ``XsdType``.  ``read`` takes a text with white space already normalised and the namespace
prefixes in scope, and returns a value that equals another one exactly when XML Schema says so, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from lenin_tei.relaxng.names import XML_NAMESPACE
from lenin_tei.relaxng.uris import is_uri
from lenin_tei.relaxng.xml_names import is_name, is_ncname, is_nmtoken
from lenin_tei.relaxng.xsd_dates import FORMS, compare_durations, compare_moments, read_duration, read_moment

Prefixes = Mapping[str, str]
Read = Callable[[str, Prefixes], Any]
Compare = Callable[[Any, Any], int | None]

XML_SPACE = " \t\n\r"


@dataclass(frozen=True, slots=True)
class XsdType:
    """One datatype: ``space`` is preserve, replace or collapse; ``phrase`` says what a value is, in plain words."""

    space: str
    read: Read
    phrase: str
    measure: Callable[[Any], int] | None = None
    compare: Compare | None = None
    digits: Callable[[Any], tuple[int, int]] | None = None
    needs_prefixes: bool = False


_DECIMAL = re.compile(r"([+\-]?)([0-9]*)(?:\.([0-9]*))?\Z")
_INTEGER = re.compile(r"[+\-]?[0-9]+\Z")
_FLOAT = re.compile(r"[+\-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+\-]?[0-9]+)?\Z|-?INF\Z|NaN\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})*\Z")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?\Z")

Decimal = tuple[bool, str, str]


def _read_decimal(text: str, _: Prefixes) -> Decimal | None:
    """Return (negative, digits before the point, digits after it), without idle zeros."""
    match = _DECIMAL.match(text)
    if match is None or not (match[2] or match[3]):
        return None
    whole, fraction = match[2].lstrip("0"), (match[3] or "").rstrip("0")
    return match[1] == "-" and bool(whole or fraction), whole, fraction


def _read_integer(text: str, prefixes: Prefixes) -> Decimal | None:
    return _read_decimal(text, prefixes) if _INTEGER.match(text) else None


def _compare_decimals(left: Decimal, right: Decimal) -> int:
    if left[0] != right[0]:
        return -1 if left[0] else 1
    a, b = ((len(value[1]), value[1], value[2]) for value in (left, right))
    verdict = (a > b) - (a < b)
    return -verdict if left[0] else verdict


def _decimal_digits(value: Decimal) -> tuple[int, int]:
    return len(value[1]) + len(value[2]), len(value[2])


def _within(low: str | None, high: str | None, text: str, prefixes: Prefixes) -> Decimal | None:
    """Read an integer that is neither below *low* nor above *high*."""
    value = _read_integer(text, prefixes)
    if value is None:
        return None
    for bound, wrong in ((low, -1), (high, 1)):
        if bound is not None:
            limit = _read_integer(bound, {})
            assert limit is not None
            if _compare_decimals(value, limit) == wrong:
                return None
    return value


def _read_float(single: bool, text: str, _: Prefixes) -> float | str | None:
    if _FLOAT.match(text) is None:
        return None
    if text == "NaN":
        return text
    number = float(text)
    if single:
        import struct

        try:
            number = struct.unpack("f", struct.pack("f", number))[0]
        except OverflowError:
            number = float("inf") if number > 0 else float("-inf")
    return number


def _compare_floats(left: float | str, right: float | str) -> int | None:
    if isinstance(left, str) or isinstance(right, str):
        return 0 if left == right else None
    return (left > right) - (left < right)


def _if_matches(test: Callable[[str], Any], text: str, _: Prefixes) -> str | None:
    return text if test(text) else None


def _read_boolean(text: str, _: Prefixes) -> str | None:
    return {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text)


def _read_hex(text: str, _: Prefixes) -> str | None:
    return text.upper() if _HEX.match(text) else None


def _read_base64(text: str, _: Prefixes) -> str | None:
    compact = text.replace(" ", "")
    return compact if _BASE64.match(compact) else None


def _read_qname(text: str, prefixes: Prefixes) -> tuple[str, str] | None:
    prefix, colon, local = text.rpartition(":")
    if not is_ncname(local) or (colon and not is_ncname(prefix)):
        return None
    namespace = XML_NAMESPACE if prefix == "xml" else prefixes.get(prefix, None if prefix else "")
    return None if namespace is None else (namespace, local)


def _read_list(test: Callable[[str], bool], text: str, _: Prefixes) -> tuple[str, ...] | None:
    items = tuple(text.split(" ")) if text else ()
    return items if items and all(map(test, items)) else None


def _moment(kind: str, text: str, _: Prefixes) -> Any:
    return read_moment(kind, text)


def _names(test: Callable[[str], Any], phrase: str) -> XsdType:
    return XsdType("collapse", partial(_if_matches, test), phrase, len)


def _integers(low: str | None, high: str | None, phrase: str) -> XsdType:
    return XsdType(
        "collapse", partial(_within, low, high), phrase, None, _compare_decimals, _decimal_digits
    )  # fmt: skip


def _always(text: str) -> bool:
    return True


_DATE_PHRASES = {
    "date": "a date such as 1918-10-03",
    "time": "a time such as 14:30:00",
    "dateTime": "a date and time such as 1918-10-03T14:30:00",
    "gYear": "a year such as 1918",
    "gYearMonth": "a year and month such as 1918-10",
    "gMonth": "a month such as --10",
    "gMonthDay": "a month and day such as --10-03",
    "gDay": "a day such as ---03",
}

TYPES: dict[str, XsdType] = {
    "string": XsdType("preserve", partial(_if_matches, _always), "any text", len),
    "normalizedString": XsdType("replace", partial(_if_matches, _always), "any text", len),
    "token": XsdType("collapse", partial(_if_matches, _always), "any text", len),
    "boolean": XsdType("collapse", _read_boolean, "true or false"),
    "decimal": XsdType("collapse", _read_decimal, "a decimal number", None, _compare_decimals, _decimal_digits),
    "float": XsdType("collapse", partial(_read_float, True), "a number", None, _compare_floats),
    "double": XsdType("collapse", partial(_read_float, False), "a number", None, _compare_floats),
    "anyURI": XsdType("collapse", partial(_if_matches, is_uri), "a URI", len),
    "language": _names(_LANGUAGE.match, "a language tag such as en or ru-Latn"),
    "Name": _names(is_name, "an XML name"),
    "NCName": _names(is_ncname, "an XML name without colons"),
    "ID": _names(is_ncname, "an XML name without colons"),
    "IDREF": _names(is_ncname, "an XML name without colons"),
    "NMTOKEN": _names(is_nmtoken, "a word of letters, digits, full stops, hyphens, underscores or colons"),
    "NMTOKENS": XsdType("collapse", partial(_read_list, is_nmtoken), "words separated by spaces", len),
    "IDREFS": XsdType("collapse", partial(_read_list, is_ncname), "XML names separated by spaces", len),
    # Unparsed entities are declared in a DTD, which is never read: no value can be one.
    "ENTITY": _names(lambda text: False, "an entity declared in a DTD"),
    "ENTITIES": _names(lambda text: False, "entities declared in a DTD"),
    "QName": XsdType("collapse", _read_qname, "a name whose prefix is declared", needs_prefixes=True),
    "NOTATION": XsdType("collapse", _read_qname, "the name of a notation", needs_prefixes=True),
    "hexBinary": XsdType("collapse", _read_hex, "hexadecimal digits in pairs", lambda value: len(value) // 2),
    "base64Binary": XsdType("collapse", _read_base64, "base64 text", lambda value: len(value.rstrip("=")) * 3 // 4),
    "duration": XsdType(
        "collapse", lambda text, _: read_duration(text), "a duration such as P1Y2M3D", None, compare_durations
    ),
    "integer": _integers(None, None, "a whole number"),
    "nonNegativeInteger": _integers("0", None, "a whole number, 0 or more"),
    "positiveInteger": _integers("1", None, "a whole number, 1 or more"),
    "nonPositiveInteger": _integers(None, "0", "a whole number, 0 or less"),
    "negativeInteger": _integers(None, "-1", "a whole number below 0"),
    "byte": _integers("-128", "127", "a whole number from -128 to 127"),
    "short": _integers("-32768", "32767", "a whole number from -32768 to 32767"),
    "int": _integers("-2147483648", "2147483647", "a whole number of 32 bits"),
    "long": _integers("-9223372036854775808", "9223372036854775807", "a whole number of 64 bits"),
    "unsignedByte": _integers("0", "255", "a whole number from 0 to 255"),
    "unsignedShort": _integers("0", "65535", "a whole number from 0 to 65535"),
    "unsignedInt": _integers("0", "4294967295", "a whole number of 32 bits, 0 or more"),
    "unsignedLong": _integers("0", "18446744073709551615", "a whole number of 64 bits, 0 or more"),
    **{kind: XsdType("collapse", partial(_moment, kind), _DATE_PHRASES[kind], None, compare_moments) for kind in FORMS},
}
