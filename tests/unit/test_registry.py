"""The registry: how it is read, what is refused, and what commands and pages make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import naming, registry_file
from mkdocs_postmortems.diagnostics import Level
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.registry import Entry, Registry, Section
from mkdocs_postmortems.settings import Settings
from tests.conftest import RunCli
from tests.support import check, document, project

REGISTRY = """services:
  checkout-api: {title: Checkout, team: payments-core, url: "https://a.example/checkout"}
  search:
teams: [payments-core, search-core]
people:
  dana.okafor: {title: Dana Okafor, team: payments-core}
  d.okafor: {title: Dana Okafor, team: search-core}
  ines.varga: {title: Ines Varga}
tags: [configuration]
root_cause_categories:
  expired_certificate: {title: Expired certificate}
"""


def load(folder: Path, text: str | bytes = REGISTRY) -> Registry:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "registry.yml").write_bytes(content)
    return registry_file.load(folder, "registry.yml")


def test_a_registry(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert found.services.entries["search"] == Entry("search")
    assert found.services.team("checkout-api") == "payments-core"
    assert list(found.teams.entries) == ["payments-core", "search-core"]
    assert found.people.shown["ines.varga"] == "Ines Varga"
    assert found.people.shown["d.okafor"] == "Dana Okafor (d.okafor)"
    assert found
    assert not Registry()
    assert not registry_file.load(tmp_path, "")


@pytest.mark.parametrize("text", ["services: {a: }\n", "services:\ntags: []\n", "tags: ['1.10']\n"])
def test_short_forms(text: str, tmp_path: Path) -> None:
    load(tmp_path, text)


def test_the_nearest_name() -> None:
    section = Section({"checkout-api": Entry("checkout-api", title="Till"), "x": Entry("x")})
    assert section.nearest("Checkout_API") == "checkout-api"
    assert section.nearest("till") == "checkout-api"
    assert section.nearest("zzz") is None


BAD: dict[str, tuple[str | bytes, str]] = {
    "no mapping": ("- a\n", "registry.yml: a registry holds sections: services, teams"),
    "unknown section": ("tags: [a]\nservces: [a]\n", "registry.yml:2: servces: unknown section"),
    "allowed sections": ("x: [a]\n", "allowed: services, teams, people, tags, root_cause_categor"),
    "nearest section": ("servces: [a]\n", 'did you mean "services"?'),
    "text": ("services: checkout\n", "registry.yml:1: services: must be a list of names"),
    "a group in a list": ("teams:\n  - a\n  - {b: c}\n", "registry.yml:3: teams: a list holds"),
    "twice in a list": ("teams:\n  - a\n  - a\n", "registry.yml:3: teams: the name stands twice"),
    "twice in a mapping": ("teams:\n  a:\n  A:\n", "registry.yml:3: the key stands twice"),
    "an entry of text": ("services:\n  a: b\n", "registry.yml:2: services.a: a name has keys"),
    "unknown key": ("services:\n  a:\n    tem: b\n", "registry.yml:3: services.a.tem: unknown key"),
    "nearest key": ("services:\n  a: {titel: b}\n", 'did you mean "title"?'),
    "a list for a title": ("services:\n  a: {title: [b]}\n", "title must be one line of text"),
    "two lines": ('services:\n  a: {title: "b\\nc"}\n', "title must be one line of text"),
    "a script": ("services:\n  a: {url: 'javascript:x'}\n", "registry.yml:2: services.a.url: url"),
    "a password": ("services:\n  a: {url: 'https://u:p@x/'}\n", "no password"),
    "unknown team": ("teams: [b]\nservices:\n  a: {team: c}\n", "registry.yml:3: services.a.team:"),
    "an empty name": ("tags: ['']\n", "registry.yml:1: tags: a name is one line"),
    "a name with a control": ('tags: ["a\\tb"]\n', "a name is one line"),
    "an alias": ("a: &x b\nc: *x\n", "registry.yml:1: YAML anchors are not read"),
    "broken": ("services: [a\n", "registry.yml:"),
    "not UTF-8": (b"tags: [caf\xe9]\n", "registry.yml is not UTF-8 text"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_registry_is_one_line(name: str, run_cli: RunCli, tmp_path: Path) -> None:
    text, said = BAD[name]
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert said in str(caught.value)
    project(tmp_path, {"INC-1.md": document()})
    (tmp_path / "postmortems.yml").write_text("registry: registry.yml\n")
    result = run_cli("check")
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert said in result.err


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nothing.yml", "there is no file nothing.yml"),
        ("../up.yml", "lies outside the project folder"),
        ("/etc/hostname", "lies outside the project folder"),
        ("link.yml", "lies outside the project folder"),
        ("postmortems", "there is no file postmortems"),
    ],
)
def test_where_a_registry_may_lie(path: str, said: str, tmp_path: Path) -> None:
    where = project(tmp_path / "p", {"INC-1.md": document()})
    (tmp_path / "up.yml").write_text("tags: [a]\n")
    (where / "link.yml").symlink_to(tmp_path / "up.yml")
    with pytest.raises(UsageError, match=said):
        check(where, Settings(registry=path))


# --- what it changes -----------------------------------------------------------------------------


def _checked(folder: Path, extra: str, **changes: str) -> list[tuple[str, Level]]:
    (folder / "registry.yml").write_text(REGISTRY)
    text = document(extra)
    found = check(project(folder, {"INC-1.md": text}), Settings(registry="registry.yml", **changes))  # type: ignore[arg-type]
    return [(d.code, d.level) for d in found.diagnostics]


def test_its_categories_are_choices(tmp_path: Path) -> None:
    assert _checked(tmp_path, "root_cause: {category: expired_certificate}\n") == []
    assert _checked(tmp_path, "root_cause: {category: expired}\n") == [("PM103", Level.ERROR)]
    text = document("root_cause: {category: expired_certificate}\n")
    without = check(project(tmp_path / "b", {"INC-1.md": text})).diagnostics
    assert [d.code for d in without] == ["PM103"]


def test_an_unknown_name_is_a_warning(tmp_path: Path) -> None:
    extra = "services: [serch]\nteams: [x]\nauthors: [y]\ntags: [z]\n"
    found = _checked(tmp_path, extra)
    assert found == [(f"PM23{n}", Level.WARNING) for n in (1, 2, 3, 4)]


def test_an_empty_section_knows_nothing(tmp_path: Path) -> None:
    (tmp_path / "registry.yml").write_text("services:\ntags: []\n")
    text = document("services: [a]\nteams: [b]\nauthors: [c]\ntags: [d]\n")
    found = check(project(tmp_path, {"INC-1.md": text}), Settings(registry="registry.yml"))
    assert found.diagnostics == ()


ROW = '  - {id: AI-001, title: "Alert", owner: %s}\n'


def test_titles_and_teams_on_pages(tmp_path: Path) -> None:
    registry = load(tmp_path)
    extra = (
        "services: [checkout-api, {name: search, impact: Slow}]\ntags: [configuration]\n"
        "roles: {incident_commander: dana.okafor, responders: [ines.varga, guest]}\n"
        "root_cause: {category: expired_certificate}\n"
        "action_items:\n" + ROW % "d.okafor"
    )
    (postmortem,) = check(project(tmp_path, {"INC-1.md": document(extra)})).catalog.postmortems
    shown = naming.titled(naming.completed(postmortem, registry), registry)
    assert [s.name for s in shown.services] == ["Checkout", "search"]
    assert shown.record["services"] == ["Checkout", {"name": "search", "impact": "Slow"}]
    assert shown.record["roles"] == {
        "incident_commander": "Dana Okafor (dana.okafor)", "responders": ["Ines Varga", "guest"],
    }  # fmt: skip
    assert shown.teams == ("payments-core",)
    assert (shown.actions[0].owner, shown.actions[0].team) == (
        "Dana Okafor (d.okafor)", "search-core",
    )  # fmt: skip
    assert postmortem.services[0].name == "checkout-api"


def test_a_public_site_shows_the_team_of_a_person(tmp_path: Path) -> None:
    load(tmp_path)
    extra = "tlp: CLEAR\naction_items:\n" + "".join(
        f'  - {{id: A{n}, title: "Alert", owner: {owner}}}\n'
        for n, owner in enumerate(("dana.okafor", "ines.varga", "search-core", "guest"))
    )
    where = project(tmp_path, {"INC-1.md": document(extra)})
    found = check(where, Settings(registry="registry.yml", audience="public"))
    owners = [a.owner for a in found.catalog.postmortems[0].actions]
    assert owners == ["payments-core", None, "search-core", None]


def test_a_person_is_never_a_team(tmp_path: Path) -> None:
    load(tmp_path)
    extra = "tlp: CLEAR\nteams: [dana.okafor]\naction_items:\n" + ROW % "dana.okafor"
    where = project(tmp_path, {"INC-1.md": document(extra)})
    found = check(where, Settings(registry="registry.yml", audience="public"))
    assert found.catalog.postmortems[0].actions[0].owner == "payments-core"


# --- commands ------------------------------------------------------------------------------------


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    load(tmp_path)
    (tmp_path / "postmortems.yml").write_text("registry: registry.yml\n")
    return project(tmp_path, {"INC-20260313-001.md": document("services: [checkout-api]\n")})


def test_list_knows_the_services(configured: Path, run_cli: RunCli) -> None:
    assert "1 of 1" in run_cli("list", "--service", "Checkout").out
    assert "0 of 1" in run_cli("list", "--service", "search").out
    wrong = run_cli("list", "--service", "serch")
    assert wrong.code == 2
    assert 'Did you mean "search"?' in wrong.err


def test_new_knows_the_services(configured: Path, run_cli: RunCli) -> None:
    words = ("new", "T", "--severity", "SEV-2", "--started", "2026-03-13 22:41", "--service")
    wrong = run_cli(*words, "chekout-api")
    assert wrong.code == 2
    assert 'Did you mean "checkout-api"?' in wrong.err
    assert run_cli(*words, "checkout", "--service", "search").code == 0
    text = (configured / "postmortems/2026/INC-20260313-002.md").read_text()
    assert "\nservices: [checkout-api, search]\n" in text
    assert "# services:" not in text


def test_new_takes_any_service_without_a_registry(run_cli: RunCli, tmp_path: Path) -> None:
    words = ("new", "T", "--severity", "SEV-2", "--started", "2026-03-13 22:41")
    assert run_cli(*words, "--service", "a: b, c").code == 0
    text = next(tmp_path.rglob("*.md")).read_text()
    assert 'services: ["a: b, c"]\n' in text
    assert run_cli("check", "--strict").code == 0
