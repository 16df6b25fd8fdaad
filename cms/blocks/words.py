"""Sections that tell: text, questions, promises."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .parts import RICH_TEXT, WORDS, LetterBlock, LinkBlock, heading
from .picker import SectionBlock

#: Icons every theme has for promises, with what editors call them.
PROMISES = [
    ("truck", _("Delivery")),
    ("return", _("Returns")),
    ("shield", _("Protection")),
    ("card", _("Payment")),
    ("box", _("Packing")),
    ("clock", _("Time")),
    ("mail", _("Service")),
    ("shop", _("Shop")),
]


class RichTextSectionBlock(SectionBlock):
    heading = heading(required=False)
    text = LetterBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "doc-full"
        group = WORDS
        label = _("Text")
        label_format = "{heading}"
        description = _("Formatted text. What is pasted keeps its meaning and loses its scripts and styles.")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = LetterBlock(label=_("Answer"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"


class FaqBlock(SectionBlock):
    heading = heading(required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1, max_num=30)

    class Meta:
        icon = "help"
        group = WORDS
        label = _("Questions and answers")
        label_format = "{heading}"
        description = _("Questions that open; search engines can show them too.")


class ArticlesBlock(SectionBlock):
    heading = heading()
    limit = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=12)
    link = LinkBlock(label=_("Link"), required=False)

    class Meta:
        icon = "doc-empty"
        group = WORDS
        label = _("Articles")
        label_format = "{heading}"
        description = _("The newest articles of the journal, in the language of the page.")


class NewsletterBlock(SectionBlock):
    heading = heading()
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=200)

    class Meta:
        icon = "mail"
        group = WORDS
        label = _("Newsletter")
        label_format = "{heading}"
        description = _("A field for an e-mail address. Whoever subscribes confirms by mail first.")


class TrustBadgeBlock(blocks.StructBlock):
    icon = blocks.ChoiceBlock(label=_("Icon"), choices=PROMISES, default="truck")
    title = blocks.CharBlock(label=_("Promise"), max_length=60)
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=120)

    class Meta:
        icon = "success"
        label = _("Promise")
        label_format = "{title}"


class TrustBadgesBlock(SectionBlock):
    heading = heading(required=False)
    badges = blocks.ListBlock(TrustBadgeBlock(), label=_("Promises"), min_num=2, max_num=6)

    class Meta:
        icon = "success"
        group = WORDS
        label = _("Promises")
        label_format = "{heading}"
        description = _("What the shop promises, in a few words with an icon each.")
