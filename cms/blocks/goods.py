"""Sections that sell: products, categories, a time by which to decide."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from commerce.backoffice.choosers import CategoryChooserBlock, ProductChooserBlock

from .parts import GOODS, LinkBlock, heading
from .picker import SectionBlock

NEWEST, PROMOTION = "newest", "promotion"


class ProductRailBlock(SectionBlock):
    """Products by choice, by category or by rule."""

    heading = heading()
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=200)
    products = blocks.ListBlock(
        ProductChooserBlock(label=_("Product")), label=_("Products"), required=False, default=[]
    )
    rule = blocks.ChoiceBlock(
        label=_("Or by rule"),
        choices=[(NEWEST, _("The newest")), (PROMOTION, _("Those on promotion, newest first"))],
        default=NEWEST,
        help_text=_("Where none are chosen above. What is on promotion changes with the clock."),
    )
    category = CategoryChooserBlock(
        label=_("Category"), required=False, help_text=_("The rule looks only here and below.")
    )
    limit = blocks.IntegerBlock(label=_("How many"), default=8, min_value=2, max_value=24)
    link = LinkBlock(label=_("Link"), required=False)

    class Meta:
        icon = "list-ul"
        group = GOODS
        label = _("Row of products")
        label_format = "{heading}"
        description = _("Chosen products, the newest, or what is on promotion; of one category or of all.")


class CategoryTilesBlock(SectionBlock):
    heading = heading()
    categories = blocks.ListBlock(
        CategoryChooserBlock(label=_("Category")), label=_("Categories"), min_num=2, max_num=12
    )

    class Meta:
        icon = "folder-open-inverse"
        group = GOODS
        label = _("Category tiles")
        label_format = "{heading}"
        description = _("Ways into the catalog, with the pictures of the categories.")


class CountdownBlock(SectionBlock):
    heading = heading()
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=200)
    ends_at = blocks.DateTimeBlock(
        label=_("Until"),
        help_text=_("By the clock of your account, which is the shop's unless you changed it."),
    )
    over_text = blocks.CharBlock(
        label=_("Afterwards it says"),
        required=False,
        max_length=200,
        help_text=_("Empty: the section disappears."),
    )
    link = LinkBlock(label=_("Link"), required=False)

    class Meta:
        icon = "time"
        group = GOODS
        label = _("Countdown")
        label_format = "{heading}"
        description = _("How long something still lasts, by the shop's clock.")
