"""From a read file to a postmortem: what is kept, what is left out, and that nothing raises."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems import build, completeness, profiles
from mkdocs_postmortems.model import Postmortem
from mkdocs_postmortems.settings import Settings
from tests.support import AS_OF, HEAD, NAME, SUMMARY, TESTS, check, document, errors, project


def loaded(
    folder: Path, text: str, name: str = NAME, settings: Settings | None = None
) -> Postmortem:
    """The one postmortem of a project."""
    (postmortem,) = check(project(folder, {name: text}), settings).everything.postmortems
    return postmortem


def test_the_smallest_valid_draft(tmp_path: Path) -> None:
    """Four keys and a paragraph: id, profile and time zone come from elsewhere."""
    text = (
        '---\ntitle: "Checkout returned errors for 82 minutes"\nseverity: SEV-2\nstatus: draft\n'
        "started_at: 2026-03-13 22:41\n---\n## Executive summary\nA configuration rollout emptied "
        "the provider list; card payments failed until it was rolled back.\n"
    )
    found = check(project(tmp_path, {NAME: text}))
    assert [(d.code, d.level.value) for d in found.diagnostics] == [("PM205", "info")]
    (postmortem,) = found.everything.postmortems
    assert postmortem.id == "INC-20260313-001"
    assert (postmortem.profile, postmortem.timezone) == ("service", "UTC")
    assert postmortem.rank == 2
    assert postmortem.summary.startswith("A configuration rollout emptied")
    assert f"{postmortem.started:%Y-%m-%d %H:%M}" == "2026-03-13 22:41"


def test_the_final_example(tmp_path: Path) -> None:
    """The example of the manual: final, without a finding, with its metrics."""
    text = (TESTS / "rules/PM205/clean-final-1.md").read_text("utf-8")
    text = text.replace('event: "Error rate', 'event: "The error rate')
    postmortem = loaded(tmp_path, text)
    assert postmortem.metrics["ttr"].seconds == 82 * 60
    assert not postmortem.metrics["ttr"].stated
    assert [service.name for service in postmortem.services] == ["checkout-api"]
    assert [(a.id, a.owner, a.anchor) for a in postmortem.actions] == [
        ("AI-001", "payments-core", "action-AI-001")
    ]
    passages = {p.path: p.text for p in postmortem.passages}
    assert passages["resolution.immediate_mitigation"] == "The configuration was rolled back."
    assert passages["root_cause.statement"] == "The rollout tool accepted an empty provider list."


def test_what_is_invalid_is_left_out_and_the_rest_is_judged(tmp_path: Path) -> None:
    text = document(
        "detected_at: soon\nmitigated_at: 2026-03-13 21:00\ntags: [a, [b], c]\n"
        "action_items:\n  - 7\n  - {title: [a]}\n  - {title: Check it, status: odd}\n"
    )
    found = check(project(tmp_path, {NAME: text}))
    assert errors(found.diagnostics) == ["PM102", "PM102", "PM102", "PM103", "PM104", "PM201"]
    (postmortem,) = found.everything.postmortems
    assert postmortem.tags == ("a", "c")
    assert [(a.index, a.title, a.status) for a in postmortem.actions] == [(2, "Check it", "open")]
    assert "detected_at" not in postmortem.record


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("INC-20260313-001.md", "INC-20260313-001"),
        ("INC-20260313-001 checkout.md", "INC-20260313-001"),
        ("INC-20260313-001-checkout.md", "INC-20260313-001"),
        ("INC-20260313-001/index.md", "INC-20260313-001"),
        ("INC-20260313-0012.md", "INC-20260313-0012"),
        ("Ausfall Käse (2).md", "Ausfall-Kase-2"),
        ("a__b--1.MD", "a-b-1"),
        ("deep/er/2026-03-13.md", "2026-03-13"),
    ],
)
def test_ids_from_names(name: str, identity: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, document(), name).id == identity


def test_id_pattern_narrows(tmp_path: Path) -> None:
    text = document("id: OUT-1\n")
    found = check(project(tmp_path, {NAME: text}), Settings(id_pattern="INC-[0-9]+-[0-9]+"))
    assert [(d.code, d.position.line, d.allowed) for d in found.diagnostics] == [
        ("PM107", 6, ("INC-[0-9]+-[0-9]+",))
    ]


def test_a_scale_of_the_configuration(tmp_path: Path) -> None:
    scale = Settings(severity_scale={"P1": 1, "P2": 3})
    assert loaded(tmp_path / "a", document().replace("SEV-2", "P2"), settings=scale).rank == 3
    found = check(project(tmp_path / "b", {NAME: document()}), scale)
    assert found.diagnostics[0].allowed == ("P1", "P2")


@pytest.mark.parametrize("key", ["id", "profile", "severity", "timezone"])
def test_what_is_quoted_is_short(key: str, tmp_path: Path) -> None:
    text = document(f"{key}: {'a' * 900}\n", head=HEAD.replace("severity: SEV-2\n", ""))
    found = [d for d in check(project(tmp_path, {NAME: text})).diagnostics if d.code != "PM205"]
    assert [len(d.found or "") for d in found] == [80]


def test_an_unusable_name_is_quoted_shortly(tmp_path: Path) -> None:
    options = Settings(id_pattern="X-[0-9]+")
    found = check(project(tmp_path, {f"INC-{'1' * 60}.md": document()}), options).diagnostics
    assert [d.code for d in found] == ["PM107"]


def test_an_invalid_value_is_not_missing(tmp_path: Path) -> None:
    text = document().replace("SEV-2", "SEV2").replace("started_at: 2026", "startd_at: 2026")
    found = check(project(tmp_path, {NAME: text}))
    assert errors(found.diagnostics) == ["PM101", "PM103"]
    (postmortem,) = found.everything.postmortems
    assert postmortem.invalid_at("severity")
    assert postmortem.invalid_at("started_at")
    assert not postmortem.invalid_at("title")


def test_extra_keys(tmp_path: Path) -> None:
    text = document("cost_centre: 4711\n")
    assert errors(check(project(tmp_path, {NAME: text})).diagnostics) == ["PM101"]
    allowed = check(project(tmp_path, {NAME: text}), Settings(extra_keys=("cost_centre",)))
    assert allowed.diagnostics == ()


def test_zone_of_the_file_and_of_the_configuration(tmp_path: Path) -> None:
    tokyo = Settings(timezone="Asia/Tokyo")
    text = document(f"{'resolved_at'}: 2026-03-13T23:41:00+01:00\n")
    one = loaded(tmp_path / "a", text, settings=tokyo)
    assert f"{one.milestones['started'].utc:%H:%M}" == "13:41"
    assert f"{one.milestones['resolved'].utc:%H:%M}" == "22:41"
    text = document("timezone: Europe/Copenhagen\n")
    two = loaded(tmp_path / "b", text, settings=tokyo)
    assert f"{two.milestones['started'].utc:%H:%M}" == "21:41"


def test_unknown_is_an_answer_for_the_zone_too(tmp_path: Path) -> None:
    assert check(project(tmp_path, {NAME: document("timezone: unknown\n")})).diagnostics == ()


def test_a_timeline_of_the_body(tmp_path: Path) -> None:
    text = (
        "---\nprofile: condensed\ntitle: Slots\nseverity: High\nstarted_at: 2026-05-06 23:32\n---\n"
        "## Timeline\n\n- 23:32 - The site stops answering\n- 00:05 – Back again\n"
    )
    postmortem = loaded(tmp_path, text, "INC-0001.md")
    assert [(e.line, e.event) for e in postmortem.timeline] == [
        (9, "The site stops answering"), (10, "Back again"),
    ]  # fmt: skip
    assert [f"{e.at.utc:%d %H:%M}" for e in postmortem.timeline if e.at] == ["06 23:32", "07 00:05"]


def test_a_timeline_in_both_places_is_a_finding(tmp_path: Path) -> None:
    text = (
        "---\nprofile: condensed\ntitle: Slots\nseverity: High\nstatus: in_review\n"
        "started_at: 2026-05-06 23:32\ntimeline: [{at: 23:32, event: a}]\n---\n"
        "## Summary\n\nText.\n\n## Timeline\n\n- 23:32 - a\n- 00:05 - b\n"
    )
    assert check(project(tmp_path, {"INC-0001.md": text})).diagnostics != ()


def test_timeline_bullets_of_another_profile_are_found(tmp_path: Path) -> None:
    text = document(body=f"{SUMMARY}\n## Timeline\n\n- 22:41 - Alert\n- 22:50 - Rolled back\n")
    found = check(project(tmp_path, {NAME: text})).diagnostics
    assert [d.code for d in found] == ["PM209"]


def test_an_old_file(tmp_path: Path) -> None:
    text = "# Outage of the *shop*\n\n![graph](a.png)\n\nThe shop was down.\n"
    postmortem = loaded(tmp_path, text, "2019-04-02 outage.md")
    assert not postmortem.structured
    assert postmortem.id == "2019-04-02-outage"
    assert postmortem.day is not None
    assert postmortem.day.isoformat() == "2019-04-02"
    assert postmortem.summary == "The shop was down."


# --- what is left before final -------------------------------------------------------------------


@pytest.mark.parametrize("profile", profiles.builtin())
def test_gaps_name_every_requirement(profile: str, tmp_path: Path) -> None:
    spec = profiles.builtin()[profile]
    postmortem = loaded(tmp_path, f"---\nprofile: {profile}\n---\n", "INC-1.md")
    left = completeness.gaps(postmortem, spec, "final")
    required = spec.required["final"]
    assert len(left) == len(required.fields) + len(required.sections)
    assert all(gap.fix for gap in left)


@pytest.mark.parametrize(
    "text", ["- ", "-\n-\n", "<!-- What should we keep doing? -->", "**Label:**", "- **Label:**"]
)
def test_a_section_with_nothing_in_it_is_empty(text: str, tmp_path: Path) -> None:
    base = (TESTS / "rules/PM205/clean-final-1.md").read_text("utf-8")
    broken = base.replace("- The alert named the service.", text)
    assert broken != base
    assert errors(check(project(tmp_path, {NAME: broken})).diagnostics) == ["PM205"]


# --- whatever an author does ---------------------------------------------------------------------

VALID = [
    (TESTS / "rules/PM205/clean-final-1.md").read_text("utf-8"),
    (TESTS / "rules/PM216/clean-one-place-1.md").read_text("utf-8"),
    (TESTS / "rules/PM211/clean-code-and-allowed-1.md").read_text("utf-8"),
    document("related: [{id: INC-9, relation: related}]\n", head=HEAD),
]
INSERTED = st.sampled_from(
    ["\n", " ", "  ", "- ", ": ", "[", "]", "{", "}", '"', "'", "#", "---\n", "|", "> ", "&a ",
     "*a", "x: ", "unknown", "\t", "```\n", "<!--", "-->", "9999-12-31", "22:99", "\u202e", "\x00",
     "é", "title: a\n", "<script>", "null", "~", "*", "**", "% ", "timeline:\n", "- {at: 22:41}\n"]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid file after a few careless edits."""
    text = draw(st.sampled_from(VALID))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            text = text[:at] + draw(INSERTED) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + draw(st.integers(1, 30)) :]
        elif kind == 2:
            lines = text.split("\n")
            line = draw(st.integers(0, len(lines) - 1))
            lines.insert(draw(st.integers(0, len(lines))), lines.pop(line))
            text = "\n".join(lines)
        else:
            other = draw(st.integers(0, len(text)))
            text = text[:at] + text[min(at, other) : max(at, other)][:200] + text[at:]
    return text


@settings(deadline=None, max_examples=200)
@given(st.lists(mutated(), min_size=1, max_size=3))
def test_careless_edits_never_raise(texts: list[str]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        project(folder, {f"INC-{i}.md": text for i, text in enumerate(texts)})
        found = build.check(folder, Settings(), AS_OF)
    finally:
        shutil.rmtree(folder)
    assert found.summary.files == len(texts)
    by_path = {p.path for p in found.everything.postmortems}
    for index, text in enumerate(texts):
        path = f"postmortems/INC-{index}.md"
        said = [d for d in found.diagnostics if d.path == path]
        assert path in by_path or said, "neither accepted nor reported"
        for diagnostic in said:
            assert 1 <= diagnostic.position.line <= text.count("\n") + 2
            assert diagnostic.position.column >= 1
            assert diagnostic.message
    assert list(found.diagnostics) == sorted(found.diagnostics, key=lambda d: d.sort_key)


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    """The fast path of `check` says what the whole one says."""
    files: dict[str, str | bytes] = {}
    for number, path in enumerate(sorted((TESTS / "rules").rglob("*.md")) * 3):
        files[f"{number % 7}/INC-{number}.md"] = path.read_bytes()
    project(tmp_path, files)
    whole = build.check(tmp_path, Settings(), AS_OF)
    fast = build.check(tmp_path, Settings(), AS_OF, only_findings=True)
    assert fast.diagnostics == whole.diagnostics
    assert fast.summary == whole.summary
    assert len(whole.diagnostics) > 300
