"""Cutting cells into sentences."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.sentences import split_sentences

_CASES = [
    ("", []),
    ("  \n", ["  \n"]),
    ("増えた。減った。", ["増えた。", "減った。"]),
    ("増えた。 今後も続ける", ["増えた。 ", "今後も続ける"]),
    ("本当か？はい！", ["本当か？", "はい！"]),
    ("（開催は3回である。）次は", ["（開催は3回である。）", "次は"]),
    ("「続ける。」と答えた。", ["「続ける。」と答えた。"]),
    ("「続ける。」 次の年は", ["「続ける。」 ", "次の年は"]),
    (
        "・育成研修 日時：8月19日・20日 ・講演会 参加者130人",
        ["・育成研修 日時：8月19日・20日 ", "・講演会 参加者130人"],
    ),
    ("課題が複雑化・複合化している。", ["課題が複雑化・複合化している。"]),
    ("●市長申立の実施 申立てを行った。 ●一般相談", ["●市長申立の実施 申立てを行った。 ", "●一般相談"]),
    (
        "【成果】 講座を開いた。【課題】参加者が少ない。",
        ["【成果】 講座を開いた。", "【課題】参加者が少ない。"],
    ),
    ("【成果】\n・講座\n・会議", ["【成果】\n・講座\n", "・会議"]),
    ("① 周知する ② 募集する", ["① 周知する ", "② 募集する"]),
    ("報告書 ※翌年度", ["報告書 ", "※翌年度"]),
    ("一行目\n\n二行目\n", ["一行目\n\n", "二行目\n"]),
    ("終わった。。。次", ["終わった。。。", "次"]),
    ("申立てを行った。 R6年度実績：1,011件 ●相談", ["申立てを行った。 R6年度実績：1,011件 ", "●相談"]),
    ("委託した。(R6予算:130千円)", ["委託した。(R6予算:130千円)"]),
    ("(再掲)", ["(再掲)"]),
    ("会議を開いた。日時：8月19日に講座を開いた。", ["会議を開いた。", "日時：8月19日に講座を開いた。"]),
    ("率は1.5である", ["率は1.5である"]),
    ("講座を開いた。【以上】", ["講座を開いた。【以上】"]),
]


@pytest.mark.parametrize(("text", "sentences"), _CASES)
def test_text_is_cut_at_stops_bullets_and_headings(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_no_character_is_ever_lost() -> None:
    chance = random.Random(20241123)
    marks = "。！？・●■①【】〔〕「」（）() 　\n\t※あア漢1A.,、"
    for _ in range(3000):
        text = "".join(chance.choices(marks, k=chance.randrange(40)))
        sentences = split_sentences(text)
        assert "".join(sentences) == text
        assert all(sentences)


def test_every_cell_of_the_bundled_report_survives_the_cutting(bundled_report: Path) -> None:
    for line in bundled_report.read_text("utf-8").splitlines():
        for cell in line.split("\t"):
            assert "".join(split_sentences(cell)) == cell
