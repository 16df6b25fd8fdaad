"""The OpenAPI document covers our own API; Wagtail's routes have documents of their own."""

from __future__ import annotations

from typing import Any

PREFIX = "/api/v1/"


def only_v1(endpoints: list[tuple[Any, ...]], **kwargs: Any) -> list[tuple[Any, ...]]:
    """drf-spectacular's preprocessing hook: keep the paths below `/api/v1/`."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PREFIX)]
