"""What a theme template can do to the shop: nothing."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import jinja2
import pytest

from tests.themes.engine.hostile import HARMLESS, HEAVY, REFUSED
from tests.themes.engine.sandboxed import Account, draw
from themes.engine import budget, discovery
from themes.engine.environment import make_environment
from themes.engine.errors import BudgetExceeded
from themes.engine.sandbox import ThemeEnvironment


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_template_is_refused(name: str, environment: ThemeEnvironment) -> None:
    Account.harmed.clear()
    began = time.thread_time()
    with pytest.raises(Exception) as refusal:
        print(draw(environment, REFUSED[name]))
    assert Account.harmed == []
    assert "hunter2" not in str(refusal.value)
    assert time.thread_time() - began < 2.5


@pytest.mark.parametrize("name", HARMLESS)
def test_markup_in_data_stays_text(name: str, environment: ThemeEnvironment) -> None:
    source, printed = HARMLESS[name]
    assert draw(environment, source) == printed


def test_missing_values_are_blank_where_mistakes_do_not_raise(environment, settings) -> None:  # type: ignore[no-untyped-def]
    settings.THEMES_STRICT = False
    lenient = make_environment(discovery.get("base"))
    for source in (
        "{{ account.password }}",
        "{{ page.nothing }}",
        "{{ nothing }}",
        "{{ page.__class__ or '' }}",
    ):
        try:
            assert draw(lenient, source) == ""
        except jinja2.TemplateSyntaxError as error:
            assert "underscore" in str(error)


def test_heavy_templates_are_stopped_in_time_and_memory(tmp_path: Path) -> None:
    """Each in a process of its own with 1.5 GB of address space and 8 s of processor time."""
    runner = Path(__file__).parent / "run_heavy.py"
    done = subprocess.run(
        [sys.executable, str(runner), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    outcomes = json.loads(done.stdout)
    assert outcomes.keys() == HEAVY.keys()
    not_stopped = {name: outcome for name, outcome in outcomes.items() if outcome["how"] != "refused"}
    assert not_stopped == {}
    assert {name: outcome for name, outcome in outcomes.items() if outcome["megabytes"] > 200} == {}


def test_steps_of_sections_count_for_the_page() -> None:
    with budget.page_budget() as page:
        for _ in range(4):
            with budget.section_budget():
                budget.spend(20_000)
        assert page.used == 80_000
        with pytest.raises(BudgetExceeded):
            for _ in range(4):
                with budget.section_budget():
                    budget.spend(20_000)


def test_a_section_may_not_spend_the_whole_page() -> None:
    with budget.page_budget(), pytest.raises(BudgetExceeded), budget.section_budget():
        budget.spend(budget.SECTION_STEPS + 1)


def test_modules_are_made_anew_for_each_import(environment: ThemeEnvironment, make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"snippets/words.html": '{% set word = t("cart.add") %}'})
    fresh = make_environment(discovery.get("base"))
    from django.utils import translation

    source = '{% from "snippets/words.html" import word %}{{ word }}'
    with translation.override("en"):
        assert draw(fresh, source) == "Add to cart"
    with translation.override("zh-hans"):
        assert draw(fresh, source) == "加入购物车"


def test_what_a_theme_needs_still_works(environment: ThemeEnvironment) -> None:
    source = """{% macro card(item, big=false) %}<b>{{ item.title }}{{ "!" if big }}</b>{{ caller() if caller is defined }}{% endmacro -%}
{% set ns = namespace(total=0) %}{% for n in page.numbers %}{% set ns.total = ns.total + n %}
{{- loop.index }}{{ loop.cycle("a", "b") }}{{ "," if not loop.last }}{% endfor %}|{{ ns.total }}|{{ card(page, big=true) -}}
|{% call card(page) %}x{% endcall %}|{{ page.numbers|batch(2)|list }}|{{ page["title"]|upper }}|{{ page.title[:2] -}}
|{{ [page, page]|pluck("title")|join("/") }}|{{ 7 // 2 }}{{ 7 % 2 }}|{{ {"a": 1}["a"] }}|{% for row in rows -%}
{{ row.grouper }}:{{ row.list|length }} {% endfor %}"""
    source = source.replace("rows", "[page, page]|groupby('title')")
    assert draw(environment, source) == (
        "1a,2b,3a|6|<b>Shoes!</b>|<b>Shoes</b>x|[[1, 2], [3]]|SHOES|Sh|Shoes/Shoes|31|1|Shoes:2 "
    )
