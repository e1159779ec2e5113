#!/usr/bin/env python3
"""Write N realistic postmortems: python benchmarks/generate.py N OUT --seed 7

They go to OUT/postmortems/YYYY/ID.md, in the profiles `service` and (one in twelve) `condensed`.
The same N and seed give the same bytes, and file number i is the same for every N above it.
Standard library only.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bodies
import vocabulary as words
from front_matter import dump
from records import Incident, record, timeline_moments

FIRST = datetime(2016, 1, 4, tzinfo=UTC)
STEP = timedelta(hours=8, minutes=40)  # 10,000 incidents fill about ten years


def incidents(count: int, seed: int) -> Iterator[tuple[Incident, random.Random]]:
    """The incidents in order of their start, each with the source of its later choices."""
    by_topic: dict[str, list[str]] = {}
    day, on_day = "", 0
    for number in range(count):
        rng = random.Random(f"{seed}:{number}")
        start = FIRST + number * STEP + timedelta(minutes=rng.randrange(500))
        on_day = on_day + 1 if f"{start:%Y%m%d}" == day else 1
        day = f"{start:%Y%m%d}"
        profile = "condensed" if rng.randrange(12) == 0 else "service"
        identity = f"INC-{number + 1:04d}" if profile == "condensed" else f"INC-{day}-{on_day:03d}"
        topic = rng.choice(words.TOPICS)
        minutes = min(1200, 14 + int(rng.lognormvariate(4.2, 0.8)))
        status = rng.choices(("final", "in_review", "draft"), (88, 6, 6))[0]
        siblings = by_topic.setdefault(topic.key, [])
        slots = _slots(rng, topic, start, minutes)
        yield (
            Incident(
                number,
                identity,
                profile,
                topic,
                start,
                minutes,
                status,
                slots,
                tuple(siblings[-20:]),
            ),
            rng,
        )
        siblings.append(identity)


def _slots(rng: random.Random, topic: words.Topic, start: datetime, minutes: int) -> dict[str, str]:
    service, other = rng.sample(words.SERVICES, 2)
    hours, rest = divmod(minutes, 60)
    slots = {
        "service": service,
        "Service": service.capitalize(),
        "other": other,
        "region": rng.choice(words.sentences("regions")),
        "team": rng.choice(words.TEAMS),
        "symptom": rng.choice(words.sentences("symptoms")),
        "topic": topic.key.replace("-", " "),
        "metric": rng.choice(words.sentences("metrics")),
        "version": f"{rng.randint(1, 9)}.{rng.randint(0, 40)}.{rng.randint(0, 9)}",
        "duration": f"{hours} h {rest} min" if hours else f"{rest} min",
        "start": f"{start:%H:%M}",
        "end": f"{start + timedelta(minutes=minutes):%H:%M}",
        "clock": f"{start + timedelta(minutes=minutes // 3):%H:%M}",
        "minutes": str(rng.randint(3, 45)),
        "small": str(rng.randint(4, 30)),
        "count": str(rng.randint(40, 90_000)),
        "percent": str(rng.randint(1, 60)),
        "low": str(rng.randint(40, 300)),
        "high": str(rng.randint(900, 9000)),
    }
    slots["mitigation"] = topic.mitigation.format(**slots)
    slots["signal"] = topic.signal.format(**slots)
    return slots


def document(incident: Incident, rng: random.Random) -> str:
    """The whole file of an incident: front matter, then the sections of its profile."""
    data = record(incident, rng)
    events = None if "timeline" in data else timeline_moments(incident, rng)
    if incident.profile == "condensed":
        body = bodies.condensed(incident.topic, incident.slots, rng, events)
    else:
        body = bodies.service(incident.topic, incident.slots, rng)
    return f"---\n{dump(data)}---\n{body}"


def main(args: Sequence[str] | None = None) -> int:
    """Write the corpus and say how large it is; exit code 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("count", metavar="N", type=int, help="number of postmortems")
    parser.add_argument("out", metavar="OUT", type=Path, help="folder to write into")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another corpus")
    options = parser.parse_args(args)
    size = 0
    for incident, rng in incidents(options.count, options.seed):
        folder = options.out / "postmortems" / f"{incident.start:%Y}"
        folder.mkdir(parents=True, exist_ok=True)
        size += (folder / f"{incident.id}.md").write_bytes(document(incident, rng).encode())
    print(f"{options.count} postmortems, {size} bytes, in {options.out / 'postmortems'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
