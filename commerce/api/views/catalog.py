"""Catalog and search."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.api import pagination, presenters
from commerce.api.base import ApiView, Policy
from commerce.api.context import context_of
from commerce.api.serializers.base import ProblemSerializer
from commerce.api.serializers.catalog import (
    CategorySerializer,
    ProductListSerializer,
    ProductSerializer,
    SuggestionSerializer,
)
from commerce.catalog.queries import category_tree, get_category, get_detail
from commerce.core.editorial import source
from commerce.core.errors import InvalidInput
from commerce.quotes.queries import variant_prices
from commerce.search.queries import browse, suggest
from commerce.search.types import ProductFilter

SORTS = ("relevance", "newest", "price", "-price", "name")
_RESERVED = {
    "category",
    "q",
    "sort",
    "min_price",
    "max_price",
    "in_stock",
    "cursor",
    "limit",
    "language",
    "format",
}
PROBLEMS = {400: ProblemSerializer, 404: ProblemSerializer, 422: ProblemSerializer, 429: ProblemSerializer}


def _parameter(name: str, kind: Any = OpenApiTypes.STR, about: str = "") -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=about)


class Categories(ApiView):
    policy = Policy.ANYONE

    @extend_schema(responses={200: CategorySerializer(many=True), **PROBLEMS}, operation_id="categories_list")
    def get(self, request: Request) -> Response:
        """The category tree, depth first."""
        tree = category_tree(context_of(request))
        names = {category.id: category.public_id for category in tree}
        rows = [
            {
                "public_id": category.public_id,
                "slug": category.slug,
                "name": category.name,
                "level": category.level,
                "parent": names.get(category.parent_id or 0),
            }
            for category in tree
        ]
        return Response(CategorySerializer(rows, many=True).data)


class Products(ApiView):
    policy = Policy.ANYONE

    @extend_schema(
        operation_id="products_list",
        parameters=[
            _parameter("category", about="Id of a category; its branch is included."),
            _parameter("q", about="Words to search for."),
            _parameter("sort", about="relevance, newest, price, -price or name."),
            _parameter("min_price", OpenApiTypes.INT64, "Minor units."),
            _parameter("max_price", OpenApiTypes.INT64, "Minor units."),
            _parameter("in_stock", OpenApiTypes.BOOL, "Only what can be bought now."),
            _parameter("limit", OpenApiTypes.INT32, "1 to 100."),
            _parameter("cursor", about="From `next` or `previous`."),
        ],
        responses={200: ProductListSerializer, **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Products in a category, found by words, or all; any facet's code may be added as a parameter."""
        context = context_of(request)
        window = pagination.asked_for(request)
        wanted = product_filter(request, context, page=pagination.number(window) or 1, size=window.size)
        found = browse(wanted, context)
        answer = pagination.page(
            request,
            presenters.product_cards(found.product_ids, context),
            next_position=str(found.page + 1) if found.page < found.page_count else None,
            previous_position=(str(found.page - 1) if found.page > 2 else "") if found.page > 1 else None,
            total=found.total,
            facets=found.facets,
        )
        return Response(ProductListSerializer(answer).data)


def product_filter(request: Request, context: Any, *, page: int, size: int) -> ProductFilter:
    """What the query string asks for. Raises InvalidInput naming the parameter."""
    query = request.query_params
    sort = query.get("sort", "")
    if sort and sort not in SORTS:
        raise InvalidInput(fields={"sort": _("Sort by one of: %(sorts)s.") % {"sorts": ", ".join(SORTS)}})
    category = query.get("category", "")
    return ProductFilter(
        category_id=get_category(category, context).id if category else None,
        text=query.get("q", "")[:200],
        facets={code: tuple(query.getlist(code)) for code in query if code not in _RESERVED},
        min_price=_amount(query.get("min_price"), "min_price"),
        max_price=_amount(query.get("max_price"), "max_price"),
        in_stock_only=query.get("in_stock", "").lower() in ("1", "true", "yes"),
        sort=sort,
        page=page,
        page_size=size,
    )


def _amount(text: str | None, name: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 15:
        raise InvalidInput(fields={name: _("Give a whole number of minor units.")})
    return int(text)


class Product(ApiView):
    policy = Policy.ANYONE

    @extend_schema(responses={200: ProductSerializer, **PROBLEMS}, operation_id="products_retrieve")
    def get(self, request: Request, public_id: str) -> Response:
        """One product: texts, pictures, options, variants with price and stock, its story."""
        context = context_of(request)
        detail = get_detail(public_id, context)
        facts = detail.facts()
        lines = variant_prices(facts, context, facts=facts)
        overlay = source().overlays([detail.id], context).get(detail.id)
        story = plain(overlay.sections) if overlay else []
        return Response(ProductSerializer(presenters.product(detail, lines, story, context)).data)


def plain(value: Any) -> Any:
    """Theme sections (frozen dataclasses) as JSON data."""
    if hasattr(value, "__dataclass_fields__"):
        fields = {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
        return {"type": type(value).__name__.removesuffix("Section"), **fields}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value if isinstance(value, bool | int | float) or value is None else str(value)


class Suggestions(ApiView):
    policy = Policy.ANYONE

    @extend_schema(
        parameters=[_parameter("q", about="What has been typed.")],
        responses={200: SuggestionSerializer(many=True), **PROBLEMS},
        operation_id="search_suggestions_list",
    )
    def get(self, request: Request) -> Response:
        """What the words typed so far may be meant to become."""
        found = suggest(request.query_params.get("q", "")[:100], context_of(request))
        return Response(SuggestionSerializer(found, many=True).data)
