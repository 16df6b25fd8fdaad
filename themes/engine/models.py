"""Which theme a site wears when, and what went wrong with it.

Themes themselves are folders; rows name them by slug. A row whose theme is not installed is ignored.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting

from themes.engine import discovery


def check_installed(slug: str) -> None:
    """Refuse a slug that no usable theme has."""
    if not discovery.exists(slug):
        raise ValidationError(_("There is no usable theme “%(slug)s”."), params={"slug": slug})


def check_preset(slug: str, preset: str) -> None:
    """Refuse a preset that the theme does not have; blank is the theme in its own colors."""
    if preset and discovery.exists(slug) and preset not in discovery.get(slug).presets:
        message = _("The theme has no preset “%(preset)s”.")
        raise ValidationError({"preset": ValidationError(message, params={"preset": preset})})


PRESET_HELP = _("A theme may come in other colors; blank is its own.")


class SiteTheme(BaseSiteSetting):
    """What a site wears when no window says otherwise; a blank theme is the default one."""

    theme = models.CharField(_("theme"), max_length=40, validators=[check_installed])
    preset = models.CharField(_("preset"), max_length=20, blank=True, help_text=PRESET_HELP)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("site theme")
        verbose_name_plural = _("site themes")
        # Wagtail's screen of groups looks for the right of the proxy `ShopLook` here, site by site.
        permissions = [("change_shoplook", "Can change theme")]

    def __str__(self) -> str:
        return f"{self.site}: {self.theme}"

    def clean(self) -> None:
        check_preset(self.theme, self.preset)


class ThemeWindow(models.Model):
    """A site wears `theme` from `starts_at` until just before `ends_at` (UTC; no end: for good).

    Of windows that overlap the higher priority wins, then the later start. Nothing runs at either
    end: the question "which theme?" is simply answered differently.
    """

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )
    theme = models.CharField(_("theme"), max_length=40, validators=[check_installed])
    preset = models.CharField(_("preset"), max_length=20, blank=True, help_text=PRESET_HELP)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    priority = models.SmallIntegerField(_("priority"), default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("theme window")
        verbose_name_plural = _("theme windows")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="theme_window_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme} {self.starts_at:%Y-%m-%d %H:%M} –"

    def clean(self) -> None:
        check_preset(self.theme, self.preset)


class ThemeIncident(models.Model):
    """A mistake of a theme that a shopper was spared, counted per place and message."""

    class Level(models.TextChoices):
        SECTION = "section", _("section left out")
        TEMPLATE = "template", _("parent theme shown")
        PAGE = "page", _("emergency page shown")

    theme = models.CharField(_("theme"), max_length=40)
    chain_hash = models.CharField(max_length=12)
    template = models.CharField(_("template"), max_length=200)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    error = models.CharField(_("error"), max_length=100)
    message = models.CharField(_("message"), max_length=500)
    file = models.CharField(_("file"), max_length=300, blank=True)
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    path = models.CharField(_("page"), max_length=300, blank=True)
    count = models.PositiveIntegerField(_("times"), default=1)
    first_at = models.DateTimeField(_("first seen"))
    last_at = models.DateTimeField(_("last seen"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    class Meta:
        verbose_name = _("theme incident")
        verbose_name_plural = _("theme incidents")
        ordering = ["-last_at"]
        indexes = [models.Index(fields=["chain_hash", "template", "level"], name="theme_incident_place")]

    def __str__(self) -> str:
        return f"{self.theme} {self.template}: {self.message}"


class ThemeTrip(models.Model):
    """A theme taken off because its templates kept failing; `cleared_at` puts it back on.

    It is bound to the theme's files: a corrected theme has another hash and is worn again at once.
    """

    theme = models.CharField(_("theme"), max_length=40)
    chain_hash = models.CharField(max_length=12)
    tripped_at = models.DateTimeField(_("taken off"))
    cleared_at = models.DateTimeField(_("put back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("theme taken off")
        verbose_name_plural = _("themes taken off")
        ordering = ["-tripped_at"]

    def __str__(self) -> str:
        return f"{self.theme} {self.tripped_at:%Y-%m-%d %H:%M}"
