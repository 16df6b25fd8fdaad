"""Locations by the names people use for them."""

from __future__ import annotations

from typing import Any

from django import forms

from commerce.backoffice.views import admin_language
from commerce.core.i18n import pick
from commerce.inventory.models import Location


def location_name(location: Location) -> str:
    return pick(location.name, admin_language()) or location.code


def location_choices() -> list[tuple[int, str]]:
    return [(location.pk, location_name(location)) for location in Location.objects.order_by("id")]


class LocationField(forms.ModelChoiceField):
    """One of the locations that are in use."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Location.objects.filter(is_active=True), **options)

    def label_from_instance(self, location: Location) -> str:
        return location_name(location)
