"""`manage.py reindex`: listings and search anew from the catalog, prices and stock."""

from typing import Any

from django.core.management.base import BaseCommand

from commerce.search import services


class Command(BaseCommand):
    help = "Build listings and search anew. Shoppers keep finding everything meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        done = services.reindex(lambda count: self.stdout.write(f"{count} indexed"))
        self.stdout.write(f"Done: {done} in all.")
