"""What people decided about indicators of two editions, kept in HOME/decisions.json over every ingest.

The file is no part of a generation: reading a report again, withdrawing it or rolling back leaves the
decisions as they are, and one on a report that is not in the store waits until it is.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from corpus.editions import Decision
from corpus.errors import StoreError
from index.generations import writing

DECISIONS_FILE = "decisions.json"
_VERSION = 1


def read_decisions(home: Path) -> tuple[Decision, ...]:
    """Return the decisions in the order made; none where nothing was decided yet.

    Raises StoreError where the file cannot be read as what `add_decisions` writes.
    """
    path = home / DECISIONS_FILE
    try:
        content = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, ValueError) as error:
        raise StoreError(_unreadable(path, "JSON として読めません")) from error
    entries = content.get("decisions") if isinstance(content, dict) else None
    if not isinstance(entries, list) or content.get("version") != _VERSION:
        raise StoreError(_unreadable(path, "計画ナビの判断の記録ではありません"))
    return tuple(_decision(entry, position, path) for position, entry in enumerate(entries, start=1))


def decisions_stamp(home: Path) -> tuple[int, int] | None:
    """Return what changes whenever the decisions do, or None where there are none. One look at the disk."""
    try:
        found = (home / DECISIONS_FILE).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def add_decisions(home: Path, decisions: Iterable[Decision]) -> None:
    """Append decisions in one step: a reader sees all of them or none.

    Raises StoreError where another process writes, the disk refuses, or the file is damaged
    (it is then left as it is).
    """
    with writing(home):
        kept = [*read_decisions(home), *decisions]
        content = {"version": _VERSION, "decisions": [asdict(one) for one in kept]}
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        try:
            _replace(home / DECISIONS_FILE, text.encode())
        except OSError as error:
            raise StoreError(
                f"{home / DECISIONS_FILE} に書き込めません（{error.strerror or error}）。"
                "空き容量と権限を確かめてください。"
            ) from error


def _decision(entry: Any, position: int, path: Path) -> Decision:
    wanted = {one.name: bool if one.name == "same" else str for one in fields(Decision)}
    if not isinstance(entry, dict) or any(
        not isinstance(entry.get(name), kind) for name, kind in wanted.items()
    ):
        raise StoreError(_unreadable(path, f"{position}件目の項目がそろっていません"))
    return Decision(**{name: entry[name] for name in wanted})


def _unreadable(path: Path, why: str) -> str:
    return f"{path}（指標の対応についての判断の記録）を読めません：{why}。控えから戻すか、ファイルを別の場所に移してください。"


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
