"""One category: its texts, picture and place in the tree."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.assets.models import ShopImage
from commerce.backoffice.forms import (
    NamedForm,
    TextField,
    indented,
    per_language,
    spread,
    texts,
)
from commerce.backoffice.views import admin_language
from commerce.backoffice.widgets import PictureChooser
from commerce.catalog import services as catalog
from commerce.catalog.models import Category


class CategoryForm(NamedForm):
    """Place is given by the category above and a position among its siblings."""

    slug = forms.SlugField(
        label=_("Slug"),
        max_length=100,
        required=False,
        help_text=_("Part of the address. Empty: made of the name."),
    )
    parent = forms.ChoiceField(label=_("Parent category"), required=False)
    position = forms.IntegerField(
        label=_("Position among its siblings"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("1 is first. Empty: last."),
    )
    image = forms.ModelChoiceField(
        label=_("Picture"), queryset=ShopImage.objects.all(), required=False, widget=PictureChooser
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)
    hide_when_empty = forms.BooleanField(
        label=_("Hide when empty"),
        required=False,
        help_text=_("Leaves it out of menus while nothing in it can be bought."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = per_language("name", _("Name"), max_length=200)
        descriptions = per_language("description", _("Description"), TextField, max_length=5000)
        self.fields = {**names, **self.fields, **descriptions}
        rows = Category.objects.order_by("tree_id", "lft")
        if self.instance is not None:
            below = self.instance.get_descendants(include_self=True)
            rows = rows.exclude(pk__in=below.values("pk"))
        cast(forms.ChoiceField, self.fields["parent"]).choices = indented(
            rows, admin_language(), _("– top level –")
        )

    def initial_of(self, category: Category) -> dict[str, Any]:
        return {
            **spread("name", category.name),
            **spread("description", category.description),
            "slug": category.slug,
            "parent": category.parent_id or "",
            "position": _position(category),
            "image": category.image_id,
            "is_active": category.is_active,
            "hide_when_empty": category.hide_when_empty,
        }

    def save(self, actor_id: str) -> Category:
        data = self.cleaned_data
        written = {
            "name": texts(data, "name"),
            "description": texts(data, "description"),
            "image_id": data["image"].pk if data["image"] else None,
            "is_active": data["is_active"],
            "hide_when_empty": data["hide_when_empty"],
        }
        parent_id = int(data["parent"]) if data["parent"] else None
        if self.instance is None:
            made = catalog.create_category(slug=data["slug"], parent_id=parent_id, **written)
            category_id, has_moved = made.id, data["position"] is not None
        else:
            category_id = self.instance.pk
            has_moved = bool({"parent", "position"} & set(self.changed_data))
            catalog.update_category(category_id=category_id, slug=data["slug"], **written)
        if has_moved:
            position = None if data["position"] is None else data["position"] - 1
            catalog.move_category(category_id=category_id, parent_id=parent_id, position=position)
        return Category.objects.get(pk=category_id)


def _position(category: Category) -> int:
    """From 1, among those with the same parent."""
    siblings = Category.objects.filter(parent=category.parent_id).order_by("tree_id", "lft")
    return list(siblings.values_list("pk", flat=True)).index(category.pk) + 1
