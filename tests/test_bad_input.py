"""Text that no one should write, and some will: each gives a finding in one line, none a trace."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mkdocs_postmortems import source
from mkdocs_postmortems.settings import Limits
from tests.support import (
    NAME,
    SUMMARY,
    check_text,
    document,
    finding_lines,
    places,
    project,
    run_check,
)  # fmt: skip

# --- one file, one fault -------------------------------------------------------------------------


def alias_bomb(levels: int = 10) -> str:
    rows = ["x-a: &a [b, b, b, b, b, b, b, b, b]"]
    rows += [f"x-{i}: &n{i} [{', '.join(['*a' if i == 0 else f'*n{i - 1}'] * 9)}]"
             for i in range(levels)]  # fmt: skip
    return "\n".join(rows) + "\n"


def merge_bomb(levels: int = 22) -> str:
    rows = ["x-0: &m0 {a: b}"]
    rows += [f"x-{i}: &m{i} {{<<: [*m{i - 1}, *m{i - 1}]}}" for i in range(1, levels)]
    return "\n".join(rows) + "\n"


FAULTS: dict[str, tuple[str | bytes, list[tuple[int, int, str]]]] = {
    "not UTF-8": (b"---\ntitle: caf\xe9\n---\n", [(2, 11, "PM001")]),
    "UTF-16": (document().encode("utf-16"), [(1, 1, "PM001")]),
    "NUL": (document(body="a\x00b\n"), [(7, 2, "PM002")]),
    "all NUL": (b"\x00" * 4096, [(1, 1, "PM002")]),
    "second colon": ("---\ntitle: Checkout: 500s\n---\n", [(2, 8, "PM004")]),
    "at sign": (document("document_owner: @dana\n"), [(6, 17, "PM004")]),
    "percent": (document("x-x: %5\n"), [(6, 6, "PM004")]),
    "tab": (document("roles:\n\tscribe: dana.okafor\n"), [(7, 1, "PM004")]),
    "duplicate key": (document("title: again\n"), [(6, 1, "PM005")]),
    "alias bomb": (document(alias_bomb()), [(6, 6, "PM006")]),
    "merge bomb": (document(merge_bomb()), [(6, 6, "PM006")]),
    "10 MB front matter": (document("x-log: |\n" + "  text\n" * 1_500_000), [(1, 1, "PM007")]),
    "100 kB front matter": (document("x-log: |\n" + "  text\n" * 15_000), [(1, 1, "PM007")]),
    "brackets 40,000 deep": (document("x-a: " + "[" * 40_000 + "\n"), [(6, 25, "PM007")]),
    "braces 20,000 deep": (document("x-a: " + "{a: " * 12_000 + "\n"), [(6, 82, "PM007")]),
    "JSON 15,000 deep": (document("x-a: " + '{"a":' * 12_000 + "\n"), [(6, 101, "PM007")]),
    "dashes 20,000 deep": (document("x-a:\n  " + "- " * 20_000 + "b\n"), [(7, 41, "PM007")]),
    "one value of 60 kB": (document("x-a: " + "a" * 60_000 + "\n"), [(6, 6, "PM007")]),
    "10,000 keys": (
        document("".join(f"x-{i}:\n" for i in range(10_001)), head=""),
        [(1, 1, "PM007")],
    ),
    "only dashes": ("---\n", [(1, 1, "PM003")]),
    "never closed": ("---\ntitle: a\n", [(1, 1, "PM003")]),
    "a blank line first": ("\n" + document(), [(2, 1, "PM003")]),
    "a list": ("---\n- a\n---\n", [(2, 1, "PM009")]),
    "a text": ("---\nonly words\n---\n", [(2, 1, "PM009")]),
    "a number": ("---\n42\n---\n", [(2, 1, "PM009")]),
    "id with dots": (document("id: ../../etc/passwd1\n"), [(6, 5, "PM104")]),
    "id with a slash": (document("id: a/b1\n"), [(6, 5, "PM104")]),
    "id of 65 letters": (document(f"id: {'a1' * 33}\n"), [(6, 5, "PM104")]),
    "unknown key": (document("severty: x\n"), [(6, 1, "PM101")]),
    "bidi": (document("document_owner: a\u202eb\n"), [(6, 18, "PM010")]),
    "python tag": (document("x-a: !!python/name:os.system\n"), [(6, 6, "PM006")]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_fault(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content, expected = FAULTS[name]
    project(tmp_path, {NAME: content})
    began = time.process_time()  # not what other processes take meanwhile
    assert run_check(tmp_path, monkeypatch) == 1
    assert time.process_time() - began < 5
    out, err = capsys.readouterr()
    assert err == ""
    found = finding_lines(out, files=1)
    wanted = [
        f"postmortems/{NAME}:{line}:{column}: error {code}:" for line, column, code in expected
    ]
    assert [line[: len(want)] for line, want in zip(found, wanted, strict=True)] == wanted


QUOTED = {
    "title: Checkout: 500s": 'Write `title: "Checkout: 500s"`.',
    "document_owner: @dana": 'Write `document_owner: "@dana"`.',
    "x-x: %5": 'Write `x-x: "%5"`.',
    "x-x: `code` here": 'Write `x-x: "`code` here"`.',
    'x-x: a "quoted" word: yes': r'Write `x-x: "a \"quoted\" word: yes"`.',
    r"x-x: C:\logs: full": r'Write `x-x: "C:\\logs: full"`.',
    "x-x: - not a list": 'Write `x-x: "- not a list"`.',
    "x-x: 5 %: high": 'Write `x-x: "5 %: high"`.',
}


@pytest.mark.parametrize("line", QUOTED)
def test_the_first_things_people_type_get_their_line_back(line: str, tmp_path: Path) -> None:
    """The finding shows the corrected line, and that line mends the file."""
    found = check_text(tmp_path / "a", f"---\n{line}\n---\n")
    assert [d.code for d in found] == ["PM004"]
    assert found[0].position.line == 2
    assert found[0].fix == QUOTED[line]
    mended = QUOTED[line].removeprefix("Write `").removesuffix("`.")
    again = check_text(tmp_path / "b", f"---\n{mended}\n---\n")
    assert "PM004" not in [d.code for d in again]


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("x-x: *Important* change", 'Write `x-x: "*Important* change"`.'),
        ("authors:\n  - @dana", 'Write `- "@dana"`.'),
        ("authors: [@dana]", 'Write `authors: ["@dana"]`.'),
        ("tags:\n  - - %a", 'Write `- - "%a"`.'),
        ("tags: [a, %b, `c`]", 'Write `tags: [a, "%b", "`c`"]`.'),
        ("timeline:\n  - event: *Alert* pages", 'Write `- event: "*Alert* pages"`.'),
    ],
)
def test_more_that_people_type(line: str, fix: str, tmp_path: Path) -> None:
    found = check_text(tmp_path / "a", f"---\n{line}\n---\n")
    assert [d.fix for d in found] == [fix]
    mended = fix.removeprefix("Write `").removesuffix("`.")
    whole = "\n".join([*line.split("\n")[:-1], mended])
    again = check_text(tmp_path / "b", f"---\n{whole}\n---\n")
    assert "PM004" not in [d.code for d in again]


@pytest.mark.parametrize("line", ["x-x: [a, [b], @c]", "x-x: @" + "a" * 9000, '- "a" b', "x-x: [a"])
def test_what_is_not_sure_gets_no_corrected_line(line: str, tmp_path: Path) -> None:
    found = check_text(tmp_path, f"---\n{line}\n---\n")
    assert [d.code for d in found] == ["PM004"]
    assert "Write `" not in found[0].fix
    assert len(found[0].sentence()) < 400


def test_a_tab_is_named(tmp_path: Path) -> None:
    found = check_text(tmp_path, document("roles:\n\tscribe: dana.okafor\n"))
    assert found[0].message == "a tab stands where YAML wants spaces"
    assert "scribe: dana.okafor" in found[0].fix


@pytest.mark.parametrize("bomb", [alias_bomb(), merge_bomb(), "x-a: " + "[" * 40_000 + "\n"])
def test_a_bomb_is_refused_before_it_expands(bomb: str) -> None:
    raw = document(bomb).encode()
    times: list[float] = []
    for _ in range(5):
        began = time.process_time()
        assert isinstance(source.parse(raw, NAME, Limits()), list)
        times.append(time.process_time() - began)
    assert min(times) < 0.2


def test_all_faults_in_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"INC-{i}.md": content for i, (content, _) in enumerate(FAULTS.values())}
    project(tmp_path, files)
    assert run_check(tmp_path, monkeypatch) == 1
    found = finding_lines(capsys.readouterr().out, files=len(FAULTS))
    named = {line.split(":")[0] for line in found}
    assert {f"postmortems/{name}" for name in files} <= named


# --- what is fine --------------------------------------------------------------------------------

FINE: dict[str, str | bytes] = {
    "BOM": b"\xef\xbb\xbf" + document().encode(),
    "CRLF": document().replace("\n", "\r\n"),
    "CR": document().replace("\n", "\r"),
    "no end of line": document().rstrip("\n"),
    "spaces after the dashes": document().replace("---\n", "--- \t\n"),
}


@pytest.mark.parametrize("name", FINE)
def test_harmless_bytes(name: str, tmp_path: Path) -> None:
    assert check_text(tmp_path, FINE[name]) == ()


def test_positions_hold_with_bom_and_crlf(tmp_path: Path) -> None:
    text = document("severty: x\n", body=SUMMARY + "\n<script>\n").replace("\n", "\r\n")
    found = check_text(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert [(d.code, d.position.line, d.position.column) for d in found] == [
        ("PM101", 6, 1),
        ("PM211", 12, 1),
    ]


OLD = {
    "no front matter": "# Outage of 2019-04-02\n\nWhat happened.\n",
    "empty": "",
    "blank": "\n\n\n",
    "comparison": "# p99 <threshold {{ 7*7 }} | a\n",
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# <script>alert(1)</script>\n", "PM211"),
        ("# Old\n\n```\nopen\n", "PM213"),
        ("[" * 19_000 + "\n", "PM214"),
        ('--8<-- "secret.txt"\n', "PM217"),
    ],
)
def test_old_files_are_judged_on_what_is_unsafe(text: str, code: str, tmp_path: Path) -> None:
    assert code in {d.code for d in check_text(tmp_path, text, "outage 2019-04-02.md")}


@pytest.mark.parametrize("name", OLD)
def test_old_files_are_counted_and_not_judged(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, {"outage 2019-04-02.md": OLD[name]})
    assert run_check(tmp_path, monkeypatch, "--strict") == 0
    out = capsys.readouterr().out
    assert finding_lines(out, files=1) == []
    assert "1 file not structured yet (no front matter)." in out


def test_only_dashes_without_an_end_of_line(tmp_path: Path) -> None:
    assert places(check_text(tmp_path, "---")) == [(1, "PM003")]


def test_empty_front_matter_is_an_empty_draft(tmp_path: Path) -> None:
    assert [d.code for d in check_text(tmp_path, "---\n---\n")] == ["PM205"]
