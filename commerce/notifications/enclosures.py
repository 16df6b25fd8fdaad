"""Papers that go along with a mail: made when it is sent, so that the log keeps words and no files."""

from __future__ import annotations

from commerce.channels.queries import mails_invoices
from commerce.documents import papers, queries, services
from commerce.orders import queries as orders

from .models import Message

#: The letters that tell of money: with them the invoice is due.
ABOUT_PAYMENT = frozenset({"order_confirmed"})


def enclosures(message: Message) -> list[tuple[str, bytes]]:
    """(file name, PDF) of what goes along; nothing where the channel does not want it, or nothing is issued.

    An invoice that is due and not issued yet is issued now: whichever of two listeners comes first, the
    customer gets it. Raises NotPrinted, after which the mail is tried again. Must not run inside a
    transaction.
    """
    if message.kind not in ABOUT_PAYMENT or not message.order_public_id:
        return []
    order = orders.get_by_public_id(message.order_public_id)
    if not mails_invoices(order.channel_code):
        return []
    issued = services.issue_due(order_id=order.id)
    if issued is None:
        return []
    document = queries.get_document(order.id, issued.public_id)
    return [(f"{issued.number}.pdf", papers.fiscal_pdf(document, message.language))]
