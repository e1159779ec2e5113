"""Records that travel between processes arrive as they were."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, field

import pytest

from mkdocs_postmortems.portable import portable
from tests.support import TESTS, check


@portable
@dataclass(frozen=True, slots=True)
class Pair:
    first: str
    second: tuple[int, ...] = ()
    derived: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "derived", len(self.second))


def test_a_record_arrives_whole_and_frozen() -> None:
    pair = Pair("a", (1, 2, 3))
    arrived = pickle.loads(pickle.dumps(pair))
    assert (arrived, arrived.derived) == (pair, 3)
    with pytest.raises(FrozenInstanceError):
        arrived.first = "b"


def test_a_record_of_an_older_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        Pair("a").__setstate__(("only one",))


def test_postmortems_arrive_whole() -> None:
    sent = check(TESTS.parent).catalog.postmortems
    assert len(sent) > 20
    arrived = pickle.loads(pickle.dumps(sent))
    assert arrived == sent
    assert [(p.started, p.day) for p in arrived] == [(p.started, p.day) for p in sent]
