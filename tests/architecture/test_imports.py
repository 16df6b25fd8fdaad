"""The import contracts hold, and each one notices what it forbids."""

from pathlib import Path

import pytest

from tests.architecture.trees import ROOT, copy_code, lint, plant

# contract, module that gets the line, the line
VIOLATIONS = [
    ("contexts", "commerce.core.money", "import commerce.catalog.queries"),
    ("contexts", "commerce.shipping.queries", "import commerce.inventory.queries"),
    ("contexts", "commerce.catalog.queries", "import cms.products"),
    ("contexts", "cms.products.views", "import plugins"),
    ("shape", "commerce.catalog.types", "import commerce.catalog.models"),
    ("shape", "commerce.cart.queries", "import commerce.cart.services"),
    ("pure", "commerce.pricing.engine.planted", "from django.conf import settings"),
    ("pure", "commerce.orders.states", "import wagtail"),
    ("pure", "commerce.core.money", "import rest_framework.fields"),
    ("models are private", "commerce.checkout.services", "from commerce.cart.models import Cart"),
    ("models are private", "cms.products.views", "import commerce.catalog.models"),
    ("models are private", "commerce.storefront.views", "import commerce.cart.tasks"),
    ("models are private", "commerce.backoffice.planted", "import commerce.orders.handlers"),
    ("settings", "commerce.core.context", "import cms.settings.base"),
    ("settings", "cms.products.views", "from cms.settings import base"),
    ("boot is bare", "cms.boot.places", "import django.utils.timezone"),
    ("boot is bare", "cms.boot.up", "import commerce.core.money"),
]


def test_every_contract_is_kept():
    code, report = lint(ROOT)

    assert code == 0, report


@pytest.fixture(scope="module")
def code_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_code(tmp_path_factory.mktemp("code"))


@pytest.mark.parametrize(("contract", "module", "line"), VIOLATIONS)
def test_a_planted_violation_is_reported(code_copy, contract, module, line):
    with planted(code_copy, (module, line)):
        code, report = lint(code_copy)

    assert code == 1, report
    assert f"{contract} BROKEN" in report
    assert module in report


def test_a_planted_circle_is_reported(code_copy):
    circle = [
        ("commerce.tax.planted", "import commerce.tax.planted_too"),
        ("commerce.tax.planted_too.inner", "import commerce.tax.planted"),
        ("commerce.tax.planted_too.__init__", ""),
    ]
    with planted(code_copy, *circle):
        code, report = lint(code_copy)

    assert code == 1, report
    assert "acyclic BROKEN" in report


def test_the_admin_screens_may_read_models(code_copy):
    with planted(code_copy, ("commerce.backoffice.planted", "import commerce.orders.models")):
        code, report = lint(code_copy)

    assert code == 0, report


class planted:
    """Lines stand in modules of the copy for as long as the block runs."""

    def __init__(self, tree: Path, *lines: tuple[str, str]) -> None:
        self.tree, self.lines = tree, lines

    def __enter__(self) -> None:
        self.before = {path: path.read_bytes() for path in self.tree.rglob("*.py")}
        for module, line in self.lines:
            plant(self.tree, module, line)

    def __exit__(self, *_: object) -> None:
        for path in self.tree.rglob("*.py"):
            if path not in self.before:
                path.unlink()
            elif path.read_bytes() != self.before[path]:
                path.write_bytes(self.before[path])
