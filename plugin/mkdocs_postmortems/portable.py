"""Frozen records that are handed from one process to another by the hundred thousand.

What dataclasses do for frozen records with slots looks every field up by name, twice, and costs
more than the rest of the hand-over.
"""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

Record = TypeVar("Record")


def portable(cls: type[Record]) -> type[Record]:
    """A frozen dataclass with slots and at least two fields whose state is a tuple of values."""
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]  # said above
    # Slots know how to write themselves, which freezing the class does not prevent.
    writers = [getattr(cls, name).__set__ for name in names]

    values_of = attrgetter(*names)

    def snapshot(self: Record) -> tuple[Any, ...]:
        return values_of(self)  # a tuple, as there are two names

    def restore(self: Record, values: tuple[Any, ...]) -> None:
        for write, value in zip(writers, values, strict=True):
            write(self, value)

    cls.__getstate__ = snapshot  # type: ignore[method-assign, assignment]
    cls.__setstate__ = restore  # type: ignore[attr-defined]
    return cls
