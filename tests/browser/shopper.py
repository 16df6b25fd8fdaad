"""Somebody in front of the shop: what they do, and what must hold on every page they see."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.stack import Stack

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
# Three words in a row on a Chinese page were forgotten by somebody; these are names of the sample shop.
ENGLISH = re.compile(r"[A-Za-z']{2,}(?:,? [A-Za-z']{2,}){2,}")
NAMES = re.compile(
    "Qilou Trading Co|Bank of Hangzhou|The Old Granary|Great Western Dockyard|Isle of Anglesey"
)
SVG, NO_PICTURE = "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='5'/>"
# Where to keep pictures of what was seen, for those who want to look.
PICTURES = os.environ.get("BROWSER_PICTURES", "")


class Shopper:
    """A page with a shop behind it. `t("cart.checkout")` is a word of the theme in this language."""

    def __init__(self, page: Page, shop: Stack, language: str, device: str, *, has_scripts: bool) -> None:
        self.page, self.shop, self.language, self.device = page, shop, language, device
        self.has_scripts = has_scripts
        self.trouble: list[str] = []
        self.expected_statuses: set[int] = set()
        self.theme_words = _flat(_locale(language))
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        text = message.text
        if message.type != "error":
            return
        if any(f"status of {status}" in text for status in self.expected_statuses):
            return
        self.trouble.append(f"{self.page.url}: {text}")

    # words

    def t(self, key: str, **parts: object) -> str:
        """A word of the base theme."""
        text = self.theme_words[key]
        for name, value in parts.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    # moving

    def url(self, path: str) -> str:
        return f"{self.shop.environment['BASE_URL']}/{self.language}/{path}"

    def open(self, path: str, status: int = 200) -> None:
        self.expected_statuses |= {status} if status >= 400 else set()
        answer = self.page.goto(self.url(path))
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}"

    def open_instead(self, path: str, status: int, page: str) -> None:
        """Open `path` as if the shop had answered with this page; its pictures need not exist."""
        kind = "text/html; charset=utf-8"
        self.page.route(
            f"**/{path}", lambda route: route.fulfill(status=status, content_type=kind, body=page)
        )
        self.page.route("**/fixtures/*", lambda route: route.fulfill(content_type=SVG, body=NO_PICTURE))
        self.open(path, status)
        self.page.unroute(f"**/{path}")

    def visit(self, path: str) -> None:
        """An address as links have it, language included."""
        self.page.goto(self.shop.environment["BASE_URL"] + path)

    def open_first_category(self) -> None:
        """By the menu, as one does."""
        if self.device == "phone" and self.has_scripts:
            self.page.locator(".menu-button").click()
            self.page.locator(".menu-list > li > a").first.click()
        elif self.device == "phone":
            self.open("c/")
        else:
            self.page.locator("nav.primary a").first.click()

    def open_variants(self) -> None:
        """The first product that can be had in another variant."""
        self.open("c/")
        paths = self.page.locator(".card:not(:has(.add-button)) .card-title a").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        for path in paths:
            self.visit(path)
            if self.page.locator("a.value[data-variant]:not([aria-current])").count():
                return
        raise AssertionError(f"no variants in {paths}")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).first

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True).first

    # what must hold

    def sees(self, name: str) -> None:
        """Checks the page: title and one h1, nothing wider than the screen, and axe finds nothing."""
        page = self.page
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        if PICTURES:
            self.picture(name)
        expect(page.locator("h1")).to_have_count(1)
        assert page.title().strip(), f"{name} has no title"
        assert page.locator("html").get_attribute("lang") == {"zh-hans": "zh-Hans"}.get(
            self.language, self.language
        )
        if self.language == "zh-hans":
            forgotten = ENGLISH.findall(NAMES.sub("", page.locator("body").inner_text()))
            assert not forgotten, f"{name} is not all Chinese: {forgotten}"
        if not self.has_scripts:
            return
        assert self.excess_width() <= 0, f"{name} is {self.excess_width()} px wider than the screen"
        self.is_accessible(name)

    def sees_whole(self, name: str) -> None:
        """The same at the page's full height."""
        with self.at_full_height():
            self.sees(name)

    @contextmanager
    def at_full_height(self) -> Iterator[None]:
        """On a screen as high as the page: a bar that stays covers what one scrolls past, and what it covers at
        some place of scrolling axe takes for a target too small to touch."""
        size = self.page.viewport_size
        assert size is not None
        for _ in range(2):  # pictures are as high as the screen lets them
            height = int(self.page.evaluate("document.documentElement.scrollHeight"))
            self.page.set_viewport_size({"width": size["width"], "height": height})
        try:
            yield
        finally:
            self.page.set_viewport_size(size)

    def excess_width(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def is_accessible(self, name: str) -> None:
        """axe with every rule of WCAG 2.2 AA and its best practices finds nothing."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            TAGS,
        )
        problems = [
            f"{rule['id']} ({rule['impact']}): {rule['help']}\n    "
            + "\n    ".join(f"{node['target']} {node['html'][:160]}" for node in rule["nodes"][:4])
            for rule in found["violations"]
        ]
        assert not problems, f"{name} [{self.device}, {self.language}]\n" + "\n".join(problems)

    def picture(self, name: str) -> None:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        safe = re.sub(r"[^a-z0-9]+", "-", name.lower())
        scripts = "" if self.has_scripts else "-noscript"
        path = folder / f"{safe}-{self.device}-{self.language}{scripts}.png"
        self.page.screenshot(path=path, full_page=True, caret="initial")

    def had_no_trouble(self) -> None:
        assert not self.trouble, "\n".join(self.trouble)

    # buying

    def add_card(self, card: Locator) -> None:
        """Into the cart with what is on a card."""
        before = self.page.locator(".masthead .count")
        count = int(before.inner_text()) if before.count() else 0
        card.locator(".add-button").click()
        expect(before).to_have_text(str(count + 1))
        expect(self.page.locator("#mini-cart")).to_be_visible()

    def fill_address(self) -> None:
        """A complete address in Hangzhou, each list following from the one before."""
        page = self.page
        page.locator("#id_name").fill("林晓")
        page.locator("#id_phone").fill("138 0013 8000")
        for field, value in (("region", "浙江省"), ("city", "杭州市"), ("district", "西湖区")):
            if not self.has_scripts:
                page.locator(f"#id_{field}").select_option(value)
                if field != "district":
                    self.button(self.t("address.update")).click()
                continue
            expect(page.locator(f"#id_{field} option[value='{value}']")).to_be_attached()
            page.locator(f"#id_{field}").select_option(value)
        page.locator("#id_street").fill("龙井路 1 号 茶人村 3 幢 502")

    def agree(self) -> None:
        """Accept the terms, where the shop has any."""
        terms = self.page.locator("#id_terms")
        if terms.count():
            terms.check()

    def pay_with(self, code: str) -> None:
        self.page.locator(f"#id_payment_{code}").check()

    def place(self) -> None:
        if self.has_scripts:
            expect(self.page.locator(".summary")).not_to_have_attribute("aria-busy", "true")
        self.page.locator("form#checkout .action-bar button").click()

    def total(self) -> str:
        return self.page.locator(".totals .sum dd").first.inner_text().strip()

    def pay_at_provider(self) -> None:
        """At the test provider's own page."""
        self.page.wait_for_url(re.compile(str(self.shop.provider_port)))
        self.page.locator("button.primary").click()

    def mail_with(self, part: str, *, to: str, seconds: float = 30) -> str:
        """The link in the newest mail to `to` that contains `part`."""
        folder = Path(self.shop.environment["MAIL_DIR"])
        for _ in range(int(seconds * 5)):
            for file in sorted(folder.glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
                text = _text_of(file, to)
                found = re.search(rf"https?://\S*{re.escape(part)}[^\s\"<]*", text)
                if found:
                    return found.group(0)
            self.page.wait_for_timeout(200)
        raise AssertionError(f"no mail with {part} in {folder}")


def _text_of(file: Path, to: str) -> str:
    """The plain text of a mail in Django's file format, if it went to `to`."""
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return str(body.get_content()) if body and to in str(message["To"]) else ""


def _locale(language: str) -> dict[str, Any]:
    name = {"zh-hans": "zh-Hans"}.get(language, language)
    path = Path(__file__).parents[2] / "themes" / "base" / "locales" / f"{name}.json"
    return dict(json.loads(path.read_text()))


def _flat(words: dict[str, Any], above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in words.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{above}{key}.")
        else:
            flat[above + key] = value
    return flat
