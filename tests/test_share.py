"""The few lines of plain text that a reader copies into a message."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_postmortems import build, sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.views import Block, Page, postmortem, reviews, share
from tests.conftest import PROJECT
from tests.page_support import DAY, html_of
from tests.support import check, document, project
from tests.unit.chart_samples import incident

FRONT = """title: "Payments  <b>failed</b>"
severity: SEV-2
status: final
started_at: 2026-03-13 22:41
mitigated_at: 2026-03-13 23:12
services: [checkout-api, basket]
roles: {incident_commander: dana.okafor}
impact: {users: {affected: "about 2,150"}}
action_items:
  - {id: AI-001, title: "A", owner: dana.okafor, due: 2026-04-01}
  - {id: AI-002, title: "B", owner: dana.okafor, due: 2026-04-01, status: done}
"""


def page(folder: Path, text: str) -> Page:
    view = sitebuild.make_view(check(project(folder, {"INC-1.md": text})), Site("incidents"))
    (one,) = view.catalog.postmortems
    return postmortem.build(view, one)


def text_of(found: Page) -> str | None:
    return next(
        (str(p.data["text"]) for p in found.parts
         if isinstance(p, Block) and p.template == "parts/share"), None,
    )  # fmt: skip


def test_what_a_message_needs_and_no_name(tmp_path: Path) -> None:
    found = page(tmp_path, f"---\n{FRONT}---\n## Executive summary\n\nCards were refused.\n")
    assert text_of(found) == (
        "INC-1: Payments <b>failed</b>\n"
        "SEV-2 (high), final, started 2026-03-13 22:41 UTC, mitigated after 31 min.\n"
        "Cards were refused.\n"
        "Services: checkout-api, basket. Users affected: about 2,150.\n"
        "Action items: 2, 1 unfinished (1 overdue) as of 2026-11-21."
    )
    html = html_of(found)
    assert "<p>INC-1: Payments &lt;b&gt;failed&lt;/b&gt;\n" in html
    assert '<details class="pm-share pm-noprint">' in html


def test_a_marking_goes_with_the_text(tmp_path: Path) -> None:
    found = text_of(page(tmp_path, document("tlp: AMBER\n")))
    assert found is not None
    assert found.startswith("TLP:AMBER\nINC-1: ")


@pytest.mark.parametrize("text", [document("tlp: RED\n"), "# The night of the queue\n"])
def test_what_is_not_for_others_or_not_known_has_no_text(text: str, tmp_path: Path) -> None:
    assert text_of(page(tmp_path, text)) is None


def test_what_could_be_misread_is_made_visible() -> None:
    one = replace(incident(1), title="Safe \u202e desrever\n- 2026-03-02, SEV-1: forged")
    lines = str(share.of_quarter("Q", "D", [], [one]).data["text"]).splitlines()
    assert len(lines) == 3
    assert "\u202e" not in lines[2]


def test_a_quarter_says_its_sentences_and_names_the_grave_ones() -> None:
    many = [incident(n, rank=1) for n in range(12)]
    block = share.of_quarter("Incidents in 2026 Q1", "2026-03-14", ["12 incidents."], many)
    lines = str(block.data["text"]).splitlines()
    assert lines[:3] == ["Incidents in 2026 Q1 (as of 2026-03-14)", "- 12 incidents.",
                         "Critical and high:"]  # fmt: skip
    assert lines[3] == "- 2026-03-01, SEV-2 (critical): Checkout returned errors (INC-0)"
    assert lines[-1] == "- and 4 more"
    assert len(lines) == 12


def test_of_a_quarter_the_strictest_marking_holds_and_red_is_only_counted() -> None:
    marked = [replace(incident(n), tlp=tlp) for n, tlp in enumerate(("GREEN", "AMBER", "RED"))]
    lines = str(share.of_quarter("Q", "D", [], marked).data["text"]).splitlines()
    assert (lines[0], lines[-1]) == ("TLP:AMBER", "- and 1 more")
    assert "INC-2" not in " ".join(lines)
    (only,) = str(share.of_quarter("Q", "D", [], marked[2:]).data["text"]).splitlines()[2:]
    assert only == "- 1 on the page"


def test_every_review_of_the_samples_has_its_text() -> None:
    view = sitebuild.make_view(build.check(PROJECT, Settings(), DAY), Site("incidents"))
    pages = reviews.makers(view)
    texts = [text_of(make()) for name, make in pages.items() if name != "reviews"]
    assert len(texts) > 4
    assert all(text and "\n- " in text and "(as of 2026-11-21)" in text for text in texts)
