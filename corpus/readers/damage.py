"""What the libraries raise on a damaged file, turned into the one error written for people."""

from __future__ import annotations

import logging
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import ReportFileError

_log = logging.getLogger(__name__)
PARSER_ERRORS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # RecursionError and NotImplementedError, too
    SyntaxError,  # what both XML libraries derive theirs from
    TypeError,
    ValueError,  # UnicodeError and the refusals of defusedxml, too
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""Every family of errors that a parser of foreign bytes was seen to raise on damaged ones."""


@contextmanager
def refusing_damage(name: str, advice: str, more: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Raise ReportFileError where the library at work inside stumbles over the file `name`.

    What it said goes to the log, at the level of debugging: it is of no use to a reader.

    `advice` says in Japanese what to do next; `more` are errors of that library alone. Only
    calls of a library belong inside: a slip of our own would be blamed on the file.
    """
    try:
        yield
    except (*PARSER_ERRORS, *more) as error:
        _log.debug("%s is damaged", name, exc_info=error)
        raise ReportFileError(
            f"「{name}」は壊れているか、途中で切れているため読み取れません。{advice}"
        ) from error
