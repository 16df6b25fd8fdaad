"""The theme is switched while people shop: every answer is whole, and in one dress or the other."""

from __future__ import annotations

import re
import threading
import urllib.request
from collections.abc import Iterator

from wagtail.models import Site

from cms.looks.models import ShopLook
from tests import factories as make

SHOPPERS, ROUNDS = 3, 8
LOOKS = (("mall", "red"), ("base", "pine"), ("mall", ""), ("base", ""))
SHEET = re.compile(r"/static/themes/(\w+)/tokens")


def test_no_request_fails_while_the_theme_is_switched(live_server, site: Site) -> None:  # type: ignore[no-untyped-def]
    make.make_variant()
    seen: list[str] = []
    failed: list[str] = []

    def shop() -> None:
        for address in addresses():
            try:
                with urllib.request.urlopen(live_server.url + address, timeout=30) as answer:
                    page = answer.read().decode()
            except OSError as error:
                failed.append(f"{address}: {error}")
                continue
            worn = set(SHEET.findall(page))
            if answer.status != 200 or len(worn) != 1 or not page.rstrip().endswith("</html>"):
                failed.append(f"{address}: {answer.status} {worn}")
            seen.extend(worn)

    threads = [threading.Thread(target=shop) for _ in range(SHOPPERS)]
    for thread in threads:
        thread.start()
    switches = 0
    while any(thread.is_alive() for thread in threads):
        theme, preset = LOOKS[switches % len(LOOKS)]
        ShopLook.objects.update_or_create(site=site, defaults={"theme": theme, "preset": preset})
        switches += 1
        threads[0].join(0.05)
    assert failed == []
    assert switches > 2
    assert set(seen) == {"mall", "base"}


def addresses() -> Iterator[str]:
    for _ in range(ROUNDS):
        yield from ("/en/", "/zh-hans/c/", "/en/cart/")
