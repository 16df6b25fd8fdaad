"""Catalog values that cross the border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CategoryRef:
    id: int
    public_id: str
    slug: str
    name: str
    parent_id: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class MediaRef:
    """A picture of a product: the asset's id, the text for those who cannot see it, whose it is."""

    image_id: int
    alt: str
    variant_id: int | None = None


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """What prices depend on; `category_ids` with all ancestors."""

    product_id: int
    category_ids: frozenset[int] = frozenset()
    tax_category_id: int | None = None
    weight_grams: int = 0
    requires_shipping: bool = True


@dataclass(frozen=True, slots=True)
class ProductCard:
    """What a list shows of a product, apart from price and stock. `variant_ids` in order, active only."""

    id: int
    public_id: str
    name: str
    slug: str
    summary: str = ""
    brand: str = ""
    image: MediaRef | None = None
    hover_image: MediaRef | None = None
    variant_ids: tuple[int, ...] = ()
    facts: Mapping[int, VariantFacts] = field(default_factory=dict)  # of its variants
    default_variant_public_id: str = ""
    swatches: tuple[tuple[str, str], ...] = ()  # (label, #rrggbb) of a color option
    listed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OptionValueRef:
    id: int
    code: str
    label: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class OptionRef:
    id: int
    code: str
    name: str
    values: tuple[OptionValueRef, ...]


@dataclass(frozen=True, slots=True)
class VariantRef:
    """A variant in a product's detail. `value_ids` follow the product's options in order."""

    id: int
    public_id: str
    sku: str
    label: str
    value_ids: tuple[int, ...]
    weight_grams: int = 0
    requires_shipping: bool = True
    image_id: int | None = None


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """One answered attribute, formatted in the context's language."""

    code: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """One product with everything its page shows, apart from price, stock and story."""

    id: int
    public_id: str
    handle: str
    name: str
    slug: str
    summary: str
    description: str  # sanitized HTML
    seo_title: str
    seo_description: str
    brand: str
    brand_slug: str
    is_buyable: bool  # active, listed in the channel, inside its window
    content_version: int
    media: tuple[MediaRef, ...] = ()
    options: tuple[OptionRef, ...] = ()
    variants: tuple[VariantRef, ...] = ()
    attributes: tuple[AttributeValue, ...] = ()
    breadcrumbs: tuple[CategoryRef, ...] = ()
    category_ids: frozenset[int] = frozenset()  # with all ancestors
    tax_category_id: int | None = None
    languages: tuple[tuple[str, str], ...] = ()  # (language, slug) of every translation

    def facts(self) -> dict[int, VariantFacts]:
        """What the prices of its variants depend on, by variant id."""
        return {
            each.id: VariantFacts(
                self.id, self.category_ids, self.tax_category_id, each.weight_grams, each.requires_shipping
            )
            for each in self.variants
        }


@dataclass(frozen=True, slots=True)
class SellableVariant:
    """What pricing, cart and orders need to know of a variant. Present even when not sellable."""

    id: int
    public_id: str
    product_id: int
    product_public_id: str
    sku: str
    name: str
    slug: str
    option_label: str  # "Red / 42", in the context's language
    is_sellable: bool  # active, listed in the channel, inside its window
    category_ids: frozenset[int] = frozenset()  # with all ancestors
    tax_category_id: int | None = None
    weight_grams: int = 0
    requires_shipping: bool = True
    image_id: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a product cannot be published yet; `code` is stable, `message` translated."""

    code: str
    message: str
    fields: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """A variant to be made or kept. `values`: one value code per option code of its product."""

    sku: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    barcode: str = ""
    weight_grams: int = 0
    requires_shipping: bool = True
    is_active: bool = True
    hs_code: str = ""
    origin_country: str = ""


@dataclass(frozen=True, slots=True)
class MediaDraft:
    """A picture to be shown, in the order given; `values` as in VariantDraft: of that variant only.

    Without `image_id` it stands for a picture that could not be fetched from `source_url` yet.
    """

    image_id: int | None = None
    alt: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    values: Mapping[str, str] | None = None
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class ShelfWindow:
    """Where and when a product is listed."""

    channel_id: int
    listed_at: datetime
    available_from: datetime | None = None
    available_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A value shoppers may filter by: a choice of a filterable attribute, or the brand."""

    facet: str
    value: str
    kind: str
    facet_name: Mapping[str, str] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)
    color: str = ""
    facet_position: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class ProductText:
    """A product's texts in one language; `description` is sanitized HTML."""

    language: str
    name: str
    slug: str
    summary: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class ProductDocument:
    """Everything listings and search keep of one product. Not on any shelf unless it is active."""

    id: int
    public_id: str
    is_active: bool
    brand: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    texts: tuple[ProductText, ...] = ()
    skus: tuple[str, ...] = ()
    variant_ids: tuple[int, ...] = ()  # active ones
    words: tuple[Mapping[str, str], ...] = ()  # labels of option values and attribute choices
    category_ids: frozenset[int] = frozenset()  # with all ancestors
    category_names: tuple[Mapping[str, str], ...] = ()
    filters: tuple[FilterValue, ...] = ()
    shelves: tuple[ShelfWindow, ...] = ()
