"""Start tags: the attributes of an element matched against all its attribute patterns at once.

A content with forty optional attributes would have a derivative per subset of them.  RELAX NG lets an attribute's name
stand once in a group (7.3), so attributes that stand plainly in the content are taken out of it and matched by name;
what is left (attributes in choices with others, wildcards) goes through derivatives.
"""

from __future__ import annotations

from dataclasses import dataclass

from lenin_tei.relaxng.derivatives import Branch, Derivatives
from lenin_tei.relaxng.names import single_name
from lenin_tei.relaxng.patterns import ATTRIBUTE, CHOICE, DATA, EMPTY, GROUP, INTERLEAVE, TEXT, VALUE, Pattern
from lenin_tei.relaxng.xsd_types import Prefixes

_MEMORY = 2_000
_LONG_VALUE = 200

# Kind (ID, IDREF, IDREFS), value, and the attribute it stands in.
IdUses = list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one set of attribute names is matched: values to check by pattern, names left for derivatives, ids."""

    checks: tuple[tuple[str, Pattern], ...]
    others: tuple[str, ...]
    ids: tuple[tuple[str, str], ...]


class Opening:
    """The attributes of one content: ``named`` patterns, which are ``required``, and the ``rest`` without them."""

    __slots__ = ("_branches", "_plans", "bare", "derive", "named", "required", "rest")

    def __init__(self, content: Pattern, derive: Derivatives) -> None:
        self.derive = derive
        self.named: dict[str, Pattern] = {}
        self.required: set[str] = set()
        self._plans: dict[tuple[str, ...], Plan | None] = {}
        self._branches: dict[tuple[Pattern, str], list[Branch]] = {}
        self.rest = self._strip(content)
        self.bare = derive.make.not_allowed if self.required else derive.close(self.rest)

    def _strip(self, pattern: Pattern) -> Pattern:
        """Return *pattern* without the attributes that stand plainly in it, noting them."""
        if not pattern.attributed:
            return pattern
        if pattern.kind in (GROUP, INTERLEAVE):
            parts = [self._strip(part) for part in pattern.parts]
            return self.derive.make.group(parts) if pattern.kind == GROUP else self.derive.make.interleave(parts)
        inner = pattern
        if pattern.kind == CHOICE and len(pattern.parts) == 2:
            inner = next((part for part in pattern.parts if part.kind != EMPTY), pattern)
            if not any(part.kind == EMPTY for part in pattern.parts):
                return pattern
        name = single_name(inner.name_class) if inner.kind == ATTRIBUTE else None
        if name is None or name in self.named:
            return pattern
        self.named[name] = inner.parts[0]
        if inner is pattern:
            self.required.add(name)
        return self.derive.make.empty

    def _plan(self, names: tuple[str, ...]) -> Plan | None:
        """Return the plan for these attribute names, None when they cannot be right."""
        if not self.required <= set(names):
            return None
        known = [(name, self.named[name]) for name in names if name in self.named]
        others = tuple(name for name in names if name not in self.named)
        if others and not self.rest.attributed:
            return None
        ids = tuple((name, kind) for name, value in known if (kind := id_kind(value)))
        return Plan(tuple((name, value) for name, value in known if value.kind != TEXT), others, ids)

    def open(self, attributes: dict[str, str], prefixes: Prefixes | None, ids: IdUses | None) -> Pattern:
        """Return the content after a start tag with these attributes, ``notAllowed`` when they are wrong.

        *prefixes* are given only for a grammar whose values depend on them.  Values of ID and IDREF go to *ids*.
        """
        names = tuple(attributes)
        try:
            plan = self._plans[names]
        except KeyError:
            if len(self._plans) > _MEMORY:
                self._plans.clear()
            plan = self._plans[names] = self._plan(names)
        if plan is None:
            return self.derive.make.not_allowed
        for name, value in plan.checks:
            text = attributes[name]
            if not (value.verdicts.get(text) or value_allowed(self.derive, value, text, prefixes)):
                return self.derive.make.not_allowed
        if ids is not None:
            ids.extend((kind, attributes[name], name) for name, kind in plan.ids)
        if not plan.others:
            return self.bare if not self.required else self.derive.close(self.rest)
        return self._derived(plan.others, attributes, prefixes, ids)

    def _derived(
        self, names: tuple[str, ...], attributes: dict[str, str], prefixes: Prefixes | None, ids: IdUses | None
    ) -> Pattern:
        rest = self.rest
        for name in names:
            key = (rest, name)
            branches = self._branches.get(key)
            if branches is None:
                if len(self._branches) > _MEMORY:
                    self._branches.clear()
                branches = self._branches[key] = self.derive.attribute(rest, name)
            text = attributes[name]
            fitting = [branch for branch in branches if value_allowed(self.derive, branch[0], text, prefixes)]
            if ids is not None and fitting and (kind := id_kind(fitting[0][0])):
                ids.append((kind, text, name))
            rest = self.derive.make.choice(after for _, after in fitting)
        return self.derive.close(rest)


def id_kind(value: Pattern) -> str:
    """Return ID, IDREF or IDREFS when the value of an attribute is of that type, else nothing."""
    if value.kind in (DATA, VALUE):
        assert value.datatype is not None
        return value.datatype.id_kind
    return next((kind for part in value.parts if (kind := id_kind(part))), "")


def value_allowed(derive: Derivatives, value: Pattern, text: str, prefixes: Prefixes | None) -> bool:
    """Return whether the pattern of a value matches *text*, remembering the answer where it may be."""
    if value.kind == TEXT:
        return True
    if prefixes is not None:
        return derive.value_matches(value, text, prefixes)
    verdict = value.verdicts.get(text)
    if verdict is None:
        verdict = derive.value_matches(value, text, {})
        if len(text) < _LONG_VALUE:
            if len(value.verdicts) >= _MEMORY:
                value.verdicts.clear()
            value.verdicts[text] = verdict
    return bool(verdict)


def opening_of(content: Pattern, derive: Derivatives) -> Opening:
    """Return the opening of a content, made once."""
    if content.opening is None:
        content.opening = Opening(content, derive)
    opening: Opening = content.opening
    return opening
