"""Which packaged profile fits a text: boilerplate and front matter of an archive first, then the signs of a letter.

In: a text. Out: the name of a profile, and the reason in words. Only the first and the last lines are looked at.
"""

from __future__ import annotations

from functools import lru_cache

from lenin_tei.letter_words import calls, closes, greets, is_letter_date, is_name
from lenin_tei.profile import SHORT_LINE
from lenin_tei.profile_tables import Profile, load_profile, phrases_in, profile_path, read_tables
from lenin_tei.wording import POSTSCRIPT

TOP = 2_000  # characters: where a letter opens
END = 1_200  # characters: where it closes
FIRST_LINES = 12
LAST_LINES = 14


def choose_profile(text: str) -> tuple[str, str]:
    """Return the name of the packaged profile that fits the text best, and the reason in words."""
    top = text[:20_000].lower()
    for name in ("gutenberg", "mia"):
        if name == "gutenberg" and name not in top:
            continue
        if found := next((sign for sign in signs_of(name) if sign in top), ""):
            return name, f'the text has "{found.strip()}"'
    if sign := letter_sign(text):
        return "letters", sign
    return "plain", "no sign of another style"


@lru_cache(maxsize=2)
def signs_of(name: str) -> tuple[str, ...]:
    """Return the phrases that speak for a packaged profile, without making the whole of it."""
    return tuple(phrases_in(read_tables(profile_path(name)), "", "signs"))


def letter_sign(text: str) -> str:
    """Return in words why a text is a letter, "" where it is none.

    One of the profile's signs begins a line near the top; or two of these agree: a salutation, a date, a closer.
    """
    letters = load_profile("letters")
    if sign := line_with_sign(text[:TOP].lower(), letters.signs):
        return f'a line near the top begins "{sign.strip()}"'
    lines = [line for row in text[:TOP].split("\n")[: FIRST_LINES * 3] if (line := row.strip())][:FIRST_LINES]
    ends = [line for row in text[-END:].split("\n") if (line := row.strip())][-LAST_LINES:]
    if not lines or len(ends) < 2:
        return ""
    called = (line for line in lines[:-1] if greets(line, letters) or (calls(line) and line[-1] == ","))
    greeting = next(called, "")
    date = next((line for line in lines[:6] if is_letter_date(line, letters, above=True) and len(line) < 60), "")
    formula, name = closing_lines(ends, letters)
    found = [f'"{line}"' for line in (greeting, date, formula) if line]
    if len(found) < 2 and date and date == lines[0] and name:
        found.append(f'"{name}"')
    return f"lines near the top and the end read {' and '.join(found)}" if len(found) > 1 else ""


def line_with_sign(top: str, signs: tuple[str, ...]) -> str:
    """Return the sign of a letter that a short line begins with, or that stands behind the date in such a line."""
    bare = {sign.strip(" ,"): sign for sign in reversed(signs)}
    for line in filter(None, map(str.strip, top.split("\n"))):
        if len(line) < SHORT_LINE:
            dated = any(map(str.isdigit, line[:40]))
            if dated or line in bare or line.startswith(signs):
                for sign in signs:
                    if line.startswith(sign) or bare.get(line) == sign or (dated and f" {sign}" in line):
                        return sign
        elif line.startswith(signs) and line.find(",", 0, 40) > 0:
            return next(sign for sign in signs if line.startswith(sign))
    return ""


def closing_lines(ends: list[str], letters: Profile) -> tuple[str, str]:
    """Return the formula and the name among the last lines of a text, "" for what is not there."""
    formula = name = ""
    for number, line in enumerate(ends[1:], 1):
        behind = ends[number + 1 : number + 4]
        if (
            closes(line, letters)
            and line[-1] != "!"
            and (not behind or any(is_name(row) and len(row) < 60 for row in behind))
        ):
            formula = formula or line
        if number + 1 == len(ends) or POSTSCRIPT.match(ends[number + 1]):
            name = line if is_name(line) and len(line) < 60 else name
    return formula, name
