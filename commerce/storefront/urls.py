"""Addresses of the shop, under the language's prefix."""

from django.urls import path

from . import paths  # noqa: F401 - registers the converter "slugid"
from .views import account, cart, catalog, checkout, codes, door, orders

app_name = "storefront"

urlpatterns = [
    path("c/", catalog.products, name="products"),
    path("c/<slugid:ref>/", catalog.category, name="category"),
    path("search/", catalog.search, name="search"),
    path("cart/", cart.cart, name="cart"),
    path("cart/update/", cart.update, name="cart_update"),
    path("cart/count/", cart.count, name="cart_count"),
    path("cart/mini/", cart.mini, name="mini_cart"),
    path("cart/lines/add/", cart.add, name="cart_add"),
    path("cart/lines/restore/", cart.restore, name="cart_restore"),
    path("cart/lines/clear-invalid/", cart.clear_invalid, name="cart_clear_invalid"),
    path("cart/lines/<slug:line>/remove/", cart.remove, name="cart_remove"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/address-fields/", checkout.address_fields, name="address_fields"),
    path("checkout/result/<str:token>/", orders.result, name="result"),
    path("checkout/result/<str:token>/pay/", orders.pay_again, name="pay_again"),
    path("orders/<str:token>/", orders.tracking, name="tracking"),
    path("orders/<str:token>/cancel/", orders.cancel, name="order_cancel"),
    path("orders/<str:token>/deliver/", orders.deliver, name="order_deliver"),
    path("orders/<str:token>/invoice/", orders.invoice, name="order_invoice"),
    path("orders/<str:token>/documents/<slug:document>/", orders.document, name="order_document"),
    path("orders/<str:token>/again/", orders.again, name="order_again"),
    path("account/", account.overview, name="account"),
    path("account/login/", door.login, name="login"),
    path("account/code/", codes.ask, name="code"),
    path("account/code/enter/", codes.enter, name="code_enter"),
    path("account/second-step/", door.second_step, name="second_step"),
    path("account/logout/", door.logout, name="logout"),
    path("account/register/", door.register, name="register"),
    path("account/register/<str:token>/", door.register_finish, name="register_finish"),
    path("account/keep/", account.keep, name="keep"),
    path("account/password/reset/", door.password_reset, name="password_reset"),
    path("account/password/reset/<str:uid>/<str:token>/", door.password_reset_set, name="password_reset_set"),
    path("account/password/change/", account.password_change, name="password_change"),
    path("account/orders/", account.orders, name="orders"),
    path("account/orders/<slug:public_id>/", account.order, name="order"),
    path("account/addresses/", account.addresses, name="addresses"),
    path("account/addresses/new/", account.address_new, name="address_new"),
    path("account/addresses/<slug:public_id>/", account.address, name="address"),
    path("account/addresses/<slug:public_id>/delete/", account.address_delete, name="address_delete"),
    path("account/addresses/<slug:public_id>/default/", account.address_default, name="address_default"),
    path("account/profile/", account.profile, name="profile"),
]
