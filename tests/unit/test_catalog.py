"""The catalog: order, ids, backlinks, and what an audience sees."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from mkdocs_postmortems import catalog
from mkdocs_postmortems.model import Postmortem
from tests.support import check, document, project


def postmortems(folder: Path, files: dict[str, str]) -> dict[str, Postmortem]:
    """Postmortems by the stem of their file."""
    content: dict[str, str | bytes] = {f"{name}.md": text for name, text in files.items()}
    found = check(project(folder, content)).everything.postmortems
    return {Path(p.path).stem: p for p in found}


def at(day: str, extra: str = "") -> str:
    return document(extra).replace("2026-03-13 22:41", f"{day} 10:00")


@pytest.fixture
def three(tmp_path: Path) -> dict[str, Postmortem]:
    return postmortems(
        tmp_path,
        {
            "INC-1": at("2026-01-01", "tlp: CLEAR\naliases: [OLD-1]\n"),
            "INC-2": at("2026-02-01", "related: [{id: old-1, relation: recurrence_of}]\n"),
            "INC-3": at("2026-02-01", "tlp: CLEAR\nrelated: [{id: INC-2, relation: related}]\n"),
            "notes-4": "# Notes\n",
        },
    )


def test_newest_first_and_without_a_date_last(three: dict[str, Postmortem]) -> None:
    built = catalog.build(three.values())
    assert [p.id for p in built.postmortems] == ["INC-2", "INC-3", "INC-1", "notes-4"]
    assert [p.id for p in built.structured] == ["INC-2", "INC-3", "INC-1"]


def test_the_order_given_does_not_matter(three: dict[str, Postmortem]) -> None:
    wanted = catalog.build(three.values())
    assert all(catalog.build(order) == wanted for order in permutations(three.values()))


def test_ids_and_aliases_without_regard_to_case(three: dict[str, Postmortem]) -> None:
    built = catalog.build(three.values())
    assert built.get("inc-1") is three["INC-1"]
    assert built.get("OLD-1") is three["INC-1"]
    assert built.get("INC-9") is None


def test_backlinks_through_aliases(three: dict[str, Postmortem]) -> None:
    built = catalog.build(three.values())
    links = {
        key: [(b.origin.id, b.relation.relation) for b in value]
        for key, value in built.backlinks.items()
    }
    assert links == {"INC-1": [("INC-2", "recurrence_of")], "INC-2": [("INC-3", "related")]}


def test_the_public_sees_only_what_is_clear(three: dict[str, Postmortem]) -> None:
    """Nothing of what is withheld is left: no id, no backlink, no alias."""
    public = catalog.select(three.values(), "public")
    assert [p.id for p in public.postmortems] == ["INC-3", "INC-1"]
    assert public.withheld == 2
    assert public.get("INC-2") is None
    assert public.backlinks == {}
    assert "INC-2" not in repr(public)
    (relation,) = public.postmortems[0].relations
    assert (relation.id, relation.relation) == ("", "related")


def test_internal_sees_all(three: dict[str, Postmortem]) -> None:
    everyone = catalog.select(three.values(), "internal")
    assert len(everyone.postmortems) == 4
    assert everyone.withheld == 0


def test_the_first_of_two_has_the_id(tmp_path: Path) -> None:
    found = postmortems(
        tmp_path, {"a-1": at("2026-01-01", "id: X-1\n"), "b-1": at("2026-05-01", "id: x-1\n")}
    )
    assert catalog.build(found.values()).get("X-1") is found["a-1"]


def test_a_postmortem_does_not_link_back_to_itself(tmp_path: Path) -> None:
    text = at("2026-01-01", "related: [{id: INC-1, relation: related}]\n")
    found = postmortems(tmp_path, {"INC-1": text})
    assert catalog.build(found.values()).backlinks == {}
