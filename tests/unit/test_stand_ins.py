"""Who stands for whom, and the ids of old files: for thousands at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import build, catalog
from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.model import Postmortem, Relation
from tests.support import check, document, growth, project


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Postmortem:
    folder = project(tmp_path_factory.mktemp("one"), {"INC-1.md": document()})
    return check(folder).everything.postmortems[0]


def linked(one: Postmortem, links: dict[int, int], size: int) -> Catalog:
    """A catalog in which some are superseded by others."""
    return catalog.build(
        replace(
            one, id=f"INC-{n}", path=f"postmortems/INC-{n}.md",
            relations=(Relation(0, f"INC-{links[n]}", "superseded_by"),) if n in links else (),
        )
        for n in range(size)
    )  # fmt: skip


def followed(found: Catalog, postmortem: Postmortem) -> Postmortem:
    """What a postmortem leads to, by following its own links; in a circle, itself."""
    seen, at = {postmortem.path}, postmortem
    while True:
        targets = (found.get(r.id) for r in at.relations if r.relation in catalog.STAND_INS)
        target = next((t for t in targets if t is not None), None)
        if target is None:
            return at
        if target.path in seen:
            return postmortem
        seen.add(target.path)
        at = target


@given(st.dictionaries(st.integers(0, 7), st.integers(0, 9)))
def test_all_at_once_say_what_each_says(one: Postmortem, links: dict[int, int]) -> None:
    found = linked(one, links, 8)
    wanted = {p.path: followed(found, p).path for p in found.postmortems}
    assert {path: p.path for path, p in catalog.stand_ins(found).items()} == wanted


def test_a_long_chain_takes_no_longer_for_each(one: Postmortem) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(catalog.stand_ins, linked(one, {n: n - 1 for n in range(1, size)}, size))

    assert growth(work, 500) < 10


def test_old_files_of_one_short_name(one: Postmortem, tmp_path: Path) -> None:
    def work(size: int) -> Callable[[], object]:
        old = [
            replace(one, id="postmortem", path=f"postmortems/{chr(0x4E00 + n)}.md",
                    root="postmortems", structured=False)
            for n in range(size)
        ]  # fmt: skip
        return partial(build._distinct, old)

    assert growth(work, 500) < 10
    names = {f"{name}.md": "# Old\n" for name in "事故障害"}
    found = check(project(tmp_path, names)).everything.postmortems
    ids = ["postmortem", "postmortem-2", "postmortem-3", "postmortem-4"]
    assert sorted(p.id for p in found) == ids
