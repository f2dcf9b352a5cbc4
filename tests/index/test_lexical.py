"""BM25 and its two readings of a text."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest

from index.lexical import Bm25, character_grams, normal_forms

_TEXTS = [
    "公園に木を植える。花壇も増やす。",
    "植樹祭を開催し、ボランティア講座に32人が参加した。",
    "水やりの担い手が高齢化している。",
    "",
    "街路樹の根が歩道を持ち上げている。街路樹の点検を行う。",
]


@pytest.mark.parametrize("tokenise", [character_grams, normal_forms])
def test_scores_are_those_of_lucene_as_bm25s_computes_them(tokenise: type) -> None:
    tokens = [tokenise(text) for text in _TEXTS]
    ours = Bm25.build(tokens)
    theirs = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    theirs.index(tokens, show_progress=False)
    for question in ("街路樹の点検", "ボランティアの人数", "樹 樹 樹"):
        asked = [token for token in tokenise(question) if token in theirs.vocab_dict]
        assert np.allclose(ours.scores(tokenise(question)), theirs.get_scores(asked), atol=1e-5)


def test_an_index_comes_back_from_disk_unchanged(tmp_path: Path) -> None:
    built = Bm25.build(character_grams(text) for text in _TEXTS)
    built.save(tmp_path / "characters.npz")
    loaded = Bm25.load(tmp_path / "characters.npz")
    question = character_grams("街路樹に水をやる")
    assert np.array_equal(built.scores(question), loaded.scores(question))


def test_an_index_of_nothing_scores_nothing(tmp_path: Path) -> None:
    Bm25.build([]).save(tmp_path / "empty.npz")
    assert Bm25.load(tmp_path / "empty.npz").scores(["木"]).size == 0
    assert Bm25.build([[], []]).scores(["木"]).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("ＣＳＷ", ["c", "s", "w", "cs", "sw"]),
        ("会議、研修", ["会", "議", "会議", "研", "修", "研修"]),
        ("・※ 。", []),
        ("", []),
    ],
)
def test_character_grams_fold_width_and_stop_at_marks(text: str, grams: list[str]) -> None:
    assert character_grams(text) == grams


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("子供の居場所", "こどもの居場所"),
        ("附属の施設", "付属の施設"),
        ("ボランティアを育てる", "ボランティアが育てた。"),
    ],
)
def test_normal_forms_see_through_spelling_particles_and_inflection(one: str, other: str) -> None:
    assert normal_forms(one) == normal_forms(other)


def test_normal_forms_of_a_very_long_text_are_cut_not_refused() -> None:
    assert normal_forms("木を植える。" * 10_000)
