"""Where products answer: the shop's own view, which asks the editors' side for the story."""

from django.urls import path

from commerce.storefront.views.catalog import product

app_name = "products"

urlpatterns = [path("<slugid:ref>/", product, name="product")]
