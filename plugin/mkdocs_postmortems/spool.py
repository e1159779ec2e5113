"""Texts that are needed once more, later: kept in a temporary file, so that memory stays free."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

_IN_MEMORY = 8 * 1024 * 1024
"""Bytes up to which no file is made."""


class Spool:
    """Holds texts by their keys; each is handed out once."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # lives on
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def put(self, key: str, text: str) -> None:
        """Keep a text."""
        content = text.encode()
        self._file.seek(self._end)
        self._file.write(content)
        self._places[key] = (self._end, len(content))
        self._end += len(content)

    def pop(self, key: str) -> str | None:
        """The text of a key; None if there is none."""
        place = self._places.pop(key, None)
        if place is None:
            return None
        start, size = place
        self._file.seek(start)
        return self._file.read(size).decode()

    def close(self) -> None:
        """Forget everything, and remove the file."""
        self._places.clear()
        self._file.close()
