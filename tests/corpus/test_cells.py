"""Single cells: numbers, names of indicators, departments, markup, figures in prose."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.departments import split_departments
from corpus.figures import prose_figures_of
from corpus.indicator_cell import read_indicator_cell
from corpus.numerals import is_value_like, parse_printed_number
from corpus.text import clean_markup
from corpus.types import Accumulation, Passage, PassageKind, Place


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,221", "1221"),
        ("１，２２１", "1221"),
        (" 98 ", "98"),
        ("54.0", "54.0"),
        ("△3.5", "-3.5"),
        ("▲3", "-3"),
        ("-3", "-3"),
        ("約130人", "130"),
        ("57.2%", "57.2"),
        ("５７．２％", "57.2"),
        ("(12)", "12"),
        ("3万人", "30000"),
        ("130千円", "130"),
        ("100%以上", "100"),
        ("0", "0"),
        ("-", None),
        ("－", None),
        ("中止", None),
        ("R6", None),
        ("40～50", None),
        ("7/5", None),
        ("1,22", None),
        ("12人15件", None),
        ("", None),
    ],
)
def test_printed_number_is_read_exactly_or_not_at_all(printed: str, value: str | None) -> None:
    assert parse_printed_number(printed) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "word", ["中止", "実施なし", "未実施", "増加", "減少", "維持", "集計中", "皆増", "継続", "－"]
)
def test_words_that_stand_for_a_value_are_known(word: str) -> None:
    assert is_value_like(word)


def test_sentence_is_no_value() -> None:
    assert not is_value_like("周知に努めた。")


@pytest.mark.parametrize(
    ("cell", "name", "unit", "note", "accumulation", "baseline"),
    [
        ("相談件数(件) ※累計", "相談件数", "件", "※累計", Accumulation.CUMULATIVE, None),
        ("講座の参加者数（人） ※年度", "講座の参加者数", "人", "※年度", Accumulation.ANNUAL, None),
        ("会員数(人) ※年度末時点", "会員数", "人", "※年度末時点", Accumulation.POINT_IN_TIME, None),
        (
            "会員数(人) ※翌年度4月1日時点 (R2. 4. 1時点：449人)",
            "会員数", "人", "※翌年度4月1日時点", Accumulation.POINT_IN_TIME, (2019, "449"),
        ),
        (
            "知っている人の割合（%） (H30アンケート結果：57.2%)",
            "知っている人の割合", "%", None, Accumulation.UNKNOWN, (2018, "57.2"),
        ),
        ("利用者数(延べ)(人) ※年度", "利用者数(延べ)", "人", "※年度", Accumulation.ANNUAL, None),
        ("死亡率（人口10万対） ※年", "死亡率", "人口10万対", "※年", Accumulation.UNKNOWN, None),
        ("待機児童数", "待機児童数", None, None, Accumulation.UNKNOWN, None),
        ("排出量(t-CO2) ※年度", "排出量", "t-CO2", "※年度", Accumulation.ANNUAL, None),
        ("CSW(コミュニティ担当)の数", "CSW(コミュニティ担当)の数", None, None, Accumulation.UNKNOWN, None),
    ],
)  # fmt: skip
def test_indicator_cell_is_parted(
    cell: str,
    name: str,
    unit: str | None,
    note: str | None,
    accumulation: Accumulation,
    baseline: tuple[int, str] | None,
) -> None:
    read = read_indicator_cell(cell)
    assert (read.name, read.unit, read.note, read.accumulation) == (name, unit, note, accumulation)
    found = (read.baseline.fiscal_year, str(read.baseline.value)) if read.baseline else None
    assert found == baseline


@pytest.mark.parametrize(
    ("cell", "departments"),
    [
        ("福祉総務課", ("福祉総務課",)),
        ("福祉総務課 各区健康福祉課 東出張所", ("福祉総務課", "各区健康福祉課", "東出張所")),
        ("環境課、清掃センター", ("環境課", "清掃センター")),
        ("雇用・暮らし推進課", ("雇用・暮らし推進課",)),
        ("市民課・税務課", ("市民課", "税務課")),
        ("教育委員会事務局", ("教育委員会事務局",)),
        ("他の分野別計画に記載", ()),
        ("-", ()),
        ("", ()),
    ],
)
def test_department_cell_is_split_only_into_whole_departments(
    cell: str, departments: tuple[str, ...]
) -> None:
    assert split_departments(cell) == departments


def test_only_html_tags_are_removed() -> None:
    assert clean_markup('<ul style="a"> ●A＜B 3<5 </ul>') == "●A＜B 3<5"


def figures(text: str, fiscal_year: int = 2024) -> list[tuple[str, str, str, int]]:
    passage = Passage("1-1.1", "1-1:状況", "状況", PassageKind.STATUS, text, text, Place(1, 13))
    return [
        (one.label, one.context, f"{one.value}{one.unit}", one.fiscal_year)
        for one in prose_figures_of([passage], fiscal_year)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("・相談件数：1,410件", [("相談件数", "", "1410件", 2024)]),
        ("・研修会 受講者数：101人", [("受講者数", "研修会", "101人", 2024)]),
        ("●給付金 申請件数 39件", [("申請件数", "給付金", "39件", 2024)]),
        ("受給者数（月平均）11,780人", [("受給者数（月平均）", "", "11780人", 2024)]),
        ("相談件数が、令和5年度575件から令和6年度1,052件へ増加した。", [
            ("相談件数", "", "575件", 2023), ("相談件数", "", "1052件", 2024)]),
        ("●市長申立の実施 申立てを行った。R6年度実績：48件", [("市長申立の実施", "", "48件", 2024)]),
        ("R7.3.31現在、29社に加点", [("加点", "", "29社", 2024)]),
        ("職員を2名配置した。", [("職員", "", "2名", 2024)]),
        ("荒天で1回を中止した。", [("中止", "", "1回", 2024)]),
        ("令和7年1月29日に3年に1度の改選を行い、40～50年を経た。第2回の5類移行。", []),
    ],
)  # fmt: skip
def test_prose_figure_carries_its_own_words(text: str, expected: list[tuple[str, str, str, int]]) -> None:
    assert figures(text) == expected
