"""Values made ahead: the same whoever makes them, and whatever becomes of the others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from mkdocs_postmortems import ahead, parallel
from mkdocs_postmortems.ahead import Ahead

KEYS = [f"page-{number}" for number in range(300)]


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    def use(count: int) -> None:
        monkeypatch.setattr(parallel, "processes", lambda _: count)

    return use


def value(key: str) -> tuple[str, int]:
    return key * 500, os.getpid()


@pytest.mark.parametrize("count", [1, 2, 4])
def test_every_key_gets_its_value(count: int, processes: Callable[[int], None]) -> None:
    processes(count)
    with closing(Ahead(value, KEYS)) as values:
        found = [values.get(key) for key in KEYS]
        assert [text for text, _ in found] == [key * 500 for key in KEYS]
        assert len({pid for _, pid in found}) <= count
        assert values.get("another") == ("another" * 500, os.getpid())


def test_the_others_do_more(processes: Callable[[int], None], tmp_path: Path) -> None:
    processes(2)
    begun = tmp_path / "begun"

    def further(key: str) -> tuple[str, int]:
        begun.touch()
        return f"{key} further", os.getpid()

    def here(key: str) -> tuple[str, int]:
        # Not before the other one has begun: starting a process may take longer than all the keys.
        deadline = time.monotonic() + 300
        while not begun.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        return value(key)

    with closing(Ahead(here, KEYS, further=further)) as values:
        found = [values.get(key) for key in KEYS]
    for key, (text, pid) in zip(KEYS, found, strict=True):
        assert text == (key * 500 if pid == os.getpid() else f"{key} further")
    assert {pid for _, pid in found} - {os.getpid()}


@pytest.mark.parametrize("count", [1, 2, 4])
def test_neighbours_of_one_name_are_made_by_one_process(
    count: int, processes: Callable[[int], None]
) -> None:
    processes(count)

    def together(key: str) -> str | None:
        number = int(key.removeprefix("page-"))
        return f"tens {number // 10}" if number >= 100 else None

    for keys in (KEYS, KEYS[::-1], KEYS[150:] + KEYS[:150]):
        with closing(Ahead(value, KEYS, together=together)) as values:
            found = {key: values.get(key) for key in keys}
        assert {key: text for key, (text, _) in found.items()} == {k: k * 500 for k in KEYS}
        makers = {(together(key), pid) for key, (_, pid) in found.items() if together(key)}
        assert len(makers) == 20, "each of the twenty names has one maker"


def test_places_of_batches() -> None:
    assert ahead._batches("aabcca", {"a": "x", "c": "x"}.get) == [
        range(2), range(2, 3), range(3, 6),
    ]  # fmt: skip
    assert ahead._batches([], lambda _: None) == []


def test_any_order(processes: Callable[[int], None]) -> None:
    processes(3)
    with closing(Ahead(value, KEYS)) as values:
        for key in reversed(KEYS):
            assert values.get(key)[0] == key * 500


def test_a_process_that_ends_is_made_up_for(processes: Callable[[int], None]) -> None:
    """It dies with a key in its hands, as when the system runs out of memory."""
    processes(3)
    here = os.getpid()

    def dying(key: str) -> tuple[str, int]:
        if os.getpid() != here and key.endswith("7"):
            os._exit(9)
        return value(key)

    with closing(Ahead(dying, KEYS)) as values:
        assert [values.get(key)[0] for key in KEYS] == [key * 500 for key in KEYS]


def test_a_failure_is_raised_where_its_value_is_needed(processes: Callable[[int], None]) -> None:
    processes(2)

    def failing(key: str) -> str:
        if key == "page-100":
            raise ValueError(key)
        return key

    with closing(Ahead(failing, KEYS)) as values:
        assert [values.get(key) for key in KEYS[:100]] == KEYS[:100]
        with pytest.raises(ValueError, match="page-100"):
            values.get("page-100")
        assert values.get("page-101") == "page-101"


def test_numbers_are_handed_out_once() -> None:
    tickets = ahead._tickets(3)
    assert [ahead._take(tickets) for _ in range(5)] == [0, 1, 2, None, None]
    assert ahead._take(None) is None
    tickets.close()


@pytest.mark.parametrize("count", [1, 3])
def test_shares_keep_the_order_of_what_is_done(
    count: int, processes: Callable[[int], None]
) -> None:
    processes(count)
    numbers = list(range(430))

    def double(share: Sequence[int]) -> list[int]:
        return [2 * number for number in share]

    found = ahead.shares(double, numbers)
    assert len(found) > 1
    assert [number for share in found for number in share] == [2 * number for number in numbers]
    assert ahead.shares(double, []) == []


def test_what_fails_in_a_share_is_raised_here(processes: Callable[[int], None]) -> None:
    processes(2)

    def failing(share: Sequence[int]) -> int:
        return 1 // (399 - share[-1])

    with pytest.raises(ZeroDivisionError):
        ahead.shares(failing, range(400))
