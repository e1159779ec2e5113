"""A whole organisation: its own profile, registry, severity scale, ids, fields and words.

The project in `tests/organisation/` is the worked example of the manual.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mkdocs_postmortems import profiles
from tests import site_support
from tests.conftest import PROJECT, Built, RunCli, build

EXAMPLE = Path(__file__).parent / "organisation"
MANUAL = (PROJECT / "docs" / "organisation.md").read_text("utf-8")
OURS = re.compile(r"post-?mortem|action item", re.I)


def copied(folder: Path, **changes: str) -> Path:
    """A copy of the project, with texts of its `mkdocs.yml` replaced."""
    shutil.copytree(EXAMPLE, folder)
    file = folder / "mkdocs.yml"
    text = file.read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The example as a site."""
    folder = tmp_path_factory.mktemp("organisation")
    return build(copied(folder / "project"), folder / "site")


def words(built: Built, page: str) -> str:
    """The visible text of a page's article."""
    html = built.page(f"incidents/{page}index.html")
    return site_support.words(site_support.article(html))


FILES = ("mkdocs.yml", "registry.yml", "schema/sailing.schema.json",
         "postmortems/2026/SKY-2026-001.md")  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_manual_shows_the_files_as_they_are(name: str) -> None:
    content = (EXAMPLE / name).read_text("utf-8")
    assert re.search(rf'^```\w+ title="{re.escape(name)}"\n{re.escape(content)}```$', MANUAL, re.M)


def test_the_profile_is_short() -> None:
    assert len((EXAMPLE / FILES[2]).read_text("utf-8").splitlines()) < 40


def test_it_is_clean(run_cli: RunCli, tmp_path: Path) -> None:
    where = copied(tmp_path / "p")
    result = run_cli("check", "--strict", "--as-of", "2026-06-20", cwd=where)
    assert result.code == 0, result.out
    assert result.lines[-1] == "3 incident reviews checked: 0 errors, 0 warnings, 1 note."
    assert "3 of 3 incident reviews" in run_cli("list", cwd=where).out


def test_it_builds(built: Built) -> None:
    assert built.code == 0, built.log
    assert site_support.broken_links(built.site, "/sub/path/") == []
    assert (built.site / "schema/v1/profile.schema.json").is_file()


def test_the_profile_is_published_beside_the_built_in_ones(built: Built) -> None:
    folder = built.site / "schema/v1"
    content = (folder / "profiles/sailing.schema.json").read_bytes()
    assert content == (EXAMPLE / FILES[2]).read_bytes()
    profile, held_to = json.loads(content), json.loads((folder / "profile.schema.json").read_text())
    Draft202012Validator.check_schema(profile)
    assert not list(Draft202012Validator(held_to).iter_errors(profile))
    address = built.site / "incidents/api/v1/index.json"
    listed = {p["name"]: p for p in json.loads(address.read_text("utf-8"))["profiles"]}
    assert listed.keys() == {*profiles.builtin(), "sailing"}
    assert {name for name, entry in listed.items() if not entry["built_in"]} == {"sailing"}
    for entry in listed.values():
        file = (address.parent / entry["schema"]).resolve()
        assert json.loads(file.read_text("utf-8"))["x-name"] == entry["name"]


def test_own_names_on_pages(built: Built) -> None:
    page = words(built, "SKY-2026-001/")
    assert "◆Major Final Review of an incident that touched sailings" in page
    assert "Incident commanderJonas Eide" in page
    assert "TeamsTerminal systems" in page  # of the service, as the file names none
    assert "CategoryExpired certificate" in page
    assert "VesselLHXA" in page
    assert "Sailings affected RouteCancelled north 2 island 0" in page
    assert page.index("Passengers Loudspeakers") < page.index("Timeline (UTC)")
    assert "Follow-ups 2 follow-ups, 1 unfinished" in page
    assert "critical" not in page


def test_own_names_on_hubs_and_charts(built: Built) -> None:
    index = words(built, "")
    assert "Severity allMajorSeriousMinor" in index
    assert "Boarding gatesBookingFleet map" in index
    dashboard = words(built, "severity/")
    assert "MonthMajorSeriousMinorTotal" in dashboard
    assert not re.search(r"\bcritical\b", dashboard)
    # The address of a page is that of the name, whatever its title comes to be.
    service = words(built, "by/service/booking-api/")
    assert "Sells tickets and cabins on the web and in the terminals. More about Booking" in service
    assert "https://services.skerry.example/booking" in built.page(
        "incidents/by/service/booking-api/index.html"
    )


def test_a_public_site_keeps_the_people_and_addresses(tmp_path: Path) -> None:
    public = {"      nav_title: Incident": "      audience: public\n      nav_title: Incident"}
    where = copied(tmp_path / "p", **public)
    file = where / "postmortems/2026/SKY-2026-001.md"
    file.write_text(file.read_text("utf-8").replace("vessel:", "tlp: CLEAR\nvessel:"), "utf-8")
    built = build(where, tmp_path / "site")
    assert built.code == 0, built.log
    pages = [p.read_text("utf-8") for p in built.site.rglob("*.html")]
    assert not [p for p in pages if re.search(r"Jonas|jonas\.eide|services\.skerry", p)]
    page = words(built, "SKY-2026-001/")
    assert page.count("Terminal systems P") == 2  # the owners of both follow-ups
    # Nor does it tell how the organisation works.
    assert not (built.site / "schema/v1/profiles/sailing.schema.json").exists()
    assert '"name":"sailing"' not in built.page("incidents/api/v1/index.json")


def _visible(html: str) -> list[str]:
    """What readers see or hear of a page: its text, title, labels and description."""
    document = site_support.parse(re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S))
    labels = re.findall(r'(?:aria-label|title|alt|placeholder|content)="([^"]*)"', html)
    return [*document.text, *labels]


ANY = """---
title: "Page {number}"
profile: {profile}
severity: Minor
status: {status}
started_at: 2026-06-0{number} 09:00
resolved_at: 2026-06-0{number} 10:00
action_items: [{{id: F1, title: "Look", owner: web, horizon: immediate}}]
contributing_factors: [{{id: C1, description: Cold}}]
aliases: [OLD-{number}]
related: [{{id: SKY-2026-001, relation: superseded_by}}]
---
## Executive summary

Text.
"""


def test_no_page_speaks_of_postmortems(tmp_path: Path) -> None:
    own = {"incident review, action item: follow-up}": "retrospective, action item: task}\n"
           "      rules: {PM205: ignore, PM305: ignore}"}  # fmt: skip
    where = copied(tmp_path / "p", **own)
    statuses = ("draft", "in_review", "withdrawn", "superseded", "final", "final")
    for number, (name, status) in enumerate(zip(profiles.builtin(), statuses, strict=True), 4):
        text = ANY.format(number=number, profile=name, status=status)
        (where / f"postmortems/2026/SKY-2026-{number:03d}.md").write_text(text, "utf-8")
    (where / "postmortems/2026/old-1.md").write_text("# Old page\n\nText.\n", "utf-8")
    built = build(where, tmp_path / "site", strict=False)
    assert built.code == 0, built.log
    said = {
        (file.relative_to(built.site).as_posix(), text.strip())
        for file in built.site.rglob("*.html")
        for text in _visible(file.read_text("utf-8"))
        if OURS.search(text)
    }
    assert said == set()
    assert "This retrospective is a draft" in words(built, "SKY-2026-004/")
    assert "Tasks" in words(built, "actions/")
    assert "10 retrospectives checked" in built.log


def test_new_prints_what_the_manual_says(run_cli: RunCli, tmp_path: Path) -> None:
    where = copied(tmp_path / "p")
    shutil.rmtree(where / "postmortems")
    example = re.search(r"^```console\n\$ postmortems ([^\n]*)\n(.*?)^```", MANUAL, re.M | re.S)
    assert example is not None
    assert run_cli(*shlex.split(example[1]), cwd=where).out == example[2]


def test_new_writes_such_a_review(run_cli: RunCli, tmp_path: Path) -> None:
    where = copied(tmp_path / "p")
    made = run_cli("new", "Gate 3 stuck", "--severity", "Minor", "--started", "2026-06-10 10:00",
                   "--service", "boarding gates", "--full", cwd=where)  # fmt: skip
    assert "SKY-2026-004.md" in made.out, made.err
    text = (where / "postmortems/2026/SKY-2026-004.md").read_text("utf-8")
    assert "services: [boarding-gates]\n" in text
    assert '# vessel: "LHXA"   # Vessel\n' in text
    assert '# x-sailings: [{"route": "north", "cancelled": 2}]   # Sailings affected\n' in text
    assert "## Passengers\n\n<!-- What they were told, and when. -->" in text
    assert run_cli("check", "--strict", cwd=where).code == 0


def test_mistakes_are_found(run_cli: RunCli, tmp_path: Path) -> None:
    where = copied(tmp_path / "p")
    file = where / "postmortems/2026/SKY-2026-001.md"
    text = file.read_text("utf-8")
    for right, wrong in (
        ("vessel: LHXA", "vessel: lhxa"), ("route: north", "route: nort"), ("Major", "Mayor"),
        ("boarding-gates]", "gates]"), ("[certificates]", "[certificate]"),
        ("[marit.solheim]", "[marit]"), ("owner: terminals", "owner: terminal"),
        ("expired_certificate", "expired"),
    ):  # fmt: skip
        text = text.replace(right, wrong)
    file.write_text(text, "utf-8")
    codes = re.findall(r"001\.md:\d+:\d+: \w+ (PM\d+)", run_cli("check", cwd=where).out)
    assert sorted(codes) == [
        "PM103", "PM103", "PM103", "PM104", "PM231", "PM233", "PM233", "PM234",
    ]  # fmt: skip
