"""The campaign, and the page that tells of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.blocks.fields import HOW_TO_STACK, SectionsField
from cms.home.models import ThemedPage
from commerce.core.locking import LockingQuerySet

from . import states
from .types import PHASES, Phase


class CampaignPage(ThemedPage):
    """The landing page: a teaser before, shelves during, thanks after, by the clock."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    teaser = SectionsField(blank=True, verbose_name=_("before it begins"))
    shelves = SectionsField(blank=True, verbose_name=_("while it runs"))
    thanks = SectionsField(blank=True, verbose_name=_("after it is over"))

    content_panels = [
        HelpPanel(
            _(
                "Shoppers see the first stack until the campaign begins, the second while it runs and the "
                "third afterwards. Publish the page in every language before you schedule the campaign; "
                "until then nobody finds it."
            )
        ),
        TitleFieldPanel("title"),
        FieldPanel("intro", help_text=_("A sentence below the title.")),
        MultiFieldPanel([FieldPanel("teaser", help_text=HOW_TO_STACK)], heading=_("Before it begins")),
        MultiFieldPanel([FieldPanel("shelves", help_text=HOW_TO_STACK)], heading=_("While it runs")),
        MultiFieldPanel([FieldPanel("thanks", help_text=HOW_TO_STACK)], heading=_("After it is over")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("shelves")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("campaign page")

    own_preview_modes = (
        ("during", _("While it runs")),
        ("before", _("Before it begins")),
        ("after", _("After it is over")),
    )

    def campaign(self) -> Campaign | None:
        """The campaign that this page, or a translation of it, tells of: the scheduled or closed one that
        begins last. One query."""
        found = Campaign.objects.filter(page__translation_key=self.translation_key)
        return found.exclude(state=states.DRAFT).order_by("starts_at", "pk").last()

    def sections_of(self, phase: Phase) -> Any:
        """The stack that is shown in a phase."""
        return {"before": self.teaser, "during": self.shelves, "after": self.thanks}[phase]

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> Any:
        """None while the page does not answer."""
        about = self.campaign()
        return [] if about is None or about.was_called_off else super().get_sitemap_urls(request)

    def draw(self, request: HttpRequest) -> HttpResponse:
        from . import pages  # views and theme load after models

        return pages.campaign(request, self)

    def draw_preview(self, request: HttpRequest, mode: str) -> HttpResponse:
        from . import pages  # views and theme load after models

        phase: Phase = next((each for each in PHASES if each == mode), "during")
        return pages.campaign(request, self, phase=phase)


class Campaign(models.Model):
    """A window in which the site wears `theme`, `promotions` run and the announcement is made.

    The window says what will be once it is scheduled; `closed_at` ends it early. `revision` rises with each
    change, so that nobody writes over what somebody else has just saved.
    """

    class State(models.TextChoices):
        DRAFT = states.DRAFT, pgettext_lazy("campaign", "Draft")
        SCHEDULED = states.SCHEDULED, pgettext_lazy("campaign", "Scheduled")
        CLOSED = states.CLOSED, pgettext_lazy("campaign", "Closed")

    name = models.CharField(_("name"), max_length=120)
    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    theme = models.CharField(_("theme"), max_length=40, blank=True)
    preset = models.CharField(_("preset"), max_length=40, blank=True)
    promotions = models.ManyToManyField(
        "promotions.Promotion", blank=True, related_name="+", verbose_name=_("promotions")
    )
    announcement_zh_hans = models.CharField(_("announcement (Chinese)"), max_length=160, blank=True)
    announcement_en = models.CharField(_("announcement (English)"), max_length=160, blank=True)
    announcement_url = models.CharField(_("announcement leads to"), max_length=200, blank=True)
    page = models.ForeignKey(
        CampaignPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("landing page"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    theme_window = models.ForeignKey(
        "themes.ThemeWindow", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    scheduled_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = LockingQuerySet["Campaign"].as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=states.DRAFT) | Q(ends_at__gt=F("starts_at")), name="campaign_window"
            )
        ]
        permissions = [("preview_shop", "Can look at the shop as of another time")]

    def __str__(self) -> str:
        return self.name

    @property
    def over_at(self) -> datetime:
        """When it ends, or ended early (UTC)."""
        return min(self.ends_at, self.closed_at) if self.closed_at else self.ends_at

    @property
    def was_called_off(self) -> bool:
        """Whether it was closed before it began."""
        return self.over_at <= self.starts_at

    def phase(self, now: datetime) -> Phase:
        """Where `now` lies: before, during or after."""
        if now >= self.over_at:
            return "after"
        return "during" if now >= self.starts_at else "before"
