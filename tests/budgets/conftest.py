"""Statements are counted with what a process keeps in place, however slow the machine is."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def nothing_grows_old(settings: Any) -> None:
    settings.KEEP_SECONDS = settings.THEMES_TABLE_SECONDS = 3600
