"""`manage.py check`: is there a default theme, and was any theme left out?"""

from typing import Any

from django.core import checks

from themes.engine import discovery


def check_themes(**kwargs: Any) -> list[checks.CheckMessage]:
    """An error without the default theme; a warning for each theme that cannot be used."""
    messages: list[checks.CheckMessage] = []
    refused = discovery.problems()
    if not discovery.exists(discovery.default_slug()):
        why = refused.get(discovery.default_slug(), ["its folder or theme.toml is missing"])
        messages.append(
            checks.Error(
                f"The default theme {discovery.default_slug()!r} cannot be used: {'; '.join(why)}.",
                hint="Restore its folder under THEMES_DIR, or name another one in DEFAULT_THEME.",
                id="themes.E001",
            )
        )
    for slug, problems in sorted(refused.items()):
        if slug != discovery.default_slug():
            messages.append(
                checks.Warning(
                    f"Theme {slug!r} is left out: {'; '.join(problems)}.",
                    hint=f"Run manage.py theme check {slug}.",
                    id="themes.W001",
                )
            )
    return messages


def register_checks() -> None:
    """Called once, when the app is ready."""
    checks.register(check_themes, "themes")
