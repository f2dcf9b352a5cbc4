"""What a question wants indicators to fulfil, read into typed tests: grades, figures, moves, words, units."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.conditions import Condition, Span, Wanted, met_or_not, moved
from assistant.planning.amount_tests import BASELINE_SAID, tests_of_amounts
from assistant.planning.grade_moves import grade_move
from assistant.planning.ordering import ranks
from assistant.planning.wanted import is_yes_no
from assistant.understanding.amounts import Amount, amounts_in
from assistant.understanding.grade_words import grade_words_in, says_not
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading
from corpus.types import Kind
from index.figures import grade_verdict
from index.set_query import (
    Comparison,
    GradeTest,
    NamelessTest,
    NatureTest,
    NoFigureTest,
    NumberTest,
    Quantity,
    UnitTest,
    WordTest,
)

if TYPE_CHECKING:
    from assistant.planning.context import Context

PLURAL = re.compile(
    r"(た|る|い)のって(?=ある|あり|ない|、|何|どれ|$|\?)|(な|た|る|い|つ)のは(\?|$|どれ|何|、|$)|(な|た|る|い)のは$|のは(どれ|何)|指標|kpi|項目|取組|取り組み|施策|もの(は|が|を|って|だけ|$|\?|、|のうち)|やつ|どれ|何(個|つ|件|本)|"
    r"いくつ|全部|すべて|一覧|列挙|洗い出|リスト|挙げ|何と何|なに?がある|何がある|(た|る|い)(の|ところ)を(全部|教え|出|示|見せ)"
)
_QUOTED = re.compile(r"[「『\"“]([^」』\"”]{1,12})[」』\"”]")
_OF_GRADE = re.compile(r"評価|判定|ランク|成績")
_NATURE = re.compile(
    r"(累計|単年度?|(?<!年度の)(?<!年の)(?<!現在の)(?<!度末)(?<!今の)(?<!現)(?<!この)(?<!その)(?<!いまの)(?<!今)(?<!どの)時点(?!で(?:すで|既|もう|早|は|、|の(?:実績|値|数字))|でも)|累積)(の?値)?(の|で|として|と.{0,6})?(数え|断|示|カウント|集計|表|記載|計上|出|載)?.{0,8}?(な[いく]|以外|じゃ|では|もの|指標|kpi|項目|のは|やつ|$|\?)"
)
_NO_FIGURE = re.compile(
    r"(実績|数値|数字|値|結果)(の|が|は|も)?[^、。?]{0,6}(つかめ|掴め|把握(でき|され|し)|確定(し|でき)|(出)?(そろ|揃)っ|集計(でき|し|が済ん)|判明し|分かっ|わかっ|はっきりし|取りまとま)(て)?(い)?(な[いくか]|ません)|"
    r"実績(の|が|は)?(数字|数値|値)?(が|は|の|も)?(まだ)?(出て|入って|取れて|載って|記載されて|示されて|書かれて)(い)?な|実績(の|が)?(数字|数値|値)?(が|は|の)?(な[いく]|無い|空欄|未記載|ブランク)"
)
_NO_FIGURE_TARGET = re.compile(
    r"目標(値|欄)?(が|に|は)?、?(数(字|値)|数)?(では|じゃ|が|に|で)?(な(い|く)|無|入ってな)|数(字|値)(では|じゃ|で)な.{0,16}(言葉|文字|増加|減少|維持)|目標.{0,10}(言葉|文字)|定性(的|目標)"
    r"|目標(値|の数字|の数値)?(を|が|は)[^、。?]{0,4}(設定|定め|決め|置|掲げ)(し|られ|か|い|され)?(て(い)?)?(ない|なく|ず)"
)
_FIGURE_TARGET = re.compile(
    r"(数値|数字)(目標)?(で|が)(決ま|定ま|ある|あり|設定|入って)|目標が(数値|数字)で|(数値|定量)目標(が|の)ある"
)
_RUN = re.compile(
    r"(?P<years>\d|[二三四五])(か|ヶ|カ|箇)?年(度)?(間)?(以上)?(連続|続け|続い|続き|越し|間?ずっと|とも)"
    r"|(?P<both>去年も今年も|昨年(度)?も今年(度)?も|前年度も今年度も|両年とも|どちらの年も)"
    r"|(ずっと|一貫して|続けて|連続で|連続して|毎年|年々|年を(追|経)(うごと|って|るごと)|年ごとに(悪|良|よ|減|増|下|上)|一方(?=の|で|だ|と|$)|一度も|いちども|[1一]回も|1度も)"
)
_FALLS = re.compile(
    r"(年度?|r\d+|昨年|去年|前回)(の(実績|値|数字|数))?(より|と比べて?|に比べて?)[^、。?]{0,8}(少な|低|小さ)(い|かった)|小さくな|少なくな|減|落ち|下が|下回|悪化|低下|後退|縮|割り込|ダウン"
)
_RISES = re.compile(
    r"(年度?|r\d+|昨年|去年|前回)(の(実績|値|数字|数))?(より|と比べて?|に比べて?)[^、。?]{0,8}(多|高|大き)(い|かった)|増|伸び|上が|上回|プラス|改善|上昇|向上|アップ|大き(い|く)|多(い|く)なっ|超え"
)


# 「達成か未達か」「届いたかどうか」: asks it of each, and picks none out.
_WHETHER = re.compile(
    r"(達成|達成した|届いた|クリアした|できた)(の)?か、?(未達|未達成|届かな|達成(でき|して)|でき|どう)|(達成|未達)(かどうか|の(別|有無))"
)


# 「ちょうど100%は除いて」 says what is not meant, too; more than 100% leaves it out already.
_LEFT_OUT = re.compile(
    r"(の?(もの|やつ|指標))?(は|を|も)?(除|抜き|含め?な|入れな|要らな|いらな|不要|数えな|省|外し)"
)


def condition_of(reading: Reading, context: Context) -> Condition:
    """Read what indicators must fulfil to be listed."""
    folded = reading.asked
    plural = PLURAL.search(folded) is not None
    wanted: list[Wanted] = []
    amounts = amounts_in(folded, reading.years.spans)
    if reading.has("operation:criteria"):
        amounts = ()
    amounts = tuple(one for one in amounts if not _LEFT_OUT.match(folded[one.end :]))
    wanted += tests_of_amounts(amounts, reading, context)
    grades = [] if _WHETHER.search(folded) else _grades_wanted(reading, context, plural)
    attained = [one for one in grades if isinstance(one.test, GradeTest)]
    words = _words_wanted(reading, context, plural)
    wanted += words
    stepped = any(one.span is Span.FIRST or not isinstance(one.test, GradeTest) for one in grades)
    wanted += [] if stepped else _of_movement(reading, amounts, plural, bool(words))
    wanted += [] if _WHETHER.search(folded) else _of_target(reading, amounts, bool(attained), context)
    wanted += grades
    wanted += _of_nature(reading, plural)
    if reading.has("condition:lost_name"):
        wanted.append(Wanted(NamelessTest()))
    if unit := _unit_said(folded):
        wanted.append(Wanted(UnitTest((unit,))))
    return Condition(tuple(dict.fromkeys(wanted)))


def run_length(reading: Reading) -> int | None:
    """Return how many years in a row are asked for; 0 where a run without a number, None where none."""
    match = _RUN.search(reading.asked)
    if match is None:
        return None
    if match["both"]:
        return 2
    number = match["years"]
    if number is None:
        return 0
    return int(number) if number.isdigit() else "一二三四五".index(number) + 1


def unread_amount(reading: Reading, condition: Condition) -> Amount | None:
    """Return a compared number that no test took up: answering without it would answer another question."""
    used = {abs(one.test.number) for one in condition.wanted if isinstance(one.test, NumberTest)}
    return next(
        (
            one
            for one in amounts_in(reading.asked, reading.years.spans)
            if not {one.number, 100 - one.number, 100 + one.number, one.number * 100, one.number * 100 - 100}
            & used
        ),
        None,
    )


# -- grades ----------------------------------------------------------------------------------------


def _grades_wanted(reading: Reading, context: Context, plural: bool) -> list[Wanted]:
    folded, scale = reading.asked, context.catalog.scale
    run = run_length(reading) is not None
    if change := _grade_change(reading, context):
        return change
    if plural and (move := grade_move(folded)) is not None:
        tests = [move]
        if reading.grades and re.search(r"(?<![a-z])[a-e◎○△×](評価|判定|ランク)?(に|へ)", folded):
            tests.append(Wanted(GradeTest(reading.grades)))
        elif reading.grades and re.search(r"だった(のに|が|けど|もの|指標)", folded):
            tests.append(Wanted(GradeTest(reading.grades), Span.FIRST))
        return tests
    if plural and reading.grades and reading.has("condition:grade_up", "condition:grade_down"):
        tests = [moved(Quantity.GRADE_STEPS, 1 if reading.has("condition:grade_up") else -1)]
        if re.search(r"(?<![a-z])[a-e](評価|判定|ランク)?(に|へ)", folded):
            tests.append(Wanted(GradeTest(reading.grades)))
        elif re.search(r"だった(のに|が|けど|もの|指標)", folded):
            tests.append(Wanted(GradeTest(reading.grades), Span.FIRST))
        return tests
    grades = reading.grades
    if not grades:
        return []
    if reading.grade_or_better:
        better = [scale[: scale.index(one) + 1] for one in grades if one in scale]
        grades = max(better, key=len, default=grades)
    elif re.search(r"(?<![a-z])[a-e](評価|判定|ランク)?(以下|未満)", folded):
        worse = [scale[scale.index(one) + ("未満" in folded) :] for one in grades if one in scale]
        grades = max(worse, key=len, default=grades)
    negated = _negated(folded) or says_not(folded, scale) or _NEVER.search(folded) is not None
    if negated and reading.has("condition:not_rated") and re.search(r"(込み|含め|入れ|も)", folded):
        grades, negated = (*(one for one in scale if one not in grades), "-"), False
    span = Span.EVERY if run or (len(reading.years.years) > 1 and not _ANY_YEAR.search(folded)) else Span.LAST
    if len(reading.years.years) > 1 and not run and _ANY_YEAR.search(folded):
        span = Span.ANY
    return [Wanted(GradeTest(grades, negated), span)]


_NEVER = re.compile(r"(一度|いちど|1度|[1一]回)も[^。?]{0,16}な(い|かった|く)")
_ANY_YEAR = re.compile(r"(いずれか|(?<!どれと)どれか|どこか|一度でも|1度でも|1回でも|一回でも)")


def _negated(folded: str) -> bool:
    return (
        re.search(
            r"(?<![a-z])[sa-e◎○△×](評価|判定|ランク)?[」』]?(以外|じゃな|ではな|でな|が(付|つ)(い|か)(て)?(い)?な|を?(取|と)れ(て)?(い)?な|に?(届|達し)(か|て)?(い)?な|ではありません|でもな)",
            folded,
        )
        is not None
    )


def _grade_change(reading: Reading, context: Context) -> list[Wanted]:
    """「BからCに落ちた指標」: a grade of the first year and one of the last."""
    folded = reading.asked
    known = {fold(one): one for one in context.catalog.grades}
    if reading.grades and (lost := _LOST.search(folded)):
        first = min(reading.grades, key=lambda one: abs(folded.find(fold(one), lost.start()) - lost.start()))
        later = tuple(one for one in reading.grades if one != first)
        now = Wanted(GradeTest(later)) if later else Wanted(GradeTest((first,), True))
        return [Wanted(GradeTest((first,)), Span.FIRST), now]
    before: tuple[str, ...]
    after: tuple[str, ...]
    several = sorted(reading.grades, key=lambda one: folded.find(fold(one)))
    if (
        len(several) == 2
        and len(reading.years.years) == 2
        and re.search(r"落ち|下が|上が|なっ|変わ|転じ|昇|降", folded)
    ):
        return [Wanted(GradeTest((several[0],)), Span.FIRST), Wanted(GradeTest((several[1],)), Span.LAST)]
    change = re.search(
        r"(?<![a-z])([a-e◎○△×])(評価|判定)?(から|だったのが|だったものが|→|だった(もの|指標)?で).{0,10}?(?<![a-z])([a-e◎○△×])(?![a-z])",
        folded,
    )
    if change and change.group(1) in known and change.group(5) in known:
        before, after = (known[change.group(1)],), (known[change.group(5)],)
    elif "から" in folded and reading.grades:
        first, _, then = folded.partition("から")
        scale = context.catalog.scale
        before, after = (tuple(one for one, _ in grade_words_in(part, scale)) for part in (first, then))
        if not before or not after:
            return []
    else:
        return []
    return [Wanted(GradeTest(before), Span.FIRST), Wanted(GradeTest(after), Span.LAST)]


# 「前の年は達成だったのに今年度で落ちた」: a grade of the year before that was not kept.
_LOST = re.compile(
    r"(去年|昨年度?|前年度?|前の年|前回)[^。?]{0,4}?(は|に|が|まで|の)?[^。?]{1,12}?(だった|でした|がつい|を取っ|、|を?もら)[^。?]*?(のに|けど|が|から|、)[^。?]*?(今年度?|今回|落ち|下が|コケ|こけ|未達|達成していない|届か|陥落|転落|外れ|ダメ|だめ)"
)


def _attained(context: Context, met: bool) -> tuple[str, ...]:
    """Return the report's own grades of the words 達成 (or 未達成), where it has both kinds of word."""
    verdicts = {one: grade_verdict(one) for one in context.catalog.scale}
    if not {True, False} <= set(verdicts.values()):
        return ()
    return tuple(one for one, verdict in verdicts.items() if verdict is met)


# -- targets and movement ----------------------------------------------------------------------------


# 「9割以上まで来たのに未達」: the target was missed, whatever number stands beside.
_MISSED_TOO = re.compile(r"未達|達成(でき|して)(い)?な|(目標|計画)(値)?(の数字)?に(は)?(届|達し)(か|てい?)な")
# 「いくつになって、何人落ち込んだ」 asks of one thing; 「減ったのはいくつ」 and 「減った指標」 of many.
_MANY_THINGS = re.compile(
    r"のは|のって|何と何|指標|kpi|項目|取組|取り組み|施策|もの|やつ|どれ|全部|すべて|一覧|列挙|洗い出|リスト|挙げ|何がある|ところを|のを"
)
_BELOW_LAST_YEAR = re.compile(r"(前年|昨年|去年|前の年)(度)?(の(数字|実績|値|数))?を(割|下回|切)")


def _of_target(reading: Reading, amounts: tuple[Amount, ...], graded: bool, context: Context) -> list[Wanted]:
    """目標を達成した / 未達成, where no number was said that a rate is held against."""
    folded = reading.asked
    changed = reading.has("condition:lowered_target", "condition:raised_target")
    if changed and not re.search(r"(下げ|上げ|修正)[^。?]*(達成|届|クリア|未達)", folded):
        return []
    if amounts and not _MISSED_TOO.search(folded):
        return []
    if _BELOW_LAST_YEAR.search(folded):
        return []
    meant = any(fold(one.meaning) in folded for one in context.catalog.report.legend)
    if reading.grades and meant:
        return []  # 「目標を下回っている」 is what a grade means, and was read as that grade
    if re.search(r"(何|どれ|いくつ).{0,6}(下回|上回|足りな|不足)", folded):
        return []
    plural = PLURAL.search(folded) is not None
    if turned := _turned(folded):
        return turned
    unmet = reading.has("condition:unmet") or re.search(r"(目標|計画)(値)?(を|に)?.{0,4}下回", folded)
    alone = not reading.words and not reading.grades and bool(unmet) and not is_yes_no(reading)
    if not (plural or alone):
        return []
    met: bool | None = None
    if unmet:
        met = False
    elif reading.has("condition:met") and not re.search(r"達成率|達成度", folded):
        met = True
    if met is None:
        return []
    said_grades = set(reading.grades)
    verdict_grades = {*_attained(context, True), *_attained(context, False)}
    if said_grades & verdict_grades:
        return []  # 達成 is a grade of this report, and was read as one
    own = _attained(context, met)
    span = Span.EVERY if run_length(reading) is not None and len(reading.years.years) != 1 else Span.LAST
    if own and not said_grades:
        return [Wanted(GradeTest(own), span)]
    return [Wanted(met_or_not(met).test, span)]


_TURNED = re.compile(
    r"(去年|昨年度?|前年度?|前の年|前回|(?:令和|r)?\d{1,2}年度|r\d{1,2})[^。?]*?(?P<before>目標割れ|割り込|逃し|届か|届いてい?な|達してい?な|未達|下回|達成できな|達成してい?な|達成|届い|クリア)"
    r"[^。?]*?(のに|が|けど|けれど|から|で|、|が、)、?[^。?]*?(今年度?|今回|本年度|(?:令和|r)?\d{1,2}年度|r\d{1,2})[^。?]*?"
    r"(?P<after>届か|届いてい?な|達してい?な|未達|下回|達成できな|達成してい?な|達成|届い|クリア|上回)"
)
_REACHED = re.compile(r"達成$|届い$|クリア|上回")


def _turned(folded: str) -> list[Wanted]:
    """「昨年度は届かなかったのに今年度は達成した」: what changed against the target since the year before."""
    match = _TURNED.search(folded)
    if match is None:
        return []
    before, after = (_REACHED.search(match[one]) is not None for one in ("before", "after"))
    if before == after:
        return []
    return [
        Wanted(met_or_not(before).test, Span.FIRST),
        Wanted(met_or_not(after).test, Span.LAST),
    ]


def _of_movement(reading: Reading, amounts: tuple[Amount, ...], plural: bool, words: bool) -> list[Wanted]:
    folded = reading.asked
    if reading.has("condition:lowered_target"):
        return [moved(Quantity.TARGET_CHANGE, -1, Span.ANY)]
    if reading.has("condition:raised_target"):
        return [moved(Quantity.TARGET_CHANGE, 1, Span.ANY)]
    if reading.has("condition:same_target") and plural and not words:
        return [Wanted(NumberTest(Quantity.TARGET_CHANGE, Comparison.EQUAL, Decimal(0)), Span.LAST)]
    if _BELOW_LAST_YEAR.search(folded) and plural:
        return [moved(Quantity.CHANGE, -1)]
    of_grade = _OF_GRADE.search(folded) is not None and reading.has(
        "condition:grade_up", "condition:grade_down"
    )
    of_target = (
        re.search(r"(目標|計画)(値)?(を|に|より)?(、(すでに|既に|もう))?[^、。?]{0,16}(下回|上回|超)", folded)
        is not None
    )
    counted = reading.grades and re.search(r"数|何[個件]|いくつ", folded)  # 「Cは何個から何個に増えた」
    only_how_many = _MANY_THINGS.search(folded) is None
    if (
        not plural
        or only_how_many
        or counted
        or words
        or of_grade
        or of_target
        or any(one.moves for one in amounts)
        or ranks(reading)
    ):
        return []
    falls = _FALLS.search(folded)
    rises = _RISES.search(folded)
    rate = re.search(
        r"(達成率|達成度|進捗率|到達率)(が|は|も)?.{0,8}?((上が|伸び|改善|上昇|良くな|高くな)|(下が|落ち|悪化|低下|悪くな|低くな))",
        folded,
    )
    if rate:
        return [moved(Quantity.RATE_CHANGE, 1 if rate.group(4) else -1)]
    better = re.search(r"(良|よ)くな|改善|好転|上向", folded)
    worse = re.search(r"悪くな|悪化|後退|劣", folded)
    if better or worse:
        quantity = Quantity.PROGRESS_SINCE_BASELINE if BASELINE_SAID.search(folded) else Quantity.PROGRESS
        every = run_length(reading) is not None and len(reading.years.years) != 2
        return [moved(quantity, -1 if worse else 1, Span.EVERY if every else Span.LAST)]
    if BASELINE_SAID.search(folded) and (falls or rises) and not reading.has("kind:rate"):
        return [moved(Quantity.SINCE_BASELINE, -1 if falls else 1)]
    compared = (
        reading.years.versus_previous
        or len(reading.years.years) == 2
        or re.search(r"前(の)?年|昨年|去年|(より|から|に比べ)", folded) is not None
    )
    said = reading.has("condition:decreased", "condition:increased")
    if (
        not reading.grades
        and re.search(r"横ばい|変わらな|変わって(い)?な|同じ(値|数|実績)|増減(が)?な", folded)
        and compared
    ):
        return [Wanted(NumberTest(Quantity.CHANGE, Comparison.EQUAL, Decimal(0)))]
    moving = re.search(r"(実績|数|値|人数|件数)(が|も)(減|増)", folded) is not None
    if not (said or (compared and (falls or rises))) or (amounts and not compared and not moving):
        return []
    if re.search(r"目標(値)?(が|を|は|も)[^、。]{0,6}(増|減|上が|下が|引)", folded):
        return []
    if not (falls or rises):
        return []
    direction = -1 if reading.has("condition:decreased") or (falls and not rises) else 1
    run = run_length(reading) is not None
    return [moved(Quantity.CHANGE, direction, Span.EVERY if run else Span.LAST)]


# -- words printed, units, nature -------------------------------------------------------------------


def _words_wanted(reading: Reading, context: Context, plural: bool) -> list[Wanted]:
    """目標 or 実績 printed as a word that is said: 「増加」, 中止; or a target that is no number at all."""
    folded = reading.asked
    said: dict[str, list[str]] = {"target": [], "actual": []}
    quoted = set(_QUOTED.findall(folded))
    for word, kinds in context.catalog.words_for_values.items():
        plain = fold(word)
        if plain not in folded:
            continue
        named = re.search(
            rf"(目標|実績)(値|欄)?(が|は|を|に|の)?、?[「『\"]?{re.escape(plain)}(?!率|幅|量|数|し|傾向)",
            folded,
        )
        if plain in quoted or named or (plural and Kind.ACTUAL in kinds):
            kind = Kind.TARGET if Kind.TARGET in kinds and not (named and named[1] == "実績") else Kind.ACTUAL
            if kind is Kind.TARGET and Kind.ACTUAL in kinds and named is None and plain not in quoted:
                kind = Kind.ACTUAL
            said[kind.value].append(word)
    if _NO_FIGURE.search(folded) and plural and not said["actual"]:
        return [Wanted(NoFigureTest("actual"))]
    found = [Wanted(WordTest(kind, tuple(words))) for kind, words in said.items() if words]
    if _NO_FIGURE_TARGET.search(folded) and plural and (not said["target"] or len(said["target"]) > 1):
        return [Wanted(WordTest("target"))]
    if _FIGURE_TARGET.search(folded) and plural:
        found.append(Wanted(WordTest("target", negated=True)))
    return found


_NOT_YEARLY = re.compile(r"単年度?[^、。]{0,6}?(じゃ|では)なくて?、?(?=.*累計)")


def _of_nature(reading: Reading, plural: bool) -> list[Wanted]:
    """「累計の指標はどれ」: indicators by how their values relate over the years; also 累計でないもの."""
    asked = _NOT_YEARLY.sub("", reading.asked)  # 「単年の数字じゃなくて累計で数えている指標」
    match = _NATURE.search(asked)
    if match is None or not plural or any(one.part == "noun" for one in reading.words):
        return []
    kinds = {"累計": "cumulative", "累積": "cumulative", "時点": "point_in_time"}
    nature = kinds.get(match.group(1), "annual")
    negated = re.search(rf"{match.group(1)}.{{0,10}}?(な[いく]|以外|じゃ)", asked) is not None
    return [Wanted(NatureTest(nature, negated))]


def _unit_said(folded: str) -> str:
    if re.search(r"(割合|率|パーセント)(で|を)(表|示|測)", folded):
        return "%"
    match = re.search(
        r"単位[がは]?[「『\"]?([^「」『』\"、。?の]{1,8}?)[」』\"]?(の|な|に|で|は|$)", folded
    ) or re.search(r"([人件社回%台校])数?(で|を単位に|単位で)(数え|カウント|示|表|測)", folded)
    return match.group(1) if match else ""
