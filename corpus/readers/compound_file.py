"""The OLE container of old Office files: its directory checked, one of its streams taken out."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LAST_SECTOR = 0xFFFFFFFA  # what is above marks an end, not a sector
_HEADER = 512
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class BrokenContainer(ValueError):
    """The sector chains of a container run in a circle, out of the file, or do not fit together."""


@dataclass(frozen=True, slots=True)
class CompoundFile:
    """The streams of a container by name. Names of nested storages are there, too."""

    streams: Mapping[str, bytes]
    names: frozenset[str]


def open_compound_file(content: bytes) -> CompoundFile:
    """Return the streams of an OLE container.

    Every sector chain is followed once and must end: a parser that trusts a damaged one reads
    the same sectors until the memory is full. Raises BrokenContainer, or struct.error on a file
    cut off in its header.
    """
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    mini_size = 1 << struct.unpack_from("<H", content, 32)[0]
    if size not in (512, 4096) or mini_size != 64:
        raise BrokenContainer("sector size")
    first_directory, cutoff, first_mini, first_more, more = (
        struct.unpack_from("<I", content, offset)[0] for offset in (48, 56, 60, 68, 72)
    )
    sectors = [content[start : start + size] for start in range(max(_HEADER, size), len(content), size)]
    table = _allocation_table(content, sectors, first_more, more)
    directory = _chain(sectors, table, first_directory)
    mini_table = _numbers(_chain(sectors, table, first_mini))
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    root = next((entry for entry in entries if entry[66] == _ROOT), None)
    if root is None:
        raise BrokenContainer("no root")
    mini_stream = _chain(sectors, table, struct.unpack_from("<I", root, 116)[0])
    mini_sectors = [mini_stream[at : at + mini_size] for at in range(0, len(mini_stream), mini_size)]
    streams: dict[str, bytes] = {}
    for entry in entries:
        if entry[66] != _STREAM:
            continue
        start, length = struct.unpack_from("<II", entry, 116)
        is_small = length < cutoff
        whole = _chain(mini_sectors, mini_table, start) if is_small else _chain(sectors, table, start)
        if len(whole) < length:
            raise BrokenContainer("stream cut off")
        streams.setdefault(_name(entry), whole[:length])
    return CompoundFile(streams, frozenset(_name(entry) for entry in entries))


def _name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace")


def _numbers(content: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _allocation_table(content: bytes, sectors: Sequence[bytes], first_more: int, more: int) -> Sequence[int]:
    places = list(_numbers(content[76:_HEADER]))
    if more > len(sectors):
        raise BrokenContainer("allocation table")
    for _ in range(more):
        if first_more >= len(sectors):
            break
        *here, first_more = _numbers(sectors[first_more])
        places.extend(here)
    used = [place for place in places if place < _LAST_SECTOR]
    if len(used) > len(sectors) or any(place >= len(sectors) for place in used):
        raise BrokenContainer("allocation table")
    return _numbers(b"".join(sectors[place] for place in used))


def _chain(sectors: Sequence[bytes], table: Sequence[int], first: int) -> bytes:
    parts: list[bytes] = []
    seen: set[int] = set()
    sector = first
    while sector < _LAST_SECTOR:
        if sector in seen or sector >= len(sectors) or sector >= len(table):
            raise BrokenContainer("sector chain")
        seen.add(sector)
        parts.append(sectors[sector])
        sector = table[sector]
    return b"".join(parts)
