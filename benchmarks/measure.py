"""Whole processes measured against each other: wall time, cpu time and peak memory.

Every contender is a process of its own, as users start it. Contenders take turns, so that a slow
minute of the machine meets all of them, and only ratios of medians are meant to be compared.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_PROC = Path("/proc")
_PAUSE = 0.02  # seconds between two looks at the memory of a process tree


class BenchmarkError(Exception):
    """A measured process failed; its last lines of output are the message."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A process to measure.

    Attributes:
        name: As printed.
        command: The words of the command line.
        folder: The folder in which it runs.
        allowed: Exit codes that count as success.
        prepare: Called before each run, outside the measured time.
    """

    name: str
    command: Sequence[str]
    folder: Path
    allowed: frozenset[int] = frozenset({0})
    prepare: Callable[[], None] | None = None


@dataclass(slots=True)
class Series:
    """What the runs of one contender took.

    Attributes:
        wall: Seconds from start to end, one a run.
        cpu: Seconds of user and system time of the process and its children, one a run.
        peak: MiB, the most that the process and its children held at once.
        code: The exit code of the last run.
    """

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: float = 0.0
    code: int = 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of medians, and the lowest and highest ratio of two runs of the same round."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}-{self.high:.2f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """How much of `theirs` is `ours`; both hold one value a round."""
    pairs = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return Ratio(median(ours) / median(theirs), min(pairs), max(pairs))


def compare(
    contenders: Sequence[Contender], runs: int, environment: Mapping[str, str], log: Path
) -> dict[str, Series]:
    """Measure contenders in turns.

    A first round is not timed: it fills the caches of the machine and watches the memory.

    Args:
        contenders: What to measure; their order changes from round to round.
        runs: Timed rounds.
        environment: Variables set besides those of this process.
        log: A file that takes the output of each process.

    Raises:
        BenchmarkError: A process ended with a code that its contender does not allow.
    """
    variables = {**os.environ, **environment}
    series = {contender.name: Series() for contender in contenders}
    for contender in contenders:
        series[contender.name].peak = _run(contender, variables, log, watch=True)[2]
    for turn in range(runs):
        offset = turn % len(contenders)
        for contender in (*contenders[offset:], *contenders[:offset]):
            wall, cpu, _, code = _run(contender, variables, log, watch=False)
            result = series[contender.name]
            result.wall.append(wall)
            result.cpu.append(cpu)
            result.code = code
    return series


def _run(
    contender: Contender, variables: Mapping[str, str], log: Path, *, watch: bool
) -> tuple[float, float, float, int]:
    """One run: seconds of wall and cpu, MiB of peak memory, exit code."""
    if contender.prepare is not None:
        contender.prepare()
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            contender.command,
            cwd=contender.folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its children are told apart by their session
        )
        seen = _watch(process.pid) if watch and _PROC.is_dir() else 0.0
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in contender.allowed:
        tail = log.read_text("utf-8", "replace").splitlines()[-15:]
        raise BenchmarkError("\n".join((f"{contender.name}: exit code {code}", *tail)))
    # The kernel gives the peak of the largest process only: bytes on macOS, KiB elsewhere.
    largest = usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return wall, usage.ru_utime + usage.ru_stime, max(seen, largest), code


def _watch(leader: int) -> float:
    """The highest sum of memory, in MiB, of all processes of a session, until its leader ends."""
    peak = 0.0
    while os.waitid(os.P_PID, leader, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        members = (entry for entry in _PROC.iterdir() if entry.name.isdigit())
        peak = max(peak, sum(_memory(entry) for entry in members if _session(entry) == leader))
        time.sleep(_PAUSE)
    return peak


def _session(process: Path) -> int:
    try:
        # The name, in brackets, may hold spaces; the session is the fourth value after it.
        return int((process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[3])
    except (OSError, IndexError, ValueError):  # it has ended meanwhile
        return -1


def _memory(process: Path) -> float:
    """MiB that belong to a process; a page shared by two counts half for each."""
    try:
        lines = (process / "smaps_rollup").read_text("utf-8").splitlines()
    except OSError:  # it has ended meanwhile
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
