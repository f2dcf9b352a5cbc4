"""How well the examples of operations tell one another, left out one by one, and held-out wordings.

    .venv/bin/python -m tests.bench.few_shot [FOLDER OF THE MODEL]

Prints accuracy and coverage at each margin, what is taken for what, and the time it takes. Run it
after a change of `operation_examples.toml`; `LEAST_MARGIN` is chosen from the first table alone.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from assistant.settings import load_settings  # noqa: E402
from assistant.understanding.few_shot import (  # noqa: E402
    LEAST_MARGIN,
    RIDGE,
    FewShot,
    Guess,
    Matrix,
    Operation,
    embed_examples,
    guess_of,
    load_examples,
    nearness,
    unit_rows,
    wanted_votes,
)
from index.embedding import SentenceTransformerEmbeddings  # noqa: E402

# Written after the examples and after WIDTH, RIDGE and LEAST_MARGIN were fixed; not to be tuned to.
# First run, with 703 examples: 55 of 62 right; of the 38 with a margin of 0.15, 37.
HELD_OUT: dict[str, str] = {
    "value": """
        指標、年度はいかほどの規模になりましたか
        数だけ聞かせて、年度の指標
        指標は現時点で何名が登録されている勘定ですか
    """,
    "target": """
        指標は年度に何件やると決めていたんでしたか
        指標について、市が置いた到達点は幾つですか
    """,
    "target_and_actual": """
        指標は何人集めるつもりで、ふたを開けると何人集まったの
        予定と結果の数を横並びで、指標
    """,
    "met": """
        指標、公言していた線まで来たんですか
        指標は計画倒れに終わったということはないですか
        指標は目標の枠からはみ出していませんか
    """,
    "rate": """
        指標は計画の何割方まで片付いた計算になりますか
        目標を十としたら指標は今いくつぐらいまで来ているの
        指標の出来栄えを目標に対する百分比で
    """,
    "gap": """
        指標、ゴールテープまで残り何件ですか
        指標は計画の数にどれほど及んでいないのでしょう
        目標を飛び越した分は何人いるの、指標
    """,
    "change": """
        指標は一年前に比べると何件ぶん違うんですか
        指標は年度から年度で何割縮んだのでしょう
        昨年からの上げ幅はいくら、指標
    """,
    "direction": """
        指標は上り坂なんですか下り坂なんですか
        指標、底は脱したと言っていいの
        年度よりましになったんでしょうか、指標は
    """,
    "trend": """
        指標がたどってきた数字を初めの年から見せてもらえますか
        指標を年の順に書き出して
        指標の年度から年度までを一年刻みでお願いします
    """,
    "yearly": """
        指標、その年度に限って言えば何件加わったんですか
        積み重ねた数ではなく年度ひと区切りでの指標は
        指標は一年につき新規でどれほど生まれていますか、年ごとに
    """,
    "sum": """
        指標を年度から年度まで寄せ集めると全部で何回
        指標の各年の数をひとつに足し込んだらどうなる
    """,
    "average": """
        指標を一年分に平らに割り振ると何件ですか
        年ごとの指標は平均するとどの程度なんでしょう
    """,
    "best_year": """
        指標が最高潮に達したのは何年のことですか
        一番調子が良かった年度は、指標だとどこ
    """,
    "worst_year": """
        指標がいちばん冷え込んだのはどの年でしたか
        指標の数が最も乏しかった年度を知りたい
    """,
    "grade": """
        指標に役所は何という評点をつけたの
        年度の指標、AからDのどれでしたか
    """,
    "grade_history": """
        指標の判定は年度のころから変わらないままですか
        指標に付けられてきた記号を古い順に
    """,
    "baseline": """
        指標は何件のところから歩き始めたんですか
        計画づくりの頃、指標はどんな水準だったのでしょう
    """,
    "department": """
        指標を面倒見ているのはどの部署ですか
        指標の件、役所のどこへ行けば話が通じるの
    """,
    "definition": """
        指標という言葉、何を意味しているのか素人にも分かるように
        指標の数え方はどういう決まりですか
    """,
    "reason": """
        指標がここまで下がったのはどういうわけですか
        指標の好調を支えたものは何だとお考えか
        何がまずくて指標は届かなかったんだろう
    """,
    "issues": """
        指標を進めるうえで引っかかっている点は
        指標にはどんな悩ましいことが残っていますか
    """,
    "future": """
        来年以降、指標にはどう取りかかるおつもりですか
        指標を盛り返すために市は何をする気なの
        指標の先々の進め方
    """,
    "status": """
        指標をめぐって市は年度にどんな動きをしたのですか
        指標のために実際に手がけたことを挙げて
    """,
    "other": """
        指標は市民一人当たりいくらかかっている計算ですか
        よその街では指標はどれくらいなんでしょう
        指標は二十代に多いんですか
        指標の責任者のお名前を
        五年先の指標はどうなっていると思いますか
        指標のやり方はおかしいと思うんだが、あなたはどう考える
    """,
}
_MARGINS = (0.0, 0.02, 0.05, 0.08, 0.10, 0.12, 0.15, 0.20, 0.25, 0.30, 0.40)

Judged = tuple[Operation, Guess, str]


def left_out(vectors: Matrix) -> list[Guess]:
    """Guess every example from all others, in the closed form of ridge regression; only the mean is shared."""
    examples = load_examples()
    centred = unit_rows(vectors - vectors.mean(axis=0))
    near, wanted = nearness(centred, centred), wanted_votes(examples)
    hat = near @ np.linalg.inv(near + RIDGE * np.eye(len(near)))
    own = np.diag(hat)[:, None]
    return [guess_of(row) for row in (hat @ wanted - own * wanted) / (1 - own)]


def nearest_five(vectors: Matrix) -> float:
    """Return the accuracy of plain 5-nearest-neighbour votes, for comparison."""
    labels = load_examples().labels
    centred = unit_rows(vectors - vectors.mean(axis=0))
    cosines = centred @ centred.T
    np.fill_diagonal(cosines, -1.0)
    right = 0
    for row, label in zip(cosines, labels, strict=True):
        votes: Counter[Operation] = Counter()
        for place in np.argsort(-row)[:5]:
            votes[labels[place]] += float(row[place])  # type: ignore[assignment]
        right += votes.most_common(1)[0][0] == label
    return right / len(labels)


def print_coverage(judged: Sequence[Judged]) -> None:
    """Print how many are answered at each margin, and how many of those rightly."""
    print("| margin | answered | right of those |")
    print("|---|---|---|")
    for margin in _MARGINS:
        kept = [label == guess.label for label, guess, _ in judged if guess.margin >= margin]
        share = f"{sum(kept) / len(kept):.1%}" if kept else "-"
        chosen = " (chosen)" if margin == LEAST_MARGIN else ""
        print(
            f"| {margin:.2f}{chosen} | {len(kept)} / {len(judged)} = {len(kept) / len(judged):.1%} | {share} |"
        )


def print_confusion(judged: Sequence[Judged], most: int) -> None:
    """Print each label's accuracy, and the pairs most often confused."""
    total = Counter(label for label, _, _ in judged)
    right = Counter(label for label, guess, _ in judged if label == guess.label)
    print(", ".join(f"{label} {right[label]}/{total[label]}" for label in total))
    taken = Counter((label, guess.label) for label, guess, _ in judged if label != guess.label)
    for (label, guessed), count in taken.most_common(most):
        print(f"- {label} taken for {guessed}: {count}")


def held_out(shot: FewShot) -> list[Judged]:
    """Guess the wordings that are no examples."""
    return [
        (Operation(label), shot.best(line), line)
        for label, lines in HELD_OUT.items()
        for line in lines.split()
    ]


def main() -> None:
    """Print all of it."""
    model = SentenceTransformerEmbeddings(sys.argv[1]) if sys.argv[1:] else load_settings().embeddings()
    model.embed_documents(["温"])  # loads the model, which is not what is timed
    examples = load_examples()
    started = time.perf_counter()
    vectors = embed_examples(model, examples)
    print(f"{len(examples.texts)} examples embedded in {time.perf_counter() - started:.1f} s\n")

    judged = list(zip(examples.labels, left_out(vectors), examples.texts, strict=True))
    print(f"## Left out one by one (5 nearest neighbours alone: {nearest_five(vectors):.1%})\n")
    print_coverage(judged)
    print_confusion(judged, 20)

    shot = FewShot(model)
    shot.warm_up()
    started = time.perf_counter()
    fresh = held_out(shot)
    if fresh:
        print(f"\n## Held out ({(time.perf_counter() - started) / len(fresh) * 1000:.0f} ms each)\n")
        print_coverage(fresh)
        print_confusion(fresh, 10)
        for label, guess, line in fresh:
            if label != guess.label:
                print(f"- {line}: {label}, taken for {guess.label} (margin {guess.margin:.2f})")


if __name__ == "__main__":
    main()
