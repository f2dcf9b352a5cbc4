"""The council answer draft: what is drafted, that it quotes and cites the report alone, and when there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.briefing.brief import Brief
from assistant.briefing.elements import Grid, Heading, Quoted, Warned, Words, refs_text
from assistant.briefing.markdown import to_markdown
from assistant.briefing.request import draft_topic
from assistant.briefing.sentences import Part, by_wording, is_blank, parts_of, runs_of
from assistant.grounding import ungrounded_figures, ungrounded_quotations
from assistant.settings import Settings
from assistant.types import Answer, Reason, Status
from corpus.parse import parse_report
from corpus.types import Passage, PassageKind, Place, Report
from index.build import build_index, open_index

ROOT = Path(__file__).resolve().parents[2]
FIELDS = {
    "niigata": ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt",
    "kankyo": ROOT / "tests" / "data" / "reports" / "hibari-kankyo.xlsx",  # a workbook of another field
    "kenko": ROOT / "tests" / "data" / "reports" / "yamabuki-kenko.xlsx",  # figures and no commentary
}
QUESTIONS = [
    ("niigata", "民生委員協力員の確保の課題と今後の対応を伺う"),
    ("niigata", "地域福祉コーディネーターの令和6年度の実績は？"),
    ("niigata", "C評価の指標は？"),
    ("niigata", "再犯者率の実績は？"),
    ("niigata", "施策③の課題"),
    ("niigata", "目標を達成できなかった指標は？"),
    ("niigata", "成年後見制度の利用は増えているか。今後の取組は"),
    ("niigata", "達成率が高い順に3つ"),
    ("kankyo", "資源化率の実績と課題は？"),
    ("kankyo", "集団回収の登録団体数の推移は？"),
    ("kankyo", "目標を達成できなかった指標は？"),
    ("kankyo", "市域の温室効果ガス排出量の実績は？"),
    ("kenko", "目標を達成できなかった指標は？"),
]
each_draft = pytest.mark.parametrize(("name", "question"), QUESTIONS)


@pytest.fixture(scope="module")
def fields() -> dict[str, Report]:
    """The reports that drafts are written from."""
    return {name: parse_report(path) for name, path in FIELDS.items()}


@pytest.fixture(scope="module")
def desks_of(
    fields: dict[str, Report], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Assistant]]:
    """An assistant over each report, without the embedding model."""
    opened = []
    found = {}
    for name, report in fields.items():
        home = tmp_path_factory.mktemp(name)
        build_index(home, [report], None)
        index = open_index(home, None)
        opened.append(closing(index))
        found[name] = Assistant(index, Settings(home=home))
    yield found
    for one in opened:
        with one:
            pass


def drafted(assistant: Assistant, question: str) -> Brief:
    made = assistant.brief(question)
    assert isinstance(made, Brief), made
    return made


def printed_at(report: Report) -> dict[str, list[str]]:
    """Every text of a report by its place, as the readers hold it."""
    cells: dict[str, list[str]] = {}
    for passage in report.passages:
        cells.setdefault(str(passage.place), []).append(passage.text)
    for indicator in report.indicators:
        for one in indicator.observations:
            cells.setdefault(str(one.place), []).append(one.printed)
    for line in report.legend:
        cells.setdefault(str(line.place), []).append(line.meaning)
    return cells


def sections(brief: Brief) -> list[str]:
    return [one.text for one in brief.elements if isinstance(one, Heading) and one.level == 2]


def section(brief: Brief, title: str) -> list[object]:
    """What stands under one heading of the second level."""
    found: list[object] = []
    within = False
    for one in brief.elements:
        if isinstance(one, Heading) and one.level == 2:
            within = title in one.text
        elif within:
            found.append(one)
    return found


# --- what a draft holds ------------------------------------------------------------------------


@each_draft
def test_parts_stand_in_order_under_a_sentence_that_says_it_is_a_draft(
    name: str, question: str, desks_of: dict[str, Assistant]
) -> None:
    brief = drafted(desks_of[name], question)
    assert sections(brief) == [
        "1　問",
        "2　現状",
        "3　課題",
        "4　対応",
        "5　出典一覧",
        "6　確認していただきたいこと",
    ]
    warned = [one for one in brief.elements if isinstance(one, Warned)]
    assert brief.elements[1] in warned
    assert "案" in warned[0].text
    assert "担当課の職員が原資料と照合し" in warned[0].text
    assert f"「{question}」" in to_markdown(brief.elements)


@each_draft
def test_every_quotation_stands_in_its_cell(
    name: str, question: str, desks_of: dict[str, Assistant], fields: dict[str, Report]
) -> None:
    brief = drafted(desks_of[name], question)
    cells = printed_at(fields[name])
    by_number = {one.number: one for one in brief.sources}
    for one in brief.elements:
        if isinstance(one, Quoted):
            source = by_number[one.ref]
            assert source.quote == one.text
            assert any(one.text in text for text in cells[source.place])
            assert source.place in one.where
    for source in brief.sources:
        if source.item != "集計" and source.quote:
            assert any(source.quote in text for text in cells[source.place]), source


@each_draft
def test_every_figure_in_a_table_has_the_cells_it_is_from(
    name: str, question: str, desks_of: dict[str, Assistant]
) -> None:
    brief = drafted(desks_of[name], question)
    by_number = {one.number: one for one in brief.sources}
    tables = [one for one in section(brief, "現状") if isinstance(one, Grid)]
    for table in tables:
        assert table.headings[-1] == "出典"
        for row in table.rows:
            quoted = "".join(by_number[number].quote for number in numbers_of(row[-1]))
            for heading, cell in zip(table.headings, row, strict=True):
                if heading in ("目標", "実績") and (figure := re.match(r"[\d,.]+", cell)):
                    assert figure[0] in quoted


def numbers_of(refs: str) -> list[int]:
    """Read 「1〜3・7」 back."""
    found: list[int] = []
    for run in refs.split("・"):
        if run != "―":
            first, _, last = run.partition("〜")
            found += range(int(first), int(last or first) + 1)
    return found


@each_draft
def test_the_programs_own_words_pass_the_check_of_answers(
    name: str, question: str, desks_of: dict[str, Assistant]
) -> None:
    brief = drafted(desks_of[name], question)
    assert ungrounded_quotations(brief.to_check) == []
    assert ungrounded_figures(brief.to_check, question, 100) == []


@each_draft
def test_sentences_with_figures_name_their_sources(
    name: str, question: str, desks_of: dict[str, Assistant]
) -> None:
    for one in section(drafted(desks_of[name], question), "現状"):
        if isinstance(one, Words):
            for sentence in one.sentences:
                if re.search(r"(?:実績は|目標は|実績)[\d,]", sentence.text):
                    assert sentence.refs, sentence.text


def test_the_same_question_gives_the_same_draft(desks_of: dict[str, Assistant]) -> None:
    first, second = (drafted(desks_of["niigata"], "C評価の指標は？") for _ in range(2))
    assert first == second


def test_figures_say_target_actual_rate_grade_and_the_year_before(desks_of: dict[str, Assistant]) -> None:
    brief = drafted(desks_of["kankyo"], "資源化率の実績は？")
    paragraph = next(one for one in section(brief, "現状") if isinstance(one, Words))
    assert paragraph.text == (
        "令和5年度（R5）の資源化率の実績は24.3%で、目標の27.1%を2.8ポイント下回っています。"
        "達成率は報告書の印字で89.7%です。評価はC（目標を下回っている）です。"
        "前年度（R4）の実績23%から1.3ポイント増えました。令和7年度（R7）の目標は28.5%です。"
    )
    table = next(one for one in section(brief, "現状") if isinstance(one, Grid))
    assert [row[:5] for row in table.rows] == [
        ("R3", "25.7%", "22.2%", "86.4%", "C"),
        ("R4", "26.5%", "23%", "86.8%", "C"),
        ("R5", "27.1%", "24.3%", "89.7%", "C"),
        ("R6", "28%", "―", "―", "―"),
        ("R7", "28.5%", "―", "―", "―"),
    ]


def test_issue_and_response_of_one_cell_are_told_apart(desks_of: dict[str, Assistant]) -> None:
    brief = drafted(desks_of["kankyo"], "資源化率の実績と課題は？")
    quoted = {
        title: [one.text for one in section(brief, title) if isinstance(one, Quoted)]
        for title in ("課題", "対応")
    }
    assert quoted == {
        "課題": ["担い手の高齢化で集団回収をやめる団体がある。"],
        "対応": ["報奨金の見直しを行う。"],
    }


def test_a_row_without_an_issue_is_said_to_have_none(desks_of: dict[str, Assistant]) -> None:
    brief = drafted(desks_of["niigata"], "再犯者率の実績は？")
    assert "課題に当たる記載は、この取組の欄にはありません。" in "".join(
        one.text for one in section(brief, "課題") if isinstance(one, Words)
    )


def test_a_blank_figure_is_said_to_be_blank(desks_of: dict[str, Assistant]) -> None:
    text = to_markdown(drafted(desks_of["niigata"], "再犯者率の実績は？").elements)
    assert "空欄になっており、記載がありません" in text
    assert "推定されます" in text


def test_a_row_without_indicators_is_said_to_have_none(desks_of: dict[str, Assistant]) -> None:
    text = to_markdown(drafted(desks_of["niigata"], "施策③の課題").elements)
    assert "この取組の欄には指標がなく、表に目標・実績・評価の数値はありません。" in text


def test_a_report_without_commentary_is_said_to_have_no_such_column(desks_of: dict[str, Assistant]) -> None:
    text = to_markdown(drafted(desks_of["kenko"], "目標を達成できなかった指標は？").elements)
    assert "課題や対応を記載する欄は、この報告書にはなく、対応に当たる記載は見当たりません。" in text


def test_many_indicators_share_one_table_of_the_year(desks_of: dict[str, Assistant]) -> None:
    brief = drafted(desks_of["niigata"], "目標を達成できなかった指標は？")
    tables = [one for one in section(brief, "現状") if isinstance(one, Grid)]
    assert len(tables) == 1
    assert len(tables[0].rows) == 11
    assert tables[0].headings[:3] == ("番号", "指標", "目標")


def test_a_question_about_the_whole_is_drafted_from_its_counts(desks_of: dict[str, Assistant]) -> None:
    brief = drafted(desks_of["niigata"], "施策③の評価の内訳を教えてください")
    table = next(one for one in section(brief, "現状") if isinstance(one, Grid))
    assert table.headings == ("範囲", "A", "B", "C", "-", "計")
    assert [one.item for one in brief.sources] == ["集計"]
    assert "個別の取組を取り上げたものではないため、課題は引用していません" in to_markdown(brief.elements)


@pytest.mark.parametrize(
    "question", ["社会を明るくする運動、R3からR6までの参加者を全部足すと？", "保護司数のR2〜R6の平均は？"]
)
def test_what_the_answer_has_computed_stands_in_the_draft(
    question: str, desks_of: dict[str, Assistant]
) -> None:
    said = next(
        one for one in section(drafted(desks_of["niigata"], question), "現状") if isinstance(one, Words)
    )
    assert said.text[:20] in desks_of["niigata"].ask(question).answer.answer
    assert said.sentences[0].refs


# --- when there is none, and in the chat ---------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("図書館の利用者数は？", Status.NOT_IN_REPORT, Reason.NO_SUCH_ITEM),
        ("令和9年度の民生委員協力員の実績は？", Status.NOT_IN_REPORT, Reason.YEAR_OUTSIDE),
        ("こんにちは", Status.NOT_IN_REPORT, Reason.NOT_UNDERSTOOD),
        ("A評価とはどういう意味ですか", Status.NOT_IN_REPORT, Reason.NOT_UNDERSTOOD),
        ("", Status.CLARIFY, None),
    ],
)
def test_a_question_about_nothing_in_the_report_gets_the_refusal_instead(
    question: str, status: Status, reason: Reason | None, desks_of: dict[str, Assistant]
) -> None:
    made = desks_of["niigata"].brief(question)
    assert isinstance(made, Answer)
    assert (made.status, made.reason) == (status, reason)
    assert made.drafted == ""


def test_a_request_in_the_chat_is_answered_with_the_draft(desks_of: dict[str, Assistant]) -> None:
    answer = desks_of["niigata"].ask("民生委員協力員の確保について、答弁案を作ってください").answer
    assert answer.status is Status.ANSWERED
    assert answer.answer.startswith("# 答弁書（案）")
    assert answer.drafted == "民生委員協力員の確保について"
    assert ungrounded_quotations(answer) == []
    assert {"①-4#1"} <= set(answer.rows)


def test_a_request_that_points_back_drafts_the_question_before(desks_of: dict[str, Assistant]) -> None:
    assistant = desks_of["niigata"]
    first = assistant.ask("民生委員協力員の実績は？")
    second = assistant.ask("その答弁案を作って", first.conversation)
    assert second.answer.drafted == "民生委員協力員の実績は？"
    assert second.answer.rows == ("①-4#1",)
    third = assistant.ask("R5は？", second.conversation)
    assert "67人" in third.answer.answer


def test_a_request_about_nothing_in_the_report_is_refused_in_the_chat(desks_of: dict[str, Assistant]) -> None:
    answer = desks_of["niigata"].ask("図書館の利用者数について答弁案を作って").answer
    assert answer.status is Status.NOT_IN_REPORT


def test_a_draft_from_an_older_edition_names_its_cells_in_full(
    tmp_path: Path, fields: dict[str, Report]
) -> None:
    build_index(tmp_path, [fields["niigata"], fields["kankyo"]], None)
    with closing(open_index(tmp_path, None)) as index:
        made = Assistant(index, Settings(home=tmp_path)).brief("ひばり市の資源化率の実績は？")
    assert isinstance(made, Brief)
    assert made.report_title == fields["kankyo"].title
    assert made.answer.rows == ("hibari-kankyo/①-2#1",)
    assert {one.report for one in made.sources} == {"hibari-kankyo"}


# --- requests --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("見守り協力員の確保についての答弁案を作って", "見守り協力員の確保について"),
        ("見守り協力員の確保について、答弁案を作ってください。", "見守り協力員の確保について"),
        ("見守り協力員の実績は？　答弁書の下書きをお願いします", "見守り協力員の実績は？"),
        ("「見守り協力員の課題は？」という質問への答弁案", "見守り協力員の課題は？"),
        ("答弁案を作って：見守り協力員の課題", "見守り協力員の課題"),
        ("議会答弁のたたき台を用意してほしい。見守り協力員の課題", "見守り協力員の課題"),
        ("その答弁案を作って", ""),
        ("これについて答弁書の案を作成してください", ""),
        ("見守り協力員の状況について答弁願います", None),
        ("見守り協力員の実績を答弁で使いたい", None),
        ("見守り協力員の実績は？", None),
    ],
)
def test_a_request_for_a_draft_is_told_from_a_question(question: str, topic: str | None) -> None:
    assert draft_topic(question) == topic


# --- sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("担い手の確保が課題となっている。", Part.ISSUE),
        ("若い世代の参加が必要である。", Part.ISSUE),
        ("参加者が固定化している。", Part.ISSUE),
        ("運転手の不足で平日の便を増やせない。", Part.ISSUE),
        ("参加者は前年度を下回った。", Part.ISSUE),
        ("支援体制を整えていく。", Part.RESPONSE),
        ("制度の周知に努めます。", Part.RESPONSE),
        ("周知の方法を検討する。", Part.RESPONSE),
        ("窓口に相談員を置く日を設ける。", Part.RESPONSE),
        ("委託を来年度から始める予定である。", Part.RESPONSE),
        ("参加者が減っており、案内の方法を見直す。", Part.BOTH),
        ("関係機関との連携を図っていく必要がある。", Part.BOTH),
        ("研修会を3回開き、意見交換を行った。", Part.NEITHER),
        ("相談員の質の向上に取り組んだ。", Part.NEITHER),
    ],
)
def test_wording_tells_issue_and_response_apart(sentence: str, part: Part) -> None:
    assert by_wording(sentence) is part


def cell(column: str, kind: PassageKind, text: str) -> Passage:
    return Passage("①-1.1", f"①-1:{column}", column, kind, text, text, Place(5, 12))


@pytest.mark.parametrize(
    ("column", "kind", "text", "beside", "parts"),
    [
        ("今後の方向性", PassageKind.OTHER, "参加者が少ない。", False, [Part.RESPONSE]),
        ("課題", PassageKind.ISSUES, "周知を進める。", True, [Part.ISSUE]),
        ("今後の課題", PassageKind.ISSUES, "周知を進める。", False, [Part.RESPONSE]),
        (
            "取組状況",
            PassageKind.STATUS,
            "講座を開いた。今後も続ける。",
            False,
            [Part.NEITHER, Part.RESPONSE],
        ),
        (
            "評価の内容",
            PassageKind.ISSUES,
            "【課題】周知を進める。【対応策】参加者が少ない。案内を送る。",
            False,
            [Part.ISSUE, Part.RESPONSE, Part.RESPONSE],
        ),
    ],
)
def test_headings_decide_before_wording(
    column: str, kind: PassageKind, text: str, beside: bool, parts: list[Part]
) -> None:
    found = parts_of(cell(column, kind, text), has_response_column=beside)
    assert [part for _, part in found] == parts
    assert "".join(sentence for sentence, _ in found) == text


def test_neighbouring_sentences_are_quoted_as_they_stand() -> None:
    given = [("一。 ", Part.ISSUE), ("二。", Part.ISSUE), ("三。", Part.NEITHER), ("四。", Part.BOTH)]
    assert runs_of(given, Part.ISSUE, Part.BOTH) == ("一。 二。", "四。")


@pytest.mark.parametrize(("text", "blank"), [("-", True), ("（施策①-2再掲）", True), ("課題がある。", False)])
def test_a_dash_or_a_pointer_is_nothing_to_quote(text: str, blank: bool) -> None:
    assert is_blank(cell("課題", PassageKind.ISSUES, text)) is blank


def test_numbers_of_sources_are_drawn_together() -> None:
    assert refs_text([3, 1, 2, 7, 8, 2]) == "1〜3・7・8"
    assert refs_text([]) == ""


def test_markdown_keeps_quotations_and_escapes_tables_and_own_words() -> None:
    elements = (
        Quoted("担い手が*足りない*|\n次の行", "①-1、5行 12列", 1),
        Grid(("項目",), (("a|b",),)),
        Heading(2, "*強調*"),
    )
    assert to_markdown(elements) == (
        "> 担い手が*足りない*|\n> 次の行\n\n（出典1：①-1、5行 12列）\n\n"
        "| 項目 |\n| --- |\n| a\\|b |\n\n## \\*強調\\*"
    )
