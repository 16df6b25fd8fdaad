"""`manage.py make_renditions`: every declared size of every picture, now and in this process."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commerce.assets import queries, services
from commerce.assets.errors import UnknownImage


class Command(BaseCommand):
    help = "Makes the renditions that themes declare and that are not there yet (AVIF and JPEG)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("images", nargs="*", type=int, help="ids; without, every picture that lacks any")

    def handle(self, *args: Any, **options: Any) -> None:
        ids = options["images"] or queries.unmade_ids()
        made, broken = 0, []
        for image_id in ids:
            try:
                made += services.make_renditions(image_id)
            except (OSError, ValueError, SyntaxError, UnknownImage) as exc:
                # A broken file must not keep the others from their pictures; it is named at the end.
                broken.append(f"{image_id} ({type(exc).__name__}: {exc})")
        self.stdout.write(f"{made} renditions of {len(ids)} pictures made")
        if broken:
            raise CommandError(f"could not be read: {', '.join(broken)}")
