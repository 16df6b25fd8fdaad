"""What tests of every context may lean on."""

import pytest

from commerce.catalog.services import listings
from commerce.core import events


@pytest.fixture
def announced(monkeypatch) -> list[events.Event]:
    """Every ProductChanged, in order, whoever listens."""
    heard: list[events.Event] = []
    publish = listings.publish

    def listen(event: events.Event) -> None:
        heard.append(event)
        publish(event)

    monkeypatch.setattr(listings, "publish", listen)
    return heard
