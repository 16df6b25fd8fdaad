"""Buyers who go on ordering and paying over HTTP while the shop is being killed, and remember what it promised."""

from __future__ import annotations

import http.client
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.bench.shop import ADDRESS, BUYER
from tests.bench.visitor import Refused, Visitor, expect

TRY_FOR_SECONDS = 40
PAUSE_SECONDS = 0.2


@dataclass
class Promises:
    """What the shop acknowledged, and what shoppers did at the provider."""

    orders: dict[str, int] = field(default_factory=dict)  # token: total in minor units
    paid: set[str] = field(default_factory=set)  # pay pages where the provider took the money
    troubles: int = 0
    unexpected: list[str] = field(default_factory=list)


class Buyer(threading.Thread):
    """Buys again and again until told to stop; repeats what was not answered with the same key."""

    def __init__(self, url: str, variants: list[str], promises: Promises, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.visitor = Visitor(url)
        self.variants, self.promises, self.stop_now = variants, promises, stop
        self.number = 0

    def run(self) -> None:
        while not self.stop_now.is_set():
            try:
                self.buy()
            except (OSError, http.client.HTTPException, Refused):
                self.promises.troubles += 1
                time.sleep(PAUSE_SECONDS)
            except Exception as error:  # noqa: BLE001 - the test shows it
                self.promises.unexpected.append(repr(error))
        self.visitor.close()

    def buy(self) -> None:
        visitor = self.visitor
        visitor.renew()
        self.number += 1
        headers = {"X-Cart-Token": expect(visitor.send("/api/v1/cart/", None), 201).json()["token"]}
        line = {"variant": self.variants[self.number % len(self.variants)], "quantity": 1}
        expect(visitor.send("/api/v1/cart/lines/", line, headers), 201)
        wish: dict[str, Any] = {**BUYER, "address": ADDRESS, "payment_method": "test_pay"}
        shown = expect(visitor.send("/api/v1/checkout/", wish, headers)).json()
        wish["shown_total"] = shown["totals"]["total"]["amount"]
        wish["return_url"] = f"{visitor.base}/en/"
        placed = self.place(wish, {**headers, "Idempotency-Key": uuid.uuid4().hex})
        if placed["action"]["kind"] == "redirect":
            self.pay(placed["action"]["url"])

    def place(self, wish: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """The answer to placing, asked for with one key until it comes: 201 is the shop's promise."""
        deadline = time.monotonic() + TRY_FOR_SECONDS
        while True:
            try:
                answer = self.visitor.send("/api/v1/checkout/orders/", wish, headers)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status == 201:
                placed: dict[str, Any] = answer.json()
                self.promises.orders[placed["token"]] = placed["total"]["amount"]
                return placed
            if answer is not None and answer.status in (400, 422):
                self.promises.unexpected.append(f"{answer.status} {answer.text[:300]}")
            if time.monotonic() > deadline or (answer is not None and answer.status in (400, 404, 422)):
                raise Refused("no order")
            self.promises.troubles += 1
            time.sleep(PAUSE_SECONDS)

    def pay(self, address: str) -> None:
        parts = urlsplit(address)
        provider = Visitor(f"{parts.scheme}://{parts.netloc}")
        answer = provider.post(f"{parts.path}?{parts.query}", {"decision": "pay"})
        provider.close()
        if answer.status == 303:
            self.promises.paid.add(parts.path)
