"""Lets the tests of this folder import its helper, and read bytes as a file of any name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpus.readers.lines import Source
from corpus.readers.opening import read_source


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str, bytes], Source]:
    """Write bytes under a name and read them."""

    def write_and_read(name: str, content: bytes) -> Source:
        path = tmp_path / name
        path.write_bytes(content)
        return read_source(path)

    return write_and_read
