"""From HTML to PDF: one at a time, within a limit of time, and kept for when it is asked for again."""

from __future__ import annotations

import logging
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from .errors import NotPrinted

logger = logging.getLogger(__name__)
PRESS = Path(__file__).with_name("press.py")
# Raise it with every change of how documents look: what was kept before is then printed anew.
LAYOUT = 1
# What the press may know of its surroundings: where libraries and fonts lie.
_KNOWN = ("PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME", "LANG")
_one_at_a_time = BoundedSemaphore(1)


def print_pdf(html: str) -> bytes:
    """The page as an accessible PDF. Raises NotPrinted after PRINT_SECONDS, or where the press is missing.

    Waits for another document of this process, for as long as one may take.
    """
    limit = settings.PRINT_SECONDS
    if not _one_at_a_time.acquire(timeout=limit):
        raise NotPrinted(data={"why": "busy"})
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PRESS), str(math.ceil(limit))],
            input=html.encode(),
            capture_output=True,
            timeout=limit,
            check=True,
            env={name: os.environ[name] for name in _KNOWN if name in os.environ},
        )
    except subprocess.TimeoutExpired as late:
        logger.error("printing took too long", extra={"seconds": limit})
        raise NotPrinted(data={"why": "slow"}) from late
    except (OSError, subprocess.CalledProcessError) as failure:
        said = getattr(failure, "stderr", b"") or b""
        logger.exception("printing failed", extra={"press": said[-2000:].decode("utf-8", "replace")})
        raise NotPrinted(data={"why": "press"}) from failure
    finally:
        _one_at_a_time.release()
    return done.stdout


def kept(name: str, make: Callable[[], str]) -> bytes:
    """The PDF kept as `name` in private storage; printed from `make()` and kept, if it is not there yet."""
    storage, path = storages["private"], f"documents/{LAYOUT}/{name}.pdf"
    if storage.exists(path):
        with storage.open(path) as file:
            return file.read()
    pdf = print_pdf(make())
    storage.save(path, ContentFile(pdf))
    return pdf
