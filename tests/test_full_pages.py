"""A postmortem of each profile, filled to its last field, passes the check and stands on its page.

The fixtures are `tests/profiles/<profile>/full.md`; `condensed/everything.md` holds every field
that no template asks for, so that a new field of the record fails here until a fixture has it.
`UPDATE_GOLDEN=1` writes `tests/golden/profiles/` anew; look at the difference before you commit it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import build, completeness, profiles, schemas
from mkdocs_postmortems.build import Checked
from mkdocs_postmortems.diagnostics import Level
from mkdocs_postmortems.model import Postmortem
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.specs import FieldSpec
from tests.page_support import DAY, GOLDEN, hold_to_golden, leaves, not_shown, shown

FIXTURES = Path(__file__).parent / "profiles"
NAMES = sorted(profiles.builtin())
PAGES = [*(f"{name}/full" for name in NAMES), "condensed/everything"]

_MARKS = re.compile(r"[*_`|]|^\s*(?:#+|[-+]|\d+\.)\s", re.M)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """All fixtures as one archive, as they refer to each other."""
    folder = tmp_path_factory.mktemp("full")
    pictures = [path for page in PAGES for path in (FIXTURES / page).parent.glob("*.png")]
    for source in [*(FIXTURES / f"{page}.md" for page in PAGES), *pictures]:
        target = folder / "postmortems" / source.relative_to(FIXTURES)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return build.check(folder, Settings(), DAY)


def of(checked: Checked, page: str) -> Postmortem:
    """The postmortem of a fixture."""
    return next(p for p in checked.catalog.postmortems if p.path == f"postmortems/{page}.md")


def test_the_check_finds_nothing(checked: Checked) -> None:
    assert {p.status for p in checked.catalog.postmortems} == {"final"}
    assert [d for d in checked.diagnostics if d.level is not Level.INFO] == []


def paths(schema: Any, path: str = "") -> Iterator[str]:
    """Every property of a schema by its dotted path; rows of a list have the path of the list."""
    for branch in (schema, *schema.get("anyOf", ())):
        for key, child in branch.get("properties", {}).items():
            here = f"{path}.{key}" if path else key
            yield here
            yield from paths(child, here)
        if "items" in branch:
            yield from paths(branch["items"], path)


def written(node: Any, path: str = "") -> Iterator[str]:
    """Every property of a record by its dotted path."""
    for key, value in node.items() if isinstance(node, dict) else ():
        here = f"{path}.{key}" if path else key
        yield here
        yield from written(value, here)
    for value in node if isinstance(node, list) else ():
        yield from written(value, path)


def test_every_property_of_the_record_is_in_a_fixture(checked: Checked) -> None:
    there = {path for p in checked.catalog.postmortems for path in written(p.record)}
    assert sorted(set(paths(schemas.load_record().schema)) - there) == []


def filled(postmortem: Postmortem, field: FieldSpec) -> bool:
    """Whether a fixture says something for a field of a template."""
    if field.path.startswith("metrics."):
        return postmortem.metrics[field.path.removeprefix("metrics.")].seconds is not None
    if field.path == "duration":
        return postmortem.metrics["ttr"].seconds is not None
    # A box that is not ticked is an answer too.
    return completeness.has(postmortem, field.path if field.box else field.place)


@pytest.mark.parametrize("name", NAMES)
def test_the_fixture_of_a_profile_fills_every_field(name: str, checked: Checked) -> None:
    postmortem = of(checked, f"{name}/full")
    fields = [field for spec in profiles.builtin()[name].sections for field in spec.fields]
    assert [field.place for field in fields if not filled(postmortem, field)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_fixture_of_a_profile_fills_every_section(name: str, checked: Checked) -> None:
    postmortem = of(checked, f"{name}/full")
    specs = [spec for spec in profiles.builtin()[name].sections if spec.heading]
    empty = [
        spec.key for spec in specs
        if not completeness.filled(postmortem, spec.key)
        and not spec.legend
        and not (spec.prose and completeness.has(postmortem, spec.prose))
        and not any(filled(postmortem, field) for field in spec.fields)
    ]  # fmt: skip
    assert empty == []
    html, _ = shown(checked, postmortem)
    headings = [line.partition(" ")[::2] for line in html.split("\n") if line.startswith("##")]
    wanted = [("#" * spec.level, spec.heading) for spec in specs]
    assert [h for h in headings if h in wanted] == wanted


@pytest.mark.parametrize("page", PAGES)
def test_every_value_of_the_front_matter_is_on_the_page(page: str, checked: Checked) -> None:
    postmortem = of(checked, page)
    profile = profiles.builtin()[postmortem.profile]
    hidden = {r.id for r in postmortem.relations if r.relation == "not_related"}
    values = [
        (path, value)
        for path, value in leaves(postmortem.record)
        if not (path.startswith("related") and hidden and _is_veto(postmortem, value))
    ]
    assert not_shown(values, *shown(checked, postmortem), profile) == []


def _is_veto(postmortem: Postmortem, value: Any) -> bool:
    """A veto is about computed likeness: it says nothing to a reader."""
    return any(
        value in (r.id, r.relation, r.note)
        for r in postmortem.relations
        if r.relation == "not_related"
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_line_of_the_body_is_on_the_page(page: str, checked: Checked) -> None:
    postmortem = of(checked, page)
    html, text = shown(checked, postmortem)
    said = {event.event for event in postmortem.timeline if event.line is not None}
    for line in postmortem.body.splitlines():
        event = line.partition(" - ")[2]
        bare = " ".join(_MARKS.sub("", line).split())
        ours = " ".join(_MARKS.sub("", text).split())
        assert (event in said and event in text) or bare in ours or line in html, line


@pytest.mark.parametrize("page", PAGES)
def test_golden_pages(page: str, checked: Checked) -> None:
    html, _ = shown(checked, of(checked, page))
    name = page.removesuffix("/full").replace("/", "-")
    hold_to_golden(html, GOLDEN / "profiles" / f"{name}.html")


SAID = {
    "executive/full": (
        "☑ Users could not access the service ☐ Users experienced degraded performance",
        "☐ In-app banner displayed: Not possible while seat changes were switched off (not done)",
        "☐ Support ticket responses",
        "☑ Third-party dependency ☐ Capacity/scaling issue Nothing counts the rows",
        "☑ Other: A driver asked the control room",
        "Time to detect <5 min 8 min +3 min over",
        "Alert accuracy No false positives 2 false positives +2 over",
        "Share of alerts with a runbook 100 % 86 % -14 %",
        "✕Will not do Won't do, with the reason below the action",
        "☐ Architecture docs: Clocks and their readers – Draw the test system (not done yet)",
        "☐ Conductors' handbook: Travellers without a seat – What to say when maps are empty",
        "2026-06-18 00:12 UTC Chat #incidents Initial report: seat maps are empty",
        "ruth.nakamura – Author",
        "4 sign-offs, 3 signed, 1 not signed yet",
        "CTO/CAIO pia.vestergaard signed 2026-06-25",
        "Operations manager oskar.lund not signed yet",
    ),
    "learning/full": (
        "39 min (counted from the milestone engaged)",
        "1.1 2026-05-16 pavel.brandt Result of the meeting; response gaps added",
        "breached by 36 minutes (Refunds within an hour",
    ),
    "safety/full": (
        "☑ Safeguard gap ☐ Configuration error",
        "REG_INC_207_001 A question spread over four messages is recognised unit",
        "EVAL_GATES_DIRECT Asks in one message only Derive variants",
        "Known before as INC_198",
    ),
    "security/full": (
        "☑ Existing runbook to update: Answer a finder ☐ No runbook changes needed",
        "Incident log the same as above",
        "Other links Documentation: How keys are made",
        "Users affected unknown (Passes were read",
    ),
    "condensed/everything": (
        "Impact · Users Conversations affected 6",
        "Acknowledged 2025-04-02 17:12 UTC (19:12 Europe/Copenhagen)",
        "Management pia.vestergaard not known whether signed, day unknown",
        "Weather Snow",
    ),
}


@pytest.mark.parametrize("page", SAID)
def test_what_a_page_says(page: str, checked: Checked) -> None:
    _, text = shown(checked, of(checked, page))
    tight = "".join(text.split())  # labels and values stand beside each other, without a space
    for words in SAID[page]:
        assert "".join(words.split()) in tight, words


def test_the_incident_log_is_written_out_once(checked: Checked) -> None:
    html, text = shown(checked, of(checked, "security/full"))
    url = "https://logs.alderway.example/incidents/2026-07-02"
    assert text.count(url) == 1
    assert html.count(f'href="{url}"') == 3  # metadata, timeline, links
    assert "False positives" not in shown(checked, of(checked, "executive/full"))[1]
