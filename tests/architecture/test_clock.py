"""What is shown and charged depends on `CommerceContext.now` alone, or the time machine would lie."""

import re
from pathlib import Path

from cms.boot.places import ROOT

CLOCK = re.compile(r"timezone\.now\b|datetime\.(?:now|utcnow|today)\(|date\.today\(|localdate\(|\bNow\(")
#: Reads, and everything that draws pages. Services write, and ask the real clock.
READS = (
    "commerce/*/queries.py",
    "commerce/*/queries/**/*.py",
    "commerce/*/requests.py",
    "commerce/storefront/**/*.py",
)
PAGES = ("commerce/api/**/*.py", "commerce/quotes/**/*.py", "commerce/pricing/engine/**/*.py", "cms/**/*.py")
ALLOWED = {
    "commerce/checkout/queries.py": "how long a shopper may still cancel: an order's own, real life",
    "commerce/pricing/queries.py": "the checklist before publishing asks whether a product can be sold now",
    "cms/home/schedule.py": "the sweep that publishes what is due",
    "cms/demo/goods.py": "writes the sample shop",
    "cms/articles/models.py": "the day that a new article is dated",
    "cms/demo/pages.py": "writes the sample shop",
    "cms/newsletter/services.py": "writes",
    "cms/demo/campaigns.py": "writes the sample shop",
    "cms/demo/rehearsal.py": "writes a shop for tests",
    "cms/campaigns/services.py": "writes",
    "cms/campaigns/views.py": "staff's screens: how a campaign stands now",
    "cms/campaigns/viewsets.py": "staff's screens: how a campaign stands now",
    "cms/looks/forms.py": "a new window begins now unless somebody says otherwise",
    "cms/looks/services.py": "writes",
    "cms/looks/viewsets.py": "staff's screens: how a window stands now",
    "cms/campaigns/preview/links.py": "a link expires by the real clock",
    "cms/campaigns/preview/views.py": "a cookie expires by the real clock",
    "cms/campaigns/preview/admin.py": "a link is issued by the real clock",
}


def files() -> dict[str, Path]:
    found = (path for pattern in (*READS, *PAGES) for path in ROOT.glob(pattern))
    return {path.relative_to(ROOT).as_posix(): path for path in found if "migrations" not in path.parts}


def test_no_read_asks_the_clock_itself():
    asking = {name for name, path in files().items() if CLOCK.search(path.read_text(encoding="utf-8"))}

    assert asking - ALLOWED.keys() == set()


def test_nobody_is_allowed_more_than_needed():
    known = files()

    assert [name for name in ALLOWED if name not in known or not CLOCK.search(known[name].read_text())] == []


def test_a_planted_clock_would_be_noticed():
    assert CLOCK.search("rows.filter(starts_at__lte=timezone.now())")
    assert CLOCK.search("datetime.now(UTC)")
    assert not CLOCK.search("ctx.now, clock.now()")
