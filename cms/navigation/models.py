"""A menu of one site in one language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.blocks.fields import UnrecordedStreamField

from .blocks import MenuEntriesBlock
from .panels import LeftOutPanel

MOST_ENTRIES = 12


class EntriesField(UnrecordedStreamField):
    """Entries of a menu."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(MenuEntriesBlock(), max_num=MOST_ENTRIES, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_num", None)
        return name, path, args, kwargs


class Menu(models.Model):
    """What stands in one place of every page; without it the shop's own entries do."""

    class Place(models.TextChoices):
        HEADER = "header", _("Top of the page")
        FOOTER = "footer", _("Foot of the page")

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale", on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    place = models.CharField(_("place"), max_length=10, choices=Place.choices, default=Place.HEADER)
    entries = EntriesField(blank=True, verbose_name=_("entries"))

    panels = [
        FieldRowPanel([FieldPanel("place"), FieldPanel("locale"), FieldPanel("site")]),
        LeftOutPanel(),
        FieldPanel(
            "entries",
            help_text=_("Press + to add an entry. At the foot of the page each entry is a column."),
        ),
    ]

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale", "place"],
                name="one_menu_per_place",
                violation_error_message=_("This place has a menu in this language already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()} · {self.locale.get_display_name()}"
