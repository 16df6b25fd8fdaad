"""The sample shop as a whole: opened once, left alone afterwards, closed for good by `--reset`."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, transaction

from commerce.assets import queries as asset_queries
from commerce.assets import services as assets
from commerce.channels import queries as channels
from commerce.channels.errors import NoChannel
from commerce.search import services as search

from . import people
from .approval import ask_editors
from .campaigns import plan_campaigns
from .goods import put_on_sale
from .market import open_market
from .pages import write_pages

LOGINS = (
    people.Login("owner", "owner@example.com", "ceramic-owner-2026"),
    people.Login("editor", "editor@example.com", "ceramic-editor-2026"),
    people.Login("marketer", "marketer@example.com", "ceramic-marketer-2026"),
    people.Login("staff", "staff@example.com", "ceramic-staff-2026"),
    people.Login("shopper", "shopper@example.com", "ceramic-shopper-2026"),
)


def is_open() -> bool:
    """Whether there is a shop already, sample or not."""
    try:
        channels.default_channel()
    except NoChannel:
        return False
    return True


def open_shop(say: Callable[[str], object]) -> None:
    """Market, goods, pages and people in one transaction, then listings. The background worker makes the
    pictures' sizes; pages show originals meanwhile.

    Raises whatever went wrong; then nothing was made and the command may be run again.
    """
    with transaction.atomic():
        market = open_market()
        stocked = put_on_sale(market, say)
        write_pages(stocked)
        plan_campaigns(stocked)
        people.let_in(LOGINS)
        ask_editors()
    say("Putting products on the shelves")
    search.index_products(stocked.products.values())


def dress(say: Callable[[str], object]) -> None:
    """Make the declared sizes of every picture now, instead of leaving that to the background worker."""
    waiting = asset_queries.unmade_ids()
    say(f"Making pictures in every size: {len(waiting)}")
    for image_id in waiting:
        assets.make_renditions(image_id)


def close_shop() -> None:
    """Drop every table and migrate anew: customers, orders, everything is lost; uploaded files stay.

    Emptying the tables would not do, since migrations laid down rows of their own (site, front doors).
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")
        for name in connection.introspection.table_names(cursor):
            cursor.execute(
                f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}"
                + (" CASCADE" if connection.vendor == "postgresql" else "")
            )
    connection.close()
    call_command("migrate", interactive=False, verbosity=0)
    channels.forget()
