"""The virtual environment and the pinned, hashed requirements in it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cms.boot import apt
from cms.boot.indexes import uv_environment
from cms.boot.places import PYTHON, REQUIREMENTS, ROOT, TOOLS, VENV, BootError, alone, digest, is_root, say

STAMP = VENV / ".requirements.json"
UV_PIN = ROOT / "cms" / "boot" / "uv.txt"
PIP_OPTIONS = ["-q", "--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]


def is_inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def is_current(kind: str) -> bool:
    """Whether the requirements of this kind (runtime or dev) are installed as the file says."""
    return PYTHON.exists() and _stamp().get(kind) == _wanted(kind)


def ensure(kind: str) -> None:
    """Makes `.venv` and installs the requirements; does nothing when both are as they should be."""
    if is_current(kind):
        return
    with alone("requirements"):
        if is_current(kind):
            return
        if not _works():
            _make()
        _install(REQUIREMENTS[kind])
        stamp = _stamp() | {kind: _wanted(kind)}
        if kind == "dev":  # the development file holds the runtime set too
            stamp["runtime"] = _wanted("runtime")
        STAMP.write_text(json.dumps(stamp))


def _stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _wanted(kind: str) -> str:
    return digest([REQUIREMENTS[kind], f"{sys.version_info.major}.{sys.version_info.minor}"])


def _works() -> bool:
    """An environment that was copied along or whose Python is gone has to be made again."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0


def _make() -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    say("Making the virtual environment .venv")
    if has_ensurepip():
        _run([sys.executable, "-m", "venv", str(VENV)])
    elif is_root() and apt.available():
        apt.install(["python3-venv"])
        _run([sys.executable, "-m", "venv", str(VENV)])
    else:
        _run(
            [str(_uv_without_venv()), "venv", "-q", "--seed", "--python", sys.executable, str(VENV)],
            env=_uv_env(),
        )


def has_ensurepip() -> bool:
    probe = [sys.executable, "-c", "import venv, ensurepip; ensurepip.version()"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _uv_without_venv() -> Path:
    """uv in `.boot`, brought by the system's pip or, without one, by the wheel of Debian's pip."""
    if found := shutil.which("uv"):
        return Path(found)
    uv = TOOLS / "bin" / "uv"
    if not uv.exists():
        target = ["install", *PIP_OPTIONS, "--target", str(TOOLS), "--require-hashes", "-r", str(UV_PIN)]
        _run([sys.executable, *_pip_of_the_system(), *target])
    return uv


def _pip_of_the_system() -> list[str]:
    has_pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False)
    if has_pip.returncode == 0:
        return ["-m", "pip"]
    if not apt.available():
        raise BootError(
            "This Python has neither pip nor ensurepip, and there is no apt-get to fetch them with.\n"
            "Install your system's packages for Python's venv and pip and start again."
        )
    say("Neither venv nor pip here: fetching Debian's pip")
    folder = apt.fetch("python3-pip-whl", TOOLS / "pip")
    wheels = sorted(folder.glob("usr/share/python-wheels/pip-*.whl"))
    if not wheels:
        raise BootError("Debian's package python3-pip-whl holds no pip; install python3-venv as root.")
    return [str(wheels[-1] / "pip")]


def _install(requirements: Path) -> None:
    say(f"Installing {requirements.name}")
    # Every file is pinned by hash, so it does not matter which of several indexes it comes from.
    options = ["-q", "--no-config", "--system-certs", "--index-strategy", "unsafe-best-match"]
    uv = _uv()
    if uv:
        command = [str(uv), "pip", "install", *options, "--python", str(PYTHON)]
        done = subprocess.run(
            [*command, "--require-hashes", "-r", str(requirements)],
            env=_uv_env(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return
        say(f"uv could not ({_last_line(done.stderr)}); trying pip")
    _run(
        [str(PYTHON), "-m", "pip", "install", *PIP_OPTIONS, "--require-hashes", "-r", str(requirements)],
        why=f"{requirements.name} could not be installed. Is the package index reachable from here?",
    )


def _uv() -> Path | None:
    for path in (shutil.which("uv"), VENV / "bin" / "uv", TOOLS / "bin" / "uv"):
        if path and _runs(Path(path)):
            return Path(path)
    install = [str(PYTHON), "-m", "pip", "install", *PIP_OPTIONS, "--require-hashes", "-r", str(UV_PIN)]
    done = subprocess.run(install, capture_output=True, check=False)
    return VENV / "bin" / "uv" if done.returncode == 0 else None


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _uv_env() -> dict[str, str]:
    return uv_environment({name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"})


def _run(command: list[str], why: str = "", env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        detail = (done.stderr or done.stdout).strip()[-1500:]
        raise BootError(f"{why or 'A step of setting up failed.'}\n{' '.join(command[:5])} …\n{detail}")


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip()[:200] if lines else "no reason given"
