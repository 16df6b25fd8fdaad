"""What the AST of every template goes through before it is compiled.

Loops are counted, joined text and built lists are weighed, and what a theme may not say is refused here,
with file and line, rather than at some later render.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Undefined
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from themes.engine import budget
from themes.engine.errors import BudgetExceeded

#: Characters that weigh as much as one item of a list.
CHARACTERS_PER_ITEM = 50


def count_steps(items: Any) -> Any:
    """What a loop goes over, as something with a length, after its steps are counted.

    Counting ahead is exact enough: a nested loop is counted anew each time it begins.
    """
    if isinstance(items, (list, tuple, dict, str, range)):
        budget.spend(len(items))
        return items
    if isinstance(items, Undefined):
        return tuple(items)
    if isinstance(items, Mapping) or not isinstance(items, Iterable):
        raise SecurityError(f"A loop cannot go over a {type(items).__name__}.")
    kept = list(islice(items, budget.ITEMS + 1))
    budget.check_items(kept)
    budget.spend(len(kept))
    return kept


def weigh(value: Any) -> Any:
    """The list, tuple or dict itself, unless it holds more than a template may build.

    Shared parts count as often as they stand in it: `[a, a]` nested forty times is a few bytes and would
    print as a terabyte.
    """
    left = budget.ITEMS
    pending = [value]
    while pending:
        item = pending.pop()
        left -= 1
        if isinstance(item, str):
            left -= len(item) // CHARACTERS_PER_ITEM
        elif isinstance(item, dict):
            left -= len(item)
            if left >= 0:
                pending.extend(item.keys())
                pending.extend(item.values())
        elif isinstance(item, (list, tuple)):
            left -= len(item)
            if left >= 0:
                pending.extend(item)
        elif isinstance(item, BoundedNamespace):
            raise SecurityError("A namespace cannot be put into a list, a dict or another namespace.")
        if left < 0:
            raise BudgetExceeded("items", f"{budget.ITEMS}")
    budget.spend((budget.ITEMS - left) // CHARACTERS_PER_ITEM)
    return value


class BoundedNamespace(Namespace):
    """`namespace()` whose values are weighed and which cannot hold itself."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**{name: weigh(value) for name, value in values.items()})

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, weigh(value))

    def __getattribute__(self, name: str) -> Any:
        if name in {"read", "__class__", "_Namespace__attrs"}:
            return object.__getattribute__(self, name)
        return super().__getattribute__(name)

    def read(self, name: str, missing: Any) -> Any:
        return object.__getattribute__(self, "_Namespace__attrs").get(name, missing)

    def __repr__(self) -> str:
        return "[namespace]"


def harden(template: nodes.Template, environment: Environment) -> nodes.Template:
    """The template with its counters in place; raises `TemplateSyntaxError` for what is not allowed."""
    hardened = _Hardening(environment).visit(template)
    hardened.set_environment(environment)
    return hardened


class _Hardening(NodeTransformer):
    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = _through("_steps", node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _through("_text", node)

    def visit_List(self, node: nodes.List) -> nodes.Node:
        self.generic_visit(node)
        return node if _constant(node.items) else _through("_weighed", node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        self.generic_visit(node)
        return node if node.ctx == "store" or _constant(node.items) else _through("_weighed", node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:
        self.generic_visit(node)
        pairs = [part for pair in node.items for part in (pair.key, pair.value)]
        return node if _constant(pairs) else _through("_weighed", node)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        if node.name in {"varargs", "kwargs"}:
            _refuse(f"{node.name} is not available: name the arguments of the macro", node)
        if node.name.startswith("_") and node.name != "_":
            _refuse("a name cannot begin with an underscore", node)
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        if node.attr.startswith("_"):
            _refuse("an attribute cannot begin with an underscore", node)
        return self.generic_visit(node)

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier) -> nodes.Node:
        _refuse("escaping cannot be switched off", node)
        return node

    visit_EvalContextModifier = visit_ScopedEvalContextModifier


def _through(name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _constant(items: Iterable[nodes.Node]) -> bool:
    return all(isinstance(item, nodes.Const) for item in items)


def _refuse(message: str, node: nodes.Node) -> None:
    raise TemplateSyntaxError(message, node.lineno)
