"""The history of the postmortems in version control, as far as it is there and wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from . import git
from .errors import UsageError
from .git import Change
from .settings import Settings


@dataclass(frozen=True, slots=True)
class History:
    """The changes of files. Only commits count, never what was changed since the last one.

    Attributes:
        changes: The changes of each file by its path relative to the project, newest first.
        shallow: The clone holds only the newest commits, so that nothing can be said.
    """

    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=lambda: MappingProxyType({}))
    shallow: bool = False


def load(project: Path, settings: Settings, roots: tuple[str, ...]) -> History:
    """The history of the files below roots.

    Raises:
        UsageError: `git_history` is true, and the whole history is not there.
    """
    wanted = settings.git_history
    if wanted == "false":
        return History()
    shallow = git.is_shallow(project)
    changes = None if shallow else git.history(project, roots)
    if changes is None and wanted == "true":
        found = "the clone is shallow" if shallow else "git answers with none"
        raise UsageError(
            f"git_history: true needs the whole history of the repository, but {found}. Fetch all "
            "commits (fetch-depth: 0), or set git_history: auto."
        )
    return History(MappingProxyType(changes or {}), shallow)
