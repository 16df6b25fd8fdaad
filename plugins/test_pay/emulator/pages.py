"""The pay page and the console, plain and in two languages."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote

from .switches import ALL

ZERO_DECIMALS = {"JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "PYG", "RWF", "VUV", "XPF"}
THREE_DECIMALS = {"KWD", "BHD", "JOD", "OMR", "TND", "IQD", "LYD"}
TEXTS = {
    "en": {
        "title": "Test payment", "banner": "This is a test provider. No money moves.", "to": "Pay for",
        "amount": "Amount", "pay": "Pay now", "decline": "Decline the payment",
        "cancel": "Cancel and go back",
        "trouble": "Make trouble (for tests)", "save": "Keep these switches",
        "done": "This charge is",
        "back": "Back to the shop", "console": "Test payment provider", "charges": "Charges",
        "state": "State", "reference": "Reference", "none": "No charges yet.", "other": "中文",
        "all": "Trouble for every charge", "messages": "Messages sent", "answer": "Answer", "tries": "Tries",
        "kind": "Address",
    },
    "zh-hans": {
        "title": "测试支付", "banner": "这是测试支付平台，不会产生真实扣款。", "to": "付款项目",
        "amount": "金额", "pay": "立即支付", "decline": "拒绝付款", "cancel": "取消并返回",
        "trouble": "制造异常（测试用）", "save": "保存这些开关", "done": "该笔交易状态",
        "back": "返回商店", "console": "测试支付平台", "charges": "交易",
        "state": "状态", "reference": "商户单号", "none": "还没有交易。", "other": "English",
        "all": "对所有交易制造异常", "messages": "已发送的通知", "answer": "应答", "tries": "次数",
        "kind": "地址",
    },
}  # fmt: skip
TAGS = {"en": "en", "zh-hans": "zh-Hans"}
STATES: dict[str, dict[str, str]] = {
    "en": {},
    "zh-hans": {
        "open": "待付款", "authorized": "已授权", "captured": "已付款", "declined": "已拒绝",
        "canceled": "已取消", "voided": "已撤销",
    },
}  # fmt: skip
STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0;background:#eef1f4;color:#17202a}
body{font:17px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:34rem;margin:0 auto;padding:1.25rem}main.wide{max-width:62rem}
.banner{background:#7a4b00;color:#fff;padding:.5rem 1.25rem;text-align:center;font-size:.9rem}
.card{background:#fff;border-radius:12px;padding:1.25rem;margin-top:1rem;overflow-x:auto}
h1{font-size:1.4rem;margin:.25rem 0}h2{font-size:1.1rem}.sum{font-size:2rem;margin:.25rem 0 1rem}
button{display:block;width:100%;min-height:48px;margin:.6rem 0;border-radius:8px;border:1px solid #17202a;
background:#fff;color:#17202a;font:inherit;cursor:pointer}
button.primary{background:#0b5d3b;border-color:#0b5d3b;color:#fff;font-weight:600}
:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
label{display:block;margin:.6rem 0 .2rem}
label.check{display:flex;gap:.6rem;align-items:center;min-height:32px}
input:not([type=checkbox]){width:100%;min-height:44px;font:inherit;padding:.4rem .6rem;
border:1px solid #5b6875;border-radius:6px}input[type=checkbox]{width:24px;height:24px}a{color:#0b4a8f}
summary{cursor:pointer;min-height:32px}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5dbe1;white-space:nowrap}
"""


def language_of(text: str) -> str:
    return "en" if text.lower().startswith("en") else "zh-hans"


def money(amount: int, currency: str) -> str:
    """`CNY 88.00` from minor units."""
    places = 0 if currency in ZERO_DECIMALS else 3 if currency in THREE_DECIMALS else 2
    digits = str(amount).rjust(places + 1, "0")
    figure = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"{currency} {figure}"


def pay_page(charge: dict[str, Any], language: str) -> str:
    """Pay, decline or cancel; what was decided already, otherwise."""
    t = TEXTS[language]
    here = f"/pay/{quote(charge['id'])}"
    facts = (
        f"<p>{escape(t['to'])}: {escape(charge['description'] or charge['merchant_ref'])}</p>"
        f"<p class=sum>{escape(money(charge['amount'], charge['currency']))}</p>"
    )
    if charge["state"] == "open":
        buttons = "".join(
            f'<button name=decision value="{decision}"{" class=primary" if decision == "pay" else ""}>'
            f"{escape(t[decision])}</button>"
            for decision in ("pay", "decline", "cancel")
        )
        body = (
            f'<form method=post action="{here}?lang={language}">{buttons}'
            f"<details><summary>{escape(t['trouble'])}</summary>"
            f"{_fields(charge['switches'], language)}</details>"
            "</form>"
        )
    else:
        state = STATES[language].get(charge["state"], charge["state"])
        body = f"<p>{escape(t['done'])}: <strong>{escape(state)}</strong></p>" + (
            f'<p><a href="{escape(charge["return_url"])}">{escape(t["back"])}</a></p>'
            if charge["return_url"].startswith(("http://", "https://"))
            else ""
        )
    return _page(
        t["title"], f"<h1>{escape(t['title'])}</h1><div class=card>{facts}{body}</div>", language, here
    )


def console_page(
    charges: list[dict[str, Any]], deliveries: list[dict[str, Any]], switches: dict[str, Any], language: str
) -> str:
    """All charges and messages, and the switches that concern all of them."""
    t = TEXTS[language]
    rows = "".join(
        f'<tr><td><a href="/pay/{quote(c["id"])}?lang={language}">{escape(c["merchant_ref"])}</a></td>'
        f"<td>{escape(money(c['amount'], c['currency']))}</td>"
        f"<td>{escape(STATES[language].get(c['state'], c['state']))}</td></tr>"
        for c in charges
    )
    table = (
        f"<table><tr><th scope=col>{escape(t['reference'])}</th><th scope=col>{escape(t['amount'])}</th>"
        f"<th scope=col>{escape(t['state'])}</th></tr>{rows}</table>"
        if charges
        else f"<p>{escape(t['none'])}</p>"
    )
    sent = "".join(
        f"<tr><td>{escape(d['event'])}</td><td>{escape(d['url'])}</td><td>{d['tries']}</td>"
        f"<td>{escape(d['answer'])}</td></tr>"
        for d in deliveries
    )
    log = (
        f"<table><tr><th scope=col>{escape(t['reference'])}</th><th scope=col>{escape(t['kind'])}</th>"
        f"<th scope=col>{escape(t['tries'])}</th><th scope=col>{escape(t['answer'])}</th></tr>{sent}</table>"
    )
    form = (
        f'<form method=post action="/switches?lang={language}">{_fields(switches, language)}'
        f"<button>{escape(t['save'])}</button></form>"
    )
    body = (
        f"<h1>{escape(t['console'])}</h1>"
        f'<section class=card tabindex=0 aria-label="{escape(t["charges"])}">'
        f"<h2>{escape(t['charges'])}</h2>{table}</section>"
        f"<section class=card><h2>{escape(t['all'])}</h2>{form}</section>"
        f'<section class=card tabindex=0 aria-label="{escape(t["messages"])}">'
        f"<h2>{escape(t['messages'])}</h2>{log if deliveries else ''}</section>"
    )
    return _page(t["console"], body, language, "/", wide=True)


def _fields(values: dict[str, Any], language: str) -> str:
    parts = []
    for switch in ALL:
        label = escape(switch.en if language == "en" else switch.zh)
        value = values.get(switch.name, "")
        if switch.kind == "bool":
            checked = " checked" if value else ""
            parts.append(
                f'<label class=check><input type=checkbox name="{switch.name}" value=1{checked}>'
                f"{label}</label>"
            )
        else:
            kind = ' inputmode="decimal"' if switch.kind == "number" else ""
            shown = f"{value:g}" if isinstance(value, float) else str(value)
            parts.append(
                f'<label for="s-{switch.name}">{label}</label>'
                f'<input id="s-{switch.name}" name="{switch.name}" value="{escape(shown)}"{kind}>'
            )
    return "".join(parts)


def _page(title: str, body: str, language: str, here: str, *, wide: bool = False) -> str:
    t = TEXTS[language]
    other = "zh-hans" if language == "en" else "en"
    return (
        f'<!doctype html><html lang="{TAGS[language]}"><head><meta charset=utf-8>'
        f'<meta name=viewport content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f'<link rel=icon href="data:,"><style>{STYLE}</style></head><body>'
        f'<header><p class=banner style="margin:0">{escape(t["banner"])}</p></header>'
        f"<main{' class=wide' if wide else ''}>{body}"
        f'<p><a href="{here}?lang={other}" lang="{TAGS[other]}">{escape(t["other"])}</a></p>'
        "</main></body></html>"
    )
