"""The exports of a built site: every file reads back, and pages lead to them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from mkdocs_postmortems import catalog, charts, settings
from mkdocs_postmortems.charts.base import Chart
from mkdocs_postmortems.errors import UsageError
from tests.conftest import BuildSite, Built
from tests.exports.test_feeds import faults
from tests.exports.test_json import judge
from tests.test_site import MINIMAL, files_of, project

DATA = re.compile(r'<p class="pm-data.*?</p>', re.S)
FIGURE = re.compile(r'<figure class="pm-chart[^"]*" id="chart-([^"]+)">(.*?)</figure>', re.S)
FEED = re.compile(r'<link rel="alternate feed" type="application/atom\+xml"[^>]* href="([^"]+)">')


def contents(built: Built, suffix: str) -> dict[str, bytes]:
    """The exports of one kind by their paths in the site."""
    return {
        name: (built.site / name).read_bytes()
        for name in files_of(built.site)
        if name.startswith("incidents/") and name.endswith(suffix) and "/explore/" not in name
    }


def test_every_document_of_the_api_keeps_its_schema(sample_site: Built) -> None:
    files = contents(sample_site, ".json")
    assert len(files) >= 25
    judge(files)


def test_every_table_calendar_and_feed_reads_back(sample_site: Built) -> None:
    tables = contents(sample_site, ".csv")
    calendars, feeds = contents(sample_site, ".ics"), contents(sample_site, ".xml")
    assert len(tables) == 3 + len(charts.BUILDERS)
    assert len(calendars) > 5
    assert len(feeds) > 10
    for content in tables.values():
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1
    for path, content in calendars.items():
        calendar = Calendar.from_ical(content)
        assert not calendar.errors, path
        ids = [str(c["UID"]) for c in calendar.subcomponents]
        assert len(ids) == len(set(ids)), path
        assert max(map(len, content.split(b"\r\n"))) <= 75
    for path, content in feeds.items():
        assert faults(content) == [], path


def test_every_export_is_named_by_the_index(sample_site: Built) -> None:
    index = sample_site.page("incidents/api/v1/index.json")
    for suffix in (".csv", ".ics", ".xml"):
        for path in contents(sample_site, suffix):
            assert f'"https://postmortems.example/{path}"' in index


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("", ["api/v1/index.json", "data/postmortems.csv", "feeds/all.xml"]),
        ("severity/", ["../api/v1/metrics.json", "../feeds/severity/high.xml"]),
        ("actions/", ["../api/v1/actions.json", "../data/actions.csv", "../calendar/actions.ics"]),
        ("actions/owner/platform/", ["../../../calendar/owner/platform.ics"]),
        ("related/", ["../api/v1/relations.json"]),
        ("by/service/checkout-api/", ["../../../feeds/service/checkout-api.xml"]),
    ],
)  # fmt: skip
def test_pages_end_with_links_to_their_data(
    page: str, links: list[str], sample_site: Built
) -> None:
    html = sample_site.page(f"incidents/{page}index.html")
    (line,) = DATA.findall(html)
    for link in links:
        assert f'href="{link}"' in line


@pytest.mark.parametrize("page", ["severity", "actions"])
def test_each_chart_has_its_table_beside_it(page: str, sample_site: Built) -> None:
    html = sample_site.page(f"incidents/{page}/index.html")
    made = {head.key for head in _heads(page)}
    for key, figure in FIGURE.findall(html):
        links = re.findall(r'<a class="pm-chart-file[^"]*" href="([^"]+)"', figure)
        assert links == ([f"../data/charts/{key}.csv"] if key in made else []), key
    (line,) = DATA.findall(html)
    assert "charts/" not in line
    assert made


def _heads(page: str) -> list[Chart]:
    chapters = [builder for chapter in charts.CHAPTERS for builder in chapter.builders]
    builders = chapters if page == "severity" else charts.ACTIONS
    return [make(catalog.build(()), date(2026, 11, 21)) for make in builders]


def test_charts_of_a_part_have_no_table_of_the_whole_beside_them(sample_site: Built) -> None:
    html = sample_site.page("incidents/by/service/checkout-api/index.html")
    assert FIGURE.findall(html)
    assert "pm-chart-file" not in html


def test_feed_readers_find_the_feed(sample_site: Built) -> None:
    assert FEED.findall(sample_site.page("incidents/index.html")) == ["feeds/all.xml"]
    page = sample_site.page("incidents/INC-20260313-001/index.html")
    assert FEED.findall(page) == ["../feeds/all.xml"]
    assert FEED.findall(sample_site.page("index.html")) == []
    service = sample_site.page("incidents/by/service/checkout-api/index.html")
    own = "../../../feeds/service/checkout-api.xml"
    assert FEED.findall(service) == ["../../../feeds/all.xml", own]
    assert f'title="Postmortems of checkout-api" href="{own}">' in service
    year = sample_site.page("incidents/by/year/2026/index.html")
    assert FEED.findall(year) == ["../../../feeds/all.xml"]


def test_each_owner_and_group_leads_to_its_own_file(sample_site: Built) -> None:
    for kind, suffix, pages in (("calendar/owner", ".ics", "actions/owner"),
                                ("feeds/service", ".xml", "by/service"),
                                ("feeds/severity", ".xml", "by/severity")):  # fmt: skip
        found = [name for name in contents(sample_site, suffix) if f"incidents/{kind}/" in name]
        assert found
        for path in found:
            name = path.removeprefix(f"incidents/{kind}/").removesuffix(suffix)
            (line,) = DATA.findall(sample_site.page(f"incidents/{pages}/{name}/index.html"))
            assert f'href="../../../{path.removeprefix("incidents/")}"' in line, path


def test_an_address_set_by_another_plugin_is_followed(
    build_site: BuildSite, tmp_path: Path
) -> None:
    """As a plugin for versions does, which puts the name of the version behind `site_url`."""
    files: dict[str, str | bytes] = {
        "postmortems/INC-20260313-001.md": MINIMAL,
        "hook.py": 'def on_config(config):\n    config.site_url += "1.0"\n',
    }
    built = build_site({"hooks": ["hook.py"]}, project=project(tmp_path / "p", files))
    assert built.code == 0, built.log
    feed = built.page("incidents/feeds/all.xml")
    assert 'href="https://docs.example/sub/path/1.0/incidents/INC-20260313-001/"' in feed
    index = built.page("incidents/api/v1/index.json")
    assert "https://docs.example/sub/path/1.0/incidents/feeds/all.xml" in index


def test_formats_can_be_switched_off(build_site: BuildSite, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"postmortems/INC-20260313-001.md": MINIMAL}
    for formats, suffixes in (([], set()), (["csv"], {".csv"})):
        where = project(tmp_path / "-".join(["p", *formats]), files, {"exports": formats})
        built = build_site(project=where)
        assert built.code == 0, built.log
        files_ = (name for name in files_of(built.site) if "incidents/" in name)
        found = {Path(name).suffix for name in files_ if "/explore/" not in name}
        assert found & {".json", ".csv", ".ics", ".xml"} == suffixes
        page = built.page("incidents/severity/index.html")
        assert ("pm-chart-file" in page) == ("csv" in formats)
        page = built.page("incidents/index.html")
        assert bool(DATA.search(page)) == bool(formats)
        assert not FEED.search(page)


def test_unknown_formats_are_refused() -> None:
    with pytest.raises(UsageError, match=r"found 'icc'\. Did you mean \"ics\"\?"):
        settings.from_mapping({"exports": ["json", "icc"]}, "x")
    assert settings.from_mapping({"exports": "csv"}, "x").exports == ("csv",)
    assert settings.from_mapping({"exports": []}, "x").exports == ()
