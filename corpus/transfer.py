"""What goes between the reading process and its parent: messages on pipes, and a Report as plain data.

A Report is rebuilt by its declared types alone, so what comes back is data, never code.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum, IntEnum, StrEnum
from functools import cache
from typing import Any, BinaryIO, Union, get_args, get_origin, get_type_hints

from corpus.printed import PrintedFile
from corpus.types import Report

Decoder = Callable[[Any], Any]

LENGTH_BYTES = 8
"""Each message on a pipe is its length in so many bytes, the highest first, and then the message."""


class Reply(IntEnum):
    """The first byte of a reply: what the rest holds."""

    REPORT = 1  # a report, as `report_to_bytes` writes it
    REFUSED = 2  # JSON: the name of the error's class and its message
    PRINTED = 3  # a file as it is printed, as `printed_to_bytes` writes it


class Wanted(StrEnum):
    """The first word of a request: what is to be read from the file."""

    REPORT = "report"
    PRINTED = "printed"


class Ending(IntEnum):
    """Exit statuses of the reading process that tell why it gave up; 1 is an unforeseen exception."""

    MEMORY = 70
    DEPTH = 71


def send(pipe: BinaryIO, message: bytes) -> None:
    """Write one message to a pipe."""
    pipe.write(len(message).to_bytes(LENGTH_BYTES) + message)
    pipe.flush()


def receive(read: Callable[[int], bytes]) -> bytes:
    """Return the next message; `read` returns so many bytes, fewer only where the pipe has ended.

    An ended pipe gives an empty message.
    """
    return read(int.from_bytes(read(LENGTH_BYTES)))


def report_to_bytes(report: Report) -> bytes:
    """Return the report as JSON, each record an array of its fields in order."""
    return _to_bytes(report)


def report_from_bytes(content: bytes) -> Report:
    """Return the report that `report_to_bytes` wrote.

    Raises ValueError where the bytes are anything but a Report with every field of its declared
    type. Nothing is imported or called because of what they hold.
    """
    report = _from_bytes(Report, content)
    assert isinstance(report, Report)
    return report


def printed_to_bytes(printed: PrintedFile) -> bytes:
    """Return a file as it is printed as JSON, each record an array of its fields in order."""
    return _to_bytes(printed)


def printed_from_bytes(content: bytes) -> PrintedFile:
    """Return what `printed_to_bytes` wrote; raises ValueError as `report_from_bytes` does."""
    printed = _from_bytes(PrintedFile, content)
    assert isinstance(printed, PrintedFile)
    return printed


def _to_bytes(record: object) -> bytes:
    text = json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))
    # Python strings may hold half of a surrogate pair; it must neither be lost nor stop the transfer.
    return text.encode("utf-8", "surrogatepass")


def _from_bytes(declared: type, content: bytes) -> object:
    try:
        plain = json.loads(content.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("nested too deeply to be a report") from error
    return _decoder(declared)(plain)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    return value


@cache
def _decoder(declared: Any) -> Decoder:
    """Return the function that turns parsed JSON into a value of one declared type, or raises ValueError.

    Raises TypeError for a declared type that no report may hold.
    """
    if declared in (str, int, bool, types.NoneType):
        return _exactly(declared)
    if declared is Decimal:
        return _decimal
    origin, inner = get_origin(declared), get_args(declared)
    if origin in (Union, types.UnionType) and len(inner) == 2 and inner[1] is types.NoneType:
        present = _decoder(inner[0])
        return lambda value: None if value is None else present(value)
    if origin is tuple and len(inner) == 2 and inner[1] is ...:
        return _many(_decoder(inner[0]))
    if origin is tuple and ... not in inner:
        return _record(tuple, [_decoder(one) for one in inner])
    if isinstance(declared, type) and issubclass(declared, Enum):
        return _member(declared)
    if isinstance(declared, type) and is_dataclass(declared):
        hints = get_type_hints(declared)
        return _record(lambda each: declared(*each), [_decoder(hints[one.name]) for one in fields(declared)])
    raise TypeError(f"no report may hold a {declared}")


def _exactly(kind: type) -> Decoder:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"expected {kind.__name__}, found {type(value).__name__}")
        return value

    return decode


def _decimal(value: Any) -> Decimal:
    if type(value) is not str:
        raise ValueError(f"expected a number's digits, found {type(value).__name__}")
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"no number: {value[:40]!r}") from error


def _member(declared: type[Enum]) -> Decoder:
    members = {member.value: member for member in declared}

    def decode(value: Any) -> Enum:
        if type(value) is not str or value not in members:
            raise ValueError(f"no {declared.__name__}: {str(value)[:40]!r}")
        return members[value]

    return decode


def _many(inner: Decoder) -> Decoder:
    def decode(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise ValueError(f"expected a list, found {type(value).__name__}")
        return tuple([inner(one) for one in value])

    return decode


def _record(make: Callable[[list[Any]], Any], inner: list[Decoder]) -> Decoder:
    def decode(value: Any) -> Any:
        if type(value) is not list or len(value) != len(inner):
            raise ValueError(f"expected a list of {len(inner)}")
        return make([decode(one) for decode, one in zip(inner, value, strict=True)])

    return decode
