"""All faults of a document: a quick verdict first, an examination only of what is wrong."""

from __future__ import annotations

from xml.parsers import expat

from lenin_tei.relaxng import examination as limits
from lenin_tei.relaxng.examination import EnoughError, Examination
from lenin_tei.relaxng.faults import Fault, malformed, plain_fault
from lenin_tei.relaxng.grammar import Grammar
from lenin_tei.relaxng.patterns import TooComplexError
from lenin_tei.relaxng.reader_xml import EntityDeclaredError, as_bytes_of_ascii
from lenin_tei.relaxng.verdict import is_valid


def _malformed(error: expat.ExpatError, examination: Examination) -> Fault:
    """Return the one fault of a document that is not XML, naming the element left open."""
    name, line = "", 0
    if examination.stack:
        _, name, offset, _ = examination.stack[-1]
        line = examination.positions.place(offset)[0]
    data, at = examination.positions.data, examination.expat.ErrorByteIndex
    return malformed(error, data[at] if 0 <= at < len(data) else 0, name, line)


def validate(data: bytes, grammar: Grammar, *, ids: bool = True, encoding: str | None = None) -> list[Fault]:
    """Return all faults of the document *data*, none when it is valid; with *ids*, ID and IDREF are checked too.

    A document that is not XML has exactly one fault, of kind ``xml``; one that declares entities, of kind ``entity``.
    *encoding* is what *data* is known to be in, whatever it declares.
    """
    valid = is_valid(data, grammar, ids=ids, encoding=encoding)
    return [] if valid else examine(data, grammar, ids=ids, encoding=encoding)


def examine(data: bytes, grammar: Grammar, *, ids: bool = True, encoding: str | None = None) -> list[Fault]:
    """Return the same as ``validate``, without asking first whether there is anything to find."""
    try:
        data, encoding = as_bytes_of_ascii(data, encoding)
    except ValueError as error:
        return [plain_fault("xml", 1, 1, f"not well-formed: {error}")]
    examination = Examination(data, encoding, grammar, ids=ids and grammar.has_ids)
    try:
        examination.expat.Parse(data, True)
        examination.finish()
    except expat.ExpatError as error:
        return [_malformed(error, examination)]
    except EntityDeclaredError as error:
        message = f'the document declares the entity "{error.name}"; entities are not expanded, write the characters'
        return [plain_fault("entity", error.line, error.column + 1, message)]
    except (ValueError, LookupError) as error:
        return [plain_fault("xml", 1, 1, f"cannot be decoded: {error}")]
    except EnoughError:
        last = examination.faults[-1]
        more = plain_fault(
            "limit", last.line, last.column, f"more than {limits.MAX_FAULTS} faults; the rest is not listed"
        )
        return [*examination.faults[:-1], more]
    except (TooComplexError, RecursionError):
        line, column = examination.positions.place(max(examination.expat.CurrentByteIndex, 0))
        return [*examination.faults, plain_fault("limit", line, column, "the schema is too ambiguous here to go on")]
    return examination.faults
