"""What recognisers yield."""

from __future__ import annotations

from typing import NamedTuple


class Proposal(NamedTuple):
    """A stretch of text that may be a name: the entries it may stand for, and the rule that found it.

    Rules, from certain to doubtful: "form" (as the register writes it), "full" (forename and surname), "initials",
    "title" (title and surname), "surname", "plural", "bearer" (a forename no entry with this surname has), "part" (of a
    longer, unknown name) and "common" (a title that is a common word); the last two are only for the review.
    *doubtful*: the surname is a common word or a forename.
    """

    start: int
    end: int
    candidates: tuple[int, ...]
    rule: str
    element: str = ""
    female: bool = False
    doubtful: bool = False
