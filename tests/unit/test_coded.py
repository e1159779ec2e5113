"""Code in one-line values: backticks become `<code>`, and nothing else becomes markup."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from mkdocs_postmortems.rendering.environment import coded

ALPHABET = st.sampled_from([*"`<>&\"' ab\n", "<script>", "</code>", "&lt;", "``", "javascript:"])
TEXTS = st.lists(ALPHABET, max_size=30).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Restart `nginx -s reload`", "Restart <code>nginx -s reload</code>"),
        ("`a` and `b`", "<code>a</code> and <code>b</code>"),
        ("`<b>` & co", "<code>&lt;b&gt;</code> &amp; co"),
        ("``a ` b``", "<code>a ` b</code>"),
        ("`` `x` ``", "<code>`x`</code>"),
        ("`   `", "<code>   </code>"),
    ],
)
def test_paired_backticks_are_code(text: str, shown: str) -> None:
    assert coded(text) == Markup(shown)


@pytest.mark.parametrize("text", ["", "plain <b>", "one ` alone", "`` uneven `", "**not** _read_"])
def test_anything_else_comes_back_to_be_escaped(text: str) -> None:
    assert type(coded(text)) is str
    assert coded(text) == text


@pytest.mark.parametrize("value", [None, 3, Markup("<i>`x`</i>")])
def test_other_values_are_left_alone(value: object) -> None:
    assert coded(value) is value


@given(TEXTS)
def test_no_markup_but_code_gets_through(text: str) -> None:
    html = str(escape(coded(text)))
    outside = re.sub(r"</?code>", "", html)
    assert not set(outside) & set("<>\"'")
    tags = re.findall(r"</?code>", html)
    assert tags == ["<code>", "</code>"] * (len(tags) // 2)


@given(TEXTS)
def test_nothing_but_backticks_and_spaces_is_lost(text: str) -> None:
    html = str(escape(coded(text)))
    shown = unescape(re.sub(r"</?code>", "", html))
    assert re.sub("[` ]", "", shown) == re.sub("[` ]", "", text)
