"""What a scaffold leaves to fill in is no part of the page; everything else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems import profiles
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.sitebuild import make_view
from mkdocs_postmortems.views import Prose, blanks, postmortem
from tests.conftest import RunCli
from tests.support import check, growth

SPEC = profiles.builtin()["service"].section("resolution")
assert SPEC is not None

NOW, LATER = "**Immediate fix:**", "**Long-term fix:**"
LEFT_OUT = {
    "only labels": (f"{NOW}\n\n{LATER}\n", ""),
    "the first": (f"{NOW}\n\n{LATER} A lock.\n", f"{LATER} A lock.\n"),
    "the last": (f"{NOW} Undone.\n\n{LATER}", f"{NOW} Undone.\n\n"),
    "text below": (f"{NOW}\n\nUndone.\n\n{LATER}\n", f"{NOW}\n\nUndone.\n\n"),
    "a lone mark": ("- ", ""),
    "a mark below a label": (f"{NOW}\n- \n", ""),
    "a mark in a list": ("- Paged.\n-\n- Undone.\n", "- Paged.\n- Undone.\n"),
    "a mark after a list": ("* Paged.\n* Undone.\n*", "* Paged.\n* Undone.\n"),
    "an alias": ("**Immediate mitigation:**\n\n- \n", ""),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_not_filled_in_is_left_out(name: str) -> None:
    text, rest = LEFT_OUT[name]
    assert SPEC is not None
    assert blanks.filled(text, SPEC).strip() == rest.strip()


STAYS = [
    "Rolled back.",
    "**Immediate fix:** Undone.\n\n**Long-term fix:** A lock.",
    "**Note**\n\n**Our own label:**",
    "**Immediate fix:**\n\n**Our own label:**\n",
    "Rolled back at once\n-\n\nand for good.",
    "-\n  An item that begins below its mark.",
    "- \n\n    code in an item",
    "```\n- \n**Immediate fix:**\n```",
    "```diff\n-\n+\n```\n\n- Rolled back.",
    "---",
    "* * *",
    "- **Immediate fix:** Undone.\n- [ ] Looked at.",
    "    -\n",
    "1.\n2. Second.",
]


@pytest.mark.parametrize("text", STAYS)
def test_everything_else_stays(text: str) -> None:
    assert SPEC is not None
    assert blanks.filled(text, SPEC) == text


@pytest.mark.parametrize("name", sorted(profiles.builtin()))
def test_the_page_of_a_fresh_scaffold(name: str, run_cli: RunCli, tmp_path: Path) -> None:
    """No labels and no marks; a sentence under each heading is all there."""
    severity = profiles.builtin()[name].scale[0].label
    run_cli("new", "T", "--profile", name, "--severity", severity, "--started", "2026-03-13 22:41")
    assert _texts(tmp_path) == []
    (file,) = tmp_path.rglob("*.md")
    text = file.read_text("utf-8")
    lines = [f"{line}Said." if line.strip() == "-" else line for line in text.split("\n")]
    file.write_text("\n".join(lines), "utf-8")
    assert "".join(_texts(tmp_path)).count("Said.") == "\n".join(lines).count("Said.")


def _texts(folder: Path) -> list[str]:
    """The author's part of the page of the only postmortem."""
    checked = check(folder)
    (only,) = checked.catalog.postmortems
    page = postmortem.build(make_view(checked, Site("incidents")), only)
    return [part.markdown for part in page.parts if isinstance(part, Prose)]


def test_many_marks_take_linear_time() -> None:
    assert SPEC is not None
    spec = SPEC
    assert growth(lambda n: lambda: blanks.filled("a\n\n-\n" * n, spec), 1_000) < 9
    assert growth(lambda n: lambda: blanks.filled(f"{NOW}\n\n" * n, spec), 1_000) < 9


def test_an_old_file_is_shown_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "postmortems"
    folder.mkdir()
    (folder / "old-1.md").write_text("# Old\n\n## Resolution\n\n**Immediate fix:**\n\n- \n")
    assert _texts(tmp_path) == ["**Immediate fix:**\n\n-"]
