"""Questions to a report that grades its 取組 as wholes, and to plans of two and three levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from turns import Ask, asked_of

from assistant.types import Status

Rows = Sequence[Sequence[str | None]]
TITLE = ["令和6年度 あかね市読書推進計画 進捗状況報告書"]
HEAD = ["番号", "事業名", "担当課", "指標名", "区分", "R5", "R6", "R8目標", "評価", "課題"]


def work(
    number: str, name: str, who: str, grade: str, issue: str, *indicators: str
) -> list[list[str | None]]:
    rows: list[list[str | None]] = []
    for at, indicator in enumerate(indicators):
        lead = [number, name, who] if at == 0 else [None, None, None]
        end = [grade, issue] if at == 0 else [None, None]
        rows.append([*lead, indicator, "目標", "30", "32", "40", *end])
        rows.append([None, None, None, None, "実績", "29", "33", None, None, None])
    return rows


def write(path: Path, sheets: dict[str, Rows], merged: dict[str, Sequence[str]]) -> Path:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merged.get(name, ()):
            sheet.merge_cells(cells)
    del book["Sheet"]
    book.save(path)
    return path


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    overview: Rows = [
        TITLE,
        ["評価", "区分", "基準"],
        ["◎", "順調", "全ての指標で目標を達成した"],
        ["△", "遅れ", "目標を達成した指標がない"],
        ["※評価は事業ごとに行う。"],
        ["基本方針", "◎", "△", "計"],
        ["基本方針1 読む", "1", "1", "2"],
        ["基本方針2 集う", "0", "1", "1"],
        ["合計", "1", "2", "3"],
    ]
    reading = [
        ["基本方針1 読む"],
        HEAD,
        *work("1-1", "読み聞かせ会", "図書館", "◎", "会場が手狭である。", "参加者数（人）", "会場数（か所）"),
        *work("1-2", "学校図書館の支援", "教育課", "△", "司書の採用が難しい。", "司書の人数（人）"),
    ]
    meeting = [
        ["基本方針2 集う"],
        HEAD,
        *work(
            "2-1", "読書サロンの開催", "図書館", "△", "若い世代が少ない。", "来場者数（人）", "開催数（回）"
        ),
    ]
    merged = ["A3:A6", "B3:B6", "C3:C6", "I3:I6", "J3:J6", "D3:D4", "D5:D6", "H3:H4", "H5:H6"]
    single = ["A7:A8", "B7:B8", "C7:C8", "I7:I8", "J7:J8", "D7:D8", "H7:H8"]
    path = write(
        tmp_path_factory.mktemp("works") / "akane.xlsx",
        {"概要": overview, "基本方針1": reading, "基本方針2": meeting},
        {"基本方針1": [*merged, *single], "基本方針2": merged},
    )
    with asked_of(path) as asked:
        yield asked


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("評価が△の事業は？", ("1-2", "2-1")),
        ("評価が◎の取組を全部教えて", ("1-1",)),
        ("図書館の受け持ちの中で◎がつかなかった事業は", ("2-1",)),
        ("基本方針1の評価は？", ("1-1", "1-2")),
    ],
)
def test_works_are_listed_by_their_grade(ask: Ask, question: str, rows: tuple[str, ...]) -> None:
    answer = ask(question)
    assert (answer.status, answer.rows) == (Status.ANSWERED, rows)
    assert {one.quote for one in answer.citations} <= {"◎", "△"}


def test_the_grade_of_a_work_is_told_with_its_meaning(ask: Ask) -> None:
    answer = ask("学校図書館の支援の評価は？")
    assert answer.rows == ("1-2",)
    assert "△（遅れ：目標を達成した指標がない）" in answer.answer


def test_the_works_are_counted_and_their_share_is_given(ask: Ask) -> None:
    answer = ask("△の事業は何件で、全体の何割？")
    assert "3件中2件" in answer.answer and "66.7%" in answer.answer
    assert "集計" in answer.sources
    assert answer.notes == ()


def test_the_works_are_counted_by_measure(ask: Ask) -> None:
    assert "基本方針1 読む: 1件" in ask("△の事業が一番多いのはどの方針？").answer


def test_an_indicator_has_the_grade_of_its_work(ask: Ask) -> None:
    answer = ask("会場数の評価は？")
    assert "取組ごと" in answer.answer and "1-1 読み聞かせ会" in answer.answer
    assert answer.sources[0] == "1-1#2"


def test_a_year_without_grades_is_refused(ask: Ask) -> None:
    assert ask("R5の評価が△の事業は？").status is Status.NOT_IN_REPORT


def test_a_turn_goes_on_with_the_works_just_listed(ask: Ask) -> None:
    assert ask("△の事業はどれですか", "では◎は？").rows == ("1-1",)
    assert ask("△の事業はどれですか", "図書館は？").rows == ("2-1",)
    answer = ask("△の事業はどれですか", "その中で図書館がやってるものの課題を教えて")
    assert "若い世代が少ない。" in answer.answer and "会場が手狭" not in answer.answer


def test_what_is_written_of_the_works_with_a_grade(ask: Ask) -> None:
    answer = ask("△の事業の課題は？")
    assert "若い世代が少ない。" in answer.answer
    cited = {one.source.split(":")[0].split("#")[0] for one in answer.citations}
    assert cited <= set(ask("△の事業はどれですか").rows)


def test_figures_of_indicators_are_answered_as_ever(ask: Ask) -> None:
    assert "33人" in ask("来場者数のR6の実績は？").answer


TWO: Rows = [
    TITLE,
    ["基本目標1　読む"],
    ["No.", "施策", "指標", "R6目標", "R6実績", "評価"],
    ["1", "本を選ぶ", "貸出数", "20", "22", "A"],
    ["2", "本を届ける", "巡回数", "9", "8", "B"],
    ["3", "本を直す", "修理数", "5", "2", "C"],
    [],
    ["基本目標2　集う"],
    ["No.", "施策", "指標", "R6目標", "R6実績", "評価"],
    ["4", "場をつくる", "来館者数", "50", "61", "A"],
]
THREE: Rows = [
    TITLE,
    ["基本目標1　読む"],
    ["施策", "取組", "指標", "R6目標", "R6実績", "評価"],
    ["施策1 本を選ぶ", "選書会", "貸出数", "20", "22", "A"],
    ["施策2 本を届ける", "巡回車", "巡回数", "9", "8", "B"],
    [],
    ["基本目標2　集う"],
    ["施策", "取組", "指標", "R6目標", "R6実績", "評価"],
    ["施策3 場をつくる", "開館日の拡大", "来館者数", "50", "61", "A"],
]


def test_a_number_of_a_work_is_no_number_of_a_measure(tmp_path: Path) -> None:
    with asked_of(write(tmp_path / "two.xlsx", {"評価": TWO}, {})) as ask:
        assert ask("基本目標2で評価がAの指標は？").rows == ("2-4#1",)
        assert ask("施策2で評価がAの指標は？").rows == ()
        assert "施策は4件" in ask("施策はいくつありますか").answer


def test_the_level_over_measures_stands_for_those_under_it(tmp_path: Path) -> None:
    with asked_of(write(tmp_path / "three.xlsx", {"評価": THREE}, {})) as ask:
        assert [one[:1] for one in ask("基本目標2で評価がAの指標は？").rows] == ["3"]
        assert [one[:1] for one in ask("施策2で評価がBの指標は？").rows] == ["2"]
        assert [one[:1] for one in ask("基本目標1で目標を達成した指標は？").rows] == ["1"]
