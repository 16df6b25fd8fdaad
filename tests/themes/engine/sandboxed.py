"""A template drawn in the sandbox, beside an object that a careless view let in."""

from markupsafe import Markup

from themes.engine import budget, discovery, functions, state
from themes.engine.marks import theme_data
from themes.engine.sandbox import ThemeEnvironment

assert functions


@theme_data
class Page:
    title: str = "Shoes"
    evil: str = "<script>"
    html: Markup = Markup("<b>x &lt; y</b>")
    numbers: tuple[int, ...] = (1, 2, 3)
    table: dict[str, int] | None = None

    def wipe(self) -> str:
        Account.harmed.append("contract method")
        return "wiped"


class Account:
    """What a careless view might pass: no template may read or call it."""

    harmed: list[str] = []
    password = "hunter2"

    def wipe(self) -> str:
        self.harmed.append("wiped")
        return "wiped"

    def delete(self) -> str:
        self.harmed.append("deleted")
        return "deleted"

    delete.alters_data = True  # type: ignore[attr-defined]

    def __call__(self) -> str:
        self.harmed.append("called")
        return "called"


def draw(environment: ThemeEnvironment, source: str) -> str:
    values = {"page": Page(table={"a": 1}), "account": Account()}
    now = state.RenderState(theme=discovery.get("base"), variables=values)
    with state.rendering(now), budget.page_budget():
        return "".join(environment.from_string(source).generate(values))
