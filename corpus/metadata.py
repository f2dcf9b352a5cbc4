"""What report this is: its own fiscal year, city, plan and title, printed or inferred."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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


def report_year(layout: Layout, groups: Sequence[RowGroup]) -> tuple[int, Finding | None]:
    """Return the fiscal year a report is about, with a finding where no heading prints it.

    Taken from the heading of the narrative (R6の取組状況), then from a title line, then from
    the last year that most indicators have an 実績 or 評価 for.
    """
    tables = [event for event in layout.events if isinstance(event, Table)]
    years = sorted({year for table in tables for year in table.years})
    from_headings = Counter(
        year
        for table in tables
        for column in table.right
        if column.kind is PassageKind.STATUS
        for mention in find_years(column.heading)
        for year in mention.years[-1:]
        if year in years
    )
    if from_headings:
        return from_headings.most_common(1)[0][0], None
    for line in [*layout.preface, *layout.prose]:
        for _, cell in line.filled():
            mentions = [one for one in find_years(cell) if not one.is_date and not one.is_range]
            found = [year for one in mentions for year in one.years if year in years]
            if found and len(cell) <= 60 and any(word in cell for word in _TITLE_WORDS):
                return found[0], None
    last = _last_year_with_results(groups)
    year = last if last is not None else years[-1]
    return year, Finding(
        FindingKind.METADATA,
        f"報告書の年度が印字されていないため、{fiscal_year_label(year)}の報告書として読みました。",
        f"実績または評価のある最後の年度が、多くの指標で{era_label(year)}である。",
    )


def _last_year_with_results(groups: Sequence[RowGroup]) -> int | None:
    last: Counter[int] = Counter()
    for group in groups:
        for kind in (Kind.ACTUAL, Kind.GRADE):
            cells = group.values.get(kind)
            if not cells:
                continue
            index = cells[-1][0] - group.anchor(kind) - 1
            if 0 <= index < len(group.table.years):
                last[group.table.years[index]] += 1
    return last.most_common(1)[0][0] if last else None


def read_metadata(layout: Layout, groups: Sequence[RowGroup], lines: Sequence[Line], name: str) -> Metadata:
    """Collect what the text tells about the report itself."""
    year, finding = report_year(layout, groups)
    findings = [finding] if finding is not None else []
    tables = [event for event in layout.events if isinstance(event, Table)]
    years = tuple(sorted({one for table in tables for one in table.years}))
    printed_title = _printed_title(layout.preface)
    text = "\n".join(cell for line in lines for _, cell in line.filled())
    city, plan = (
        _city(printed_title or "") or _city(text),
        _plan_in_title(printed_title, _city(printed_title or "")) or _plan(text),
    )
    if plan is not None and city is not None:
        plan = plan.removeprefix(city)
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


def _city(text: str) -> str | None:
    found = Counter(
        match["city"] for match in _CITY_LOOSE.finditer(text) if not _NOT_A_CITY.search(match["city"])
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
