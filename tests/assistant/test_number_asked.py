"""A number of the whole is no number of a part, of a group, or of what is left."""

from __future__ import annotations

import pytest

from assistant.answering.number_asked import tells_part
from assistant.understanding.catalog import Catalog
from assistant.understanding.linker import Linker
from assistant.understanding.question import fold, words_of
from corpus.types import Report


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("体験に来た人のうち市外の人はどれくらい", "体験会には455人が参加した。", False),
        ("体験に来た人のうち市外の人はどれくらい", "体験会には455人が参加し、うち市外が31人であった。", True),
        ("参加者の地区ごとの内訳は", "スマートフォン教室を6回開いた。", False),
        ("参加者の地区ごとの内訳は", "参加は東地区31人、西地区22人の計53人。", True),
        ("登録者の内訳は", "登録は個人31人、団体12件。", True),
        ("工事は残り何校ですか", "改修は5校で完了した。", False),
        ("工事は残り何校ですか", "改修は5校で完了し、残る3校は来年度に行う。", True),
        ("通報のうち救急車が出たのは", "通報は137件で、うち救急出動に至ったものは52件であった。", True),
        ("講座の参加者は何人", "講座に31人が参加した。", True),
    ],
)
def test_a_part_must_be_said(reports: dict[str, Report], question: str, sentence: str, told: bool) -> None:
    asked = fold(question)
    linker = Linker(Catalog(reports["minato"]))
    assert tells_part(asked, words_of(asked), [fold(sentence)], linker) is told
