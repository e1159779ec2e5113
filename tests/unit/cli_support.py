"""What the tests of the commands share: their fixture's type, and three postmortems."""

from __future__ import annotations

from collections.abc import Callable

from tests.support import SUMMARY, TESTS, document

Run = Callable[..., tuple[int, str, str]]
FINAL = (TESTS / "rules/PM205/clean-final-1.md").read_text("utf-8")
BROKEN = document("severty: x\n")
WARNED = document(body=f"# Another title\n\n{SUMMARY}")
