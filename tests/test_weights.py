"""How heavy pages may be: what a reader loads must not grow with the archive or without need."""

from __future__ import annotations

import gzip
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mkdocs_postmortems import build, sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.sitebuild import SiteBuild
from tests import site_support
from tests.conftest import PROJECT, environment, run_tool
from tests.page_support import DAY, html_of

_GENERATOR = PROJECT / "benchmarks" / "generate.py"
_SIZES = (20, 300, 1000)


@dataclass(repr=False)
class Archives:
    """What a site publishes, by how many postmortems; not written out where a test fails."""

    of: dict[int, SiteBuild]


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """What a site publishes of generated postmortems; larger archives begin with the smaller."""
    # The generator imports what stands beside it.
    env = {name: value for name, value in environment().items() if name != "PYTHONSAFEPATH"}
    made = {}
    for size in _SIZES:
        folder = tmp_path_factory.mktemp(f"of-{size}")
        done = run_tool(
            sys.executable, _GENERATOR, str(size), folder, "--seed", "7", cwd=folder, env=env
        )
        assert done.returncode == 0, done.stdout
        made[size] = sitebuild.collect(build.check(folder, Settings(), DAY), Site("incidents"))
    return Archives(made)


def _markup(html: str) -> int:
    """Bytes of a page beyond its text."""
    return len(html.encode()) - len("".join(site_support.parse(html).text).encode())


def test_a_page_of_a_postmortem_does_not_grow_with_the_archive(
    archives: Archives,
) -> None:
    few, many = archives.of[20], archives.of[300]
    by_id = {p.id: p for p in many.checked.catalog.postmortems}
    for postmortem in few.checked.catalog.postmortems:
        small = _markup(html_of(few.postmortem(postmortem)))
        large = _markup(html_of(many.postmortem(by_id[postmortem.id])))
        assert large < 40_000, postmortem.id
        # Neighbours and similar incidents may be others, and at most five of them more.
        assert abs(large - small) < 4_000, postmortem.id


def test_full_pages_are_light(tmp_path: Path) -> None:
    """A page with every field of its template: markup beyond its own words."""
    shutil.copytree(PROJECT / "tests" / "profiles", tmp_path / "postmortems")
    checked = build.check(tmp_path, Settings(), DAY)
    site = sitebuild.collect(checked, Site("incidents"))
    assert len(checked.catalog.postmortems) > 6
    for postmortem in checked.catalog.postmortems:
        assert _markup(html_of(site.postmortem(postmortem))) < 40_000, postmortem.id


@pytest.mark.parametrize("size", _SIZES)
def test_the_dashboard_is_light(size: int, archives: Archives) -> None:
    assert len(html_of(archives.of[size].pages["severity"]()).encode()) < 150_000


def test_the_index_is_light(archives: Archives) -> None:
    html = html_of(archives.of[1000].pages[""]())
    rows = html.count("<tr") - 1
    assert rows == 250
    assert len(gzip.compress(html.encode())) < 20_000
