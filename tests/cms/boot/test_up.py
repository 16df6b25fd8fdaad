"""`up` says clearly why it cannot start, and knows when nothing is left to do."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from cms.boot import shop, up
from cms.boot.places import ROOT, BootError


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_the_way_out(taken_port):
    with pytest.raises(
        BootError, match=f"Port {taken_port} at 127.0.0.1 is taken.*\n.*PORT={taken_port + 10}"
    ):
        up.check_free("127.0.0.1", taken_port)


def test_the_next_free_port_is_found(taken_port):
    assert up.free_port_from(taken_port) > taken_port


@pytest.mark.parametrize("text", ["", "0", "65536", "80a", "-1", "٣"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(BootError, match="is no port"):
        up._port(text)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(BootError, match="Cannot listen at 192.0.2.1"):
        up.check_free("192.0.2.1", 8000)


def test_a_command_before_the_first_start_says_how_to_start(tmp_path):
    copied = bare_copy(tmp_path)
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=copied, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "python3 manage.py up" in done.stderr


def test_an_environment_that_leads_back_to_itself_is_noticed(tmp_path):
    """A `.venv` that only points at another Python must not start itself again and again."""
    copied = bare_copy(tmp_path)
    (copied / ".venv" / "bin").mkdir(parents=True)
    (copied / ".venv" / "bin" / "python").symlink_to(os.path.realpath(sys.executable))
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=copied,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == 1
    assert "Remove .venv" in done.stderr


def test_a_database_made_anew_is_not_taken_for_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "db.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    assert shop._database() == "none"
    seen = set()
    for day in ("2026-01-01", "2026-01-02"):
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE django_migrations (applied text)")
            database.execute("INSERT INTO django_migrations VALUES (?)", [day])
            database.commit()
        seen.add(shop._database())
        assert shop._database() in seen

    assert len(seen) == 2


def bare_copy(folder):
    """The project as far as boot needs it, without an environment."""
    shutil.copy(ROOT / "manage.py", folder)
    shutil.copytree(ROOT / "cms" / "boot", folder / "cms" / "boot")
    shutil.copy(ROOT / "cms" / "__init__.py", folder / "cms")
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, folder)
    return folder
