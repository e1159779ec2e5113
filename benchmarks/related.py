#!/usr/bin/env python3
"""How well similar incidents are found, and how fast: python benchmarks/related.py [--quick]

The labelled incidents and what the figures mean are described in README.md beside this file.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import re
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from mkdocs_postmortems import build
from mkdocs_postmortems.catalog import Catalog
from mkdocs_postmortems.related import Finder
from mkdocs_postmortems.settings import Settings

HERE = Path(__file__).parent
AS_OF = date(2026, 6, 1)
SHOWN = 5
TIME_TARGET = 0.5  # of the time that loading the front matter alone takes
MEMORY_TARGET = 100  # MiB beside the catalog

Ranked = list[tuple[str, float]]
"""The ids found for an incident with their scores, the best first."""
Ranker = Callable[[str], Ranked]


def incidents() -> list[dict[str, Any]]:
    """The labelled incidents, in the order of the file."""
    lines = (HERE / "related" / "incidents.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def document(incident: Mapping[str, Any]) -> str:
    """An incident as the file of a postmortem."""
    front: dict[str, Any] = {
        "title": incident["title"],
        "one_line_summary": incident["summary"],
        "severity": "SEV-3",
        "status": "in_review",
        "started_at": incident["day"],
        "services": incident["services"],
        "tags": incident["tags"],
        "trigger": incident["trigger"],
        "detection": {"sources": incident["detection"]},
        "contributing_factors": incident["factors"],
    }
    if "category" in incident:
        keys = {"category": "category", "category_other": "category_other"}
        front["root_cause"] = {k: incident[v] for k, v in keys.items() if v in incident}
    if "symptoms" in incident:
        front["impact"] = {"users": {"symptoms": incident["symptoms"]}}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    head = "\n".join(lines)
    return f"---\n{head}\n---\n## Root cause\n\n{incident['cause']}\n"


def catalog(chosen: Iterable[Mapping[str, Any]], folder: Path) -> Catalog:
    """The incidents as a catalog, written below a folder and read like any others."""
    (folder / "postmortems").mkdir(parents=True)
    for incident in chosen:
        path = folder / "postmortems" / f"{incident['id']}.md"
        path.write_text(document(incident), "utf-8")
    return build.check(folder, Settings(), AS_OF).everything


# ------------------------------------------------------------------------------------- contenders


def ours(everything: Catalog) -> Ranker:
    """What pages and commands show."""
    finder = Finder(everything)

    def rank(identifier: str) -> Ranked:
        postmortem = everything.get(identifier)
        assert postmortem is not None
        found = finder.similar(postmortem, SHOWN)
        return [(row.postmortem.id, row.score) for row in found]

    return rank


def tf_idf(chosen: Sequence[Mapping[str, Any]]) -> Ranker:
    """Cosine of TF-IDF vectors over all text, services and tags; no stop words, no stems."""
    counts = {i["id"]: Counter(re.findall(r"\w\w+", _text(i).casefold())) for i in chosen}
    having = Counter(word for words in counts.values() for word in words)
    vectors: dict[str, dict[str, float]] = {}
    for identifier, words in counts.items():
        vector = {
            w: n * (math.log((1 + len(chosen)) / (1 + having[w])) + 1) for w, n in words.items()
        }
        length = math.sqrt(sum(value * value for value in vector.values()))
        vectors[identifier] = {word: value / length for word, value in vector.items()}

    def likeness(one: str, other: str) -> float:
        there = vectors[other]
        return sum(value * there.get(word, 0.0) for word, value in vectors[one].items())

    return _ranker(list(counts), likeness)


def _text(incident: Mapping[str, Any]) -> str:
    lists = ("factors", "services", "tags", "symptoms")
    parts = [incident["title"], incident["summary"], incident["cause"]]
    return " ".join([*parts, *(text for key in lists for text in incident.get(key, ()))])


def shared_labels(chosen: Sequence[Mapping[str, Any]]) -> Ranker:
    """The number of services and tags that two incidents share."""
    labels = {i["id"]: {*i["services"], *i["tags"]} for i in chosen}
    return _ranker(list(labels), lambda one, other: len(labels[one] & labels[other]))


def _ranker(identifiers: Sequence[str], likeness: Callable[[str, str], float]) -> Ranker:
    def rank(identifier: str) -> Ranked:
        others = [(other, likeness(identifier, other)) for other in identifiers]
        found = [pair for pair in others if pair[0] != identifier and pair[1] > 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:SHOWN]

    return rank


def with_floor(rank: Ranker, floor: float) -> Ranker:
    """Only what reaches a score."""
    return lambda identifier: [pair for pair in rank(identifier) if pair[1] >= floor]


# ---------------------------------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Figures:
    """What a contender reaches on some families; see README.md."""

    precision: float
    recall: float
    reciprocal_rank: float
    shown: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def halves(chosen: Iterable[Mapping[str, Any]]) -> tuple[frozenset[str], frozenset[str]]:
    """The families for setting constants, and those held out: every other one of the alphabet."""
    names = sorted({i["family"] for i in chosen if i["family"]})
    return frozenset(names[0::2]), frozenset(names[1::2])


def judge(rank: Ranker, family_of: Mapping[str, str | None], families: frozenset[str]) -> Figures:
    """The figures of a contender over the incidents of some families."""
    size = Counter(family_of.values())
    hits = shown = 0
    recalls: list[float] = []
    ranks: list[float] = []
    for identifier, family in family_of.items():
        if family not in families:
            continue
        right = [family_of[other] == family for other, _ in rank(identifier)[:SHOWN]]
        hits += sum(right)
        shown += len(right)
        recalls.append(sum(right) / min(SHOWN, size[family] - 1))
        ranks.append(1 / (right.index(True) + 1) if True in right else 0.0)
    count = len(recalls)
    return Figures(hits / max(shown, 1), sum(recalls) / count, sum(ranks) / count, shown / count)


def best_floor(
    rank: Ranker, family_of: Mapping[str, str | None], families: frozenset[str]
) -> float:
    """The score below which a contender had better show nothing, judged by F1."""
    scores = {s for i, f in family_of.items() if f in families for _, s in rank(i)}
    return max(sorted(scores), key=lambda s: judge(with_floor(rank, s), family_of, families).f1)


def measure_quality() -> bool:
    """Print the table; whether ours is ahead of every baseline on both halves."""
    chosen = incidents()
    family_of = {i["id"]: i["family"] for i in chosen}
    development, held_out = halves(chosen)
    strangers = [i for i, family in family_of.items() if family is None]
    with tempfile.TemporaryDirectory() as folder:
        rankers = {"ours": ours(catalog(chosen, Path(folder) / "project"))}
    for name, rank in (("TF-IDF", tf_idf(chosen)), ("shared labels", shared_labels(chosen))):
        rankers[name] = rank
        floor = best_floor(rank, family_of, development)
        rankers[f"{name} ≥ {floor:.3g}"] = with_floor(rank, floor)
    print(f"{len(chosen)} incidents, {len(development) + len(held_out)} families")
    print(f"{'':22}{'development':^32}{'held out':^32}  strangers")
    print(f"{'':22}" + f"{'prec.':>8}{'recall':>8}{'MRR':>8}{'shown':>8}" * 2 + f"{'shown':>11}")
    rows = {
        name: [judge(rank, family_of, half) for half in (development, held_out)]
        for name, rank in rankers.items()
    }
    for name, pair in rows.items():
        cells = "".join(
            f"{f.precision:8.2f}{f.recall:8.2f}{f.reciprocal_rank:8.2f}{f.shown:8.1f}" for f in pair
        )
        noise = sum(len(rankers[name](i)) for i in strangers) / len(strangers)
        print(f"{name:22}{cells}{noise:11.1f}")
    return all(
        mine.precision > other.precision and mine.recall > other.recall
        for name, pair in rows.items() if name != "ours"
        for mine, other in zip(rows["ours"], pair, strict=True)
    )  # fmt: skip


def measure_speed(count: int) -> bool:
    """Print time and memory for all of a generated archive; whether both meet their targets."""
    with tempfile.TemporaryDirectory() as folder:
        words = [str(HERE / "generate.py"), str(count), folder]
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
        floor = _floor(sorted(Path(folder).rglob("*.md")))
        everything = build.check(Path(folder), Settings(), AS_OF).catalog
    gc.collect()
    gc.freeze()  # as a build does: the collector need not walk the catalog
    busy = time.process_time()
    _all(everything)
    cpu = time.process_time() - busy
    tracemalloc.start()
    _all(everything)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(f"\nall similar incidents of {count:,}, with reasons")
    print(f"  cpu {cpu:.2f} s, {cpu / floor:.2f} of loading the front matter, target {TIME_TARGET}")
    print(f"  peak {peak:.0f} MiB, target {MEMORY_TARGET} MiB")
    return cpu <= TIME_TARGET * floor and peak <= MEMORY_TARGET


def _floor(files: Sequence[Path]) -> float:
    """Seconds of cpu that reading the files and loading their front matter takes."""
    busy = time.process_time()
    for file in files:
        yaml.load(file.read_text("utf-8").split("---\n", 2)[1], Loader=yaml.CSafeLoader)
    return time.process_time() - busy


def _all(everything: Catalog) -> None:
    """What a build asks for, page by page."""
    finder = Finder(everything)
    for postmortem in everything.postmortems:
        finder.similar(postmortem)


def main(args: Sequence[str] | None = None) -> int:
    """Measure; exit code 1 when a baseline is ahead."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="time 1,000 instead of 10,000")
    parser.add_argument("--no-time", action="store_true", help="quality only")
    options = parser.parse_args(args)
    ahead = measure_quality()
    print("ahead of every baseline in precision and recall" if ahead else "MISSED: not ahead")
    if not options.no_time and not measure_speed(1_000 if options.quick else 10_000):
        print("  MISSED")
    return 0 if ahead else 1


if __name__ == "__main__":
    sys.exit(main())
