"""`manage.py up`: the whole shop on this machine, from nothing to a page, and everything ended with it."""

import errno
import json
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

from cms.boot import dotenv, native, shop, virtualenv
from cms.boot.places import PYTHON, ROOT, VAR, BootError, say
from cms.boot.supervisor import Supervisor

EMULATOR = ROOT / "plugins" / "test_pay" / "management" / "commands" / "payment_emulator.py"
READY_WITHIN_SECONDS = 120
START_ATTEMPTS = 3
DATABASE_TASKS = "django_tasks_db.DatabaseBackend"
HELP = """\
python3 manage.py up [--no-sample] [--prepare]

Sets up everything that is missing, then starts the shop: web server, worker, scheduler and the emulator of
the test payment provider. Ctrl-C ends them all.

  --no-sample  leave the shop empty instead of filling it with the sample shop
  --prepare    set everything up and end without starting anything

Environment (or .env): HOST (127.0.0.1), PORT (8000), WEB_THREADS (4), WEB_WORKERS (1), DATABASE_URL,
REDIS_URL, TEST_PROVIDER_URL (a payment emulator started elsewhere), BASE_URL, ALLOWED_HOSTS; README.md
lists them all."""


def run(arguments: list[str]) -> int:
    """Sets up, serves until told to stop, and gives the exit code."""
    unknown = set(arguments) - {"--no-sample", "--prepare", "--help", "-h"}
    if unknown or {"--help", "-h"} & set(arguments):
        say(HELP)
        return 2 if unknown else 0
    began = time.monotonic()
    host, port = dotenv.setting("HOST", "127.0.0.1"), _port(dotenv.setting("PORT", "8000"))
    if "--prepare" not in arguments:
        check_free(host, port)
    virtualenv.ensure("runtime")
    native.ensure()
    dotenv.ensure()
    environment = _environment(host, port)
    emulator_port = _emulator_port(host, port)
    if emulator_port and not dotenv.setting("TEST_PROVIDER_URL"):
        environment["TEST_PROVIDER_URL"] = f"http://{_reachable(host)}:{emulator_port}"
    shop.prepare(environment, sample="--no-sample" not in arguments)
    if "--prepare" in arguments:
        return 0
    with Supervisor() as supervisor:
        if _start(supervisor, host, port, environment):
            _welcome(environment, time.monotonic() - began, emulator_port)
            _start_helpers(supervisor, environment, host, emulator_port)
            supervisor.watch()
        say("\nStopping …")
    say("Stopped. The data stays in var/ and media/.")
    return 0


def _start(supervisor: Supervisor, host: str, port: int, environment: dict[str, str]) -> bool:
    """Starts the web server and waits for its first answer; false when told to stop meanwhile."""
    web = supervisor.add("web", _web_command(host, port), environment)
    answers = _answers(f"http://{_reachable(host)}:{port}/readyz")
    supervisor.watch(lambda: answers() or web.restarts >= START_ATTEMPTS, READY_WITHIN_SECONDS)
    if supervisor.stop_requested.is_set():
        return False
    if web.restarts >= START_ATTEMPTS or not answers():
        raise BootError("The shop does not start; the reason stands above.")
    return True


def _start_helpers(
    supervisor: Supervisor, environment: dict[str, str], host: str, emulator_port: int | None
) -> None:
    """What works behind the pages; started after them, so that the first page comes sooner."""
    manage = [str(PYTHON), str(ROOT / "manage.py")]
    if emulator_port:
        address = [
            "--host",
            host,
            "--port",
            str(emulator_port),
            "--public-url",
            environment["TEST_PROVIDER_URL"],
        ]
        state = ["--state-file", str(VAR / "payment-emulator.sqlite3")]
        supervisor.add("payments", [*manage, "payment_emulator", *address, *state], environment)
    if dotenv.setting("TASK_BACKEND", DATABASE_TASKS) == DATABASE_TASKS:
        supervisor.add("worker", [*manage, "db_worker", "--queue-name", "*"], environment)
    supervisor.add("scheduler", [*manage, "scheduler"], environment)


def _emulator_port(host: str, port: int) -> int | None:
    """Where the emulator shall listen; none when there is no such plugin or one runs elsewhere.

    With TEST_PROVIDER_PORT it starts even so: then TEST_PROVIDER_URL names a proxy in front of it.
    """
    if not EMULATOR.exists():
        return None
    if named := dotenv.setting("TEST_PROVIDER_PORT"):
        return _port(named)
    return None if dotenv.setting("TEST_PROVIDER_URL") else free_port_from(port + 1, host)


def check_free(host: str, port: int) -> None:
    """Raises when nothing can listen at this address, and says which setting chooses another."""
    try:
        _listen(host, port)
    except socket.gaierror as error:
        raise BootError(f"HOST={host} is no address of this machine: {error.strerror}.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BootError(
                f"Port {port} at {host} is taken (perhaps the shop runs already).\n"
                f"Choose another: PORT={port + 10} python3 manage.py up"
            ) from error
        if error.errno == errno.EACCES:
            raise BootError(f"Port {port} is for root; choose one above 1023 with PORT=…") from error
        raise BootError(f"Cannot listen at {host}, port {port}: {error.strerror}.") from error


def free_port_from(port: int, host: str = "127.0.0.1") -> int:
    """The first free port there from this one on."""
    for candidate in range(port, min(port + 100, 65536)):
        try:
            _listen(host, candidate)
        except OSError:
            continue
        return candidate
    raise BootError(f"No free port between {port} and {port + 100}.")


def _listen(host: str, port: int) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise BootError(f"PORT={text} is no port; give a number between 1 and 65535.")
    return int(text)


def _environment(host: str, port: int) -> dict[str, str]:
    environment = {**os.environ, **native.environment(), "PYTHONUNBUFFERED": "1"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.local")
    if not dotenv.setting("BASE_URL"):
        environment["BASE_URL"] = f"http://{_reachable(host)}:{port}"
    else:
        environment["BASE_URL"] = dotenv.setting("BASE_URL").rstrip("/")
    return environment


def _reachable(host: str) -> str:
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 (compared, not bound)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _web_command(host: str, port: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": dotenv.setting("WEB_WORKERS", "1"),
        "--blocking-threads": dotenv.setting("WEB_THREADS", "4"),
        "--log-level": "warning",
        "--working-dir": str(ROOT),
    }
    flat = [part for pair in options.items() for part in pair]
    return [str(PYTHON), "-m", "granian", *flat, "--respawn-failed-workers", "cms.wsgi:application"]


def _answers(url: str) -> Callable[[], bool]:
    """A question whether the address answers well."""

    def ask() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return ask


def _welcome(environment: dict[str, str], seconds: float, emulator_port: int | None) -> None:
    base = environment["BASE_URL"]
    rows = [
        ("Shop, Chinese", f"{base}/zh-hans/"),
        ("Shop, English", f"{base}/en/"),
        ("Admin", f"{base}/admin/"),
        ("API docs", f"{base}/api/docs/"),
    ]
    if emulator_port:
        rows.append(("Test payments", f"{environment['TEST_PROVIDER_URL']}/"))
    say(f"\nThe shop is open ({seconds:.1f} s).\n")
    for name, address in rows:
        say(f"  {name:<15}{address}")
    logins = _logins()
    if logins:
        say("\n  Logins of the sample shop:")
        for login in logins:
            say(f"  {login['role']:<15}{login['email']}   {login['password']}")
    if (urlsplit(base).hostname or "") not in ("127.0.0.1", "localhost", "::1") and logins:
        say("\n  Whoever reads var/logins.json knows these passwords; change them before others come.")
    say("\n  Mail is written to var/mail. Ctrl-C stops everything.\n")


def _logins() -> list[dict[str, str]]:
    try:
        found = json.loads(shop.LOGINS.read_text())
    except (OSError, ValueError):
        return []
    needed = {"role", "email", "password"}
    return [login for login in found if isinstance(login, dict) and needed <= login.keys()]
