"""Text messages about accounts. Sent by a task, so that the answer takes equally long whoever asks."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from commerce.customers.codes import SIGN_IN, issue_code
from commerce.notifications.providers import sms_senders


def send_sign_in_code(phone: str, language: str) -> bool:
    """Make a code and send it. Talks to the SMS gateway. Raises NotDelivered; the task is then tried again,
    with another code."""
    code = issue_code(purpose=SIGN_IN, recipient=phone)
    with translation.override(language):
        text = _("[{shop}] Your code is {code}. It works for five minutes. Tell it to nobody.").format(
            shop=settings.SITE_NAME, code=code
        )
    sms_senders.get(settings.SMS_SENDER).send(number=phone, text=text, reference=uuid.uuid4().hex)
    return True
