"""Questions about plain tables whose columns are fiscal years: 量の見込み, 確保方策 and 実績 under a title.

Such a table is no indicator's: its rows keep their printed names. It answers where the question says
its title, or a name that only rows of such tables have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.conversation import Conversation
from assistant.phrasing import year_text
from assistant.planning.context import Context
from assistant.plans import Plan, RefusePlan, YearlyRowsPlan
from assistant.types import Reason
from assistant.understanding.catalog import ItemKind
from assistant.understanding.orders import KANJI
from assistant.understanding.question import Word, fold, words_of
from assistant.understanding.reading import Reading
from corpus.types import PlainTable
from index.yearly_rows import YearlyTable, yearly_tables

_NUMBERED = re.compile(
    r"^[(（]?(?:\d{1,2}|[①-⑳]|[アイウエオカキクケコ])[)）.．:：]?\s+|^[①-⑳]\s*|^[(（]\d{1,2}[)）]\s*"
)
_ENDING = re.compile(r"(?:事業|サービス|制度|等|など|について|の?(?:状況|推移|見込み|実施|一覧|内訳))+$")
# Names of rows that indicators and other tables print too: they tell no table apart.
_COMMON = frozenset(
    "実績 実績値 目標 目標値 計画 計画値 合計 計 総数 全体 差 過不足 達成率 進捗率 率 件数 人数 回数 評価".split()
)
# How people say what rows are called.
_SAID_FOR = (
    ("実績", re.compile(r"実績|実際|使われ|利用し|利用され|使った|使って")),
    ("見込", re.compile(r"見込み?")),
    ("確保", re.compile(r"確保")),
)
_TREND = re.compile(
    r"推移|どう(?:変|動|な(?:って|りま|った))|変化|移り変わり|から(?:どう|どれ|どの|何)|(?:年度?)?(?:ごと|毎|別)|一度も|ずっと|毎年|増え続|減り続|比べて|経年"
)
_MOVES = re.compile(r"増|減|伸|差|変わ|変化|違|比べ|落ち|上が|下が")
_HIGHEST = re.compile(r"(?:一番|最も)(?!.{0,3}(?:少|低))|最多|最大|ピーク|最高")
_LOWEST = re.compile(r"(?:一番|最も).{0,3}(?:少|低)|最少|最小|最低")
_TITLED = 0.5  # the least share of a table's name that names it
_EXTREME = re.compile(r"(?:何|どの|いつの?)年|いつ|年度?は")


@dataclass(frozen=True, slots=True)
class _Match:
    """What a question says of one table: how much of its title (0-1), and which of its rows."""

    table: YearlyTable
    by_title: float
    rows: tuple[int, ...]
    terms: frozenset[str]  # by which words of their names
    left: tuple[Word, ...]  # nouns that neither the title nor a row explains

    @property
    def own_name(self) -> bool:
        """Whether a row is named by a name that is not common to all such tables."""
        return any(term not in _COMMON for term in self.terms)


def plan_for_yearly_rows(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """Return a plan for rows of yearly tables, or None where the question means none of them."""
    tables = yearly_tables(context.catalog.report.plain_tables)
    if not tables or reading.other_places or reading.grades or reading.unknown_departments:
        return None
    if reading.has("narrative:reason", "narrative:issues", "operation:department", "kind:rate"):
        return None
    last = conversation.plan if isinstance(conversation.plan, YearlyRowsPlan) else None
    matches = [_match(one, reading, context) for one in tables]
    titled = [one for one in matches if one.by_title and not one.left]
    if not titled and last is not None and any(not one.left for one in matches):
        return _follow(reading, last, tables, matches)
    best = max((one.by_title for one in titled), default=0.0)
    named = [one for one in titled if one.by_title == best]
    named = named or [one for one in matches if one.own_name and not one.left]
    if not named or _is_of_an_indicator(reading, named, context):
        return None
    rows = tuple((one.table.id, row) for one in named for row in (one.rows or one.table.all_rows))
    return _plan(reading, rows, {one.table.id: one.table for one in named})


def _follow(
    reading: Reading, last: YearlyRowsPlan, tables: list[YearlyTable], matches: list[_Match]
) -> Plan | None:
    """「R5は？」「実績は？」 after a question about such a table: its year or row, changed."""
    rows_said = {one.table.id: one.rows for one in matches if one.rows}
    if not reading.years.years and not rows_said and not _TREND.search(reading.folded):
        return None
    of_last = tuple(dict.fromkeys(table for table, _ in last.rows))
    rows = tuple((table, row) for table in of_last for row in rows_said.get(table, ()))
    by_id = {one.id: one for one in tables}
    return _plan(reading, rows or last.rows, by_id, years_before=last.years)


def _match(table: YearlyTable, reading: Reading, context: Context) -> _Match:
    folded = _figured(reading.folded)
    spans: list[tuple[int, int]] = []
    said_of = {row: _terms_said(fold(table.label(row)), folded) for row in table.all_rows}
    said_of = {row: terms for row, terms in said_of.items() if terms}
    # 「計画の量の見込み」 is one row of the two that stand under 計画.
    rows = tuple(
        row for row, terms in said_of.items() if not any(terms < other for other in said_of.values())
    )
    terms = frozenset(term for row in rows for term in said_of[row])
    title = _title_of(table.table)
    cores = _core_of(title)
    for one in (*terms, *cores):
        spans.extend(match.span() for match in re.finditer(re.escape(one), folded))
    beside = [
        word
        for word in context.nouns(reading)
        if word.surface not in _COMMON
        and not any(start <= word.start and word.end <= end for start, end in spans)
    ]
    units = {fold(table.unit(row)) for row in table.all_rows}
    beside = [word for word in beside if word.surface.rstrip("数分") not in units]
    said = [word for word in beside if _says(word, title, context)]
    share = max((_share_said(core, said, folded, context) for core in cores), default=0.0)
    left = tuple(word for word in beside if word not in said)
    if not _marks(folded) <= _marks(f"{title} {' '.join(terms)}"):
        share, terms = 0.0, frozenset()  # 2号認定 is not 3号認定
    return _Match(table, share if share >= _TITLED else 0.0, rows, terms, left)


def _terms_said(label: str, folded: str) -> frozenset[str]:
    """Return the words of a row's name that a question says: its parts, the end of one, or another word for it."""
    found = set()
    for part in re.sub(r"[(（][^)）]*[)）]", "", label).split():
        part = _figured(part)
        if len(part) >= 2 and part in folded:
            found.add(part)
            continue
        tail = part.rpartition("の")[2]
        if len(tail) >= 3 and tail in folded:
            found.add(tail)
        for word, pattern in _SAID_FOR:
            match = pattern.search(folded) if word in part else None
            if match is not None:
                found.add(match[0])
    return frozenset(found)


def _share_said(core: str, said: list[Word], folded: str, context: Context) -> float:
    """Return how much of a table's name a question says: all of it, or the share of its words."""
    if core in folded:
        return 1.0
    own = [word for word in words_of(core) if not _ENDING.fullmatch(word.surface)]
    told = " ".join(word.surface for word in said)
    return sum(_says(word, told, context) for word in own) / len(own) if own and said else 0.0


def _marks(text: str) -> set[str]:
    """Return the numerals with a counter that tell things apart: 3号, 2類, 1歳."""
    found = re.findall(r"((?:\d・)*\d+)(号|類|種|歳|級|次|期)", _figured(text))
    return {f"{number}{counter}" for numbers, counter in found for number in numbers.split("・")}


def _title_of(table: PlainTable) -> str:
    return _NUMBERED.sub("", fold((table.title or "").strip()))


def _core_of(title: str) -> tuple[str, ...]:
    """Return the names that a title may be called by: without brackets and 事業, and what brackets say."""
    bare = re.sub(r"[(（【\[][^)）】\]]*[)）】\]]", "", title).strip()
    inside = [one.strip() for one in re.findall(r"[(（]([^)）]*)[)）]", title)]
    names = (bare, _ENDING.sub("", bare), *(one for one in inside if len(one) >= 4))
    return tuple(dict.fromkeys(_figured(one) for one in names if len(one) >= 2))


def _figured(text: str) -> str:
    """Return a text with 三号 as 3号: a numeral before its counter."""
    return re.sub(r"[一二三四五六七八九](?=[号類種歳級次])", lambda match: str(KANJI[match[0]]), text)


def _says(word: Word, text: str, context: Context) -> bool:
    return len(word.surface) > 1 and context.linker.degree(word, text) >= 0.8


def _is_of_an_indicator(reading: Reading, named: list[_Match], context: Context) -> bool:
    """Whether an indicator's own name says as much of the question, and no row of the table is named apart."""
    names = [fold(context.catalog.name(one)) for one in reading.indicators]
    own = {term for one in named for term in one.terms if term not in _COMMON}
    if own and not any(term in name for term in own for name in names):
        return False  # 西ひろば is no part of ひろばの利用者数, though its name is said
    if names:
        return True
    found = context.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
    return bool(found) and found[0].name_coverage >= 0.75 and found[0].precision >= 0.4


def _plan(
    reading: Reading,
    rows: tuple[tuple[str, int], ...],
    tables: dict[str, YearlyTable],
    years_before: tuple[int, ...] = (),
) -> Plan:
    used = [tables[one] for one in dict.fromkeys(table for table, _ in rows)]
    held = tuple(sorted({year for one in used for year in one.years}))
    titles = "、".join(one.title for one in used)
    asked = reading.years.years
    outside = [year for year in asked if year not in held]
    if outside:
        said = "・".join(map(year_text, outside))
        return RefusePlan(
            Reason.YEAR_OUTSIDE,
            f"{said}の記載は、表「{titles}」にはありません。記載があるのは{year_text(held[0])}から{year_text(held[-1])}までです。",
            reading=f"{titles}・{said}",
        )
    folded = reading.folded
    if reading.years.all_years or (not asked and _TREND.search(folded)):
        return YearlyRowsPlan(rows, held, "trend")
    if not asked and _EXTREME.search(folded) and (_HIGHEST.search(folded) or _LOWEST.search(folded)):
        return YearlyRowsPlan(rows, held, "extreme", _LOWEST.search(folded) is None)
    if len(asked) == 1 and _TREND.search(folded) and re.search(r"から|以降|比べ", folded):
        return YearlyRowsPlan(rows, tuple(year for year in held if year >= asked[0]), "trend")
    if len(asked) > 1:
        between = _TREND.search(folded) is not None and not reading.years.is_range
        years = tuple(year for year in held if asked[0] <= year <= asked[-1]) if between else asked
        return YearlyRowsPlan(rows, years, "trend" if between or _MOVES.search(folded) else "value")
    return YearlyRowsPlan(rows, asked or years_before or (), "value")
