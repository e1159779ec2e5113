"""A list of work shared among forked processes, when there is enough of it to be worth them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_IT = 200
"""Fewer items than this take less time than starting a process."""
_MOST = 8


def run(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], *, enabled: bool = True
) -> list[Result]:
    """Do work on shares of the items, and return the results of the shares.

    Results do not depend on how many shares there are, as long as the caller does not depend on
    the order of the items; sort afterwards.

    Args:
        work: Takes a share; what it returns is pickled where processes are used.
        enabled: False does everything in this process.

    Raises:
        RuntimeError: A process ended without a result.
    """
    count = processes(len(items)) if enabled else 1
    if count == 1:
        return [work(items)]
    context = multiprocessing.get_context("fork")
    started = []
    for number in range(1, count):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_child, args=(work, items[number::count], sender))
        process.start()
        sender.close()
        started.append((process, receiver))
    results = [work(items[0::count])]
    for process, receiver in started:
        results.append(_receive(receiver))
        process.join()
    return results


def processes(count: int) -> int:
    """How many processes are worth it for so many items."""
    if count < _WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        cores = os.cpu_count() or 1
    return max(1, min(cores, _MOST))


def _child(
    work: Callable[[Sequence[Item]], Result], share: Sequence[Item], sender: Connection
) -> None:
    try:
        sender.send((True, work(share)))
    except BaseException as error:
        sender.send((False, f"{type(error).__name__}: {error}"))
        raise
    finally:
        sender.close()


def _receive(receiver: Connection) -> Result:  # type: ignore[type-var]
    try:
        succeeded, result = receiver.recv()
    except EOFError:
        raise RuntimeError("a process that reads files ended early") from None
    if not succeeded:
        raise RuntimeError(result)
    return result  # type: ignore[no-any-return]
