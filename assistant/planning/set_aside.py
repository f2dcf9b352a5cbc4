"""What a question sets aside in a remark: what could not be rated, or the grade beside the one it asks for.

「（評価不可になったやつは数えなくていいです）」 and 「「やや遅れ」はいらない」 ask for neither of the two.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.planning.conditions import condition_of
from assistant.planning.exceptions import masked
from assistant.planning.grade_moves import move_spans
from assistant.plans import GradesPlan, Plan, TallyPlan
from assistant.understanding.grade_mentions import grades_in
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading

if TYPE_CHECKING:
    from assistant.planning.context import Context

_NOT_DONE = r"(?:な(?:い|く|か)|ませ|ず(?!つ)|ん(?=[でのもやだ]))"
_LEAVES_OUT = (
    rf"(?:除(?:い|く|き|外|け)|抜(?:き|い)|省(?:い|く|き)|外(?:し|す|せ)|(?:含め|含ま|入れ|数え|カウントし|勘定し){_NOT_DONE}"
    rf"|(?:数|勘定|計算|分母|対象|集計)に(?:は)?(?:入れ|含め|し){_NOT_DONE}|(?:要|い)ら{_NOT_DONE}|不要|無用|結構(?!な)|けっこう(?!な)"
    r"|別(?=です|で[、。)?]|で$|として|に(?:し|数え|考え)|物|もの|$|[。、)])|無視|対象外|以外(?=で|の)|(?:じゃ|では)(?:なく|ない)て?(?=、|\S*(?:の?ほう|の?方)))"
)
_THINGS = r"(?:[」』]?(?:(?:の|という|といった|に(?:なっ|され)た|(?:と)?(?:され|なっ)た|だった|など|等|とか|評価|判定|指標|項目|事業|取組|もの|もん|やつ|ほう|方|分|ところ)){0,4})"
_LEFT_OUT = re.compile(
    rf"{_THINGS}(?:は|を|も|に|が|から|については|、)*\s*(?:(?:分母|母数|計算|対象|集計|勘定|数)から)?{_LEAVES_OUT}[^、。?()]{{0,12}}"
)
_UNRATED = (
    r"(?:(?:評価|判定|採点|格付け?|達成(?:した)?か(?:どうか)?|達成状況)(?:の|が|を|は|も)?(?:まだ)?(?:判断|判定|評価)?(?:の|が|を|は|も)?"
    r"(?:不能|不可|対象外|保留|なし|無し|(?:でき|出来|され|つか|付か|つけられ|下せ|出せ|出来て|つい|付い|出)(?:て)?(?:い)?な(?:い|かった))"
    r"|対象外|未(?:評価|判定|調査|集計|確定|公表|実施)|集計中|調査中|横棒|ハイフン|[「『\"][-ー][」』\"]"
    r"|(?:実績|数値|数字|値|結果|データ)(?:値|の数値|の値)?(?:の|が|は|も)?(?:まだ)?(?:な(?:い|かった)|無(?:い|かった)|(?:出|分か|わか|つかめ|掴め|揃|そろ|入っ|確定し|判明し|取れ|集計され)[^、。?()]{0,4}な(?:い|かった)))"
)
_UNJUDGED = re.compile(rf"{_UNRATED}(?:(?:・|や|と|、|または|及び|および)(?:{_UNRATED}|中止|休止))*")
# 「『やや』の付かない遅れ」
_WITHOUT_PREFIX = re.compile(
    r"[「『\"]?(?P<prefix>やや|おおむね|概ね|ほぼ|少し|若干)[」』\"]?(?:という(?:言葉|字|文字|の))?(?:が|の|は|も)?(?:付|つ)(?:か|いて(?:い)?)ない"
)
_ONLY_JUDGED = re.compile(
    r"(?:評価|判定|採点)(?:の|が|を)?(?:(?:つ|付)(?:い|け)(?:られ)?た|(?:でき|出来|され|出)(?:て(?:い)?る|た)|ある)(?:指標|項目|もの|もん|やつ|分)"
    r"(?:だけ(?:で)?(?:見|数え|考え|計算し)?(?:て|た|ると|れば)?|のみ(?:で)?|に限(?:って|ると|定(?:し|する))[^、。?]{0,4}|の(?:うち|中|なか)(?:で(?:は)?)?|を(?:分母|母数|対象)[^、。?]{0,6})、?"
)


def set_aside(reading: Reading, context: Context) -> tuple[Reading, bool]:
    """Return the reading without what it sets aside, and whether that is what could not be rated.

    As given where nothing would be left to ask for: 「評価不可は除いて」 alone is a turn of its own.
    """
    reading = _without_moves(reading)
    judged, left = _only_judged(reading, context)
    return _one_grade(left, context), judged


def of_judged(plan: Plan, judged: bool) -> Plan:
    """Return a plan that counts or shares only among what could be rated."""
    if judged and isinstance(plan, TallyPlan | GradesPlan):
        return replace(plan, judged_only=True)
    return plan


def _only_judged(reading: Reading, context: Context) -> tuple[bool, Reading]:
    """Blank the remark that sets aside what could not be rated, with the grade 「-」 that it named."""
    span = _span_of_unjudged(reading.folded)
    if span is None:
        return False, reading
    left = _blanked(reading, *span, context)
    asks = left.grades or left.has("operation:breakdown") or not condition_of(left, context).empty
    return (True, left) if asks else (False, reading)


def _span_of_unjudged(folded: str) -> tuple[int, int] | None:
    if only := _ONLY_JUDGED.search(folded):
        return only.span()
    for named in _UNJUDGED.finditer(folded):
        out = _LEFT_OUT.match(folded, named.end())
        if out is not None:
            # 「集計中などで評価できないものは抜いて」: the whole clause says it.
            begin = max(folded.rfind(mark, 0, named.start()) for mark in "、。?(") + 1
            lead = folded[begin : named.start()]
            return (begin if _UNJUDGED.match(lead) else named.start()), out.end()
    return None


def _one_grade(reading: Reading, context: Context) -> Reading:
    """Blank the clause that leaves out a grade, where another is asked for: 「『やや遅れ』は別です」."""
    if not reading.grades:
        return reading
    folded = reading.folded
    if bare := _WITHOUT_PREFIX.search(folded):
        left = _blanked(reading, *bare.span(), context)
        kept = tuple(one for one in left.grades if not fold(one).startswith(bare["prefix"]))
        return replace(left, grades=kept) if kept else reading
    for out in re.finditer(_LEAVES_OUT, folded):
        begin = max(folded.rfind(mark, 0, out.start()) for mark in "、。?(") + 1
        clause = folded[begin : out.start()]
        left_out, _, _ = grades_in(clause, context.catalog)
        if not left_out or not re.search(rf"{_THINGS}(?:は|を|も|、|が)*\s*$", clause):
            continue
        end = _end_of(folded, out.end())
        kept, _, _ = grades_in(f"{folded[:begin]}{'□' * (end - begin)}{folded[end:]}", context.catalog)
        if kept and set(kept) - set(left_out):
            left = _blanked(reading, begin, end, context)
            return replace(left, grades=tuple(one for one in left.grades if one not in left_out))
    return reading


def _end_of(folded: str, at: int) -> int:
    rest = re.compile(r"[^、。?()「『]{0,12}").match(folded, at)
    return rest.end() if rest is not None else at


def _blanked(reading: Reading, start: int, end: int, context: Context) -> Reading:
    """The reading with a part of the question blanked: its words, matches and grades are gone."""
    left = masked(reading, start, end)
    if re.search(r"指標|もの|もん|やつ|項目", reading.folded[start:end]) and end - start > 2:
        # Many things are asked for, though the remark alone said so: 「判定できない指標を外して、達成の割合は」.
        left = replace(left, folded=_many(left.folded, end), asked=_many(left.asked, end))
    grades, or_better, _ = grades_in(left.folded, context.catalog)
    return replace(
        left,
        words=tuple(one for one in left.words if one.end <= start or end <= one.start),
        unknown=tuple(one for one in left.unknown if one.end <= start or end <= one.start),
        grades=grades,
        grade_or_better=or_better,
    )


def _many(text: str, end: int) -> str:
    return f"{text[: end - 2]}指標{text[end:]}"


def _without_moves(reading: Reading) -> Reading:
    """The reading without the words that only say how grades moved: アップ names no スタートアップ支援."""
    spans = move_spans(reading.asked)
    if not spans:
        return reading
    return replace(
        reading,
        words=tuple(
            one for one in reading.words if not any(a <= one.start and one.end <= b for a, b in spans)
        ),
        unknown=tuple(
            one for one in reading.unknown if not any(a <= one.start and one.end <= b for a, b in spans)
        ),
    )
