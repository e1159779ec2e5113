"""WCAG 2.2 AA as far as axe can tell, on every kind of page, in both schemes."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from . import support
from .conftest import Site, Visit

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_COLOURS = ["color-contrast", "link-in-text-block"]
# Those not named are made of the same blocks.
_KINDS = ("index", "service", "condensed", "executive", "draft", "unstructured", "superseded",
          "related", "severity", "actions", "learning", "lessons")  # fmt: skip
_RUN = "([content, only]) => axe.run(content, {runOnly: only, resultTypes: ['violations']})"


def violations(visit: Visit, content: str, only: dict[str, Any]) -> list[str]:
    if not visit.page.evaluate("typeof window.axe === 'object'"):
        source = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
        visit.page.evaluate(source)
    found = visit.page.evaluate(_RUN, [content, only])["violations"]
    return [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("kind", _KINDS)
def test_material(kind: str, material: Site, visit: Visit) -> None:
    """All rules in the light scheme; those about colours again in the dark one, on a phone."""
    visit.page.goto(material.url + support.PAGES[kind])
    assert violations(visit, "article", {"type": "tag", "values": LEVELS}) == []
    # The theme fades from one scheme to the other; colours on the way are nobody's.
    visit.page.add_style_tag(content="* { transition: none !important }")
    visit.page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert violations(visit, "article", {"type": "rule", "values": _COLOURS}) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_built_in_theme(scheme: Any, built_in: Site, visit: Visit) -> None:
    """Our blocks bring their colours into a theme that knows nothing of them."""
    visit.page.emulate_media(color_scheme=scheme)
    for kind in ("service", "actions"):
        visit.page.goto(built_in.url + support.PAGES[kind])
        assert visit.page.evaluate("document.documentElement.dataset.bsTheme") == scheme
        for content in (".pm-header", ".pm-table-fit"):
            assert violations(visit, content, {"type": "tag", "values": LEVELS}) == [], kind


def test_targets_are_large_enough(material: Site, phone: Visit) -> None:
    """What is pressed apart from running text is at least 24 by 24 pixels large."""
    small = """() => [...document.querySelectorAll(`.pm-sort-button, .pm-hubs a, .pm-pager a,
        .pm-filters :is(input, select, button), .pm-edit, summary, .pm-neighbours a`)]
      .filter(e => e.checkVisibility())
      .filter(e => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
      .map(e => e.outerHTML)"""
    for kind in ("index", "actions", "related", "service"):
        phone.page.goto(material.url + support.PAGES[kind])
        assert phone.page.evaluate(small) == [], kind
