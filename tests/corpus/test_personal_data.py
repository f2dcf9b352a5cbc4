"""Personal data in a file: what is one, what only looks like one, and how much of it is shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.personal_data import (
    find_personal_data,
    is_my_number,
    personal_data_findings,
    without_personal_data,
)
from corpus.readers.lines import Line, LineNumber
from corpus.readers.opening import read_source
from corpus.types import FindingKind, Place

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "generator"))

from report_generator import damage, generate  # noqa: E402

REPORTS = [
    *sorted((ROOT / "corpus" / "reports").glob("*.txt")),
    *sorted((ROOT / "tests" / "data" / "reports").glob("*.txt")),
]


def lines_of(*rows: str) -> list[Line]:
    return [Line(number, tuple(row.split("\t"))) for number, row in enumerate(rows, start=1)]


def masked(*rows: str) -> list[str]:
    return [one.masked for one in find_personal_data(lines_of(*rows))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("問合せは03-1234-5678まで", "03-****-5678"),
        ("(025)123-4567", "(025)***-4567"),
        ("（０２５）１２３－４５６７", "(025)***-4567"),
        ("025(123)4567", "025(***)4567"),
        ("０９０－１２３４－５６７８", "090-****-5678"),
        ("090ー1234ー5678", "090-****-5678"),
        ("080‐1234‐5678", "080-****-5678"),
        ("09012345678", "090****5678"),
        ("070 1234 5678", "070 **** 5678"),
        ("0120-123-456", "0120-***-456"),
        ("フリーダイヤル0120-12-3456", "0120-**-3456"),
        ("0800-123-4567", "0800-***-4567"),
        ("04992-1-2345", "04992-*-2345"),
        ("電話：0251234567", "025***4567"),
        ("TEL 0256 12 3456", "0256 ** 3456"),
        ("℡025-123-4567（直通）", "025-***-4567"),
        ("電話 228-1000", "***-1000"),
        ("福祉課（内線 2345）", "内線 **45"),
        ("内線：215", "内線:*15"),
        ("+81-90-1234-5678", "+81-90-****-5678"),
        ("025-\n123-4567", "025-***-4567"),
    ],
)
def test_telephone_numbers_are_found_and_their_middle_is_hidden(text: str, shown: str) -> None:
    assert masked(text) == [shown]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("連絡先 taro.yamada@example.jp", "t***@example.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｌｇ．ｊｐまで", "t***@example.lg.jp"),
        ("fukushi[at]city.example.jp", "f***@city.example.jp"),
    ],
)
def test_mail_addresses_are_found(text: str, shown: str) -> None:
    assert masked(text) == [shown]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("②の取組の値が違う。０９０－１２３４－５６７８まで", "②の取組の値が違う。［電話番号］まで"),
        ("電話 04992-1-2345 ㈱ｶﾞｲﾄﾞ①", "電話 ［電話番号］ ㈱ｶﾞｲﾄﾞ①"),
        ("㍻の値（025） 123 - 4567です㎡", "㍻の値［電話番号］です㎡"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐへ②", "［メールアドレス］へ②"),
        ("内線：２１５と②", "［電話番号］と②"),
        ("TEL 025-123-4567／080 1234 5678　③", "TEL ［電話番号］／［電話番号］　③"),
        ("②の１，６０５人", "②の１，６０５人"),
    ],
)
def test_people_s_words_keep_their_characters_and_nothing_of_a_number(text: str, kept: str) -> None:
    assert without_personal_data(text) == kept


def check_digit(body: str) -> str:
    """The check digit written out with the weights of the law: 6 5 4 3 2 7 6 5 4 3 2 from the left."""
    remainder = sum(
        int(one) * weight for one, weight in zip(body, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)
    )
    remainder %= 11
    return "0" if remainder <= 1 else str(11 - remainder)


@pytest.mark.parametrize("body", ["12345678901", "98765432109", "10000000000", "20240401123", "73519264800"])
def test_the_check_digit_of_a_my_number_decides(body: str) -> None:
    right = body + check_digit(body)
    assert [digit for digit in "0123456789" if is_my_number(body + digit)] == [right[-1]]


def test_my_numbers_are_found_whole_and_in_groups() -> None:
    number = "12345678901" + check_digit("12345678901")
    wide = number.translate({ord(str(digit)): "０１２３４５６７８９"[digit] for digit in range(10)})
    for text in (
        number,
        f"個人番号：{number}",
        f"{number[:4]} {number[4:8]} {number[8:]}",
        f"{number[:4]}-{number[4:8]}-{number[8:]}",
        f"{wide[:4]}　{wide[4:8]}　{wide[8:]}",
        wide,
    ):
        assert masked(text) == ["*" * 10 + number[-2:]], text


WRONG = "12345678901" + str((int(check_digit("12345678901")) + 1) % 10)
RIGHT = "12345678901" + check_digit("12345678901")


@pytest.mark.parametrize(
    "text",
    [
        WRONG,  # no valid check digit
        f"{int(RIGHT):,}円",
        f"{RIGHT}円",
        "9" + RIGHT,  # 13 digits, as a company number has
        "000000000000",
        f"{RIGHT[:4]} {RIGHT[4:8]} {RIGHT[8:]} 1605",  # a row of figures
        "2021 2022 2023",
        "2023-2024",
        "電話相談 2023-2024年度",
        "電話相談件数 1,605件",
        "電話相談 0120件",
        "令和6年4月1日",
        "2024-04-01",
        "06-10-2024",
        "〒060-0001",
        "〒950－0001 新潟県",
        "R2〜R6",
        "1,605",
        "85.0",
        "0.1234567890",
        "20(40)",
        "10-20-30",
        "0-5歳 120人",
        "第3-1-2節",
        "内線電話 12台",
        "窓口の電話 24時間",
        "1605 1631 98.4",
        "①-2#1",
        "@2,000円",
        "3@5.00",
        "1-2-3",
        "100-200-3000",
    ],
)
def test_figures_dates_and_post_codes_are_no_personal_data(text: str) -> None:
    assert masked(text) == []


def test_a_column_headed_telephone_number_is_read_as_such() -> None:
    found = find_personal_data(
        lines_of("氏名\t電話番号\t相談件数", "佐藤\t228-1000\t228-1000", "鈴木\t9012345678\t9012345678")
    )
    assert [(one.masked, one.place) for one in found] == [
        ("***-1000", Place(2, 1)),
        ("901***5678", Place(3, 1)),
    ]


def test_a_label_in_the_cell_to_the_left_counts() -> None:
    assert masked("連絡先\t0251234567") == ["025***4567"]
    assert masked("電話相談件数\t0251234567") == []


def test_every_find_of_a_cell_has_its_place() -> None:
    found = find_personal_data([Line(LineNumber(7, "3ページ", 2), ("", "TEL 025-123-4567 / a@b.jp"))])
    assert [(one.kind.label, one.masked) for one in found] == [
        ("電話番号", "025-***-4567"),
        ("メールアドレス", "a***@b.jp"),
    ]
    assert {(int(one.place.row), one.place.column) for one in found} == {(7, 1)}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_no_real_report_raises_a_false_alarm(path: Path) -> None:
    assert find_personal_data(read_source(path).lines) == ()


def test_generated_reports_raise_no_false_alarm() -> None:
    for seed in range(20):
        made = damage(generate(seed), seed)
        assert find_personal_data(lines_of(*made.text.split("\n"))) == (), seed


def test_the_findings_of_a_report_show_kind_place_and_masked_text_only() -> None:
    (finding,) = personal_data_findings(lines_of("", "担当\t090-1234-5678"))
    assert finding.kind is FindingKind.PERSONAL_DATA
    assert finding.message == "電話番号とみられる記載「090-****-5678」があります。"
    assert finding.place == Place(2, 1)
    assert "1234" not in finding.message + finding.evidence
