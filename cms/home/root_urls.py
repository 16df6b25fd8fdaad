"""Addresses without a language."""

from django.urls import include, path

from . import sitemaps

urlpatterns = [
    path("", include("commerce.storefront.root_urls")),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap_pages"),
]
