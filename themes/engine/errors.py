"""What can go wrong with a theme.

    ThemeError
    ├── ManifestError       theme.toml says something wrong; carries every problem at once
    ├── ThemeNotFound       no folder of that name, or its parents do not lead to the base theme
    ├── ContextRefused      a view handed a template something that is not plain data
    ├── HelperError         a template called one of our functions with nonsense
    └── BudgetExceeded      a template used more steps, time or text than a page may

A shopper never sees any of them: see `themes.engine.rendering` for what is shown instead.
"""


class ThemeError(Exception):
    """The root of the tree."""


class ManifestError(ThemeError):
    """`problems` are sentences a theme author can act on."""

    def __init__(self, slug: str, problems: list[str]) -> None:
        self.slug = slug
        self.problems = problems
        super().__init__(f"{slug}: {'; '.join(problems)}")


class ThemeNotFound(ThemeError):
    """There is no usable theme of this name."""


class ContextRefused(ThemeError):
    """The context holds a value that no template may see; `path` says where."""

    def __init__(self, path: str, value: object) -> None:
        self.path = path
        super().__init__(
            f"{path} is a {type(value).__module__}.{type(value).__qualname__}; "
            "templates take plain values and @theme_data classes only"
        )


class HelperError(ThemeError):
    """A template function was used wrongly."""


class BudgetExceeded(ThemeError):
    """`resource` is "steps", "time", "text", "output", "depth" or "source"."""

    def __init__(self, resource: str, limit: str) -> None:
        self.resource = resource
        super().__init__(f"The template used more {resource} than a page may ({limit}).")
