"""What topics read: both places of a list count, and nothing is told as an entry that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import learning, rows
from mkdocs_postmortems.learning import Entry
from tests.unit.rows_support import loaded

TOPICS = {topic.name: topic for topic in learning.TOPICS}


def read(
    folder: Path, topic: str, profile: str = "service", body: str = "", front: str = ""
) -> tuple[Entry, ...]:
    return learning.entries(loaded(folder, profile, body, front), TOPICS[topic])


def said(entries: tuple[Entry, ...]) -> list[tuple[str, str, str]]:
    return [(entry.category, entry.state, entry.text) for entry in entries]


def test_lessons_of_the_front_matter_and_of_the_body(tmp_path: Path) -> None:
    front = (
        "lessons: [Plain words, {category: threat_landscape, lesson: Long, application: Here}]\n"
    )
    body = """
        ## Lessons learned
        ### Process lessons
        - **Ask** all sites — Application: on the first page
        """
    entries = read(tmp_path, "lessons", "learning", body, front)
    assert said(entries) == [
        ("General", "", "Plain words"), ("Threat landscape", "", "Long"),
        ("Process", "", "Ask all sites"),
    ]  # fmt: skip
    assert [entry.more for entry in entries] == [
        (), (("Application", "Here"),), (("Application", "on the first page"),)
    ]  # fmt: skip
    assert [entry.line is None for entry in entries] == [True, True, False]


def test_lessons_told_in_a_paragraph_are_shown_by_their_beginning(tmp_path: Path) -> None:
    body = """
        ## Lessons learned
        A purge is a *request*, and no event.

        The second paragraph stays on its page.
        """
    (entry,) = read(tmp_path, "lessons", "condensed", body)
    assert (entry.category, entry.text) == ("General", "A purge is a *request*, and no event.")


@pytest.mark.parametrize("front", ["where_we_got_lucky: [It was night]\n", ""])
def test_luck_in_either_place(tmp_path: Path, front: str) -> None:
    body = "" if front else "## Where we got lucky\n\n- 🍀 It was night\n"
    assert said(read(tmp_path, "luck", "executive", body, front)) == [("", "", "It was night")]


@pytest.mark.parametrize(
    ("judged", "sentences"),
    [
        ("alerts_fired: false", ["No alert fired."]),
        ("alerts_fired: partially", ["Only some alerts fired."]),
        ("alerts_fired: true, alerts_actionable: false", ["Alerts did not say what to do."]),
        ("right_team_notified: false", ["The right team was not told first."]),
        ("alerts_fired: unknown, alerts_actionable: unknown, right_team_notified: true", []),
    ],
)
def test_alerts_that_failed(tmp_path: Path, judged: str, sentences: list[str]) -> None:
    entries = read(tmp_path, "detection", "learning", front=f"detection: {{{judged}}}\n")
    assert [entry.text for entry in entries] == sentences
    assert {entry.category for entry in entries} <= {"Alert failed"}


def test_detection_gaps_are_shown_by_their_beginning(tmp_path: Path) -> None:
    body = """
        ## Detection analysis
        ### Detection gaps
        1. Nobody measures the number of plans.
        2. The test runs on working days.
        """
    front = "detection: {improvements: [Count the plans]}\n"
    assert said(read(tmp_path, "detection", "learning", body, front)) == [
        ("Why not earlier", "",
         "Nobody measures the number of plans; The test runs on working days"),
        ("Would catch it", "", "Count the plans"),
    ]  # fmt: skip


def test_documents_have_a_state(tmp_path: Path) -> None:
    front = (
        "runbooks: [{decision: new, target: Failover}, {decision: none}]\n"
        "documentation_updates:\n"
        "  - {kind: architecture, name: Map, change: Add the queue, done: true}\n"
        "  - {kind: other, kind_other: Contract, name: Hauliers, done: false}\n"
        "  - {kind: onboarding}\n"
    )
    entries = read(tmp_path, "documents", front=front)
    assert said(entries) == [
        ("Runbook", "Not said", "New runbook needed: Failover"),
        ("Runbook", "Nothing to do", "No runbook changes needed"),
        ("Architecture", "Done", "Map"),
        ("Contract", "Not yet", "Hauliers"),
        ("Onboarding", "Not said", "A document"),
    ]
    assert entries[2].more == (("Change", "Add the queue"),)


def test_documents_ticked_in_the_body(tmp_path: Path) -> None:
    body = """
        ## Lessons learned
        ### Documentation updates needed
        - [x] Runbook: Failover - Add the command
        - [ ] Onboarding docs: First week - Say who to ask
        """
    assert said(read(tmp_path, "documents", "executive", body)) == [
        ("Runbook", "Done", "Failover"), ("Onboarding", "Not yet", "First week"),
    ]  # fmt: skip


def test_tests_promoted_and_tests_that_missed(tmp_path: Path) -> None:
    front = (
        "regression_tests:\n"
        "  promoted: [{id: REG_1, description: Empty list, type: e2e, target: rollout}]\n"
        "  missed: [{id: test_list, fix_needed: Read it}]\n"
    )
    entries = read(tmp_path, "tests", "safety", front=front)
    assert said(entries) == [("Promoted", "", "Empty list"), ("Missed it", "", "test_list")]
    assert dict(entries[0].more)["Type"] == "End to end"
    assert ("Fix needed", "Read it") in entries[1].more


def test_what_customers_were_told(tmp_path: Path) -> None:
    front = (
        "communications:\n"
        "  customer: [{kind: in_app_banner, done: true, text: Wait}, {kind: email, done: false}]\n"
        "  log: [{message: A, channel: Chat}, {message: B, channel: Chat}]\n"
    )
    body = """
        ## Customer communication
        Everybody was called.

        **Direct notifications:** 38 suppliers
        """
    entries = read(tmp_path, "communication", body=body, front=front)
    assert said(entries) == [
        ("In-app banner", "Sent", "Wait"),
        ("Email", "Not sent", "No words are recorded."),
        ("Direct", "Not said", "38 suppliers"),
        ("In words", "", "Everybody was called."),
        ("Log", "", "2 messages in the communication log"),
    ]
    assert entries[-1].more == (("Channels", "Chat"),)


@pytest.mark.parametrize("front", ["key_takeaway: Check the result.\n", ""])
def test_the_key_takeaway_in_either_place(tmp_path: Path, front: str) -> None:
    body = "" if front else "## Lessons learned\n### Key takeaway\n**Check** the result.\n"
    assert said(read(tmp_path, "takeaways", "learning", body, front)) == [
        ("", "", "Check the result.")
    ]


@pytest.mark.parametrize(
    ("profile", "body", "front"),
    [
        ("learning", "### Key takeaway\n\n[One sentence]\n", ""),
        ("learning", "## Detection analysis\n### Detection gaps\n\n- \n", ""),
        ("service", "", "what_went_well: unknown\nlessons: unknown\nkey_takeaway: unknown\n"),
        ("service", "", "lessons: []\ndetection: {source: monitoring}\n"),
    ],
)
def test_what_is_not_said_is_no_entry(tmp_path: Path, profile: str, body: str, front: str) -> None:
    assert not any(read(tmp_path, name, profile, body, front) for name in TOPICS)


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "went-well", front=f"what_went_well: [{'word ' * 300}]\n")
    assert len(entry.text) <= learning.LONGEST
    assert entry.text.endswith("…")


def test_the_bound_is_never_less_than_there_is(tmp_path: Path) -> None:
    body = "## What went well\n\n- one\n- two\n    - nested\n\nAnd a paragraph.\n"
    postmortem = loaded(tmp_path, "service", body, "what_went_well: [zero]\nlessons: all of it\n")
    bounds = learning.bounds(postmortem)
    assert bounds.keys() == {"went-well", "lessons"}
    for name, most in bounds.items():
        assert len(learning.entries(postmortem, TOPICS[name])) <= most


def test_a_paragraph_of_the_body_has_what_its_place_says(tmp_path: Path) -> None:
    body = "## Customer communication\n\n**Direct notifications:** 38 suppliers were called.\n"
    entries = read(tmp_path, "communication", body=body)
    assert said(entries) == [("Direct", "Not said", "38 suppliers were called.")]
    postmortem = loaded(tmp_path, "service", body)
    assert rows.read(postmortem, "communications.customer[kind=direct]")
