#!/usr/bin/env python3
"""Times understanding and lookup on one core: the bundled report, and stores of 10,000 indicators.

    python tests/bench/speed_large.py                                  # the table, some minutes
    python tests/bench/speed_large.py --store one --profile 25         # where the time of one store goes
    python tests/bench/speed_large.py --indicators 2000 --reports 80   # smaller

Three stores, each in a process of its own so that no cache is warm from another: `bundled` is asked the
table questions of tests/data/dev.jsonl and their variants (perturb.py); `one` is a single report with
all indicators; `many` spreads them over reports of as many cities. Nothing is embedded and the model is
not loaded. Each question is put once; the first of all, which loads the dictionary and the report, is
told apart. CPU time stands beside the wall time, which suffers where other programs use the core.
Answers that came from the commentary are left out.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import io
import itertools
import json
import os
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from perturb import variants

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Route
from corpus.parse import parse_report
from corpus.types import (
    Accumulation,
    Block,
    Direction,
    GradeMeaning,
    Indicator,
    Initiative,
    Kind,
    Measure,
    Observation,
    Passage,
    PassageKind,
    Place,
    Report,
)
from index.build import build_index, open_index

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"
CASES = ROOT / "tests" / "data" / "dev.jsonl"

GOALS_MS = {"bundled": 15, "one": 50, "many": 50}  # for the median
Item = TypeVar("Item")
Talk = Sequence[str]
"""The turns of one conversation."""

# -- made reports ------------------------------------------------------------------------------

_YEARS = tuple(range(2020, 2027))
_REPORT_YEAR = 2024
_WHOM = (
    "高齢者 障がい者 子ども ひとり親家庭 乳幼児 妊産婦 若者 女性 外国人住民 生活困窮者 認知症の人 介護者 民生委員 保護司 自治会 "
    "小学生 中学生 高校生 保育士 看護師 消防団 農業者 漁業者 商店街 中小企業 起業家 観光客 移住者 学校図書館 公民館 公園 河川 "
    "森林 市営住宅 空き家 橋りょう 上水道 下水道 路線バス 自転車道 避難所 防犯灯 文化財 地域猫 里山 干潟 再生可能エネルギー "
    "温室効果ガス 家庭ごみ 食品ロス"
).split()
_WHAT = (
    "相談 訪問 見守り 研修 交流会 体験教室 健康診査 学習支援 就労支援 居場所づくり 情報発信 出前講座 実態調査 協働事業 補助金 "
    "表彰 点検 整備 巡回 広報"
).split()
_COUNTED = (
    ("実施件数", "件"),
    ("参加者数", "人"),
    ("利用者数", "人"),
    ("登録団体数", "団体"),
    ("開催回数", "回"),
    ("満足度", "%"),
    ("協力事業者数", "社"),
    ("継続率", "%"),
    ("担い手の人数", "人"),
    ("認知度", "%"),
)
_CITY_HEADS = "青葉 若葉 双葉 緑川 桜川 梅田 松島 竹原 藤沢 萩野 白石 黒部 赤城 金山 銀座 月岡 星野 日野 朝倉 夕張".split()
_CITY_TAILS = "が丘 台 浜 原 谷 崎 里 沢 森 野 島 津 岡 瀬 山 川 田 井 口 北".split()
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEGEND = {"A": "予定より進んでいる", "B": "概ね予定通り進んでいる", "C": "予定より遅れている"}
_INDICATORS_EACH = 5


def indicator_names(number: int) -> list[tuple[str, str]]:
    """Return (name, unit) of so many different indicators; beyond 10,000 wards tell them apart."""
    made = [
        (f"{whom}の{what}の{counted}", unit)
        for whom, what, (counted, unit) in itertools.product(_WHOM, _WHAT, _COUNTED)
    ]
    random.Random("names").shuffle(made)
    wards = [made, *([(f"{head}区の{name}", unit) for name, unit in made] for head in _CITY_HEADS)]
    return list(itertools.islice(itertools.chain.from_iterable(wards), number))


def city_names(number: int) -> list[str]:
    """Return so many different names of cities (400 at most)."""
    return [f"{head}{tail}市" for tail, head in itertools.product(_CITY_TAILS, _CITY_HEADS)][:number]


def made_report(name: str, city: str, indicators: Sequence[tuple[str, str]]) -> Report:
    """Return a report with these indicators, five an initiative, under at most twenty measures."""
    rng = random.Random(name)
    groups = list(_chunks(indicators, _INDICATORS_EACH))
    measures = []
    for mark, share in zip(_MARKS, _chunks(groups, -(-len(groups) // len(_MARKS))), strict=False):
        initiatives = tuple(_initiative(f"{mark}-{no}", no, group, rng) for no, group in enumerate(share, 1))
        theme = _WHOM[_MARKS.index(mark)]
        measures.append(Measure(mark, f"{theme}の暮らしを支えるまちづくり", "施策", Place(1, 0), initiatives))
    plan = "総合計画"
    return Report(
        name=name,
        title=f"{city} {plan} R6 進捗評価",
        city=city,
        plan=plan,
        fiscal_year=_REPORT_YEAR,
        years=_YEARS,
        digest=hashlib.sha256(name.encode()).hexdigest(),
        file_name=f"{name}.txt",
        measures=tuple(measures),
        legend=tuple(GradeMeaning(grade, meaning, Place(2, 0)) for grade, meaning in _LEGEND.items()),
        totals=(),
        remarks=(),
        cross_references=(),
        prose_figures=(),
        findings=(),
    )


def _initiative(id_: str, number: int, group: Sequence[tuple[str, str]], rng: random.Random) -> Initiative:
    first = group[0][0].rpartition("の")[0]
    overview = f"{first}を通じて、地域で安心して暮らせる環境を整える。"
    status = f"{first}を{rng.randint(2, 40)}回行い、{rng.randint(20, 900)}人が参加した。"
    place = Place(10 + number, 0)
    block = Block(
        f"{id_}.1",
        (f"{rng.choice(_WHOM)}政策課",),
        None,
        None,
        overview_lost=False,
        passages=(
            Passage(
                f"{id_}.1", f"{id_}:事業概要", "事業概要", PassageKind.OVERVIEW, overview, overview, place
            ),
            Passage(
                f"{id_}.1", f"{id_}:R6の取組状況", "R6の取組状況", PassageKind.STATUS, status, status, place
            ),
        ),
        indicators=tuple(_indicator(f"{id_}#{at}", *one, rng) for at, one in enumerate(group, 1)),
    )
    return Initiative(id_, number, f"{first}の推進", place, (block,))


def _indicator(id_: str, name: str, unit: str, rng: random.Random) -> Indicator:
    base, step = rng.randint(20, 3000), rng.randint(1, 60)
    seen: list[Observation] = []
    row = 100
    for at, year in enumerate(_YEARS):
        goal = base + at * step
        seen.append(_number(id_, year, Kind.TARGET, goal, row, at))
        if year <= _REPORT_YEAR:
            actual = max(goal + rng.randint(-4 * step, 3 * step), 0)
            seen.append(_number(id_, year, Kind.ACTUAL, actual, row + 1, at))
            grade = "A" if actual > goal else "B" if actual >= 0.9 * goal else "C"
            seen.append(Observation(id_, year, Kind.GRADE, grade, grade=grade, place=Place(row + 2, 6 + at)))
    printed = f"{name}({unit})"
    return Indicator(
        id_, name, printed, unit, None, Accumulation.UNKNOWN, Direction.UP, Place(row, 4), tuple(seen)
    )


def _number(id_: str, year: int, kind: Kind, value: int, row: int, at: int) -> Observation:
    return Observation(id_, year, kind, f"{value:,}", value=Decimal(value), place=Place(row, 6 + at))


def _chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[at : at + size] for at in range(0, len(items), size))


# -- questions ---------------------------------------------------------------------------------

_ABOUT_ONE = (
    "{name}の令和6年度の実績は？",
    "{name}、R5の目標を教えてください",
    "{name}はR3からR6でどう推移した？",
    "{name}のR6の達成率は何％ですか",
    "2023年度の{name}はいくつでしたか",
    "{name}のR6の評価は",
    "{name}は目標に届いた？",
)
_ABOUT_ALL = (
    "R6でC評価の指標は？",
    "R6で達成率の高い指標トップ5は？",
    "A評価はいくつある？",
    "施策③でC評価の指標は？",
    "R5からR6で実績が減った指標は？",
    "施策②の評価の内訳は？",
    "単位が「社」の指標は？",
    "R6の目標を下回った指標はいくつ？",
)
_SHARE_ABOUT_ALL = 0.15


def made_questions(reports: Sequence[Report], number: int) -> list[Talk]:
    """Return so many different questions; with several cities half of them name theirs."""
    rng = random.Random("questions")
    found: dict[str, None] = {}
    while len(found) < number:
        report = rng.choice(reports)
        city = f"{report.city}の" if len(reports) > 1 and rng.random() < 0.5 else ""
        if rng.random() < _SHARE_ABOUT_ALL and (city or len(found) < number // 2):
            found[city + rng.choice(_ABOUT_ALL)] = None
        else:
            name = rng.choice(list(report.indicators)).name or ""
            found[city + rng.choice(_ABOUT_ONE).format(name=name)] = None
    return [[question] for question in found]


def bundled_questions(number: int) -> list[Talk]:
    """Return the table questions of dev.jsonl, then variants of them up to about so many turns."""
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines() if line]
    cases = [one for one in cases if "table" in one["expect"]["route"]]
    more = [one for seed in range(3) for case in cases for one in variants(case, seed, per_case=1)]
    talks = list(dict.fromkeys(tuple(one["turns"]) for one in [*cases, *more]))
    turns = itertools.accumulate(len(talk) for talk in talks)
    return [talk for talk, before in zip(talks, turns, strict=True) if before <= number]


# -- timing ------------------------------------------------------------------------------------


@dataclass
class Times:
    """Milliseconds of each question answered from the table, and what the store itself took."""

    opened: float = 0.0
    first: float = 0.0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)  # Answer.elapsed_ms
    statuses: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")

    def line(self, store: str, goal: float) -> str:
        """Return the line of the table."""
        shown = [
            median(self.wall),
            p95(self.wall),
            max(self.wall),
            median(self.cpu),
            p95(self.cpu),
            median(self.told),
        ]
        kept = "はい" if median(self.wall) < goal else "いいえ"
        return (
            f"| {store} | {len(self.wall)} | "
            + " | ".join(f"{one:,.1f}" for one in shown)
            + f" | {self.opened:,.0f} | {self.first:,.0f} | <{goal} {kept} |"
        )


HEADING = (
    "| ストア | 問 | 中央値 ms | p95 ms | 最大 ms | CPU 中央値 | CPU p95 | elapsed_ms 中央値 | 開く ms | 最初の1問 ms | 目標 |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def p95(times: Sequence[float]) -> float:
    """Return the time that 19 of 20 questions stay under."""
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def timed(home: Path, talks: Sequence[Talk], budget_s: float, profile: cProfile.Profile | None) -> Times:
    """Put the questions once, until they are through or the time is used up."""
    times = Times()
    begun = time.perf_counter()
    index = open_index(home, None)
    assistant = Assistant(index, Settings(home=home))
    times.opened = (time.perf_counter() - begun) * 1000
    begun = time.perf_counter()
    assistant.ask(talks[0][0])
    times.first = (time.perf_counter() - begun) * 1000
    begun = time.perf_counter()
    for talk in talks[1:]:
        conversation = None
        for turn in talk:
            if profile:
                profile.enable()
            wall, cpu = time.perf_counter(), time.process_time()
            reply = assistant.ask(turn, conversation)
            took = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
            if profile:
                profile.disable()
            conversation = reply.conversation
            if reply.answer.route in (Route.NARRATIVE, Route.BOTH):
                continue
            times.wall.append(took[0])
            times.cpu.append(took[1])
            times.told.append(reply.answer.elapsed_ms)
            times.statuses[reply.answer.status.value] += 1
            times.slowest = max(times.slowest, (took[0], turn))
        if time.perf_counter() - begun > budget_s:
            break
    index.close()
    return times


def reports_of(store: str, indicators: int, reports: int) -> list[Report]:
    """Return the reports of a store."""
    if store == "bundled":
        return [parse_report(BUNDLED)]
    names = indicator_names(indicators)
    if store == "one":
        return [made_report("large", "青葉が丘市", names)]
    cities = city_names(reports)
    shares = _chunks(names, -(-len(names) // len(cities)))
    return [made_report(f"city-{at:03}", *one) for at, one in enumerate(zip(cities, shares, strict=False))]


def run(store: str, options: argparse.Namespace) -> None:
    """Build one store, ask, and print its line, with what the answers were and, where asked, the profile."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    profile = cProfile.Profile() if options.profile else None
    reports = reports_of(store, options.indicators, options.reports)
    talks = (
        bundled_questions(options.questions)
        if store == "bundled"
        else made_questions(reports, options.questions)
    )
    with tempfile.TemporaryDirectory() as folder:
        build_index(Path(folder), reports, None)
        del reports
        times = timed(Path(folder), talks, options.budget, profile)
    print(times.line(store, GOALS_MS[store]), flush=True)
    told = "、".join(f"{status} {count}" for status, count in times.statuses.most_common())
    print(f"{store}：{told}。最も遅い問（{times.slowest[0]:,.0f} ms）：{times.slowest[1]}", file=sys.stderr)
    if profile:
        _print_profile(profile, options.profile)


def _print_profile(profile: cProfile.Profile, lines: int) -> None:
    for order in ("cumulative", "tottime"):
        text = io.StringIO()
        pstats.Stats(profile, stream=text).sort_stats(order).print_stats(lines)
        print(text.getvalue().replace(f"{ROOT}/", ""))


def main() -> int:
    """Time each store in a process of its own and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", choices=list(GOALS_MS), help="this store only, in this process")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--indicators", type=int, default=10_000)
    parser.add_argument("--reports", type=int, default=400, help="of the store `many`, 400 at most")
    parser.add_argument("--budget", type=float, default=150, help="seconds of asking for each store")
    parser.add_argument(
        "--profile", type=int, default=0, metavar="LINES", help="with --store: where the time goes"
    )
    options = parser.parse_args()
    if options.store:
        run(options.store, options)
        return 0
    print(HEADING, flush=True)
    for store in GOALS_MS:
        subprocess.run([sys.executable, __file__, "--store", store, *sys.argv[1:]], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
