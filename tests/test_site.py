"""Real builds: what a site holds, that its links lead somewhere, that bad input stops it."""

from __future__ import annotations

import filecmp
import json
import re
from pathlib import Path

import pytest

from tests import site_support
from tests.conftest import BuildSite, Built, RunCli, preview
from tests.site_support import MINIMAL

OLD = "# The great outage of 2019\n\nImpact: 500s everywhere.\n\n## What broke\n\n- Everything\n"


def project(
    folder: Path, files: dict[str, str | bytes], plugin: dict[str, object] | None = None
) -> Path:
    """A site of its own with a home page, the plugin and some files."""
    config = {
        "site_name": "T",
        "site_url": "https://docs.example/sub/path/",
        "theme": {"name": "material", "font": False},
        "plugins": ["search", {"postmortems": plugin or {}}],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(json.dumps(config), "utf-8")
    for name, content in {"docs/index.md": "# Home\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def files_of(site: Path) -> list[str]:
    """The files of a site, sorted."""
    return sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())


def test_every_link_and_anchor_of_the_sample_site_resolves(sample_site: Built) -> None:
    config = (Path(__file__).parents[1] / "mkdocs.yml").read_text("utf-8")
    address = re.search(r"site_url: https?://[^/]+(/.*)", config)
    assert address is not None
    assert site_support.broken_links(sample_site.site, address[1].strip()) == []


def test_links_resolve_without_directory_urls(build_site: BuildSite, tmp_path: Path) -> None:
    built = build_site({"use_directory_urls": False, "site_url": "https://docs.example/deep/er/"})
    assert built.code == 0, built.log
    assert (built.site / "incidents/INC-20260313-001.html").is_file()
    assert site_support.broken_links(built.site, "/deep/er/") == []


def test_two_builds_of_one_day_have_the_same_bytes(build_site: BuildSite) -> None:
    first, second = build_site(), build_site()
    assert first.code == second.code == 0
    names = files_of(first.site)
    assert names == files_of(second.site)
    _, mismatch, errors = filecmp.cmpfiles(first.site, second.site, names, shallow=False)
    assert (mismatch, errors) == ([], [])


def test_the_smallest_draft_has_a_page(build_site: BuildSite, tmp_path: Path) -> None:
    where = project(tmp_path / "p", {"postmortems/INC-20260313-001.md": MINIMAL})
    built = build_site(project=where)
    assert built.code == 0, built.log
    page = built.page("incidents/INC-20260313-001/index.html")
    assert "Checkout returned errors for 82 minutes</h1>" in page
    assert "emptied the provider list" in page
    assert "This postmortem is a draft" in page


def test_layouts_that_real_archives_have(build_site: BuildSite, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "postmortems/Checkout Outage 2026-03-13.md": MINIMAL,
        "more incidents/INC 7 folder/index.md": MINIMAL.replace("82", "7")
        + "\n![graph](<graph one.png>) [old](../../postmortems/archive/2019-05-01-old.md)\n",
        "more incidents/INC 7 folder/graph one.png": b"\x89PNG",
        "docs/history/INC-1.md": MINIMAL.replace("82", "1"),
        "docs/history/2018-01-02-older.md": OLD,
        "postmortems/archive/2019-05-01-old.md": OLD,
        "postmortems/README.md": "# About this folder\n",
    }
    paths = ["postmortems", "more*", "docs/history"]
    built = build_site(project=project(tmp_path / "p", files, {"path": paths}))
    assert built.code == 0, built.log
    for page in ("incidents/Checkout-Outage-2026-03-13", "incidents/INC-7-folder", "history/INC-1"):
        assert "emptied the provider list" in built.page(f"{page}/index.html")
    old = built.page("incidents/2019-05-01-old/index.html")
    assert "Impact: 500s everywhere." in old
    assert "The great outage of 2019</h1>" in old
    assert "no front matter yet" in old
    assert "no front matter yet" in built.page("history/2018-01-02-older/index.html")
    index = built.page("incidents/index.html")
    assert "5 incidents" in index
    assert "2 not structured yet" in index
    assert (built.site / "incidents/media/more incidents/INC 7 folder/graph one.png").is_file()
    assert "README" not in index
    assert site_support.broken_links(built.site, "/sub/path/") == []


def test_an_empty_folder_shows_a_welcome_page(build_site: BuildSite, tmp_path: Path) -> None:
    where = project(tmp_path / "p", {"postmortems/.keep": ""})
    built = build_site(project=where)
    assert built.code == 0, built.log
    assert "No postmortem is here yet" in built.page("incidents/index.html")


def test_a_missing_folder_stops_the_build(build_site: BuildSite, tmp_path: Path) -> None:
    built = build_site(project=project(tmp_path / "p", {}))
    assert built.code == 1
    assert 'there is no folder "postmortems"' in built.log
    assert "Traceback" not in built.log


BREAKAGES = {
    "INC-20260101-001": ("severity: SEV2", "PM103"),
    "INC-20260101-002": ("severty: SEV-2", "PM101"),
    "INC-20260101-003": ("title: Checkout: 500s", "PM004"),
    "INC-20260101-004": ("document_owner: @dana", "PM004"),
    "INC-20260101-005": ("started_at: 2026-02-30 10:00", "PM104"),
    "INC-20260101-006": ("timeline: none of it", "PM102"),
    "INC-20260101-007": ("status: in_review\nrelated: [{id: INC-9, relation: caused_by}]", "PM302"),
    "INC-20260101-008": ("status: finished", "PM103"),
    "INC-20260101-009": ("tags: [a]\ntags: [b]", "PM005"),
    "INC-20260101-010": ("roles: &x {incident_commander: dana}", "PM006"),
}


def test_ten_breakages_are_all_said_by_check_and_by_build(
    build_site: BuildSite, run_cli: RunCli, tmp_path: Path, source_date_epoch: int
) -> None:
    files: dict[str, str | bytes] = {
        f"postmortems/{name}.md": f"---\ntitle: T {name}\n{line}\n---\nText.\n"
        if not line.startswith("title")
        else f"---\n{line}\n---\nText.\n"
        for name, (line, _) in BREAKAGES.items()
    }
    where = project(tmp_path / "p", files)
    checked = run_cli("check", cwd=where)
    built = build_site(project=where)
    assert (checked.code, built.code) == (1, 1)
    for name, (_, code) in BREAKAGES.items():
        expected = re.compile(rf"postmortems/{name}\.md:\d+:\d+: error {code}: .+")
        said = [line for line in checked.lines if expected.match(line)]
        assert len(said) == 1, (name, checked.out)
        assert len(expected.findall(built.log)) == 1, (name, built.log)
    assert "Traceback" not in checked.err + built.log
    assert "10 postmortems checked" in checked.out
    assert not (built.site / "incidents").exists()


def test_strict_fails_on_warnings_even_when_quiet(build_site: BuildSite, tmp_path: Path) -> None:
    text = MINIMAL + "\n<script>alert(1)</script>\n"
    where = project(tmp_path / "p", {"postmortems/INC-20260313-001.md": text})
    assert build_site(project=where).code == 1
    assert build_site(project=where, strict=False).code == 0


def test_a_page_of_the_user_is_never_replaced(build_site: BuildSite, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "postmortems/INC-20260313-001.md": MINIMAL,
        "docs/incidents/severity.md": "# Mine\n",
    }
    built = build_site(project=project(tmp_path / "p", files))
    assert built.code == 1
    assert "would both be" in built.log


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "{{ config }} {% raw %} | pipe | [x](javascript:alert(3))",
    "*stars* _under_ `code` ![i](x) <b>bold</b> &amp; # hash",
)


def hostile_postmortem(value: str) -> str:
    """A postmortem with one text in every kind of field that is shown."""
    quoted = json.dumps(value)
    return f"""---
title: {quoted}
one_line_summary: {quoted}
severity: SEV-2
status: in_review
started_at: 2026-03-13 22:41
document_owner: {quoted}
roles: {{incident_commander: {quoted}, responders: [{quoted}]}}
services: [{quoted}, {{name: {quoted}, impact: {quoted}}}]
tags: [{quoted}]
teams: [{quoted}]
impact: {{users: {{affected: {quoted}, symptoms: [{quoted}]}}, business: {{note: {quoted}}}}}
root_cause: {{category: other, category_other: {quoted}}}
contributing_factors:
  - {quoted}
  - {{title: {quoted}, description: {quoted}, why_it_mattered: {quoted}}}
key_takeaway: {quoted}
x-own: {quoted}
timeline:
  - {{at: 2026-03-13 22:41, event: {quoted}, actor: {quoted}, notes: {quoted},
      source: {quoted}}}
action_items:
  - {{id: AI-001, title: {quoted}, owner: {quoted}, status: wont_do, reason: {quoted},
      evidence: "e"}}
references: [{{kind: other, kind_other: {quoted}, title: {quoted}, url: "https://a.example/x"}}]
related: [{{id: OUT-1, relation: related, note: {quoted}, url: "https://a.example/y"}}]
---
## Executive summary
Plain words.

## {value}
Text below a hostile heading.
"""


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_values_are_shown_and_never_run(
    number: int, build_site: BuildSite, tmp_path: Path
) -> None:
    value = HOSTILE[number]
    text = hostile_postmortem(value)
    where = project(tmp_path / "p", {"postmortems/INC-20260313-001.md": text})
    built = build_site(project=where, strict=False)
    assert built.code == 0, built.log
    harmless = site_support.parse(built.page("index.html"))
    for path, document in site_support.pages(built.site):
        extra = [a for a in document.active if a not in harmless.active and a != "form"]
        assert extra == [], path
        own = int(path == "incidents/explore/index.html")  # the explorer loads its script itself
        assert document.active.count("script") <= harmless.active.count("script") + own, path
    page = site_support.article(built.page("incidents/INC-20260313-001/index.html"))
    # Backticks mark code in what is a sentence, and stay as they are in names.
    shown = " ".join("".join(site_support.parse(page).text).replace("`", "").split())
    wanted = " ".join(value.replace("`", "").split())
    assert shown.count(wanted) >= 18, shown
    for hub in ("", "actions/"):
        document = site_support.parse(built.page(f"incidents/{hub}index.html"))
        assert wanted in " ".join("".join(document.text).replace("`", "").split())


def test_no_page_asks_another_host(sample_site: Built) -> None:
    for path, _ in site_support.pages(sample_site.site):
        html = sample_site.page(path)
        loads = re.findall(r"<(?:script|img|iframe)[^>]+src=[\"'](?:https?:)?//[^\"']+", html)
        loads += re.findall(r"<link[^>]+rel=[\"']?(?:stylesheet|preconnect)[^>]+//[^>]+", html)
        assert loads == [], path


def test_a_page_does_not_grow_with_the_catalog(build_site: BuildSite, tmp_path: Path) -> None:
    def dated(year: int, month: int, day: int) -> tuple[str, str | bytes]:
        text = MINIMAL.replace("2026-03-13", f"{year}-{month:02d}-{day:02d}")
        name = f"postmortems/INC-{year}{month:02d}{day:02d}-001.md"
        return name, text.replace("82 minutes", f"{year}{month:02d}{day:02d} minutes")

    few = dict(dated(2026, 3, day) for day in (12, 13, 14))
    many = dict(dated(2025, month, day) for month in (1, 2) for day in range(1, 21))
    sizes = []
    for name, files in (("few", few), ("many", {**few, **many})):
        built = build_site(project=project(tmp_path / name, files))
        sizes.append(len(built.page("incidents/INC-20260313-001/index.html")))
    assert abs(sizes[0] - sizes[1]) < 200


def test_an_alias_leads_to_the_page(build_site: BuildSite, tmp_path: Path) -> None:
    text = MINIMAL.replace("status: draft", "status: draft\naliases: [OLD-7]")
    where = project(tmp_path / "p", {"postmortems/INC-20260313-001.md": text})
    for directory_urls, page in ((True, "OLD-7/index.html"), (False, "OLD-7.html")):
        built = build_site({"use_directory_urls": directory_urls}, project=where)
        assert built.code == 0, built.log
        assert "http-equiv" in built.page(f"incidents/{page}")
        assert site_support.broken_links(built.site, "/sub/path/") == []


def test_old_files_of_one_name_have_pages_of_their_own(
    build_site: BuildSite, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "postmortems/2018/outage 7.md": OLD,
        "postmortems/2019/outage 7.md": OLD.replace("2019", "next year"),
    }
    built = build_site(project=project(tmp_path / "p", files))
    assert built.code == 0, built.log
    assert "of 2019</h1>" in built.page("incidents/outage-7/index.html")
    assert "of next year</h1>" in built.page("incidents/2019-outage-7/index.html")


def test_pictures_of_one_name_in_two_roots(build_site: BuildSite, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for number, team in enumerate(("a", "b")):
        text = MINIMAL.replace("82", str(number)) + "\n![graph](graph.png)\n"
        files[f"teams/{team}/INC-{number}.md"] = text
        files[f"teams/{team}/graph.png"] = team.encode()
    where = project(tmp_path / "p", files, {"path": "teams/*"})
    built = build_site(project=where)
    assert built.code == 0, built.log
    media = built.site / "incidents/media/teams"
    assert [(media / team / "graph.png").read_bytes() for team in "ab"] == [b"a", b"b"]
    assert site_support.broken_links(built.site, "/sub/path/") == []


def test_a_build_never_fails_on_information(build_site: BuildSite, tmp_path: Path) -> None:
    where = project(tmp_path / "p", {"postmortems/INC-1.md": MINIMAL}, {"fail_on": "info"})
    built = build_site(project=where)
    assert "1 note" in built.log
    assert built.code == 0, built.log
    text = MINIMAL + "\n<script>alert(1)</script>\n"
    where = project(tmp_path / "q", {"postmortems/INC-1.md": text}, {"fail_on": "info"})
    assert build_site(project=where, strict=False).code == 1


@pytest.mark.parametrize("name", ["incidents", "incidents/index", "incidents/severity"])
def test_the_preview_survives_a_page_at_the_place_of_ours(name: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "postmortems/INC-20260313-001.md": MINIMAL,
        f"docs/{name}.md": "# Mine\n",
    }
    built = preview(project(tmp_path / "p", files), tmp_path / "site")
    assert built.code == 0, built.log
    assert "would both be" in built.log
    place = name if name.endswith("index") else f"{name}/index"
    assert "Mine</h1>" in built.page(f"{place}.html")
    assert (built.site / "incidents/INC-20260313-001/index.html").is_file()
    assert (built.site / "incidents/actions/index.html").is_file()


def test_the_preview_watches_where_a_pattern_may_come_to_match(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"postmortems/2026/INC-20260313-001.md": MINIMAL}
    where = project(tmp_path / "p", files, {"path": "postmortems/20*"})
    built = preview(where, tmp_path / "site")
    assert built.code == 0, built.log
    watched = built.log.split("watched:")[1].split()
    assert {str(where / "postmortems"), str(where / "postmortems/2026")} <= set(watched)
