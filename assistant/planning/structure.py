"""The report's own shape: how many measures, initiatives and indicators, which years, which departments."""

from __future__ import annotations

import re
from dataclasses import replace
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
            rf"(施策|基本目標|基本方針|大?柱)(は|って|が|を|には|、|の名前|の(?=一覧|リスト))?、?{_ASKS}|(どんな|どういう|何という)(施策|基本目標|基本方針|柱)(が|は|を)|(施策|基本目標|基本方針)の数"
        ),
    ),
    (
        "initiatives",
        re.compile(
            rf"(取組|取り組み)(項目)?(は|って|が|を|に|には|、|の(?=一覧|リスト))?、?{_ASKS}|(取組|取り組み)の数|いくつの(取組|取り組み)"
        ),
    ),
    (
        "indicators",
        re.compile(
            rf"指標(は|って|が|を|、|も)?、?{_ASKS}|(指標|kpi)[はがを、]*(この|その)?(表|計画|報告書?|資料|戦略)?(に|で|には|の中に|全体で)?(は)?(全部|全て|すべて)?(で|合わせて)?何[本個件つ種指項]|(指標|kpi)の数|何指標|いくつの(指標|kpi)|kpi(は|って|が|を)?{_ASKS}"
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
    r"(評価)?(指標|kpi)(そのもの|自体)?(が|の|は|を)?(決め|設定|設け|定め|置い|付け|持)(られ|され)?(て|っ)?(い)?(な[いくか]|ていな)|(指標|kpi|数値目標)(が|の|は)?(設定|設け|置|付|つ)?(されて|られて|いて|かれて|けられて)?(い)?な[いくか]|(指標|kpi)(が|の|は|も)?(ひとつも|一つも|1つも|全く|まったく|何も)?(な|無)い(取組|取り組み|もの|施策|事業)|(指標|kpi)(が|の)(無|ついてな|付いてな)い?(取組|取り組み|もの)"
)


# 「取組と担当課」, 「取組ごとに担当課を」: the initiatives, each with who is in charge.
_EACH_WITH_DEPARTMENT = re.compile(
    r"(取組|取り組み|事業|施策)(名|項目)?(ごと|毎|別|それぞれ)?(と|や|、|・|及び|および|ならびに|に|の|を|は|も|一覧)*(その|それぞれの?|各)?の?"
    r"(担当|所管|受け持)|(担当|所管)(課|部署)?(と|や|・|付き(で|の)?|つき(で|の)?|入り(で|の)?|も)、?(取組|取り組み|事業|施策)"
)
_SEVERAL_LEVELS = re.compile(r"(施策|取組|指標)(と|、|・)(取組|指標|施策).{0,12}(数|いくつ)")
# 「基本目標の下に施策がいくつ」: what stands under a heading is asked for, not the heading itself.
_UNDER = re.compile(
    r"(基本目標|基本方針|施策|取組|政策|方針|柱)\s*の?[\dⅠ-Ⅹ①-⑳一二三四五六七八九]*[^。?]{0,24}?"
    r"(の下|に属|に含ま|にひも|のもと|の中|にある|には|に(?=どんな|何|いくつ))"
)
# 「いつ終わる計画」「何年度で区切り」「いちばん右は何年度」: the years of the plan.
_PERIOD = re.compile(
    r"(計画|戦略|プラン|ビジョン|報告書?|資料)(の)?(期間)?[^。?]{0,12}(いつ|何年度?)[^。?]{0,6}(始ま|終わ|終了|満了|区切|スタート|ゴール|まで|から|期限|切れ)"
    r"|(計画|戦略|プラン|ビジョン)[^。?]{0,6}(期間|最終年度|終わり|期限)(は|って|が)[^。?]{0,4}(いつ|何年|どこ|$|\?)"
    r"|年度?の?(欄|列)?[^。?]{0,8}(左|右|端|最初|最後)[^。?]{0,8}何年"
)
_SHARED = re.compile(
    r"(課|部署|所管)(が|は)?、?(2|二|ふた|3|三|いく|複数|何)(つ|課|か所)?(も|以上)?(に|の|が)?[^。?、]{0,4}(また|入っ|並|書|載|関わ|絡|担当|で)"
    r"|(複数|2つ(以上)?|二つ(以上)?|いくつか|いくつも|2課|二課|何課も|両方)の?(の)?(課|部署)?(以上)?(が|で|に|の)[^。?、]{0,6}(また|担当|受け持|関わ|所管|共同|やって|共管)"
    r"|(共管|共同所管|連名|相乗り|またがって?(い)?る|またがる)(の|と|に)?(なって)?(い)?(る)?(取組|取り組み|事業|施策|指標|もの|やつ)"
)
# Words for the plan itself, which name nothing in it.
_THE_PLAN = frozenset("戦略 計画 総合 プラン ビジョン 冊子 名前 名称 期間 左 右 端 両方 複数 区切り".split())
_DEPARTMENTS = re.compile(r"担当課(の一覧|は(どこ|何課|どれ)|を(全部|すべて)|(は|って)?[?]?$)")


def plan_for_structure(reading: Reading, context: Context) -> Plan | None:
    """Return a plan for a question about the report's own shape, or None."""
    folded = reading.folded
    reading = replace(reading, words=tuple(one for one in reading.words if one.surface not in _THE_PLAN))
    nothing_named = not any(one.part == "noun" for one in reading.words) and not reading.indicators
    if _SHARED.search(folded) and nothing_named and not reading.grades and not reading.departments:
        what = re.search(r"取組|取り組み|事業|施策|指標|kpi|もの|やつ|の(は|って|が)|どれ", folded)
        if what and context.catalog.has_departments:
            return StructurePlan("shared", Scope(measures=reading.measures))
    if _PERIOD.search(folded) and nothing_named and not reading.slot("kind"):
        return StructurePlan("period")
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
    folded = _by_common_word(folded, context)
    level = level_asked(folded, context)
    if level == "施策":
        folded = folded.replace("施策", "取組")
    if "施策" in folded and context.catalog.has_measures and _steps(context) and not reading.words:
        # a plan of 基本目標 whose 施策 stand in a column of their own
        counted = re.search(
            r"施策(は|が|の数|って|を)?、?(全部で)?(いくつ|何[本個件つ]|どんな|の?一覧)", reading.folded
        )
        if counted and not reading.departments:
            whole = re.search(r"(基本目標|基本方針|柱)(は|が|って|の数|も)", reading.folded)
            also = ("steps",) if whole else ()
            return StructurePlan("measures" if whole else "steps", Scope(measures=reading.measures), also)
    asked = tuple(what for what, pattern in _LEVELS if pattern.search(folded))
    table = re.search(
        r"(担当|所管)(課|部署)?(の|を)?(対応|一覧|リスト|表|組)|(担当|所管)(課|部署)(を|は)?、", folded
    )
    departments = table is not None or "departments" in (asked or _bare(folded))
    each = departments and _EACH_WITH_DEPARTMENT.search(folded) is not None
    if each:
        asked = ("initiatives",)
    under = _UNDER.search(folded)
    if under is not None and reading.measures:
        # 「基本目標2の下にはどんな施策が」: only what is asked behind the heading
        asked = tuple(what for what, pattern in _LEVELS if pattern.search(folded[under.end() :])) or asked
    if re.search(
        r"(取組|取り組み|施策|具体的)?の?事業(は|って|が|を)?(全部で)?、?(いくつ|何[本個件つ]|どんな)", folded
    ):
        asked = asked or ("initiatives",)
    if _SEVERAL_LEVELS.search(folded):
        words = (("measures", "施策"), ("initiatives", "取組"), ("indicators", "指標"))
        asked = tuple(what for what, word in words if word in folded)
    asked = asked or _bare(folded)
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
    both = {"measures", "initiatives"} <= set(asked) and not (reading.measures or reading.departments)
    if "measures" in asked and not both and _ABOVE.search(folded) and "years" not in asked:
        above = "above" if levels_above(context) else "measures"
        if not (reading.measures or reading.departments or reading.words) and above == "above":
            return StructurePlan(above, also=tuple(one for one in asked if one != "measures"))
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
        return StructurePlan(asked[0], scope, whole_too=True, level=level)
    if len(asked) > 1 and "years" not in asked:
        order = [one for one in ("measures", "initiatives", "indicators", "departments") if one in asked]
        return StructurePlan(order[0], scope, also=tuple(order[1:]), level=level)
    return StructurePlan(asked[0], scope, level=level, departments=each)


def _bare(folded: str) -> tuple[str, ...]:
    """「施策3の担当課」: departments asked for by the word alone."""
    return ("departments",) if _DEPARTMENTS.search(folded) else ()


_OF_A_LEVEL = re.compile(r"(施策|取組|取り組み|事業)(名|項目)?(は|って|が|を|に|には|も|、|の数)?、?" + _ASKS)


_WHICH_OF_A_LEVEL = re.compile(
    r"(?:どんな|どういう|何という|何[本件個つ]の|いくつの)(施策|取組|取り組み|事業)(?=が|は|を|$|\?|、)"
)


def _by_common_word(folded: str, context: Context) -> str:
    """Say the report's own word for its measures (方針, 政策) in one that the patterns below read."""
    own = {one.heading for one in context.catalog.measures.values()} - {"施策", "目標"}
    for word in own:
        folded = re.sub(rf"(?<![一-龥]){re.escape(word)}(?![一-龥])", "基本目標", folded)
    return folded


def level_asked(folded: str, context: Context) -> str:
    """Return the level under the measures that is counted or listed, by the report's own word for it, else ''."""
    said = _OF_A_LEVEL.search(folded) or _WHICH_OF_A_LEVEL.search(folded)
    levels = [one.word for one in context.catalog.levels]
    if said is None or (len(levels) < 2 and not context.catalog.calls_initiatives("施策")):
        return ""
    word = said.group(1).replace("取り組み", "取組")
    fitting = [one for one in levels if word in one]
    return fitting[0] if len(fitting) == 1 else ""


def _steps(context: Context) -> bool:
    return any(one.column == "施策" for one in context.catalog.report.passages)


def levels_above(context: Context) -> tuple[str, ...]:
    """Return the headings of the level over the measures as printed, where the report has one."""
    above = (one.above for one in context.catalog.measures.values())
    return tuple(dict.fromkeys(one for one in above if one))


# 「大きな柱」 is the highest level of a plan.
_ABOVE = re.compile(r"柱|基本目標|基本方針|政策目標|一番上|大きな(目標|方針|くくり|まとまり)")


def _figures_asked(reading: Reading) -> bool:
    return bool(reading.grades) or reading.has("kind:rate", "kind:actual")
