"""Entries of a menu. Two levels are all there is, so that no menu can lead in a circle."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.links import check_address
from commerce.backoffice.blocks import PageBlock
from commerce.backoffice.choosers import CategoryChooserBlock

TARGETS = ("page", "category", "url")


class MenuLinkBlock(blocks.StructBlock):
    """A page, a category or an address, under its own name or another."""

    label = blocks.CharBlock(
        label=_("Label"),
        required=False,
        max_length=60,
        help_text=_("Empty: the name of the page or category."),
    )
    page = PageBlock(label=_("Page"), required=False)
    category = CategoryChooserBlock(label=_("Category"), required=False)
    url = blocks.CharBlock(label=_("Address"), required=False, max_length=500, validators=[check_address])

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{label}"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        problems = {}
        given = [name for name in TARGETS if value.get(name)]
        if not given and not self.may_lead_nowhere(value):
            problems["page"] = ValidationError(_now("Choose a page or a category, or give an address."))
        if len(given) > 1:
            problems[given[1]] = ValidationError(_now("An entry leads to one place: leave the others empty."))
        if not value.get("label") and not (value.get("page") or value.get("category")):
            problems["label"] = ValidationError(_now("An address needs a label."))
        if problems:
            raise StructBlockValidationError(block_errors=problems)
        return value

    def may_lead_nowhere(self, value: Any) -> bool:
        return False


class MenuEntryBlock(MenuLinkBlock):
    children = blocks.ListBlock(MenuLinkBlock(), label=_("Below it"), default=[], max_num=16)

    class Meta:
        icon = "list-ul"
        label = _("Entry")
        label_format = "{label}"

    def may_lead_nowhere(self, value: Any) -> bool:
        """A heading over what stands below it."""
        return bool(value.get("label") and value.get("children"))


class MenuEntriesBlock(blocks.StreamBlock):
    entry = MenuEntryBlock()
