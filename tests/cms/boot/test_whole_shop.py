"""`manage.py up` from a fresh copy of the project: pages in both languages, and nothing left when it ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from cms.boot import dotenv
from cms.boot.places import ROOT
from tests.provision import children, free_port

NOT_COPIED = (".venv", ".git", ".env", ".cache", ".*_cache", "var", "media", "static-build", "__pycache__")
START_WITHIN_SECONDS = 900  # a guard against hanging, not a promise
ADDRESSES = ("/zh-hans/", "/en/", "/api/docs/", "/admin/login/", "/readyz")


@pytest.fixture(scope="module")
def fresh_copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fresh") / "shop"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "media").mkdir()
    return folder


class Shop:
    """`manage.py up` in a folder, on a free port, with its output in a file."""

    def __init__(self, folder, **environment):
        self.port = free_port()
        self.log = folder / "up.log"
        told = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE",)}
        for name in (*dotenv.SECRETS, "DATABASE_URL", "BASE_URL"):
            told.pop(name, None)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=folder,
                env={**told, "PORT": str(self.port), **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self):
        deadline = time.monotonic() + START_WITHIN_SECONDS
        while "The shop is open" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()[-4000:]
            assert time.monotonic() < deadline, self.log.read_text()[-4000:]
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def status(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code

    def interrupt(self):
        """What Ctrl-C does; gives the exit code and the processes that are still there."""
        started = children(self.process.pid)
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        return code, [command for number, command in started.items() if os.path.exists(f"/proc/{number}")]


def test_a_fresh_copy_opens_and_closes_and_keeps_its_data(fresh_copy, database_copy, settings):
    environment = {}
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        environment["DATABASE_URL"] = database_copy()
    with Shop(fresh_copy, **environment) as shop:
        assert {path: shop.status(path) for path in ADDRESSES} == dict.fromkeys(ADDRESSES, 200)
        secrets = (fresh_copy / ".env").read_text()
        logins = (fresh_copy / "var" / "logins.json").read_text()
        assert shop.interrupt() == (0, [])

    with Shop(fresh_copy, **environment) as shop:
        assert shop.status("/en/") == 200
        assert (fresh_copy / ".env").read_text() == secrets
        assert (fresh_copy / "var" / "logins.json").read_text() == logins
        assert shop.interrupt() == (0, [])
