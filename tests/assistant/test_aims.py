"""Questions over sets of indicators: by which way they are to move, by department, by field, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from turns import Ask, asked_of

from assistant.types import Status

# measure, initiative, departments, indicator, unit, (R4, R5, R6) of 目標 and 実績, 評価
_ROWS = (
    ("施策1 水と緑のまち", "1-1 川の美化", "水辺課", "清掃参加者数", "人", "90 100 110", "95 104 108", "B"),
    ("施策1 水と緑のまち", "1-1 川の美化", "水辺課", "不法投棄件数", "件", "60 50 40", "55 58 62", "D"),
    (
        "施策1 水と緑のまち",
        "1-2 公園の手入れ",
        "水辺課・公園課",
        "公園愛護会の数",
        "団体",
        "8 9 10",
        "8 10 12",
        "A",
    ),
    ("施策2 暮らしの安全", "2-1 見守り", "安全課", "防犯講座の開催数", "回", "4 4 4", "3 4 5", "A"),
    ("施策2 暮らしの安全", "2-1 見守り", "安全課", "空き家の苦情件数", "件", "30 28 26", "29 27 25", "A"),
    ("施策2 暮らしの安全", "2-2 交通", "公園課", "駅前の駐輪台数", "台", "増加 増加 増加", "70 80 95", "A"),
)


def _report(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["令和6年度 すいれん市環境安全計画 進捗状況報告書"])
    sheet.append(["施策", "取組", "担当課", "指標名", "区分", "R4", "R5", "R6", "評価"])
    last = ""
    for measure, initiative, who, name, unit, targets, actuals, grade in _ROWS:
        lead = [measure, initiative, who] if initiative != last else [None, None, None]
        sheet.append([*lead, f"{name}（{unit}）", "目標", *targets.split(), grade])
        sheet.append([None, None, None, None, "実績", *actuals.split(), None])
        last = initiative
    book.save(path)
    return path


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a small report of six indicators, two of which are to be held down."""
    with asked_of(_report(tmp_path_factory.mktemp("aims") / "suiren.xlsx")) as asking:
        yield asking


LESS = ("1-1#2", "2-1#2")


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("減らすべき指標はどれですか", LESS),
        ("少ないほど良いとされている指標を教えて", LESS),
        ("減らさなきゃいけない指標のなかで、目標を達成したのはどれ？", ("2-1#2",)),
        ("減らさなきゃいけない指標のなかで、目標から率にして一番外れてるのは何？", ("1-1#2",)),
        ("増やす指標で達成率が低い順に2つ", ("1-1#1", "1-2#1")),
        ("目標が具体的な数字じゃなくて「増加」や「維持」になってるやつ、どれ？", ("2-2#1",)),
        ("水辺課が持ってる指標で、A以外の評価のもの", ("1-1#1", "1-1#2")),
        ("水辺課以外でAのもの", ("1-2#1", "2-1#1", "2-1#2", "2-2#1")),
        ("R4からR6まで3年続けて目標をクリアしている優等生はあります？", ("1-2#1", "2-1#2")),
        ("年を追うごとに悪くなる一方の指標を挙げて", ("1-1#2",)),
        ("R6に目標を逃した指標は何でしょうか", ("1-1#1", "1-1#2")),
        ("5年度は目標割れ、それが6年度に挽回して目標に届いた。そういう指標を列挙願います", ()),
        ("目標に一度も届いたことのない指標は？", ()),
        ("達成率の1位と2位は何ですか", ("2-1#1", "1-2#1")),
        ("課をまたいでいる取組はどれ？", ("1-2",)),
    ],
)
def test_the_indicators_asked_for_and_no_others(ask: Ask, question: str, rows: tuple[str, ...]) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.rows == rows


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("いちばん多く指標を受け持ってる課は？ 何本抱えてる？", ("水辺課", "3件")),
        ("課ごとの指標の数は？", ("水辺課: 3件", "安全課: 2件", "公園課: 2件")),
        ("A評価の数、水辺課と安全課だとどっちが上？", ("安全課のほうが1件多く",)),
        ("A評価の数、安全課と公園課だとどっちが多い？", ("どちらも2件で同数です",)),
        (
            "川の美化の施策と見守りの施策とでは、目標に届いた指標が多いのはどちらですか",
            ("見守りのほうが2件多く",),
        ),
        ("少ないほど良い指標って何個あるんですか。そのうち目標をクリアしたのは何個？", ("2件中1件",)),
        (
            "不法投棄件数と空き家の苦情件数、進み具合がいいのはどちらですか",
            ("空き家の苦情件数のほうが良く", "D", "A"),
        ),
        ("防犯講座の開催数、令和4・5・6年度の3か年合わせて延べ何回になりますか", ("12回",)),
        ("清掃参加者数は、R6はR4のときより何人多く集まったんでしょう", ("13人",)),
    ],
)
def test_numbers_and_verdicts(ask: Ask, question: str, parts: tuple[str, ...]) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert not [one for one in parts if one not in answer.answer]


def test_that_department_stands_for_the_one_just_named(ask: Ask) -> None:
    assert ask("防犯講座の開催数は何回？", "担当課は？", "その課の指標でAのものを挙げて").rows == (
        "2-1#1",
        "2-1#2",
    )
