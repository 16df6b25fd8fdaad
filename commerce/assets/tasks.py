"""Background entry points of assets."""

from django_tasks import task

from . import services


@task()
def make_renditions(image_id: int) -> int:
    """Make the missing renditions of one image; see `services.make_renditions`."""
    return services.make_renditions(image_id)
