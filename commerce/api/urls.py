"""Addresses of the API: `/api/v1/…`, its document and its reading rooms."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

from .views import account, cart, catalog, checkout, orders

app_name = "api"

v1 = [
    path("channel/", account.Channel.as_view(), name="channel"),
    path("categories/", catalog.Categories.as_view(), name="categories"),
    path("products/", catalog.Products.as_view(), name="products"),
    path("products/<slug:public_id>/", catalog.Product.as_view(), name="product"),
    path("search/suggestions/", catalog.Suggestions.as_view(), name="suggestions"),
    path("cart/", cart.Cart.as_view(), name="cart"),
    path("cart/lines/", cart.Lines.as_view(), name="cart-lines"),
    path("cart/lines/<slug:line_id>/", cart.Line.as_view(), name="cart-line"),
    path("checkout/", checkout.Checkout.as_view(), name="checkout"),
    path("checkout/orders/", checkout.Orders.as_view(), name="checkout-orders"),
    path("orders/<slug:token>/", orders.Order.as_view(), name="order"),
    path("orders/<slug:token>/cancel/", orders.Cancel.as_view(), name="order-cancel"),
    path("orders/<slug:token>/receipt/", orders.Receipt.as_view(), name="order-receipt"),
    path("orders/<slug:token>/payments/", orders.Payments.as_view(), name="order-payments"),
    path(
        "payments/notifications/<slug:provider>/",
        orders.PaymentNotification.as_view(),
        name="payment-notification",
    ),
    path("addresses/fields/", account.AddressFieldsView.as_view(), name="address-fields"),
    path("account/register/", account.Register.as_view(), name="register"),
    path("account/login/", account.Login.as_view(), name="login"),
    path("account/logout/", account.Logout.as_view(), name="logout"),
    path("account/", account.Me.as_view(), name="me"),
    path("account/addresses/", account.AddressBook.as_view(), name="addresses"),
    path("account/addresses/<slug:public_id>/", account.AddressEntry.as_view(), name="address"),
    path("account/orders/", orders.AccountOrders.as_view(), name="account-orders"),
    path("account/orders/<slug:public_id>/", orders.AccountOrder.as_view(), name="account-order"),
]

urlpatterns = [
    path("v1/", include(v1)),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("redoc/", SpectacularRedocView.as_view(url_name="api:schema"), name="redoc"),
]
