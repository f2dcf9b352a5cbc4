"""Files that officers hand in, streamed into HOME/uploads and nowhere else, each in a folder of its own."""

from __future__ import annotations

import secrets
import shutil
import time
import unicodedata
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from corpus.errors import StoreError
from corpus.readers.opening import SUFFIXES
from ui.manage.forms import FormError

MEGABYTE = 1_000_000
_LONGEST_STEM = 80  # characters; three bytes each still make a name that every file system takes
_LONGEST_FIELD = 4_000
_PATIENCE = 5  # so many times the limit is read of a file that is too large, so that the answer is seen
_FORGOTTEN_S = 12 * 60 * 60


class TokenError(FormError):
    """The form did not come from our own page."""


class TooLargeError(FormError):
    """The file is larger than the limit."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was received; the folder around it is its own."""

    path: Path
    fields: dict[str, str] = field(default_factory=dict)

    def discard(self) -> None:
        """Remove the file."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


async def receive(
    request: Request, home: Path, limit_mb: int, is_right_token: Callable[[str], bool]
) -> Upload:
    """Stream the form's file to disk. The field `csrf` must come before the file.

    Raises TokenError, TooLargeError, or FormError with what is wrong; nothing is kept then.
    """
    options = parse_options_header(request.headers.get("content-type", ""))
    if options[0] != b"multipart/form-data" or b"boundary" not in options[1]:
        raise TokenError("")
    receiver = _Receiver(home, limit_mb * MEGABYTE, is_right_token)
    with ExitStack() as unfinished:
        unfinished.callback(
            receiver.abandon
        )  # whatever ends it, a broken connection too, leaves no file behind
        upload = await _received(request, receiver, options[1][b"boundary"], limit_mb, home)
        unfinished.pop_all()
    return upload


async def _received(
    request: Request, receiver: _Receiver, boundary: bytes, limit_mb: int, home: Path
) -> Upload:
    try:
        parser = MultipartParser(boundary, receiver.callbacks())  # type: ignore[arg-type]
        taken, refusal = 0, None
        async for chunk in request.stream():
            taken += len(chunk)
            if taken > receiver.limit * _PATIENCE:
                break
            try:
                if refusal is None:  # else the rest is only read, so that the browser sees the answer
                    parser.write(chunk)
            except FormError as error:
                refusal = error
        receiver.close()
        if refusal is not None:
            raise refusal
        return receiver.upload(limit_mb)
    except MultipartParseError as error:
        raise FormError("ファイルを受け取れませんでした。もう一度選んで送ってください。") from error
    except OSError as error:
        raise StoreError(
            f"保存先 {home} に書き込めません（{error.strerror or error}）。権限と空き容量を確かめてください。"
        ) from error


def safe_name(given: str) -> str:
    """Return the file name for a name that a browser sent. Raises FormError for a kind that cannot be read."""
    last = PurePosixPath(unicodedata.normalize("NFC", given).replace("\\", "/")).name
    shown = "".join(one for one in last if not unicodedata.category(one).startswith("C")).strip(" .")
    name = PurePosixPath(shown)
    if name.suffix.lower() not in SUFFIXES or not name.stem.strip(" ."):
        kinds = "、".join(sorted(SUFFIXES))
        raise FormError(f"「{shown or 'ファイル'}」は読み込めない種類です。読み込めるのは {kinds} です。")
    return name.stem[:_LONGEST_STEM].strip() + name.suffix


def clear_forgotten(home: Path, kept: set[Path]) -> None:
    """Remove files of uploads that no work knows any more, such as those of a server that was ended."""
    folder = home / "uploads"
    for one in folder.iterdir() if folder.is_dir() else ():
        if one not in kept and one.is_dir() and time.time() - one.stat().st_mtime > _FORGOTTEN_S:
            shutil.rmtree(one, ignore_errors=True)


class _Receiver:
    """Takes the parts of a form as they arrive."""

    def __init__(self, home: Path, limit: int, is_right_token: Callable[[str], bool]) -> None:
        self.limit = limit
        self._folder = home / "uploads" / secrets.token_hex(8)
        self._is_right_token = is_right_token
        self._headers: dict[str, str] = {}
        self._header_name = b""
        self._header_value = b""
        self._field = ""
        self._value = b""
        self._fields: dict[str, str] = {}
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        self._written = 0

    def callbacks(self) -> dict[str, Callable[..., None]]:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._take_header_name,
            "on_header_value": self._take_header_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._take,
            "on_part_end": self._end,
        }

    def upload(self, limit_mb: int) -> Upload:
        """Return what was received. Raises FormError where there is no file, or too large a one."""
        if not self._is_right_token(self._fields.get("csrf", "")):
            raise TokenError("")
        if self._written > self.limit:
            raise TooLargeError(
                f"ファイルが大きすぎます。{limit_mb}メガバイト以内のファイルを選んでください。"
                "何も読み込んでいません。"
            )
        if self._path is None or not self._written:
            raise FormError("ファイルが選ばれていないか、中身が空です。ファイルを選んでから押してください。")
        return Upload(self._path, self._fields)

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def abandon(self) -> None:
        """Remove what was written."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        self._headers, self._field, self._value = {}, "", b""

    def _take_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _take_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        name = self._header_name.decode("latin-1").lower()
        self._headers[name] = self._header_value.decode("utf-8", "replace")
        self._header_name = self._header_value = b""

    def _open(self) -> None:
        options = parse_options_header(self._headers.get("content-disposition", "").encode())[1]
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        given = options.get(b"filename")
        if given is None:
            return
        if not self._is_right_token(self._fields.get("csrf", "")):
            raise TokenError("")
        if not given:
            return  # a file box that was left empty
        if self._path is not None:
            raise FormError("一度に送れるファイルは1つです。")
        self._folder.mkdir(parents=True)
        self._path = self._folder / safe_name(given.decode("utf-8", "replace"))
        self._file = self._path.open("wb")

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._file is None:
            self._value += data[start:end]
            if len(self._value) > _LONGEST_FIELD:
                raise FormError("入力欄の文字が長すぎます。")
            return
        self._written += end - start
        if self._written <= self.limit:
            self._file.write(data[start:end])

    def _end(self) -> None:
        if self._file is not None:
            self.close()
        elif self._field:
            self._fields[self._field] = self._value.decode("utf-8", "replace")
