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
from themes.engine.check.expressions import Expressions, MacroType, ModuleType, Scope, spell
from themes.engine.check.problems import ERROR, FATAL, WARNING
from themes.engine.check.types import ANY
from themes.engine.environment import locate


@dataclass
class Walk(Expressions):
    """One walk over everything a page consists of; `problems` is what it found."""

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

    # --- statements ---

    def body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: Scope) -> None:
        visit = getattr(self, f"do_{type(node).__name__}", None)
        if visit is not None:
            visit(node, scope)
        elif isinstance(node, nodes.Expr):
            self.infer(node, scope)
        else:
            self.body(node.iter_child_nodes(), scope)

    def do_Output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            for kind in types.alternatives(self.infer(part, scope)):
                if types.is_contract(kind):
                    message = f"prints a whole {kind.__name__} instead of a field of it"
                    self.tell(ERROR, "prints-object", message, part)

    def do_TemplateData(self, node: nodes.TemplateData, scope: Scope) -> None:
        return

    def do_If(self, node: nodes.If, scope: Scope) -> None:
        self.infer(node.test, scope)
        asked = [test.node.name for test in _tests(node.test) if isinstance(test.node, nodes.Name)]
        supposed = [name for name in asked if name not in scope]
        scope.maps[0].update(dict.fromkeys(supposed, ANY))
        self.body(node.body, scope)
        for name in supposed:
            scope.maps[0].pop(name, None)
        self.body(node.elif_, scope)
        self.body(node.else_, scope)

    def do_For(self, node: nodes.For, scope: Scope) -> None:
        inner = scope.new_child({"loop": ANY})
        self.bind(node.target, types.element(self.infer(node.iter, scope)), inner)
        if node.test is not None:
            self.infer(node.test, inner)
        self.body(node.body, inner)
        self.body(node.else_, scope.new_child())

    def do_Assign(self, node: nodes.Assign, scope: Scope) -> None:
        self.bind(node.target, self.infer(node.node, scope), scope)

    def do_AssignBlock(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self.body(node.body, scope.new_child())
        self.bind(node.target, str, scope)

    def do_With(self, node: nodes.With, scope: Scope) -> None:
        inner = scope.new_child()
        for target, value in zip(node.targets, node.values):
            self.bind(target, self.infer(value, scope), inner)
        self.body(node.body, inner)

    def do_Macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope[node.name] = MacroType(node, scope, self.file)

    def do_CallBlock(self, node: nodes.CallBlock, scope: Scope) -> None:
        self.infer(node.call, scope)
        inner = scope.new_child({argument.name: ANY for argument in node.args})
        self.body(node.body, inner)

    def do_FilterBlock(self, node: nodes.FilterBlock, scope: Scope) -> None:
        self.infer(node.filter, scope)
        self.body(node.body, scope.new_child())

    def do_Block(self, node: nodes.Block, scope: Scope) -> None:
        before = self.file
        for block, file in self.blocks.get(node.name, [(node, self.file)]):
            self.file = file
            inner = scope.new_child() if node.scoped else ChainMap({}, *scope.maps[-2:])
            self.body(block.body, inner)
        self.file = before

    def do_Extends(self, node: nodes.Extends, scope: Scope) -> None:
        return

    def do_Import(self, node: nodes.Import, scope: Scope) -> None:
        scope[node.target] = ModuleType(self.module(node.template, node))

    def do_FromImport(self, node: nodes.FromImport, scope: Scope) -> None:
        names = self.module(node.template, node)
        for name in node.names:
            source, target = (name, name) if isinstance(name, str) else name
            if names and source not in names:
                self.tell(FATAL, "macro-unknown", f"there is no {source!r} to import", node)
            scope[target] = names.get(source, ANY)

    def do_Include(self, node: nodes.Include, scope: Scope) -> None:
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

    def bind(self, target: nodes.Node, kind: Any, scope: Scope) -> None:
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


def _tests(node: nodes.Node) -> list[nodes.Test]:
    """The `… is defined` in a condition."""
    found = [*node.find_all(nodes.Test), *([node] if isinstance(node, nodes.Test) else [])]
    return [test for test in found if test.name == "defined"]


def _signature(scope: Scope) -> str:
    return repr(sorted((name, spell(kind)) for name, kind in scope.items()))


def _inside_block(tree: nodes.Template, block: nodes.Block) -> bool:
    return any(
        block is not outer and block in outer.find_all(nodes.Block) for outer in tree.find_all(nodes.Block)
    )
