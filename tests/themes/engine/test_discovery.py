"""Which themes there are, and why one is not."""

import pytest

from themes.engine import discovery, images, system_checks
from themes.engine.errors import ManifestError, ThemeNotFound
from themes.engine.manifest import accepts_contract, read_manifest

GOOD = """[theme]
slug = "aurora"
name.en = "Aurora"
version = "1.2.3"
contract = ">=1.0,<2"
parent = "base"
"""


def problems(tmp_path, text: str) -> str:  # type: ignore[no-untyped-def]
    folder = tmp_path / "aurora"
    folder.mkdir(exist_ok=True)
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError) as refusal:
        read_manifest(folder, "1.0")
    return "; ".join(refusal.value.problems)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("slug = ", "slug = 5 #"), "theme.slug is not a text"),
        (('slug = "aurora"', 'slug = "nova"'), "the folder is 'aurora'"),
        (('version = "1.2.3"', 'version = "new"'), "not a semantic version"),
        (('name.en = "Aurora"', ""), "needs a name"),
        (('contract = ">=1.0,<2"', ""), "theme.contract is missing"),
        (('contract = ">=1.0,<2"', 'contract = "1"'), "not a range"),
        (('contract = ">=1.0,<2"', 'contract = ">=2"'), "does not accept this shop's contract 1.0"),
        (('parent = "base"', 'parent = "../base"'), "not the slug of a theme"),
        (('parent = "base"', 'color = "red"'), "theme.color is not known"),
        (('parent = "base"', "[elsewhere]"), "[elsewhere] is not a table"),
        (('parent = "base"', "[images.card]\nwidths = []"), "images.card.widths takes"),
        (('parent = "base"', "[images.card]\nwidths = [0]"), "images.card.widths takes"),
        (('parent = "base"', "[images.card]\nwidths = [99999]"), "images.card.widths takes"),
        (('parent = "base"', '[images.card]\nwidths = [100]\nratio = "wide"'), "not of the form"),
        (('parent = "base"', '[images.card]\nwidths = [100]\nformats = ["avif"]'), "needs jpeg or png"),
        (('parent = "base"', '[images.card]\nwidths = [100]\nformats = ["gif"]'), "formats takes avif"),
        (('parent = "base"', "[budgets]\ncss_kb = true"), "whole number of kilobytes"),
        (("[theme]", "[theme"), "theme.toml cannot be read"),
    ],
)
def test_a_wrong_manifest_says_what_is_wrong(tmp_path, change: tuple[str, str], said: str) -> None:  # type: ignore[no-untyped-def]
    assert said in problems(tmp_path, GOOD.replace(*change))


def test_every_problem_is_told_at_once(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = problems(tmp_path, '[theme]\nslug = "aurora"\n[images.card]\nwidths = "all"')
    assert text.count(";") >= 3


def test_a_missing_manifest_is_told(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ManifestError, match="is missing"):
        read_manifest(tmp_path, "1.0")


def test_contract_ranges() -> None:
    assert accepts_contract(">=1.2,<2", "1.2")
    assert not accepts_contract(">=1.2,<2", "1.1")
    assert not accepts_contract(">=1.2,<2", "2.0")
    assert accepts_contract("==1.0", "1.0")


def test_a_chain_ends_in_the_base_theme(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora")
    make_theme("nova", parent="aurora")
    make_theme("solo", parent="")
    assert discovery.get("nova").chain == ("nova", "aurora", "base")
    assert discovery.get("solo").chain == ("solo", "base")
    assert discovery.get("base").chain == ("base",)


def test_parents_in_a_circle_are_left_out(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", parent="nova")
    make_theme("nova", parent="aurora")
    assert discovery.installed().keys() == {"base"}
    assert "in a circle" in discovery.problems()["aurora"][0]


def test_a_missing_parent_is_told(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", parent="gone")
    with pytest.raises(ThemeNotFound):
        discovery.get("aurora")
    assert "'gone' is not installed" in discovery.problems()["aurora"][0]


def test_a_changed_file_changes_the_hash_of_every_descendant(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora")
    before = discovery.get("aurora")
    make_theme("base", {"templates/new.html": "x"})
    after = discovery.get("aurora")
    assert before.content_hash == after.content_hash
    assert before.chain_hash != after.chain_hash
    assert after.release == f"aurora@1.0.0+{after.chain_hash}"


def test_checks_report_a_missing_base_theme_and_refused_ones(make_theme, settings) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", parent="gone")
    assert [message.id for message in system_checks.check_themes()] == ["themes.W001"]
    settings.DEFAULT_THEME = "nowhere"
    assert "themes.E001" in [message.id for message in system_checks.check_themes()]


def test_image_declarations_are_inherited(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme(
        "base", more='[images.card]\nwidths = [180, 360]\nratio = "1:1"\n[images.hero]\nwidths = [900]'
    )
    make_theme("aurora", more='[images.card]\nwidths = [400]\nratio = "4:5"')
    declared = images.declarations("aurora")
    assert declared["card"].widths == (400,)
    assert declared["hero"].widths == (900,)
    assert images.declarations("base")["card"].ratio == "1:1"
    # Other proportions are files of the theme's own; the same ones serve every theme.
    assert images.spec_name("card", "aurora") == "aurora/card"
    assert images.spec_name("card", "base") == "card"
    assert images.spec_name("hero", "aurora") == "hero"
