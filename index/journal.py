"""Journals: files of JSON lines in HOME/records that are only ever added to, and outlive every generation.

What people record goes here (corrections, feedback, what officers did), one object a line. A line is on
disk before it counts. One that a crash tore, or a person damaged, is passed over and counted.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import StoreError

RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds, oldest first; `unreadable` counts the lines that are no object."""

    entries: tuple[Mapping[str, Any], ...] = ()
    unreadable: int = 0


def journal_path(home: Path, name: str) -> Path:
    """Return the file of one journal of a store."""
    return home / RECORDS / f"{name}.jsonl"


def append(path: Path, entry: Mapping[str, Any]) -> None:
    """Add one entry; it is on disk when this returns. Several processes may add at once.

    Raises StoreError where the disk refuses; the journal is then as it was.
    """
    line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # torn by a crash: the new line must not hang on to it
                    line = b"\n" + line
            try:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                os.ftruncate(file.fileno(), size)
                raise
    except OSError as error:
        raise StoreError(
            f"{path} に書き込めません（{error.strerror or error}）。空き容量と権限を確かめてください。"
        ) from error


def read(path: Path) -> Journal:
    """Return what a journal holds; an empty one where nothing was recorded yet.

    Raises StoreError where the file is there and cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return Journal()
    except OSError as error:
        raise StoreError(
            f"{path} を読めません（{error.strerror or error}）。権限を確かめてください。"
        ) from error
    entries, unreadable = [], 0
    for line in lines:
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            entry = None
        if isinstance(entry, dict):
            entries.append(entry)
        else:
            unreadable += 1
    return Journal(tuple(entries), unreadable)


def stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes whenever the journal does, None where there is none. One look at the disk."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
