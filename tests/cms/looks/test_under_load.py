"""The theme is switched while people shop, by hand and by the hour: every answer is whole, in one dress or the
other, and says the same; what lies in a cart stays there."""

from __future__ import annotations

import re
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookiejar import CookieJar

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.home.models import HomePage
from cms.looks.models import ShopLook
from tests import factories as make
from themes.engine import windows
from themes.engine.models import ThemeWindow

SHOPPERS = 3
LOOKS = (("mall", "red"), ("base", "pine"), ("mall", ""), ("base", ""))
SHEET = re.compile(r"/static/themes/(\w+)/tokens")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
#: Long enough that every shopper has the theme change below their feet several times.
SWITCHING_SECONDS, WINDOW_SECONDS = 2.5, 1.2
TOLD = "Fired in the old kiln"


@dataclass
class Visit:
    """One shopper, who puts something into the cart and goes round in the shop until `over`."""

    shop: str
    variant: str
    over: threading.Event
    seen: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cookies = CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def go_round(self) -> None:
        token = TOKEN.search(self.look("/en/c/", "Paper lamp"))
        chosen = {"variant": self.variant, "quantity": "2", "csrfmiddlewaretoken": token and token[1]}
        self.look("/en/cart/lines/add/", "Paper lamp", urllib.parse.urlencode(chosen).encode())
        while not self.over.is_set():
            self.look("/en/", TOLD)
            self.look("/zh-hans/c/", "Paper lamp")
            self.look("/en/cart/", "Paper lamp")

    def look(self, address: str, words: str, data: bytes | None = None) -> str:
        """The page there, which must be whole, in one dress, and say `words`."""
        try:
            with self.browser.open(self.shop + address, data, timeout=30) as answer:
                page = str(answer.read().decode())
        except OSError as error:
            self.failed.append(f"{address}: {error}")
            return ""
        worn = set(SHEET.findall(page))
        if len(worn) != 1 or words not in page or not page.rstrip().endswith("</html>"):
            self.failed.append(f"{address}: dressed in {worn}, {len(page)} characters without {words!r}")
        self.seen.extend(worn)
        return page


@pytest.fixture
def while_people_shop(live_server, site: Site) -> Callable[[Callable[[], None]], list[str]]:  # type: ignore[no-untyped-def]
    """Call it with what happens meanwhile; answers the themes that were seen, and fails if anything did."""
    lamp = make.make_variant(name="Paper lamp")
    make.make_stock(lamp, 10)
    home = HomePage.objects.get(locale__language_code="en")
    home.sections = [("rich_text", {"heading": TOLD, "text": "<p>Clay.</p>"})]
    home.save_revision().publish()

    def shop(meanwhile: Callable[[], None]) -> list[str]:
        over = threading.Event()
        visits = [Visit(live_server.url, lamp.public_id, over) for _ in range(SHOPPERS)]
        threads = [threading.Thread(target=visit.go_round) for visit in visits]
        for thread in threads:
            thread.start()
        try:
            meanwhile()
        finally:
            over.set()
            for thread in threads:
                thread.join()
        assert [problem for visit in visits for problem in visit.failed] == []
        assert all(visit.seen for visit in visits)
        return [worn for visit in visits for worn in visit.seen]

    return shop


def test_no_request_fails_while_the_theme_is_switched(while_people_shop, site: Site) -> None:  # type: ignore[no-untyped-def]
    def switch() -> None:
        until = timezone.now() + timedelta(seconds=SWITCHING_SECONDS)
        switches = 0
        while timezone.now() < until or switches < len(LOOKS):
            theme, preset = LOOKS[switches % len(LOOKS)]
            ShopLook.objects.update_or_create(site=site, defaults={"theme": theme, "preset": preset})
            switches += 1
            threading.Event().wait(0.05)

    assert set(while_people_shop(switch)) == {"mall", "base"}


def test_no_request_fails_when_a_window_begins_and_ends(while_people_shop, site: Site) -> None:  # type: ignore[no-untyped-def]
    """Nothing runs at the hour: the row was written before, and is only read."""
    begins = timezone.now() + timedelta(seconds=WINDOW_SECONDS)
    ends = begins + timedelta(seconds=WINDOW_SECONDS)
    ThemeWindow.objects.create(site=site, theme="mall", preset="red", starts_at=begins, ends_at=ends)

    def wait() -> None:
        while timezone.now() < ends + timedelta(seconds=WINDOW_SECONDS):
            threading.Event().wait(0.05)

    seen = while_people_shop(wait)
    assert set(seen) == {"mall", "base"}
    assert windows.resolve(site.pk, ends).theme == "base"
