"""Input that no one should write, and some will: each gives a finding in one line, none a trace."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import cli, profiles, schemas, source
from mkdocs_postmortems.diagnostics import Diagnostic
from mkdocs_postmortems.settings import Limits
from tests.support import HEAD, NAME, SUMMARY, TESTS, check, check_text, document, places, project

LINE = re.compile(r"[^\x00-\x1f]+?:\d+:\d+: (error|warning|info) PM\d{3}: \S.*")
CLOSING = re.compile(
    r"\d+ postmortems? checked: .*|\d+ files? (not structured|ignored).*|What a code means: .*"
)
Make = Callable[[Path], None]


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of `postmortems check` in a folder."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    return cli.run(["check", *words])


def lines_of(out: str, files: int) -> list[str]:
    """The findings of a text report, after its form has been checked."""
    lines = out.splitlines()
    findings = [line for line in lines if LINE.fullmatch(line)]
    rest = [line for line in lines if not LINE.fullmatch(line)]
    assert rest, "the number of files is always printed"
    assert all(CLOSING.fullmatch(line) for line in rest), rest
    assert rest[0].startswith(f"{files} postmortem")
    return findings


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
    began = time.perf_counter()
    assert run(tmp_path, monkeypatch) == 1
    assert time.perf_counter() - began < 5
    out, err = capsys.readouterr()
    assert err == ""
    found = lines_of(out, files=1)
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
    ],
)
@pytest.mark.xfail(strict=True, reason="these get the general message, without a corrected line")
def test_more_that_people_type(line: str, fix: str, tmp_path: Path) -> None:
    found = check_text(tmp_path, f"---\n{line}\n---\n")
    assert [d.fix for d in found] == [fix]


def test_a_tab_is_named(tmp_path: Path) -> None:
    found = check_text(tmp_path, document("roles:\n\tscribe: dana.okafor\n"))
    assert found[0].message == "a tab stands where YAML wants spaces"
    assert "scribe: dana.okafor" in found[0].fix


@pytest.mark.parametrize("bomb", [alias_bomb(), merge_bomb(), "x-a: " + "[" * 40_000 + "\n"])
def test_a_bomb_is_refused_before_it_expands(bomb: str) -> None:
    raw = document(bomb).encode()
    times: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        assert isinstance(source.parse(raw, NAME, Limits()), list)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.05


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
    "script": "# <script>alert(1)</script> {{ 7*7 }} | a\n",
}


@pytest.mark.parametrize("name", OLD)
def test_old_files_are_counted_and_not_judged(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, {"outage 2019-04-02.md": OLD[name]})
    assert run(tmp_path, monkeypatch, "--strict") == 0
    out = capsys.readouterr().out
    assert lines_of(out, files=1) == []
    assert "1 file not structured yet (no front matter)." in out


@pytest.mark.xfail(strict=True, reason="`---` without an end of line is taken for an old file")
def test_only_dashes_without_an_end_of_line(tmp_path: Path) -> None:
    assert places(check_text(tmp_path, "---")) == [(1, "PM003")]


def test_empty_front_matter_is_an_empty_draft(tmp_path: Path) -> None:
    assert [d.code for d in check_text(tmp_path, "---\n---\n")] == ["PM205"]


# --- things that are no files --------------------------------------------------------------------


def _outside(folder: Path) -> None:
    (folder / "secret.txt").write_text("password")
    (folder / "postmortems/INC-1.md").symlink_to(folder / "secret.txt")


def _loop(folder: Path) -> None:
    (folder / "postmortems/INC-1.md").symlink_to("INC-2.md")
    (folder / "postmortems/INC-2.md").symlink_to("INC-1.md")


def _linked_folder(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/INC-1.md").write_text(document())
    (folder / "postmortems/linked").symlink_to(folder / "elsewhere")


def _folder_loop(folder: Path) -> None:
    (folder / "postmortems/again").symlink_to(".")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "postmortems/INC-1.md")


def _dangling(folder: Path) -> None:
    (folder / "postmortems/INC-1.md").symlink_to("nothing")


THINGS: dict[str, tuple[Make, int, int]] = {
    "a link out of the repository": (_outside, 2, 1),
    "a loop of links": (_loop, 3, 2),
    "a link to a folder": (_linked_folder, 1, 1),
    "a folder in itself": (_folder_loop, 1, 1),
    "a pipe": (_pipe, 2, 1),
    "a link to nothing": (_dangling, 2, 1),
}


@pytest.mark.parametrize("name", THINGS)
def test_only_plain_files_are_opened(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make, files, findings = THINGS[name]
    project(tmp_path, {NAME: document()})
    make(tmp_path)
    assert run(tmp_path, monkeypatch) == 1
    out = capsys.readouterr().out
    found = lines_of(out, files=files)
    assert len(found) == findings
    assert all(": error PM008: " in line for line in found)
    assert "password" not in out


def test_a_root_that_leads_out_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    (inside / "postmortems").symlink_to(tmp_path / "outside")
    assert run(inside, monkeypatch) == 2
    assert "lies outside the project folder" in capsys.readouterr().err


@pytest.mark.xfail(strict=True, reason="the walk is recursive", raises=RecursionError)
def test_folders_a_thousand_deep(tmp_path: Path) -> None:
    project(tmp_path, {NAME: document()})
    (tmp_path / "postmortems" / "/".join("a" * 1_200)).mkdir(parents=True)
    assert check(tmp_path).summary.files == 1


STRANGE = [b"INC-1\nerror.md", b"INC-1\xff.md", b"INC-1 \xe2\x80\xae.md", b"INC-1::error::.md",
           b"INC-1 'a' \"b\" $(id).md", b"inc-1%0A.md"]  # fmt: skip


@pytest.mark.parametrize("format_", ["text", "github", "json"])
def test_strange_file_names(
    format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    root = project(tmp_path, {}) / "postmortems"
    for name in STRANGE:
        path = os.path.join(os.fsencode(root), name)
        with open(path, "wb") as file:
            file.write(b"---\ntitle: Checkout: 500s\n---\n")
    assert run(tmp_path, monkeypatch, "--format", format_) == 1
    out = capsys.readouterr().out
    assert out.isprintable() or "\u202e" not in out
    if format_ == "json":
        assert len(json.loads(out)["diagnostics"]) == len(STRANGE)
    elif format_ == "text":
        assert len(lines_of(out, files=len(STRANGE))) == len(STRANGE)
    else:
        commands = [line for line in out.splitlines() if line.startswith("::")]
        assert len(commands) == len(STRANGE)


# --- several files -------------------------------------------------------------------------------


def test_ids_that_differ_by_case(tmp_path: Path) -> None:
    other = document("id: inc-20260313-001\n").replace("Checkout", "Search")
    found = check(project(tmp_path, {NAME: document(), "other-2.md": other})).diagnostics
    assert [(d.path, d.code, d.position.line) for d in found] == [
        ("postmortems/other-2.md", "PM301", 6)
    ]


def test_ten_breakages_are_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = TESTS / "bad_input" / "ten"
    project(tmp_path, {path.name: path.read_bytes() for path in folder.glob("*.md")})
    assert run(tmp_path, monkeypatch) == 1
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    found = lines_of(out, files=7)
    codes: list[str] = []
    for wanted in (folder / "expected.txt").read_text("utf-8").splitlines():
        place, level, code, words = wanted.split(" ", 3)
        start = f"postmortems/{place} {level} {code}: "
        fitting = [line for line in found if line.startswith(start)]
        assert len(fitting) == 1, start
        assert words in fitting[0]
        codes.append(code)
    assert len(set(codes)) == 10


def test_ten_breakages_give_ten_findings(tmp_path: Path) -> None:
    folder = TESTS / "bad_input" / "ten"
    project(tmp_path, {path.name: path.read_bytes() for path in folder.glob("*.md")})
    assert len(check(tmp_path).diagnostics) == 10


def test_all_faults_in_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"INC-{i}.md": content for i, (content, _) in enumerate(FAULTS.values())}
    project(tmp_path, files)
    assert run(tmp_path, monkeypatch) == 1
    found = lines_of(capsys.readouterr().out, files=len(FAULTS))
    named = {line.split(":")[0] for line in found}
    assert {f"postmortems/{name}" for name in files} <= named


def test_a_folder_of_empty_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, {f"INC-{i}.md": "" for i in range(20)})
    assert run(tmp_path, monkeypatch) == 0
    assert "20 files not structured yet" in capsys.readouterr().out


# --- the whole schema ----------------------------------------------------------------------------

SCHEMA: Mapping[str, Any] = json.loads(
    (profiles.schema_folder() / "postmortem.schema.json").read_text("utf-8")
)
RECORD = schemas.inline(SCHEMA, SCHEMA)
Place = tuple[str | int, ...]


def branches(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A schema and the alternatives in it."""
    return [schema, *(inner for b in schema.get("anyOf", ()) for inner in branches(b))]


def kinds(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types that may stand at a place."""
    found: set[str] = set()
    for branch in branches(schema):
        kind = branch.get("type", ())
        found |= {kind} if isinstance(kind, str) else set(kind)
    return found


def nodes(schema: Mapping[str, Any], path: Place = ()) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every place of a record with its schema; lists by their first item."""
    if path:
        yield path, schema
    for branch in branches(schema):
        for key, child in branch.get("properties", {}).items():
            yield from nodes(child, (*path, key))
        if "items" in branch:
            yield from nodes(branch["items"], (*path, 0))


NODES = list(nodes(RECORD))


def written(path: Place, value: str) -> tuple[str, int]:
    """Front matter with one value at a path, a line for each step, and the value's line."""
    lines: list[str] = []
    for depth, key in enumerate(path):
        step = "-" if isinstance(key, int) else f"{key}:"
        lines.append("  " * depth + step)
    lines[-1] += f" {value}"
    return "\n".join(lines) + "\n", len(lines)


def wrong_values(schema: Mapping[str, Any]) -> Iterator[str]:
    """A text, a list and a group, where none of its kind may stand."""
    allowed = kinds(schema)
    if "string" not in allowed:
        yield '"zz zz"'
    if "array" not in allowed:
        yield "[zz, [zz], {zz: zz}]"
    if "object" not in allowed:
        yield "{zz: zz, yy: [zz]}"


@pytest.mark.parametrize("top", RECORD["properties"])
def test_wrong_types_everywhere(top: str, tmp_path: Path) -> None:
    """At every place of the record a value of each wrong kind: PM1xx at its line."""
    tried = 0
    for path, schema in NODES:
        if path[0] != top:
            continue
        for value in wrong_values(schema):
            text, line = written(path, value)
            found = check_text(tmp_path, f"---\n{text}---\n")
            here = [d for d in found if d.position.line == line + 1 and d.code.startswith("PM1")]
            assert here, (path, value, [d.sentence() for d in found])
            tried += 1
    assert tried


def test_wrong_types_all_at_once(tmp_path: Path) -> None:
    """Every top-level key wrong in one file: one finding each, in one run."""
    rows = [(key, next(wrong_values(schema))) for key, schema in RECORD["properties"].items()]
    text = "".join(f"{key}: {value}\n" for key, value in rows)
    found = check_text(tmp_path, f"---\n{text}---\n")
    lines = {d.position.line for d in found if d.code.startswith("PM1")}
    assert lines == set(range(2, len(rows) + 2))


def objects(
    schema: Mapping[str, Any], path: Place = ()
) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every group of keys: its place and its properties."""
    for place, node in [(path, schema), *nodes(schema)]:
        for branch in branches(node):
            if "properties" in branch:
                yield place, branch["properties"]


OBJECTS = list(objects(RECORD))


@pytest.mark.parametrize(
    ("path", "properties"), OBJECTS, ids=[".".join(map(str, p)) or "record" for p, _ in OBJECTS]
)
def test_unknown_keys_everywhere(
    path: Place, properties: Mapping[str, Any], tmp_path: Path
) -> None:
    """A misspelt key anywhere is found at its line, and the key meant is named."""
    for key in properties:
        misspelt = f"{key[:2]}{key[3:]}"
        if len(key) < 6 or misspelt in properties:
            continue
        text, line = written((*path, misspelt), "zz")
        found = [d for d in check_text(tmp_path, f"---\n{text}---\n") if d.code == "PM101"]
        assert [(d.position.line, d.nearest) for d in found] == [(line + 1, key)]


# --- hostile text --------------------------------------------------------------------------------

_FORMS = {
    "postmortem-instant": "2026-03-13 22:41",
    "postmortem-timeline-time": "22:41",
    "postmortem-date": "2026-03-13",
    "postmortem-duration": "1h 22m",
    "postmortem-url": "https://example.com/a?b=%7B%7B",
    "postmortem-id": "INC-20260313-001",
}
_FIXED = {"profile": "service", "severity": "SEV-2", "timezone": "UTC", "status": "in_review",
          "schema_version": "1"}  # fmt: skip


def full(schema: Mapping[str, Any], words: str) -> object:
    """A record with every field, the free texts being `words`."""
    for branch in sorted(branches(schema), key=lambda b: b.get("type") != "object"):
        kind = branch.get("type")
        if "enum" in branch:
            return branch["enum"][0]
        if "const" in branch or kind is None:
            continue
        if kind == "object":
            return {key: full(child, words) for key, child in branch["properties"].items()}
        if kind == "array":
            return [full(branch["items"], words)]
        if kind in ("integer", "number"):
            return 1
        if kind == "boolean":
            return True
        return "A1" if "pattern" in branch else _FORMS.get(branch.get("format", ""), words)
    raise AssertionError(schema)


def full_document(words: str) -> str:
    """A file whose front matter holds every field of the record."""
    record = full(RECORD, words)
    assert isinstance(record, dict)
    record |= _FIXED
    rows = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items()]
    return "---\n" + "\n".join(rows) + f"\n---\n{SUMMARY}\n## Root cause\n\n{words}\n"


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% include 'x' %} ${7*7} <%= 7 %>",
    "a | b || c \\| d",
    "::error file=a::b ##[error]c",
    "[x](javascript:alert(1)) ![y](data:text/html,z) <https://a>",
    '=HYPERLINK("https://a") +1 -1 @SUM(A1)',
    "'; DROP TABLE incidents; -- \" ' ` \\",
    "%n%s%5 %0A &amp; &lt; &#x27; ]]> <!-- --> --8<--",
    "../../etc/passwd \\\\host\\share file:///etc/passwd",
    "𝄞 e\u0301 \u05e9\u05dc\u05d5\u05dd 日本語 " + "ﷺ" * 20,
    "*" * 40 + "_" * 40 + "#" * 40 + "~" * 40,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_every_field(words: str, tmp_path: Path) -> None:
    """Every free text may hold anything printable: nothing crashes, nothing is refused."""
    found = check_text(tmp_path, full_document(words))
    assert [d.sentence() for d in found if d.code[:3] in ("PM0", "PM1")] == []


@pytest.mark.parametrize("format_", ["text", "github", "json"])
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_findings(
    words: str, format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """What a finding quotes cannot end its line or begin a workflow command."""
    quoted = json.dumps(words, ensure_ascii=False)
    extra = f"kind: {quoted}\n{quoted}: 1\ndetected_at: {quoted}\ntimezone: {quoted}\n"
    project(tmp_path, {NAME: document(extra, body=f"# {words}\n\n{SUMMARY}")})
    assert run(tmp_path, monkeypatch, "--format", format_) == 1
    out = capsys.readouterr().out
    if format_ == "json":
        assert len(json.loads(out)["diagnostics"]) >= 4
        return
    assert "##[" not in out
    commands = [line for line in out.splitlines() if line.lstrip().startswith("::")]
    assert bool(commands) is (format_ == "github")
    assert all(re.match(r"::(error|warning|notice) file=[^,:]+,line=\d+", c) for c in commands)


def test_every_field_at_once_is_valid(tmp_path: Path) -> None:
    """The smallest record with every field: so the schema can be fulfilled."""
    found: tuple[Diagnostic, ...] = check_text(tmp_path, full_document("Words."))
    assert [d for d in found if d.code.startswith("PM1")] == []


def test_the_base_document_has_no_finding(tmp_path: Path) -> None:
    """The document that the other tests break is itself fine."""
    assert check_text(tmp_path, document()) == ()
    assert HEAD in document()
