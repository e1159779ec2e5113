"""The page of one postmortem: header, then the template's sections with the author's prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from .. import rows as row_lists
from ..model import Postmortem
from ..schemas import valid_url
from ..specs import FieldSpec, SectionSpec
from . import (
    boxes,
    changes,
    detection,
    further,
    header,
    outline,
    policies,
    records,
    review,
    share,
    similar,
    tables,
)
from .base import Block, Heading, Page, Part, View
from .groups import cell
from .records import Shown
from .values import cells, is_plain, show, with_words

_SPECIAL = {
    "timeline": tables.timeline,
    "action_items": tables.actions,
    "references": tables.references,
    "contributing_factors": tables.factors,
    "related": tables.related,
    "detection.targets": detection.targets,
    "communications.log": review.log,
    "sign_off": review.sign_off,
}
"""Fields that are shown as a table or list of their own."""


def build(view: View, postmortem: Postmortem) -> Page:
    """The page of a postmortem."""
    origin = view.site.postmortem(postmortem)
    head = header.build(view, postmortem, origin)
    parts: list[Part] = [Block("postmortem/header", head, search=_searched(postmortem))]
    text = share.of_postmortem(view, postmortem)
    parts += [text] if text else []
    if postmortem.structured:
        state = policies.block(view, postmortem)
        parts += [state] if state else []
        parts += sections(view, postmortem, origin)
    else:
        for chunk in outline.chunks(postmortem):
            parts += outline.prose(chunk, max(chunk.level, 2))
    parts += _connections(view, postmortem, origin)
    return replace(about(postmortem), parts=tuple(parts))


def about(postmortem: Postmortem) -> Page:
    """The page without what stands on it: what other pages may say of it."""
    return Page(postmortem.title, header.description(postmortem), (), tags=postmortem.tags)


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


def sections(view: View, postmortem: Postmortem, origin: str) -> list[Part]:
    """The sections of the template and the author's own, and what neither has a place for."""
    profile = view.profiles[postmortem.profile]
    shown = Shown(header.shown(postmortem))
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
            titles.append(Heading(slot.spec.level, slot.spec.heading, slot.spec.key))
    if postmortem.status == "draft":
        parts = list(_gaps_told(parts))
    rest = further.details(view, postmortem, shown)
    return [*parts, Heading(2, further.TITLE, further.TITLE), *rest] if rest else parts


def _gaps_told(parts: list[Part]) -> Iterator[Part]:
    """A draft's parts, with a word below each heading that nothing stands under yet."""
    for part, below in zip_longest(parts, parts[1:]):
        yield part
        if isinstance(part, Heading) and (
            below is None or (isinstance(below, Heading) and below.level <= part.level)
        ):
            yield Block("postmortem/gap", {})


def _section(
    view: View,
    postmortem: Postmortem,
    spec: SectionSpec,
    chunks: tuple[outline.Chunk, ...],
    shown: Shown,
    origin: str,
) -> list[Part]:
    written: list[Part] = []
    mark = _mark(postmortem, spec) if chunks else None
    for chunk in chunks:
        written += outline.prose(chunk, spec.level, spec, mark)
    blocks = _blocks(view, postmortem, spec, shown, origin)
    if spec.legend and postmortem.actions:
        blocks.append(boxes.legend(spec.legend))
    if spec.prose and not chunks:
        value = postmortem.value(spec.prose)
        free = spec.prose not in shown or spec.prose in header.FIELDS
        if value is not None and not isinstance(value, dict) and free:
            shown.add((spec.prose,))
            lines = {"lines": show(value), "is_list": spec.is_list}
            blocks.insert(0, Block("postmortem/lines", lines))
    if not written and not blocks:
        return []
    if not chunks and spec.heading:
        written.insert(0, Heading(spec.level, spec.heading, spec.key))
    return [*written, *blocks]


def _mark(postmortem: Postmortem, spec: SectionSpec) -> outline.Mark | None:
    """What the last row of a list is, where the list is written in the body."""
    for field in spec.fields:
        found = row_lists.read(postmortem, field.path) if field.last else ()
        if field.last and found and found[0].end and found[-1].end:
            return outline.Mark(field.last, *found[-1].end)
    return None


def _blocks(
    view: View, postmortem: Postmortem, spec: SectionSpec, shown: Shown, origin: str
) -> list[Part]:
    """What is generated for a section, field by field in the template's order.

    Values in a line stand together as rows of label and value until a block comes between them.
    """
    parts: list[Part] = []
    groups: list[dict[str, Any]] = []
    for field in spec.fields:
        made = _made(view, postmortem, spec, field, shown, origin)
        if isinstance(made, tuple):
            parts += made
            groups = [] if made else groups
        elif made:
            if not groups:
                parts.append(Block("postmortem/facts", {"groups": groups}))
            if not groups or groups[-1]["label"] != field.group:
                groups.append({"label": field.group, "rows": []})
            groups[-1]["rows"].append({"label": field.label, "lines": made})
    return parts


def _made(
    view: View, postmortem: Postmortem, spec: SectionSpec, field: FieldSpec, shown: Shown,
    origin: str,
) -> tuple[Part, ...] | list[dict[str, Any]]:  # fmt: skip
    """A field as blocks of its own, or as the lines of a row; both empty where it says nothing."""
    value: Any = postmortem.value(field.path)
    if value is None and not field.options and field.path not in _SPECIAL and is_plain(field.path):
        return ()  # half of the fields of a template, before anything is asked of them
    if shown.covered(field.path):
        return ()
    if field.box and isinstance(value, list):
        same = [f for f in spec.fields if f.box and f.path == field.path]
        if field is not same[0]:
            return ()  # stands with the first of them
        shown.add(f.path for f in same if f.item is None)
        return _some(boxes.of_rows(same, spec.heading, value, shown))
    chosen = shown.take(field, value) if isinstance(value, list) else None
    again = field.path in shown and isinstance(value, str) and valid_url(value)
    if field.item is None:
        shown.add(with_words(postmortem, field.path))
    elif chosen is None:
        return ()
    if field.path in _SPECIAL and not isinstance(value, str) and _tabled(field):
        special = _special(view, postmortem, field, chosen, shown, origin)
        named = len(spec.fields) > 1 and not field.quiet
        return tuple(_labelled(block, field.label if named else None) for block in special)
    if again:  # an address is written out once; further places of the template lead there too
        return [cell("the same as above", href=value)]
    if field.options and field.quiet:
        return _some(boxes.of_options(postmortem, field))
    rows = [value[index] for index in chosen] if chosen is not None else None
    if rows and field.table and any(isinstance(row, dict) for row in rows):
        own = view.profiles[postmortem.profile].own_titles
        return (_table(field, rows, own),)
    lines = cells(postmortem, field, rows)
    if lines and field.quiet:
        return (Block("postmortem/lines", {"lines": lines, "is_list": rows is not None}),)
    return lines


def _special(
    view: View, postmortem: Postmortem, field: FieldSpec, chosen: list[int] | None, shown: Shown,
    origin: str,
) -> tuple[Block, ...]:  # fmt: skip
    """A field that has a view of its own."""
    ticked: tuple[Block, ...] = ()
    if field.by and chosen is not None:
        value: Any = postmortem.value(field.path)
        block, bare = boxes.of_records(field, value)
        ticked = _some(block)
        chosen = [index for index in chosen if index not in bare]
    block = _SPECIAL[field.path](view, postmortem, origin, chosen)
    if block and field.path == "timeline":
        shown.add(("incident_log_url",))  # in the caption
    if block and field.path == "detection.targets" and detection.covers(view, postmortem):
        shown.cover("detection.false_positives")
    return (*ticked, *_some(block))


def _labelled(block: Block, label: str | None) -> Block:
    """A list with the template's name for it, where the heading above does not say it."""
    if "label" not in block.data or block.template == "postmortem/boxes":
        return block
    return replace(block, data={**block.data, "label": label})


def _some(block: Block | None) -> tuple[Block, ...]:
    return () if block is None else (block,)


def _tabled(field: FieldSpec) -> bool:
    """Whether a field is shown by a block of its own: some of its rows only where so marked."""
    return field.item is None or field.table


def _table(field: FieldSpec, rows: list[Any], own: Mapping[str, str]) -> Block:
    return records.table(
        field.path, field.label, rows, hidden=field.item or (), last=field.last, quiet=field.quiet,
        own=own,
    )  # fmt: skip


def _connections(view: View, postmortem: Postmortem, origin: str) -> list[Part]:
    """Related incidents in both directions, similar ones, and the neighbours in time."""
    parts: list[Part] = []
    block = None if _has_place(view, postmortem) else tables.related(view, postmortem, origin)
    if block:
        parts += [Heading(2, "Related incidents"), block]
    parts += similar.parts(view, postmortem, origin)
    parts += changes.parts(view, postmortem)
    older, newer = tables.neighbours(view, postmortem, origin)
    parts.append(Block("postmortem/neighbours", {"older": older, "newer": newer}))
    return parts


def _has_place(view: View, postmortem: Postmortem) -> bool:
    """Whether the template itself has a section for related incidents."""
    sections = view.profiles[postmortem.profile].sections if postmortem.structured else ()
    return any(field.path == "related" for spec in sections for field in spec.fields)
