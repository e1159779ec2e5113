"""Words that can be compared: spelling folded, endings cut, scripts without spaces in pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import words


@pytest.mark.parametrize(
    "family",
    [
        "expired expires expire expiry",
        "pool pools",
        "exhausted exhaustion",
        "connection connections connect connected connecting",
        "rotated rotation rotates rotating",
        "cache caches cached",
        "retry retries retried",
        "migration migrations migrated",
        "stopped stopping",
        "batch batches",
    ],
)
def test_english_endings(family: str) -> None:
    assert len({words.stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "word", ["the", "incident", "kunden", "pour", "12", "3rd", "x", ".", "した"]
)
def test_what_says_nothing(word: str) -> None:
    assert words.stem(word) == ""


def test_words_of_other_languages_keep_their_endings() -> None:
    assert words.stem("überlastung") == "überlastung"
    assert words.stem(words.fold("Verbindungspool")) == "verbindungspool"


def test_spelling_is_folded() -> None:
    assert words.tokens("ＡＢＣ Straße") == ["abc", "strasse"]
    assert words.tokens("Cafe\u0301") == words.tokens("CAFÉ")


def test_pairs_of_characters() -> None:
    found = [t for t in words.tokens("決済が停止。API") if t != "\n"]
    assert found == ["決済", "済が", "が停", "停止", ".", "api"]
    assert words.without_grammar("がリトライし") == "リトライ"


def test_clauses_are_kept_apart() -> None:
    assert words.tokens("One pool; two, connection-pool") == [
        "one", "pool", ".", "two", ".", "connection", "pool",
    ]  # fmt: skip
    assert words.tokens("Größe: „voll“") == ["grösse", ".", ".", "voll", "."]


@given(st.text(st.characters(max_codepoint=127)))
def test_a_text_of_ascii_is_read_like_any_other(text: str) -> None:
    assert words.tokens(f"{text} ä")[:-1] == words.tokens(text)


def test_code_and_addresses_are_no_text() -> None:
    text = (
        "See [runbook](https://a.example/secret) and\n```\nsecret\n```\nthen https://b.example/x."
    )
    assert "secret" not in words.clean(text, 400)
    assert "runbook" in words.clean(text, 400)
    assert len(words.clean("x" * 1000, 400)) == 400


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for token in words.tokens(words.clean(text, 400)):
        stem = words.stem(token)
        assert stem == words.stem(words.fold(token))
        assert not stem or not stem.isspace()
