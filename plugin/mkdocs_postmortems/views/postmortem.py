"""The page of one postmortem: header, then the template's sections with the author's prose."""

from __future__ import annotations

from typing import Any

from ..model import Postmortem
from ..profiles import SectionSpec
from ..schemas import choices
from . import header, outline, tables
from .base import Block, Heading, Page, Part, View, words
from .values import cells, has_other, show, with_other, with_words

_SPECIAL = {
    "timeline": tables.timeline,
    "action_items": tables.actions,
    "references": tables.references,
    "contributing_factors": tables.factors,
}
"""Fields that are shown as a table or list of their own."""


def build(view: View, postmortem: Postmortem) -> Page:
    """The page of a postmortem."""
    origin = view.site.postmortem(postmortem)
    head = header.build(view, postmortem, origin)
    parts: list[Part] = [Block("postmortem/header", head, search=_searched(postmortem))]
    if postmortem.structured:
        parts += _structured(view, postmortem, origin)
    else:
        for chunk in outline.chunks(postmortem):
            parts += outline.prose(chunk, max(chunk.level, 2))
    parts += _connections(view, postmortem, origin)
    return Page(postmortem.title, postmortem.summary, tuple(parts), tags=postmortem.tags)


def _searched(postmortem: Postmortem) -> str:
    """What the theme's search should find of the header."""
    words_ = (
        postmortem.id,
        *postmortem.aliases,
        postmortem.summary,
        postmortem.severity.label if postmortem.severity else "",
        *(service.name for service in postmortem.services),
        *postmortem.tags,
    )
    return " · ".join(word for word in words_ if word)


def _structured(view: View, postmortem: Postmortem, origin: str) -> list[Part]:
    profile = view.profiles[postmortem.profile]
    shown: set[str] = set(header.FIELDS)
    parts: list[Part] = []
    for slot in outline.slots(postmortem, profile):
        if slot.spec is None:
            for chunk in slot.chunks:
                parts += outline.prose(chunk, 2)
            continue
        parts += _section(view, postmortem, slot.spec, slot.chunks, shown, origin)
    rest = _rest(postmortem, shown)
    if rest:
        parts += [Heading(2, "Further details"), Block("postmortem/facts", {"groups": rest})]
    return parts


def _section(
    view: View,
    postmortem: Postmortem,
    spec: SectionSpec,
    chunks: tuple[outline.Chunk, ...],
    shown: set[str],
    origin: str,
) -> list[Part]:
    written: list[Part] = []
    for chunk in chunks:
        written += outline.prose(chunk, spec.level)
    blocks = _blocks(view, postmortem, spec, shown, origin)
    if spec.prose and not chunks:
        value = postmortem.value(spec.prose)
        if value is not None and not isinstance(value, dict) and spec.prose not in shown:
            shown.add(spec.prose)
            lines = {"lines": show(value), "is_list": spec.is_list}
            blocks.insert(0, Block("postmortem/lines", lines))
    if not written and not blocks:
        return []
    if not chunks and spec.heading:
        written.insert(0, Heading(spec.level, spec.heading))
    return [*written, *blocks]


def _blocks(
    view: View, postmortem: Postmortem, spec: SectionSpec, shown: set[str], origin: str
) -> list[Part]:
    """The generated blocks of a section: label-value rows, and tables for lists of records."""
    groups: list[dict[str, Any]] = []
    tables_: list[Part] = []
    for field in spec.fields:
        if field.item is None:
            shown.update(with_words(postmortem, field.path))
        if field.path in _SPECIAL:
            block = _SPECIAL[field.path](view, postmortem, origin)
            tables_ += [block] if block else []
            if block and field.path == "timeline":
                shown.add("incident_log_url")  # in the caption
            continue
        lines = cells(postmortem, field)
        if field.item is not None:
            shown.add(_picked(field.path, field.item.get("kind")))
        if lines:
            if not groups or groups[-1]["label"] != field.group:
                groups.append({"label": field.group, "rows": []})
            groups[-1]["rows"].append({"label": field.label, "lines": lines})
    facts: list[Part] = [Block("postmortem/facts", {"groups": groups})] if groups else []
    return [*facts, *tables_]


def _rest(postmortem: Postmortem, shown: set[str]) -> list[dict[str, Any]]:
    """Fields for which the template has no place, at the end of the page."""
    rows: list[dict[str, Any]] = []
    for path, value in _leaves(postmortem.record, "", shown):
        if path in shown:
            continue
        if has_other(postmortem, path):
            shown.add(f"{path}_other")
            value = with_other(postmortem, path)
        lines = show(_unselected(path, value, shown), choice=path in choices())
        if lines:
            label = words(path.replace(".", " · "))
            rows.append({"label": label[:1].upper() + label[1:], "lines": lines})
    return [{"label": None, "rows": rows}] if rows else []


def _unselected(path: str, value: Any, shown: set[str]) -> Any:
    """The items of a list that no section has picked out."""
    if path not in _PICKED or not isinstance(value, list):
        return value
    return [v for v in value if _picked(path, v.get("kind")) not in shown]


def _picked(path: str, kind: object) -> str:
    return f"{path}[kind={kind}]"


_PICKED = frozenset({"communications.customer"})
"""Lists of which a template's sections show single items, by their kind."""


def _leaves(node: Any, path: str, shown: set[str]) -> list[tuple[str, Any]]:
    """The values of a record by their dotted paths, without those that are shown already."""
    found: list[tuple[str, Any]] = []
    for key, value in node.items():
        here = f"{path}.{key}" if path else str(key)
        if here in shown:
            continue
        is_group = isinstance(value, dict) and not _is_value(value)
        found += _leaves(value, here, shown) if is_group else [(here, value)]
    return found


def _is_value(group: dict[str, Any]) -> bool:
    """Whether a group of keys is one value, such as an amount with its currency."""
    return not {"value", "amount", "percent", "count"}.isdisjoint(group)


def _connections(view: View, postmortem: Postmortem, origin: str) -> list[Part]:
    """Related incidents in both directions, and the neighbours in time."""
    parts: list[Part] = []
    links = tables.links(view, postmortem, origin)
    if links:
        parts += [Heading(2, "Related incidents"), Block("postmortem/related", {"links": links})]
    older, newer = tables.neighbours(view, postmortem, origin)
    parts.append(Block("postmortem/neighbours", {"older": older, "newer": newer}))
    return parts
