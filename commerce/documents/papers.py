"""How documents look: values become a page of HTML in one language, and that a PDF."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from babel.dates import format_date, format_datetime
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from commerce.core.formats import format_money, format_ppm, locale_of
from commerce.core.i18n import fallbacks
from commerce.core.money import Money
from commerce.customers.addresses import countries, format_address, format_phone

from . import barcode, queries
from .press import FONT_ADDRESS
from .printing import kept, print_pdf
from .types import Content, IssuedDocument, Kind, Slip

_REASONS = {
    "canceled": gettext_lazy("The order was canceled."),
    "returned": gettext_lazy("The parcel came back."),
    "provider": gettext_lazy("Refunded by the payment provider."),
}
# Longer lists have their own heading on each page, so a number of slips is only a matter of patience.
MOST_SLIPS = 100


def fiscal_pdf(document: IssuedDocument, language: str) -> bytes:
    """The invoice or credit note in `language`, kept once it is printed. Raises NotPrinted."""
    return kept(f"{document.summary.public_id}-{language}", lambda: fiscal_html(document, language))


def slips_pdf(slips: Sequence[Slip], language: str) -> bytes:
    """Slips and pick lists in one PDF, each from a page of its own. Raises NotPrinted."""
    return print_pdf(slips_html(slips, language))


def fiscal_html(document: IssuedDocument, language: str) -> str:
    """The page that `fiscal_pdf` prints."""
    with translation.override(language):
        return render_to_string("documents/fiscal.html", _fiscal(document, language))


def slips_html(slips: Sequence[Slip], language: str) -> str:
    """The pages that `slips_pdf` prints."""
    with translation.override(language):
        context = {
            **_shell(language, _("Packing slips") if len(slips) > 1 else _title(slips[0])),
            "slips": [_slip(slip, language) for slip in slips],
        }
        if len(slips) > 1:  # how many pages all slips have says nothing about one
            context["page_words"] = _("Page {page}").split("{page}")
        return render_to_string("documents/slips.html", context)


def _shell(language: str, title: str) -> dict[str, Any]:
    return {
        "lang": {"zh-hans": "zh-Hans"}.get(language, language),
        "title": title,
        "font": FONT_ADDRESS,
        "page_words": _("Page {page} of {pages}").replace("{pages}", "{page}").split("{page}"),
    }


def _fiscal(document: IssuedDocument, language: str) -> dict[str, Any]:
    summary, content = document.summary, document.content
    is_credit = summary.kind == Kind.CREDIT_NOTE

    def money(amount: int) -> str:
        return format_money(Money(amount, summary.currency), language)

    title = queries.title_of(summary.kind)
    told = [content.seller[code] for code in fallbacks(language) if code in content.seller]
    return {
        **_shell(language, f"{title} {summary.number}"),
        "heading": title,
        "number": summary.number,
        "is_credit": is_credit,
        "seller": _seller(told[0] if told else {}),
        "buyer": _party(content.billing_address, language),
        "buyer_contact": [
            text for text in (content.buyer["email"], _phone(content.buyer["phone"])) if text
        ],
        "ship_to": _party(content.shipping_address, language)
        if content.shipping_address and content.shipping_address != content.billing_address
        else [],
        "facts": _facts(document, language),
        "items": [_item(item, money, language) for item in content.items],
        "reason": _REASONS.get(content.reason, ""),
        "corrects": content.corrects,
        "totals": _totals(content, money),
        "total": money(content.total_amount),
        "taxes": [
            (format_ppm(row.rate_ppm, language), money(row.net_amount), money(row.tax_amount),
             money(row.gross_amount))
            for row in content.taxes
        ],
        "tax_total": (
            money(sum(row.net_amount for row in content.taxes)),
            money(content.tax_amount),
            money(content.total_amount),
        ),
        "paid": _paid(content, money) if not is_credit else "",
        "prices_include_tax": content.prices_include_tax,
    }  # fmt: skip


def _facts(document: IssuedDocument, language: str) -> list[tuple[str, str]]:
    summary, content = document.summary, document.content
    placed = datetime.fromisoformat(content.placed_at)
    facts = [
        (_("Document number"), summary.number),
        (_("Issued on"), _day(summary.issued_at, content.time_zone, language)),
        (_("Order number"), content.order_number),
        (_("Ordered on"), _day(placed, content.time_zone, language)),
        (_("Currency"), summary.currency),
    ]
    if content.corrects:
        facts.insert(2, (_("Corrects invoice"), content.corrects))
    return facts


def _item(item: Any, money: Callable[[int], str], language: str) -> dict[str, Any]:
    return {
        "name": item.name,
        "details": " · ".join(text for text in (item.options, item.sku) if text),
        "quantity": item.quantity,
        "unit": money(item.unit_amount),
        "discount": money(-item.discount_amount) if item.discount_amount else "",
        "rate": format_ppm(item.tax_rate_ppm, language),
        "amount": money(item.amount),
    }


def _totals(content: Content, money: Callable[[int], str]) -> list[tuple[str, str]]:
    """From the goods down to the total, which follows by itself."""
    if not content.items:
        return []
    rows = [(pgettext("document", "Goods"), money(content.items_amount))]
    rows += [(label, money(-amount)) for label, amount in content.discounts]
    if content.shipping_amount or content.shipping_name:
        rows.append((content.shipping_name or _("Delivery"), money(content.shipping_amount)))
    if content.tax_amount and not content.prices_include_tax:
        rows.append((pgettext("document", "Tax"), money(content.tax_amount)))
    return rows


def _paid(content: Content, money: Callable[[int], str]) -> str:
    if content.paid_amount >= content.total_amount:
        return _("Paid in full. Thank you for your order.")
    return _("Amount due: {amount}").format(amount=money(content.total_amount - content.paid_amount))


def _seller(facts: Mapping[str, str]) -> dict[str, Any]:
    lines = [facts.get("address", ""), facts.get("email", ""), facts.get("phone", "")]
    vat = facts.get("vat", "")
    return {
        "name": facts.get("name", ""),
        "company": facts.get("company") or facts.get("name", ""),
        "lines": [line for line in lines if line],
        "vat": _("Tax number: {number}").format(number=vat) if vat else "",
    }


def _party(address: Mapping[str, str], language: str) -> list[str]:
    """Name, address and country, as on an envelope."""
    if not address:
        return []
    country = [name for _code, name in countries([address.get("country", "")], language)]
    return [line for line in (address.get("name", ""), *format_address(address, language), *country) if line]


def _phone(stored: str) -> str:
    return format_phone(stored) if stored else ""


def _title(slip: Slip) -> str:
    kind = _("Packing slip") if slip.is_packing else _("Pick list")
    return f"{kind} {slip.order_number}"


def _slip(slip: Slip, language: str) -> dict[str, Any]:
    moments = {"placed": slip.placed_at, "shipped": slip.shipped_at}
    days = {name: _moment(at, slip.time_zone, language) if at else "" for name, at in moments.items()}
    facts = [(_("Ordered on"), days["placed"])]
    facts += [(_("Sent on"), days["shipped"])] if days["shipped"] else []
    facts += [(_("Delivery"), slip.method)] if slip.method else []
    if slip.is_packing:
        facts += [(_("Carrier"), slip.carrier), (_("Tracking number"), slip.tracking_number)]
    facts += [(_("Parcel"), slip.parcel)] if slip.parcel else []
    return {
        "heading": _("Packing slip") if slip.is_packing else _("Pick list"),
        "is_packing": slip.is_packing,
        "shop": slip.shop,
        "number": slip.order_number,
        "barcode": barcode.svg(slip.order_number),
        "recipient": slip.recipient,
        "facts": facts,
        "lines": slip.lines,
        "has_places": any(line.location for line in slip.lines) and not slip.is_packing,
        "pieces": sum(line.quantity for line in slip.lines),
        "note": slip.note,
    }


def _day(at: datetime, time_zone: str, language: str) -> str:
    return format_date(
        at.astimezone(zoneinfo.ZoneInfo(time_zone)).date(), format="long", locale=locale_of(language)
    )


def _moment(at: datetime, time_zone: str, language: str) -> str:
    return format_datetime(
        at, format="medium", tzinfo=zoneinfo.ZoneInfo(time_zone), locale=locale_of(language)
    )
