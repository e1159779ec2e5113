"""Times in the wrong order: milestones in pairs, and the rows of a timeline."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.support import SUMMARY, check, project

from .documents import PROFILES, complete
from .emitter import Written, front_matter
from .test_walk import ALONE, HEAD, findings

CHAINS = (
    ("started_at", "detected_at", "acknowledged_at", "engaged_at", "mitigated_at", "resolved_at",
     "all_clear_at", "closed_at"),
    ("started_at", "cause_identified_at"),
    ("started_at", "investigation_started_at"),
    ("investigation_started_at", "cause_identified_at"),
)  # fmt: skip
KINDS = {
    "started_at": "first_impact",
    "detected_at": "detected",
    "acknowledged_at": "acknowledged",
    "engaged_at": "engaged",
    "investigation_started_at": "investigating",
    "cause_identified_at": "cause_identified",
    "mitigated_at": "mitigated",
    "resolved_at": "resolved",
    "all_clear_at": "all_clear",
    "closed_at": "closed",
}
PAIRS = [pair for chain in CHAINS for pair in combinations(chain, 2)]
EARLY, LATE = "2026-03-14 01:00", "2026-03-14 02:00"


def swapped(early: str, late: str) -> Iterator[tuple[dict[str, Any], tuple[str | int, ...]]]:
    """Records in which two milestones have changed places, and where that is to be reported."""
    head = {key: value for key, value in HEAD.items() if key != early}
    yield {**head, early: LATE, late: EARLY}, (late,)
    yield {**head, late: EARLY, early: LATE}, (late,)
    yield {**head, early: "2026-03-15", late: EARLY}, (late,)
    yield {**head, early: LATE, late: "2026-03-13"}, (late,)
    yield {**head, early: "2026-03-14 02:00+01:00", late: "2026-03-14 00:59Z"}, (late,)
    rows = [{"at": EARLY, "event": "Late", "kind": KINDS[late]},
            {"at": LATE, "event": "Early", "kind": KINDS[early]}]  # fmt: skip
    yield {**head, "timeline": rows}, ("timeline", 0, "at")
    yield {**head, early: LATE, "timeline": rows[:1]}, ("timeline", 0, "at")
    yield {**head, late: EARLY, "timeline": rows[1:]}, (late,)


def test_milestones_in_pairs(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    wanted: dict[str, tuple[str, tuple[int, int]]] = {}
    for early, late in PAIRS:
        for record, where in swapped(early, late):
            written = front_matter(record)
            name = f"case-{len(files):03d}.md"
            files[name] = written.text + SUMMARY
            message = f"{_words(late)} lies before {_words(early)}"
            wanted[name] = (message, written.values[where])
    found = findings(check(project(tmp_path, files), ALONE).diagnostics)
    for name, (message, place) in wanted.items():
        said = [d for d in found.get(name, []) if d.code == "PM201"]
        assert [(d.message, (d.position.line, d.position.column)) for d in said] == [
            (message, place)
        ], files[name]
        assert len(found[name]) == 1, (files[name], found[name])
        assert said[0].found
        assert said[0].fix


def _words(field: str) -> str:
    return field.removesuffix("_at").replace("_", " ")


TIMES = ("2026-03-13 22:41", "2026-03-13 22:50", "2026-03-13 23:30", "2026-03-14 00:10")


def rows(times: tuple[str, ...]) -> dict[str, Any]:
    return {"timeline": [{"at": at, "event": f"Event {at}"} for at in times]}


def orders() -> Iterator[tuple[tuple[str, ...], int]]:
    """Times with one in the wrong place, and the row that is to be reported."""
    for index in range(len(TIMES) - 1):
        order = list(TIMES)
        order[index : index + 2] = TIMES[index + 1], TIMES[index]
        yield tuple(order), index + 1
    yield (TIMES[3], *TIMES[:3]), 1
    yield (*TIMES[1:], TIMES[0]), 3
    yield ("2026-03-14", TIMES[0]), 1
    yield (TIMES[1], "2026-03-12"), 1
    yield ("2026-03-13 22:41", "22:14"), 1
    yield ("2026-03-13 22:41", "22:44", "22:43:59"), 2
    yield ("2026-03-13 22:41", "22:14", "22:50", "2026-03-13 22:55"), 1
    yield ("2026-03-13", "2026-03-13 22:41", "22:14", "2026-03-13 22:55", "23:00"), 2


@pytest.mark.parametrize("profile", PROFILES)
def test_a_timeline_out_of_order(profile: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    wanted: dict[str, tuple[int, int]] = {}
    for times, row in orders():
        for flow in (False, True):
            document = complete(profile, "in_review")
            written: Written = front_matter({**document.record, **rows(times)}, flow)
            name = f"case-{len(files):03d}.md"
            files[name] = written.text + document.body()
            wanted[name] = written.values["timeline", row, "at"]
    found = findings(check(project(tmp_path, files), ALONE).diagnostics)
    for name, place in wanted.items():
        assert [(d.code, (d.position.line, d.position.column)) for d in found[name]] == [
            ("PM202", place)
        ], files[name]


def test_bullets_out_of_order(tmp_path: Path) -> None:
    """Where a profile reads its timeline from bullets, the bullet is named."""
    document = complete("condensed", "in_review")
    bullets = "\n## Timeline\n\n- 22:41 - It begins\n- 22:50 - Paged\n- 22:44 - Seen\n"
    text = document.text() + bullets
    (said,) = check(project(tmp_path, {"INC-1.md": text}), ALONE).diagnostics
    assert said.code == "PM202"
    assert text.split("\n")[said.position.line - 1] == "- 22:44 - Seen"
