"""Reading regular expressions of XML Schema (part 2, appendix F) into a small tree.

The tree: ``("set", test)`` one character for which *test* is true, ``("seq", items)``, ``("alt", items)`` and
``("repeat", item, least, most)`` with *most* None for no limit.  Faults raise ``ValueError``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from lenin_tei.relaxng.xml_names import is_name_char, is_name_start

Test = Callable[[str], bool]
Tree = tuple[Any, ...]

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", **{c: c for c in "\\|.-^?*+{}()[]"}}
_MAX_REPEAT = 5_000
_MAX_DEPTH = 40
_CATEGORIES = frozenset(
    f"{letter}{sub}"
    for letter, subs in {
        "L": "ultmo",
        "M": "nce",
        "N": "dlo",
        "P": "cdseifo",
        "Z": "slp",
        "S": "mcko",
        "C": "cfon",
    }.items()
    for sub in ("", *subs)
)


def _is_space(char: str) -> bool:
    return char in " \t\n\r"


def _is_digit(char: str) -> bool:
    return unicodedata.category(char) == "Nd"


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


_MULTI: dict[str, Test] = {
    "s": _is_space, "i": is_name_start, "c": is_name_char, "d": _is_digit, "w": _is_word,
}  # fmt: skip


def _negate(test: Test) -> Test:
    return lambda char: not test(char)


def _one(wanted: str) -> Test:
    return lambda char: char == wanted


def _any_but_newline(char: str) -> bool:
    return char not in "\n\r"


@cache
def _block(name: str) -> Test:
    """Return the test for a Unicode block, whose table comes from elementpath."""
    from elementpath.regex import RegexError
    from elementpath.regex.unicode_subsets import unicode_subset

    try:
        members = unicode_subset(name)
    except RegexError:
        raise ValueError(f"unknown block of characters \\p{{{name}}}") from None
    return lambda char: ord(char) in members


class _Reader:
    """A cursor over the expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise ValueError("the regular expression ends too early")
        self.at += 1
        return char

    def branches(self) -> Tree:
        """Read ``a|b|c``."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("the regular expression is nested too deep")
        items = [self.pieces()]
        while self.peek() == "|":
            self.at += 1
            items.append(self.pieces())
        self.depth -= 1
        return items[0] if len(items) == 1 else ("alt", tuple(items))

    def pieces(self) -> Tree:
        """Read atoms with their quantifiers, up to a bar or a closing parenthesis."""
        items: list[Tree] = []
        while self.peek() not in ("", "|", ")"):
            item = self.atom()
            bounds = self.quantifier()
            items.append(item if bounds is None else ("repeat", item, *bounds))
        return ("seq", tuple(items))

    def quantifier(self) -> tuple[int, int | None] | None:
        """Read ``?``, ``*``, ``+`` or ``{n,m}``, when one stands here."""
        char = self.peek()
        simple: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
        if char in simple and char:
            self.at += 1
            return simple[char]
        if char != "{":
            return None
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : end].partition(",")
        if end < 0 or not (low.isascii() and low.isdigit()) or (high and not (high.isascii() and high.isdigit())):
            raise ValueError("a quantifier in braces must be {n}, {n,} or {n,m}")
        self.at = end + 1
        if max(len(low), len(high)) > 6 or max(int(low), int(high or 0)) > _MAX_REPEAT:
            raise ValueError(f"a quantifier may count to {_MAX_REPEAT} at most")
        most = int(low) if not comma else int(high) if high else None
        if most is not None and most < int(low):
            raise ValueError("a quantifier counts backwards")
        return int(low), most

    def atom(self) -> Tree:
        """Read one character, escape, class or group."""
        char = self.take()
        if char == "(":
            tree = self.branches()
            if self.peek() != ")":
                raise ValueError("a parenthesis is not closed")
            self.at += 1
            return tree
        if char == "[":
            return ("set", self.character_class())
        if char == "\\":
            return ("set", self.escape())
        if char == ".":
            return ("set", _any_but_newline)
        if char in "?*+{}])":
            raise ValueError(f'the character "{char}" must be escaped')
        return ("set", _one(char))

    def escape(self) -> Test:
        """Read what follows a backslash."""
        char = self.take()
        if char in _ESCAPES:
            return _one(_ESCAPES[char])
        if char.lower() in _MULTI:
            test = _MULTI[char.lower()]
            return _negate(test) if char.isupper() else test
        if char in "pP" and self.peek() == "{":
            end = self.text.find("}", self.at)
            name = self.text[self.at + 1 : max(end, 0)]
            self.at = end + 1
            test = self.property_test(name)
            return _negate(test) if char == "P" else test
        raise ValueError(f"\\{char} is not an escape of XML Schema")

    def property_test(self, name: str) -> Test:
        """Return the test for ``\\p{name}``: a general category or a block."""
        if name in _CATEGORIES:
            return lambda char: unicodedata.category(char).startswith(name)
        if name.startswith("Is"):
            return _block(name)
        raise ValueError(f"unknown category of characters \\p{{{name}}}")

    def character_class(self) -> Test:
        """Read a class after its opening bracket, up to and with its closing one."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("the regular expression is nested too deep")
        negative = self.peek() == "^"
        self.at += negative
        singles: set[str] = set()
        ranges: list[tuple[str, str]] = []
        tests: list[Test] = []
        minus: Test | None = None
        first = True
        while (char := self.take()) != "]" or first:
            if char == "]":
                raise ValueError("a class of characters is empty")
            if char == "-" and self.peek() == "[":
                self.at += 1
                minus = self.character_class()
                if self.take() != "]":
                    raise ValueError("a subtraction must end its class of characters")
                break
            self.class_member(char, singles, ranges, tests)
            first = False
        self.depth -= 1
        return _class_test(negative, frozenset(singles), tuple(ranges), tuple(tests), minus)

    def class_member(self, char: str, singles: set[str], ranges: list[tuple[str, str]], tests: list[Test]) -> None:
        """Read one member of a class, of which *char* is the first character."""
        if char == "[":
            raise ValueError('"[" must be escaped in a class of characters')
        if char == "\\":
            if self.peek() not in _ESCAPES:
                tests.append(self.escape())
                return
            char = _ESCAPES[self.take()]
        follower = self.text[self.at + 1 : self.at + 2]
        if self.peek() == "-" and follower not in ("]", "[", ""):
            self.at += 1
            high = self.take()
            if high == "\\":
                if self.peek() not in _ESCAPES:
                    raise ValueError("a range of characters must end with one character")
                high = _ESCAPES[self.take()]
            if high < char:
                raise ValueError(f"the range {char}-{high} runs backwards")
            ranges.append((char, high))
        else:
            singles.add(char)


def _class_test(
    negative: bool, singles: frozenset[str], ranges: tuple[tuple[str, str], ...], tests: tuple[Test, ...],
    minus: Test | None,
) -> Test:  # fmt: skip
    def inside(char: str) -> bool:
        found = (
            char in singles
            or any(low <= char <= high for low, high in ranges)
            or any(test(char) for test in tests)
        )  # fmt: skip
        return found != negative and (minus is None or not minus(char))

    return inside


def read_regex(text: str) -> Tree:
    """Return the tree of the expression; ``ValueError`` says what is wrong with it."""
    reader = _Reader(text)
    tree = reader.branches()
    if reader.at != len(text):
        raise ValueError("a parenthesis is closed but never opened")
    return tree
