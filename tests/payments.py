"""A running payment emulator for tests, and a door where its notifications arrive.

The door keeps what is delivered, so that a test decides when, how often and in what order the shop
hears of it: `for message in door.wait(2): message.hand_over()`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from commerce.checkout import services as checkout
from commerce.checkout.services import Outcome
from plugins.test_pay.emulator.__main__ import account_of
from plugins.test_pay.emulator.server import Emulator

KEY, SECRET = "test-key", "test-secret"
PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Message:
    """A notification as it came over the wire."""

    path: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def event(self) -> dict[str, Any]:
        return json.loads(self.body)

    def hand_over(self, **changed_headers: str) -> Outcome:
        """Give it to the shop, as its API view does."""
        parts = urlsplit(self.path)
        provider = parts.path.rstrip("/").rsplit("/", 1)[1]
        channel = parse_qs(parts.query).get("channel", [""])[0]
        return checkout.handle_notification(
            provider, self.body, {**self.headers, **changed_headers}, channel=channel
        )


class Door(ThreadingHTTPServer):
    """Takes every notification with 200 and keeps it."""

    daemon_threads = True

    def __init__(self) -> None:
        self.messages: list[Message] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"

    def wait(self, number: int, kind: str = "") -> list[Message]:
        """The messages so far (of an event type, if given), once there are at least `number`."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = [each for each in self.messages if not kind or each.event["type"] == kind]
            if len(found) >= number:
                return found
            time.sleep(0.01)
        raise AssertionError(f"{number} messages of {kind or 'any'} expected, came: {self.messages}")


class _Handler(BaseHTTPRequestHandler):
    server: Door

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.messages.append(Message(self.path, body, dict(self.headers)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read the messages, not the log."""


class Remote:
    """The emulator from outside: what testers and impatient shoppers do over HTTP."""

    def __init__(self, address: str, key: str = KEY) -> None:
        self.address, self.key = address, key

    def call(self, path: str, fields: Mapping[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            self.address + path,
            data=json.dumps(fields).encode() if fields is not None else None,
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
                return json.loads(response.read())
        except urllib.error.HTTPError as refusal:
            refusal.close()
            raise

    def charges(self) -> list[dict[str, Any]]:
        return self.call("/v1/charges")["charges"]

    def decide(self, merchant_ref: str, decision: str = "pay") -> dict[str, Any]:
        return self.call("/v1/charges/decide", {"merchant_ref": merchant_ref, "decision": decision})

    def switch(self, merchant_ref: str = "", **switches: Any) -> None:
        fields = dict(switches)
        if merchant_ref:
            fields["merchant_ref"] = merchant_ref
        self.call("/v1/switches", fields)


@contextmanager
def open_door() -> Iterator[Door]:
    door = Door()
    thread = Thread(target=door.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield door
    finally:
        door.shutdown()
        door.server_close()


@contextmanager
def running_emulator(**options: Any) -> Iterator[Remote]:
    """The emulator on a free port, in a thread that ends with the block."""
    emulator = Emulator(key=KEY, secret=SECRET, account=account_of(KEY), **options)
    thread = Thread(target=emulator.start, daemon=True)
    thread.start()
    try:
        yield Remote(emulator.address)
    finally:
        emulator.stop()
        thread.join(5)


def signed_capture(
    merchant_ref: str,
    *,
    amount: int,
    currency: str,
    event_id: str = "evt-1",
    effect: str = "charge-1",
    seconds_old: int = 0,
    secret: str | None = None,
) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a "captured" message as the test provider signs it, written a third time."""
    event = {
        "id": event_id, "type": "charge.captured", "account": account_of(KEY), "charge": "ch_1",
        "merchant_ref": merchant_ref, "refund_ref": "", "effect": effect, "amount": amount,
        "currency": currency, "at": timezone.now().timestamp(),
    }  # fmt: skip
    body = json.dumps(event).encode()
    timestamp = str(int((timezone.now() - timedelta(seconds=seconds_old)).timestamp()))
    key = (secret or SECRET).encode()
    digest = hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return body, {"X-Test-Pay-Timestamp": timestamp, "X-Test-Pay-Signature": f"v1={digest}"}
