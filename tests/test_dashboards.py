"""Dashboards of few postmortems: one sentence instead of many empty boxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.views import Heading, Page
from tests.page_support import html_of
from tests.support import HEAD, check, document, project

PENDING = "Postmortems not final yet"
EMPTY = "pm-chart-nothing"


def site(tmp_path: Path, *states: str, extra: str = "") -> sitebuild.SiteBuild:
    files: dict[str, str | bytes] = {
        f"INC-2026031{index}-001.md": document(
            extra, head=HEAD.replace("2026-03-13", f"2026-03-1{index}").replace("in_review", state)
        )
        for index, state in enumerate(states)
    }
    return sitebuild.collect(check(project(tmp_path, files)), Site("incidents"))


def titles(page: Page) -> list[str]:
    return [part.markdown for part in page.parts if isinstance(part, Heading)]


def test_without_postmortems_there_is_one_sentence(tmp_path: Path) -> None:
    page = site(tmp_path).pages["severity"]()
    html = html_of(page)
    assert titles(page) == []
    assert html.count('class="pm-empty"') == 1
    assert "<figure" not in html


@pytest.mark.parametrize(
    ("states", "count"), [(("draft",), "1 draft"), (("draft",) * 3, "3 drafts")]
)
def test_drafts_alone_are_counted_and_nothing_else(
    tmp_path: Path, states: tuple[str, ...], count: str
) -> None:
    page = site(tmp_path, *states).pages["severity"]()
    html = html_of(page)
    assert titles(page) == ["How many", PENDING]
    assert html.count('class="pm-empty"') == 1
    assert f"there is none yet, and {count}." in html
    assert "<code>status: in_review</code>" in html
    assert "<figure" in html
    assert EMPTY not in html
    assert "pm-missing" not in html


def test_near_misses_alone_have_their_chart(tmp_path: Path) -> None:
    page = site(tmp_path, "draft", extra="kind: near_miss\n").pages["severity"]()
    html = html_of(page)
    assert titles(page) == ["What is learned, and what is known", PENDING]
    assert html.count('class="pm-empty"') == 1
    assert "Not counted: 1 near miss." in html


@pytest.mark.parametrize("states", [("in_review",), ("final", "final"), ("final", "draft")])
def test_what_lacks_data_is_a_line_with_its_reason(tmp_path: Path, states: tuple[str, ...]) -> None:
    page = site(tmp_path, *states).pages["severity"]()
    html = html_of(page)
    assert titles(page) == [
        "How many", "How long", "What is learned, and what is known",
        *([PENDING] if set(states) != {"final"} else []), "Not drawn yet", "Definitions",
    ]  # fmt: skip
    assert EMPTY not in html
    line = "the times for it yet: Time to detect, Time to acknowledge, Time to mitigate, Time to"
    assert line in " ".join(html.split())
    assert ("1 draft." in html) == ("draft" in states)


def test_what_all_charts_leave_out_is_said_once(tmp_path: Path) -> None:
    html = html_of(site(tmp_path, "final", "draft", "withdrawn").pages["severity"]())
    assert html.count("withdrawn or superseded") == 1
    assert html.count("1 draft.") == 1


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (("draft",) * 3, "there is none yet, and 3 drafts."),
        (("final", "final", "draft"), "Left out of the chart of durations: 1 draft."),
    ],
)
def test_small_dashboards_say_it_too(tmp_path: Path, states: tuple[str, ...], words: str) -> None:
    html = html_of(site(tmp_path, *states).pages["by/year/2026"]())
    assert html.count(words) == 1
    assert EMPTY not in html
