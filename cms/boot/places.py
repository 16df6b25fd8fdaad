"""Where things stand in the project's folder, and the few ways in which boot speaks and fails."""

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = ROOT / ".boot"  # uv, where no virtual environment can be made without it
SYSLIBS = ROOT / ".syslibs"  # native libraries unpacked without root
CACHE = ROOT / ".cache"
VAR = ROOT / "var"
REQUIREMENTS = {"runtime": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}


class BootError(Exception):
    """Setting up cannot go on; the message says what to do next."""


def say(text: str) -> None:
    print(text, flush=True)


def warn(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def is_root() -> bool:
    return os.geteuid() == 0


def digest(parts: Iterable[bytes | str | Path]) -> str:
    """One short name for the content of texts and files."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part
        if isinstance(data, str):
            data = data.encode()
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()[:24]


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Only one process at a time is inside; the others wait, and say so."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another process that is busy with: {name}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
