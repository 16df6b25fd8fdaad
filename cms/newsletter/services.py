"""Asking for the letter, confirming, leaving."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from .models import Subscription
from .tasks import send_letter


@transaction.atomic
def ask(*, email: str, language: str, consent: str) -> None:
    """Note that this mailbox wants the letter, and ask its owner by mail after commit.

    Who gets it already is asked nothing and not told here, so that nobody learns who does. Opens a
    transaction; locks the row.
    """
    email = email.strip().casefold()
    asked = {"language": language, "consent": consent[:300], "asked_at": timezone.now()}
    subscription, is_new = Subscription.objects.get_or_create(email=email, defaults=asked)
    if not is_new:
        subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if subscription.confirmed_at and not subscription.left_at:
            return
        for name, value in asked.items():
            setattr(subscription, name, value)
        subscription.confirmed_at = None
        subscription.save()
    transaction.on_commit(lambda: send_letter.enqueue("confirm", email, language))


@transaction.atomic
def confirm(*, email: str) -> bool:
    """The owner of the mailbox says yes; whether there was anything to confirm. A second yes changes
    nothing. Opens a transaction; locks the row."""
    subscription = Subscription.objects.select_for_update().filter(email=email).first()
    if subscription is None:
        return False
    if subscription.confirmed_at is None or subscription.left_at is not None:
        subscription.confirmed_at, subscription.left_at = timezone.now(), None
        subscription.save(update_fields=["confirmed_at", "left_at"])
        language = subscription.language
        transaction.on_commit(lambda: send_letter.enqueue("welcome", email, language))
    return True


def leave(*, email: str) -> None:
    """No more letters; asking again needs a new confirmation. Twice changes nothing."""
    Subscription.objects.filter(email=email, left_at=None).update(left_at=timezone.now())
