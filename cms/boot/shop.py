"""The state of the shop's data: migrations, sample shop and static files, each done again only when needed.

The stamp in `var/` names what was done for which database. A database is known by its applied migrations:
one that was deleted and made again has other times in there.
"""

import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from cms.boot import dotenv
from cms.boot.places import PYTHON, REQUIREMENTS, ROOT, VAR, BootError, alone, digest, say

STAMP = VAR / ".prepared.json"
LOGINS = VAR / "logins.json"
TREES = ("cms", "commerce", "themes", "plugins")


def prepare(environment: Mapping[str, str], *, sample: bool = True) -> None:
    """Brings database and static files up to date; a second time costs next to nothing."""
    VAR.mkdir(exist_ok=True)
    with alone("prepare"):
        done = _read()
        # Rights are given after every migrate, so new ones in their table call for one.
        code = digest(
            [REQUIREMENTS["runtime"], *_files("**/migrations/*.py"), *_files("backoffice/roles.py")]
        )
        if done.get("code") != code or done.get("database") != _database():
            _django(environment, "Preparing the database", "migrate", "--noinput", "-v", "0")
        if sample and (done.get("database") != _database() or not done.get("sample") or not LOGINS.exists()):
            _django(environment, "Looking after the sample shop", "seed", "--profile", "demo")
            done["sample"] = True
        assets = _static_sources()
        if done.get("static") != assets or not (ROOT / "static-build").exists():
            _django(environment, "Collecting static files", "collectstatic", "--noinput", "-v", "0")
        done |= {"code": code, "database": _database(), "static": assets}
        unfinished = STAMP.with_suffix(".new")
        unfinished.write_text(json.dumps(done))
        unfinished.rename(STAMP)


def _read() -> dict[str, object]:
    try:
        done = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return done if isinstance(done, dict) else {}


def _files(pattern: str) -> list[Path]:
    return sorted(path for tree in TREES for path in (ROOT / tree).glob(pattern))


def _database() -> str:
    """What this database is; a name that never matches when it cannot be told without asking a server."""
    url = dotenv.setting("DATABASE_URL")
    if url and not url.startswith("sqlite"):
        return f"unknown since {time.monotonic()}"
    path = Path(url.removeprefix("sqlite:///")) if url else VAR / "db.sqlite3"
    path = path if path.is_absolute() else ROOT / path
    if not path.exists():
        return "none"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=10)) as database:
            query = "SELECT count(*), min(applied), max(applied) FROM django_migrations"
            row = database.execute(query).fetchone()
    except sqlite3.Error:
        return "empty"
    return digest([str(path), repr(row)])


def _static_sources() -> str:
    found = [str(REQUIREMENTS["runtime"].stat().st_size), REQUIREMENTS["runtime"].read_text()]
    for pattern in ("**/static/**/*", "*/assets/**/*"):
        for path in _files(pattern):
            if path.is_file():
                facts = path.stat()
                found.append(f"{path.relative_to(ROOT)} {facts.st_size} {facts.st_mtime_ns}")
    return digest(found)


def _django(environment: Mapping[str, str], what: str, *command: str) -> None:
    say(f"{what} …")
    done = subprocess.run(
        [str(PYTHON), str(ROOT / "manage.py"), *command],
        env=dict(environment),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BootError(f"`manage.py {' '.join(command)}` failed:\n{done.stdout.strip()[-4000:]}")
    if os.environ.get("VERBOSE") and done.stdout.strip():
        say(done.stdout.strip())
