"""Mischief on request: what a real provider does on a bad day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WRONG_AMOUNT_BY = 100


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch's name, kind ("bool", "number", "text") and what it does, in both languages."""

    name: str
    kind: str
    en: str
    zh: str


ALL = (
    Switch("duplicate", "number", "Send every message this many times at once", "每条通知同时重复发送的次数"),
    Switch("late", "number", "Send messages this many seconds late", "通知延迟的秒数"),
    Switch("reordered", "bool", "Send messages in the wrong order", "通知乱序"),
    Switch("forged", "bool", "Sign messages with a wrong secret", "用错误的密钥签名"),
    Switch("wrong_amount", "bool", "Tell a wrong amount", "通知中的金额错误"),
    Switch("wrong_currency", "text", "Tell this currency instead", "通知中改用此币种"),
    Switch("lost", "bool", "Send no message at all", "不发送通知"),
    Switch("slow", "number", "Answer this many seconds late", "接口延迟应答的秒数"),
    Switch("error", "bool", "Answer 500 instead of doing it", "接口返回 500，不执行"),
    Switch("error_after", "bool", "Do it, then answer 500", "执行后返回 500"),
    Switch("reset", "bool", "Do it, then reset the connection", "执行后断开连接"),
    Switch("operations", "text", "Only for these (create, query, refund …)", "仅对这些操作生效"),
    Switch("pending_refund", "bool", "Leave refunds pending at first", "退款先处于处理中"),
    Switch("refuse_refund", "bool", "Refuse refunds", "拒绝退款"),
    Switch("ignore_cancel", "bool", "Stay payable although canceled", "取消后仍可付款"),
    Switch("auto", "text", "Decide without a shopper: pay or decline", "无需买家操作：pay 或 decline"),
)  # fmt: skip
_KINDS = {switch.name: switch.kind for switch in ALL}


class Switches:
    """Switches that are on, by name; those that are not are off."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    @staticmethod
    def clean(values: dict[str, Any]) -> dict[str, Any]:
        """Known switches that are on. Forms send text: "", "0" and "false" are off."""
        found: dict[str, Any] = {}
        for name, value in values.items():
            kind = _KINDS.get(name)
            text = str(value).strip()
            if kind is None or text.lower() in ("", "0", "false", "none"):
                continue
            if kind == "number":
                try:
                    found[name] = min(float(text), 3600.0)
                except ValueError:
                    continue
            else:
                found[name] = True if kind == "bool" else text[:100]
        return found

    @property
    def duplicate(self) -> int:
        return int(self._values.get("duplicate", 1))

    @property
    def late(self) -> float:
        return float(self._values.get("late", 0))

    @property
    def auto(self) -> str:
        return str(self._values.get("auto", ""))

    @property
    def slow(self) -> float:
        return float(self._values.get("slow", 0))

    def __getattr__(self, name: str) -> bool:
        if name not in _KINDS:
            raise AttributeError(name)
        return bool(self._values.get(name))

    def concerns(self, operation: str) -> bool:
        """Whether trouble with answers is meant for `operation`."""
        named = str(self._values.get("operations", "")).replace(",", " ").split()
        return not named or operation in named

    def bend(self, event: dict[str, Any]) -> dict[str, Any]:
        """The message as it will be sent: wrong where it was asked to be wrong."""
        bent = dict(event)
        if self.wrong_amount:
            bent["amount"] = event["amount"] + WRONG_AMOUNT_BY
        if self._values.get("wrong_currency"):
            bent["currency"] = str(self._values["wrong_currency"])
        return bent
