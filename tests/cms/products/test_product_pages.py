"""Editors wrap stories around products; the product decides whether it can be sold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale

from cms.home import schedule
from cms.home.models import FailedPublication, HomePage
from cms.products.models import ProductPage
from commerce.catalog.types import MediaDraft
from commerce.core import editorial
from tests.factories import make_channel, make_context, make_image, make_product, make_stock, make_user

pytestmark = pytest.mark.django_db

STORY = [("rich_text", {"heading": "From the hills", "text": "<p>Picked <b>by hand</b> in April.</p>"})]


@pytest.fixture(autouse=True)
def shop():
    make_channel()


def make_sellable(name="Green tea", **fields):
    """A product nothing stands in the way of: priced, pictured, in stock."""
    product = make_product(name, media=[MediaDraft(image_id=make_image().pk, alt={"en": name})], **fields)
    make_stock(product.variants.get())
    return product


def make_page(product, *, language="en", story=STORY, live=True):
    home = HomePage.objects.get(locale=Locale.objects.get(language_code=language))
    page = ProductPage(title="A story", product=product, locale=home.locale, live=live, story=story)
    return home.add_child(instance=page)


def overlay_of(product, language="en"):
    return editorial.source().overlays([product.pk], make_context(language=language)).get(product.pk)


def test_a_published_story_reaches_the_product():
    product = make_sellable()
    page = make_page(product)
    page.save_revision().publish()
    overlay = overlay_of(product)
    assert overlay.revision_id == ProductPage.objects.get().live_revision_id is not None
    assert "Picked <b>by hand</b>" in overlay.sections[0].html


def test_a_story_is_told_in_its_own_language_only():
    product = make_sellable()
    make_page(product, language="en")
    assert overlay_of(product, "en") is not None
    assert overlay_of(product, "zh-hans") is None


def test_scripts_in_a_story_never_reach_shoppers():
    product = make_sellable()
    make_page(
        product,
        story=[("rich_text", {"heading": "", "text": "<p onclick=x()>a</p><script>alert(1)</script>"})],
    )
    html = overlay_of(product).sections[0].html
    assert "script" not in html
    assert "onclick" not in html


def test_the_page_answers_where_its_product_does(client):
    product = make_sellable()
    page = make_page(product)
    url = page.get_url()
    assert url == f"/en/p/green-tea-{product.public_id}/"
    response = client.get(url)
    assert response.status_code == 200
    assert "Picked <b>by hand</b>" in response.content.decode()


def test_an_unsellable_product_stops_publishing_but_not_the_draft():
    product = make_sellable(price=None)
    page = make_page(product, live=False)
    revision = page.save_revision()
    with pytest.raises(ValidationError, match="price"):
        revision.publish()
    page.refresh_from_db()
    assert not page.live


def test_one_language_tells_one_story_of_a_product():
    product = make_sellable()
    make_page(product)
    with pytest.raises(ValidationError):
        make_page(product)


def test_publishing_raises_the_products_content_version(django_capture_on_commit_callbacks):
    product = make_sellable()
    before = product.content_version
    with django_capture_on_commit_callbacks(execute=True):
        make_page(product, live=False).save_revision().publish()
    product.refresh_from_db()
    assert product.content_version > before


def test_scheduled_stories_go_live_by_the_sweep_and_a_bad_one_stops_nobody(time_machine):
    editor = make_user("editor@example.com")
    good, bad = make_page(make_sellable(), live=False), make_page(make_sellable(price=None), live=False)
    for page in (bad, good):
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision(user=editor).publish()
    assert schedule.publish_due().startswith("0 published")
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert schedule.publish_due().startswith("1 published, 1 refused")
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.live
    assert not bad.live
    assert FailedPublication.objects.count() == 1
    (told,) = mail.outbox
    assert told.to == ["editor@example.com"]
    assert "http://127.0.0.1:8000/admin/pages/" in told.body, "a link that can be followed from a mail"
    assert "未能发布" in told.subject, "in the language the editor's admin is read in"
    schedule.publish_due()
    assert len(mail.outbox) == 1


def test_an_expired_story_is_taken_down_and_the_product_stays(client):
    product = make_sellable()
    page = make_page(product)
    ProductPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    schedule.publish_due()
    assert overlay_of(product) is None
    assert client.get(f"/en/p/green-tea-{product.public_id}/").status_code == 200


def test_a_draft_is_previewed_in_the_theme(rf, admin_user):
    product = make_product("Green tea", status="draft")
    page = make_page(product, live=False)
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "Picked <b>by hand</b>" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_a_draft_is_previewed_in_every_look_the_shop_could_wear(rf, admin_user):
    page = make_page(make_product("Green tea"), live=False)
    modes = dict(page.preview_modes)
    assert {"", "@base", "@mall", "@mall:red"} <= modes.keys()
    assert modes["@mall:red"].startswith("Mall · ")

    seen = {mode: page.make_preview_request(preview_mode=mode).content.decode() for mode in modes}

    assert "/themes/mall/" not in seen[""]
    assert "/themes/mall/" in seen["@mall"]
    assert seen["@mall"] != seen["@mall:red"]
    assert all("Picked <b>by hand</b>" in body for body in seen.values())


@pytest.mark.parametrize("mode", ["@gone", "@mall:gone", "x", "@", "\x00"])
def test_a_look_that_is_not_there_is_shown_as_the_shop_looks(rf, admin_user, mode):
    page = make_page(make_product("Green tea"), live=False)
    assert page.make_preview_request(preview_mode=mode).status_code == 200
