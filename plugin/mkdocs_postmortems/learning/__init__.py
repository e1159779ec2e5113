"""What incidents taught, by topic: lessons, luck, detection gaps, documents, tests and more.

A topic is one line in `TOPICS`. Its entries are read from the front matter and from the body, in
whichever place an author wrote them, and only when somebody asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from .. import rows
from ..markdown_text import shorten
from ..model import Postmortem
from .base import LONGEST, Entry, Topic
from .sources import (
    choice,
    counted,
    decision,
    document,
    done,
    fixed,
    judged,
    lessons,
    listed,
    notice,
    runbook_state,
    test,
    told,
)

__all__ = ["LONGEST", "TOPICS", "Entry", "Topic", "bounds", "entries"]

_ROW = re.compile(r"^[ \t]*(?:[-*+][ \t]|\d{1,3}[.)][ \t]|\|)", re.M)


def entries(postmortem: Postmortem, topic: Topic) -> tuple[Entry, ...]:
    """What a postmortem has to say on a topic, field by field, each in the author's order."""
    return tuple(
        entry if len(entry.text) <= LONGEST else replace(entry, text=shorten(entry.text, LONGEST))
        for path, read in topic.sources.items()
        if postmortem.value(path) is not None
        or any(passage.path.startswith(path) for passage in postmortem.passages)
        for entry in read(postmortem, path)
        if entry.text
    )


def bounds(postmortem: Postmortem) -> dict[str, int]:
    """How many entries there are at most, by the names of topics, without reading them.

    A topic on which a postmortem says nothing is left out.
    """
    found: dict[str, int] = {}
    for path, topic in _topics().items():
        value = postmortem.value(path)
        if value is not None:
            count = len(value) if isinstance(value, list) else 1
            found[topic] = found.get(topic, 0) + count
    for passage in postmortem.passages:
        name = _topics().get(rows.parsed(passage.path)[0])
        if name is not None:
            count = len(_ROW.findall(passage.text)) + passage.text.count("\n\n") + 1
            found[name] = found.get(name, 0) + count
    return found


@cache
def _topics() -> Mapping[str, str]:
    """The name of the topic of each field."""
    return {path: topic.name for topic in TOPICS for path in topic.sources}


TOPICS: tuple[Topic, ...] = (
    Topic("lessons", "Lessons", "lesson", "lessons",
          {"lessons": lessons},
          "What was learned, and where it will be applied.",
          "lessons: [{category: process, lesson: …, application: …}]", "Category"),
    Topic("takeaways", "Key takeaways", "key takeaway", "key takeaways",
          {"key_takeaway": told(longest=LONGEST)},
          "The single most important lesson of each incident.",
          "key_takeaway: …"),
    Topic("went-well", "What went well", "thing that went well", "things that went well",
          {"what_went_well": listed()},
          "What worked, and is worth keeping.",
          'what_went_well: ["…"]'),
    Topic("luck", "Where we got lucky", "stroke of luck", "strokes of luck",
          {"where_we_got_lucky": listed()},
          "What could have made it worse, and did not: nothing holds it back the next time.",
          'where_we_got_lucky: ["…"]'),
    Topic("detection", "Detection gaps", "gap in detection", "gaps in detection",
          {"detection.alerts_fired": judged({False: "No alert fired.",
                                              "partially": "Only some alerts fired."}),
           "detection.alerts_actionable": judged({False: "Alerts did not say what to do."}),
           "detection.right_team_notified": judged({False: "The right team was not told first."}),
           "detection.gaps": told("Why not earlier"),
           "detection.improvements": listed(category=fixed("Would catch it"))},
          "Alerts that failed, why an incident was not detected earlier, and what would catch it.",
          'detection: {alerts_fired: partially, improvements: ["…"]}', "What",
          asked=("detection.alerts_fired", "say whether alerts fired")),
    Topic("documents", "Runbooks and documents", "change to documents", "changes to documents",
          {"runbooks": listed(text=decision, category=fixed("Runbook"), state=runbook_state),
           "documentation_updates": listed("change", text=document, category=choice("kind"),
                                          state=done("Done", "Not yet"))},
          "What was decided about runbooks, and which documents need a change.",
          "documentation_updates: [{kind: runbook, name: …, change: …, done: false}]",
          "Kind", "State"),
    Topic("tests", "Regression tests", "regression test", "regression tests",
          {"regression_tests.promoted": listed("id", "type", "target", text=test,
                                              category=fixed("Promoted")),
           "regression_tests.missed": listed("id", "fix_needed", text=test,
                                            category=fixed("Missed it"))},
          "Tests that reproduce an incident, and tests that passed although they should not have.",
          "regression_tests: {promoted: [{id: …, description: …, type: unit}]}", "What"),
    Topic("communication", "Customer communication", "record of communication",
          "records of communication",
          {"communications.customer": listed(text=notice, category=choice("kind"),
                                            state=done("Sent", "Not sent")),
           "communications.text": told("In words"),
           "communications.log": counted},
          "What customers were told, and through which channel.",
          "communications: {customer: [{kind: status_page, done: true, text: …}]}",
          "Channel", "State"),
)  # fmt: skip
"""All topics, in the order in which pages list them."""
