"""Questions about money beside the 取組: amounts, sums, order, budgets held against settlements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from turns import Ask, asked_of

from assistant.types import Answer, Reason, Status

TITLE = "<h1>あさぎり市環境基本計画　令和6年度進捗状況報告書</h1><p>【評価区分】 A：順調　B：概ね順調　C：遅れている</p>"
HEAD = (
    "<tr><th rowspan=2>取組</th><th rowspan=2>担当課</th><th rowspan=2>指標</th><th rowspan=2>単位</th>"
    "<th colspan=3>R6年度</th><th colspan=2>R5（千円）</th><th colspan=3>R6（千円）</th><th rowspan=2>課題</th></tr>"
    "<tr><th>目標</th><th>実績</th><th>評価</th><th>予算額</th><th>決算額</th><th>予算額</th><th>決算額</th><th>執行率</th></tr>"
)


def row(*cells: str) -> str:
    made = []
    for cell in cells:
        rows, bar, text = cell.partition("|")
        made.append(f"<td rowspan={rows}>{text}</td>" if bar else f"<td>{cell}</td>")
    return f"<tr>{''.join(made)}</tr>"


FIRST = (
    HEAD
    + row(
        *"2|ごみの減量 2|環境課 回収量 トン 50 44 B 2|1,000 2|950 2|1,200 2|1,150 2|95.8%".split(),
        "2|国庫補助の予算:130千円が減り、広報が課題である。",
    )
    + row(*"講座の参加者数 人 130 141 A".split())
    + row(
        *"緑化の推進 公園課 植樹本数 本 30 28 B 300 310 320 288 90.0%".split(), "苗木の管理に人手が足りない。"
    )
)
SECOND = (
    HEAD
    + row(*"水辺の保全 環境課、公園課 清掃回数 回 6 6 A － － 50 48 96.0%".split(), "参加者が減っている。")
    + row(*"里山の保全 公園課 里山の面積 ha 6 5 B 80 70 90 90 100%".split(), "所有者が分からない。")
)


@contextmanager
def report_of(folder: Path, body: str) -> Iterator[Ask]:
    path = folder / "asagiri-kankyo-r6.html"
    path.write_text(f"<html><body>{TITLE}{body}</body></html>", encoding="utf-8")
    with asked_of(path) as ask:
        yield ask


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    body = f"<h2>基本目標Ⅰ 資源の循環</h2><table>{FIRST}</table><h2>基本目標Ⅱ 自然との共生</h2><table>{SECOND}</table>"
    with report_of(tmp_path_factory.mktemp("money"), body) as found:
        yield found


def quotes(answer: Answer) -> set[str]:
    return {one.quote for one in answer.citations}


@pytest.mark.parametrize(
    ("turns", "says", "cited"),
    [
        (("ごみの減量の予算は",), "予算額は、1,200千円", {"1,200"}),
        (("ごみの減量はいくらかかった",), "決算額は、1,150千円", {"1,150"}),
        (("緑化の推進のR5の決算額は",), "決算額は、310千円", {"310"}),
        (("里山の執行率は",), "執行率は、100%", {"100%"}),
        (("ごみの減量の課題は？", "その決算額は？"), "決算額は、1,150千円", {"1,150"}),
        (("ごみの減量の決算額は", "予算は？", "緑化は？"), "予算額は、320千円", {"320"}),
        (("緑化の決算額はR5からどう変わった",), "R5からR6で22千円減りました", {"310", "288"}),
    ],
)
def test_the_amount_of_one_work_is_its_cell(
    ask: Ask, turns: tuple[str, ...], says: str, cited: set[str]
) -> None:
    answer = ask(*turns)
    assert answer.status is Status.ANSWERED
    assert says in answer.answer
    assert quotes(answer) == cited
    assert len(answer.rows) == 1


def test_the_generic_word_names_budget_and_settlement(ask: Ask) -> None:
    answer = ask("ごみの減量の事業費は")
    assert "予算額（R6）: 1,200千円" in answer.answer
    assert "決算額（R6）: 1,150千円" in answer.answer


@pytest.mark.parametrize(
    ("question", "says", "rows"),
    [
        ("決算額は全部で？", "4取組（4か所）を足すと1,576千円", ("Ⅰ-1", "Ⅰ-2", "Ⅱ-1", "Ⅱ-2")),
        ("R5の予算の合計は", "3取組（3か所）を足すと1,380千円", ("Ⅰ-1", "Ⅰ-2", "Ⅱ-2")),
        ("基本目標Ⅱの予算額の合計は", "2取組（2か所）を足すと140千円", ("Ⅱ-1", "Ⅱ-2")),
        ("公園課の予算は全部で", "3取組（3か所）を足すと460千円", ("Ⅰ-2", "Ⅱ-1", "Ⅱ-2")),
        ("基本目標別の決算額", "基本目標Ⅰ 資源の循環: 1,438千円", ("Ⅰ", "Ⅱ")),
        ("予算の多い順", "1. Ⅰ-1 ごみの減量: 1,200千円", ("Ⅰ-1", "Ⅰ-2", "Ⅱ-2", "Ⅱ-1")),
        ("一番お金を使っている取組は？", "決算額が最も大きい取組は、Ⅰ-1 ごみの減量の1,150千円", None),
        ("一番お金がかかっていない取組は", "決算額が最も小さい取組は、Ⅱ-1 水辺の保全の48千円", None),
        ("2番目に決算額が大きい取組は", "Ⅰ-2 緑化の推進の288千円", ("Ⅰ-2",)),
        ("執行率が一番低い取組は", "Ⅰ-2 緑化の推進の90.0%", None),
        ("ごみの減量の予算と決算の差", "差は50千円（決算が予算を下回る）", ("Ⅰ-1",)),
        ("R5の緑化の推進の予算と決算の差", "差は10千円（決算が予算を上回る）", ("Ⅰ-2",)),
        ("予算と決算の差は", "予算1,660千円、決算1,576千円、差は84千円", None),
    ],
)
def test_sums_orders_and_differences_are_computed_from_cells(
    ask: Ask, question: str, says: str, rows: tuple[str, ...] | None
) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert says in answer.answer
    assert rows is None or answer.rows == rows
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "reason", "says"),
    [
        ("R4の決算額は？", Reason.YEAR_OUTSIDE, "令和5年度（R5）・令和6年度（R6）の決算額"),
        ("R5の執行率は", Reason.YEAR_OUTSIDE, "令和6年度（R6）の執行率"),
        ("水辺の保全のR5の決算額は", Reason.NOT_PRINTED, "令和5年度（R5）の決算額の記載がありません"),
        ("コミュニティバスの決算額は", Reason.NO_SUCH_ITEM, "この報告書にはありません"),
    ],
)
def test_what_is_not_printed_is_refused_with_what_is(
    ask: Ask, question: str, reason: Reason, says: str
) -> None:
    answer = ask(question)
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, reason)
    assert says in answer.answer


def test_questions_about_indicators_and_commentary_go_their_own_way(ask: Ask) -> None:
    assert "植樹本数の実績は28本" in ask("植樹本数の実績はいくら").answer
    assert "苗木の管理に人手が足りない。" in ask("緑化の推進の課題は？").answer


def test_an_amount_without_a_column_of_its_kind_is_not_given_for_another(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    table = (
        "<tr><th>取組</th><th>指標</th><th>R6目標</th><th>R6実績</th><th>評価</th><th>予算額(千円)</th></tr>"
        + row(*"ごみの減量 回収量 50 44 B 1,200".split())
        + row(*"緑化の推進 植樹本数 30 28 B 320".split())
    )
    body = f"<h2>施策1 資源の循環</h2><table>{table}</table>"
    with report_of(tmp_path_factory.mktemp("budget"), body) as talk:
        for question in ("決算額は全部で？", "緑化の推進にいくら使った？", "予算と決算の差", "執行率は？"):
            answer = talk(question)
            assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NO_SUCH_ITEM), question
            assert "決算額の記載は、この報告書にはありません" in answer.answer
            assert "予算額" in answer.answer
        assert "320千円" in talk("緑化の推進の金額は？").answer


def test_figures_in_sentences_answer_as_before_where_no_column_holds_money(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    table = (
        "<tr><th>取組</th><th>指標</th><th>R6目標</th><th>R6実績</th><th>評価</th><th>取組状況</th></tr>"
        + row(*"ごみの減量 回収量 50 44 B".split(), "集団回収の奨励金の予算:130千円を交付した。")
        + row(*"緑化の推進 植樹本数 30 28 B".split(), "苗木を配布した。")
    )
    with report_of(
        tmp_path_factory.mktemp("prose"), f"<h2>施策1 資源の循環</h2><table>{table}</table>"
    ) as talk:
        assert "130千円" in talk("集団回収の奨励金の予算はいくら").answer
        assert talk("決算額は全部で？").status is Status.NOT_IN_REPORT


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        (("一番お金を使っている取組は？", "2番目は？"), "Ⅰ-2 緑化の推進の288千円"),
        (("一番お金を使っている取組は？", "その課題は？"), "広報が課題である"),
        (("決算額は全部で？", "植樹本数は？"), "植樹本数の実績は28本"),  # an indicator is asked for now
        (("予算はいくら？", "R5は？", "基本目標別には？"), "基本目標Ⅰ 資源の循環: 1,300千円"),
    ],
)
def test_what_follows_a_question_about_money(ask: Ask, turns: tuple[str, ...], says: str) -> None:
    assert says in ask(*turns).answer
