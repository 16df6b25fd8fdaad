"""The admin, with the shop's own door in place of Wagtail's login form."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from . import door

urlpatterns = [
    path("login/", door.login, name="wagtailadmin_login"),
    path("", include(wagtailadmin_urls)),
]
