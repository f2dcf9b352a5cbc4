"""達成率 in sentences: the one that the report prints, else one computed from 実績 and 目標, never mixed up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assistant.answering.gaps import Missing, gap_message, label_of, unit_of
from assistant.draft import Draft
from assistant.phrasing import number_text, observation_text, without_year, year_text
from assistant.types import Reason
from corpus.text import is_dash
from corpus.types import Direction, Kind
from index.figures import Standing, direction_of, later_targets, percent_text, rounded, why_no_rate

COMPUTED = "達成率は、報告書の実績を目標で割って計算した値です。"
PRINTED = "達成率は、報告書に印字された値です。"


def rate_text(one: Standing) -> str:
    """Return the rate of a year as shown: the printed text with its percent sign, else the computed one; or empty."""
    printed = one.printed_rate
    if printed is None:
        return percent_text(one.computed_rate) if one.computed_rate is not None else ""
    shown = without_year(printed.printed).replace("％", "%")
    if printed.value is None or shown.endswith("%"):
        return shown
    as_percent = one.printed_percent == printed.value and printed.value > 3
    return f"{shown}%" if as_percent else shown


def rate_beside(one: Standing, draft: Draft) -> str:
    """Return 「達成率98.4%」 for a list, the printed rate cited and named as such; empty where there is none."""
    printed = one.printed_rate
    if printed is not None and is_dash(printed.printed):
        return ""
    text = rate_text(one)
    if not text or printed is None:
        return f"達成率{text}" if text else ""
    draft.cite(printed)
    return f"達成率{text}（印字）"


def rate_sentence(one: Standing, draft: Draft) -> str:
    """Return 「達成率は98.4%です。」 to end a sentence about 目標 and 実績; empty where there is none."""
    printed = one.printed_rate
    if printed is not None and is_dash(printed.printed):
        return ""
    text = rate_text(one)
    if not text:
        return ""
    if printed is None:
        return f"達成率は{text}です。"
    draft.cite(printed)
    _note_other(one, draft)
    return f"達成率は報告書の印字で{text}です。"


def note_rates(standings: Iterable[Standing], draft: Draft) -> None:
    """Say of the rates in a list or ranking whether they are printed, computed, or some of each."""
    shown = [one for one in standings if one.rate is not None]
    computed = [one for one in shown if one.printed_rate is None]
    if not shown:
        return
    if not computed:
        draft.note(PRINTED)
    elif len(computed) == len(shown):
        draft.note(COMPUTED)
    else:
        names = "、".join(draft.catalog.name(one.indicator.id) for one in computed[:5])
        draft.note(
            f"達成率は、報告書に印字のある指標ではその値、印字のない{len(computed)}件（{names}{'など' if len(computed) > 5 else ''}）では"
            "実績を目標で割って計算した値です。"
        )
    for one in shown:
        _note_other(one, draft)


def say_rate(one: Standing, draft: Draft, *, assumed: bool) -> str | None:
    """Say the achievement rate of a year; where there is none return the sentence that tells why.

    `assumed` is True where the question named no year, so that a target of a later year may answer.
    """
    if one.printed_rate is not None:
        return _say_printed(one, draft)
    unit, label, year = unit_of(one.indicator), label_of(one.indicator, draft), year_text(one.fiscal_year)
    why = why_no_rate(one.indicator, one.target, one.actual)
    if why is None and one.computed_rate is not None:
        assert one.actual is not None and one.target is not None
        times = (
            f"（目標の{number_text(rounded(one.computed_rate / 100))}倍）" if one.computed_rate >= 150 else ""
        )
        draft.say(
            f"{year}の{label}の達成率は{percent_text(one.computed_rate)}{times}です"
            f"（実績{observation_text(one.actual, unit)}÷目標{observation_text(one.target, unit)}）。"
        )
        draft.note(COMPUTED)
        return None
    if one.actual is None and one.fiscal_year > draft.catalog.report.fiscal_year:
        raise gap_message(one.indicator, one.fiscal_year, Kind.ACTUAL, draft)
    if one.target is None and assumed and one.actual is not None and _say_towards(one, draft):
        return None
    beside = _beside(one, draft)
    return f"{year}の{label}は、{why}。{beside}"


def no_rate(sentences: Iterable[str]) -> Missing:
    """Return the refusal for rates that are neither printed nor computable."""
    return Missing(Reason.NOT_PRINTED, "".join(sentences))


def _say_printed(one: Standing, draft: Draft) -> str | None:
    printed = one.printed_rate
    assert printed is not None
    draft.cite(printed)
    label, year = label_of(one.indicator, draft), year_text(one.fiscal_year)
    beside = _beside(one, draft)
    if is_dash(printed.printed):
        return f"{year}の{label}の達成率の欄は「{printed.printed.strip()}」で、値の記載がありません。{beside}"
    draft.say(f"{year}の{label}の達成率は、報告書の印字で{rate_text(one)}です。{beside}")
    _note_other(one, draft)
    return None


def _beside(one: Standing, draft: Draft) -> str:
    unit = unit_of(one.indicator)
    parts = []
    for label, seen in (("実績", one.actual), ("目標", one.target)):
        if seen is not None:
            draft.cite(seen)
            parts.append(f"{label}は{observation_text(seen, unit)}")
    return f"{'、'.join(parts)}です。" if parts else ""


def _say_towards(one: Standing, draft: Draft) -> bool:
    """Set the actual against the target of a later year, where the report prints no other; False where not."""
    ahead = [each for each in later_targets(one.indicator, one.fiscal_year) if each.value]
    if not ahead or one.actual is None or one.actual.value is None:
        return False
    goal = ahead[-1]
    unit, label = unit_of(one.indicator), label_of(one.indicator, draft)
    draft.cite(one.actual)
    draft.cite(goal)
    told = (
        f"{label}の{year_text(one.fiscal_year)}の目標の記載はなく、{year_text(one.fiscal_year)}の達成率は計算できません。"
        f"{year_text(goal.fiscal_year)}の目標{observation_text(goal, unit)}に対して、"
        f"{year_text(one.fiscal_year)}の実績は{observation_text(one.actual, unit)}"
    )
    upward = direction_of(one.indicator) is Direction.UP
    if goal.value is None or goal.value <= 0 or one.actual.value < 0 or not upward:
        draft.say(f"{told}です。")
        return True
    draft.say(f"{told}で、その{percent_text(one.actual.value / goal.value * 100)}に当たります。")
    return True


def _note_other(one: Standing, draft: Draft) -> None:
    other: Decimal | None = one.other_rate
    if other is None:
        return
    way = "目標÷実績" if direction_of(one.indicator) is Direction.DOWN else "実績÷目標"
    draft.note(
        f"{label_of(one.indicator, draft)}の印字された達成率は、報告書の{way}（{percent_text(other)}）と一致しません。"
        "報告書が別の計算方法をとっている可能性があります。"
    )
