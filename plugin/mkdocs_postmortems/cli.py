"""The command line: a shell over `build`. Each command is a file in `commands/`.

Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 internal error, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from . import __version__
from .commands import COMMANDS
from .errors import PostmortemsError
from .printer import Printer


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 internal error.",
)
@click.version_option(__version__, prog_name="postmortems")
@click.option(
    "-f",
    "--config",
    type=click.Path(path_type=Path),
    help="The configuration: mkdocs.yml or postmortems.yml. Default: the one in this folder.",
)
@click.option("--debug", is_flag=True, help="Show the trace of an internal error.")
@click.pass_context
def cli(context: click.Context, config: Path | None, debug: bool) -> None:
    """Incident postmortems as code: write them, check them, find them."""
    context.obj = config


for _command in COMMANDS:
    cli.add_command(_command)


@cli.result_callback()
def _flush(result: object, **_: object) -> object:
    """Write what is held back while a reader that has left can still be told from a fault."""
    sys.stdout.flush()
    return result


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit the process with its code."""
    words = sys.argv[1:] if arguments is None else arguments
    sys.exit(run(words))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code. No exception escapes.

    Without a command the help is shown, and the code is that of a wrong call: a pipeline whose
    command was lost must not pass.
    """
    errors = Printer(sys.stderr)
    words = arguments or ["--help"]
    try:
        result = cli.main(args=words, prog_name="postmortems", standalone_mode=False)
        if not arguments:
            return 2
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        errors.line("Stopped.")
        return 130
    except click.ClickException as error:
        # Some messages of the library are a list over several lines.
        errors.line(f"postmortems: {' '.join(error.format_message().split())}{_further(error)}")
        return 2
    except PostmortemsError as error:
        errors.line(f"postmortems: {error}")
        return error.exit_code
    except SystemExit:
        # Only when the reader of a pipe left (`postmortems list | head`) does click end the process
        # itself. Nothing more can be written, and it has silenced the streams.
        return 0
    except OSError as error:
        if "--debug" in arguments:
            raise
        errors.line(f"postmortems: {error.filename or 'the output'}: {error.strerror or error}.")
        return 2
    except Exception as error:
        if "--debug" in arguments:
            raise
        errors.line(f"postmortems: internal error: {type(error).__name__}: {error}")
        errors.line("This is a fault of the program. Run again with --debug and report the trace.")
        return 3


def _further(error: click.ClickException) -> str:
    """How to go on after a wrong call, where the message itself does not say it."""
    context = getattr(error, "ctx", None)
    if context is None or "Did you mean" in error.format_message():
        return ""
    group = context.command
    if isinstance(group, click.Group) and "No such command" in error.format_message():
        return f" Commands: {', '.join(group.list_commands(context))}."
    return f" See `{context.command_path} --help`."


if __name__ == "__main__":
    main()
