"""Where an import's pictures come from: a folder, or the web behind a careful fetcher."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT_SECONDS = 10
LARGEST = 20 * 1024 * 1024
GIVE_UP_AFTER = 3  # failures of a host in a row


class NoPicture(Exception):
    """The picture cannot be had; `code` and a translated reason for the report."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)


@dataclass(slots=True)
class Pictures:
    """Finds the bytes behind a picture's address. Remembers hosts that do not answer."""

    folder: Path | None = None
    may_fetch: bool = True
    failures: dict[str, int] = field(default_factory=dict)

    def get(self, url: str) -> bytes:
        """The file's bytes. Raises NoPicture."""
        found = self._local(url)
        if found is not None:
            return found.read_bytes()
        if not self.may_fetch:
            raise NoPicture("not_fetched", _("Pictures are not fetched in this run."))
        return self._fetch(url)

    def _local(self, url: str) -> Path | None:
        """A file of the picture's own name directly in the folder; never anything outside it."""
        if self.folder is None:
            return None
        path = self.folder / Path(unquote(urlsplit(url).path)).name
        return path if path.is_file() else None

    def _fetch(self, url: str) -> bytes:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NoPicture("bad_address", _("This is not a web address: {url}").format(url=url[:100]))
        if self.failures.get(parts.hostname, 0) >= GIVE_UP_AFTER:
            raise NoPicture("unreachable", _("{host} does not answer.").format(host=parts.hostname))
        try:
            content = download(url)
        except (OSError, http.client.HTTPException) as exc:
            self.failures[parts.hostname] = self.failures.get(parts.hostname, 0) + 1
            raise NoPicture("unreachable", _("{host} does not answer.").format(host=parts.hostname)) from exc
        self.failures[parts.hostname] = 0
        return content


def download(url: str) -> bytes:
    """The body of a 200 answer, at most 20 MB. No redirects; private addresses only if allowed by
    FETCH_ALLOWED_HOSTS. The address is looked up once and that very one is called."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _public_address(host, port)
    raw = socket.create_connection((address, port), timeout=TIMEOUT_SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    with raw:
        connection.sock = (
            ssl.create_default_context().wrap_socket(raw, server_hostname=host)
            if parts.scheme == "https"
            else raw
        )
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else "") or "/")
        response = connection.getresponse()
        if response.status != 200:
            raise NoPicture(
                "refused", _("{host} answered {status}.").format(host=host, status=response.status)
            )
        content = response.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NoPicture("too_large", _("The picture is larger than 20 MB."))
    return content


def _public_address(host: str, port: int) -> str:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    address = str(found[0][4][0])
    if host in settings.FETCH_ALLOWED_HOSTS or ipaddress.ip_address(address).is_global:
        return address
    raise NoPicture("private_address", _("{host} is not a public address.").format(host=host))
