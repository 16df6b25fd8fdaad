"""The one allow-list of HTML from outside."""

import pytest

from commerce.core.html import clean_text, sanitize, to_text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>Tea</p>", "<p>Tea</p>"),
        ("<p>Tea<script>steal()</script></p>", "<p>Tea</p>"),
        ("<p onclick='x()' style='color:red' class='a'>Tea</p>", "<p>Tea</p>"),
        ("<iframe src='https://x.example'></iframe>Tea", "Tea"),
        ("<form action='/x'><input name='a'>Tea</form>", "Tea"),
        ("<img src='https://x.example/a.jpg' onerror='x()' alt='A'>", '<img src="https://x.example/a.jpg" alt="A">'),
        ("<img src='data:text/html,x'>", "<img>"),
        ("<a href='javascript:x()'>more</a>", '<a rel="noopener noreferrer nofollow">more</a>'),
        ("<svg><script>x()</script></svg>Tea", "Tea"),
        ("<style>p{}</style>Tea<!-- note -->", "Tea"),
        ("<H1>Tea</H1>", "<h2>Tea</h2>"),
        ("<table><tr><td colspan=2>Tea</td></tr></table>", '<table><tbody><tr><td colspan="2">Tea</td></tr></tbody></table>'),
        ("<ul><li>Green", "<ul><li>Green</li></ul>"),
        ("Tea & cake < 5", "Tea &amp; cake &lt; 5"),
        ("Tea\x00\ud800", "Tea"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_what_is_allowed_stays(dirty, clean):
    assert sanitize(dirty) == clean
    assert sanitize(sanitize(dirty)) == clean


def test_links_elsewhere_give_nothing_away():
    assert 'rel="noopener noreferrer nofollow"' in sanitize("<a href='https://x.example'>x</a>")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Green &amp; fresh</p><p>tea</p>", "Green & fresh tea"),
        ("a<br>b", "a b"),
        ("<b>bo</b>ld", "bold"),
        ("<p>茶</p>", "茶"),
    ],
)
def test_what_a_reader_sees(html, text):
    assert to_text(html) == text


def test_what_no_database_stores_is_dropped():
    assert clean_text("a\x00b\x1fc\ud800d\tg\n") == "abcd\tg\n"
