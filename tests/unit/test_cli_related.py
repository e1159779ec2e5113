"""`related`, and what `new` says about earlier incidents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import related as benchmark
from tests.support import document
from tests.unit.cli_support import Run

_CHOSEN = {"RL-161", "RL-162", "RL-163", "RL-164", "RL-111", "RL-113", "RL-901", "RL-904", "RL-907",
           "RL-912", "RL-915", "RL-918"}  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path, run: Run) -> Run:
    benchmark.catalog((i for i in benchmark.incidents() if i["id"] in _CHOSEN), tmp_path / "made")
    (tmp_path / "made" / "postmortems").rename(tmp_path / "postmortems")
    return run


def add(folder: Path, name: str, extra: str, status: str = "in_review") -> None:
    text = document(extra).replace("status: in_review", f"status: {status}")
    (folder / "postmortems" / f"{name}.md").write_text(text, "utf-8")


@pytest.mark.parametrize("which", ["RL-164", "rl-164", "postmortems/RL-164.md"])
def test_table(which: str, archive: Run) -> None:
    code, out, err = archive("related", which, "--limit", "2")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "RL-164 Partner callbacks went to a server that was gone"
    assert [line.split()[1] for line in lines[1::2]] == ["RL-162", "RL-161"]
    assert all("both mention " in line for line in lines[2::2])


def test_json(archive: Run, tmp_path: Path) -> None:
    add(tmp_path, "INC-5", "related: [{id: RL-164, relation: follow_up_of}]\n")
    code, out, _ = archive("related", "RL-164", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["id"] == "RL-164"
    assert found["related"] == [{"id": "INC-5", "relation": "followed up by"}]
    assert [row["id"] for row in found["similar"]] == ["RL-162", "RL-161", "RL-163"]
    first = found["similar"][0]
    assert first["path"] == "postmortems/RL-162.md"
    assert first["score"] >= found["similar"][1]["score"]
    assert all(isinstance(reason, str) for reason in first["reasons"])


def test_what_is_related_already_is_named_and_not_computed(archive: Run, tmp_path: Path) -> None:
    add(tmp_path, "INC-5", "related: [{id: RL-161, relation: recurrence_of}]\n")
    out = archive("related", "INC-5")[1]
    assert out.splitlines()[-2:] == [
        "No further incident is found to be like it.",
        "Related by their authors: recurrence of RL-161",
    ]


def test_duplicates_and_withdrawn_ones(archive: Run, tmp_path: Path) -> None:
    add(tmp_path, "INC-5", "related: [{id: RL-164, relation: duplicate_of}]\n")
    lines = archive("related", "INC-5")[1].splitlines()
    assert lines[0] == "RL-164 stands for INC-5."
    assert lines[2].split()[1] == "RL-162"
    add(tmp_path, "INC-6", "", "withdrawn")
    assert archive("related", "INC-6")[1].splitlines()[-1].startswith("It is withdrawn")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("RL-614",), 'there is no postmortem "RL-614". Did you mean "RL-164"?'),
        (("Sommer",), 'there is no postmortem "Sommer". `postmortems list` names all.'),
        (
            ("postmortems/RL-16.md",),
            'there is no postmortem "postmortems/RL-16.md". Did you mean "postmortems/RL-16',
        ),
        (("notes.txt",), "notes.txt is no postmortem of this project."),
        (("postmortems/bad.md",), "postmortems/bad.md cannot be read. Say why: postmortems check"),
        (("RL-164", "--limit", "9"), "Invalid value for '--limit'"),
        (("RL-164", "--limit", "0"), "Invalid value for '--limit'"),
    ],
)
def test_wrong_calls(words: tuple[str, ...], said: str, archive: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "postmortems" / "bad.md").write_text("---\ntitle: a: b\n---\n")
    code, out, err = archive("related", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_the_audience_is_kept(archive: Run, tmp_path: Path) -> None:
    (tmp_path / "postmortems.yml").write_text("audience: public\n")
    code, _, err = archive("related", "RL-164")
    assert code == 2
    assert 'RL-164 is not for the audience "public"' in err
    add(tmp_path, "INC-5", "tlp: CLEAR\n")
    code, out, _ = archive("related", "INC-5")
    assert code == 0
    assert "RL-" not in out


NEW = ("--severity", "SEV-3", "--started", "2026-04-01 10:00")


def test_new_names_what_is_near(archive: Run, tmp_path: Path) -> None:
    code, out, _ = archive("new", "Resolvers kept the old DNS record past its TTL", *NEW)
    lines = out.splitlines()
    assert code == 0
    assert lines[1] == "This may have happened before:"
    assert {line.split()[0] for line in lines[2:-1:2]} <= {"RL-161", "RL-162", "RL-163", "RL-164"}
    assert 2 <= len(lines[2:-1]) <= 6
    assert lines[-1].startswith("Next: ")


def test_new_says_nothing_where_nothing_is_near(archive: Run, run: Run) -> None:
    for title in ("Parrots on the roof", "停電", "…"):
        out = archive("new", title, *NEW)[1]
        assert [line.split()[0] for line in out.splitlines()] == ["Wrote", "Next:"]


@pytest.mark.parametrize("profile", ["service", "safety"])
def test_new_writes_the_services(profile: str, archive: Run, tmp_path: Path) -> None:
    severity = {"service": "SEV-3", "safety": "SEV2"}[profile]
    words = ("new", "A", "--profile", profile, "--severity", severity, *NEW[2:])
    code, out, _ = archive(*words, "--service", "edge", "--service", 'a "b"')
    path = tmp_path / out.splitlines()[0].removeprefix("Wrote ")
    text = path.read_text("utf-8")
    assert code == 0
    assert 'services: [edge, "a \\"b\\""]\n' in text
    assert text.count("services:") == 1
    assert archive("check", str(path))[0] == 0
    assert archive("new", "A", *NEW, "--service", " ")[0] == 2
