"""Our side of the comparison: the filled shop behind granian, what its visitors ask for, and its limits."""

from __future__ import annotations

import itertools
import random
import secrets
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg

from tests.stack import Stack, Web

from .forms import form
from .visitor import Visitor, expect

ENCRYPTION_KEY = "YmVuY2gtb25seS1rZXktb2YtMzItYnl0ZXMtbG9uZyE="  # the kept filling was encrypted with it
THROTTLES = {"THROTTLE_READ": "1200/min", "THROTTLE_WRITE": "240/min", "THROTTLE_PLACE": "60/min"}
ADDRESS = {
    "name": "Lin Mei", "phone": "13800138000", "country": "CN", "region": "浙江省", "city": "杭州市",
    "district": "西湖区", "street": "文三路 1 号", "postal_code": "310012",
}  # fmt: skip
BUYER = {"email": "lin@example.com", "shipping_method": "standard", "terms_accepted": True}


@dataclass
class Targets:
    """Addresses of what is in the shop, in a random but repeatable order."""

    categories: list[str]
    products: list[str]
    variants: list[str]
    variant_ids: list[int]
    words: list[str]


class Shop:
    """The web server under measurement with everything that belongs to it."""

    def __init__(self, database: str, folder: Path) -> None:
        folder.mkdir()
        self.database = database
        self.stack = Stack(
            database, folder, settings="tests.bench.settings", ENCRYPTION_KEYS=ENCRYPTION_KEY, **THROTTLES
        )

    def start(self, workers: int = 2) -> Web:
        """Serves the filled database; answers from now on."""
        self.stack.manage("collectstatic", "--noinput", "-v", "0")
        self.targets = self._targets()
        self.stack.emulator()
        self.web = self.stack.web(workers=workers)
        return self.web

    def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """What a statement answers, read past the shop."""
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=20)) as file, file:
                return list(file.execute(statement.replace("%s", "?"), parameters))
        with psycopg.connect(self.database, autocommit=True) as connection:
            return list(connection.execute(statement, parameters))  # type: ignore[arg-type]

    def _targets(self) -> Targets:
        dice = random.Random(7)
        categories = self.rows("SELECT slug, public_id FROM catalog_category WHERE parent_id IS NOT NULL")
        products = self.rows(
            "SELECT t.slug, p.public_id FROM catalog_product p JOIN catalog_producttranslation t"
            " ON t.product_id = p.id AND t.language = 'en'"
        )
        variants = self.rows("SELECT public_id, id FROM catalog_variant")
        for each in (categories, products, variants):
            each.sort()
            dice.shuffle(each)
        return Targets(
            categories=[f"/en/c/{slug}-{public_id}/" for slug, public_id in categories],
            products=[f"/en/p/{slug}-{public_id}/" for slug, public_id in products],
            variants=[public_id for public_id, _ in variants],
            variant_ids=[pk for _, pk in variants],
            words=["linen shirt", "running shoes", "跑步鞋", "teapot", "亚麻衬衫", "walnut chair"],
        )

    # --- what visitors do --------------------------------------------------------------------------------------

    def constant(self, visitor: Visitor, number: int) -> None:
        expect(visitor.get("/bench/constant/"))

    def listing(self, visitor: Visitor, number: int) -> None:
        """A category of about 55 products: the first page, 48 cards."""
        visitor.renew()
        categories = self.targets.categories
        expect(visitor.get(categories[number % len(categories)]))

    def all_products(self, visitor: Visitor, number: int) -> None:
        """The listing of everything, some page of it."""
        visitor.renew()
        expect(visitor.get(f"/en/c/?page={1 + number % 20}"))

    def product(self, visitor: Visitor, number: int) -> None:
        visitor.renew()
        products = self.targets.products
        expect(visitor.get(products[number % len(products)]))

    def search(self, visitor: Visitor, number: int) -> None:
        visitor.renew()
        words = self.targets.words
        expect(visitor.ask("GET", f"/en/search/?q={quote(words[number % len(words)])}", None, {}))

    def api_list(self, visitor: Visitor, number: int) -> None:
        visitor.renew()
        expect(visitor.get("/api/v1/products/?limit=48"))

    # --- ordering ----------------------------------------------------------------------------------------------

    def basket(self, visitor: Visitor, variants: list[str]) -> tuple[dict[str, str], int]:
        """A cart through the API: the header that opens it, and the total at checkout in minor units."""
        visitor.renew()
        opened = expect(visitor.send("/api/v1/cart/", None), 201).json()
        headers = {"X-Cart-Token": opened["token"]}
        for variant in variants:
            line = {"variant": variant, "quantity": 1}
            expect(visitor.send("/api/v1/cart/lines/", line, headers), 201)
        wish = {**BUYER, "address": ADDRESS, "payment_method": "bank_transfer"}
        shown = expect(visitor.send("/api/v1/checkout/", wish, headers)).json()
        return headers, shown["totals"]["total"]["amount"]

    def same_baskets(self, variant: int, count: int) -> list[dict[str, str]]:
        """So many carts with one unit of the variant, written past the shop; the headers that open them."""
        tokens = [secrets.token_urlsafe(20) for _ in range(count)]
        self.rows(
            "WITH made AS (INSERT INTO cart_cart (public_id, token_digest, channel_id, status, delivery, version,"
            " created_at, touched_at) SELECT 'b' || right(md5(t), 11), encode(sha256(t::bytea), 'hex'), c.id, 'open',"
            " '{}', 1, now(), now() FROM unnest(%s::text[]) t, channels_channel c WHERE c.is_default RETURNING id)"
            " INSERT INTO cart_cartline (public_id, cart_id, variant_id, quantity, added_at)"
            " SELECT 'l' || right(md5(random()::text), 11), id, %s, 1, now() FROM made RETURNING id",
            tokens, variant,
        )  # fmt: skip
        return [{"X-Cart-Token": token} for token in tokens]

    def place(self, visitor: Visitor, headers: dict[str, str], total: int, *statuses: int) -> int:
        body = {**BUYER, "address": ADDRESS, "payment_method": "bank_transfer", "shown_total": total}
        answer = visitor.send(
            "/api/v1/checkout/orders/", body, {**headers, "Idempotency-Key": uuid.uuid4().hex}
        )
        return expect(answer, *(statuses or (201,))).status

    def some_variants(self, number: int, count: int = 3) -> list[str]:
        variants = self.targets.variants
        return [variants[(number * count + each) % len(variants)] for each in range(count)]

    def ready_baskets(self, baskets: list[tuple[dict[str, str], int]], units: int) -> None:
        """Fill `baskets` up, outside of what is measured."""
        visitor = Visitor(self.web.url)
        while len(baskets) < units:
            baskets.append(self.basket(visitor, self.some_variants(next(_number))))
        visitor.close()

    def set_stock(self, variant_id: int, units: int) -> None:
        """That many units are free, with an entry in the ledger."""
        self.rows(
            "WITH changed AS (UPDATE inventory_stockitem s SET on_hand = s.reserved + %s FROM inventory_stockitem old"
            " WHERE s.variant_id = %s AND old.id = s.id RETURNING s.id, s.on_hand - old.on_hand AS quantity)"
            " INSERT INTO inventory_stockmovement (stock_item_id, kind, quantity, key, reason, actor_id, at)"
            " SELECT id, 'adjustment', quantity, 'bench-' || gen_random_uuid(), '', '', now() FROM changed"
            " RETURNING id", units, variant_id,
        )  # fmt: skip

    def journey(self, visitor: Visitor, number: int) -> None:
        """A guest's whole order through the pages, with every form in between, paid at the test provider."""
        visitor.renew()
        categories, products = self.targets.categories, self.targets.products
        expect(visitor.get(categories[number % len(categories)]))
        page = expect(visitor.get(products[number % len(products)]))
        expect(visitor.post("/en/cart/lines/add/", form(page.text, "/cart/lines/add/").values), 302)
        expect(visitor.get("/en/cart/"))
        checkout = expect(visitor.get("/en/checkout/")).text
        filled = {**form(checkout, "/checkout/").values, **ADDRESS, "email": "lin@example.com"}
        shown = expect(visitor.post("/en/checkout/", {**filled, "payment": "test_pay", "update": "1"})).text
        filled = form(shown, "/checkout/").values | {"payment": "test_pay", "terms": "1"}
        placed = expect(visitor.post("/en/checkout/", filled), 302)
        expect(visitor.get(self.pay(placed.location)))

    def pay(self, address: str) -> str:
        """Pays at the provider; where it sends the shopper back to."""
        parts = urlsplit(address)
        provider = Visitor(f"{parts.scheme}://{parts.netloc}")
        answer = expect(provider.post(f"{parts.path}?{parts.query}", {"decision": "pay"}), 303)
        provider.close()
        return answer.location.removeprefix(self.web.url)

    def bare_order(self, number: int) -> dict[str, Any]:
        ids = self.targets.variant_ids
        lines = [{"variant": ids[(number * 3 + each) % len(ids)], "quantity": 1} for each in range(3)]
        return {"email": "lin@example.com", "address": ADDRESS, "lines": lines}

    def orm_order(self, visitor: Visitor, number: int) -> None:
        expect(visitor.send("/bench/orders/orm/", self.bare_order(number)), 201)

    def sql_order(self, visitor: Visitor, number: int) -> None:
        expect(visitor.send("/bench/orders/sql/", self.bare_order(number)), 201)


_number = itertools.count()
