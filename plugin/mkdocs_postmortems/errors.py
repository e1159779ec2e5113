"""The errors that end a command. What is wrong *in a postmortem* is a Diagnostic instead."""

from __future__ import annotations


class PostmortemsError(Exception):
    """Base of all errors of this package; its text is one line that a user can act on.

    Attributes:
        exit_code: What the command line ends with.
    """

    exit_code = 3


class UsageError(PostmortemsError):
    """A call or a configuration that cannot be carried out: unknown option, missing folder."""

    exit_code = 2


class WriteRefusedError(PostmortemsError):
    """A file of the user's would have been overwritten, or could not be written whole."""

    exit_code = 2
