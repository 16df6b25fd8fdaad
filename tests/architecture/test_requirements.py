"""Requirements are pinned, hashed and the same everywhere, and name no package index or folder of a machine."""

import re

import pytest

from cms.boot.places import ROOT

FILES = ("requirements.txt", "requirements-dev.txt", "cms/boot/uv.txt", "tests/pgserver.txt")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")


def blocks(name: str) -> list[str]:
    """One text per requirement: its line with the hashes that follow."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text(), flags=re.M)
    return [block for block in re.split(r"\n(?=\S)", text.strip()) if block]


def pins(name: str) -> set[tuple[str, str]]:
    return {match.groups() for block in blocks(name) if (match := PIN.match(block))}


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_hashed(name):
    assert blocks(name)
    assert [block for block in blocks(name) if not PIN.match(block) or "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", FILES)
def test_no_requirement_names_an_address_or_a_folder(name):
    text = (ROOT / name).read_text()

    assert (
        re.findall(r"\S*(?:https?:|file:|git\+|--index-url|--extra-index-url|--find-links| @ )\S*", text)
        == []
    )


def test_the_development_set_holds_the_runtime_set():
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev"])
def test_everything_asked_for_is_pinned(kind):
    asked = re.findall(r"^([A-Za-z0-9._-]+)", (ROOT / f"{kind}.in").read_text(), flags=re.M)
    pinned = {name.lower() for name, _ in pins(f"{kind}.txt")}

    assert [name for name in asked if not name.startswith("-") and name.lower() not in pinned] == []
