"""Facets: groups, spellings, and addresses that nothing else in the catalog moves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import facets
from mkdocs_postmortems.facets import BY_KEY, Group
from mkdocs_postmortems.model import Postmortem
from tests.support import HEAD, check, document, project


def catalog(folder: Path, *extras: str) -> tuple[Postmortem, ...]:
    """Postmortems, newest first, one a month, each with more front matter."""
    files: dict[str, str | bytes] = {
        f"INC-2026{month:02d}01-001.md": document(
            extra, head=HEAD.replace("2026-03-13", f"2026-{month:02d}-01")
        )
        for month, extra in enumerate(extras, 1)
    }
    return check(project(folder, files)).catalog.postmortems


def shown(groups: tuple[Group, ...]) -> list[tuple[str, str, int]]:
    return [(g.label, g.slug, len(g.postmortems)) for g in groups]


def test_spellings_that_differ_in_case_are_one_group(tmp_path: Path) -> None:
    found = catalog(tmp_path, "tags: [DNS]\n", "tags: [dns]\n", "tags: [dns, cache]\n")
    assert shown(facets.groups(BY_KEY["tag"], found)) == [("cache", "cache", 1), ("dns", "dns", 3)]


def test_a_postmortem_counts_once_in_a_group(tmp_path: Path) -> None:
    found = catalog(tmp_path, "detection: {sources: [monitoring, user_report]}\ntags: [a, A]\n")
    assert shown(facets.groups(BY_KEY["tag"], found)) == [("A", "a", 1)]
    labels = [g.label for g in facets.groups(BY_KEY["detection"], found)]
    assert labels == ["Monitoring", "User report"]


def test_other_is_its_own_words(tmp_path: Path) -> None:
    found = catalog(tmp_path, "root_cause: {category: other, category_other: Query planning}\n")
    assert shown(facets.groups(BY_KEY["cause"], found)) == [("Query planning", "query-planning", 1)]


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_unknown_and_absent_are_no_group(tmp_path: Path, key: str) -> None:
    said = (
        "root_cause: {category: unknown}\ntrigger: unknown\ndetection: {sources: unknown}\n"
        "services: unknown\ntags: unknown\nteams: unknown\n"
    )
    found = catalog(tmp_path, said, "")
    always = {"year": ["2026"], "severity": ["High"], "profile": ["service"], "kind": ["Incident"]}
    assert [g.label for g in facets.groups(BY_KEY[key], found)] == always.get(key, [])


def test_orders_of_their_own(tmp_path: Path) -> None:
    head = HEAD.replace("SEV-2", "SEV-4")
    files: dict[str, str | bytes] = {
        "INC-20250101-001.md": document(head=head.replace("2026-03-13", "2025-01-01")),
        "INC-20260313-001.md": document(),
    }
    found = check(project(tmp_path, files)).catalog.postmortems
    assert [g.label for g in facets.groups(BY_KEY["severity"], found)] == ["High", "Low"]
    assert [g.label for g in facets.groups(BY_KEY["year"], found)] == ["2026", "2025"]


def test_addresses_of_values_that_look_alike(tmp_path: Path) -> None:
    alone = catalog(tmp_path / "a", "tags: ['C++']\n")
    both = catalog(tmp_path / "b", "tags: ['C++', c, 'データベース', '数据库']\n")
    slugs = {g.label: g.slug for g in facets.groups(BY_KEY["tag"], both)}
    assert slugs["c"] == "c"
    assert re.fullmatch("c-[0-9a-f]{8}", slugs["C++"])
    assert [g.slug for g in facets.groups(BY_KEY["tag"], alone)] == [slugs["C++"]]
    assert len(set(slugs.values())) == 4


def test_a_value_that_is_the_address_of_another() -> None:
    taken = facets.slugs(["c++"])["c++"]
    forged = facets.slugs(["c++", taken])[taken]
    keys = ["c++", taken, forged, "a"]
    slugs = facets.slugs(keys)
    assert (slugs["c++"], slugs["a"]) == (taken, "a")
    assert len(set(slugs.values())) == len(keys)


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"])
def test_no_address_is_the_name_of_a_device(name: str) -> None:
    """Windows makes no folder that is called so."""
    slugs = facets.slugs([name, f"{name}!", f"{name}x", f"x {name}"])
    assert re.fullmatch(f"{name}-[0-9a-f]{{8}}", slugs[name])
    assert (slugs[f"{name}x"], slugs[f"x {name}"]) == (f"{name}x", f"x-{name}")
    assert len(set(slugs.values())) == 4
    assert facets.slugs([slugs[name], name])[name] != name


@given(st.sets(st.text(min_size=1, max_size=80), max_size=12))
def test_addresses_are_safe_and_distinct(labels: set[str]) -> None:
    keys = {facets.fold(label) for label in labels} - {""}
    slugs = facets.slugs(sorted(keys))
    assert len(set(slugs.values())) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9_][a-z0-9_-]{0,70}", slug) for slug in slugs.values())


def test_the_index_finds_a_value_in_any_spelling(tmp_path: Path) -> None:
    index = facets.index(catalog(tmp_path, "services: [Checkout-API]\n"))
    assert index.slug("service", "checkout-api") == index.slug("service", "CHECKOUT-API")
    assert index.slug("service", "checkout-api") == "checkout-api"
    assert index.slug("service", "basket") is None
