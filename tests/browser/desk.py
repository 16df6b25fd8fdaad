"""Those who sit at the admin's desks, and the way there: by the shop's own door."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import Locator

from cms.demo.shop import LOGINS
from tests.browser.shopper import Shopper

# What fades in has other colors while it does; what is scrolled half under the head is too small a target.
SETTLED = """async () => {
    for (const each of document.querySelectorAll("*")) each.scrollTop = 0
    const ends = each => each.effect.getComputedTiming().endTime !== Infinity
    await Promise.allSettled(document.getAnimations().filter(ends).map(each => each.finished))
}"""


def sit_down(somebody: Shopper, role: str, path: str) -> None:
    """Log in with the sample shop's login for `role`, on the way to a screen of the admin."""
    login = next(each for each in LOGINS if each.role == role)
    somebody.open(f"account/login/?next=/admin/{path}")
    somebody.page.locator("#id_login").fill(login.email)
    somebody.page.locator("#id_password").fill(login.password)
    somebody.page.locator("#login button").click()
    somebody.page.wait_for_url(f"**/admin/{path}")


def is_in_order(somebody: Shopper, name: str) -> None:
    """The screen is no wider than the glass, and axe finds nothing in all of it."""
    with somebody.at_full_height():
        somebody.page.evaluate(SETTLED)
        assert somebody.excess_width() <= 0, name
        somebody.is_accessible(name)


def write_time(field: Locator, at: datetime) -> None:
    """A wall time, as one types it; on to the next field, so that the calendar goes."""
    field.fill(f"{at:%Y-%m-%d %H:%M}")
    field.press("Tab")
