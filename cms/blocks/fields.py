"""The field that holds sections."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField

from .blocks import SectionsBlock


class SectionsField(StreamField):
    """A stream of sections. Migrations do not record the block types: a new section type or a
    reworded label changes no table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(SectionsBlock(), **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
