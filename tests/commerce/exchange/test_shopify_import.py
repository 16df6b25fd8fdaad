"""Products come in from the files shops really have; nothing half done, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commerce.catalog.models import Product, Variant
from commerce.exchange import services
from commerce.exchange.errors import MissingColumns, UnreadableFile
from commerce.exchange.models import ImportRow, ImportRun
from commerce.exchange.types import ImportOptions
from commerce.inventory.models import StockItem, StockMovement
from commerce.pricing.models import Price
from tests.factories import make_channel, make_location, picture_bytes

pytestmark = pytest.mark.django_db

BAGS = Path(__file__).parent / "data" / "bags.csv"


@pytest.fixture(autouse=True)
def shop():
    make_channel()
    make_location()


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, name in enumerate(("red", "blue", "blue-small", "inside")):
        (folder / f"{name}.jpg").write_bytes(picture_bytes(color=(number * 60, 90, 120)))
    return folder


def run(path=BAGS, **changes):
    options = {"channel": "cn", "currency": "CNY", "language": "en", "fetch_images": False} | changes
    return services.import_products(path=path, format="shopify", options=ImportOptions(**options))


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "products.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_file_becomes_products_with_prices_stock_and_pictures(pictures):
    report = run(images_dir=str(pictures))
    assert report.products == {"created": 2, "skipped": 1}
    bag = Product.objects.get(handle="linen-bag")
    text = bag.translations.get(language="en")
    assert text.description == "<p>Woven in <b>Suzhou</b>.</p>"
    assert text.seo_title == "Linen bag by Fang"
    assert (str(bag.brand), bag.tags, bag.status) == ("fang", ["linen", "summer"], "active")
    assert [str(category) for category in bag.categories.all()] == ["bags"]
    assert [option.code for option in bag.options.all()] == ["size", "color"]
    assert bag.variants.count() == 3
    red = Variant.objects.get(sku="LB-S-R")
    price = Price.objects.get(variant=red)
    assert (price.amount, price.compare_at_amount) == (1990, 2990)
    assert StockItem.objects.get(variant=red).on_hand == 4
    assert [media.alt["en"] for media in bag.media.all()] == [
        "A red bag",
        "A blue bag",
        "Inside",
        "Linen Bag",
    ]
    assert bag.media.last().variant.sku == "LB-S-B"
    assert all(media.image_id for media in bag.media.all())


def test_what_shopify_writes_for_no_option_and_oversold_stock_is_understood():
    run()
    cup = Product.objects.get(handle="tea-cup")
    assert not cup.options.exists()
    variant = cup.variants.get()
    assert Price.objects.get(variant=variant).compare_at_amount is None
    assert not StockItem.objects.filter(variant=variant, on_hand__gt=0).exists()


def test_a_second_run_changes_nothing(pictures):
    run(images_dir=str(pictures))
    before = (
        Price.objects.count(),
        StockMovement.objects.count(),
        Product.objects.get(handle="linen-bag").content_version,
    )
    report = run(images_dir=str(pictures))
    assert report.products == {"unchanged": 2, "skipped": 1}
    after = (
        Price.objects.count(),
        StockMovement.objects.count(),
        Product.objects.get(handle="linen-bag").content_version,
    )
    assert after == before


def test_a_changed_price_updates_and_keeps_the_old_one_as_history(tmp_path):
    run()
    path = write(tmp_path, BAGS.read_text().replace("19.90,29.90", "17.90,29.90"))
    assert run(path).products["updated"] == 1
    prices = Price.objects.filter(variant__sku="LB-S-R").order_by("valid_from")
    assert [price.amount for price in prices] == [1990, 1790]
    assert prices[0].valid_until == prices[1].valid_from


def test_a_dry_run_reports_the_same_and_keeps_nothing():
    report = run(dry_run=True)
    assert report.products == {"created": 2, "skipped": 1}
    assert not Product.objects.exists()
    assert not ImportRun.objects.exists()


def test_pictures_that_cannot_be_had_are_reported_and_remembered_by_address():
    report = run()
    notes = [row for row in report.rows if row.code == "picture_not_fetched"]
    assert len(notes) == 4
    bag = Product.objects.get(handle="linen-bag")
    assert [media.image_id for media in bag.media.all()] == [None] * 4
    assert bag.media.first().source_url == "https://pictures.test/red.jpg"


def test_one_bad_row_stops_its_product_and_no_other(tmp_path):
    path = write(tmp_path, BAGS.read_text().replace("24.90", "24 yuan"))
    report = run(path)
    assert report.products == {"failed": 1, "created": 1, "skipped": 1}
    assert not Product.objects.filter(handle="linen-bag").exists()
    failed = next(row for row in report.rows if row.outcome == "failed")
    assert (failed.line, failed.code) == (4, "bad_number")
    assert "24 yuan" in failed.message


@pytest.mark.parametrize("price", ["1e400", "NaN", "-1", "9" * 40, "free"])
def test_impossible_prices_are_named(tmp_path, price):
    report = run(write(tmp_path, f"Handle,Title,Variant Price\ncup,Cup,{price}\n"))
    assert [row.code for row in report.rows] == ["bad_number"]


def test_a_killed_run_goes_on_behind_the_last_finished_product(monkeypatch):
    real, calls = services._write, []

    def dies_at_the_second(record, target):
        calls.append(record.handle)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(record, target)

    monkeypatch.setattr(services, "_write", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert Product.objects.count() == 1
    monkeypatch.setattr(services, "_write", real)
    report = run()
    assert report.products == {"created": 1, "skipped": 1}
    assert ImportRun.objects.get().state == "done"
    assert ImportRow.objects.filter(handle="linen-bag", outcome="created").count() == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_files_are_read_however_they_were_saved(tmp_path, encoding):
    path = write(tmp_path, "Handle,Title,Variant Price\ncha,龙井绿茶 明前,88\n", encoding)
    run(path, language="zh-hans")
    assert Product.objects.get(handle="cha").translations.get().name == "龙井绿茶 明前"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", UnreadableFile),
        (b"\xff\xff\xff\xff\x80", UnreadableFile),
        (b"Handle,Title,Variant Price\ncup,\x00,1\n", UnreadableFile),
        (b'Handle,Title\ncup,"open quote\n', UnreadableFile),
        (b"sku;name;price\n1;Cup;2\n", MissingColumns),
    ],
)
def test_what_is_no_product_file_is_refused_with_a_reason(tmp_path, content, error):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(error) as refused:
        run(path)
    assert str(refused.value.message)
    assert not Product.objects.exists()


def test_missing_columns_are_no_obstacle(tmp_path):
    report = run(write(tmp_path, "Handle;Title;Variant Price\ncup;Cup;3.5\n"))
    assert report.products == {"created": 1}


def test_the_same_combination_twice_is_refused(tmp_path):
    text = "Handle,Title,Option1 Name,Option1 Value,Variant Price\ncup,Cup,Size,S,1\ncup,,,S,2\n"
    report = run(write(tmp_path, text))
    assert report.products == {"failed": 1}


def test_the_command_prints_a_report_and_fails_when_rows_failed(tmp_path, capsys):
    out = tmp_path / "report.csv"
    call_command("import_products", str(BAGS), "--format", "shopify", "--no-fetch", "--report", str(out))
    assert "2 created" in capsys.readouterr().out
    assert "linen-bag" in out.read_text(encoding="utf-8-sig")
    bad = write(tmp_path, "Handle,Title,Variant Price\ncup,Cup,x\n")
    with pytest.raises(CommandError):
        call_command("import_products", str(bad), "--format", "shopify", "--no-fetch")


def test_private_addresses_are_not_fetched():
    from commerce.exchange.pictures import NoPicture, Pictures

    for url in (
        "http://127.0.0.1:9/x.jpg",
        "http://[::1]/x.jpg",
        "file:///etc/passwd",
        "ftp://pictures.test/x",
    ):
        with pytest.raises(NoPicture) as refused:
            Pictures().get(url)
        assert refused.value.code in ("private_address", "bad_address")


def test_a_picture_named_like_a_path_stays_in_its_folder(tmp_path):
    from commerce.exchange.pictures import NoPicture, Pictures

    (tmp_path / "secret.jpg").write_bytes(b"x")
    folder = tmp_path / "pictures"
    folder.mkdir()
    with pytest.raises(NoPicture):
        Pictures(folder, may_fetch=False).get("https://pictures.test/..%2Fsecret.jpg")
