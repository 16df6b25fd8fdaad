"""The admin speaks Chinese wherever staff looks: what Wagtail's own catalog lacks stands in ours."""

from pathlib import Path

import pytest
import wagtail
import wagtail_localize
from babel.messages import pofile
from django.test import Client

from cms.boot.places import ROOT

APPS = (
    "", "admin", "contrib/forms", "contrib/redirects", "contrib/settings", "documents", "embeds", "images",
    "search", "sites", "snippets", "users",
)  # fmt: skip
#: Parts that this shop does not use: notices of new versions, and tokens of an API that is not switched on.
UNUSED = (
    "upgrade",
    "release notes",
    "New version",
    "have changed",
    "got your back",
    "oken",
    "evoke",
    "API v3",
)
UNUSED_WORDS = {"created", "last used at", "Last used", "Wagtail sitemaps"}


def msgids(path: Path, *, only_translated: bool = False) -> set[str]:
    with path.open("rb") as file:
        found = [each for each in pofile.read_po(file) if each.id and (each.string or not only_translated)]
    return {each.id[0] if isinstance(each.id, tuple) else each.id for each in found}


def catalogs(language: str, name: str) -> list[Path]:
    folders = [Path(wagtail.__file__).parent / app for app in APPS] + [Path(wagtail_localize.__file__).parent]
    files = (folder / "locale" / language / "LC_MESSAGES" / f"{name}.po" for folder in folders)
    return [file for file in files if file.exists()]


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_every_word_of_the_admin_is_there_in_chinese(name: str) -> None:
    known = {word for file in catalogs("zh_Hans", name) for word in msgids(file, only_translated=True)}
    for file in (ROOT / "commerce").rglob(f"zh_Hans/LC_MESSAGES/{name}.po"):
        known |= msgids(file, only_translated=True)
    wanted = {word for file in catalogs("en", name) for word in msgids(file)}
    assert len(wanted) > 80
    missing = wanted - known - UNUSED_WORDS
    assert sorted(word for word in missing if not any(part in word for part in UNUSED)) == []


def test_the_first_screen_and_its_scripts_are_in_chinese(owner: Client) -> None:
    words = owner.get("/admin/", headers={"accept-language": "zh-CN"}).content.decode()
    assert "搜索所有页面…" in words
    assert "Search all pages" not in words
    scripts = owner.get("/admin/jsi18n/", headers={"accept-language": "zh-CN"}).content.decode()
    assert "\\u63d2\\u5165\\u533a\\u5757" in scripts  # 插入区块


def test_the_admin_bears_our_name(owner: Client) -> None:
    body = owner.get("/admin/").content.decode()
    assert "- Qilou</title>" in body
    assert "- Wagtail</title>" not in body
    assert 'class="q-mark"' in body
