"""What shoppers type finds what shops write."""

import doctest

import pytest

from commerce.search import words
from commerce.search.words import index_words, query_words


def finds(asked: str, text: str) -> bool:
    return set(query_words(asked)) <= set(index_words(text))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("跑步鞋", "男士跑步鞋 透气"),
        ("鞋", "男士跑步鞋 透气"),
        ("男士 透气", "男士跑步鞋 透气"),
        ("shoe", "Running shoes"),
        ("SHOES", "running shoe"),
        ("run", "Running shoes"),
        ("creme", "Crème brûlée set"),
        ("ＱＬ－０１", "ql-01"),
        ("iphone手机", "iPhone 手机壳"),
        ("ガラス", "ガラスの急須"),
        ("TEA-POT/01", "tea pot 01"),
    ],
)
def test_a_shopper_finds_the_product(asked: str, text: str) -> None:
    assert finds(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"), [("步跑", "男士跑步鞋"), ("shoe", "shoulder bag"), ("跑步鞋", "跑鞋"), ("茶", "咖啡")]
)
def test_other_things_are_not_found(asked: str, text: str) -> None:
    assert not finds(asked, text)


def test_marks_and_controls_leave_no_words() -> None:
    assert query_words("！？ … \x00 --") == []


def test_a_word_being_typed_is_not_stemmed() -> None:
    assert query_words("running sho", is_prefix=True) == ["run", "sho"]


def test_examples_hold() -> None:
    assert doctest.testmod(words).failed == 0
