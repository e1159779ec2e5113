"""The sample site builds strictly with each engine and theme that is promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import BuildSite, Built

pytestmark = pytest.mark.slow


def pages(built: Built) -> set[str]:
    """The pages of a site, without those of a theme's own."""
    found = {path.relative_to(built.site).as_posix() for path in built.site.rglob("*.html")}
    return found - {"404.html", "search.html"}


def test_mkdocs_with_material(sample_site: Built) -> None:
    assert "incidents/index.html" in pages(sample_site)
    assert "md-content" in sample_site.page("incidents/index.html")


def test_mkdocs_with_its_own_theme(build_site: BuildSite, sample_site: Built) -> None:
    built = build_site({"theme": "mkdocs"})
    assert built.code == 0, built.log
    assert pages(built) == pages(sample_site)
    assert "md-content" not in built.page("incidents/index.html")


def test_properdocs_with_material(build_site: BuildSite, sample_site: Built) -> None:
    built = build_site(engine="properdocs")
    assert built.code == 0, built.log
    assert pages(built) == pages(sample_site)
    assert "md-content" in built.page("incidents/index.html")


def test_every_postmortem_has_a_page(sample_site: Built) -> None:
    sources = Path(__file__).parents[1] / "postmortems"
    published = {Path(page).parent.name for page in pages(sample_site)}
    missing = {path.stem for path in sources.rglob("*.md") if path.name != "index.md"} - published
    assert not missing
