"""Tables: RFC 4180, read back as they were, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import spreadsheet
from mkdocs_postmortems.characters import clean
from mkdocs_postmortems.exporters import csv as tables
from tests.conftest import PROJECT
from tests.exports import support
from tests.exports.support import exported, made

RUN = re.compile(
    r"(?!(?:[-\uff0d]|-[0-9]+(\.[0-9]+)?)\Z)[\s\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20]|[\t\r\n]"
)


def read(content: bytes) -> list[dict[str, str]]:
    """The rows of a table, read as RFC 4180 says."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


@pytest.mark.parametrize("name", ["postmortems", "actions", "timeline"])
def test_golden_tables(name: str, tmp_path: Path) -> None:
    support.matches_golden(
        f"{name}.csv", made(exported(tmp_path), "csv")[f"incidents/data/{name}.csv"]
    )


def test_tables_hold_all_rows_with_all_columns(tmp_path: Path) -> None:
    files = made(exported(tmp_path), "csv")
    for name, columns, count in (
        ("postmortems", tables.POSTMORTEMS, 3),
        ("actions", tables.ACTION_ITEMS, 4),
        ("timeline", tables.TIMELINE, 4),
    ):
        content = files[f"incidents/data/{name}.csv"]
        rows = read(content)
        assert len(rows) == count
        assert tuple(rows[0]) == columns
        assert all(None not in row and None not in row.values() for row in rows)
        assert content.count(b"\n") == content.count(b"\r\n") == count + 1


def test_values_read_back(tmp_path: Path) -> None:
    files = made(exported(tmp_path), "csv")
    row = read(files["incidents/data/postmortems.csv"])[0]
    assert row["title"] == "Checkout returned errors for 82 minutes"
    assert row["services"] == "checkout-api; C++ builds"
    assert (row["ttm_seconds"], row["ttm_stated"], row["tta_seconds"]) == ("1860", "false", "")
    assert row["started_at"] == "2026-03-13T22:41:00Z"
    earlier = read(files["incidents/data/postmortems.csv"])[1]
    assert earlier["started_at"] == "2026-03-01"
    event = read(files["incidents/data/timeline.csv"])[0]
    assert event["event"] == '\'=1+1 was shown, "quoted"'
    assert event["url"].endswith("/incidents/INC-20260313-001/#t-2241")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+1", "--1", "- ", "'-", "-A1", "-3.", "-3 ", "-1e9", "-\u0663",
     "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "\u00a0=1", "\ufeff=1", "|cmd",
     "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\x00=1", "'=1", "''@x", "\u2028=1"],
)  # fmt: skip
def test_formulas_are_defused(text: str) -> None:
    assert spreadsheet.defused(text) == f"'{clean(text)}"
    assert not RUN.match(spreadsheet.defused(text))


@pytest.mark.parametrize(
    "text",
    ["", "SEV-2", "a = b", "1,5", "'quoted'", "it's", "#1", "'a", "-", "\uff0d", "-3", "-3.5"],
)
def test_other_texts_stay(text: str) -> None:
    assert spreadsheet.defused(text) == text


BEGINS = re.compile(r"[\s\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def undone(text: str) -> str:
    """A defused text as it was. What is harmless by itself is not behind an apostrophe."""
    return text[1:] if text.startswith("'") and BEGINS.match(text.lstrip("'")) else text


@pytest.mark.parametrize("text", ["-", "'-", "''-3", "=1", "'=1", "'a"])
def test_what_is_defused_reads_back(text: str) -> None:
    assert undone(spreadsheet.defused(text)) == text


CELLS = st.text(st.characters(codec="utf-8")) | st.text("=+-@'\t\r\n |\"x,;\uff1d\ufeff")


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_any_text_reads_back_and_none_is_run(rows: list[tuple[str, str]]) -> None:
    content = spreadsheet.encode(("a", "b"), ({"a": a, "b": b} for a, b in rows))
    found = read(content)
    assert [(undone(r["a"]), undone(r["b"])) for r in found] == [
        (clean(a), clean(b)) for a, b in rows
    ]
    assert not any(RUN.match(cell) for row in found for cell in row.values())


@given(st.lists(CELLS.filter(str), min_size=1, max_size=3, unique=True))
def test_no_name_of_a_column_is_run(names: list[str]) -> None:
    content = spreadsheet.encode(names, [])
    (found,) = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    assert [undone(name) for name in found] == [clean(name) for name in names]
    assert not any(map(RUN.match, found))


def test_a_severity_that_is_a_formula_is_no_column_that_is_run(tmp_path: Path) -> None:
    text = support.document().replace("severity: SEV-2", 'severity: "=SEV"')
    export = exported(tmp_path, {"INC-20260313-001.md": text}, severity_scale={"=SEV": 1})
    content = made(export, "csv")["incidents/data/charts/incidents-by-month.csv"]
    assert content.splitlines()[0] == b"Month,'=SEV,Total"


def test_the_manual_says_what_each_column_holds() -> None:
    manual = (PROJECT / "docs" / "exports.md").read_text("utf-8")
    for name, columns in (
        ("postmortems", tables.POSTMORTEMS),
        ("actions", tables.ACTION_ITEMS),
        ("timeline", tables.TIMELINE),
    ):
        part = manual.partition(f"### {name}.csv\n")[2].partition("\n#")[0]
        cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
        assert re.findall(r"`(\w+)`", " ".join(cells)) == list(columns), name


@given(CELLS)
def test_clean_text_has_no_control_characters(text: str) -> None:
    found = clean(text)
    assert clean(found) == found
    assert not [c for c in found if ord(c) < 32 and c not in "\t\n"]
