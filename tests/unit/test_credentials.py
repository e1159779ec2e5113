"""The forms of credentials, put together here so that no scanner takes this file for a leak."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import SUMMARY, document, project
from tests.unit.cli_support import Run

RANDOM = "q7Rk2ZtB9mWc4XvH8nJd3LpS6yFg5TaUe1QoKiRw"
FORMS = {
    "an AWS access key": "AKIA" + "Q7RK2ZTB5MWC4XVH",
    "a GitHub token": "ghp_" + RANDOM[:36],
    "a GitLab token": "glpat-" + RANDOM[:20],
    "a Slack token": "xoxb-" + "123456789012-" + RANDOM[:24],
    "a Slack webhook": "https://hooks.slack.com/services/T0AB12CD3/B0AB12CD3/" + RANDOM[:24],
    "a Stripe key": "sk_live_" + RANDOM[:24],
    "a Google API key": "AIza" + RANDOM[:35],
    "an API key": "sk-proj-" + RANDOM,
    "an npm token": "npm_" + RANDOM[:36],
    "a PyPI token": "pypi-" + RANDOM * 2,
    "a signed token (JWT)": f"eyJ{RANDOM[:20]}.eyJ{RANDOM[:20]}.{RANDOM[:20]}",
    "a private key": "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
    "a password in an address": "mysql://app:" + RANDOM[:9] + "@db.internal",
}


@pytest.mark.parametrize("kind", FORMS)
def test_the_kind_is_told_and_never_the_value(kind: str, tmp_path: Path, run: Run) -> None:
    value = FORMS[kind]
    body = f"{SUMMARY}\nThe log said `token={value}` twice.\n"
    project(tmp_path, {"INC-1.md": document(f'one_line_summary: "{value}"\n', body)})
    for format_ in ("text", "json", "github"):
        code, out, _ = run("check", "--format", format_)
        assert code == 1
        assert f"this looks like {kind}" in out
        assert value not in out
    assert run("check")[1].count("error PM601") == 2


def test_an_old_file_is_looked_at_too(tmp_path: Path, run: Run) -> None:
    project(tmp_path, {"old.md": f"# Old\n\n{FORMS['a Stripe key']}\n"})
    code, out, _ = run("check")
    assert code == 1
    assert "postmortems/old.md:3:1: error PM601" in out
