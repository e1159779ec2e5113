"""The commands of the command line, one file each."""

from __future__ import annotations

import click

from .actions import actions
from .check import check
from .explain import explain
from .export import export
from .list import list_
from .new import new
from .related import related

COMMANDS: tuple[click.Command, ...] = (new, check, explain, list_, related, actions, export)
