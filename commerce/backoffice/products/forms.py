"""One product on one screen: texts, places, channels, options, variants, pictures, attributes."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.changes import Change, change
from commerce.backoffice.forms import (
    InstantField,
    ServiceForm,
    TextField,
    indented,
    per_language,
    suffix,
    zone_note,
)
from commerce.backoffice.views import admin_language
from commerce.catalog.models import Brand, Category, Product, ProductType
from commerce.core.errors import CommerceError
from commerce.core.i18n import pick
from commerce.tax.models import TaxCategory

from . import attributes, options, reading, saving
from .names import STATUSES
from .prices import shelves
from .richtext import description_field
from .rows import NewVariants, PictureRows, VariantRows

TEXTS = ("name", "slug", "summary", "description", "seo_title", "seo_description")


class ProductForm(ServiceForm):
    """Sub-forms: `variants` (one row each), `new` (what new variants start with), `pictures`."""

    handle = forms.CharField(
        label=_("Handle"),
        max_length=200,
        required=False,
        help_text=_(
            "Stable name for imports and integrations. Empty: made of the name. Stays as it is later."
        ),
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=list(STATUSES.items()),
        help_text=_("Active: shoppers can buy it in the channels below. Archived: kept for old orders only."),
    )
    brand = forms.ChoiceField(label=_("Brand"), required=False)
    new_brand = forms.CharField(label=_("Or a new brand"), max_length=90, required=False)
    product_type = forms.ChoiceField(
        label=_("Product type"),
        required=False,
        help_text=_("Decides which attributes are asked for; they appear after saving."),
    )
    tax_category = forms.ChoiceField(label=_("Tax category"), required=False)
    main_category = forms.ChoiceField(
        label=_("Main category"), required=False, help_text=_("Gives the breadcrumb.")
    )
    categories = forms.MultipleChoiceField(
        label=_("Further categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "q-choices"}),
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=2000, required=False, help_text=_("Separated by commas.")
    )
    options = TextField(
        label=_("Options"),
        required=False,
        max_length=10_000,
        help_text=_(
            "One per line: “Size: S, M, L”. A color may follow a value: “Red #c00000”. Saving makes the "
            "variants that are missing; those of values taken away are switched off, their history stays."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, instance: Product | None = None, **kwargs: Any) -> None:
        self.language = admin_language()
        self.shelves = shelves()
        self.attributes = attributes.attributes_of(instance)
        self.known_options = reading.options_of(instance)
        super().__init__(*args, instance=instance, **kwargs)
        for name in TEXTS:
            self.fields |= self._descriptions() if name == "description" else _text_fields(name)
        self.fields |= self._shelf_fields() | attributes.fields_of(self.attributes, self.language)
        self._offer_choices()
        if instance is not None:
            del self.fields["handle"]
        bound: dict[str, Any] = {"data": self.data, "files": self.files} if self.is_bound else {}
        rows = {"shelves": self.shelves}
        self.variants = VariantRows(
            **bound, prefix="variants", form_kwargs=rows, initial=reading.variant_rows(instance, self.shelves)
        )
        self.new = NewVariants(**bound, prefix="new", shelves=self.shelves)
        self.pictures = PictureRows(**bound, prefix="pictures", initial=reading.picture_rows(instance))

    def initial_of_new(self) -> dict[str, Any]:
        return {"status": Product.Status.DRAFT} | {
            f"listed_{shelf.code}": index == 0 for index, shelf in enumerate(self.shelves)
        }

    def initial_of(self, product: Product) -> dict[str, Any]:
        return {
            **reading.initial(product, self.shelves),
            **attributes.initial_of(product, self.attributes),
            "options": options.lines_of(self.known_options, self.language),
        }

    def _shelf_fields(self) -> dict[str, forms.Field]:
        note = zone_note()
        found: dict[str, forms.Field] = {}
        for shelf in self.shelves:
            found[f"listed_{shelf.code}"] = forms.BooleanField(label=_("On the shelf"), required=False)
            found[f"from_{shelf.code}"] = InstantField(
                label=_("Available from"), required=False, help_text=note
            )
            found[f"until_{shelf.code}"] = InstantField(
                label=_("Available until"), required=False, help_text=note
            )
        return found

    def _descriptions(self) -> dict[str, forms.Field]:
        names = {code: f"description_{suffix(code)}" for code, _language in settings.LANGUAGES}
        return {
            names[code]: description_field(
                self.initial.get(names[code]) or "",
                label=format_lazy("{} ({})", _("Description"), language),
                required=False,
            )
            for code, language in settings.LANGUAGES
        }

    def _offer_choices(self) -> None:
        tree = list(Category.objects.order_by("tree_id", "lft"))
        offers = {
            "brand": _named(Brand.objects.order_by("slug"), self.language),
            "product_type": _named(ProductType.objects.order_by("code"), self.language),
            "tax_category": _named(
                TaxCategory.objects.order_by("id"), self.language, _("the shop's default")
            ),
            "main_category": indented(tree, self.language),
            "categories": indented(tree, self.language, None),
        }
        for name, choices in offers.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def media(self) -> forms.Media:
        return super().media + self.variants.media + self.new.media + self.pictures.media

    def is_valid(self) -> bool:
        return all(
            [super().is_valid(), self.variants.is_valid(), self.new.is_valid(), self.pictures.is_valid()]
        )

    def has_changed(self) -> bool:
        parts = (self.variants, self.new, self.pictures)
        return super().has_changed() or any(part.has_changed() for part in parts)

    def close(self, *prefixes: str) -> None:
        """Show figures that begin with one of `prefixes` without letting them be changed."""
        for row in (*self.variants.forms, self.new):
            for name, field in row.fields.items():
                field.disabled = field.disabled or name.startswith(prefixes)

    def changes(self) -> list[Change]:
        """Of the rows, too: each is named by its SKU, or by its place among the pictures."""
        rows = [(row.initial.get("sku") or "", row) for row in self.variants.forms]
        rows += [
            (gettext("Picture %(number)d") % {"number": number}, row)
            for number, row in enumerate(self.pictures.forms, 1)
        ]
        found = super().changes()
        for title, row in rows:
            for name in row.changed_data:
                label = f"{title} · {row.fields[name].label}" if title else row.fields[name].label
                found.append(change(label, row.initial.get(name), row[name].data))
        return found

    def clean_options(self) -> Any:
        """Option drafts if the lines were changed, else None."""
        if self.instance is not None and "options" not in self.changed_data:
            return None
        return options.read(self.cleaned_data["options"], self.known_options, self.language)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        names = [data.get(f"name_{suffix(code)}") for code, _name in settings.LANGUAGES]
        if not any(names):
            self.add_error(
                f"name_{suffix(settings.LANGUAGE_CODE)}",
                gettext("Please fill this in in at least one language."),
            )
        if self.instance is not None and data.get("version") not in (None, self.instance.content_version):
            self._ask_again()
        return data

    def _ask_again(self) -> None:
        """Somebody saved in between: say so once; saving again is then meant."""
        self.add_error(
            None,
            gettext(
                "This product was changed by somebody else while you were editing. Nothing is saved yet. "
                "Look at it in another window, then save again to keep what you see here."
            ),
        )
        changed = cast(QueryDict, self.data).copy()
        changed["version"] = str(self.instance.content_version)
        self.data = changed

    def field_of(self, name: str) -> str | None:
        """`translations.en.name` → `name_en`, `attributes.material` → `attr_material`, and so on."""
        first, _dot, rest = name.partition(".")
        if first == "translations":
            language, _dot, part = rest.partition(".")
            return super().field_of(f"{part or 'name'}_{suffix(language)}")
        if first == "attributes":
            return next(
                (field for field in self.fields if field.startswith(f"{attributes.PREFIX}{rest}")), None
            )
        return super().field_of({"variants": "options", "categories": "main_category"}.get(first, first))

    def refuse(self, refusal: CommerceError) -> None:
        """A SKU in use is marked where it was typed: in its row, or with what new variants start with."""
        taken = refusal.data.get("sku")
        rows = [row for row in self.variants.forms if row.cleaned_data.get("sku") == taken]
        if taken and (rows or self.new.cleaned_data.get("sku")):
            form = rows[0] if rows else self.new
            form.add_error("sku", str(refusal.fields.pop("sku", refusal.message)))
            self.add_error(None, str(refusal.message))
            if not refusal.fields:
                return
        super().refuse(refusal)

    def save(self, actor_id: str) -> Product:
        return saving.save(self, actor_id)

    def texts_of(self, language: str) -> dict[str, str]:
        """The texts of one language, by the catalog's names; an empty slug is left to the catalog."""
        found = {name: self.cleaned_data.get(f"{name}_{suffix(language)}") or "" for name in TEXTS}
        return {name: text for name, text in found.items() if name != "slug" or text}


def _text_fields(name: str) -> dict[str, forms.Field]:
    kinds: dict[str, tuple[Any, Any, dict[str, Any]]] = {
        "name": (_("Name"), forms.CharField, {"max_length": 200}),
        "slug": (
            _("Slug"),
            forms.CharField,
            {"max_length": 120, "help_text": _("Part of the address. Empty: made of the name.")},
        ),
        "summary": (_("Summary"), TextField, {"max_length": 500, "rows": 2}),
        "seo_title": (_("Title for search engines"), forms.CharField, {"max_length": 200}),
        "seo_description": (_("Description for search engines"), TextField, {"max_length": 500, "rows": 2}),
    }
    label, field, extra = kinds[name]
    return per_language(name, label, field, **extra)


def _named(rows: Any, language: str, blank: Any = "---------") -> list[tuple[Any, Any]]:
    named = [(row.pk, pick(row.name, language) or getattr(row, "code", "") or str(row)) for row in rows]
    return [("", blank), *sorted(named, key=lambda choice: choice[1].casefold())]
