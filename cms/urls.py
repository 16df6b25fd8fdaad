"""Where addresses lead. Names apps by dotted strings and imports almost nothing."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("admin/", include("commerce.backoffice.urls")),
    path("documents/", include("wagtail.documents.urls")),
    path("api/", include("commerce.api.urls")),
    path("api/pages/v2/", include("cms.home.api")),
    path("preview/", include("cms.campaigns.preview.urls")),
    path("", include("cms.home.root_urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

urlpatterns += i18n_patterns(
    path("p/", include("cms.products.urls")),
    path("newsletter/", include("cms.newsletter.urls")),
    path("", include("commerce.storefront.urls")),
    # Wagtail's own login form knows neither throttles nor second factors: everybody uses the shop's door.
    path("_util/login/", RedirectView.as_view(pattern_name="storefront:login", query_string=True)),
    path("", include("wagtail.urls")),
    prefix_default_language=True,
)

handler400 = "commerce.storefront.views.errors.bad_request"
handler403 = "commerce.storefront.views.errors.forbidden"
handler404 = "commerce.storefront.views.errors.not_found"
handler500 = "commerce.storefront.views.errors.server_error"
