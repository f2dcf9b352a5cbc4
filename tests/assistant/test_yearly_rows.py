"""Plain tables whose columns are fiscal years, and rows of projects in plain tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from openpyxl import Workbook
from turns import Ask, asked_of

from assistant.types import Reason, Status

SHEETS: dict[str, list[list[str]]] = {
    "指標": [
        ["みずほ市子育て応援計画　令和5年度進捗状況"],
        ["基本目標１　ともに育つ"],
        ["指標", "単位", "R5目標", "R5実績"],
        ["ひろばの利用者数", "人", "500", "520"],
        ["絵本の配布数", "冊", "300", "290"],
    ],
    "見込み": [
        ["１　２号認定（３～５歳）"],
        ["区分", "単位", "令和3年度", "令和4年度", "令和5年度"],
        ["量の見込み", "人", "910", "900", "880"],
        ["確保方策", "人", "920", "920", "900"],
        ["実績", "人", "905", "893", "861"],
        [],
        ["２　３号認定（１・２歳）"],
        ["区分", "単位", "令和3年度", "令和4年度", "令和5年度"],
        ["量の見込み", "人", "410", "425", "430"],
        ["確保方策", "人", "400", "430", "450"],
        ["実績", "人", "398", "417", "433"],
        [],
        ["(3) 病児保育事業　（単位：人日）"],
        ["項目", "R3年度", "R4年度", "R5年度"],
        ["量の見込み", "1,400", "1,420", "1,440"],
        ["提供量", "1,380", "1,420", "1,440"],
        ["利用実績", "1,391", "1,377", "－"],
    ],
    "ひろば": [
        ["施設ごとの利用者数"],
        ["施設名", "R3実績", "R4実績", "R5実績"],
        ["中央ひろば", "1,204", "1,350", "1,511"],
        ["東ひろば", "804", "790", "811"],
        ["西ひろば", "640", "休止", "655"],
    ],
    "事業": [
        ["主な事業の実施状況"],
        ["No.", "事業名", "実施内容", "課題", "今後の方針", "担当課"],
        ["1", "訪問支援事業", "保健師が家庭を訪問した。", "訪問の時期が遅い。", "様式を統一する。", "健康課"],
        ["2", "学童保育事業", "定員を拡大した。", "支援員が足りない。", "補助員を募集する。", "青少年課"],
        ["3", "絵本配布事業", "健診の会場で配った。", "受取りが少ない。", "図書館でも配る。", "図書館"],
    ],
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("yearly")
    book = Workbook()
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    del book["Sheet"]
    path = folder / "mizuho-kosodate-r5.xlsx"
    book.save(path)
    with asked_of(path) as found:
        yield found


@pytest.mark.parametrize(
    ("turns", "says", "cited"),
    [
        (("3号認定、令和4年度の実績は何人？",), "実績は、417人です", ["417"]),
        (("三号認定の確保方策 R5は何人分",), "確保方策は、450人です", ["450"]),
        (("2号認定の実績は",), "令和5年度（R5）の１　２号認定（３～５歳）の実績は、861人", ["861"]),
        (("3号認定の実績は、4年度から5年度で何人増えた？",), "16人増えました", ["417", "433"]),
        (
            ("2号認定の実績は令和3年度からどう変わった",),
            "R3 905人 → R4 893人 → R5 861人",
            ["905", "893", "861"],
        ),
        (("2号認定の実績の推移",), "毎年度減っています", ["905", "893", "861"]),
        (("3号認定はR5、見込みと実際どっちが多かった？",), "実績のほうが3人多く", ["430", "433"]),
        (("病児保育の提供量 R3",), "提供量は、1,380人日です", ["1,380"]),
        (("病児保育の利用実績 R5",), "利用実績は、「－」です", ["－"]),
        (("東ひろばが一番多かった年は",), "令和5年度（R5）の811", ["804", "790", "811"]),
        (("西ひろばの利用者数の推移",), "R3 640 → R4 「休止」 → R5 655", ["640", "休止", "655"]),
        (("3号認定の実績 R4は", "R5は？", "量の見込みは？"), "量の見込みは、430人です", ["430"]),
    ],
)
def test_a_row_and_its_years_are_found(ask: Ask, turns: tuple[str, ...], says: str, cited: list[str]) -> None:
    answer = ask(*turns)
    assert answer.status is Status.ANSWERED
    assert says in answer.answer
    assert [one.quote for one in answer.citations] == cited
    assert any("指標の表ではない" in note for note in answer.notes)


def test_a_name_of_rows_in_several_tables_is_answered_from_each(ask: Ask) -> None:
    answer = ask("確保方策はR4いくつ")
    assert "920人" in answer.answer
    assert "430人" in answer.answer


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("3号認定のR6の実績は", Reason.YEAR_OUTSIDE),
        ("1号認定の実績は", Reason.NO_SUCH_ITEM),  # another number is another thing
        ("3号認定の男女別の実績は", None),
        ("一時預かりの実績は", Reason.NO_SUCH_ITEM),
    ],
)
def test_what_the_tables_do_not_hold_is_refused(ask: Ask, question: str, reason: Reason | None) -> None:
    answer = ask(question)
    assert answer.status is Status.NOT_IN_REPORT
    assert reason is None or answer.reason is reason


def test_indicators_of_a_like_name_stay_indicators(ask: Ask) -> None:
    answer = ask("ひろばの利用者数の実績は")
    assert answer.sources == ("１-1#1",)
    assert "520人" in answer.answer


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("学童を受け持ってる課は", "担当課: 青少年課"),
        ("学童保育の課題は何ですか", "課題: 支援員が足りない。"),
        ("訪問支援の今後の方針は", "今後の方針: 様式を統一する。"),
    ],
)
def test_a_row_of_projects_tells_who_is_in_charge_and_what_is_difficult(
    ask: Ask, question: str, says: str
) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert says in answer.answer
    assert len({one.place for one in answer.citations}) == 1


def test_goals_above_tables_are_the_measures(ask: Ask) -> None:
    assert "基本目標１ ともに育つ" in ask("基本目標は何がある？").answer
    assert ask("基本目標１には指標がいくつ").rows == ("１-1#1", "１-1#2")
