"""Addresses without a language; `cms.home.root_urls` includes them."""

from django.conf import settings
from django.urls import path

from .views import root

urlpatterns = [
    path("robots.txt", root.robots, name="robots"),
    path("favicon.ico", root.favicon, name="favicon"),
    path("sitemap.xml", root.sitemap, name="sitemap"),
    path("sitemaps/<slug:language>/<slug:kind>-<int:number>.xml", root.sitemap_part, name="sitemap_part"),
    path("account/second-step/", root.second_step, name="mfa_authenticate"),
    path("account/login/", root.login, name="account_login"),
]

if settings.MEDIA_URL.startswith("/"):
    urlpatterns.append(path(f"{settings.MEDIA_URL.lstrip('/')}<path:path>", root.media, name="media"))
