"""The smallest profile of an organisation's own, and how a test puts one into a project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

OWN: dict[str, Any] = {
    "title": "Review",
    "description": "For us.",
    "x-name": "own",
    "x-severity-scale": [{"label": "Bad", "rank": 1}, {"label": "Good", "rank": 5}],
    "x-id-patterns": ["OWN-[0-9]{3}"],
    "x-sections": [{"key": "story", "heading": "Story"}],
}


def write(folder: Path, raw: object, name: str = "own.json") -> Path:
    (folder / "schema").mkdir(exist_ok=True)
    text = raw if isinstance(raw, str) else json.dumps(raw, indent=1)
    (folder / "schema" / name).write_text(text)
    return folder
