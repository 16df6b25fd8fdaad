"""The shop as real processes on free ports: web server, worker, scheduler, payment emulator.

For the bench and for tests that kill processes. Everything ends with the `with` statement, and with us.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from cms.boot import dotenv, native
from cms.boot.places import ROOT
from cms.boot.supervisor import dies_with
from tests.provision import free_port

READY_WITHIN_SECONDS = 90
# A shop's own worth of requests from every address; the figures are those of `base`, per minute.
HIDDEN = ("DJANGO_SETTINGS_MODULE", "REDIS_URL", "DATABASE_URL", "PYTEST_ADDOPTS", "DEBUG")


class NotReady(Exception):
    """A process did not come up; the end of its log says why."""


class Process:
    """One program with a log, in a session of its own. `kill` is kill -9 for it and all below it."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        cwd: Path = ROOT,
    ) -> None:
        self.name, self.command, self.environment = name, list(command), dict(environment)
        self.log, self.cwd = folder / f"{name}.log", cwd
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with(os.getpid(), signal.SIGKILL),
            )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """As the kernel does when memory is short: no signal handler, no clean-up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        if self.is_running():
            assert self.process
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(8)
            except subprocess.TimeoutExpired:
                pass
        self._end(signal.SIGKILL)

    def _end(self, number: int) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass
        self.process.wait()

    def explain(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return f"{self.name}:\n{text[-3000:]}"


class Web(Process):
    """granian before a WSGI application."""

    def __init__(
        self,
        name: str,
        environment: Mapping[str, str],
        folder: Path,
        *,
        python: str = sys.executable,
        application: str = "cms.wsgi:application",
        cwd: Path = ROOT,
        workers: int = 2,
        threads: int = 4,
        port: int = 0,
        ready: str = "/healthz",
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ready = self.url + ready
        options = {
            "--interface": "wsgi",
            "--host": "127.0.0.1",
            "--port": str(self.port),
            "--workers": str(workers),
            "--blocking-threads": str(threads),
            "--log-level": "warning",
            "--working-dir": str(cwd),
        }
        flat = [part for pair in options.items() for part in pair]
        command = [python, "-m", "granian", *flat, "--respawn-failed-workers", application]
        super().__init__(name, command, environment, folder, cwd)

    def wait(self) -> None:
        """Until it answers. Raises NotReady."""
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not self.answers():
            if not self.is_running() or time.monotonic() > deadline:
                raise NotReady(self.explain())
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.ready, timeout=5) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError as error:
            return error.code < 500
        except (urllib.error.URLError, OSError):
            return False


class Stack:
    """The processes of one shop on one database."""

    def __init__(
        self, database_url: str, folder: Path, *, settings: str = "cms.settings.local", **more: str
    ) -> None:
        self.folder = folder
        self.processes: list[Process] = []
        self.provider_port, self.port = free_port(), free_port()
        kept = {name: value for name, value in os.environ.items() if name not in HIDDEN}
        self.environment = {
            **kept,
            **native.environment(),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": database_url,
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ENCRYPTION_KEYS": dotenv.encryption_key(),
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUSTED_PROXY_COUNT": "1",
            "MEDIA_ROOT": str(folder / "media"),
            "MAIL_DIR": str(folder / "mail"),
            "STATIC_ROOT": str(folder / "static"),
            "TEST_PROVIDER_URL": f"http://127.0.0.1:{self.provider_port}",
            "TEST_PROVIDER_KEY": "key-of-this-run",
            "TEST_PROVIDER_SECRET": "secret-of-this-run",
            "LOG_LEVEL": "WARNING",
            **more,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self.processes):
            process.stop()

    def add(self, process: Process) -> None:
        """Start it; it ends with the stack."""
        self.processes.append(process)
        process.start()

    def web(self, *, workers: int = 2, **changes: str) -> Web:
        """The shop's web server, answering."""
        port = self.port if not any(process.name == "web" for process in self.processes) else 0
        name = "web" if port else f"web-{len(self.processes)}"
        web = Web(name, {**self.environment, **changes}, self.folder, workers=workers, port=port)
        self.add(web)
        web.wait()
        return web

    def helper(self, name: str, *command: str) -> Process:
        """A management command that goes on running: worker, scheduler."""
        process = Process(name, [sys.executable, "manage.py", *command], self.environment, self.folder)
        self.add(process)
        return process

    def emulator(self) -> Web | Process:
        """The payment provider, keeping its charges in a file, answering."""
        state = ["--state-file", str(self.folder / "provider.sqlite3")]
        emulator = self.helper("provider", "payment_emulator", "--port", str(self.provider_port), *state)
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while "Test payment provider" not in emulator.log.read_text():
            if not emulator.is_running() or time.monotonic() > deadline:
                raise NotReady(emulator.explain())
            time.sleep(0.1)
        return emulator

    def manage(self, *command: str, check: bool = True, module: str = "") -> str:
        """What a command printed. Raises RuntimeError with its complaint when it fails."""
        start = ["-m", module] if module else ["manage.py"]
        done = subprocess.run(
            [sys.executable, *start, *command],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout[-1500:]}\n{done.stderr[-3000:]}")
        return done.stdout
