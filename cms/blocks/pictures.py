"""Sections that show: opening picture, carousel, banner, picture with text, film."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from commerce.backoffice.blocks import FileBlock, PictureBlock
from commerce.backoffice.choosers import ProductChooserBlock

from .parts import PICTURES, RICH_TEXT, LetterBlock, LinkBlock, heading, picture_words
from .picker import SectionBlock

FILMS = {"mp4": "video/mp4", "webm": "video/webm"}
CAPTIONS = "vtt"


class HeroBlock(SectionBlock):
    eyebrow = blocks.CharBlock(label=_("Line above"), required=False, max_length=60)
    heading = heading()
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2, max_length=300)
    image = PictureBlock(label=_("Picture"), required=False)
    image_alt = picture_words()
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), max_num=2, default=[])
    layout = blocks.ChoiceBlock(
        label=_("Layout"),
        choices=[("overlay", _("Words on the picture")), ("split", _("Words beside the picture"))],
        default="split",
    )

    class Meta:
        icon = "image"
        group = PICTURES
        label = _("Opening picture")
        label_format = "{heading}"
        description = _("The first thing one sees: a large picture, a few words, one or two links.")


class SlideBlock(blocks.StructBlock):
    heading = heading()
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=200)
    image = PictureBlock(label=_("Picture"))
    image_alt = picture_words()
    link = LinkBlock(label=_("Link"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{heading}"


class CarouselBlock(SectionBlock):
    label = blocks.CharBlock(
        label=_("Heading"), max_length=80, help_text=_("Stands above the pictures, such as “This week”.")
    )
    slides = blocks.ListBlock(SlideBlock(), label=_("Pictures"), min_num=2, max_num=8)

    class Meta:
        icon = "copy"
        group = PICTURES
        label = _("Carousel")
        label_format = "{label}"
        description = _("Large pictures one pushes along. They never move by themselves.")


class LookBlock(blocks.StructBlock):
    image = PictureBlock(label=_("Picture"))
    image_alt = picture_words()
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)
    products = blocks.ListBlock(
        ProductChooserBlock(label=_("Product")),
        label=_("Products one sees"),
        required=False,
        default=[],
        max_num=4,
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{caption}"


class LookbookBlock(SectionBlock):
    heading = heading(required=False)
    pictures = blocks.ListBlock(LookBlock(), label=_("Pictures"), min_num=2, max_num=12)

    class Meta:
        icon = "image"
        group = PICTURES
        label = _("Lookbook")
        label_format = "{heading}"
        description = _("Pictures of the goods in use, with links to them. The first one is large.")


class BannerBlock(SectionBlock):
    heading = heading()
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2, max_length=300)
    image = PictureBlock(label=_("Picture"), required=False)
    image_alt = picture_words()
    link = LinkBlock(label=_("Link"), required=False)

    class Meta:
        icon = "pick"
        group = PICTURES
        label = _("Banner")
        label_format = "{heading}"
        description = _("One message across the page, with or without a picture, and a link.")


class ImageTextBlock(SectionBlock):
    heading = heading()
    text = LetterBlock(label=_("Text"), features=RICH_TEXT)
    image = PictureBlock(label=_("Picture"))
    image_alt = picture_words()
    side = blocks.ChoiceBlock(
        label=_("Picture stands"), choices=[("start", _("First")), ("end", _("Last"))], default="start"
    )
    link = LinkBlock(label=_("Link"), required=False)

    class Meta:
        icon = "image"
        group = PICTURES
        label = _("Picture and text")
        label_format = "{heading}"
        description = _("A picture and text side by side.")


class VideoBlock(SectionBlock):
    """A film of our own with captions, or a link to one elsewhere: nothing of another host is embedded."""

    heading = heading(required=False)
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=300)
    poster = PictureBlock(label=_("Still picture"), help_text=_("Shown until somebody presses play."))
    poster_alt = picture_words()
    film = FileBlock(
        label=_("Video"), required=False, help_text=_("An uploaded MP4 or WebM file of at most 20 MB.")
    )
    captions = FileBlock(
        label=_("Captions"),
        required=False,
        help_text=_("A WebVTT file (.vtt) in the language of this page, for those who cannot hear it."),
    )
    url = blocks.URLBlock(
        label=_("Video elsewhere"),
        required=False,
        max_length=500,
        help_text=_("Used where none is uploaded: the still picture becomes a link, nothing is embedded."),
    )

    class Meta:
        icon = "media"
        group = PICTURES
        label = _("Video")
        label_format = "{heading}"
        description = _("A video with a still picture and captions, or a link to one elsewhere.")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        problems = {}
        film, captions = value.get("film"), value.get("captions")
        if film is None and not value.get("url"):
            problems["film"] = ValidationError(_now("Choose a video, or give the address of one elsewhere."))
        if film is not None and film.file_extension not in FILMS:
            problems["film"] = ValidationError(_now("Browsers play MP4 and WebM files only."))
        if captions is not None and captions.file_extension != CAPTIONS:
            problems["captions"] = ValidationError(_now("Captions are a WebVTT file, which ends in .vtt."))
        if problems:
            raise StructBlockValidationError(block_errors=problems)
        return value
