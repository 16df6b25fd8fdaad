"""One brand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.assets.models import ShopImage
from commerce.backoffice.forms import NamedForm, per_language, spread, texts
from commerce.backoffice.widgets import PictureChooser
from commerce.catalog import services as catalog
from commerce.catalog.models import Brand


class BrandForm(NamedForm):
    """Names per language, the part of the address, and a logo."""

    slug = forms.SlugField(
        label=_("Slug"),
        max_length=100,
        required=False,
        allow_unicode=True,
        help_text=_("Part of the address. Empty: made of the name. Imports know the brand by it."),
    )
    logo = forms.ModelChoiceField(
        label=_("Logo"),
        queryset=ShopImage.objects.all(),
        required=False,
        widget=PictureChooser,
        help_text=_("For themes that show it; elsewhere the name stands."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {**per_language("name", _("Name"), max_length=90), **self.fields}

    def initial_of(self, brand: Brand) -> dict[str, Any]:
        return {**spread("name", brand.name), "slug": brand.slug, "logo": brand.logo_id}

    def save(self, actor_id: str) -> Brand:
        data = self.cleaned_data
        written = {
            "name": texts(data, "name"),
            "slug": data["slug"],
            "logo_id": data["logo"].pk if data["logo"] else None,
        }
        if self.instance is None:
            return Brand.objects.get(pk=catalog.create_brand(**written))
        catalog.update_brand(brand_id=self.instance.pk, **written)
        return Brand.objects.get(pk=self.instance.pk)
