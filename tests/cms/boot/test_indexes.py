"""uv goes to the package index that pip is configured for."""

import pytest

from cms.boot import indexes


@pytest.fixture
def home(tmp_path):
    (tmp_path / ".config" / "pip").mkdir(parents=True)
    return tmp_path


def configure(home, text):
    (home / ".config" / "pip" / "pip.conf").write_text(text)


def test_a_mirror_in_pips_configuration_is_used(home):
    configure(home, "[global]\nindex-url = https://mirror.example/simple\ncert = /etc/ca.pem\n")

    found = indexes.uv_environment({"HOME": str(home)})

    assert found["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert found["SSL_CERT_FILE"] == "/etc/ca.pem"


def test_several_indexes_and_folders_are_separated_as_uv_wants_them(home):
    configure(
        home,
        "[install]\nextra-index-url =\n  https://a.example/simple\n  https://b.example/simple\n"
        "find-links = /one /two\nno_index = true\n",
    )

    found = indexes.uv_environment({"HOME": str(home)})

    assert found["UV_INDEX"] == "https://a.example/simple https://b.example/simple"
    assert found["UV_FIND_LINKS"] == "/one,/two"
    assert found["UV_NO_INDEX"] == "1"


def test_an_environment_variable_wins_over_the_file_and_uvs_own_over_both(home):
    configure(home, "[global]\nindex-url = https://file.example/simple\n")
    told = {"HOME": str(home), "PIP_INDEX_URL": "https://variable.example/simple"}

    assert indexes.uv_environment(told)["UV_DEFAULT_INDEX"] == "https://variable.example/simple"
    told["UV_DEFAULT_INDEX"] = "https://uv.example/simple"
    assert indexes.uv_environment(told)["UV_DEFAULT_INDEX"] == "https://uv.example/simple"


def test_a_configuration_that_cannot_be_read_is_as_good_as_none(home):
    configure(home, "no section = here\n")

    assert indexes.uv_environment({"HOME": str(home), "PIP_CONFIG_FILE": "/dev/null"})["HOME"] == str(home)
