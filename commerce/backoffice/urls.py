"""The admin, with the shop's own door, an account of one name, the history of changes for the owner, and
guards where Wagtail has none."""

from typing import Any

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.dispatcher import index as bulk_action
from wagtail_localize.views.snippets_api import SnippetViewSet

from . import door
from .audit.views import HistoryView
from .guards import for_those_concerned
from .security.views import security
from .staff.account import StaffAccountView

account = never_cache(require_admin_access(StaffAccountView.as_view()))

history = never_cache(require_admin_access(HistoryView.as_view()))
history_results = never_cache(require_admin_access(HistoryView.as_view(results_only=True)))


def guarded(view: Any) -> Any:
    return never_cache(require_admin_access(for_those_concerned(view)))


_ROWS = "<slug:app_label>/<slug:model_name>/"

urlpatterns = [
    path("login/", door.login, name="wagtailadmin_login"),
    path("security/", never_cache(security), name="staff_security"),
    path("account/", account, name="wagtailadmin_account"),
    # In place of Wagtail's site history, under its address.
    path("reports/site-history/", history, name="history_of_changes"),
    path("reports/site-history/results/", history_results, name="history_of_changes_results"),
    # Guarded, under Wagtail's own addresses.
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", guarded(bulk_action)),
    path(f"localize/api/snippets/{_ROWS}", guarded(SnippetViewSet.as_view({"get": "list"}))),
    path(f"localize/api/snippets/{_ROWS}<str:pk>/", guarded(SnippetViewSet.as_view({"get": "retrieve"}))),
    path("", include(wagtailadmin_urls)),
]
