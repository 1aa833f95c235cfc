"""A tree of schema elements → patterns: the simplification of RELAX NG (specification, sections 4.5 to 4.21).

Other files are reached only through *resolve*, a function ``(href, base) -> bytes``.  A definition is built once; the
content of elements is built from a queue, so a reference that leads back to itself without an element is found at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lenin_tei.relaxng.datatypes import Datatype
from lenin_tei.relaxng.name_classes import check_attribute_names, qualified, read_name_class
from lenin_tei.relaxng.names import NameClass
from lenin_tei.relaxng.patterns import MAX_DEPTH, Pattern, Patterns, TooComplexError
from lenin_tei.relaxng.syntax import NAME_CLASSES, Node, parse_schema

Resolve = Callable[[str, str], bytes]
Parse = Callable[[bytes, str, str], Node]
START = "\x00start"


@dataclass(slots=True)
class Definition:
    """All that is defined under one name in one grammar; the start is a definition too."""

    bodies: list[tuple[Node, str]] = field(default_factory=list)
    combine: str = ""
    plain: bool = False
    active: bool = False
    pattern: Pattern | None = None


@dataclass(slots=True)
class Scope:
    """One grammar: its definitions, and the grammar around it."""

    parent: Scope | None
    definitions: dict[str, Definition] = field(default_factory=dict)


@dataclass(slots=True)
class Override:
    """The names an include defines anew, and those of them met in the included grammar."""

    names: set[str]
    found: set[str] = field(default_factory=set)


def component_name(node: Node) -> str:
    """Return the name a <define> or <start> goes by in its grammar."""
    return START if node.name == "start" else node.attributes["name"]


class Reader:
    """The state of reading one schema; ``elements`` holds name class and content of each element, by place."""

    def __init__(self, resolve: Resolve, parse: Parse = parse_schema) -> None:
        self.patterns = Patterns()
        self.elements: list[tuple[NameClass, Pattern]] = []
        self.origins: dict[Pattern, Node] = {}
        self._resolve = resolve
        self._parse = parse
        self._queue: deque[tuple[Pattern, Node, str, Scope]] = deque()
        self._open_files: list[str] = []
        self._depth = 0

    def read(self, root: Node) -> Pattern:
        """Return the start pattern of the schema, all its elements being built into ``elements``."""
        self._open_files.append(root.path)
        start = self._guarded(root, "", Scope(None))
        while self._queue:
            element, node, ns, scope = self._queue.popleft()
            children = [child for child in node.children if child.name not in NAME_CLASSES or child.name == "choice"]
            if "name" not in node.attributes and node.children[0].name == "choice":
                children = children[1:]
            self._depth = 0
            element.content = self.patterns.group([self._guarded(child, ns, scope) for child in children])
            self.elements[element.place] = element.name_class, element.content
        return start

    def _guarded(self, node: Node, ns: str, scope: Scope) -> Pattern:
        try:
            return self.pattern(node, ns, scope)
        except TooComplexError:
            raise node.fault("the schema has too many alternatives in one place") from None

    def pattern(self, node: Node, ns: str, scope: Scope) -> Pattern:
        """Return the pattern *node* stands for, in *scope*, *ns* being the namespace in force around it."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise node.fault(f"patterns and references are nested deeper than {MAX_DEPTH}")
        built = self._build(node, node.attributes.get("ns", ns), scope)
        self._depth -= 1
        self.origins.setdefault(built, node)
        return built

    def _build(self, node: Node, ns: str, scope: Scope) -> Pattern:
        make = self.patterns
        match node.name:
            case "empty":
                return make.empty
            case "text":
                return make.text
            case "notAllowed":
                return make.not_allowed
            case "element":
                return self._element(node, ns, scope)
            case "attribute":
                return self._attribute(node, ns, scope)
            case "value":
                return self._value(node, ns)
            case "data":
                return self._data(node, ns, scope)
            case "ref" | "parentRef":
                return self._reference(node, scope)
            case "grammar":
                return self._grammar(node, ns, scope)
            case "externalRef":
                return self._external(node, ns, scope)
        return self._join(node.name, [self.pattern(child, ns, scope) for child in node.children])

    def _join(self, kind: str, children: list[Pattern]) -> Pattern:
        make = self.patterns
        if kind == "choice":
            return make.choice(children)
        if kind == "interleave":
            return make.interleave(children)
        group = make.group(children)
        match kind:
            case "mixed":
                return make.interleave((group, make.text))
            case "optional":
                return make.choice((group, make.empty))
            case "oneOrMore":
                return make.one_or_more(group)
            case "zeroOrMore":
                return make.choice((make.one_or_more(group), make.empty))
            case "list":
                return make.list_of(group)
        return group

    def _element(self, node: Node, ns: str, scope: Scope) -> Pattern:
        element = self.patterns.element(len(self.elements), self.name_class_of(node, ns))
        self.elements.append((element.name_class, self.patterns.not_allowed))
        self._queue.append((element, node, ns, scope))
        return element

    def _attribute(self, node: Node, ns: str, scope: Scope) -> Pattern:
        # An attribute named by @name takes no namespace from around it (4.8).
        own = node.attributes.get("ns", "") if "name" in node.attributes else ns
        name_class = self.name_class_of(node, own)
        check_attribute_names(name_class, node)
        first = 0 if "name" in node.attributes else 1
        values = [self.pattern(child, ns, scope) for child in node.children[first:]]
        return self.patterns.attribute(name_class, values[0] if values else self.patterns.text)

    def _datatype(self, node: Node, library: str, name: str, params: tuple[tuple[str, str], ...]) -> Datatype:
        try:
            return Datatype(library, name, params)
        except ValueError as error:
            raise node.fault(str(error)) from None

    def _value(self, node: Node, ns: str) -> Pattern:
        library = node.library if "type" in node.attributes else ""
        datatype = self._datatype(node, library, node.attributes.get("type", "token"), ())
        prefixes = {**node.prefixes, "": ns}
        if datatype.read(node.text, prefixes) is None:
            raise node.fault(f'"{node.text}" is not {datatype.phrase}')
        return self.patterns.value(datatype, node.text, tuple(sorted(prefixes.items())) * datatype.needs_prefixes)

    def _data(self, node: Node, ns: str, scope: Scope) -> Pattern:
        params = tuple((child.attributes["name"], child.text) for child in node.children if child.name == "param")
        datatype = self._datatype(node, node.library, node.attributes["type"], params)
        exception = self.patterns.not_allowed
        if node.children and node.children[-1].name == "except":
            children = node.children[-1].children
            exception = self.patterns.choice([self.pattern(child, ns, scope) for child in children])
        return self.patterns.data(datatype, exception)

    def _reference(self, node: Node, scope: Scope) -> Pattern:
        name = node.attributes["name"]
        target = scope if node.name == "ref" else scope.parent
        if target is None or (target.parent is None and not target.definitions):
            raise node.fault(f'<{node.name} name="{name}"> stands in no grammar')
        definition = target.definitions.get(name)
        if definition is None:
            raise node.fault(f'"{name}" is referred to but not defined')
        return self._defined(definition, target, node)

    def _defined(self, definition: Definition, scope: Scope, node: Node) -> Pattern:
        if definition.active:
            raise node.fault(f'the definition of "{node.attributes.get("name", "start")}" refers to itself')
        if definition.pattern is None:
            definition.active = True
            parts = [self._body(body, ns, scope) for body, ns in definition.bodies]
            join = self.patterns.interleave if definition.combine == "interleave" else self.patterns.choice
            definition.pattern = parts[0] if len(parts) == 1 else join(parts)
            definition.active = False
        return definition.pattern

    def _body(self, body: Node, ns: str, scope: Scope) -> Pattern:
        inner = body.attributes.get("ns", ns)
        return self.patterns.group([self.pattern(child, inner, scope) for child in body.children])

    def _grammar(self, node: Node, ns: str, parent: Scope) -> Pattern:
        scope = Scope(parent)
        self._collect(node, ns, scope, ())
        start = scope.definitions.get(START)
        if start is None:
            raise node.fault("the grammar has no <start>")
        pattern = self._defined(start, scope, node)
        for definition in list(scope.definitions.values()):
            self._defined(definition, scope, definition.bodies[0][0])
        return pattern

    def _collect(self, node: Node, ns: str, scope: Scope, overrides: tuple[Override, ...]) -> None:
        """Put the definitions under *node* into *scope*, those that an include overrides left out."""
        for child in node.children:
            inner = child.attributes.get("ns", ns)
            if child.name == "div":
                self._collect(child, inner, scope, overrides)
            elif child.name == "include":
                self._include(child, inner, scope, overrides)
            else:
                name = component_name(child)
                hiding = [override for override in overrides if name in override.names]
                for override in hiding:
                    override.found.add(name)
                if not hiding:
                    add_definition(scope, name, child, ns)

    def _include(self, node: Node, ns: str, scope: Scope, overrides: tuple[Override, ...]) -> None:
        own = Override(set(_components(node)))
        root = self._open(node)
        if root.name != "grammar":
            raise node.fault(f'the included file "{node.attributes["href"]}" is not a grammar')
        self._collect(root, root.attributes.get("ns", ns), scope, (*overrides, own))
        self._open_files.pop()
        for missing in sorted(own.names - own.found):
            word = "start" if missing == START else f'definition of "{missing}"'
            raise node.fault(f"the included grammar has no {word} to override")
        self._collect(node, ns, scope, overrides)

    def _external(self, node: Node, ns: str, scope: Scope) -> Pattern:
        root = self._open(node)
        pattern = self.pattern(root, ns, Scope(None))
        self._open_files.pop()
        return pattern

    def _open(self, node: Node) -> Node:
        """Parse the file *node* points to; the caller closes it by popping ``_open_files``."""
        href = node.attributes["href"]
        try:
            path = urljoin(node.base, href)
        except ValueError:
            raise node.fault(f'"{href}" is not a URI') from None
        if path in self._open_files or len(self._open_files) > MAX_DEPTH // 4:
            raise node.fault(f'"{href}" leads back to a file that is being read')
        try:
            data = self._resolve(href, node.base)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise node.fault(f'"{href}" cannot be read: {reason}') from None
        self._open_files.append(path)
        return self._parse(data, path, path)

    def name_class_of(self, node: Node, ns: str) -> NameClass:
        """Return the name class of an <element> or <attribute>."""
        if "name" in node.attributes:
            return ("name", qualified(node, node.attributes["name"], ns))
        return read_name_class(node.children[0], ns)


def _components(node: Node) -> Iterable[str]:
    for child in node.children:
        if child.name == "div":
            yield from _components(child)
        else:
            yield component_name(child)


def add_definition(scope: Scope, name: str, node: Node, ns: str) -> None:
    """Add one <define> or <start> to *scope*, minding how those of one name may be combined (4.17)."""
    definition = scope.definitions.setdefault(name, Definition())
    combine = node.attributes.get("combine", "")
    word = "start" if name == START else f'"{name}"'
    if not combine:
        if definition.plain:
            raise node.fault(f"{word} is defined twice without combine")
        definition.plain = True
    elif definition.combine and combine != definition.combine:
        raise node.fault(f'{word} is combined both by "{definition.combine}" and by "{combine}"')
    definition.combine = definition.combine or combine
    definition.bodies.append((node, ns))
