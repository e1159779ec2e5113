"""The one writer of users' files: whole or not at all, and never over something that was there."""

from __future__ import annotations

import os
import tempfile
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
