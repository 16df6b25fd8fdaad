"""Who may come in: owner, editor, marketer, staff and a shopper. Sample logins, for a sample shop only."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from commerce.backoffice.roles import EDITOR, MARKETER, STAFF
from commerce.customers import services as customers
from commerce.customers.types import AddressFields

#: Name and group by what a login is for.
EMPLOYED = {
    "editor": ("He Xi", EDITOR),
    "marketer": ("Su Ran", MARKETER),
    "staff": ("Lin Yue", STAFF),
}


@dataclass(frozen=True, slots=True)
class Login:
    role: str
    email: str
    password: str


def let_in(logins: Iterable[Login]) -> list[Login]:
    """Make the accounts that are not there yet. The owner may do anything, others what their role says."""
    known = get_user_model()
    made = list(logins)
    for login in made:
        if known.objects.filter(email=login.email).exists():
            continue
        if login.role == "owner":
            known.objects.create_superuser(login.email, login.password, name="Qi Fang")
        elif login.role in EMPLOYED:
            name, group = EMPLOYED[login.role]
            user = known.objects.create_user(login.email, login.password, name=name, is_staff=True)
            user.groups.add(Group.objects.get(name=group))
        else:
            user = customers.register(
                email=login.email, password=login.password, name="Chen Mo", language="zh-hans"
            )
            customer_id = customers.ensure_customer(user_id=user.pk)
            customers.save_address(
                customer_id=customer_id,
                address=AddressFields(
                    name="陈墨", phone="13800138000", country="CN", region="浙江省", city="杭州市",
                    district="西湖区", street="龙井路 1 号 3 幢 502", postal_code="310013",
                ),
            )  # fmt: skip
    return made


def write_down(logins: Iterable[Login], path: Path | None = None) -> Path:
    """`var/logins.json`, readable by the owner of the machine alone."""
    target = path or Path(settings.VAR_DIR) / "logins.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(login) for login in logins], file, ensure_ascii=False, indent=2)
    return target


def still_valid(logins: Iterable[Login]) -> list[Login]:
    """Those whose account exists and whose password was not changed."""
    users = get_user_model().objects.in_bulk([login.email for login in logins], field_name="email")
    return [
        each for each in logins if each.email in users and users[each.email].check_password(each.password)
    ]
