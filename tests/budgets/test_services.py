"""What the use cases themselves ask of the database, whichever door they are called through."""

import pytest

from commerce.checkout.queries import view
from tests import factories
from tests.budgets.budget import budget

pytestmark = pytest.mark.django_db


def test_placing_an_order_of_three_lines() -> None:
    ctx = factories.make_context()
    factories.make_shipping_method()
    factories.make_payment_method("bank_transfer")
    wanted = {factories.make_variant(): 1 for _ in range(3)}
    for variant in wanted:
        factories.make_stock(variant, 5)
    factories.place_cart(factories.make_cart(wanted, ctx), ctx)  # what a process keeps is warm
    cart, decided = factories.make_cart(wanted, ctx), factories.make_checkout_input()
    total = view(cart.id, decided, ctx).quote.total
    with budget("services", "place order, 3 lines"):
        placed = factories.place_cart(cart, ctx, input=decided, shown_total=total)
    assert placed.total_amount == total
