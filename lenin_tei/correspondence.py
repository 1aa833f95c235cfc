"""Who wrote to whom: facts for `correspDesc`, as far as the title and the opener say them.

In: a document whose names are marked. Out: facts with places "correspDesc/sent" and "correspDesc/received" (TEI
Guidelines 2.4.6). The sender of a letter without an author line is who signs it. Addressees named in the title become
the names they are; what remains between and behind them is a group described in words (`rs`). Nothing is added that the
transcription does not say.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from lenin_tei.dates import find_dates
from lenin_tei.model import Block, Document, Fact, Mark, masked
from lenin_tei.patterns import lazy
from lenin_tei.source import Span
from lenin_tei.wording import between_names, has_office, is_date, is_dated, is_person, office_kind

TITLED_TO = lazy(
    r"(?:\d{1,5}[.)]? )?(?:.{0,60}\b(?:letter|telegram|message|note|cable|greetings|postcard|reply|answer)\b"
    r"(?:.{0,20}|\s+from\s+.{1,60})\bto"
    r"|to):?\s+(?:the\s+)?",
    re.I,
)
FROM = lazy(r"\s(?:from|by)\s+(?=[^\W\d_a-z])")
IN = lazy(r"\b(?:in|at),?\s*\Z")
LETTERS = ("letter", "telegram")
INITIALS = lazy(r"[A-ZÀ-Þ]\. ?(?:[A-ZÀ-Þ]\. ?)?[A-ZÀ-Þ]")
AND = lazy(r",? and |, | & ", re.I)
GLUE = lazy(r"(?:[\s,;.:]|\band\b|\bthe\b|\bto\b)+", re.I)
YOURS = frozenset("your yours dein deine deiner ihr ihre votre ton ta".split())
BESIDE = frozenset("near off outside opposite before bei près".split())  # "Camp near …" is another place
PLACING = frozenset("à a in zu at from near den".split())
# What may stand behind a place: a sign, a number, the end of its line, or a word that begins small.
PLACE_ENDS = lazy(r"\s*(?:[,.;:(\[—–]|\n|\d|$)|\s+[a-zß-ÿ]|\s+(?=\w+\.? ?\d)")
PLACE_BEFORE_DATE = lazy(
    r"[\[(]?(?:à |A )?(?P<place>[A-ZÀ-Þ][\w’'.-]*(?:[ -][A-ZÀ-Þ][\w’'.-]*){0,2}),? (?:the |on |den |le |ce )?"
    r"(?P<date>\S[^\n]{3,60})"
)
# The first line of an address: a title of courtesy, or "To".
RECEIVER = lazy(
    r"(?:To the |To |(?=(?:Mr|Mrs|Miss|Dr|Prof|Sir|Lady|Rev|Revd|Herrn?|Frau|Fräulein|Monsieur|Madame|Comrade)\b))"
    r"(?P<name>[^\n]{2,60})[,.;:]?"
)
INITIAL = lazy(r"\b\w\.")
KIN = lazy(  # "To his sister Maria", as editions call whom the family letters go to
    r"(?:his|her|my)\s+(?:(?:elder|eldest|younger|youngest|own|future)\s+)?"
    r"(?:mother|father|sister|brother|wife|husband|son|daughter|aunt|uncle|cousin|niece|nephew|grandmother|grandfather"
    r"|mother-in-law|father-in-law|sister-in-law|brother-in-law)(?![\w’'-])",
    re.I,
)
ADDRESSEES = frozenset({"persName", "orgName"})


def correspondence_facts(document: Document) -> Iterator[Fact]:
    """Yield sender, place of the sender and addressees of a letter or telegram."""
    if document.text_type not in LETTERS:
        return
    correspondents = list(between(document))
    if correspondents:
        authored = any(fact.element == "author" and fact.place == "titleStmt" for fact in document.facts)
        yield from (fact for fact in correspondents if not (authored and fact.place == "correspDesc/sent"))
    else:
        yield from list(titled_addressees(document)) or list(addressees_below(document)) or greeted(document)
        yield from senders(document)
    datelines = [leaf for block in document.body for leaf in parts_of(block, ("opener",), "dateline")]
    placed = any(f.place == "correspDesc/sent" and f.element == "placeName" for f in document.facts)
    if len(datelines) == 1 and not placed and (mark := place_of(document.source.text, datelines[0])):
        yield fact_of(document, "correspDesc/sent", mark)


def place_of(text: str, dateline: Block) -> Mark | None:
    """Return the place of a date line: a name marked there that stands alone between signs, or the words before it."""
    for mark in dateline.marks:
        before = text[dateline.span.start : mark.span.start].split()
        if mark.element != "placeName" or (before and before[-1].lower() in BESIDE):
            continue
        alone = not before or before[-1][-1] in ",.;—–" or before[-1] in PLACING
        if alone and PLACE_ENDS.match(text, mark.span.end, dateline.span.end):
            return mark
    found = PLACE_BEFORE_DATE.fullmatch(text, dateline.span.start, dateline.span.end)
    if found is None or is_dated(found["place"]):
        return None
    first = next(find_dates(found["date"]), None)
    if not is_date(found["date"]) and (first is None or first.start > 0):
        return None
    return Mark(Span(*found.span("place")), "placeName")


def titled_addressees(document: Document) -> Iterator[Fact]:
    """Yield whom the title names behind its "to", where the front matter names nobody."""
    if any(f.place == "correspDesc/received" and f.element != "placeName" for f in document.facts):
        return
    titles = {fact.span for fact in document.facts if fact.element == "title" and fact.place == "titleStmt"}
    heads = [leaf for leaf in document.leaves() if leaf.element == "head" and leaf.span in titles][:3]
    if head := next((head for head in heads if TITLED_TO.match(masked(document.source, head))), None):
        yield from addressees(document, head)


def between(document: Document) -> Iterator[Fact]:
    """Yield sender, addressee and the addressee's place, where one of the first titles says who writes to whom."""
    heads = [leaf for leaf in document.leaves() if leaf.element == "head"][:3]
    for head in heads:
        words = masked(document.source, head)
        found = between_names(words.strip())
        lead = len(words) - len(words.lstrip())
        if not found or not all(names_somebody(head, lead, found, group) for group in ("sender", "addressee")):
            continue
        for group, element, place in (
            ("sender", "persName", "correspDesc/sent"),
            ("addressee", "persName", "correspDesc/received"),
            ("place", "placeName", "correspDesc/received"),
        ):
            if found[group]:
                span = Span(*(head.span.start + lead + offset for offset in found.span(group)))
                mark = next((mark for mark in head.marks if mark.span == span and mark.element == element), None)
                yield fact_of(document, place, mark or Mark(span, element))
        return


def names_somebody(head: Block, lead: int, found: re.Match[str], group: str) -> bool:
    """Whether words of a title are a person's: one word needs its mark, several must not be a place or a possessive."""
    start, end = (head.span.start + lead + offset for offset in found.span(group))
    kinds = {mark.element for mark in head.marks if start <= mark.span.start and mark.span.end <= end}
    if "persName" in kinds:
        return True
    words = found[group].split()
    return 1 < len(words) < 5 and "placeName" not in kinds and not any(word.endswith(("’s", "'s")) for word in words)


def senders(document: Document) -> Iterator[Fact]:
    """Yield who signs, where nobody else is said to have written it; a letter with several closers has several."""
    known = ("titleStmt", "author"), ("correspDesc/sent", "persName"), ("correspDesc/sent", "orgName")
    if any((fact.place, fact.element) in known for fact in document.facts):
        return
    signed = [leaf for top in document.body for leaf in parts_of(top, ("closer",), "signed")]
    closers = {
        block.span
        for top in document.body
        for block in branches(top)
        if block.element == "closer" and any(leaf.element == "signed" for leaf in block.leaves())
    }
    for leaf in signed if len(closers) == 1 else ():
        line = document.source.text[leaf.span.start : leaf.span.end].partition("\n")[0].rstrip(" ,;")
        span = Span(leaf.span.start, leaf.span.start + len(line))
        named = [mark for mark in leaf.marks if mark.element == "persName"]
        whole = is_person(line) and line.split()[0].lower() not in YOURS
        if named and not (whole and named[0].span.end <= span.end):
            yield fact_of(document, "correspDesc/sent", named[0])
        elif whole:
            words = line if INITIAL.search(line) else line.rstrip(".")
            yield Fact("correspDesc/sent", "persName", words, span, ref_of(named[0]) if named else {})


def addressees_below(document: Document) -> Iterator[Fact]:
    """Yield the person or the office that an address names in its first line: behind the date, or under the letter."""
    if any(fact.place == "correspDesc/received" for fact in document.facts):
        return
    for top in document.body:
        for branch in branches(top):
            if branch.element not in ("opener", "closer"):
                continue
            dated = branch.element == "closer"
            for block in branch.children:
                dated = dated or block.element == "dateline"
                if block.element == "address" and dated and block.children:
                    start, end = block.children[0].span
                    found = RECEIVER.fullmatch(document.source.text, start, end)
                    if found is None:
                        continue
                    words = found["name"].rstrip(" ,;")
                    span = Span(found.start("name"), found.start("name") + len(words))
                    mark = next((one for one in block.children[0].marks if one.element == "persName"), None)
                    kind = office_kind(words)
                    if kind and not (kind == "person" and INITIALS.search(words)):  # "Captain J. Marlow" has a name
                        yield Fact("correspDesc/received", "rs", words, span, {"type": kind})
                    elif is_person(words):
                        yield Fact("correspDesc/received", "persName", words, span, ref_of(mark) if mark else {})
                    return


def greeted(document: Document) -> Iterator[Fact]:
    """Yield the person whom the only salutation of a letter names, where nothing else says who received it."""
    if any(fact.place == "correspDesc/received" for fact in document.facts):
        return
    salutes = [leaf for top in document.body for leaf in parts_of(top, ("opener",), "salute")]
    named = [mark for leaf in salutes for mark in leaf.marks if mark.element == "persName"]
    if len(salutes) == len(named) == 1:
        yield fact_of(document, "correspDesc/received", named[0])


def branches(block: Block) -> Iterator[Block]:
    """Yield a block and all blocks in it but notes."""
    if block.element != "note":
        yield block
        for child in block.children:
            yield from branches(child)


def parts_of(block: Block, around: Container[str], element: str) -> Iterator[Block]:
    """Yield the leaves called *element* in the openers or closers of a block."""
    for branch in branches(block):
        if branch.element in around:
            yield from (leaf for leaf in branch.leaves() if leaf.element == element)


def addressees(document: Document, head: Block) -> Iterator[Fact]:
    """Yield whom the title names behind its "to"."""
    text = masked(document.source, head)
    found = TITLED_TO.match(text)
    if not found:
        return
    behind = FROM.search(text, found.end())
    start, end = head.span.start + found.end(), head.span.start + behind.start() if behind else head.span.end
    names = [mark for mark in head.marks if mark.element in ADDRESSEES and start <= mark.span.start < end]
    outer = [
        m
        for m in names
        if not any(o is not m and o.span.start <= m.span.start and m.span.end <= o.span.end for o in names)
    ]
    if not outer:
        words = " ".join(text[found.end() : end - head.span.start].split()).strip(" ,.;:")
        persons = [name.strip(" ,.;:") for name in AND.split(words)]
        if INITIALS.match(words) and all(is_person(name) for name in persons):
            for name in persons:
                at = document.source.text.find(name, start, end)
                span = Span(at, at + len(name)) if at >= 0 else Span(start, end)
                yield Fact("correspDesc/received", "persName", name, span)
        elif KIN.match(words) and len(words) < 60:
            yield Fact("correspDesc/received", "rs", words, Span(start, end), {"type": "person"})
        elif has_office(words) or is_several(words):  # anybody else may be a person, a paper or a place
            kind = office_kind(words) or "group"
            yield Fact("correspDesc/received", "rs", words, Span(start, end), {"type": kind})
        return
    place = outer[0].span.start
    for mark in sorted(outer, key=lambda m: m.span):
        yield from described(document, text, head, place, mark.span.start)
        yield fact_of(document, "correspDesc/received", mark)
        place = mark.span.end
    town = next((m for m in head.marks if m.element == "placeName" and place <= m.span.start < end), None)
    if town and IN.search(text, 0, town.span.start - head.span.start):
        yield fact_of(document, "correspDesc/received", town)
        return
    yield from described(document, text, head, place, end)


def described(document: Document, text: str, head: Block, start: int, end: int) -> Iterator[Fact]:
    """Yield the group described in words between two names of a title."""
    words = " ".join(text[start - head.span.start : end - head.span.start].split())
    while found := GLUE.match(words):
        words = words[found.end() :]
    words = words.rstrip(" ,;.:")
    if len(words.split()) > 1 and is_several(words):
        yield Fact("correspDesc/received", "rs", words, Span(start, end), {"type": "group"})


def is_several(words: str) -> bool:
    """Whether a description speaks of more than one."""
    return any(len(word) > 4 and word.lower().endswith("s") and word[-2] not in "’'" for word in words.split())


def ref_of(mark: Mark) -> dict[str, str]:
    """Return the pointer of a marked name, if it has one."""
    return {k: v for k, v in mark.attributes.items() if k == "ref"}


def fact_of(document: Document, place: str, mark: Mark) -> Fact:
    """Return the fact that a marked name stands for."""
    words = " ".join(document.source.text[mark.span.start : mark.span.end].split())
    return Fact(place, mark.element or "rs", words, mark.span, ref_of(mark))
