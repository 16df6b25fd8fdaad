"""A visitor: one kept-alive connection with cookies and an address of its own."""

from __future__ import annotations

import http.client
import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

CSRF_FIELD = re.compile(r'name="csrfmiddlewaretoken"[^>]*?value="([^"]+)"')


class Refused(Exception):
    """An answer that the shopper's way cannot go on with."""


@dataclass(slots=True)
class Answer:
    status: int
    text: str
    location: str

    def json(self) -> Any:
        return json.loads(self.text)

    def csrf(self) -> str:
        """The form's token. Raises Refused when there is none."""
        return self.find(CSRF_FIELD.pattern)

    def find(self, pattern: str) -> str:
        """What `pattern` finds in the page, of its last group if it has any. Raises Refused."""
        found = re.search(pattern, self.text, re.DOTALL)
        if not found:
            raise Refused(f"{self.status}: nothing like {pattern} in {self.text[:600]}")
        return found.group(found.lastindex or 0)


class Visitor:
    """Speaks HTTP/1.1 to one server. Each one comes from an address of its own, as throttles count."""

    def __init__(self, base: str, *, host: str = "") -> None:
        self.base = base
        parts = urlsplit(base)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        self.host = host
        self.renew()

    def renew(self) -> None:
        """Become somebody else on the same connection."""
        self.cookies: dict[str, str] = {}
        self.address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("GET", path, None, headers or {})

    def post(self, path: str, form: Mapping[str, str] | list[tuple[str, str]]) -> Answer:
        return self.ask(
            "POST", path, urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def send(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """POST JSON."""
        return self.ask(
            "POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})}
        )

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        sent = {"X-Forwarded-For": self.address, "Accept-Language": "en", **headers}
        if self.host:
            sent["Host"] = self.host
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            sent["Referer"] = self.base + path
        try:
            try:
                self.connection.request(method, path.removeprefix(self.base), body, sent)
            except BrokenPipeError:  # the server had closed the idle connection: nothing was sent
                self.connection.close()
                self.connection.request(method, path.removeprefix(self.base), body, sent)
            response = self.connection.getresponse()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            raise
        text = response.read().decode("utf-8", "replace")
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return Answer(response.status, text, (response.getheader("Location") or "").removeprefix(self.base))

    def expect_page(self, path: str) -> Answer:
        """The page at `path`. Raises Refused for anything but 200."""
        return expect(self.get(path))

    def close(self) -> None:
        self.connection.close()


def expect(answer: Answer, *statuses: int) -> Answer:
    """The same answer if its status is one of these. Raises Refused."""
    if answer.status not in (statuses or (200,)):
        raise Refused(f"{answer.status} {answer.location} {answer.text[:800]}")
    return answer
