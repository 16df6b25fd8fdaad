"""django-oscar beside the shop, in an environment of its own under `.cache`, with a project of ours (`oscar/`)."""

from __future__ import annotations

import os
import random
import secrets
import subprocess
import sys
import venv
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from cms.boot.places import CACHE, BootError, say
from tests.provision import PostgresServer
from tests.stack import Web

from .forms import form
from .visitor import Visitor, expect

VERSION = "4.2.1"
PACKAGES = [f"django-oscar[sorl-thumbnail]=={VERSION}", "Whoosh==2.7.4", "psycopg[binary,pool]", "granian"]
PROJECT = Path(__file__).parent / "oscar"
ADDRESS = {
    "first_name": "Lin", "last_name": "Mei", "line1": "1 High Street", "line4": "London",
    "postcode": "N1 9RT", "country": "GB",
}  # fmt: skip


class Oscar:
    """The peer's server with the same number of products."""

    def __init__(self, server: PostgresServer, folder: Path, products: int) -> None:
        folder.mkdir()
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE oscar ENCODING 'UTF8' TEMPLATE template0")
        self.database = server.url("oscar")
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PROJECT),
            "DJANGO_SETTINGS_MODULE": "settings",
            "DATABASE_URL": self.database,
            "SECRET_KEY": secrets.token_urlsafe(60),
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "media"),
            "SEARCH_INDEX": str(folder / "index"),
        }
        python = environment()
        say(f"Filling django-oscar {VERSION} with {products:,} products …")
        self._run(python, "fill.py", str(products))
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            found = connection.execute("SELECT slug, id FROM catalogue_product ORDER BY id").fetchall()
            leaves = connection.execute(
                "SELECT c.id, c.slug, p.slug FROM catalogue_category c JOIN catalogue_category p"
                " ON c.path LIKE p.path || '%' AND p.depth = 1 WHERE c.depth = 2 ORDER BY c.id"
            ).fetchall()
        random.Random(7).shuffle(found)
        self.products = [f"/catalogue/{slug}_{pk}/" for slug, pk in found]
        self.categories = [f"/catalogue/category/{above}/{slug}_{pk}/" for pk, slug, above in leaves]
        self.web = Web(
            "oscar", self.environment, folder, python=str(python), application="application:application",
            cwd=PROJECT, ready="/catalogue/",
        )  # fmt: skip

    def __enter__(self) -> Self:
        self.web.start()
        self.web.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.web.stop()

    def _run(self, python: Path, *command: str) -> None:
        done = subprocess.run(
            [python, *command], cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BootError(f"django-oscar could not be set up:\n{done.stderr[-3000:]}")

    # --- what visitors do --------------------------------------------------------------------------------------

    def listing(self, visitor: Visitor, number: int) -> None:
        visitor.renew()
        expect(visitor.get(self.categories[number % len(self.categories)])).find("product_pod")

    def product(self, visitor: Visitor, number: int) -> None:
        visitor.renew()
        expect(visitor.get(self.products[number % len(self.products)]))

    def search(self, visitor: Visitor, number: int) -> None:
        visitor.renew()
        expect(visitor.get(f"/search/?q={('linen', 'running', 'teapot')[number % 3]}"))

    def journey(self, visitor: Visitor, number: int) -> None:
        """A guest's whole order, paid by Oscar's own page that takes no money."""
        visitor.renew()
        expect(visitor.get(self.categories[number % len(self.categories)]))
        page = expect(visitor.get(self.products[number % len(self.products)])).text
        adding = form(page, f"/basket/add/{self.products[number % len(self.products)].rsplit('_', 1)[1]}")
        expect(visitor.post(adding.action, adding.values), 302)
        expect(visitor.get("/basket/"))
        guest = form(expect(visitor.get("/checkout/")).text, having="username").values
        expect(
            visitor.post(
                "/checkout/", {**guest, "username": f"g{number}@example.com", "options": "anonymous"}
            ),
            302,
        )
        address = form(expect(visitor.get("/checkout/shipping-address/")).text, having="line1").values
        expect(visitor.post("/checkout/shipping-address/", {**address, **ADDRESS}), 302)
        self._follow(visitor, "/checkout/shipping-method/")
        preview = expect(visitor.get("/checkout/preview/")).text
        sent = form(preview, having="action").values
        answer = expect(visitor.post("/checkout/preview/", {**sent, "action": "place_order"}), 302)
        expect(visitor.get(answer.location))

    def _follow(self, visitor: Visitor, path: str) -> None:
        """Steps that have one choice only lead on by themselves."""
        for _ in range(5):
            answer = expect(visitor.get(path), 200, 302)
            if answer.status == 200:
                return
            path = answer.location


def environment() -> Path:
    """The Python of the peer's environment, made at the first use. Raises BootError."""
    folder = CACHE / f"oscar-{VERSION}"
    python, done = folder / "bin" / "python", folder / "ready"
    if done.exists():
        return python
    say(f"Installing django-oscar {VERSION} into .cache …")
    venv.create(folder, with_pip=True, clear=True, symlinks=True)
    installed = subprocess.run(
        [python, "-m", "pip", "install", "-q", *PACKAGES], capture_output=True, text=True, check=False
    )
    if installed.returncode:
        raise BootError(
            f"django-oscar cannot be installed with {sys.executable}:\n{installed.stderr[-2000:]}"
        )
    done.touch()
    return python
