"""What templates may call."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone, translation
from markupsafe import Markup

from commerce.core import slots
from themes import engine
from themes.engine import discovery, environment, locales, state
from themes.engine.contracts import ImageData, ImageSource, MoneyData
from themes.engine.errors import HelperError
from themes.engine.fixtures import golden
from themes.engine.functions import files, forms, pictures, platform
from themes.engine.functions import slots as slot_functions


def say(make_theme, source: str, language: str = "en", theme: str = "base", **values: object) -> str:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/say.html": source})
    with translation.override(language):
        return engine.render_to_string("say.html", values, theme=theme)


def test_words_come_in_the_readers_language(make_theme) -> None:  # type: ignore[no-untyped-def]
    assert say(make_theme, "{{ t('cart.add') }}") == "Add to cart"
    assert say(make_theme, "{{ t('cart.add') }}", "zh-hans") == "加入购物车"


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 1, "1 item"),
        ("en", 2, "2 items"),
        ("en", 0, "0 items"),
        ("en", 1234, "1,234 items"),
        ("zh-hans", 1, "1 件"),
    ],
)
def test_plurals_follow_the_language(make_theme, language: str, n: int, said: str) -> None:  # type: ignore[no-untyped-def]
    assert say(make_theme, "{{ t('cart.count', n=n) }}", language, n=n) == said


def test_plurals_of_other_languages(make_theme) -> None:  # type: ignore[no-untyped-def]
    text = '{"days": {"one": "{n} den", "few": "{n} dny", "many": "{n} dne", "other": "{n} dní"}}'
    make_theme("base", {"locales/cs.json": text})
    said = [say(make_theme, "{{ t('days', n=n) }}", "cs", n=n) for n in (1, 2, 5)]
    assert said == ["1 den", "2 dny", "5 dní"]


def test_what_is_put_into_a_text_is_escaped(make_theme) -> None:  # type: ignore[no-untyped-def]
    texts = (
        '{"hello": "Hello <b>{name}</b>", "hello_html": "Hello <b>{name}</b>", "odd": "{name} {other} {n}"}'
    )
    make_theme("base", {"locales/en.json": texts})
    assert say(make_theme, "{{ t('hello', name=who) }}", who="<i>") == "Hello &lt;b&gt;&lt;i&gt;&lt;/b&gt;"
    assert say(make_theme, "{{ t('hello_html', name=who) }}", who="<i>") == "Hello <b>&lt;i&gt;</b>"
    assert (
        say(make_theme, "{{ t('hello_html', name=who) }}", who=Markup("<i>x</i>")) == "Hello <b><i>x</i></b>"
    )
    assert say(make_theme, "{{ t('odd', name='{other}') }}") == "{other} {other} {n}", (
        "nothing is filled twice"
    )


def test_a_child_changes_single_words(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"locales/en.json": '{"cart.add": "Into the bag"}'})
    assert say(make_theme, "{{ t('cart.add') }}", theme="aurora") == "Into the bag"
    assert say(make_theme, "{{ t('cart.count', n=2) }}", theme="aurora") == "2 items"
    assert say(make_theme, "{{ t('cart.add') }}", "zh-hans", theme="aurora") == "加入购物车"


def test_a_missing_text_falls_to_english_then_to_its_key(make_theme, caplog) -> None:  # type: ignore[no-untyped-def]
    make_theme(
        "base", {"locales/en.json": '{"only": {"english": "Only English"}}', "locales/zh-Hans.json": "{}"}
    )
    assert say(make_theme, "{{ t('only.english') }}", "zh-hans") == "Only English"
    with caplog.at_level("WARNING", "themes.engine.locales"):
        assert say(make_theme, "{{ t('no.such.key') }}{{ t('no.such.key') }}", "zh-hans") == "no.such.key" * 2
    assert caplog.text.count("no.such.key") == 1, "reported once"


def test_a_plural_without_a_number_is_a_mistake(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base")
    with translation.override("en"), pytest.raises(HelperError, match="needs|n="):
        locales.translate(discovery.get("base"), "cart.count", None, {})


def test_a_broken_locale_file_does_not_break_the_page(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"locales/en.json": "{broken"})
    assert say(make_theme, "{{ t('cart.add') }}", theme="aurora") == "Add to cart"


def test_assets_come_from_the_nearest_theme_that_has_them(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"assets/css/aurora.css": "x"})
    assert (
        say(make_theme, "{{ asset('css/aurora.css') }}", theme="aurora")
        == "/static/themes/aurora/css/aurora.css"
    )
    assert (
        say(make_theme, "{{ asset('css/base.css') }}", theme="aurora") == "/static/themes/base/css/base.css"
    )


def test_a_missing_asset_is_a_mistake_where_mistakes_raise(make_theme, settings) -> None:  # type: ignore[no-untyped-def]
    make_theme("base")
    with pytest.raises(HelperError):
        files.asset("css/none.css")
    settings.THEMES_STRICT = False
    assert files.asset("css/none.css") == ""


def test_an_asset_that_was_not_collected_is_served_under_its_plain_name(make_theme, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"assets/css/late.css": "x"})

    def not_in_manifest(path: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for {path!r}")

    monkeypatch.setattr(files, "static", not_in_manifest)
    assert files.asset("css/late.css") == "/static/themes/base/css/late.css"


def test_the_finder_publishes_assets_and_nothing_else(make_theme) -> None:  # type: ignore[no-untyped-def]
    folder = make_theme("aurora", {"assets/css/a.css": "x", "templates/secret.html": "x"})
    (folder / "assets" / "link.css").symlink_to("/etc/passwd")
    finder = finders.get_finder("themes.engine.finders.ThemeAssetsFinder")
    assert finder.find("themes/aurora/css/a.css") == str(folder / "assets" / "css" / "a.css")
    assert finder.find("themes/aurora/css/a.css", find_all=True) == [str(folder / "assets" / "css" / "a.css")]
    for path in (
        "themes/aurora/../templates/secret.html",
        "themes/aurora/../theme.toml",
        "themes/nowhere/css/a.css",
        "themes/aurora/link.css",
        "css/a.css",
        "themes/aurora/",
    ):
        assert finder.find(path) is None, path
        assert finder.find(path, find_all=True) == []
    listed = {(storage.prefix, path) for path, storage in finder.list([])}
    assert ("themes/aurora", "css/a.css") in listed
    assert all(prefix.startswith("themes/") for prefix, _ in listed)
    assert not any("theme.toml" in path or "link" in path for _, path in listed)


def test_icons(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base")
    assert 'href="/static/themes/base/icons.svg#cart"' in files.icon("cart")
    assert 'aria-hidden="true"' in files.icon("cart")
    assert 'role="img" aria-label="Cart &amp; bag"' in files.icon("cart", label="Cart & bag")
    with pytest.raises(HelperError):
        files.icon('cart"><script>')


def test_pictures_have_every_format_and_a_size(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", more='[images.card]\nwidths = [180, 360]\nsizes = "50vw"')
    image = ImageData(
        id="1", alt='A "cup"', width=360, height=450, src="/m/360.jpg", spec="card",
        sources=(ImageSource("image/avif", "/m/180.avif 180w, /m/360.avif 360w"),),
    )  # fmt: skip
    html = say(make_theme, "{{ picture(image) }}{{ picture(none) }}", image=image)
    make_theme("base", more='[images.card]\nwidths = [180, 360]\nsizes = "50vw"')
    assert html.startswith('<picture><source type="image/avif" srcset="/m/180.avif 180w, /m/360.avif 360w"')
    assert 'alt="A &#34;cup&#34;" width="360" height="450" loading="lazy" decoding="async"' in html
    assert html.count("<picture>") == 1
    first = pictures.picture(image, priority=True)
    assert 'loading="eager"' in first
    assert 'fetchpriority="high"' in first
    with pytest.raises(HelperError):
        pictures.picture("/m/360.jpg")


def test_picture_sizes_come_from_the_theme(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme(
        "base",
        {"templates/say.html": "{{ picture(image) }}"},
        more='[images.card]\nwidths = [180]\nsizes = "42vw"',
    )
    image = ImageData("1", "", 1, 1, "/x.jpg", (ImageSource("image/avif", "/x.avif 180w"),))
    assert 'sizes="42vw"' in engine.render_to_string("say.html", {"image": image})


def test_json_for_scripts_cannot_end_the_script(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base")
    text = forms.json_script({"a": "</script><!--", "b": (1, None)}, 'x"y')
    assert text.count("<") == 2
    assert 'id="x&#34;y"' in text


def test_structured_data_cannot_end_the_script(make_theme) -> None:  # type: ignore[no-untyped-def]
    home = next(fixture.context for fixture in golden("en") if fixture.template == "home.html")
    from dataclasses import replace

    meta = replace(home.shell.meta, jsonld=('{"name": "</script><script>alert(1)</script>"}',), title="<b>")
    context = replace(home, shell=replace(home.shell, meta=meta))
    make_theme("base", {"templates/say.html": "{{ head() }}"})
    text = engine.render_to_string("say.html", context)
    assert text.count("</script>") == 1
    assert "<title>&lt;b&gt;</title>" in text


def test_a_preview_is_not_indexed_and_says_so(make_theme) -> None:  # type: ignore[no-untyped-def]
    home = next(fixture.context for fixture in golden("en") if fixture.template == "home.html")
    from dataclasses import replace

    request = replace(home.shell.request, is_preview=True)
    make_theme("base", {"templates/say.html": "{{ head() }}{{ body_start() }}"})
    text = engine.render_to_string("say.html", replace(home, shell=replace(home.shell, request=request)))
    assert '<meta name="robots" content="noindex, nofollow">' in text
    assert 'class="preview-banner" role="status"' in text


def test_the_legal_footer_prints_what_the_law_asks_for(make_theme) -> None:  # type: ignore[no-untyped-def]
    home = next(fixture.context for fixture in golden("zh-hans") if fixture.template == "home.html")
    make_theme("base", {"templates/say.html": "{{ legal_footer() }}"})
    text = engine.render_to_string("say.html", home)
    assert home.shell.legal.company in text
    assert home.shell.legal.icp in text
    assert platform.legal_footer() == "", "outside of a page there is nothing to print"


def test_formats_follow_language_and_time_zone(make_theme, settings) -> None:  # type: ignore[no-untyped-def]
    when = datetime.datetime(2026, 11, 11, 20, 30, tzinfo=datetime.UTC)
    with timezone.override("Asia/Shanghai"):
        assert say(make_theme, "{{ when|date }}", when=when) == "Nov 12, 2026"
        assert say(make_theme, "{{ when|date('long') }}", "zh-hans", when=when) == "2026年11月12日"
        assert say(make_theme, "{{ when|iso }}", when=when) == "2026-11-12T04:30:00+08:00"
        assert say(make_theme, "{{ when|time }}", "zh-hans", when=when) == "04:30"
    assert say(make_theme, "{{ n|number }} {{ n|number(2) }}", n=1234.5) == "1,234.5 1,234.50"
    assert say(make_theme, "{{ n|percent }}", n=Decimal("0.25")) == "25%"
    assert say(make_theme, "{{ price|money }}", price=MoneyData(100, "CNY", "¥1.00")) == "¥1.00"


def test_a_constant_is_said_anew_in_each_language(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme(
        "base",
        {
            "templates/say.html": "{{ 0.5|percent }} {{ 1234.5|number }} {{ t('cart.add') }}",
            "locales/de.json": "{}",
        },
    )
    said = []
    for language in ("en", "de", "zh-hans"):
        with translation.override(language):
            said.append(engine.render_to_string("say.html", {}))
    assert said == ["50% 1,234.5 Add to cart", "50\xa0% 1.234,5 Add to cart", "50% 1,234.5 加入购物车"]


def test_slots_print_components_and_leave_out_what_raises(
    make_theme, monkeypatch, tmp_path, settings
) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/say.html": "[{{ slot('product.after_price') }}]"})
    seen = []

    def fine(context: object) -> slots.Component:
        seen.append(context)
        return slots.Component("plugin/fine.html", {"word": "<Coupon>"})

    def broken(context: object) -> slots.Component:
        raise RuntimeError("a plugin's mistake")

    registered = {"product.after_price": [("a", broken), ("b", fine), ("c", lambda context: None)]}
    monkeypatch.setattr(slots, "_slots", registered)
    monkeypatch.setattr(
        slot_functions.loader,
        "render_to_string",
        lambda name, data, using: f"<p>{name}: {translation.get_language() and data['word'].strip('<>')}</p>",
    )
    assert engine.render_to_string("say.html", {"word": "x"}) == "[<p>plugin/fine.html: Coupon</p>]"
    assert seen == [{"word": "x"}]


def test_a_slot_component_that_cannot_be_drawn_is_left_out(make_theme, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/say.html": "[{{ slot('product.after_price') }}]"})
    component = slots.Component("no/such/template.html")
    monkeypatch.setattr(slots, "_slots", {"product.after_price": [("a", lambda context: component)]})
    assert engine.render_to_string("say.html", {}) == "[]"


def test_an_unknown_slot_is_a_mistake(make_theme) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(HelperError):
        slot_functions.slot("product.nowhere")


def test_environments_are_made_once_per_content(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base")
    first = environment.environment_for(discovery.get("base"))
    assert environment.environment_for(discovery.get("base")) is first
    make_theme("base", {"templates/other.html": "x"})
    assert environment.environment_for(discovery.get("base")) is not first


def test_bytecode_is_kept_where_the_setting_says(make_theme, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.THEMES_BYTECODE_DIR = tmp_path / "bytecode"
    assert say(make_theme, "{{ 1 }}") == "1"
    folders = list((tmp_path / "bytecode").iterdir())
    assert folders
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in folders)
    assert any(list(folder.iterdir()) for folder in folders)


def test_bytecode_that_cannot_be_kept_is_done_without(make_theme, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file").write_text("not a folder")
    settings.THEMES_BYTECODE_DIR = tmp_path / "file"
    assert say(make_theme, "{{ 1 }}") == "1"
    settings.THEMES_BYTECODE_DIR = tmp_path / "bytecode"
    make_theme("base", {"templates/say.html": "{{ 2 }}"})
    environment.environment_for(discovery.get("base"))
    for folder in (tmp_path / "bytecode").iterdir():
        folder.rmdir()
    assert engine.render_to_string("say.html", {}) == "2"


def test_bytecode_of_old_versions_is_removed(make_theme, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.THEMES_BYTECODE_DIR = tmp_path / "bytecode"
    for number in range(8):
        assert say(make_theme, f"{{{{ {number} }}}}") == str(number)
    assert len(list((tmp_path / "bytecode").iterdir())) == environment.KEPT_BYTECODE_VERSIONS


def test_functions_without_a_render_print_nothing() -> None:
    assert state.current() is None
    assert forms.csrf() == ""
    assert forms.csp_nonce() == ""
