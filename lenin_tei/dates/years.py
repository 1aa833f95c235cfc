"""Years, decades and centuries that stand without a month, and the words that show a number to be a year."""

from __future__ import annotations

from lenin_tei.dates.moments import Moment, Stretch, moment
from lenin_tei.dates.pieces import PART_WORDS, Tokens, is_year, read_year_span, skip, token
from lenin_tei.dates.tokens import Token

CUES = frozenset(
    ("in", "since", "until", "till", "by", "of", "from", "before", "after", "during", "between", "through")
)
CUES |= {"year", "years", "published", "printed", "written", "dated", "following", "preceding", "born", "died"}
TWO_WORDS = (("early", "as"), ("late", "as"), ("prior", "to"), ("previous", "to"))
# A number before one of these counts things; so does one before most words in -s.
COUNTED = frozenset(
    ("men", "women", "people", "children", "million", "thousand", "hundred", "per", "horse", "percent", "horsepower")
)
NOT_PLURAL = frozenset(
    ("this", "thus", "perhaps", "always", "towards", "besides", "various", "previous", "does", "less", "across")
)
BEFORE_CHRIST = (("b", ".", "c"), ("bc",), ("bce",), ("b", ".", "c", ".", "e"))
# What before "1844-48" shows two pages or numbers.
PAGES = frozenset(("p", "pp", "page", "pages", "no", "nos", "vol", "§", ".", ",", "/", "-", ":", "#", "$", "£"))
NUMERALS = ("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth")
ROMAN_CENTURIES = {"xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
BRACKETED_YEARS = range(1750, 2100)


def read_century(tokens: Tokens, at: int) -> tuple[Stretch, int] | None:
    """Read "the 18th century", "nineteenth century", "XIX century"; halves are left to the reader."""
    found = token(tokens, at)
    number = found.value if found.kind == "ordinal" and 10 <= found.value <= 21 else 0
    if found.text in NUMERALS:
        number = 16 + NUMERALS.index(found.text)
    elif found.text.removesuffix("th") in ROMAN_CENTURIES:
        number = ROMAN_CENTURIES[found.text.removesuffix("th")]
    end = skip(tokens, at + 1 + (token(tokens, at + 1).text == "-"), "century")
    if not number or end is None or before_christ(tokens, end):
        return None
    first = 100 * (number - 1) + 1
    half = next((part for part in ("first", "second") if skip(tokens, at - 4, part, "half", "of", "the")), "")
    if half == "first":
        return Stretch(Moment(first), Moment(first + 49), within=True), end
    return Stretch(Moment(first + 50 if half else first), Moment(first + 99), within=True), end


def read_decade(tokens: Tokens, at: int) -> tuple[Stretch, int] | None:
    """Read "1860s"."""
    found = token(tokens, at)
    if found.kind != "decade":
        return None
    return Stretch(Moment(found.value), Moment(found.value + 9), within=True), at + 1


def read_part_of_decade(tokens: Tokens, at: int) -> tuple[Stretch, int] | None:
    """Read "mid-1930s", "early 1930s", "the end of the 1920s": all of the decade, for nobody says which years."""
    for words, _ in PART_WORDS:
        end = skip(tokens, at, *words)
        if end is not None:
            end += token(tokens, end).text in ("-", "the")
            return read_decade(tokens, end)
    return None


def before_christ(tokens: Tokens, at: int) -> bool:
    """Whether "B.C." follows."""
    return token(tokens, at).text in ("b", "bc", "bce") and any(skip(tokens, at, *words) for words in BEFORE_CHRIST)


def read_cued_year(tokens: Tokens, at: int, *, in_row: bool) -> tuple[Stretch, int] | None:
    """Read a year or a span of years that the words around it show to be one.

    *in_row*: it goes on after another year.
    """
    if not is_year(token(tokens, at)):
        return None
    found = read_year_span(tokens, at) or (moment(token(tokens, at).value), at + 1)
    if counts(tokens, found[1]) or not (in_row or cued(tokens, at, found[1])):
        return None
    return found


def cued(tokens: Tokens, at: int, end: int) -> bool:
    """Whether something before a number shows it to be a year: a preposition, brackets, the comma of an imprint."""
    before, after = token(tokens, at - 1), token(tokens, end)
    plain = token(tokens, at).value in BRACKETED_YEARS
    if end - at == 3 and plain and spans_years(tokens, at):
        return True  # "1844-48"
    if plain and after.text == "to" and is_year(token(tokens, end + 1)) and spans_years(tokens, at):
        return token(tokens, at).value < token(tokens, end + 1).value and not counts(tokens, end + 2)  # "1848 to 1850"
    if any(skip(tokens, at - 2, *words) for words in TWO_WORDS):
        return True
    if before.text == "the" and plain and after.kind == "word" and not after.value and after.text not in ("and", "or"):
        return True  # "the 1905 revolution"
    if before.text in ("(", "[") and after.text in (")", "]", ","):
        return token(tokens, at).value in BRACKETED_YEARS
    if before.text == "," and after.text in ("", ",", ".", ")", ";", "]"):
        place = token(tokens, at - 2)
        return place.kind == "word" and bool(place.value) and token(tokens, at).value in BRACKETED_YEARS
    if before.text == "for" and plain:  # "the budget for 1921", but not "for 1921 poods"
        return after.kind in ("end", "mark") or after.text in ("and", "or", "is", "was", "were", "are", "in")
    return before.text in CUES and token(tokens, at - 2).text != "winter"


def spans_years(tokens: Tokens, at: int) -> bool:
    """Whether what stands before two years with a dash between them leaves them years: no page, no number."""
    before = token(tokens, at - 1)
    if before.text == "," or (before.text == "-" and before.value):  # "in Russia, 1917-52", "a quiet time - 1850-58"
        before = token(tokens, at - 2)
    return before.text not in PAGES and before.kind not in ("number", "year", "month", "other")


def counts(tokens: Tokens, end: int) -> bool:
    """Whether the word behind a number shows that it counts something, or that it is no whole number."""
    after = token(tokens, end)
    touching = after.start == token(tokens, end - 1).end
    if touching and (after.text in ("%", "°", "/", "-") or thousands_follow(tokens, end)):
        return True
    if before_christ(tokens, end) or after.text in COUNTED or after.kind == "decade":
        return True
    return plural(after)


def plural(word: Token) -> bool:
    """Whether a lower-case word looks like the plural of a noun."""
    return (
        word.kind == "word"
        and not word.value
        and len(word.text) > 3
        and word.text[-1] == "s"
        and word.text not in NOT_PLURAL
    )


def thousands_follow(tokens: Tokens, at: int) -> bool:
    """Whether a sign and more digits follow without a blank."""
    sign, rest = token(tokens, at), token(tokens, at + 1)
    return sign.text in (",", ".", ":") and rest.start == sign.end and rest.text.isdigit()
