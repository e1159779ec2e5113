"""How many processes are worth it."""

from __future__ import annotations

import multiprocessing
import os

_WORTH_IT = 200
"""Fewer items than this take less time than starting a process."""
_MOST = 8


def processes(count: int) -> int:
    """How many processes are worth it for so many items, this one included."""
    if count < _WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        cores = os.cpu_count() or 1
    return max(1, min(cores, _MOST))
