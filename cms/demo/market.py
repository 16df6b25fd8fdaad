"""Where the sample shop sells: channels, price lists, tax, delivery, stock, ways to pay."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from commerce.channels import services as channels
from commerce.core.context import ChannelRef
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from commerce.shipping import services as shipping
from commerce.tax import services as tax

EUROPE = ("DE", "FR", "NL", "AT", "BE", "IT", "ES")


@dataclass(frozen=True, slots=True)
class Market:
    """What the goods need to know of the market: channels and price lists in the goods' order of prices."""

    channels: tuple[ChannelRef, ...]
    price_lists: tuple[int, ...]
    location_id: int


def open_market() -> Market:
    """China sells in yuan, Europe in euros, Japan in yen; all prices with tax. China is the default."""
    china = channels.create_channel(
        code="cn", name="中国 China", currency="CNY", default_language="zh-hans", countries=["CN"],
        time_zone="Asia/Shanghai", is_default=True,
    )  # fmt: skip
    europe = channels.create_channel(
        code="eu", name="Europe", currency="EUR", default_language="en", countries=EUROPE,
        time_zone="Europe/Berlin",
    )  # fmt: skip
    japan = channels.create_channel(
        code="jp", name="日本 Japan", currency="JPY", default_language="en", countries=["JP"],
        time_zone="Asia/Tokyo",
    )  # fmt: skip
    sold_in = (china, europe, japan)
    lists = tuple(
        pricing.ensure_price_list(channel_id=c.id, currency=c.currency, code=f"{c.code}-retail")
        for c in sold_in
    )
    _tax()
    _delivery(china, europe, japan)
    for channel in sold_in:
        _payment(channel)
    location = inventory.create_location(
        code="hangzhou", name={"en": "Hangzhou warehouse", "zh-hans": "杭州仓"}, country="CN"
    )
    return Market(sold_in, lists, location)


def _tax() -> None:
    standard = tax.ensure_category(code="standard", name={"en": "Standard rate", "zh-hans": "标准税率"})
    for code, name, countries, ppm in (
        ("cn", {"en": "China", "zh-hans": "中国"}, ["CN"], 130_000),
        ("eu-19", {"en": "Germany", "zh-hans": "德国"}, ["DE"], 190_000),
        ("eu-20", {"en": "France, Austria", "zh-hans": "法国、奥地利"}, ["FR", "AT"], 200_000),
        ("eu-21", {"en": "Benelux, Spain", "zh-hans": "荷比西"}, ["NL", "BE", "ES"], 210_000),
        ("eu-22", {"en": "Italy", "zh-hans": "意大利"}, ["IT"], 220_000),
        ("jp", {"en": "Japan", "zh-hans": "日本"}, ["JP"], 100_000),
    ):  # fmt: skip
        zone = tax.ensure_zone(code=code, name=name, countries=countries)
        tax.set_rate(
            zone_id=zone, category_id=standard, rate_ppm=ppm, name={"en": "VAT", "zh-hans": "增值税"}
        )


def _delivery(china: ChannelRef, europe: ChannelRef, japan: ChannelRef) -> None:
    remote = ["新疆维吾尔自治区", "西藏自治区"]  # as `customers.addresses.regions` names them
    zone = shipping.create_zone(
        code="cn-mainland", name={"en": "Mainland", "zh-hans": "中国大陆"}, channel_id=china.id,
        countries=["CN"], excluded_regions=remote,
    )  # fmt: skip
    shipping.create_method(
        zone_id=zone, code="cn-standard", name={"en": "Standard", "zh-hans": "标准快递"},
        description={"en": "With ZTO or YTO, free over ¥199", "zh-hans": "中通或圆通，满 199 元包邮"},
        rates=[(0, 1000, 800), (1001, 3000, 1200), (3001, None, 2000)],
        min_days=2, max_days=4, free_over_amount=19_900,
    )  # fmt: skip
    shipping.create_method(
        zone_id=zone, code="cn-express", name={"en": "SF Express", "zh-hans": "顺丰特快"},
        description={"en": "Next day in most cities", "zh-hans": "多数城市次日达"},
        rates=[(0, 1000, 1800), (1001, 3000, 2600), (3001, None, 4200)],
        carrier="sf", min_days=1, max_days=2, position=1,
    )  # fmt: skip
    far = shipping.create_zone(
        code="cn-remote", name={"en": "Xinjiang and Tibet", "zh-hans": "新疆、西藏"}, channel_id=china.id,
        countries=["CN"], regions=remote,
    )  # fmt: skip
    shipping.create_method(
        zone_id=far, code="cn-remote-standard", name={"en": "Standard", "zh-hans": "标准快递"},
        rates=[(0, 1000, 2200), (1001, None, 4800)], min_days=5, max_days=9,
    )  # fmt: skip
    for channel, code, rates, days in (
        (europe, "eu", [(0, 2000, 690), (2001, None, 1290)], (3, 6)),
        (japan, "jp", [(0, 2000, 980), (2001, None, 1680)], (3, 5)),
    ):
        abroad = shipping.create_zone(
            code=code, name={"en": channel.code.upper(), "zh-hans": channel.code.upper()},
            channel_id=channel.id, countries=list(channel.countries),
        )  # fmt: skip
        shipping.create_method(
            zone_id=abroad, code=f"{code}-standard", name={"en": "Tracked parcel", "zh-hans": "可追踪包裹"},
            rates=rates, min_days=days[0], max_days=days[1],
        )  # fmt: skip


def _payment(channel: ChannelRef) -> None:
    """Every way the shop brings. The test provider moves no money; it is left out of production."""
    account = {
        "account_name": "Qilou Trading Co., Ltd.", "bank_name": "Bank of Hangzhou",
        "account_number": "3301 0401 6000 1234 567", "bic": "HZCBCN2H",
    }  # fmt: skip
    channels.set_plugin(channel=channel.code, plugin="bank_transfer", enabled=True, settings=account)
    if channel.code == "cn":
        channels.set_plugin(
            channel="cn", plugin="cash_on_delivery", enabled=True,
            settings={"countries": "CN", "maximum": "5000.00"},
        )  # fmt: skip
    if settings.TEST_PROVIDER_URL:
        channels.set_plugin(channel=channel.code, plugin="test_pay", enabled=True, settings={})
