"""What report this is: its own fiscal year, city, plan and title, printed or inferred."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.column_meaning import TextColumn
from corpus.column_rows import Record, last_result_years
from corpus.column_table import ColumnTable
from corpus.errors import ReportFormatError
from corpus.fiscal import era_label, find_years, fiscal_year_label
from corpus.layout import Layout, Table
from corpus.readers.lines import Line
from corpus.rows import RowGroup
from corpus.types import Finding, FindingKind, Kind, PassageKind

_TITLE_WORDS = ("進捗", "報告", "評価", "取組", "取り組み", "集計", "総評", "点検", "実績")
_CITY_LOOSE = re.compile(r"(?<![一-龥々ァ-ヴー])(?P<city>[一-龥々ァ-ヴヶー]{1,6}?[市町村])")
_NOT_A_CITY = re.compile(
    r"^(?:本|当|各|全|同|他|都|両|貴|我が|県内|近隣|周辺|関係|対象|指定都|政令|中核|旧|国県|国・県)[市町村]|^市|都市$|市町村"
)
# What a plan's title counts itself by, in front of the city's name: 第5次, 第2期, 後期.
_ITERATION = re.compile(
    r"第[\s　]?[0-9０-９一二三四五六七八九十]{1,3}[\s　]?[次期版]|(?<![一-龥])[前中後次]期|(?<![一-龥])改[訂定]版?"
)
_PLAN = re.compile(
    r"(?:第[0-9０-９一二三四五六七八九十]{1,3}[次期])?[一-龥々ァ-ヴー・]{2,25}?(?:計画|プラン|ビジョン|戦略)"
)
_NOT_A_PLAN = re.compile(
    r"^(?:本|当|同|各|他|別|分野別|個別|関連|次期|前|実施|年度|事業|支援|活動|行動|作成|上位|下位|整備)(?!.{6,})|分野別|支援プラン|個別|各区|^各|^他"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The report's own year and what it is about; `city` and `plan` are None where the text is silent."""

    fiscal_year: int
    years: tuple[int, ...]
    city: str | None
    plan: str | None
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """What tells a report's own year: its columns' years, its commentary headings, its last results."""

    years: tuple[int, ...]
    status_headings: tuple[str, ...]
    last_results: tuple[int, ...]  # for each indicator, the last fiscal year with an 実績 or 評価


def evidence_of(
    layout: Layout, groups: Sequence[RowGroup], tables: Sequence[ColumnTable], records: Sequence[Record]
) -> YearEvidence:
    """Collect the evidence of stacked and of column tables."""
    stacked = [event for event in layout.events if isinstance(event, Table)]
    years = {year for table in stacked for year in table.years}
    years |= {
        one.fiscal_year
        for table in tables
        for one in table.value_columns.values()
        if one.fiscal_year is not None
    }
    years |= {one.fiscal_year for record in records for one in record.values if one.fiscal_year is not None}
    headings = [
        column.heading for table in stacked for column in table.right if column.kind is PassageKind.STATUS
    ]
    headings += [
        meaning.heading
        for table in tables
        for meaning in table.meanings.values()
        if isinstance(meaning, TextColumn) and meaning.kind is PassageKind.STATUS
    ]
    last = [*_last_results(groups), *last_result_years(records)]
    return YearEvidence(tuple(sorted(years)), tuple(headings), tuple(last))


def report_year(layout: Layout, evidence: YearEvidence, name: str) -> tuple[int, Finding | None]:
    """Return the fiscal year a report is about, with a finding where no heading prints it.

    Taken from the heading of the narrative (R6の取組状況), then from a title line, then from
    the last year that most indicators have an 実績 or 評価 for, then from the file's name.
    Raises ReportFormatError where nothing tells a year.
    """
    from_headings = Counter(
        year
        for heading in evidence.status_headings
        for mention in find_years(heading)
        for year in mention.years[-1:]
        if year in evidence.years or not evidence.years
    )
    if from_headings:
        most = max(from_headings.values())
        return max(year for year, count in from_headings.items() if count == most), None
    for line in [*layout.preface, *layout.prose]:
        for _, cell in line.filled():
            year = _title_year(cell, evidence.years)
            if year is not None:
                return year, None
    if evidence.last_results:
        year = Counter(evidence.last_results).most_common(1)[0][0]
        return year, Finding(
            FindingKind.METADATA,
            f"報告書の年度が印字されていないため、{fiscal_year_label(year)}の報告書として読みました。",
            f"実績または評価のある最後の年度が、多くの指標で{era_label(year)}である。",
        )
    in_name = [year for one in find_years(name) if not one.is_range for year in one.years]
    if in_name:
        return in_name[-1], Finding(
            FindingKind.METADATA,
            f"報告書の年度が本文に印字されていないため、ファイル名から{fiscal_year_label(in_name[-1])}の報告書として読みました。",
            f"ファイル名: {name}",
        )
    if evidence.years:
        year = evidence.years[-1]
        return year, Finding(
            FindingKind.METADATA,
            f"報告書の年度が印字されていないため、{fiscal_year_label(year)}の報告書として読みました。",
            "実績と評価のどちらも印字されていない。見出しにある最後の年度による。",
        )
    raise ReportFormatError(
        "報告書の年度が分かりません（表の見出し、表題、ファイル名のどこにも年度がありません）。"
        "表題に「令和6年度」のように書き加えるか、--fiscal-year で年度を指定してください。"
    )


_IN_NAME = re.compile(r"(?:プラン|計画|ビジョン|戦略|プログラム|アクション)[\s　]*$")


def _title_year(cell: str, years: Sequence[int]) -> int | None:
    """Return the year that a title line is about; where it names several, the one of the results."""
    if len(cell) > 80 or not any(word in cell for word in _TITLE_WORDS):
        return None
    mentions = [one for one in find_years(cell) if not one.is_date and not one.is_range]
    found = [one for one in mentions if not years or set(one.years) & set(years)]
    of_results = [
        one for one in found if re.match(r"[分の]*(?:実績|事業|取組|取り組み|評価対象)", cell[one.end :])
    ]
    # プラン2026 is a name: a year that is called 年度 goes before a bare one, be it a column's or not.
    called = [one for one in found if "年度" in one.text] or [one for one in mentions if "年度" in one.text]
    chosen = of_results or called or [one for one in found if not _IN_NAME.search(cell[: one.start])] or found
    return chosen[0].years[-1] if chosen else None


def _last_results(groups: Sequence[RowGroup]) -> list[int]:
    last = []
    for group in groups:
        for kind in (Kind.ACTUAL, Kind.GRADE):
            cells = group.values.get(kind)
            if not cells:
                continue
            index = cells[-1][0] - group.anchor(kind) - 1
            if 0 <= index < len(group.table.years):
                last.append(group.table.years[index])
    return last


def read_metadata(
    layout: Layout, evidence: YearEvidence, lines: Sequence[Line], name: str, fiscal_year: int | None
) -> Metadata:
    """Collect what the text tells about the report itself; a `fiscal_year` given by a person decides."""
    year, finding = (fiscal_year, None) if fiscal_year is not None else report_year(layout, evidence, name)
    findings = [finding] if finding is not None else []
    years = tuple(sorted({*evidence.years, year} if not evidence.years else evidence.years))
    printed_title = _printed_title(layout.preface)
    text = "\n".join(cell for line in lines for _, cell in line.filled())
    in_title = _city_in_title(printed_title) or _city(printed_title or "")
    city = _without_new(in_title or _city(text), text)
    plan = _plan_in_title(printed_title, in_title) or _plan(text)
    if plan is not None and city is not None:
        iteration = _ITERATION.match(plan)
        counted = iteration[0] if iteration is not None else ""
        plan = counted + plan.removeprefix(counted).removeprefix(city)
    if printed_title is None and (city is not None or plan is not None):
        findings.append(
            Finding(
                FindingKind.METADATA,
                f"表題は印字されていません。本文の語から「{' '.join(one for one in (city, plan) if one)}」の報告書と推定しました。",
                f"本文に最も多い自治体名: {city or 'なし'}、計画名: {plan or 'なし'}。",
            )
        )
    known = " ".join(one for one in (city, plan) if one)
    title = printed_title or (f"{known} {fiscal_year_label(year)} 進捗評価" if known else name)
    return Metadata(year, years, city, plan, title, tuple(findings))


def _printed_title(preface: Sequence[Line]) -> str | None:
    for line in preface:
        filled = line.filled()
        if len(filled) == 1:
            text = filled[0][1].strip().strip("【】")
            if (
                6 <= len(text) <= 60
                and not text.endswith("。")
                and any(word in text for word in ("計画", "プラン", "ビジョン", "戦略", "報告"))
            ):
                return text
    return None


_CITY_IN_TITLE = re.compile(
    r"^(?:(?:令和|平成|[RH])?\s*(?:[0-9０-９]{1,4}|元)年度?[\s　]*)?"
    r"(?P<city>[ぁ-んァ-ヴヶー一-龥々]{1,7}?[市区町村])(?![民街区画場内長立域史政税])(?=.*(?:計画|プラン|ビジョン|戦略))"
)


def _city_in_title(title: str | None) -> str | None:
    """Return the city that a printed title begins with, in whatever letters it is written."""
    match = _CITY_IN_TITLE.match(_ITERATION.sub("", title or "").strip())
    return match["city"] if match and not _NOT_A_CITY.search(match["city"]) else None


def _without_new(city: str | None, text: str) -> str | None:
    """Return 川部町 for 新川部町, where the text names 川部町 by itself elsewhere: the plan is the new one."""
    if city is None or not city.startswith("新"):
        return city
    alone = re.search(rf"(?<![一-龥々ァ-ヴー]){re.escape(city[1:])}", text)
    return city[1:] if len(city) > 2 and alone is not None else city


def _city(text: str) -> str | None:
    found = Counter(
        match["city"]
        for match in _CITY_LOOSE.finditer(_ITERATION.sub(" ", text))
        if not _NOT_A_CITY.search(match["city"])
    )
    ranked = found.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    city, count = ranked[0]
    return city if count >= 2 or len(text) < 200 else None


def _plan_in_title(title: str | None, city: str | None) -> str | None:
    """Return the plan a printed title names, whatever letters it is written in (みどりの基本計画)."""
    match = re.search(
        r"[^\s「」()（）]{2,30}?(?:計画|プラン|ビジョン|戦略)", (title or "").removeprefix(city or "")
    )
    return match[0] if match else None


def _plan(text: str) -> str | None:
    found = Counter(
        match[0] for match in _PLAN.finditer(text) if not _NOT_A_PLAN.search(match[0]) and len(match[0]) >= 5
    )
    ranked = found.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    # 「町環境基本計画」 is the town's 環境基本計画.
    return re.sub(r"^[市町村区県](?![画街民内域立営税間分割外])(?=\S{4,})", "", ranked[0][0])
