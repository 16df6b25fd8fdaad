"""Fields that hold streams of blocks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks.base import BlockWidget
from wagtail.fields import StreamField

from commerce.core.errors import InvalidInput

from .blocks import SectionsBlock

#: Told by the panels of every page with sections.
HOW_TO_STACK = _("Press + to add a section. Drag sections into the order shoppers see them in.")
#: What Wagtail's blocks raise while they read what no editor of theirs has sent.
_CONFUSED = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class FormIsBroken(InvalidInput):
    code = "form_is_broken"
    message = _(
        "The form did not arrive whole, so nothing was saved. Go back: what you wrote is still there. Then "
        "save again."
    )


class StreamWidget(BlockWidget):
    """Reads a stream as its editor sent it. Raises FormIsBroken where parts are missing or mangled, since
    half a stream would be saved for the whole."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        try:
            return super().value_from_datadict(data, files, name)
        except _CONFUSED as confused:
            raise FormIsBroken from confused


class UnrecordedStreamField(StreamField):
    """A stream whose types of blocks migrations do not record: a new type or a reworded label changes no
    table."""

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": StreamWidget(self.stream_block), **kwargs})


class SectionsField(UnrecordedStreamField):
    """A stream of sections."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(SectionsBlock(), **kwargs)
