"""Marks for names, dates and corrections: recognisers propose, evidence settles, decisions overrule, conflicts resolve.

Comes in: a document as read, a register, the editors' decisions. Goes out: the same document, its blocks with further
marks (persName, placeName, orgName, title, date, rs, name @type=event|treaty, choice) and @ref on the facts whose text
is a name. No span and no character changes. Machine-made marks carry resp="#lenin-tei" and @cert, an editor's carry
resp="#editor" (or `by` of the decision); @ref holds one pointer. A name with several possible entries is marked without
@ref and reported (N001), once per form. A correction is a mark with element "choice" over the wrong words and exactly
the attributes sic="" (the words themselves), corr (the right words), resp and cert.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lenin_tei.dates import Found, find_dates, find_year_lines
from lenin_tei.diagnostics import Report
from lenin_tei.model import Block, Document, Fact, Mark, map_leaves, masked
from lenin_tei.names.calibration import UNMEASURED, certainty
from lenin_tei.names.days import dated, year_of, years_in
from lenin_tei.names.decisions import Decisions
from lenin_tei.names.disambiguation import Evidence
from lenin_tei.names.discovery import addressed, discover, lower_words, repeated, surnames_of
from lenin_tei.names.entries import ELEMENTS
from lenin_tei.names.enumerations import companions, uncommon
from lenin_tei.names.guesses import Contexts, gather, lone, lone_names
from lenin_tei.names.issues import with_issues
from lenin_tei.names.phrases import phrases, title_case
from lenin_tei.names.proposals import Proposal
from lenin_tei.names.recogniser_plugins import Recogniser
from lenin_tei.names.recognisers import recognise
from lenin_tei.names.register import Register
from lenin_tei.names.resolution import Mention, covered, longest, merged, settle, strongest, unlinked
from lenin_tei.names.spelling import Words
from lenin_tei.names.verdicts import Leaf, Verdicts, apply_decisions
from lenin_tei.source import Source, Span

TOOL = "#lenin-tei"
CAPITAL_NOUNS = ("de", "lb")  # languages in which a capital inside a sentence shows no name
CONGRESSES = ("Congress", "Conference", "Convention", "Plenum")
WRITTEN = frozenset({"high", "medium", "low"})
# Elements of the header whose text is one name, and the kind of entry it may point to.
FACTS = {
    "author": "person", "editor": "person", "persName": "person", "placeName": "place", "pubPlace": "place",
    "orgName": "org", "publisher": "org", "title": "work",
}  # fmt: skip


def annotate(
    document: Document,
    register: Register,
    decisions: Decisions,
    report: Report,
    recognisers: Sequence[Recogniser] = (),
) -> Document:
    """Return the document with its names, dates and corrections marked; N001, N002 and N003 are reported.

    What *recognisers* of other packages suggest is never written unasked: nobody measured it. It waits in the review.
    """
    leaves = find_mentions(document, register, recognisers=recognisers)
    verdicts = apply_decisions(document, leaves, register, decisions, report)
    report_doubts(document, leaves, verdicts, report)
    marks = {leaf.block.span: marks_of(leaf, verdicts) for leaf in leaves}
    facts = tuple(with_ref(fact, register) for fact in document.facts)
    body = map_leaves(document.body, marks)
    return document._replace(facts=facts, body=body, entities=entities(facts, body, register))


def text_leaves(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield the leaf blocks of the text: those of literal front matter are none, their names go to the facts."""
    for block in blocks:
        if block.element == "note" and block.attributes.get("type") == "transcription":
            continue
        if block.children:
            yield from text_leaves(block.children)
        else:
            yield block


class Looked(NamedTuple):
    """A leaf block with what the recognisers propose for it."""

    block: Block
    text: str
    words: Words
    proposals: list[Proposal]
    unknown: list[Proposal]
    phrases: list[Proposal]
    lone: list[int]
    dates: list[Found]
    beside: list[Proposal]


def find_mentions(
    document: Document, register: Register, *, everything: bool = False, recognisers: Sequence[Recogniser] = ()
) -> list[Leaf]:
    """Return the leaf blocks of the text with the mentions in each, before any decision.

    With *everything* those are there too that are too doubtful to be written: their certainty is "".
    """
    common = lower_words(document.source.text) if len(register) else set()
    looked = [look(document.source, block, register, common) for block in text_leaves(document.body)]
    telling = document.language not in CAPITAL_NOUNS
    if not telling:
        looked = [
            seen._replace(beside=[], phrases=[p for p in seen.phrases if p.rule != "title case"]) for seen in looked
        ]
    evidence = Evidence(year_of(document))
    surnames: set[str] = set()
    contexts = Contexts(endings=telling)
    years: Counter[int] = Counter()
    for seen in looked:
        evidence.gather(seen.proposals, seen.block.span.start)
        surnames.update(surnames_of(seen.text, [*seen.unknown, *(p for p in seen.proposals if p.rule == "bearer")]))
        for at in seen.lone:
            gather(contexts, seen.text, seen.words, at)
        surnames.update(surnames_of(seen.text, uncommon(seen.text, seen.beside)))
        if seen.block.element == "salute":
            surnames.update(seen.text[each.start : each.end] for each in addressed(seen.text, seen.words))
        years.update(year for date in seen.dates for year in years_in(date.attributes))
    for fact in document.facts:
        evidence.gather(recognise(fact.text, register))
    # A text that mostly speaks of other years does not mean its own year with "October 3".
    own = evidence.year if not years or years.most_common(1)[0][0] == evidence.year else 0
    julian = any("calendar" in date.attributes for seen in looked for date in seen.dates)
    leaves = []
    for seen in looked:
        mentions = settled(seen, register, evidence, surnames, common, contexts)
        for recogniser in recognisers:
            mentions += suggested(seen.text, mentions, recogniser, register)
        mentions = longest([*mentions, *dated(seen.dates, own, julian=julian)], seen.text)
        if everything:
            taken = covered(mentions)
            left = (each for each in (*seen.proposals, *seen.phrases) if not taken.touches(each.start, each.end))
            mentions += [doubtful(register, each) for each in left]
        leaves.append(Leaf(seen.block, seen.text, tuple(mentions)))
    return leaves


def look(source: Source, block: Block, register: Register, common: set[str]) -> Looked:
    """Return what the recognisers propose for one block."""
    text = masked(source, block)
    words = Words(text)
    proposals = strongest(recognise(text, register, words))
    broken = with_breaks(source, block, text)
    if not len(register):
        return Looked(block, text, words, proposals, [], [], [], list(find_dates(text)), [])
    dates = list(find_dates(text))
    if block.element in ("head", "byline", "docAuthor"):
        dates += [
            line
            for line in find_year_lines(broken)
            if not any(line.start < d.end and d.start < line.end for d in dates)
        ]
    unknown = list(discover(broken, words, register, common))
    if block.element == "salute":
        unknown += addressed(text, words)
    plain = block.element != "head" and not title_case(text)
    shown = list(phrases(broken, words, register)) if plain else []
    lone = list(lone_names(text, words, register, common)) if plain else []
    beside = list(companions(text, words, [*proposals, *unknown], register, common)) if plain else []
    return Looked(block, text, words, proposals, unknown, shown, lone, dates, beside)


def settled(
    seen: Looked, register: Register, evidence: Evidence, surnames: set[str], common: set[str], contexts: Contexts
) -> list[Mention]:
    """Return the mentions of a block but for dates: what the register knows first, then what shows itself a name."""
    offset = seen.block.span.start
    mentions = [mention for proposal in seen.proposals if (mention := settle(proposal, register, evidence, offset))]
    mentions = extended(around(mentions, seen.phrases), seen.text)
    proposals = (lone(seen.text, seen.words, at, contexts) for at in seen.lone)
    alone = [proposal for proposal in proposals if proposal]
    for further in (seen.unknown, seen.beside, repeated(seen.text, seen.words, surnames, common), alone):
        taken = covered(mentions)
        mentions += [unlinked(each) for each in further if not taken.touches(each.start, each.end)]
    return mentions


def around(mentions: list[Mention], proposals: list[Proposal]) -> list[Mention]:
    """Return the mentions with the unknown organisations, events and works, which hold places and persons."""
    made = list(mentions)
    for proposal in proposals:
        start, end = proposal.start, proposal.end
        touched = [each for each in mentions if each.start < end and start < each.end]
        inner = all(start <= each.start and each.end <= end and each.end - each.start < end - start for each in touched)
        if inner and all(each.element in ("placeName", "persName") for each in touched):
            made.append(unlinked(proposal))
    return made


def extended(mentions: list[Mention], text: str) -> list[Mention]:
    """Return the mentions, each unknown congress with the organisation behind it: "Third Congress of the T.W.L."."""
    bodies = {each.start: each for each in sorted(mentions, key=lambda m: m.end) if each.element == "orgName"}
    made = []
    for each in mentions:
        if each.rule in ("event", "congress") and text[each.start : each.end].endswith(CONGRESSES):
            joint = next((words for words in (" of the ", " of ") if text.startswith(words, each.end)), "")
            body = bodies.get(each.end + len(joint)) if joint else None
            each = each._replace(end=body.end) if body else each
        made.append(each)
    return made


def suggested(text: str, mentions: list[Mention], recogniser: Recogniser, register: Register) -> list[Mention]:
    """Return what a recogniser suggests for a block besides the mentions it has."""
    taken = covered(mentions)
    made = []
    for start, end, kind in recogniser(text, [(mention.start, mention.end) for mention in mentions]):
        if kind in ELEMENTS and 0 <= start < end <= len(text) and not taken.touches(start, end):
            entries = [entry for entry in register.named(text[start:end]) if entry.kind == kind]
            ids = (entries[0].id,) if len(entries) == 1 else ()
            attributes = {"event": {"type": "event"}, "work": {"level": "m"}}.get(kind, {})
            made.append(Mention(start, end, ELEMENTS[kind], attributes, ids, UNMEASURED, certainty(UNMEASURED)))
    return made


def with_breaks(source: Source, block: Block, text: str) -> str:
    """Return the clean text of a block with its line breaks, over which no unknown name is looked for."""
    lines, at = [], 0
    for line in source.text[block.span.start : block.span.end].split("\n"):
        lines.append(text[at : at + len(line)])
        at += len(line) + 1
    return "\n".join(lines)


def doubtful(register: Register, proposal: Proposal) -> Mention:
    """Return a proposal as a mention nobody would write without looking."""
    if not proposal.candidates:
        return unlinked(proposal)._replace(cert="", rule="doubtful" if certainty(proposal.rule) else proposal.rule)
    entries = [register.at(number) for number in proposal.candidates]
    ids = tuple(entry.id for entry in entries)
    rule = "doubtful" if certainty(proposal.rule) else proposal.rule
    return Mention(proposal.start, proposal.end, entries[0].element, entries[0].attributes, ids, rule, "")


def marks_of(leaf: Leaf, verdicts: Verdicts) -> tuple[Mark, ...]:
    """Return all marks of a leaf block: its own, the decided and the recognised ones."""
    offset = leaf.block.span.start
    recognised = []
    for mention in leaf.mentions:
        span = Span(mention.start + offset, mention.end + offset)
        if span not in verdicts.settled and mention.cert in WRITTEN:
            recognised.append(Mark(span, mention.element, attributes_of(mention)))
    marks = merged(leaf.block.marks, recognised, verdicts.marks.get(leaf.block.span, ()))
    return with_issues(leaf.block.element, offset, leaf.text, marks, TOOL)


def attributes_of(mention: Mention) -> dict[str, str]:
    """Return the attributes of a machine-made mark."""
    ref = {"ref": f"#{mention.candidates[0]}"} if len(mention.candidates) == 1 else {}
    return {**mention.attributes, **ref, "resp": TOOL, "cert": mention.cert}


def report_doubts(document: Document, leaves: list[Leaf], verdicts: Verdicts, report: Report) -> None:
    """Report every form that may stand for several entries, once, with the entries."""
    seen: set[tuple[str, ...]] = set()
    for leaf in leaves:
        offset = leaf.block.span.start
        for mention in leaf.mentions:
            if len(mention.candidates) < 2 or mention.candidates in seen:
                continue
            if Span(mention.start + offset, mention.end + offset) in verdicts.settled:
                continue
            seen.add(mention.candidates)
            form = " ".join(leaf.text[mention.start : mention.end].split())
            several = ", ".join(f"#{name}" for name in mention.candidates[:6])
            message = f"“{form}” may stand for {several}; say which in the decisions file (relink)"
            report(document.source.diagnostic(mention.start + offset, "N001", message))


def with_ref(fact: Fact, register: Register) -> Fact:
    """Return a fact with @ref where its whole text is the name of exactly one entry of its kind."""
    kind = FACTS.get(fact.element)
    if kind is None or "ref" in fact.attributes:
        return fact
    found = [entry for entry in named(fact.text, register) if entry[0] == kind]
    if len({name for _, name in found}) != 1:
        return fact
    return fact._replace(attributes={**fact.attributes, "ref": f"#{found[0][1]}"})


def named(text: str, register: Register) -> list[tuple[str, str]]:
    """Return kind and id of the entries of which *text* as a whole is a written or derived name."""
    proposals = [p for p in recognise(text, register) if p.rule in ("form", "full", "initials", "common")]
    whole = [p for p in proposals if not text[: p.start].strip() and not text[p.end :].strip(" .,;:’s'")]
    return [(register.at(number).kind, register.at(number).id) for p in whole for number in p.candidates]


def entities(facts: tuple[Fact, ...], body: tuple[Block, ...], register: Register) -> tuple[str, ...]:
    """Return the ids of all entries pointed to, in the order of the transcription."""
    pointed = [(fact.span.start, fact.attributes.get("ref", "")) for fact in facts]
    for block in body:
        for leaf in block.leaves():
            pointed += [(mark.span.start, mark.attributes.get("ref", "")) for mark in leaf.marks]
    ids = (ref[1:] for _, ref in sorted(pointed, key=lambda pair: pair[0]) if ref.startswith("#"))
    return tuple(dict.fromkeys(name for name in ids if name in register))
