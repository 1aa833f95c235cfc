"""One pass over a document that notes its faults, each once, with its place.

After a fault the pass goes on as jing's does: an element that comes too early lets those
before it count as missing; an element out of place is read by the definitions of its name and then forgotten; an
element nobody defines makes its surroundings silent, but not the known elements inside it.
"""

from __future__ import annotations

from lenin_tei.relaxng import telling
from lenin_tei.relaxng.faults import Fault, shown
from lenin_tei.relaxng.grammar import Grammar
from lenin_tei.relaxng.names import XML_NAMESPACE, split_name
from lenin_tei.relaxng.opening import IdUses, id_kind, opening_of, value_allowed
from lenin_tei.relaxng.patterns import AFTER, Pattern
from lenin_tei.relaxng.positions import Positions
from lenin_tei.relaxng.reader_xml import make_parser
from lenin_tei.relaxng.telling import Words
from lenin_tei.relaxng.xsd_types import XML_SPACE

MAX_FAULTS = 1_000
_MEMORY = 5_000


class EnoughError(Exception):
    """The document has more faults than anybody reads."""


class Examination:
    """The state of one pass; ``stack`` holds, per open element, what follows it, its name, its byte offset and
    what it could begin with.

    What follows is None where ``state`` itself holds it, because the element could be several.
    """

    def __init__(self, data: bytes, encoding: str | None, grammar: Grammar, *, ids: bool) -> None:
        self.grammar = grammar
        self.derive = grammar.derive
        self.nothing = grammar.patterns.not_allowed
        self.state = grammar.start
        self.stack: list[tuple[Pattern | None, str, int, Pattern]] = []
        self.faults: list[Fault] = []
        self.positions = Positions(data, encoding or "utf-8")
        self.buffer: list[str] | None = None
        self.text_offset = -1
        self.told_text = False
        self.ids = ids
        self.defined: dict[str, int] = {}
        self.referred: list[tuple[str, str, str, int]] = []
        self.prefixes: dict[str, str] = {"xml": XML_NAMESPACE}
        self.hidden: list[tuple[str, str | None]] = []
        self.expat = parser = make_parser(encoding)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartNamespaceDeclHandler = self.declare
        parser.EndNamespaceDeclHandler = self.undeclare
        if encoding is None:
            parser.XmlDeclHandler = self.declared

    def declared(self, _: str, encoding: str | None, __: int) -> None:
        """Note the encoding the document declares."""
        self.positions.encoding = encoding or "utf-8"

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """Bring a namespace into scope."""
        self.hidden.append((prefix or "", self.prefixes.get(prefix or "")))
        self.prefixes[prefix or ""] = uri or ""

    def undeclare(self, _: str | None) -> None:
        """Take the namespace last brought into scope out again."""
        prefix, before = self.hidden.pop()
        del self.prefixes[prefix]
        if before is not None:
            self.prefixes[prefix] = before

    @property
    def silent(self) -> bool:
        """Whether the surroundings are unknown, so that nothing can be said of them."""
        return self.state is self.nothing and bool(self.faults)

    def parent(self) -> str:
        """Return the name of the element that is open, or nothing."""
        return self.stack[-1][1] if self.stack else ""

    def tell(self, words: Words, parent: str, offset: int, jing_offset: int) -> None:
        """Note a fault at byte *offset*, which jing would report at *jing_offset*."""
        line, column = self.positions.place(offset)
        jing_line, jing_column = self.positions.place(jing_offset)
        fault = Fault(
            line, column, words.kind, words.name, shown(parent), words.expected, words.message, words.suggestion,
            jing_line, jing_column,
        )  # fmt: skip
        self.faults.append(fault)
        if len(self.faults) >= MAX_FAULTS:
            raise EnoughError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        offset = self.expat.CurrentByteIndex
        tag_end = self.positions.tag_end(offset)
        self._leave_text(tag_end)
        inner, rest = self._start_name(name, offset, tag_end)
        closed = self._open(inner, attributes, offset, tag_end) if rest is not None else self.nothing
        if closed is self.nothing:
            closed = self._open_slowly(inner, name, attributes, offset, tag_end)
        if rest is None and closed.kind == AFTER:
            closed, rest = closed.parts
        self.stack.append((rest, name, offset, closed))
        self.state = closed
        self.buffer = [] if closed.typed else None

    def _open(self, inner: Pattern, attributes: dict[str, str], offset: int, tag_end: int) -> Pattern:
        """Return the content after a start tag that is right, ``notAllowed`` when it is not."""
        if inner is self.nothing:
            return inner
        uses: IdUses = []
        prefixes = self.prefixes if self.grammar.needs_prefixes else None
        closed = opening_of(inner, self.derive).open(attributes, prefixes, uses)
        if closed is not self.nothing:
            for kind, value, name in uses if self.ids else ():
                self._id(kind, value, name, offset, tag_end)
        return closed

    def _open_slowly(
        self, inner: Pattern, name: str, attributes: dict[str, str], offset: int, tag_end: int
    ) -> Pattern:  # fmt: skip
        """Return the content after a start tag, telling what is wrong with its attributes."""
        whole = inner
        for attribute, value in attributes.items():
            known = bool(self.derive.attribute(whole, attribute))
            inner = self._attribute(inner, name, attribute, value, offset, tag_end, known=known)
        closed = self.derive.close(inner)
        if closed is self.nothing and inner is not self.nothing:
            self.tell(telling.missing_attributes(inner, name), self.parent(), offset, tag_end)
            closed = self.derive.forgive(inner)
        return closed

    def _leave_text(self, tag_end: int) -> None:
        """End a run of text at a start tag; data cannot stand before an element."""
        if self.buffer and "".join(self.buffer).strip(XML_SPACE):
            self._untyped_text(self.text_offset, tag_end)
        self.buffer = None
        self.told_text = False
        self.text_offset = -1

    def _start_name(self, name: str, offset: int, tag_end: int) -> tuple[Pattern, Pattern | None]:
        """Return the content of the element that begins, and what follows it (None: inside the content)."""
        state, parent = self.state, self.parent()
        step = self.derive.start(state, name)
        if step is self.nothing:
            step = self.derive.recover(state, name)
            if step is self.nothing:
                found = self.grammar.find_element(name)
                if not self.silent:
                    words = self._stray(state, name, parent, known=found is not self.nothing)
                    self.tell(words, parent, offset, tag_end)
                return found, state
            self.tell(telling.early_element(state, name, parent), parent, offset, tag_end)
        return (step.parts[0], step.parts[1]) if step.kind == AFTER else (step, None)

    def _stray(self, state: Pattern, name: str, parent: str, *, known: bool) -> Words:
        """Tell of an element out of place, or of an unknown one; a corpus makes the same mistakes again and again."""
        first = self.stack[-1][3] if self.stack else self.nothing
        memory, key = self.grammar.memory, (state, first, name, parent, known)
        words: Words | None = memory.get(key)
        if words is None:
            if len(memory) > _MEMORY:
                memory.clear()
            if known:
                words = telling.misplaced_element(self.grammar, state, name, parent, first)
            else:
                words = telling.unknown_element(self.grammar, state, name, parent)
            memory[key] = words
        return words

    def _attribute(
        self, inner: Pattern, element: str, name: str, value: str, offset: int, tag_end: int, *, known: bool
    ) -> Pattern:
        """Return *inner* after one attribute, telling what is wrong; *known*: it may stand alone on the element."""
        if inner is self.nothing:
            return inner
        branches = self.derive.attribute(inner, name)
        if not branches:
            words = telling.misplaced_attribute(inner, name, element, known=known)
            self.tell(words, element, self._place_of(name, offset), tag_end)
            return inner
        prefixes = self.prefixes if self.grammar.needs_prefixes else None
        fitting = [rest for pattern, rest in branches if value_allowed(self.derive, pattern, value, prefixes)]
        patterns = [pattern for pattern, _ in branches]
        kind = next((kind for pattern in patterns if (kind := id_kind(pattern))), "")
        if self.ids and kind:
            self._id(kind, value, name, offset, tag_end)
        if not fitting:
            words = telling.wrong_value(patterns, name, value, element)
            self.tell(words, element, self._place_of(name, offset), tag_end)
            fitting = [rest for _, rest in branches]
        return self.grammar.patterns.choice(fitting)

    def _place_of(self, name: str, offset: int) -> int:
        """Return the byte offset of the attribute *name* of the start tag at *offset*."""
        namespace, local = split_name(name)
        return self.positions.attribute(offset, local, bool(namespace))

    def _id(self, kind: str, value: str, attribute: str, tag: int, tag_end: int) -> None:
        names = value.split()
        if kind != "ID":
            self.referred += [(name, self.parent(), attribute, tag) for name in names]
        elif len(names) == 1:
            first = self.defined.setdefault(names[0], tag)
            if first != tag:
                line = self.positions.place(first)[0]
                words = Words("id", names[0], (), f'the id "{names[0]}" is used already in line {line}')
                self.tell(words, self.parent(), self._place_of(attribute, tag), tag_end)

    def text(self, text: str) -> None:
        """Take a stretch of text."""
        blank = not text.strip(XML_SPACE)
        if self.buffer is not None:
            self.buffer.append(text)
            if not blank and self.text_offset < 0:
                self.text_offset = self._first_char(text)
        elif not blank:
            offset = self.expat.CurrentByteIndex
            end = offset + len(text.encode(self.positions.encoding, "replace"))
            self._untyped_text(self._first_char(text), end)

    def _first_char(self, text: str) -> int:
        return self.expat.CurrentByteIndex + len(text) - len(text.lstrip(XML_SPACE))

    def _untyped_text(self, offset: int, jing_offset: int) -> None:
        after = self.derive.mixed_text(self.state)
        if after is not self.nothing:
            self.state = after
        elif not self.silent and not self.told_text:
            self.told_text = True
            words = telling.misplaced_text(self.grammar, self.state, self.parent())
            self.tell(words, self.parent(), offset, jing_offset)

    def end(self, name: str) -> None:
        """Take an end tag."""
        rest, _, start_offset, _ = self.stack.pop()
        state, buffer = self.state, self.buffer
        ends = [state]
        if buffer is not None:
            text = "".join(buffer)
            after = self.derive.text(state, text, self.prefixes)
            ends = [after] if text.strip(XML_SPACE) else [state, after]
        if rest is None:
            then = self.grammar.patterns.choice(self.derive.end(one) for one in ends)
            fine = then is not self.nothing
            rest = then if fine else self.derive.leave(state)
        else:
            fine = any(one.nullable for one in ends)
        if not fine and state is not self.nothing:
            end_offset = self.expat.CurrentByteIndex
            if buffer is None:
                # What is missing belongs before the end tag.
                words, offset = telling.unfinished(state, name), end_offset
            else:
                words, offset = telling.wrong_content(state, "".join(buffer), name), start_offset
            self.tell(words, self.parent(), offset, self.positions.tag_end(end_offset))
        self.state = rest
        self.buffer = None
        self.told_text = False
        self.text_offset = -1

    def finish(self) -> None:
        """Tell of references to ids that are nowhere."""
        for name, parent, attribute, tag in self.referred:
            if name not in self.defined:
                words = Words("idref", name, (), f'the id "{name}" is referred to, but no element has it')
                self.tell(words, parent, self._place_of(attribute, tag), self.positions.tag_end(tag))
