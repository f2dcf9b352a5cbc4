"""What is no readable file at all, files with odd names, and contents that are not what their ending says."""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import good_files
from bad_file import BadFile

_ENDINGS = ("txt", "tsv", "csv", "xlsx", "xls", "ods", "pdf", "html")


def bad_paths() -> list[BadFile]:
    """All of them."""
    return [*_no_files(), *_names(), *_disguises()]


def _socket(path: Path) -> None:
    # The length of a socket's path is limited, so that it is made by its name alone.
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def _unreadable(path: Path) -> None:
    path.write_text(good_files.text(), encoding="utf-8")
    path.chmod(0)


def _sparse(size: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def _loop(path: Path) -> None:
    other = path.with_name("other")
    path.symlink_to(other)
    other.symlink_to(path)


def _below_a_file(path: Path) -> None:
    path.parent.joinpath("file").write_bytes(b"x")
    path.symlink_to("file/below.txt")


def _no_files() -> Iterator[BadFile]:
    for ending in _ENDINGS:
        yield BadFile(f"folder .{ending}", f"folder.{ending}", place=Path.mkdir, refused=True)
    places: dict[str, Callable[[Path], None]] = {
        "FIFO": os.mkfifo,
        "socket": _socket,
        "symlink loop": _loop,
        "symlink to itself": lambda path: path.symlink_to(path),
        "symlink to nothing": lambda path: path.symlink_to(path.with_name("nothing")),
        "symlink to /dev/zero": lambda path: path.symlink_to("/dev/zero"),
        "symlink to /dev/null": lambda path: path.symlink_to("/dev/null"),
        "symlink to /dev/tty": lambda path: path.symlink_to("/dev/tty"),
        "symlink to its folder": lambda path: path.symlink_to(path.parent),
        "symlink below a file": _below_a_file,
        "missing": lambda _: None,
    }
    for label, place in places.items():
        for ending in ("txt", "xlsx", "pdf"):
            yield BadFile(
                f"{label} .{ending}", f"no-file.{ending}", place=place, in_suite=ending == "txt", refused=True
            )
    # The superuser reads it all the same.
    yield BadFile("file without permission to read", "secret.txt", place=_unreadable)
    for size, label in ((51_000_000, "51 MB"), (10_000_000_000, "10 GB")):
        for ending in _ENDINGS:
            yield BadFile(
                f"{label} of NULs .{ending}",
                f"huge.{ending}",
                place=_sparse(size),
                in_suite=size > 1e9,
                refused=True,
            )
    yield BadFile("49 MB of NULs", "zeros.txt", place=_sparse(49_000_000), in_suite=False, refused=True)


def _names() -> Iterator[BadFile]:
    content = good_files.text().encode()
    for label, name in {
        "turned around": "報告\u202etxt.exe.txt",
        "zero width": "報\u200b告\u200d書\ufeff.txt",
        "newline": "報告\n書.txt",
        "tab and ESC": "報告\t\x1b[31m書.txt",
        "no letter but the ending": ".txt",
        "no ending": "報告書",
        "only a dot": "報告書.",
        "two endings": "報告書.txt.exe",
        "capitals": "報告書.TXT",
        "full width ending": "報告書．ｔｘｔ",
        "long": "長" * 80 + ".txt",
        "not UTF-8": os.fsdecode(b"\x83\x4c.txt"),
        "blanks": "   .txt",
        "quote marks": "「」\"'`$(true).txt",
        "markup": "<img src=x onerror=alert(1)>.txt",
        "option": "--home.txt",
        "dots": "...txt",
        "percent": "%s%n%x{0}.txt",
        "combining": "が".encode().decode() + "\u3099" * 60 + ".txt",
        "device": "CON.txt",
        "URL": "http:x.txt",
        "same letters in another form": "ガ.txt",
    }.items():
        yield BadFile(f"name: {label}", name, content)
        yield BadFile(f"name of a broken file: {label}", name, b"\xff\0", refused=True)


def _disguises() -> Iterator[BadFile]:
    good = {name.rpartition(".")[2]: content for name, content in good_files.good_files().items()}
    office = good_files.zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    others = {
        "PNG": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "JPEG": b"\xff\xd8\xff\xe0" + bytes(500),
        "ZIP": good_files.zip_of({"report.txt": good["txt"]}),
        "docx": office,
        "gzip": gzip.compress(good["txt"], mtime=0),
        "exe": b"MZ" + bytes(range(256)) * 8,
        "ELF": b"\x7fELF" + bytes(range(256)) * 8,
        "RTF": rb"{\rtf1\ansi " + b"x" * 500 + b"}",
        "PostScript": b"%!PS-Adobe-3.0\n" + b"0 0 moveto\n" * 50,
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(500),
        "SQLite": b"SQLite format 3\0" + bytes(500),
        "random": bytes((one * 197 + one // 7) % 256 for one in range(5000)),
    }
    for label, content in {**good, **others}.items():
        for position, ending in enumerate(_ENDINGS):
            if label == ending:
                continue
            suite = position == len(label) % len(_ENDINGS)
            yield BadFile(
                f"{label} named .{ending}",
                f"disguised.{ending}",
                content,
                in_suite=suite,
                refused=label in others,
            )
