"""Bodies that try to break the page or the build, through real builds.

Each is a small file; none may end in a traceback or change more than its own words.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import BuildSite
from tests.support import document, project

_SITE = """site_name: T
theme: {name: mkdocs}
plugins: [postmortems]
markdown_extensions: [attr_list, fenced_code, tables]
"""

_PAGE = "incidents/INC-20260313-001/index.html"


def _project(folder: Path, text: str) -> Path:
    project(folder, {"INC-20260313-001.md": text})
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n")
    (folder / "mkdocs.yml").write_text(_SITE)
    return folder


def _page(folder: Path, build_site: BuildSite, body: str) -> str:
    built = build_site(project=_project(folder / "p", document(body=body)), strict=False)
    assert built.code == 0, built.log
    return built.page(_PAGE)


def test_words_that_look_like_attributes_stay(tmp_path: Path, build_site: BuildSite) -> None:
    body = '## Executive summary\n\nWrite id="__x" and `name="pm-y"`.\n'
    page = _page(tmp_path, build_site, body)
    assert re.search(r"id=(\"|&quot;)__x", page)
    assert re.search(r"name=(\"|&quot;)pm-y", page)


@pytest.mark.parametrize(
    "opening",
    ["<div>", "<p>", "<a href='x'>", "<textarea>", "<pre><code>", "<!--", "```", "<title>"],
)
def test_what_is_never_closed_swallows_nothing(
    opening: str, tmp_path: Path, build_site: BuildSite
) -> None:
    body = f"## Executive summary\n\n{opening}\n\nText.\n\n## Resolution\n\nDone.\n"
    folder = _project(tmp_path / "p", document(body=body).replace("in_review", "draft"))
    options = {"rules": {"PM213": "ignore", "PM211": "ignore"}}
    built = build_site({"plugins": [{"postmortems": options}]}, project=folder, strict=False)
    page = built.page(_PAGE)
    if opening == "<div>":
        assert '<h2 id="resolution">' in page, built.log
    assert page.count('<header class="pm-header') == 1
    assert "pmblock" not in page
    assert "<p></p>" not in page
    assert "&lt;p&gt;&lt;/p&gt;" not in page


def test_nothing_poses_as_ours(tmp_path: Path, build_site: BuildSite) -> None:
    body = (
        "## Executive summary\n\n"
        '<p class="pm-badge kept md-overlay" id="action-ai-001">x</p>\n\n'
        "<https://user:pass@internal.example/>\n\n### Action items\n\ny\n"
    )
    page = _page(tmp_path, build_site, body)
    assert '<p class="kept">x</p>' in page
    assert 'href="https://user' not in page
    assert 'id="action-items"' in page


@pytest.mark.parametrize("body", ["- " * 500 + "x\n", "x\n\n" * 22_000, "a\n=\n\n" * 15_000])
def test_heavy_bodies_are_a_finding(body: str, tmp_path: Path, build_site: BuildSite) -> None:
    built = build_site(project=_project(tmp_path / "p", document(body=body)), strict=False)
    assert built.code != 0
    assert "PM214" in built.log
    assert "Traceback" not in built.log


def test_too_many_elements_name_the_file(tmp_path: Path, build_site: BuildSite) -> None:
    text = document(body="## Executive summary\n\n" + "x\n\n" * 22_000)
    folder = _project(tmp_path / "p", text)
    options = {"rules": {"PM214": "ignore"}}
    built = build_site({"plugins": [{"postmortems": options}]}, project=folder, strict=False)
    assert built.code != 0
    assert "INC-20260313-001.md: the body makes more elements" in built.log
    assert "Traceback" not in built.log
