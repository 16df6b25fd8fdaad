"""Debian packages: installed as root, or unpacked into `.syslibs` without root."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cms.boot.places import SYSLIBS, BootError, is_root, say

POLICY = Path("/usr/sbin/policy-rc.d")


def available() -> bool:
    return shutil.which("apt-get") is not None


def install(packages: Sequence[str]) -> None:
    """Installs packages as root; starts none of the services that they bring."""
    say(f"Installing Debian packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with services_stay_off():
        _run(["apt-get", "update", "-qq"], env=environment)
        _run(["apt-get", "install", "-qqy", "--no-install-recommends", *packages], env=environment)


@contextmanager
def services_stay_off() -> Iterator[None]:
    """Debian starts a database server as soon as it is installed, unless this file says no."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


def unpack(packages: Sequence[str]) -> None:
    """Downloads packages with what they depend on and unpacks them under `.syslibs`; needs no root.

    The package lists go to a temporary folder: they are ten times as big as the libraries.
    """
    say(f"Unpacking Debian packages without root: {' '.join(packages)}")
    SYSLIBS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="qilou-apt-") as folder:
        state = Path(folder)
        for part in ("lists/partial", "cache/archives/partial", "log"):
            (state / part).mkdir(parents=True)
        options = _private_options(state)
        _run(["apt-get", *options, "update", "-qq"])
        plan = _run(
            ["apt-get", *options, "install", "--print-uris", "-qqy", "--no-install-recommends", *packages]
        )
        names = [line.split()[1].split("_")[0] for line in plan.splitlines() if line.startswith("'")]
        if not names:
            return
        archives = state / "cache" / "archives"
        _run(["apt-get", *options, "download", *names], cwd=archives)
        for package in sorted(archives.glob("*.deb")):
            _run(["dpkg-deb", "-x", str(package), str(SYSLIBS)])


def fetch(package: str, folder: Path) -> Path:
    """Unpacks one package alone, without what it depends on, into a folder."""
    if is_root():
        raise BootError("fetch() is for machines without root")
    with tempfile.TemporaryDirectory(prefix="qilou-apt-") as temporary:
        state = Path(temporary)
        for part in ("lists/partial", "cache/archives/partial", "log"):
            (state / part).mkdir(parents=True)
        options = _private_options(state)
        _run(["apt-get", *options, "update", "-qq"])
        _run(["apt-get", *options, "download", package], cwd=state)
        folder.mkdir(parents=True, exist_ok=True)
        for archive in state.glob("*.deb"):
            _run(["dpkg-deb", "-x", str(archive), str(folder)])
    return folder


def _private_options(state: Path) -> list[str]:
    settings = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": state / "cache",
        "Dir::Log": state / "log",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "",
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _run(command: list[str], **options: object) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        raise BootError(f"`{' '.join(command[:3])} …` failed:\n{done.stderr.strip()[-1500:]}")
    return str(done.stdout)
