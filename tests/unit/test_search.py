"""What matches a query; the browser runs the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import search
from tests.support import TESTS, check, document, project

CASES: list[dict[str, Any]] = json.loads((TESTS / "search_cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    fields = {name: search.fold(text) for name, text in case["fields"].items()}
    assert search.score(fields, search.words(case["query"])) == case["score"]


def test_the_fields_of_a_postmortem(tmp_path: Path) -> None:
    extra = (
        "aliases: [OLD-1]\nservices: [checkout-api]\ntags: [DNS]\n"
        "impact: {users: {symptoms: [Blank page]}}\nroot_cause: {statement: Stale *address*}\n"
    )
    folder = project(tmp_path, {"INC-20260313-001.md": document(extra)})
    (found,) = check(folder).catalog.postmortems
    fields = search.fields_of(found)
    assert fields.keys() == search.WEIGHTS.keys()
    for query in ("old-1", "checkout", "dns", "blank", "stale address", "82 minutes", "rolled"):
        assert search.score(fields, search.words(query)), query
    assert search.score(fields, ("nowhere",)) is None


def test_the_fence_of_a_block_of_code_is_no_word_of_a_cause(tmp_path: Path) -> None:
    body = "## Root cause\n\nIt ran out:\n\n```console\n$ keytool -list\n```\n\nNobody saw it.\n"
    (found,) = check(project(tmp_path, {"INC-1.md": document(body=body)})).catalog.postmortems
    assert search.cause(found) == "It ran out: $ keytool -list Nobody saw it."
