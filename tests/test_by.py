"""The pages by service, cause, year and every other facet, as data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_postmortems import sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.views import Block, Page, Row
from tests.support import HEAD, check, document, project


def built(folder: Path, extras: Mapping[str, str]) -> sitebuild.SiteBuild:
    files: dict[str, str | bytes] = {
        f"INC-{day.replace('-', '')}-001.md": document(extra, head=HEAD.replace("2026-03-13", day))
        for day, extra in extras.items()
    }
    return sitebuild.collect(check(project(folder, files)), Site("incidents"))


def data(page: Page, template: str) -> Mapping[str, Any]:
    return next(p.data for p in page.parts if isinstance(p, Block) and p.template == template)


def templates(page: Page) -> list[str]:
    return [p.template for p in page.parts if isinstance(p, Block)]


THREE = {
    "2025-12-30": "services: [basket]\ntags: [dns]\n",
    "2026-01-02": "services: [basket]\ntags: [dns, cache]\n",
    "2026-02-03": "services: [basket, pricing]\n",
}


def test_every_group_has_a_page_and_every_link_leads_to_one(tmp_path: Path) -> None:
    site = built(tmp_path, THREE)
    names = {name for name in site.pages if name.startswith("by")}
    assert {"by", "by/service", "by/service/basket", "by/tag/dns", "by/year/2025"} <= names
    assert not any(name.startswith("by/cause") for name in names)
    for name in names:
        for part in site.pages[name]().parts:
            for href in _links(part.data if isinstance(part, Block) else {}):
                target = (Path("/incidents") / name / href).resolve().relative_to("/incidents")
                known = {a.path.removeprefix("incidents/") for a in site.exports}
                assert str(target).strip(".") in {*site.pages, *known} or (
                    target.name.startswith("INC-")
                )


def test_what_is_to_do_is_counted_as_in_the_rollup(tmp_path: Path) -> None:
    items = "services: [basket]\naction_items: [{id: A1, title: x, due: 2026-04-01}]\n"
    old = document(items.replace("A1", "A2")).replace("status: in_review", "status: superseded")
    files: dict[str, str | bytes] = {"INC-1.md": document(items), "INC-2.md": old}
    site = sitebuild.collect(check(project(tmp_path, files)), Site("incidents"))
    intro = data(site.pages["by/service/basket"](), "by/intro")
    rows = data(site.pages["by/service"](), "by/facet")["rows"]
    assert [(d["unfinished"], d["overdue"]) for d in (intro, *rows)] == [(1, 1), (1, 1)]


def _links(node: Any) -> list[str]:
    if isinstance(node, Mapping):
        own = [str(v) for k, v in node.items() if k.endswith("href") and v]
        return own + [link for value in node.values() for link in _links(value)]
    if isinstance(node, Row):
        return _links(node.data)
    if isinstance(node, list):
        return [link for value in node for link in _links(value)]
    return []


def test_a_page_says_how_many_and_since_when(tmp_path: Path) -> None:
    page = built(tmp_path, THREE).pages["by/service/basket"]()
    intro = data(page, "by/intro")
    assert (intro["total"], intro["first"], intro["last"]) == (3, "2025-12-30", "2026-02-03")
    assert [row.data["id"] for row in data(page, "by/incidents")["rows"]] == [
        "INC-20260203-001", "INC-20260102-001", "INC-20251230-001",
    ]  # fmt: skip
    beside = data(page, "by/beside")["facets"]
    assert [(g["text" if "text" in g else "label"], g["count"]) for g in beside[0]["groups"]] == [
        ("dns", 2), ("cache", 1),
    ]  # fmt: skip


def test_charts_only_where_there_is_something_to_see(tmp_path: Path) -> None:
    site = built(tmp_path, THREE)
    assert "charts/grid" in templates(site.pages["by/service/basket"]())
    assert "charts/grid" not in templates(site.pages["by/service/pricing"]())


def test_the_charts_of_a_year_end_with_it(tmp_path: Path) -> None:
    days = {f"2024-0{month}-01": "services: [basket]\n" for month in range(1, 5)}
    page = built(tmp_path, days).pages["by/year/2024"]()
    chart = data(page, "charts/grid")["charts"][0]
    assert chart.categories[-1].label == "2024-12"


def test_the_header_of_a_postmortem_leads_to_its_groups(tmp_path: Path) -> None:
    site = built(tmp_path, THREE)
    newest = site.checked.catalog.postmortems[0]
    header = data(site.postmortem(newest), "postmortem/header")
    assert [s["href"] for s in header["services"]] == [
        "../by/service/basket/", "../by/service/pricing/",
    ]  # fmt: skip


def test_an_empty_catalog_has_an_overview_that_says_so(tmp_path: Path) -> None:
    site = built(tmp_path, {})
    assert [name for name in site.pages if name.startswith("by")] == ["by"]
    assert data(site.pages["by"](), "by/overview")["facets"] == []
