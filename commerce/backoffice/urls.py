"""The admin, with the shop's own door in place of Wagtail's login form, and an account of one name."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from . import door
from .staff.account import StaffAccountView

account = never_cache(require_admin_access(StaffAccountView.as_view()))

urlpatterns = [
    path("login/", door.login, name="wagtailadmin_login"),
    path("account/", account, name="wagtailadmin_account"),
    path("", include(wagtailadmin_urls)),
]
