"""The admin, with the shop's own door, an account of one name, and the history of changes for the owner."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from . import door
from .audit.views import HistoryView
from .security.views import security
from .staff.account import StaffAccountView

account = never_cache(require_admin_access(StaffAccountView.as_view()))

history = never_cache(require_admin_access(HistoryView.as_view()))
history_results = never_cache(require_admin_access(HistoryView.as_view(results_only=True)))

urlpatterns = [
    path("login/", door.login, name="wagtailadmin_login"),
    path("security/", never_cache(security), name="staff_security"),
    path("account/", account, name="wagtailadmin_account"),
    # In place of Wagtail's site history, under its address.
    path("reports/site-history/", history, name="history_of_changes"),
    path("reports/site-history/results/", history_results, name="history_of_changes_results"),
    path("", include(wagtailadmin_urls)),
]
