"""Wordings that no pattern knows: masked, compared with examples, and left alone where unclear."""

from __future__ import annotations

import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from assistant.understanding.few_shot import (
    Examples,
    FewShot,
    Operation,
    Span,
    core_of,
    load_examples,
    mask,
)
from assistant.understanding.question import fold
from assistant.understanding.years import read_years
from corpus.errors import ModelError
from index.embedding import HashEmbeddings, SentenceTransformerEmbeddings, prepare_model

ROOT = Path(__file__).resolve().parents[2]
# Enough to tell apart in a moment; tests/bench/few_shot.py measures all of them.
TOLD_APART = (Operation.SUM, Operation.RATE, Operation.DEPARTMENT, Operation.REASON, Operation.STATUS)
PER_LABEL = 8


def of(label: Operation, *lines: str) -> list[tuple[str, Operation]]:
    return [(line, label) for line in lines]


def examples_of(*pairs: tuple[str, Operation]) -> Examples:
    return Examples(tuple(text for text, _ in pairs), tuple(label for _, label in pairs))


FEW = examples_of(
    *of(Operation.DEPARTMENT, "担当課はどこ", "どこの課の担当", "担当の課"),
    *of(Operation.AVERAGE, "ならすといくつ", "均すとならすと", "平均してならす"),
)


class CountingEmbeddings(HashEmbeddings):
    """The hashing stand-in, slow enough to be raced for, which remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[str]] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.batches.append(texts)
        time.sleep(0.02)
        return super().embed_documents(texts)


# --- the data file ------------------------------------------------------------------------------


def test_every_operation_has_at_least_25_different_examples() -> None:
    examples = load_examples()
    counts = Counter(examples.labels)
    assert not {label: counts[label] for label in Operation if counts[label] < 25}
    assert len(set(examples.texts)) == len(examples.texts)


def test_no_two_operations_share_a_wording_once_politeness_is_gone() -> None:
    labels: dict[str, set[Operation]] = {}
    examples = load_examples()
    for text, label in zip(examples.texts, examples.labels, strict=True):
        labels.setdefault(core_of(text), set()).add(label)
    assert not {core: found for core, found in labels.items() if len(found) > 1}


# --- masking ------------------------------------------------------------------------------------


def spans_of(text: str, *pieces: str) -> list[Span]:
    return [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]


@pytest.mark.parametrize(
    ("question", "items", "masked"),
    [
        ("見守り団体は令和6年度にいくつ?", ["見守り団体"], "指標は年度にいくつ?"),
        ("r5とr6の相談の件数の差", ["相談", "件数"], "年度と年度の指標の差"),
        ("r4からr6まで相談件数を並べて", ["相談件数"], "年度から年度まで指標を並べて"),
        ("令和4年度以降の相談件数", ["相談件数"], "年度以降の指標"),
        ("直近3年の講座を足すと", ["講座"], "年度から年度の指標を足すと"),
        ("前年度より講座は増えた?", ["講座"], "前年度より指標は増えた?"),
        ("毎年の講座の伸び", ["講座"], "毎年の指標の伸び"),
        ("令和元年度の講座", ["講座"], "年度の指標"),
        ("2025年問題対策講座はなぜ減った", ["2025年問題対策講座"], "指標はなぜ減った"),
        ("どうだった?", [], "どうだった?"),
    ],
)
def test_names_and_numbered_years_are_masked(question: str, items: list[str], masked: str) -> None:
    folded = fold(question)
    years = read_years(folded, 2024, (2021, 2022, 2023, 2024))
    assert mask(folded, spans_of(folded, *items), years.spans) == masked


def test_spans_may_overlap_and_come_in_any_order() -> None:
    text = "地域の相談窓口の件数はr6で?"
    spans = spans_of(text, "件数", "相談窓口", "窓口", "地域")
    assert mask(text, spans, [*spans_of(text, "r6"), *spans_of(text, "6")]) == "指標は年度で?"


@pytest.mark.parametrize(
    ("masked", "core"),
    [
        ("指標の担当課を教えてください", "担当課"),
        ("指標、どうして減ったんですか", "どうして減った"),
        ("指標を教えてください", "指標を教えてください"),  # nothing else is left
    ],
)
def test_politeness_and_the_item_tell_nothing(masked: str, core: str) -> None:
    assert core_of(masked) == core


# --- guessing -----------------------------------------------------------------------------------


def test_nothing_is_embedded_before_the_first_question() -> None:
    embeddings = CountingEmbeddings()
    shot = FewShot(embeddings, FEW)
    assert embeddings.batches == []
    shot.guess("指標の担当課は")
    shot.guess("指標をならすと")
    assert [len(batch) for batch in embeddings.batches] == [len(FEW.texts), 1, 1]


def test_threads_embed_the_examples_once_and_agree() -> None:
    embeddings = CountingEmbeddings()
    shot = FewShot(embeddings, FEW)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(shot.best("指標の担当課はどこですか"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(batch) for batch in embeddings.batches].count(len(FEW.texts)) == 1
    assert len(set(found)) == 1
    assert found[0].label is Operation.DEPARTMENT


def test_a_wording_between_two_operations_is_left_alone() -> None:
    shot = FewShot(HashEmbeddings(), FEW, least_margin=0.3)
    assert shot.guess("ほげほげ") is None
    assert shot.best("ほげほげ").margin < 0.3
    clear = shot.guess("指標の担当課はどこ")
    assert clear is not None
    assert clear.label is Operation.DEPARTMENT
    assert clear.margin >= 0.3


def test_a_model_that_cannot_be_loaded_is_told_each_time(tmp_path: Path) -> None:
    shot = FewShot(SentenceTransformerEmbeddings(tmp_path / "none"), FEW)
    for _ in range(2):
        with pytest.raises(ModelError):
            shot.guess("指標の担当課は")


@pytest.fixture(scope="module")
def shot() -> FewShot:
    """The real model over some of the examples: all of them take some seconds to embed."""
    every = load_examples()
    chosen = [
        (text, label)
        for label in TOLD_APART
        for text in [text for text, own in zip(every.texts, every.labels, strict=True) if own is label][
            :PER_LABEL
        ]
    ]
    model = SentenceTransformerEmbeddings(prepare_model(ROOT / ".model" / "e5-small"))
    return FewShot(model, examples_of(*chosen))


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("指標を年度から年度まで寄せ集めると全部で何回", Operation.SUM),
        ("指標の出来栄えを目標に対する百分比で", Operation.RATE),
        ("指標を面倒見ているのはどの部署ですか", Operation.DEPARTMENT),
        ("何がまずくて指標は届かなかったんだろう", Operation.REASON),
        ("指標のために実際に手がけたことを挙げて", Operation.STATUS),
    ],
)
def test_new_wordings_are_read_by_their_meaning(shot: FewShot, wording: str, label: Operation) -> None:
    assert shot.best(wording).label is label


def test_examples_are_embedded_once_for_a_store_and_again_for_other_examples(tmp_path: Path) -> None:
    class Counting(HashEmbeddings):
        calls = 0

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            Counting.calls += 1
            return super().embed_documents(texts)

    FewShot(Counting(), FEW, kept_in=tmp_path).warm_up()
    FewShot(Counting(), FEW, kept_in=tmp_path).warm_up()
    assert Counting.calls == 1
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"cut short")
    FewShot(Counting(), FEW, kept_in=tmp_path).warm_up()
    assert Counting.calls == 2
    other = examples_of(("いくつ？", Operation.VALUE), ("増えた？", Operation.CHANGE))
    FewShot(Counting(), other, kept_in=tmp_path).warm_up()
    assert Counting.calls == 3


def test_a_folder_that_cannot_be_written_to_only_costs_time(tmp_path: Path) -> None:
    shot = FewShot(HashEmbeddings(), FEW, kept_in=tmp_path / "none")
    shot.warm_up()
    assert not (tmp_path / "none").exists()
