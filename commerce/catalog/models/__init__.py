"""Tables of the catalog, one module per noun."""

from .attributes import Attribute, AttributeChoice, ProductAttribute, ProductType, ProductTypeAttribute
from .categories import Category, ProductCategory
from .media import ProductMedia
from .products import Brand, Product, ProductListing, ProductTranslation
from .variants import Option, OptionValue, Variant, VariantOptionValue

__all__ = [
    "Attribute",
    "AttributeChoice",
    "Brand",
    "Category",
    "Option",
    "OptionValue",
    "Product",
    "ProductAttribute",
    "ProductCategory",
    "ProductListing",
    "ProductMedia",
    "ProductTranslation",
    "ProductType",
    "ProductTypeAttribute",
    "Variant",
    "VariantOptionValue",
]
