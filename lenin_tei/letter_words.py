"""What the lines of a letter are worded like, by the words of its profile: dates, salutations, formulas, names.

The verdicts of `wording` hold for any text; those here are wider and hold only for a file that is one letter.
"""

from __future__ import annotations

from lenin_tei.letters import is_address_line
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile
from lenin_tei.wording import (
    CLOSING_BEGUN,
    DATE_TOKEN,
    DATE_WORDS,
    MONTHS,
    NAMES,
    YEAR,
    between_names,
    goes_on_closing,
    is_closing,
    is_person,
    is_salutation,
)

DATED = 100  # characters: no line of place and date is longer
WIDE = 80  # characters: no line of an opener or a closer of a letter is wider
DAY = lazy(r"\b\d{1,2}(?:[./-] ?|[./-]? ?\b[IVX]{1,4}\b[./-]? ?)(?:\d{1,2}[./-] ?)?\d{2,4}\b")
NAMED_LIKE = frozenset("may march mars april june august mai marzo sunday friday easter noël".split())
SMALL = frozenset(
    """of the in at on near by off before under from to and a an am bei im zu zum der die das den dem d des und
    le la les du à ce en chez sur près et op te van den het el y por cerca il di da li г гор p m h uhr heures
    часов""".split()
)
OWN = frozenset(
    """your yr dein deine ihr ihre euer eure votre ton ta je jouw uw tuo tua suo sua tu su твой твоя ваш ваша""".split()
)
SIGNS = frozenset("()[],.-–—/:;’'&º°ª")
CALLED = lazy(r"[,:!]$|(?:—|–|--)$")


def is_letter_date(text: str, profile: Profile, *, above: bool = False) -> bool:
    """Whether a short text is a date as letters bear it: with or without a place, or a weekday or a time of day.

    *above*: it stands above the text, where a month without a number is a date and no name.
    """
    if not 0 < len(text) <= DATED or text[-1] in "?!;" or text.startswith(("To ", "TO ")) or between_names(text):
        return False
    tokens = DATE_TOKEN.findall(text)
    named = strange = places = numbers = 0
    for token in tokens:
        low = token.lower()
        if token.isdigit():
            numbers += 1
            if len(token) > 4:
                return False
        elif not token.isalpha():
            if token not in SIGNS:
                return False
        elif low in MONTHS or low in profile.dates:
            if low not in NAMED_LIKE or not token.islower():
                named += above or low not in NAMED_LIKE or numbers > 0 or any(one.isdigit() for one in tokens)
        elif token[0].isupper():
            places += 1
        elif low not in DATE_WORDS and low not in SMALL:
            strange += 1
    if not named and not (numbers > 1 and DAY.search(text)):
        return False
    return places <= 8 and strange <= (named > 0 and numbers > 1)


def is_letter_dateline(rows: list[str], profile: Profile, *, above: bool = False) -> bool:
    """Whether lines are a date with its place, or a date over several lines; "Holm to Frey, 7 June 1889" is neither."""
    if between_names("\n".join(rows)):
        return False
    dated = [is_letter_date(row, profile, above=above) for row in rows]
    if any(dated) and all(one or is_address_line(row.strip(" ,")) for one, row in zip(dated, rows, strict=True)):
        return True
    return 1 < len(rows) <= 4 and is_letter_date(" ".join(rows), profile, above=above)


def greets(text: str, profile: Profile) -> bool:
    """Whether a short text addresses somebody and does nothing else; a line "To …," is rather an address."""
    if is_salutation(text):
        return text[:3] not in ("To ", "TO ")
    low = text.lower().strip(" ,:!.—–-")
    if not 0 < len(text) < 70 or len(low.split()) > 8 or any(c.isdigit() for c in low) or ". " in low:
        return False
    return begins_with(low, profile.greetings)


def calls(text: str) -> bool:
    """Whether a line may address somebody by a mere name ("Kees,"): a few words, a comma or an exclamation behind."""
    words = text.split()
    return len(words) <= 6 and text[:1].isupper() and CALLED.search(text) is not None and text.count(",") < 2


def closes(text: str, profile: Profile) -> bool:
    """Whether a line is a closing formula, or the first line of one."""
    low = text.lower().strip()
    return 0 < len(low) < 100 and (is_closing(text) or begins_with(low, profile.formulas))


def begins_closing(rows: list[str], profile: Profile) -> bool:
    """Whether the first of some lines is a formula, or a beginning that the next make one ("I am, / Sir, / …")."""
    if closes(rows[0], profile):
        return True
    begun = CLOSING_BEGUN.fullmatch(rows[0].lower().strip()) is not None
    return begun and any(closes(row, profile) or goes_on_closing(row) for row in rows[1:3])


def begins_with(low: str, phrases: tuple[str, ...]) -> bool:
    """Whether a lower-case line begins with one of the phrases as whole words."""
    return any(low.startswith(one) and not (one[-1].isalpha() and low[len(one) :][:1].isalpha()) for one in phrases)


def is_name(row: str) -> bool:
    """Whether a line under a letter is a name, with or without an office."""
    if is_person(row):
        return True
    words = row.split()
    capital = sum(word[0].isupper() for word in words)
    return 0 < len(row) < 70 and len(words) <= 9 and capital * 2 > len(words) and NAMES.fullmatch(row) is not None


def reads_as_text(text: str) -> bool:
    """Whether words run on: many of them, most in small letters."""
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) > 9 and sum(word[0].islower() for word in words) * 2 > len(words)


def is_closer(rows: list[str], profile: Profile) -> bool:
    """Whether lines are a closer: a formula with what goes on with it, names, dates."""
    if not 0 < len(rows) <= 9 or max(map(len, rows)) > 100:
        return False
    if not begins_closing(rows, profile):
        called = len(rows) > 2 and rows[0][0].isupper() and greets(rows[0], profile)
        called = called and any(closes(row, profile) for row in rows[1:])
        return called and (is_closer(rows[1:], profile) or is_name(rows[-1]))
    if rows[0].rstrip()[-1:] in "?:;":
        return False
    named = False
    for row in rows[1:]:
        if not (under_name(row, profile) if named else under_formula(row, profile)):
            return False
        worded = closes(row, profile) or goes_on_closing(row) or greets(row, profile)
        named = named or (is_name(row) and not worded)
    last = rows[-1]
    return len(rows) == 1 or named or closes(last, profile) or is_letter_date(last, profile) or last[-1] in "])"


def is_own_name(row: str) -> bool:
    """Whether a line is a name with "your" before it, in any language ("Dein Otto", "your Piet.")."""
    first, _, name = row.partition(" ")
    return first.lower() in OWN and is_person(name) and name.rstrip(".,")[-2:] not in ("'s", "’s")


def takes_leave(rows: list[str], profile: Profile) -> bool:
    """Whether lines at the end of a letter may be a closer without a formula: few words, and a name under them."""
    if not 1 < len(rows) <= 4 or not is_person(rows[-1]) or not rows[0][:1].isupper() or rows[0].startswith("To "):
        return False
    short = all(len(row) <= 50 and len(row.split()) <= 7 for row in rows)
    return short and all(row[-1] in ",.!–—-" for row in rows[:-1]) and not greets(rows[0], profile)


def under_formula(row: str, profile: Profile) -> bool:
    """Whether a line may stand under the first line of a formula."""
    if is_name(row) or closes(row, profile) or goes_on_closing(row) or is_letter_date(row, profile):
        return True
    return len(row) <= 45 and len(row.split()) <= 7 and row[-1] not in "?;"


def under_name(row: str, profile: Profile) -> bool:
    """Whether a line may stand under the name of a closer: a further name, an office, a date, a place to answer to."""
    if is_name(row) or closes(row, profile) or is_letter_date(row, profile):
        return True
    placed = any(c.isdigit() or c == "," for c in row) and is_address_line(row.strip(" ,"))
    return len(row) <= 60 and (row[0] in "([" or placed)


def kinds_of_closer(rows: list[str], profile: Profile) -> tuple[str, ...]:
    """Return what each line of a closer is: salute, signed or dateline. The name stands behind the last formula."""
    worded = [closes(row, profile) or goes_on_closing(row) or greets(row, profile) for row in rows]
    worded[0] = worded[0] or begins_closing(rows, profile)
    worded = [one and not is_own_name(row) for one, row in zip(worded, rows, strict=True)]
    dated = [is_letter_date(row, profile) for row in rows]
    for number in range(len(rows)):  # a date over several lines: a place above it, a year under it
        near = any(dated[max(0, number - 1) : number + 2])
        placed = rows[number].split()[0] in SMALL and len(rows[number].split()) <= 3
        if near and (placed or YEAR.fullmatch(rows[number].strip(" .,")) is not None):
            dated[number], worded[number] = True, False
    first = max((number for number, one in enumerate(worded) if one), default=-1) + 1
    while first < len(rows) - 1 and not is_name(rows[first]) and not dated[first] and rows[first][0].islower():
        first += 1  # the formula goes on
    return tuple(
        "dateline" if dated[number] and not worded[number] else "signed" if number >= first else "salute"
        for number in range(len(rows))
    )
