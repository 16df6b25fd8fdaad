"""The field that holds sections."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from .blocks import SectionsBlock

#: Told by the panels of every page with sections.
HOW_TO_STACK = _("Press + to add a section. Drag sections into the order shoppers see them in.")


class SectionsField(StreamField):
    """A stream of sections. Migrations do not record the block types: a new section type or a
    reworded label changes no table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(SectionsBlock(), **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
