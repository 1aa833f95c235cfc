"""Contexts of rules taken apart, so that only nodes they could match are looked at.

A context is an XSLT pattern: alternatives, each a path.  Its last step names the nodes that could match; the rest of
the path, turned round into ``parent::`` and ``ancestor::`` steps, tells of one such node whether it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[^\W\d][\w.\-]*"
_STEP = re.compile(rf"\s*(?:child::)?(@|attribute::)?\s*(?:({_NAME}):)?({_NAME}|\*)\s*((?:\[.*\]\s*)?)\Z", re.DOTALL)
# A predicate that may be a number counts positions, which a path turned round would lose.
_COUNTING = re.compile(
    r"\bposition\s*\(|\blast\s*\(|\[\s*(?:[\d.$(]|count|sum|number|string-length|floor|ceiling|round|abs|max"
    r"|min|avg|index-of|xs:)"
)
# A predicate that begins with an attribute and fails without it.
_NEEDS = re.compile(rf"\[\s*@(?:({_NAME}):)?({_NAME})\s*(\]|=|!=|(?:eq|ne|lt|le|gt|ge|and)\b)")
_NAMES = re.compile(rf"\s*\(((?:\s*(?:{_NAME}:)?{_NAME}\s*\|)*\s*(?:{_NAME}:)?{_NAME}\s*)\)\s*\Z")
_OPENING, _CLOSING = "([", ")]"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative: the nodes its last step names, and the test that such a node must pass ("" for none).

    *prefix* is None for a name without one; *name* may be ``*``.  *needs* is an attribute, as prefix and name, without
    which no node matches.  *test* is None when only the whole path can tell.
    """

    attribute: bool
    prefix: str | None
    name: str
    needs: tuple[str | None, str] | None
    test: str | None


def _cut(text: str, separators: str) -> list[tuple[str, str]] | None:
    """Cut at separators outside brackets and quotation marks: pairs of separator and piece; None when unbalanced."""
    pieces: list[tuple[str, str]] = []
    depth, start, quote, separator, at = 0, 0, "", "", 0
    while at < len(text):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth -= 1
        elif char in separators and depth == 0:
            pieces.append((separator, text[start:at]))
            separator = char
            if text[at : at + 2] == "//":
                separator, at = "//", at + 1
            start = at + 1
        at += 1
    pieces.append((separator, text[start:]))
    return None if depth or quote else pieces


def split_context(context: str) -> tuple[Alternative, ...] | None:
    """Return the alternatives of a context, None when it is not understood and has to be run as a whole."""
    branches = _cut(context, "|")
    if branches is None:
        return None
    found = [_alternative(branch) for _, branch in branches]
    return None if None in found else tuple(one for one in found if one is not None)


def _alternative(path: str) -> Alternative | None:
    steps = _cut(path.strip(), "/")
    if not steps:
        return None
    last = _STEP.match(steps[-1][1])
    if last is None or " union " in path or " except " in path or " intersect " in path:
        return None
    attribute, prefix, name, predicates = last.groups()
    predicates = predicates.strip()
    needs = _NEEDS.match(predicates) if not attribute and not re.search(r"\bor\b", predicates) else None
    plain = needs is not None and needs[3] == "]" and needs.end() == len(predicates)
    test = _reversed_test(steps, bool(attribute), "" if plain else predicates)
    return Alternative(attribute is not None, prefix, name, (needs[1], needs[2]) if needs else None, test)


def _reversed_test(steps: list[tuple[str, str]], attribute: bool, predicates: str) -> str | None:
    """Return the test a node must pass to match the path, None when turning it round would change its meaning."""
    if any(_COUNTING.search(step) for _, step in steps) or (attribute and predicates):
        return None
    tests = [] if attribute else ([f"self::node(){predicates}"] if predicates else [])
    for (_, step), (separator, _) in zip(reversed(steps[:-1]), reversed(steps[1:]), strict=True):
        test = _node_test(step)
        if test is None:
            return None
        tests.append(f"{'ancestor' if separator == '//' else 'parent'}::{test}")
    return "/".join(tests)


def _node_test(step: str) -> str | None:
    """Return a step as it may stand after another axis: a name with predicates, or names in parentheses."""
    match = _STEP.match(step)
    if match is not None and not match[1]:
        return f"{match[2]}:{match[3]}{match[4]}" if match[2] else f"{match[3]}{match[4]}"
    names = _NAMES.match(step)
    if names is None:
        return None
    return f"*[{' or '.join(f'self::{name.strip()}' for name in names[1].split('|'))}]"
