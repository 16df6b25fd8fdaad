"""The native libraries that WeasyPrint opens, and a font that knows Chinese.

As root they come from apt. Without root the packages are unpacked under `.syslibs`, and child processes find
them through LD_LIBRARY_PATH. A shop without them sells all the same; only PDF documents are missing.
"""

import os
import subprocess

from cms.boot import apt
from cms.boot.places import PYTHON, ROOT, SYSLIBS, VENV, BootError, alone, is_root, warn

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
FONTS = ROOT / "commerce" / "assets" / "fonts" / "fonts.conf"
STAMP = VENV / ".native-libraries"


def environment() -> dict[str, str]:
    """What a child process needs beyond our own environment to find libraries and fonts."""
    found: dict[str, str] = {}
    if FONTS.exists() and not os.environ.get("FONTCONFIG_FILE"):
        found["FONTCONFIG_FILE"] = str(FONTS)
    folders = [str(path) for path in (*SYSLIBS.glob("usr/lib/*-linux-gnu"), *SYSLIBS.glob("lib/*-linux-gnu"))]
    present = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    missing = [folder for folder in folders if folder not in present]
    if missing:
        found["LD_LIBRARY_PATH"] = ":".join([*missing, *filter(None, present)])
    return found


def works() -> bool:
    """Whether WeasyPrint finds what it opens; takes about a second."""
    probe = [str(PYTHON), "-c", "import weasyprint"]
    child = {**os.environ, **environment()}
    return subprocess.run(probe, env=child, capture_output=True, check=False).returncode == 0


def ensure() -> None:
    """Brings the libraries if they are missing; warns and goes on where that cannot be done."""
    if STAMP.exists():
        return
    with alone("native"):
        if not works():
            try:
                _bring()
            except BootError as error:
                warn(str(error))
        if works():
            STAMP.touch()
        else:
            warn(f"PDF documents will be missing. {how_to_fix()}")


def how_to_fix() -> str:
    return f"As root: apt-get install {' '.join(PACKAGES)}"


def _bring() -> None:
    if not apt.available():
        raise BootError("Pango is missing, and this machine has no apt-get.")
    if is_root():
        apt.install(PACKAGES)
    else:
        apt.unpack(PACKAGES)
