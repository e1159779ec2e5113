"""Files of an organisation's own: whatever stands in the place of one, the answer is one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_postmortems.data_files import DataFile, read
from mkdocs_postmortems.errors import UsageError
from tests.conftest import RunCli
from tests.support import document, growth, project


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("loop.yml", "registry: there is no file loop.yml"),
        ("a" * 300, "registry: there is no file"),
        ("folder", "registry: there is no file folder"),
        ("../up.yml", "lies outside the project folder"),
    ],
)
def test_what_is_no_file(named: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "loop.yml").symlink_to("loop.yml")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=said):
        read(tmp_path, tmp_path / named, "registry")


def test_a_key_that_stands_twice_among_many() -> None:
    def refusal(size: int) -> Callable[[], object]:
        keys = ",".join(f'"{n}":0' for n in range(size))
        file = DataFile("x.json", f'{{{keys},"{size - 1}":1}}')

        def refuse() -> None:
            with pytest.raises(UsageError, match=f'the key "{size - 1}" stands twice'):
                file.json()

        return refuse

    assert growth(refusal, 2000) < 10


@pytest.mark.parametrize("key", ["path", "registry", "action_state", "profiles"])
@pytest.mark.parametrize("named", ["loop.json", "a\\0b", "a" * 300])
def test_a_setting_that_names_no_file(
    key: str, named: str, run_cli: RunCli, tmp_path: Path
) -> None:
    project(tmp_path, {"INC-1.md": document()})
    (tmp_path / "loop.json").symlink_to("loop.json")
    (tmp_path / "postmortems.yml").write_text(f'{key}: "{named}"\n')
    result = run_cli("check")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), result.err
