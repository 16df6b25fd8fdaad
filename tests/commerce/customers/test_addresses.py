"""What a country asks for in an address, and what cannot be delivered to."""

import pytest
from django.utils import translation

from commerce.core.errors import InvalidInput
from commerce.customers import addresses

HANGZHOU = {
    "name": "林晓",
    "phone": "138 0013 8000",
    "country": "CN",
    "region": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "street": "龙井路 1 号",
}
CALIFORNIA = {
    "name": "Ada",
    "phone": "+1 650 253 0000",
    "country": "US",
    "region": "CA",
    "city": "Mountain View",
    "street": "1600 Amphitheatre Parkway",
    "postal_code": "94043",
}


@pytest.mark.parametrize("address", [HANGZHOU, CALIFORNIA])
def test_a_complete_address_has_no_faults(address: dict[str, str]) -> None:
    assert addresses.check_address(address) == {}


def test_provinces_are_named_in_the_shoppers_language_under_one_code() -> None:
    chinese = dict(addresses.regions("CN", language="zh-hans"))
    english = dict(addresses.regions("CN", language="en"))
    assert chinese["浙江省"] == "浙江省" and english["浙江省"] == "Zhejiang"
    assert list(chinese) == list(english)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_province_city_or_district_is_offered_twice(language: str) -> None:
    for region, _name in addresses.regions("CN", language=language):
        cities = addresses.regions("CN", region, language=language)
        assert len({name for _code, name in cities}) == len(cities)
        for city, _name in cities:
            districts = addresses.regions("CN", region, city, language=language)
            assert len({code for code, _name in districts}) == len(districts)


def test_the_same_place_in_either_language_is_one_value() -> None:
    typed = {**HANGZHOU, "region": "Zhejiang", "city": "hangzhou", "district": "Xihu Qu"}
    assert addresses.normalize_address(typed) == addresses.normalize_address(HANGZHOU)


def test_a_municipality_has_no_level_below_its_districts() -> None:
    asked = [field.name for field in addresses.layout("CN", "北京市", "朝阳区")]
    assert asked == ["region", "city", "street"]
    address = {**HANGZHOU, "region": "北京市", "city": "朝阳区", "district": ""}
    assert addresses.check_address(address) == {}


def test_a_list_waits_for_the_choice_above_it() -> None:
    waiting = {field.name: field.waits for field in addresses.layout("CN")}
    assert waiting == {"region": False, "city": True, "district": True, "street": False}


def test_a_region_from_another_list_is_refused() -> None:
    assert "region" in addresses.check_address({**HANGZHOU, "region": "Bavaria"})
    assert "city" in addresses.check_address({**HANGZHOU, "city": "苏州市"})


def test_a_postal_code_must_belong_to_the_state() -> None:
    assert "postal_code" in addresses.check_address({**CALIFORNIA, "postal_code": "9404"})
    assert "postal_code" in addresses.check_address({**CALIFORNIA, "postal_code": "10001"})


@pytest.mark.parametrize("country", ["", "XX", "C", "12", "../../etc", "中国"])
def test_an_unknown_country_is_asked_again(country: str) -> None:
    assert list(addresses.check_address({**HANGZHOU, "country": country})) == ["country"]


def test_what_is_missing_is_named_in_the_words_of_the_country() -> None:
    with translation.override("en"):
        missing = addresses.check_address({"country": "US", "name": "Ada"})
    assert set(missing) == {"phone", "region", "city", "street", "postal_code"}
    assert "ZIP code" in str(missing["postal_code"]) and "State" in str(missing["region"])


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("138 0013 8000", "CN", "+8613800138000"),
        ("１３８００１３８０００", "CN", "+8613800138000"),
        ("+49 30 123456", "CN", "+4930123456"),
        ("(650) 253-0000", "US", "+16502530000"),
    ],
)
def test_phones_are_kept_in_one_form(typed: str, country: str, stored: str) -> None:
    assert addresses.normalize_phone(typed, country) == stored


@pytest.mark.parametrize("typed", ["", "123", "abc", "9" * 400, "+", "1e400"])
def test_what_cannot_be_called_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        addresses.normalize_phone(typed, "CN")
    assert "phone" in refused.value.fields


def test_too_long_a_street_is_refused() -> None:
    assert "street" in addresses.check_address({**HANGZHOU, "street": "长" * 301})


def test_line_breaks_and_control_characters_do_not_reach_a_label() -> None:
    assert addresses.normalize_address({**HANGZHOU, "street": "a\r\nb\x07 c"})["street"] == "a b c"


def test_an_address_is_written_as_its_country_writes_it() -> None:
    assert addresses.format_address(HANGZHOU, "zh-hans") == ["浙江省杭州市西湖区", "龙井路 1 号"]
    assert addresses.format_address(HANGZHOU, "en") == ["龙井路 1 号", "Xihu Qu, Hangzhou", "Zhejiang"]
    assert addresses.format_address(CALIFORNIA, "en") == [
        "1600 Amphitheatre Parkway",
        "Mountain View, CA 94043",
    ]


def test_every_country_can_be_asked_for_an_address() -> None:
    for code, name in addresses.countries((), "en"):
        asked = [field.name for field in addresses.layout(code, language="en")]
        assert "street" in asked, (code, name)
