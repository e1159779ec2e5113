"""Values made ahead of their need, by all processors at once.

Forked processes and this one take keys from one list, each the next that nobody has taken, so all
are busy to the end, however long a value takes. Values wait in temporary files: no process waits
until another one has read.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import struct
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import IO, Generic, TypeVar

from . import parallel, writer

Key = TypeVar("Key")
Value = TypeVar("Value")

_TICKET = struct.Struct("=L")


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
        enabled: bool = True,
    ) -> None:
        """Begin to make the values of the keys, in their order.

        Args:
            further: What other processes do instead of `make`: the same value, with more of the
                work that follows already done.
            enabled: False makes every value here, when it is asked for.
        """
        self._make = make
        self._keys = keys
        self._stash: dict[Key, Value] = {}
        self._places: dict[Key, tuple[IO[bytes], int, int]] = {}
        self._results: dict[Connection, IO[bytes]] = {}
        self._files: list[IO[bytes]] = []
        self._tickets: IO[bytes] | None = None
        others = parallel.processes(len(keys)) - 1 if enabled else 0
        if others > 0:
            self._tickets = _tickets(len(keys))
            self._files.append(self._tickets)
            for _ in range(others):
                self._start(further or make)

    def _start(self, make: Callable[[Key], Value]) -> None:
        assert self._tickets is not None, "made before any process is started"
        context = multiprocessing.get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        results = writer.nameless()
        self._files.append(results)
        work = (make, self._keys, self._tickets, results, sender)
        context.Process(target=_produce, args=work, daemon=True).start()
        sender.close()
        self._results[receiver] = results

    def get(self, key: Key) -> Value:
        """The value of a key; each is handed out once."""
        while key not in self._stash and key not in self._places:
            self._collect(0)
            if key in self._places or not self._results:
                break
            number = _take(self._tickets)
            if number is None:
                self._collect(None)
            elif self._keys[number] == key:
                return self._make(key)
            else:
                # It is being made elsewhere; meanwhile the next one is made here. If that fails, it
                # fails again where it is asked for.
                with contextlib.suppress(Exception):
                    self._stash[self._keys[number]] = self._make(self._keys[number])
        if key in self._stash:
            return self._stash.pop(key)
        if key not in self._places:
            return self._make(key)
        file, place, size = self._places.pop(key)
        value: Value = pickle.loads(os.pread(file.fileno(), size, place))  # noqa: S301  # our own
        return value

    def _collect(self, seconds: float | None) -> None:
        """Note what others have finished; wait for so long for the first, None for ever."""
        for receiver in wait(list(self._results), seconds):
            assert isinstance(receiver, Connection), "only these are waited for"
            try:
                while receiver.poll():
                    number, place, size = receiver.recv()
                    self._places[self._keys[number]] = (self._results[receiver], place, size)
            except (EOFError, OSError):
                del self._results[receiver]
                receiver.close()

    def close(self) -> None:
        """Forget all values; processes that still make some end with the next one."""
        for receiver in self._results:
            receiver.close()
        for file in self._files:
            file.close()
        self._results.clear()
        self._stash.clear()
        self._places.clear()


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
    tickets: IO[bytes],
    results: IO[bytes],
    sender: Connection,
) -> None:
    gc.disable()
    place = 0
    # Whatever goes wrong here goes wrong again, with its message, where the value is needed.
    with contextlib.suppress(Exception):
        while (number := _take(tickets)) is not None:
            content = pickle.dumps(make(keys[number]), pickle.HIGHEST_PROTOCOL)
            results.write(content)
            results.flush()  # before anybody is told where it is
            sender.send((number, place, len(content)))
            place += len(content)
