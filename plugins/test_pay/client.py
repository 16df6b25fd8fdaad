"""The provider's HTTP API, as seen from the shop: one small client, two ways to fail."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from commerce.payments.errors import ProviderRefused, ProviderUnavailable

MAX_ANSWER_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Client:
    """Calls `url` with `key`; waits `timeout` seconds for each step of an answer."""

    url: str
    key: str
    timeout: float = 8.0

    def get(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path, None)

    def post(self, path: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", path, json.dumps(dict(fields)))

    def _call(self, method: str, path: str, body: str | None) -> dict[str, Any]:
        """The answer. Raises ProviderRefused for a clear no (4xx), ProviderUnavailable for all else.

        A 5xx, a time-out or a reset says nothing about whether it was done.
        """
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Connection": "close",
        }
        try:
            connection = self._connection()
            try:
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                data = response.read(MAX_ANSWER_BYTES)
            finally:
                connection.close()
            answer = json.loads(data or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as trouble:
            raise ProviderUnavailable(data={"why": type(trouble).__name__}) from trouble
        if 200 <= response.status < 300 and isinstance(answer, dict):
            return answer
        code = str(answer.get("error", response.status)) if isinstance(answer, dict) else "refused"
        if 400 <= response.status < 500 and response.status not in (408, 425, 429):
            raise ProviderRefused(code)
        raise ProviderUnavailable(data={"why": code})

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        if not parts.hostname:
            raise ProviderRefused("no_address")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.hostname, parts.port, timeout=self.timeout)
