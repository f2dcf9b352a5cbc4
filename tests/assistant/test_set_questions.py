"""Questions over all rows of one report: grades held against the year before, what is set aside, marks of
取組, targets changed on the way, the distance from the target, a comparison since 基準値."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from turns import Ask, asked_of

from assistant.types import Status

_HEAD = [
    "番号", "施策", "担当課", "指標名", "単位", "R2\n基準値", "R4\n目標", "R4\n実績", "R4\n評価",
    "R5\n目標", "R5\n実績", "R5\n評価", "R7\n目標", "備考",
]  # fmt: skip
_ROWS = (
    ("1-1", "道を守る", "道路課", "橋の点検率", "％", "50.0", "60.0", "61.0", "順調", "70.0", "66.0", "やや遅れ", "80.0", ""),
    ("1-1", "道を守る", "道路課", "街路灯の更新数", "基", "20", "40", "30", "やや遅れ", "50", "55", "順調", "54", "※R5目標を45基から50基に引上げ"),
    ("1-2", "水を守る", "水道課", "水道管の耐震化率", "％", "20.0", "25.0", "24.0", "やや遅れ", "30.0", "22.0", "遅れ", "40.0", ""),
    ("1-2", "水を守る", "水道課", "漏水の調査延長", "km", "10", "20", "20", "順調", "30", "24", "遅れ", "40", "R5目標を32kmから30kmに引下げ"),
    ("2-1", "人を育てる", "防災課", "訓練の参加者数", "人", "300", "400", "300", "遅れ", "500", "490", "おおむね順調", "600", ""),
    ("2-1", "人を育てる", "防災課", "防災士の数", "人", "5", "8", "9", "順調", "12", "12", "順調", "12", ""),
    ("2-2", "備える", "防災課", "備蓄の意識", "％", "40.0", "45.0", "44.0", "やや遅れ", "50.0", "未調査", "－", "60.0", ""),
)  # fmt: skip
_WORKS = (
    ("1-1", "橋の補修事業", "道路課", "橋を三つ直した。", "拡充"),
    ("1-1", "街路灯事業", "道路課", "灯を替えた。", "継続"),
    ("1-2", "水道管事業", "水道課", "管を替えた。", "見直し"),
    ("2-1", "訓練事業", "防災課", "訓練を開いた。", "継続"),
    ("2-1", "防災士事業", "防災課・道路課", "講座を開いた。", "継続"),
    ("2-2", "備蓄事業", "防災課", "水を備えた。", "拡充"),
)


def _report(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["令和5年度 かつら村強靱化計画 進捗状況報告書"])
    for number, title in (("1", "まちを守る"), ("2", "人を守る")):
        sheet.append([f"基本目標{number} {title}"])
        sheet.append(list(_HEAD))
        last = ""
        for row in _ROWS:
            if row[0].startswith(number):
                lead = list(row[:3]) if row[0] != last else [None, None, None]
                sheet.append([*lead, *(cell or None for cell in row[3:])])
                last = row[0]
        sheet.append(["施策", "事業名", "担当課", "事業概要", "取組実績", "課題", "今後の方向"])
        for work in _WORKS:
            if work[0].startswith(number):
                under, name, who, done, mark = work
                sheet.append(
                    [
                        under,
                        name,
                        who,
                        "村の備えを計画に沿って着実に進める事業である。",
                        f"今年度は{done}来年度も同じ場所で行う。",
                        "職員の人手が足りず、予定より時間がかかっている。",
                        mark,
                    ]
                )
    book.save(path)
    return path


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a small report of seven indicators and six 事業."""
    with asked_of(_report(tmp_path_factory.mktemp("sets") / "katsura.xlsx")) as asking:
        yield asking


WORSE, BETTER = {"1-1#1", "1-2#1", "1-2#2"}, {"1-1#2", "2-1#1"}


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("R4からR5で評価の記号が悪くなったのはどれ？（評価不可になったやつは数えなくていいです）", WORSE),
        ("前の年より判定が後退した指標を全部（未調査のものは除く）", WORSE),
        ("前年度に比べて評価がアップしたのはどれですか", BETTER),
        ("評価が持ち直した指標は？", BETTER),
        ("昨年度からワンランク下がった指標を挙げて", {"1-2#1"}),
        ("評価が前の年と変わらなかった指標は", {"2-1#2"}),
        ("「遅れ」の指標だけ教えて。「やや遅れ」は別です", {"1-2#1", "1-2#2"}),
        ("評価が遅れの指標（やや遅れは含まない）は？", {"1-2#1", "1-2#2"}),
        ("やや遅れじゃなくて「遅れ」のほうの指標は？", {"1-2#1", "1-2#2"}),
        ("「やや」の付かない遅れの指標はどれ", {"1-2#1", "1-2#2"}),
        ("順調のものだけ挙げて、おおむね順調は入れないで", {"1-1#2", "2-1#2"}),
    ],
)
def test_grades_against_the_year_before_and_what_is_set_aside(
    ask: Ask, question: str, rows: set[str]
) -> None:
    assert set(ask(question).rows) == rows


def test_a_fall_of_one_step_names_the_deeper_falls_beside(ask: Ask) -> None:
    answer = ask("ワンランク下がった指標はどれ")
    assert answer.rows == ("1-2#1",)
    assert any("2段階以上下がった指標がほかに2件" in one and "1-2#2" in one for one in answer.notes)


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("判定のできなかったものを除いて、目標を達成した指標の割合は何％ですか", "6件中2件で、割合は33.3%"),
        ("判定できない指標を分母から外して、目標達成の割合を教えて", "6件中2件で、割合は33.3%"),
        ("「－」のものを除けば、目標達成は何割になりますか", "6件中2件で、割合は33.3%"),
        ("評価のついた指標だけで見て、順調の割合は？", "6件中2件で、割合は33.3%"),
        ("目標を達成した指標の割合は何％ですか", "7件中2件で、割合は28.6%"),
    ],
)
def test_the_denominator_is_the_one_asked_for(ask: Ask, question: str, share: str) -> None:
    assert share in ask(question).answer.partition("\n")[0]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("今後は拡充していくとしている事業はどれですか", ["1-3", "2-5"]),
        ("これからもっと広げるっていう取組は？", ["1-3", "2-5"]),
        ("見直すことになっている事業は", ["1-5"]),
        ("道路課の事業で今後も継続とされているのは", ["1-4", "2-4"]),
        ("廃止になる事業はありますか", []),
    ],
)
def test_works_by_the_mark_that_a_column_gives_them(ask: Ask, question: str, rows: list[str]) -> None:
    answer = ask(question)
    assert (answer.status, list(answer.rows)) == (Status.ANSWERED, rows)
    assert "今後の方向" in answer.answer and any("今後の方向" in one for one in answer.sources)


def test_works_by_mark_are_counted_and_asked_of_again(ask: Ask) -> None:
    assert "3件です（6件中3件、50.0%）" in ask("継続の事業はいくつありますか").answer
    assert "「拡充」が2件、「見直し」が1件" in ask("拡充・継続・見直しはそれぞれ何件ずつですか").answer
    assert "「継続」が3件" in ask("今後の方向ごとの事業数は？").answer
    assert ask("防災課が担当している事業は？", "その中で継続のものは？").rows == ("2-3", "2-4")


@pytest.mark.parametrize(
    "question",
    [
        "目標を見直して達成した指標は",
        "継続の理由は何ですか",
        "新しく始めた事業は",
    ],
)
def test_what_is_asked_otherwise_is_no_mark(ask: Ask, question: str) -> None:
    assert "今後の方向" not in ask(question).interpretation


@pytest.mark.parametrize(
    ("question", "rows", "quote"),
    [
        ("途中で目標値を引き上げたものがあると聞いた。どの指標か", {"1-1#2"}, "45基から50基に引上げ"),
        ("目標を下方修正したのはどれですか", {"1-2#2"}, "32kmから30kmに引下げ"),
        ("目標が見直されたのはどの指標ですか", {"1-1#2", "1-2#2"}, "引下げ"),
    ],
)
def test_a_target_is_changed_where_a_remark_says_so(
    ask: Ask, question: str, rows: set[str], quote: str
) -> None:
    answer = ask(question)
    assert set(answer.rows) == rows and quote in answer.answer
    assert any(quote in one.quote for one in answer.citations)


@pytest.mark.parametrize(
    ("question", "row", "said"),
    [
        ("一番よく目標を超えたのってどの指標？何％だったかも", "1-1#2", "110.0%"),
        ("目標から最も遠い指標を教えて", "1-2#1", "73.3%"),
        ("目標との差が最も大きい指標は何？", "1-2#1", "73.3%"),
    ],
)
def test_rates_are_compared_where_units_differ(ask: Ask, question: str, row: str, said: str) -> None:
    answer = ask(question)
    assert answer.rows == (row,) and said in answer.answer
    assert "単位が異なり" in answer.answer or "何％" in question


def test_amounts_are_compared_where_all_share_a_unit(ask: Ask) -> None:
    answer = ask("防災課の指標で、単位が人のもののうち目標を一番下回ったのは")
    assert answer.rows == ("2-1#1",) and "10人下回" in answer.answer


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("令和7年度の最終目標をもう今の時点でクリアしているものはあるか", {"1-1#2", "2-1#2"}),
        ("令和７年度の最終目標の水準にすでに達している指標を一覧にして", {"1-1#2", "2-1#2"}),
        ("令和7年度の目標を、すでに令和5年度の実績で上回っているものは", {"1-1#2", "2-1#2"}),
        ("最終目標を前倒しで達成した指標は", {"1-1#2", "2-1#2"}),
    ],
)
def test_the_last_target_is_the_one_that_is_met_already(ask: Ask, question: str, rows: set[str]) -> None:
    assert set(ask(question).rows) == rows


@pytest.mark.parametrize(
    "question",
    [
        "橋の点検率と水道管の耐震化率、令和2年度からの伸びはどっちが大きいんですか",
        "橋の点検率と水道管の耐震化率では、基準値からの上がり幅はどちらが上？",
    ],
)
def test_two_indicators_are_compared_since_their_baseline(ask: Ask, question: str) -> None:
    answer = ask(question).answer
    assert "橋の点検率のほうが大きく増えています" in answer
    assert "16ポイント増" in answer and "2ポイント増" in answer


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("道路課さんの受け持ちで、R5の目標に届かんかったもんを並べてくれる？", {"1-1#1"}),
        ("水道課さん所管の分で目標いってへんのはどれやろ？", {"1-2#1", "1-2#2"}),
        ("水道課さんとこで、目標に足らんかったやつ教えてや", {"1-2#1", "1-2#2"}),
        ("水道課が受け持っとる指標で目標に届いてへんやつは？", {"1-2#1", "1-2#2"}),
    ],
)
def test_departments_and_conditions_as_they_are_spoken(ask: Ask, question: str, rows: set[str]) -> None:
    assert set(ask(question).rows) == rows
