"""The kept files of the reports as they are printed: each read once, in the process with limits, then held."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from corpus.errors import KeikakuError
from corpus.isolation import ReportReader
from corpus.printed import PrintedFile
from index.generations import original_of

# Cells of all files held at once, some 150 bytes each; the bundled report has 1,500.
_MOST_CELLS = 600_000


class NoOriginalError(KeikakuError):
    """The store does not hold the file that a report was read from."""

    def __init__(self) -> None:
        super().__init__(
            "この報告書の元のファイルが保存先に残っていないため、原文を表示できません。"
            "管理担当に、報告書のファイルをもう一度読み込むよう依頼してください。"
        )


class Originals:
    """The files of one store by their digest. Safe to share between threads."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[PrintedFile, int]] = OrderedDict()

    def printed(self, digest: str) -> PrintedFile:
        """Return a file as it is printed; raises NoOriginalError, and ReportFileError where it cannot be read."""
        with self._lock:
            if digest not in self._held:
                self._hold(digest, self._read(digest))
            self._held.move_to_end(digest)
            return self._held[digest][0]

    def _read(self, digest: str) -> PrintedFile:
        path = original_of(self._home, digest)
        if path is None:
            raise NoOriginalError()
        with ReportReader() as reader:
            return reader.read_printed(path)

    def _hold(self, digest: str, file: PrintedFile) -> None:
        cells = sum(len(line.cells) for one in file.pages for line in one.lines)
        self._held[digest] = (file, cells)
        while len(self._held) > 1 and sum(count for _, count in self._held.values()) > _MOST_CELLS:
            self._held.popitem(last=False)
