"""Ranking texts: what each leg looks at, and how legs are summed."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from index.lexical import Bm25, bigrams, normal_forms
from index.ranking import WEIGHTS, Leg, Ranker, fuse, z_scores

_TEXTS = [
    ["公園に木を植える。", "植樹祭を開いた。"],
    ["担い手が高齢化している。", "若い世代に参加を促す。", "植樹祭も続ける。"],
    ["全体として順調である。"],
]


@pytest.fixture
def ranker() -> Ranker:
    return Ranker.build(["".join(one) for one in _TEXTS], _TEXTS)


def test_coverage_is_the_share_of_the_tokens_with_rare_ones_counting_more() -> None:
    index = Bm25.build([["祭", "木"], ["祭"], ["人"]])
    common, rare = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)
    assert index.coverage(["祭", "木", "木"]) == pytest.approx([1.0, common / (common + rare), 0.0])


def test_a_token_that_no_text_holds_counts_most_against_coverage() -> None:
    index = Bm25.build([["祭"], ["人"]])
    assert index.coverage(["祭", "宇宙"])[0] < 0.5
    assert index.coverage([]).tolist() == [0.0, 0.0]


def test_bigrams_do_not_cross_marks() -> None:
    assert bigrams("DX、会議室") == ["dx", "会議", "議室"]


def test_words_are_covered_over_the_whole_text_and_not_one_sentence(ranker: Ranker) -> None:
    covered = ranker.words_covered("担い手の高齢化と若い世代")
    assert covered[1] == pytest.approx(1.0)
    assert set(normal_forms("担い手の高齢化と若い世代")) - set(normal_forms("担い手が高齢化している。"))


def test_a_text_is_as_near_as_its_nearest_sentence(ranker: Ranker) -> None:
    cosines = np.array([0.1, 0.7, 0.2, 0.3, 0.4, 0.5])
    legs = ranker.legs("植樹祭", cosines, np.array([0.9, 0.8, 0.7]), cosines / 2)
    assert legs[Leg.SENTENCE_MEANING].tolist() == [0.7, 0.4, 0.5]
    assert legs[Leg.BARE_MEANING].tolist() == [0.35, 0.2, 0.25]
    assert legs[Leg.MEANING].tolist() == [0.9, 0.8, 0.7]
    assert set(legs) == set(Leg)


def test_without_a_model_the_lexical_legs_take_the_whole_weight(ranker: Ranker) -> None:
    legs = ranker.legs("植樹祭", None, None)
    assert Leg.MEANING not in legs
    weights = {leg: WEIGHTS[leg] for leg in legs}
    wanted = sum(weights[leg] / sum(weights.values()) * z_scores(legs[leg]) for leg in legs)
    assert fuse(legs) == pytest.approx(wanted)


def test_the_sentence_with_the_words_is_the_one_to_quote(ranker: Ranker) -> None:
    assert int(np.argmax(ranker.sentence_scores("若い世代の参加", None))) == 3


def test_equal_scores_tell_nothing() -> None:
    assert z_scores(np.array([2.0, 2.0])).tolist() == [0.0, 0.0]
    assert z_scores(np.zeros(0)).size == 0


def test_a_saved_ranker_ranks_the_same(ranker: Ranker, tmp_path: Path) -> None:
    ranker.save(tmp_path)
    again = Ranker.load(tmp_path, ranker.text_of)
    for leg, scores in ranker.legs("植樹祭の担い手", None, None).items():
        assert again.legs("植樹祭の担い手", None, None)[leg].tolist() == scores.tolist()


def test_nothing_to_rank_is_no_error() -> None:
    assert Ranker.build([], []).legs("植樹祭", None, None)[Leg.WORDS_COVERED].size == 0
