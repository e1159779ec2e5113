"""Public builds: nothing of what is not for everybody is on the site, under no name and no path."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

from tests.conftest import BuildSite, RunCli
from tests.test_site import MINIMAL, OLD, files_of, project

PUBLIC = MINIMAL.replace("status: draft", "status: draft\ntlp: CLEAR")
SECRET = PUBLIC.replace("82 minutes", "secret things").replace("tlp: CLEAR", "tlp: RED")


def test_a_public_build_equals_that_of_the_public_files_alone(
    build_site: BuildSite, tmp_path: Path
) -> None:
    shown: dict[str, str | bytes] = {
        "postmortems/INC-20260313-001.md": PUBLIC,
        "docs/history/INC-20260320-001.md": PUBLIC.replace("82", "9").replace("03-13", "03-20")
        + "\n![graph](shown.png)\n",
        "docs/history/shown.png": b"\x89PNG",
    }
    hidden: dict[str, str | bytes] = {
        "postmortems/INC-20260314-001.md": SECRET.replace("03-13", "03-14"),
        "postmortems/INC-20260315-001.md": MINIMAL.replace("03-13", "03-15"),
        "postmortems/2019-01-01-old.md": OLD,
        "docs/history/INC-20260316-001.md": SECRET.replace("03-13", "03-16") + "\n![g](h.png)\n",
        "docs/history/h.png": b"\x89PNG",
    }
    plugin: dict[str, object] = {"audience": "public", "path": ["postmortems", "docs/history"]}
    alone = build_site(project=project(tmp_path / "alone", shown, plugin))
    mixed = build_site(project=project(tmp_path / "mixed", {**shown, **hidden}, plugin))
    assert alone.code == mixed.code == 0, mixed.log
    names = files_of(alone.site)
    assert names == files_of(mixed.site)
    made = ("api/v1/index.json", "data/timeline.csv", "calendar/actions.ics", "feeds/all.xml")
    assert {f"incidents/{name}" for name in made} <= set(names)
    _, mismatch, errors = filecmp.cmpfiles(alone.site, mixed.site, names, shallow=False)
    assert (mismatch, errors) == ([], [])


def test_a_relation_to_a_hidden_postmortem_names_nothing(
    build_site: BuildSite, tmp_path: Path
) -> None:
    link = "related: [{id: INC-20260310-001, relation: recurrence_of, note: the secret one}]"
    files: dict[str, str | bytes] = {
        "postmortems/INC-20260313-001.md": PUBLIC.replace("tlp:", f"{link}\ntlp:"),
        "postmortems/INC-20260310-001.md": SECRET.replace("03-13", "03-10"),
    }
    built = build_site(project=project(tmp_path / "p", files, {"audience": "public"}))
    assert built.code == 0, built.log
    for file in built.site.rglob("*"):
        if file.suffix in (".csv", ".html", ".ics", ".json", ".xml"):
            text = unfolded(file).decode()
            assert "INC-20260310-001" not in text, file
            assert "secret" not in text, file


CANARY = "canary-7f3"


def holds(site: Path, word: str) -> list[str]:
    """The files of a site that have a word in their name or content."""
    found = (p for p in site.rglob("*") if p.is_file())
    return sorted(
        p.relative_to(site).as_posix()
        for p in found
        if word in p.as_posix() or word.encode() in unfolded(p)
    )


def unfolded(file: Path) -> bytes:
    """The content of a file; a calendar breaks its lines within words."""
    content = file.read_bytes()
    return content.replace(b"\r\n ", b"") if file.suffix == ".ics" else content


def test_no_file_below_a_root_is_published_but_the_selected_ones(
    build_site: BuildSite, tmp_path: Path
) -> None:
    """The site generator would render and copy these itself."""
    secret = SECRET + f"\n{CANARY}\n"
    files: dict[str, str | bytes] = {
        "docs/history/INC-20260313-001.md": PUBLIC + "\n![graph](shown.png)\n",
        "docs/history/shown.png": b"\x89PNG",
        "docs/history/.hidden/INC-9.md": secret,
    }
    names = ("A.markdown", "_B.md", "README.md", "C.mkd", "D.mkdn", "E.mdown", "INC-8.md",
             "2025/README.md")  # fmt: skip
    files |= {f"docs/history/{name}": secret for name in names}
    assets = ("red.svg", "red.json", "red.html", "red.txt", "red.js", "red.png")
    files |= {f"docs/history/{name}": CANARY for name in assets}
    plugin: dict[str, object] = {"audience": "public", "path": "docs/history"}
    where = project(tmp_path / "p", files, plugin)
    (where / "docs/other").symlink_to("history")
    built = build_site(project=where, strict=False)
    assert built.code == 0, built.log
    assert holds(built.site, CANARY) == []
    assert "emptied the provider list" in built.page("history/INC-20260313-001/index.html")
    assert (built.site / "history/shown.png").is_file()
    assert sorted(p.name for p in (built.site / "history").iterdir()) == [
        "INC-20260313-001", "shown.png",
    ]  # fmt: skip
    assert "left out: docs/history/INC-8.md" in built.log
    assert "left out: a public site holds only those marked TLP:CLEAR" in built.log


@pytest.mark.parametrize("identifier", ["INC-20260310-001", "inc-20260310-001", "OLD-7"])
def test_what_is_written_about_a_hidden_postmortem_is_hidden_too(
    identifier: str, build_site: BuildSite, tmp_path: Path
) -> None:
    link = (
        f"related: [{{id: {identifier}, relation: recurrence_of, note: {CANARY},"
        f" date: 2026-03-10, url: 'https://int.example/{CANARY}'}}]"
    )
    files: dict[str, str | bytes] = {
        "postmortems/INC-20260313-001.md": PUBLIC.replace("tlp:", f"{link}\ntlp:"),
        "postmortems/INC-20260310-001.md": SECRET.replace("tlp:", "aliases: [OLD-7]\ntlp:").replace(
            "03-13", "03-10"
        ),
    }
    built = build_site(project=project(tmp_path / "p", files, {"audience": "public"}))
    assert built.code == 0, built.log
    for word in (CANARY, identifier, "2026-03-10"):
        assert holds(built.site, word) == []
    page = built.page("incidents/INC-20260313-001/index.html")
    assert "an incident that is not public" in page


@pytest.mark.parametrize("target", ["INC-20260310-001.md", "../incidents/INC-20260310-001/#x"])
def test_a_link_to_a_hidden_postmortem_stops_a_public_build(
    target: str, build_site: BuildSite, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "postmortems/INC-20260313-001.md": PUBLIC + f"\nSee `[a](b)` and [that night]({target}).\n",
        "postmortems/INC-20260310-001.md": SECRET.replace("03-13", "03-10"),
    }
    where = project(tmp_path / "p", files, {"audience": "public"})
    built = build_site(project=where, strict=False)
    assert built.code == 1
    assert "postmortems/INC-20260313-001.md:11:31: error PM307:" in built.log
    external = PUBLIC + "\nSee [this](https://status.example/INC-20260310-001).\n"
    (where / "postmortems/INC-20260313-001.md").write_text(external)
    assert build_site(project=where).code == 0


PEOPLE = f"""roles: {{incident_commander: {CANARY}, responders: [{CANARY}]}}
authors: [{CANARY}]
reviewers: [{CANARY}]
document_owner: {CANARY}
teams: [payments-core]
services: [checkout-api]
sign_off: [{{role: engineering_lead, name: {CANARY}, date: 2026-03-20, signed: true}}]
review: {{meeting: {{held_on: 2026-03-18, attendees: [{CANARY}, {{name: {CANARY}, role: Lead}}]}}}}
document_history: [{{version: "1.0", date: 2026-03-20, author: {CANARY}, changes: First}}]
timeline:
  - {{at: 2026-03-13 22:41, event: First alert, actor: checkout-api}}
  - {{at: 2026-03-13 22:50, event: Rolled back, actor: {CANARY}}}
action_items:
  - {{id: AI-001, title: One, owner: {CANARY}, team: checkout-team, due: 2026-12-01}}
  - {{id: AI-002, title: Two, owner: {CANARY}, due: 2026-12-01}}
  - {{id: AI-003, title: Three, owner: Payments-Core, due: 2026-12-01}}
"""


def test_a_public_site_shows_teams_and_no_persons(build_site: BuildSite, tmp_path: Path) -> None:
    text = PUBLIC.replace("tlp:", f"{PEOPLE}tlp:")
    files: dict[str, str | bytes] = {"postmortems/INC-20260313-001.md": text}
    internal = build_site(project=project(tmp_path / "internal", files))
    public = build_site(project=project(tmp_path / "public", files, {"audience": "public"}))
    assert internal.code == public.code == 0, internal.log + public.log
    page = "incidents/INC-20260313-001/index.html"
    assert internal.page(page).count(CANARY) >= 10
    assert holds(public.site, CANARY) == []
    for name in ("api/v1/actions.json", "data/actions.csv", "calendar/actions.ics"):
        assert b"checkout-team" in unfolded(public.site / "incidents" / name), name
        assert CANARY.encode() in unfolded(internal.site / "incidents" / name), name
    for word in ("checkout-api", "Rolled back", "Engineering lead", "2026-03-18"):
        assert word in public.page(page), word
    for owner in ("checkout-team", "Payments-Core", "No owner"):
        assert owner in public.page("incidents/actions/index.html"), owner


def test_check_says_how_many_are_left_out(run_cli: RunCli, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "postmortems/INC-20260313-001.md": PUBLIC,
        "postmortems/INC-20260310-001.md": SECRET.replace("03-13", "03-10"),
    }
    where = project(tmp_path / "p", files, {"audience": "public"})
    assert "1 postmortem left out of the public site" in run_cli("check", cwd=where).out
    clear = "postmortems/INC-20260313-001.md"
    assert "left out" not in run_cli("check", clear, cwd=where).out
    assert "left out" not in run_cli("check", "--format", "json", cwd=where).out
