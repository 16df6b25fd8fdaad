"""The section types editors choose from. Names equal the theme contract's section types."""

from __future__ import annotations

from wagtail import blocks

from .goods import CategoryTilesBlock, CountdownBlock, ProductRailBlock
from .pictures import BannerBlock, CarouselBlock, HeroBlock, ImageTextBlock, LookbookBlock, VideoBlock
from .words import ArticlesBlock, FaqBlock, NewsletterBlock, RichTextSectionBlock, TrustBadgesBlock

#: No shopper scrolls as far; the form of as many still arrives whole (see DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_SECTIONS = 200


class SectionsBlock(blocks.StreamBlock):
    """All section types; a type that ever had content stays registered, or its content is lost."""

    hero = HeroBlock()
    carousel = CarouselBlock()
    lookbook = LookbookBlock()
    banner = BannerBlock()
    image_text = ImageTextBlock()
    video = VideoBlock()
    product_rail = ProductRailBlock()
    category_tiles = CategoryTilesBlock()
    countdown = CountdownBlock()
    rich_text = RichTextSectionBlock()
    faq = FaqBlock()
    articles = ArticlesBlock()
    newsletter = NewsletterBlock()
    trust_badges = TrustBadgesBlock()

    class Meta:
        max_num = MOST_SECTIONS
