"""What the provider does: charges, captures, refunds, and the events it announces."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any

from .store import Document, Store
from .switches import Switches

OPEN, AUTHORIZED, CAPTURED = "open", "authorized", "captured"
DECLINED, CANCELED, VOIDED = "declined", "canceled", "voided"
# How long the less important of two messages is held back where the order is turned round.
REORDERED_SECONDS = 1.5
REQUIRED = ("merchant_ref", "amount", "currency", "return_url", "notify_url")


class Refused(Exception):
    """The provider's no: an HTTP status and a code."""

    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code
        super().__init__(code)


def now() -> float:
    return datetime.now(UTC).timestamp()


class Provider:
    """The emulated provider. Each method is one change of its state; callers hold no locks."""

    def __init__(self, store: Store, account: str) -> None:
        self.store = store
        self.account = account

    def create(self, fields: dict[str, Any]) -> Document:
        """A new charge; the same `merchant_ref` gives the same charge, never a second one."""
        if any(not fields.get(name) for name in REQUIRED):
            raise Refused(422, "missing_field")
        amount, currency = fields["amount"], str(fields["currency"])
        if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0 or len(currency) != 3:
            raise Refused(422, "invalid_amount")
        with self.store.change():
            known = self.store.charge(merchant_ref=str(fields["merchant_ref"]))
            if known is not None:
                if known["state"] == CANCELED:
                    raise Refused(409, "canceled")
                if (known["amount"], known["currency"]) != (amount, currency):
                    raise Refused(409, "reference_used_for_another_amount")
                return known
            charge = self._new_charge(fields, amount, currency)
            self.store.save_charge(charge)
        if pays := self.switches_of(charge).auto:
            return self.decide(charge["id"], pays)
        return charge

    def decide(self, charge_id: str, decision: str) -> Document:
        """What the shopper does on the pay page: pay, decline, cancel (leave without paying)."""
        with self.store.change():
            charge = self._charge(charge_id)
            if decision not in ("pay", "decline", "cancel"):
                raise Refused(422, "unknown_decision")
            if charge["state"] != OPEN or decision == "cancel":
                return charge
            if decision == "decline":
                charge["state"] = DECLINED
                self._announce(charge, "charge.declined", effect=f"try_{secrets.token_hex(8)}")
            else:
                self._take(charge)
            self.store.save_charge(charge)
        return charge

    def capture(self, merchant_ref: str, amount: int, currency: str) -> Document:
        """Take authorized money; again: the same answer."""
        with self.store.change():
            charge = self._charge_by_ref(merchant_ref)
            if charge["state"] == CAPTURED:
                return charge
            if charge["state"] != AUTHORIZED:
                raise Refused(409, f"is_{charge['state']}")
            if (amount, currency) != (charge["amount"], charge["currency"]):
                raise Refused(422, "wrong_amount")
            charge["state"] = CAPTURED
            self._announce(charge, "charge.captured", effect=charge["payment"])
            self.store.save_charge(charge)
        return charge

    def cancel(self, merchant_ref: str) -> Document:
        """Close a charge for good. One that was never created is closed ahead of its creation."""
        with self.store.change():
            charge = self.store.charge(merchant_ref=merchant_ref)
            if charge is None:
                charge = self._new_charge({"merchant_ref": merchant_ref}, 0, "XXX")
            if charge["state"] == CAPTURED:
                raise Refused(409, "already_paid")
            if charge["state"] == AUTHORIZED:
                charge["state"] = VOIDED
                self._announce(charge, "charge.voided", effect=charge["payment"])
            elif charge["state"] == OPEN and not self.switches_of(charge).ignore_cancel:
                charge["state"] = CANCELED
            self.store.save_charge(charge)
        return charge

    def refund(self, fields: dict[str, Any]) -> Document:
        """Give money back; the same `refund_ref` gives the same refund, never a second one."""
        ref, amount = str(fields.get("refund_ref", "")), fields.get("amount")
        if not ref or not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
            raise Refused(422, "invalid_refund")
        with self.store.change():
            charge = self._charge_by_ref(str(fields.get("merchant_ref", "")))
            known = self.store.refund(ref)
            if known is not None:
                if (known["charge"], known["amount"]) != (charge["id"], amount):
                    raise Refused(409, "reference_used_for_another_refund")
                return self._finish_refund(charge, known)
            if charge["state"] != CAPTURED:
                raise Refused(409, "not_captured")
            if fields.get("currency") != charge["currency"]:
                raise Refused(422, "wrong_currency")
            if amount > charge["amount"] - charge["refunded"]:
                raise Refused(409, "more_than_captured")
            if self.switches_of(charge).refuse_refund:
                raise Refused(409, "refund_refused")
            refund = {
                "id": f"re_{secrets.token_hex(10)}",
                "refund_ref": ref,
                "charge": charge["id"],
                "amount": amount,
                "currency": charge["currency"],
                "state": "pending",
                "at": now(),
            }
            charge["refunded"] += amount
            self.store.save_charge(charge)
            self.store.save_refund(refund)
            if self.switches_of(charge).pending_refund:
                return refund
            return self._finish_refund(charge, refund)

    def switches_of(self, charge: Document) -> Switches:
        """How to misbehave about a charge: the switches of all, overruled by its own."""
        return Switches(self.store.switches() | charge["switches"])

    def set_switches(self, values: dict[str, Any], charge_id: str = "") -> Document:
        clean = Switches.clean(values)
        with self.store.change():
            if charge_id:
                charge = self._charge(charge_id)
                charge["switches"] = clean
                self.store.save_charge(charge)
            else:
                self.store.save_switches(clean)
        return clean

    def view(self, charge: Document) -> Document:
        """A charge as the API tells it, with its refunds."""
        told = {key: value for key, value in charge.items() if key != "switches"}
        return told | {"refunds": self.store.refunds_of(charge["id"])}

    def _new_charge(self, fields: dict[str, Any], amount: int, currency: str) -> Document:
        copied = {name: str(fields.get(name) or "") for name in (
            "merchant_ref", "return_url", "notify_url", "description", "language",
        )}  # fmt: skip
        return copied | {
            "id": f"ch_{secrets.token_urlsafe(16)}",
            "payment": "",
            "amount": amount,
            "currency": currency,
            "capture": "manual" if fields.get("capture") == "manual" else "automatic",
            "state": OPEN,
            "refunded": 0,
            "at": now(),
            "switches": Switches.clean(fields.get("switches") or {}),
        }

    def _take(self, charge: Document) -> None:
        charge["payment"] = f"pay_{secrets.token_hex(10)}"
        charge["paid_at"] = now()
        self._announce(charge, "charge.processing", effect=charge["payment"])
        if charge["capture"] == "manual":
            charge["state"] = AUTHORIZED
            self._announce(charge, "charge.authorized", effect=charge["payment"])
        else:
            charge["state"] = CAPTURED
            self._announce(charge, "charge.captured", effect=charge["payment"])

    def _finish_refund(self, charge: Document, refund: Document) -> Document:
        if refund["state"] != "done":
            refund["state"] = "done"
            self._announce(charge, "refund.done", effect=refund["id"], refund=refund)
            self.store.save_refund(refund)
        return refund

    def _announce(self, charge: Document, kind: str, *, effect: str, refund: Document | None = None) -> None:
        """Write an event and what will be sent of it, with all the mischief that is switched on."""
        switches = self.switches_of(charge)
        event = {
            "id": f"evt_{secrets.token_hex(12)}",
            "type": kind,
            "account": self.account,
            "charge": charge["id"],
            "merchant_ref": charge["merchant_ref"],
            "refund_ref": refund["refund_ref"] if refund else "",
            "effect": effect,
            "amount": refund["amount"] if refund else charge["amount"],
            "currency": charge["currency"],
            "at": now(),
        }
        self.store.add_event(event)
        if switches.lost or not charge["notify_url"]:
            return
        is_minor = kind in ("charge.processing", "charge.declined")
        due = now() + switches.late + (REORDERED_SECONDS if switches.reordered and is_minor else 0)
        body = json.dumps(switches.bend(event), separators=(",", ":"))
        for _ in range(max(1, switches.duplicate)):
            self.store.add_delivery(event, charge["notify_url"], body, due=due, is_forged=switches.forged)

    def _charge(self, charge_id: str) -> Document:
        charge = self.store.charge(id=charge_id)
        if charge is None:
            raise Refused(404, "no_such_charge")
        return charge

    def _charge_by_ref(self, merchant_ref: str) -> Document:
        charge = self.store.charge(merchant_ref=merchant_ref)
        if charge is None:
            raise Refused(404, "no_such_charge")
        return charge
