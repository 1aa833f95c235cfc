"""Lines of a letter typed without blank lines between: what belongs together becomes one part, what does not is cut.

In: the parts of a letter (one file each). Out: the same text in other parts. Cut are: the opener from the text, a
salutation from the date before it, the closer and each postscript from what stands above. Joined, where no blank line
is between: a place and the date under it, the lines of a closer, those of an address behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lenin_tei.closings import ADDRESSED, ENCLOSED, SHEET, formula_end
from lenin_tei.heads import is_strong_head
from lenin_tei.letter_words import (
    begins_closing,
    calls,
    closes,
    greets,
    is_closer,
    is_letter_date,
    is_name,
    reads_as_text,
    takes_leave,
)
from lenin_tei.letters import is_address_line
from lenin_tei.parts import Part, cut, joined, split
from lenin_tei.patterns import lazy
from lenin_tei.profile import Profile
from lenin_tei.title_parts import STREET
from lenin_tei.wording import POSTSCRIPT, is_dateline, is_person, last_sign

SALUTED = lazy(
    r"(?:My |Our )?(?:own |very )?(?:[Dd]ear|[Dd]earest|DEAR)\b[^.\d]{1,50}[,.:!—–-]{0,2}$"
    r"|(?:Sir|Sirs|Gentlemen|Madam|Comrades?|My Lord),?$"
)
OPENING_PARTS = 8  # the first stretches of a file, among which a letter opens
OPENING_LINES = 12  # the first lines of a stretch, among which it opens
CLOSING_LINES = 16  # the last lines of a stretch, among which a letter closes
FEW_LINES = 6  # lines: more behind a name are no postscript
ABOVE = 200  # characters of a line that show whether it is text
WIDE = 80  # characters: a line that is text
FEW = 4  # stretches: a letter of so few has no blank lines between its paragraphs
SENTENCE_ENDS = frozenset(".!?…:—–")


def arrange_letter(text: str, parts: list[Part], profile: Profile) -> list[Part]:
    """Return the parts of a letter cut and joined as its opener and closer show."""
    made = cut_openings(text, parts, profile)
    made = [piece for part in made for piece in cut_closing(text, part, profile)]
    if len(parts) <= FEW:
        made = [piece for part in made for piece in cut_paragraphs(text, part, profile)]
    return join_closers(text, join_opener(text, made, profile), profile)


def cut_openings(text: str, parts: list[Part], profile: Profile) -> list[Part]:
    """Return the parts with salutations and date lines at the top cut from what stands with them."""
    made: list[Part] = []
    for number, part in enumerate(parts):
        if part.kind:
            made.append(part)
        elif part.lines == 1 and len(made) < OPENING_PARTS and (place := salutation_behind_date(part)):
            made += cut(text, part, place)
        elif part.lines > 1 and number < OPENING_PARTS and (starts := opening_cuts(part, profile)):
            made += split(text, part, starts)
        else:
            made.append(part)
    return made


def salutation_behind_date(part: Part) -> int:
    """Return where a salutation begins in a short line that begins with a date line ("Hull, 3 May 1912. Dear Sir,")."""
    found = SALUTED.search(part.text, 6) if len(part.text) < 110 else None
    return found.start() if found and is_dateline(part.text[: found.start()].rstrip(" .,;–—-")) else 0


def opening_cuts(part: Part, profile: Profile) -> list[int]:
    """Return the numbers of the lines of a stretch before which to cut, 0 first; none where nothing opens a letter."""
    rows = part.rows()
    salute = next((number for number, row in enumerate(rows[:OPENING_LINES]) if greets(row, profile)), None)
    if salute is None:
        lines = range(1, min(len(rows) - 1, OPENING_LINES))
        called = (n for n in lines if calls(rows[n]) and reads_as_text(" ".join(rows[n + 1 : n + 8])))
        salute = next((n for n in called if opens_above(rows[:n], profile)), None)
    if salute is not None and (is_closer(rows, profile) or not opens_above(rows[:salute], profile)):
        return []
    top = len(rows[:OPENING_LINES]) if salute is None else salute
    dated = [number for number in range(top) if is_letter_date(rows[number], profile, above=True)]
    if salute is None and not (dated and dated[-1] + 1 < len(rows) and opens_above(rows[: dated[-1]], profile)):
        return []
    if salute is None and not reads_as_text(" ".join(rows[dated[-1] + 1 :])):
        return []
    starts = {0} if salute is None else {0, salute, salute + 1}
    if dated:
        starts.add(dated[-1] + 1)
        whole = is_letter_date(" ".join(rows[: dated[0] + 1]), profile, above=True)
        if not whole and not all(is_address_line(row.strip(" ,")) for row in rows[: dated[0]]):
            starts.add(dated[0])  # what stands above is no place
    starts.discard(len(rows))
    return sorted(starts) if len(starts) > 1 else []


def opens_above(rows: list[str], profile: Profile) -> bool:
    """Whether lines may stand above a salutation or a date: short, and no running text."""
    if any(len(row) > 70 and not is_letter_date(row, profile, above=True) for row in rows):
        return False
    return not reads_as_text(" ".join(rows)) and not any(row[-1] in "?!;" for row in rows)


def cut_closing(text: str, part: Part, profile: Profile) -> list[Part]:
    """Return a stretch with the closer at its end, and each postscript behind it, as parts of their own."""
    rows = part.rows()
    if len(rows) < 2 or part.kind:
        return [part]
    behind = [n for n in range(1, len(rows)) if POSTSCRIPT.match(rows[n]) or (n > 1 and begins_behind(rows, n))]
    end = behind[0] if behind else len(rows)
    starts = {0, *behind}
    if is_signed_below(rows[:end]):
        starts.add(end - 1)
    elif not is_closer(rows[:end], profile) and not takes_leave(rows[:end], profile):
        starts.update(closer_bounds(rows, end, profile))
        starts.discard(len(rows))
    return split(text, part, sorted(starts)) if len(starts) > 1 else [part]


def closer_bounds(rows: list[str], end: int, profile: Profile) -> tuple[int, ...]:
    """Return the numbers of the first line of the closer among the last lines before *end*, and of that behind it.

    A closer ends at *end*, or with a name above a few more lines.
    """
    for number in range(max(1, end - CLOSING_LINES), end):
        above = " ".join(row[-ABOVE:] for row in rows[max(0, number - 8) : number])
        if not (reads_as_text(above) or last_sign(above) in ".!?"):
            continue
        if is_closer(rows[number:end], profile) or takes_leave(rows[number:end], profile):
            return number, end
        for stop in range(end - 1, max(number, end - FEW_LINES - 1), -1):
            one = stop == number + 1
            named = formula_end(rows[number], sure=True) > 0 if one else is_name(rows[stop - 1])
            if named and closes(rows[number], profile) and is_closer(rows[number:stop], profile):
                return number, stop
    return ()


def is_signed_below(rows: list[str]) -> bool:
    """Whether a full name stands alone under a long line of text."""
    name, above = rows[-1], rows[-2] if len(rows) > 1 else ""
    return len(above) > WIDE and last_sign(above) in ".!?;:–—" and is_person(name) and len(name.split()) > 1


def begins_behind(rows: list[str], number: int) -> bool:
    """Whether a line behind a name begins an address, an enclosure or words about the sheet."""
    row = rows[number]
    begun = ADDRESSED.match(row) or ENCLOSED.match(row) or SHEET.match(row) or row[0] == "["
    return begun is not None and begun is not False and is_name(rows[number - 1]) and len(row) < 80


def cut_paragraphs(text: str, part: Part, profile: Profile) -> list[Part]:
    """Return a stretch of running text cut where its lines show paragraphs.

    Either most lines end a sentence, and each is a paragraph; or the lines are as typed on the sheet, and a line that
    ends a sentence well before the margin ends a paragraph.
    """
    rows = part.rows()
    if len(rows) < 2 or part.kind or not reads_as_text(part.text) or is_closer(rows, profile):
        return [part]
    ended = [last_sign(row) in SENTENCE_ENDS for row in rows]
    if sum(ended[:-1]) * 10 >= len(rows[:-1]) * 7 and max(map(len, rows)) > 60:
        return split(text, part, range(len(rows)))
    starts = paragraph_starts(rows, ended) if len(rows) > 2 else []
    return split(text, part, [0, *starts]) if starts else [part]


def paragraph_starts(rows: list[str], ended: list[bool]) -> list[int]:
    """Return the numbers of the lines behind a line that ends a sentence before the margin.

    Where wrapping cut the lines, that is a line behind which the next word had room; else a much shorter one.
    """
    lengths = list(map(len, rows))
    room = [length + 1 + len(row.split()[0]) <= max(lengths) for length, row in zip(lengths, rows[1:], strict=False)]
    inner = [free for free, end in zip(room, ended, strict=False) if not end]
    margin = sorted(lengths)[len(rows) * 4 // 5]
    if sum(inner) * 10 > len(inner) or max(lengths) < 50:
        room = [length * 10 < margin * 7 for length in lengths]
    return [n for n in range(1, len(rows)) if ended[n - 1] and room[n - 1] and not rows[n][0].islower()]


def join_opener(text: str, parts: list[Part], profile: Profile) -> list[Part]:
    """Return the parts with a place and the date under it as one, where no blank line stands between."""
    for number in range(1, min(OPENING_PARTS, len(parts))):
        if (
            parts[number].kind
            or parts[number].lines > 1
            or not is_letter_date(parts[number].plain, profile, above=True)
        ):
            continue
        first = number
        while first and parts[first].stretch.gap == 0 and is_place(parts[first - 1], parts[first].plain, profile):
            first -= 1
        end = number if ADDRESSED.match(parts[first].text) else number + 1  # who receives it is no place of writing
        if first < number:
            return [*parts[:first], joined(text, parts[first:end]), *parts[end:]]
    return join_address(text, parts, profile)


def join_address(text: str, parts: list[Part], profile: Profile) -> list[Part]:
    """Return the parts with the lines right above a salutation as one, where no blank line stands between."""
    salute = next((n for n, part in enumerate(parts[:OPENING_PARTS]) if greets(part.plain, profile)), 0)
    first = salute
    while first and parts[first].stretch.gap == 0 and is_place(parts[first - 1], parts[first].plain, profile):
        first -= 1
    return [*parts[:first], joined(text, parts[first:salute]), *parts[salute:]] if salute - first > 1 else parts


def is_place(part: Part, below: str, profile: Profile) -> bool:
    """Whether a line may be one of the place above a date; *below* is the next line."""
    line = part.plain
    if part.kind or part.lines > 1 or is_letter_date(line, profile) or greets(line, profile):
        return False
    if line[0] in "[(":
        return False
    head = is_strong_head(line) and not STREET.match(line) and line[-1] not in ".,"
    begun = len(line) < 60 and is_letter_date(f"{line} {below}", profile, above=True)  # "Hull, the / 4th of May"
    return (is_address_line(line.strip(" ,")) or begun) and not head


def join_closers(text: str, parts: list[Part], profile: Profile) -> list[Part]:
    """Return the parts with the lines of a closer, and those of an address, as one each."""
    made: list[Part] = []
    number = 0
    while number < len(parts):
        last = number + 1
        if number and not parts[number].kind and parts[number].lines == 1 and parts[number].short:
            last = closer_end(parts, number, profile) or address_end(parts, number, profile) or last
        made.append(joined(text, parts[number:last]))
        number = last
    return made


def closer_end(parts: list[Part], number: int, profile: Profile) -> int:
    """Return the number behind the last of the lines of a closer that begins here, 0 where none does."""
    below = list(lines_below(parts, number))
    first = [line for _, line in below[:3]]
    if len(first) < 2 or not (begins_closing(first, profile) or greets(first[0], profile)):
        return 0
    rows: list[str] = []
    best = 0
    for last, line in below:
        above = rows[-1] if rows else ""
        below_name = is_letter_date(above, profile) or (is_name(above) and not closes(above, profile))
        if rows and ADDRESSED.match(line) and below_name:
            break
        rows.append(line)
        if len(rows) > 1 and is_closer(rows, profile):
            best = last
    return best


def address_end(parts: list[Part], number: int, profile: Profile) -> int:
    """Return the number behind the last line of an address, or of words in brackets, that begins here, or 0."""
    if not ADDRESSED.match(parts[number].text) and parts[number].text[0] != "[":
        return 0
    end = number + 1
    for last, line in lines_below(parts, number):
        if greets(line, profile) or (last > end and line[0].islower() and not is_address_line(line)):
            break
        end = last
    return end


def lines_below(parts: list[Part], number: int) -> Iterator[tuple[int, str]]:
    """Yield the single lines from here on up to a blank line, a postscript or words about the sheet."""
    for last in range(number, min(number + CLOSING_LINES, len(parts))):
        part = parts[last]
        if part.kind or part.lines > 1 or not part.short:
            return
        if last > number and (part.stretch.gap or part.text[0] == "[" or SHEET.match(part.text)):
            return
        if POSTSCRIPT.match(part.text) or (last > number and ENCLOSED.match(part.text)):
            return
        yield last + 1, part.plain
