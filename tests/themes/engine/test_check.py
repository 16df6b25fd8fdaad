"""`theme check` finds what was planted, and nothing in a theme that is right."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from themes.engine.check import FATAL, check_theme, check_wearable
from themes.engine.check.markup import inspect
from themes.engine.errors import ThemeNotFound

PRODUCT = (
    '{% extends "@base/layout.html" %}{% block main %}<h1>{{ title }}</h1>{{ csrf() }}BODY{% endblock %}'
)


def found(make_theme, files: dict[str, str], **more: str) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Codes and messages of a child theme with these files."""
    make_theme("aurora", files, **more)
    return {problem.code: str(problem) for problem in check_theme("aurora", smoke=False)}


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("{{ prise.now }}", "name-unknown", "did you mean 'price'"),
        ("{{ price.nov.formatted }}", "field-unknown", "PriceData has no 'nov'; did you mean 'now'"),
        ("{{ price.now.formatted.currency }}", "field-unknown", "str has no attributes"),
        ("{{ shell.shop.nme }}", "field-unknown", "ShopData has no 'nme'"),
        ("{{ title|shout }}", "filter-unknown", "no filter 'shout'"),
        ("{% if title is shouted %}{% endif %}", "test-unknown", "no test 'shouted'"),
        ("{% include 'snippets/none.html' %}", "template-missing", "includes 'snippets/none.html'"),
        ("{% from 'snippets/none.html' import x %}", "template-missing", "imports 'snippets/none.html'"),
        ("{% for one in gallery %}{{ one.picture }}{% endfor %}", "field-unknown", "GalleryItem has no 'picture'"),
        ("{% for one in options %}{% for v in one.values %}{{ v.name }}{% endfor %}{% endfor %}", "field-unknown",
         "OptionValue has no 'name'"),
        ("{% for a, b in buy.hidden %}{{ a.x }}{% endfor %}", "field-unknown", "str has no attributes"),
        ("{{ gallery[0].imag }}", "field-unknown", "did you mean 'image'"),
        ("{{ (gallery|first).imag }}", "field-unknown", "did you mean 'image'"),
        ("{{ badges|pluck('lable')|join }}", "field-unknown", "did you mean 'label'"),
        ("{% set p = price %}{{ p.then }}", "field-unknown", "PriceData has no 'then'"),
        ("{% with p = price %}{{ p.then }}{% endwith %}", "field-unknown", "PriceData has no 'then'"),
        ("{% macro m(p) %}{{ p.then }}{% endmacro %}{{ m(price) }}", "field-unknown", "PriceData has no 'then'"),
        ("{% from 'snippets/m.html' import m %}{{ m(price) }}", "field-unknown", "PriceData has no 'then'"),
        ("{% from 'snippets/m.html' import q %}", "macro-unknown", "no 'q' to import"),
        ("{% import 'snippets/m.html' as x %}{{ x.q() }}", "macro-unknown", "no 'q'"),
        ("{% macro m(p) %}{% endmacro %}{{ m(price, 2) }}", "macro-arguments", "takes 1 arguments"),
        ("{% macro m(p) %}{% endmacro %}{{ m(q=price) }}", "macro-arguments", "no argument 'q'"),
        ("{{ title() }}", "not-callable", "is a value, not a function"),
        ("{{ shell.shop.name() }}", "not-callable", "is a value, not a function"),
        ("{{ price }}", "prints-object", "prints a whole PriceData"),
        ("{{ asset('css/none.css') }}", "asset-missing", "no assets/css/none.css"),
        ("{{ icon('unicorn') }}", "icon-missing", "no 'unicorn'"),
        ("{{ slot('product.nowhere') }}", "slot-unknown", "no slot 'product.nowhere'"),
        ("{{ t('no.key') }}", "text-missing", "no text in"),
        ("{{ t('cart.count') }}", "plural-number", "needs n="),
        ("{% if %}", "syntax", "aurora/templates/product.html:1"),
        ("{% autoescape false %}{% endautoescape %}", "syntax", "cannot be switched off"),
        ("{{ title|safe }}", "syntax", "No filter named 'safe'"),
        ("{{ title.__class__ }}", "syntax", "underscore"),
        ("<script>alert(1)</script>", "inline-script", "scripts come from assets/"),
        ("<a onclick='x()'>{{ title }}</a>", "inline-handler", "stopped"),
        ("<p style='color: red'>{{ title }}</p>", "inline-style", "class"),
        ("<a href='javascript:x()'>{{ title }}</a>", "javascript-url", "stopped"),
        ('<a href="/cart">{{ title }}</a>', "fixed-address", "contract"),
        ("<p>Add to cart</p>", "fixed-text", "Add to cart"),
        ("<p>¥ 100</p>", "fixed-price", "money comes formatted"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(make_theme, source: str, code: str, said: str) -> None:  # type: ignore[no-untyped-def]
    files = {
        "templates/product.html": PRODUCT.replace("BODY", source),
        "snippets/m.html": "{% macro m(p) %}{{ p.then }}{% endmacro %}",
    }
    problems = found(make_theme, files)
    assert code in problems, problems
    assert said in problems[code]


def test_a_fault_carries_file_and_line(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/product.html": PRODUCT.replace("BODY", "\n\n{{ price.then }}")})
    problem = next(one for one in check_theme("aurora", smoke=False) if one.code == "field-unknown")
    assert (problem.level, problem.file, problem.line) == (FATAL, "aurora/templates/product.html", 3)


def test_what_is_right_is_left_in_peace(make_theme) -> None:  # type: ignore[no-untyped-def]
    source = """{% from "snippets/p.html" import money, card %}
{% for one in gallery[:3] %}{{ picture(one.image, eager=loop.first) }}{{ loop.index }}{% else %}-{% endfor %}
{% for row in attributes|groupby("group") %}{{ row.grouper }}{% for one in row.list %}{{ one.label }}{% endfor %}{% endfor %}
{{ money(price) if price }}{{ (brand.label if brand) or "" }}{{ (related|first).title if related }}
{% for name, value in buy.hidden %}{{ name }}{{ value }}{% endfor %}{{ shell.customer.name if shell.customer }}
{% set shown = related or () %}{% for one in shown|batch(2) %}{% for two in one %}{{ card(two, level="h3") }}{% endfor %}{% endfor %}
{% if extra is defined %}{{ extra }}{% endif %}{{ t("cart.count", n=gallery|length) }}{{ super() }}{{ self.main() if false }}
{% call(x) card(related[0], level="h2") %}{{ x.anything }}{% endcall %}{{ slot("product.below") }}{{ icon("cart") }}"""
    snippet = """{% macro money(p) %}{{ p.now.formatted }}{% if p.was %}{{ p.was.formatted }}{% endif %}{% endmacro %}
{% macro card(item, level) %}<{{ level }}>{{ item.title }}</{{ level }}>{{ money(item.price) if item.price }}{{ caller(item) if caller is defined }}{% endmacro %}"""
    files = {"templates/product.html": PRODUCT.replace("BODY", source), "snippets/p.html": snippet}
    problems = found(make_theme, files)
    assert set(problems) <= {"text-unused"}, problems


def test_a_block_that_no_parent_prints_is_told(make_theme) -> None:  # type: ignore[no-untyped-def]
    source = '{% extends "@base/layout.html" %}{% block mian %}x{% endblock %}'
    assert (
        "no parent has a block 'mian'"
        in found(make_theme, {"templates/product.html": source})["block-unknown"]
    )


def test_sections_are_checked_against_their_contract(make_theme) -> None:  # type: ignore[no-untyped-def]
    problems = found(make_theme, {"sections/hero.html": "{{ section.headline }}"})
    assert "HeroSection has no 'headline'; did you mean 'heading'" in problems["field-unknown"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"templates/x.py": "print()"}, "code"),
        ({"templates/bad name.html": "x"}, "file-name"),
        ({"assets/tool.exe": "x"}, "file-kind"),
        ({"notes.doc": "x"}, "file-unknown"),
        ({"assets/a.css": "@import 'https://fonts.example/x.css';"}, "remote-file"),
        ({"assets/a.css": "a { background: url(//cdn.example/x.png) }"}, "remote-file"),
        ({"assets/a.js": "import x from 'https://cdn.example/x.js'"}, "remote-file"),
        ({"assets/a.js": "eval('1')"}, "eval"),
        ({"assets/a.svg": "<svg onload='x()'></svg>"}, "svg-script"),
        ({"locales/en.json": '{"a": "x {name}"}', "locales/zh-Hans.json": '{"a": "x {nom}"}'}, "placeholder"),
        ({"locales/en.json": '{"a": "x"}'}, "text-missing"),
        (
            {"locales/en.json": '{"a": {"other": "x"}}', "locales/zh-Hans.json": '{"a": "x"}'},
            "plural-missing",
        ),
        ({"locales/en.json": '{"a": 5}'}, "locale"),
        ({"locales/en.json": "{"}, "locale"),
    ],
)
def test_a_planted_file_is_found(make_theme, files: dict[str, str], code: str) -> None:  # type: ignore[no-untyped-def]
    assert code in found(make_theme, files)


def test_a_link_out_of_the_theme_is_found(make_theme) -> None:  # type: ignore[no-untyped-def]
    (make_theme("aurora", {"assets/a.css": "x"}) / "assets" / "b.css").symlink_to("/etc/passwd")
    assert "symlink" in {problem.code for problem in check_theme("aurora", smoke=False)}


def test_a_budget_is_kept(make_theme) -> None:  # type: ignore[no-untyped-def]
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=6000))
    problems = found(make_theme, {"assets/a.css": f"/* {noise} */"}, more="[budgets]\ncss_kb = 1")
    assert "the budget is 1 KB" in problems["budget"]


def test_a_wrong_manifest_is_fatal(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", more="[elsewhere]")
    assert {problem.level for problem in check_theme("aurora", smoke=False)} == {FATAL}
    assert "[elsewhere]" in check_wearable("aurora")[0].message


def test_what_keeps_a_theme_from_being_worn_names_file_line_and_what_to_do(make_theme, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("themes.engine.check.check_smoke", lambda theme: [])
    make_theme("aurora", {"templates/404.html": "\n{{ shell.shop.nme }}"})
    problem = next(one for one in check_wearable("aurora") if one.code == "field-unknown")
    assert problem.place == "aurora/templates/404.html:2"
    with translation.override("zh-hans"):
        assert "契约" in problem.hint
    make_theme("aurora", {"templates/404.html": "{{ shell.shop.name }}"})
    assert check_wearable("aurora") == ()
    assert [one.file for one in check_wearable("aurora", "red")] == ["aurora/presets/red.toml"]
    assert check_wearable("nowhere")


def test_every_page_is_drawn(make_theme) -> None:  # type: ignore[no-untyped-def]
    home = '{% extends "@base/layout.html" %}{% block main %}<h1>{{ sections[7].type }}</h1>{% endblock %}'
    make_theme("aurora", {"templates/home.html": home})
    problems = [problem for problem in check_theme("aurora") if problem.code == "render"]
    assert problems
    assert problems[0].file == "aurora/templates/home.html"
    assert "home.html (home-" in problems[0].message


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("<h1>a</h1><h1>b</h1>", "landmark", "<h1> stands 2 times"),
        ("<h1>a</h1><p id='x'></p><p id='x'></p>", "html", "'x' stands twice"),
        ("<h1>a</h1><img src='/x.jpg' alt=''>", "html", "<img> without width"),
        ("<h1>a</h1><form method='post'></form>", "html", "<form> without an action"),
        ("<h1>a</h1><input name='q'>", "html", "has no label"),
        ("<h1>a</h1><div><p></div></p>", "html", "closes nothing"),
        ("<h1>a</h1><div>", "html", "not closed"),
        ("<h1>a</h1><p aria-describedby='gone'></p>", "html", "'gone', which is not on the page"),
    ],
)
def test_a_finished_page_is_looked_at(make_theme, body: str, code: str, said: str) -> None:  # type: ignore[no-untyped-def]
    source = '{% extends "@base/layout.html" %}{% block main %}' + body + "{% endblock %}"
    make_theme("aurora", {"templates/home.html": source})
    told = [problem.message for problem in check_theme("aurora") if problem.code == code]
    assert any(said in message for message in told), told


def test_a_layout_without_the_platforms_calls_is_refused(make_theme) -> None:  # type: ignore[no-untyped-def]
    layout = (
        '<!doctype html><html lang="en"><head><title>x</title></head><body>'
        '<main id="main">{% block main %}{% endblock %}</main></body></html>'
    )
    make_theme("aurora", {"templates/layout.html": layout})
    told = {
        problem.message.split(": ")[1] for problem in check_theme("aurora") if problem.code == "platform-call"
    }
    assert told == {
        f"{name}() is called 0 times instead of once"
        for name in ("head", "body_start", "body_end", "legal_footer")
    }


def test_inspect_accepts_good_html() -> None:
    page = (
        '<!doctype html><html lang="en"><body><main><h1>x</h1><ul><li>a<li>b</ul><p>c<p>d'
        '<label for="q">q</label><input id="q"><label>r <input></label>'
        '<svg viewBox="0 0 1 1"><path d="M0"/></svg><br></main></body></html>'
    )
    assert inspect(page).faults == []


def test_the_command_lists_and_checks(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/home.html": "{{ nothing }}"})
    make_theme("nova", parent="gone")
    out = StringIO()
    call_command("theme", "list", stdout=out)
    assert "aurora > base" in out.getvalue()
    assert "nova" in out.getvalue()
    assert "cannot be used" in out.getvalue()

    out = StringIO()
    with pytest.raises(CommandError, match="aurora"):
        call_command("theme", "check", "aurora", "--no-smoke", stdout=out)
    assert "name-unknown" in out.getvalue()

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("theme", "check", "aurora", "--json", "--no-smoke", stdout=out)
    assert json.loads(out.getvalue())["aurora"][0]["level"] == "fatal"

    with pytest.raises(CommandError, match="no theme folder"):
        call_command("theme", "check", "nowhere")


def test_a_theme_that_is_not_there_cannot_be_checked(make_theme) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ThemeNotFound):
        check_theme("nowhere")
