"""Lines of a letter typed without blank lines between: what belongs together becomes one part, what does not is cut.

In: the parts of a letter (one file each). Out: the same text in other parts. A date line and a salutation in one line
are cut; place and date on two lines, and the lines of a closing, are joined. Only lines without a blank line between
them are joined.
"""

from __future__ import annotations

from lenin_tei.closings import ADDRESSED, ENCLOSED, SHEET, is_name_line, signs_under
from lenin_tei.heads import is_strong_head
from lenin_tei.letters import is_address_line
from lenin_tei.parts import Part, cut, joined, split
from lenin_tei.patterns import lazy
from lenin_tei.wording import CLOSING_BEGUN, POSTSCRIPT, is_closing, is_date, is_dateline, is_salutation

SALUTED = lazy(
    r"(?:My |Our )?(?:own |very )?(?:[Dd]ear|[Dd]earest|DEAR)\b[^.\d]{1,50}[,.:!—–-]{0,2}$"
    r"|(?:Sir|Sirs|Gentlemen|Madam|Comrades?|My Lord),?$"
)
OPENING_PARTS = 8  # the first stretches of a file, among which a letter opens
LONG_LINE = 60  # characters: a line under a salutation that is running text


def arrange_letter(text: str, parts: list[Part]) -> list[Part]:
    """Return the parts of a letter cut and joined as its opener and closer show."""
    made: list[Part] = []
    for part in parts:
        if part.lines > 1 and is_salutation(part.rows()[0]) and len(part.rows()[1]) >= LONG_LINE:
            made += split(text, part, [0, 1])
        elif part.lines == 1 and len(made) < OPENING_PARTS and (place := salutation_behind_date(part)):
            made += cut(text, part, place)
        else:
            made.append(part)
    return join_closer(text, join_opener(text, made))


def salutation_behind_date(part: Part) -> int:
    """Return where a salutation begins in a short line that begins with a date line ("Hull, 3 May 1912. Dear Sir,")."""
    found = SALUTED.search(part.text, 6) if len(part.text) < 110 else None
    return found.start() if found and is_dateline(part.text[: found.start()].rstrip(" .,;–—-")) else 0


def join_opener(text: str, parts: list[Part]) -> list[Part]:
    """Return the parts with a place and the date under it as one."""
    for number in range(1, min(OPENING_PARTS, len(parts))):
        above, part = parts[number - 1], parts[number]
        place = above.lines == 1 and is_address_line(above.plain) and not is_strong_head(above.plain)
        if part.stretch.gap == 0 and is_date(part.plain) and place and not is_dateline(above.plain):
            return [*parts[: number - 1], joined(text, above, part), *parts[number + 1 :]]
    return parts


def join_closer(text: str, parts: list[Part]) -> list[Part]:
    """Return the parts with the lines of the closing, and those of an address behind it, as one each."""
    last = max((number for number, part in enumerate(parts) if not part.short), default=-1)
    begin = next(
        (number for number in range(last + 1, len(parts)) if last >= 0 and begins_closing(parts[number])), None
    )
    if begin is None:
        return parts
    made = parts[: begin + 1]
    for part in parts[begin + 1 :]:
        if part.stretch.gap == 0 and goes_with(made[-1], part):
            made[-1] = joined(text, made[-1], part)
        else:
            made.append(part)
    return made


def begins_closing(part: Part) -> bool:
    """Whether a line begins the closing of a letter."""
    return is_closing(part.plain) or CLOSING_BEGUN.fullmatch(part.plain.lower()) is not None


def goes_with(above: Part, part: Part) -> bool:
    """Whether a line belongs to the lines above it: to the closing, or to the address they begin."""
    if POSTSCRIPT.match(part.text) or part.text[0] == "[" or SHEET.match(part.text) or ENCLOSED.match(part.text):
        return False
    if ADDRESSED.match(above.text) or above.text[0] == "[":
        return is_address_line(part.plain) or not any(c.isalpha() and c.islower() for c in part.plain[:1])
    if POSTSCRIPT.match(above.text):
        return False
    named = is_name_line(above.rows()[-1]) and not begins_closing(above)
    return signs_under([part.plain]) and not (ADDRESSED.match(part.text) and named) and part.short
