"""The edition file: what only the editor can say about the new TEI edition — who publishes it, under which licence.

In: the bytes of an `edition.toml`. Out: an `Edition`. Nothing in it is ever guessed from the transcription, and nothing
missing is filled in (TEI Guidelines 2.2.2, 2.2.4, 2.2.5).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from lenin_tei.dates import read_date
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.patterns import lazy
from lenin_tei.tomlfile import ADDRESS, LANGUAGE, WORD, line_of, read_toml

KEYS: Mapping[str, str] = {
    "title": "the name of the edition, for editionStmt",
    "publisher": "who makes the files available; pubPlace, date, idno and licence need it",
    "pubPlace": "where the publisher sits",
    "date": "when the edition is published: a TOML date or a string",
    "idno": "a table of identifiers: type = value",
    "series": "the series the edition belongs to",
    "language": "the language of the texts (BCP 47), where it is not the profile's",
    "schema": "where lenin_tei.rng is: the folder or address in xml-model, as seen from the TEI (or from `tei/`)",
    "authority": 'the authority file, seen from here, or an array, the strongest first; "shipped" is ours',
    "profile": "the transcription style: a name or a file",
    "decisions": "editors' decisions for all documents of an edition folder (or decisions.toml beside it)",
    "targets": "the forms `corpus build` makes besides TEI: an array of names from `export --to help`",
    "ids": "the xml:id of a document of an edition folder: {name} is its file name, {path} its folders too",
    "files": "how transcriptions are named: {year}, {month}, {day}, {number}, {slug} and signs between them",
    "licence": "a table: target (an address) and text, or one of them",
    "encoder": "an array of tables: name and resp, for editionStmt/respStmt",
}
STRINGS = ("title", "publisher", "pubPlace", "series", "language", "schema", "authority", "profile", "decisions", "ids",
           "files")  # fmt: skip
PUBLISHED = ("pubPlace", "date", "idno", "licence")
# Fields of a file-name scheme, and what stands in their place.
FIELDS: Mapping[str, str] = {
    "year": "[0-9]{4}", "month": "[0-9]{2}", "day": "[0-9]{2}", "number": "[0-9]+", "slug": "[a-z0-9]+(?:-[a-z0-9]+)*",
}  # fmt: skip
_FIELD = lazy(r"\{(\w*)\}")
_ID = lazy(r"(?:[A-Za-z_][\w.-]*)?\{(?:name|path)\}[\w.-]*")
PARTS: Mapping[str, tuple[str, ...]] = {"licence": ("target", "text"), "encoder": ("name", "resp")}


class Encoder(NamedTuple):
    """Somebody who worked on the edition, and what they did."""

    name: str
    resp: str


class Edition(NamedTuple):
    """What the edition file says; "" and empty where it says nothing."""

    title: str = ""
    publisher: str = ""
    pub_place: str = ""
    date: str = ""
    date_attributes: Mapping[str, str] | None = None
    idno: tuple[tuple[str, str], ...] = ()
    series: str = ""
    language: str = ""
    schema: str = ""
    authority: str = ""
    more_authorities: tuple[str, ...] = ()
    profile: str = ""
    licence_target: str = ""
    licence_text: str = ""
    encoders: tuple[Encoder, ...] = ()
    decisions: str = ""
    targets: tuple[str, ...] = ()
    ids: str = ""
    files: str = ""


def load_edition(data: bytes, path: str) -> Edition:
    """Return the edition described by the TOML in *data*.

    Raises `LeninTeiError` with file and line for an unknown key, a value of the wrong kind, and for facts of
    publication without a publisher (TEI has no place for them).
    """
    text, tables = read_toml(data, path)
    _check(tables, text, path)
    licence, date = tables.get("licence", {}), tables.get("date", "")
    words = date.isoformat() if isinstance(date, datetime.date) else str(date)
    return Edition(
        **{("pub_place" if key == "pubPlace" else key): first(tables[key]) for key in STRINGS if key in tables},
        more_authorities=tuple(tables["authority"][1:]) if isinstance(tables.get("authority"), list) else (),
        date=words,
        date_attributes=read_date(words) if words else None,
        idno=tuple(tables.get("idno", {}).items()),
        licence_target=licence.get("target", ""),
        licence_text=licence.get("text", ""),
        targets=tuple(tables.get("targets", ())),
        encoders=tuple(Encoder(one["name"], one["resp"]) for one in tables.get("encoder", [])),
    )


def _check(tables: Mapping[str, object], text: str, path: str) -> None:
    """Raise `LeninTeiError` for the first thing an edition file may not say."""
    for key, value in tables.items():
        place = f"{path}:{line_of(text, '', key)}"
        if key not in KEYS:
            raise LeninTeiError(f'{place}: unknown key "{key}"; known are {", ".join(KEYS)}')
        row = key == "authority" and is_row(value)
        if key in STRINGS and not row and not (isinstance(value, str) and value.strip()):
            raise LeninTeiError(f'{place}: "{key}" must be a string')
        if key == "date" and not isinstance(value, (str, datetime.date)):
            raise LeninTeiError(f'{place}: "date" must be a date or a string')
        if key == "idno":
            _check_idno(value, text, path)
        if key == "targets" and not (isinstance(value, list) and all(isinstance(one, str) and one for one in value)):
            raise LeninTeiError(f'{place}: "targets" must be an array of names: ["html", "text"]')
        if key == "ids" and not _ID.fullmatch(str(value)):
            raise LeninTeiError(f'{place}: "ids" must hold {{name}} or {{path}}, and else only letters, digits, - _ .')
        if key == "language" and not LANGUAGE.fullmatch(str(value)):
            raise LeninTeiError(f'{place}: "language" must be a language tag such as en, en-GB or ru-Latn')
        if key == "files" and set("{}") & set(_FIELD.sub("", str(value))):
            raise LeninTeiError(f'{place}: "files" has a brace without its partner; write {{year}}')
        if key == "files" and (unknown := set(_FIELD.findall(str(value))) - set(FIELDS)):
            known = ", ".join(f"{{{name}}}" for name in FIELDS)
            raise LeninTeiError(f'{place}: "files" has no {{{sorted(unknown)[0]}}}; known are {known}')
        if key == "licence":
            _check_licence(value, text, path)
        if key == "encoder":
            _check_encoders(value, text, path)
        if key in PUBLISHED and "publisher" not in tables:
            raise LeninTeiError(f'{place}: "{key}" needs a "publisher"; add one, or remove it')


def first(value: Any) -> str:
    """Return a string, or the first of an array of strings."""
    return str(value[0] if isinstance(value, list) else value)


def is_row(value: object) -> bool:
    """Tell whether a value is an array of strings with something in it."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one.strip() for one in value)


def _is_strings(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) and one.strip() for one in value.values())


def _check_idno(value: object, text: str, path: str) -> None:
    if not isinstance(value, dict) or not _is_strings(value):
        line = line_of(text, "", "idno")
        raise LeninTeiError(f'{path}:{line}: "idno" must be a table of strings: type = "value"')
    for name in value:
        if not WORD.fullmatch(name):
            line = line_of(text, "idno", name)
            raise LeninTeiError(f'{path}:{line}: "{name}" can be no type of idno; write one word, a letter first')


def _check_table(value: object, key: str, text: str, path: str) -> None:
    place = f"{path}:{line_of(text, '', key)}"
    if not isinstance(value, dict) or not value or not _is_strings(value):
        raise LeninTeiError(f'{place}: "{key}" must be a table of strings with {" and ".join(PARTS[key])}')
    for part in value:
        if part not in PARTS[key]:
            line = line_of(text, key, part)
            raise LeninTeiError(f'{path}:{line}: unknown key "{part}" in [{key}]; known are {", ".join(PARTS[key])}')


def _check_licence(value: object, text: str, path: str) -> None:
    _check_table(value, "licence", text, path)
    target = cast("dict[str, str]", value).get("target")
    if target is not None and not ADDRESS.fullmatch(target):
        line = line_of(text, "licence", "target")
        raise LeninTeiError(f'{path}:{line}: "{target}" is no address; write a space as %20')


def _check_encoders(value: object, text: str, path: str) -> None:
    place = f"{path}:{line_of(text, '', 'encoder')}"
    if not isinstance(value, list):
        raise LeninTeiError(f'{place}: "encoder" must be an array of tables: [[encoder]]')
    for one in value:
        _check_table(one, "encoder", text, path)
        if set(one) != {"name", "resp"}:
            raise LeninTeiError(f"{place}: every [[encoder]] needs name and resp")


def fits_scheme(name: str, scheme: str) -> bool:
    """Tell whether a document is named by the scheme; *name* is the place of its transcription, without the ending."""
    parts = enumerate(_FIELD.split(scheme))
    pattern = "".join(FIELDS[part] if number % 2 else re.escape(part) for number, part in parts)
    return re.fullmatch(pattern, name) is not None
