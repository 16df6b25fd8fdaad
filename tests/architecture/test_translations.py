"""Every string of the interface has its Chinese words, and the compiled catalogs are those of the sources."""

import io
from pathlib import Path

from babel.messages import extract, mofile, pofile
from babel.messages.catalog import Catalog

from cms.boot.places import ROOT

TRANSLATED = "zh_Hans"
KEYWORDS = {
    **extract.DEFAULT_KEYWORDS,
    "_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
CODE = ("cms", "commerce", "plugins", "themes/engine")


def sources() -> list[Path]:
    return sorted(
        path for top in ("cms", "commerce", "plugins", "themes") for path in (ROOT / top).rglob("*.po")
    )


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return pofile.read_po(file)


def messages_in_code() -> dict[str, str]:
    """Each msgid that Python code marks for translation, with one place where it stands."""
    found: dict[str, str] = {}
    for top in CODE:
        for path in (ROOT / top).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            with path.open("rb") as file:
                for line, message, *_ in extract.extract("python", file, KEYWORDS):
                    msgid = message[0] if isinstance(message, tuple) else message
                    if msgid:
                        found.setdefault(str(msgid), f"{path.relative_to(ROOT)}:{line}")
    return found


def translated() -> set[str]:
    """Every msgid with Chinese words; fuzzy ones are guesses and do not count."""
    found = set()
    for path in sources():
        if TRANSLATED not in path.parts:
            continue
        for message in read(path):
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and all(words) and not message.fuzzy:
                found.add(message.id[0] if isinstance(message.id, tuple) else message.id)
    return found


def test_every_string_in_the_code_has_chinese_words():
    known = translated()

    assert {msgid: place for msgid, place in messages_in_code().items() if msgid not in known} == {}


def test_catalogs_exist():
    assert sources(), "no .po file"


def test_compiled_catalogs_are_those_of_their_sources():
    assert [str(path.relative_to(ROOT)) for path in sources() if not is_compiled(path)] == []


def is_compiled(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return False
    wanted = io.BytesIO()
    mofile.write_mo(wanted, read(path))
    wanted.seek(0)
    with compiled.open("rb") as file:
        return texts(mofile.read_mo(file)) == texts(mofile.read_mo(wanted))


def test_placeholders_survive_translation():
    broken = [
        f"{path.relative_to(ROOT)}: {message.id!r}: {error}"
        for path in sources()
        for message in read(path)
        if message.id and message.string
        for error in message.check()
    ]

    assert broken == []


def texts(catalog: Catalog) -> dict[object, object]:
    # A plural's id comes as a list from a compiled catalog.
    return {(str(message.id), message.context): message.string for message in catalog if message.id}
