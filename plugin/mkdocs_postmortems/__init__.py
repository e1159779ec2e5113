"""Incident postmortems as code: check them, publish them with MkDocs, and help to write them."""

__version__ = "0.1.0"
