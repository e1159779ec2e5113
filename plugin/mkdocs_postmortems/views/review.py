"""What a review leaves behind: who has signed, and what was said in which channel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC
from typing import Any

from ..chronology import read_timeline
from ..model import Postmortem
from ..times import zone
from .base import Block, View, words
from .groups import cell, plain
from .values import instant_cell

Rows = Collection[int] | None
_SIGN_OFF_KEYS = frozenset({"role", "role_other", "name", "date", "signed"})
_LOG_KEYS = frozenset({"at", "channel", "message", "state"})


def sign_off(view: View, postmortem: Postmortem, origin: str, rows: Rows = None) -> Block | None:
    """Who has signed and who has not yet, in words."""
    chosen = _chosen(postmortem.value("sign_off"), rows)
    if not chosen:
        return None
    signed = sum(row.get("signed") is True for row in chosen)
    count = f"{len(chosen)} sign-off{'' if len(chosen) == 1 else 's'}"
    lines = [
        [
            [cell(_role(row), note=_more(row, _SIGN_OFF_KEYS))],
            [cell(plain(row["name"]))] if row.get("name") else [],
            [cell(_signature(row))],
        ]
        for row in chosen
    ]
    open_ = len(chosen) - signed
    caption = f"{count}, {signed} signed" + (f", {open_} not signed yet" if open_ else "")
    return _table(caption, ["Role", "Name", "Signature"], lines)


def _role(row: Mapping[str, Any]) -> str:
    role = str(row.get("role", ""))
    if "role_other" in row:
        other = plain(row["role_other"])
        return other if role in ("", "other") else f"{words(role).capitalize()}: {other}"
    return {"cto_caio": "CTO/CAIO"}.get(role) or words(role).capitalize()


def _signature(row: Mapping[str, Any]) -> str:
    """`signed 2026-03-20`, `not signed yet`, or that it is not known."""
    day, signed = row.get("date"), row.get("signed")
    when = "day unknown" if day == "unknown" else str(day or "")
    if signed is True:
        return f"signed {when}".strip() if day != "unknown" else f"signed, {when}"
    state = "not known whether signed" if signed == "unknown" else "not signed yet"
    return f"{state}, {when}" if when else state


def log(view: View, postmortem: Postmortem, origin: str, rows: Rows = None) -> Block | None:
    """What was said in which channel, with the times in UTC as in the timeline."""
    chosen = _chosen(postmortem.value("communications.log"), rows)
    if not chosen:
        return None
    where = zone(postmortem.timezone) or UTC
    times = read_timeline(chosen, postmortem.milestones.get("started"), where)
    lines = []
    for row, event in zip(chosen, times, strict=True):
        at = [instant_cell(postmortem, event.at)] if event.at else []
        at = at or ([cell(event.at_text)] if event.at_text else [])
        channel = [cell(plain(row["channel"]))] if row.get("channel") else []
        message = [cell(plain(row.get("message", "")), note=_more(row, _LOG_KEYS))]
        state = [cell(words(str(row["state"])).capitalize())] if row.get("state") else []
        lines.append([at, channel, message, state])
    columns = ["Time (UTC)", "Channel", "Message", "State"]
    if not any(line[-1] for line in lines):
        columns, lines = columns[:-1], [line[:-1] for line in lines]
    search = " · ".join(plain(row.get("message", "")) for row in chosen)
    return _table(f"{len(chosen)} message{'' if len(chosen) == 1 else 's'}", columns, lines, search)


def _table(caption: str, columns: list[str], lines: list[Any], search: str = "") -> Block:
    data = {"caption": caption, "quiet": False, "columns": columns, "rows": lines, "last": None}
    return Block("postmortem/records", data, search=search)


def _chosen(value: object, rows: Rows) -> list[dict[str, Any]]:
    """The rows to show of a list; what is not a group of keys has been reported before."""
    return [
        row for index, row in enumerate(value if isinstance(value, list) else ())
        if isinstance(row, dict) and (rows is None or index in rows)
    ]  # fmt: skip


def _more(row: Mapping[str, Any], known: frozenset[str]) -> str | None:
    """Keys of the organisation's own in a row."""
    return "; ".join(f"{words(k)}: {plain(v)}" for k, v in row.items() if k not in known) or None
