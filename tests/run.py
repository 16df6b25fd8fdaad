"""`manage.py test`: everything that must hold before a change is good, stage by stage, with nothing skipped.

python3 manage.py test                the whole, with servers of its own
python3 manage.py test --long         also the tests marked `long`
python3 manage.py test --quick        static checks and SQLite only
python3 manage.py test tests/… -k …   only pytest, with these arguments, on both databases and in the browser
"""

import argparse
import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from cms.boot import doctor, dotenv, native
from cms.boot.places import ROOT, BootError, say, warn
from cms.boot.supervisor import dies_with
from tests.provision import PostgresServer, RedisServer, bring_programs, children

PYTHON = sys.executable
STAGE_TIMEOUT_SECONDS = 40 * 60
NOTHING_COLLECTED = 5
PR_SET_CHILD_SUBREAPER = 36
WORKERS = ["-n", "2", "--dist", "worksteal"]
# Each worker has a shop of its own, and what a file puts on in it stays on for the whole file.
SHOPS = ["-n", "2", "--dist", "loadfile"]


@dataclass
class Counts:
    """What a run of pytest said."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


@dataclass
class Stage:
    """One line of the summary."""

    name: str
    is_good: bool
    seconds: float
    note: str = ""
    counts: Counts = field(default_factory=Counts)


class Run:
    """The stages so far, and the environment that they share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stages: list[Stage] = []
        hidden = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS")
        self.environment = {name: value for name, value in os.environ.items() if name not in hidden}
        self.environment |= native.environment()
        (folder / "tmp").mkdir()
        for each in (folder, folder / "tmp"):
            each.chmod(0o711)  # root's clusters run as another user, who has to pass through
        self.environment["TMPDIR"] = str(folder / "tmp")  # what tests leave behind goes with the folder

    def check(self, name: str, *commands: list[str], environment: dict[str, str] | None = None) -> None:
        """A stage that is good when all its commands end with 0; shows what the failing ones say."""
        announce(name)
        began = time.monotonic()
        codes = [self.execute(command, environment or {}, quiet=True) for command in commands]
        self.stages.append(Stage(name, not any(codes), time.monotonic() - began))

    def pytest(self, name: str, marks: str, arguments: list[str], environment: dict[str, str]) -> None:
        """A stage that runs pytest and counts; finding nothing to run is good only if paths were named."""
        announce(name)
        began = time.monotonic()
        report = self.folder / f"{len(self.stages)}.xml"
        command = [
            PYTHON,
            "-m",
            "pytest",
            "-q",
            "--durations=10",
            "-m",
            marks,
            f"--junit-xml={report}",
            *arguments,
        ]
        code = self.execute(command, environment)
        counts = read_counts(report)
        named = [each for each in arguments if each not in {*WORKERS, *SHOPS}]
        narrow = any(not argument.startswith("-") for argument in named)
        is_good = code == 0 or (narrow and code == NOTHING_COLLECTED)
        note = f"{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped"
        self.stages.append(Stage(name, is_good, time.monotonic() - began, note, counts))

    def execute(self, command: list[str], environment: dict[str, str], *, quiet: bool = False) -> int:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            start_new_session=True,
            preexec_fn=dies_with(os.getpid()),
        )
        output = ""
        try:
            output, _ = process.communicate(timeout=STAGE_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            warn(f"No end after {STAGE_TIMEOUT_SECONDS // 60} minutes: {' '.join(command)}")
        finally:
            end_group(process)
        if process.returncode and output:
            say(output.rstrip())
        return process.returncode or 0

    @property
    def counts(self) -> Counts:
        return sum((stage.counts for stage in self.stages), Counts())

    def stage(self, name: str, action: Callable[[], None]) -> bool:
        """A step in this process; false when it could not be done."""
        announce(name)
        began = time.monotonic()
        try:
            action()
        except BootError as error:
            warn(str(error))
            self.stages.append(Stage(name, False, time.monotonic() - began, str(error).splitlines()[0]))
            return False
        self.stages.append(Stage(name, True, time.monotonic() - began))
        return True


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="manage.py test", description=__doc__.split("\n")[0])
    parser.add_argument("--long", action="store_true", help="also run the tests marked `long`")
    parser.add_argument("--quick", action="store_true", help="static checks and SQLite only")
    options, for_pytest = parser.parse_known_args(arguments)
    adopt_orphans()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="qilou-run-"))
    (folder / "owner").write_text(str(os.getpid()))
    run = Run(folder)
    try:
        # What is missing on this machine is said at once, not after the other stages.
        if options.quick or run.stage("programs", bring_programs):
            if not for_pytest:
                static_checks(run)
            dynamic_checks(run, options, for_pytest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        end_orphans()
    return report(run, time.monotonic() - began, options.quick)


def static_checks(run: Run) -> None:
    manage = [PYTHON, "manage.py"]
    run.check("lint", [PYTHON, "-m", "ruff", "check", "."], [PYTHON, "-m", "ruff", "format", "--check", "."])
    run.check("types", [PYTHON, "-m", "mypy"])
    run.check("import contracts", [str(Path(PYTHON).with_name("lint-imports")), "--no-cache"])
    test = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    run.check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], environment=test)
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    run.check("deployment check", deploy, environment=production())


def dynamic_checks(run: Run, options: argparse.Namespace, for_pytest: list[str]) -> None:
    """pytest on SQLite, on PostgreSQL and in the browser; the servers live as long as this function."""
    arguments = [*for_pytest, *(["--long"] if options.long else [])]
    workers = [] if for_pytest else WORKERS
    if options.quick:
        run.pytest("tests on SQLite", "not postgres and not browser", [*workers, *arguments], {})
        return
    with ExitStack() as servers:
        found: dict[str, str] = {}
        if not run.stage("servers", lambda: found.update(start_servers(servers))):
            return
        redis = {"TEST_REDIS_URL": found["REDIS_URL"]}
        run.pytest("tests on SQLite", "not postgres and not browser", [*workers, *arguments], redis)
        database = {**redis, "DATABASE_URL": found["DATABASE_URL"]}
        run.pytest("tests on PostgreSQL", "not browser", [*workers, *arguments], database)
        browser = {**database, "CHROMIUM": doctor.find_chromium() or ""}
        shops = [] if for_pytest else SHOPS
        run.pytest("tests in the browser", "browser", [*shops, *arguments], browser)


def start_servers(servers: ExitStack) -> dict[str, str]:
    """The addresses of PostgreSQL (or the cluster that TEST_DATABASE_URL names) and Redis."""
    database = os.environ.get("TEST_DATABASE_URL") or servers.enter_context(PostgresServer()).url()
    return {"DATABASE_URL": database, "REDIS_URL": servers.enter_context(RedisServer()).url()}


def production() -> dict[str, str]:
    """The environment of a shop that is really open, with secrets made for this check."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ENCRYPTION_KEYS": dotenv.encryption_key(),
        "DATABASE_URL": "postgres://shop:secret@127.0.0.1:5432/shop",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "ALLOWED_HOSTS": "shop.example.com",
        "BASE_URL": "https://shop.example.com",
    }


def report(run: Run, seconds: float, quick: bool) -> int:
    """Prints the table and the totals; gives the exit code."""
    counts = run.counts
    tested = any(stage.name.startswith("tests ") for stage in run.stages)
    if tested and counts.skipped:
        run.stages.append(Stage("nothing skipped", False, 0, f"{counts.skipped} skipped"))
    if not counts.passed:
        run.stages.append(Stage("some tests ran", False, 0, "none passed"))
    say("\n" + "─" * 78)
    for stage in run.stages:
        say(f"{'ok' if stage.is_good else 'FAILED':<8}{stage.name:<24}{stage.seconds:>7.1f} s  {stage.note}")
    say("─" * 78)
    failed = [stage.name for stage in run.stages if not stage.is_good]
    if failed:
        say(f"Failed: {', '.join(failed)}")
    if quick:
        say("Quick: PostgreSQL, Redis and the browser were left out.")
    say(f"{seconds:.0f} s in all")
    say(f"{counts.passed} passed, {counts.failed} failed")
    return 1 if failed else 0


def read_counts(path: Path) -> Counts:
    """The figures of a JUnit report; a run that left none counts as one failure."""
    if not path.exists():
        return Counts(failed=1)
    counts = Counts()
    for suite in ElementTree.parse(path).iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        counts += Counts(max(0, int(suite.get("tests", 0)) - failed - skipped), failed, skipped)
    return counts


def announce(name: str) -> None:
    say(f"\n=== {name}")


def end_group(process: "subprocess.Popen[str]") -> None:
    """Ends a stage and whatever it left in its process group."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        if process.poll() is None:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                continue
    process.wait()


def adopt_orphans() -> None:
    """On Linux what a test leaves behind becomes our child, so that it can be found and ended."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_orphans() -> None:
    for number, command in children(os.getpid()).items():
        warn(f"A test left this behind: {command[:120]}")
        os.kill(number, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
