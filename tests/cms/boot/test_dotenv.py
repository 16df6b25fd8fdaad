"""`.env` is written once, with secrets of its own, for the owner's eyes."""

import stat

import pytest

from cms.boot import dotenv


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(dotenv, "FILE", tmp_path / ".env")
    return tmp_path / ".env"


def test_the_first_start_writes_secrets_that_only_the_owner_reads(file):
    dotenv.ensure()

    written = dotenv.read()
    assert set(dotenv.SECRETS) <= written.keys()
    assert len(written["SECRET_KEY"]) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_start_changes_nothing(file):
    dotenv.ensure()
    before = file.read_text()
    dotenv.ensure()

    assert file.read_text() == before


def test_what_the_owner_wrote_stays_and_what_is_missing_comes(file):
    file.write_text("# mine\nSECRET_KEY='kept'\nPORT=9000")
    dotenv.ensure()

    written = dotenv.read()
    assert (written["SECRET_KEY"], written["PORT"]) == ("kept", "9000")
    assert written["ENCRYPTION_KEYS"]
    assert file.read_text().startswith("# mine\n")


def test_two_machines_have_different_secrets(file):
    dotenv.ensure()
    first = dotenv.read()
    file.unlink()
    dotenv.ensure()

    assert not set(first.values()) & set(dotenv.read().values())


def test_the_environment_wins_over_the_file(file, monkeypatch):
    file.write_text("PORT=9000\n")

    assert dotenv.read()["PORT"] == "9000"
    monkeypatch.setenv("PORT", "9001")
    assert dotenv.setting("PORT", "8000") == "9001"
