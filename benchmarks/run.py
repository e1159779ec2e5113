#!/usr/bin/env python3
"""Measure the check and the build against their floors: python benchmarks/run.py [--quick]

What the figures mean is told in README.md beside this file.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path
from statistics import fmean, median

from measure import BenchmarkError, Contender, Series, compare, ratio
from workspace import Workspace

# Fixed, so that no action item becomes overdue between two runs.
ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1782864000", "NO_MKDOCS_2_WARNING": "1"}
PACKAGES = (
    "mkdocs", "mkdocs-material", "PyYAML", "jsonschema", "jsonschema-rs", "pagefind_bin",
)  # fmt: skip

FLOOR = """\
import os, yaml
for folder, _, names in os.walk("postmortems"):
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            yaml.load(file.read().split("---\\n", 2)[1], Loader=yaml.CSafeLoader)
"""
CHECK = "import sys; from mkdocs_postmortems.cli import main; sys.exit(main(['check']))"
WITHOUT = f"import sys; sys.modules['jsonschema_rs'] = None; {CHECK}"

CHECK_TARGET = 0.9  # of the floor, with jsonschema-rs
WITHOUT_TARGET = 2.5  # of the floor, without it
MEMORY_TARGET = 400  # MiB
BUILD_TARGET = 1.15  # of the bare build
BUILD_MEMORY_TARGET = 1.2  # of the bare build
GROWTH_TARGET = 1.1  # exponent; 1 is linear
WEIGHT_TARGET = 1.1  # of the smaller site's pages
FILES_TO_JUDGE = 5_000  # below it the start of the interpreter decides, not the work
PAGES_TO_JUDGE = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of a run: files to check and to build, and timed rounds."""

    check_files: int
    build_files: int
    runs: int

    @property
    def judges_check(self) -> bool:
        """Whether there are enough files to hold the check to its targets."""
        return self.check_files >= FILES_TO_JUDGE

    @property
    def judges_build(self) -> bool:
        """Whether there are enough pages to hold the build to its target."""
        return self.build_files >= PAGES_TO_JUDGE


def measure_check(workspace: Workspace, plan: Plan) -> None:
    """The check of a corpus against reading and loading the same front matter."""
    folder = workspace.corpus(plan.check_files)
    contenders = [
        Contender("floor", (sys.executable, "-c", FLOOR), folder),
        _check("check", CHECK, folder),
        _check("check without jsonschema-rs", WITHOUT, folder),
    ]
    series = compare(contenders, plan.runs, ENVIRONMENT, workspace.log)
    _heading(f"check of {plan.check_files:,} files against loading their front matter (floor)")
    targets = {"check": CHECK_TARGET, "check without jsonschema-rs": WITHOUT_TARGET}
    _table(series, "floor", targets, plan.judges_check)
    for name in targets:
        _verdict(f"peak memory of {name}", series[name].peak, MEMORY_TARGET, "{:.0f} MiB")


def _check(name: str, code: str, folder: Path) -> Contender:
    # 1 means findings: the corpus holds drafts and old documents, so new rules may report some.
    return Contender(name, (sys.executable, "-c", code), folder, frozenset({0, 1}))


def measure_build(workspace: Workspace, plan: Plan) -> None:
    """The build with the plugin against the same pages built bare."""
    contenders = []
    for name, kind in (("bare build", "bare"), ("build with plugin", "plugin")):
        folder = workspace.project(plan.build_files, kind)
        command = (sys.executable, "-m", "mkdocs", "build", "--quiet")
        clear = partial(shutil.rmtree, folder / "site", ignore_errors=True)
        contenders.append(Contender(name, command, folder, prepare=clear))
    series = compare(contenders, plan.runs, ENVIRONMENT, workspace.log)
    _heading(f"build of {plan.build_files:,} postmortems against the same pages built bare")
    _table(series, "bare build", {"build with plugin": BUILD_TARGET}, plan.judges_build)
    quotient = series["build with plugin"].peak / series["bare build"].peak
    _verdict("peak memory ratio", quotient, BUILD_MEMORY_TARGET, judge=plan.judges_build)


def measure_growth(workspace: Workspace, plan: Plan) -> None:
    """How the time of the check grows with the number of files."""
    sizes = (plan.check_files // 10, plan.check_files)
    contenders = [_check(f"check of {n:,}", CHECK, workspace.corpus(n)) for n in sizes]
    small, large = compare(contenders, plan.runs, ENVIRONMENT, workspace.log).values()
    _heading(f"growth of the check from {sizes[0]:,} to {sizes[1]:,} files")
    step = math.log(sizes[1] / sizes[0])
    for unit, few, many in (("wall", small.wall, large.wall), ("cpu", small.cpu, large.cpu)):
        exponent = math.log(median(many) / median(few)) / step
        _verdict(f"exponent of {unit} time", exponent, GROWTH_TARGET, judge=plan.judges_check)
    print(f"  peak memory: {small.peak:.0f} and {large.peak:.0f} MiB")


def measure_weight(workspace: Workspace, plan: Plan) -> None:
    """The size of a postmortem's page in a small and in a large site."""
    few, many = plan.build_files // 10, plan.build_files
    small, large = workspace.page_sizes(few), workspace.page_sizes(many)
    _heading(f"weight of a postmortem's page in sites of {few:,} and {many:,} postmortems")
    same = [large[identity] for identity in small]
    print(f"  mean bytes of HTML, all pages:      {fmean(small.values()):,.0f} and "
          f"{fmean(large.values()):,.0f}")  # fmt: skip
    print(f"  mean bytes of HTML, the same {few:,}: {fmean(small.values()):,.0f} and "
          f"{fmean(same):,.0f}")  # fmt: skip
    quotient = fmean(same) / fmean(small.values())
    _verdict("ratio of the same pages", quotient, WEIGHT_TARGET)


def _heading(text: str) -> None:
    print(f"\n{text}")


def _table(series: dict[str, Series], floor: str, targets: dict[str, float], judge: bool) -> None:
    """Medians of each contender, and their ratios to one of them with the targets."""
    base = series[floor]
    print(f"  {'':29}{'wall s':>9}{'cpu s':>9}{'peak MiB':>10}   {'wall ratio':18}cpu ratio")
    for name, one in series.items():
        line = f"  {name:29}{median(one.wall):9.2f}{median(one.cpu):9.2f}{one.peak:10.0f}"
        if name != floor:
            line += f"   {ratio(one.wall, base.wall)!s:18}{ratio(one.cpu, base.cpu)}"
        print(line + (f"   exit code {one.code}" if one.code else ""))
    for name, target in targets.items():
        value = ratio(series[name].wall, base.wall).value
        _verdict(f"wall ratio of {name}", value, target, judge=judge)


def _verdict(
    what: str, value: float, target: float, form: str = "{:.2f}", *, judge: bool = True
) -> None:
    word = ("met" if value <= target else "MISSED") if judge else "too small to judge"
    print(f"  {what}: {form.format(value)}, target <= {form.format(target)}: {word}", flush=True)


def _installed(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} absent"


STEPS: dict[str, Callable[[Workspace, Plan], None]] = {
    "check": measure_check,
    "build": measure_build,
    "growth": measure_growth,
    "weight": measure_weight,
}
NEEDS_PLUGIN = frozenset({"build", "weight"})


def main(args: Sequence[str] | None = None) -> int:
    """Run the chosen steps; exit code 1 if one of them could not be measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="1,000 files, 100 pages, 3 runs")
    parser.add_argument("--only", choices=STEPS, help="one step instead of all")
    parser.add_argument("--check-files", type=int, help="files to check (default 10,000)")
    parser.add_argument("--build-files", type=int, help="postmortems to build (default 1,000)")
    parser.add_argument("--runs", type=int, help="timed rounds (default 5)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the corpus")
    options = parser.parse_args(args)
    usual = Plan(1_000, 100, 3) if options.quick else Plan(10_000, 1_000, 5)
    plan = Plan(
        options.check_files or usual.check_files,
        options.build_files or usual.build_files,
        options.runs or usual.runs,
    )
    if min(plan.check_files, plan.build_files) < 10 or plan.runs < 1:
        parser.error("sizes must be 10 or more, and runs 1 or more")
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, medians of {plan.runs} runs"
    )
    print(", ".join(_installed(package) for package in PACKAGES))
    failed = False
    with tempfile.TemporaryDirectory(prefix="postmortems-benchmark-") as folder:
        workspace = Workspace(Path(folder), options.seed)
        for name in [options.only] if options.only else STEPS:
            failed |= not _step(name, workspace, plan)
    return int(failed)


def _step(name: str, workspace: Workspace, plan: Plan) -> bool:
    """Run one step; False if it could not be measured, which is said."""
    plugins = {entry.name for entry in entry_points(group="mkdocs.plugins")}
    if name in NEEDS_PLUGIN and "postmortems" not in plugins:
        print(f"\n{name}: not measured, as the plugin is not installed in this environment")
        return False
    try:
        STEPS[name](workspace, plan)
    except BenchmarkError as error:
        print(f"\n{name}: not measured\n{error}")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
