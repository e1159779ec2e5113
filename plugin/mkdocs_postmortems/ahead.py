"""Values made ahead of their need, by all processors at once.

Forked processes and this one take batches of keys from one list, each the next that nobody has
taken, so all are busy to the end, however long a value takes. Values wait in temporary files: no
process waits until another one has read.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import select
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Generic, TypeVar

from . import parallel, writer

Key = TypeVar("Key")
Value = TypeVar("Value")
Item = TypeVar("Item")

_SHARE = 50
"""Items that are done at once where one is too small a piece of work."""

_TICKET = struct.Struct("=L")
_ENTRY = struct.Struct("=LLQ")
"""What is told of a value: its number, its size, and where it begins."""
_BELL = 65_536


@dataclass(slots=True)
class _Desk:
    """Where a process leaves its values.

    It writes the values one after the other, then an entry in the list of them, and rings: without
    waiting for anybody, as one byte that nobody has heard yet is enough.

    Attributes:
        bell: The end of a pipe from which rings are read; it ends when the process does.
        rung: The end to which they are written.
        seen: How much of the list has been read.
    """

    values: IO[bytes]
    entries: IO[bytes]
    bell: int
    rung: int
    seen: int = 0
    place: int = 0

    @classmethod
    def empty(cls) -> _Desk:
        """A desk that this process and those that are forked from it share."""
        bell, rung = os.pipe()
        os.set_blocking(rung, False)
        return cls(writer.nameless(buffering=0), writer.nameless(buffering=0), bell, rung)

    def put(self, number: int, content: bytes) -> None:
        """Leave a value."""
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self.values.fileno(), rest) :]
        os.write(self.entries.fileno(), _ENTRY.pack(number, len(content), self.place))
        self.place += len(content)
        with contextlib.suppress(BlockingIOError):
            os.write(self.rung, b".")

    def news(self) -> list[tuple[int, int, int]]:
        """The entries that have come since the last time."""
        found: list[tuple[int, int, int]] = []
        while raw := os.pread(self.entries.fileno(), _ENTRY.size * 1_000, self.seen):
            self.seen += len(raw)
            found += _ENTRY.iter_unpack(raw)
        return found

    def read(self, size: int, place: int) -> bytes:
        """A value."""
        return os.pread(self.values.fileno(), size, place)

    def hear(self) -> bool:
        """Take all rings off the bell; False when there will be no more."""
        return bool(os.read(self.bell, _BELL))

    def close(self) -> None:
        """Clear the desk."""
        self.values.close()
        self.entries.close()
        os.close(self.bell)


class Ahead(Generic[Key, Value]):
    """The values of some keys, best asked for in their order.

    Values do not depend on who makes them: a process that ends early, or a key out of order, only
    means that the value is made here.
    """

    def __init__(
        self,
        make: Callable[[Key], Value],
        keys: Sequence[Key],
        *,
        further: Callable[[Key], Value] | None = None,
        together: Callable[[Key], str | None] = lambda _: None,
        items: int | None = None,
        enabled: bool = True,
    ) -> None:
        """Begin to make the values of the keys, in their order.

        Args:
            further: What other processes do instead of `make`: the same value, with more of the
                work that follows already done.
            together: Neighbours for which this is one name are made by one process, as they share
                some of the work; None for a key of its own.
            items: How many pieces of work the keys stand for, where that is not one each.
            enabled: False makes every value here, when it is asked for.
        """
        self._make = make
        self._keys = keys
        self._batches = _batches(keys, together)
        self._mine: dict[Key, None] = {}
        self._stash: dict[Key, Value] = {}
        self._places: dict[Key, tuple[_Desk, int, int]] = {}
        self._desks: list[_Desk] = []
        self._busy: dict[int, _Desk] = {}
        self._tickets: IO[bytes] | None = None
        others = parallel.processes(items or len(keys)) - 1 if enabled else 0
        if others > 0:
            self._tickets = _tickets(len(self._batches))
            for _ in range(others):
                self._start(further or make)

    def _start(self, make: Callable[[Key], Value]) -> None:
        assert self._tickets is not None, "made before any process is started"
        desk = _Desk.empty()
        work = (make, self._keys, self._batches, self._tickets, desk)
        process = multiprocessing.get_context("fork").Process
        process(target=_produce, args=work, daemon=True).start()
        os.close(desk.rung)
        self._desks.append(desk)
        self._busy[desk.bell] = desk

    def get(self, key: Key) -> Value:
        """The value of a key; each is handed out once."""
        while key not in self._stash and key not in self._places:
            self._collect(0)
            if key in self._places or not self._busy:
                break
            if key in self._mine:
                del self._mine[key]
                return self._make(key)
            if not self._mine and not self._take():
                self._collect(None)
            elif (other := next(iter(self._mine))) != key:
                # It is being made elsewhere; meanwhile another one is made here. If that fails, it
                # fails again where it is asked for.
                del self._mine[other]
                with contextlib.suppress(Exception):
                    self._stash[other] = self._make(other)
        if key in self._stash:
            return self._stash.pop(key)
        if key not in self._places:
            return self._make(key)
        desk, size, place = self._places.pop(key)
        value: Value = pickle.loads(desk.read(size, place))  # noqa: S301  # our own
        return value

    def _take(self) -> bool:
        """Take the next batch that nobody has taken; whether there was one."""
        number = _take(self._tickets)
        if number is None:
            return False
        self._mine = dict.fromkeys(self._keys[index] for index in self._batches[number])
        return True

    def _collect(self, seconds: float | None) -> None:
        """Note what others have finished; wait for so long for the first, None for ever."""
        heard, _, _ = select.select(list(self._busy), [], [], seconds)
        for bell in heard:
            desk = self._busy[bell]
            if not desk.hear():
                del self._busy[bell]
            for number, size, place in desk.news():
                self._places[self._keys[number]] = (desk, size, place)

    def close(self) -> None:
        """Forget all values; processes that still make some end by themselves."""
        for desk in self._desks:
            desk.close()
        if self._tickets is not None:
            self._tickets.close()
        self._tickets = None
        self._desks.clear()
        self._busy.clear()
        self._mine.clear()
        self._stash.clear()
        self._places.clear()


def shares(
    work: Callable[[Sequence[Item]], Value], items: Sequence[Item], *, enabled: bool = True
) -> list[Value]:
    """Do work on shares of the items, and return what it gives for each share, in their order.

    Args:
        enabled: False does everything in this process.
    """

    def make(start: int) -> Value:
        return work(items[start : start + _SHARE])

    starts = range(0, len(items), _SHARE)
    with contextlib.closing(Ahead(make, starts, items=len(items), enabled=enabled)) as made:
        return [made.get(start) for start in starts]


def _batches(keys: Sequence[Key], together: Callable[[Key], str | None]) -> list[range]:
    """The places of the keys, those that are made together in one range."""
    starts = [
        index
        for index, key in enumerate(keys)
        if index == 0 or (name := together(key)) is None or name != together(keys[index - 1])
    ]
    ends = [*starts[1:], len(keys)]
    return [range(start, end) for start, end in zip(starts, ends, strict=False)]


def _tickets(count: int) -> IO[bytes]:
    """The numbers below a count in a file whose position all forked processes share.

    Each number is read by one of them, without a lock that a process could take to its grave.
    """
    file = writer.nameless(buffering=0)
    file.write(b"".join(map(_TICKET.pack, range(count))))
    file.seek(0)
    return file


def _take(tickets: IO[bytes] | None) -> int | None:
    """The next number that nobody has taken."""
    raw = tickets.read(_TICKET.size) if tickets else b""
    return int(_TICKET.unpack(raw)[0]) if raw else None


def _produce(
    make: Callable[[Key], Value],
    keys: Sequence[Key],
    batches: Sequence[range],
    tickets: IO[bytes],
    desk: _Desk,
) -> None:
    gc.freeze()  # what was there before lives as long as this process
    os.close(desk.bell)  # so that a ring fails once nobody listens any more
    # Whatever goes wrong here goes wrong again, with its message, where the value is needed.
    with contextlib.suppress(Exception):
        while (number := _take(tickets)) is not None:
            for index in batches[number]:
                desk.put(index, pickle.dumps(make(keys[index]), pickle.HIGHEST_PROTOCOL))
