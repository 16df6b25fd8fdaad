"""Templates nobody thought of: put together at random from everything a theme can say."""

import contextlib
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import ChainableUndefined

from tests.themes.engine.sandboxed import Account, draw
from themes.engine import budget
from themes.engine.filters import FILTERS
from themes.engine.sandbox import ThemeEnvironment

NAMES = st.sampled_from(
    [
        "page",
        "account",
        "t",
        "asset",
        "icon",
        "self",
        "loop",
        "caller",
        "ns",
        "range",
        "namespace",
        "x",
        "picture",
        "render_section",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "title",
        "evil",
        "html",
        "numbers",
        "table",
        "password",
        "delete",
        "wipe",
        "format",
        "__class__",
        "_x",
        "append",
        "items",
        "upper",
        "mro",
        "func",
    ]
)
FILTER_NAMES = st.sampled_from([*FILTERS, "attr", "map", "safe", "format", "center", "tojson"])
CONSTANTS = st.sampled_from(
    ["1", "-1", "9999999999", "'a'", "'<script>'", "[1, 2]", "{'a': 1}", "none", "1.5", "''"]
)
OPERATORS = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "~", "==", "in", "and", "or"])


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}.{}".format, inner, ATTRIBUTES),
        st.builds("{}['{}']".format, inner, ATTRIBUTES),
        st.builds("{}({})".format, inner, inner),
        st.builds("({}|{})".format, inner, FILTER_NAMES),
        st.builds("({}|{}({}))".format, inner, FILTER_NAMES, inner),
        st.builds("({} {} {})".format, inner, OPERATORS, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
    )


EXPRESSIONS = st.recursive(NAMES | CONSTANTS, grow, max_leaves=8)


def wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{{% for x in {} %}}{}{{% endfor %}}".format, EXPRESSIONS, inner),
        st.builds("{{% set ns.a = {} %}}{}".format, EXPRESSIONS, inner),
        st.builds("{{% set x %}}{}{{% endset %}}{{{{ x }}}}".format, inner),
        st.builds("{{% macro m(x) %}}{}{{% endmacro %}}{{{{ m({}) }}}}".format, inner, EXPRESSIONS),
        st.builds("{{% filter {} %}}{}{{% endfilter %}}".format, FILTER_NAMES, inner),
        st.builds("{}{}".format, inner, inner),
    )


SOURCES = st.recursive(st.builds("{{{{ {} }}}}".format, EXPRESSIONS), wrap, max_leaves=6)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=SOURCES)
def test_no_template_harms_anyone(environment: ThemeEnvironment, source: str) -> None:
    environment.undefined = ChainableUndefined  # missing names are forgiven, so that more of it is run
    Account.harmed.clear()
    began = time.thread_time()
    printed = ""
    with contextlib.suppress(Exception):
        printed = draw(environment, "{% set ns = namespace() %}" + source)
    assert Account.harmed == []
    assert "hunter2" not in printed
    assert "<script>" not in printed
    assert len(printed) <= budget.OUTPUT
    assert time.thread_time() - began < 3
