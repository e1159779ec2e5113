"""The YAML reader: what it gives, where it says things stand, and what it refuses."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import yaml_io
from mkdocs_postmortems.diagnostics import Position
from mkdocs_postmortems.settings import Limits
from mkdocs_postmortems.yaml_io import Marks
from mkdocs_postmortems.yaml_problems import YamlProblem
from tests.support import growth

LIMITS = Limits()
# Printable text without the characters that the reader refuses.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co")),
    max_size=12,
)
KEYS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
PLAIN = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def emptied(data: object) -> object:
    """Data as BaseLoader gives it, with the empty plain text as None."""
    if isinstance(data, dict):
        return {key: emptied(value) for key, value in data.items()}
    return [emptied(item) for item in data] if isinstance(data, list) else data


@given(st.dictionaries(KEYS, PLAIN, max_size=5), st.booleans())
def test_the_same_as_a_reader_without_types(data: dict[str, object], flow: bool) -> None:
    text = yaml.safe_dump(
        data, allow_unicode=True, default_flow_style=flow, default_style=None, width=60
    )
    assert emptied(yaml_io.load(text, LIMITS)) == yaml.load(text, yaml.BaseLoader)


@given(st.dictionaries(KEYS, PLAIN, max_size=5))
def test_marks_change_nothing_and_point_at_the_text(data: dict[str, object]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"', width=10_000)
    marks: dict[tuple[str | int, ...], Marks] = {}
    loaded = yaml_io.load(text, LIMITS, marks, first_line=2)
    assert loaded == yaml_io.load(text, LIMITS)
    lines = text.split("\n")
    for path, mark in marks.items():
        node = loaded
        for step in path:
            node = node[step]  # type: ignore[index]
        rest = lines[mark.value.line - 2][mark.value.column - 1 :]
        if isinstance(node, str):
            assert rest.startswith('"')
        if isinstance(path[-1], str):
            key = lines[mark.key.line - 2][mark.key.column - 1 :]
            assert key.startswith(f'"{path[-1]}"')


@given(st.text(max_size=80) | st.lists(st.sampled_from(
    ["a", ":", " ", "\n", "- ", "[", "]", "{", "}", ",", '"', "'", "&a", "*a", "!t", "|", ">", "#",
     "?", "<<", "\t", "%", "@", "---", "...", "é"]), max_size=40).map("".join))  # fmt: skip
def test_any_text_gives_data_or_a_problem(text: str) -> None:
    problem = problem_of(text)
    if problem is not None:
        assert problem.code in ("PM002", "PM004", "PM005", "PM006", "PM007", "PM010")
        assert 1 <= problem.position.line <= text.count("\n") + 2
        assert problem.position.column >= 1
        assert problem.fix or problem.code == "PM004"


def problem_of(text: str) -> YamlProblem | None:
    try:
        yaml_io.load(text, LIMITS, {})
    except YamlProblem as problem:
        return problem
    return None


@pytest.mark.parametrize(
    "written",
    ["1.10", "0012", "NO", "22:44", "404", "1e3", "0x1F", "~", "null", "true", "2026-03-13", "on",
     "=", ".inf", "1_000", "0b1", "12:34:56", "yes", "Null"],
)  # fmt: skip
def test_plain_scalars_stay_text(written: str) -> None:
    assert yaml_io.load(f"key: {written}", LIMITS) == {"key": written}


def test_empty_values() -> None:
    text = "a:\nb: ''\nc: \"\"\nd: []\ne: {}\nf: [ , x]\n".replace(" ,", "'',")
    assert yaml_io.load(text, LIMITS) == {
        "a": None, "b": "", "c": "", "d": [], "e": {}, "f": ["", "x"],
    }  # fmt: skip
    assert yaml_io.load("", LIMITS) is None
    assert yaml_io.load("# only a comment\n", LIMITS) is None


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\na: 2\n", "PM005", 2, 1),
        ("Name: 1\nname: 2\n", "PM005", 2, 1),
        ("name: 1\nNAME: 2\n", "PM005", 2, 1),
        ("straße: 1\nSTRASSE: 2\n", "PM005", 2, 1),
        ("name: 1\nna\u200bme: 2\n", "PM005", 2, 1),
        ("a: {b: 1, B: 2}\n", "PM005", 1, 11),
        ("a: &x 1\n", "PM006", 1, 4),
        ("a: *x\n", "PM006", 1, 4),
        ("&x a: 1\n", "PM006", 1, 1),
        ("a: !t 1\n", "PM006", 1, 4),
        ("a: !!str 1\n", "PM006", 1, 4),
        ("a: ! 1\n", "PM006", 1, 4),
        ("<<: {a: 1}\n", "PM006", 1, 1),
        ("a: {<<: [b]}\n", "PM006", 1, 5),
        ("A: 1\n<<: {a: 1}\n", "PM006", 2, 1),
        ("[a]: 1\n", "PM004", 1, 1),
        ("a: 1\n---\nb: 2\n", "PM004", 2, 1),
        ('a: "\\0"\n', "PM002", 1, 4),
        ('a: "\\e[2K"\n', "PM002", 1, 4),
        ('a: "\\u202e"\n', "PM010", 1, 4),
        ('a: "\\u061c"\n', "PM010", 1, 4),
        ('a: "\\L"\n', "PM010", 1, 4),
        ('a: "\\uFFFE"\n', "PM002", 1, 4),
        ('a:\n  "b\\u200b": 1\n', "PM010", 2, 3),
        ('a: "\\N"\n', "PM002", 1, 4),
        ("a: [" * 12 + "\n", "PM007", 1, 41),
        ("a: " + "[" * 30 + "\n", "PM007", 1, 23),
    ],
)
def test_refused(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(YamlProblem) as caught:
        yaml_io.load(text, LIMITS)
    assert caught.value.code == code
    if code != "PM007":
        assert caught.value.position == Position(line, column)


@pytest.mark.parametrize("escape", ["\\uFFFE", "\\uFEFF", "\\u200b", "\\U000E0041", "\\u2060"])
def test_invisible_characters_written_as_escapes(escape: str) -> None:
    with pytest.raises(YamlProblem):
        yaml_io.load(f'a: "x{escape}y"\n', LIMITS)


def test_control_characters_in_keys() -> None:
    with pytest.raises(YamlProblem):
        yaml_io.load('"x-\\e": 1\n', LIMITS)


@pytest.mark.parametrize("written", ['"caf\\u00e9 \\t x"', '"👩\\u200d🔧"', '"a\\nb"', '"\\u200f"'])
def test_harmless_escapes(written: str) -> None:
    assert isinstance(yaml_io.load(f"a: {written}\n", LIMITS), dict)


def test_quoted_merge_keys_are_text() -> None:
    assert yaml_io.load('"<<": a\n', LIMITS) == {"<<": "a"}


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (Limits(yaml_depth=2), "a: {b: {c: 1}}\n"),
        (Limits(yaml_nodes=3), "a: [1, 2, 3, 4]\n"),
        (Limits(value_characters=5), "a: abcdef\n"),
    ],
)
def test_limits_are_settings_and_named(limits: Limits, text: str) -> None:
    with pytest.raises(YamlProblem) as caught:
        yaml_io.load(text, limits)
    assert caught.value.code == "PM007"
    assert any(name in caught.value.message for name in Limits.__slots__)


def test_first_line_shifts_positions() -> None:
    marks: dict[tuple[str | int, ...], Marks] = {}
    yaml_io.load("a:\n  - b: c\n", LIMITS, marks, first_line=2)
    assert marks == {
        ("a",): Marks(Position(2, 1), Position(3, 3)),
        ("a", 0): Marks(Position(3, 5), Position(3, 5)),
        ("a", 0, "b"): Marks(Position(3, 5), Position(3, 8)),
    }


def test_columns_count_characters() -> None:
    marks: dict[tuple[str | int, ...], Marks] = {}
    yaml_io.load('a: ["é𝄞", b]\n', LIMITS, marks)
    assert marks["a", 1].value == Position(1, 11)


def test_what_is_quoted_is_short() -> None:
    """A finding is one line for a reader, whatever the author pasted."""
    texts = (
        "a: &" + "x" * 9000 + " 1\n",
        "a: *" + "x" * 9000 + "\n",
        "a: !" + "x" * 9000 + " 1\n",
        "k" * 900 + ": 1\n" + "k" * 900 + ": 1\n",
        "a: @" + "x" * 190 + "\n",
        "a: @" + "x" * 9000 + "\n",
    )
    for text in texts:
        with pytest.raises(YamlProblem) as caught:
            yaml_io.load(text, LIMITS)
        assert len(caught.value.found or "") <= 80


def test_many_unusual_keys_take_linear_time() -> None:
    def make(size: int) -> object:
        text = "".join(f"A{i}:\n" for i in range(size))
        return lambda: yaml_io.load(text, LIMITS)

    assert growth(make, 300) < 9  # type: ignore[arg-type]


def test_nodes_are_counted_before_they_are_kept() -> None:
    """A flood is refused where it passes the limit, not at the end of its list."""
    with pytest.raises(YamlProblem) as caught:
        yaml_io.load("a:\n" + "- x\n" * 20_000, LIMITS)
    assert caught.value.code == "PM007"
    assert caught.value.position.line == LIMITS.yaml_nodes + 1


@given(st.lists(st.sampled_from(["a", "A", "b", "B", "é", "É", "ab", "aB", '"a"']), unique=True))
def test_keys_that_fold_to_the_same_are_found(keys: list[str]) -> None:
    text = "".join(f"{key}: 1\n" for key in keys)
    folded = {key.strip('"').casefold() for key in keys}
    problem = problem_of(text)
    assert (problem is None) is (len(folded) == len(keys))


# --- configuration files -------------------------------------------------------------------------


def test_configuration_is_typed_and_tags_are_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PM_TEST_ZONE", "Europe/Copenhagen")
    text = (
        "a: !ENV PM_TEST_ZONE\nb: !ENV [PM_TEST_NOT, PM_TEST_ZONE, x]\n"
        "c: !ENV [PM_TEST_NOT, other]\n"
        "d: !ENV PM_TEST_NOT\ne: !!python/name:os.system\nf: !custom {a: 1}\ng: true\nh: 3\n"
    )
    assert yaml_io.load_configuration(text) == {
        "a": "Europe/Copenhagen", "b": "Europe/Copenhagen", "c": "other", "d": None, "e": None,
        "f": None, "g": True, "h": 3,
    }  # fmt: skip


def test_a_broken_configuration_names_the_line() -> None:
    with pytest.raises(ValueError, match="line 2"):
        yaml_io.load_configuration("a: 1\nb: c: d\n")


def test_what_is_said_over_and_over_is_in_memory_once() -> None:
    one, two = (yaml_io.load(f"status: final\nid: INC-{number}\n", LIMITS) for number in (1, 2))
    assert isinstance(one, dict)
    assert isinstance(two, dict)
    assert all(mine is theirs for mine, theirs in zip(one, two, strict=True))
    assert one["status"] is two["status"]
