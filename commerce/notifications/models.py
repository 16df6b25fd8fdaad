"""What was told to whom, when, and whether it arrived at the door."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One message to one recipient about one fact. The unique key makes it effectively once."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    key = models.CharField(max_length=120, unique=True, help_text=_("Fact, kind and recipient."))
    kind = models.CharField(max_length=40)
    medium = models.CharField(max_length=8, default="mail", help_text=_("mail or sms"))
    recipient = models.CharField(max_length=254)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    order_public_id = models.CharField(max_length=12, blank=True, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state="pending"), name="message_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"
