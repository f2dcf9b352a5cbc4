"""Good reports damaged at random, the same for the same seed: bytes, chunks, lines, columns, cells and digits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import good_files

Damage = Callable[[random.Random, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One damaged report: its label names the file, the damages and the seed."""

    label: str
    file_name: str
    content: bytes


def mutations(count: int, first_seed: int = 0) -> Iterator[Mutation]:
    """So many mutations, taking the good files in turn, one to three damages each."""
    files = list(good_files.good_files().items())
    for seed in range(first_seed, first_seed + count):
        rng = random.Random(seed)
        name, content = files[seed % len(files)]
        damages = [rng.choice(_damages(name)) for _ in range(rng.choice((1, 1, 2, 3)))]
        # The inside of an archive can only be reached while the archive is whole.
        damages.sort(key=lambda damage: damage is not _in_a_part)
        for damage in damages:
            content = damage(rng, content)
        names = ", ".join(damage.__name__.strip("_") for damage in damages)
        yield Mutation(f"{name}: {names} (seed {seed})", name, content)


def _damages(name: str) -> tuple[Damage, ...]:
    anywhere: tuple[Damage, ...] = (
        _flip_bits,
        _set_bytes,
        _drop_chunk,
        _repeat_chunk,
        _cut_off,
        _swap_chunks,
        _change_digits,
        _insert,
    )
    if name.endswith((".txt", ".csv", ".html")):
        return (*anywhere, _swap_lines, _drop_lines, _swap_cells, _swap_cells, _swap_columns, _repeat_line)
    if name.endswith((".xlsx", ".ods")):
        return (*anywhere, _in_a_part, _in_a_part, _in_a_part, _in_a_part, _in_a_part, _in_a_part)
    return anywhere


def _span(rng: random.Random, content: bytes, longest: int = 2_000) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + int(longest ** rng.random()))


def _flip_bits(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 4, 30)) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _set_bytes(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 20)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.choice(
            (0, 0x7F, 0x80, 0xFF, 0x3C, 0x22, rng.randrange(256))
        )
    return bytes(changed)


def _drop_chunk(rng: random.Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    return content[:start] + content[end:]


def _repeat_chunk(rng: random.Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    return content[:end] + content[start:end] * rng.choice((1, 2, 50)) + content[end:]


def _cut_off(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _swap_chunks(rng: random.Random, content: bytes) -> bytes:
    (first, middle), (second, end) = sorted((_span(rng, content), _span(rng, content)))
    if middle > second:
        return content
    return (
        content[:first] + content[second:end] + content[middle:second] + content[first:middle] + content[end:]
    )


def _insert(rng: random.Random, content: bytes) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.randbytes(int(500 ** rng.random())) + content[at:]


def _change_digits(rng: random.Random, content: bytes) -> bytes:
    """Numbers of the structure (sizes, places, counts) and of the values."""
    found = list(re.finditer(rb"\d+", content))
    changed = bytearray(content)
    for one in rng.sample(found, min(len(found), rng.choice((1, 3, 10)))):
        changed[one.start() : one.end()] = rng.choice((b"0", b"9", b"1")) * (one.end() - one.start())
    return bytes(changed)


def _lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")


def _swap_lines(rng: random.Random, content: bytes) -> bytes:
    lines = _lines(content)
    for _ in range(rng.choice((1, 5))):
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _drop_lines(rng: random.Random, content: bytes) -> bytes:
    return b"\n".join(line for line in _lines(content) if rng.random() > 0.05)


def _repeat_line(rng: random.Random, content: bytes) -> bytes:
    lines = _lines(content)
    at = rng.randrange(len(lines))
    return b"\n".join([*lines[:at], *[lines[at]] * rng.choice((2, 3, 300)), *lines[at:]])


def _separator(content: bytes) -> bytes:
    return max((b"\t", b",", b"</td><td>"), key=content.count)


def _swap_cells(rng: random.Random, content: bytes) -> bytes:
    separator, lines = _separator(content), _lines(content)
    for _ in range(rng.choice((1, 5, 20))):
        at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
        one, other = lines[at].split(separator), lines[to].split(separator)
        first, second = rng.randrange(len(one)), rng.randrange(len(other))
        one[first], other[second] = other[second], one[first]
        lines[at], lines[to] = separator.join(one), separator.join(other)
    return b"\n".join(lines)


def _swap_columns(rng: random.Random, content: bytes) -> bytes:
    separator, changed = _separator(content), []
    first, second = rng.randrange(15), rng.randrange(15)
    for line in _lines(content):
        cells = line.split(separator)
        if len(cells) > max(first, second):
            cells[first], cells[second] = cells[second], cells[first]
        changed.append(separator.join(cells))
    return b"\n".join(changed)


def _in_a_part(rng: random.Random, content: bytes) -> bytes:
    """Damage inside an archive, which is packed again so that its check sums are right."""
    parts = good_files.parts_of(content)
    part = rng.choice(sorted(parts))
    damage = rng.choice(
        (_flip_bits, _set_bytes, _drop_chunk, _repeat_chunk, _swap_chunks, _change_digits, _change_digits)
    )
    return good_files.zip_of({**parts, part: damage(rng, parts[part])})
