"""Texts in a temporary file are handed out as they were given, once."""

from __future__ import annotations

from mkdocs_postmortems.spool import Spool


def test_texts_come_back_in_any_order_and_once() -> None:
    spool = Spool()
    texts = {f"page-{number}": f"◆ Ärger {number}\n" * 30_000 for number in range(30)}
    for key, text in texts.items():
        spool.put(key, text)
    assert spool.pop("page-7") == texts["page-7"]
    spool.put("late", "")
    for key in reversed(texts):
        assert spool.pop(key) == (None if key == "page-7" else texts[key])
    assert (spool.pop("late"), spool.pop("late"), spool.pop("nobody")) == ("", None, None)
    spool.close()
