"""Tracking numbers: slips are caught, what carriers print passes."""

import pytest

from commerce.core.errors import InvalidInput
from commerce.fulfillment.carriers import CARRIERS, check_number, tracking_url

GOOD = [
    ("sf", "SF1234567890123"),
    ("sf", "123456789012"),
    ("yto", "YT1234567890123"),
    ("zto", "78123456789012"),
    ("ems", "EA123456785CN"),
    ("ems", "1234567890123"),
    ("dhl", "1234567890"),
    ("dhl", "JD014600006281230704"),
    ("ups", "1Z999AA10123456784"),
    ("usps", "9400111899223197428490"),
    ("fedex", "123456789012"),
    ("other", "LOCAL-42/7"),
]


@pytest.mark.parametrize(("carrier", "number"), GOOD)
def test_numbers_as_carriers_print_them_pass(carrier, number):
    assert check_number(carrier, number.lower())


@pytest.mark.parametrize(
    ("carrier", "number"),
    [
        ("sf", "SF12"),
        ("ups", "1Z999"),
        ("ems", "<script>"),
        ("other", "x"),
        ("other", "a" * 60),
        ("sf", "１２３４５６７８９０１２"),
        ("sf", "1234567890\x0012"),
    ],
)
def test_slips_and_nonsense_are_refused(carrier, number):
    with pytest.raises(InvalidInput):
        check_number(carrier, number)


def test_every_carrier_but_other_has_a_tracking_page():
    for carrier, number in GOOD:
        address = tracking_url(carrier, check_number(carrier, number))
        assert bool(address) is (carrier != "other")
        assert "{" not in address
    assert {carrier for carrier, _ in GOOD} == set(CARRIERS)
