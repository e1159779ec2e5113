"""Edits: one value changes, every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import edits, source
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.settings import Limits

LIMITS = Limits()
PLACE = ("action_items", 0)


def changed(
    front: str, values: dict[str, str | None], tail: str = "## Summary\n\nText: é\n"
) -> str:
    whole = f"---\n{front}---\n{tail}"
    result = edits.set_keys(whole, PLACE, values, LIMITS)
    assert result.startswith("---\n")
    assert result.endswith(f"---\n{tail}")
    return result.removeprefix("---\n").removesuffix(f"---\n{tail}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "action_items:\n  - {id: A1, status: open}\n",
            "action_items:\n  - {id: A1, status: done}\n",
        ),
        ("action_items: [{id: A1}]  # ours\n", "action_items: [{id: A1, status: done}]  # ours\n"),
        ("action_items: [{id: A1, }]\n", "action_items: [{id: A1, status: done }]\n"),
        (
            "action_items:\n  - id: A1  # first\n    title: x\n  - id: A2\n",
            "action_items:\n  - id: A1  # first\n    title: x\n    status: done\n  - id: A2\n",
        ),
        (
            'action_items:\n  - id: A1\n    status: "open"   # soon\n',
            "action_items:\n  - id: A1\n    status: done   # soon\n",
        ),
        (
            "action_items:\n- id: A1\n  links:\n  - https://a.example/\nx-a: 1\n",
            "action_items:\n- id: A1\n  status: done\n  links:\n  - https://a.example/\nx-a: 1\n",
        ),
        (
            "action_items:\n  - id: A1\n    title: >\n      Long\n      text\n",
            "action_items:\n  - id: A1\n    status: done\n    title: >\n      Long\n      text\n",
        ),
        (
            "title: 日本語 é\naction_items:\n  - {id: A1, title: 'é', status: open}\n",
            "title: 日本語 é\naction_items:\n  - {id: A1, title: 'é', status: done}\n",
        ),
        ("action_items:\r\n  - id: A1\r\nx: 1\r\n",
         "action_items:\r\n  - id: A1\r\n    status: done\r\nx: 1\r\n"),
        ("action_items:\n  - {id: A1, status: }\n", "action_items:\n  - {id: A1, status: done}\n"),
        (
            "action_items:\n  - id: A1\n    status: >-\n      open\n      still\n",
            "action_items:\n  - id: A1\n    status: done\n",
        ),
        (
            "action_items:\n  - id: A1\n    status: |+\n      open\n\n\n    owner: x\n",
            "action_items:\n  - id: A1\n    status: done\n\n\n    owner: x\n",
        ),
        (
            "action_items:\r\n  - id: A1\r\n    status: |\r\n      open\r\nx: 1\r\n",
            "action_items:\r\n  - id: A1\r\n    status: done\r\nx: 1\r\n",
        ),
        (
            "action_items:\n  - {id: A1, owner: }\n",
            "action_items:\n  - {id: A1, owner: , status: done }\n",
        ),
    ],
)  # fmt: skip
def test_only_the_value_changes(before: str, after: str) -> None:
    assert changed(before, {"status": "done"}) == after


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("action_items: []\n", "there is no group"),
        ("action_items: [Write a test]\n", "there is no group"),
        ("title: x\n", "there is no group"),
        ("action_items:\n  - {id: A1, status: {a: b}}\n", "is not one value"),
        ("action_items:\n  - {id: A1, # ours\n     }\n", "cannot be changed safely"),
        ("action_items:\n  - ? id\n    : A1\n", "change it by hand"),
    ],
)
def test_what_cannot_be_changed_is_said(front: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        changed(front, {"status": "done"})


def test_a_file_without_front_matter() -> None:
    with pytest.raises(UsageError, match="no front matter"):
        edits.set_keys("# Title\n", PLACE, {"status": "done"}, LIMITS)


VALUES = st.one_of(
    st.sampled_from(["yes", "1.0", "a: b", "# x", "[a]", "{b}", "- c", "null", "'q'", '"q"', "&a"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30),
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30),
)


@given(VALUES, st.booleans())
def test_the_front_matter_then_says_what_was_asked_for(value: str, flow: bool) -> None:
    item = "{id: A1, owner: x}" if flow else "\n      id: A1\n      owner: x"
    front = f"action_items:\n  -{' ' if flow else ''}{item}\n"
    handler = source.FrontMatterHandler(LIMITS)
    data = handler.load(changed(front, {"owner": value, "reason": value}))
    assert data["action_items"][0] == {"id": "A1", "owner": value, "reason": value}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[{id: A1, done_on: 2026-05-01, owner: x}]", "[{id: A1, owner: x}]"),
        ("[{id: A1, owner: x, done_on: 2026-05-01}]", "[{id: A1, owner: x}]"),
        ("[{done_on: 2026-05-01, id: A1}]", "[{id: A1}]"),
        (
            "\n  - id: A1\n    done_on: 2026-05-01  # late\n    owner: x",
            "\n  - id: A1\n    owner: x",
        ),
        ("\n  - {id: A1,\n     done_on: 2026-05-01}", "\n  - {id: A1}"),
        ("[{id: A1}]", "[{id: A1}]"),
    ],
)
def test_a_key_is_taken_out(before: str, after: str) -> None:
    found = changed(f"action_items: {before}\nx: 1\n", {"done_on": None})
    assert found == f"action_items: {after}\nx: 1\n"


@pytest.mark.parametrize(
    "before",
    [
        "\n  - done_on: 2026-05-01\n    id: A1",
        "\n  - id: A1\n    done_on: >-\n      2026-05-01",
        "\n  - {id: A1,  # ours\n     done_on: 2026-05-01}",
    ],
)
def test_a_key_that_cannot_be_taken_out_alone(before: str) -> None:
    with pytest.raises(UsageError, match="by hand"):
        changed(f"action_items: {before}\n", {"done_on": None})
