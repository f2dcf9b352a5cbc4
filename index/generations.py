"""Generations: every build is a folder of its own that never changes, and one pointer says which counts.

HOME/
    CURRENT                 the name of the generation that answers; replacing it is the commit
    LOCK                    held (flock) by the one process that writes
    originals/<sha256>.txt  the files as they were handed in
    generations/gen-000001/ facts.sqlite, search/, manifest.json (written last: a folder without it is a ruin)
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from corpus.errors import StoreError
from index.manifest import Manifest, from_json, to_json
from index.schema import SCHEMA_VERSION

KEPT = 3
"""How many generations stay on disk, the one that answers among them."""

_POINTER = "CURRENT"
_MANIFEST = "manifest.json"
_NAME = re.compile(r"gen-(\d{6,})")
_DISK_REFUSES = {
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EIO,
    errno.ENOTDIR,
    errno.EEXIST,
}


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished build on disk."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The name of the folder, as it stands in CURRENT (gen-000012)."""
        return self.path.name

    @property
    def facts_path(self) -> Path:
        """The file of the fact store."""
        return facts_path(self.path)

    @property
    def search_path(self) -> Path:
        """The folder of the indexes for searching."""
        return search_path(self.path)


def facts_path(folder: Path) -> Path:
    """Where a generation keeps its fact store."""
    return folder / "facts.sqlite"


def search_path(folder: Path) -> Path:
    """Where a generation keeps its indexes for searching."""
    return folder / "search"


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Hold the store for writing, in this process alone. The lock goes with the process, however it ends.

    Raises StoreError at once where another process writes, and where the disk refuses to be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (home / "LOCK").open("a") as lock:
            _take(lock, home)
            yield
    except OSError as error:
        if error.errno not in _DISK_REFUSES:
            raise  # not about the store: a model that is fetched over the network, for one
        raise StoreError(
            f"保存先 {home} に書き込めません（{error.strerror}）。権限と空き容量を確かめてください。"
        ) from error


def _take(lock: TextIO, home: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreError(
            f"保存先 {home} には別の取り込みが進行中です。終わってからもう一度実行してください。"
        ) from error


def begin(home: Path) -> Path:
    """Make the folder of a new generation, and clear away ruins of builds that did not finish.

    Call it while `writing`. The new number is higher than any folder's, ruins included: within
    one process Chroma must never meet a second database at a path that it knows.
    """
    parent = home / "generations"
    parent.mkdir(parents=True, exist_ok=True)
    folders = _folders(home)
    last = max((_number(folder) for folder in folders), default=0)
    folder = parent / f"gen-{last + 1:06d}"
    folder.mkdir()
    for other in folders:
        if not (other / _MANIFEST).is_file():
            shutil.rmtree(other, ignore_errors=True)
    return folder


def publish(home: Path, folder: Path, manifest: Manifest) -> Generation:
    """Finish the generation in `folder` and let it answer from now on; drop the ones too many.

    Everything is on disk before the pointer changes, and the pointer changes in one step. What
    is kept is the line that this generation follows; one that was rolled back is no longer in it.
    """
    digests = {name: _sha256(folder / name) for name in _unchanging_files(folder)}
    finished = replace(manifest, files=digests)
    _write_synced(folder / _MANIFEST, to_json(finished))
    _sync_tree(folder)
    _sync_folder(folder.parent)
    _point_to(home, folder.name)
    kept = {one.name for one in islice(_line(home, folder), KEPT)}
    for old in _finished(home):
        if old.name not in kept:
            shutil.rmtree(old, ignore_errors=True)
    return Generation(folder, finished)


def current_name(home: Path) -> str | None:
    """Return the name of the generation that answers, or None for an empty store. Cheap: one small read."""
    try:
        return (home / _POINTER).read_text("ascii").strip() or None
    except FileNotFoundError:
        return None


def current(home: Path) -> Generation:
    """Return the generation that answers; where it is damaged, the newest whole one before it.

    Raises StoreError where the store is empty or no generation is whole.
    """
    name = current_name(home)
    if name is None:
        raise StoreError(
            f"保存先 {home} にはまだ報告書がありません。「keikaku ingest ファイル」で取り込んでください。"
        )
    candidates = [folder for folder in reversed(_finished(home)) if _number(folder) <= _number(Path(name))]
    problem = f"{name} がありません"
    for folder in candidates:
        try:
            return _verified(folder)
        except StoreError as error:
            problem = problem if folder.name != name else str(error)
    raise StoreError(f"保存先 {home} の索引を開けません（{problem}）。もう一度 ingest してください。")


def held_names(home: Path) -> tuple[str, ...] | None:
    """Return the names of the reports that the store holds; None where that cannot be told.

    Cheap (one small file, nothing is verified): for telling whether there is anything at all. An
    empty store holds (); a damaged one None.
    """
    name = current_name(home)
    if name is None:
        return ()
    try:
        manifest = from_json((home / "generations" / name / _MANIFEST).read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return tuple(one.name for one in manifest.reports)


def rollback(home: Path) -> Generation:
    """Let the generation that answered before the present one answer again, and return it.

    Raises StoreError where there is none, or where it is damaged.
    """
    with writing(home):
        present = current_name(home)
        before = None if present is None else _predecessor(home, home / "generations" / present)
        if before is None:
            raise StoreError("これより前の世代は残っていません。")
        try:
            generation = _verified(before)
        except StoreError as error:
            raise StoreError(f"前の世代には戻せません（{error}）。今の世代のまま変えていません。") from error
        _point_to(home, before.name)
        return generation


def before(home: Path) -> Generation | None:
    """Return the generation to which `rollback` would go, None where there is none left.

    Raises StoreError where it is damaged.
    """
    present = current_name(home)
    folder = None if present is None else _predecessor(home, home / "generations" / present)
    return _verified(folder) if folder is not None else None


def keep_original(home: Path, file: Path) -> Path:
    """Copy a file as it was handed in to HOME/originals, under its SHA-256, and return the copy."""
    digest = _sha256(file)
    target = home / "originals" / f"{digest}{file.suffix.lower()}"
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_synced(target, file.read_bytes())
        _sync_folder(target.parent)
    return target


def original_of(home: Path, digest: str) -> Path | None:
    """Return the kept file with this SHA-256, or None."""
    return next(iter(sorted((home / "originals").glob(f"{digest}.*"))), None)


def _verified(folder: Path) -> Generation:
    """Return the generation in `folder` after comparing its files with the manifest."""
    try:
        manifest = from_json((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder.name} の {_MANIFEST} を読めません") from error
    if manifest.schema_version != SCHEMA_VERSION:
        raise StoreError(f"{folder.name} は別の版の計画ナビで作られています")
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file() or _sha256(path) != digest:
            raise StoreError(f"{folder.name}/{name} が作成時と違います")
    return Generation(folder, manifest)


def _unchanging_files(folder: Path) -> list[str]:
    files = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.as_posix() for path in files if "chroma" not in path.parts]


def _finished(home: Path) -> list[Path]:
    """Return the folders of finished generations, oldest first."""
    return [folder for folder in _folders(home) if (folder / _MANIFEST).is_file()]


def _line(home: Path, folder: Path) -> Iterator[Path]:
    """Yield the generation in `folder`, the one that it follows, and so on to the oldest that is left."""
    one: Path | None = folder
    while one is not None:
        yield one
        one = _predecessor(home, one)


def _predecessor(home: Path, folder: Path) -> Path | None:
    """Return the generation that answered before the one in `folder`, None where none is left.

    Generations of earlier versions of the program do not say which they follow, and those of a
    damaged store may not know; for these it is the one with the next lower number.
    """
    older = [one for one in _finished(home) if _number(one) < _number(folder)]
    try:
        follows = from_json((folder / _MANIFEST).read_bytes()).follows
    except (OSError, ValueError, KeyError, TypeError):
        follows = None
    named = [one for one in older if one.name == follows]
    candidates = named or older
    return candidates[-1] if candidates else None


def _folders(home: Path) -> list[Path]:
    parent = home / "generations"
    if not parent.is_dir():
        return []
    return sorted((path for path in parent.iterdir() if _NAME.fullmatch(path.name)), key=_number)


def _number(folder: Path) -> int:
    match = _NAME.fullmatch(folder.name)
    return int(match[1]) if match else 0


def _point_to(home: Path, name: str) -> None:
    _write_synced(home / _POINTER, f"{name}\n".encode("ascii"))
    _sync_folder(home)


def _write_synced(path: Path, content: bytes) -> None:
    """Replace the file in one step: a reader sees the old content or the new, never a part."""
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


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
