"""A reading process that does what the name of the file says, run by test_isolation.py in place of the real one.

It is started with two files: to one it writes its process id, for tests that look whether it is gone;
the other holds the report that it hands out where it behaves, so that it need not load the readers.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from corpus import reading_process
from corpus.errors import KeikakuError, ReportFormatError, StoreError
from corpus.transfer import report_from_bytes
from corpus.types import Report


def act(path: Path, *, name: str | None = None, fiscal_year: int | None = None) -> Report:
    match path.stem:
        case "crash":
            signal.raise_signal(signal.SIGSEGV)
        case "killed":
            signal.raise_signal(signal.SIGKILL)
        case "leave":
            os._exit(0)
        case "hang":
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "memory":
            raise SystemExit(len("あ" * 3_000_000_000))
        case "recursion":
            return act(path, name=name, fiscal_year=fiscal_year)
        case stem if stem.startswith("bug"):
            raise AttributeError("秘密の内部情報")
        case "refuse":
            raise ReportFormatError("「表」が\ud800ありません。\n別のファイルを指定してください。")
        case "other":
            raise StoreError("別の種類の誤りです。")
        case "own":
            raise OwnError("読み取り側だけの誤りです。")
        case "noise":
            print("x" * 100_000)
            os.write(1, b"\0" * 100_000)
            os.write(2, b"\0" * 100_000)
            print("x" * 100_000, file=sys.stderr)
        case "connect":
            socket.create_connection(("127.0.0.1", 9))
        case "socket":
            socket.socket()
        case "start":
            subprocess.run(["true"], check=True)
        case "system":
            os.system("true")
        case "fork":
            os.fork()
        case "write":
            path.with_name("written.txt").write_text("x")
        case "remove":
            path.with_name("pid").unlink()
        case "once" if not SEEN:
            SEEN.append(path)
        case "once":
            os._exit(3)
        case "object":
            reading_process.report_to_bytes = lambda _: b"[\"cos\\nsystem\\n(S'true'\\ntR.\"]"
        case "huge":
            reading_process.report_to_bytes = lambda _: b" " * 3_000_000
    return report_from_bytes(Path(sys.argv[2]).read_bytes())


class OwnError(KeikakuError):
    """An error that the parent does not know."""


SEEN: list[Path] = []

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(str(os.getpid()), encoding="ascii")
    sys.exit(reading_process.main(sys.argv[3:], act))
