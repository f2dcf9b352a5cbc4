"""Reading in a child process: the same reports and refusals, and every misbehaviour ends in a message."""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest

from corpus import types
from corpus.errors import KeikakuError, ReportFileError, ReportFormatError
from corpus.isolation import Limits, ReportReader, read_report
from corpus.parse import parse_report
from corpus.transfer import report_from_bytes, report_to_bytes
from corpus.types import Report

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("misbehaving_child.py")
REPORT_FILES = [
    *(ROOT / "corpus" / "reports").glob("*.txt"),
    *(ROOT / "tests" / "data" / "reports").glob("*.txt"),
]
BUNDLED = REPORT_FILES[0]
EXPECTED = parse_report(BUNDLED)

Start = Callable[..., ReportReader]


@pytest.fixture(scope="module")
def reader() -> Iterator[ReportReader]:
    with ReportReader() as made:
        yield made


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    return tmp_path / "pid"


@pytest.fixture
def misbehaving(tmp_path: Path, pid_file: Path) -> Iterator[Start]:
    """Makes readers whose child does what the name of the file says."""
    readers = []
    handed_out = tmp_path / "handed-out"
    handed_out.write_bytes(report_to_bytes(EXPECTED))

    def start(**limits: float) -> ReportReader:
        readers.append(ReportReader(Limits(**limits), program=(str(CHILD), str(pid_file), str(handed_out))))
        return readers[-1]

    yield start
    for reader in readers:
        reader.close()


def is_running(pid_file: Path) -> bool:
    try:
        os.kill(int(pid_file.read_text()), 0)
    except ProcessLookupError:
        return False
    return True


# --- the same as without a child --------------------------------------------------------------


def test_reports_are_the_same_as_read_directly_and_share_one_child(reader: ReportReader) -> None:
    for path in REPORT_FILES:
        assert reader.read(path) == parse_report(path)
    assert reader.read(BUNDLED, name="別名") == parse_report(BUNDLED, name="別名")


def test_read_report_needs_no_reader() -> None:
    assert read_report(BUNDLED) == EXPECTED


def test_own_year_given_by_a_person_reaches_the_child(reader: ReportReader) -> None:
    read = reader.read(BUNDLED, fiscal_year=2023)
    assert read == parse_report(BUNDLED, fiscal_year=2023)
    assert read.fiscal_year == 2023


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("prose.txt", "市民のみなさまへ\n".encode()),
        ("none.docx", b"x"),
        ("missing.txt", None),
    ],
)
def test_refusals_are_the_same_as_read_directly(
    reader: ReportReader, tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KeikakuError) as direct:
        parse_report(path)
    with pytest.raises(KeikakuError) as isolated:
        reader.read(path)
    assert type(isolated.value) is type(direct.value)
    assert str(isolated.value) == str(direct.value)


def test_refusal_keeps_its_words_to_the_letter(misbehaving: Start) -> None:
    with pytest.raises(ReportFormatError) as caught:
        misbehaving().read(Path("refuse.txt"))
    assert str(caught.value) == "「表」が\ud800ありません。\n別のファイルを指定してください。"


@pytest.mark.parametrize("stem", ["other", "own"])
def test_any_other_error_for_people_arrives_as_a_file_error(misbehaving: Start, stem: str) -> None:
    with pytest.raises(ReportFileError, match="の誤りです。"):
        misbehaving().read(Path(f"{stem}.txt"))


def test_works_from_another_folder_in_which_a_module_lies_in_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('run')", encoding="ascii")
    (tmp_path / "corpus.py").write_text("raise SystemExit('run')", encoding="ascii")
    (tmp_path / BUNDLED.name).write_bytes(BUNDLED.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert read_report(Path(BUNDLED.name)) == EXPECTED


def test_noise_on_the_standard_streams_disturbs_nothing(misbehaving: Start) -> None:
    reader = misbehaving()
    for _ in range(3):
        assert reader.read(Path("noise.txt")) == EXPECTED


# --- misbehaviour -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "words", "limits"),
    [
        ("crash", "異常終了", {}),
        ("killed", "メモリーの上限（2GB）", {}),
        ("memory", "メモリーの上限（2GB）", {}),
        ("recursion", "入れ子が深すぎる", {}),
        ("bug", "予期しない問題", {}),
        ("leave", "予期しない問題", {}),
        ("hang", "1.5秒で終わらなかった", {"wall_seconds": 1.5}),
        ("spin", "計算時間の上限（1秒）", {"cpu_seconds": 1}),
        ("huge", "内容が多すぎる", {"reply_bytes": 2_000_000}),
        ("object", "予期しない問題", {}),
    ],
)
def test_misbehaviour_ends_in_a_message_and_the_next_file_is_read(
    misbehaving: Start, stem: str, words: str, limits: dict[str, float]
) -> None:
    reader = misbehaving(**limits)
    with pytest.raises(ReportFileError, match=words) as caught:
        reader.read(Path(f"{stem}.txt"))
    message = str(caught.value)
    assert f"「{stem}.txt」" in message
    assert message.endswith("もう一度読み込んでください。")
    assert reader.read(Path("good.txt")) == EXPECTED


@pytest.mark.parametrize("stem", ["connect", "socket", "start", "system", "fork", "write", "remove"])
def test_nothing_leaves_the_child(
    misbehaving: Start, tmp_path: Path, stem: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ReportFileError, match="予期しない問題"):
        misbehaving().read(tmp_path / f"{stem}.txt")
    assert "ForbiddenError" in caplog.text
    assert sorted(one.name for one in tmp_path.iterdir()) == ["handed-out", "pid"]


def test_traceback_goes_to_the_log_and_not_to_the_user(
    misbehaving: Start, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ReportFileError) as caught:
        misbehaving().read(Path("bug.txt"))
    assert "秘密" not in str(caught.value)
    assert "AttributeError: 秘密の内部情報" in caplog.text


def test_nothing_of_the_child_reaches_the_terminal_of_a_program_without_logging(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from corpus.errors import KeikakuError; from corpus.isolation import ReportReader\n"
        "with ReportReader(program=sys.argv[1:4]) as reader:\n"
        "    for stem in ('noise', 'bug', 'crash'):\n"
        "        try: reader.read(Path(f'{stem}.txt'))\n"
        "        except KeikakuError as error: print(error)\n"
    )
    handed_out = tmp_path / "handed-out"
    handed_out.write_bytes(report_to_bytes(EXPECTED))
    command = [sys.executable, "-c", code, str(CHILD), str(tmp_path / "pid"), str(handed_out)]
    shown = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT)
    assert shown.stderr == ""
    assert len(shown.stdout.splitlines()) == 2


def test_child_spoilt_by_an_earlier_file_is_replaced_and_the_file_read(misbehaving: Start) -> None:
    reader = misbehaving()
    for _ in range(3):
        assert reader.read(Path("once.txt")) == EXPECTED


def test_program_that_cannot_be_started_ends_in_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with ReportReader() as reader, pytest.raises(ReportFileError, match="始められません"):
        reader.read(BUNDLED)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("表\udc83.txt", "「表?.txt」は、ファイル名に読み取れない文字が含まれています"),
        ("年" * 300 + ".txt", "開けません（File name too long）"),
    ],
)
def test_names_that_no_file_can_be_found_by_end_in_a_message(
    reader: ReportReader, tmp_path: Path, name: str, shown: str
) -> None:
    with pytest.raises(ReportFileError) as caught:
        reader.read(tmp_path / name)
    assert shown in str(caught.value).encode("utf-8").decode()
    assert "もう一度" in str(caught.value)


def test_name_that_turns_the_line_around_or_is_very_long_stays_readable(misbehaving: Start) -> None:
    reader = misbehaving()
    with pytest.raises(ReportFileError, match=r"^「bug[?]txt[.]exe[?][.]txt」の"):
        reader.read(Path("bug\u202etxt.exe\u200b.txt"))
    with pytest.raises(ReportFileError, match=r"^「bug年{56}…」の"):
        reader.read(Path("bug" + "年" * 200 + ".txt"))


# --- the child's life -------------------------------------------------------------------------


def test_child_is_gone_after_the_context_and_after_a_time_out(misbehaving: Start, pid_file: Path) -> None:
    with misbehaving() as reader:
        reader.read(Path("good.txt"))
        assert is_running(pid_file)
    assert not is_running(pid_file)
    with pytest.raises(ReportFileError):
        misbehaving(wall_seconds=1.5).read(Path("hang.txt"))
    assert not is_running(pid_file)


def test_interrupt_of_the_parent_kills_the_child_and_goes_on_up(misbehaving: Start, pid_file: Path) -> None:
    reader = misbehaving()
    reader.read(Path("good.txt"))
    main_thread = threading.main_thread().ident
    # A job in the background begins with Ctrl+C ignored, and Python then leaves it so.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.5, signal.pthread_kill, [main_thread, signal.SIGINT]).start()
    started = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            reader.read(Path("hang.txt"))
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - started < 30
    assert not is_running(pid_file)
    assert reader.read(Path("good.txt")) == EXPECTED


def test_threads_share_a_reader_and_each_gets_its_own_answer(reader: ReportReader) -> None:
    answers: dict[str, str] = {}

    def read(number: int) -> None:
        answers[f"r{number}"] = reader.read(REPORT_FILES[number % 3], name=f"r{number}").name

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {f"r{number}": f"r{number}" for number in range(8)}


def test_no_descriptor_is_left_open(misbehaving: Start) -> None:
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = opened()
    for stem in ("good", "crash", "bug"):
        reader = misbehaving()
        with reader:
            try:
                reader.read(Path(f"{stem}.txt"))
            except ReportFileError:
                continue
    assert opened() == before


def test_child_of_a_text_file_loads_no_library_of_other_formats() -> None:
    code = (
        "import sys; from pathlib import Path; from corpus.parse import parse_report\n"
        "parse_report(Path(sys.argv[1]))\n"
        "print([one for one in sys.modules if one in ('pdfplumber', 'lxml', 'openpyxl', 'python_calamine', 'numpy')])"
    )
    command = [sys.executable, "-c", code, str(BUNDLED)]
    shown = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"


def test_parent_that_reads_reports_loads_no_reader_of_files() -> None:
    code = (
        "import sys, corpus.isolation\n"
        "print([one for one in sys.modules if one in ('corpus.parse', 'pdfplumber', 'lxml', 'openpyxl')])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"


# --- the report as data -----------------------------------------------------------------------


def test_every_field_of_a_report_can_be_handed_over() -> None:
    # The types are looked at before any content is: a field of a new type would raise TypeError here.
    with pytest.raises(ValueError, match=f"expected a list of {len(fields(Report))}"):
        report_from_bytes(b"[]")


def test_odd_letters_and_numbers_survive_the_way() -> None:
    odd = '\ud800\x00\u202e\uffff𠮷\n\t"\\'
    figure = types.ProseFigure(odd, odd, odd, odd, odd, Decimal("-0.10"), odd, -5, types.Place(1, 2, odd))
    made = replace(EXPECTED, title=odd, city=None, prose_figures=(figure,))
    assert report_from_bytes(report_to_bytes(made)) == made


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b"NaN",
        b"1" * 10_000,
        pickle.dumps(print),
        json.dumps(["x"] * len(fields(Report))).encode(),
    ],
    ids=lambda content: repr(content[:12]),
)
def test_bytes_that_are_no_report_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        report_from_bytes(content)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", 5),
        ("name", None),
        ("fiscal_year", "2024"),
        ("fiscal_year", True),
        ("fiscal_year", 2024.0),
        ("years", [2023, "2024"]),
        ("years", "2023"),
        ("measures", [["①"]]),
        ("findings", [["no such kind", "m", "e", None, None]]),
        ("findings", [[["held_back"], "m", "e", None, None]]),
        ("totals", [["①", [["A", "1"]], 3, [1, 2, ""]]]),
        ("prose_figures", [["b", "s", "l", "c", "p", "1e", "人", 2024, [1, 2, ""]]]),
        ("prose_figures", [["b", "s", "l", "c", "p", 1, "人", 2024, [1, 2, ""]]]),
    ],
)
def test_a_field_of_another_type_is_refused(field: str, wrong: object) -> None:
    plain = json.loads(report_to_bytes(EXPECTED))
    plain[[one.name for one in fields(Report)].index(field)] = wrong
    with pytest.raises(ValueError, match=r"expected|no "):
        report_from_bytes(json.dumps(plain).encode())
