"""System checks of the core: plugin manifests."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from .plugins import API, manifest_of


@register()
def check_plugins(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A plugin written for another plugin API is refused with a hint; two of one code as well."""
    problems: list[CheckMessage] = []
    seen: dict[str, str] = {}
    for config in apps.get_app_configs():
        manifest = manifest_of(config)
        if manifest is None:
            continue
        if manifest.api != API:
            problems.append(
                Error(
                    f"Plugin {manifest.code!r} is written for plugin API {manifest.api}, this is {API}.",
                    hint=f"Install a version of {config.name} for API {API}, or remove it.",
                    obj=config.name,
                    id="core.E001",
                )
            )
        if manifest.code in seen:
            problems.append(
                Error(
                    f"Plugins {seen[manifest.code]} and {config.name} share the code {manifest.code!r}.",
                    hint="Remove one of them.",
                    obj=config.name,
                    id="core.E002",
                )
            )
        seen[manifest.code] = config.name
    return problems
