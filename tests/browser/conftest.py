"""The sample shop as real processes, and Chromium in front of it: phone and desktop, both languages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.shopper import DEVICES, Shopper
from tests.browser.staff import Staff
from tests.databases import Template
from tests.stack import Stack

LANGUAGES = ("zh-hans", "en")
PATIENCE_MS = 20_000  # a busy machine is no reason to fail
ARGUMENTS = ["--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def shop(database_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Web server, worker and payment emulator on a database of their own."""
    name = database_template.copy()
    folder: Path = tmp_path_factory.mktemp("shop")
    hosts = "127.0.0.1,localhost"
    quick = {"THEMES_TABLE_SECONDS": "1"}  # a theme that is put on is seen soon
    with Stack(database_template.url(name), folder, ALLOWED_HOSTS=hosts, **quick) as stack:
        stack.manage(module="tests.browser.sample")
        stack.manage("collectstatic", "--noinput", "-v", "0")
        stack.emulator()
        stack.helper("worker", "db_worker", "--interval", "0.2")
        stack.web(workers=1)
        yield stack
    database_template.drop(name)


@pytest.fixture(scope="session")
def staff(shop: Stack) -> Iterator[Staff]:
    """Somebody who raises prices, counts shelves and sends parcels while others shop."""
    somebody = Staff(shop)
    yield somebody
    somebody.go_home()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright's loop runs in this thread; Django would take its own queries here for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *sandbox])
    yield browser
    browser.close()


@pytest.fixture(params=list(DEVICES))
def device(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def shopper(chromium: Browser, shop: Stack, device: str, language: str) -> Iterator[Shopper]:
    """Somebody with this device, reading this language; sees no script error and no page wider than it."""
    yield from someone(chromium, shop, device, language)


@pytest.fixture
def without_scripts(chromium: Browser, shop: Stack, device: str, language: str) -> Iterator[Shopper]:
    """The same with JavaScript switched off."""
    yield from someone(chromium, shop, device, language, java_script_enabled=False)


@pytest.fixture
def small_phone(chromium: Browser, shop: Stack, language: str) -> Iterator[Shopper]:
    """Somebody with the smallest phone that counts (320 px), or who reads at 400 %."""
    yield from someone(chromium, shop, "phone", language, viewport={"width": 320, "height": 640})


@pytest.fixture
def usual_phone(chromium: Browser, shop: Stack, language: str) -> Iterator[Shopper]:
    """The screen that the figures of `themes.md` are told for."""
    yield from someone(chromium, shop, "phone", language, viewport={"width": 412, "height": 823})


def someone(chromium: Browser, shop: Stack, device: str, language: str, **more: Any) -> Iterator[Shopper]:
    options = {**DEVICES[device], "locale": language, "timezone_id": "Asia/Shanghai", **more}
    context = chromium.new_context(**options, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page: Page = context.new_page()
    shopper = Shopper(page, shop, language, device, has_scripts=more.get("java_script_enabled", True))
    yield shopper
    shopper.had_no_trouble()
    context.close()
