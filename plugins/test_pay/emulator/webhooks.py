"""Sending messages: signed, again until they are acknowledged, several at once."""

from __future__ import annotations

import hashlib
import hmac
import logging
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event, Thread

from .store import Store

logger = logging.getLogger("emulator")
TIMEOUT_SECONDS = 10
RETRY_SECONDS = (1, 2, 5, 10, 30, 60, 300, 900)
TICK_SECONDS = 0.05


def sign(secret: str, timestamp: int, body: str) -> str:
    """`v1=` and the HMAC-SHA256 of "timestamp.body" in hex."""
    message = f"{timestamp}.{body}".encode()
    return "v1=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


class Postman(Thread):
    """Carries due deliveries to the shop, a few at once, until `stop()`."""

    def __init__(self, store: Store, secret: str, clock: Callable[[], float]) -> None:
        super().__init__(daemon=True)
        self.store, self.secret, self.clock = store, secret, clock
        self._ended = Event()
        self._pool = ThreadPoolExecutor(max_workers=24)

    def run(self) -> None:
        while not self._ended.wait(TICK_SECONDS):
            now = self.clock()
            for delivery in self.store.take_due(now, again_at=now + 2 * TIMEOUT_SECONDS):
                self._pool.submit(self._carry, *delivery)

    def stop(self) -> None:
        self._ended.set()
        self.join(5)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _carry(self, delivery_id: int, url: str, body: str, is_forged: bool, tries: int) -> None:
        is_done, answer = self._post(url, body, is_forged)
        # What was forged on purpose is meant to be refused; a provider would not send it again.
        is_done = is_done or is_forged or tries + 1 >= len(RETRY_SECONDS)
        due = self.clock() + RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)]
        self.store.finish_delivery(delivery_id, is_done=is_done, due=due, answer=answer)

    def _post(self, url: str, body: str, is_forged: bool) -> tuple[bool, str]:
        timestamp = int(datetime.now(UTC).timestamp())
        secret = self.secret[::-1] + "x" if is_forged else self.secret
        request = urllib.request.Request(  # noqa: S310 (an address of our own shop)
            url,
            data=body.encode(),
            method="POST",
            headers={
                "Content-Type": "application/json",
                "User-Agent": "test-pay-emulator",
                "X-Test-Pay-Timestamp": str(timestamp),
                "X-Test-Pay-Signature": sign(secret, timestamp, body),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
                return 200 <= response.status < 300, str(response.status)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return False, str(refusal.code)
        except (OSError, ValueError) as trouble:
            logger.info("not delivered: %s", trouble)
            return False, str(trouble)
