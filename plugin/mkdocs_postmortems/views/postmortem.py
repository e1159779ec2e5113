"""The page of one postmortem: header, then the template's sections with the author's prose."""

from __future__ import annotations

from typing import Any

from ..markdown_text import heading_key
from ..model import Postmortem
from ..profiles import FieldSpec, SectionSpec
from ..schemas import choices
from . import header, outline, policies, records, similar, tables
from .base import Block, Heading, Page, Part, View, words
from .records import Shown
from .values import cells, has_other, show, with_other, with_words

_SPECIAL = {
    "timeline": tables.timeline,
    "action_items": tables.actions,
    "references": tables.references,
    "contributing_factors": tables.factors,
    "related": tables.related,
}
"""Fields that are shown as a table or list of their own."""


def build(view: View, postmortem: Postmortem) -> Page:
    """The page of a postmortem."""
    origin = view.site.postmortem(postmortem)
    head = header.build(view, postmortem, origin)
    parts: list[Part] = [Block("postmortem/header", head, search=_searched(postmortem))]
    if postmortem.structured:
        state = policies.block(view, postmortem)
        parts += [state] if state else []
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
    shown = Shown(header.FIELDS)
    parts: list[Part] = []
    titles: list[Heading] = []
    for slot in outline.slots(postmortem, profile):
        if slot.spec is None:
            for chunk in slot.chunks:
                parts += outline.prose(chunk, slot.level)
            continue
        found = _section(view, postmortem, slot.spec, slot.chunks, shown, origin)
        # A title over others stands only where one of them has something to show.
        titles = [title for title in titles if title.level < slot.spec.level]
        if found:
            parts += [*titles, *found]
            titles = []
        elif slot.spec.heading:
            titles.append(Heading(slot.spec.level, slot.spec.heading))
    rest = _rest(postmortem, shown)
    return [*parts, Heading(2, "Further details"), *rest] if rest else parts


def _section(
    view: View,
    postmortem: Postmortem,
    spec: SectionSpec,
    chunks: tuple[outline.Chunk, ...],
    shown: Shown,
    origin: str,
) -> list[Part]:
    written: list[Part] = []
    for chunk in chunks:
        written += outline.prose(chunk, spec.level)
    blocks = _blocks(view, postmortem, spec, shown, origin)
    if spec.prose and not chunks:
        value = postmortem.value(spec.prose)
        if value is not None and not isinstance(value, dict) and spec.prose not in shown:
            shown.add((spec.prose,))
            lines = {"lines": show(value), "is_list": spec.is_list}
            blocks.insert(0, Block("postmortem/lines", lines))
    if not written and not blocks:
        return []
    if not chunks and spec.heading:
        written.insert(0, Heading(spec.level, spec.heading))
    return [*written, *blocks]


def _blocks(
    view: View, postmortem: Postmortem, spec: SectionSpec, shown: Shown, origin: str
) -> list[Part]:
    """The generated blocks of a section: label-value rows, and tables for lists of records."""
    groups: list[dict[str, Any]] = []
    tables_: list[Part] = []
    for field in spec.fields:
        value: Any = postmortem.value(field.path)
        chosen = shown.take(field, value) if isinstance(value, list) else None
        if field.item is None:
            shown.add(with_words(postmortem, field.path))
        elif chosen is None:
            continue
        if field.path in _SPECIAL and not isinstance(value, str) and _tabled(field):
            block = _SPECIAL[field.path](view, postmortem, origin, chosen)
            tables_ += [block] if block else []
            if block and field.path == "timeline":
                shown.add(("incident_log_url",))  # in the caption
            continue
        rows = [value[index] for index in chosen] if chosen is not None else None
        if rows and field.table and any(isinstance(row, dict) for row in rows):
            tables_.append(_table(spec, field, rows))
            continue
        lines = cells(postmortem, field, rows)
        if lines:
            if not groups or groups[-1]["label"] != field.group:
                groups.append({"label": field.group, "rows": []})
            groups[-1]["rows"].append({"label": field.label, "lines": lines})
    facts: list[Part] = [Block("postmortem/facts", {"groups": groups})] if groups else []
    return [*facts, *tables_]


def _tabled(field: FieldSpec) -> bool:
    """Whether a field is shown by a block of its own: some of its rows only where so marked."""
    return field.item is None or field.table


def _table(spec: SectionSpec, field: FieldSpec, rows: list[Any]) -> Block:
    quiet = heading_key(field.label) == heading_key(spec.heading)
    return records.table(
        field.path, field.label, rows, hidden=field.item or (), last=field.last, quiet=quiet
    )


def _rest(postmortem: Postmortem, shown: Shown) -> list[Part]:
    """Fields for which the template has no place, at the end of the page."""
    rows: list[dict[str, Any]] = []
    tables_: list[Part] = []
    for path, value in _leaves(postmortem.record, "", shown):
        if path in shown:
            continue
        label = words(path.replace(".", " · "))
        label = label[:1].upper() + label[1:]
        if has_other(postmortem, path):
            shown.add((f"{path}_other",))
            value = with_other(postmortem, path)
        elif isinstance(value, list):
            value = [value[index] for index in shown.left(path, value)]
            if records.tabular(value):
                tables_.append(records.table(path, label, value))
                continue
        lines = show(value, choice=path in choices())
        if lines:
            rows.append({"label": label, "lines": lines})
    groups = [{"label": None, "rows": rows}]
    facts: list[Part] = [Block("postmortem/facts", {"groups": groups})] if rows else []
    return [*facts, *tables_]


def _leaves(node: Any, path: str, shown: Shown) -> list[tuple[str, Any]]:
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
    """Related incidents in both directions, similar ones, and the neighbours in time."""
    parts: list[Part] = []
    block = None if _has_place(view, postmortem) else tables.related(view, postmortem, origin)
    if block:
        parts += [Heading(2, "Related incidents"), block]
    parts += similar.parts(view, postmortem, origin)
    older, newer = tables.neighbours(view, postmortem, origin)
    parts.append(Block("postmortem/neighbours", {"older": older, "newer": newer}))
    return parts


def _has_place(view: View, postmortem: Postmortem) -> bool:
    """Whether the template itself has a section for related incidents."""
    sections = view.profiles[postmortem.profile].sections if postmortem.structured else ()
    return any(field.path == "related" for spec in sections for field in spec.fields)
