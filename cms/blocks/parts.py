"""What several section types are made of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from commerce.backoffice.blocks import PageBlock
from commerce.backoffice.choosers import CategoryChooserBlock, ProductChooserBlock

from .links import check_address
from .stored import without_impossible_links

RICH_TEXT = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link", "blockquote"]
#: Groups of the block picker.
PICTURES, GOODS, WORDS = _("Pictures and videos"), _("Goods"), _("Words")


class LetterBlock(blocks.RichTextBlock):
    """Formatted text. A link to a page or file that no row can be is words alone from the start: neither the
    editor nor a page could follow it."""

    def value_from_form(self, value: Any) -> Any:
        return super().value_from_form(without_impossible_links(value or ""))


class LinkBlock(blocks.StructBlock):
    """A label and where it leads: a page, a category, a product or an address. Without a label there is no
    link."""

    label = blocks.CharBlock(label=_("Label"), required=False, max_length=80)
    page = PageBlock(label=_("Page"), required=False)
    category = CategoryChooserBlock(label=_("Category"), required=False)
    product = ProductChooserBlock(label=_("Product"), required=False)
    url = blocks.CharBlock(
        label=_("Address"),
        required=False,
        max_length=500,
        help_text=_("Used where none of them is chosen."),
        validators=[check_address],
    )

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{label}"


def heading(*, required: bool = True) -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Heading"), required=required, max_length=120)


def picture_words() -> blocks.CharBlock:
    """The alternative text of the picture above it."""
    return blocks.CharBlock(
        label=_("Picture in words"),
        required=False,
        max_length=200,
        help_text=_("For those who cannot see it. Empty: the picture's own description."),
    )
