"""Carriers: what their numbers look like, and where a parcel can be followed.

Formats from the carriers' own public pages, kept wide: they catch slips (a name pasted into the field,
a number cut short), not forgeries. `other` takes any sane number and has no tracking page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.core.errors import InvalidInput, Text

_SEPARATORS = re.compile(r"[\s.\-\u3000]+")


@dataclass(frozen=True, slots=True)
class CarrierInfo:
    """A carrier's code and name, the pattern of its numbers, and its tracking page with `{number}`."""

    code: str
    name: Text
    pattern: str
    tracking_url: str = ""


_ALL = (
    CarrierInfo(
        "sf",
        _("SF Express"),
        r"(SF)?\d{12,15}",
        "https://www.sf-express.com/chn/sc/waybill/waybill-detail/{number}",
    ),
    CarrierInfo(
        "yto",
        _("YTO Express"),
        r"(YT)?\d{10,18}|[A-Z]\d{9,12}",
        "https://www.yto.net.cn/tracesimple.html?number={number}",
    ),
    CarrierInfo(
        "zto",
        _("ZTO Express"),
        r"([A-Z]{2})?\d{12,15}",
        "https://www.zto.com/express/expressCheck.html?txtBill={number}",
    ),
    CarrierInfo(
        "ems",
        _("EMS China Post"),
        r"[A-Z]{2}\d{9}[A-Z]{2}|\d{13}",
        "https://www.ems.com.cn/queryList?mailNum={number}",
    ),
    CarrierInfo(
        "dhl",
        "DHL",
        r"\d{10,11}|[A-Z]{2}\d{9}[A-Z]{2}|[A-Z]{2,5}\d{7,20}",
        "https://www.dhl.com/global-en/home/tracking/tracking-express.html?tracking-id={number}",
    ),
    CarrierInfo(
        "ups",
        "UPS",
        r"1Z[0-9A-Z]{16}|\d{9}|\d{12}|T\d{10}",
        "https://www.ups.com/track?tracknum={number}",
    ),
    CarrierInfo(
        "usps",
        "USPS",
        r"\d{20,22}|\d{26}|\d{30}|\d{34}|[A-Z]{2}\d{9}US",
        "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    ),
    CarrierInfo(
        "fedex",
        "FedEx",
        r"\d{12}|\d{15}|\d{20}|\d{22}|\d{34}",
        "https://www.fedex.com/fedextrack/?trknbr={number}",
    ),
    CarrierInfo("other", pgettext_lazy("carrier", "Another carrier"), r"[0-9A-Z][0-9A-Z/_]{3,39}"),
)
CARRIERS: Mapping[str, CarrierInfo] = {carrier.code: carrier for carrier in _ALL}


def check_number(carrier: str, number: str) -> str:
    """The number as the carrier prints it: no blanks, capitals. Raises InvalidInput by field."""
    known = CARRIERS.get(carrier)
    if known is None:
        raise InvalidInput(fields={"carrier": _("Choose a carrier from the list.")})
    clean = _SEPARATORS.sub("", number).upper()
    if not clean:
        raise InvalidInput(fields={"tracking_number": _("Enter the tracking number.")})
    if not re.fullmatch(known.pattern, clean, re.ASCII):
        raise InvalidInput(
            fields={"tracking_number": _("This does not look like a tracking number of this carrier.")}
        )
    return clean


def tracking_url(carrier: str, number: str) -> str:
    """Where the parcel can be followed, or an empty string."""
    known = CARRIERS.get(carrier)
    return known.tracking_url.format(number=quote(number, safe="")) if known and known.tracking_url else ""


def carrier_name(carrier: str) -> str:
    """The carrier's name in the active language."""
    known = CARRIERS.get(carrier)
    return str(known.name) if known else carrier
