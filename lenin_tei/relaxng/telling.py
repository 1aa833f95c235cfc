"""From a fault met in a pattern to its words: each function returns what a ``Fault`` says beside its place."""

from __future__ import annotations

from dataclasses import dataclass

from lenin_tei.relaxng.expectations import (
    awaits_text,
    possible_attributes,
    possible_elements,
    required_attributes,
    required_elements,
    value_choices,
    value_words,
)
from lenin_tei.relaxng.faults import listing, nearest, options_of, others, pick, shown, tags
from lenin_tei.relaxng.grammar import Grammar
from lenin_tei.relaxng.names import split_name
from lenin_tei.relaxng.patterns import NOT_ALLOWED, Pattern

_WRAPPERS = 3
_PLAIN = frozenset({"p", "ab"})  # what loose text is meant to stand in, as a rule
_LONG = 60


@dataclass(frozen=True, slots=True)
class Words:
    """The parts of a fault that do not depend on its place."""

    kind: str
    name: str
    expected: tuple[str, ...]
    message: str
    suggestion: str = ""


def _inside(parent: str) -> str:
    return f" in <{shown(parent)}>" if parent else " as the root element"


def _namespace_hint(name: str, possible: list[str]) -> str:
    """Return a hint when only the namespace of *name* is wrong."""
    namespace, local = split_name(name)
    for candidate in possible:
        other, same = split_name(candidate)
        if same == local and other != namespace:
            has = f"the namespace {namespace}" if namespace else "no namespace"
            return f"; it has {has}, not {other or 'none'}"
    return ""


def misplaced_element(grammar: Grammar, state: Pattern, name: str, parent: str, first: Pattern) -> Words:
    """Tell of an element that the schema knows, but not here; *first* is what its parent could begin with."""
    required, possible = required_elements(state), possible_elements(state)
    expected = pick(required, possible)
    message = f"<{shown(name)}> is not allowed{_inside(parent)} here"
    hint = _namespace_hint(name, list(possible))
    if hint:
        message += hint
    elif required:
        message += f"; {listing(tags(map(shown, required)), 'and')} must come first"
    elif grammar.derive.start(first, name).kind != NOT_ALLOWED:
        message += f"; it must come earlier in <{shown(parent)}>" if parent else "; one root element is enough"
    elif wrappers := find_wrappers(grammar, state, name):
        message += f"; it may stand in {listing(tags(map(shown, wrappers)))} there"
        expected = pick(wrappers, possible)
    else:
        message += _instead(expected, len(possible), state, parent)
    return Words("element", shown(name), expected, message)


def _instead(expected: tuple[str, ...], total: int, state: Pattern, parent: str) -> str:
    """Return what could stand there, as the second half of a message."""
    options = options_of(expected, total)
    if awaits_text(state):
        options.insert(0, "text")
    if state.nullable and parent:
        options.append(f"the end of <{shown(parent)}>")
    return f"; expected {listing(options)}" if options else "; nothing is allowed there"


def find_wrappers(grammar: Grammar, state: Pattern, name: str) -> list[str]:
    """Return a few elements allowed at *state* that may begin with an element *name*."""
    derive = grammar.derive
    found: list[str] = []
    for candidate in possible_elements(state):
        content = derive.forgive(grammar.find_element(candidate))
        if derive.start(content, name).kind != NOT_ALLOWED:
            found.append(candidate)
            if len(found) == _WRAPPERS:
                break
    return found


def unknown_element(grammar: Grammar, state: Pattern, name: str, parent: str) -> Words:
    """Tell of an element that the schema does not know at all."""
    possible = possible_elements(state)
    local = split_name(name)[1]
    guess = nearest(local, [split_name(one)[1] for one in possible])
    guess = guess or nearest(local, [split_name(one)[1] for one in grammar.element_names()])
    expected = pick(required_elements(state), possible, guess)
    hint = _namespace_hint(name, [*possible, *grammar.element_names()])
    tail = hint or (f"; did you mean <{guess}>?" if guess else _instead(expected, len(possible), state, parent))
    return Words(
        "element-unknown", shown(name), expected, f"<{shown(name)}> is not an element of this schema{tail}", guess
    )


def early_element(state: Pattern, name: str, parent: str) -> Words:
    """Tell of an element before which another one is missing."""
    required = required_elements(state)
    if not required:
        possible = possible_elements(state)
        expected = pick((), possible)
        message = (
            f"<{shown(name)}> is not allowed{_inside(parent)} yet{_instead(expected, len(possible), state, parent)}"
        )
        return Words("element-too-early", shown(name), expected, message)
    missing = listing(tags(map(shown, required)), "and")
    message = f"{missing} is missing{_inside(parent)} before <{shown(name)}>"
    return Words("element-too-early", shown(name), pick(required, ()), message)


def misplaced_text(grammar: Grammar, state: Pattern, parent: str) -> Words:
    """Tell of text where only elements, or nothing, may stand."""
    required, possible = required_elements(state), possible_elements(state)
    holders = [one for one in possible if awaits_text(grammar.derive.forgive(grammar.find_element(one)))]
    holders = sorted(holders, key=lambda one: split_name(one)[1] not in _PLAIN)[:_WRAPPERS]
    expected = pick(required, holders or possible)
    message = f"text is not allowed{_inside(parent)} here"
    if not possible:
        message += f"; <{shown(parent)}> must be empty" if state.nullable else ""
    elif holders:
        message += f"; put it in {listing(tags(map(shown, holders)))}"
    else:
        message += _instead(expected, len(possible), state, parent)
    return Words("text", "", expected, message)


def misplaced_attribute(content: Pattern, name: str, element: str, *, known: bool) -> Words:
    """Tell of an attribute that the element may not have, or (*known*) not beside those before it."""
    possible = list(possible_attributes(content))
    if known:
        message = f'the attribute "{shown(name)}" on <{shown(element)}> contradicts one before it; keep one of the two'
        return Words("attribute", shown(name), pick(required_attributes(content), possible, ""), message)
    guess = nearest(shown(name), map(shown, possible))
    expected = pick(required_attributes(content), possible, guess)
    message = f'the attribute "{shown(name)}" is not allowed on <{shown(element)}>'
    hint = next((one for one in possible if split_name(one)[1] == split_name(name)[1]), "")
    if hint:
        message += f"; write it as {shown(hint)}"
        guess = shown(hint)
    elif guess:
        message += f'; did you mean "{guess}"?'
    elif not possible:
        message += "; no further attribute is"
    return Words("attribute", shown(name), expected, message, guess)


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return f'"{short if len(short) <= _LONG else short[:_LONG] + "…"}"'


def _values(patterns: list[Pattern], text: str) -> tuple[tuple[str, ...], str, str]:
    """Return expected values, the message's second half and the nearest fixed value."""
    choices = list(dict.fromkeys(value for one in patterns for value in value_choices(one)))
    words = list(dict.fromkeys(word for one in patterns for word in value_words(one)))
    guess = nearest(text.strip(), choices)
    kinds = [word for word in words if not word.startswith('"')]
    expected = tuple(dict.fromkeys(word for word in (guess, *choices, *kinds) if word))[:6]
    shown_words = [*([f'"{guess}"'] if guess else []), *(word for word in words if word != f'"{guess}"')]
    more = len(shown_words) - 6
    tail = listing([*shown_words[:6], *others(more, "other values")])
    return expected, f"; expected {tail}" if tail else "", guess


def wrong_value(patterns: list[Pattern], name: str, text: str, element: str) -> Words:
    """Tell of an attribute whose value is none of those allowed."""
    expected, tail, guess = _values(patterns, text)
    message = f'the value {_quoted(text)} of the attribute "{shown(name)}" on <{shown(element)}> is not allowed{tail}'
    return Words("attribute-value", shown(name), expected, message, guess)


def missing_attributes(content: Pattern, element: str) -> Words:
    """Tell of an element without an attribute it must have."""
    required = list(required_attributes(content))
    if not required:
        expected = pick((), possible_attributes(content))
        message = f"<{shown(element)}> needs one of the attributes {listing(expected)}"
        return Words("attribute-missing", shown(element), expected, message)
    word = "attribute" if len(required) == 1 else "attributes"
    names = listing([f'"{shown(name)}"' for name in required], "and")
    message = f"<{shown(element)}> lacks the {word} {names}"
    return Words("attribute-missing", shown(element), pick(required, ()), message)


def wrong_content(state: Pattern, text: str, element: str) -> Words:
    """Tell of an element whose text is not the data it must be."""
    expected, tail, guess = _values([state], text)
    what = (
        f"the text {_quoted(text)} of <{shown(element)}> is not allowed"
        if text.strip()
        else f"<{shown(element)}> is empty"
    )
    return Words("content", shown(element), expected, what + tail, guess)


def unfinished(state: Pattern, element: str) -> Words:
    """Tell of an element that ends before all it needs is there."""
    required, possible = required_elements(state), possible_elements(state)
    expected = pick(required, possible)
    message = f"<{shown(element)}> is not finished"
    if required:
        message += f"; {listing(tags(map(shown, required)), 'and')} is missing"
    elif expected:
        message += f"; expected {listing(options_of(expected, len(possible)))}"
    return Words("incomplete", shown(element), expected, message)
