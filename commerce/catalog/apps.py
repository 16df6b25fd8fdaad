"""App configuration."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the catalog's own checks beside those of other contexts."""

    name = "commerce.catalog"
    label = "catalog"

    def ready(self) -> None:
        from .providers import product_checks
        from .queries.checks import CatalogChecks

        product_checks.register("catalog", CatalogChecks())
