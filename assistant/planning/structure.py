"""The report's own shape: how many measures, initiatives and indicators, which years, which departments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.planning.scope import scope_of
from assistant.plans import Plan, Scope, StructurePlan
from assistant.understanding.reading import Reading

if TYPE_CHECKING:
    from assistant.planning.context import Context

_ASKS = r"(全部で|ぜんぶで|全て|すべて|いくつ|何[本個件つ種指項の]?|どんな|一覧|教え|どれ|並べ|リスト|挙げ|の数|数)"
_LEVELS = (
    (
        "departments",
        re.compile(
            rf"(担当課|部署|所管課|課)(は|って|が|の一覧|を)?、?({_ASKS[1:-1]})|(どの|どんな|何の|どこの)(課|部署)(が|は)?.{{0,8}}(関わ|関係|ある|担当して|載|出て)"
        ),
    ),
    (
        "measures",
        re.compile(
            rf"(施策|基本目標|基本方針|大?柱)(は|って|が|を|には|、|の名前)?、?{_ASKS}|(施策|基本目標|基本方針)の数"
        ),
    ),
    (
        "initiatives",
        re.compile(
            rf"(取組|取り組み)(項目)?(は|って|が|を|に|には|、)?、?{_ASKS}|(取組|取り組み)の数|いくつの(取組|取り組み)"
        ),
    ),
    (
        "indicators",
        re.compile(
            rf"指標(は|って|が|を|、|も)?、?{_ASKS}|(指標|kpi)の数|何指標|いくつの(指標|kpi)|kpi(は|って|が|を)?{_ASKS}"
        ),
    ),
    (
        "years",
        re.compile(
            r"(何年度?|いつ)(から|まで|の).{0,14}(載|収録|データ|ある|あり|入って|記載|分)|どの年度|何年分|いつの(年度)?(まで|から)|対象(の)?(年度|期間)|何年度(まで|から)|いつ(まで|から)の(実績|目標|計画|数字)|(実績|目標)(は|が)?(いつ|何年度?)(まで|から)"
        ),
    ),
)
_WITHOUT = re.compile(
    r"(評価)?(指標|kpi)(そのもの|自体)?(が|の|は|を)?(決め|設定|設け|定め|置い|付け|持)(られ|され)?(て|っ)?(い)?(な[いくか]|ていな)|(指標|kpi|数値目標)(が|の|は)?(設定|設け|置|付|つ)?(されて|られて|いて|かれて|けられて)?(い)?な[いくか]|(指標|kpi)(が|の)(無|ついてな|付いてな)い?(取組|取り組み|もの)"
)


_SEVERAL_LEVELS = re.compile(r"(施策|取組|指標)(と|、|・)(取組|指標|施策).{0,12}(数|いくつ)")
_DEPARTMENTS = re.compile(r"担当課(の一覧|は(どこ|何課|どれ)|を(全部|すべて)|(は|って)?[?]?$)")


def plan_for_structure(reading: Reading, context: Context) -> Plan | None:
    """Return a plan for a question about the report's own shape, or None."""
    folded = reading.folded
    if re.search(r"総評(は|って|を|では|に|$|\?)|総括(は|を|$)", folded) and not reading.words:
        return StructurePlan("remarks")
    if (
        _WITHOUT.search(folded)
        and re.search(r"取組|取り組み|(?<!その)もの", folded)
        and not _figures_asked(reading)
    ):
        return StructurePlan("without_indicators", Scope(measures=reading.measures))
    if reading.grades or reading.slot("condition") or "単位" in folded or reading.ordinal is not None:
        return None
    if reading.slot("kind") and not re.search(
        r"(実績|目標|評価)(は|が|の)?.{0,6}(いつ|何年度?|どの年度)", folded
    ):
        return None
    if re.search(r"平均|合計|順|一番|最も|最大|最小|累計|単年度|時点", folded):
        return None
    if context.catalog.calls_initiatives("施策"):
        folded = folded.replace("施策", "取組")
    asked = tuple(what for what, pattern in _LEVELS if pattern.search(folded))
    if _SEVERAL_LEVELS.search(folded):
        words = (("measures", "施策"), ("initiatives", "取組"), ("indicators", "指標"))
        asked = tuple(what for what, word in words if word in folded)
    if not asked and _DEPARTMENTS.search(folded):
        asked = ("departments",)
    if not asked:
        if (
            re.search(
                r"(この)?(報告書?|計画|資料)(は|って)?、?(何の|どんな|どういう|何と)|何(の|について)(の)?(報告|計画)|計画(の)?(名前|名称)",
                folded,
            )
            and not reading.words
        ):
            return StructurePlan("all")
        return None
    if "years" in asked and (any(one.part == "noun" for one in reading.words) or reading.indicators):
        return None
    scope = Scope(measures=reading.measures, initiatives=reading.initiatives, departments=reading.departments)
    nouns = tuple(word for word in reading.words if word.part == "noun")
    if nouns or reading.departments:
        named = scope_of(reading, context.catalog, context.linker)
        if (
            named is None
            or named.indicators
            or not (named.measures or named.initiatives or named.departments)
        ):
            return None
        if nouns and named.departments and not (named.measures or named.initiatives):
            return None
        scope = named
    if re.search(r"うち", folded) and len(asked) == 1 and scope.measures:
        return StructurePlan(asked[0], scope, whole_too=True)
    if len(asked) > 1 and "years" not in asked:
        order = [one for one in ("measures", "initiatives", "indicators", "departments") if one in asked]
        return StructurePlan(order[0], scope, also=tuple(order[1:]))
    return StructurePlan(asked[0], scope)


def _figures_asked(reading: Reading) -> bool:
    return bool(reading.grades) or reading.has("kind:rate", "kind:actual")
