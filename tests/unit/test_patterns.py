"""Patterns of a configuration: what could be slow is refused, before any text is held to it."""

from __future__ import annotations

import pytest

from mkdocs_postmortems import patterns

SLOW = "must not repeat a group"


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("^REV-[0-9]{4}$", None),
        (r"^[\w.\]-]+$", None),
        (r"[]a)]+", None),
        ("(a+)+$", SLOW),
        # A class that holds brackets hides nothing of what stands behind it.
        (r"[\][](a+)+b[]]", SLOW),
        (r"[\\](a+)+b[]]", SLOW),
        (r"[^]\]](a+)+$", SLOW),
        ("a*b*c*d*", "must not hold more than three of * and +, or many optional parts"),
    ],
)
def test_what_is_wrong_with_a_pattern(pattern: str, fault: str | None) -> None:
    assert patterns.fault(pattern, 64) == fault


def test_a_number_that_is_too_large_to_read() -> None:
    assert "is not a regular expression" in (patterns.fault(f"a{{{'1' * 5000}}}", 64) or "")
