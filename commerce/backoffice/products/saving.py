"""From the product's screen to the services: catalog, prices, stock, shelves. Runs inside the view's
transaction, so that a refusal of any of them leaves everything as it was."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commerce.backoffice.reasons import PRODUCT_SCREEN
from commerce.catalog import services as catalog
from commerce.catalog.errors import InvalidProduct
from commerce.catalog.models import Product, Variant
from commerce.catalog.queries import publish_problems
from commerce.catalog.services.variants import signature_of
from commerce.catalog.types import MediaDraft, VariantDraft
from commerce.inventory import services as inventory
from commerce.inventory.queries import default_location_id
from commerce.pricing import services as pricing
from commerce.pricing.types import PriceDraft

from . import attributes, options
from .reading import variants_of

if TYPE_CHECKING:
    from .forms import ProductForm
    from .rows import MoneyRow

_TAG_SEPARATORS = re.compile(r"[,，、\n]")


def save(form: ProductForm, actor_id: str) -> Product:
    """The product as it is afterwards. Raises InvalidProduct, InvalidPrice, BelowPromised and the like."""
    wanted_status = form.cleaned_data["status"]
    if form.instance is None:
        product_id = _create(form)
        before: set[int] = set()
    else:
        product_id = form.instance.pk
        before = set(form.instance.variants.values_list("pk", flat=True))
        _update(form)
    new = list(
        Variant.objects.filter(product_id=product_id).exclude(pk__in=before).values_list("pk", flat=True)
    )
    _write_shelves(form, product_id)
    _write_prices(form, new)
    _write_stock(form, new, actor_id)
    write_status(product_id, wanted_status)
    return Product.objects.get(pk=product_id)


def _common(form: ProductForm) -> dict[str, Any]:
    data = form.cleaned_data
    main = [int(data["main_category"])] if data["main_category"] else []
    further = [int(pk) for pk in data["categories"]]
    brand = int(data["brand"]) if data["brand"] else None
    if data["new_brand"].strip():
        brand = catalog.ensure_brand(name={form.language: data["new_brand"]})
    return {
        "brand": brand,
        "product_type": int(data["product_type"]) if data["product_type"] else None,
        "tax_category": int(data["tax_category"]) if data["tax_category"] else None,
        "categories": [*main, *(pk for pk in further if pk not in main)],
        "tags": [tag.strip() for tag in _TAG_SEPARATORS.split(data["tags"]) if tag.strip()],
    }


def _translations(form: ProductForm) -> dict[str, dict[str, str]]:
    """Texts by language; a language nobody wrote in stays away until somebody does."""
    known = (
        set() if form.instance is None else set(form.instance.translations.values_list("language", flat=True))
    )
    texts = {code: form.texts_of(code) for code, _name in settings.LANGUAGES}
    return {code: found for code, found in texts.items() if code in known or any(found.values())}


def _create(form: ProductForm) -> int:
    drafted = form.cleaned_data["options"] or []
    translations = _translations(form)
    name = translations.get("en", {}).get("name") or next(text["name"] for text in translations.values())
    return catalog.create_product(
        handle=form.cleaned_data["handle"] or _free_handle(name),
        translations=translations,
        options=drafted,
        variants=[_new_variant(form, values) for values in options.combinations(drafted)],
        media=_pictures(form),
        **_common(form),
    )


def _update(form: ProductForm) -> None:
    product, drafted = form.instance, form.cleaned_data["options"]
    parts: dict[str, Any] = {}
    if drafted is not None:
        parts["options"] = drafted
    if drafted is not None or any(row.has_changed() for row in form.variants.forms):
        parts["variants"] = _variants(form, drafted)
    if any(row.has_changed() for row in form.pictures.forms):
        parts["media"] = _pictures(form)
    if any(name.startswith(attributes.PREFIX) for name in form.changed_data):
        parts["attributes"] = attributes.answers(form.attributes, form.cleaned_data)
    catalog.update_product(product_id=product.pk, translations=_translations(form), **_common(form), **parts)


def _variants(form: ProductForm, drafted: Any) -> list[VariantDraft]:
    """The rows as they were left, without those whose values are gone, and the missing combinations."""
    rows = {row.cleaned_data["id"]: row for row in form.variants.forms}
    drafts = []
    offered = (
        None if drafted is None else {code: {value[0] for value in values} for code, _n, values in drafted}
    )
    for variant in variants_of(form.instance):
        values = {choice.value.option.code: choice.value.code for choice in variant.choices.all()}
        if offered is not None and not _fits(values, offered):
            continue
        drafts.append(_kept_variant(variant, values, rows.get(variant.pk)))
    if drafted is not None:
        known = {signature_of(draft.values) for draft in drafts}
        wanted = options.combinations(drafted)
        drafts += [_new_variant(form, values) for values in wanted if signature_of(values) not in known]
    return drafts


def _fits(values: Mapping[str, str], offered: Mapping[str, set[str]]) -> bool:
    return values.keys() == offered.keys() and all(value in offered[code] for code, value in values.items())


def _kept_variant(variant: Variant, values: Mapping[str, str], row: Any) -> VariantDraft:
    data = row.cleaned_data if row is not None else {}
    weight = data.get("weight_grams")
    return VariantDraft(
        sku=data.get("sku", variant.sku or ""),
        values=values,
        barcode=variant.barcode,
        weight_grams=variant.weight_grams if row is None else weight or 0,
        requires_shipping=variant.requires_shipping,
        is_active=data.get("is_active", variant.is_active),
        hs_code=variant.hs_code,
        origin_country=variant.origin_country,
    )


def _new_variant(form: ProductForm, values: Mapping[str, str]) -> VariantDraft:
    data = form.new.cleaned_data
    prefix = data.get("sku", "").strip()
    sku = "-".join([prefix, *(value.upper() for value in values.values())]) if prefix else ""
    return VariantDraft(sku=sku[:100], values=values, weight_grams=data.get("weight_grams") or 0)


def _pictures(form: ProductForm) -> list[MediaDraft]:
    """The gallery in the order of the positions; rows without one come last, as they stand."""
    stored = {}
    if form.instance is not None:
        stored = {
            row.pk: row for row in form.instance.media.prefetch_related("variant__choices__value__option")
        }
    drafts = []
    for index, row in enumerate(form.pictures.forms):
        data = row.cleaned_data
        old = stored.get(data.get("id"))
        if data.get("remove") or (not data.get("image") and not (old and old.source_url)):
            continue
        values = None
        if old is not None and old.variant is not None:
            values = {choice.value.option.code: choice.value.code for choice in old.variant.choices.all()}
        alt = {code: data.get(f"alt_{code.replace('-', '_')}") or "" for code, _name in settings.LANGUAGES}
        draft = MediaDraft(
            image_id=data["image"].pk if data.get("image") else None,
            alt={code: text for code, text in alt.items() if text},
            values=values,
            source_url=old.source_url if old else "",
        )
        drafts.append((data.get("position") or 100_000, index, draft))
    return [draft for _position, _index, draft in sorted(drafts, key=lambda entry: entry[:2])]


def _write_shelves(form: ProductForm, product_id: int) -> None:
    for shelf in form.shelves:
        names = [f"{part}_{shelf.code}" for part in ("listed", "from", "until")]
        is_listed, start, end = form.cleaned_data[names[0]], form.instant(names[1]), form.instant(names[2])
        if form.instance is None and not is_listed:
            continue
        if form.instance is None or set(names) & set(form.changed_data):
            catalog.set_listing(
                product_id=product_id,
                channel_id=shelf.channel_id,
                is_listed=is_listed,
                available_from=start,
                available_until=end,
            )


def _write_prices(form: ProductForm, new: list[int]) -> None:
    """Prices that were changed in rows, and the first ones of new variants."""
    changes: dict[int, list[PriceDraft]] = {}
    withdrawn: list[tuple[int, int]] = []
    targets: list[tuple[int, MoneyRow]] = [(row.cleaned_data["id"], row) for row in form.variants.forms]
    targets += [(variant_id, form.new) for variant_id in new]
    own = (
        set(Variant.objects.filter(product=form.instance).values_list("pk", flat=True))
        if form.instance
        else set()
    )
    for variant_id, row in targets:
        if variant_id not in own and variant_id not in new:
            continue
        for shelf, amount, was, is_changed in row.prices():
            if not is_changed:
                continue
            if amount is None:
                withdrawn.append((variant_id, shelf.channel_id))
            else:
                changes.setdefault(shelf.channel_id, []).append(PriceDraft(variant_id, amount, was))
    lists = {shelf.channel_id: shelf for shelf in form.shelves}
    for channel_id, drafts in changes.items():
        shelf = lists[channel_id]
        list_id = pricing.ensure_price_list(
            channel_id=channel_id, currency=shelf.currency, code=f"{shelf.code}-retail"
        )
        pricing.set_prices(price_list_id=list_id, prices=drafts)
    for variant_id, channel_id in withdrawn:
        if standing_in := lists[channel_id].price_list_id:
            pricing.withdraw_price(variant_id=variant_id, price_list_id=standing_in)


def _write_stock(form: ProductForm, new: list[int], actor_id: str) -> None:
    """Post what was changed: the difference to what was shown, so that sales in between stay counted."""
    location_id = default_location_id()
    if location_id is None:
        return
    key, reason = f"product:{uuid.uuid4().hex}", PRODUCT_SCREEN
    first: dict[int, int] = {}
    own = (
        set(Variant.objects.filter(product=form.instance).values_list("pk", flat=True))
        if form.instance
        else set()
    )
    for row in form.variants.forms:
        change = row.stock_change()
        variant_id = row.cleaned_data["id"]
        if change is None or variant_id not in own:
            continue
        shown, wanted = change
        if shown is None:
            first[variant_id] = wanted
        elif wanted != shown:
            inventory.adjust(
                variant_id=variant_id,
                location_id=location_id,
                quantity=wanted - shown,
                key=key,
                reason=reason,
                actor_id=actor_id,
            )
    start = form.new.cleaned_data.get("on_hand")
    if start is not None:
        first |= dict.fromkeys(new, start)
    if first:
        inventory.set_stock(
            location_id=location_id, quantities=first, key=f"{key}:first", reason=reason, actor_id=actor_id
        )


def write_status(product_id: int, status: str) -> None:
    """Set the status; what goes on sale must pass the checklist. Raises InvalidProduct."""
    product = Product.objects.get(pk=product_id)
    if status == product.status:
        return
    if status == Product.Status.ACTIVE:
        if product.status == Product.Status.ARCHIVED:
            catalog.set_status(product_id=product_id, status=Product.Status.DRAFT)
        missing = [problem.message for problem in publish_problems(product_id)]
        if missing:
            text = _("It cannot be sold yet: %(missing)s Save it as a draft until then.")
            raise InvalidProduct(fields={"status": text % {"missing": " ".join(missing)}})
    catalog.set_status(product_id=product_id, status=status)


def _free_handle(name: str) -> str:
    wanted = slugify(name, allow_unicode=True)[:180] or "product"
    taken = set(Product.objects.filter(handle__startswith=wanted).values_list("handle", flat=True))
    candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)
