"""Pages are translated piece by piece; what has no translation is not published in a language."""

from __future__ import annotations

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.blocks.blocks import SectionsBlock
from cms.home.models import HomePage, StandardPage
from tests.factories import make_channel, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_channel()


@pytest.fixture
def page():
    home = HomePage.objects.get(locale__language_code="en")
    image = make_image()
    stack = [
        {"type": "banner", "id": "aaaaaaaa-0000-4000-8000-000000000001", "value": {
            "heading": "Tea season", "text": "", "image": image.pk, "image_alt": "Cups",
            "link": {"label": "See", "page": None, "category": None, "product": None, "url": "/en/c/"}}},
        {"type": "rich_text", "id": "aaaaaaaa-0000-4000-8000-000000000002",
         "value": {"heading": "", "text": "<p>Picked by hand</p>"}},
    ]  # fmt: skip
    made = StandardPage(title="Season", slug="season", locale=home.locale)
    made.sections = SectionsBlock().to_python(stack)
    return home.add_child(instance=made)


def translate(page, **words):
    source, _ = TranslationSource.update_or_create_from_instance(page)
    chinese = Locale.objects.get(language_code="zh-hans")
    translation = Translation.objects.create(source=source, target_locale=chinese)
    strings = {
        segment.string.data: segment
        for segment in source.stringsegment_set.select_related("string", "context")
    }
    for original, text in words.items():
        segment = strings[original]
        StringTranslation.objects.create(
            translation_of=segment.string, locale=chinese, context=segment.context, data=text
        )
    return translation, strings


def test_every_word_of_every_section_is_up_for_translation(page):
    _translation, strings = translate(page)
    assert {"Season", "Tea season", "Cups", "See", "Picked by hand"} <= strings.keys()


def test_a_translated_page_shows_its_words_and_keeps_its_pictures(
    client, page, django_capture_on_commit_callbacks
):
    translation, _ = translate(
        page,
        **{
            "Season": "品茶季",
            "Tea season": "喝茶的季节",
            "Picked by hand": "手工采摘",
            "Cups": "茶杯",
            "See": "看看",
        },
    )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target()
    target = translation.get_target_instance()
    assert target.live
    html = client.get(target.url).content.decode()
    for words in ("品茶季", "喝茶的季节", "手工采摘"):
        assert words in html
    assert target.sections[0].value["image"] == page.sections[0].value["image"]


def test_a_source_that_has_changed_since_is_known_to_be_newer(page):
    translation, _ = translate(page)
    page.title = "New season"
    page.save_revision().publish()
    source, _created = TranslationSource.update_or_create_from_instance(page)
    assert "New season" in {each.string.data for each in source.stringsegment_set.all()}
    total, done = translation.get_progress()
    assert done < total
