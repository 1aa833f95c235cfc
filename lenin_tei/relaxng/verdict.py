"""Is a document valid?  The quick way: one pass that stops at the first thing wrong and knows no positions."""

from __future__ import annotations

from xml.parsers import expat

from lenin_tei.relaxng.derivatives import Derivatives
from lenin_tei.relaxng.grammar import Grammar
from lenin_tei.relaxng.names import XML_NAMESPACE
from lenin_tei.relaxng.opening import IdUses, opening_of
from lenin_tei.relaxng.patterns import AFTER, CHOICE, Pattern, TooComplexError
from lenin_tei.relaxng.reader_xml import EntityDeclaredError, as_bytes_of_ascii, make_parser
from lenin_tei.relaxng.xsd_types import XML_SPACE


class _InvalidError(Exception):
    """Something is wrong; where and what is for ``validate`` to say."""


class _Walk:
    """The state of one pass: the content awaited, and what follows each open element.

    The stack holds None where the continuation is inside ``state`` itself, because the element could be several.
    """

    def __init__(self, grammar: Grammar, derive: Derivatives, *, ids: bool) -> None:
        self.derive = derive
        self.state = grammar.start
        self.stack: list[Pattern | None] = []
        self.buffer: list[str] = []
        self.ids: IdUses | None = [] if ids and grammar.has_ids else None
        self.prefixes: dict[str, str] | None = {"xml": XML_NAMESPACE} if grammar.needs_prefixes else None
        self.hidden: list[tuple[str, str | None]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        state = self.state
        if self.buffer:
            if "".join(self.buffer).strip(XML_SPACE):
                state = self.derive.mixed_text(state)
            self.buffer.clear()
        step = state.starts.get(name) or self.derive.start(state, name)
        if step.kind == AFTER:
            content, rest = step.parts
            opening = content.opening or opening_of(content, self.derive)
            opened = opening.open(attributes, self.prefixes, self.ids) if attributes else opening.bare
            if opened is self.derive.make.not_allowed:
                raise _InvalidError
            self.stack.append(rest)
            self.state = opened
        elif step.kind == CHOICE:
            self._start_many(step, attributes)
        else:
            raise _InvalidError

    def _start_many(self, step: Pattern, attributes: dict[str, str]) -> None:
        """Open an element that may be one of several; the ids are those of the first that fits."""
        make = self.derive.make
        found: list[Pattern] = []
        for branch in step.parts:
            ids: IdUses = []
            opened = opening_of(branch.parts[0], self.derive).open(attributes, self.prefixes, ids)
            if opened is not make.not_allowed and not found and self.ids is not None:
                self.ids += ids
            found.append(make.after(opened, branch.parts[1]))
        state = make.choice(found)
        if state is make.not_allowed:
            raise _InvalidError
        self.stack.append(state.parts[1] if state.kind == AFTER else None)
        self.state = state.parts[0] if state.kind == AFTER else state

    def text(self, text: str) -> None:
        state = self.state
        if state.typed:
            self.buffer.append(text)
        elif state.texted is not state and text.strip(XML_SPACE):
            state = self.derive.mixed_text(state)
            if state is self.derive.make.not_allowed:
                raise _InvalidError
            self.state = state

    def end(self, _: str) -> None:
        state = self.state
        if state.typed:
            text = "".join(self.buffer)
            self.buffer.clear()
            state = self._typed(state, text)
        then = self.stack.pop()
        if then is None:
            then = self.derive.end(state)
            if then is self.derive.make.not_allowed:
                raise _InvalidError
        elif not state.nullable:
            raise _InvalidError
        self.state = then

    def _typed(self, state: Pattern, text: str) -> Pattern:
        """Return *state* after all the text of an element whose content is data."""
        after = self.derive.text(state, text, self.prefixes or {})
        return after if text.strip(XML_SPACE) else self.derive.make.choice((state, after))

    def declare(self, prefix: str | None, uri: str | None) -> None:
        assert self.prefixes is not None
        self.hidden.append((prefix or "", self.prefixes.get(prefix or "")))
        self.prefixes[prefix or ""] = uri or ""

    def undeclare(self, _: str | None) -> None:
        assert self.prefixes is not None
        prefix, before = self.hidden.pop()
        if before is None:
            del self.prefixes[prefix]
        else:
            self.prefixes[prefix] = before


def ids_agree(uses: IdUses) -> bool:
    """Return whether each ID is there once and each IDREF has one."""
    known: set[str] = set()
    wanted: set[str] = set()
    for kind, text, _ in uses:
        names = text.split()
        if kind != "ID":
            wanted.update(names)
        elif len(names) != 1 or names[0] in known:
            return False
        else:
            known.add(names[0])
    return wanted <= known


def is_valid(data: bytes, grammar: Grammar, *, ids: bool = True, encoding: str | None = None) -> bool:
    """Return whether the document *data* is well-formed and valid; with *ids*, whether ID and IDREF agree too.

    *encoding* is what *data* is known to be in, whatever it declares.
    """
    grammar.trim()
    walk = _Walk(grammar, grammar.derive, ids=ids)
    try:
        data, encoding = as_bytes_of_ascii(data, encoding)
        parser = make_parser(encoding)
        parser.buffer_text = True
        parser.StartElementHandler = walk.start
        parser.EndElementHandler = walk.end
        parser.CharacterDataHandler = walk.text
        if grammar.needs_prefixes:
            parser.StartNamespaceDeclHandler = walk.declare
            parser.EndNamespaceDeclHandler = walk.undeclare
        parser.Parse(data, True)
    except (
        _InvalidError,
        EntityDeclaredError,
        TooComplexError,
        RecursionError,
        expat.ExpatError,
        ValueError,
        LookupError,
    ):
        return False
    return walk.ids is None or ids_agree(walk.ids)
