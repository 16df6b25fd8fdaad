"""Products made and changed whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commerce.catalog import queries, services
from commerce.catalog.errors import InvalidProduct, UnknownProduct, UnknownVariant
from commerce.catalog.models import Product, Variant
from commerce.catalog.types import MediaDraft, VariantDraft
from commerce.core.errors import InvalidInput
from tests.factories import make_brand, make_category, make_channel, make_context, make_image, make_product

pytestmark = pytest.mark.django_db

SIZES = [("size", {"en": "Size", "zh-hans": "尺码"}, [("s", "S", ""), ("m", "M", "")])]
COLORS = [
    ("color", "Color", [("red", {"en": "Red", "zh-hans": "红"}, "#cc0000"), ("blue", "Blue", "#0000cc")])
]


def detail(product: Product, **context):
    return queries.get_detail(product.public_id, make_context(**context))


# Making


def test_a_product_is_there_whole():
    category, brand = make_category("Shirts"), make_brand("Fang")
    product = make_product(
        "Linen shirt",
        brand=brand.pk,
        categories=[category],
        options={"size": ["S", "M"], "color": ["Red"]},
        media=[MediaDraft(make_image(size=(10, 10)).pk, {"en": "From the front"})],
        tags=["linen", "linen", " summer "],
    )

    found = detail(product)

    assert (found.name, found.slug, found.brand) == ("Linen shirt", "linen-shirt", "Fang")
    assert [(option.code, [value.label for value in option.values]) for option in found.options] == [
        ("size", ["S", "M"]),
        ("color", ["Red"]),
    ]
    assert [variant.label for variant in found.variants] == ["S / Red", "M / Red"]
    assert [(media.alt, media.image_id is not None) for media in found.media] == [("From the front", True)]
    assert [crumb.name for crumb in found.breadcrumbs] == ["Shirts"]
    assert found.is_buyable
    assert Product.objects.get().tags == ["linen", "summer"]


def test_descriptions_are_sanitized_and_texts_cleaned():
    product = make_product(
        translations={
            "en": {"name": " Tea\x00 ", "description": "<p onclick='x'>Green</p><script>x</script>"}
        }
    )
    found = detail(product)
    assert (found.name, found.description) == ("Tea", "<p>Green</p>")


def test_each_reader_sees_a_language_and_the_other_if_there_is_none():
    both = make_product(translations={"en": {"name": "Tea"}, "zh-hans": {"name": "茶"}})
    english = make_product(translations={"en": {"name": "Coffee"}})

    assert [detail(both, language=code).name for code in ("en", "zh-hans")] == ["Tea", "茶"]
    assert detail(english, language="zh-hans").name == "Coffee"
    assert detail(both).languages == (("en", "tea"), ("zh-hans", "茶"))
    assert queries.product_address(both.pk, "zh-hans") == ("茶", both.public_id)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"handle": ""}, "handle"),
        ({"handle": "x" * 201}, "handle"),
        ({"translations": {"tlh": {"name": "x"}}}, "translations.tlh"),
        ({"translations": {"en": {"name": "x" * 201}}}, "translations.en.name"),
        ({"status": "gone"}, "status"),
        ({"categories": [10**9]}, "categories"),
        ({"variants": [VariantDraft(values={"size": "s"})]}, "variants.0.values"),
        ({"options": SIZES, "variants": [VariantDraft(values={"size": "xl"})]}, "variants.0.values"),
        ({"options": SIZES, "variants": [VariantDraft()]}, "variants.0.values"),
        ({"options": SIZES, "variants": [VariantDraft(values={"size": "s"})] * 2}, "variants.1.values"),
        ({"variants": [VariantDraft(sku="x" * 101)]}, "sku"),
        ({"variants": [VariantDraft(weight_grams=-1)]}, "variants.0.weight_grams"),
        ({"attributes": {"unheard-of": "x"}}, "attributes.unheard-of"),
        ({"media": [MediaDraft(role="poster")]}, "media.0.role"),
        ({"media": [MediaDraft(values={"size": "s"})]}, "media.0.values"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_kept(fields, wrong):
    given = {"handle": "tea", "translations": {"en": {"name": "Tea"}}} | fields

    with pytest.raises(InvalidProduct) as refused:
        services.create_product(**given)

    assert wrong in refused.value.fields
    assert not Product.objects.exists()


def test_handles_and_skus_are_used_once():
    make_product(handle="tea")
    with pytest.raises(InvalidProduct) as refused:
        make_product(handle="tea")
    assert "handle" in refused.value.fields

    with pytest.raises(InvalidProduct) as refused:
        services.create_product(
            handle="coffee", translations={"en": {"name": "Coffee"}}, variants=[VariantDraft(sku="TEA-1")]
        )
    assert "sku" in refused.value.fields


def test_a_product_with_fifty_variants_costs_as_many_statements_as_one(django_assert_max_num_queries):
    channel = make_channel()
    sizes = [("size", "Size", [(str(size), str(size), "") for size in range(50)])]
    with django_assert_max_num_queries(34):
        services.create_product(
            handle="shoe",
            translations={"en": {"name": "Shoe"}, "zh-hans": {"name": "鞋"}},
            options=sizes,
            variants=[VariantDraft(sku=f"S{size}", values={"size": str(size)}) for size in range(50)],
            channels=[channel.id],
        )


# Changing


def test_the_same_again_changes_nothing(announced):
    given = {
        "translations": {"en": {"name": "Tea", "description": "<p>Green & fresh</p>"}},
        "options": SIZES,
        "variants": [
            VariantDraft(sku="T-S", values={"size": "s"}),
            VariantDraft(sku="T-M", values={"size": "m"}),
        ],
        "media": [MediaDraft(None, {"en": "Cup"}, source_url="https://x.example/cup.jpg")],
        "categories": [make_category().pk, make_category().pk],
        "tags": ["tea"],
    }
    product_id = services.create_product(handle="tea", **given)
    announced.clear()
    version = Product.objects.get().content_version

    assert not services.update_product(product_id=product_id, **given)

    assert announced == []
    assert Product.objects.get().content_version == version


def test_a_change_raises_the_version_and_is_announced_once(announced):
    product = make_product()
    announced.clear()
    version = Product.objects.get().content_version

    changed = services.update_product(
        product_id=product.pk, translations={"en": {"name": "Silk shirt"}}, tags=["silk"]
    )

    assert changed
    assert [event.reason for event in announced] == ["catalog"]
    assert Product.objects.get().content_version == version + 1
    assert queries.content_versions([product.pk]) == {product.pk: version + 1}


def test_a_renamed_product_keeps_its_address():
    product = make_product("Linen shirt")
    services.update_product(product_id=product.pk, translations={"en": {"name": "Silk shirt"}})
    assert (detail(product).name, detail(product).slug) == ("Silk shirt", "linen-shirt")


def test_variants_that_are_not_given_any_more_are_switched_off_and_keep_their_place():
    product = make_product(options={"size": ["S", "M"]})
    small, medium = product.variants.all()

    services.update_product(
        product_id=product.pk, variants=[VariantDraft(sku="NEW", values={"size": "m"}, weight_grams=9)]
    )

    small.refresh_from_db()
    medium.refresh_from_db()
    assert (small.is_active, small.sku) == (False, None)
    assert (medium.is_active, medium.sku, medium.weight_grams) == (True, "NEW", 9)
    assert [variant.id for variant in detail(product).variants] == [medium.pk]
    assert [value.code for value in detail(product).options[0].values] == ["m"]


def test_other_options_need_other_variants():
    product = make_product(options={"size": ["S"]})
    with pytest.raises(InvalidProduct):
        services.update_product(product_id=product.pk, options=COLORS)

    services.update_product(
        product_id=product.pk, options=COLORS, variants=[VariantDraft(values={"color": "red"})]
    )

    assert [option.code for option in detail(product).options] == ["color"]
    assert [variant.label for variant in detail(product, language="zh-hans").variants] == ["红"]


def test_a_variant_can_be_changed_by_itself():
    product = make_product()
    variant = product.variants.get()

    assert services.update_variant(variant_id=variant.pk, weight_grams=900, sku="NEW")
    assert not services.update_variant(variant_id=variant.pk, weight_grams=900)
    make_product(handle="other")
    with pytest.raises(InvalidProduct):
        services.update_variant(variant_id=variant.pk, sku="OTHER-1")
    with pytest.raises(UnknownVariant):
        services.update_variant(variant_id=10**9, sku="X")


def test_pictures_may_belong_to_one_variant():
    product = make_product(options={"color": ["Red", "Blue"]})
    front, red = make_image(size=(10, 10)), make_image(size=(11, 11))
    services.set_media(
        product_id=product.pk, media=[MediaDraft(front.pk), MediaDraft(red.pk, values={"color": "red"})]
    )

    found = detail(product)
    assert [(variant.label, variant.image_id) for variant in found.variants] == [
        ("Red", red.pk),
        ("Blue", None),
    ]
    ids = [variant.id for variant in found.variants]
    sellable = queries.sellable_variants(ids, make_context())
    assert [sellable[number].image_id for number in ids] == [red.pk, front.pk]


# Shelf and window


def test_the_window_opens_and_closes_by_itself():
    channel, now = make_channel(), timezone.now()
    product = make_product()
    variant = product.variants.get()
    end = now + timedelta(hours=1)
    services.set_listing(
        product_id=product.pk, channel_id=channel.id, available_from=now, available_until=end
    )

    def is_open(at):
        context = make_context(channel).at(at)
        answers = {
            queries.get_detail(product.public_id, context).is_buyable,
            queries.sellable_variants([variant.pk], context)[variant.pk].is_sellable,
            bool(queries.cards([product.pk], context)),
            product.pk in queries.live_product_ids(context),
        }
        assert len(answers) == 1
        return answers.pop()

    instant = timedelta(microseconds=1)
    assert [is_open(at) for at in (now - instant, now, end - instant, end)] == [False, True, True, False]


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_drafts_and_archived_products_are_for_staff_only(status):
    product = make_product(status=status)
    context = make_context()
    with pytest.raises(UnknownProduct):
        queries.get_detail(product.public_id, context)
    assert not queries.get_detail(product.public_id, context, is_preview=True).is_buyable
    assert queries.cards([product.pk], context) == {}


def test_a_product_that_is_not_on_this_shelf_is_unknown_here():
    product = make_product(channel=make_channel("eu", currency="EUR"))
    context = make_context(make_channel("cn"))
    with pytest.raises(UnknownProduct):
        queries.get_detail(product.public_id, context)
    variant = product.variants.get()
    assert not queries.sellable_variants([variant.pk], context)[variant.pk].is_sellable


def test_status_and_listing_say_whether_they_changed_anything(announced):
    product, channel = make_product(), make_channel()
    announced.clear()
    assert not services.set_status(product_id=product.pk, status="active")
    assert services.set_status(product_id=product.pk, status="archived")
    assert not services.set_listing(product_id=product.pk, channel_id=channel.id)
    assert services.set_listing(product_id=product.pk, channel_id=channel.id, is_listed=False)
    assert len(announced) == 2


def test_impossible_states_are_refused():
    product, now = make_product(), timezone.now()
    with pytest.raises(InvalidInput):
        services.set_status(product_id=product.pk, status="gone")
    with pytest.raises(InvalidInput):
        services.set_listing(
            product_id=product.pk, channel_id=make_channel().id, available_from=now, available_until=now
        )
    with pytest.raises(UnknownProduct):
        services.set_status(product_id=10**9, status="active")
    with pytest.raises(UnknownProduct):
        services.update_product(product_id=10**9)


# Reading


def test_unknown_names_are_said_to_be_unknown():
    with pytest.raises(UnknownVariant):
        queries.variant_id_of("nothing")
    for find in (queries.product_id_of, lambda name: queries.get_detail(name, make_context())):
        with pytest.raises(UnknownProduct):
            find("nothing")
    with pytest.raises(UnknownProduct):
        queries.product_address(10**9, "en")
    assert queries.sellable_variants([10**9], make_context()) == {}
    assert queries.product_id_of_handle("nothing") is None


def test_names_lead_to_ids():
    product = make_product(handle="tea")
    variant = product.variants.get()
    assert queries.product_id_of(product.public_id) == queries.product_id_of_handle("tea") == product.pk
    assert queries.variant_id_of(variant.public_id) == variant.pk
    assert queries.product_ids_of_variants([variant.pk, 10**9]) == {variant.pk: product.pk}
    assert queries.variant_ids_of_products([product.pk]) == {product.pk: (variant.pk,)}


def test_lists_and_carts_cost_the_same_queries_for_one_as_for_many(django_assert_num_queries):
    parent = make_category("Shirts")
    child = make_category("Linen", parent=parent)
    products = [
        make_product(
            categories=[child],
            options={"size": ["S", "M"]},
            media=[MediaDraft(make_image(size=(10 + number, 10)).pk)],
        )
        for number in range(4)
    ]
    context = make_context()
    variants = list(Variant.objects.values_list("pk", flat=True))

    queries.category_tree(context)  # kept by the process
    with django_assert_num_queries(1):
        cards = queries.cards([product.pk for product in reversed(products)], context)
    with django_assert_num_queries(1):
        sellable = queries.sellable_variants(variants, context)
    with django_assert_num_queries(1):
        facts = queries.variant_facts(variants)
    with django_assert_num_queries(5):
        queries.get_detail(products[0].public_id, context)

    assert list(cards) == [product.pk for product in reversed(products)]
    assert all(len(card.variant_ids) == 2 and card.image for card in cards.values())
    assert {found.category_ids for found in sellable.values()} == {frozenset({parent.pk, child.pk})}
    assert {fact.category_ids for fact in facts.values()} == {frozenset({parent.pk, child.pk})}


def test_a_card_shows_two_pictures_and_the_colors():
    pictures = [MediaDraft(make_image(size=(10 + number, 10)).pk) for number in range(3)]
    product_id = services.create_product(
        handle="tee",
        translations={"en": {"name": "Tee"}},
        options=COLORS,
        variants=[VariantDraft(values={"color": "red"}), VariantDraft(values={"color": "blue"})],
        media=[*pictures, MediaDraft(None, source_url="https://x.example/gone.jpg")],
        channels=[make_channel().id],
        status="active",
    )

    card = queries.cards([product_id], make_context())[product_id]

    assert card.swatches == (("Red", "#cc0000"), ("Blue", "#0000cc"))
    assert card.image is not None
    assert card.hover_image is not None
    assert (card.image.image_id, card.hover_image.image_id) == (pictures[0].image_id, pictures[1].image_id)
    assert card.image.alt == "Tee"
