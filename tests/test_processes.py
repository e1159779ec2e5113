"""A build by several processes is the build by one: same bytes, same log, same failures."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Built, run_tool

BUILD = """
import sys
from mkdocs import __main__ as mkdocs
from mkdocs_postmortems import parallel
from mkdocs_postmortems.plugin import late, ready

count, told, site = int(sys.argv[1]), sys.argv[2], sys.argv[3]
parallel.processes = lambda _: count
fill, choose = ready.fill, late.choose

def chosen(*args):
    found = choose(*args)
    with open(told + "-late", "w") as file:
        file.write("\\n".join(sorted(found)))
    return found

late.choose = chosen

def counted(*args):
    with open(told, "a") as file:
        file.write("x")
    return fill(*args)

ready.fill = counted
mkdocs.cli(["build", "--strict" if "strict" in sys.argv else "--no-strict", "-d", site])
"""
CONFIG = """
site_name: T
site_url: https://docs.example/
theme: {name: material, font: false}
plugins: [search, postmortems: {full_text: false}]
markdown_extensions: [admonition, footnotes, tables, toc: {permalink: true}, pymdownx.superfences]
validation: {anchors: warn}
"""
HOOKS = """
from mkdocs.plugins import event_priority

def on_page_markdown(markdown, page, **_):
    if "INC-20260313" in page.file.src_uri:
        markdown += "\\n\\nAdded by a hook, as Markdown.\\n"
    return markdown

@event_priority(50)
def on_page_content(html, page, **_):
    assert html and page.markdown and page.present_anchor_ids is not None, page
    return html.replace("provider", "provider (hooked)") if "INC-2026" in page.url else html
"""


def build(folder: Path, count: int, *words: str) -> tuple[Built, int]:
    """The site of the samples, and how many of its pages another process has finished."""
    project, site, told = folder / "project", folder / f"site-{count}", folder / f"told-{count}"
    told.touch()
    done = run_tool(
        sys.executable, "-c", BUILD, str(count), told, site, *words, cwd=project
    )  # fmt: skip
    log = done.stdout.replace(site.name, "site")
    lines = sorted(line for line in log.splitlines() if "built in" not in line)
    return Built(done.returncode, site, "\n".join(lines)), len(told.read_text("utf-8"))


def bytes_of(site: Path) -> dict[str, bytes]:
    """The files of a site. The theme writes the moment of the build into its map."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and not path.name.startswith("sitemap")
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# Home\n\n[A page](nowhere.md)\n", "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    shutil.copytree(PROJECT / "postmortems", folder / "postmortems")
    return folder


@pytest.mark.parametrize("hooked", [False, True])
def test_the_same_bytes(hooked: bool, project: Path) -> None:
    if hooked:
        (project / "hooks.py").write_text(HOOKS, "utf-8")
        (project / "mkdocs.yml").write_text(CONFIG + "hooks: [hooks.py]\n", "utf-8")
    one, none = build(project.parent, 1)
    three, some = build(project.parent, 3)
    assert (one.code, none) == (0, 0), one.log
    assert some, "no page was finished elsewhere"
    assert three.log == one.log
    assert "nowhere.md" in one.log
    assert bytes_of(three.site) == bytes_of(one.site)
    page = one.page("incidents/INC-20260313-001/index.html")
    assert ("(hooked)" in page, "Added by a hook" in page) == (hooked, hooked)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("tags", [False, True])
def test_a_page_is_the_same_whether_it_is_finished_early_or_late(
    tags: bool, count: int, project: Path
) -> None:
    config = CONFIG.replace("[search, ", "[search, tags, ") if tags else CONFIG
    (project / "docs/tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", "utf-8")
    (project / "mkdocs.yml").write_text(config, "utf-8")
    told = project.parent / f"told-{count}-late"
    done, _ = build(project.parent, count)
    late, site = told.read_text("utf-8").splitlines(), bytes_of(done.site)
    assert "incidents/reviews/2026-Q1/index.md" in late
    assert "incidents/actions/index.md" in late
    assert "postmortems/2026/INC-20260313-001.md" in late
    assert ("Checkout returned errors for 82 minutes" in done.page("tags/index.html")) == tags
    page = done.page("incidents/INC-20260313-001/index.html")
    assert ('class="md-tags"' in page) == tags

    (project / "hooks.py").write_text("def on_page_content(html, **_):\n    return html\n", "utf-8")
    (project / "mkdocs.yml").write_text(config + "hooks: [hooks.py]\n", "utf-8")
    again, _ = build(project.parent, count)
    assert told.read_text("utf-8") == "", "a plugin that has a part in pages sees each in time"
    assert again.log == done.log
    assert bytes_of(again.site) == site


LOOKS_BACK = """
pages = []

def on_page_context(context, page, **_):
    pages.append(page)

def on_post_build(config, **_):
    found = [page for page in pages if "INC-2026" in page.url]
    assert all(page.content and page.markdown and page.toc.items for page in found), found
    print(len(found), "looked at")
"""


def test_a_hook_may_look_back_at_pages(project: Path) -> None:
    (project / "hooks.py").write_text(LOOKS_BACK, "utf-8")
    (project / "mkdocs.yml").write_text(CONFIG + "hooks: [hooks.py]\n", "utf-8")
    done, some = build(project.parent, 3)
    assert some, "it has no part in pages, so they are made elsewhere"
    assert "looked at" in done.log


LISTS = """
{% extends "base.html" %}
{% block content %}{{ super() }}
{% if page.is_homepage %}{% for file in pages %}<i>{{ file.page.title }}</i>{% endfor %}{% endif %}
{% endblock %}
"""


def test_a_theme_may_name_postmortems_on_the_first_page(project: Path) -> None:
    theme = "theme: {name: material, font: false, custom_dir: theme}"
    (project / "theme").mkdir()
    (project / "theme/main.html").write_text(LISTS, "utf-8")
    config = CONFIG.replace("theme: {name: material, font: false}", theme)
    (project / "mkdocs.yml").write_text(config, "utf-8")
    done, _ = build(project.parent, 3)
    assert "<i>Checkout returned errors for 82 minutes</i>" in done.page("index.html")


def test_a_template_that_lists_pages_has_all_of_them(project: Path) -> None:
    listing = "{% for file in pages %}{{ file.page.title }}: {{ file.page.content }}\n{% endfor %}"
    (project / "docs/pages.txt").write_text(listing, "utf-8")
    (project / "mkdocs.yml").write_text(CONFIG + "extra_templates: [pages.txt]\n", "utf-8")
    done, _ = build(project.parent, 3)
    assert (project.parent / "told-3-late").read_text("utf-8") == ""
    text = done.page("pages.txt")
    assert "Checkout returned errors for 82 minutes: <h" in text or "82 minutes: <p" in text
    assert "Action items: " in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_navigation_may_name_our_pages(count: int, project: Path) -> None:
    nav = "nav: [index.md, Monday: incidents/actions/index.md, incidents/severity/index.md]\n"
    (project / "mkdocs.yml").write_text(CONFIG + nav, "utf-8")
    done, _ = build(project.parent, count)
    late = (project.parent / f"told-{count}-late").read_text("utf-8").splitlines()
    assert "incidents/actions/index.md" in late
    assert "incidents/severity/index.md" not in late, "other pages ask for its title"
    for page in ("index.html", "incidents/actions/index.html", "incidents/by/index.html"):
        shown = re.sub(r"\s+", " ", done.page(page).partition("<article")[0])
        assert "> Monday <" in shown, "its name in the navigation"
        assert "> Severity dashboard <" in shown
        assert "> Action items <" not in shown or page.startswith("incidents/actions")
    assert "<title>Action items - T</title>" in done.page("incidents/actions/index.html")


def test_a_warning_about_a_page_is_said_once_and_counts(project: Path) -> None:
    file = next((project / "postmortems").rglob("INC-20260313-001.md"))
    more = "\n[It](../../mkdocs.yml) [a](#no-such-anchor)\n"
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    one, _ = build(project.parent, 1, "strict")
    three, _ = build(project.parent, 3, "strict")
    assert three.code == one.code != 0
    assert three.log == one.log
    assert three.log.count("../../mkdocs.yml") == 1, three.log
    assert three.log.count("no-such-anchor") == 1, three.log
