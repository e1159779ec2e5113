"""Which policies hold for a postmortem, and how their clocks stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mkdocs_postmortems import contexts, policies, profiles
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.model import Postmortem
from mkdocs_postmortems.policies import Clock
from mkdocs_postmortems.settings import Settings, from_mapping
from tests.support import AS_OF, check, project

RESOLVED = "resolved_at: 2026-03-13 10:00\n"  # a Friday
ORIGIN = "postmortems.yml"


def made(folder: Path, front: str, profile: str = "learning", status: str = "final") -> Postmortem:
    """A postmortem of a profile that started on 12 March 2026."""
    head = f"title: T\nprofile: {profile}\nstatus: {status}\nstarted_at: 2026-03-12 10:00\n"
    checked = check(project(folder, {"INC-1.md": f"---\n{head}{front}---\nText.\n"}))
    (postmortem,) = checked.everything.postmortems
    return postmortem


def clock(
    postmortem: Postmortem, as_of: date = AS_OF, key: str = "complete", **raw: object
) -> Clock | None:
    """The clock of a policy; None where it does not hold."""
    profile = profiles.builtin()[postmortem.profile]
    found = policies.clocks(postmortem, profile, from_mapping(raw, ORIGIN), as_of)
    return next((c for c in found if c.policy.key == key), None)


def words(*arguments: object, **raw: object) -> str:
    """What a clock says."""
    found = clock(*arguments, **raw)  # type: ignore[arg-type]
    assert found is not None
    return f"{found.state}: {found.words}"


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("completed_on: 2026-03-20\n", "met: met on 2026-03-20"),
        ("completed_on: 2026-03-23\n",
         "late: 3 days late: done on 2026-03-23, was due 2026-03-20 (UTC)"),
        ("document_history: [{version: '1', date: 2026-03-16}, {version: '2', date: 2026-03-18}]\n",
         "met: met on 2026-03-18"),
        ("sign_off: [{role: author, date: 2026-03-17}]\n", "met: met on 2026-03-17"),
        ("completed_on: unknown\nsign_off: [{role: author, date: 2026-03-17}]\n",
         "unknown: done, day not known"),
        ("completed_on: 2026-02-30\nsign_off: [{role: author, date: 2026-03-17}]\n",
         "unknown: done, day not known"),
        ("", "unknown: done, day not known"),
    ],
)  # fmt: skip
def test_when_a_final_document_was_complete(front: str, said: str, tmp_path: Path) -> None:
    assert words(made(tmp_path, RESOLVED + front)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (16, "running: due 2026-03-20 (UTC), 4 days left"),
        (19, "running: due 2026-03-20 (UTC), 1 day left"),
        (20, "running: due 2026-03-20 (UTC), today is the last day"),
        (21, "late: 1 day late: not done, was due 2026-03-20 (UTC)"),
    ],
)
def test_a_document_that_is_not_complete(day: int, said: str, tmp_path: Path) -> None:
    for status in ("draft", "in_review"):
        draft = made(tmp_path, f"{RESOLVED}completed_on: 2026-03-16\n", status=status)
        assert words(draft, date(2026, 3, day)) == said


def test_without_a_resolution_nothing_is_counted(tmp_path: Path) -> None:
    assert words(made(tmp_path, "", status="draft")) == "unknown: resolution not known yet"
    assert words(made(tmp_path, "completed_on: 2026-03-20\n")) == "unknown: resolution not known"


@pytest.mark.parametrize(
    ("resolved", "due"),
    [
        ("2026-03-13 23:30", "2026-03-20"),  # Friday
        ("2026-03-14 00:30", "2026-03-20"),  # Saturday
        ("2026-03-15 12:00", "2026-03-20"),  # Sunday
        ("2026-03-14 00:30+01:00", "2026-03-20"),  # Friday in UTC
        ("2026-03-16 00:30+01:00", "2026-03-20"),  # Sunday in UTC
        ("2026-03-15 20:00-05:00", "2026-03-23"),  # Monday in UTC
        ("2026-03-16", "2026-03-23"),  # a day, as written
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland"])
def test_business_days_begin_after_the_resolution(
    resolved: str, due: str, zone: str, tmp_path: Path
) -> None:
    offset = "+" in resolved or "-05" in resolved
    timezone = f"timezone: {zone}\n" if offset or len(resolved) == 10 else ""
    found = clock(made(tmp_path, f"{timezone}resolved_at: {resolved}\n", status="draft"))
    assert found is not None
    assert str(found.due) == due


def test_holidays_are_no_business_days(tmp_path: Path) -> None:
    draft = made(tmp_path, RESOLVED, status="draft")
    for holidays in ([date(2026, 3, 17)], ["2026-03-17", "2026-03-14"]):
        found = clock(draft, holidays=holidays)
        assert found is not None
        assert found.due == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("completed_on: 2026-03-15\n", "met: met on 2026-03-15"),
        ("completed_on: 2026-03-16\n",
         "late: 1 day late: done on 2026-03-16, was due 2026-03-15 10:00 UTC"),
    ],
)  # fmt: skip
def test_hours_end_with_their_day(front: str, said: str, tmp_path: Path) -> None:
    assert words(made(tmp_path, RESOLVED + front, "safety")) == said


def test_the_resolution_may_be_an_event(tmp_path: Path) -> None:
    event = 'timeline: [{at: 2026-03-13 10:00, kind: resolved, event: "Done"}]\n'
    found = clock(made(tmp_path, event, "safety", "draft"))
    assert found is not None
    assert found.deadline == "2026-03-15 10:00 UTC"


# --- what a site changes -------------------------------------------------------------------------


def test_another_window(tmp_path: Path) -> None:
    draft = made(tmp_path, RESOLVED, status="draft")
    found = clock(draft, policies={"learning": {"complete": {"within": "2 weeks"}}})
    assert found is not None
    assert found.due == date(2026, 3, 27)
    assert found.policy.sentence == "Complete within 2 weeks of the resolution."


@pytest.mark.parametrize(
    "raw",
    [
        {"learning": {"complete": "ignore"}},
        {"learning": {"all": "ignore"}},
        {"effective_from": date(2026, 3, 13)},
        {"learning": {"complete": {"effective_from": "2026-03-13"}}},
        {"learning": {"all": {"effective_from": date(2026, 3, 13)}}},
    ],
)
def test_a_policy_that_does_not_hold(raw: dict[str, object], tmp_path: Path) -> None:
    assert clock(made(tmp_path, RESOLVED), policies=raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        {"effective_from": date(2026, 3, 12)},
        {
            "effective_from": date(2027, 1, 1),
            "learning": {"complete": {"effective_from": "2026-01-01"}},
        },
        {"safety": {"all": "ignore"}},
    ],
)  # fmt: skip
def test_the_day_of_the_incident_decides(raw: dict[str, object], tmp_path: Path) -> None:
    assert clock(made(tmp_path, RESOLVED), policies=raw) is not None


def test_an_incident_without_a_day_is_not_convicted(tmp_path: Path) -> None:
    text = "---\ntitle: T\nprofile: learning\n---\nText.\n"
    (old,) = check(project(tmp_path, {"INC-1.md": text})).everything.postmortems
    assert clock(old) is not None
    assert clock(old, policies={"effective_from": date(2020, 1, 1)}) is None


@pytest.mark.parametrize("status", ["withdrawn", "superseded"])
def test_what_no_longer_counts_has_no_clock(status: str, tmp_path: Path) -> None:
    assert clock(made(tmp_path, RESOLVED, status=status)) is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"safty": {"complete": "ignore"}}, 'no profile "safty". Did you mean "safety"?'),
        ({"safety": {"complet": "ignore"}}, 'has no policy "complet". Did you mean "complete"?'),
        ({"service": {"complete": "ignore"}}, "Allowed: none."),
        ({"safety": {"sign_off": {"within": "7 days"}}}, "sign_off has no window"),
    ],
)
def test_names_that_do_not_exist(raw: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        contexts.make_context(Path(), from_mapping({"policies": raw}, ORIGIN), AS_OF)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("holidays", "2026-12-25", "must be a list of days"),
        ("holidays", ["25 December"], "must be a day such as"),
        ("holidays", [5], "must be a day such as"),
        ("policies", ["complete"], "must be a mapping"),
        ("policies", {"safety": "ignore"}, "must be a mapping"),
        ("policies", {"safety": {"complete": False}}, "must be ignore, or a mapping"),
        ("policies", {"safety": {"complete": {"witin": "7 days"}}}, 'Did you mean "within"?'),
        ("policies", {"safety": {"complete": {"within": "7 dayz"}}}, "must be a length such as"),
        ("policies", {"safety": {"complete": {"within": 7}}}, "must be a length such as"),
        ("policies", {"safety": {"all": {"within": "7 days"}}}, "change each by its own key"),
        ("policies", {"effective_from": "soon"}, "must be a day such as"),
    ],
)
def test_settings_that_are_not_ours(key: str, value: object, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_mapping({key: value}, ORIGIN)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{ORIGIN}: {key}")


# --- signatures, horizons, severity --------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "roles"),
    [("SEV0", 4), ("SEV1", 4), ("SEV2", 3), ("SEV3", 3), ("unknown", 3)],
)
def test_who_signs_depends_on_the_severity(severity: str, roles: int, tmp_path: Path) -> None:
    postmortem = made(tmp_path, f"severity: {severity}\n", "safety")
    (policy,) = policies.in_force(postmortem, profiles.builtin()["safety"], Settings(), "sign_off")
    assert len(policies.missing_signatures(postmortem, policy)) == roles
    assert ("management" in policies.signers(postmortem, policy)) is (roles == 4)


def test_an_action_is_due_by_its_horizon(tmp_path: Path) -> None:
    rows = "".join(
        f'  - {{title: "{number}", owner: a, horizon: {horizon}{due}}}\n'
        for number, (horizon, due) in enumerate(
            [("immediate", ""), ("short_term", ""), ("long_term", ""),
             ("immediate", ", due: unknown"), ("immediate", ", due: 2026-03-14"), ("unknown", "")]
        )
    )  # fmt: skip
    actions = made(tmp_path, f"{RESOLVED}action_items:\n{rows}", "safety").actions
    found = [(str(a.due) if a.due else None, a.due_derived) for a in actions]
    assert found == [
        ("2026-03-14", True), ("2026-03-20", True), ("2026-06-13", True),
        (None, False), ("2026-03-14", False), (None, False),
    ]  # fmt: skip
    assert actions[0].overdue(date(2026, 3, 15))
    without = made(tmp_path, f"action_items:\n{rows}", "safety").actions
    assert [a.due_derived for a in without] == [False] * 6


def test_an_immediate_action_needs_no_due_day(tmp_path: Path) -> None:
    def gaps(front: str, profile: str) -> list[str]:
        text = f"---\ntitle: T\nprofile: {profile}\nstatus: final\n{front}---\nText.\n"
        found = check(project(tmp_path, {"INC-1.md": text})).diagnostics
        return [d.message for d in found if "of action" in d.message]

    rows = "action_items:\n" + "".join(
        f'  - {{id: A-{number}, title: "Do it", owner: a, horizon: {horizon}}}\n'
        for number, horizon in enumerate(("immediate", "short_term"), 1)
    )
    second = "`due` of action A-2 is missing for status final"
    first = second.replace("A-2", "A-1")
    assert gaps(RESOLVED + rows, "safety") == [second]
    assert gaps(rows, "safety") == [first, second]
    assert gaps(RESOLVED + rows, "executive") == [first, second]


def test_every_policy_of_every_profile_is_sound() -> None:
    for profile in profiles.builtin().values():
        keys = [policy.key for policy in profile.policies]
        assert len(set(keys)) == len(keys)
        for policy in profile.policies:
            assert policy.sentence.endswith(".")
            assert "{" not in policy.sentence
            assert ("{window}" in policy.title) is (policy.window is not None)
            assert (policy.window is not None) is (
                policy.kind in ("complete", "meeting", "horizon")
            )
