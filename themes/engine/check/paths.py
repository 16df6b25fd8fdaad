"""Walks every attribute path of a template along the contract, through macros, includes and parents.

`product.prise.now` is found without a fixture that happens to reach the line.
"""

from collections import ChainMap
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import jinja2
from jinja2 import nodes

from themes.engine.check import types
from themes.engine.check.problems import ERROR, FATAL, WARNING, Problem
from themes.engine.check.types import ANY
from themes.engine.environment import locate
from themes.engine.sandbox import ThemeEnvironment

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
    scope: "ChainMap[str, Any]"
    file: str


@dataclass(frozen=True, eq=False, slots=True)
class ModuleType:
    """An imported template: the names it defines."""

    names: dict[str, Any]


@dataclass(slots=True)
class Walk:
    """One walk over everything a page consists of; `problems` is what it found."""

    environment: ThemeEnvironment
    theme: Any
    problems: dict[Problem, None] = field(default_factory=dict)
    file: str = ""
    done_macros: set[tuple[int, str]] = field(default_factory=set)
    done_includes: set[tuple[str, str]] = field(default_factory=set)
    blocks: dict[str, list[tuple[nodes.Block, str]]] = field(default_factory=dict)
    trees: dict[str, nodes.Template | None] = field(default_factory=dict)

    def page(self, name: str, variables: dict[str, Any]) -> None:
        """Walk a template that is given variables of these types."""
        scope: ChainMap[str, Any] = ChainMap({}, dict(variables))
        self.blocks = {}
        lineage = self.lineage(name)
        for place, (file, tree) in enumerate(lineage):
            self.file = file
            is_root = place == len(lineage) - 1
            for node in tree.body:
                if is_root or isinstance(
                    node,
                    (nodes.Assign, nodes.AssignBlock, nodes.Import, nodes.FromImport, nodes.Macro, nodes.If),
                ):
                    self.statement(node, scope)
            if not is_root:
                # Blocks that no parent prints are still part of the file.
                printed = {
                    block.name for _, parent in lineage[place + 1 :] for block in parent.find_all(nodes.Block)
                }
                for block in tree.find_all(nodes.Block):
                    if block.name not in printed and not _inside_block(tree, block):
                        self.tell(WARNING, "block-unknown", f"no parent has a block {block.name!r}", block)

    def lineage(self, name: str) -> list[tuple[str, nodes.Template]]:
        """The template and what it extends, child first; fills `blocks`."""
        found: list[tuple[str, nodes.Template]] = []
        while True:
            tree = self.tree(name)
            if tree is None or len(found) > 10:
                return found
            file = str(locate(self.theme, name))
            found.append((file, tree))
            for block in tree.find_all(nodes.Block):
                self.blocks.setdefault(block.name, []).append((block, file))
            extends = tree.find(nodes.Extends)
            if extends is None or not isinstance(extends.template, nodes.Const):
                return found
            self.file = file
            name = str(extends.template.value)
            if locate(self.theme, name) is None:
                self.tell(
                    FATAL, "template-missing", f"extends {name!r}, which no theme of the chain has", extends
                )
                return found

    def tree(self, name: str) -> nodes.Template | None:
        if name not in self.trees:
            file = locate(self.theme, name)
            self.trees[name] = None
            if file is not None:
                try:
                    source = file.read_text(encoding="utf-8")
                    self.trees[name] = self.environment.parse_untouched(source, name, str(file))
                except (jinja2.TemplateSyntaxError, RecursionError, UnicodeDecodeError):
                    pass  # the compile check says so
        return self.trees[name]

    def tell(self, level: str, code: str, message: str, node: nodes.Node) -> None:
        self.problems[Problem(level, code, message, self.file, node.lineno)] = None

    # --- statements ---

    def body(self, body: Iterable[nodes.Node], scope: "ChainMap[str, Any]") -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: "ChainMap[str, Any]") -> None:
        visit = getattr(self, f"do_{type(node).__name__}", None)
        if visit is not None:
            visit(node, scope)
        elif isinstance(node, nodes.Expr):
            self.infer(node, scope)
        else:
            self.body(node.iter_child_nodes(), scope)

    def do_Output(self, node: nodes.Output, scope: "ChainMap[str, Any]") -> None:
        for part in node.nodes:
            for kind in types.alternatives(self.infer(part, scope)):
                if types.is_contract(kind):
                    message = f"prints a whole {kind.__name__} instead of a field of it"
                    self.tell(ERROR, "prints-object", message, part)

    def do_TemplateData(self, node: nodes.TemplateData, scope: "ChainMap[str, Any]") -> None:
        return

    def do_If(self, node: nodes.If, scope: "ChainMap[str, Any]") -> None:
        self.infer(node.test, scope)
        asked = [test.node.name for test in _tests(node.test) if isinstance(test.node, nodes.Name)]
        supposed = [name for name in asked if name not in scope]
        scope.maps[0].update(dict.fromkeys(supposed, ANY))
        self.body(node.body, scope)
        for name in supposed:
            scope.maps[0].pop(name, None)
        self.body(node.elif_, scope)
        self.body(node.else_, scope)

    def do_For(self, node: nodes.For, scope: "ChainMap[str, Any]") -> None:
        inner = scope.new_child({"loop": ANY})
        self.bind(node.target, types.element(self.infer(node.iter, scope)), inner)
        if node.test is not None:
            self.infer(node.test, inner)
        self.body(node.body, inner)
        self.body(node.else_, scope.new_child())

    def do_Assign(self, node: nodes.Assign, scope: "ChainMap[str, Any]") -> None:
        self.bind(node.target, self.infer(node.node, scope), scope)

    def do_AssignBlock(self, node: nodes.AssignBlock, scope: "ChainMap[str, Any]") -> None:
        self.body(node.body, scope.new_child())
        self.bind(node.target, str, scope)

    def do_With(self, node: nodes.With, scope: "ChainMap[str, Any]") -> None:
        inner = scope.new_child()
        for target, value in zip(node.targets, node.values):
            self.bind(target, self.infer(value, scope), inner)
        self.body(node.body, inner)

    def do_Macro(self, node: nodes.Macro, scope: "ChainMap[str, Any]") -> None:
        scope[node.name] = MacroType(node, scope, self.file)

    def do_CallBlock(self, node: nodes.CallBlock, scope: "ChainMap[str, Any]") -> None:
        self.infer(node.call, scope)
        inner = scope.new_child({argument.name: ANY for argument in node.args})
        self.body(node.body, inner)

    def do_FilterBlock(self, node: nodes.FilterBlock, scope: "ChainMap[str, Any]") -> None:
        self.infer(node.filter, scope)
        self.body(node.body, scope.new_child())

    def do_Block(self, node: nodes.Block, scope: "ChainMap[str, Any]") -> None:
        before = self.file
        for block, file in self.blocks.get(node.name, [(node, self.file)]):
            self.file = file
            inner = scope.new_child() if node.scoped else ChainMap({}, *scope.maps[-2:])
            self.body(block.body, inner)
        self.file = before

    def do_Extends(self, node: nodes.Extends, scope: "ChainMap[str, Any]") -> None:
        return

    def do_Import(self, node: nodes.Import, scope: "ChainMap[str, Any]") -> None:
        scope[node.target] = ModuleType(self.module(node.template, node))

    def do_FromImport(self, node: nodes.FromImport, scope: "ChainMap[str, Any]") -> None:
        names = self.module(node.template, node)
        for name in node.names:
            source, target = (name, name) if isinstance(name, str) else name
            if names and source not in names:
                self.tell(FATAL, "macro-unknown", f"there is no {source!r} to import", node)
            scope[target] = names.get(source, ANY)

    def do_Include(self, node: nodes.Include, scope: "ChainMap[str, Any]") -> None:
        for name in self.constants(node.template):
            if locate(self.theme, name) is None:
                if not node.ignore_missing and not isinstance(node.template, (nodes.List, nodes.Tuple)):
                    self.tell(
                        FATAL, "template-missing", f"includes {name!r}, which no theme of the chain has", node
                    )
                continue
            key = (name, _signature(scope))
            if key in self.done_includes:
                continue
            self.done_includes.add(key)
            tree = self.tree(name)
            if tree is not None:
                before, self.file = self.file, str(locate(self.theme, name))
                self.body(tree.body, scope.new_child())
                self.file = before

    def module(self, template: nodes.Expr, node: nodes.Node) -> dict[str, Any]:
        """The names an imported template defines, each macro with the scope of its own file."""
        names: dict[str, Any] = {}
        for name in self.constants(template):
            tree = self.tree(name)
            if locate(self.theme, name) is None:
                self.tell(
                    FATAL, "template-missing", f"imports {name!r}, which no theme of the chain has", node
                )
            elif tree is not None:
                before, self.file = self.file, str(locate(self.theme, name))
                scope: ChainMap[str, Any] = ChainMap({})
                self.body((part for part in tree.body if not isinstance(part, nodes.Output)), scope)
                names |= scope.maps[0]
                self.file = before
        return names

    def constants(self, template: nodes.Expr) -> list[str]:
        parts = template.items if isinstance(template, (nodes.List, nodes.Tuple)) else [template]
        return [str(part.value) for part in parts if isinstance(part, nodes.Const)]

    def bind(self, target: nodes.Node, kind: Any, scope: "ChainMap[str, Any]") -> None:
        if isinstance(target, nodes.Name):
            known = scope.maps[0].get(target.name)
            both = (
                known is not None
                and not isinstance(known, (MacroType, ModuleType))
                and not isinstance(kind, (MacroType, ModuleType))
            )
            scope[target.name] = types.union(known, kind) if both else kind
        elif isinstance(target, nodes.Tuple):
            for part, part_kind in zip(target.items, types.unpacked(kind, len(target.items))):
                self.bind(part, part_kind, scope)

    # --- expressions ---

    def infer(self, node: nodes.Node, scope: "ChainMap[str, Any]") -> Any:
        """The type of an expression; tells of unknown names on the way."""
        look = getattr(self, f"of_{type(node).__name__}", None)
        if look is not None:
            return look(node, scope)
        for child in node.iter_child_nodes():
            self.infer(child, scope)
        return ANY

    def of_TemplateData(self, node: nodes.TemplateData, scope: "ChainMap[str, Any]") -> Any:
        return str

    def of_Const(self, node: nodes.Const, scope: "ChainMap[str, Any]") -> Any:
        return type(node.value)

    def of_Name(self, node: nodes.Name, scope: "ChainMap[str, Any]") -> Any:
        if node.name in scope:
            return scope[node.name]
        if node.name not in self.environment.globals and node.name not in {"super", "self", "caller"}:
            close = types.nearest(node.name, dict(scope)) if len(scope) < 60 else ""
            self.tell(FATAL, "name-unknown", f"there is no variable {node.name!r}{close}", node)
        return ANY

    def of_Getattr(self, node: nodes.Getattr, scope: "ChainMap[str, Any]") -> Any:
        return self.attribute(self.infer(node.node, scope), node.attr, node)

    def of_Getitem(self, node: nodes.Getitem, scope: "ChainMap[str, Any]") -> Any:
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

    def of_Call(self, node: nodes.Call, scope: "ChainMap[str, Any]") -> Any:
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
        key = (id(macro.node), repr(sorted((name, _spell(kind)) for name, kind in bound.items())))
        if key not in self.done_macros and len(self.done_macros) < 5000:
            self.done_macros.add(key)
            before, self.file = self.file, macro.file
            self.body(macro.node.body, macro.scope.new_child(bound))
            self.file = before
        return str

    def of_Filter(self, node: nodes.Filter, scope: "ChainMap[str, Any]") -> Any:
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

    def of_Test(self, node: nodes.Test, scope: "ChainMap[str, Any]") -> Any:
        if node.name not in self.environment.tests:
            self.tell(FATAL, "test-unknown", f"there is no test {node.name!r}", node)
        asks_if_there = node.name in {"defined", "undefined"} and isinstance(node.node, nodes.Name)
        if not asks_if_there:
            self.infer(node.node, scope)
        for argument in node.args:
            self.infer(argument, scope)
        return bool

    def of_CondExpr(self, node: nodes.CondExpr, scope: "ChainMap[str, Any]") -> Any:
        self.infer(node.test, scope)
        kinds = [self.infer(node.expr1, scope)]
        if node.expr2 is not None:
            kinds.append(self.infer(node.expr2, scope))
        return ANY if any(map(_special, kinds)) else types.union(*kinds)

    def of_And(self, node: nodes.And, scope: "ChainMap[str, Any]") -> Any:
        kinds = [self.infer(node.left, scope), self.infer(node.right, scope)]
        return ANY if any(map(_special, kinds)) else types.union(*kinds)

    def of_Or(self, node: nodes.Or, scope: "ChainMap[str, Any]") -> Any:
        kinds = [self.infer(node.left, scope), self.infer(node.right, scope)]
        return ANY if any(map(_special, kinds)) else types.union(*kinds)

    def of_Tuple(self, node: nodes.Tuple | nodes.List, scope: "ChainMap[str, Any]") -> Any:
        kinds = [self.infer(item, scope) for item in node.items]
        if not kinds or any(map(_special, kinds)):
            return ANY
        return tuple[types.union(*kinds), ...]  # type: ignore[misc]

    of_List = of_Tuple


def _tests(node: nodes.Node) -> list[nodes.Test]:
    """The `… is defined` in a condition."""
    found = [*node.find_all(nodes.Test), *([node] if isinstance(node, nodes.Test) else [])]
    return [test for test in found if test.name == "defined"]


def _special(kind: Any) -> bool:
    return kind is None or isinstance(kind, (MacroType, ModuleType))


def _spell(kind: Any) -> str:
    return f"macro {id(kind.node)}" if isinstance(kind, MacroType) else repr(kind)


def _signature(scope: "ChainMap[str, Any]") -> str:
    return repr(sorted((name, _spell(kind)) for name, kind in scope.items()))


def _inside_block(tree: nodes.Template, block: nodes.Block) -> bool:
    return any(
        block is not outer and block in outer.find_all(nodes.Block) for outer in tree.find_all(nodes.Block)
    )
