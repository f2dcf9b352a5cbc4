"""取組 by the mark that a column gives them: 拡充とされた事業, 見直しは何件, 廃止になるものは."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conversation import Conversation
from assistant.planning.scope import scope_of
from assistant.planning.whole_scope import says_nothing_of_a_scope
from assistant.plans import MarksPlan, Plan, Scope
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading
from assistant.understanding.row_marks import MarkColumn

if TYPE_CHECKING:
    from assistant.planning.context import Context

# Ways of saying what is to become of a 取組, each with the stems of the marks that say the same.
_WAYS: tuple[tuple[str, str], ...] = (
    (
        r"拡充|拡大|広げ(?:る|て(?!い?る))|手厚く|力を入れ|増強|増や(?:す|し)(?:て)?いく",
        r"拡充|拡大|充実|強化|増強|重点",
    ),
    (
        r"継続|(?:現状|今|これまで)(?:の|どおり|通り)?(?:まま|維持|どおり|通り)?(?:で|に|を)?(?:、)?続け|現状維持|このまま続け|引き続き(?:実施|続け)|続けてい(?:く|き)|続けるとし",
        r"継続|維持|現状|現行|実施",
    ),
    (
        r"見直|改め(?:る|て)|やり方を変え|再検討|組み直|改善(?=と|す|し|の|に|が|・|、)",
        r"見直|改善|再検討|再構築|変更",
    ),
    (r"縮小|減らし(?:て)?いく|規模を(?:小さ|縮)|絞(?:る|って)", r"縮小|縮減|削減"),
    (
        r"廃止|やめ(?:る|て(?!い))|打ち切(?!った)|取りやめ(?!た)|なくす|なくな(?:る|り)",
        r"廃止|中止|取りやめ",
    ),
    (
        r"終了|やめ(?:る|て(?!い))|終え(?:る|て(?!い))|終わ(?:る|り|らせ)|完了(?=予定|す)|幕を(?:下ろ|閉じ)",
        r"終了|完了",
    ),
    (r"休止|休む|一時(?:停止|中断)", r"休止|停止"),
    (r"統合|一本化|まとめ(?:る|て)一つ", r"統合|統廃合"),
    (r"新規|新しく始め|新たに始め", r"新規"),
)
_SELDOM = frozenset(way for way, _ in _WAYS[6:])
_THINGS = r"事業|取組|取り組み|施策|もの|もん|やつ|の(?:は|って)"
_ASKS = re.compile(
    rf"(?:{_THINGS})(?:は|って|を|が|も|に|の|、|ごと|で|,|って|$|\?)|どれ|どの(?:事業|取組|取り組み|施策|課)|いくつ|何(?:件|個|つ|事業|本|取組)|(?:件|事業|取組|取り組み)の?数|一覧|列挙|挙げ|ある(?:か|の|$|\?)|あり(?:ます|ませ)|内訳|それぞれ|ごと|別に|割合|何割|何%"
)
_INSIDE = re.compile(r"[そこ]の(?:中|うち|なか)")
_COUNT = re.compile(
    r"いくつ|何(?:件|個|つ|事業|本|取組)|(?:件|事業|取組|取り組み|もの|やつ)の?数|件数|割合|何割|何%|何パー"
)
_EACH = re.compile(r"それぞれ|内訳|ごと|別(?:に|の)|(?:何件|いくつ)ずつ|ずつ")
_OF_THE_COLUMN = re.compile(r"今後|これから|方向|方針|見通し|次年度|来年度|扱い|区分")
_SAYS_NOTHING = re.compile(
    rf"{_OF_THE_COLUMN.pattern}|^(?:事業|取組|取り組み|施策)(?:数|件数)?(?:ごと)?$|予定|割合|内訳"
)
# Of one item, of figures, or of reasons: what is asked for is told elsewhere.
_ELSE = re.compile(
    r"目標(?:値)?|実績|達成|評価|判定|なぜ|どうして|理由|何のため|(?:どう|どのよう|どんなふう)(?:に|や)?(?:見直|拡充|改)|何を(?:見直|拡充|改|変)|予算|決算|金額|いくら"
)


def plan_for_marks(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """Return a plan over the 取組 with a mark; None where no column marks them or none is asked for.

    「その中で拡充のものは」 asks of the 取組 just shown.
    """
    columns = context.catalog.mark_columns
    folded = reading.folded
    if not columns or reading.indicators or reading.grades or _ELSE.search(folded):
        return None
    if not _ASKS.search(folded) or len(reading.years.years) > 1:
        return None
    for column in columns:
        asked = _marks_asked(column, folded)
        named = _names_column(column, folded)
        each = _EACH.search(folded) is not None and len(asked.marks) != 1
        breakdown = each and (bool(asked.marks) or named)
        if not (asked.said or breakdown):
            continue
        if asked.said and not asked.exact and not _tells_ways(column):
            continue
        scope = _scope(reading, asked.spans, context)
        if scope is None or (scope != _bare(scope) and not asked.exact and not _OF_THE_COLUMN.search(folded)):
            continue  # 「ごみの分別を広げる取組」 is a field of its own, no 今後の方向
        if _INSIDE.search(folded) and conversation.blocks:
            shown = dict.fromkeys(
                context.catalog.initiative_of[one]
                for one in conversation.blocks
                if one in context.catalog.initiative_of
            )
            scope = replace(scope, initiatives=tuple(shown), described="直前に示した取組")
        marks = column.marks if breakdown and not asked.marks else asked.marks
        what = "breakdown" if breakdown else "count" if _COUNT.search(folded) else "list"
        return MarksPlan(scope, column.column, marks, what, asked.said)
    return None


class _Asked:
    """The marks that a question asks for, how it said them, and where."""

    def __init__(self) -> None:
        self.marks: tuple[str, ...] = ()
        self.said = ""
        self.spans: list[tuple[int, int]] = []
        self.exact = False  # whether a mark was said as it is printed


def _marks_asked(column: MarkColumn, folded: str) -> _Asked:
    asked = _Asked()
    found: dict[str, None] = {}
    said: list[str] = []
    for mark in column.marks:
        if (at := folded.find(fold(mark))) >= 0:
            found[mark] = None
            said.append(mark)
            asked.exact = True
            asked.spans.append((at, at + len(mark)))
    # what the column has marks for comes first: 「やめる」 is 終了 where nothing is 廃止
    held = [any(re.search(stems, mark) for mark in column.marks) for _, stems in _WAYS]
    for way, stems in (_WAYS[at] for at in sorted(range(len(_WAYS)), key=lambda at: not held[at])):
        match = re.search(way, folded)
        if match is None or any(a < match.end() and match.start() < b for a, b in asked.spans):
            continue
        alike = [mark for mark in column.marks if re.search(stems, mark)]
        if not alike and way in _SELDOM:
            continue  # 「新しく始めた事業」 may be told of anywhere else
        exact = [mark for mark in alike if mark in found]
        found |= dict.fromkeys(exact or alike)
        said.append(alike[0] if len(alike) == 1 else match.group())
        asked.spans.append(match.span())
    asked.marks = tuple(found)
    asked.said = "・".join(dict.fromkeys(said))
    return asked


def _tells_ways(column: MarkColumn) -> bool:
    """Whether the marks of a column tell what is to become of the 取組."""
    return sum(any(re.search(stems, mark) for _, stems in _WAYS) for mark in column.marks) >= 2


def _bare(scope: Scope) -> Scope:
    """The scope without what its words named: departments only."""
    return Scope(departments=scope.departments, measures=() if scope.described else scope.measures)


def _names_column(column: MarkColumn, folded: str) -> bool:
    return fold(column.column) in folded or re.search(r"今後の(方向|方針)(性|付け|づけ)?", folded) is not None


def _scope(reading: Reading, spans: list[tuple[int, int]], context: Context) -> Scope | None:
    """The scope that the words leave, once those that say the mark are taken off; None where they name one item."""

    def says_mark(start: int, end: int) -> bool:
        return any(a < end and start < b for a, b in spans)

    words = tuple(
        one
        for one in reading.words
        if not says_mark(one.start, one.end) and not _SAYS_NOTHING.search(one.surface)
    )
    left = replace(reading, words=words, unknown=tuple(one for one in reading.unknown if one in words))
    if left.initiatives:
        return None
    if not any(one.part == "noun" for one in words):
        return Scope(measures=left.measures, departments=left.departments)
    scope = scope_of(left, context.catalog, context.linker)
    if scope is not None:
        return scope if scope.measures else None
    if says_nothing_of_a_scope(left, context):
        return Scope(measures=left.measures, departments=left.departments)
    return None
