"""`explain` and `list`: the rules in words, and the postmortems found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mkdocs_postmortems import facets, rules
from tests.support import document, project
from tests.unit.cli_support import FINAL, Run


@pytest.mark.parametrize("code", rules.entries())
def test_explain(code: str, run: Run) -> None:
    exit_code, out, _ = run("explain", code.lower())
    entry = rules.entries()[code]
    assert exit_code == 0
    assert out.splitlines()[0].startswith(f"{code} {entry.rule.name} ({entry.rule.level.value}")
    assert "## How to fix" in out
    assert "<U+" not in out


def test_explain_lists_all(run: Run) -> None:
    lines = run("explain")[1].splitlines()
    assert [line.split()[0] for line in lines] == list(rules.entries())


@pytest.fixture
def listed(tmp_path: Path, run: Run) -> Run:
    project(
        tmp_path,
        {
            "INC-1.md": FINAL.replace("SEV-2", "SEV-4").replace("2026-03-13", "2025-03-13", 1),
            "INC-2.md": document(
                "services: [search]\ntags: [dns]\nroot_cause: {category: safeguard_gap}\n"
                "action_items: [{title: Test it, due: 2026-04-01}]\n"
            ).replace("Checkout", "Search"),
            "old-3.md": "# Old one\n",
            "bad-4.md": "---\ntitle: a: b\n---\n",
        },
    )
    return run


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), ["INC-2", "INC-1", "old-3"]),
        (("checkout",), ["INC-1"]),
        (("DNS",), ["INC-2"]),
        (("rolled", "provider"), ["INC-1"]),
        (("--service", "search"), ["INC-2"]),
        (("--status", "final"), ["INC-1"]),
        (("--severity-at-least", "high"), ["INC-2"]),
        (("--severity-at-least", "low"), ["INC-2", "INC-1"]),
        (("--severity-at-least", "sev-3"), ["INC-2"]),
        (("--severity-at-least", "P0"), []),
        (("nowhere",), []),
        (("--query", "search minutes"), ["INC-2"]),
        (("errors", "--query", "search"), ["INC-2"]),
        (("ecked",), []),
        (("--tag", "DNS"), ["INC-2"]),
        (("--cause", "safeguard_gap"), ["INC-2"]),
        (("--cause", "Safeguard gap"), ["INC-2"]),
        (("--year", "2025", "--year", "2026"), ["INC-2", "INC-1"]),
        (("--year", "2025", "--tag", "dns"), []),
        (("--severity", "low"), ["INC-1"]),
        (("--severity", "sev-2"), ["INC-2"]),
        (("--overdue", "--tag", "dns", "--as-of", "2026-04-02"), ["INC-2"]),
        (("--overdue", "--tag", "dns", "--as-of", "2026-04-01"), []),
        (("--sort", "severity"), ["INC-2", "INC-1", "old-3"]),
        (("returned", "--sort", "newest"), ["INC-2", "INC-1"]),
    ],
)
def test_list(words: tuple[str, ...], ids: list[str], listed: Run) -> None:
    code, out, _ = listed("list", *words)
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[: len(ids)]] == ids
    assert lines[len(ids)] == f"{len(ids)} of 3 postmortems"
    assert lines[-1] == "1 more could not be read: postmortems check"
    rows = json.loads(listed("list", "--format", "json", *words)[1])
    assert [row["id"] for row in rows] == ids


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--service", "serch"), 'has the service "serch". Did you mean "search"?'),
        (("--tag", "zzz"), 'has the tag "zzz". Allowed: dns.'),
        (("--severity", "major"), 'has the severity "major". Allowed: High, Low, SEV-2, SEV-4.'),
        (("--severity-at-least", "hi"), '"hi" is no rank. Did you mean "high"?'),
        (("--severity-at-least", "SEV-9"), "Did you mean"),
        (("--severity-at-least", "P1"), "depending on the profile. Write the rank."),
    ],
)
def test_a_value_that_nothing_has(words: tuple[str, ...], said: str, listed: Run) -> None:
    code, _, error = listed("list", *words)
    assert code == 2
    assert said in error
    assert error.count("\n") == 1


def test_an_option_for_every_facet(listed: Run) -> None:
    usage = listed("list", "--help")[1]
    assert all(f"--{facet.key} " in usage for facet in facets.FACETS)


def test_the_longest_first(tmp_path: Path, run: Run) -> None:
    files: dict[str, str | bytes] = {
        f"INC-{n}.md": document(f"mitigated_at: {end}\n" if end else "")
        for n, end in enumerate((None, "2026-03-13 22:50", "2026-03-14 08:00"))
    }
    project(tmp_path, files)
    lines = run("list", "--sort", "longest")[1].splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["INC-2", "INC-1", "INC-0"]


def test_a_bare_day_stays_the_day_that_was_written(tmp_path: Path, run: Run) -> None:
    text = document().replace("2026-03-13 22:41", "2026-03-13")
    project(tmp_path, {"INC-1.md": text, "INC-2.md": document().replace("Checkout", "Search")})
    (tmp_path / "postmortems.yml").write_text("timezone: Europe/Copenhagen\n")
    rows = {row["id"]: row["started_at"] for row in json.loads(run("list", "--format", "json")[1])}
    assert rows == {"INC-1": "2026-03-13", "INC-2": "2026-03-13T21:41:00+00:00"}
    assert run("export", "csv")[0] == 0
    table = (tmp_path / "export/csv/incidents/data/postmortems.csv").read_text("utf-8")
    assert ",2026-03-13," in next(line for line in table.splitlines() if line.startswith("INC-1"))
