"""Words as the index knows them: the same folding on the side of the text and of the question.

Latin words are lowercased, stripped of accents and stemmed; Chinese, Japanese and Korean runs become
characters and bigrams, so that no dictionary decides what can be found. Database tokenizers then see
nothing but plain words between spaces and behave alike. Pure.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

# Kana, Han (with extension A and compatibility forms), Hangul; Han beyond the basic plane.
_CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
_TOKEN = re.compile(rf"(?P<cjk>[{_CJK}]+)|[^\W_{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")
_LONGEST_WORD = 60
_local = threading.local()


def fold(text: str) -> str:
    """`text` in compatibility form, lowercase, without accents or characters no database stores."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if plain.isascii():
        return plain
    # Kana and Hangul change their meaning when taken apart, so only Latin, Greek and Cyrillic lose marks.
    apart = (unicodedata.normalize("NFD", c) if c < "\u2000" else c for c in plain)
    return "".join(c for part in apart for c in part if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of an English word; other words and those with digits stay as they are.

    >>> stem("shoes"), stem("running"), stem("ql42")
    ('shoe', 'run', 'ql42')
    """
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    if not hasattr(_local, "stemmer"):
        _local.stemmer = snowballstemmer.stemmer("english")  # keeps the word as state: one per thread
    return str(_local.stemmer.stemWord(word))


def is_cjk(character: str) -> bool:
    """Whether words are written without gaps between characters like this one."""
    return bool(_IS_CJK.match(character))


def _tokens(text: str) -> list[tuple[str, bool]]:
    """(token, whether it is a CJK run) in order."""
    return [(m.group()[:_LONGEST_WORD] if not m["cjk"] else m.group(), bool(m["cjk"]))
            for m in _TOKEN.finditer(fold(text))]  # fmt: skip


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def index_words(text: str) -> list[str]:
    """What is stored for `text`: stems and bigrams in order, then full words and single characters.

    The first part keeps the order of the text, so that phrases are found as neighbors.

    >>> index_words("Running shoes 跑步鞋")
    ['run', 'shoe', '跑步', '步鞋', 'running', 'shoes', '跑', '步', '鞋']
    """
    ordered: list[str] = []
    extra: list[str] = []
    for token, is_cjk in _tokens(text):
        if is_cjk:
            ordered += _bigrams(token)
            extra += token if len(token) > 1 else ""
        else:
            ordered.append(stem(token))
            if ordered[-1] != token:
                extra.append(token)
    return ordered + extra


def query_words(text: str, *, is_prefix: bool = False) -> list[str]:
    """What is asked for `text`: all of these must be found.

    `is_prefix`: the last word is still being typed, so it is not stemmed.

    >>> query_words("shoe 跑步鞋"), query_words("runn", is_prefix=True)
    (['shoe', '跑步', '步鞋'], ['runn'])
    """
    words: list[str] = []
    tokens = _tokens(text)
    for position, (token, is_cjk) in enumerate(tokens):
        if is_cjk:
            words += _bigrams(token)
        else:
            words.append(token if is_prefix and position == len(tokens) - 1 else stem(token))
    return words
