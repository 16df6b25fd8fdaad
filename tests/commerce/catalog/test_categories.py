"""The category tree: sound numbers, whatever is done to it."""

import pytest
from django.db import transaction

from commerce.catalog import queries, services
from commerce.catalog.errors import CategoryInUse, InvalidMove, UnknownCategory
from commerce.catalog.jobs import check_category_tree
from commerce.catalog.models import Category
from commerce.core.errors import InvalidInput
from tests.factories import make_category, make_context, make_product, make_promotion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound_tree():
    yield
    assert services.check_tree() == []


def names(**context) -> list[str]:
    return [f"{'  ' * ref.level}{ref.name}" for ref in queries.category_tree(make_context(**context))]


@pytest.fixture
def tree():
    """Clothes > (Shirts > Linen, Trousers), Shoes."""
    clothes = make_category("Clothes")
    shirts = make_category("Shirts", parent=clothes)
    linen = make_category("Linen", parent=shirts)
    trousers = make_category("Trousers", parent=clothes)
    shoes = make_category("Shoes")
    return {c.name["en"]: c for c in (clothes, shirts, linen, trousers, shoes)}


def move(tree, name, parent=None, position=None):
    services.move_category(category_id=tree[name].pk, parent_id=parent and tree[parent].pk, position=position)


def test_the_tree_is_read_from_the_top_down_in_one_query(tree, django_assert_num_queries):
    context = make_context()
    with django_assert_num_queries(1):
        queries.category_tree(context)
    assert names() == ["Clothes", "  Shirts", "    Linen", "  Trousers", "Shoes"]


def test_a_branch_moves_whole(tree):
    move(tree, "Shirts", "Shoes")
    assert names() == ["Clothes", "  Trousers", "Shoes", "  Shirts", "    Linen"]


@pytest.mark.parametrize(
    ("position", "expected"),
    [(0, ["Shoes", "Clothes"]), (None, ["Clothes", "Shoes"]), (9, ["Clothes", "Shoes"])],
)
def test_a_category_moves_among_its_siblings(tree, position, expected):
    move(tree, "Shoes", None, position)
    assert [name for name in names() if not name.startswith(" ")] == expected


def test_a_category_moves_before_a_sibling_and_up_to_the_top(tree):
    move(tree, "Trousers", "Clothes", 0)
    assert names() == ["Clothes", "  Trousers", "  Shirts", "    Linen", "Shoes"]
    move(tree, "Linen", None, 1)
    assert names() == ["Clothes", "  Trousers", "  Shirts", "Linen", "Shoes"]
    move(tree, "Linen", None)
    assert names()[-1] == "Linen"


def test_nothing_moves_below_itself(tree):
    for parent in ("Clothes", "Linen"):
        with pytest.raises(InvalidMove):
            move(tree, "Clothes", parent)


def test_a_category_in_use_stays(tree):
    make_product(categories=[tree["Linen"]])
    make_promotion(tree["Trousers"])
    for name in ("Linen", "Trousers", "Clothes"):
        with pytest.raises(CategoryInUse), transaction.atomic():
            services.delete_category(category_id=tree[name].pk)
    services.delete_category(category_id=tree["Shoes"].pk)
    assert "Shoes" not in names()


def test_unknown_categories_are_said_to_be_unknown():
    for attempt in (
        lambda: services.move_category(category_id=10**9, parent_id=None),
        lambda: services.update_category(category_id=10**9, name="x"),
        lambda: services.delete_category(category_id=10**9),
        lambda: services.create_category(name="x", parent_id=10**9),
        lambda: queries.get_category("nothing", make_context()),
        lambda: queries.category_id_of("nothing"),
    ):
        with pytest.raises(UnknownCategory):
            attempt()
    assert queries.category_path(10**9, make_context()) == ()
    assert queries.subtree_ids(10**9) == []


def test_slugs_are_made_of_names_and_used_once():
    first, second = services.create_category(name="Tea pots"), services.create_category(name="Tea pots")
    assert (first.slug, second.slug) == ("tea-pots", "tea-pots-2")
    assert services.create_category(name="茶壶").slug == "茶壶"
    with pytest.raises(InvalidInput):
        services.create_category(name="Other", slug="tea-pots")
    with pytest.raises(InvalidInput):
        services.update_category(category_id=second.id, slug="tea-pots")
    with pytest.raises(InvalidInput):
        services.create_category(name="")


def test_a_category_is_renamed_without_touching_the_tree(tree):
    services.update_category(category_id=tree["Shirts"].pk, name={"en": "Tops", "zh-hans": "上衣"})
    assert "  Tops" in names()
    assert "  上衣" in names(language="zh-hans")


def test_what_is_switched_off_hides_everything_below(tree):
    services.update_category(category_id=tree["Shirts"].pk, is_active=False)
    assert names() == ["Clothes", "  Trousers", "Shoes"]
    context = make_context()
    with pytest.raises(UnknownCategory):
        queries.get_category(tree["Linen"].public_id, context)
    assert queries.category_path(tree["Linen"].pk, context) == ()


def test_empty_categories_hide_if_told_to(tree):
    for name in ("Shoes", "Shirts"):
        services.update_category(category_id=tree[name].pk, hide_when_empty=True)
    make_product(categories=[tree["Linen"]])
    assert names() == ["Clothes", "  Shirts", "    Linen", "  Trousers"]


def test_the_way_down_and_what_lies_below(tree):
    context = make_context()
    assert [ref.name for ref in queries.category_path(tree["Linen"].pk, context)] == [
        "Clothes",
        "Shirts",
        "Linen",
    ]
    assert queries.get_category(tree["Linen"].public_id, context).name == "Linen"
    assert set(queries.subtree_ids(tree["Clothes"].pk)) == {
        tree[name].pk for name in ("Clothes", "Shirts", "Linen", "Trousers")
    }
    assert queries.ancestor_ids([tree["Linen"].pk, tree["Shoes"].pk]) == {
        tree["Linen"].pk: {tree[name].pk for name in ("Clothes", "Shirts", "Linen")},
        tree["Shoes"].pk: {tree["Shoes"].pk},
    }


@pytest.mark.parametrize(
    "damage",
    [{"lft": 7}, {"rght": 99}, {"level": 3}, {"tree_id": 77}],
    ids=lambda damage: next(iter(damage)),
)
def test_damage_is_noticed_and_repaired_at_night(tree, damage):
    Category.objects.filter(pk=tree["Shirts"].pk).update(**damage)
    assert services.check_tree() != []

    assert "repaired" in check_category_tree()

    assert check_category_tree() == "sound"
    assert sorted(names()) == sorted(["Clothes", "  Shirts", "    Linen", "  Trousers", "Shoes"])
