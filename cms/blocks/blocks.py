"""The section types editors choose from. Names equal the theme contract's section types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from commerce.backoffice.choosers import CategoryChooserBlock, ProductChooserBlock

from .links import check_address

RICH_TEXT = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link", "blockquote"]


class LinkBlock(blocks.StructBlock):
    """A label and where it leads: a page, a category or an address. Without a label there is no link."""

    label = blocks.CharBlock(label=_("Label"), required=False, max_length=80)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    category = CategoryChooserBlock(label=_("Category"), required=False)
    url = blocks.CharBlock(
        label=_("Address"),
        required=False,
        max_length=500,
        help_text=_("Used where neither is chosen."),
        validators=[check_address],
    )

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{label}"


class HeroBlock(blocks.StructBlock):
    eyebrow = blocks.CharBlock(label=_("Line above"), required=False, max_length=60)
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2, max_length=300)
    image = ImageChooserBlock(label=_("Picture"), required=False)
    image_alt = blocks.CharBlock(label=_("Picture in words"), required=False, max_length=200)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), max_num=2, default=[])
    layout = blocks.ChoiceBlock(
        label=_("Layout"),
        choices=[("overlay", _("Words on the picture")), ("split", _("Words beside the picture"))],
        default="split",
    )

    class Meta:
        icon = "image"
        label = _("Opening picture")
        label_format = "{heading}"


class ProductRailBlock(blocks.StructBlock):
    """Products by choice, or the newest of a category."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=200)
    products = blocks.ListBlock(
        ProductChooserBlock(label=_("Product")), label=_("Products"), required=False, default=[]
    )
    category = CategoryChooserBlock(
        label=_("Category"), required=False, help_text=_("Its newest products, where none are chosen above.")
    )
    limit = blocks.IntegerBlock(label=_("How many"), default=8, min_value=2, max_value=24)
    link = LinkBlock(label=_("Link"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Row of products")
        label_format = "{heading}"


class RichTextSectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "doc-full"
        label = _("Text")
        label_format = "{heading}"


class ImageTextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)
    image = ImageChooserBlock(label=_("Picture"))
    image_alt = blocks.CharBlock(label=_("Picture in words"), required=False, max_length=200)
    side = blocks.ChoiceBlock(
        label=_("Picture stands"), choices=[("start", _("First")), ("end", _("Last"))], default="start"
    )
    link = LinkBlock(label=_("Link"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture and text")
        label_format = "{heading}"


class CategoryTilesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    categories = blocks.ListBlock(
        CategoryChooserBlock(label=_("Category")), label=_("Categories"), min_num=2, max_num=12
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Category tiles")
        label_format = "{heading}"


class SectionsBlock(blocks.StreamBlock):
    """All section types; a type that ever had content stays registered, or its content is lost."""

    hero = HeroBlock()
    product_rail = ProductRailBlock()
    rich_text = RichTextSectionBlock()
    image_text = ImageTextBlock()
    category_tiles = CategoryTilesBlock()
