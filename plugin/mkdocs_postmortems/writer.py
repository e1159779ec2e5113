"""The one writer of users' files: whole or not at all, and never over something that was there.

Temporary folders and files of a run are made here too.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO

from .errors import WriteRefusedError

_PREFIX = ".postmortems-"

MARKER = ".made-by-postmortems"
"""The file in a folder of ours that lists what we wrote there, as `sha256sum` does."""

_NOTE = (
    "# Made by `postmortems export`, which replaces this folder. Keep files of your own elsewhere."
)
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def nameless(buffering: int = -1) -> IO[bytes]:
    """A temporary file that nobody else can open, and that is gone when it is closed."""
    return tempfile.TemporaryFile(buffering=buffering)


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
        if not os.path.lexists(path):  # one of the folders is a file
            raise WriteRefusedError(f"{path} could not be written: Not a directory.") from None
        raise WriteRefusedError(f"{path} exists already and was left as it is.") from None
    except OSError as error:
        raise WriteRefusedError(f"{path} could not be written: {error.strerror}.") from None


def replace(path: Path, before: bytes, text: str) -> None:
    """Write a file anew that was read before, with the rights that it had.

    Args:
        before: What was read: if the file holds anything else by now, it is left as it is.

    Raises:
        WriteRefusedError: The file has changed meanwhile, is a link, or cannot be written.
    """
    try:
        if path.is_symlink():
            raise WriteRefusedError(f"{path} is a symbolic link; nothing was written.")
        mode = path.stat().st_mode & 0o777
        temporary = _write_beside(path, text, mode)
        try:
            if path.read_bytes() != before:
                raise WriteRefusedError(f"{path} changed while it was edited; nothing was written.")
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise WriteRefusedError(f"{path} could not be written: {error.strerror}.") from None


def _write_beside(path: Path, text: str, mode: int = 0o644) -> str:
    """A complete, synced temporary file in the folder of the path."""
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
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


def replace_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write a folder of generated files in place of the one made before.

    The new folder is written beside it and takes its name when it is complete.

    Args:
        files: Paths below the folder, with `/`, and contents.

    Returns:
        How many files were written.

    Raises:
        WriteRefusedError: Something there is not ours or was changed since, two files have one
            name, or the file system refuses.
    """
    _refuse_foreign(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder.parent))
        try:
            count = _fill(fresh, files)
            _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        _sync_folder(folder.parent)
    except OSError as error:
        raise WriteRefusedError(f"{folder} could not be written: {error.strerror}.") from None
    return count


def _fill(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    lines: list[str] = []
    for name, content in files:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\n" in name:
            raise WriteRefusedError(f"{name!r} cannot be the name of a file.")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as stream:
                stream.write(content)
        except FileExistsError:
            raise WriteRefusedError(f"two files would both be {name}.") from None
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}")
    text = "\n".join((_NOTE, *sorted(lines, key=lambda line: line[66:]), ""))
    (folder / MARKER).write_bytes(text.encode())
    folder.chmod(0o755)
    return len(lines)


def _swap(fresh: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one, which comes back if that fails."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = fresh.with_name(f"{fresh.name}-old")
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds anything but what we wrote into it, as we wrote it."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise WriteRefusedError(f"{folder} is no folder; name another with --output.")
    there = sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    if not there:
        return
    ours = _written(folder / MARKER)
    if ours is None:
        raise WriteRefusedError(
            f"{folder} holds files that `postmortems export` did not make. Name a new folder "
            "with --output."
        )
    for path in there:
        name = path.relative_to(folder).as_posix()
        if name != MARKER and (path.is_symlink() or _digest(path) != ours.get(name)):
            what = "was changed" if name in ours else "is not of that export"
            raise WriteRefusedError(
                f"{folder} was made by an earlier export, but {name} {what}. Move it elsewhere, "
                "or name another folder with --output."
            )


def _written(marker: Path) -> dict[str, str] | None:
    """What a marker lists, by name; None where there is none of ours."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        note, *lines = marker.read_text("utf-8").split("\n")
        matches = [_LINE.fullmatch(line) for line in lines if line]
        if note == _NOTE and not marker.is_symlink() and all(matches):
            return {match[2]: match[1] for match in matches if match}
    return None


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


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
