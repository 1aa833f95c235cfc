"""How often each rule that finds names is right: measured on transcriptions annotated and judged by hand.

The table is made by `python tools/calibrate_names.py FOLDER --write` and is nobody's opinion; docs/reference/names.md
prints it. A probability is (right + 1) / (judged + 2), so a rule nobody measured stands at one half.
"""

from __future__ import annotations

from math import sqrt

THRESHOLD = 0.75  # what is less probable is left to the review
HIGH, MEDIUM = 0.95, 0.85
# Marks that are right and yet say less than they seem to: nobody knows which entry, or the year was inferred.
AT_MOST = {"ambiguous": "low", "bare day": "low", "day": "medium", "recent": "low"}
UNMEASURED = "suggested"  # what recognisers of other packages say

# What each rule finds.
ABOUT: dict[str, str] = {
    "form": "a form the authority file writes out",
    "full": "forename and surname of an entry",
    "initials": "initials and surname of an entry",
    "named": "a lone surname, the full name stands elsewhere in the document",
    "title": "a title and the surname of an entry",
    "surname": "the lone surname of one entry",
    "plural": "the plural of an entry’s surname",
    "ambiguous": "a name of several entries",
    "recent": "a surname of several, the one named in full last",
    "bearer": "the surname of an entry with other forenames",
    "found": "an unknown person by title, initials or forename",
    "repeated": "the lone surname of such a person",
    "context": "an unknown person by what is said of him",
    "row": "an unknown name in a row of known persons or places",
    "ending": "an unknown word with the ending of a surname or a town",
    "head": "an organisation by the head of its name",
    "office": "a body that every party has (Central Committee)",
    "abbreviation": "an organisation by its letters",
    "event": "an event with number, place, people or month",
    "congress": "another congress or conference",
    "place head": "a street, house, river, village",
    "town": "a town of the world after a preposition",
    "place context": "an unknown word that only stands after “in” or “at”",
    "periodical": "a title after “newspaper” or before “No.”",
    "quoted title": "a quoted title after “article”, “book”",
    "printed in": "a title after “published in the”",
    "title case": "quoted words with the capitals of a title",
    "date": "a date with its year",
    "day": "a day whose year was inferred",
    "bare day": "a day without a year",
    "part": "a surname inside a longer name",
    "doubtful": "what a rule found and the rest of the document speaks against",
    "common": "a name that is a common word",
}
# Rule → right, judged.
# <table>
MEASURED: dict[str, tuple[int, int]] = {
    "form": (425, 429),
    "full": (15, 15),
    "initials": (25, 25),
    "named": (33, 33),
    "title": (10, 10),
    "surname": (35, 35),
    "plural": (39, 39),
    "ambiguous": (10, 10),
    "recent": (8, 8),
    "bearer": (25, 25),
    "found": (75, 75),
    "repeated": (32, 34),
    "context": (18, 19),
    "row": (62, 65),
    "ending": (61, 63),
    "head": (57, 62),
    "office": (0, 7),
    "abbreviation": (34, 35),
    "event": (31, 34),
    "congress": (8, 8),
    "place head": (66, 67),
    "town": (15, 15),
    "place context": (3, 3),
    "periodical": (8, 9),
    "quoted title": (14, 14),
    "printed in": (4, 4),
    "title case": (28, 29),
    "date": (98, 98),
    "day": (30, 30),
    "bare day": (8, 8),
    "part": (8, 15),
    "doubtful": (11, 19),
    "common": (1, 1),
}
# </table>


def probability(rule: str) -> float:
    """Return how probable it is that a name found by this rule is one, with these bounds and of this kind."""
    right, judged = MEASURED.get(rule, (0, 0))
    return (right + 1) / (judged + 2)


def certainty(rule: str) -> str:
    """Return @cert for a rule: "high", "medium" or "low"; "" where the name is to be reviewed, not written."""
    value = probability(rule)
    if value >= THRESHOLD and rule in AT_MOST:
        return AT_MOST[rule]
    return "high" if value >= HIGH else "medium" if value >= MEDIUM else "low" if value >= THRESHOLD else ""


def bounds(right: int, judged: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, after Wilson."""
    z, share = 1.96, right / judged
    middle = (share + z * z / (2 * judged)) / (1 + z * z / judged)
    half = z * sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged)) / (1 + z * z / judged)
    return middle - half, middle + half
