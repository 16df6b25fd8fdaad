"""Addresses without a language."""

from django.urls import include, path
from wagtail.contrib.sitemaps.views import sitemap

urlpatterns = [
    path("", include("commerce.storefront.root_urls")),
    path("sitemaps/pages.xml", sitemap, name="sitemap_pages"),
]
