"""Edit links lead to the true file, whatever its name and wherever the documentation lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems.edit_links import Repository, maker

PROJECT = Path("/srv/handbook")


@pytest.mark.parametrize(
    ("repo_url", "edit_uri", "template", "own", "expected"),
    [
        (
            "https://git.example/acme/handbook", "edit/main/docs/", None, "",
            "https://git.example/acme/handbook/edit/main/postmortems/2026/INC%201.md",
        ),
        (
            "https://git.example/acme/handbook/", "edit/main/docs/", None, "",
            "https://git.example/acme/handbook/edit/main/postmortems/2026/INC%201.md",
        ),
        (
            None, None, None, "https://git.example/other/edit/{path}",
            "https://git.example/other/edit/postmortems/2026/INC%201.md",
        ),
        (
            "https://git.example/a/b", None, "_edit/{path_noext}", "",
            "https://git.example/a/b/postmortems/2026/INC%201",
        ),
        ("https://git.example/a/b", None, None, "", None),
        (None, None, None, "", None),
    ],
)  # fmt: skip
def test_edit_links(
    repo_url: str | None, edit_uri: str | None, template: str | None, own: str, expected: str | None
) -> None:
    repository = Repository(PROJECT, PROJECT / "docs", repo_url, edit_uri, template)
    assert maker(repository, own)("postmortems/2026/INC 1.md") == expected
