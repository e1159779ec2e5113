"""Families of recurrences: who belongs, in which order, and where a fix did not hold."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

from mkdocs_postmortems import catalog as catalogs
from mkdocs_postmortems import families
from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.families import Family
from tests.support import check, document, project


def archive(folder: Path, files: dict[str, str]) -> Catalog:
    content: dict[str, str | bytes] = {f"{name}.md": text for name, text in files.items()}
    return check(project(folder, content)).everything


def at(day: str, related: str = "", actions: str = "", status: str = "in_review") -> str:
    extra = f"related: [{related}]\n" if related else ""
    extra += f"action_items: [{actions}]\n" if actions else ""
    text = document(extra).replace("2026-03-13 22:41", f"{day} 10:00")
    return text.replace("status: in_review", f"status: {status}")


def link(identifier: str, relation: str = "recurrence_of") -> str:
    return f"{{id: {identifier}, relation: {relation}}}"


def done(day: str) -> str:
    return f'{{title: "Do it", status: done, done_on: {day}}}'


def ids(family: Family) -> list[str]:
    return [member.postmortem.id for member in family.members]


def test_members_in_the_order_of_time(tmp_path: Path) -> None:
    """Two relations join; the others do not, nor does a link to what is not there."""
    found = families.find(
        archive(
            tmp_path,
            {
                "INC-1": at("2026-01-01"),
                "INC-2": at("2026-01-11", link("INC-1")),
                "INC-3": at("2026-02-10", link("INC-2", "same_root_cause")),
                "INC-4": at("2026-02-11", link("INC-1", "similar_root_cause")),
                "INC-5": at("2026-02-12", link("INC-1", "related")),
                "INC-6": at("2026-02-13", link("INC-99")),
            },
        )
    )
    assert [ids(family) for family in found] == [["INC-1", "INC-2", "INC-3"]]
    assert found[0].intervals == (10, 30)
    assert [member.interval for member in found[0].members] == [None, 10, 30]
    assert (found[0].first, found[0].last) == (date(2026, 1, 1), date(2026, 2, 10))


def test_the_family_seen_last_comes_first_whatever_the_files_order(tmp_path: Path) -> None:
    everything = archive(
        tmp_path,
        {
            "INC-1": at("2026-01-01"),
            "INC-2": at("2026-03-01", link("INC-1")),
            "INC-3": at("2026-02-01"),
            "INC-4": at("2026-02-02", link("INC-3")),
        },
    )
    wanted = [["INC-1", "INC-2"], ["INC-3", "INC-4"]]
    for order in permutations(everything.postmortems):
        assert [ids(f) for f in families.find(catalogs.build(order))] == wanted


def test_a_second_account_is_no_second_occurrence(tmp_path: Path) -> None:
    """The one that stands for it is the member; a withdrawn one joins others and is none."""
    found = families.find(
        archive(
            tmp_path,
            {
                "INC-1": at("2026-01-01"),
                "INC-2": at("2026-02-01", link("INC-1"), status="withdrawn"),
                "INC-3": at("2026-03-01", link("INC-2")),
                "INC-4": at("2026-03-01", f"{link('INC-3', 'duplicate_of')}, {link('INC-1')}"),
                "INC-5": at("2026-04-01"),
                "INC-6": at("2026-04-01", link("INC-5", "duplicate_of")),
                "INC-7": at("2026-05-01", link("INC-8"), status="withdrawn"),
                "INC-8": at("2026-04-30"),
            },
        )
    )
    assert [ids(family) for family in found] == [["INC-1", "INC-3"]]


def test_a_circle_and_a_link_to_itself(tmp_path: Path) -> None:
    found = families.find(
        archive(
            tmp_path,
            {
                "INC-1": at("2026-01-01", link("INC-2")),
                "INC-2": at("2026-01-02", link("INC-1")),
                "INC-3": at("2026-01-03", link("INC-3")),
            },
        )
    )
    assert [ids(family) for family in found] == [["INC-1", "INC-2"]]


def test_a_fix_that_did_not_hold(tmp_path: Path) -> None:
    """Only where all was done before the next one began; the first one after that day counts."""
    wont_do = '{title: "Not that", status: wont_do, reason: "Costs more than it helps"}'
    found = families.find(
        archive(
            tmp_path,
            {
                "INC-1": at("2026-01-01", "", f"{done('2026-01-05')}, {done('2026-02-20')}"),
                "INC-2": at("2026-02-01", link("INC-1"), f"{done('2026-02-10')}, {wont_do}"),
                "INC-3": at(
                    "2026-03-01", link("INC-2"), f'{done("2026-03-02")}, {{title: "Open"}}'
                ),
                "INC-4": at("2026-04-01", link("INC-3"), '{title: "Some day", status: done}'),
                "INC-5": at("2026-05-01", link("INC-4"), done("2026-06-01")),
                "INC-6": at("2026-06-01", link("INC-5")),
            },
        )
    )
    held = {
        m.postmortem.id: (m.done_by, m.returned.id if m.returned else None)
        for m in found[0].members
    }
    assert held == {
        "INC-1": (date(2026, 2, 20), "INC-3"),
        "INC-2": (date(2026, 2, 10), "INC-3"),
        "INC-3": (None, None),  # something is open
        "INC-4": (None, None),  # nobody wrote when
        "INC-5": (date(2026, 6, 1), None),  # the same day: before or after is not known
        "INC-6": (None, None),  # nothing was tried
    }
    assert found[0].did_not_hold == 2
    assert found[0].unfinished == 1
    assert [len(m.tried) for m in found[0].members] == [2, 1, 1, 1, 1, 0]


def test_members_without_a_day_come_last(tmp_path: Path) -> None:
    nowhen = at("2026-01-01", link("INC-1")).replace("started_at: 2026-01-01 10:00\n", "")
    everything = archive(tmp_path, {"INC-1": at("2026-01-01"), "INC-2": nowhen})
    (family,) = families.find(everything)
    assert ids(family) == ["INC-1", "INC-2"]
    assert family.intervals == ()
    assert family.members[1].interval is None
    assert set(families.by_member([family])) == {p.path for p in everything.postmortems}


def test_a_day_in_the_name_of_a_file_is_a_day(tmp_path: Path) -> None:
    """An old incident whose start nobody wrote stands where the name of its file puts it."""
    nowhen = at("2026-01-01").replace("started_at: 2026-01-01 10:00\n", "")
    everything = archive(
        tmp_path, {"2026-01-20-old": nowhen, "INC-2": at("2026-02-01", link("2026-01-20-old"))}
    )
    (family,) = families.find(everything)
    assert ids(family) == ["2026-01-20-old", "INC-2"]
    assert family.intervals == (12,)
