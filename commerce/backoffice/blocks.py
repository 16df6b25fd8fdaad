"""Choosers in streams of blocks. What was chosen and is gone, or never was, is refused where it was chosen;
Wagtail's own drop the one without a word and break on the other."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChooserBlock, PageChooserBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .forms import is_row_id
from .widgets import FileChooser, PageChooser, PictureChooser

GONE = _("What was chosen here does not exist any more. Choose again, or leave it empty.")


class RowChooserBlock(ChooserBlock):
    """A chooser whose value is a row, None, or the id as it was sent where there is no such row."""

    @cached_property
    def field(self) -> Any:
        field = super().field
        field.error_messages["invalid_choice"] = GONE
        return field

    def value_from_form(self, value: Any) -> Any:
        if not is_row_id(value):
            return value
        return super().value_from_form(value) or value

    def get_prep_value(self, value: Any) -> Any:
        """Forms are compared before they are judged."""
        return value if isinstance(value, str) else super().get_prep_value(value)


class PictureBlock(RowChooserBlock, ImageChooserBlock):
    @cached_property
    def widget(self) -> PictureChooser:
        return PictureChooser()  # asks for the model of pictures, which blocks load before


class PageBlock(RowChooserBlock, PageChooserBlock):
    @cached_property
    def widget(self) -> PageChooser:
        return PageChooser(target_models=self.target_models, can_choose_root=self.can_choose_root)


class FileBlock(RowChooserBlock, DocumentChooserBlock):
    @cached_property
    def widget(self) -> Any:
        return FileChooser()
