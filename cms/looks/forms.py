"""Choosing what the shop wears, always or for a time."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Site

from cms.dress import look_choices, look_value, split_look
from commerce.backoffice.forms import InstantField, ServiceForm, zone_note
from themes.engine import discovery
from themes.engine.models import ThemeWindow

from . import services
from .reasons import reasons


class LookForm(WagtailAdminModelForm):
    """One choice for theme and preset. A theme that fails its checks is refused with the reasons."""

    look = forms.ChoiceField(
        label=_("Theme"),
        widget=forms.RadioSelect,
        help_text=_(
            "The preview shows every kind of page in it before you save. Pages, products and orders stay as "
            "they are; a theme window or a campaign may dress the shop otherwise for a time."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worn = look_value(self.instance.theme or discovery.default_slug(), self.instance.preset)
        field = cast(forms.ChoiceField, self.fields["look"])
        field.choices = look_choices("", worn)[1:]
        field.initial = worn

    def clean_look(self) -> str:
        look = str(self.cleaned_data["look"])
        theme, preset = split_look(look)
        if "look" in self.changed_data and (found := reasons(theme, preset)):
            raise forms.ValidationError([_("This theme does not pass its checks:"), *found])
        self.instance.theme, self.instance.preset = theme, preset
        return look


class WindowForm(ServiceForm):
    """A theme from an instant until another."""

    look = forms.ChoiceField(label=_("Theme"))
    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.all())
    starts_at = InstantField(label=_("Starts"))
    ends_at = InstantField(label=_("Ends"), required=False, help_text=_("Empty: until it is closed."))
    priority = forms.IntegerField(
        label=_("Priority"),
        initial=0,
        min_value=-1000,
        max_value=1000,
        help_text=_("Where windows overlap the highest wins, then the one that starts later."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worn = look_value(self.instance.theme, self.instance.preset) if self.instance else ""
        cast(forms.ChoiceField, self.fields["look"]).choices = look_choices(gettext("Choose a theme"), worn)
        self.fields["starts_at"].help_text = zone_note()
        ends = self.fields["ends_at"]
        ends.help_text = format_lazy("{} {}", ends.help_text, zone_note())

    def initial_of_new(self) -> dict[str, Any]:
        return {
            "site": Site.objects.filter(is_default_site=True).first(),
            "starts_at": timezone.now().replace(second=0, microsecond=0),
        }

    def initial_of(self, window: ThemeWindow) -> dict[str, Any]:
        return {
            "look": look_value(window.theme, window.preset),
            **{name: getattr(window, name) for name in ("site", "starts_at", "ends_at", "priority", "note")},
        }

    def field_of(self, name: str) -> str | None:
        return super().field_of({"theme": "look"}.get(name, name))

    def save(self, actor_id: str) -> ThemeWindow:
        data = self.cleaned_data
        theme, preset = split_look(data["look"])
        written = {
            "site_id": data["site"].pk,
            "theme": theme,
            "preset": preset,
            **{name: data[name] for name in ("priority", "note")},
            **{name: self.instant(name) for name in ("starts_at", "ends_at")},
        }
        if self.instance is None:
            return ThemeWindow.objects.get(pk=services.open_window(**written))
        services.change_window(window_id=self.instance.pk, **written)
        return ThemeWindow.objects.get(pk=self.instance.pk)
