"""Home page, standard pages, how the shop presents itself, and what scheduled publishing could not do."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page
from wagtail.search import index

from cms.blocks.fields import HOW_TO_STACK, SectionsField
from cms.blocks.links import check_address
from cms.blocks.panels import ContentPanel
from cms.dress import SeenInEveryLook
from cms.publishing import CheckedPage


class ThemedPage(SeenInEveryLook, CheckedPage):
    """A page drawn by the active theme from plain data; subclasses name their `draw` function."""

    class Meta:
        abstract = True

    def draw(self, request: HttpRequest) -> HttpResponse:
        raise TypeError(f"{type(self).__name__} does not say how it is drawn")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(request)

    def draw_preview(self, request: HttpRequest, mode: str) -> HttpResponse:
        return self.draw(request)


class HomePage(ThemedPage):
    """The shop's front door: a stack of sections."""

    sections = SectionsField(blank=True, verbose_name=_("sections"))

    content_panels = [
        TitleFieldPanel("title"),
        ContentPanel("sections"),
        FieldPanel("sections", help_text=HOW_TO_STACK),
    ]
    search_fields = [*Page.search_fields, index.SearchField("sections")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = None

    class Meta:
        verbose_name = _("home page")

    def draw(self, request: HttpRequest) -> HttpResponse:
        from . import pages  # views and theme load after models

        return pages.home(request, self)


class StandardPage(ThemedPage):
    """About us, terms, privacy: words with pictures. A policy page is pinned to every order."""

    class Policy(models.TextChoices):
        TERMS = "terms", _("terms of sale")
        PRIVACY = "privacy", _("privacy")
        RETURNS = "returns", _("returns")

    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    sections = SectionsField(blank=True, verbose_name=_("sections"))
    policy = models.CharField(
        _("policy"),
        max_length=10,
        choices=Policy.choices,
        blank=True,
        help_text=_("Orders keep the revision of each policy that was in force."),
    )

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("intro", help_text=_("A sentence below the title.")),
        ContentPanel("sections"),
        FieldPanel("sections", help_text=HOW_TO_STACK),
    ]
    promote_panels = [FieldPanel("policy"), *Page.promote_panels]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("sections")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")

    def draw(self, request: HttpRequest) -> HttpResponse:
        from . import pages  # views and theme load after models

        return pages.standard(request, self)


@register_setting(icon="cog")
class ShopFacts(BaseSiteSetting):
    """Who runs the shop and how to reach them; the legal footer prints what is filled in."""

    name_en = models.CharField(_("shop name (English)"), max_length=60, blank=True)
    name_zh_hans = models.CharField(_("shop name (Chinese)"), max_length=60, blank=True)
    tagline_en = models.CharField(_("tagline (English)"), max_length=120, blank=True)
    tagline_zh_hans = models.CharField(_("tagline (Chinese)"), max_length=120, blank=True)
    announcement_en = models.CharField(_("announcement (English)"), max_length=160, blank=True)
    announcement_zh_hans = models.CharField(_("announcement (Chinese)"), max_length=160, blank=True)
    company_en = models.CharField(_("company (English)"), max_length=120, blank=True)
    company_zh_hans = models.CharField(_("company (Chinese)"), max_length=120, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=200, blank=True)
    address_zh_hans = models.CharField(_("address (Chinese)"), max_length=200, blank=True)
    hours_en = models.CharField(_("service hours (English)"), max_length=80, blank=True)
    hours_zh_hans = models.CharField(_("service hours (Chinese)"), max_length=80, blank=True)
    announcement_url = models.CharField(_("announcement leads to"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    vat = models.CharField(_("VAT number"), max_length=30, blank=True)
    icp = models.CharField(_("ICP number"), max_length=40, blank=True)
    icp_url = models.URLField(_("ICP link"), blank=True)
    public_security = models.CharField(_("public security number"), max_length=40, blank=True)
    public_security_url = models.URLField(_("public security link"), blank=True)
    licence_url = models.URLField(_("business license link"), blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel(f"{name}_zh_hans"), FieldPanel(f"{name}_en")])
                for name in ("name", "tagline", "announcement", "company", "address", "hours")
            ],
            heading=_("In words"),
            help_text=_(
                "The announcement stands above every page, the rest below it. What is empty is left out."
            ),
        ),
        FieldPanel(
            "announcement_url",
            help_text=_("A page of this shop, such as /en/c/, or a whole address. Empty: it is no link."),
        ),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone")], heading=_("Contact")),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("vat", "icp", "icp_url", "public_security", "public_security_url", "licence_url")
            ],
            heading=_("Registrations"),
        ),
    ]

    class Meta:
        verbose_name = _("shop facts")

    def clean(self) -> None:
        super().clean()
        try:
            check_address(self.announcement_url)
        except ValidationError as problem:
            raise ValidationError({"announcement_url": problem.messages}) from problem


class FailedPublication(models.Model):
    """A scheduled revision that could not be published; its editor was told once."""

    revision = models.OneToOneField("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.reason}"
