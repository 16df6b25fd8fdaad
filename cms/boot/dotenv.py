"""`.env`: the settings of this one machine, written with fresh secrets at the first start, not committed."""

import base64
import os
import secrets

from cms.boot.places import ROOT, say

FILE = ROOT / ".env"
HEADER = """\
# The settings of this machine. Environment variables of the same name win.
# Keep ENCRYPTION_KEYS: what is encrypted in the database cannot be read without them.
"""


def encryption_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


SECRETS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(60),
    "ENCRYPTION_KEYS": encryption_key,
    "TEST_PROVIDER_KEY": lambda: secrets.token_urlsafe(16),
    "TEST_PROVIDER_SECRET": lambda: secrets.token_urlsafe(32),
}


def read() -> dict[str, str]:
    """The assignments in `.env`; nothing when there is none."""
    if not FILE.exists():
        return {}
    found = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            found[name.strip()] = value.strip().strip("'\"")
    return found


def setting(name: str, default: str = "") -> str:
    """A setting as the shop will see it: the environment first, then `.env`."""
    return os.environ.get(name) or read().get(name) or default


def ensure() -> None:
    """Writes the secrets that are still missing; readable by the owner alone."""
    present = read()
    missing = {name: make() for name, make in SECRETS.items() if name not in present}
    if not missing:
        return
    if not FILE.exists():
        say("Writing .env with fresh secrets")
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else HEADER
    if not text.endswith("\n"):
        text += "\n"
    text += "".join(f"{name}={value}\n" for name, value in missing.items())
    unfinished = FILE.with_name(".env.new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.rename(FILE)
