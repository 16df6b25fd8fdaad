"""The environment theme templates run in: Jinja2's immutable sandbox, closed further.

What stands between a theme and the shop (each line has hostile cases in tests/themes/engine):

1. Attributes: only fields of `@theme_data` values, keys of dicts, and Jinja's own loop, block and module
   objects. Nothing that begins with `_`, nothing on text, no methods at all.
2. Calls: only our functions, macros, blocks and loops. Filters and tests are allow-lists.
3. Operators: no `**`; arithmetic on numbers only; `+` on text and lists is length-checked.
4. Budgets: every loop, call, filter, include, string and buffer is counted (`themes.engine.budget`).
5. Escaping is always on and cannot be switched off; `Markup` comes from our functions only.
6. Fast path: an exact `dict` is read by item, a `@theme_data` value by attribute, without asking further.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from types import MethodType
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.filters import _GroupTuple
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment

from themes.engine import budget
from themes.engine.errors import BudgetExceeded
from themes.engine.filters import FILTERS, TESTS
from themes.engine.hardening import BoundedNamespace, harden, weigh

LOOP_NAMES = frozenset(
    [
        "index",
        "index0",
        "revindex",
        "revindex0",
        "first",
        "last",
        "length",
        "depth",
        "depth0",
        "previtem",
        "nextitem",
        "cycle",
        "changed",
    ]
)
LOOP_METHODS = frozenset({"cycle", "changed"})
LARGEST = 2**63
NUMBERS = (int, float, Decimal)

#: Names a template may read of a class, found once per class.
_readable: dict[type, frozenset[str]] = {_GroupTuple: frozenset({"grouper", "list"})}


def theme_call(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark one of our own functions as callable from templates."""
    function.__theme_call__ = True  # type: ignore[attr-defined]
    return function


class BoundedModule(TemplateModule):
    """An imported template: its macros may be used, its text may not be printed."""

    def __html__(self) -> Any:
        raise SecurityError("An imported template cannot be printed; include it instead.")

    __str__ = __html__


class ThemeTemplate(Template):
    """Modules are made anew for each import, so that nothing of one request is seen by the next."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> BoundedModule:
        return BoundedModule(self, self.new_context(vars, shared, locals))

    def _get_default_module(self, ctx: Context | None = None) -> BoundedModule:
        return self.make_module()


class ThemeCodeGenerator(CodeGenerator):
    """Prints through one function that counts and escapes; escaping cannot be switched off anyway.

    What a filter block makes is printed so too: Jinja would take it as HTML whatever the filter answered.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.print_text(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")

    def visit_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:
        inside = frame.inner()
        inside.symbols.analyze_node(node)
        self.enter_frame(inside)
        self.buffer(inside)
        self.blockvisit(node.body, inside)
        self.start_write(frame, node)
        self.write("environment.print_text(")
        self.visit_Filter(node.filter, inside)
        self.write(")")
        self.end_write(frame)
        self.leave_frame(inside)


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """An environment for the templates of one theme and its parents."""

    template_class = ThemeTemplate
    code_generator_class = ThemeCodeGenerator
    print_text = staticmethod(budget.print_text)
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, *, strict: bool, functions: Mapping[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined if strict else Undefined,
            extensions=(),
            finalize=budget.printed,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            **options,
        )
        self.filters = dict(FILTERS)
        self.tests = dict(TESTS)
        self.globals = {"namespace": BoundedNamespace, "range": bounded_range, **functions}
        self._callable = {id(function) for function in self.globals.values()}

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """Join a buffer (macro, set block, filter block, block call), unless it grew too long."""
        return budget.join(pieces, budget.TEXT, "text")

    # --- compile ---

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > budget.SOURCE:
            raise TemplateSyntaxError(
                f"A template has at most {budget.SOURCE} characters.", 1, name, filename
            )
        return harden(super()._parse(source, name, filename), self)

    def parse_untouched(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> nodes.Template:
        """The AST as written, for checks."""
        return super()._parse(source, name, filename)

    def _load_template(self, name: str, globals: Any) -> Template:
        budget.spend()
        return super()._load_template(name, globals)

    # --- attributes ---

    def getattr(self, obj: Any, attribute: str) -> Any:
        kind = type(obj)
        if kind is dict:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        names = _readable.get(kind)
        if names is None:
            names = readable_names(kind)
        if attribute in names:
            return getattr(obj, attribute)
        return self._jinja_attribute(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        kind = type(obj)
        if kind is dict or kind is list or kind is tuple:
            try:
                return obj[argument]
            except (TypeError, LookupError):
                return self.undefined(obj=obj, name=argument)
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, (str, tuple, list)) and isinstance(argument, (int, slice)):
            try:
                return obj[argument]
            except (TypeError, LookupError, ValueError):
                return self.undefined(obj=obj, name=str(argument))
        return self.unsafe_undefined(obj, str(argument))

    def _jinja_attribute(self, obj: Any, attribute: str) -> Any:
        """Attributes of Jinja's own objects; everything else is undefined."""
        if attribute.startswith("_"):
            return self.unsafe_undefined(obj, attribute)
        if isinstance(obj, LoopContext):
            return (
                getattr(obj, attribute)
                if attribute in LOOP_NAMES
                else self.undefined(obj=obj, name=attribute)
            )
        if isinstance(obj, BoundedNamespace):
            return obj.read(attribute, self.undefined(name=attribute))
        if isinstance(obj, TemplateReference):
            return obj[attribute]
        if isinstance(obj, BlockReference) and attribute == "super":
            return obj.super
        if isinstance(obj, BoundedModule):
            return vars(obj).get(attribute, self.undefined(name=attribute))
        if isinstance(obj, Undefined):
            return getattr(obj, attribute)
        if _readable[type(obj)]:
            return self.undefined(obj=obj, name=attribute)
        return self.unsafe_undefined(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False

    # --- calls ---

    def is_safe_callable(self, obj: Any) -> bool:
        kind = type(obj)
        if kind is Macro or kind is BlockReference or kind is LoopContext or id(obj) in self._callable:
            return True
        if kind is MethodType:
            return type(obj.__self__) is LoopContext and obj.__name__ in LOOP_METHODS
        return False

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        budget.spend()
        if type(__obj) is Macro:
            return __obj(__context.eval_ctx, *args, **kwargs)
        if isinstance(__obj, Undefined):
            return __obj()
        if not __self.is_safe_callable(__obj):
            raise SecurityError(f"A template may not call a {type(__obj).__name__}.")
        return __obj(*args, **kwargs)

    # --- operators ---

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**":
            raise SecurityError("Templates have no power operator.")
        if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
            result = self.binop_table[operator](left, right)
            if isinstance(result, int) and not -LARGEST <= result <= LARGEST:
                raise BudgetExceeded("number", "64 bits")
            return result
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            if len(left) + len(right) > budget.TEXT:
                raise BudgetExceeded("text", f"{budget.TEXT} characters")
            return left + right
        if operator == "+" and type(left) is type(right) and isinstance(left, (list, tuple)):
            return weigh(left + right)
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return self.binop_table[operator](left, right)
        raise SecurityError(f"{operator} does not work on {type(left).__name__} and {type(right).__name__}.")


def readable_names(kind: type) -> frozenset[str]:
    """The fields and properties of a `@theme_data` class; nothing for any other class."""
    names: frozenset[str] = frozenset()
    if vars(kind).get("__theme__") is True and is_dataclass(kind):
        found = {field.name for field in fields(kind)}
        found |= {
            name for base in kind.__mro__ for name, value in vars(base).items() if isinstance(value, property)
        }
        names = frozenset(name for name in found if not name.startswith("_"))
    _readable[kind] = names
    return names


def bounded_range(*bounds: int) -> range:
    """`range()` of at most 1,000 numbers."""
    numbers = range(*bounds)
    if len(numbers) > 1_000:
        raise BudgetExceeded("range", "1000 numbers")
    return numbers
