"""Targets of detection: the profile's defaults, what is computed, and what disagrees with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import profiles, targets
from mkdocs_postmortems.model import Postmortem
from tests.support import check, project

HEAD = "title: T\nprofile: executive\nstatus: draft\nstarted_at: 2026-03-13 10:00\n"


def made(folder: Path, more: str) -> Postmortem:
    """A postmortem of the executive profile."""
    files: dict[str, str | bytes] = {"INCIDENT-2026-03-13-001.md": f"---\n{HEAD}{more}---\nText.\n"}
    (postmortem,) = check(project(folder, files)).everything.postmortems
    return postmortem


def rows(folder: Path, more: str) -> list[tuple[Any, ...]]:
    """Metric, target, computed actual value, computed gap."""
    found = targets.rows(made(folder, more), profiles.builtin()["executive"])
    return [(r.metric, r.target, r.actual and str(r.actual), r.gap) for r in found]


def test_the_profile_gives_the_targets_and_the_record_the_rest(tmp_path: Path) -> None:
    assert rows(tmp_path, "detected_at: 2026-03-13 10:08\ndetection: {false_positives: 2}\n") == [
        ("time_to_detect", "<5 min", "8 min", "+3 min over"),
        ("alert_accuracy", "No false positives", "2", "+2 over"),
    ]


def test_what_is_not_known_has_no_gap(tmp_path: Path) -> None:
    assert rows(tmp_path, "detection: {false_positives: 0}\n") == [
        ("time_to_detect", "<5 min", None, None),
        ("alert_accuracy", "No false positives", "0", "within the target"),
    ]


@pytest.mark.parametrize("more", ["", "detected_at: 2026-03-13 10:08\ndetection: {targets: []}\n"])
def test_without_anything_to_hold_to_them_there_are_none(more: str, tmp_path: Path) -> None:
    assert rows(tmp_path, more) == []


def test_stated_targets_win_and_others_follow(tmp_path: Path) -> None:
    more = """detected_at: 2026-03-13 10:08
detection:
  targets:
    - {metric: other, metric_other: "First answer", target: 10 min, actual: 4 min}
    - {metric: time_to_detect, target: at most 10 minutes}
"""
    assert rows(tmp_path, more) == [
        ("time_to_detect", "at most 10 minutes", "8 min", "-2 min, within the target"),
        ("alert_accuracy", "No false positives", None, None),
        ("other", "10 min", None, "-6 min, within the target"),
    ]


@pytest.mark.parametrize(
    ("target", "gap"),
    [
        ("<8 min", "at the limit, not below it"),
        ("<= 8 min", "within the target"),
        ("≤8m", "within the target"),
        ("under 9 minutes", "-1 min, within the target"),
        ("less than 1 hour", "-52 min, within the target"),
        ("soon", None),
        ("2", None),
        ("unknown", None),
    ],
)
def test_forms_of_a_target(target: str, gap: str | None, tmp_path: Path) -> None:
    stated = f'{{metric: time_to_detect, target: "{target}"}}'
    more = f"detected_at: 2026-03-13 10:08\ndetection: {{targets: [{stated}]}}\n"
    assert rows(tmp_path, more)[0][3] == gap


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ('actual: "8 min"', []),
        ('actual: "9 min"', ["actual"]),
        ('actual: "about eight"', []),
        ('actual: "2 false positives"', []),
        ('gap: "+3 min"', []),
        ('gap: "3 minutes over"', []),
        ('gap: "+3 min over"', []),
        ('gap: "-3 min"', ["gap"]),
        ('gap: "3 min under"', ["gap"]),
        ('gap: "within the target"', ["gap"]),
        ('gap: "much"', []),
        ('gap: "+2"', []),
        ('actual: "9 min", gap: "+4 min"', ["actual"]),
    ],
)
def test_what_is_stated_is_held_to_the_record(stated: str, said: list[str], tmp_path: Path) -> None:
    row = f"{{metric: time_to_detect, {stated}}}"
    more = f"detected_at: 2026-03-13 10:08\ndetection: {{targets: [{row}]}}\n"
    (first, _) = targets.rows(made(tmp_path, more), profiles.builtin()["executive"])
    assert [key for key, _, _ in targets.disagreements(first)] == said


def test_long_texts_are_no_amounts(tmp_path: Path) -> None:
    long = "1" * 900
    row = f'{{metric: time_to_detect, target: "{long}", actual: "{long}", gap: "{long}"}}'
    more = f"detected_at: 2026-03-13 10:08\ndetection: {{targets: [{row}]}}\n"
    assert rows(tmp_path, more)[0][3] is None
