"""Everyday words: what a question says, what the report prints instead, and what that proves."""

from __future__ import annotations

import pytest

from assistant.answering.everyday import EverydayWords, printed_for
from assistant.understanding.catalog import Catalog
from assistant.understanding.linker import Linker
from assistant.understanding.question import fold, words_of
from corpus.types import Report


def asked(question: str, report: Report) -> EverydayWords:
    printed = fold(" ".join(one.text for one in report.passages))
    return EverydayWords(fold(question), words_of(fold(question)), printed, Linker(Catalog(report)))


def test_a_saying_finds_the_word_that_the_report_prints(reports: dict[str, Report]) -> None:
    words = asked("お迎えを手伝う人は？", reports["asahi"])
    assert "送迎" in words.search_text
    assert words.support("保育施設への送迎") > words.support("保育施設の定員")


def test_what_the_report_never_prints_is_not_searched(reports: dict[str, Report]) -> None:
    assert "イノシシ" not in asked("猪が畑を荒らす", reports["niigata"]).search_text
    assert asked("猪の被害は？", reports["niigata"]).spoken == ()


@pytest.mark.parametrize(
    "question",
    [
        "お年寄りだけの家の人に、訪ねて声かけをする町内会の手伝い手は、仲間を広げた？",
        "お金に困った若い人が仕事を探すのを、どんな専門家が助けるの？",
    ],
)
def test_few_words_are_searched_besides_a_long_question(question: str, reports: dict[str, Report]) -> None:
    assert 1 <= len(asked(question, reports["niigata"]).search_text.split()) <= 4


def test_a_saying_of_one_character_is_a_noun_of_its_own() -> None:
    """Any other single character stands in half of all questions."""
    short = {one for one, _ in printed_for() if len(one) == 1}
    assert short <= set("客宿店枝森浜嵐夏声雪塀崖川港橋猫犬牛豚鶏熊猪猿鹿罠虫魚畑賞肉煙癌")
