"""The section types editors choose from. Names equal the theme contract's section types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from commerce.backoffice.choosers import CategoryChooserBlock, ProductChooserBlock

RICH_TEXT = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link", "blockquote"]


class LinkBlock(blocks.StructBlock):
    """A label and where it leads: a page, a category or an address. Without a label there is no link."""

    label = blocks.CharBlock(label=_("label"), required=False, max_length=80)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    category = CategoryChooserBlock(label=_("category"), required=False)
    url = blocks.CharBlock(label=_("address"), required=False, help_text=_("Used where neither is chosen."))

    class Meta:
        icon = "link"
        label = _("link")


class HeroBlock(blocks.StructBlock):
    eyebrow = blocks.CharBlock(label=_("line above"), required=False, max_length=60)
    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    text = blocks.TextBlock(label=_("text"), required=False, rows=2, max_length=300)
    image = ImageChooserBlock(label=_("picture"), required=False)
    image_alt = blocks.CharBlock(label=_("picture in words"), required=False, max_length=200)
    links = blocks.ListBlock(LinkBlock(), label=_("links"), max_num=2, default=[])
    layout = blocks.ChoiceBlock(
        label=_("layout"),
        choices=[("overlay", _("words on the picture")), ("split", _("words beside the picture"))],
        default="split",
    )

    class Meta:
        icon = "image"
        label = _("opening picture")


class ProductRailBlock(blocks.StructBlock):
    """Products by choice, or the newest of a category."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    text = blocks.CharBlock(label=_("text"), required=False, max_length=200)
    products = blocks.ListBlock(ProductChooserBlock(), label=_("products"), required=False, default=[])
    category = CategoryChooserBlock(
        label=_("category"), required=False, help_text=_("Its newest products, where none are chosen above.")
    )
    limit = blocks.IntegerBlock(label=_("how many"), default=8, min_value=2, max_value=24)
    link = LinkBlock(label=_("link"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("row of products")


class RichTextSectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT)

    class Meta:
        icon = "doc-full"
        label = _("text")


class ImageTextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT)
    image = ImageChooserBlock(label=_("picture"))
    image_alt = blocks.CharBlock(label=_("picture in words"), required=False, max_length=200)
    side = blocks.ChoiceBlock(
        label=_("picture stands"), choices=[("start", _("first")), ("end", _("last"))], default="start"
    )
    link = LinkBlock(label=_("link"), required=False)

    class Meta:
        icon = "image"
        label = _("picture and text")


class CategoryTilesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    categories = blocks.ListBlock(CategoryChooserBlock(), label=_("categories"), min_num=2, max_num=12)

    class Meta:
        icon = "folder-open-inverse"
        label = _("category tiles")


class SectionsBlock(blocks.StreamBlock):
    """All section types; a type that ever had content stays registered, or its content is lost."""

    hero = HeroBlock()
    product_rail = ProductRailBlock()
    rich_text = RichTextSectionBlock()
    image_text = ImageTextBlock()
    category_tiles = CategoryTilesBlock()
