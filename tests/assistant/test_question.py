"""What the surface of a question says: folding, content words, other ways to say a word, slips of the pen."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.question import fold, words_of


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ｒ６の実績", "r6の実績"),
        ("ＣＳＷ", "csw"),
        ("ﾎﾞﾗﾝﾃｨｱ", "ボランティア"),
        ("１，６０５人", "1,605人"),
        ("R2～R6", "r2~r6"),
        ("R2〜R6", "r2~r6"),
        ("−5人", "-5人"),
        ("施策①と②", "施策①と②"),
        ("㈱", "(株)"),
        ("どれだけふえたの", "どれだけ増えたの"),
        ("いちばん多い", "一番多い"),
    ],
)
def test_folding_keeps_numbered_marks_and_unites_the_rest(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("高齢者の人数", ["高齢者", "人数"]),
        (
            "ファミリー・サポート・センターの提供会員数",
            ["ファミリー", "サポート", "センター", "提供", "会員数"],
        ),
        ("リサイクル率", ["リサイクル率"]),
        ("保護司さん", ["保護司"]),
        ("は、を、と", []),
        ("3人", []),
    ],
)
def test_content_words_carry_their_suffixes_and_leave_particles_out(text: str, words: list[str]) -> None:
    assert [one.surface for one in words_of(fold(text))] == words


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("社明", "社会を明るくする運動"),
        ("学ボラ", "学生ボランティア"),
        ("社協", "社会福祉協議会"),
        ("サポステ", "サポートステーション"),
        ("ごみ", "廃棄物"),
        ("食品ロス", "フードロス"),
        ("再エネ", "再生可能エネルギー"),
        ("育休", "育児休業"),
        ("高齢者数", "お年寄り数"),
    ],
)
def test_the_lexicon_knows_other_ways_to_say_it(word: str, other: str) -> None:
    assert fold(other) in load_lexicon().alternatives(fold(word))


def test_the_lexicon_does_not_stretch_a_word_to_what_only_contains_it() -> None:
    assert fold("お年寄り") not in load_lexicon().alternatives("高齢化率")


@pytest.mark.parametrize(
    ("report", "question", "repaired"),
    [
        ("niigata", "社明の参加者は？", ("社明", "社会を明るくする運動")),
        ("asahi", "ファミサポの会員数は？", ("ファミサポ", "ファミリーサポート")),
    ],
)
def test_abbreviations_and_typos_are_read_as_words_of_the_report(
    desks: dict[str, Any], report: str, question: str, repaired: tuple[str, str]
) -> None:
    assert repaired in desks[report].read(question).repaired


@pytest.mark.parametrize(
    ("report", "question"),
    [
        ("niigata", "保護司の人数は？"),
        ("niigata", "CSWの支援プランは？"),
        ("asahi", "産後ケアの利用者数は？"),
        ("minato", "フードロスの担当課は？"),
    ],
)
def test_words_that_the_report_or_the_lexicon_knows_are_not_touched(
    desks: dict[str, Any], report: str, question: str
) -> None:
    reading = desks[report].read(question)
    assert (reading.repaired, reading.unknown) == ((), ())


@pytest.mark.parametrize(
    ("report", "question", "slot", "value"),
    [
        ("niigata", "Ｃ評価のものは？", "grades", ("C",)),
        ("niigata", "「概ね予定通り」の指標は？", "grades", ("B",)),
        ("niigata", "評価不可の指標は？", "grades", ("-",)),
        ("asahi", "AとDの指標は？", "grades", ("A", "D")),
        ("niigata", "CSWの課題は？", "grades", ()),
        ("niigata", "施策①と施策３の指標は？", "measures", ("①", "③")),
        ("asahi", "基本目標4のA評価は？", "measures", ("４",)),
        ("minato", "施策二の指標は？", "measures", ("2",)),
        ("niigata", "①-5の実績は？", "initiatives", ("①-5",)),
        ("minato", "施策2の取組3は？", "initiatives", ("2-3",)),
        ("niigata", "①-5#2のR6は？", "indicators", ("①-5#2",)),
        ("niigata", "福祉総務課と契約課の取組は？", "departments", ("福祉総務課", "契約課")),
        ("niigata", "水道課の担当は？", "unknown_departments", ("水道課",)),
        ("niigata", "長岡市の保護司は？", "other_places", ("長岡市",)),
        ("asahi", "みなと町の待機児童数は？", "other_places", ("みなと町",)),
        ("niigata", "新潟市の保護司は？", "other_places", ()),
        ("niigata", "3つ目の指標は？", "ordinal", 3),
        ("niigata", "二番目のを詳しく", "ordinal", 2),
        ("niigata", "達成率のトップ3は？", "limit", 3),
        ("niigata", "達成率の下位五つは？", "limit", 5),
        ("niigata", "協力雇用主は何社いる？", "unit", "社"),
        ("minato", "リサイクル率は何％？", "unit", "%"),
        ("niigata", "1,605人は何年度の値？", "numbers", ("1605",)),
        ("niigata", "令和6年度の実績は？", "numbers", ()),
    ],
)
def test_what_a_question_names_outright(
    desks: dict[str, Any], report: str, question: str, slot: str, value: object
) -> None:
    assert getattr(desks[report].read(question), slot) == value


@pytest.mark.parametrize("question", ["じゃあ保護司は？", "それの目標は？", "ではR5は？", "その理由は？"])
def test_questions_that_lean_on_the_turn_before(desks: dict[str, Any], question: str) -> None:
    assert desks["niigata"].read(question).refers


def test_a_question_that_stands_alone_does_not_lean(desks: dict[str, Any]) -> None:
    assert not desks["niigata"].read("保護司の令和6年度の実績は？").refers
