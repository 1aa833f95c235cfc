"""Profile files: TOML in, a `Profile` out.

Users write these files, so every problem says file, line and what would be right.
A file builds on another by `extends`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.folding import fold_key, fold_line
from lenin_tei.prepared import cache_directory, prepared
from lenin_tei.tomlfile import LANGUAGE, WORD, line_of, read_toml

PROFILES = Path(__file__).parent / "profiles"

ROLES: Mapping[str, str] = {
    "title": "the title of the text",
    "author": "its author",
    "written": "when and where it was written",
    "delivered": "when and where it was spoken",
    "dictated": "when and where it was dictated",
    "published": "where it was first published",
    "source": "the edition the transcription was made from",
    "publisher": "the publisher of that edition",
    "edition": "which edition that is",
    "translated": "who translated it",
    "edited": "who edited it",
    "transcribed": "who typed, marked up, proofread …",
    "online": "the digital version the transcription was taken from",
    "licence": "what it says about copyright and use",
    "correspondence": "from where to where a letter was sent",
    "signed": "how it was signed in print",
    "addressee": "who received the letter",
    "sender_place": "where the letter was sent from",
    "addressee_place": "where it was sent to",
    "kept": "a known line that states no fact for the header",
    "remark": "a line that belongs to front matter only where its neighbours do",
}
WORD_LISTS = (
    "publishers",
    "places",
    "organisations",
    "journals",
    "books",
    "collected",
    "languages",
    "archival",
    "nothing",
    "bibliographic",
)
KEYS: Mapping[str, str] = {
    "title": "what the style is, in words",
    "extends": "the profile this one adds to: a name, or a file beside this one",
    "language": "the language of the transcriptions (BCP 47)",
    "text_type": "the type of every text, where the style knows it (letter, telegram …)",
    "signs": "lower-case phrases near the top of a file that speak for this style",
    "text_begins": "how the line begins after which the text starts (boilerplate before it)",
    "text_ends": "how the line begins at which the text is over (boilerplate after it)",
    "fillers": "words of a key that say nothing about its role",
    "keys": 'lines "Key: value": role → keys, in any spelling',
    "openings": "lines without a key: role → lower-case wordings they begin with",
    "headings": "notes: the headings over notes",
    "navigation": "lines, openings, endings: lower-case wordings of navigation lines",
    "brackets": "gap, unclear, supplied: what editors put in brackets; WORDS stands for any words. "
    "Without an entry brackets are just text",
    "emphasis": "the signs typed around emphasised words",
    "words": ", ".join(WORD_LISTS) + ": words that tell the parts of a reference apart",
    "letter": "dates: words a date line is known by; greetings, formulas: how salutations and closings begin. "
    "All lower-case; asked only where text_type is letter",
}
TABLES: Mapping[str, Iterable[str]] = {
    "keys": ROLES,
    "openings": ROLES,
    "headings": ("notes",),
    "navigation": ("lines", "openings", "endings"),
    "brackets": ("gap", "unclear", "supplied"),
    "words": WORD_LISTS,
    "letter": ("dates", "greetings", "formulas"),
}
STRINGS = ("title", "extends", "language", "text_type")


class Profile(NamedTuple):
    """A transcription style. Keys, headings and navigation lines are folded (`fold_key`, `fold_line`)."""

    name: str
    title: str
    language: str
    text_type: str
    keys: Mapping[str, str]
    """folded key → role"""
    long_keys: tuple[str, ...]
    """the folded keys of seven letters and more, in which small slips are seen through"""
    openings: Mapping[str, str]
    """lower-case wording a line without key begins with → role"""
    openings_by_word: Mapping[str, tuple[tuple[str, str], ...]]
    """the same by first word, longer wordings first"""
    notes_headings: frozenset[str]
    navigation: frozenset[str]
    navigation_openings: tuple[str, ...]
    navigation_endings: tuple[str, ...]
    fillers: frozenset[str]
    signs: tuple[str, ...]
    text_begins: tuple[str, ...]
    text_ends: tuple[str, ...]
    gap: tuple[str, ...]
    unclear: tuple[str, ...]
    supplied: tuple[str, ...]
    emphasis: tuple[str, ...]
    dates: frozenset[str]
    greetings: tuple[str, ...]
    formulas: tuple[str, ...]
    publishers: frozenset[str]
    places: frozenset[str]
    organisations: frozenset[str]
    journals: frozenset[str]
    books: frozenset[str]
    collected: frozenset[str]
    languages: frozenset[str]
    archival: frozenset[str]
    nothing: frozenset[str]
    bibliographic: frozenset[str]


def profile_names() -> list[str]:
    """Return the names of the profiles that come with the package."""
    return sorted(path.stem for path in PROFILES.glob("*.toml"))


def profile_path(name_or_path: str) -> Path:
    """Return the file of a packaged profile, or the path given."""
    if "/" not in name_or_path and "\\" not in name_or_path and not name_or_path.endswith(".toml"):
        if name_or_path in profile_names():
            return PROFILES / f"{name_or_path}.toml"
        raise LeninTeiError(f'no profile "{name_or_path}"; there are {", ".join(profile_names())}, or give a TOML file')
    return Path(name_or_path)


@lru_cache(maxsize=1)
def packaged_tables() -> Mapping[str, dict[str, object]]:
    """Return the tables of all packaged profiles by name, each over those it extends."""
    files = sorted(PROFILES.glob("*.toml"))
    source = b"".join(path.read_bytes() for path in files)
    return prepared("profiles", source, lambda: {path.stem: read_file(path) for path in files}, cache_directory())


def read_tables(path: Path) -> dict[str, object]:
    """Return the tables of a profile, packaged or not, over those it extends; raise what `read_file` raises."""
    return packaged_tables()[path.stem] if path.parent == PROFILES else read_file(path)


def read_file(path: Path, seen: tuple[Path, ...] = ()) -> dict[str, object]:
    """Return the tables of a profile file over those it extends.

    Raises `LeninTeiError` with file and line for a file that cannot be read, an unknown key or a wrong value.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LeninTeiError(f"{path}: {error.strerror}") from error
    text, tables = read_toml(data, str(path))
    check_profile(tables, text, str(path))
    base = tables.get("extends")
    if base is None:
        return tables
    if path in seen:
        raise LeninTeiError(f'{path}:{line_of(text, "", "extends")}: the profile extends itself; remove "extends"')
    beside = path.parent / str(base)
    base_path = beside if str(base).endswith(".toml") else profile_path(str(base))
    return _merged(read_file(base_path, (*seen, path)), tables)


def _merged(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Return the tables of *base* with those of *over* put in: lists grow, a word takes its later role."""
    made = dict(base)
    for key, value in over.items():
        old = made.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            said = {phrase.casefold() for phrases in value.values() for phrase in phrases}
            left = {word: [one for one in phrases if one.casefold() not in said] for word, phrases in old.items()}
            made[key] = _merged(left, value)
        elif isinstance(value, list) and isinstance(old, list):
            made[key] = [*old, *value]
        else:
            made[key] = value
    return made


def check_profile(tables: Mapping[str, object], text: str, path: str) -> None:
    """Raise `LeninTeiError` for the first key a profile does not have, or whose value is of the wrong kind."""
    for key, value in tables.items():
        if key not in KEYS:
            raise _unknown(path, text, "", key, KEYS)
        if key in TABLES:
            if not isinstance(value, dict):
                raise _wrong(path, text, "", key, "a table")
            for word, phrases in value.items():
                if word not in TABLES[key]:
                    raise _unknown(path, text, key, word, TABLES[key])
                if not _is_phrases(phrases):
                    raise _wrong(path, text, key, word, "a list of words or phrases")
        elif key in STRINGS:
            if not isinstance(value, str):
                raise _wrong(path, text, "", key, "a string")
            if key == "language" and not LANGUAGE.fullmatch(value):
                raise _wrong(path, text, "", key, 'a language tag: "en", "ru", "en-GB" …')
            if key == "text_type" and value and not WORD.fullmatch(value):
                raise _wrong(path, text, "", key, "one word")
        elif not _is_phrases(value):
            raise _wrong(path, text, "", key, "a list of words or phrases")


def _is_phrases(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(phrase, str) and phrase.strip() for phrase in value)


def _unknown(path: str, text: str, table: str, key: str, known: Iterable[str]) -> LeninTeiError:
    where = f" in [{table}]" if table else ""
    return LeninTeiError(
        f'{path}:{line_of(text, table, key)}: unknown key "{key}"{where}; known are {", ".join(known)}'
    )


def _wrong(path: str, text: str, table: str, key: str, wanted: str) -> LeninTeiError:
    return LeninTeiError(f'{path}:{line_of(text, table, key)}: "{key}" must be {wanted}')


def phrases_in(tables: Mapping[str, object], table: str, key: str) -> list[str]:
    """Return the phrases of *key* in *table* ("" is the top); none when the profile does not have it."""
    inner = tables.get(table) if table else tables
    value = inner.get(key, []) if isinstance(inner, dict) else []
    return [str(phrase) for phrase in value]


@lru_cache(maxsize=32)
def load_profile(name_or_path: str) -> Profile:
    """Return the profile of that name, or the one in that TOML file.

    Raises `LeninTeiError` with file and line for a file that cannot be read, an unknown key or a wrong value.
    """
    return build_profile(Path(name_or_path).stem, read_tables(profile_path(name_or_path)))


def build_profile(name: str, tables: dict[str, object]) -> Profile:
    """Return the profile *name* with checked and merged *tables*."""
    fillers = frozenset(word.lower() for word in phrases_in(tables, "", "fillers"))
    keys = {fold_key(key, fillers): role for role in ROLES for key in phrases_in(tables, "keys", role)}
    openings = {phrase.lower(): role for role in ROLES for phrase in phrases_in(tables, "openings", role)}
    by_word: dict[str, list[tuple[str, str]]] = {}
    for phrase in sorted(openings, key=lambda phrase: (-len(phrase), phrase)):
        by_word.setdefault(phrase.split()[0], []).append((phrase, openings[phrase]))
    return Profile(
        name=name,
        title=str(tables.get("title", name)),
        language=str(tables.get("language", "en")),
        text_type=str(tables.get("text_type", "")),
        keys=keys,
        long_keys=tuple(key for key in keys if len(key) >= 7),
        openings=openings,
        openings_by_word={word: tuple(found) for word, found in by_word.items()},
        notes_headings=frozenset(fold_line(phrase) for phrase in phrases_in(tables, "headings", "notes")),
        navigation=frozenset(fold_line(phrase) for phrase in phrases_in(tables, "navigation", "lines")),
        navigation_openings=tuple(phrases_in(tables, "navigation", "openings")),
        navigation_endings=tuple(phrases_in(tables, "navigation", "endings")),
        fillers=fillers,
        signs=tuple(phrases_in(tables, "", "signs")),
        text_begins=tuple(phrases_in(tables, "", "text_begins")),
        text_ends=tuple(phrases_in(tables, "", "text_ends")),
        gap=tuple(phrases_in(tables, "brackets", "gap")),
        unclear=tuple(phrases_in(tables, "brackets", "unclear")),
        supplied=tuple(phrases_in(tables, "brackets", "supplied")),
        emphasis=tuple(phrases_in(tables, "", "emphasis")),
        dates=frozenset(phrases_in(tables, "letter", "dates")),
        greetings=tuple(phrases_in(tables, "letter", "greetings")),
        formulas=tuple(phrases_in(tables, "letter", "formulas")),
        **{kind: frozenset(phrases_in(tables, "words", kind)) for kind in WORD_LISTS},
    )
