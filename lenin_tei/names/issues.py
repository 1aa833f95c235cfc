"""References to an issue, a volume or pages of a title in the text: "Pravda No. 213" becomes a bibl.

In: the marks of a leaf block and its clean text. Out: those marks, and around each title with numbers behind it a bibl,
in it a biblScope on each number (TEI 3.12.2.5). The word before the number stays outside the biblScope, as in the
header, and a date right behind belongs to the bibl. What a title is was decided before; nothing is looked for here.
"""

from __future__ import annotations

from lenin_tei.model import EMPTY_ELEMENTS, Mark, nested
from lenin_tei.names.intervals import Bounds, Covered
from lenin_tei.patterns import lazy
from lenin_tei.source import Span

# Where a bibl may stand in the schema.
HOLDERS = frozenset(("p", "ab", "item", "cell", "note", "quote"))
UNITS = ("issue", "volume", "page")
MOST = 4  # numbers and dates behind one title
_PART = lazy(
    r"\)?[”’»\"]?(?:[,;]? |,|[,;]? ?\()(?:(?P<issue>[Nn]os?|[Nn]umbers?|Nr|№)|(?P<volume>[Vv]ols?|[Vv]olumes?)"
    r"|(?P<page>pp?|[Pp]ages?))\.? ?(?P<value>[0-9]{1,5}(?: ?[-–—/] ?[0-9]{1,5})?(?![\w])|[IVXLC]{1,7}(?![\w]))"
)
_TO_DATE = lazy(r"\)?,?(?: of| for| dated)? ?\(?")
_LIMITS = lazy(r"([0-9]+) ?[-–—] ?([0-9]+)")


def with_issues(element: str, start: int, text: str, marks: tuple[Mark, ...], resp: str) -> tuple[Mark, ...]:
    """Return the marks of a block that begins at *start*, and the references to issues, volumes and pages in it."""
    titles = [mark for mark in marks if mark.element == "title"]
    if element not in HOLDERS or not titles:
        return marks
    bounds = Bounds(mark.span for mark in marks)
    inner = Covered(mark.span for mark in marks if mark.element not in (None, "title", "date", *EMPTY_ELEMENTS))
    dates = {mark.span.start: mark.span.end for mark in marks if mark.element == "date"}
    made: list[Mark] = []
    for title in titles:
        scopes, end = numbers(text, title.span.end - start, start, dates, title.attributes.get("level", ""))
        whole = Span(title.span.start, end + start)
        free = not bounds.crossed(*whole) and not inner.holds(*title.span)
        if free and scopes and not any(bounds.crossed(*scope.span) for scope in scopes):
            cert = title.attributes.get("cert", "high")
            made += [Mark(whole, "bibl", {"resp": resp, "cert": cert}), *scopes]
    return nested([*marks, *made]) if made else marks


def numbers(text: str, at: int, start: int, dates: dict[int, int], level: str) -> tuple[list[Mark], int]:
    """Return the numbers behind a title, and where the last of them, or the date behind it, ends."""
    scopes: list[Mark] = []
    end = at
    for _ in range(MOST):
        found = _PART.match(text, end)
        unit = next(name for name in UNITS if found[name]) if found else ""
        if found and (unit != "issue" or level == "j"):
            span = Span(found.start("value") + start, found.end("value") + start)
            scopes.append(Mark(span, "biblScope", {"unit": unit, **limits(found["value"], unit)}))
            end = found.end("value")
            continue
        joint = _TO_DATE.match(text, end)
        behind = joint.end() if joint else end
        if not scopes or behind == end or behind + start not in dates:
            break
        end = dates[behind + start] - start
    opened = text.count("(", at, end) > text.count(")", at, end)
    return scopes, end + (opened and text.startswith(")", end))


def limits(value: str, unit: str) -> dict[str, str]:
    """Return @from and @to of pages; "51–7" ends at 57."""
    found = _LIMITS.fullmatch(value)
    if unit != "page" or not found:
        return {}
    first, last = found[1], found[2]
    return {"from": first, "to": first[: max(0, len(first) - len(last))] + last}
