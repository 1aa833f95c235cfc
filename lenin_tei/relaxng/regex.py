"""Matching regular expressions of XML Schema in time linear in the text.

Python's ``re`` backtracks, so a schema could bring a pattern that never ends; here an expression becomes a set of
states stepped through character by character, and each set met is remembered, so common
values cost one look-up per character.
"""

from __future__ import annotations

from collections.abc import Iterable

from lenin_tei.relaxng.regex_syntax import Test, Tree, read_regex

_MAX_STATES = 20_000
_MAX_REMEMBERED = 4_000


class _States:
    """A non-deterministic automaton: per state a test and the states after it, or free steps only."""

    def __init__(self) -> None:
        self.tests: list[Test | None] = []
        self.steps: list[list[int]] = []

    def add(self, test: Test | None, steps: Iterable[int]) -> int:
        if len(self.tests) >= _MAX_STATES:
            raise ValueError("the regular expression is too large")
        self.tests.append(test)
        self.steps.append(list(steps))
        return len(self.tests) - 1

    def build(self, tree: Tree, then: int) -> int:
        """Add the states of *tree* in front of state *then*; return where to enter them."""
        kind = tree[0]
        if kind == "set":
            return self.add(tree[1], (then,))
        if kind == "seq":
            for item in reversed(tree[1]):
                then = self.build(item, then)
            return then
        if kind == "alt":
            return self.add(None, [self.build(item, then) for item in tree[1]])
        _, item, least, most = tree
        if most is None:
            loop = self.add(None, (then,))
            self.steps[loop].insert(0, self.build(item, loop))
            then = loop
        else:
            leave = then
            for _ in range(most - least):
                then = self.add(None, (self.build(item, then), leave))
        for _ in range(least):
            then = self.build(item, then)
        return then

    def reach(self, starts: Iterable[int]) -> frozenset[int]:
        """Return the testing (and final) states reached from *starts* by free steps."""
        found: set[int] = set()
        todo = list(starts)
        while todo:
            state = todo.pop()
            if state not in found:
                found.add(state)
                if self.tests[state] is None:
                    todo.extend(self.steps[state])
        return frozenset(state for state in found if self.tests[state] is not None or not self.steps[state])


class Regex:
    """A compiled expression; ``ValueError`` when it is faulty or too large."""

    def __init__(self, text: str) -> None:
        self._states = _States()
        self._final = self._states.add(None, ())
        start = self._states.build(read_regex(text), self._final)
        self._start = self._states.reach((start,))
        self._memory: dict[frozenset[int], dict[str, frozenset[int]]] = {}

    def matches(self, text: str) -> bool:
        """Return whether the expression matches the whole of *text*."""
        current = self._start
        memory = self._memory
        for char in text:
            row = memory.get(current)
            if row is None:
                if len(memory) > _MAX_REMEMBERED:
                    memory.clear()
                row = memory[current] = {}
            following = row.get(char)
            if following is None:
                following = self._step(current, char)
                if len(row) < _MAX_REMEMBERED:
                    row[char] = following
            if not following:
                return False
            current = following
        return self._final in current

    def _step(self, current: frozenset[int], char: str) -> frozenset[int]:
        states = self._states
        targets: list[int] = []
        for state in current:
            test = states.tests[state]
            if test is not None and test(char):
                targets.extend(states.steps[state])
        return states.reach(targets)
