"""An answer as the chat and the terminal show it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from assistant.types import (
    Answer,
    Citation,
    FigureTable,
    PrintedAt,
    Quotation,
    ReadingChange,
    ReadingSlot,
    Reason,
    Route,
    Status,
)
from ui import rendering, textwidth


def visible(html: str) -> str:
    """Return what a reader sees of the HTML."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def answer(**parts: object) -> Answer:
    base = Answer(Status.ANSWERED, Route.TABLE, "35人です。", "令和6年度・協力員数・実績")
    return replace(base, **parts)  # type: ignore[arg-type]


def test_the_reading_is_always_shown() -> None:
    assert "読み取り：令和6年度・協力員数・実績" in visible(rendering.answer_html(answer()))
    assert "読み取り：令和6年度・協力員数・実績" in rendering.answer_text(answer())


def test_quoted_words_are_marked_within_the_whole_cell() -> None:
    text = "前置き。 担い手が<br>足りない*。 あとがき。"
    marked = rendering.marked_text(text, ["担い手が<br>足りない*。"])
    assert marked == "前置き。 <mark>担い手が&lt;br&gt;足りない*。</mark> あとがき。"
    assert visible(marked) == text


def test_overlapping_quotes_become_one_mark_and_unknown_ones_none() -> None:
    assert rendering.marked_text("いろはにほ", ["ろは", "はに", "無い", ""]) == "い<mark>ろはに</mark>ほ"


def test_a_quotation_shows_its_heading_path_and_its_place_and_is_folded() -> None:
    quotation = Quotation(
        "①-1:課題", "施策① > 1 > 福祉課 > 課題", "5行 13列", ("足りない",), "担い手が足りない"
    )
    html = rendering.sources_html([quotation], [Citation("①-1:課題", "r6", "5行 13列", "足りない")])
    assert "<details" in html and " open" not in html  # the answer has quoted the words already
    assert "施策① > 1 > 福祉課 > 課題" in visible(html)
    assert "5行 13列" in visible(html)
    assert "出典（1件）" in visible(html)  # the citation of the same cell is not listed twice


def test_places_of_figures_are_folded_away_but_there() -> None:
    html = rendering.sources_html([], [Citation("①-1#1", "sample-r6", "5行 10列", "1,605")])
    assert " open" not in html
    assert all(part in visible(html) for part in ("①-1#1", "5行 10列", "1,605", "sample-r6"))


def test_a_refusal_says_why_in_words() -> None:
    html = rendering.answer_html(answer(status=Status.NOT_IN_REPORT, reason=Reason.YEAR_OUTSIDE))
    assert "収録されていない年度です" in visible(html)


def test_every_reason_has_its_words() -> None:
    assert set(rendering.REASONS) == set(Reason)


def test_nothing_of_a_report_becomes_markup() -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    everywhere = answer(
        answer=evil,
        interpretation=evil,
        notes=(evil,),
        table=FigureTable((evil, "b"), ((evil, evil),)),
        citations=(Citation(evil, evil, evil, evil),),
        quotations=(Quotation(evil, evil, evil, (evil,), evil),),
    )
    html = rendering.answer_html(everywhere)
    assert "<img" not in html
    assert visible(html).count(evil) >= 9
    assert "<img" not in rendering.question_html(evil)


def test_figures_are_flush_right_and_the_first_column_heads_the_row() -> None:
    html = rendering.table_html(
        FigureTable(("年度", "実績", "評価"), (("R5", "1,605", "A"), ("R6", "－", "B")))
    )
    assert '<th scope="col" class="kk-number">実績</th>' in html
    assert '<th scope="row">R5</th><td class="kk-number">1,605</td><td>A</td>' in html


def test_the_terminal_shows_sentence_reading_figures_notes_choices_and_sources() -> None:
    text = rendering.answer_text(
        answer(
            answer="実績は**35人**です。",
            table=FigureTable(("年度", "実績"), (("令和5年度", "1,605"), ("R6", "5"))),
            notes=("累計です。",),
            choices=("甲の実績は？",),
            citations=(Citation("①-1#1", "r6", "5行 10列", "35"),),
        )
    )
    assert text == (
        "実績は35人です。\n\n"
        "読み取り：令和6年度・協力員数・実績\n\n"
        "年度        実績\n"
        "---------  -----\n"
        "令和5年度  1,605\n"
        "R6             5\n\n"
        "注：累計です。\n\n"
        "次のような聞き方ができます：\n  甲の実績は？\n\n"
        "出典：\n  ①-1#1（r6 5行 10列）「35」"
    )


def test_kanji_take_two_columns() -> None:
    assert textwidth.width("R6の実績①") == 2 + 2 + 4 + 2


def test_what_every_row_repeats_is_said_once_above_the_table() -> None:
    table = FigureTable(("番号", "年度", "実績"), (("①-1#1", "R5", "3"), ("①-1#1", "R6", "4")))
    html = rendering.table_html(table)
    assert "<caption>①-1#1</caption>" in html
    assert visible(html).count("①-1#1") == 1
    several = FigureTable(("番号", "実績"), (("①-1#1", "3"), ("①-2#1", "3")))
    assert rendering.without_repetition(several) == ((), several)


def test_ids_that_start_with_a_circled_number_are_no_figures() -> None:
    assert not textwidth.is_numeric_column((("①-1#1",), ("②-1#1",)), 0)
    assert textwidth.is_numeric_column((("1,605人",), ("－",), ("△3.5",), ("約5",), ("中止",)), 0)
    assert not textwidth.is_numeric_column((("増加",), ("増加",), ("5",), ("－",)), 0)


def test_choices_that_the_sentence_lists_are_not_listed_twice() -> None:
    clarify = answer(
        status=Status.CLARIFY, answer="どちらですか。\n- 甲は？\n- 乙は？", choices=("甲は？", "乙は？")
    )
    assert visible(rendering.answer_html(clarify, choices_are_buttons=True)).count("甲は？") == 1
    assert rendering.answer_text(clarify).count("甲は？") == 1


def test_without_buttons_the_choices_are_text() -> None:
    listed = answer(status=Status.CLARIFY, answer="どれですか。\n- 甲は？", choices=("甲は？", "乙は？"))
    html = rendering.answer_html(listed)
    assert html.count("<li>甲は？</li>") == html.count("<li>乙は？</li>") == 1
    assert "もう少し教えてください" in html


def test_a_table_of_rows_that_the_answer_lists_is_folded() -> None:
    table = FigureTable(("番号", "実績"), (("①-1#1", "3"), ("①-2#1", "4")))
    for text in ("- ①-1#1 甲（3）\n- ①-2#1 乙（4）", "1. 甲（①-1#1） 3\n2. 乙（①-2#1） 4"):
        html = rendering.answer_html(answer(answer=text, table=table))
        assert "<summary>表で見る（2件）</summary>" in html
    for text in ("2件です。", "- ①-1#1 甲（3）", "- ①-1#1 甲\n- ①-1#1 丙"):
        assert "表で見る" not in rendering.answer_html(answer(answer=text, table=table))
    one = FigureTable(table.headings, table.rows[:1])
    assert "表で見る" not in rendering.answer_html(answer(answer="- ①-1#1 甲（3）", table=one))


def test_the_first_two_notes_are_open_and_those_about_lines_come_last() -> None:
    html = rendering.answer_html(answer(notes=("ずれ（9行 9列）", "ずれ（9行 10列）", "4件は含めていません")))
    shown, folded = html.split("<summary>ほかの注記（1件）</summary>")
    assert "4件は含めていません" in shown and "9行 9列" in shown
    assert "9行 10列" in folded
    assert "ほかの注記" not in rendering.answer_html(answer(notes=("甲", "乙")))


def test_the_terminal_names_each_place_once_with_the_start_of_the_quoted_words() -> None:
    long = "担い手が足りないため、講座を年2回に増やし、地域の団体と連携する。"
    cited = [Citation("①-1:課題", "r6", "5行 13列", one) for one in (long, "以上。", long)]
    text = rendering.answer_text(answer(citations=tuple(cited)))
    assert text.endswith(f"出典：\n  ①-1:課題（r6 5行 13列）「{long[:20]}…」「以上。」")


def test_printed_figures_of_a_table_link_to_their_cells_and_computed_ones_do_not() -> None:
    table = FigureTable(
        ("番号", "実績", "達成率"),
        (("①-1#1", "1,605人", "98.4%"), ("①-2#1", "5人", "―")),
        ((None, PrintedAt("r6", "13行 10列"), None), (None, PrintedAt("r6", "20行 10列"), None)),
    )
    html = rendering.table_html(table)
    assert re.findall(r'href="([^"]*)"[^>]*>([^<]*)</a>', html) == [
        ("source?report=r6&amp;place=13%E8%A1%8C%2010%E5%88%97", "1,605人"),
        ("source?report=r6&amp;place=20%E8%A1%8C%2010%E5%88%97", "5人"),
    ]
    # What is the same in every row goes into the caption; the cells keep their links.
    same = replace(table, rows=tuple(("①-1#1", *row[1:]) for row in table.rows))
    assert rendering.table_html(same).count("<a ") == 2


def test_the_reading_is_shown_as_chips_and_its_words_stay_for_screen_readers() -> None:
    slots = (
        ReadingSlot("年度", "令和6年度", (ReadingChange("令和5年度", "R5は？", follows=True),)),
        ReadingSlot("種類", "実績", (ReadingChange("目標", "協力員数のR6の目標は？"),)),
        ReadingSlot("項目", "協力員<数>"),
    )
    html = rendering.answer_html(answer(), reading=slots, turn=3)
    assert 'data-kk-do="follow" data-kk-turn="3" data-kk-question="R5は？"' in html
    assert 'data-kk-do="fresh" data-kk-question="協力員数のR6の目標は？"' in html
    assert html.count('<details class="kk-chip"') == 2  # what cannot be changed is no button
    assert "協力員<数>" in visible(html)
    assert "読み取り：令和6年度・協力員数・実績" in visible(html)
