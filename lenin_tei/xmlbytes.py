"""The bytes of a file become the UTF-8 of an XML document, by the rules of XML 1.0 appendix F; or the reason why not.

What is empty, binary or plain text is no XML (X002); bytes that are not in the declared encoding are a fault (X001).
"""

from __future__ import annotations

import codecs
import re

from lenin_tei.diagnostics import Diagnostic, Report

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<" begins a file without a byte order mark, in the encodings that need more than one byte for it.
WIDE_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive (or a Word, OpenDocument or EPUB file)"),
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
)
EMPTY = "the file is empty; give a TEI file"
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._\-]*)["']""")
# Python codecs for text that are no encodings of XML documents.
NOT_FOR_XML = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7", "mbcs", "oem")
)


def decode_xml(data: bytes, path: str, report: Report) -> bytes | None:
    """Return the document as UTF-8 without byte order mark, or None after reporting X001 or X002.

    UTF-8 itself is passed on unchecked: the parser that comes next refuses what is none.
    """
    reason = not_xml(data)
    if reason:
        report(Diagnostic(path, 0, 0, "X002", reason))
        return None
    encoding, mark = find_encoding(data)
    data = data.removeprefix(mark)
    try:
        name = codecs.lookup(encoding).name
        text_encoding = getattr(codecs.lookup(encoding), "_is_text_encoding", True)
        if not text_encoding or _contradicts(encoding, data) or name.replace("_", "-") in NOT_FOR_XML:
            raise LookupError
    except (LookupError, ValueError):
        message = f"the file declares the encoding “{encoding}”, which does not fit it; save it as UTF-8 and say so"
        report(Diagnostic(path, 1, 1, "X001", message))
        return None
    if name in ("utf-8", "ascii"):
        return data
    try:
        text = data.decode(name)
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        line, column = place_of(data[:at].decode(name, "ignore"))
        message = f"the bytes here are not {encoding}, which the file declares; save the file as UTF-8"
        report(Diagnostic(path, line, column, "X001", message))
        return None
    return text.removeprefix("\ufeff").encode("utf-8", "replace")


def place_of(before: str) -> tuple[int, int]:
    """Return line and column behind the text *before*."""
    lines = re.split("\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1


def not_xml(data: bytes) -> str:
    """Return why *data* cannot be XML at all, "" if it may be."""
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return EMPTY
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return f"this is {name}, not XML; give a TEI file"
    encoding, mark = find_encoding(data[:4096])
    rest = data[:4096].removeprefix(mark)
    wide = encoding.startswith(("utf-16", "utf-32")) and not _contradicts(encoding, rest)
    if b"\0" in rest and not wide:
        return "the file is binary, not XML; give a TEI file"
    try:
        start = rest.decode(encoding if wide else "latin-1", "ignore").lstrip("\ufeff \t\r\n")
    except LookupError:
        start = rest.decode("latin-1").lstrip()
    if start.startswith("<") or (wide and not start):
        return ""
    quoted = " ".join(start[:30].split())
    return f"this is plain text (“{quoted}…”), not XML; use convert for a transcription"


def find_encoding(data: bytes) -> tuple[str, bytes]:
    """Return the encoding by byte order mark, first bytes or declaration, and the mark (b"" without one)."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding, mark
    for start, encoding in WIDE_STARTS:
        if data.startswith(start):
            return encoding, b""
    declared = _DECLARED.match(data)
    return (declared[1].decode("ascii") if declared else "utf-8"), b""


def _contradicts(encoding: str, data: bytes) -> bool:
    """Whether a file that can be read as ASCII so far declares an encoding of two or four bytes for a character."""
    return data.startswith(b"<?xml") and encoding.lower().replace("_", "-").startswith(
        ("utf-16", "utf-32", "iso-10646")
    )
