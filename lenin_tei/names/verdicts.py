"""Decisions applied: each finds its words in the text and says what stands there; one that finds none is reported.

Offsets are those of the transcription. What a decision settles, no recogniser overrules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lenin_tei.diagnostics import Diagnostic, Report
from lenin_tei.model import Block, Document, Mark
from lenin_tei.names.decisions import Decision, Decisions, find_form, find_quote
from lenin_tei.names.entries import ELEMENTS
from lenin_tei.names.register import Register
from lenin_tei.names.resolution import Mention, crosses
from lenin_tei.source import Span

ATTRIBUTES = {"event": {"type": "event"}, "treaty": {"type": "treaty"}, "group": {"type": "group"}}
NAMED = {**ELEMENTS, "treaty": "name", "group": "rs", "date": "date"}
# Kinds of decisions that are not kinds of entries → the kind of entry they may point to.
ENTRY_KINDS = {"treaty": "event", "group": "org"}


class Leaf(NamedTuple):
    """A leaf block with its clean text and what was found in it; the offsets of mentions count from its start."""

    block: Block
    text: str
    mentions: tuple[Mention, ...]


@dataclass(slots=True)
class Verdicts:
    """The marks decided, by the span of their block, and the spans nobody else may mark."""

    marks: dict[Span, list[Mark]] = field(default_factory=dict)
    settled: set[Span] = field(default_factory=set)


def apply_decisions(
    document: Document, leaves: Sequence[Leaf], register: Register, decisions: Decisions, report: Report
) -> Verdicts:
    """Return what the decisions say of this document; N002 and N003 name the line of the decisions file."""
    verdicts = Verdicts()
    mentions = {
        Span(mention.start + leaf.block.span.start, mention.end + leaf.block.span.start): mention
        for leaf in leaves
        for mention in leaf.mentions
    }
    # Decisions about one place are stronger than those about a form, so they are entered last.
    for decision in sorted(decisions, key=lambda decision: (bool(decision.quote), not decision.shared)):
        if decision.ref and decision.ref not in register:
            message = f"the authority file has no entry {decision.ref!r}; add it, or correct the decision"
            report(Diagnostic(decision.path, decision.line, 1, "N003", message))
            continue
        places, trouble = places_of(document, leaves, decision)
        if trouble:
            report(Diagnostic(decision.path, decision.line, 1, "N002", trouble))
        for leaf, span in places:
            decide(decision, leaf, span, mentions.get(span), register, verdicts)
    return verdicts


def places_of(document: Document, leaves: Sequence[Leaf], decision: Decision) -> tuple[list[tuple[Leaf, Span]], str]:
    """Return the places a decision speaks of, or why it does not fit; one of the whole corpus need not be here."""
    if decision.form:
        found = [
            (leaf, Span(start + leaf.block.span.start, end + leaf.block.span.start))
            for leaf in leaves
            for start, end in find_form(leaf.text, decision.form)
        ]
        missing = f"no “{decision.form}” stands in the text; remove the decision or correct the form"
        return found, "" if found or decision.shared else missing
    spans = find_quote(document.source.text, decision)
    words = decision.words or decision.quote
    if not spans:
        said = "does not stand in the transcription; quote the words as they stand now, or remove the decision"
        return [], "" if decision.shared else f"“{decision.quote}” {said}"
    if len(spans) > 1:
        return [], f"“{words}” stands {len(spans)} times in the places quoted; quote more of the text around it"
    leaf = next(
        (leaf for leaf in leaves if leaf.block.span.start <= spans[0].start and spans[0].end <= leaf.block.span.end),
        None,
    )
    if leaf is None:
        return [], f"“{words}” stands outside the text, or in two blocks; quote words of one paragraph, heading or note"
    if any(crosses(mark, *spans[0]) for mark in leaf.block.marks):
        return [], f"“{words}” begins or ends inside other markup; quote words that lie wholly inside or outside it"
    return [(leaf, spans[0])], ""


def decide(
    decision: Decision, leaf: Leaf, span: Span, mention: Mention | None, register: Register, verdicts: Verdicts
) -> None:
    """Enter one decision about one place."""
    marks = verdicts.marks.setdefault(leaf.block.span, [])
    if decision.verb == "correct":
        attributes = {"sic": "", "corr": decision.corr, "resp": f"#{decision.by}", "cert": decision.cert}
        marks[:] = [mark for mark in marks if mark.span != span or mark.element != "choice"]
        marks.append(Mark(span, "choice", attributes))
        return
    if decision.verb in ("retype", "relink") and mention is None and decision.form:
        return  # a form is also typed where it is no name
    verdicts.settled.add(span)
    marks[:] = [mark for mark in marks if mark.span != span or mark.element == "choice"]
    if decision.verb != "reject":
        marks.append(decided_mark(decision, span, mention, register))


def decided_mark(decision: Decision, span: Span, mention: Mention | None, register: Register) -> Mark:
    """Return the mark an accepted, retyped or relinked name gets."""
    ref = decision.ref
    if ref is None and mention is not None and len(mention.candidates) == 1 and decision.verb != "retype":
        ref = mention.candidates[0]
        if decision.kind and register[ref].kind != ENTRY_KINDS.get(decision.kind, decision.kind):
            ref = None  # the tool took it for something else, so it is not what the editor means
    if decision.kind:
        element, attributes = NAMED[decision.kind], dict(ATTRIBUTES.get(decision.kind, {}))
    elif ref:
        entry = register[ref]
        element, attributes = entry.element, entry.attributes
    elif mention is not None:
        element, attributes = mention.element, dict(mention.attributes)
    else:
        element, attributes = "name", {}
    if element == "title" and "level" not in attributes:
        attributes["level"] = register[ref].attributes.get("level", "m") if ref else "m"
    pointer = {"ref": f"#{ref}"} if ref else {}
    return Mark(span, element, {**attributes, **pointer, "resp": f"#{decision.by}", "cert": decision.cert})
