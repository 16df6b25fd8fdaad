"""Nothing becomes cheaper by a campaign than the channel allows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cms.campaigns import services, states
from cms.campaigns.errors import CampaignNotReady
from cms.campaigns.models import Campaign
from commerce.channels import services as channels
from commerce.promotions.models import Promotion
from commerce.search.services import reindex
from tests import factories as make

from .conftest import END, START, make_campaign, sleeping


def refusals(campaign: Campaign) -> list[str]:
    """The words of what is too cheap; nothing else may speak against the campaign."""
    with pytest.raises(CampaignNotReady) as refusal:
        services.schedule(campaign_id=campaign.pk)
    errors = [reason for reason in refusal.value.reasons if not reason.is_warning]
    assert {reason.code for reason in errors} == {"below_price_floor"}
    return [str(reason.message) for reason in errors]


def shoes(price: int = 10_000):
    goods = make.make_category()
    make.make_product("Cloud runner", price=price, categories=[goods])
    reindex()
    return goods


def test_a_percentage_typed_ten_times_too_large_is_caught():
    promotion = sleeping(shoes(), percent=95)
    campaign = make_campaign(promotion_ids=[promotion.pk])

    [says] = refusals(campaign)

    assert "“Cloud runner” would cost CN¥5.00" in says
    assert "5 % of its list price CN¥100.00" in says
    assert "no less than 10 %" in says
    campaign.refresh_from_db()
    promotion.refresh_from_db()
    assert campaign.state == states.DRAFT
    assert (promotion.is_active, Promotion.objects.count()) == (False, 1)


@pytest.mark.parametrize("percent", [20, 90])
def test_down_to_the_limit_everything_is_allowed(percent):
    campaign = make_campaign(promotion_ids=[sleeping(shoes(), percent=percent).pk])
    assert services.schedule(campaign_id=campaign.pk)


def test_what_adds_up_over_lanes_is_added_up():
    goods = shoes()
    ours = [sleeping(goods, percent=80, lane="sale").pk, sleeping(goods, percent=80, lane="gift").pk]
    assert "4 % of its list price" in refusals(make_campaign(promotion_ids=ours))[0]


def test_a_promotion_that_begins_in_the_middle_counts_from_then_on():
    goods = shoes()
    make.make_promotion(goods, percent=80, lane="flash", starts_at=START + timedelta(days=1), ends_at=END)
    campaign = make_campaign(promotion_ids=[sleeping(goods, percent=60).pk])

    with pytest.raises(CampaignNotReady) as refusal:
        services.schedule(campaign_id=campaign.pk)

    [found] = [each for each in refusal.value.reasons if each.code == "below_price_floor"]
    assert "from Nov. 4, 2026 12:00" in str(found.message)


def test_a_reduced_price_counts_from_the_list_price():
    goods = shoes()
    variant = make.make_product("Winter boot", price=20_000, categories=[goods]).variants.get()
    make.make_price(variant, 2_500, price_list=make.make_price_list(priority=10))
    reindex()
    assert "“Winter boot”" in refusals(make_campaign(promotion_ids=[sleeping(goods, percent=30).pk]))[0]


def test_each_channel_has_a_limit_of_its_own():
    channels.update_channel(code="cn", price_floor_percent=0)
    campaign = make_campaign(promotion_ids=[sleeping(shoes(), percent=100).pk])
    assert services.schedule(campaign_id=campaign.pk)
