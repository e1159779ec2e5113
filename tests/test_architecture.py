"""The rules of the architecture that neither ruff nor import-linter can state.

Each check is a function from source text to faults; a test runs it over the package, and another
one over a small bad sample, so that a check that can no longer fail is noticed.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from mkdocs_postmortems import rules, settings

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "plugin" / "mkdocs_postmortems"
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}

MAX_MODULE = 300
MAX_FUNCTION = 45

# What may be longer, up to how much, and why. An entry that is no longer needed fails.
LONG_MODULES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}

# Third-party libraries and the one module or folder that knows each; ruff's banned-api holds the
# same.
OWNERS = {
    "frontmatter": "source.py",
    "icalendar": "exporters/vcalendar.py",
    "jinja2": "rendering/environment.py",
    "jsonschema": "schemas.py",
    "jsonschema_rs": "schemas.py",
    "markdown": "rendering/prose.py",
    "mkdocs": "plugin/*.py",
    "nh3": "rendering/sanitise.py",
    "pagefind_bin": "full_text.py",
    "referencing": "schemas.py",
    "yaml": "yaml_io.py",
}
# Several may use these: escaped text and the command line's decorators.
SHARED = {"click", "markupsafe"}

CLOCKS = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time",
          "time.localtime", "time.gmtime", "time.strftime"}  # fmt: skip
WRITERS = {"write_text", "write_bytes", "touch", "mkdir", "rename", "unlink", "rmdir", "symlink_to",
           "hardlink_to"}  # fmt: skip
WRITING_FUNCTIONS = {"os.replace", "os.rename", "os.remove", "os.unlink", "os.mkdir", "os.makedirs",
                     "os.fdopen", "os.link", "os.symlink", "shutil.copy", "shutil.copyfile",
                     "shutil.copytree", "shutil.move", "shutil.rmtree"}  # fmt: skip
HEADINGS = ["What it does", "Why it matters", "Example", "How to fix"]

Fault = tuple[int, str]
Check = Callable[[ast.Module], Iterator[Fault]]


def parse(text: str) -> ast.Module:
    return ast.parse(textwrap.dedent(text))


def package_faults(check: Check, *, but: frozenset[str] = frozenset()) -> list[str]:
    """The faults in the package, one line each, but for some modules."""
    return [
        f"{name}:{line}: {fault}"
        for name, path in MODULES.items()
        if name not in but
        for line, fault in check(ast.parse(path.read_text("utf-8")))
    ]


# ---------------------------------------------------------------------------------------- size


def functions(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Name, line and length of each function, its docstring included, its decorators not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def too_long(lengths: dict[str, int], ceiling: int, allowed: dict[str, int]) -> list[str]:
    """What is longer than it may be, and what is allowed for nothing."""
    over = {name: n for name, n in lengths.items() if n > allowed.get(name, ceiling)}
    idle = [name for name in allowed if lengths.get(name, 0) <= ceiling]
    return [
        *(
            f"{name} has {n} lines, allowed {allowed.get(name, ceiling)}"
            for name, n in over.items()
        ),
        *(f"{name} needs no exception any more" for name in idle),
    ]


def test_no_module_is_longer_than_a_few_screens() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert not too_long(lengths, MAX_MODULE, LONG_MODULES)


def test_no_function_is_longer_than_a_screen() -> None:
    lengths: dict[str, int] = {}
    for name, path in MODULES.items():
        for function, _, length in functions(ast.parse(path.read_text("utf-8"))):
            key = f"{name}:{function}"
            lengths[key] = max(length, lengths.get(key, 0))
    assert not too_long(lengths, MAX_FUNCTION, LONG_FUNCTIONS)


def test_what_is_too_long_is_found() -> None:
    lengths = {"short.py": 300, "long.py": 301, "excused.py": 320, "grown.py": 330, "idle.py": 10}
    allowed = {"excused.py": 325, "grown.py": 325, "idle.py": 400}
    assert too_long(lengths, 300, allowed) == [
        "long.py has 301 lines, allowed 300",
        "grown.py has 330 lines, allowed 325",
        "idle.py needs no exception any more",
    ]


def test_functions_are_measured() -> None:
    body = "\n".join(f"    x = {n}" for n in range(50))
    assert list(functions(parse(f"@decorated\ndef long():\n{body}\n"))) == [("long", 2, 51)]


# -------------------------------------------------------------------------------------- owners


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The top-level names of what is imported from outside, late and by name included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Call) and dotted(node.func).endswith(
            ("import_module", "__import__", "find_spec")
        ):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                yield node.lineno, str(first.value).partition(".")[0]


def dotted(node: ast.expr) -> str:
    """`a.b.c` for a chain of attributes; what cannot be named is `?`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def third_party() -> dict[str, set[str]]:
    """The modules of the package that import each library that is not Python's own."""
    found: dict[str, set[str]] = {}
    for name, path in MODULES.items():
        for _, library in imports(ast.parse(path.read_text("utf-8"))):
            if library not in sys.stdlib_module_names and library != "mkdocs_postmortems":
                found.setdefault(library, set()).add(name)
    return found


def owners(modules: set[str]) -> set[str]:
    """Modules, or the folder as a whole where that is the owner."""
    folders = {owner for owner in OWNERS.values() if "*" in owner}
    return {next((f for f in folders if fnmatch(name, f)), name) for name in modules}


def test_each_library_has_one_owner() -> None:
    found = third_party()
    for library, modules in found.items():
        if library not in SHARED:
            assert owners(modules) == {OWNERS.get(library, "nobody")}, (
                f"{library}: {sorted(modules)}"
            )
    assert found.keys() >= OWNERS.keys(), "an owner no longer uses its library"


def test_ruff_bans_what_has_an_owner() -> None:
    lint = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    banned = lint["flake8-tidy-imports"]["banned-api"]
    assert not OWNERS.keys() - banned.keys()
    allowed = {name for name, codes in lint["per-file-ignores"].items() if "TID251" in codes}
    prefix = "plugin/mkdocs_postmortems/"
    known = {prefix + module for module in {*OWNERS.values(), "clock.py"}}
    assert {name for name in allowed if name.startswith(prefix)} == known


def test_only_the_plugin_knows_mkdocs() -> None:
    knowing = third_party()
    for engine in ("mkdocs", "properdocs", "material", "zensical"):
        assert owners(knowing.get(engine, set())) <= {"plugin/*.py"}


def test_imports_are_found() -> None:
    sample = """
        import yaml.nodes
        from mkdocs.plugins import BasePlugin
        from .local import name
        def late():
            import jinja2
            importlib.import_module("nh3")
    """
    assert {name for _, name in imports(parse(sample))} == {"yaml", "mkdocs", "jinja2", "nh3"}


# ----------------------------------------------------------------------------- one door for each


def calls(tree: ast.Module, names: set[str]) -> Iterator[Fault]:
    """Calls of functions by their dotted names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func) in names:
            yield node.lineno, dotted(node.func)


def test_postmortems_are_parsed_in_one_place() -> None:
    found = package_faults(lambda tree: calls(tree, {"yaml_io.load"}))
    # `data_files` reads what an organisation keeps beside its postmortems.
    assert {fault.partition(":")[0] for fault in found} == {"source.py", "data_files.py"}, found
    # Nobody takes the function out of its module, which would hide a call from the line above.
    taken = package_faults(lambda tree: taken_from(tree, "yaml_io", {"load", "load_configuration"}))
    assert not taken
    configuration = package_faults(lambda tree: calls(tree, {"yaml_io.load_configuration"}))
    assert all(fault.startswith("configuration.py:") for fault in configuration), configuration


def taken_from(tree: ast.Module, module: str, names: set[str]) -> Iterator[Fault]:
    """`from .module import name`, under any name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] == module:
            for alias in node.names:
                if alias.name in names:
                    yield node.lineno, f"{module}.{alias.name}"


def test_taken_functions_are_found() -> None:
    sample = parse("from ..yaml_io import Marks, load as read\nyaml_io.load(text)\n")
    assert list(taken_from(sample, "yaml_io", {"load"})) == [(1, "yaml_io.load")]
    assert list(calls(sample, {"yaml_io.load"})) == [(2, "yaml_io.load")]


def writes(tree: ast.Module) -> Iterator[Fault]:
    """What changes the file system, or may."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        if name in WRITING_FUNCTIONS or name.startswith("tempfile."):
            yield node.lineno, name
        elif isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
            yield node.lineno, f".{node.func.attr}()"
        elif name == "open" or name.endswith(".open"):
            to_nowhere = node.args and dotted(node.args[0]) == "os.devnull"
            if opens_for_writing(node) and not to_nowhere:
                yield node.lineno, f"{name}() for writing"


def opens_for_writing(call: ast.Call) -> bool:
    """Whether a mode of `open` can write; a mode that is not a literal is taken to."""
    flags = {"os.O_WRONLY", "os.O_RDWR", "os.O_CREAT", "os.O_APPEND", "os.O_TRUNC"}
    if dotted(call.func) == "os.open":
        return any(dotted(n) in flags for a in call.args for n in ast.walk(a)
                   if isinstance(n, ast.Attribute))  # fmt: skip
    method = isinstance(call.func, ast.Attribute) and dotted(call.func) != "io.open"
    position = 0 if method else 1
    mode = next((k.value for k in call.keywords if k.arg == "mode"), None)
    if mode is None and len(call.args) > position:
        mode = call.args[position]
    if mode is None:
        return False
    return not isinstance(mode, ast.Constant) or bool(set(str(mode.value)) & set("wax+"))


def test_one_writer_writes() -> None:
    assert not package_faults(writes, but=frozenset({"writer.py"}))


@pytest.mark.parametrize(
    "line",
    [
        'open("x", "w")',
        'path.open("a")',
        'path.open(mode="r+b")',
        "open(path, mode)",
        "path.write_text(text)",
        "os.replace(a, b)",
        "os.open(path, os.O_RDONLY | os.O_CREAT)",
        "tempfile.mkstemp()",
    ],
)
def test_writing_is_found(line: str) -> None:
    assert list(writes(parse(line)))


@pytest.mark.parametrize(
    "line", ['open("x")', 'path.open("rb")', "os.open(path, os.O_RDONLY)", 'open(os.devnull, "w")']
)
def test_reading_is_not_writing(line: str) -> None:
    assert not list(writes(parse(line)))


def clocks(tree: ast.Module) -> Iterator[Fault]:
    """Readings of the clock, under any name that the module goes by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if ".".join(name.split(".")[-2:]) in CLOCKS:
                yield node.lineno, name


def test_one_clock() -> None:
    assert not package_faults(clocks, but=frozenset({"clock.py"}))
    assert list(clocks(ast.parse(MODULES["clock.py"].read_text("utf-8"))))


def test_clocks_are_found() -> None:
    sample = parse("import datetime\ndatetime.datetime.now(UTC)\nday = date.today()\n")
    assert [line for line, _ in clocks(sample)] == [2, 3]


def prints(tree: ast.Module) -> Iterator[Fault]:
    """Ways round the printer."""
    yield from calls(tree, {"print", "click.echo", "click.secho", "sys.stdout.write",
                            "sys.stderr.write"})  # fmt: skip


def test_one_printer() -> None:
    assert not package_faults(prints, but=frozenset({"printer.py"}))


def test_prints_are_found() -> None:
    assert len(list(prints(parse("print(1)\nclick.echo(2)\nsys.stdout.write('3')\n")))) == 3


# --------------------------------------------------------------------------------------- defaults

SETTINGS = {
    field.name: field.default
    for kind in (settings.Settings, settings.Limits)
    for field in dataclasses.fields(kind)
}


def second_defaults(tree: ast.Module) -> Iterator[Fault]:
    """Parameters and fields that give a setting a default of their own."""
    for node in ast.walk(tree):
        named: list[tuple[str, ast.expr | None]] = []
        if isinstance(node, ast.FunctionDef):
            arguments = node.args
            last = arguments.posonlyargs + arguments.args
            given = arguments.defaults
            named += zip((a.arg for a in last[len(last) - len(given) :]), given, strict=True)
            named += zip((a.arg for a in arguments.kwonlyargs), arguments.kw_defaults, strict=True)
        elif isinstance(node, ast.ClassDef):
            named += [
                (line.target.id, line.value)
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            ]
        for name, default in named:
            constant = isinstance(default, ast.Constant) and default.value
            if constant and SETTINGS.get(name) == constant:
                yield node.lineno, f"{name}={constant!r}"


def test_settings_hold_the_only_defaults() -> None:
    assert not package_faults(second_defaults, but=frozenset({"settings.py"}))


def test_second_defaults_are_found() -> None:
    sample = """
        def read(text, timezone="UTC", *, default_profile="service"): ...
        class Options:
            url: str = "incidents"
            title: str = ""
    """
    assert [fault for _, fault in second_defaults(parse(sample))] == [
        "timezone='UTC'", "default_profile='service'", "url='incidents'",
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------ rules

RULE_FILES = {
    name: path for name, path in MODULES.items() if re.fullmatch(r"rules/pm\d+_\w+\.py", name)
}


_FENCED = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)", re.M | re.S)


def headings(documentation: str) -> list[str]:
    """The headings of a rule's documentation, in order; those of examples are not its own."""
    return re.findall(r"^## (.+)$", _FENCED.sub("code", documentation), re.M)


@pytest.mark.parametrize("name", RULE_FILES)
def test_a_rule_explains_itself(name: str) -> None:
    documentation = ast.get_docstring(ast.parse(RULE_FILES[name].read_text("utf-8"))) or ""
    assert headings(documentation) == HEADINGS
    summary, *sections = re.split(r"^## .+$", _FENCED.sub("code", documentation), flags=re.M)
    assert summary.strip().endswith("."), "the first line says what is wrong"
    assert all(section.strip() for section in sections), "a section is empty"


def test_a_rule_without_a_heading_is_found() -> None:
    assert headings("Wrong.\n\n## What it does\nIt looks.\n\n## Example\n") != HEADINGS


def test_a_rule_is_named_as_its_file() -> None:
    found = {entry.rule.code: entry.rule.name for entry in rules.entries().values()}
    named = {
        path.stem.partition("_")[0].upper(): path.stem.partition("_")[2].replace("_", "-")
        for path in RULE_FILES.values()
    }
    assert found == named
    assert len(RULE_FILES) == len(found), "two files have the same code"


def test_rules_do_not_use_each_other() -> None:
    for name, path in RULE_FILES.items():
        text = path.read_text("utf-8")
        assert not re.search(r"^\s*from (\.pm|\.\.rules|\. import)", text, re.M), name


# ----------------------------------------------------------------------------------------- modules


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    assert ast.get_docstring(tree), "no docstring"


def test_what_is_listed_exists() -> None:
    named = {*OWNERS.values(), *LONG_MODULES, *(key.split(":")[0] for key in LONG_FUNCTIONS)}
    assert not {name for name in named if not any(fnmatch(m, name) for m in MODULES)}
