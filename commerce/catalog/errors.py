"""What the catalog refuses."""

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, InvalidInput, NotFound


class UnknownProduct(NotFound):
    code = "unknown_product"
    message = _("We could not find this product.")


class UnknownVariant(NotFound):
    code = "unknown_variant"
    message = _("This item does not exist any more.")


class UnknownCategory(NotFound):
    code = "unknown_category"
    message = _("We could not find this category.")


class UnknownBrand(NotFound):
    code = "unknown_brand"
    message = _("We could not find this brand.")


class InvalidProduct(InvalidInput):
    """A product's data cannot be used; `fields` says which."""

    code = "invalid_product"


class InvalidMove(InvalidInput):
    code = "invalid_move"
    message = _("A category cannot be moved below itself.")


class CategoryInUse(Conflict):
    code = "category_in_use"
    message = _("This category still has products, promotions or categories below it.")


class BrandInUse(Conflict):
    code = "brand_in_use"
    message = _("Products still bear this brand. Give them another one first.")
