"""The provider's HTTP side: an API for shops, a page for shoppers, a console for testers.

API, with `Authorization: Bearer <key>`; amounts in minor units; answers are JSON:

    POST /v1/charges                     {merchant_ref, amount, currency, return_url, notify_url, …}
    GET  /v1/charges[?merchant_ref=…]    one charge, or all
    POST /v1/charges/capture             {merchant_ref, amount, currency}
    POST /v1/charges/cancel              {merchant_ref}
    POST /v1/charges/decide              {merchant_ref, decision}: what the shopper would do on the page
    POST /v1/refunds                     {merchant_ref, refund_ref, amount, currency}
    POST /v1/switches                    {switch: value, …, [merchant_ref]}
    GET  /v1/deliveries                  what was sent, and how it was answered
"""

from __future__ import annotations

import hmac
import json
import logging
import socket
import struct
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from . import pages
from .provider import Provider, Refused, now
from .store import Store
from .webhooks import Postman

logger = logging.getLogger("emulator")
MAX_BODY_BYTES = 256 * 1024
OPERATIONS = {
    ("POST", "/v1/charges"): "create",
    ("GET", "/v1/charges"): "query",
    ("POST", "/v1/charges/capture"): "capture",
    ("POST", "/v1/charges/cancel"): "cancel",
    ("POST", "/v1/charges/decide"): "decide",
    ("POST", "/v1/refunds"): "refund",
    ("POST", "/v1/switches"): "switches",
    ("GET", "/v1/deliveries"): "deliveries",
}
# Those a switch may disturb; the others are the tester's own.
DISTURBED = {"create", "query", "capture", "cancel", "refund"}


class Reset(Exception):
    """Hang up instead of answering."""


class Emulator(ThreadingHTTPServer):
    """A running provider; `address` is where. Port 0 takes a free one. Use it as a context manager."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, *, key: str, secret: str, account: str, host: str = "127.0.0.1", port: int = 0,
        state_file: str = ":memory:", public_url: str = "",
    ) -> None:  # fmt: skip
        self.key = key
        self.store = Store(state_file)
        self.provider = Provider(self.store, account)
        self.postman = Postman(self.store, secret, now)
        super().__init__((host, port), Handler)
        self.address = f"http://{host}:{self.server_address[1]}"
        self.public_url = public_url.rstrip("/")

    def start(self) -> None:
        """Answer until `stop()`; blocks."""
        self.postman.start()
        self.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        self.shutdown()
        self.postman.stop()
        self.server_close()
        self.store.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        logger.debug("connection ended early", exc_info=True)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    server: Emulator

    def do_GET(self) -> None:
        self._work("GET")

    def do_POST(self) -> None:
        self._work("POST")

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug(format, *args)

    def _work(self, method: str) -> None:
        self.parts = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(self.parts.query).items()}
        try:
            self.body = self._read()
            self._route(method)
        except Refused as refusal:
            self._json(refusal.status, {"error": refusal.code})
        except Reset:
            # Zero linger: the kernel sends RST, as a provider's dying process would.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True

    def _read(self) -> bytes:
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= MAX_BODY_BYTES:
            self.close_connection = True
            raise Refused(413, "too_large")
        return self.rfile.read(length)

    def _route(self, method: str) -> None:
        path = self.parts.path
        operation = OPERATIONS.get((method, path))
        if operation:
            self._api(operation)
        elif path == "/healthz":
            self._json(200, {"status": "ok"})
        elif path.startswith("/pay/"):
            self._pay(method, path.removeprefix("/pay/"))
        elif path == "/" and method == "GET":
            self._console()
        elif path == "/switches" and method == "POST":
            self.server.provider.set_switches(self._form())
            self._redirect(f"/?lang={self._language()}")
        else:
            raise Refused(404, "no_such_page")

    # --- the API ---------------------------------------------------------------------------------

    def _api(self, operation: str) -> None:
        offered = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(offered.encode(), self.server.key.encode()):
            raise Refused(401, "wrong_key")
        fields = self._fields()
        trouble = self._trouble(operation, fields)
        if trouble and trouble.error:
            time.sleep(trouble.slow)
            raise Refused(500, "error")
        answer = self._do(operation, fields)
        trouble = self._trouble(operation, fields)
        if trouble:
            time.sleep(trouble.slow)
            if trouble.reset:
                raise Reset
            if trouble.error_after:
                raise Refused(500, "error_after")
        self._json(200, answer)

    def _fields(self) -> dict[str, Any]:
        if not self.body:
            return dict(self.query)
        try:
            fields = json.loads(self.body)
        except ValueError as exc:
            raise Refused(400, "not_json") from exc
        if not isinstance(fields, dict):
            raise Refused(400, "not_an_object")
        return fields

    def _trouble(self, operation: str, fields: dict[str, Any]) -> Any:
        charge = self.server.store.charge(merchant_ref=str(fields.get("merchant_ref", "")))
        switches = self.server.provider.switches_of(charge or {"switches": {}})
        return switches if operation in DISTURBED and switches.concerns(operation) else None

    def _do(self, operation: str, fields: dict[str, Any]) -> Any:
        provider, store, ref = self.server.provider, self.server.store, str(fields.get("merchant_ref", ""))
        if operation == "create":
            return self._told(provider.create(fields))
        if operation == "query" and ref:
            charge = store.charge(merchant_ref=ref)
            if charge is None:
                raise Refused(404, "no_such_charge")
            return self._told(charge)
        if operation == "query":
            return {"charges": [provider.view(charge) for charge in store.charges()]}
        if operation == "capture":
            return self._told(provider.capture(ref, fields.get("amount", 0), fields.get("currency", "")))
        if operation == "cancel":
            return self._told(provider.cancel(ref))
        if operation == "refund":
            return provider.refund(fields)
        if operation == "deliveries":
            return {"deliveries": store.deliveries()}
        charge = store.charge(merchant_ref=ref) if ref else None
        if ref and charge is None:
            raise Refused(404, "no_such_charge")
        if operation == "decide":
            return self._told(provider.decide(charge["id"] if charge else "", str(fields.get("decision"))))
        return provider.set_switches(fields, charge["id"] if charge else "")

    def _told(self, charge: dict[str, Any]) -> dict[str, Any]:
        base = self.server.public_url or f"http://{self.headers.get('Host', '')}"
        address = f"{base}/pay/{charge['id']}?lang={pages.language_of(charge['language'])}"
        return self.server.provider.view(charge) | {"pay_url": address}

    # --- pages -----------------------------------------------------------------------------------

    def _pay(self, method: str, charge_id: str) -> None:
        charge = self.server.store.charge(id=charge_id)
        if charge is None:
            raise Refused(404, "no_such_charge")
        if method == "POST":
            fields = self._form()
            self.server.provider.set_switches(fields, charge_id)
            charge = self.server.provider.decide(charge_id, fields.get("decision", ""))
            if charge["return_url"].startswith(("http://", "https://")):
                return self._redirect(charge["return_url"])
        return self._html(pages.pay_page(charge, self._language(charge["language"])))

    def _console(self) -> None:
        store = self.server.store
        self._html(
            pages.console_page(store.charges(50), store.deliveries(50), store.switches(), self._language())
        )

    def _language(self, default: str = "") -> str:
        return pages.language_of(self.query.get("lang") or default)

    def _form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode("utf-8", "replace")).items()}

    # --- answers ---------------------------------------------------------------------------------

    def _json(self, status: int, answer: Any) -> None:
        self._send(status, "application/json", json.dumps(answer))

    def _html(self, text: str) -> None:
        self._send(200, "text/html; charset=utf-8", text)

    def _redirect(self, address: str) -> None:
        self._send(303, "text/plain", "", {"Location": "".join(address.splitlines())})

    def _send(self, status: int, kind: str, text: str, headers: dict[str, str] | None = None) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(data)
