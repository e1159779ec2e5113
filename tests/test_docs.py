"""The manual says what the code does: nothing is missing from it, and no link in it is broken."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import click
import pytest

from mkdocs_postmortems import __version__, cli, profiles, rules, settings, yaml_io
from mkdocs_postmortems.paths import HUBS
from mkdocs_postmortems.settings import Limits, Settings
from tests.conftest import RunCli

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
SOURCES = sorted([*DOCS.rglob("*.md"), PROJECT / "README.md", PROJECT / "CHANGELOG.md"])

_FENCE = re.compile(r"^(`{3,})(\w*)[^\n]*\n(.*?)^\1[ \t]*$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")


def text(name: str) -> str:
    """The source of a page of the manual."""
    return (DOCS / name).read_text("utf-8")


def blocks(source: Path, language: str) -> Iterator[str]:
    """The fenced blocks of a language in a file."""
    for match in _FENCE.finditer(source.read_text("utf-8")):
        if match[2] == language:
            yield match[3]


@pytest.fixture(scope="module")
def hooks() -> ModuleType:
    """The hook of the site, which makes the reference pages."""
    spec = importlib.util.spec_from_file_location("docs_hooks", DOCS / "_hooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))  # as MkDocs does while it loads a hook
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def generated(hooks: ModuleType) -> dict[str, str]:
    """The generated pages by their path below docs/."""
    pages: dict[str, str] = hooks.pages()
    return pages


# ------------------------------------------------------------------------------ nothing is missing


@pytest.mark.parametrize("name", [f.name for f in fields(Settings)])
def test_every_setting_is_documented(name: str, generated: dict[str, str]) -> None:
    assert f"### `{name}`" in text("configuration.md")
    assert name == "limits" or f"| `{name}` |" in generated["reference/settings.md"]


@pytest.mark.parametrize("name", [f.name for f in fields(Limits)])
def test_every_limit_is_documented(name: str, generated: dict[str, str]) -> None:
    assert f"| `{name}` | {getattr(Limits(), name):,} |" in text("configuration.md")
    assert f"| `{name}` |" in generated["reference/settings.md"]


def test_no_setting_is_documented_that_does_not_exist() -> None:
    documented = set(re.findall(r"^### `(\w+)`$", text("configuration.md"), re.M))
    assert documented == {f.name for f in fields(Settings)}


def commands(group: click.Group, above: str = "") -> dict[str, click.Command]:
    """All commands by their names, those of groups too (`actions set`)."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found[f"{above}{name}"] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{above}{name} ")
    return found


@pytest.mark.parametrize("name", sorted(commands(cli.cli)))
def test_every_command_and_option_is_documented(name: str) -> None:
    head = name.partition(" ")[0]
    section = re.search(rf"^## {head}\n(.*?)(?=^## |\Z)", text("commands.md"), re.M | re.S)
    assert section is not None
    assert f"postmortems {name}" in section[1]
    for parameter in commands(cli.cli)[name].params:
        if isinstance(parameter, click.Option):
            assert f"`{parameter.opts[-1]}" in section[1]


def test_no_command_or_option_is_documented_that_does_not_exist() -> None:
    source = text("commands.md")
    assert set(re.findall(r"^## (\w+)$", source, re.M)) == set(cli.cli.commands)
    known = {"--help"}
    for command in (cli.cli, *commands(cli.cli).values()):
        known |= {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
    assert set(re.findall(r"(--[a-z][a-z-]+)", source)) <= known


def test_every_exit_code_is_documented() -> None:
    documented = set(re.findall(r"^\| (\d+) \|", text("commands.md"), re.M))
    assert documented == {"0", "1", "2", "3", "130"}


def test_every_rule_has_a_page_and_a_row(hooks: ModuleType, generated: dict[str, str]) -> None:
    table = hooks.rules_table()
    for code, entry in rules.entries().items():
        page = generated[f"rules/{code}.md"]
        assert entry.rule.name in page
        for heading in ("What it does", "Why it matters", "Example", "How to fix"):
            assert f"## {heading}\n" in page, f"{code} lacks {heading}"
        assert f"[{code}]({code}.md)" in table
    assert hooks.RULES_MARK in text("rules/index.md")


def test_no_rule_is_named_that_does_not_exist() -> None:
    named = {
        code for source in SOURCES for code in re.findall(r"PM\d{3}", source.read_text("utf-8"))
    }
    assert named <= set(rules.entries())


def test_every_profile_is_documented(generated: dict[str, str]) -> None:
    for name, profile in profiles.builtin().items():
        page = generated[f"reference/profiles/{name}.md"]
        assert f"[`{name}`](profiles/{name}.md)" in text("reference/index.md")
        for level in profile.scale:
            assert f"`{level.label}`" in page
        for section in profile.sections:
            assert section.level == 0 or section.heading in page


def test_every_field_is_documented(hooks: ModuleType, generated: dict[str, str]) -> None:
    page = generated["reference/fields.md"]
    record = hooks.record()
    for key in record["properties"]:
        assert f"### `{key}` {{ #{key} }}" in page
    for name in record["$defs"]:
        assert f"{{ #value-{name} }}" in page
    assert page.count("\n## ") > 9
    assert set(re.findall(r"\(#value-(\w+)\)", page)) <= set(record["$defs"])


def test_the_examples_of_the_fields_are_valid(
    generated: dict[str, str], run_cli: RunCli, tmp_path: Path
) -> None:
    found = re.findall(r"```yaml\n(.*?)\n```", generated["reference/fields.md"], re.S)
    folder = tmp_path / "postmortems"
    folder.mkdir()
    for index, example in enumerate(found):
        key = example.partition(":")[0]
        if key in ("profile", "severity", "suppress", "related", "aliases", "metrics"):
            continue  # they depend on the profile, the rules or other files
        rest = "" if key == "title" else f"title: Example {index}\n"
        content = f"---\n{rest}{example}\n---\n## Executive summary\nText.\n"
        (folder / f"{key}-{index}.md").write_text(content, "utf-8")
    result = run_cli("check", "--as-of", "2027-12-31")
    errors = [line for line in result.lines if ": error " in line]
    assert not errors, "\n".join(errors)
    assert len(list(folder.iterdir())) > 50


def test_the_changelog_has_the_version() -> None:
    assert f"## {__version__}" in (PROJECT / "CHANGELOG.md").read_text("utf-8")


# --------------------------------------------------------------------------------- nothing is wrong


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"make ([a-z]+)\b", "\n".join(blocks(PROJECT / "README.md", "console"))))
    named |= set(re.findall(r"`make ([a-z]+)`", (PROJECT / "README.md").read_text("utf-8")))
    assert {"site", "serve", "test"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.M), target


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_relative_links_lead_somewhere(source: Path, generated: dict[str, str]) -> None:
    prose = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", source.read_text("utf-8")))
    for match in _LINK.finditer(prose):
        link = match[1] or match[2]
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (source.parent / path).resolve() if path else source
        assert target.exists() or _is_made(target, generated), f"{source.name}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in _anchors(target, generated), f"{source.name}: {link}"


def _is_made(target: Path, generated: dict[str, str]) -> bool:
    """Whether a build makes a page there: of the hook, the plugin, or a postmortem's."""
    if not target.is_relative_to(DOCS):
        return False
    path = target.relative_to(DOCS).as_posix()
    hubs = {f"{Settings().url}/{name}/index.md".replace("//", "/") for name, _ in HUBS}
    return path in generated or path in hubs or (PROJECT / path).is_file()


def _anchors(target: Path, generated: dict[str, str]) -> set[str]:
    """The anchors of a page's headings, as Python-Markdown makes them."""
    if target.is_file():
        source = target.read_text("utf-8")
    else:
        source = generated[target.relative_to(DOCS).as_posix()]
    found: set[str] = set()
    for title in re.findall(r"^#{1,6} (.+)$", _FENCE.sub("", source), re.M):
        stated = re.search(r"\{ *#([\w-]+) *\}", title)
        slug = re.sub(r"[^\w\s-]", "", title).strip().lower()
        found.add(stated[1] if stated else re.sub(r"[-\s]+", "-", slug))
    return found


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_yaml_examples_can_be_read(source: Path) -> None:
    for block in blocks(source, "yaml"):
        clean = re.sub(r"^---\n", "", block, flags=re.M)
        yaml_io.load_configuration(clean)


@pytest.mark.parametrize("name", ["configuration.md", "publishing.md", "adopting.md"])
def test_examples_of_settings_are_accepted(name: str) -> None:
    known = {f.name for f in fields(Settings)}
    for block in blocks(DOCS / name, "yaml"):
        raw = yaml_io.load_configuration(re.sub(r"^---\n", "", block, flags=re.M))
        if not isinstance(raw, dict):
            continue
        for entry in raw.get("plugins", ()):
            if isinstance(entry, dict) and "postmortems" in entry:
                settings.from_mapping(entry["postmortems"], name)
        if name == "configuration.md" and set(raw) <= known:
            settings.from_mapping(raw, name)


def test_whole_postmortems_in_the_manual_have_no_errors(run_cli: RunCli, tmp_path: Path) -> None:
    folder = tmp_path / "postmortems"
    folder.mkdir()
    names = {"service": "INC-{date}-{n:03d}", "condensed": "INC-{n:04d}"}
    count = 0
    for source in SOURCES:
        for block in blocks(source, "markdown"):
            if not block.startswith("---\n"):
                continue
            count += 1
            profile = "condensed" if "profile: condensed" in block else "service"
            day = re.search(r"started_at: (\d{4})-(\d\d)-(\d\d)", block)
            assert day is not None
            # the start of one example is 23:10 in Copenhagen, the same day in UTC
            name = names[profile].format(date="".join(day.groups()), n=count)
            (folder / f"{name}.md").write_text(block, "utf-8")
    assert count >= 4
    result = run_cli("check", "--as-of", "2026-11-21")
    wrong = [line for line in result.lines if re.search(r": (error|warning) (?!PM305)", line)]
    assert not wrong, "\n".join(wrong)


PATH = "postmortems/2026/INC-20260313-001.md"


def console(source: Path, command: str) -> list[tuple[str, str]]:
    """The command lines that begin with a command in a file's examples, with what they print."""
    found = []
    for block in blocks(source, "console"):
        line, _, output = block.partition("\n")
        if line.startswith(f"$ {command}"):
            found.append((line.removeprefix("$ postmortems "), output))
    return found


@pytest.mark.usefixtures("source_date_epoch")
@pytest.mark.parametrize("name", ["README.md", "docs/getting-started.md", "docs/commands.md"])
def test_new_prints_what_the_manual_says(name: str, run_cli: RunCli, tmp_path: Path) -> None:
    for index, (line, output) in enumerate(console(PROJECT / name, "postmortems new")):
        folder = tmp_path / str(index)
        folder.mkdir()
        assert run_cli(*shlex.split(line), cwd=folder).out == output


@pytest.mark.usefixtures("source_date_epoch")
def test_check_prints_what_the_manual_says(run_cli: RunCli, tmp_path: Path) -> None:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    draft = next(blocks(DOCS / "getting-started.md", "markdown"))
    assert draft in (PROJECT / "README.md").read_text("utf-8")
    clean, misspelt = console(DOCS / "getting-started.md", "postmortems check")
    (unknown,) = console(DOCS / "commands.md", "postmortems check")
    (todo,) = console(DOCS / "writing.md", "postmortems check --todo")
    for text_, (line, output) in (
        (draft, clean),
        (draft.replace("SEV-2", "SEV2"), misspelt),
        (draft.replace("---\n## ", "sevices: [payments-gateway]\n---\n## "), unknown),
        (draft, todo),
    ):
        file.write_text(text_, "utf-8")
        assert run_cli(*shlex.split(line)).out == output
    finding = next(blocks(PROJECT / "README.md", "text"))
    assert finding in misspelt[1]
