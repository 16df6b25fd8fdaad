"""The type of an expression in a template, and what is wrong with it."""

from collections import ChainMap
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from themes.engine.check import types
from themes.engine.check.problems import FATAL, Problem
from themes.engine.check.types import ANY
from themes.engine.sandbox import ThemeEnvironment

Scope = ChainMap[str, Any]

SAME_TYPE = frozenset({"default", "d", "list", "sort", "reverse", "unique", "selectattr", "rejectattr"})
OF_ELEMENT = frozenset({"first", "last", "min", "max"})
BY_ATTRIBUTE = frozenset({"selectattr", "rejectattr", "pluck", "groupby"})
TO_TEXT = frozenset(
    [
        "capitalize",
        "e",
        "escape",
        "join",
        "lower",
        "replace",
        "string",
        "striptags",
        "title",
        "trim",
        "truncate",
        "upper",
    ]
)


@dataclass(frozen=True, eq=False, slots=True)
class MacroType:
    """A macro and where its body finds names."""

    node: nodes.Macro
    scope: Scope
    file: str


@dataclass(frozen=True, eq=False, slots=True)
class ModuleType:
    """An imported template: the names it defines."""

    names: dict[str, Any]


@dataclass
class Expressions:
    """Infers types along the contract; `problems` is what it found on the way."""

    environment: ThemeEnvironment
    theme: Any
    problems: dict[Problem, None] = field(default_factory=dict)
    file: str = ""
    done_macros: set[tuple[int, str]] = field(default_factory=set)

    def body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        """Walk the statements of a macro that is called."""
        raise NotImplementedError

    def tell(self, level: str, code: str, message: str, node: nodes.Node) -> None:
        self.problems[Problem(level, code, message, self.file, node.lineno)] = None

    def infer(self, node: nodes.Node, scope: Scope) -> Any:
        """The type of an expression; tells of unknown names on the way."""
        look = getattr(self, f"of_{type(node).__name__}", None)
        if look is not None:
            return look(node, scope)
        for child in node.iter_child_nodes():
            self.infer(child, scope)
        return ANY

    def of_TemplateData(self, node: nodes.TemplateData, scope: Scope) -> Any:
        return str

    def of_Const(self, node: nodes.Const, scope: Scope) -> Any:
        return type(node.value)

    def of_Name(self, node: nodes.Name, scope: Scope) -> Any:
        if node.name in scope:
            return scope[node.name]
        if node.name not in self.environment.globals and node.name not in {"super", "self", "caller"}:
            close = types.nearest(node.name, dict(scope)) if len(scope) < 60 else ""
            self.tell(FATAL, "name-unknown", f"there is no variable {node.name!r}{close}", node)
        return ANY

    def of_Getattr(self, node: nodes.Getattr, scope: Scope) -> Any:
        return self.attribute(self.infer(node.node, scope), node.attr, node)

    def of_Getitem(self, node: nodes.Getitem, scope: Scope) -> Any:
        kind = self.infer(node.node, scope)
        if isinstance(node.arg, nodes.Slice):
            return kind
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self.attribute(kind, node.arg.value, node)
        self.infer(node.arg, scope)
        return types.element(kind) if kind is not ANY else ANY

    def attribute(self, kind: Any, name: str, node: nodes.Node) -> Any:
        if isinstance(kind, ModuleType):
            if name not in kind.names:
                self.tell(FATAL, "macro-unknown", f"the imported template has no {name!r}", node)
            return kind.names.get(name, ANY)
        if kind is None or isinstance(kind, MacroType):
            return ANY
        result, complaint = types.attribute(kind, name)
        if complaint:
            self.tell(FATAL, "field-unknown", complaint, node)
        return result

    def of_Call(self, node: nodes.Call, scope: Scope) -> Any:
        arguments = [self.infer(argument, scope) for argument in node.args]
        keywords = {pair.key: self.infer(pair.value, scope) for pair in node.kwargs}
        callee = self.infer(node.node, scope)
        if isinstance(callee, MacroType):
            return self.call(callee, arguments, keywords, node)
        if isinstance(node.node, nodes.Name) and node.node.name in scope and callee is not ANY:
            self.tell(FATAL, "not-callable", f"{node.node.name!r} is a value, not a function", node)
        if isinstance(node.node, nodes.Getattr) and callee in types.LEAVES:
            self.tell(FATAL, "not-callable", f"{node.node.attr!r} is a value, not a function", node)
        return ANY

    def call(self, macro: MacroType, arguments: list[Any], keywords: dict[str, Any], node: nodes.Call) -> Any:
        names = [argument.name for argument in macro.node.args]
        bound: dict[str, Any] = {"caller": ANY, "loop": ANY}
        for name, default in zip(names[len(names) - len(macro.node.defaults) :], macro.node.defaults):
            bound[name] = self.infer(default, macro.scope)
        if len(arguments) > len(names):
            self.tell(FATAL, "macro-arguments", f"{macro.node.name}() takes {len(names)} arguments", node)
        for name, kind in [*zip(names, arguments), *keywords.items()]:
            if name not in names and name != "caller":
                self.tell(FATAL, "macro-arguments", f"{macro.node.name}() has no argument {name!r}", node)
            default_kind = bound.get(name)
            is_none = default_kind is type(None)
            bound[name] = types.union(kind, default_kind) if is_none and not _special(kind) else kind
        for name in names:
            bound.setdefault(name, ANY)
        key = (id(macro.node), repr(sorted((name, spell(kind)) for name, kind in bound.items())))
        if key not in self.done_macros and len(self.done_macros) < 5000:
            self.done_macros.add(key)
            before, self.file = self.file, macro.file
            self.body(macro.node.body, macro.scope.new_child(bound))
            self.file = before
        return str

    def of_Filter(self, node: nodes.Filter, scope: Scope) -> Any:
        if node.name not in self.environment.filters:
            self.tell(FATAL, "filter-unknown", f"there is no filter {node.name!r}", node)
        kind = self.infer(node.node, scope) if node.node is not None else str
        arguments = [self.infer(argument, scope) for argument in node.args]
        for pair in node.kwargs:
            self.infer(pair.value, scope)
        if node.name in BY_ATTRIBUTE and node.args and isinstance(node.args[0], nodes.Const):
            self.attribute(types.element(kind), str(node.args[0].value), node)
        if node.name in {"default", "d"} and arguments:
            return ANY if _special(kind) else types.union(kind, arguments[0])
        if node.name in SAME_TYPE:
            return kind
        if node.name in OF_ELEMENT:
            return types.element(kind)
        if node.name in {"length", "count", "wordcount", "int"}:
            return int
        if node.name == "batch" or node.name == "slice":
            return tuple[tuple[types.element(kind), ...], ...]  # type: ignore[misc]
        return str if node.name in TO_TEXT else ANY

    def of_Test(self, node: nodes.Test, scope: Scope) -> Any:
        if node.name not in self.environment.tests:
            self.tell(FATAL, "test-unknown", f"there is no test {node.name!r}", node)
        asks_if_there = node.name in {"defined", "undefined"} and isinstance(node.node, nodes.Name)
        if not asks_if_there:
            self.infer(node.node, scope)
        for argument in node.args:
            self.infer(argument, scope)
        return bool

    def of_CondExpr(self, node: nodes.CondExpr, scope: Scope) -> Any:
        self.infer(node.test, scope)
        kinds = [self.infer(node.expr1, scope)]
        if node.expr2 is not None:
            kinds.append(self.infer(node.expr2, scope))
        return ANY if any(map(_special, kinds)) else types.union(*kinds)

    def of_And(self, node: nodes.And, scope: Scope) -> Any:
        kinds = [self.infer(node.left, scope), self.infer(node.right, scope)]
        return ANY if any(map(_special, kinds)) else types.union(*kinds)

    def of_Or(self, node: nodes.Or, scope: Scope) -> Any:
        kinds = [self.infer(node.left, scope), self.infer(node.right, scope)]
        return ANY if any(map(_special, kinds)) else types.union(*kinds)

    def of_Tuple(self, node: nodes.Tuple | nodes.List, scope: Scope) -> Any:
        kinds = [self.infer(item, scope) for item in node.items]
        if not kinds or any(map(_special, kinds)):
            return ANY
        return tuple[types.union(*kinds), ...]  # type: ignore[misc]

    of_List = of_Tuple


def _special(kind: Any) -> bool:
    return kind is None or isinstance(kind, (MacroType, ModuleType))


def spell(kind: Any) -> str:
    """A type as text, to tell calls with other types apart."""
    return f"macro {id(kind.node)}" if isinstance(kind, MacroType) else repr(kind)
