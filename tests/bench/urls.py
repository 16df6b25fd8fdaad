"""The shop's own addresses, and below `bench/` what the machine could do at best."""

from django.urls import path

from cms import urls as shop

from . import limits

urlpatterns = [
    path("bench/constant/", limits.constant),
    path("bench/orders/orm/", limits.OrmOrder.as_view()),
    path("bench/orders/sql/", limits.sql_order),
    *shop.urlpatterns,
]

handler400, handler403 = shop.handler400, shop.handler403
handler404, handler500 = shop.handler404, shop.handler500
