"""Learn the weights of the search: `python tests/bench/learn_ranking.py FOLDER`, some ten minutes.

FOLDER holds Japanese HTML of any kind (the weights in use come from Debian's debian-faq-ja,
debian-reference-ja, debian-edu-doc-ja, debian-policy-ja, developers-reference-ja, maint-guide-ja
and gimp-help-ja, unpacked). Half of what is learnt from are questions made of its paragraphs: a
sentence with parts left out and one replaced by 何, or a heading. The other half are the questions
of tests/data that the commentary answers. The weights make the right text likeliest among all
(softmax over the summed legs, no weight below 0); JSQuAD takes no part in it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lxml import html
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from corpus.parse import parse_report  # noqa: E402
from index.embedding import SentenceTransformerEmbeddings  # noqa: E402
from index.prepare import prepare_model  # noqa: E402
from index.ranking import Leg, Ranker, z_scores  # noqa: E402
from index.sentence_index import sentences_of  # noqa: E402
from index.sentences import split_sentences  # noqa: E402

DATA = ROOT / "tests" / "data"
QUESTIONS = {
    DATA / "dev.jsonl": ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt",
    DATA / "questions" / "fresh-niigata.jsonl": ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt",
    DATA / "questions" / "fresh-asahi.jsonl": DATA / "reports" / "asahi-kodomo-r5.txt",
    DATA / "questions" / "fresh-minato.jsonl": DATA / "reports" / "minato-kankyo-r7.txt",
}
CATEGORIES = ("narrative", "narrative_figure", "definition", "hybrid", "crossref")
_PARAGRAPHS, _SHORTEST, _LONGEST = 1000, 80, 600
_ASKED = ("何", "どれ", "どのようなもの", "どこ", "誰", "いつ")
_ENDS = ("ですか？", "か。", "は何か?", "のは何ですか？", "？")
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "連体詞", "代名詞"})
_STEPS, _RATE, _DECAY = 250, 0.3, 1e-3

Features = NDArray[np.float64]  # texts × legs


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts with their sentences, and questions with the places of the texts that answer them."""

    texts: list[str]
    sentences: list[list[str]]
    questions: list[tuple[str, tuple[int, ...]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder with Japanese HTML")
    folder = parser.parse_args().folder
    embeddings = SentenceTransformerEmbeddings(prepare_model(ROOT / ".model" / "e5-small"))
    public = _measured(_public_pool(folder), embeddings)
    reports = [one for pool in _report_pools() for one in _measured(pool, embeddings)]
    weights = _learn((public, reports))
    total = weights.sum()
    print({leg.name: round(float(one / total), 3) for leg, one in zip(Leg, weights, strict=True)})
    for name, part in (("公開文書", public), ("報告書", reports)):
        ranks = [_rank(features @ weights, gold) for features, gold in part]
        mean = sum(1 / one for one in ranks if one <= 10) / len(ranks)
        print(
            f"{name} {len(ranks)}問 R@1 {sum(one == 1 for one in ranks) / len(ranks):.4f} MRR@10 {mean:.4f}"
        )


def _public_pool(folder: Path) -> Pool:
    rng = random.Random(7)
    paragraphs = list(dict.fromkeys(_paragraphs(folder)))
    start = rng.randrange(max(1, len(paragraphs) - _PARAGRAPHS))
    chosen = paragraphs[start : start + _PARAGRAPHS]  # neighbours, so that they are easily confused
    questions = [
        (question, (place,))
        for place, (heading, text) in enumerate(chosen)
        for question in (_question(heading, text, rng), _question(heading, text, rng))
        if question
    ]
    headings = [heading for heading, _ in chosen]
    questions += [
        (f"{heading}とは何ですか？", (place,))
        for place, heading in enumerate(headings)
        if headings.count(heading) == 1 and 4 <= len(heading) <= 40
    ]
    texts = [text for _, text in chosen]
    return Pool(texts, [split_sentences(text) for text in texts], questions)


def _paragraphs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the Japanese paragraphs under a folder with the heading above each."""
    for path in sorted(folder.rglob("*.html")):
        tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        heading = ""
        for element in tree.iter("h1", "h2", "h3", "h4", "h5", "p"):
            text = " ".join(element.text_content().split())
            if element.tag != "p":
                heading = text
            elif _SHORTEST <= len(text) <= _LONGEST and len(
                re.findall(r"[ぁ-んァ-ヶ一-龥]", text)
            ) > 0.6 * len(text):
                yield heading, text


def _question(heading: str, text: str, rng: random.Random) -> str | None:
    """Take a sentence apart into phrases, keep some of them, and ask for one of these."""
    sentences = [one for one in split_sentences(text) if 15 <= len(one) <= 140]
    phrases = _phrases(rng.choice(sentences)) if sentences else []
    if len(phrases) < 4:
        return None
    number = min(9, max(2, round(len(phrases) * rng.uniform(0.25, 0.7))))
    start = rng.randrange(len(phrases) - number + 1)
    scattered = sorted(rng.sample(range(len(phrases)), number))
    kept = phrases[start : start + number] if rng.random() < 0.5 else [phrases[one] for one in scattered]
    if len(kept) > 2 and rng.random() < 0.8:
        place = rng.randrange(len(kept))
        particle = re.search(r"[ぁ-ん]{1,3}$", kept[place])
        kept[place] = rng.choice(_ASKED) + (particle.group() if particle else "")
    about = f"{heading}において" if 0 < len(heading) < 25 and rng.random() < 0.35 else ""
    return about + "".join(kept) + rng.choice(_ENDS)


def _phrases(sentence: str) -> list[str]:
    """Cut a sentence into content words, each with the particles behind it."""
    from sudachipy import Dictionary, SplitMode

    phrases: list[str] = []
    closed = True
    for morpheme in Dictionary(dict="core").tokenizer(SplitMode.C).tokenize(sentence):
        part = morpheme.part_of_speech()[0]
        if part in ("補助記号", "記号", "空白"):
            closed = True
        elif part in _CONTENT and closed:
            phrases.append(morpheme.surface())
            closed = False
        elif phrases:
            phrases[-1] += morpheme.surface()
            closed = part not in _CONTENT and part != "接尾辞"
    return phrases


def _report_pools() -> Iterator[Pool]:
    for path, report_path in QUESTIONS.items():
        report = parse_report(report_path)
        sources = [one.source for one in report.passages]
        whole: dict[int, str] = {}
        sentences: dict[int, list[str]] = {}
        for one in sentences_of(report):
            whole[one.cell] = one.whole
            sentences.setdefault(one.cell, []).append(one.searched)
        held = list(whole)
        questions = []
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            wanted = case["expect"].get("sources", [])
            rows = {re.split(r"[#.:]", one)[0] for one in wanted if ":" not in one}
            gold = tuple(
                place
                for place, cell in enumerate(held)
                if sources[cell] in wanted or sources[cell].partition(":")[0] in rows
            )
            if len(case["turns"]) == 1 and case["category"] in CATEGORIES and gold:
                questions.append((case["turns"][0], gold))
        yield Pool(list(whole.values()), list(sentences.values()), questions)


def _measured(
    pool: Pool, embeddings: SentenceTransformerEmbeddings
) -> list[tuple[Features, tuple[int, ...]]]:
    """Return for every question the z-scores of all texts on every leg, and the right texts."""
    ranker = Ranker.build(pool.texts, pool.sentences)
    texts = np.array(embeddings.embed_documents(pool.texts))
    sentences = np.array(embeddings.embed_documents([one.strip() for each in pool.sentences for one in each]))
    found = []
    for question, gold in pool.questions:
        vector = np.array(embeddings.embed_query(question))
        legs = ranker.legs(question, sentences @ vector, texts @ vector)
        found.append((np.stack([z_scores(legs[leg]) for leg in Leg], axis=1), gold))
    return found


def _learn(parts: Sequence[Sequence[tuple[Features, tuple[int, ...]]]]) -> NDArray[np.float64]:
    """Return the weights of the legs; every part counts the same, however many questions it has."""
    weights = np.full(len(Leg), 0.3)
    for _ in range(_STEPS):
        slope = _DECAY * weights
        for part in parts:
            for features, gold in part:
                likely = _softmax(features @ weights)
                among_gold = likely[list(gold)] / likely[list(gold)].sum()
                step = likely @ features - among_gold @ features[list(gold)]
                slope = slope + step / len(part) / len(parts)
        weights = np.maximum(weights - _RATE * slope, 0)
    return weights


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _rank(scores: NDArray[np.float64], gold: Sequence[int]) -> int:
    return int((scores >= scores[list(gold)].max()).sum())


if __name__ == "__main__":
    main()
