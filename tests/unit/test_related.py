"""Similar incidents: which, why, what an author's word does to them, and that it is repeatable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import related as benchmark
from mkdocs_postmortems import catalog as catalogs
from mkdocs_postmortems import related
from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.model import Postmortem, Relation, Service
from mkdocs_postmortems.related import Finder, Similar

_FAMILIES = {"pool", "certificate", "dns", "retry-ja"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Four families of four of the labelled incidents, and all incidents without a family."""
    chosen = [i for i in benchmark.incidents() if i["family"] in _FAMILIES or i["family"] is None]
    return benchmark.catalog(chosen, tmp_path_factory.mktemp("related") / "project")


def found(archive: Catalog, identifier: str, limit: int = related.MOST) -> list[Similar]:
    postmortem = archive.get(identifier)
    assert postmortem is not None
    return list(Finder(archive).similar(postmortem, limit))


def ids(rows: Iterable[Similar]) -> list[str]:
    return [row.postmortem.id for row in rows]


def change(archive: Catalog, identifier: str, **changes: object) -> Catalog:
    """The catalog with something else in one postmortem."""
    return catalogs.build(
        replace(p, **changes) if p.id == identifier else p  # type: ignore[arg-type]
        for p in archive.postmortems
    )


def relate(archive: Catalog, origin: str, relation: str, target: str) -> Catalog:
    return change(archive, origin, relations=(Relation(0, target, relation),))


def test_the_order_of_a_fixed_set(archive: Catalog) -> None:
    """Recurrences before incidents of the same service, or with the same words."""
    assert ids(found(archive, "RL-164"))[:3] == ["RL-162", "RL-161", "RL-163"]
    assert set(ids(found(archive, "RL-101"))[:2]) == {"RL-102", "RL-103"}
    assert set(ids(found(archive, "RL-251"))[:3]) == {"RL-252", "RL-253", "RL-254"}
    certificate = ids(found(archive, "RL-113"))
    assert set(certificate[:3]) == {"RL-111", "RL-112", "RL-114"}
    assert "RL-903" not in certificate  # a certificate of origin


def test_reasons_are_words_that_both_say(archive: Catalog) -> None:
    (row,) = [r for r in found(archive, "RL-101") if r.postmortem.id == "RL-103"]
    assert "both tagged database" in row.reasons
    mentioned = next(r for r in row.reasons if r.startswith("both mention "))
    assert "pool" in mentioned
    (row,) = [r for r in found(archive, "RL-113") if r.postmortem.id == "RL-112"]
    assert row.reasons[0] == "same cause Expired certificate"
    (row,) = [r for r in found(archive, "RL-251") if r.postmortem.id == "RL-254"]
    assert "リトライ" in row.reasons[0]
    assert "再試行" in row.reasons[0]


def test_scores_fall_and_stay_above_the_floor(archive: Catalog) -> None:
    for postmortem in archive.postmortems:
        scores = [row.score for row in found(archive, postmortem.id)]
        assert scores == sorted(scores, reverse=True)
        assert all(related.FLOOR <= score <= 100 for score in scores)


def test_limits(archive: Catalog) -> None:
    assert len(found(archive, "RL-164", 1)) == 1
    assert found(archive, "RL-164", 0) == found(archive, "RL-164", -1) == []
    assert len(found(archive, "RL-164", 99)) <= related.MOST


def test_nothing_is_better_than_noise(tmp_path: Path) -> None:
    alone = [
        {**i, "family": None} for i in benchmark.incidents() if i["id"] in ("RL-101", "RL-903")
    ]
    two = benchmark.catalog(alone, tmp_path / "project")
    assert all(found(two, p.id) == [] for p in two.postmortems)


def test_likeness_is_mutual(archive: Catalog) -> None:
    finder = Finder(archive)
    scores = {
        (p.id, row.postmortem.id): (row.score, sorted(row.reasons))
        for p in archive.postmortems for row in finder.similar(p, related.MOST)
    }  # fmt: skip
    both = [(pair, value) for pair, value in scores.items() if pair[::-1] in scores]
    assert len(both) > 20
    assert all(scores[pair[::-1]] == value for pair, value in both)


def test_none_is_overlooked(archive: Catalog) -> None:
    """What is not looked at, since it cannot be near enough, is what comparing all finds far."""
    finder = Finder(archive)
    weighed, causes = finder._weighed, finder._causes
    points = [feature.points for feature in weighed.features]

    def score(one: int, other: int) -> int:
        shared = sum(points[number] for number in weighed.rows[one] & weighed.rows[other])
        total = min(weighed.totals[one], weighed.totals[other]) + related.PIVOT
        differ = causes[one] and causes[other] and causes[one] != causes[other]
        whole = 1000 * shared // total
        return whole * related.CONTRADICTED // 100 if differ else whole

    everybody = range(len(weighed.rows))
    for one in everybody:
        scores = sorted((score(one, other), other) for other in everybody if other != one)[::-1]
        near = [(other, s // 10) for s, other in scores if s >= 10 * related.FLOOR]
        assert finder._nearest(one) == near[: related.MOST]


@settings(max_examples=15)
@given(st.data())
def test_the_order_of_the_files_does_not_matter(archive: Catalog, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(archive.postmortems))
    again = Finder(catalogs.build(shuffled))
    finder = Finder(archive)
    for postmortem in archive.postmortems[::7]:
        assert again.similar(postmortem) == finder.similar(postmortem)


@settings(max_examples=30)
@given(st.sampled_from([*sorted(catalogs.STAND_INS), "not_related", "recurrence_of", "related"]),
       st.data())  # fmt: skip
def test_what_an_author_said_is_not_computed(
    archive: Catalog, relation: str, data: st.DataObject
) -> None:
    """On either side, and whichever side wrote it; a veto too."""
    origin = data.draw(st.sampled_from([p.id for p in archive.postmortems]))
    near = ids(found(archive, origin))
    target = data.draw(st.sampled_from(near or ["RL-101"]))
    if origin == target:
        return
    changed = relate(archive, origin, relation, target)
    assert target not in ids(found(changed, origin))
    assert origin not in ids(found(changed, target))


def test_a_duplicate_is_not_named_and_its_links_count_for_the_other(archive: Catalog) -> None:
    changed = relate(archive, "RL-162", "duplicate_of", "RL-161")
    assert found(changed, "RL-162") == []
    assert "RL-162" not in ids(found(changed, "RL-164"))
    relations = (Relation(0, "RL-161", "duplicate_of"), Relation(1, "RL-164", "not_related"))
    changed = change(archive, "RL-162", relations=relations)
    assert "RL-161" not in ids(found(changed, "RL-164"))
    assert "RL-164" not in ids(found(changed, "RL-161"))


def test_two_that_stand_for_each_other_stay(archive: Catalog) -> None:
    changed = relate(relate(archive, "RL-162", "duplicate_of", "RL-161"),
                     "RL-161", "duplicate_of", "RL-162")  # fmt: skip
    assert {"RL-161", "RL-162"} <= set(ids(found(changed, "RL-164")))


def test_a_withdrawn_postmortem_is_like_nothing(archive: Catalog) -> None:
    changed = change(archive, "RL-162", status="withdrawn")
    assert found(changed, "RL-162") == []
    assert "RL-162" not in ids(found(changed, "RL-164"))


def test_causes_that_differ_weigh_against_a_likeness(archive: Catalog) -> None:
    def with_cause(origin: Catalog, identifier: str, cause: str) -> Catalog:
        record = {"root_cause": {"category": cause}}
        before = origin.get(identifier)
        assert before is not None
        return change(origin, identifier, record={**before.record, **record})

    def score(archive: Catalog) -> int:
        return next(r.score for r in found(archive, "RL-164") if r.postmortem.id == "RL-161")

    one = with_cause(archive, "RL-164", "configuration_error")
    assert score(one) == score(archive)
    assert score(with_cause(one, "RL-161", "safeguard_gap")) < score(archive)
    assert score(with_cause(one, "RL-161", "configuration_error")) > score(archive)


def test_a_short_text_is_found_among_long_ones(archive: Catalog) -> None:
    """As `new` asks: a title is all there is."""
    (first,) = [p for p in archive.postmortems if p.id == "RL-101"]
    draft = replace(
        first, path="postmortems/NEW-1.md", id="NEW-1", title="DNS failover: old address cached",
        summary="", record={}, passages=(), sections=(), services=(), tags=(), relations=(),
    )  # fmt: skip
    rows = found(catalogs.build((*archive.postmortems, draft)), "NEW-1")
    assert rows
    assert {row.postmortem.id[:5] for row in rows[:2]} == {"RL-16"}


def test_services_named_in_a_text(archive: Catalog) -> None:
    (first,) = [p for p in archive.postmortems if p.id == "RL-101"]
    known = catalogs.build([replace(first, services=(Service("checkout-api"), Service("決済")))])
    assert related.named_services(known, "Checkout-API is down") == ("checkout-api",)
    assert related.named_services(known, "The check of the API") == ()


def test_a_service_without_a_letter_is_no_trap(archive: Catalog) -> None:
    changed = change(archive, "RL-101", services=(Service("…"),))
    assert related.named_services(changed, "Anything …") == ()
    assert isinstance(found(changed, "RL-101"), list)


def test_old_files_are_compared_by_their_words(archive: Catalog) -> None:
    (dns,) = [p for p in archive.postmortems if p.id == "RL-164"]
    old: Postmortem = replace(
        dns, path="postmortems/old.md", id="old-1", structured=False, record={}, passages=(),
        services=(), tags=(), relations=(),
    )  # fmt: skip
    rows = found(catalogs.build((*archive.postmortems, old)), "old-1")
    assert rows[0].postmortem.id == "RL-164"
