"""The OpenAPI document is a promise: it changes only on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

SNAPSHOT = Path(__file__).resolve().parents[3] / "commerce" / "api" / "openapi.yaml"
pytestmark = pytest.mark.django_db


def test_the_document_is_the_committed_one(tmp_path):
    """After a wanted change: `manage.py spectacular --file commerce/api/openapi.yaml`."""
    fresh = tmp_path / "openapi.yaml"
    call_command("spectacular", "--file", str(fresh), "--validate", "--fail-on-warn")
    assert yaml.safe_load(fresh.read_text()) == yaml.safe_load(SNAPSHOT.read_text())


def test_every_view_names_its_policy():
    from commerce.api.base import Policy
    from commerce.api.urls import v1

    for pattern in v1:
        assert isinstance(pattern.callback.view_class.policy, Policy), pattern


def test_the_docs_are_read_without_the_internet(client):
    html = client.get("/api/docs/").content.decode()
    assert "cdn." not in html
    assert "https://" not in html.replace("https://json-schema.org", "")
