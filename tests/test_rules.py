"""Every rule against its fixtures in `tests/rules/<CODE>/`.

A fixture is a file, or a folder of files for a rule that compares several. Its name begins with
`clean` when nothing may be found in it; in all others the rule of the folder must be found. It
carries its own expectation, and nothing beside it may be found:

- in the front matter a comment at the end of the line: `# PM201`, or `# PM201:14` with the column;
- in the body a comment at the end of the line: `<!-- PM211:3 -->`;
- where a comment would disturb the case, lines `line:column CODE` in `<name>.expect` beside it.

A `registry.yml` in the folder of a rule is the registry of all its fixtures, and an `actions.csv`
the export of a tracker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import pytest

from mkdocs_postmortems import rules
from mkdocs_postmortems.diagnostics import Diagnostic
from mkdocs_postmortems.settings import Settings
from tests.support import TESTS, check, document, project

_FIXTURES = TESTS / "rules"
_FRONT = re.compile(r"#((?: PM\d{3}(?::\d+)?)+)[ \t]*$")
_BODY = re.compile(r"<!--((?: PM\d{3}(?::\d+)?)+) -->[ \t]*$")
_MARK = re.compile(r"(PM\d{3})(?::(\d+))?")


@dataclass(frozen=True)
class Case:
    """A fixture: the rule it is about, and its files by their path in the project."""

    code: str
    name: str
    files: dict[str, Path]

    @property
    def clean(self) -> bool:
        return Path(self.name).name.startswith("clean")

    @property
    def key(self) -> str:
        return f"{self.code}/{self.name}"


def _cases() -> list[Case]:
    found: list[Case] = []
    for folder in sorted(path for path in _FIXTURES.iterdir() if path.is_dir()):
        for entry in sorted(folder.iterdir()):
            if entry.is_dir():
                files = {p.relative_to(entry).as_posix(): p for p in sorted(entry.rglob("*.md"))}
                found.append(Case(folder.name, entry.name, files))
            elif entry.suffix == ".md":
                found.append(Case(folder.name, entry.name, {entry.name: entry}))
    return found


CASES = _cases()
FAILING = [case for case in CASES if not case.clean]


def _expected(path: Path) -> list[tuple[int, str, int | None]]:
    """The findings that a fixture asks for: line, code, and the column where it names one."""
    sidecar = path.with_name(f"{path.name}.expect")
    if sidecar.is_file():
        lines = (line.split() for line in sidecar.read_text("utf-8").splitlines() if line.strip())
        return [(int(place.split(":")[0]), code, int(place.split(":")[1])) for place, code in lines]
    text = path.read_text("utf-8")
    lines_of_file = text.split("\n")
    end = next((i for i, line in enumerate(lines_of_file[1:], 1) if line.rstrip() == "---"), 0)
    expected: list[tuple[int, str, int | None]] = []
    for index, line in enumerate(lines_of_file):
        match = (_FRONT if index < end else _BODY).search(line)
        for code, column in _MARK.findall(match[1]) if match else ():
            expected.append((index + 1, code, int(column) if column else None))
    return expected


# What must be configured for a rule to have anything to say.
_CONFIGURED = {"PM307": Settings(audience="public")}


def _run(
    case: Case, folder: Path, rules_: Mapping[str, str] = MappingProxyType({})
) -> tuple[Diagnostic, ...]:
    content: dict[str, str | bytes] = {n: path.read_bytes() for n, path in case.files.items()}
    where = project(folder, content)
    options = replace(_CONFIGURED.get(case.code, Settings()), rules=rules_)
    for setting, name in (("registry", "registry.yml"), ("action_state", "actions.csv")):
        beside = _FIXTURES / case.code / name
        if beside.is_file():
            (where / name).write_bytes(beside.read_bytes())
            options = replace(options, **{setting: name})
    return check(where, options).diagnostics


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_fixture(case: Case, tmp_path: Path) -> None:
    """Exactly the marked findings, at their lines and columns, and no other rule's."""
    found = _run(case, tmp_path)
    for name, path in case.files.items():
        here = [d for d in found if d.path == f"postmortems/{name}"]
        expected = _expected(path)
        assert sorted((d.position.line, d.code) for d in here) == sorted(
            (line, code) for line, code, _ in expected
        )
        places = {(d.position.line, d.code, d.position.column) for d in here}
        for line, code, column in expected:
            assert column is None or (line, code, column) in places
    assert bool([d for d in found if d.code == case.code]) is not case.clean


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case.key)
def test_fixture_needs_its_rule(case: Case, tmp_path: Path) -> None:
    """With the rule ignored the finding is gone: the fixture fails because of this rule."""
    assert any(d.code == case.code for d in _run(case, tmp_path))
    ignored = _run(case, tmp_path, {case.code: "ignore"})
    assert not [d for d in ignored if d.code == case.code]


@pytest.mark.parametrize("case", FAILING, ids=lambda case: case.key)
def test_fixture_can_be_acted_on(case: Case, tmp_path: Path) -> None:
    """A finding says in one short line what is wrong, and what to write instead."""
    for diagnostic in _run(case, tmp_path):
        sentence = diagnostic.sentence()
        assert diagnostic.fix or diagnostic.allowed or diagnostic.nearest
        assert sentence.endswith((".", "?", "`")) or diagnostic.allowed
        assert "\n" not in sentence


# --- fixtures that no text file can hold ---------------------------------------------------------


def _linked(folder: Path) -> None:
    (folder / "outside.txt").write_text("secret")
    (folder / "postmortems" / "INC-1.md").symlink_to(folder / "outside.txt")


def _file(content: str | bytes) -> Callable[[Path], None]:
    return lambda folder: void(project(folder, {"INC-1.md": content}))


def void(_: object) -> None:
    """Drop a value."""


MADE: dict[str, dict[str, tuple[Callable[[Path], None], tuple[int, int]]]] = {
    "PM001": {
        "latin-1": (_file(document().replace("Card", "Café").encode("latin-1")), (9, 4)),
        "in the front matter": (_file(b"---\ntitle: caf\xe9\n---\n"), (2, 11)),
        "utf-16": (_file(document().encode("utf-16")), (1, 1)),
        "a cut character": (_file(document().encode() + "é".encode()[:1]), (10, 1)),
    },
    "PM002": {
        "nul": (_file(document(body="a\x00b\n")), (7, 2)),
        "escape": (_file(document("document_owner: a\x1b[2Kb\n")), (6, 18)),
        "next line": (_file(document("document_owner: a\x85b\n")), (6, 18)),
        "written as an escape": (_file(document('document_owner: "a\\x08b"\n')), (6, 17)),
    },
    "PM007": {
        "file": (_file(document(body="text\n" * 210_000)), (1, 1)),
        "front matter": (_file(document("x-log: |\n" + "  text\n" * 10_000)), (1, 1)),
        "value": (_file(document(f"x-log: {'a' * 20_001}\n")), (6, 8)),
        "nodes": (_file(document(f"x-log: [{','.join('a' * 10_001)}]\n")), (6, 19999)),
    },
    "PM008": {"link": (_linked, (1, 1))},
    "PM010": {
        "override": (_file(document("document_owner: a\u202eb\n")), (6, 18)),
        "unbalanced isolate": (_file(document(body="a \u2067b\n\nc\u2069\n")), (7, 3)),
        "zero width": (_file(document("document_owner: a\u200bb\n")), (6, 18)),
        "line separator": (_file(document("document_owner: a\u2028b\n")), (6, 18)),
        "tag letters": (_file(document("document_owner: a\U000e0041b\n")), (6, 18)),
    },
}
_MADE = [(code, name) for code, cases in MADE.items() for name in cases]


@pytest.mark.parametrize(("code", "name"), _MADE)
def test_made_case(code: str, name: str, tmp_path: Path) -> None:
    """The same for bytes that no editor would keep."""
    make, (line, column) = MADE[code][name]
    project(tmp_path, {})
    make(tmp_path)
    found = check(tmp_path).diagnostics
    assert [(d.code, d.position.line, d.position.column) for d in found] == [(code, line, column)]
    assert found[0].fix
    assert not check(tmp_path, Settings(rules={code: "ignore"})).diagnostics


# --- the set of rules ----------------------------------------------------------------------------


def test_every_rule_has_a_failing_and_a_clean_fixture() -> None:
    failing = {case.code for case in FAILING} | set(MADE)
    clean = {case.code for case in CASES if case.clean}
    codes = set(rules.entries())
    assert codes - failing == set()
    assert codes - clean == set()
    assert {case.code for case in CASES} <= codes


@pytest.mark.parametrize("code", rules.entries())
def test_rule_is_documented(code: str) -> None:
    """The docstring is what `explain` and the manual print."""
    entry = rules.entries()[code]
    assert entry.rule.code == code
    prose = re.sub(r"^(`{3,}).*?^\1$", "", entry.documentation, flags=re.M | re.S)
    headings = re.findall(r"^## (.+)$", prose, re.M)
    assert headings == ["What it does", "Why it matters", "Example", "How to fix"]
    assert entry.documentation.split("\n", 1)[0].endswith(".")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.rule.name)


def test_names_of_rules_differ() -> None:
    names = [entry.rule.name for entry in rules.entries().values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("level", ["error", "warning", "info"])
def test_configured_level_wins(level: str, tmp_path: Path) -> None:
    text = document("detected_at: 2026-03-13 21:44\n")
    found = check(project(tmp_path, {"INC-1.md": text}), Settings(rules={"PM201": level}))
    assert [(d.code, d.level.value) for d in found.diagnostics] == [("PM201", level)]


def test_a_draft_is_judged_more_mildly(tmp_path: Path) -> None:
    text = document("detected_at: 2026-03-13 21:44\n").replace("in_review", "draft")
    found = check(project(tmp_path, {"INC-1.md": text})).diagnostics
    assert {d.code: d.level.value for d in found} == {"PM201": "warning", "PM205": "info"}


_SUPPRESS = """detected_at: 2026-03-13 21:44
suppress:
  - {rule: PM201, reason: "Two clocks."%s}
"""


@pytest.mark.parametrize(
    ("until", "left"),
    [
        ("", []),
        (", until: 2026-11-21", []),
        (", until: 2027-01-01", []),
        (", until: 2026-11-20", ["PM201"]),
        (", until: unknown", ["PM201", "PM218"]),
        (", until: 2026-11-31", ["PM201", "PM104"]),
    ],
)
def test_suppression_in_the_file(until: str, left: list[str], tmp_path: Path) -> None:
    found = check(project(tmp_path, {"INC-1.md": document(_SUPPRESS % until)})).diagnostics
    assert [d.code for d in found] == left


def test_suppression_needs_a_reason(tmp_path: Path) -> None:
    text = document(_SUPPRESS.replace(', reason: "Two clocks."', "") % "")
    found = check(project(tmp_path, {"INC-1.md": text})).diagnostics
    assert [d.code for d in found] == ["PM201", "PM105"]


def test_what_is_unsafe_cannot_be_suppressed(tmp_path: Path) -> None:
    text = document('suppress: [{rule: PM211, reason: "x"}]\n', body="<script>x\n")
    text = text.replace("in_review", "withdrawn")
    found = check(project(tmp_path, {"INC-1.md": text})).diagnostics
    assert sorted(d.code for d in found) == ["PM211", "PM218"]
