"""Bytes to characters, by evidence: byte order marks first, then UTF-8, then what the high bytes look like.

Single-byte encodings cannot be proved. Cyrillic text shows as runs of high bytes, and the halves of the table its
lower-case letters lie in tell KOI8-R from Windows-1251; anything else is Windows-1252, which
contains Latin-1's letters.
"""

from __future__ import annotations

import codecs
import re

from lenin_tei.diagnostics import Diagnostic, LeninTeiError, Report

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b")
HIGH_RUN = re.compile(rb"[\xc0-\xff]{3,}")
# The five bytes Windows-1252 leaves undefined: read as the C1 control of the same number, as browsers do.
UNDEFINED_IN_CP1252 = {byte: chr(byte) for byte in b"\x81\x8d\x8f\x90\x9d"}
CP1252 = "".join(UNDEFINED_IN_CP1252.get(byte) or bytes([byte]).decode("cp1252") for byte in range(256))


def decode(data: bytes, path: str, encoding: str | None, report: Report) -> tuple[str, str]:
    """Return the text of *data* and the name of the encoding used.

    A forced *encoding* that does not exist or does not fit, and a binary file, raise `LeninTeiError`; a guess is
    reported (T002).
    """
    if encoding:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), codecs.lookup(encoding).name
        except LookupError as error:
            raise LeninTeiError(f"{path}: no encoding is called {encoding!r}") from error
        except UnicodeDecodeError as error:
            raise LeninTeiError(f"{path}: byte {error.start} does not fit the encoding {encoding}") from error
    used = detect(data)
    if is_binary(data, used):
        raise LeninTeiError(f"{path} is a binary file, no transcription; export it as plain text")
    if used == "cp1252":
        text = codecs.charmap_decode(data, "strict", CP1252)[0]
    else:
        text = data.decode(used, "replace").removeprefix("\ufeff")
    if used not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        line = data.count(b"\n", 0, first_high_byte(data)) + 1
        message = f"the file is not UTF-8 and was read as {used}; check accents and quotation marks, or say --encoding"
        report(Diagnostic(path, line, 1, "T002", message))
    return text, used


def is_binary(data: bytes, encoding: str) -> bool:
    """Whether the first kilobytes hold too many control characters for a text."""
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    head = data[:4096]
    controls = len(head) - len(head.translate(None, CONTROLS))
    return controls > 15 and controls * 20 > len(head)


def detect(data: bytes) -> str:
    """Return the name of the encoding that *data* shows."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    if b"\0" in data[:4096]:
        head = data[:4096]
        even, odd = head[::2].count(0), head[1::2].count(0)
        # One NUL in a short text proves nothing.
        if max(even, odd) > 1 + len(head) // 8 and min(even, odd) * 8 < max(even, odd):
            return "utf-16-be" if even > odd else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return single_byte_encoding(data)
    return "utf-8"


def single_byte_encoding(data: bytes) -> str:
    """Tell KOI8-R, Windows-1251 and Windows-1252 apart by their high bytes."""
    high = sum(byte >= 0xC0 for byte in data)
    in_runs = sum(len(run) for run in HIGH_RUN.findall(data))
    if in_runs * 2 <= high or in_runs < 6:
        return "cp1252"
    upper_half = sum(byte >= 0xE0 for run in HIGH_RUN.findall(data) for byte in run)
    return "cp1251" if upper_half * 2 > in_runs else "koi8-r"


def first_high_byte(data: bytes) -> int:
    """Return the offset of the first byte above 0x7F."""
    found = re.search(rb"[\x80-\xff]", data)
    return found.start() if found else 0
