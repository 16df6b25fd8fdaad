"""A plugin's settings in one channel, as its manifest asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.changes import Change, change, change_of
from commerce.channels import queries as channels_read
from commerce.channels import services as channels
from commerce.core.errors import CommerceError
from commerce.core.plugins import Manifest, Setting

MAX_LENGTH = 2000
FORGET = "forget_"


class PluginForm(forms.Form):
    """Secrets are never shown again: an empty field keeps the one that is stored."""

    is_enabled = forms.BooleanField(label=_("Switched on in this channel"), required=False)

    def __init__(self, *args: Any, manifest: Manifest, channel: str, **kwargs: Any) -> None:
        self.manifest, self.channel = manifest, channel
        self.stored: Mapping[str, Any] = channels_read.plugin_settings(manifest.code, channel)
        shown = {each.name: self.stored.get(each.name) for each in manifest.settings if each.kind != "secret"}
        is_enabled = channels_read.is_plugin_enabled(manifest.code, channel)
        kwargs["initial"] = {"is_enabled": is_enabled, **shown}
        super().__init__(*args, **kwargs)
        for setting in manifest.settings:
            is_known = setting.kind == "secret" and bool(self.stored.get(setting.name))
            self.fields[setting.name] = field_of(setting, is_known=is_known)
            if is_known and not setting.required:
                self.fields[FORGET + setting.name] = forms.BooleanField(
                    label=_("Forget the stored value of “%(name)s”") % {"name": setting.label}, required=False
                )

    def save(self) -> None:
        """Raises InvalidInput for what does not fit the manifest."""
        channels.set_plugin(
            channel=self.channel,
            plugin=self.manifest.code,
            enabled=self.cleaned_data["is_enabled"],
            settings={each.name: self.value_of(each) for each in self.manifest.settings},
        )

    def value_of(self, setting: Setting) -> Any:
        typed = self.cleaned_data.get(setting.name)
        if setting.kind == "secret" and not typed:
            is_forgotten = self.cleaned_data.get(FORGET + setting.name)
            return "" if is_forgotten else self.stored.get(setting.name, "")
        if setting.kind == "number":
            return "" if typed is None else int(typed) if typed == int(typed) else float(typed)
        return typed

    def changes(self) -> list[Change]:
        """What was changed, for the log: switches and choices by value. Of everything else only that it was
        changed, since accounts and secrets do not belong there."""
        found = []
        for name in self.changed_data:
            field = self.fields[name]
            if isinstance(field, forms.BooleanField | forms.ChoiceField):
                found.append(change_of(field, self.initial.get(name), self.cleaned_data.get(name)))
            elif self.cleaned_data.get(name) or self.stored.get(name):
                found.append(change(field.label, "•••" if self.stored.get(name) else "", "•••"))
        return found

    def refuse(self, refusal: CommerceError) -> None:
        for name, message in refusal.fields.items():
            self.add_error(name if name in self.fields else None, str(message))
        if not refusal.fields:
            self.add_error(None, str(refusal.message))


def field_of(setting: Setting, *, is_known: bool) -> forms.Field:
    """The field for a setting; `is_known`: a secret that is stored already."""
    common: dict[str, Any] = {
        "label": setting.label,
        "help_text": setting.help,
        "required": setting.required and not is_known,
    }
    if setting.kind == "bool":
        return forms.BooleanField(**{**common, "required": False})
    if setting.kind == "choice":
        return forms.ChoiceField(choices=setting.choices, **common)
    if setting.kind == "number":
        return forms.DecimalField(min_value=0, max_digits=12, decimal_places=3, **common)
    if setting.kind == "url":
        return forms.URLField(max_length=MAX_LENGTH, assume_scheme="https", **common)
    if setting.kind == "secret":
        note = _("Stored and not shown. Leave empty to keep it.") if is_known else setting.help
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        return forms.CharField(max_length=MAX_LENGTH, widget=widget, **{**common, "help_text": note})
    return forms.CharField(max_length=MAX_LENGTH, **common)
