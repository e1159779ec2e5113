"""What is handed out: the lock, the wheel in a clean environment, the hook."""

from __future__ import annotations

import os
import re
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.conftest import PROJECT, build, copy_project, environment, run_tool

LOCK = PROJECT / "requirements.txt"
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
_NAME = re.compile(r"^[A-Za-z0-9._-]+")


def normal(name: str) -> str:
    """A package's name in the form in which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(text: str) -> dict[str, str]:
    """The requirements of a lock by name, each with its hashes."""
    joined = text.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line[:1].isalnum()]
    found: dict[str, str] = {}
    for line in lines:
        match = _NAME.match(line)
        name = normal(match[0]) if match else line
        found[name] = found.get(name, "") + line
    return found


# ------------------------------------------------------------------------------------ the lock


def test_the_lock_names_no_address() -> None:
    text = LOCK.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=", ""), re.M), "an option of pip"


def test_the_lock_pins_and_hashes_everything() -> None:
    found = entries(LOCK.read_text("utf-8"))
    assert len(found) > 30
    for name, line in found.items():
        assert re.match(r"\S+==[^\s;]+", line), f"{name} is not pinned"
        assert "--hash=sha256:" in line, f"{name} has no hash"


def test_the_lock_holds_what_pyproject_names() -> None:
    wanted = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]
    wanted += PYPROJECT["build-system"]["requires"]
    names = {normal(match[0]) for text in wanted if (match := _NAME.match(text))}
    missing = names - set(entries(LOCK.read_text("utf-8")))
    assert not missing, f"renew the lock (make lock): {sorted(missing)}"


def test_the_reader_of_locks_sees_faults() -> None:
    found = entries("good==1.0 \\\n    --hash=sha256:ab\n    # via x\nbad>=2\n")
    assert "--hash=sha256:" in found["good"]
    assert [line for line in found.values() if "==" not in line] == ["bad>=2"]


# ------------------------------------------------------------------------------------ the wheel


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution, as an index would serve it."""
    folder = tmp_path_factory.mktemp("dist")
    done = run_tool(
        sys.executable, "-P", "-m", "build", "--no-isolation", "--outdir", folder, PROJECT,
        cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert len(list(folder.glob("*.tar.gz"))) == 1
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that holds the wheel and what it declares, nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder / "env", with_pip=True)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    # The versions of the lock, without hashes: a wheel built here cannot have one in it.
    pins = re.sub(r"\\\n|--hash=\S+", "", LOCK.read_text("utf-8"))
    (folder / "pins.txt").write_text(pins, "utf-8")
    done = run_tool(
        scripts / "pip", "install", "--quiet", "--no-compile", "--constraint",
        folder / "pins.txt", wheel, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return scripts


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_the_schemas(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = PROJECT / "plugin" / "mkdocs_postmortems"
    sources = {
        f"mkdocs_postmortems/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    schemas = {
        f"mkdocs_postmortems/{path.relative_to(PROJECT).as_posix()}"
        for path in (PROJECT / "schema").rglob("*.json")
    }
    assert schemas
    assert not (sources | schemas) - names
    stray = {name for name in names if not name.startswith("mkdocs_postmortems")}
    assert not stray, "the wheel would write beside the package"


@pytest.mark.slow
def test_the_wheel_checks_the_samples(clean: Path, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    done = run_tool(clean / "postmortems", "check", cwd=project)
    assert done.returncode == 0, done.stdout
    count = len(list((project / "postmortems").rglob("*.md")))
    assert str(count) in done.stdout


@pytest.mark.slow
def test_the_wheel_builds_a_site(clean: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "docs").mkdir(parents=True)
    (project / "docs" / "index.md").write_text("# Handbook\n", "utf-8")
    (project / "mkdocs.yml").write_text(
        "site_name: Handbook\ntheme: material\nplugins: [search, postmortems]\n", "utf-8"
    )
    made = run_tool(
        clean / "postmortems", "new", "Checkout returned errors", "--severity", "SEV-2",
        "--started", "2026-03-13 22:41", cwd=project,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout
    built = build(project, tmp_path / "site", scripts=clean)
    assert built.code == 0, built.log
    assert "Checkout returned errors" in built.page("incidents/index.html")


@pytest.mark.slow
def test_the_wheel_does_not_use_the_checkout(clean: Path, tmp_path: Path) -> None:
    program = (
        "import mkdocs_postmortems as p; from mkdocs_postmortems.profiles import schema_folder;"
        "print(p.__file__); print(schema_folder())"
    )
    done = run_tool(clean / "python", "-P", "-c", program, cwd=tmp_path, env=environment())
    assert done.returncode == 0, done.stdout
    assert str(PROJECT) not in done.stdout
    assert "site-packages" in done.stdout


# ------------------------------------------------------------------------------------- the hook


def test_the_hook_calls_a_console_script() -> None:
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["postmortems-check"]
    script = hooks[0]["entry"].split()[0]
    assert script in PYPROJECT["project"]["scripts"]
    assert hooks[0]["language"] == "python"
