"""Ways to reach people besides mail: the protocol for text messages, and one that writes to a directory."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from commerce.core.registry import Registry

from .errors import NotDelivered


class SmsSender(Protocol):
    """Hands a text to a gateway. Called outside transactions, again after a failure.

    `number` is E.164, `reference` the same on every retry: pass it on where the gateway knows
    idempotency. Raise `notifications.errors.NotDelivered` when it was not taken.
    """

    def send(self, *, number: str, text: str, reference: str) -> None:
        """Deliver `text`, or raise."""


class DirectorySender:
    """Writes each text to a file of its own in settings.SMS_DIR: for one machine, and for tests."""

    def send(self, *, number: str, text: str, reference: str) -> None:
        folder = Path(settings.SMS_DIR)
        stamp = timezone.now().strftime("%Y%m%d-%H%M%S")
        name = f"{stamp}-{re.sub(r'[^0-9+]', '', number)}-{uuid.uuid4().hex[:8]}.txt"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(f"To: {number}\nReference: {reference}\n\n{text}\n", encoding="utf-8")
        except OSError as trouble:
            raise NotDelivered(data={"why": str(trouble)}) from trouble


sms_senders: Registry[SmsSender] = Registry("sms_senders", SmsSender)
sms_senders.register("directory", DirectorySender())
