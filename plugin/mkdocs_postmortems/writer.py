"""The one writer of users' files: whole or not at all, and never over something that was there.

Temporary folders of a run are made here too.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .errors import WriteRefusedError

_PREFIX = ".postmortems-"


def create(path: Path, text: str) -> None:
    """Write a new file. Its folders are made.

    The name is taken with an exclusive link, so that of two callers at once one is refused.

    Raises:
        WriteRefusedError: Something of that name exists, its folder is a link, which a check would
            not follow, or the file system refuses.
    """
    if path.parent.is_symlink():
        raise WriteRefusedError(f"{path.parent} is a symbolic link; nothing was written there.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _write_beside(path, text)
        try:
            os.link(temporary, path)
        finally:
            os.unlink(temporary)
        _sync_folder(path.parent)
    except FileExistsError:
        raise WriteRefusedError(f"{path} exists already and was left as it is.") from None
    except OSError as error:
        raise WriteRefusedError(f"{path} could not be written: {error.strerror}.") from None


def _write_beside(path: Path, text: str) -> str:
    """A complete, synced temporary file in the folder of the path."""
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fchmod(stream.fileno(), 0o644)
            os.fsync(stream.fileno())
    except BaseException:
        os.unlink(name)
        raise
    return name


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Scratch:
    """A temporary folder of this run, for programs that read and write files."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX)
        self.path = Path(self._folder.name)

    def write(self, name: str, text: str) -> None:
        """Write a file of the folder, over an older one; its folders are made."""
        (self.path / name).parent.mkdir(exist_ok=True)
        (self.path / name).write_text(text, "utf-8", newline="\n")

    def publish(self, inside: str, names: Iterable[str], target: Path) -> None:
        """Copy files below `inside` to another folder, with their relative paths."""
        for name in names:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.path / inside / name, target / name)

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()
