"""The explorer's catalog: safe as a script, the same bytes every time, and counted as elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import facets, sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.views import explore_data
from tests.support import HEAD, check, document, project

PROJECT = Path(__file__).parents[2]
HOSTILE = "</script><script>alert(1)</script>\u2028\u2029<!--"


def scripts(folder: Path, settings: Settings | None = None) -> dict[str, bytes]:
    """The explorer's scripts by their names."""
    view = sitebuild.make_view(check(folder, settings), Site("incidents"))
    return {path.rpartition("/")[2]: make() for path, make in explore_data.makers(view).items()}


def data(script: bytes) -> dict[str, Any]:
    """What a script assigns."""
    name, _, text = script.decode().partition("=")
    assert name in ("window.postmortemsCatalog", "window.postmortemsTexts")
    value: dict[str, Any] = json.loads(text.removesuffix(";\n"))
    return value


def test_text_cannot_leave_the_script(tmp_path: Path) -> None:
    title = json.dumps(HOSTILE[:-6])
    head = HEAD.replace('"Checkout returned errors for 82 minutes"', title)
    body = "## Executive summary\n\n</script><!-- a --> x\n"
    made = scripts(project(tmp_path, {"INC-20260313-001.md": document(
        f"services: [{title}]\n", body, head)}))  # fmt: skip
    for script in made.values():
        assert b"<" not in script
        assert "\u2028".encode() not in script
        assert script.count(b"\n") == 1
    assert data(made["catalog.js"])["titles"][0].startswith("</script><script>alert(1)</script>")


def test_the_same_bytes_every_time() -> None:
    assert scripts(PROJECT) == scripts(PROJECT)


def test_counts_are_those_of_the_facets() -> None:
    catalog = check(PROJECT).catalog
    index = facets.index(catalog.postmortems)
    columns = data(scripts(PROJECT)["catalog.js"])
    shown = {facet["key"]: facet for facet in columns["facets"]}
    for facet in facets.FACETS:
        groups = index.groups[facet.key]
        if facet.key == "severity" or not groups:
            continue
        of = [v if isinstance(v, list) else [v] for v in shown[facet.key]["of"]]
        counts = {
            shown[facet.key]["values"][n]: sum(n in values for values in of)
            for n in range(len(groups))
        }
        assert counts == {g.label: len(g.postmortems) for g in groups}, facet.key
        assert shown[facet.key]["slugs"] == [g.slug for g in groups]
    at_least = shown["severity-at-least"]
    counts = {g.label: len(g.postmortems) for g in index.groups["severity"]}
    assert at_least["values"] == list(counts)
    assert [at_least["of"].count(n) for n in range(len(counts))] == list(counts.values())


def test_every_column_has_a_value_for_every_row() -> None:
    made = scripts(PROJECT)
    columns = data(made["catalog.js"])
    count = len(check(PROJECT).catalog.postmortems)
    for name in ("ids", "titles", "days", "ttm", "severities", "unfinished", "overdue"):
        assert len(columns[name]) == count, name
    assert all(len(facet["of"]) == count for facet in columns["facets"])
    assert all(len(column) == count for column in data(made["texts.js"]).values())


def test_addresses(tmp_path: Path) -> None:
    folder = project(tmp_path, {"INC-20260313-001.md": document("aliases: [OLD-1]\n")})
    columns = data(scripts(folder)["catalog.js"])
    assert (columns["base"], columns["ids"], columns["tail"]) == ("../", ["INC-20260313-001"], "/")
    assert (columns["hrefs"], columns["aliases"]) == ({}, {"0": ["OLD-1"]})


@pytest.mark.parametrize("name", ["catalog.js", "texts.js"])
def test_a_public_catalog_holds_nothing_withheld(name: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "INC-20260313-001.md": document("tlp: CLEAR\nservices: [basket]\n"),
        "INC-20260314-001.md": document(
            "tlp: AMBER\nservices: [hidden-one]\ntags: [hidden-two]\nteams: [hidden-three]\n"
            "roles: {incident_commander: hidden.four}\n",
            "## Executive summary\n\nHidden five.\n",
            HEAD.replace("03-13", "03-14").replace("Checkout", "Hidden"),
        ),
    }
    script = scripts(project(tmp_path, files), Settings(audience="public"))[name]
    assert b"hidden" not in script.lower()
    assert b"20260314" not in script


@pytest.mark.parametrize(
    ("end", "name"),
    [("22:56", "15m"), ("22:57", "1h"), ("23:41", "1h"), ("23:42", "4h")],
)
def test_bands(end: str, name: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "INC-20260313-001.md": document(f"mitigated_at: 2026-03-13 {end}\n")
    }
    (found,) = check(project(tmp_path, files)).catalog.postmortems
    assert explore_data.band(found) == name
