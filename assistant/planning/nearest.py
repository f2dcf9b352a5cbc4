"""The indicator nearest in meaning to a question whose own words name none: お店のごみ, 事業系ごみの排出量.

The embedding model ranks the names well but cannot tell whether the best of them is meant: 「がん検診」
is near 特定健康診査, too. That is decided by what the model and the words say together, with weights learnt
from questions of both kinds (`tests/bench/nearest.py`), after everything that surely asks for another thing:
another counter, a part (男性, 小学生), a place. What is answered so is said to be the nearest, first.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np

from assistant.planning.context import Context
from assistant.planning.refusals import (
    compound_mismatch,
    counts_opposite,
    head_mismatch,
    place_unexplained,
    rival_of,
)
from assistant.planning.wanted import wants_figure, wants_narrative
from assistant.plans import ClarifyPlan, FiguresPlan, NarrativePlan, Plan, RefusePlan
from assistant.types import Reason
from assistant.understanding.catalog import ItemKind
from assistant.understanding.counters import STRICT, counts_other, same_unit
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.name_vectors import Nearness, Vector
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading

_PART = re.compile(
    r"のうち|内訳|別に|別の|ごとに|ごとの|分けると|(?<!課)だけ(で(?!す|しょ)|の|は)|に限|男|女|外国|\d歳|[1-9]0代|うちの地区|校区"
)
# Of each group one alone is meant: a question that says one is not about a name that says another.
_EXCLUSIVE = (
    ("未成年", "成人"),
    ("自然増減", "社会増減"),
    ("登録", "成約"),
    ("上水道", "下水道", "汚水"),
    ("受動喫煙", "喫煙率"),
    ("小学", "中学", "高校", "大学"),
    ("国の", "県の", "都の"),
    ("国指定", "県指定", "市指定"),
    ("新規", "継続"),
    ("転入", "転出"),
    ("出生", "死亡"),
    ("家庭", "事業"),
    ("幼稚園", "保育"),
    ("学童", "保育所"),
    ("がん検診", "特定健"),
)
_PERSONS_ASKED = re.compile(r"(した|った|いた|れた|んだ|る|の)人の数|人数は|(者|員|生徒|児童|学生)数")
# A rate of its own (稼働率) is no achievement rate of an indicator that counts.
# What no figure of an indicator tells: opinions, forecasts, what kind, a mean or an origin of its own.
_ELSE_ASKED = re.compile(
    r"べき|思い?ます|予想|予測|人気|業種|名前|テーマ|どんな|どこの(会社|企業|店|国)|そのもの|もとになっ|元になっ|平均(?!値|すると|で|して|は|を|何|的)[一-龥]{2}"
)
_MONEY_SAID = re.compile(r"[一-龥]{1,4}(費|額|料金|価格|単価)|何[億百千]*万?円")
_RATE_ASKED = re.compile(r"(?!達成|進捗|到達|目標|増加|減少|伸び|成長|変化)[一-龥]{2,}率")
_AMOUNT_OF_MONEY = re.compile(r"いくら|金額|何(円|万円|千円)")
_OVERRULED = 0.6  # of an indicator's own name: with less of it said, another may be meant
_SAME_COUNTER, _OTHER_COUNTER = 0.02, 0.15  # of a cosine of name and path together
_PERSONS_SAID = re.compile(r"客|利用者|参加者|来場者|(来た|乗った|訪れた|使った)(人|方)|会員")
_SAID_BY_NAME = 0.1  # of all its words, what the name says adds to that
_SHORT = 24  # characters: a longer stretch of a question is no name
_NEARLY_ALL = 0.8  # of the weighted words
_TOLD = 0.75  # of the words of a question: a sentence that says so much is what was asked for
_AHEAD = 1.2  # standard deviations by which the nearest must lead what the words found


@dataclass(frozen=True, slots=True)
class Nearest:
    """The indicator meant, how surely (0–1), and the words that stand for its name."""

    indicator: str
    sureness: float
    said: str


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt with one model: an offset, and a weight for each feature."""

    model: str
    offset: float
    features: tuple[float, ...]
    least: float
    least_of_stated: float


def nearest_indicator(plan: Plan, reading: Reading, context: Context) -> Nearest | None:
    """Return the indicator to answer about instead of a plan that found none; None where none is near enough."""
    if context.operations is None or not is_open(plan, reading) or not _is_doubtful(plan, reading, context):
        return None
    assert context.names is not None
    weights = load_weights()
    if not context.names.usable or context.names.model != weights.model:
        return None
    near = context.names.nearness(reading.raw)
    first = first_of(near, reading, context)
    if is_another(first, reading, context):
        return None
    if _is_told_in_prose(plan, reading, context):
        return None
    if isinstance(plan, FiguresPlan):
        if first in plan.indicators or not _overrules(plan, near, reading, context):
            return None
    elif isinstance(plan, ClarifyPlan) and not any(
        context.catalog.name(first) in choice for choice in plan.choices
    ):
        return None
    values = features_of(near, reading, context)
    sureness = 1 / (1 + math.exp(-weights.offset - float(np.dot(weights.features, values))))
    least = weights.least_of_stated if isinstance(plan, NarrativePlan | ClarifyPlan) else weights.least
    if sureness < least:
        return None
    return Nearest(first, sureness, _said(reading))


def about(found: Nearest, reading: Reading) -> Reading:
    """Return the reading of the same question asked of the indicator found."""
    return replace(
        reading, indicators=(found.indicator,), initiatives=(), words=(), unknown=(), nearest=found.said
    )


def features_of(near: Nearness, reading: Reading, context: Context) -> tuple[float, ...]:
    """Return what tells whether the nearest indicator is meant, in the order of the weights."""
    score = _score(near, reading, context)
    order = np.argsort(-score)
    first, spread = order[0], float(score.std()) or 1.0
    linked = {
        one.item.id: one for one in context.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
    }
    by_words = linked.get(near.ids[first])
    left = by_words.unexplained if by_words else reading.words
    name = fold(context.catalog.name(near.ids[first]))
    narrowing = load_lexicon().narrowing
    return (
        float(score[first] - score[order[1]]) / spread,
        float(score[first] - score.mean()) / spread,
        by_words.coverage if by_words else 0.0,
        by_words.name_coverage if by_words else 0.0,
        by_words.precision if by_words else 0.0,
        float(near.by_name[first]),
        float(near.by_path[first]),
        float(sum(word.surface in narrowing and word.surface not in name for word in left)),
    )


def first_of(near: Nearness, reading: Reading, context: Context) -> str:
    """Return the indicator that model and words together put first."""
    return near.ids[int(np.argmax(_score(near, reading, context)))]


def _score(near: Nearness, reading: Reading, context: Context) -> Vector:
    score = near.by_name + near.by_path
    if _PERSONS_SAID.search(reading.folded) and not reading.unit:
        for position, one in enumerate(near.ids):
            if "円" in context.catalog.unit(one):
                score[position] -= _OTHER_COUNTER  # 「お客さんはどれだけ減った」 asks for no money
    if reading.unit:
        for position, one in enumerate(near.ids):
            unit = fold(context.catalog.unit(one))
            if unit and same_unit(reading.unit, unit):
                score[position] += _SAME_COUNTER
            elif (
                reading.unit in STRICT
                and unit
                and counts_other(reading.unit, unit, fold(context.catalog.name(one)))
            ):
                score[position] -= _OTHER_COUNTER
    at = {one: position for position, one in enumerate(near.ids)}
    for linked in context.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit):
        if linked.item.id in at:
            score[at[linked.item.id]] += _SAID_BY_NAME * linked.coverage
    return score


def is_open(plan: Plan, reading: Reading) -> bool:
    """Whether a plan leaves it open which indicator is asked about, and nothing surely asks for another thing."""
    if not reading.words or reading.indicators or reading.initiatives or wants_narrative(reading):
        return False
    if reading.refers or reading.corrects:
        return False
    if reading.other_places or reading.unknown_departments or reading.unknown_measures:
        return False
    if reading.slot("outside") and set(reading.slot("outside")) != {"money"}:
        return False
    if reading.slot("talk") or reading.has("operation:definition"):
        return False
    if isinstance(plan, RefusePlan):
        return plan.reason is Reason.NO_SUCH_ITEM
    if isinstance(plan, NarrativePlan):
        return plan.wants_number or (wants_figure(reading) and not plan.definition)
    if isinstance(plan, ClarifyPlan):
        return "複数あります" in plan.message and wants_figure(reading)
    return isinstance(plan, FiguresPlan) and len(plan.indicators) == 1


def is_another(indicator: str, reading: Reading, context: Context) -> bool:
    """Whether the question counts something else, or a part that the name does not speak of."""
    name, unit = fold(context.catalog.name(indicator)), fold(context.catalog.unit(indicator))
    percent = unit in ("%", "％")
    counter = reading.unit not in ("", "%", "倍", "割")
    if counter and unit and (percent or counts_other(reading.unit, unit, name)):
        return True
    if _PERSONS_ASKED.search(reading.folded) and unit and not same_unit("人", unit):
        return True
    if _ELSE_ASKED.search(reading.folded):
        return True
    money = _MONEY_SAID.search(reading.folded)
    if money is not None and "円" not in unit and money.group() not in name:
        return True
    rate = _RATE_ASKED.search(reading.folded)
    if rate is not None and (not percent or not _says_all(indicator, reading, context)):
        return True
    if _AMOUNT_OF_MONEY.search(reading.folded) and "円" not in unit:
        return True
    if any(match.group() not in name for match in _PART.finditer(reading.folded)):
        return True
    if reading.measures and context.catalog.measure_of[indicator] not in reading.measures:
        return True
    if rival_of(reading, name, context) or counts_opposite(reading, name):
        return True
    linked = context.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
    by_words = next((one for one in linked if one.item.id == indicator), None)
    if head_mismatch(reading, by_words) or place_unexplained(reading, by_words, context):
        return True
    if compound_mismatch(reading, by_words, context):
        return True
    for group in _EXCLUSIVE:
        asked = {one for one in group if one in reading.folded}
        printed = {one for one in group if one in name}
        if asked and printed and not asked & printed:
            return True
    return False


def _says_all(indicator: str, reading: Reading, context: Context) -> bool:
    """Whether the name says nearly all the words of a question that names a rate of its own."""
    name = fold(context.catalog.name(indicator))
    return context.linker.support(reading.words, name) >= _NEARLY_ALL


def _is_told_in_prose(plan: Plan, reading: Reading, context: Context) -> bool:
    """Whether a sentence of the commentary with a figure says nearly all the words of the question."""
    if not isinstance(plan, NarrativePlan) or plan.stated is None:
        return False
    by_words = context.best(reading)
    if by_words is not None and by_words.coverage >= _TOLD:
        return False  # the name of an indicator says as much
    found = context.stated.find(reading.words, reading.unit)
    return bool(found) and found[0].score >= _TOLD


def _is_doubtful(plan: Plan, reading: Reading, context: Context) -> bool:
    """Whether the words found an indicator only by halves, where they found one: else no model is asked."""
    if not isinstance(plan, FiguresPlan):
        return True
    linked = context.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
    by_words = next((one for one in linked if one.item.id == plan.indicators[0]), None)
    return by_words is None or by_words.precision < _OVERRULED


def _overrules(plan: FiguresPlan, near: Nearness, reading: Reading, context: Context) -> bool:
    """Whether another indicator leads by far in meaning the one that the words found."""
    chosen = plan.indicators[0]
    if chosen not in near.ids:
        return False
    score = _score(near, reading, context)
    return float(score.max() - score[near.ids.index(chosen)]) / (float(score.std()) or 1.0) >= _AHEAD


def _said(reading: Reading) -> str:
    """The stretch of the question from its first to its last content word."""
    start, end = reading.words[0].start, reading.words[-1].end
    said = reading.folded[start:end]
    return (
        said
        if len(said) <= _SHORT and not re.search(r"[、。?]", said)
        else reading.content.replace(" ", "・")
    )


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Read the weights shipped with the package."""
    raw = tomllib.loads((files("assistant") / "data" / "nearest_weights.toml").read_text(encoding="utf-8"))
    return Weights(raw["model"], raw["offset"], tuple(raw["features"]), raw["least"], raw["least_of_stated"])
