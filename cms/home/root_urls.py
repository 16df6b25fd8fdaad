"""Addresses without a language."""

from django.urls import include, path

from commerce.storefront.views.root import sitemap

from . import sitemaps

urlpatterns = [
    path("sitemap.xml", sitemap, {"others": sitemaps.parts}, name="sitemap"),
    path("sitemaps/pages-<int:number>.xml", sitemaps.pages, name="sitemap_pages"),
    path("", include("commerce.storefront.root_urls")),
]
